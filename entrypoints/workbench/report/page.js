const everything = document.querySelectorAll("details");
const open = document.getElementById("open");
const failed = document.getElementById("failed");
open?.addEventListener("click", () => {
  const opens = open.getAttribute("aria-pressed") !== "true";
  everything.forEach((each) => { each.open = opens; });
  open.setAttribute("aria-pressed", String(opens));
});
failed?.addEventListener("click", () => {
  const only = failed.getAttribute("aria-pressed") !== "true";
  document.body.classList.toggle("only-failed", only);
  failed.setAttribute("aria-pressed", String(only));
});
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) { target.open = true; }
};
window.addEventListener("hashchange", reveal);
window.addEventListener("beforeprint", () => everything.forEach((each) => { each.open = true; }));
reveal();

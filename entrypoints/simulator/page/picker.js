// Choosing whom to play: a list to search, and the conversations that can be continued.

import { byId, el } from "./dom.js";
import { STATUSES, folded, moment, money } from "./words.js";

/** Draws the picker; `onPick` gets the chosen debtor, `onContinue` the id of a conversation. */
export function createPicker({ onPick, onContinue }) {
  const search = byId("search");
  const list = byId("debtors");
  const recent = byId("recent");
  let debtors = [];

  search.addEventListener("input", filter);
  byId("picker").addEventListener("keydown", moveByArrows);

  function show(people, conversations) {
    debtors = people;
    recent.hidden = conversations.length === 0;
    recent.querySelector("ul").replaceChildren(...conversations.map((one) => recentRow(one, onContinue)));
    filter();
  }

  function filter() {
    const wanted = folded(search.value).split(/\s+/).filter(Boolean);
    const found = debtors.filter((debtor) => wanted.every((word) => searchable(debtor).includes(word)));
    list.replaceChildren(...found.map((debtor) => debtorRow(debtor, onPick)));
    byId("found").textContent = found.length === 0 ? "Ninguém encontrado." : count(found.length);
  }

  return {
    show,
    clear: () => (search.value = ""),
    focus: () => search.focus({ preventScroll: true }),
  };
}

const count = (people) => (people === 1 ? "1 devedor" : `${people} devedores`);

const searchable = ({ name, uf, creditor, description, cpf }) =>
  folded(`${name} ${uf ?? ""} ${creditor} ${description} ${cpf}`);

function debtorRow(debtor, onPick) {
  const button = el(
    "button",
    { type: "button", class: "row", on: { click: () => onPick(debtor) } },
    el("span", { class: "avatar", "aria-hidden": "true", text: initials(debtor.name) }),
    el(
      "span",
      { class: "who" },
      el("strong", { text: debtor.name }),
      el("small", { text: [debtor.creditor, debtor.description].join(" · ") }),
    ),
    el(
      "span",
      { class: "owes" },
      el("strong", { text: money(debtor.amount) }),
      el("small", { text: [debtor.uf, `CPF ${debtor.hint}…`].filter(Boolean).join(" · ") }),
    ),
  );
  return el("li", {}, button);
}

function recentRow({ id, debtor, status, last_activity_at }, onContinue) {
  const button = el(
    "button",
    { type: "button", class: "row", on: { click: () => onContinue(id) } },
    el("span", { class: "who" }, el("strong", { text: debtor.first_name }), el("small", { text: debtor.cpf_masked })),
    el(
      "span",
      { class: "owes" },
      el("strong", { text: STATUSES[status] ?? status }),
      el("small", { text: moment(last_activity_at) }),
    ),
  );
  return el("li", {}, button);
}

function initials(name) {
  const words = name.split(" ");
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

// Tab goes through the rows as well; the arrows are for lists of two hundred.
function moveByArrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [byId("search"), ...byId("debtors").querySelectorAll("button")];
  const here = stops.indexOf(document.activeElement);
  const next = stops[here + step];
  if (here === -1 || !next) return;
  event.preventDefault();
  next.focus();
}

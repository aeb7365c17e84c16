// Payment codes inside a text: each line that is one gets a button that copies it.

import { el } from "./dom.js";

const COPIED_MS = 2000;

/** Returns `text` as nodes, one per line; a linha digitável or a Pix code stands out and can be copied. */
export function textWithCodes(text) {
  return text.split("\n").map((line) => {
    const kind = codeKind(line);
    return kind ? codeLine(kind, line.trim()) : el("span", { class: "line", text: line });
  });
}

/** Names the payment code that a line is, or returns null. */
export function codeKind(line) {
  if (/^\d{47}$/.test(line.replace(/[.\s]/g, ""))) return "linha digitável";
  if (/^000201.*6304[0-9A-F]{4}$/.test(line.trim())) return "código Pix";
  return null;
}

function codeLine(kind, code) {
  const button = el("button", {
    type: "button",
    class: "copy",
    text: "Copiar",
    "aria-label": `Copiar ${kind}`,
    on: { click: () => copyFrom(button, kind, code) },
  });
  return el("span", { class: "code" }, el("code", { text: code }), button);
}

async function copyFrom(button, kind, code) {
  const copied = await copy(code);
  button.textContent = copied ? "Copiado" : "Selecione e copie";
  button.setAttribute("aria-label", copied ? `Copiado: ${kind}` : `Não foi possível copiar: ${kind}`);
  setTimeout(() => {
    button.textContent = "Copiar";
    button.setAttribute("aria-label", `Copiar ${kind}`);
  }, COPIED_MS);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// The clipboard API exists only on HTTPS and loopback; a simulator shown over the office network has neither.
function copyBySelection(text) {
  const area = el("textarea", { class: "unseen", "aria-hidden": "true" });
  area.value = text;
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}

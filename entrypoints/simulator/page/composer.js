// Writing as the debtor: the input, and answers ready to be sent.

import { byId, el } from "./dom.js";

const READY = ["quero desconto", "pago em 3x", "sim"];

/** Wires the composer; `onSend` gets each text, trimmed and never empty. */
export function createComposer(onSend) {
  const text = byId("text");
  const form = byId("composer");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const written = text.value.trim();
    if (!written) return;
    text.value = "";
    onSend(written);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  /** Offers ready answers, the digits that prove identity among them when they are known. */
  function suggest(hint) {
    const answers = ["oi", ...(hint ? [hint] : []), ...READY];
    byId("chips").replaceChildren(...answers.map((answer) => chip(answer, onSend)));
  }

  /** Gives a text back that could not be sent. */
  function giveBack(written) {
    if (!text.value) text.value = written;
  }

  return { suggest, giveBack, focus: () => text.focus({ preventScroll: true }) };
}

const chip = (answer, onSend) =>
  el("button", { type: "button", class: "chip", text: answer, on: { click: () => onSend(answer) } });

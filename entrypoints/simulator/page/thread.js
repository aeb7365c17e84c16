// The messages on the phone's screen.

import { documentUrl } from "./api.js";
import { textWithCodes } from "./copyable.js";
import { el } from "./dom.js";
import { DELIVERY, dayName, dayOf, hour } from "./words.js";

const NEAR_THE_END_PX = 120;
const WHOLE = 0;

/** Draws threads into `list`, which scrolls inside `scroller`. */
export function createThread(list, scroller) {
  let drawn = new Map();

  function show(view, agreement, sending) {
    const following = isNearTheEnd(scroller);
    const wanted = entries(view.messages, agreement, sending);
    const next = new Map();
    for (const [key, { state, draw, status }] of wanted) {
      const known = drawn.get(key);
      const entry = known?.state === state ? known : { state, node: draw() };
      if (status) showDelivery(entry.node, status);
      next.set(key, entry);
    }
    place(list, [...next.values()].map(({ node }) => node));
    const grew = next.size > drawn.size;
    drawn = next;
    if (grew && following) scrollToEnd(scroller);
  }

  function clear() {
    drawn = new Map();
    list.replaceChildren();
  }

  return { show, clear };
}

/**
 * Returns what to draw, by key and in order. An entry is drawn again only when its `state` differs: a status
 * that moves on must not take the focus from a button, nor be read aloud.
 */
function entries(messages, agreement, sending) {
  const wanted = new Map();
  const files = documentsOf(messages, agreement);
  for (const message of messages) {
    const day = dayOf(message.at);
    if (!wanted.has(day)) wanted.set(day, { state: "", draw: () => separator(message.at) });
    const href = files.get(message.id);
    wanted.set(message.id, {
      state: JSON.stringify([message.text, href]),
      draw: () => bubble(message, href),
      status: message.status,
    });
  }
  for (const message of sending) {
    const saying = { ...message, type: "text" };
    wanted.set(message.id, { state: "", draw: () => bubble(saying), status: "pending" });
  }
  return wanted;
}

// Nodes that already stand where they should are not touched: a screen reader hears only what is new.
function place(list, nodes) {
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  while (list.children.length > nodes.length) list.lastElementChild.remove();
}

function separator(at) {
  return el("li", { class: "day" }, el("span", { text: dayName(at) }));
}

function bubble(message, href) {
  const mine = message.direction === "inbound";
  const body = message.type === "document" ? fileCard(message, href) : paragraphs(message.text);
  return el(
    "li",
    { class: `bubble ${mine ? "mine" : "theirs"}` },
    el("span", { class: "unseen", text: mine ? "Você: " : "Certobot: " }),
    body,
    meta(message),
  );
}

const paragraphs = (text) => el("div", { class: "text" }, ...textWithCodes(text));

function meta({ at }) {
  return el(
    "div",
    { class: "meta" },
    el("time", { datetime: at, text: hour(at) }),
    el("span", { class: "ticks", "aria-hidden": "true" }),
    el("span", { class: "delivery unseen" }),
  );
}

function showDelivery(node, status) {
  const [sign, name] = DELIVERY[status] ?? ["", status];
  const ticks = node.querySelector(".ticks");
  if (ticks.title === name) return;
  ticks.className = `ticks ${status}`;
  ticks.title = name;
  ticks.textContent = sign;
  node.querySelector(".delivery").textContent = `, ${name}`;
}

function fileCard(message, href) {
  return el(
    "div",
    { class: "file" },
    el("span", { class: "file-icon", "aria-hidden": "true", text: "PDF" }),
    el("span", { class: "file-name", text: message.text }),
    href ? el("a", { href, target: "_blank", rel: "noopener", text: "Abrir PDF" }) : null,
  );
}

/**
 * Returns the link of each document message, by message id.
 *
 * With one message per boleto each opens its own; a carnê, one message for many, opens document 0: all of them.
 */
function documentsOf(messages, agreement) {
  const boletos = (agreement?.installments ?? []).flatMap(({ documents }) =>
    documents.filter(({ kind }) => kind === "boleto"),
  );
  const files = messages.filter(({ type, direction }) => type === "document" && direction === "outbound");
  const names = [...new Set(files.map(({ text }) => text))];
  const isOneEach = names.length === boletos.length;
  const number = ({ text }) => (isOneEach ? boletos[names.indexOf(text)].n : WHOLE);
  return new Map(boletos.length === 0 ? [] : files.map((file) => [file.id, documentUrl(agreement.id, number(file))]));
}

const isNearTheEnd = ({ scrollHeight, scrollTop, clientHeight }) =>
  scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;

export function scrollToEnd(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
}

// Elements out of data. Text always goes in as text: nothing here can turn data into markup.

/** Returns a new element; `attributes` may hold `text`, `class`, `on` (listeners by event) and any attribute. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  const { text, on = {}, ...rest } = attributes;
  if (text !== undefined) node.textContent = text;
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  for (const [name, value] of Object.entries(rest)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Returns a table of `rows` under `heads`; each cell is a text or a node. */
export function table(heads, rows) {
  const head = el("tr", {}, ...heads.map((text) => el("th", { scope: "col", text })));
  const body = rows.map(({ cells, ...attributes }) =>
    el("tr", attributes, ...cells.map((cell) => el("td", {}, cell))),
  );
  return el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
}

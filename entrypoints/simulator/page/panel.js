// The backstage: what the system understood, decided, offered and reported.

import { documentUrl } from "./api.js";
import { el, table } from "./dom.js";
import { INTENTS, OUTCOMES, PHASES, STATUSES, day, hour, money, percent, saidValues, shortDay } from "./words.js";

// What draws each part, and what stands there before a conversation.
const PARTS = {
  phases: [drawPhases, "Da verificação à conclusão, passo a passo."],
  understood: [drawUnderstood, "A intenção e os valores de cada mensagem."],
  offers: [drawOffers, "Cada oferta, com o piso que a política permite."],
  agreement: [drawAgreement, "As parcelas combinadas e os documentos."],
  decisions: [drawDecisions, "Cada decisão, explicada em uma frase."],
  outcome: [drawOutcome, "O que o CRM recebe quando a conversa termina."],
};

/** Returns a function that shows a view and its agreement; both null show the panel empty. */
export function createPanel(root) {
  const drawn = new Map();
  return (view, agreement) => {
    for (const [name, [draw, promise]] of Object.entries(PARTS)) {
      const nodes = view ? draw(view, agreement) : [empty(promise)];
      const part = root.querySelector(`[data-part="${name}"]`);
      const content = nodes.map((node) => node.outerHTML).join("");
      // What did not change stays: focus and selection in it survive.
      if (drawn.get(name) !== content) part.replaceChildren(...nodes);
      drawn.set(name, content);
    }
  };
}

const empty = (text) => el("p", { class: "empty", text });

function drawPhases({ phase, status, verification }) {
  const names = Object.keys(PHASES);
  const reached = names.indexOf(phase);
  const over = status === "completed" ? reached + 1 : reached;
  const steps = names.map((name, index) => {
    const done = index < over;
    const mark = done ? "✓" : String(index + 1);
    return el(
      "li",
      { class: done ? "done" : index === reached ? `now ${status}` : "", "aria-current": index === reached && "step" },
      el("span", { class: "mark", "aria-hidden": "true", text: mark }),
      el("span", { text: PHASES[name] }),
    );
  });
  return [
    el("ol", { class: "steps" }, ...steps),
    el("p", { class: "facts" }, statusTag(status), el("span", { text: identity(verification) })),
  ];
}

const statusTag = (status) => el("span", { class: `tag ${status}`, text: STATUSES[status] ?? status });

function identity({ status, attempts }) {
  const tries = attempts === 1 ? "1 tentativa" : `${attempts} tentativas`;
  const how = { pending: "Identidade ainda não confirmada", verified: "Identidade confirmada" };
  return `${how[status] ?? "Identidade não confirmada"} · ${tries}`;
}

function drawUnderstood({ messages }) {
  const last = messages.findLast(({ direction }) => direction === "inbound");
  if (!last) return [empty("O devedor ainda não escreveu.")];
  const quote = el("blockquote", { text: last.text || `(${last.type})` });
  if (!last.understanding) return [quote, empty("Lendo…")];
  const { intent } = last.understanding;
  const values = saidValues(last.understanding);
  return [
    quote,
    el("p", { class: "intent" }, el("strong", { text: INTENTS[intent] ?? intent }), el("code", { text: intent })),
    values.length === 0
      ? empty("Nenhum valor dito.")
      : el("table", { class: "said" }, el("tbody", {}, ...values.map(saidRow))),
  ];
}

const saidRow = ([label, value]) =>
  el("tr", {}, el("th", { scope: "row", text: label }), el("td", { text: value }));

function drawOffers({ offers, status }) {
  if (offers.length === 0) return [empty("Nenhuma oferta ainda: primeiro a identidade.")];
  const current = status === "active" ? offers.at(-1) : null;
  const rows = offers.map((offer) => offerRow(offer, offer === current)).reverse();
  return [
    table(["Oferta", "Pagamento", "Piso"], rows),
    el("p", { class: "note", text: "Piso: o menor total que a política permite para aquele número de parcelas." }),
  ];
}

function offerRow({ total, discount_percent, installments, floor }, isCurrent) {
  const [first] = installments;
  const count = installments.length;
  const atFloor = Number(total) <= Number(floor);
  return {
    class: isCurrent && "current",
    cells: [
      stacked(money(total), `${percent(discount_percent)} de desconto`, isCurrent && "em vista"),
      stacked(
        count === 1 ? "à vista" : `${count}x de ${money(first.amount)}`,
        `1º vencimento ${shortDay(first.due_date)}`,
      ),
      stacked(money(floor), !atFloor && `oferta ${money(total - floor)} acima`, atFloor && "no piso"),
    ],
  };
}

/** Returns a value, a smaller line below it, and a tag below that; what is falsy is left out. */
function stacked(value, below, tag) {
  return el(
    "span",
    { class: "stacked" },
    el("span", { class: "value", text: value }),
    below ? el("span", { class: "below", text: below }) : null,
    tag ? el("span", { class: "tag", text: tag }) : null,
  );
}

function drawAgreement({ agreement_id }, agreement) {
  if (!agreement_id) return [empty("Ainda não há acordo.")];
  if (!agreement) return [empty("Preparando…")];
  const rows = agreement.installments.map((installment) => ({
    cells: [
      `${installment.number}/${agreement.installments.length}`,
      day(installment.due_date),
      money(installment.amount),
      documentLinks(agreement.id, installment),
    ],
  }));
  const discount = `${money(agreement.discount_amount)} de desconto sobre ${money(agreement.original_amount)}`;
  const sum = `${money(agreement.total)}, com ${discount}.`;
  return [el("p", { class: "sum", text: sum }), table(["Parcela", "Vencimento", "Valor", "Documento"], rows)];
}

function documentLinks(agreementId, { number, documents }) {
  const boletos = documents.filter(({ kind }) => kind === "boleto");
  if (boletos.length === 0) return "–";
  return el("span", {}, ...boletos.map(({ n }) => documentLink(agreementId, n, number)));
}

const documentLink = (agreementId, n, number) =>
  el("a", {
    href: documentUrl(agreementId, n),
    target: "_blank",
    rel: "noopener",
    text: "PDF",
    "aria-label": `PDF da parcela ${number}`,
  });

function drawDecisions({ audit }) {
  if (audit.length === 0) return [empty("Nenhuma decisão ainda.")];
  const lines = audit.toReversed().map(({ at, text }) =>
    el("li", {}, el("time", { datetime: at, text: hour(at) }), el("span", { text })),
  );
  return [el("ol", { class: "log", tabindex: "0", "aria-label": "Da mais nova à mais antiga" }, ...lines)];
}

function drawOutcome({ outcome, outcome_notes, outcome_reported }) {
  if (!outcome) return [empty("Segue para o CRM quando a conversa terminar.")];
  const sent = outcome_reported
    ? el("span", { class: "tag completed", text: "Enviado ao CRM" })
    : el("span", { class: "tag waiting", text: "Aguardando o CRM" });
  return [
    el("p", { class: `result ${outcome}` }, el("strong", { text: OUTCOMES[outcome] ?? outcome }), sent),
    outcome_notes ? el("p", { class: "notes", text: outcome_notes }) : empty("Sem observações."),
  ];
}

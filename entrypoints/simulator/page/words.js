// Portuguese for what the system says in codes, and the way Brazil writes money, dates and hours.

export const INTENTS = {
  opt_out: "Pediu para não receber mensagens",
  wrong_person: "Diz que não é a pessoa",
  already_paid: "Diz que já pagou",
  dispute: "Não reconhece o débito",
  ask_human: "Quer falar com uma pessoa",
  legal_threat: "Mencionou medida jurídica",
  propose: "Fez uma proposta",
  identify: "Informou dígitos do CPF",
  accept: "Aceitou",
  refuse_to_pay: "Não quer pagar",
  ask_payment_method: "Perguntou como pagar",
  ask_installments: "Quer parcelar",
  ask_discount: "Quer desconto",
  ask_details: "Quer detalhes",
  suspicious: "Desconfia do contato",
  call_later: "Pediu para falar depois",
  hardship: "Contou uma dificuldade",
  reject: "Recusou a oferta",
  abuse: "Ofendeu",
  thanks: "Agradeceu",
  greeting: "Cumprimentou",
  unknown: "Não foi possível entender",
};

const SLOTS = {
  amount: ["Valor", money],
  amount_is: ["O valor é", (value) => ({ total: "o total", installment: "a parcela" })[value] ?? value],
  installments: ["Parcelas", (count) => (count === 1 ? "à vista" : `${count}x`)],
  due_date: ["Vencimento", day],
  discount_percent: ["Desconto", percent],
  cpf_digits: ["Dígitos do CPF", String],
  hardship: ["Dificuldade", () => "sim"],
};

export const PHASES = {
  verification: "Verificação",
  negotiation: "Negociação",
  agreement: "Acordo",
  completion: "Conclusão",
};

export const STATUSES = {
  active: "em andamento",
  completed: "concluída",
  failed: "encerrada sem acordo",
  abandoned: "abandonada",
};

export const OUTCOMES = {
  successful: "Acordo fechado",
  partially_successful: "Acordo parcial",
  unsuccessful: "Sem acordo",
  no_contact: "Sem contato com o devedor",
};

/** How far a message has come: what is drawn and what is read aloud. */
export const DELIVERY = {
  received: ["✓✓", "recebida"],
  pending: ["◷", "saindo"],
  sent: ["✓", "enviada"],
  delivered: ["✓✓", "entregue"],
  read: ["✓✓", "lida"],
  failed: ["!", "não entregue"],
};

/** Returns the values that were said as pairs of label and text; what was not said is left out. */
export function saidValues(understanding) {
  const names = new Set([...Object.keys(SLOTS), ...Object.keys(understanding)]);
  names.delete("intent");
  return [...names]
    .filter((name) => understanding[name] ?? false)
    .map((name) => {
      const [label, write] = SLOTS[name] ?? [name, String];
      return [label, write(understanding[name])];
    });
}

const BRL = new Intl.NumberFormat("pt-BR", { style: "currency", currency: "BRL" });
const PERCENT = new Intl.NumberFormat("pt-BR", { maximumFractionDigits: 2 });
const ZONE = { timeZone: "America/Sao_Paulo" };
const CLOCK = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit", ...ZONE });
const MOMENT = new Intl.DateTimeFormat("pt-BR", { dateStyle: "short", timeStyle: "short", ...ZONE });
const LONG_DAY = new Intl.DateTimeFormat("pt-BR", { weekday: "long", day: "numeric", month: "long", ...ZONE });
const ISO_DAY = new Intl.DateTimeFormat("sv-SE", ZONE);

export function money(decimal) {
  return BRL.format(Number(decimal));
}

export function percent(decimal) {
  return `${PERCENT.format(Number(decimal))}%`;
}

/** Writes a plain date (2026-12-10): it has no hour, so no time zone may move it. */
export function day(iso) {
  const [year, month, date] = iso.split("-");
  return `${date}/${month}/${year}`;
}

export const shortDay = (iso) => day(iso).slice(0, 5);
export const hour = (iso) => CLOCK.format(new Date(iso));
export const moment = (iso) => MOMENT.format(new Date(iso));

export function dayOf(iso) {
  return ISO_DAY.format(new Date(iso));
}

export function dayName(iso) {
  return dayOf(iso) === dayOf(new Date().toISOString()) ? "Hoje" : LONG_DAY.format(new Date(iso));
}

/** Folds accents and case, so that "sao" finds "São". */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

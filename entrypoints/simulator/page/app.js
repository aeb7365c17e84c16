// The simulator: one conversation at a time, named in the address after the #, so that a reload continues it.

import * as api from "./api.js";
import { createComposer } from "./composer.js";
import { byId } from "./dom.js";
import { createPanel } from "./panel.js";
import { createPicker } from "./picker.js";
import { createThread, scrollToEnd } from "./thread.js";
import { moment, money } from "./words.js";

const NOTICE_MS = 7000;
const ANSWER_MS = 30_000;
const NO_PERSONA = "Uma cobrança conversada, vista dos dois lados.";

const scroller = document.querySelector(".thread");
const thread = createThread(byId("messages"), scroller);
const showPanel = createPanel(document.querySelector(".panel"));
const composer = createComposer(sendAsDebtor);
const picker = createPicker({ onPick: begin, onContinue: (id) => (location.hash = id) });

let debtors = [];
let current = null;
let noticeTimer;
let sent = 0;

addEventListener("hashchange", followAddress);
byId("back").addEventListener("click", leave);
byId("new-conversation").addEventListener("click", leave);
for (const tab of document.querySelectorAll("[data-show]")) {
  tab.addEventListener("click", () => showTab(tab.dataset.show));
}
await loadDebtors();
followAddress();

async function loadDebtors() {
  try {
    debtors = await api.listDebtors();
  } catch (problem) {
    notify(problem.message, { stays: true });
  }
}

function followAddress() {
  const id = location.hash.slice(1);
  if (current?.id === id) return;
  current?.stop();
  current = null;
  thread.clear();
  setTyping(false);
  showPanel(null, null);
  byId("picker").hidden = Boolean(id);
  byId("chat").hidden = !id;
  byId("new-conversation").hidden = !id;
  byId("persona").textContent = NO_PERSONA;
  if (id) follow(id);
  else choose();
}

async function choose() {
  if (debtors.length === 0) await loadDebtors();
  const recent = await api.listRecent().catch(() => []);
  if (current) return;
  picker.show(debtors, recent);
  picker.focus();
}

function leave() {
  showTab("chat");
  location.hash = "";
}

function follow(id) {
  const conversation = { id, view: null, agreement: null, sending: [], waitingFor: null, givenUp: null };
  conversation.stop = api.watch(id, {
    onView: (view) => receive(conversation, view),
    onLost: () => notify("Sem conexão com o servidor. Tentando de novo…", { stays: true }),
    onBack: () => notify("Conexão restabelecida."),
    onMissing: () => {
      notify("Esta conversa não existe mais. Escolha um devedor para começar outra.");
      leave();
    },
  });
  current = conversation;
  picker.clear();
  composer.suggest(null);
  composer.focus();
}

async function begin(debtor) {
  try {
    const { conversation_id, scheduled_for, already_open } = await api.openConversation(debtor.cpf);
    if (scheduled_for) notify(`Fora do horário de contato: a conversa começa em ${moment(scheduled_for)}.`);
    else if (already_open) notify("Já havia uma conversa aberta: é ela que continua.");
    location.hash = conversation_id;
  } catch (problem) {
    notify(problem.message);
  }
}

async function receive(conversation, view) {
  const isFirst = conversation.view === null;
  const heard = view.messages.filter(({ direction }) => direction === "inbound").length;
  conversation.view = view;
  conversation.sending = conversation.sending.filter(({ place }) => place > heard);
  if (isFirst) introduce(view.debtor);
  await findAgreement(conversation);
  draw(conversation);
  if (isFirst) scrollToEnd(scroller);
}

async function findAgreement(conversation) {
  const { agreement_id } = conversation.view;
  const known = conversation.agreement;
  const complete = known?.installments.every(({ documents }) => documents.length > 0);
  if (!agreement_id || complete) return;
  conversation.agreement = await api.showAgreement(agreement_id).catch(() => known);
}

function introduce({ first_name, cpf_masked }) {
  const debtor = debtors.find((one) => one.cpf_masked === cpf_masked && one.name.startsWith(first_name));
  composer.suggest(debtor?.hint);
  byId("persona").textContent = debtor
    ? `Você é ${debtor.name} · CPF ${debtor.hint}… · deve ${money(debtor.amount)} a ${debtor.creditor}`
    : `Você é ${first_name}`;
}

function draw(conversation) {
  if (conversation !== current) return;
  const { view, agreement, sending } = conversation;
  if (!view) return;
  thread.show(view, agreement, sending);
  showPanel(view, agreement);
  showTyping(conversation);
}

// The answer may never come (a debtor who opted out, say): nobody types for longer than half a minute.
function showTyping(conversation) {
  const { view, sending } = conversation;
  const last = sending.at(-1) ?? view.messages.at(-1);
  const unanswered = last?.direction === "inbound" && !last.understanding;
  if (unanswered && conversation.waitingFor !== last.id) {
    conversation.waitingFor = last.id;
    conversation.givenUp = null;
    setTimeout(() => {
      conversation.givenUp = last.id;
      draw(conversation);
    }, ANSWER_MS);
  }
  setTyping(Boolean(unanswered) && conversation.givenUp !== last.id);
}

function setTyping(typing) {
  if (byId("typing").hidden === !typing) return;
  byId("typing").hidden = !typing;
  byId("presence").textContent = typing ? "digitando…" : "assistente digital";
  if (typing) scrollToEnd(scroller);
}

async function sendAsDebtor(text) {
  const conversation = current;
  if (!conversation?.view) return;
  const heard = conversation.view.messages.filter(({ direction }) => direction === "inbound").length;
  const place = heard + conversation.sending.length + 1;
  const message = { id: `sent-${++sent}`, place, text, direction: "inbound", at: new Date().toISOString() };
  conversation.sending.push(message);
  draw(conversation);
  scrollToEnd(scroller);
  composer.focus();
  try {
    const { conversation_ids } = await api.write(conversation.id, text);
    moveTo(conversation, conversation_ids[0]);
  } catch (problem) {
    conversation.sending = conversation.sending.filter((one) => one !== message);
    for (const later of conversation.sending) later.place -= later.place > place ? 1 : 0;
    draw(conversation);
    composer.giveBack(text);
    notify(problem.message);
  }
}

// A debtor who comes back after the conversation had ended is answered in a new one.
function moveTo(conversation, id) {
  if (conversation !== current || !id || id === conversation.id) return;
  notify("Esta conversa tinha terminado: o Certobot abriu outra.");
  location.hash = id;
}

function showTab(name) {
  document.body.dataset.view = name;
  for (const tab of document.querySelectorAll("[data-show]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.show === name));
  }
}

function notify(text, { stays = false } = {}) {
  clearTimeout(noticeTimer);
  byId("notice").textContent = text;
  if (!stays) noticeTimer = setTimeout(() => (byId("notice").textContent = ""), NOTICE_MS);
}

// What the page asks of the server.

const ROOT = "/simulador/api";
const RETRY_MS = 2000;

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(ROOT + path, options);
  } catch {
    throw new Error("Sem conexão com o servidor. Tente de novo em instantes.");
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? body.title ?? "O servidor não conseguiu atender.");
  return body;
}

const send = (path, body) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

export const listDebtors = () => ask("/debtors");
export const listRecent = () => ask("/recent");
export const openConversation = (cpf) => send("/conversations", { cpf });
export const write = (id, text) => send(`/conversations/${id}/messages`, { text });
export const showAgreement = (id) => ask(`/agreements/${id}`);
export const documentUrl = (agreementId, n) => `${ROOT}/agreements/${agreementId}/documents/${n}`;

/**
 * Follows a conversation until the returned function is called.
 *
 * `onView` gets every view; `onLost` and `onBack` tell of the connection; `onMissing` that there is no such
 * conversation. A browser gives up on a stream whose server was down when it asked: then we ask again.
 */
export function watch(id, { onView, onLost, onBack, onMissing }) {
  const url = `${ROOT}/conversations/${encodeURIComponent(id)}/events`;
  let source;
  let timer;
  let lost = false;
  let stopped = false;

  function connect() {
    source = new EventSource(url);
    source.onopen = () => {
      if (lost) onBack();
      lost = false;
    };
    source.onmessage = (event) => onView(JSON.parse(event.data));
    source.onerror = async () => {
      const gaveUp = source.readyState === EventSource.CLOSED;
      if (gaveUp && (await isMissing(url))) {
        if (!stopped) onMissing();
        return;
      }
      if (stopped) return;
      if (!lost) onLost();
      lost = true;
      if (gaveUp) timer = setTimeout(connect, RETRY_MS);
    };
  }

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}

/** Tells whether the server answers that there is no such stream; a server that does not answer tells nothing. */
async function isMissing(url) {
  const cut = new AbortController();
  try {
    const { status } = await fetch(url, { signal: cut.signal });
    return status >= 400 && status < 500;
  } catch {
    return false;
  } finally {
    cut.abort();
  }
}

"""What each error of the Graph API calls for, as data.

Read by `error.code` alone, never by title: Meta reuses titles and HTTP statuses. Source: Meta, "WhatsApp
Cloud API error codes" (2026). The provider's own text stays out of every reason, because it may repeat a
phone number or a message. docs/whatsapp.md repeats the table for people, and a test holds the two together.
"""

from dataclasses import replace
from datetime import timedelta

from application.ports.messenger import MessageRejected, MessengerUnavailable, SenderBlocked
from application.refusal import Refusal, Remedy

type Failure = MessengerUnavailable | MessageRejected | SenderBlocked

_LONGEST_WAIT = timedelta(days=1)


def _retry(seconds: float, reason: str, *, growth: int = 2, of_pair: bool = False) -> Refusal:
    return Refusal(Remedy.RETRY, reason, None, timedelta(seconds=seconds), growth, of_pair)


def _give_up(reason: str) -> Refusal:
    return Refusal(Remedy.GIVE_UP, reason)


def _plain(reason: str) -> Refusal:
    return Refusal(Remedy.PLAIN_TEXT, reason)


def _stop(reason: str) -> Refusal:
    return Refusal(Remedy.STOP_SENDER, reason)


BY_CODE = {
    1: _retry(5, "falha desconhecida na API"),
    2: _retry(5, "serviço fora do ar"),
    4: _retry(60, "limite de chamadas do aplicativo"),
    80007: _retry(60, "limite de chamadas da conta"),
    130429: _retry(2, "limite de mensagens por segundo"),
    131000: _retry(2, "falha interna do WhatsApp"),
    131016: _retry(10, "serviço sobrecarregado"),
    131049: _retry(86_400, "o WhatsApp preferiu não entregar agora a esta pessoa", growth=1, of_pair=True),
    131056: _retry(1, "mensagens demais para esta pessoa em pouco tempo", growth=4, of_pair=True),
    131057: _retry(60, "conta em manutenção"),
    133004: _retry(10, "servidor temporariamente fora do ar"),
    100: _plain("parâmetro inválido"),
    131008: _plain("falta um parâmetro obrigatório"),
    131009: _plain("valor de parâmetro inválido"),
    131051: _plain("tipo de mensagem não suportado"),
    131047: Refusal(Remedy.TEMPLATE, "a janela de 24 horas fechou"),
    130403: Refusal(Remedy.OPT_OUT, "a pessoa bloqueou as mensagens"),
    131050: Refusal(Remedy.OPT_OUT, "a pessoa pediu para não receber mensagens"),
    131026: Refusal(Remedy.UNREACHABLE, "a pessoa não pode receber a mensagem"),
    130472: _give_up("a pessoa está num experimento do WhatsApp"),
    130497: _give_up("país da pessoa não é permitido a esta conta"),
    131021: _give_up("destinatário é o próprio remetente"),
    131052: _give_up("a mídia não pôde ser baixada"),
    131053: _give_up("a mídia não pôde ser enviada"),
    131062: _give_up("a mensagem exige o telefone da pessoa"),
    0: _stop("autenticação recusada"),
    3: _stop("aplicativo sem permissão"),
    10: _stop("aplicativo sem permissão"),
    33: _stop("número remetente apagado"),
    190: _stop("token de acesso vencido ou inválido"),
    368: _stop("conta bloqueada por violação de política"),
    131005: _stop("acesso negado"),
    131031: _stop("conta bloqueada"),
    131037: _stop("nome de exibição ainda não aprovado"),
    131042: _stop("problema de pagamento na conta"),
    131045: _stop("número remetente sem registro válido"),
    131048: _stop("limite por denúncias de spam"),
    133010: _stop("número remetente não registrado"),
}

BY_RANGE = (
    (range(200, 300), _stop("aplicativo sem permissão")),
    (range(132_000, 133_000), Refusal(Remedy.BAD_TEMPLATE, "modelo de mensagem recusado")),
)

# Only when the answer carries no code that stands above.
BY_STATUS = (
    (range(300, 400), _stop("endereço da API errado")),
    (range(401, 402), _stop("autenticação recusada")),
    (range(403, 404), _stop("acesso negado")),
    (range(404, 406), _stop("endereço da API errado")),
    (range(408, 409), _retry(2, "tempo esgotado no provedor")),
    (range(429, 430), _retry(5, "chamadas demais")),
    (range(500, 600), _retry(2, "provedor fora do ar")),
)
UNFORESEEN = _give_up("resposta inesperada do provedor")


def refusal_of(code: int | None, status: int = 400) -> Refusal:
    """Return the row of error `code`; one that nobody has seen is judged by the HTTP `status`."""
    row = _row_of(code)
    if row is None:
        row = next((row for statuses, row in BY_STATUS if status in statuses), UNFORESEEN)
    told = f"erro {code}" if code is not None else f"HTTP {status}"
    return replace(row, reason=f"{row.reason} ({told})", code=code)


def failure_of(status: int, code: int | None, retry_after: timedelta | None = None) -> Failure:
    """Return the port's error for a refusal; the provider's own `retry_after` can only lengthen the wait."""
    refusal = refusal_of(code, status)
    match refusal.remedy:
        case Remedy.RETRY:
            wait = min(max(refusal.wait, retry_after or timedelta(0)), _LONGEST_WAIT)
            return MessengerUnavailable(
                refusal.reason, wait, refusal.growth, code=code, of_pair=refusal.of_pair
            )
        case Remedy.STOP_SENDER:
            return SenderBlocked(refusal.reason, code)
        case remedy:
            return MessageRejected(refusal.reason, code, remedy)


def _row_of(code: int | None) -> Refusal | None:
    if code is None:
        return None
    if code in BY_CODE:
        return BY_CODE[code]
    return next((row for codes, row in BY_RANGE if code in codes), None)

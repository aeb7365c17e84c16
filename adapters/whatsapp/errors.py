"""What each error of the Graph API means for the caller, as data.

Read by `error.code` alone, never by title: Meta reuses titles and HTTP statuses. Source: Meta, "WhatsApp
Cloud API error codes" (2026). The provider's own text stays out of every reason, because it may repeat a
phone number or a message.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from application.ports.messenger import (
    MessageRejected,
    MessengerUnavailable,
    SenderBlocked,
)

type Refusal = MessengerUnavailable | MessageRejected | SenderBlocked

_LONGEST_WAIT = timedelta(days=1)


class Remedy(Enum):
    """What the caller may do."""

    RETRY = auto()
    GIVE_UP = auto()
    STOP_SENDER = auto()


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One class of failure: what to do, why, and for a retry the least wait and how it grows."""

    remedy: Remedy
    reason: str
    retry_after: timedelta = timedelta(0)
    growth: int = 2


def _retry(seconds: float, reason: str, growth: int = 2) -> ErrorRow:
    return ErrorRow(Remedy.RETRY, reason, timedelta(seconds=seconds), growth)


def _give_up(reason: str) -> ErrorRow:
    return ErrorRow(Remedy.GIVE_UP, reason)


def _stop(reason: str) -> ErrorRow:
    return ErrorRow(Remedy.STOP_SENDER, reason)


BY_CODE = {
    1: _retry(5, "falha desconhecida na API"),
    2: _retry(5, "serviço fora do ar"),
    4: _retry(60, "limite de chamadas do aplicativo"),
    80007: _retry(60, "limite de chamadas da conta"),
    130429: _retry(2, "limite de mensagens por segundo"),
    131000: _retry(2, "falha interna do WhatsApp"),
    131016: _retry(10, "serviço sobrecarregado"),
    131049: _retry(86_400, "o WhatsApp preferiu não entregar agora a esta pessoa"),
    131056: _retry(1, "mensagens demais para esta pessoa em pouco tempo", growth=4),
    131057: _retry(60, "conta em manutenção"),
    133004: _retry(10, "servidor temporariamente fora do ar"),
    100: _give_up("parâmetro inválido"),
    130403: _give_up("a pessoa bloqueou as mensagens"),
    130472: _give_up("a pessoa está num experimento do WhatsApp"),
    130497: _give_up("país da pessoa não é permitido a esta conta"),
    131008: _give_up("falta um parâmetro obrigatório"),
    131009: _give_up("valor de parâmetro inválido"),
    131021: _give_up("destinatário é o próprio remetente"),
    131026: _give_up("a pessoa não pode receber a mensagem"),
    131047: _give_up("a janela de 24 horas fechou"),
    131050: _give_up("a pessoa pediu para não receber mensagens"),
    131051: _give_up("tipo de mensagem não suportado"),
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
    (range(132_000, 133_000), _give_up("modelo de mensagem recusado")),
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


def row_for(status: int, code: int | None) -> ErrorRow:
    """Return the row of an answer with HTTP `status` and error `code`."""
    if code in BY_CODE:
        return BY_CODE[code]
    for codes, row in BY_RANGE:
        if code in codes:
            return row
    return next((row for statuses, row in BY_STATUS if status in statuses), UNFORESEEN)


def failure_of(status: int, code: int | None, retry_after: timedelta | None = None) -> Refusal:
    """Return the port's error for a refusal; the provider's own `retry_after` can only lengthen the wait."""
    row = row_for(status, code)
    reason = f"{row.reason} (erro {code})" if code is not None else f"{row.reason} (HTTP {status})"
    match row.remedy:
        case Remedy.RETRY:
            wait = min(max(row.retry_after, retry_after or timedelta(0)), _LONGEST_WAIT)
            return MessengerUnavailable(reason, wait, row.growth)
        case Remedy.GIVE_UP:
            return MessageRejected(reason, code)
        case Remedy.STOP_SENDER:
            return SenderBlocked(reason, code)

"""Every error as a problem detail (RFC 9457), in Portuguese. Nothing personal is repeated in one."""

import logging
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotFoundException, ValidationException

from application.open_conversation import ContactForbidden, DebtorNotFound, PhoneInUse
from application.ports.bank_files import BankFileUnreadable, RemittanceImpossible
from application.ports.crm import CrmRejected, CrmUnavailable
from application.ports.negotiation_repository import ConversationAlreadyOpen, NotFound, StaleAggregate
from application.ports.received_files import FileGone, FilesUnavailable
from application.ports.unit_of_work import StoreUnavailable
from application.ports.webhook_gate import UnreadableBody
from application.record_payment import PaymentContradicted
from application.send_message import NotTheirs, OutsideServiceWindow
from domain.identity.campaign import CampaignOver
from domain.identity.contact_rule import ContactRule
from domain.shared.cpf import InvalidCpf
from domain.shared.errors import RuleBroken

log = logging.getLogger(__name__)

_NAMED = re.compile(r"field `([^`]+)`")
# What Litestar calls the parameter that takes the body.
_WHOLE_BODY = {"data": "corpo"}

_TITLES = {
    400: "Requisição malformada",
    401: "Não autorizado",
    403: "Proibido",
    404: "Não encontrado",
    405: "Método não permitido",
    409: "Em conflito com uma regra",
    410: "Não existe mais",
    413: "Corpo grande demais",
    415: "Tipo de conteúdo não aceito",
    422: "Dados inválidos",
    429: "Pedidos demais",
    500: "Erro interno",
    502: "Resposta inválida do CRM",
    503: "Indisponível por enquanto",
}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One problem: `rule` names the rule of the business that said no, `until` when it ends."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    rule: str = ""
    until: str = ""


# What each expected error answers: its status and what to tell the caller.
_ANSWERS: dict[type[Exception], tuple[int, str]] = {
    InvalidCpf: (422, "O CPF não é válido."),
    DebtorNotFound: (404, "O CRM não tem devedor com este CPF."),
    NotFound: (404, "Não existe nada com este identificador."),
    ConversationAlreadyOpen: (409, "Este devedor já tem uma conversa aberta."),
    PhoneInUse: (409, "Há uma conversa aberta com outra pessoa neste mesmo telefone."),
    NotTheirs: (409, "Quem está nesta conversa pediu silêncio, não é o devedor ou não confirmou quem é."),
    OutsideServiceWindow: (
        409,
        "O devedor não escreveu nas últimas 24 horas: só um modelo aprovado pode sair.",
    ),
    CampaignOver: (409, "A campanha já terminou: não se pausa, não se retoma e não se cancela mais."),
    StaleAggregate: (409, "Outra mudança chegou antes; tente de novo."),
    PaymentContradicted: (409, "Este pagamento já foi registrado com outro valor ou outra data."),
    FileGone: (410, "O WhatsApp não guarda mais este arquivo."),
    FilesUnavailable: (503, "O WhatsApp não entregou o arquivo; tente de novo em instantes."),
    UnreadableBody: (400, "O corpo não é o que este provedor envia."),
    CrmRejected: (502, "O CRM respondeu algo que não pode ser usado."),
    CrmUnavailable: (503, "O CRM não respondeu; tente de novo em instantes."),
    StoreUnavailable: (503, "O banco de dados não respondeu; tente de novo em instantes."),
}


# The rules of contact that have an error of their own.
_RULES: dict[type[Exception], ContactRule] = {
    InvalidCpf: ContactRule.INVALID_CPF,
    DebtorNotFound: ContactRule.NOT_IN_CRM,
    PhoneInUse: ContactRule.PHONE_IN_USE,
}


def problem(status: int, detail: str, *, rule: str = "", until: str = "") -> Response[bytes]:
    """Return a problem as `application/problem+json`."""
    body = Problem(_TITLES.get(status, HTTPStatus(status).phrase), status, detail, rule=rule, until=until)
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(
        msgspec.json.encode(body), status_code=status, media_type="application/problem+json", headers=headers
    )


def _expected(_request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    status, detail = _ANSWERS[type(error)]
    return problem(status, detail, rule=_RULES.get(type(error), ""))


def _forbidden(_request: Request[Any, Any, Any], error: ContactForbidden) -> Response[bytes]:
    decision = error.decision
    until = decision.until.isoformat() if decision.until else ""
    return problem(409, decision.explanation, rule=decision.rule, until=until)


def _rule(
    _request: Request[Any, Any, Any], error: RuleBroken | BankFileUnreadable | RemittanceImpossible
) -> Response[bytes]:
    return problem(422, f"{error}.")


def _field_of(fault: Mapping[str, object]) -> str:
    """Return the field that msgspec names: one that is missing or unknown stands in the message alone."""
    named = _NAMED.search(str(fault.get("message", "")))
    key = str(fault.get("key", ""))
    return named[1] if named else _WHOLE_BODY.get(key, key)


def _invalid(_request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    """Name the fields at fault, never their values."""
    extra = error.extra if isinstance(error.extra, list) else []
    keys = [_field_of(item) for item in extra if isinstance(item, dict)]
    fields = ", ".join(dict.fromkeys(filter(None, keys)))
    return problem(422 if fields else 400, f"Confira: {fields}." if fields else "O corpo não pôde ser lido.")


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    details = {
        401: "Envie o token da API em Authorization: Bearer.",
        403: "Sem CERTOBOT_API_KEY, só responde a esta mesma máquina.",
        404: "Este endereço não existe.",
        405: f"Este endereço não aceita {request.method}.",
        413: "O corpo passa do tamanho aceito.",
    }
    status = error.status_code
    return problem(status, details.get(status, "A requisição não pôde ser atendida."))


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    # The template, not the path: the address of the PSP's door has its secret in it.
    path = request.scope.get("path_template", "")
    log.error("unexpected error", exc_info=error, extra={"path": path})
    return problem(500, "Algo deu errado aqui; o erro foi registrado.")


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[bytes]]] = {
    **dict.fromkeys(_ANSWERS, _expected),
    ContactForbidden: _forbidden,
    RuleBroken: _rule,
    BankFileUnreadable: _rule,
    RemittanceImpossible: _rule,
    ValidationException: _invalid,
    NotFoundException: _http,
    HTTPException: _http,
    Exception: _unexpected,
}

"""Every error as a problem detail (RFC 9457) in Portuguese, with nothing personal in it."""

import logging
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from mock_crm.refusals import Refusal

log = logging.getLogger(__name__)

_TITLES = {
    400: "Requisição malformada",
    401: "Não autorizado",
    403: "Proibido",
    404: "Não encontrado",
    405: "Método não permitido",
    409: "Conflito",
    413: "Corpo grande demais",
    422: "Dados inválidos",
    429: "Pedidos demais",
    500: "Erro interno",
    503: "Indisponível por enquanto",
}
_DETAILS = {
    400: "O corpo não pôde ser lido: envie um objeto JSON.",
    401: "Envie a chave em Authorization: Bearer.",
    403: "Sem MOCK_CRM_API_KEY, só responde a esta mesma máquina.",
    404: "Este endereço não existe.",
    405: "Este endereço não aceita este método.",
    413: "O corpo passa do tamanho aceito.",
}
# How msgspec names what is missing, and litestar the body as a whole.
_MISSING = re.compile(r"missing required field `(\w+)`")
_WHOLE_BODY = "data"


class Problem(msgspec.Struct, frozen=True):
    """What went wrong."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """Return a problem as `application/problem+json`."""
    body = Problem(_TITLES.get(status, HTTPStatus(status).phrase), status, detail)
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/problem+json",
        headers=dict(headers or {}),
    )


def _refused(_request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    return problem(refusal.status, refusal.detail)


def _invalid(_request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    """Name the fields at fault, never their values."""
    items = [item for item in error.extra if isinstance(item, dict)] if isinstance(error.extra, list) else []
    missing = [found[1] for item in items if (found := _MISSING.search(str(item.get("message"))))]
    if missing:
        return problem(422, f"Falta o campo {', '.join(missing)}.")
    wrong = [str(item["key"]) for item in items if item.get("key") not in (None, _WHOLE_BODY)]
    if wrong:
        return problem(422, f"Confira: {', '.join(dict.fromkeys(wrong))}. O valor não é aceito.")
    return problem(400, _DETAILS[400])


def _http(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    return problem(error.status_code, _DETAILS.get(error.status_code, "A requisição não pôde ser atendida."))


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("unexpected error", exc_info=error, extra={"method": request.method})
    return problem(500, "Algo deu errado no CRM; o erro foi registrado.")


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[bytes]]] = {
    Refusal: _refused,
    ValidationException: _invalid,
    HTTPException: _http,
    Exception: _unexpected,
}

"""A small API Pix on loopback: what Bacen publishes for due-date charges, and what can go wrong with it.

Written from the published contract (bacen/pix-api, openapi.yaml) alone; it takes nothing that the contract
does not allow.
"""

import base64
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import msgspec

from mock_crm.server import serving
from tests.adapters.payments.br_code import checksum
from tests.mock_crm.running import free_port

Json = dict[str, Any]
Answer = tuple[int, Json]
Trouble = Literal["cut before", "cut after", "500", "429", "token forgotten", "unreadable"]

CLIENT_ID, CLIENT_SECRET = "certobot", "segredo-inventado"
_TXID = re.compile(r"[a-zA-Z0-9]{26,35}")
_AMOUNT = re.compile(r"\d{1,10}\.\d{2}")
_PROBLEM = "https://pix.bcb.gov.br/api/v2/error"
_FIELDS = {"calendario", "devedor", "loc", "valor", "chave", "solicitacaoPagador", "infoAdicionais"}
_FINES, _INTERESTS = {1, 2}, set(range(1, 9))
_LONGEST_REQUEST_TEXT = 140


class Refused(Exception):
    """The contract does not allow it; `kind` is the published kind of problem."""

    def __init__(self, kind: str, status: int = 400) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status


@dataclass
class PixServer:
    """What the PSP keeps. `troubles` befall the next requests on charges, one each."""

    charges: dict[str, Json] = field(default_factory=dict)
    webhooks: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    troubles: deque[Trouble] = field(default_factory=deque)
    tokens: int = 0
    with_code: bool = True
    is_old: bool = False
    url: str = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        body = await _body(receive)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if scope["path"] == "/oauth/token":
            await _send(send, *self._token(headers, body))
            return
        self.asked.append((scope["method"], scope["path"]))
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble == "token forgotten":
            self.tokens += 1
        if trouble == "cut before":
            await _cut(send)
        elif trouble in ("500", "429"):
            await _send(send, int(trouble), {"title": "indisponível"})
        else:
            answer = self._answer(scope["method"], scope["path"], headers, body)
            if trouble == "cut after":
                await _cut(send)
            elif trouble == "unreadable":
                await _send(send, 200, {"oi": 1})
            else:
                await _send(send, *answer)

    def paid(self, txid: str) -> None:
        """Let the charge have been paid."""
        self.charges[txid]["status"] = "CONCLUIDA"

    def _token(self, headers: dict[str, str], body: bytes) -> Answer:
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if (
            headers.get("authorization") != f"Basic {expected}"
            or b"grant_type=client_credentials" not in body
        ):
            return 401, {"error": "invalid_client"}
        self.tokens += 1
        return 200, {"access_token": f"token-{self.tokens}", "token_type": "Bearer", "expires_in": 300}

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if headers.get("authorization") != f"Bearer token-{self.tokens}":
            return 401, {"type": f"{_PROBLEM}/AcessoNegado", "title": "Acesso negado", "status": 401}
        answers: dict[tuple[str, str], Callable[[str, Json], Answer]] = {
            ("PUT", "cobv"): self._create,
            ("GET", "cobv"): self._show,
            ("PATCH", "cobv"): self._revise,
            ("PUT", "webhook"): self._notify,
        }
        family, _, name = path.removeprefix("/").partition("/")
        try:
            return answers[method, family](name, msgspec.json.decode(body) if body else {})
        except Refused as refused:
            problem = {"type": f"{_PROBLEM}/{refused.kind}", "title": "Recusado", "status": refused.status}
            return refused.status, problem

    def _create(self, txid: str, charge: Json) -> Answer:
        if not _TXID.fullmatch(txid) or txid in self.charges:
            raise Refused("CobVOperacaoInvalida")
        _check(charge)
        self.charges[txid] = charge | {"status": "ATIVA", "revisao": 0}
        return 201, self.kept(txid)

    def _show(self, txid: str, _: Json) -> Answer:
        if txid not in self.charges:
            raise Refused("CobVNaoEncontrada", 404)
        return 200, self.kept(txid)

    def _revise(self, txid: str, change: Json) -> Answer:
        if txid not in self.charges:
            raise Refused("CobVNaoEncontrada", 404)
        if self.charges[txid]["status"] != "ATIVA" or change != {"status": "REMOVIDA_PELO_USUARIO_RECEBEDOR"}:
            raise Refused("CobVOperacaoInvalida")
        self.charges[txid] |= change | {"revisao": self.charges[txid]["revisao"] + 1}
        return 200, self.kept(txid)

    def _notify(self, key: str, body: Json) -> Answer:
        if body.keys() != {"webhookUrl"} or not body["webhookUrl"].startswith("https://"):
            raise Refused("WebhookOperacaoInvalida")
        self.webhooks[key] = body["webhookUrl"]
        return 200, {}

    def kept(self, txid: str) -> Json:
        """Return a charge as the PSP tells of it."""
        charge = self.charges[txid]
        location = f"pix.psp.example/qr/v2/cobv/{txid[:8].lower()}"
        calendar = charge["calendario"] | {"criacao": "2026-11-20T15:00:00Z"}
        kept = charge | {"txid": txid, "calendario": calendar, "recebedor": {"cnpj": "11222333000181"}}
        kept["loc"] = {"id": 7, "location": location, "tipoCob": "cobv", "criacao": "2026-11-20T15:00:00Z"}
        if self.is_old:
            del kept["loc"]
            return kept | {"location": location}
        return kept | ({"pixCopiaECola": a_code(location)} if self.with_code else {})


def a_code(location: str) -> str:
    """Return the BR Code of a charge, as a PSP makes it."""
    account = f"0014br.gov.bcb.pix25{len(location):02d}{location}"
    code = (
        f"00020126{len(account):02d}{account}52040000530398658{'02BR'}5907CREDORA6009SAO PAULO62070503***6304"
    )
    return code + checksum(code)


@asynccontextmanager
async def running_psp() -> AsyncIterator[PixServer]:
    """Run a PSP that keeps nothing yet."""
    psp, port = PixServer(), free_port()
    psp.url = f"http://127.0.0.1:{port}"
    async with serving(psp, "127.0.0.1", port):
        yield psp


def _check(charge: Json) -> None:
    """Hold a charge to the published schema CobVSolicitada."""
    if charge.keys() - _FIELDS or not {"calendario", "devedor", "valor", "chave"} <= charge.keys():
        raise Refused("CobVOperacaoInvalida")
    calendar, debtor, amount = charge["calendario"], charge["devedor"], charge["valor"]
    date.fromisoformat(calendar["dataDeVencimento"])
    is_one_person = ("cpf" in debtor) != ("cnpj" in debtor)
    document = debtor.get("cpf") or debtor.get("cnpj") or ""
    places = 11 if "cpf" in debtor else 14
    holds = (
        isinstance(calendar["validadeAposVencimento"], int),
        is_one_person and re.fullmatch(rf"[0-9A-Z]{{{places}}}", document),
        debtor["nome"],
        _AMOUNT.fullmatch(amount["original"]) and float(amount["original"]) > 0,
        len(charge.get("solicitacaoPagador", "")) <= _LONGEST_REQUEST_TEXT,
        _surcharge_holds(amount.get("multa"), _FINES),
        _surcharge_holds(amount.get("juros"), _INTERESTS),
    )
    if not all(holds):
        raise Refused("CobVOperacaoInvalida")


def _surcharge_holds(surcharge: Json | None, modes: set[int]) -> bool:
    if surcharge is None:
        return True
    return surcharge["modalidade"] in modes and bool(_AMOUNT.fullmatch(surcharge["valorPerc"]))


async def _body(receive: Callable[[], Awaitable[Json]]) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _send(send: Any, status: int, body: Json) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": msgspec.json.encode(body)})


async def _cut(send: Any) -> None:
    """Break the connection: an answer is promised and never finished."""
    headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})

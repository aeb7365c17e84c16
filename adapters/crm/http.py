"""`crm = "http"`: a creditor's CRM behind a JSON API."""

import logging
import time
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import httpx
import msgspec

from adapters.crm.debtor_row import DEFAULT_DESCRIPTION
from adapters.crm.http_channel import HttpChannel, HttpCrmConfig
from adapters.crm.http_wire import DebtorWire, PageWire, RecordReader, SlipWire, has_terms, result
from adapters.crm.recent_debtors import RecentDebtors
from application.ports.cache import Cache
from application.ports.crm import CrmRejected, CrmUnavailable, OutcomeReport
from application.ports.slips import Slip
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)

_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _CONFLICT = 401, 403, 404, 409
_LARGEST_PAGE = 100


class HttpCrm:
    """Asks the CRM over one pool of connections; close it with `aclose`.

    A request that failed in passing is repeated within the call's deadline; an outcome is reported under its
    conversation's id as `Idempotency-Key`, so that no repetition counts twice. Debtor data may be a minute
    old; who shares the `cache` shares it. `today` tells the business date, `now` monotonic seconds.
    """

    def __init__(
        self,
        config: HttpCrmConfig,
        *,
        default_creditor: str,
        today: Callable[[], date],
        cache: Cache,
        default_description: str = DEFAULT_DESCRIPTION,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._channel = HttpChannel(config, now)
        self._reader = RecordReader(today, default_creditor, default_description)
        self._recent = RecentDebtors(cache, config.cache_seconds, config.base_url)

    async def aclose(self) -> None:
        """Close the connections; nothing can be asked afterwards."""
        await self._channel.aclose()

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Return the debtor with this CPF, or None when the CRM has none.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: the CRM has a record that cannot be used, or will not be asked for it.
        """
        if (recent := await self._recent.get(cpf)) is not None:
            return recent
        response = await self._channel.get(f"/api/debtors/{cpf.digits}")
        if response.status_code == _NOT_FOUND:
            return None
        _check(response)
        record = self._reader.read(_decoded(response.content, DebtorWire))
        if record.cpf != cpf:
            raise CrmRejected("o CRM respondeu com o cadastro de outro CPF")
        await self._recent.put(record)
        return record

    async def list_debtors(self, *, limit: int = 200) -> tuple[DebtorRecord, ...]:
        """Return up to `limit` debtors, in the CRM's order; records that cannot be used are left out.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: the CRM does not list its debtors.
        """
        found: dict[Cpf, DebtorRecord] = {}
        page, pages = 1, 1
        while page <= pages and len(found) < limit:
            response = await self._channel.get("/api/debtors", page=page, page_size=min(limit, _LARGEST_PAGE))
            _check(response)
            listed = _decoded(response.content, PageWire)
            found |= {record.cpf: record for record in self._usable(listed.items)}
            page, pages = page + 1, listed.pages if listed.items else 0
        return tuple(found.values())[:limit]

    async def report(self, report: OutcomeReport) -> None:
        """Keep the outcome of a conversation; the same conversation reported twice is kept once.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: it will never be taken.
        """
        name = await self._name_of(report.cpf) if has_terms(report) else ""
        body = msgspec.json.encode(result(report, name))
        key = str(report.session_id)
        response = await self._channel.post("/api/negotiations/results", body, idempotency_key=key)
        # A conflict: the CRM has an outcome of this conversation, and the first one stands.
        if response.status_code != _CONFLICT:
            _check(response)
        await self._recent.forget(report.cpf)

    async def slip(self, conversation_id: ConversationId, installment: int) -> Slip | None:
        """Return the boleto of one instalment with its page, if the CRM issued one.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: the CRM will not tell.
        """
        listed = await self._channel.get("/api/boletos", session_id=str(conversation_id))
        if listed.status_code == _NOT_FOUND:
            return None
        _check(listed)
        boletos = _decoded(listed.content, list[SlipWire])
        issued = next((each for each in boletos if each.installment == installment), None)
        if issued is None:
            return None
        page = await self._channel.get(f"/api/boletos/{quote(issued.id, safe='')}/pdf")
        _check(page)
        return issued.with_page(page.content)

    async def _name_of(self, cpf: Cpf) -> str:
        """Return the debtor's name; empty when the CRM cannot tell, which is no reason to lose an outcome."""
        try:
            record = await self.find_debtor(cpf)
        except CrmRejected:
            return ""
        return record.name if record else ""

    def _usable(self, items: list[msgspec.Raw]) -> list[DebtorRecord]:
        records = []
        for item in items:
            try:
                records.append(self._reader.read(_decoded(item, DebtorWire)))
            except CrmRejected as rejected:
                log.warning("debtor of the CRM left out", extra={"reason": rejected.reason})
        return records


def _decoded[T](content: bytes | msgspec.Raw, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError:
        raise CrmRejected("o CRM respondeu sem os campos combinados") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CrmUnavailable("o CRM deu uma resposta ilegível") from None


def _check(response: httpx.Response) -> None:
    """Raise unless the CRM did what it was asked."""
    status = response.status_code
    is_page = "html" in response.headers.get("Content-Type", "")
    if response.is_success and not is_page:
        return
    if status in (_UNAUTHORIZED, _FORBIDDEN):
        raise CrmUnavailable(f"o CRM não aceitou a chave de acesso (HTTP {status})")
    # Only the CRM refuses in JSON; a redirect or a page of HTML comes from something on the way to it.
    if response.is_redirect or "json" not in response.headers.get("Content-Type", ""):
        raise CrmUnavailable(f"quem respondeu não foi o CRM (HTTP {status})")
    raise CrmRejected(f"o CRM recusou (HTTP {status})")

"""Hands the boletos of an agreement to the debtor, through Certobot."""

import asyncio
import base64
import logging
import time
from contextlib import suppress
from typing import Self

import httpx

from mock_crm.issuing import Press
from mock_crm.records import boletos, deliveries
from mock_crm.settings import Settings
from mock_crm.store import Store

log = logging.getLogger(__name__)

_SLOWEST_RETRY = 300.0
_MOST_DOUBLINGS = 10
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 15.0
# What Certobot will never take as it stands; everything else may be accepted later.
_NEVER = frozenset({400, 413, 415, 422})


class Courier:
    """Delivers each session's boletos as one PDF, again and again until accepted, in any order.

    The same `Idempotency-Key` goes with every attempt, so an attempt whose answer was lost is not a second
    delivery. What is pending survives a restart.
    """

    def __init__(self, settings: Settings, store: Store, press: Press) -> None:
        self.is_employed = bool(settings.certobot_url)
        self._first_wait = settings.retry_seconds
        self._store = store
        self._press = press
        self._not_before: dict[str, float] = {}
        self._news = asyncio.Event()
        headers = (
            {"Authorization": f"Bearer {settings.certobot_api_key}"} if settings.certobot_api_key else {}
        )
        self._client = httpx.AsyncClient(
            base_url=settings.certobot_url,
            headers=headers,
            timeout=httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    def nudge(self) -> None:
        """Say that there is something to deliver."""
        self._news.set()

    async def deliver_for_ever(self) -> None:
        """Deliver what is pending and wait for more, until cancelled; without Certobot's address, nothing."""
        while self.is_employed:
            self._news.clear()
            for session_id, attempts in (await self._store.run(deliveries.pending)).items():
                if self._not_before.get(session_id, 0.0) <= time.monotonic():
                    await self._deliver(session_id, attempts)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._until_next()):
                    await self._news.wait()

    async def _deliver(self, session_id: str, attempts: int) -> None:
        status = await self._offer(session_id)
        if status == "pending":
            wait = self._first_wait * 2 ** min(attempts, _MOST_DOUBLINGS)
            self._not_before[session_id] = time.monotonic() + min(wait, _SLOWEST_RETRY)
        else:
            self._not_before.pop(session_id, None)
        await self._store.run(lambda connection: deliveries.attempted(connection, session_id, status))

    async def _offer(self, session_id: str) -> str:
        """Offer the document once; return what became of it."""
        slips = await self._store.run(lambda connection: boletos.of_session(connection, session_id))
        document = {
            "conversation_id": session_id,
            "filename": "boleto.pdf" if len(slips) == 1 else "carne.pdf",
            "content": base64.b64encode(await self._press.pdf(slips)).decode(),
            "media_type": "application/pdf",
            "caption": "Aqui está o seu boleto." if len(slips) == 1 else "Aqui está o seu carnê.",
        }
        key = {"Idempotency-Key": f"boletos-{session_id}"}
        try:
            async with asyncio.timeout(2 * _ANSWER_SECONDS):
                answer = await self._client.post("/api/v1/messages/document", json=document, headers=key)
        except (httpx.HTTPError, TimeoutError) as failed:
            log.warning("Certobot did not answer", extra={"error": type(failed).__name__})
            return "pending"
        if answer.is_success:
            return "accepted"
        log.warning("Certobot did not accept a document", extra={"status": answer.status_code})
        return "refused" if answer.status_code in _NEVER else "pending"

    def _until_next(self) -> float | None:
        """Return the seconds to the next attempt; None when nothing waits for one."""
        if not self._not_before:
            return None
        return max(0.0, min(self._not_before.values()) - time.monotonic())

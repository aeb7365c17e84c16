"""The debtors of the load, and Meta between them and us: at least once, out of order, never giving up."""

import asyncio
import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx

from tests.adapters.whatsapp.webhooks import Item, envelope, signed, status, text_message
from tests.entrypoints.phone import APP_SECRET
from tests.faults.town import ROOT, Town

_PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.05
_IMPATIENT_SECONDS = 4.0


@dataclass(slots=True)
class Meta:
    """Delivers webhooks to whichever web process answers 200, some twice, some late."""

    town: Town
    random: Random
    http: httpx.AsyncClient
    acknowledged: set[str] = field(default_factory=set)
    refused: Counter[int] = field(default_factory=Counter)

    async def deliver(self, *items: Item) -> None:
        """Deliver items until somebody acknowledges them; one time in four they come again."""
        for _ in range(2 if self.random.random() < 0.25 else 1):
            await self._until_acknowledged(envelope(*items))
        self.acknowledged |= {item.body["id"] for item in items if item.array == "messages"}

    async def _until_acknowledged(self, body: bytes) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not await self._posted(body):  # noqa: ASYNC110 -- the other side is another process
                await asyncio.sleep(0.2)

    async def _posted(self, body: bytes) -> bool:
        url = f"{self.random.choice(self.town.webs).url}/webhooks/whatsapp"
        try:
            answer = await self.http.post(url, content=body, headers=signed(body, APP_SECRET))
        except httpx.HTTPError:
            return False
        self.refused[answer.status_code] += 1
        assert answer.status_code in {200, 503}, answer.text
        return answer.status_code == 200

    async def reports(self) -> None:
        """Report on everything that was accepted, as it comes, in any order and sometimes twice."""
        told = 0
        async with asyncio.TaskGroup() as group:
            while True:
                for message in self.town.graph.messages[told:]:
                    told += 1
                    group.create_task(self._report(message))
                await asyncio.sleep(_POLL_SECONDS)

    async def _report(self, message: dict[str, Any]) -> None:
        key = message["biz_opaque_callback_data"]
        wamid = self.town.graph.wamids[key]
        states = ["sent", "delivered", "read"]
        self.random.shuffle(states)
        for state in states:
            await asyncio.sleep(self.random.uniform(0, 0.3))
            await self.deliver(status(wamid, state, datetime.now(UTC), key=key, recipient=message["to"]))


@dataclass(slots=True)
class Debtor:
    """One sample debtor with a script; who waits too long for an answer writes on without it."""

    cpf: str
    number: str
    script: list[str]
    meta: Meta
    sent: int = 0

    @property
    def heard(self) -> int:
        """How many messages have come to this phone."""
        return sum(message.get("to") == self.number for message in self.meta.town.graph.messages)

    async def lives(self) -> None:
        """Be approached, and negotiate to the end of the script."""
        if not await self._is_approached():
            return
        await self._hears(more_than=0, within=_PATIENCE_SECONDS)
        random = self.meta.random
        while self.script:
            before = self.heard
            burst = [
                self._writes(self.script.pop(0))
                for _ in range(min(len(self.script), random.choice((1, 1, 2))))
            ]
            random.shuffle(burst)
            if random.random() < 0.5:
                await self.meta.deliver(*burst)
            else:
                await asyncio.gather(*(self.meta.deliver(item) for item in burst))
            await self._hears(more_than=before, within=_IMPATIENT_SECONDS)

    def _writes(self, text: str) -> Item:
        self.sent += 1
        wamid = f"wamid.{self.number}.{self.sent}"
        return text_message(self.number, text, wamid, datetime.now(UTC))

    async def _is_approached(self) -> bool:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                url = f"{self.meta.random.choice(self.meta.town.webs).url}/api/v1/conversations"
                try:
                    answer = await self.meta.http.post(url, json={"cpf": self.cpf})
                except httpx.HTTPError:
                    answer = None
                if answer is not None and answer.status_code in {200, 201, 409}:
                    return answer.status_code != 409
                await asyncio.sleep(0.2)

    async def _hears(self, more_than: int, within: float) -> None:
        try:
            async with asyncio.timeout(within):
                while self.heard <= more_than:  # noqa: ASYNC110 -- the other side is another process
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            if within == _PATIENCE_SECONDS:
                raise


def some_debtors(count: int, meta: Meta) -> list[Debtor]:
    """Return `count` of the sample debtors, each with a script of their own."""
    with (ROOT / "adapters" / "crm" / "sample_debtors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:count]
    return [Debtor(row["cpf"], row["phone"], _script(row["cpf"], meta.random), meta) for row in rows]


def _script(cpf: str, random: Random) -> list[str]:
    middle = ["tem desconto?", "quanto eu devo?", "aceita pix?", "tá caro", "consigo em 3x", "e em 2x?"]
    random.shuffle(middle)
    return ["oi", cpf[:3], *middle[: random.randint(1, 4)], "em 2x", "sim"]

"""A debtor's phone, with Meta between it and us: what they write arrives signed, what we send is read."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx

from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.webhooks import Item, envelope, signed, status, text_message

APP_SECRET = "segredo-do-aplicativo"
VERIFY_TOKEN = "token-de-verificacao"
PATIENCE = 10.0


@dataclass(slots=True)
class Phone:
    """One debtor's phone: `says` waits until the answer has arrived."""

    http: httpx.AsyncClient
    graph: GraphServer
    number: str
    _ids: Any = field(default_factory=count)

    async def says(self, text: str) -> str:
        """Write, wait for the one text that answers, and return it."""
        before = len(self.texts)
        response = await self.post(self.written(text))
        assert response.status_code == 200, response.text
        await self.until(lambda: len(self.texts) > before)
        return self.texts[-1]

    async def is_asked(self, text: str) -> dict[str, Any]:
        """Write, wait for the one interactive message that answers, and return it."""
        before = len(self.asked)
        response = await self.post(self.written(text))
        assert response.status_code == 200, response.text
        await self.until(lambda: len(self.asked) > before)
        return self.asked[-1]

    def written(self, text: str, at: datetime | None = None) -> Item:
        """Return a message of this debtor that has not been delivered yet."""
        wamid = f"wamid.{self.number}.{next(self._ids)}"
        return text_message(self.number, text, wamid, at or datetime.now(UTC))

    async def post(self, *items: Item) -> httpx.Response:
        """Deliver a webhook."""
        body = envelope(*items)
        return await self.http.post("/webhooks/whatsapp", content=body, headers=signed(body, APP_SECRET))

    async def reports(self, message: dict[str, Any], *states: str) -> None:
        """Report what became of a message that was sent."""
        for state in states:
            key = message["biz_opaque_callback_data"]
            item = status(self.graph.wamids[key], state, datetime.now(UTC), key=key, recipient=self.number)
            assert (await self.post(item)).status_code == 200

    @property
    def received(self) -> list[dict[str, Any]]:
        """Everything that was sent to this phone, in order."""
        return [message for message in self.graph.messages if message.get("to") == self.number]

    @property
    def texts(self) -> list[str]:
        """The texts that were sent to this phone."""
        return [message["text"]["body"] for message in self.received if message["type"] == "text"]

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The interactive messages that were sent to this phone."""
        return [message["interactive"] for message in self.received if message["type"] == "interactive"]

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The documents that were sent to this phone."""
        return [message["document"] for message in self.received if message["type"] == "document"]

    @staticmethod
    async def until(holds: Any, within: float = PATIENCE) -> None:
        """Wait until `holds()` is true."""
        async with asyncio.timeout(within):
            while not holds():  # noqa: ASYNC110 -- what is waited for is on the other side of the wire
                await asyncio.sleep(0.01)


def forbidden_before_identity() -> Iterable[str]:
    """What no message may say before the debtor has proven who they are."""
    return (
        "dívida",
        "divida",
        "débito",
        "debito",
        "cobrança",
        "cobranca",
        "r$",
        "1.000",
        "cartão",
        "silva",
        "529.982",
    )

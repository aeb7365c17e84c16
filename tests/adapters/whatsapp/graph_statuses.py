"""Meta's other half: what became of each message is told to a webhook, signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from tests.adapters.whatsapp.webhooks import envelope, signed, status


@dataclass(slots=True)
class StatusReporter:
    """Tells `webhook` of each accepted message the `states` in their order, each of them `times` times.

    A message to a person named in `failures` fails with that error code instead. Give it to a `GraphServer`
    as `on_accept`.
    """

    webhook: str
    secret: str
    states: Sequence[str] = ("sent", "delivered", "read")
    failures: Mapping[str, int] = field(default_factory=dict)
    times: int = 1

    async def __call__(self, sent: dict[str, Any], wamid: str) -> None:
        """Report what became of one message."""
        code = self.failures.get(sent.get("to") or sent.get("recipient") or "")
        async with httpx.AsyncClient() as http:
            for state in ("failed",) if code is not None else self.states:
                item = status(
                    wamid,
                    state,
                    datetime.now(UTC),
                    key=sent.get("biz_opaque_callback_data"),
                    recipient=sent.get("to"),
                    error_code=code,
                )
                body = envelope(item)
                for _ in range(self.times):
                    answer = await http.post(self.webhook, content=body, headers=signed(body, self.secret))
                    assert answer.status_code == 200

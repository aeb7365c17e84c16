"""Bodies that went wrong, over real HTTP and a real database: each is answered 200, no sibling is lost."""

import asyncio
import logging
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import text

from tests.adapters.whatsapp.graph_server import GraphServer
from tests.adapters.whatsapp.mutations import as_bytes, body_around
from tests.adapters.whatsapp.test_gate_mutations import published_values
from tests.adapters.whatsapp.webhooks import Json, message, signed, status
from tests.entrypoints.conftest import Certobot
from tests.entrypoints.phone import APP_SECRET, Phone

_BODIES = 200
_AT_ONCE = 4


async def test_hundreds_of_mutated_webhooks_are_kept_and_lose_no_sibling(
    certobot: Certobot, maria: Phone, graph: GraphServer, caplog: pytest.LogCaptureFixture
) -> None:
    await certobot.opens()
    await graph.accepted(1)
    rng, samples = Random(2026), published_values()  # noqa: S311
    bodies = [as_bytes(body_around(rng, samples, _siblings(maria, n), _told(n))) for n in range(_BODIES)]
    answers = [await _post(certobot, bodies[at : at + _AT_ONCE]) for at in range(0, _BODIES, _AT_ONCE)]
    assert {code for codes in answers for code in codes} == {200}
    async with certobot.container.engine().connect() as connection:
        kept = await connection.scalar(
            text("SELECT count(*) FROM inbox WHERE tenant_id = :us AND provider_message_id LIKE :siblings"),
            {"us": certobot.container.tenant(), "siblings": f"wamid.{maria.number}.%"},
        )
    async with certobot.container.uow() as uow:
        crowd = await uow.unread_pieces.latest(10)
    assert kept == 3 * _BODIES
    assert crowd
    assert "dígitos" in await maria.says("oi")
    ours = [record for record in caplog.records if record.name.startswith(("application", "adapters"))]
    assert not [record for record in ours if record.levelno >= logging.ERROR and record.exc_info]
    assert maria.number not in "\n".join(str(vars(record)) for record in ours)


async def _post(certobot: Certobot, bodies: list[bytes]) -> list[int]:
    posts = [
        certobot.http.post("/webhooks/whatsapp", content=body, headers=signed(body, APP_SECRET))
        for body in bodies
    ]
    return [response.status_code for response in await asyncio.gather(*posts)]


def _siblings(phone: Phone, number: int) -> tuple[Json, Json, Json]:
    """Three messages that need no answer: a reaction that was taken back."""
    now = datetime.now(UTC)
    one, two, three = (
        message(phone.number, f"wamid.{phone.number}.{number}.{n}", now, "reaction", {"message_id": "x"}).body
        for n in range(3)
    )
    return one, two, three


def _told(number: int) -> Json:
    return status(f"wamid.told.{number}", "delivered", datetime.now(UTC)).body

"""One process that does everything, and its database or itself going away."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from tests.adapters.redis_server import until
from tests.adapters.whatsapp.graph_server import hangs
from tests.adapters.whatsapp.webhooks import envelope, signed, text_message
from tests.entrypoints.phone import APP_SECRET
from tests.faults.town import Town, running_town

MARIA, MARIAS_PHONE = "52998224725", "5511999999001"


async def writes(town: Town, http: httpx.AsyncClient, text: str, number: int) -> httpx.Response:
    """Deliver a message of Maria's."""
    body = envelope(text_message(MARIAS_PHONE, text, f"wamid.{number}", datetime.now(UTC)))
    return await http.post(
        f"{town.webs[0].url}/webhooks/whatsapp", content=body, headers=signed(body, APP_SECRET)
    )


async def test_without_a_database_nothing_is_acknowledged_and_with_it_back_all_goes_on() -> None:
    async with running_town(webs=1, workers=0) as town, httpx.AsyncClient(timeout=20) as http:
        await http.post(f"{town.webs[0].url}/api/v1/conversations", json={"cpf": MARIA})
        await town.graph.accepted(1)
        await town.postgres.stop()
        refused = await writes(town, http, "oi", 1)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert (await http.get(f"{town.webs[0].url}/health/live")).status_code == 200
        assert (await http.get(f"{town.webs[0].url}/health/ready")).status_code == 503
        await town.postgres.start()
        assert (await writes(town, http, "oi", 1)).status_code == 200
        await town.graph.accepted(2)
        assert await town.webs[0].stop() < 10


async def test_after_kill_9_what_was_being_sent_is_settled_without_waiting_for_its_claim(
    is_long: bool,
) -> None:
    if not is_long:
        pytest.skip("espera dez segundos: só na forma longa")
    async with running_town(webs=1, workers=0) as town, httpx.AsyncClient(timeout=20) as http:
        await http.post(f"{town.webs[0].url}/api/v1/conversations", json={"cpf": MARIA})
        await town.graph.accepted(1)
        town.graph.script(hangs(accepts=False))
        await writes(town, http, "oi", 1)
        await until(lambda: not town.graph.scripted)
        await town.webs[0].kill()
        await town.webs[0].start()
        began = asyncio.get_running_loop().time()
        await town.graph.accepted(2, within=30)
        assert asyncio.get_running_loop().time() - began < 20

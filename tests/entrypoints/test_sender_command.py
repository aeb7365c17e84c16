"""`certobot sender`: what an operator is told, and what `--resume` does to a sender that Meta stopped."""

import asyncio

from entrypoints.commands.sender import look_after_sender
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import Certobot
from tests.entrypoints.phone import PATIENCE, Phone

REFUSED = "token de acesso vencido ou inválido (erro 190)"


async def test_a_stopped_sender_says_why_and_resumed_sends_what_had_waited(
    certobot: Certobot, maria: Phone, graph: GraphServer
) -> None:
    assert await look_after_sender(certobot.container, resume=True) == "O envio não está parado."
    await certobot.opens()
    await graph.accepted(1)
    right, graph.access_token = graph.access_token, "outro"
    await maria.post(maria.written("oi"))
    async with asyncio.timeout(PATIENCE):
        while (await certobot.http.get("/health/ready")).status_code == 200:
            pass
    assert f"está parado: {REFUSED}" in await look_after_sender(certobot.container, resume=False)
    assert maria.texts == []
    graph.access_token = right

    told = await look_after_sender(certobot.container, resume=True)
    await maria.until(lambda: maria.texts)

    assert told.startswith(f"O envio estava parado: {REFUSED}. Volta já")
    assert await look_after_sender(certobot.container, resume=False) == "O envio não está parado."
    assert (await certobot.http.get("/health/ready")).status_code == 200

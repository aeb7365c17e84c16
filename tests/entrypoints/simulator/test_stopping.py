"""The program stops at once, even while somebody watches a conversation."""

import asyncio
import time

import httpx

from entrypoints.settings import Settings
from tests.entrypoints.conftest import MARIA, Start

PATIENCE = 15.0


async def test_a_watched_conversation_does_not_hold_the_server(start: Start, mock_settings: Settings) -> None:
    seen = asyncio.Event()

    async def watch(url: str, conversation_id: str) -> None:
        async with (
            httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http,
            http.stream("GET", f"/simulador/api/conversations/{conversation_id}/events") as stream,
        ):
            async for _ in stream.aiter_lines():
                seen.set()

    async with start(mock_settings) as program:
        watcher = asyncio.create_task(watch(program.url, await program.opens(MARIA)))
        async with asyncio.timeout(PATIENCE):
            await seen.wait()
        asked_to_stop = time.monotonic()

    assert time.monotonic() - asked_to_stop < 2  # serving() gives up on open answers after 5 seconds
    async with asyncio.timeout(PATIENCE):
        await watcher

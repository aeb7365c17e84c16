"""`certobot worker`, as a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from entrypoints.commands.worker import worker
from entrypoints.settings import load_settings
from entrypoints.settings_errors import InvalidSetting
from tests.adapters.redis_server import RedisServer, running_redis
from tests.entrypoints.conftest import free_port

PATIENCE = 60.0
STOPS_WITHIN = 10.0

_WORKER = """
import asyncio
from entrypoints.commands.worker import worker
from entrypoints.settings import load_settings
asyncio.run(worker(load_settings()))
"""


@pytest.fixture
async def redis_server() -> AsyncIterator[RedisServer]:
    async with running_redis() as server:
        yield server


async def started(database_url: str, redis_url: str, **environment: str) -> asyncio.subprocess.Process:
    """Start a worker and return it when it says that it works."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _WORKER),
        stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "CERTOBOT_DISPATCHER": "saq",
            "CERTOBOT_DATABASE_URL": database_url,
            "CERTOBOT_REDIS_URL": redis_url,
            "CERTOBOT_WHATSAPP": "mock",
            **environment,
        },
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while b"Worker no ar" not in await process.stdout.readline():
            assert process.returncode is None
    return process


async def stopped(process: asyncio.subprocess.Process) -> str:
    """Ask it to stop and return what it says at the end."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOPS_WITHIN):
        said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


async def test_a_worker_is_refused_where_serve_does_the_work() -> None:
    settings = load_settings({"CERTOBOT_DISPATCHER": "memory"})

    with pytest.raises(InvalidSetting) as refused:
        await worker(settings)

    assert "CERTOBOT_DISPATCHER" in str(refused.value)
    assert "saq" in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_worker_ends_when_it_is_asked_to(database_url: str, redis_server: RedisServer) -> None:
    process = await started(database_url, redis_server.url)

    assert "Até logo." in await stopped(process)


async def test_a_worker_with_a_port_of_its_own_tells_how_it_is_and_what_it_counted(
    database_url: str, redis_server: RedisServer
) -> None:
    port = free_port()
    process = await started(database_url, redis_server.url, CERTOBOT_WORKER_PORT=str(port))

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        assert (await http.get("/health/live")).status_code == 200
        assert "certobot_store_up 1.0" in (await http.get("/metrics")).text
        assert (await http.post("/webhooks/whatsapp")).status_code == 404

    await stopped(process)


async def test_a_worker_starts_without_redis_and_ends_in_time(
    database_url: str, redis_server: RedisServer
) -> None:
    await redis_server.stop()
    process = await started(database_url, redis_server.url)

    assert "Até logo." in await stopped(process)

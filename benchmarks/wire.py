"""What really goes over the wire to PostgreSQL: a relay that counts what passes, whoever sent it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

# PostgreSQL's frontend messages: what asks for an answer is one round trip, what runs is one statement.
_SYNC, _FLUSH, _SIMPLE_QUERY, _EXECUTE, _PARSE = b"S", b"H", b"Q", b"E", b"P"
_LENGTH_BYTES = 4


@dataclass(slots=True)
class Traffic:
    """How much passed since the last `reset`."""

    round_trips: int = 0
    statements: int = 0
    transaction_control: int = 0
    prepared: int = 0
    sent_bytes: int = 0

    def reset(self) -> None:
        """Begin to count anew."""
        self.round_trips = self.statements = self.transaction_control = self.prepared = self.sent_bytes = 0

    def saw(self, kind: bytes, body: bytes) -> None:
        """Count one message of a client."""
        self.sent_bytes += len(body) + 1 + _LENGTH_BYTES
        if kind in (_SYNC, _FLUSH, _SIMPLE_QUERY):
            self.round_trips += 1
        if kind == _SIMPLE_QUERY and body.startswith((b"BEGIN", b"COMMIT", b"ROLLBACK")):
            self.transaction_control += 1
        elif kind in (_SIMPLE_QUERY, _EXECUTE):
            self.statements += 1
        elif kind == _PARSE:
            self.prepared += 1


@asynccontextmanager
async def counted(url: str, folder: Path) -> AsyncIterator[tuple[str, Traffic]]:
    """Yield a URL that leads to the same database through a relay, and what the relay counts."""
    parsed = make_url(url)
    port = parsed.query.get("port", "5432")
    target = f"{parsed.query['host']}/.s.PGSQL.{port}"
    traffic = Traffic()
    tasks: set[asyncio.Task[None]] = set()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        their_reader, their_writer = await asyncio.open_unix_connection(target)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_count(reader, their_writer, traffic))
                group.create_task(_pass(their_reader, writer))
        except* OSError:
            pass
        finally:
            tasks.discard(task)
            their_writer.close()
            writer.close()

    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    server = await asyncio.start_unix_server(relay, folder / ".s.PGSQL.5432")
    try:
        relayed = parsed.set(query={"host": str(folder), "port": "5432"})
        yield relayed.render_as_string(hide_password=False), traffic
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def _count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, traffic: Traffic) -> None:
    with suppress(asyncio.IncompleteReadError):
        # The first message has no type: version, user, database.
        size = await reader.readexactly(_LENGTH_BYTES)
        writer.write(size + await reader.readexactly(int.from_bytes(size) - _LENGTH_BYTES))
        while True:
            kind, size = await reader.readexactly(1), await reader.readexactly(_LENGTH_BYTES)
            body = await reader.readexactly(int.from_bytes(size) - _LENGTH_BYTES)
            traffic.saw(kind, body)
            writer.write(kind + size + body)
    writer.close()

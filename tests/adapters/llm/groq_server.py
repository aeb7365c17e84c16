"""A small Groq on loopback: what its chat completions do, and what can go wrong with them.

What it answers is a function from what was asked to what is served; `groq_answers` has some. To run it apart,
with `CERTOBOT_GROQ_URL` pointing at it:

    python -m tests.adapters.llm.groq_server helpful 8899
"""

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import h11
import msgspec

Json = dict[str, Any]
PATH = "/openai/v1/chat/completions"
KEY = "gsk_test"
MODELS = ("openai/gpt-oss-120b", "openai/gpt-oss-20b")
# https://console.groq.com/docs/deprecations
DECOMMISSIONED = ("llama-3.1-70b-versatile", "llama-3.3-70b-versatile", "llama-3.1-8b-instant")


@dataclass(frozen=True)
class Asked:
    """One request: what a model would see of it."""

    body: Json

    @property
    def model(self) -> str:
        """The model that is asked."""
        return str(self.body["model"])

    @property
    def schema(self) -> Json | None:
        """The shape of the answer, if one is demanded."""
        wanted = self.body.get("response_format") or {}
        shape: Json | None = wanted.get("json_schema", {}).get("schema")
        return shape

    @property
    def reads(self) -> bool:
        """Whether a message is to be read, rather than phrased."""
        return self.schema is not None

    @cached_property
    def case(self) -> str:
        """The first message of the user's side: the case at hand."""
        return next(str(each["content"]) for each in self.body["messages"] if each["role"] == "user")

    @property
    def heard(self) -> str:
        """What the debtor wrote, as it left the house."""
        return self.case.partition("<<<\n")[2].partition("\n>>>")[0]

    @property
    def draft(self) -> str:
        """The draft that is to be phrased."""
        return self.case.partition("<rascunho>\n")[2].partition("\n</rascunho>")[0]

    @property
    def corrected(self) -> bool:
        """Whether an answer was objected to before."""
        return any(each["role"] == "assistant" for each in self.body["messages"])


@dataclass(frozen=True, slots=True)
class Served:
    """What goes back: a status with exactly `body`, after `delay` seconds, or a connection cut (`resets`)."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    resets: bool = False


Answers = Callable[[Asked], Served]


def says(
    text: str | None, *, model: str = MODELS[0], finish: str = "stop", tokens: tuple[int, int] = (900, 60)
) -> Served:
    """Serve a completion whose content is `text`."""
    message = {"role": "assistant", "content": text}
    return Served(
        body=msgspec.json.encode(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1_795_000_000,
                "model": model,
                "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
                "usage": {
                    "prompt_tokens": tokens[0],
                    "completion_tokens": tokens[1],
                    "total_tokens": sum(tokens),
                },
                "system_fingerprint": "fp_1",
            }
        )
    )


def fails(status: int, code: str = "", message: str = "", *, retry_after: str | None = None) -> Served:
    """Serve an error as Groq words it."""
    error = {"message": message or f"error {status}", "type": "invalid_request_error", "code": code or None}
    headers = () if retry_after is None else (("retry-after", retry_after),)
    return Served(status, msgspec.json.encode({"error": error}), headers)


def late(seconds: float, then: Served) -> Served:
    """Serve `then` after a while."""
    return replace(then, delay=seconds)


class _HungUp(Exception):
    """The connection ends here."""


@dataclass(eq=False)
class GroqServer:
    """A real HTTP server for Groq's chat completions; use it as an async context manager.

    Point `CERTOBOT_GROQ_URL` at `url`. `answers` says what it does with a request that Groq takes; others
    are refused as Groq refuses them. `wire` holds every byte that came, `asked` every request taken.
    """

    answers: Answers
    key: str = KEY
    port: int = 0
    wire: list[bytes] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    _open: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        tasks = list(self._open)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            await self._converse(reader, writer)
        except (_HungUp, ConnectionError, asyncio.CancelledError, h11.RemoteProtocolError):
            pass
        finally:
            del self._open[task]
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while True:
            served = self._answer(*await self._next_request(connection, reader))
            await asyncio.sleep(served.delay)
            if served.resets:
                raise _HungUp
            head = [("Content-Type", "application/json"), ("Content-Length", str(len(served.body)))]
            for event in (
                h11.Response(status_code=served.status, headers=[*served.headers, *head]),
                h11.Data(data=served.body),
                h11.EndOfMessage(),
            ):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                raise _HungUp
            connection.start_next_cycle()

    async def _next_request(
        self, connection: h11.Connection, reader: asyncio.StreamReader
    ) -> tuple[h11.Request, bytes]:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                data = await reader.read(65_536)
                self.wire.append(data)
                connection.receive_data(data)
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return head, bytes(body)
            else:
                raise _HungUp

    def _answer(self, head: h11.Request, body: bytes) -> Served:
        if head.target.decode() != PATH or head.method != b"POST":
            return fails(404, "unknown_url", "Unknown request URL")
        if dict(head.headers).get(b"authorization") != f"Bearer {self.key}".encode():
            return fails(401, "invalid_api_key", "Invalid API Key")
        request: Json = msgspec.json.decode(body)
        objection = next(_objections(request), None)
        if objection is not None:
            return objection
        self.asked.append(Asked(request))
        return self.answers(self.asked[-1])


def _objections(request: Json) -> Iterator[Served]:
    """Yield why Groq would refuse a request (https://console.groq.com/docs/structured-outputs)."""
    if request["model"] in DECOMMISSIONED:
        yield fails(400, "model_decommissioned", "The model has been decommissioned")
    elif request["model"] not in MODELS:
        yield fails(404, "model_not_found", "The model does not exist or you do not have access to it")
    wanted = request.get("response_format")
    if wanted and request.get("tools"):
        yield fails(400, "", "json mode cannot be combined with tool/function calling")
    if wanted and request.get("reasoning_format") == "raw":
        yield fails(400, "", "reasoning_format raw cannot be combined with json mode")
    if wanted and wanted["json_schema"].get("strict") and not _is_strict(wanted["json_schema"]["schema"]):
        yield fails(400, "", "invalid JSON schema: required must include every property")
    if request.get("stream"):
        yield fails(400, "", "this server does not stream")


def _is_strict(schema: Json) -> bool:
    closed = schema.get("additionalProperties") is False
    return closed and sorted(schema.get("required", ())) == sorted(schema["properties"])


async def _run(answers: Answers, port: int) -> None:
    async with GroqServer(answers, port=port) as server:
        sys.stdout.write(f"{server.url} (CERTOBOT_GROQ_URL), CERTOBOT_GROQ_API_KEY={KEY}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    from tests.adapters.llm.groq_answers import BEHAVIOURS

    asyncio.run(_run(BEHAVIOURS[sys.argv[1]](), int(sys.argv[2])))

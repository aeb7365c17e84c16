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
from typing import Any

import msgspec

from tests.http_server import Answer, HttpServer, HungUp, Request

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


@dataclass(eq=False)
class GroqServer(HttpServer):
    """A real HTTP server for Groq's chat completions; use it as an async context manager.

    Point `CERTOBOT_GROQ_URL` at `url`. `answers` says what it does with a request that Groq takes; others
    are refused as Groq refuses them. `wire` holds every byte that came, `asked` every request taken.
    """

    answers: Answers
    key: str = KEY
    asked: list[Asked] = field(default_factory=list)

    async def answer(self, request: Request) -> Answer:
        """Answer as Groq would, or as `answers` says."""
        served = self._served(request)
        await asyncio.sleep(served.delay)
        if served.resets:
            raise HungUp
        return Answer(served.status, served.body, served.headers)

    def _served(self, request: Request) -> Served:
        if (request.method, request.path) != ("POST", PATH):
            return fails(404, "unknown_url", "Unknown request URL")
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return fails(401, "invalid_api_key", "Invalid API Key")
        wanted: Json = msgspec.json.decode(request.body)
        objection = next(_objections(wanted), None)
        if objection is not None:
            return objection
        self.asked.append(Asked(wanted))
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

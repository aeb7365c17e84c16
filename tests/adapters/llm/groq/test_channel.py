"""One request to Groq, over the real SDK and real HTTP: what comes back, whatever happens on the way."""

import gzip
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from decimal import Decimal

import pytest
from pydantic_ai import models

from adapters.llm.groq.asking import CallFailed, Prompt
from adapters.llm.groq.channel import GroqChannel
from adapters.llm.groq.meaning import SCHEMA
from application.ports.model_calls import CallOutcome
from tests.adapters.llm.groq_answers import TROUBLES, means
from tests.adapters.llm.groq_server import DECOMMISSIONED, KEY, Answers, GroqServer, Served, fails, says

MODEL = "openai/gpt-oss-120b"
READ = Prompt("leitura.v1", "Leia.", "<<<\noi\n>>>", SCHEMA)
SPEAK = Prompt("fala.v1", "Fale.", "<rascunho>\noi\n</rascunho>")

# What each trouble comes to; those that are not here come back as an answer, which its reader must refuse.
OUTCOMES = {
    "corpo que não é JSON": CallOutcome.MALFORMED,
    "corpo vazio": CallOutcome.MALFORMED,
    "sem escolhas": CallOutcome.MALFORMED,
    "outra forma": CallOutcome.MALFORMED,
    "lista": CallOutcome.MALFORMED,
    "400 do esquema": CallOutcome.MALFORMED,
    "400": CallOutcome.BAD_REQUEST,
    "401": CallOutcome.UNAUTHORIZED,
    "403": CallOutcome.UNAUTHORIZED,
    "404": CallOutcome.MODEL_GONE,
    "408": CallOutcome.TIMEOUT,
    "413": CallOutcome.TOO_LARGE,
    "422": CallOutcome.BAD_REQUEST,
    "429": CallOutcome.RATE_LIMITED,
    "429 por muito tempo": CallOutcome.RATE_LIMITED,
    "429 ilegível": CallOutcome.RATE_LIMITED,
    "498": CallOutcome.RATE_LIMITED,
    "500": CallOutcome.SERVER_ERROR,
    "502": CallOutcome.SERVER_ERROR,
    "503": CallOutcome.SERVER_ERROR,
    "lento": CallOutcome.TIMEOUT,
    "conexão cortada": CallOutcome.UNREACHABLE,
    "descomissionado": CallOutcome.MODEL_GONE,
}


@asynccontextmanager
async def asking(
    answers: Answers, key: str = KEY, path: str = ""
) -> AsyncIterator[tuple[GroqChannel, GroqServer]]:
    with models.override_allow_model_requests(allow_model_requests=True):
        async with GroqServer(answers) as server, aclosing(GroqChannel(key, server.url + path)) as channel:
            yield channel, server


@pytest.mark.parametrize("path", ["", "/", "/openai/v1", "/openai/v1/"])
async def test_an_answer_comes_with_its_tokens_and_its_cost(path: str) -> None:
    async with asking(lambda _: says("Oi!", tokens=(1_000_000, 100_000)), path=path) as (channel, _):
        answer = await channel.ask(MODEL, SPEAK, 2.0)

    assert answer.text == "Oi!"
    assert (answer.input_tokens, answer.output_tokens) == (1_000_000, 100_000)
    # https://groq.com/pricing, November 2026: 0.15 and 0.60 USD for a million tokens.
    assert answer.cost == Decimal("0.21")


async def test_the_schema_is_strict_and_no_tool_goes_along() -> None:
    async with asking(lambda _: means(intent="greeting")) as (channel, server):
        await channel.ask(MODEL, READ, 2.0)

    body = server.asked[0].body
    assert body["response_format"]["json_schema"]["strict"] is True
    assert "tools" not in body
    assert body["temperature"] == 0
    assert body["reasoning_effort"] == "low"


async def test_an_objection_goes_back_with_the_answer_it_is_about() -> None:
    async with asking(lambda _: says("Oi!")) as (channel, server):
        await channel.ask(MODEL, SPEAK.corrected("Fica R$ 1,00", "falta o total"), 2.0)

    roles = [(each["role"], each["content"]) for each in server.asked[0].body["messages"]]
    assert roles[1:] == [("user", SPEAK.case), ("assistant", "Fica R$ 1,00"), ("user", "falta o total")]


@pytest.mark.parametrize("trouble", OUTCOMES)
async def test_every_trouble_has_its_name_and_is_met_once(trouble: str) -> None:
    async with asking(lambda _: TROUBLES[trouble]) as (channel, server):
        with pytest.raises(CallFailed) as failed:
            await channel.ask(MODEL, READ, 0.3)

    assert failed.value.outcome == OUTCOMES[trouble]
    assert len(server.asked) == 1


@pytest.mark.parametrize("trouble", sorted(TROUBLES.keys() - OUTCOMES.keys()))
async def test_an_answer_that_broke_off_has_no_text_or_is_left_to_its_reader(trouble: str) -> None:
    async with asking(lambda _: TROUBLES[trouble]) as (channel, _):
        answer = await channel.ask(MODEL, READ, 2.0)

    assert answer.input_tokens > 0
    assert trouble not in ("sem conteúdo", "cortado", "filtrado") or answer.text == ""


async def test_the_rest_that_is_asked_for_is_told() -> None:
    async with asking(lambda _: fails(429, retry_after="2")) as (channel, _):
        with pytest.raises(CallFailed) as failed:
            await channel.ask(MODEL, SPEAK, 2.0)

    assert failed.value.retry_after == 2.0


@pytest.mark.parametrize(
    ("header", "rest"),
    [("0.5", 0.5), ("7.66", 7.66), ("-0.5", None), ("nan", None), ("inf", None), ("logo", None)],
)
async def test_a_rest_may_be_a_fraction_and_what_is_no_time_is_none(header: str, rest: float | None) -> None:
    async with asking(lambda _: fails(429, retry_after=header)) as (channel, _):
        with pytest.raises(CallFailed) as failed:
            await channel.ask(MODEL, SPEAK, 2.0)

    assert failed.value.retry_after == rest


@pytest.mark.parametrize(
    "too_much",
    [
        says("desconto " * 200_000),
        Served(500, b" " * 2_000_000),
        Served(body=gzip.compress(b" " * 2_000_000), headers=(("content-encoding", "gzip"),)),
    ],
    ids=["a long text", "a long error", "packed"],
)
async def test_an_answer_without_end_is_cut_off_and_says_nothing_about_the_service(too_much: Served) -> None:
    async with asking(lambda _: too_much) as (channel, _):
        with pytest.raises(CallFailed) as failed:
            await channel.ask(MODEL, SPEAK, 2.0)

    assert failed.value.outcome is CallOutcome.MALFORMED


async def test_a_text_longer_than_its_tokens_allow_is_not_even_read() -> None:
    async with asking(lambda _: says("a.b" * 2_000)) as (channel, _):
        assert (await channel.ask(MODEL, SPEAK, 2.0)).text == ""


async def test_a_count_of_tokens_that_cannot_be_is_not_spent() -> None:
    async with asking(lambda _: says("Oi!", tokens=(10**22, 60))) as (channel, _):
        answer = await channel.ask(MODEL, SPEAK, 2.0)

    assert (answer.text, answer.input_tokens, answer.output_tokens, answer.cost) == ("Oi!", 0, 0, Decimal(0))


@pytest.mark.parametrize("model", DECOMMISSIONED)
async def test_a_model_that_is_gone_is_told_from_other_refusals(model: str) -> None:
    async with asking(lambda _: says("Oi!")) as (channel, _):
        with pytest.raises(CallFailed) as failed:
            await channel.ask(model, SPEAK, 2.0)

    assert failed.value.outcome is CallOutcome.MODEL_GONE


async def test_a_wrong_key_is_told_and_never_repeated_in_the_error() -> None:
    async with asking(lambda _: says("Oi!"), key="gsk_secret") as (channel, _):
        with pytest.raises(CallFailed) as failed:
            await channel.ask(MODEL, SPEAK, 2.0)

    assert failed.value.outcome is CallOutcome.UNAUTHORIZED
    assert "gsk_secret" not in str(failed.value)


async def test_nobody_there_is_told_at_once() -> None:
    with models.override_allow_model_requests(allow_model_requests=True):
        async with aclosing(GroqChannel(KEY, "http://127.0.0.1:9")) as channel:
            began = time.monotonic()
            with pytest.raises(CallFailed) as failed:
                await channel.ask(MODEL, SPEAK, 2.0)

    assert failed.value.outcome is CallOutcome.UNREACHABLE
    assert time.monotonic() - began < 1.0


async def test_a_body_that_drips_is_not_waited_for_longer_than_the_call_may_take() -> None:
    async with asking(lambda _: Served(body=b" ", delay=5.0)) as (channel, _):
        began = time.monotonic()
        with pytest.raises(CallFailed) as failed:
            await channel.ask(MODEL, SPEAK, 0.2)

    assert failed.value.outcome is CallOutcome.TIMEOUT
    assert time.monotonic() - began < 1.0

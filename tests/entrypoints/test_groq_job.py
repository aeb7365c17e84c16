"""The whole program with models of Groq: real HTTP on both sides, and everything that may go wrong there."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from pydantic_ai import models

from domain.shared.ids import ConversationId
from entrypoints.commands.doctor import doctor
from entrypoints.container import Container
from entrypoints.sections.llm import Llm
from entrypoints.settings import Settings, load_settings
from entrypoints.settings_errors import InvalidSetting
from tests.adapters.llm.groq_answers import helpful, hostile
from tests.adapters.llm.groq_server import KEY, Asked, GroqServer, Served, fails, late, says
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import MARIA, MARIAS_PHONE, Certobot, Start
from tests.entrypoints.phone import Phone

VAGUE = "olha moça eu tava vendo aqui com meu marido e de repente uns 700 reais era o que sobrava pra gente"
SCRIPT = ("oi", MARIA[:3], VAGUE, "em 3x", "sim", "sim")


@pytest.fixture(autouse=True)
def loopback_alone() -> Iterator[None]:
    """Requests to models go to a server of this test: no address of Groq is known to it."""
    with models.override_allow_model_requests(allow_model_requests=True):
        yield


@pytest.fixture
async def groq() -> AsyncIterator[GroqServer]:
    """A Groq that answers well until a test changes its mind."""
    async with GroqServer(helpful()) as server:
        yield server


@pytest.fixture
def groq_settings(cloud_settings: Settings, groq: GroqServer) -> Settings:
    """The settings of somebody who chose Groq."""
    providers = msgspec.structs.replace(cloud_settings.providers, llm="groq")
    access = msgspec.structs.replace(cloud_settings.groq, api_key=KEY, url=groq.url)
    return msgspec.structs.replace(cloud_settings, providers=providers, groq=access)


@pytest.fixture
async def with_groq(start: Start, groq_settings: Settings) -> AsyncIterator[Certobot]:
    """The program, with Groq."""
    async with start(groq_settings) as program:
        yield program


@pytest.fixture
def her_phone(with_groq: Certobot, graph: GraphServer) -> Phone:
    """The phone of the first sample debtor."""
    return Phone(with_groq.http, graph, MARIAS_PHONE)


async def test_a_debt_is_negotiated_to_its_end_in_a_models_words(
    with_groq: Certobot, her_phone: Phone, graph: GraphServer, groq: GroqServer
) -> None:
    conversation_id = await with_groq.opens()
    await graph.accepted(1)
    said = [await her_phone.says(text) for text in SCRIPT]

    assert all("Que bom falar com você." in text for text in said[1:])
    assert "Que bom falar com você." not in said[0]
    view = await with_groq.conversation(conversation_id)
    assert view["outcome"] == "successful"
    heard = [asked.heard for asked in groq.asked if asked.reads]
    assert heard == [VAGUE]
    wire = b"".join(groq.wire).decode()
    for secret in (MARIA, "529.982", MARIAS_PHONE[4:], "Santos"):
        assert secret not in wire
    assert await _kept(with_groq) == {
        ("read", "rules", "spared"): 5,
        ("read", "120b", "ok"): 1,
        ("phrase", "rules", "spared"): 1,
        ("phrase", "120b", "ok"): 5,
    }


async def _kept(program: Certobot) -> dict[tuple[str, str, str], int]:
    """What was kept of every step of the last hour: purpose, model and outcome."""
    await program.container.model_calls()._keep()
    now = datetime.now(UTC)
    async with program.container.uow() as uow:
        used = await uow.model_calls.totals(now - timedelta(hours=1), now + timedelta(hours=1))
    assert sum(use.cost for use in used) > Decimal(0)
    return {(use.purpose, use.model.rpartition("-")[2], use.outcome.value): use.calls for use in used}


async def test_a_model_that_would_sell_the_house_sells_nothing(
    with_groq: Certobot, her_phone: Phone, graph: GraphServer, groq: GroqServer
) -> None:
    groq.answers = hostile()
    conversation_id = await with_groq.opens()
    await graph.accepted(1)
    said = [await her_phone.says(text) for text in SCRIPT]

    view = await with_groq.conversation(conversation_id)
    assert view["outcome"] == "successful"
    async with with_groq.container.uow() as uow:
        seen = await uow.views.conversation(ConversationId(UUID(conversation_id)))
    assert seen is not None
    assert all(offer.total >= offer.floor for offer in seen.offers)
    for text in said:
        for never in ("99%", "R$ 10,00", "SPC", "garanto", "2031", "offer", "João", "Carla"):
            assert never not in text


@pytest.mark.parametrize(
    "trouble",
    [late(30.0, says("tarde")), Served(resets=True)],
    ids=["silent", "cut"],
)
async def test_with_groq_in_trouble_nobody_notices(
    start: Start, groq_settings: Settings, graph: GraphServer, groq: GroqServer, trouble: Served
) -> None:
    groq.answers = lambda _: trouble
    hasty = msgspec.structs.replace(
        groq_settings, llm=Llm(turn_deadline_seconds=Decimal(1), call_timeout_seconds=Decimal("0.4"))
    )
    async with start(hasty) as program:
        phone = Phone(program.http, graph, MARIAS_PHONE)
        conversation_id = await program.opens()
        await graph.accepted(1)
        began = time.monotonic()
        said = [await phone.says(text) for text in SCRIPT]
        took = time.monotonic() - began
        view = await program.conversation(conversation_id)

    assert view["outcome"] == "successful"
    assert "R$ 900,00" in said[1]
    assert took < len(SCRIPT) * 2.0


async def test_those_who_wait_for_a_model_keep_nobody_else_waiting(groq_settings: Settings) -> None:
    waiting: set[ConversationId] = set()
    all_wait = asyncio.Event()

    async def work(conversation_id: ConversationId) -> None:
        waiting.add(conversation_id)
        if len(waiting) == 30:
            all_wait.set()
        await all_wait.wait()

    async def nothing_due() -> tuple[ConversationId, ...]:
        return ()

    dispatcher = Container(settings=groq_settings).dispatcher()
    async with dispatcher.running(work, nothing_due):
        for number in range(30):
            await dispatcher.nudge(ConversationId(UUID(int=number)))
        await asyncio.wait_for(all_wait.wait(), 2.0)


async def test_the_doctor_says_which_model_answers(
    groq_settings: Settings, groq: GroqServer, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(asked: Asked) -> Served:
        return says("ok") if asked.model.endswith("120b") else fails(400, "model_decommissioned")

    groq.answers = answer
    await doctor(groq_settings)

    told = capsys.readouterr().out
    assert "✓ openai/gpt-oss-120b responde" in told
    assert "! openai/gpt-oss-20b: a Groq não tem mais este modelo" in told


def test_without_a_key_it_does_not_start() -> None:
    with pytest.raises(InvalidSetting) as refused:
        load_settings({"CERTOBOT_LLM": "groq"})

    assert str(refused.value) == (
        "Configuração: CERTOBOT_GROQ_API_KEY está vazia; é obrigatória quando llm = groq."
    )


@pytest.mark.parametrize(("key", "kind"), [("reading_prompt", "leitura"), ("speech_prompt", "fala")])
def test_instructions_that_do_not_exist_stop_the_start(key: str, kind: str) -> None:
    settings = load_settings({"CERTOBOT_LLM": "groq", "CERTOBOT_GROQ_API_KEY": KEY})
    settings = msgspec.structs.replace(
        settings, llm=msgspec.structs.replace(settings.llm, **{key: f"{kind}.v99"})
    )
    with pytest.raises(InvalidSetting, match=rf"llm\.{key} não pode ser {kind}\.v99"):
        Container(settings=settings).interpreter()


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("turn_deadline_seconds", Decimal(0)),
        ("turn_deadline_seconds", Decimal(60)),
        ("call_timeout_seconds", Decimal(4)),
        ("rules_sure_from", Decimal(2)),
        ("max_calls_at_once", 0),
        ("conversation_tokens", 0),
        ("day_usd", Decimal(0)),
        ("day_usd", Decimal("1e999999")),
        ("reading_prompt", "fala.v1"),
        ("speech_prompt", "leitura.v1"),
    ],
)
def test_a_limit_that_limits_nothing_and_instructions_for_something_else_are_refused(
    section: str, value: object
) -> None:
    broken = [
        rule.key for rule in msgspec.structs.replace(Llm(), **{section: value}).rules() if not rule.holds
    ]
    assert broken[0] == f"llm.{section}"


@pytest.mark.parametrize("value", ["nan", "-inf", "inf", '"NaN"'])
@pytest.mark.parametrize(
    ("section", "key"), [("llm", "turn_deadline_seconds"), ("llm", "day_usd"), ("policy", "min_payment")]
)
def test_what_only_a_computer_calls_a_number_is_refused_in_one_line(
    tmp_path: Path, section: str, key: str, value: str
) -> None:
    path = tmp_path / "certobot.toml"
    path.write_text(f"[{section}]\n{key} = {value}\n", encoding="utf-8")

    with pytest.raises(InvalidSetting, match=rf"{section}\.{key} não pode ser .+; use um número\.$"):
        load_settings({"CERTOBOT_CONFIG": str(path)})


@pytest.mark.parametrize(
    "url", ["http://", "https://:8080", "http://[::1", "http://proxy:abc", "http://proxy:99999", "proxy:8080"]
)
def test_an_address_that_leads_nowhere_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(InvalidSetting, match=r"^Configuração: CERTOBOT_GROQ_URL não pode ser "):
        load_settings({"CERTOBOT_GROQ_URL": url})


@pytest.mark.parametrize("key", ["gsk_á", "gsk_1 gsk_2", "gsk_1\ngsk_2", "“gsk_1”"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        load_settings({"CERTOBOT_LLM": "groq", "CERTOBOT_GROQ_API_KEY": key})

    assert str(refused.value) == (
        "Configuração: CERTOBOT_GROQ_API_KEY não pode ser o que está lá; use a chave como a Groq a mostra."
    )

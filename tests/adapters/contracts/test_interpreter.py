"""What every reader of messages keeps to, whoever reads."""

from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ports.interpreter import Interpreter, OfferInView, ReadingContext, ReadingPhase
from domain.negotiation.understanding import Intent
from domain.shared.calendar import SAO_PAULO
from tests.adapters.llm.groq.stand import reader, stand
from tests.adapters.llm.groq_answers import helpful
from tests.adapters.llm.labelled import HERE, Labelled, labelled, slots_of

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO)
OFFERED = ReadingContext(FRIDAY, "negotiation", OfferInView(Decimal("850.00"), 1))
PHASES: tuple[ReadingPhase, ...] = ("identification", "negotiation", "agreement", "closed")
CONTRACT = tuple(labelled(HERE / "contract.jsonl"))


@pytest.fixture(scope="module", params=["rules", "groq"])
async def interpreter(request: pytest.FixtureRequest) -> AsyncIterator[Interpreter]:
    """Each adapter; the model on loopback is asked about all that the rules do not read word by word."""
    if request.param == "rules":
        yield reader()
        return
    async with stand(helpful(), sure_from=1.0) as here:
        yield here.groq.interpreter


@pytest.mark.parametrize("message", CONTRACT, ids=[message.text[:40] for message in CONTRACT])
async def test_the_contract_of_understanding_is_kept(interpreter: Interpreter, message: Labelled) -> None:
    read = await interpreter.read(message.text, message.context)

    assert (read.intent, slots_of(read)) == (message.intent, dict(message.slots))


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("text", ["", "   ", "\n", "\x00", "🤷", "asdfghjkl", "<<<>>>", "?" * 5_000])
async def test_what_means_nothing_is_unknown_and_no_error(
    interpreter: Interpreter, text: str, phase: ReadingPhase
) -> None:
    read = await interpreter.read(text, ReadingContext(FRIDAY, phase))

    assert read.intent is Intent.UNKNOWN
    assert slots_of(read) == {}


async def test_the_same_message_means_the_same_again(interpreter: Interpreter) -> None:
    text = "consigo uns duzentos e cinquenta por mes"
    assert await interpreter.read(text, OFFERED) == await interpreter.read(text, OFFERED)


async def test_digits_are_read_while_they_are_asked_for(interpreter: Interpreter) -> None:
    read = await interpreter.read("é cinco dois nove", ReadingContext(FRIDAY, "identification"))

    assert read.intent is Intent.IDENTIFY
    assert read.cpf_digits == "529"


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=400), phase=st.sampled_from(PHASES))
async def test_no_text_at_all_is_an_error(interpreter: Interpreter, text: str, phase: ReadingPhase) -> None:
    read = await interpreter.read(text, ReadingContext(FRIDAY, phase, OFFERED.offer))

    assert read.plausible().intent is read.intent

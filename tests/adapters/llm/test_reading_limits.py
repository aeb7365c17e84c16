"""Hostile, huge and empty texts: always an answer, never an error."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import adapters.llm.rules.lexicon
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.normalize import LONGEST_READ
from application.ports.interpreter import OfferInView, ReadingContext, ReadingPhase
from domain.negotiation.understanding import UNREADABLE, Intent

READER = RulesInterpreter()
AT = datetime(2026, 11, 20, 13, tzinfo=UTC)
PHASES: tuple[ReadingPhase, ...] = ("identification", "negotiation", "agreement", "closed")
FIGURES = (
    *(
        "sim",
        "não",
        "pago",
        "tenho",
        "300",
        "R$ 1.234,56",
        "em 3x de 99,90",
        "dia 31",
        "10/12",
        "31/02",
        "sexta",
    ),
    *(
        "que vem",
        "semana",
        "mês",
        "fim do",
        "quinto",
        "dia útil",
        "daqui a",
        "15 dias",
        "40%",
        "metade",
        "cpf",
    ),
    *("529", "meia dúzia", "mil e", "quinhentos", "trilhões", ",", "?", "9" * 20, "0/0", "12:60", "às"),
)
LEXICON = sorted(
    {
        line
        for path in Path(adapters.llm.rules.lexicon.__path__[0]).rglob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    }
)
OFFERS = (None, OfferInView(Decimal("850.00"), 1), OfferInView(Decimal("0.01"), 12))
DAYS = st.dates(date(2000, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "a" * 4096,
        "\x00\x01\x02\x1b[31m" * 300,
        "\u202e\u200fمرحبا بك في البنك",
        "שלום, מה שלומך",
        "\ufffd\ufeff\u200b" * 500,
        "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8" * 50,
        "aGVsbG8gd29ybGQhIHRoaXMgaXMgYmluYXJ5Cg==",
        "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
        "🤷" * 4096,
        "../../etc/passwd; DROP TABLE users; --",
        "<script>alert(1)</script>",
        "١٢٣٤٥",
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.parametrize("phase", ["negotiation", "closed"])
async def test_a_text_that_says_nothing_is_unknown(text: str, phase: ReadingPhase) -> None:
    assert await READER.read(text, ReadingContext(AT, phase)) == UNREADABLE


async def test_only_the_beginning_of_an_endless_message_is_read() -> None:
    beyond = "blá " * LONGEST_READ + "pago 300"
    assert await READER.read(beyond, ReadingContext(AT)) == UNREADABLE
    assert (await READER.read("pago 300 " + "x" * LONGEST_READ, ReadingContext(AT))).amount == 300


@pytest.mark.parametrize("text", ["pago dia 32", "pago 31/02", "pago 00/00", "pago 45/13/2026"])
async def test_a_day_that_no_calendar_has_is_no_date(text: str) -> None:
    assert (await READER.read(text, ReadingContext(AT))).due_date is None


@given(st.text(max_size=400), st.sampled_from(PHASES))
async def test_any_text_is_read(text: str, phase: ReadingPhase) -> None:
    assert (await READER.read(text, ReadingContext(AT, phase))).intent in Intent


@given(st.lists(st.sampled_from(FIGURES), max_size=40), DAYS)
async def test_any_mix_of_figures_on_any_day_is_read_within_the_contract(words: list[str], day: date) -> None:
    read = await READER.read(" ".join(words), ReadingContext(datetime.combine(day, time(13), UTC)))
    assert read.amount is None or read.amount >= 0
    assert (read.amount is None) == (read.amount_is is None)
    assert read.installments is None or read.installments >= 1
    assert read.due_date is None or read.due_date >= date(2000, 1, 1)
    assert read.discount_percent is None or 0 < read.discount_percent <= 100


@given(
    st.lists(st.sampled_from(LEXICON), min_size=1, max_size=8),
    st.sampled_from(PHASES),
    st.sampled_from(OFFERS),
    st.integers(0, 40),
)
async def test_whatever_is_spliced_from_the_lexicon_is_read(
    lines: list[str], phase: ReadingPhase, offer: OfferInView | None, cut: int
) -> None:
    read = await READER.read(" ".join(lines)[cut:], ReadingContext(AT, phase, offer))
    assert read.intent in Intent
    assert read.amount is not None or read.amount_is is None
    assert read.plausible().intent is read.intent

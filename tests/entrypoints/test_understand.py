"""`certobot understand`: one JSON object a line in, one out, in the same order."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from adapters.llm.rules.interpreter import RulesInterpreter
from application.ports.interpreter import Interpreter, ReadingContext
from domain.negotiation.understanding import UNREADABLE, Understanding
from domain.shared.calendar import SAO_PAULO
from entrypoints.understand import understand

AT = "2026-11-20T10:00:00-03:00"


class KeepingReader:
    """Reads nothing into any text, keeps what it was asked, and cannot explain itself."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ReadingContext]] = []

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Return unknown, whatever was written."""
        self.asked.append((text, context))
        return UNREADABLE


@pytest.fixture(scope="module")
def rules() -> RulesInterpreter:
    return RulesInterpreter()


def answers(lines: Iterable[str], reader: Interpreter, *, explain: bool = False) -> list[dict[str, Any]]:
    return [json.loads(line) for line in understand(lines, reader, explain=explain)]


def message(text: str, **fields: object) -> str:
    return json.dumps({"text": text, "at": AT, **fields}, ensure_ascii=False)


def test_each_line_is_answered_in_order_with_only_the_slots_that_were_filled(rules: RulesInterpreter) -> None:
    lines = [
        message("pago 1.200,50 à vista sexta"),
        message("40%"),
        message("perdi o emprego, dá pra dividir?"),
        message("cinco dois nove", phase="identification", offer=None),
        message("fechado, 850", offer={"amount": "850.00", "installments": 1}),
        message("quem ganhou o jogo?", expect={"intent": "ignorado"}),
    ]
    cash = {"amount": "1200.50", "amount_is": "total", "installments": 1, "due_date": "2026-11-27"}
    assert answers(lines, rules) == [
        {"intent": "propose", "slots": cash},
        {"intent": "ask_discount", "slots": {"discount_percent": "40"}},
        {"intent": "ask_installments", "slots": {"hardship": True}},
        {"intent": "identify", "slots": {"cpf_digits": "529"}},
        {"intent": "accept", "slots": {"amount": "850.00", "amount_is": "total"}},
        {"intent": "unknown", "slots": {}},
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("isto não é json", "não é um JSON válido"),
        ('{"text": "oi"', "não é um JSON válido"),
        ("[1, 2]", "esperava um objeto JSON, entre chaves"),
        ('{"at": "2026-11-20T10:00:00-03:00"}', 'falta "text", o texto da mensagem'),
        ('{"text": 5, "at": "2026-11-20T10:00:00-03:00"}', 'falta "text", o texto da mensagem'),
        ('{"text": "oi"}', 'falta "at", data e hora como "2026-11-20T10:00:00-03:00"'),
        ('{"text": "oi", "at": "ontem"}', 'falta "at", data e hora como "2026-11-20T10:00:00-03:00"'),
        (
            message("oi", phase="fim"),
            '"phase" deve ser um de: identification, negotiation, agreement, closed',
        ),
        (message("oi", phase=[]), '"phase" deve ser um de: identification, negotiation, agreement, closed'),
        (message("oi", offer=850), '"offer" deve ser null ou {"amount": "850.00", "installments": 1}'),
        (
            message("oi", offer={"amount": "850.00", "installments": 0}),
            '"offer.installments" deve ser um número inteiro a partir de 1',
        ),
        (
            message("oi", offer={"amount": 850, "installments": 1}),
            '"offer.amount" deve ser um valor como "850.00", entre aspas',
        ),
        (
            message("oi", offer={"amount": "NaN", "installments": 1}),
            '"offer.amount" deve ser um valor como "850.00", entre aspas',
        ),
    ],
)
def test_a_malformed_line_is_named_with_its_number_and_the_next_ones_are_read(line: str, reason: str) -> None:
    read = answers([message("oi"), "\n", line, message("tchau")], KeepingReader())
    assert read == [
        {"intent": "unknown", "slots": {}},
        {"erro": f"linha 3: {reason}"},
        {"intent": "unknown", "slots": {}},
    ]


def test_phase_and_offer_may_be_left_out_and_a_time_without_zone_is_of_sao_paulo() -> None:
    reader = KeepingReader()
    answers(['{"text": "oi", "at": "2026-11-20T10:00:00"}'], reader)
    moment = datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO)
    assert reader.asked == [("oi", ReadingContext(moment, "negotiation", None))]


def test_an_explanation_says_which_words_led_where(rules: RulesInterpreter) -> None:
    (answer,) = answers([message("pago 300 sexta")], rules, explain=True)
    assert "“300” foi lido como valor (R$ 300,00)" in answer["explicacao"]


def test_a_reader_that_cannot_explain_says_so() -> None:
    (answer,) = answers([message("oi")], KeepingReader(), explain=True)
    assert answer["explicacao"] == ["o leitor configurado não explica as suas leituras"]

"""`certobot understand`: messages in, meanings out, one JSON object a line."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Protocol, cast, get_args, runtime_checkable

import msgspec

from application.ports.interpreter import Interpreter, OfferInView, ReadingContext, ReadingPhase
from domain.negotiation.understanding import Understanding
from domain.shared.calendar import SAO_PAULO
from domain.shared.errors import RuleBroken
from domain.shared.money import brl

_PHASES = get_args(ReadingPhase)


@runtime_checkable
class Explains(Protocol):
    """A reader that can say why it read a text as it did."""

    def explain(self, text: str, context: ReadingContext) -> tuple[str, ...]:
        """Return, in Portuguese, which words led to which intent and slot."""


class _MalformedLine(Exception):
    """A line is no message to read; the reason is in Portuguese."""


def understand(lines: Iterable[str], interpreter: Interpreter, *, explain: bool) -> Iterator[str]:
    """Yield one JSON object for each line that is not blank, in order.

    A line that cannot be read becomes `{"erro": "linha 3: ..."}` and the next ones are read all the same.
    With `explain`, each object also has `explicacao`, a list of sentences. No event loop may be running in
    this thread.
    """
    with asyncio.Runner() as runner:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                text, context = _message(line)
                meaning = _meaning(runner.run(interpreter.read(text, context)))
            except _MalformedLine as malformed:
                yield _json({"erro": f"linha {number}: {malformed}"})
                continue
            if explain:
                meaning["explicacao"] = _reasons(interpreter, text, context)
            yield _json(meaning)


def _reasons(interpreter: Interpreter, text: str, context: ReadingContext) -> list[str]:
    if isinstance(interpreter, Explains):
        return list(interpreter.explain(text, context))
    return ["o leitor configurado não explica as suas leituras"]


def _message(line: str) -> tuple[str, ReadingContext]:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError):
        raise _MalformedLine("não é um JSON válido") from None
    if not isinstance(fields, dict):
        raise _MalformedLine("esperava um objeto JSON, entre chaves")
    text = fields.get("text")
    if not isinstance(text, str):
        raise _MalformedLine('falta "text", o texto da mensagem')
    return text, ReadingContext(_moment(fields), _phase(fields), _offer(fields))


def _moment(fields: Mapping[str, object]) -> datetime:
    at = fields.get("at")
    try:
        moment = datetime.fromisoformat(at if isinstance(at, str) else "")
    except ValueError:
        raise _MalformedLine('falta "at", data e hora como "2026-11-20T10:00:00-03:00"') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SAO_PAULO)


def _phase(fields: Mapping[str, object]) -> ReadingPhase:
    phase = fields.get("phase", "negotiation")
    if phase not in _PHASES:
        raise _MalformedLine(f'"phase" deve ser um de: {", ".join(_PHASES)}')
    return cast("ReadingPhase", phase)


def _offer(fields: Mapping[str, object]) -> OfferInView | None:
    offer = fields.get("offer")
    if offer is None:
        return None
    if not isinstance(offer, dict):
        raise _MalformedLine('"offer" deve ser null ou {"amount": "850.00", "installments": 1}')
    installments = offer.get("installments")
    if not isinstance(installments, int) or isinstance(installments, bool) or installments < 1:
        raise _MalformedLine('"offer.installments" deve ser um número inteiro a partir de 1')
    return OfferInView(_amount(offer.get("amount")), installments)


def _amount(amount: object) -> Decimal:
    try:
        return brl(amount if isinstance(amount, str) else "")
    except RuleBroken:
        raise _MalformedLine('"offer.amount" deve ser um valor como "850.00", entre aspas') from None


def _meaning(understanding: Understanding) -> dict[str, object]:
    slots = {
        "amount": _money(understanding.amount),
        "amount_is": understanding.amount_is,
        "installments": understanding.installments,
        "due_date": understanding.due_date.isoformat() if understanding.due_date else None,
        "discount_percent": _plain(understanding.discount_percent),
        "cpf_digits": understanding.cpf_digits,
        "hardship": understanding.hardship or None,
    }
    filled = {name: value for name, value in slots.items() if value is not None}
    return {"intent": understanding.intent.value, "slots": filled}


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _plain(percent: Decimal | None) -> str | None:
    return None if percent is None else f"{percent.normalize():f}"


def _json(meaning: Mapping[str, object]) -> str:
    return msgspec.json.encode(meaning).decode()

"""The guard between a model's reading and the domain: nothing passes that the debtor did not write."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from adapters.llm.groq.meaning import Meaning
from adapters.llm.rules.choose import pays_on_date
from adapters.llm.rules.weighed import FiguresWritten, Weighed
from application.ports.interpreter import ReadingContext
from domain.negotiation.understanding import ENDINGS, Intent, Understanding

# To these a no is the nearest thing that rules read; a model that reads a yes there read it into the message.
_NO_YES = ENDINGS - {Intent.ABUSE} | {
    Intent.CALL_LATER,
    Intent.SUSPICIOUS,
    Intent.ASK_DISCOUNT,
    Intent.REJECT,
}
# Readings that move too much for a model's word alone.
_IN_DOUBT = ENDINGS | {Intent.ACCEPT}


def understood(meaning: Meaning, weighed: Weighed, context: ReadingContext) -> Understanding:
    """Return what of `meaning` the message bears out; where it contradicts the rules outright, they win.

    A yes or an ending that only the model heard is not firm: the debtor is asked. Digits are read by rules
    alone, and who plainly wants no more messages is never overheard.
    """
    rules = weighed.understanding
    claimed = _with_what_was_written(meaning, weighed.written)
    if _plainly_opts_out(weighed) or _is_baseless(claimed, rules, context):
        return rules
    heard = replace(
        claimed,
        cpf_digits=rules.cpf_digits,
        hardship=claimed.hardship or rules.hardship,
        firm=claimed.intent not in _IN_DOUBT or rules.intent is claimed.intent,
    )
    return heard.plausible()


def _with_what_was_written(meaning: Meaning, written: FiguresWritten) -> Understanding:
    amount = _one_of(_decimal(meaning.amount), written.amounts)
    return Understanding(
        meaning.intent,
        amount=amount,
        amount_is=meaning.amount_is if amount is not None else None,
        installments=_one_of(meaning.installments, written.counts),
        due_date=_one_of(_date(meaning.due_date), written.dates) if pays_on_date(meaning.intent) else None,
        discount_percent=_one_of(_decimal(meaning.discount_percent), written.percents),
        hardship=meaning.hardship,
    )


def _is_baseless(claimed: Understanding, rules: Understanding, context: ReadingContext) -> bool:
    """Tell whether nothing in the message bears the intent."""
    match claimed.intent:
        case Intent.PROPOSE:
            return not claimed.names_terms
        case Intent.IDENTIFY:
            return rules.cpf_digits is None or context.phase != "identification"
        case Intent.ACCEPT if rules.intent in _NO_YES:
            return True
        case intent if intent in _IN_DOUBT and context.story.asked_to_end:
            return rules.intent not in (intent, Intent.ACCEPT, Intent.UNKNOWN)
        case _:
            return False


def _plainly_opts_out(weighed: Weighed) -> bool:
    """Tell whether phrases say so; what only resembles them leaves the rules without any sureness."""
    return weighed.understanding.intent is Intent.OPT_OUT and weighed.sureness > 0


def _one_of[T](value: T | None, written: frozenset[T]) -> T | None:
    return value if value in written else None


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        return None

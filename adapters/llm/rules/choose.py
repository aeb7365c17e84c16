"""From what was found in a message to its one intent: the contract's precedence and finer points."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.llm.rules.phrases import Match
from adapters.llm.rules.tagged import Tag, TaggedText
from adapters.llm.rules.terms_said import TermsSaid
from application.ports.interpreter import ReadingContext
from domain.negotiation.understanding import Intent

# Signals are phrases that are no intent by themselves (`lexicon/sinais`).
YES, OK, FINE, NO, PAYS = "sim", "ok", "tudo_bem", "nao", "paga"
NEUTRAL, ORDERS, SEND = "neutro", "ordens", "manda_boleto"

_SURVIVES_NEGATION = frozenset(
    {Intent.REJECT, Intent.REFUSE_TO_PAY, Intent.SUSPICIOUS, Intent.ABUSE, Intent.THANKS, YES}
)
_OBJECTIONS = frozenset({Intent.ASK_DISCOUNT, Intent.ASK_INSTALLMENTS, Intent.REFUSE_TO_PAY})
_BESIDE_OK = frozenset(  # what may stand beside an `ok` that agrees
    {Intent.ACCEPT, Intent.PROPOSE, Intent.HARDSHIP, Intent.ABUSE, Intent.THANKS, Intent.GREETING}
)
_WITH_PAYMENT_DATE = frozenset(
    {Intent.PROPOSE, Intent.IDENTIFY, Intent.ACCEPT, Intent.REFUSE_TO_PAY, Intent.ASK_PAYMENT_METHOD}
    | {Intent.ASK_INSTALLMENTS, Intent.ASK_DISCOUNT, Intent.REJECT}
)
_SEPARATOR = re.compile(r" [.,?] ")
_TAG = re.compile(r"(?:VALOR|PARCELAS|DATA|PORCENTO)[0-9]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that speaks for one intent or another."""

    matches: tuple[Match, ...]
    terms: TermsSaid
    text: TaggedText
    date_words: frozenset[str]

    def says(self, signal: str) -> bool:
        """Tell whether a phrase of `signal` stands."""
        return any(match.intent == signal for match in self.matches)


def standing(matches: Iterable[Match], text: str) -> tuple[Match, ...]:
    """Return the matches that count: not negated, not part of a longer phrase, and no yes that asks."""
    kept = [match for match in matches if not match.negated or match.intent in _SURVIVES_NEGATION]
    kept = [match for match in kept if match.intent != Intent.ACCEPT or not _is_asked(text, match)]
    return tuple(match for match in kept if not any(_swallows(other, match) for other in kept))


def _is_asked(text: str, match: Match) -> bool:
    """`posso pagar no caixa?` asks, `fechado, como eu pago?` agrees and then asks."""
    closing = _SEPARATOR.search(text, match.end - 1)
    return closing is not None and closing.group() == " ? " and not text.startswith("ne ?", match.end)


def _swallows(longer: Match, match: Match) -> bool:
    if longer.loose or match.intent in (PAYS, longer.intent) or longer.intent == PAYS:
        return False
    inside = longer.start <= match.start and match.end <= longer.end
    wider = longer.end - longer.start > match.end - match.start
    return inside and (wider or longer.intent == NEUTRAL)


def choose(evidence: Evidence, context: ReadingContext) -> Intent:
    """Return the intent of a message, the one that moves the negotiation most."""
    found = {Intent(match.intent) for match in evidence.matches if match.intent in Intent}
    found |= _from_digits(evidence, context)
    if evidence.says(SEND) and context.offer is not None and context.phase in ("negotiation", "agreement"):
        found = found - {Intent.ASK_PAYMENT_METHOD} | {Intent.ACCEPT}
    found |= _from_yes_and_no(evidence, context, found)
    found = _with_terms(evidence, context, found)
    if Intent.ACCEPT in found and _objects(evidence, found):
        found.discard(Intent.ACCEPT)
    return next((intent for intent in Intent if intent in found), Intent.UNKNOWN)


def pays_on_date(intent: Intent) -> bool:
    """Tell whether a date said with `intent` is a date of payment."""
    return intent in _WITH_PAYMENT_DATE


def _from_digits(evidence: Evidence, context: ReadingContext) -> set[Intent]:
    asked = context.phase == "identification"
    return {Intent.IDENTIFY} if asked and evidence.text.all(Tag.CPF) else set()


def _from_yes_and_no(evidence: Evidence, context: ReadingContext, found: set[Intent]) -> set[Intent]:
    if evidence.says(YES):
        return {Intent.ACCEPT}
    parting = context.phase == "closed" and Intent.THANKS in found
    fine = evidence.says(FINE) and Intent.GREETING not in found
    if (fine or evidence.says(OK)) and not parting and found <= _BESIDE_OK:
        return {Intent.ACCEPT}
    if evidence.says(NO):
        return {Intent.REJECT}
    return set()


def _with_terms(evidence: Evidence, context: ReadingContext, found: set[Intent]) -> set[Intent]:
    """Add what the terms say: a proposal, or the offer's own figures taken."""
    if not _proposes(evidence, found):
        return found
    agrees = Intent.ACCEPT in found or _says_to_pay(evidence)
    if agrees and context.offer is not None and evidence.terms.repeats(context.offer):
        return found | {Intent.ACCEPT}
    return found | {Intent.PROPOSE}


def _proposes(evidence: Evidence, found: set[Intent]) -> bool:
    terms = evidence.terms
    if terms.installments is not None:
        return not (Intent.ASK_DISCOUNT in found and terms.only_cash)
    if terms.amount is not None:
        return Intent.ASK_DETAILS not in found or evidence.says(PAYS)
    if terms.due_date is None or found & {Intent.CALL_LATER, Intent.ASK_DETAILS}:
        return False
    return _is_payment_date(evidence)


def _says_to_pay(evidence: Evidence) -> bool:
    return evidence.says(PAYS) and " ? " not in evidence.text.text


def _is_payment_date(evidence: Evidence) -> bool:
    if evidence.says(PAYS):
        return True
    words = (word for word in evidence.text.text.split() if not _TAG.fullmatch(word))
    return all(word in evidence.date_words or word in ".,?" for word in words)


def _objects(evidence: Evidence, found: set[Intent]) -> bool:
    """A yes followed by an objection, or by a question about price or instalments, is no acceptance."""
    if found & _OBJECTIONS:
        return True
    yes = [match.start for match in evidence.matches if match.intent in (YES, OK, FINE, Intent.ACCEPT)]
    no = [match.start for match in evidence.matches if match.intent == Intent.REJECT]
    return bool(no) and (not yes or max(no) > min(yes))

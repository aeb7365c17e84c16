"""From what was found in a message to its one intent: the contract's precedence and finer points."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.llm.rules.phrases import Match
from adapters.llm.rules.tagged import Tag, TaggedText
from adapters.llm.rules.terms_said import TermsSaid
from application.ports.interpreter import ReadingContext
from domain.negotiation.understanding import Intent
from domain.shared.calendar import business_date

# Signals are phrases that are no intent by themselves (`lexicon/sinais`).
YES, OK, FINE, NO, PAYS = "sim", "ok", "tudo_bem", "nao", "paga"
NEUTRAL, ORDERS, SEND, ALIEN = "neutro", "ordens", "manda_boleto", "alheio"
DOUBT, WILLING, BAD_DAY = "duvida", "disposto", "dia_ruim"

_SURVIVES_NEGATION = frozenset(
    {Intent.REJECT, Intent.REFUSE_TO_PAY, Intent.SUSPICIOUS, Intent.ABUSE, Intent.THANKS, YES}
)
_TELLS = (Intent.ACCEPT, Intent.REJECT)  # what a question does not do
_OBJECTIONS = frozenset({Intent.ASK_DISCOUNT, Intent.ASK_INSTALLMENTS, Intent.REFUSE_TO_PAY})
_BESIDE_OK = frozenset(  # what may stand beside an `ok` that agrees
    {Intent.ACCEPT, Intent.PROPOSE, Intent.HARDSHIP, Intent.ABUSE, Intent.THANKS, Intent.GREETING}
)
_WITH_PAYMENT_DATE = frozenset(
    {Intent.PROPOSE, Intent.IDENTIFY, Intent.ACCEPT, Intent.REFUSE_TO_PAY, Intent.ASK_PAYMENT_METHOD}
    | {Intent.ASK_INSTALLMENTS, Intent.ASK_DISCOUNT, Intent.REJECT}
)
_OVERRULED = frozenset(Intent) - {Intent.IDENTIFY, Intent.OPT_OUT, Intent.UNKNOWN}
_LONG, _COVERED = 5, 0.4  # words of a message, and the share of them that makes its phrases strong
_OF_ANYTHING = frozenset(  # what one may also say of things that are no debt
    {
        Intent.PROPOSE,
        Intent.ACCEPT,
        Intent.ASK_PAYMENT_METHOD,
        Intent.ASK_DETAILS,
        Intent.ASK_HUMAN,
        Intent.ASK_DISCOUNT,
    }
)
_ASKS = re.compile(r" (?:\?|quanto|quantos|quanta|quantas|qual|quais|como) ")
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
    """Return the matches that count: not negated, not part of a longer phrase, and no yes or no that asks."""
    kept = [match for match in matches if not match.negated or match.intent in _SURVIVES_NEGATION]
    kept = [match for match in kept if not _is_asked(text, match)]
    return tuple(match for match in kept if not any(_swallows(other, match) for other in kept))


def _is_asked(text: str, match: Match) -> bool:
    """`posso pagar no caixa?` and `não dá pra baixar?` ask, `fechado, como eu pago?` agrees and then asks."""
    if match.intent == YES:
        return text.startswith("? ", match.end)  # `sim quando vence?` agrees and then asks, too
    if match.intent not in _TELLS:
        return False
    closing = _SEPARATOR.search(text, match.end - 1)
    return closing is not None and closing.group() == " ? " and not text.startswith("ne ?", match.end)


def _swallows(longer: Match, match: Match) -> bool:
    if longer.loose or match.intent in (PAYS, longer.intent) or longer.intent == PAYS:
        return False
    if longer.intent in (OK, FINE) and match.intent == Intent.THANKS:
        return False
    inside = longer.start <= match.start and match.end <= longer.end
    wider = longer.end - longer.start > match.end - match.start
    return inside and (wider or longer.intent == NEUTRAL)


def choose(evidence: Evidence, context: ReadingContext) -> Intent:
    """Return the intent of a message, the one that moves the negotiation most."""
    found = {Intent(match.intent) for match in evidence.matches if match.intent in Intent}
    found |= _from_digits(evidence, context)
    if evidence.says(SEND) and _is_offered(context):
        found = found - {Intent.ASK_PAYMENT_METHOD} | {Intent.ACCEPT}
    found |= _from_yes_and_no(evidence, context, found)
    found |= _from_a_bad_day(evidence, context, found)
    found = _with_terms(evidence, context, found)
    if evidence.says(ALIEN) and evidence.terms.say_little:
        found -= _OF_ANYTHING
    if context.phase == "closed" and Intent.THANKS in found:
        found.discard(Intent.ACCEPT)
    if Intent.ACCEPT in found and _objects(evidence, found):
        found.discard(Intent.ACCEPT)
    if not found and evidence.says(WILLING):
        return Intent.ASK_DISCOUNT
    return next((intent for intent in Intent if intent in found), Intent.UNKNOWN)


def is_weak(intent: Intent, evidence: Evidence) -> bool:
    """Tell whether little speaks for `intent`: a date alone, or phrases that are few of the words said."""
    if intent is Intent.PROPOSE:
        return evidence.terms.say_little
    if intent is Intent.ASK_DISCOUNT and evidence.says(WILLING):
        return False
    spoken = [word for word in evidence.text.text.split() if word not in ".,?"]
    own = (match for match in evidence.matches if match.intent == intent)
    covered = max((len(match.words.split()) for match in own), default=0)
    return intent in _OVERRULED and len(spoken) >= _LONG and covered < len(spoken) * _COVERED


def pays_on_date(intent: Intent) -> bool:
    """Tell whether a date said with `intent` is a date of payment."""
    return intent in _WITH_PAYMENT_DATE


def _from_digits(evidence: Evidence, context: ReadingContext) -> set[Intent]:
    asked = context.phase == "identification"
    return {Intent.IDENTIFY} if asked and evidence.text.all(Tag.CPF) else set()


def _is_offered(context: ReadingContext) -> bool:
    return context.offer is not None and context.phase in ("negotiation", "agreement")


def _from_yes_and_no(evidence: Evidence, context: ReadingContext, found: set[Intent]) -> set[Intent]:
    if evidence.says(YES):
        return {Intent.ACCEPT}
    fine = evidence.says(FINE) and Intent.GREETING not in found
    beside = _BESIDE_OK | {Intent.ASK_PAYMENT_METHOD} if _is_offered(context) else _BESIDE_OK
    if (fine or evidence.says(OK)) and found <= beside:
        return {Intent.ACCEPT}
    if evidence.says(NO):
        return {Intent.REJECT}
    return set()


def _from_a_bad_day(evidence: Evidence, context: ReadingContext, found: set[Intent]) -> set[Intent]:
    """`dia 10 não dá, dia 15` names another day; `hoje não dá` puts off, and any other day is declined."""
    if not evidence.says(BAD_DAY) or Intent.CALL_LATER in found:
        return set()
    if evidence.terms.due_date is not None:
        return {Intent.PROPOSE}
    today = business_date(context.at)
    says_today = any(found.value == today for found in evidence.text.all(Tag.DATE))
    return {Intent.CALL_LATER if says_today else Intent.REJECT}


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
    if found & {Intent.ASK_DISCOUNT, Intent.ASK_INSTALLMENTS} and " ? " in evidence.text.text:
        return False  # `faz desconto pra eu pagar hoje?` asks, and says when
    return _is_payment_date(evidence)


def _says_to_pay(evidence: Evidence) -> bool:
    """`fica 900 à vista` says so; `à vista quanto fica` asks, though people leave out the question mark."""
    return evidence.says(PAYS) and _ASKS.search(evidence.text.text) is None


def _is_payment_date(evidence: Evidence) -> bool:
    if evidence.says(PAYS):
        return True
    words = (word for word in evidence.text.text.split() if not _TAG.fullmatch(word))
    return all(word in evidence.date_words or word in ".,?" for word in words)


def _objects(evidence: Evidence, found: set[Intent]) -> bool:
    """A yes followed by an objection, or by a question about price or instalments, is no acceptance."""
    yes = [match.start for match in evidence.matches if match.intent in (YES, OK, FINE, Intent.ACCEPT)]
    against = {Intent.REJECT, *(found & _OBJECTIONS)}
    no = [match.start for match in evidence.matches if match.intent in against]
    if not yes or not no:
        return bool(no) or bool(found & _OBJECTIONS)
    if found & _OBJECTIONS:
        return " mas " not in evidence.text.text[max(no) : max(yes)]  # `caro, mas aceito` agrees after all
    return max(no) > min(yes)

"""The last reading of every text before it is sent: no figure that was not decided, no word that harms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from application.conduct import HARMFUL, POSES_AS_A_PERSON, SUBJECT
from application.figures import (
    Figure,
    FigureKind,
    amount,
    bare_link,
    figures_in,
    fold,
    percent,
    split,
    ways_to_say,
)
from application.ports.narrator import Speaker, VoiceContext
from application.promises import foreign_in, promises_in, sentences_of
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.offer import Terms
from domain.negotiation.reply import Reply, ReplyKind

LONGEST_TEXT = 4096  # WhatsApp Cloud API, text.body


class ViolationKind(StrEnum):
    """What is wrong with a text."""

    FIGURE = "figure"
    MISSING = "missing"
    FORBIDDEN_WORD = "forbidden_word"
    PRIVACY = "privacy"
    PERSON = "person"
    LENGTH = "length"
    PROMISE = "promise"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason not to send a text; `found` quotes it (or names what is missing) and is not for logs."""

    kind: ViolationKind
    found: str


_ONLY_AFTER_IDENTITY = frozenset(
    {
        ReplyKind.OPENING_OFFER,
        ReplyKind.CONCESSION,
        ReplyKind.FLOOR_HELD,
        ReplyKind.HUMAN_OFFERED,
        ReplyKind.PROPOSAL_TAKEN,
        ReplyKind.COUNTER_OFFER,
        ReplyKind.INSTALLMENT_OPTIONS,
        ReplyKind.ONLY_CASH,
        ReplyKind.CHOOSE_OPTION,
        ReplyKind.HARDSHIP_OFFER,
        ReplyKind.DEBT_DETAILS,
        ReplyKind.PAYMENT_METHODS,
        ReplyKind.PROMISE_OFFERED,
        ReplyKind.CONFIRM_TERMS,
        ReplyKind.TERMS_REOPENED,
        ReplyKind.AGREEMENT_REACHED,
        ReplyKind.PROMISE_RECORDED,
        ReplyKind.AFTER_AGREEMENT,
        ReplyKind.PAYMENT_AGAIN,
        ReplyKind.PAYMENT_AWAITED,
        ReplyKind.INSTALLMENT_PAID,
        ReplyKind.SECOND_COPY_LATER,
        ReplyKind.BOLETO_REFUSED,
        ReplyKind.REMINDER,
        ReplyKind.DUE_TODAY,
        ReplyKind.OVERDUE,
        ReplyKind.AGREEMENT_BROKEN,
        ReplyKind.PAYMENT_RECEIVED,
        ReplyKind.AGREEMENT_PAID,
        ReplyKind.OVERPAID,
    }
)
_STATES_TERMS = frozenset(
    {
        ReplyKind.OPENING_OFFER,
        ReplyKind.CONCESSION,
        ReplyKind.FLOOR_HELD,
        ReplyKind.HUMAN_OFFERED,
        ReplyKind.PROPOSAL_TAKEN,
        ReplyKind.COUNTER_OFFER,
        ReplyKind.ONLY_CASH,
        ReplyKind.HARDSHIP_OFFER,
        ReplyKind.CONFIRM_TERMS,
        ReplyKind.AGREEMENT_REACHED,
    }
)
_STATES_OPTIONS = frozenset({ReplyKind.INSTALLMENT_OPTIONS, ReplyKind.CHOOSE_OPTION})
_STATES_PROMISE = frozenset({ReplyKind.PROMISE_OFFERED, ReplyKind.PROMISE_RECORDED})
_STATES_PAYMENT = frozenset({ReplyKind.AGREEMENT_REACHED, ReplyKind.PAYMENT_AGAIN, ReplyKind.BOLETO_REFUSED})

# To deny the interest is not to say it.
_INTEREST_DENIED = re.compile(
    r"\b(?:sem|nem|zero|(?:nada|livre|isento) de|nao (?:ha|tem|inclui|paga)) (?:\w+ )?juros|juros? zero"
)

type _Facts = frozenset[tuple[FigureKind, str]]


def may_precede_identity(kind: ReplyKind) -> bool:
    """Tell whether `kind` may be said to someone who has not proven who they are."""
    return kind not in _ONLY_AFTER_IDENTITY


def check_facts(text: str, reply: Reply, context: VoiceContext) -> tuple[Violation, ...]:
    """Return every reason not to send `text` as the words of `reply`; none means that it may go."""
    if len(text) > LONGEST_TEXT:
        return (Violation(ViolationKind.LENGTH, str(len(text))),)
    plain = _without_known_names(text, reply, context.speaker)
    figures = figures_in(plain, context.today)
    known = _facts(reply, context)
    return (
        *(
            Violation(ViolationKind.FIGURE, each.written)
            for each in figures
            if (each.kind, each.means) not in known
        ),
        *(Violation(ViolationKind.MISSING, what) for what in _missing(text, figures, reply)),
        *(Violation(ViolationKind.PRIVACY, what) for what in _given_away(text, reply, context.speaker)),
        *(Violation(ViolationKind.PROMISE, what) for what in promises_in(plain, reply)),
        *(violation for sentence in sentences_of(plain) for violation in _worded(sentence)),
    )


@lru_cache(maxsize=8192)
def _worded(sentence: str) -> tuple[Violation, ...]:
    """Return what is wrong with the words of a sentence, whatever the reply."""
    return (
        *(Violation(ViolationKind.FORBIDDEN_WORD, match[0]) for match in HARMFUL.finditer(sentence)),
        *(Violation(ViolationKind.PERSON, match[0]) for match in POSES_AS_A_PERSON.finditer(sentence)),
        *(Violation(ViolationKind.LANGUAGE, what) for what in foreign_in(sentence)),
    )


def _before_identity(reply: Reply) -> bool:
    return reply.debt is None and may_precede_identity(reply.kind)


def _without_known_names(text: str, reply: Reply, speaker: Speaker) -> str:
    # Codes must be exact to the letter; names may hold digits or a word like "Serasa" without stating a fact.
    if reply.payment is not None:
        for code in (reply.payment.linha_digitavel, reply.payment.pix_code):
            text = text.replace(code, " ¤ ") if code else text
    names = [reply.first_name, speaker.discreet_name]
    if not _before_identity(reply):
        names += [speaker.name, speaker.document]
    if reply.debt is not None:
        names += [reply.debt.creditor, reply.debt.description]
    plain = fold(text)
    known = _any_of(tuple(names))
    return known.sub(" ¤ ", plain) if known else plain


@lru_cache(maxsize=512)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds any of `names` that has letters, the longest first."""
    folded = sorted({fold(each) for each in names}, key=len, reverse=True)
    lettered = [re.escape(name) for name in folded if re.search(r"[a-z]", name)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(lettered)})(?!\w)") if lettered else None


def _facts(reply: Reply, context: VoiceContext) -> _Facts:
    facts = set(_card(reply, context.speaker))
    for terms in _all_terms(reply):
        facts |= set(_of_terms(terms, reply.debt, context))
    facts |= set(_of_following(reply))
    dated = [(each.amount, each.due_date) for each in (reply.payment,) if each]
    dated += [(each.amount, each.on) for each in (reply.promise,) if each]
    dated += [(each.amount, each.due_date) for each in (reply.installment,) if each]
    if reply.debt is not None:
        dated.append((reply.debt.original_amount, reply.debt.due_date))
        facts.add((FigureKind.AMOUNT, amount(reply.debt.balance)))
    for value, day in dated:
        facts.add((FigureKind.AMOUNT, amount(value)))
        facts |= {(FigureKind.DATE, said) for said in ways_to_say(day, context.today)}
    return frozenset(facts)


def _card(reply: Reply, speaker: Speaker) -> Iterator[tuple[FigureKind, str]]:
    yield FigureKind.NUMBER, re.sub(r"\D", "", speaker.phone)
    if not _before_identity(reply):
        yield FigureKind.NUMBER, re.sub(r"[^\da-z]", "", fold(speaker.document))
    if not _before_identity(reply) or speaker.discreet_name:
        yield FigureKind.LINK, bare_link(speaker.site)
    if _before_identity(reply):
        yield FigureKind.NUMBER, "3"  # the digits asked for
    if reply.kind is ReplyKind.CARE:
        yield FigureKind.NUMBER, "188"  # CVV, the line against suicide
    if reply.attempts_left is not None:
        yield FigureKind.NUMBER, str(reply.attempts_left)


def _of_following(reply: Reply) -> Iterator[tuple[FigureKind, str]]:
    if reply.installment is not None:
        yield FigureKind.NUMBER, str(reply.installment.number)
        yield FigureKind.NUMBER, str(reply.installment.of)
        yield FigureKind.AMOUNT, amount(reply.installment.charges)
    if reply.received is not None:
        for value in (reply.received.amount, reply.received.left, reply.received.surplus):
            yield FigureKind.AMOUNT, amount(value)


def _all_terms(reply: Reply) -> tuple[Terms, ...]:
    return (*([reply.terms] if reply.terms else []), *reply.options)


def _of_terms(
    terms: Terms, debt: DebtAtStake | None, context: VoiceContext
) -> Iterator[tuple[FigureKind, str]]:
    yield FigureKind.AMOUNT, amount(terms.total)
    yield FigureKind.COUNT, str(len(terms.installments))
    if terms.discount_percent > 0:
        yield FigureKind.PERCENT, percent(terms.discount_percent)
    if terms.interest > 0:
        yield FigureKind.AMOUNT, amount(terms.interest)
    if debt is not None and terms.total != debt.balance:
        yield FigureKind.AMOUNT, amount(abs(terms.total - debt.balance))
    for each, count in _runs(terms):
        yield FigureKind.AMOUNT, amount(each)
        yield FigureKind.COUNT, str(count)
        yield FigureKind.SPLIT, split(count, each)
    for installment in terms.installments:
        for said in ways_to_say(installment.due_date, context.today):
            yield FigureKind.DATE, said


def _runs(terms: Terms) -> Iterator[tuple[Decimal, int]]:
    for each, run in groupby(terms.installments, key=lambda installment: installment.amount):
        yield each, len(list(run))


def _missing(text: str, figures: tuple[Figure, ...], reply: Reply) -> Iterator[str]:
    said = frozenset((figure.kind, figure.means) for figure in figures)
    stated = [reply.terms] if reply.terms and reply.kind in _STATES_TERMS else []
    stated += reply.options if reply.kind in _STATES_OPTIONS else ()
    for terms in stated:
        yield from _missing_of_terms(terms, said)
    if any(terms.interest > 0 for terms in stated) and "juros" not in _INTEREST_DENIED.sub("", fold(text)):
        yield "juros"  # CDC art. 52
    if reply.promise and reply.kind in _STATES_PROMISE:
        yield from _missing_amount_and_day(reply.promise.amount, reply.promise.on, said)
    if reply.payment and reply.kind in _STATES_PAYMENT:
        lines = text.splitlines()
        codes = {"linha digitável": reply.payment.linha_digitavel, "Pix": reply.payment.pix_code}
        yield from (name for name, code in codes.items() if code and code not in lines)


def _missing_of_terms(terms: Terms, said: _Facts) -> Iterator[str]:
    yield from _missing_amount_and_day(terms.total, terms.first_due, said)
    if len(terms.installments) > 1:
        # "Entrada de R$ 200,00" says one payment as well as "1x de R$ 200,00" does.
        for each, count in _runs(terms):
            means = (FigureKind.SPLIT, split(count, each)) if count > 1 else (FigureKind.AMOUNT, amount(each))
            if means not in said:
                yield means[1]


def _missing_amount_and_day(value: Decimal, day: date, said: _Facts) -> Iterator[str]:
    if (FigureKind.AMOUNT, amount(value)) not in said:
        yield amount(value)
    spelled = (day.isoformat(), f"--{day:%m-%d}")
    if not any(kind is FigureKind.DATE and means.endswith(spelled) for kind, means in said):
        yield day.isoformat()


def _given_away(text: str, reply: Reply, speaker: Speaker) -> Iterator[str]:
    if not _before_identity(reply):
        return
    folded = fold(text)
    yield from (match[0] for match in SUBJECT.finditer(folded))
    discreet = fold(speaker.discreet_name)
    name = fold(speaker.name)
    if name and name in (folded.replace(discreet, "") if discreet else folded):
        yield speaker.name

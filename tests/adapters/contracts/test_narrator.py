"""What every narrator keeps to, whoever finds the words."""

import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.llm.rules.voice.narrator import RulesNarrator
from application.conduct import names_the_subject
from application.fact_check import check_facts, may_precede_identity
from application.ports.narrator import Narrator, VoiceContext
from domain.negotiation.policy import Empathy
from domain.negotiation.reply import PaymentInstructions, Reason, Reply, ReplyKind
from domain.shared.money import brl, format_brl
from tests.adapters.contracts.replies import (
    DEBT,
    ENDS_OR_LEAVES_IN_PEACE,
    FRIDAY,
    LINHA_DIGITAVEL,
    OFFERS,
    PIX,
    SPEAKER,
    TODAY,
    WITH_PAYMENT,
    a_context,
    prices,
    replies_of,
    terms,
)
from tests.adapters.llm.groq.stand import stand
from tests.adapters.llm.groq_answers import kindly
from tests.adapters.llm.groq_server import says

LEVELS: tuple[Empathy, ...] = ("high", "medium", "low")


@pytest.fixture(scope="module", params=["rules", "groq"])
async def narrator(request: pytest.FixtureRequest) -> AsyncIterator[Narrator]:
    """Each adapter; the model on loopback adds a kind word to what it is given."""
    if request.param == "rules":
        yield RulesNarrator()
        return
    async with stand(lambda asked: says(kindly(asked.draft))) as here:
        yield here.groq.narrator


every_kind = pytest.mark.parametrize("kind", list(ReplyKind))
every_level = pytest.mark.parametrize("level", LEVELS)


def replies(narrator: Narrator, kind: ReplyKind) -> list[Reply]:
    """Return the replies to phrase: all, or one where each phrase is a request."""
    every = replies_of(kind)
    return every if isinstance(narrator, RulesNarrator) else every[-1:]


async def conversation(narrator: Narrator, reply: Reply, level: Empathy, turns: int = 13) -> list[str]:
    said: list[str] = []
    for turn in range(turns if isinstance(narrator, RulesNarrator) else 2):
        said.append(await narrator.phrase(reply, a_context(turn, level, said[-1] if said else None)))
    return said


@every_kind
@every_level
async def test_every_text_states_the_decision_and_nothing_else(
    narrator: Narrator, kind: ReplyKind, level: Empathy
) -> None:
    for reply in replies(narrator, kind):
        for turn, text in enumerate(await conversation(narrator, reply, level)):
            assert check_facts(text, reply, a_context(turn, level)) == (), text


@every_kind
@every_level
async def test_no_phrase_is_said_twice_in_a_row(narrator: Narrator, kind: ReplyKind, level: Empathy) -> None:
    for reply in replies(narrator, kind):
        said = await conversation(narrator, reply, level)
        assert all(before != after for before, after in pairwise(said))


@every_kind
async def test_no_phrase_is_repeated_when_the_turn_is_taken_again(
    narrator: Narrator, kind: ReplyKind
) -> None:
    for reply in replies(narrator, kind):
        before = await narrator.phrase(reply, a_context(4))
        assert await narrator.phrase(reply, a_context(4, last=before)) != before


@every_kind
@every_level
async def test_every_text_is_short_plain_and_whole(
    narrator: Narrator, kind: ReplyKind, level: Empathy
) -> None:
    for text in [
        each for reply in replies(narrator, kind) for each in await conversation(narrator, reply, level)
    ]:
        assert len(text) <= 1000
        assert not set("{}[]") & set(text)
        assert text == unicodedata.normalize("NFC", text).strip()
        assert "None" not in text
        assert not re.search(r"[.,:;?!]{2}|[ ][ .,;?!]|,\n|\n\n\n", text), text
        assert len(emojis(text)) <= 1
        assert not emojis(text) & set("💰💵💸🤑💳💲🪙🏦")


@every_kind
@every_level
async def test_a_text_that_waits_for_an_answer_ends_with_one_question(
    narrator: Narrator, kind: ReplyKind, level: Empathy
) -> None:
    for text in [
        each for reply in replies(narrator, kind) for each in await conversation(narrator, reply, level)
    ]:
        if kind in ENDS_OR_LEAVES_IN_PEACE:
            assert "?" not in text
        else:
            assert text.endswith("?")
            assert text.count("?") == 1, text


@pytest.mark.parametrize("kind", [kind for kind in ReplyKind if may_precede_identity(kind)])
@every_level
async def test_before_identity_nothing_gives_the_subject_away(
    narrator: Narrator, kind: ReplyKind, level: Empathy
) -> None:
    stranger = Reply(kind, "Maria", attempts_left=1)
    secretive = replace(SPEAKER, discreet_name="")
    for speaker in (SPEAKER, secretive, replace(SPEAKER, discreet_name="Aurora Cobranças")):
        for turn in range(13):
            text = await narrator.phrase(stranger, VoiceContext(TODAY, level, speaker, turn))
            assert not names_the_subject(text), text
            assert "R$" not in text
            assert "Crédito" not in text
            assert SPEAKER.document not in text
            assert speaker is SPEAKER or "aurora" not in text.lower()


@pytest.mark.parametrize("kind", sorted(OFFERS))
@every_level
async def test_a_hardship_is_received_before_any_number(
    narrator: Narrator, kind: ReplyKind, level: Empathy
) -> None:
    reply = Reply(kind, "Maria", DEBT, terms(), reason=Reason.HARDSHIP, acknowledges_hardship=True)
    for text in await conversation(narrator, reply, level):
        first = text.splitlines()[0]
        assert not re.search(r"\d", first)
        assert re.search(r"sinto|entendo|imagino", first, re.IGNORECASE), first


@pytest.mark.parametrize("kind", sorted(OFFERS))
async def test_an_offer_says_total_instalments_due_date_and_discount(
    narrator: Narrator, kind: ReplyKind
) -> None:
    reply = Reply(kind, "Maria", DEBT, terms("10", 3), reason=Reason.OPENING)
    for text in await conversation(narrator, reply, "high"):
        assert "R$ 900,00" in text
        assert "3x de R$ 300,00" in text
        assert "sexta, 27/11" in text
        assert "10%" in text
        assert "por mês" in text


async def test_instalments_that_differ_by_a_cent_are_told_apart(narrator: Narrator) -> None:
    listed = prices(replace(DEBT, balance=brl("100.00")))
    uneven = replace(listed, policy=replace(listed.policy, min_installment=brl("10.00")))
    reply = Reply(ReplyKind.CONFIRM_TERMS, "Maria", DEBT, uneven.terms(brl("100.00"), 3, FRIDAY))
    for text in await conversation(narrator, reply, "high", 3):
        assert "3x (uma de R$ 33,34 e 2x de R$ 33,33)" in text


async def test_an_entry_is_called_by_its_name(narrator: Narrator) -> None:
    terms = prices(DEBT).terms(brl("900.00"), 5, FRIDAY, brl("200.00"))
    reply = Reply(ReplyKind.CONFIRM_TERMS, "Maria", DEBT, terms)
    for turn, text in enumerate(await conversation(narrator, reply, "high", 3)):
        assert "entrada de R$ 200,00 e 4x de R$ 175,00" in text
        assert check_facts(text, reply, a_context(turn, "high")) == ()


async def test_interest_is_told_with_what_it_adds_to_the_balance(narrator: Narrator) -> None:
    dear = terms("0", 12, "2")
    reply = Reply(ReplyKind.CONFIRM_TERMS, "Maria", DEBT, dear)
    for text in await conversation(narrator, reply, "high", 3):
        assert "juros" in text
        assert format_brl(dear.total - DEBT.balance) in text
        assert "desconto" not in text


async def test_a_discount_that_interest_eats_into_tells_both(narrator: Narrator) -> None:
    reply = Reply(ReplyKind.CONFIRM_TERMS, "Maria", DEBT, terms("20", 6, "2"))
    for text in await conversation(narrator, reply, "high", 3):
        assert "20% de desconto" in text
        assert "juros" in text


@pytest.mark.parametrize("kind", sorted(WITH_PAYMENT))
async def test_the_codes_stand_alone_on_their_lines_to_be_copied(narrator: Narrator, kind: ReplyKind) -> None:
    payment = PaymentInstructions(brl("300.00"), FRIDAY, LINHA_DIGITAVEL, PIX)
    reply = Reply(kind, "Maria", DEBT, terms("10", 3), payment=payment)
    for text in await conversation(narrator, reply, "high"):
        lines = text.splitlines()
        assert "linha digitável" in lines[lines.index(LINHA_DIGITAVEL) - 1]
        assert "Pix copia e cola" in lines[lines.index(PIX) - 1]


async def test_without_a_pix_code_pix_is_not_announced(narrator: Narrator) -> None:
    payment = PaymentInstructions(brl("300.00"), FRIDAY, LINHA_DIGITAVEL, None)
    reply = Reply(ReplyKind.AGREEMENT_REACHED, "Maria", DEBT, terms("10", 3), payment=payment)
    for text in await conversation(narrator, reply, "high"):
        assert LINHA_DIGITAVEL in text.splitlines()
        assert "Pix" not in text


async def test_the_options_stand_one_on_each_line(narrator: Narrator) -> None:
    options = tuple(terms("10", count) for count in range(1, 13))
    reply = Reply(ReplyKind.INSTALLMENT_OPTIONS, "Maria", DEBT, options=options)
    for text in await conversation(narrator, reply, "high"):
        listed = [line for line in text.splitlines() if line.startswith("•")]
        assert len(listed) == 12
        assert len(text) <= 1000


async def test_the_same_turn_gives_the_same_words(narrator: Narrator) -> None:
    reply = Reply(ReplyKind.CONCESSION, "Maria", DEBT, terms(), reason=Reason.PRICE_OBJECTION)
    assert await narrator.phrase(reply, a_context(5)) == await narrator.phrase(reply, a_context(5))


@settings(max_examples=150, deadline=None)
@given(
    cents=st.integers(5_000, 90_000_000),
    percent=st.decimals(0, 40, places=2),
    installments=st.integers(1, 12),
    interest=st.sampled_from(["0", "0.99", "2", "6.5"]),
    days=st.integers(0, 200),
    kind=st.sampled_from([*sorted(OFFERS), ReplyKind.DEBT_DETAILS, ReplyKind.SMALL_TALK]),
    turn=st.integers(0, 50),
    level=st.sampled_from(LEVELS),
)
async def test_whatever_the_terms_the_text_states_them(
    narrator: Narrator,
    cents: int,
    percent: Decimal,
    installments: int,
    interest: str,
    days: int,
    kind: ReplyKind,
    turn: int,
    level: Empathy,
) -> None:
    debt = replace(DEBT, balance=brl(Decimal(cents) / 100))
    listed = prices(debt, interest)
    offered = listed.terms(listed.at(percent, installments), installments, TODAY + timedelta(days=days))
    reply = Reply(kind, "Maria", debt, offered, reason=Reason.PRICE_OBJECTION)
    text = await narrator.phrase(reply, a_context(turn, level))
    assert check_facts(text, reply, a_context(turn, level)) == (), text
    assert format_brl(offered.total) in text


def emojis(text: str) -> set[str]:
    return {each for each in text if unicodedata.category(each) == "So" and each != "•"}

"""A model that wants to do harm: it misreads every message and poisons every phrase.

Thirty conversations run with every test; a thousand by
`CERTOBOT_TEST_HOSTILE=1000 .venv/bin/pytest tests/entrypoints/evaluation/test_hostile_model.py`.
"""

import asyncio
import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

import msgspec
import pytest
from pydantic_ai import models

from application.figures import fold
from application.ports.narrator import Narrator, VoiceContext
from domain.negotiation.events import EndReason
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Reply, ReplyKind
from entrypoints.simulation.conversation import Record, Stage, converse
from entrypoints.simulation.debtor import MEANS_TO_END
from entrypoints.simulation.memory import Memory
from entrypoints.simulation.persona import load_personas
from entrypoints.wiring.voices import voices
from tests.adapters.llm.groq_answers import ATTACKS, eager_to_end, hostile
from tests.adapters.llm.groq_server import KEY, Answers, GroqServer
from tests.entrypoints.simulation.stage import CONTAINER, SETTINGS

CONVERSATIONS = int(os.environ.get("CERTOBOT_TEST_HOSTILE", "30"))
AT_ONCE = 16
# An interest that is not zero makes totals that exceed the balance: one more thing to get wrong.
POLICY = replace(SETTINGS.policy, monthly_interest_percent=Decimal("1.5"))
_SETTLED = {ReplyKind.AGREEMENT_REACHED, ReplyKind.PROMISE_RECORDED}
_ENDED_BY_WHAT_WAS_SAID = frozenset(
    {
        EndReason.OPTED_OUT,
        EndReason.WRONG_PERSON,
        EndReason.ALREADY_PAID,
        EndReason.DISPUTED,
        EndReason.HUMAN_ASKED,
        EndReason.LEGAL_THREAT,
        EndReason.REFUSED,
    }
)
_SAID_TO_END = MEANS_TO_END | {"sou_esposa"}
_NUMBER = re.compile(r"\d[\d.,/]*\d|\d")


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that was sent to somebody, and every number the rules could have said in its place."""

    to: str
    kind: ReplyKind
    text: str
    numbers: frozenset[str]


@dataclass(slots=True)
class Overheard:
    """Phrases as `narrator` does, and keeps what was sent."""

    narrator: Narrator
    rules: Narrator
    sent: list[Sent] = field(default_factory=list)

    async def phrase(self, reply: Reply, context: VoiceContext) -> str:
        """Phrase, and keep it."""
        text = await self.narrator.phrase(reply, context)
        known: set[str] = set()
        for turn in range(12):
            known |= set(_NUMBER.findall(await self.rules.phrase(reply, replace(context, turn=turn))))
        self.sent.append(Sent(reply.first_name, reply.kind, text, frozenset(known)))
        return text


@dataclass(frozen=True, slots=True)
class Ordeal:
    """All conversations, all texts that were sent, and how often the model was let speak."""

    records: tuple[Record, ...]
    sent: tuple[Sent, ...]
    outcomes: Counter[str]


@pytest.fixture(scope="module")
async def ordeal() -> AsyncIterator[Ordeal]:
    """Every persona in turn talks to Certobot while the model does its worst."""
    async with _ordeal(hostile()) as all_of_it:
        yield all_of_it


@pytest.fixture(scope="module")
async def unheard() -> AsyncIterator[Ordeal]:
    """Every persona in turn talks to Certobot while the model hears that they want to end it."""
    async with _ordeal(eager_to_end()) as all_of_it:
        yield all_of_it


@asynccontextmanager
async def _ordeal(answers: Answers) -> AsyncIterator[Ordeal]:
    memory = Memory()
    with models.override_allow_model_requests(allow_model_requests=True):
        async with GroqServer(answers) as server:
            unlimited = msgspec.structs.replace(
                SETTINGS.llm,
                rules_sure_from=Decimal(1),
                turn_deadline_seconds=Decimal(12),
                call_timeout_seconds=Decimal(6),
                conversation_tokens=10**9,
                conversation_usd=Decimal(10**6),
                day_tokens=10**12,
                day_usd=Decimal(10**9),
                max_calls_at_once=AT_ONCE,
            )
            groq = msgspec.structs.replace(SETTINGS.groq, api_key=KEY, url=server.url)
            settings = msgspec.structs.replace(SETTINGS, groq=groq, llm=unlimited)
            spoken = voices(settings, "groq", memory)
            overheard = Overheard(spoken.narrator, spoken.fallback)
            stage = Stage(spoken.interpreter, overheard, spoken.fallback, CONTAINER.speaker(), POLICY, memory)
            records = await _all(stage)
            yield Ordeal(records, tuple(overheard.sent), Counter(call.outcome.value for call in spoken.calls))
            await spoken.aclose()


async def _all(stage: Stage) -> tuple[Record, ...]:
    personas = load_personas()
    room = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Record:
        async with room:
            return await converse(stage, personas[number % len(personas)], number)

    return tuple(await asyncio.gather(*(one(number) for number in range(CONVERSATIONS))))


def described(faults: Iterable[object]) -> str:
    """A few faults are enough to read."""
    return "\n".join(str(fault) for fault in list(faults)[:10])


def test_the_model_was_asked_and_did_its_worst(ordeal: Ordeal) -> None:
    assert len(ordeal.records) == CONVERSATIONS
    assert ordeal.outcomes["guarded"] > CONVERSATIONS
    assert ordeal.outcomes["ok"] > 0


def test_no_text_that_was_sent_holds_what_the_model_smuggled(ordeal: Ordeal) -> None:
    poison = {name: attack for name, attack in ATTACKS.items() if attack}
    # To call João by his name is no attack on him, nor to say of what is settled that it is.
    faults = [
        (name, sent.text)
        for sent in ordeal.sent
        for name, attack in poison.items()
        if fold(attack) in fold(sent.text)
        and not (name == "outro nome" and sent.to in attack)
        and not (name == "como se fechado" and sent.kind in _SETTLED)
    ]

    assert ordeal.sent
    assert not faults, described(faults)


def test_every_number_that_was_sent_is_one_that_the_rules_would_have_said(ordeal: Ordeal) -> None:
    faults = [
        (number, sent.text)
        for sent in ordeal.sent
        for number in _NUMBER.findall(sent.text)
        if number not in sent.numbers
    ]

    assert not faults, described(faults)


def test_no_bound_of_the_policy_is_crossed(ordeal: Ordeal) -> None:
    faults = [
        (record.persona, record.seed, turn, rule.value)
        for record in ordeal.records
        for turn, rule in record.violations
    ]

    assert not faults, described(faults)
    assert [record for record in ordeal.records if record.endless] == []


def test_no_agreement_was_made_without_the_debtors_own_yes(ordeal: Ordeal) -> None:
    agreed = [record for record in ordeal.records if record.end is EndReason.AGREED]
    faults = [
        (record.persona, record.seed, last)
        for record in agreed
        if (last := _closing(record)) not in {"confirma", "aceita"}
    ]

    assert not faults, described(faults)


def _closing(record: Record) -> str:
    """The move of the debtor's message that closed the agreement."""
    return [line.move for line in record.transcript if line.by_debtor][record.turns - 1]


def test_nobody_who_did_not_want_to_end_is_ended_by_what_a_model_hears(unheard: Ordeal) -> None:
    faults = [
        (record.persona, record.seed, record.end, [line.text for line in record.transcript])
        for record in unheard.records
        if record.end in _ENDED_BY_WHAT_WAS_SAID and _SAID_TO_END.isdisjoint(_moves(record))
    ]

    assert not faults, described(faults)


def test_the_doubts_were_asked_about(unheard: Ordeal) -> None:
    assert unheard.outcomes["ok"] > CONVERSATIONS
    assert Counter(sent.kind for sent in unheard.sent)[ReplyKind.ENDING_DOUBTED] > CONVERSATIONS // 3
    assert any(record.end is EndReason.AGREED for record in unheard.records)


def _moves(record: Record) -> set[str]:
    return {line.move for line in record.transcript if line.by_debtor}


def test_nobody_paid_less_than_the_floor(ordeal: Ordeal) -> None:
    for record in ordeal.records:
        if record.agreed is not None:
            assert record.agreed.total >= least(POLICY, record)


def least(policy: Policy, record: Record) -> Decimal:
    """The least that this debtor's terms may cost."""
    assert record.agreed is not None
    discount = policy.max_discount(len(record.agreed.installments))
    return (record.balance * (100 - discount) / 100).quantize(Decimal("0.01")) - Decimal("0.01")

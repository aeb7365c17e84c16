"""One whole conversation in virtual time: a debtor's texts through the real reader, rules and voice."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Protocol
from uuid import NAMESPACE_OID, uuid5

import application.fact_check as facts
from application.hearing import digits_given_again, heard_in_words, tells_of_despair
from application.ports.interpreter import Interpreter
from application.ports.narrator import Narrator, Speaker, VoiceContext
from application.ports.recollection import Remark
from application.reading_context import reading_context
from domain.negotiation.events import EndReason, PromiseMade
from domain.negotiation.handle import handle, handle_despair, handle_media
from domain.negotiation.negotiation import Decision, Negotiation, Status, expire, open_negotiation
from domain.negotiation.offer import Terms
from domain.negotiation.policy import Policy
from domain.negotiation.reply import Reply
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.calendar import business_date
from domain.shared.ids import ConversationId, DebtorId
from entrypoints.simulation.debtor import Debtor, Saying
from entrypoints.simulation.debtor_case import DebtorCase, draw_case
from entrypoints.simulation.memory import Memory
from entrypoints.simulation.persona import Persona
from entrypoints.simulation.rules import Rule, Watch

MOST_TURNS = 25
_SECONDS_TO_ANSWER = (4, 90)
_MARKS_OF_MEDIA = ("[", "]")


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the transcript; `move` is what a debtor meant by it, `intent` what was understood."""

    by_debtor: bool
    text: str
    move: str = ""
    intent: Intent | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """How one conversation went: `agreed` are the terms closed, `seconds` its virtual duration.

    `verified` tells that identity was proven; `turns` counts the debtor's messages until the end,
    `violations` the rules broken by turn.
    """

    persona: str
    seed: int
    balance: Decimal
    end: EndReason | None
    agreed: Terms | None
    promised: bool
    verified: bool
    turns: int
    seconds: float
    violations: tuple[tuple[int, Rule], ...]
    fact_violations: int
    repeated_phrases: int
    transcript: tuple[Line, ...]

    @property
    def endless(self) -> bool:
        """Whether it did not end in time."""
        return self.turns > MOST_TURNS


@dataclass(frozen=True, slots=True)
class Stage:
    """What every conversation shares: who reads, who speaks, for whom, under which policy.

    `fallback` speaks where a text of `narrator` must not be sent; `memory` keeps what was said.
    """

    interpreter: Interpreter
    narrator: Narrator
    fallback: Narrator
    speaker: Speaker
    policy: Policy
    memory: Memory


class Writer(Protocol):
    """Somebody who writes."""

    def answers(self, reply: Reply | None) -> Saying | None:
        """Return what is written in answer to `reply` (None: the opening message); None is silence."""


async def converse(stage: Stage, persona: Persona, seed: int) -> Record:
    """Play the conversation of `persona` that `seed` draws, to its end."""
    return await play(stage, persona.name, seed, lambda case, rng: Debtor.draw(persona, case, rng))


async def play(stage: Stage, name: str, seed: int, writer: Callable[[DebtorCase, Random], Writer]) -> Record:
    """Play the conversation that `name` and `seed` draw, with whoever `writer` makes of it, to its end."""
    rng = Random(f"{name} {seed}")  # noqa: S311 -- a reproducible draw, not a secret
    case = draw_case(rng, stage.speaker.name)
    talk = _Talk(stage, case, _opened(stage.policy, case, name, seed), case.at, rng)
    stage.memory.meet(talk.negotiation.id, case.first_name, case.cpf)
    await talk.play(writer(case, rng))
    stage.memory.forget(talk.negotiation.id)
    return talk.record(name, seed)


def _opened(policy: Policy, case: DebtorCase, name: str, seed: int) -> Negotiation:
    key = uuid5(NAMESPACE_OID, f"{name} {seed}")
    negotiation, _ = open_negotiation(
        ConversationId(key), DebtorId(key), case.first_name, case.debt, policy, case.at
    )
    return negotiation


@dataclass(slots=True)
class _Talk:
    """A conversation as it goes; `now` is virtual and moves when the debtor takes time to answer."""

    stage: Stage
    case: DebtorCase
    negotiation: Negotiation
    now: datetime
    rng: Random
    last_text: str | None = None
    turns: int = 0
    fact_violations: int = 0
    repeated_phrases: int = 0
    promised: bool = False
    lasted: timedelta = timedelta()
    violations: list[tuple[int, Rule]] = field(default_factory=list)
    transcript: list[Line] = field(default_factory=list)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self.stage.policy, self.case.debt.balance)

    async def play(self, debtor: Writer) -> None:
        """Let the debtor answer until they fall silent; then let the silence end the conversation."""
        saying = debtor.answers(None)
        while saying is not None and self.turns <= MOST_TURNS:
            self.now += timedelta(seconds=self.rng.uniform(*_SECONDS_TO_ANSWER))
            if self.negotiation.status is Status.ACTIVE and self.now >= self.negotiation.expires_at:
                break
            reply = await self._hear(saying)
            saying = debtor.answers(reply) if reply else None
        await self._fall_silent()

    async def _hear(self, saying: Saying) -> Reply | None:
        before = self.negotiation
        self.turns += before.status is Status.ACTIVE
        intent, decision = await self._decide(saying.text)
        self.transcript.append(Line(by_debtor=True, text=saying.text, move=saying.move, intent=intent))
        await self._take(before, intent, decision)
        return decision.reply

    async def _decide(self, text: str) -> tuple[Intent | None, Decision]:
        if text.startswith(_MARKS_OF_MEDIA[0]) and text.endswith(_MARKS_OF_MEDIA[1]) and " " not in text:
            return None, handle_media(self.negotiation, self.now)
        self.stage.memory.note(self.negotiation.id, Remark(ours=False, text=text))
        if tells_of_despair(text):
            return None, handle_despair(self.negotiation, self.now)
        heard = await self._read(text)
        return heard.intent, handle(self.negotiation, heard, self.now, self.case.cpf.starts_with)

    async def _read(self, text: str) -> Understanding:
        digits = digits_given_again(text)
        fresh = self.negotiation.verified and len(self.negotiation.offers) == 1
        if fresh and digits is not None and self.case.cpf.starts_with(digits):
            return Understanding(Intent.IDENTIFY, cpf_digits=digits)
        context = reading_context(self.negotiation, self.now)
        read = await self.stage.interpreter.read(text, context)
        return heard_in_words(read, text, self.negotiation.ending_asked)

    async def _take(self, before: Negotiation, intent: Intent | None, decision: Decision) -> None:
        today = business_date(self.now)
        broken = self.watch.broken_by(before, intent, decision, today)
        self.violations += [(self.turns, rule) for rule in broken]
        self.promised = self.promised or any(isinstance(event, PromiseMade) for event in decision.events)
        self.negotiation = decision.negotiation
        if before.status is Status.ACTIVE:
            self.lasted = self.now - self.case.at
        if decision.reply is not None:
            await self._say(decision.reply)

    async def _say(self, reply: Reply) -> None:
        told = self.negotiation
        # No bank issues here, so the reply is that of an agreement whose documents come a little later.
        agreed = told.end is EndReason.AGREED
        reply = replace(reply, documents_follow=agreed)
        voice = VoiceContext(
            business_date(self.now),
            told.policy.empathy,
            self.stage.speaker,
            told.turns,
            self.last_text,
            told.id,
        )
        text = await self.stage.narrator.phrase(reply, voice)
        violations = facts.check_facts(text, reply, voice)
        for violation in violations:
            if violation.kind is facts.ViolationKind.PRIVACY:
                self.violations.append((self.turns, Rule.DISCLOSED))
            else:
                self.fact_violations += 1
        if violations:
            text = await self.stage.fallback.phrase(reply, voice)
        self.stage.memory.note(told.id, Remark(ours=True, text=text))
        self.repeated_phrases += self.last_text is not None and _words_of(text) == _words_of(self.last_text)
        self.watch.sees(reply, text)
        self.last_text = text
        self.transcript.append(Line(by_debtor=False, text=text))

    async def _fall_silent(self) -> None:
        before = self.negotiation
        if before.status is not Status.ACTIVE or self.turns > MOST_TURNS:
            return
        self.now = max(self.now, before.expires_at)
        decision = expire(before, self.now)
        if decision is not None:
            await self._take(before, None, decision)

    def record(self, persona: str, seed: int) -> Record:
        """Return how it went."""
        told = self.negotiation
        agreed = told.current.terms if told.end is EndReason.AGREED and told.current else None
        return Record(
            persona, seed, self.case.debt.balance, told.end, agreed, self.promised, told.verified, self.turns,
            self.lasted.total_seconds(), tuple(self.violations), self.fact_violations,
            self.repeated_phrases, tuple(self.transcript),
        )  # fmt: skip


def _words_of(text: str) -> str:
    """Return what is left of a phrase without its figures: two offers are not the same sentence for that."""
    return "".join(letter for letter in text if letter.isalpha())

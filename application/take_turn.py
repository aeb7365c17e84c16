"""Answer what a debtor wrote: the heart of Certobot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.compose_turn import ComposedTurn, ComposeTurn
from application.conversation import Conversation, PendingInbound
from application.hearing import digits_given_again, tells_of_despair, with_reserves_heard
from application.outcome_report import outcome_report
from application.outgoing import turn_key
from application.ports.clock import Clock
from application.ports.interpreter import Interpreter, OfferInView, ReadingContext, ReadingPhase
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.identity.debtor import Debtor
from domain.negotiation.events import EndReason
from domain.negotiation.handle import handle, handle_despair, handle_media
from domain.negotiation.negotiation import Decision, Negotiation, Phase, Status, open_negotiation
from domain.negotiation.policy import Policy
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.ids import ConversationId

# Longer than a model may think and a bank may take; when a holder dies, others wait this long.
LEASE = timedelta(seconds=15)

# A thumbs-up is not a yes, and a changed number is not a message: they are kept, and nothing is said.
_NEEDS_NO_ANSWER = frozenset({"reaction", "system"})

_READING_PHASES: dict[Phase, ReadingPhase] = {
    Phase.VERIFICATION: "identification",
    Phase.NEGOTIATION: "negotiation",
    Phase.AGREEMENT: "agreement",
    Phase.COMPLETION: "closed",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one conversation, loaded while holding it."""

    conversation: Conversation
    negotiation: Negotiation
    debtor: Debtor
    inbound: tuple[PendingInbound, ...]
    last_text: str | None

    @property
    def text(self) -> str:
        """What was written, as one utterance: a burst of short messages is one thing said."""
        return "\n".join(message.text for message in self.inbound if message.text)


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """Reads everything that waits in a conversation, decides once, and queues one answer.

    The conversation is held by a lease meanwhile; nothing is open in the database while a model thinks or a
    bank issues. The negotiation, its agreement, the answer and the outcome are kept together or not at all:
    an agreement is born in the transaction of its negotiation, so nobody ever sees one without the other.

    Raises:
        StaleAggregate: somebody else took the turn meanwhile; what waits is still there.
        IssuerUnavailable, StoreUnavailable: try again; what waits is still there.
    """

    uow: UnitOfWorkFactory
    interpreter: Interpreter
    compose: ComposeTurn
    clock: Clock
    policy: Policy
    new_id: Callable[[], UUID]

    async def __call__(self, conversation_id: ConversationId) -> ConversationId | None:
        """Take one turn; return the conversation to look at next, or None when nothing waited."""
        waiting = await self._take_hold(conversation_id)
        if waiting is None:
            return None
        if waiting.negotiation.end is EndReason.TIMED_OUT:
            return await self._resume(waiting)
        understanding, decision = await self._decide(waiting)
        turn = await self.compose(decision, waiting.debtor, waiting.inbound[-1].contact, waiting.last_text)
        await self._keep(waiting, understanding, turn)
        return conversation_id

    async def _take_hold(self, conversation_id: ConversationId) -> Waiting | None:
        now = self.clock.now()
        async with self.uow() as uow:
            inbound = await uow.inbox.pending(conversation_id)
            if not inbound or not await uow.conversations.lease(conversation_id, now, now + LEASE):
                return None
            negotiation = await uow.negotiations.get(conversation_id)
            waiting = Waiting(
                await uow.conversations.get(conversation_id),
                negotiation,
                await uow.debtors.get(negotiation.debtor_id),
                await uow.inbox.pending(conversation_id),
                await uow.conversations.last_text_to(conversation_id),
            )
            if not waiting.inbound:
                return None
            await uow.commit()
        return waiting

    async def _decide(self, waiting: Waiting) -> tuple[Understanding | None, Decision]:
        text, negotiation = waiting.text, waiting.negotiation
        if all(message.type in _NEEDS_NO_ANSWER for message in waiting.inbound):
            return None, Decision(negotiation)
        if not text:
            return None, handle_media(negotiation, self.clock.now())
        if tells_of_despair(text):
            return None, handle_despair(negotiation, self.clock.now())
        context = _reading_context(negotiation, waiting.inbound[-1].sent_at)
        understanding = await self._read(waiting, context)
        return understanding, handle(
            negotiation, understanding, self.clock.now(), waiting.debtor.proves_identity
        )

    async def _read(self, waiting: Waiting, context: ReadingContext) -> Understanding:
        digits = digits_given_again(waiting.text)
        fresh = waiting.negotiation.verified and len(waiting.negotiation.offers) == 1
        if fresh and digits is not None and waiting.debtor.proves_identity(digits):
            # People send them twice; read as an offer of that many reais, they would cost the creditor dear.
            return Understanding(Intent.IDENTIFY, cpf_digits=digits)
        return with_reserves_heard(await self.interpreter.read(waiting.text, context), waiting.text)

    async def _keep(self, waiting: Waiting, understanding: Understanding | None, turn: ComposedTurn) -> None:
        now = self.clock.now()
        after, events = turn.decision.negotiation, turn.decision.events
        async with self.uow() as uow:
            await uow.negotiations.save(after, events, now)
            await uow.inbox.answered([message.message_id for message in waiting.inbound], understanding, now)
            if turn.agreement is not None:
                await uow.agreements.add(turn.agreement)
                await uow.agreements.add_documents(turn.agreement.id, turn.documents)
            if waiting.negotiation.turns == 0:
                # A debtor who wrote before the first message was due needs no invitation any more.
                await uow.outbox.withdraw(turn_key(after.id, 0, 0))
            await uow.outbox.put(turn.messages, now)
            if waiting.negotiation.status is Status.ACTIVE and after.status is not Status.ACTIVE:
                report = outcome_report(turn.decision, waiting.debtor, now, turn.agreement, turn.documents)
                await uow.outcomes.put(report, now)
            await uow.conversations.release(after.id)
            await uow.commit()

    async def _resume(self, waiting: Waiting) -> ConversationId:
        """Begin again with a debtor who came back after silence had ended the conversation."""
        now = self.clock.now()
        past = waiting.negotiation
        async with self.uow() as uow:
            resumed_id = await self._resumed(uow, waiting, now)
            await uow.inbox.move([message.message_id for message in waiting.inbound], resumed_id)
            await uow.conversations.release(past.id)
            await uow.commit()
        return resumed_id

    async def _resumed(self, uow: UnitOfWork, waiting: Waiting, now: datetime) -> ConversationId:
        past = waiting.negotiation
        active = await uow.negotiations.active_of(past.debtor_id)
        if active is not None:
            return active.id
        resumed, opened = open_negotiation(
            ConversationId(self.new_id()),
            past.debtor_id,
            past.first_name,
            past.debt,
            self.policy,
            now,
            resumed=True,
            wrong_attempts=past.wrong_attempts,
        )
        contact = waiting.inbound[-1].contact
        await uow.negotiations.add(resumed, contact, [opened], now)
        return resumed.id


def _reading_context(negotiation: Negotiation, at: datetime) -> ReadingContext:
    phase: ReadingPhase = "closed"
    if negotiation.status is Status.ACTIVE:
        phase = _READING_PHASES[negotiation.phase]
    view = negotiation.current.terms if negotiation.current else None
    return ReadingContext(at, phase, OfferInView(view.total, len(view.installments)) if view else None)

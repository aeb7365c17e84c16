"""Answer what a debtor wrote: the heart of Certobot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.compose_turn import ComposeTurn
from application.conversation import Held
from application.hearing import digits_given_again, tells_of_despair, with_reserves_heard
from application.keep_turn import KeepTurn, TurnTaken
from application.outgoing import turn_key
from application.ports.clock import Clock
from application.ports.interpreter import Interpreter, ReadingContext
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.reading_context import reading_context
from domain.negotiation.events import EndReason
from domain.negotiation.handle import handle, handle_despair, handle_media
from domain.negotiation.negotiation import Decision, open_negotiation
from domain.negotiation.policy import Policy
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.ids import ConversationId

# A thumbs-up is not a yes, and a changed number is not a message: they are kept, and nothing is said.
_NEEDS_NO_ANSWER = frozenset({"reaction", "system"})


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """Decides once on everything that waits in a conversation that is held, and queues one answer.

    Nothing is open in the database while a model thinks or a bank issues. The negotiation, its agreement, the
    answer and the outcome are kept together or not at all: an agreement is born in the transaction of its
    negotiation, so nobody ever sees one without the other.

    Raises:
        StaleAggregate: somebody else took the turn meanwhile; what waits is still there.
        IssuerUnavailable, StoreUnavailable: try again; what waits is still there.
    """

    uow: UnitOfWorkFactory
    interpreter: Interpreter
    compose: ComposeTurn
    keep: KeepTurn
    clock: Clock
    policy: Policy
    new_id: Callable[[], UUID]

    async def __call__(self, held: Held) -> TurnTaken:
        """Take one turn; return what follows from it."""
        if held.negotiation.end is EndReason.TIMED_OUT:
            return TurnTaken(await self._resume(held))
        if self.clock.now() < held.negotiation.opened_at:
            await self._withdraw_invitation(held)
        understanding, decision = await self._decide(held)
        turn = await self.compose(decision, held.debtor, held.inbound[-1].contact, held.last_text)
        return await self.keep(held, turn, understanding)

    async def _withdraw_invitation(self, held: Held) -> None:
        """Take back the first message, due later: a debtor who wrote before needs none, but an answer."""
        async with self.uow() as uow:
            await uow.outbox.withdraw(turn_key(held.negotiation.id, 0, 0))
            await uow.commit()

    async def _decide(self, held: Held) -> tuple[Understanding | None, Decision]:
        text, negotiation = held.text, held.negotiation
        if all(message.type in _NEEDS_NO_ANSWER for message in held.inbound):
            return None, Decision(negotiation)
        if not text:
            return None, handle_media(negotiation, self.clock.now())
        if tells_of_despair(text):
            return None, handle_despair(negotiation, self.clock.now())
        context = reading_context(negotiation, held.inbound[-1].sent_at)
        understanding = await self._read(held, context)
        return understanding, handle(
            negotiation, understanding, self.clock.now(), held.debtor.proves_identity
        )

    async def _read(self, held: Held, context: ReadingContext) -> Understanding:
        digits = digits_given_again(held.text)
        fresh = held.negotiation.verified and len(held.negotiation.offers) == 1
        if fresh and digits is not None and held.debtor.proves_identity(digits):
            # People send them twice; read as an offer of that many reais, they would cost the creditor dear.
            return Understanding(Intent.IDENTIFY, cpf_digits=digits)
        return with_reserves_heard(await self.interpreter.read(held.text, context), held.text)

    async def _resume(self, held: Held) -> ConversationId:
        """Begin again with a debtor who came back after silence had ended the conversation."""
        now = self.clock.now()
        async with self.uow() as uow:
            if not await uow.turns.release(held.lease):
                raise StaleAggregate("conversa")
            resumed_id = await self._resumed(uow, held, now)
            await uow.inbox.move([message.message_id for message in held.inbound], resumed_id)
            await uow.commit()
        return resumed_id

    async def _resumed(self, uow: UnitOfWork, held: Held, now: datetime) -> ConversationId:
        past = held.negotiation
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
        contact = held.inbound[-1].contact
        await uow.negotiations.add(resumed, contact, [opened], now)
        return resumed.id

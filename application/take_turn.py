"""Answer what a debtor wrote: the heart of Certobot."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.burst import Burst, heard_in
from application.compose_turn import ComposeTurn
from application.conversation import Held
from application.hearing import digits_given_again, heard_in_words, tells_of_despair
from application.keep_turn import KeepTurn, TurnTaken
from application.outgoing import turn_key
from application.paid_meanwhile import PaidMeanwhile, StillAtStake
from application.ports.clock import Clock
from application.ports.interpreter import Interpreter, ReadingContext
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.reading_context import reading_context
from application.remember_writer import RememberWriter
from application.renegotiate import Renegotiate, Stake
from application.show_typing import ShowTyping
from application.which_installment import as_asking_to_pay, naming_installment
from domain.negotiation.events import EndReason, Event
from domain.negotiation.handle import (
    handle,
    handle_despair,
    handle_media,
    handle_reaction,
    handle_receipt,
    remarking,
)
from domain.negotiation.identity_again import doubt_identity
from domain.negotiation.negotiation import Decision, Status, open_negotiation
from domain.negotiation.policy import Policy
from domain.negotiation.understanding import UNREADABLE, Intent, Understanding
from domain.shared.calendar import business_date
from domain.shared.ids import ConversationId

_OPENED_THE_CHAT = Understanding(Intent.GREETING)


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
    show_typing: ShowTyping
    remember: RememberWriter
    renegotiate: Renegotiate
    paid_meanwhile: PaidMeanwhile

    async def __call__(self, held: Held) -> TurnTaken:
        """Take one turn; return what follows from it."""
        left = await self.paid_meanwhile(held)
        if not isinstance(left, StillAtStake):
            return TurnTaken(left, ended=held.negotiation.status is Status.ACTIVE)
        return await self._take(left.held, left.made)

    async def _take(self, held: Held, made: tuple[Event, ...]) -> TurnTaken:
        burst = heard_in(held)
        if (
            burst.reopens
            and not _is_receipt_of_agreement(held, burst)
            and (stake := await self._stake(held)) is not None
        ):
            return TurnTaken(await self._resume(held, stake))
        if not burst.is_silent:
            self.show_typing(held.inbound[-1].provider_message_id)
            if self.clock.now() < held.negotiation.opened_at:
                await self._withdraw_invitation(held)
        understanding, decision = await self._decide(held, burst)
        decision = replace(decision, events=(*made, *decision.events))
        turn = await self.compose(decision, held.debtor, burst.writer, held.last_text)
        taken = await self.keep(held, turn, understanding)
        await self.remember(held, burst.writer)
        return taken

    async def _stake(self, held: Held) -> Stake | None:
        """Return what is negotiated anew: what silence had ended, or what a broken agreement has left."""
        past = held.negotiation
        timed_out = past.end is EndReason.TIMED_OUT
        agreement_id = past.renegotiates if timed_out else past.agreement_id
        if agreement_id is None:
            return Stake(past.debt, self.policy) if timed_out else None
        async with self.uow() as uow:
            return await self.renegotiate(uow, agreement_id, past.debt, business_date(self.clock.now()))

    async def _withdraw_invitation(self, held: Held) -> None:
        """Take back the first message, due later: a debtor who wrote before needs none, but an answer."""
        async with self.uow() as uow:
            await uow.outbox.withdraw(turn_key(held.negotiation.id, 0, 0))
            await uow.commit()

    async def _decide(self, held: Held, burst: Burst) -> tuple[Understanding | None, Decision]:
        """Decide on everything that was said; whoever may be somebody else has proven nothing yet."""
        if not burst.doubtful:
            return await self._answer(held, burst)
        negotiation, doubts = doubt_identity(held.negotiation)
        understanding, decision = await self._answer(replace(held, negotiation=negotiation), burst)
        return understanding, replace(decision, events=(*doubts, *decision.events))

    async def _answer(self, held: Held, burst: Burst) -> tuple[Understanding | None, Decision]:
        negotiation, now = held.negotiation, self.clock.now()
        if not burst.text:
            return None, self._answer_without_words(held, burst, now)
        if tells_of_despair(burst.text):
            return None, handle_despair(negotiation, now)
        understanding = await self._read(held, reading_context(negotiation, held.inbound[-1].sent_at))
        now, proves = self.clock.now(), held.debtor.proves_identity
        if burst.receipt:
            return understanding, handle_receipt(negotiation, understanding, now, proves)
        decision = handle(negotiation, understanding, now, proves)
        return understanding, remarking(naming_installment(decision, burst.text), burst.remark)

    def _answer_without_words(self, held: Held, burst: Burst, now: datetime) -> Decision:
        negotiation, proves = held.negotiation, held.debtor.proves_identity
        if burst.receipt:
            return handle_receipt(negotiation, UNREADABLE, now, proves)
        if burst.unread is not None:
            return handle_media(negotiation, now, burst.unread)
        if burst.opened_chat:
            return handle(negotiation, _OPENED_THE_CHAT, now, proves)
        return handle_reaction(negotiation, now) if burst.reacted else Decision(negotiation)

    async def _read(self, held: Held, context: ReadingContext) -> Understanding:
        digits = digits_given_again(held.text)
        fresh = held.negotiation.verified and len(held.negotiation.offers) == 1
        if fresh and digits is not None and held.debtor.proves_identity(digits):
            # People send them twice; read as an offer of that many reais, they would cost the creditor dear.
            return Understanding(Intent.IDENTIFY, cpf_digits=digits)
        read = await self.interpreter.read(held.text, context)
        understood = heard_in_words(read, held.text, held.negotiation.ending_asked)
        return as_asking_to_pay(understood, held.negotiation, held.text)

    async def _resume(self, held: Held, stake: Stake) -> ConversationId:
        """Begin again with a debtor who came back."""
        now = self.clock.now()
        async with self.uow() as uow:
            if not await uow.turns.release(held.lease):
                raise StaleAggregate("conversa")
            resumed_id = await self._resumed(uow, held, stake, now)
            await uow.inbox.move([message.message_id for message in held.inbound], resumed_id)
            await uow.commit()
        return resumed_id

    async def _resumed(self, uow: UnitOfWork, held: Held, stake: Stake, now: datetime) -> ConversationId:
        past = held.negotiation
        active = await uow.negotiations.active_of(past.debtor_id)
        if active is not None:
            return active.id
        resumed, opened = open_negotiation(
            ConversationId(self.new_id()),
            past.debtor_id,
            past.first_name,
            stake.debt,
            stake.policy,
            now,
            resumed=True,
            # What was mistaken before the identity was proven tells nothing of whoever comes back now.
            wrong_attempts=0 if past.verified else past.wrong_attempts,
            renegotiates=stake.renegotiates,
        )
        contact = heard_in(held).writer
        await uow.negotiations.add(resumed, contact, [opened], now)
        return resumed.id


def _is_receipt_of_agreement(held: Held, burst: Burst) -> bool:
    """Tell whether somebody shows that they have paid what they had agreed to: nothing is begun anew then."""
    return burst.receipt and held.negotiation.agreement_id is not None

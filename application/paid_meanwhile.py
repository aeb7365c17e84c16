"""What was paid of a broken agreement while its debtor negotiates what is left of it."""

from dataclasses import dataclass, replace

from application.conversation import Held
from application.outcome_report import outcome_report
from application.ports.clock import Clock
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.renegotiate import Renegotiate
from application.turn import Turn
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.cut_off import settled
from domain.negotiation.events import EndReason, Event
from domain.negotiation.less_at_stake import less_at_stake
from domain.negotiation.negotiation import Status
from domain.shared.calendar import business_date
from domain.shared.ids import ConversationId

_IN_FORCE = frozenset({AgreementStatus.ACTIVE, AgreementStatus.PAID})
# After any other end the debtor has another agreement, a person, or peace.
_GOES_BACK = frozenset(
    {None, EndReason.TIMED_OUT, EndReason.REFUSED, EndReason.ALREADY_PAID, EndReason.SETTLED}
    | {EndReason.PATIENCE_ENDED}
)


@dataclass(frozen=True, slots=True)
class StillAtStake:
    """A conversation about what is left, and the offers that had to be made anew for it."""

    held: Held
    made: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidMeanwhile:
    """Holds a renegotiation to what is left today: nobody agrees to pay what they have paid.

    Raises:
        StaleAggregate: somebody else holds the conversation by now.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    clock: Clock
    renegotiate: Renegotiate

    async def __call__(self, held: Held) -> StillAtStake | ConversationId:
        """Return the conversation with what is left at stake in it.

        When the agreement is broken no more, return its own conversation: what was written waits there now.
        """
        past = held.negotiation
        if past.renegotiates is None or past.end not in _GOES_BACK:
            return StillAtStake(held)
        today = business_date(self.clock.now())
        async with self.uow() as uow:
            standing = await self.renegotiate.assess(uow, past.renegotiates, today)
            if standing.status in _IN_FORCE:
                await self._hand_back(uow, held, standing.agreement.conversation_id)
                await uow.commit()
                return standing.agreement.conversation_id
            left = await self.renegotiate(uow, past.renegotiates, past.debt, today)
        if past.status is not Status.ACTIVE or left is None or left.debt.balance >= past.debt.balance:
            return StillAtStake(held)
        negotiation, made = less_at_stake(past, left.debt, left.policy, self.clock.now())
        return StillAtStake(replace(held, negotiation=negotiation), made)

    async def _hand_back(self, uow: UnitOfWork, held: Held, to: ConversationId) -> None:
        now = self.clock.now()
        if held.negotiation.status is Status.ACTIVE:
            decision = settled(held.negotiation, now)
            await uow.turns.keep(Turn(held.lease, decision.negotiation, decision.events), now, now)
            await uow.outcomes.put(outcome_report(decision, held.debtor, now), now)
        elif not await uow.turns.release(held.lease):
            raise StaleAggregate("conversa")
        await uow.inbox.move([message.message_id for message in held.inbound], to)

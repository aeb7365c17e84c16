"""Keep what a turn leaves, and take its first message along for sending."""

import logging
from dataclasses import dataclass
from datetime import datetime

from application.burst import FILES
from application.compose_turn import ComposedTurn
from application.conversation import Held
from application.deliver_messages import CLAIM
from application.found_agreement import follow_from_now_on
from application.outcome_report import outcome_report
from application.outgoing import ClaimedMessage
from application.ports.clock import Clock
from application.ports.human_checks import HumanCheck
from application.ports.telemetry import Counted, Step, Telemetry
from application.ports.unit_of_work import UnitOfWorkFactory
from application.turn import Kept, Turn
from domain.messaging.details import Attachment
from domain.negotiation.events import AgreementReached, OfferMade, PromiseMade, ReceiptSent
from domain.negotiation.negotiation import Status
from domain.negotiation.understanding import Understanding
from domain.shared.ids import ConversationId

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """What follows from a turn.

    `look_at` is the conversation in which more waits for a turn, if any; `first` is a message that is ours to
    send now; `ended` tells whether there is an outcome to report.
    """

    look_at: ConversationId | None = None
    first: ClaimedMessage | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class KeepTurn:
    """Keeps a turn together or not at all; `at_once` is for the many that are kept by one call.

    Raises:
        StaleAggregate: somebody else holds the conversation by now.
        StoreUnavailable: nothing is kept, or nobody knows; the lease tells who may try again.
    """

    uow: UnitOfWorkFactory
    at_once: UnitOfWorkFactory
    clock: Clock
    telemetry: Telemetry

    async def __call__(
        self, held: Held, composed: ComposedTurn, understanding: Understanding | None = None
    ) -> TurnTaken:
        """Keep `composed`, the turn that answers everything in `held`; return what follows."""
        decision = composed.decision
        turn = Turn(
            held.lease,
            decision.negotiation,
            tuple(decision.events),
            tuple(message.message_id for message in held.inbound),
            understanding,
            composed.messages,
        )
        ended = held.negotiation.status is Status.ACTIVE and turn.negotiation.status is not Status.ACTIVE
        with self.telemetry.step(Step.KEEP):
            if ended or composed.agreement is not None or _brings_receipt(turn):
                kept = await self._keep_with_its_end(held, composed, turn, ended=ended)
            else:
                kept = await self._keep_at_once(turn)
        self._count(turn)
        return TurnTaken(
            turn.negotiation.id if kept.more_waits else None,
            first_of(held, turn) if kept.claimed else None,
            ended,
        )

    async def _keep_at_once(self, turn: Turn) -> Kept:
        now = self.clock.now()
        async with self.at_once() as uow:
            return await uow.turns.keep(turn, now, now + CLAIM)

    async def _keep_with_its_end(
        self, held: Held, composed: ComposedTurn, turn: Turn, *, ended: bool
    ) -> Kept:
        now = self.clock.now()
        async with self.uow() as uow:
            kept = await uow.turns.keep(turn, now, now + CLAIM)
            await uow.human_checks.open(_checks(held, turn, now))
            if composed.agreement is not None:
                await uow.agreements.add(composed.agreement)
                await uow.agreements.add_documents(composed.agreement.id, composed.documents)
                await uow.registrations.put(composed.agreement.id, composed.documents, now)
                await follow_from_now_on(uow, composed.agreement, now)
            if ended:
                report = outcome_report(
                    composed.decision, held.debtor, now, composed.agreement, composed.documents
                )
                await uow.outcomes.put(report, now)
            await uow.commit()
        return kept

    def _count(self, turn: Turn) -> None:
        negotiation, count = turn.negotiation, self.telemetry.count
        intent = turn.understanding.intent.value if turn.understanding else None
        count(Counted.TURNS, intent, negotiation.phase.value, negotiation.status.value)
        for event in turn.events:
            match event:
                case OfferMade():
                    count(Counted.OFFERS, event.reason.value)
                case AgreementReached():
                    count(Counted.AGREEMENTS, "agreed")
                case PromiseMade():
                    count(Counted.AGREEMENTS, "promised")
                case ReceiptSent():
                    count(Counted.HUMAN_CHECKS, "receipt")
                    log.info("a receipt waits for a person", extra={"conversation": str(negotiation.id)})
                case _:
                    continue


def _brings_receipt(turn: Turn) -> bool:
    return any(isinstance(event, ReceiptSent) for event in turn.events)


def _checks(held: Held, turn: Turn, now: datetime) -> list[HumanCheck]:
    if not _brings_receipt(turn):
        return []
    nothing = Attachment("")
    return [
        HumanCheck(
            "receipt", turn.negotiation.id, message.message_id, message.details.attachment or nothing, now
        )
        for message in held.inbound
        if message.type in FILES
    ]


def first_of(held: Held, turn: Turn) -> ClaimedMessage:
    """Return the first message of a turn, claimed by whoever kept it."""
    return ClaimedMessage(
        turn.messages[0],
        attempts=1,
        last_inbound_at=held.conversation.last_inbound_at,
        is_last=len(turn.messages) == 1,
    )

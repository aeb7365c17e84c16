"""Do what a refusal of the channel calls for."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.assess_contact import AssessContact
from application.backoff import wait_after
from application.cut_off import cut_off, negotiation_of
from application.opening_template import OpeningTemplate
from application.outgoing import ClaimedMessage, MessageParcel, OutgoingMessage, TemplateParcel, TextParcel
from application.ports.clock import Clock
from application.ports.messenger import ChoiceContent, OrderContent, ProviderMessageId
from application.ports.negotiation_repository import StaleAggregate
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork, UnitOfWorkFactory
from application.ports.webhook_gate import StatusUpdate
from application.refusal import Refusal, Remedy
from domain.identity.contact_rule import MayContact
from domain.messaging.service_window import ServiceWindow
from domain.negotiation.cut_off import stopped, unreachable
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Negotiation
from domain.shared.ids import MessageId

log = logging.getLogger(__name__)

# The provider is asked again after this long whether it takes our messages; nobody has to resume anything.
SENDER_PAUSE = timedelta(minutes=1)
# What is failed this often after it was accepted will not arrive.
_MOST_ATTEMPTS = 8
_TRIES = 5
_NO_INVITATION = frozenset({EndReason.OPTED_OUT, EndReason.WRONG_PERSON, EndReason.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class _Refused:
    """A message that was refused, why, and the provider's id when it had been accepted before."""

    sent: ClaimedMessage
    refusal: Refusal
    status: StatusUpdate | None = None

    @property
    def provider_id(self) -> ProviderMessageId | None:
        return ProviderMessageId(self.status.provider_message_id) if self.status else None


@dataclass(frozen=True, slots=True)
class FollowRefusal:
    """Follows the remedy of a refusal, the same whether the channel refuses at once or tells it later.

    Everything a refusal changes is kept together or not at all. `chance` gives a number from 0 to 1.

    Raises:
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    clock: Clock
    chance: Callable[[], float]
    template: OpeningTemplate
    new_id: Callable[[], UUID]
    assess: AssessContact

    async def __call__(self, sent: ClaimedMessage, refusal: Refusal) -> None:
        """Follow the refusal of a message that is claimed."""
        await self._until_kept(lambda uow: self._follow(uow, _Refused(sent, refusal)))

    async def told(self, status: StatusUpdate) -> None:
        """Follow a failure that the provider tells of a message it had accepted; no news changes nothing."""

        async def follow(uow: UnitOfWork) -> None:
            sent = await uow.outbox.failed(status)
            if sent is not None and status.refusal is not None:
                await self._follow(uow, _Refused(sent, status.refusal, status))

        await self._until_kept(follow)

    async def _until_kept(self, change: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        for _ in range(_TRIES):
            try:
                async with self.uow() as uow:
                    await change(uow)
                    await uow.commit()
            except StaleAggregate:
                # A turn was kept in between: what follows is decided anew.
                continue
            return
        raise StoreUnavailable("StaleAggregate")

    async def _follow(self, uow: UnitOfWork, refused: _Refused) -> None:
        now, sent, refusal = self.clock.now(), refused.sent, refused.refusal
        plain = _plain(sent.message.parcel)
        match refusal.remedy:
            case Remedy.RETRY if sent.attempts < _MOST_ATTEMPTS:
                wait = wait_after(sent.attempts, refusal.wait, refusal.growth, self.chance())
                await _again(uow, refused, now + wait)
            case Remedy.STOP_SENDER:
                await self._stop_sender(uow, refusal, now)
                await _again(uow, refused, now, counted=False)
            case Remedy.PLAIN_TEXT if plain is not None:
                await _again(uow, refused, now, plain)
            case _:
                await _close(uow, refused, now)
                await self._consequence(uow, sent, refusal, now)

    async def _consequence(
        self, uow: UnitOfWork, sent: ClaimedMessage, refusal: Refusal, now: datetime
    ) -> None:
        message = sent.message
        match refusal.remedy:
            case Remedy.TEMPLATE:
                await self._invite(uow, sent, now)
            case Remedy.OPT_OUT:
                await cut_off(uow, message.conversation_id, refusal.reason, stopped, now)
            case Remedy.UNREACHABLE:
                await cut_off(uow, message.conversation_id, refusal.reason, unreachable, now)
            case Remedy.BAD_TEMPLATE:
                await _mark_bad(uow, message.parcel, refusal, now)
            case _:
                pass

    async def _stop_sender(self, uow: UnitOfWork, refusal: Refusal, now: datetime) -> None:
        if await uow.outbox.block_sender(now + SENDER_PAUSE, refusal.reason, now):
            log.error("sender blocked", extra={"reason": refusal.reason, "code": refusal.code})

    async def _invite(self, uow: UnitOfWork, sent: ClaimedMessage, now: datetime) -> None:
        """Ask once, by the approved template, for a word that opens the window again."""
        message = sent.message
        negotiation = await negotiation_of(uow, message.conversation_id)
        if negotiation is None or isinstance(message.parcel, TemplateParcel):
            return
        if negotiation.end in _NO_INVITATION:
            return
        answers = ServiceWindow(sent.last_inbound_at).is_open(now)
        at = now if answers else await self._allowed_from(uow, negotiation, now)
        if at is None:
            return
        invitation = OutgoingMessage(
            key=f"{message.conversation_id}.invite",
            message_id=MessageId(self.new_id()),
            conversation_id=message.conversation_id,
            to=message.to,
            parcel=replace(self.template.addressed_to(negotiation.first_name), answers=answers),
            available_at=at,
        )
        await uow.outbox.put([invitation], now)

    async def _allowed_from(
        self, uow: UnitOfWork, negotiation: Negotiation, now: datetime
    ) -> datetime | None:
        """Return from when we may write first to this debtor, if we may at all."""
        record = (await uow.debtors.get(negotiation.debtor_id)).record
        histories = await uow.debtors.contact_histories([record])
        # The conversation that is open is this one.
        history = replace(histories[record.cpf], being_talked_to=False)
        decision = self.assess(record, history, now)
        return decision.at if isinstance(decision, MayContact) else None


def _plain(parcel: MessageParcel) -> TextParcel | None:
    return TextParcel(parcel.body) if isinstance(parcel, ChoiceContent | OrderContent) else None


async def _again(
    uow: UnitOfWork,
    refused: _Refused,
    at: datetime,
    parcel: TextParcel | None = None,
    *,
    counted: bool = True,
) -> None:
    key, reason = refused.sent.message.key, refused.refusal.reason
    await uow.outbox.again(key, at, reason, parcel, refused.provider_id, counted=counted)


async def _close(uow: UnitOfWork, refused: _Refused, now: datetime) -> None:
    key, reason = refused.sent.message.key, refused.refusal.reason
    log.warning("message never accepted", extra={"key": key, "reason": reason})
    if refused.status is not None:
        await uow.outbox.settle([refused.status], now)
    else:
        await uow.outbox.bury(key, reason, now)


async def _mark_bad(uow: UnitOfWork, parcel: MessageParcel, refusal: Refusal, now: datetime) -> None:
    if not isinstance(parcel, TemplateParcel):
        return
    if await uow.templates.refused(parcel.name, parcel.language, refusal.reason, now):
        log.error("template refused", extra={"template": parcel.name, "reason": refusal.reason})

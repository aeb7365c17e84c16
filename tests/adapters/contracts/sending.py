"""What the tests of the outbox do with it."""

from application.outgoing import ClaimedMessage
from application.ports.messenger import ProviderMessageId
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.webhook_gate import StatusUpdate
from domain.messaging.delivery import DeliveryStatus
from domain.shared.ids import ConversationId, MessageId
from tests.adapters.contracts.kept import MINUTE, NOW

PROVIDER_ID = ProviderMessageId("wamid.1")


async def claimed(
    uow_factory: UnitOfWorkFactory, conversation_id: ConversationId, *, minutes: int = 0
) -> ClaimedMessage | None:
    """What a sender gets some minutes from now, for a minute."""
    now = NOW + minutes * MINUTE
    async with uow_factory() as uow:
        message = await uow.outbox.claim(conversation_id, now, now + MINUTE)
        await uow.commit()
    return message


async def key_claimed(
    uow_factory: UnitOfWorkFactory, conversation_id: ConversationId, *, minutes: int = 0
) -> str | None:
    """The key of what a sender gets."""
    message = await claimed(uow_factory, conversation_id, minutes=minutes)
    return message.message.key if message else None


async def status_of(uow_factory: UnitOfWorkFactory, message_id: MessageId) -> str:
    """How far a message has come."""
    async with uow_factory() as uow:
        message = await uow.views.message(message_id)
    assert message is not None
    return message.status


def told(status: DeliveryStatus, *, key: str | None = None, provider_id: str = PROVIDER_ID) -> StatusUpdate:
    """A status as the provider tells it."""
    error_code = 131026 if status is DeliveryStatus.FAILED else None
    return StatusUpdate(provider_id, status, NOW, key, error_code)


async def settled(uow_factory: UnitOfWorkFactory, *updates: StatusUpdate) -> None:
    """The provider told these, in this order."""
    async with uow_factory() as uow:
        for update in updates:
            await uow.outbox.settle([update], NOW)
        await uow.commit()

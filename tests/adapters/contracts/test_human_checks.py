"""The promise of the HumanChecks port."""

from application.ports.human_checks import HumanCheck
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.messaging.details import Attachment
from domain.shared.ids import ConversationId, MessageId
from tests.adapters.contracts.kept import MINUTE, NOW, a_conversation, a_heard_message, an_id


async def a_check(uow_factory: UnitOfWorkFactory, conversation_id: ConversationId) -> HumanCheck:
    """A receipt that came in a conversation."""
    message_id = await a_heard_message(uow_factory, conversation_id, "segue o comprovante")
    return HumanCheck(
        "receipt", conversation_id, message_id, Attachment("987", "image/jpeg", "recibo.jpg"), NOW
    )


async def test_a_check_waits_until_somebody_has_looked(uow_factory: UnitOfWorkFactory) -> None:
    conversation = await a_conversation(uow_factory)
    first, second = [await a_check(uow_factory, conversation.id) for _ in range(2)]
    async with uow_factory() as uow:
        await uow.human_checks.open([first, second])
        await uow.human_checks.open([first])
        await uow.human_checks.open([])
        assert set(await uow.human_checks.waiting(10)) == {first, second}
        assert await uow.human_checks.close(first.message_id, NOW + MINUTE)
        assert not await uow.human_checks.close(first.message_id, NOW + MINUTE)
        assert not await uow.human_checks.close(MessageId(an_id()), NOW)
        assert await uow.human_checks.waiting(10) == (second,)
        assert await uow.human_checks.close_all(conversation.id, NOW) == 1
        assert await uow.human_checks.waiting(10) == ()

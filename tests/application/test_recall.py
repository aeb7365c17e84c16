"""Looking back on a conversation: once a turn, and never further than a conversation lasts."""

from adapters.cache.memory import MemoryCache
from application.ports.unit_of_work import UnitOfWorkFactory
from application.recall_conversation import RecallConversation
from domain.shared.ids import ConversationId
from tests.adapters.contracts.kept import a_conversation, a_heard_message, an_id

SESSION_SECONDS = 180


async def test_a_turn_looks_back_once_and_the_next_one_anew(uow_factory: UnitOfWorkFactory) -> None:
    recall = RecallConversation(uow_factory, MemoryCache(), SESSION_SECONDS)
    negotiation = await a_conversation(uow_factory)
    await a_heard_message(uow_factory, negotiation.id, text="oi")

    first = await recall(negotiation.id, 1)
    await a_heard_message(uow_factory, negotiation.id, text="tudo bem?")

    assert [remark.text for remark in first.remarks] == ["oi"]
    assert await recall(negotiation.id, 1) == first
    assert [remark.text for remark in (await recall(negotiation.id, 2)).remarks] == ["oi", "tudo bem?"]


async def test_no_more_than_the_latest_eight_remarks_are_remembered(uow_factory: UnitOfWorkFactory) -> None:
    recall = RecallConversation(uow_factory, MemoryCache(), SESSION_SECONDS)
    negotiation = await a_conversation(uow_factory)
    for number in range(10):
        await a_heard_message(uow_factory, negotiation.id, text=f"mensagem {number}")

    remembered = await recall(negotiation.id, 1)

    assert [remark.text for remark in remembered.remarks] == [f"mensagem {number}" for number in range(2, 10)]


async def test_of_an_unknown_conversation_nothing_is_remembered(uow_factory: UnitOfWorkFactory) -> None:
    recall = RecallConversation(uow_factory, MemoryCache(), SESSION_SECONDS)

    assert (await recall(ConversationId(an_id()), 1)).remarks == ()

"""Failures told later come twice, late and out of order: each has its effect once, and order is kept."""

from datetime import timedelta

from application.opening_template import OpeningTemplate
from application.outgoing import TemplateParcel, TextParcel, turn_key
from domain.messaging.contact import Contact
from tests.adapters.contracts.kept import MINUTE, OTHER_CPF, SECOND, a_heard_message, an_outgoing, queued
from tests.adapters.whatsapp.gates import a_gate
from tests.adapters.whatsapp.graph_server import PairLimit, fails
from tests.adapters.whatsapp.webhooks import envelope, status
from tests.application.channel_stage import Stage

HOUR = timedelta(hours=1)


async def test_a_failure_told_twice_sends_the_message_again_once(stage: Stage) -> None:
    conversation = await stage.opens()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    await stage.works(conversation)
    first = stage.server.wamids[message.key]

    await stage.is_told(message, 131000, first)
    await stage.is_told(message, 131000, first)
    await stage.works(conversation, MINUTE)
    await stage.is_told(message, 131000, first)
    await stage.works(conversation, MINUTE)

    assert stage.sent == [message.key, message.key]


async def test_a_late_word_that_it_was_sent_does_not_keep_a_failed_message_in(stage: Stage) -> None:
    conversation = await stage.opens()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    await stage.works(conversation)
    wamid = stage.server.wamids[message.key]
    await stage.is_told(message, 131000, wamid)
    late = status(wamid, "sent", stage.clock.now(), key=message.key)
    await stage.container.receive_events()(a_gate().read(envelope(late)))

    await stage.works(conversation, MINUTE)

    assert stage.sent == [message.key, message.key]


async def test_what_was_delivered_is_not_undone_by_a_failure(stage: Stage) -> None:
    conversation = await stage.opens()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    await stage.works(conversation)
    wamid = stage.server.wamids[message.key]
    arrived = status(wamid, "delivered", stage.clock.now(), key=message.key)
    await stage.container.receive_events()(a_gate().read(envelope(arrived)))

    await stage.is_told(message, 131026, wamid)
    await stage.works(conversation, MINUTE)

    assert stage.sent == [message.key]
    assert await stage.shown(conversation) == {"um": "delivered"}
    async with stage.container.uow() as uow:
        assert (await uow.negotiations.get(conversation)).end is None


async def test_what_keeps_failing_after_it_was_accepted_is_given_up(stage: Stage) -> None:
    conversation = await stage.opens()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    for _ in range(20):
        await stage.works(conversation, 10 * MINUTE)
        await stage.is_told(message, 131000)
    assert len(stage.sent) == 8
    assert await stage.shown(conversation) == {"um": "failed"}


async def test_a_failure_of_a_message_that_is_not_ours_changes_nothing(stage: Stage) -> None:
    conversation = await stage.opens()
    alien = an_outgoing(conversation, "de-ninguém")
    await stage.is_told(alien, 131026, "wamid.ninguem")
    async with stage.container.uow() as uow:
        assert (await uow.negotiations.get(conversation)).end is None


async def test_siblings_of_a_failure_in_one_webhook_are_all_kept(stage: Stage) -> None:
    conversation = await stage.opens()
    one, two = await stage.queues(conversation, TextParcel("um"), TextParcel("dois"))
    await stage.works(conversation)
    now, ids = stage.clock.now(), stage.server.wamids
    body = envelope(
        status(ids[one.key], "failed", now, key=one.key, error_code=131053),
        status("wamid.x", "failed", now, error_code=190),
        status(ids[two.key], "read", now, key=two.key),
    )
    await stage.container.receive_events()(a_gate().read(body))
    assert await stage.shown(conversation) == {"um": "failed", "dois": "read"}


async def test_a_storm_of_the_pair_limit_keeps_the_order_and_delivers_all_in_the_end(stage: Stage) -> None:
    stage.server.pair_limit = PairLimit(lambda: stage.clock.now().timestamp(), burst=5, seconds=6)
    maria, jose = await stage.opens(), await stage.opens(Contact("5511999990002"), OTHER_CPF)
    flood = await stage.queues(maria, *(TextParcel(f"texto {place}") for place in range(30)))
    await stage.works(maria)
    assert len(stage.sent) == 5

    (other,) = await stage.queues(jose, TextParcel("outra pessoa"))
    await stage.works(jose)
    assert stage.sent[-1] == other.key

    for _ in range(200):
        await stage.works(maria, 3 * SECOND)
    marias = [key for key in stage.sent if key != other.key]
    assert marias == [message.key for message in flood]
    assert stage.server.pair_limit.refused > 0


async def test_answers_do_not_wait_behind_a_template_that_waits_for_another_day(stage: Stage) -> None:
    conversation = await stage.opens()
    template = OpeningTemplate("abertura_de_atendimento", "pt_BR", "Central").addressed_to("Maria")
    later = an_outgoing(conversation, f"{conversation}.r", template, at=stage.clock.now() + 24 * HOUR)
    await queued(stage.container.uow, later)
    (answer,) = await stage.queues(conversation, TextParcel("resposta"))
    await stage.works(conversation)
    assert stage.sent == [answer.key]


async def test_an_opening_that_comes_after_the_debtor_wrote_is_not_sent(stage: Stage) -> None:
    conversation = await stage.opens()
    template = TemplateParcel("abertura_de_atendimento", "pt_BR", ("Maria",), "Olá, Maria")
    opening = an_outgoing(conversation, turn_key(conversation, 0, 0), template, at=stage.clock.now())
    await queued(stage.container.uow, opening)
    await stage.works(conversation, HOUR)
    assert stage.sent == []


async def test_a_stopped_sender_answers_what_was_written_meanwhile_when_it_goes_on(stage: Stage) -> None:
    conversation = await stage.opens()
    stage.server.script(fails(190, 401))
    await a_heard_message(stage.container.uow, conversation, at=stage.clock.now())
    await stage.works(conversation)
    assert stage.sent == []
    await stage.works(conversation, 5 * MINUTE)
    assert len(stage.sent) == 1

"""Whatever Meta refuses, at once or told later, what its row of the table says is what happens."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

import pytest

from adapters.whatsapp.errors import BY_CODE, BY_RANGE
from application.follow_refusal import SENDER_PAUSE
from application.outgoing import TemplateParcel, TextParcel
from application.ports.messenger import ChoiceContent
from application.refusal import Remedy
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.messaging.contact import Contact
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import end
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import ReplyKind
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import ConversationId
from tests.adapters.contracts.kept import NOW, OTHER_CPF, SECOND
from tests.adapters.whatsapp.graph_server import fails
from tests.application.channel_stage import Stage

HOW = pytest.mark.parametrize("how", ["at once", "told later"])
TOLD_LATER = {130403, 130429, 131000, 131026, 131031, 131042, 131048, 131050, 131051, 131053, 131056, 132015}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# NOW is a holiday; a week later it is an ordinary Friday, at noon in São Paulo.
WEEK = timedelta(days=7)
REMINDER = TemplateParcel("lembrete", "pt_BR", ("Maria",), "Oi, Maria")


def codes_of(remedy: Remedy) -> list[int]:
    """Every code whose row says `remedy`, and of each range its first, its last and one between."""
    single = [code for code, row in BY_CODE.items() if row.remedy is remedy]
    ranged = [(codes[0], codes[-1], codes[15]) for codes, row in BY_RANGE if row.remedy is remedy]
    return sorted({*single, *chain.from_iterable(ranged)})


def each_way(codes: Sequence[int]) -> pytest.MarkDecorator:
    """Have every code refused at once, and those that Meta tells later told later too."""
    at_once = [("at once", code) for code in codes]
    later = [("told later", code) for code in codes if code in TOLD_LATER]
    return pytest.mark.parametrize(("how", "code"), at_once + later)


@each_way([code for code in codes_of(Remedy.RETRY) if code != 131049])
async def test_what_passes_is_tried_again_after_its_wait_and_not_before(
    stage: Stage, how: str, code: int
) -> None:
    conversation = await stage.opens()
    message, later = await stage.queues(conversation, TextParcel("um"), TextParcel("dois"))
    await stage.is_refused(how, message, code)
    before = len(stage.server.messages)

    await stage.works(conversation, BY_CODE[code].wait - SECOND / 2)
    assert len(stage.server.messages) == before
    await stage.works(conversation, SECOND / 2)

    assert stage.sent[before:] == ([message.key, later.key] if how == "at once" else [message.key])
    assert set((await stage.shown(conversation)).values()) == {"sent"}


@HOW
async def test_what_whatsapp_would_rather_not_deliver_waits_a_day_and_then_for_the_hours_of_contact(
    stage: Stage, how: str
) -> None:
    conversation = await opened_the_day_before(stage)
    (reminder,) = await stage.queues(conversation, REMINDER)
    await stage.is_refused(how, reminder, 131049)
    before = len(stage.server.messages)
    for _ in range(24):
        await stage.works(conversation, HOUR - SECOND)
    assert len(stage.server.messages) == before

    # Twenty-four hours after Friday noon is Saturday: nobody is written to before Monday at nine.
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=SAO_PAULO)
    while stage.clock.now() < monday - HOUR:
        await stage.works(conversation, HOUR)
    assert len(stage.server.messages) == before
    await stage.works(conversation, monday - stage.clock.now())
    assert stage.sent[before:] == [reminder.key]


@HOW
async def test_when_the_window_has_closed_the_approved_template_goes_instead_and_once(
    stage: Stage, how: str
) -> None:
    conversation = await stage.opens()
    first, second = await stage.queues(conversation, TextParcel("um"), TextParcel("dois"))
    if how == "at once":
        stage.server.script(fails(131047), fails(131047))
        await stage.works(conversation)
    else:
        await stage.works(conversation)
        await stage.is_told(first, 131047)
        await stage.is_told(second, 131047)
    await stage.works(conversation)

    templates = [message for message in stage.server.messages if message["type"] == "template"]
    assert [message["template"]["name"] for message in templates] == ["abertura_de_atendimento"]
    shown = await stage.shown(conversation)
    assert (shown["um"], shown["dois"]) == ("failed", "failed")


async def test_a_text_that_waited_past_its_window_calls_for_the_template_without_asking_meta(
    stage: Stage,
) -> None:
    conversation = await stage.opens()
    await stage.queues(conversation, TextParcel("um"))
    await stage.works(conversation, 72 * HOUR)
    await stage.works(conversation)
    assert [message["type"] for message in stage.server.messages] == ["template"]


async def test_the_template_in_place_of_an_old_text_waits_for_the_hours_of_contact(stage: Stage) -> None:
    conversation = await stage.opens()
    await stage.queues(conversation, TextParcel("um"))
    # From Friday noon in São Paulo, 84 hours lead into the night of Monday.
    await stage.works(conversation, 84 * HOUR)
    await stage.works(conversation, 8 * HOUR)
    assert stage.sent == []
    await stage.works(conversation, HOUR)
    assert [message["type"] for message in stage.server.messages] == ["template"]


async def test_a_reminder_that_is_late_waits_for_the_morning_and_holds_up_no_answer(stage: Stage) -> None:
    stage.clock.advance(WEEK - DAY + 5 * HOUR)
    conversation = await stage.opens()
    (reminder,) = await stage.queues(conversation, TextParcel("lembrete", starts=True))
    # Thursday, six in the evening in São Paulo.
    await stage.works(conversation, HOUR)
    assert stage.sent == []

    (answer,) = await stage.queues(conversation, TextParcel("resposta"))
    await stage.works(conversation)
    assert stage.sent == [answer.key]
    await stage.works(conversation, 15 * HOUR - SECOND)
    assert stage.sent == [answer.key]
    await stage.works(conversation, SECOND)
    assert stage.sent == [answer.key, reminder.key]


async def test_nobody_is_invited_whom_the_rules_of_contact_leave_alone(stage: Stage) -> None:
    conversation = await stage.opens(debts=())
    await stage.queues(conversation, TextParcel("um"))
    for _ in range(5):
        await stage.works(conversation, 72 * HOUR)
    assert stage.sent == []


@each_way(codes_of(Remedy.OPT_OUT))
async def test_who_stopped_us_in_the_app_is_taken_as_having_said_so(
    stage: Stage, how: str, code: int
) -> None:
    conversation = await stage.opens()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    await stage.queues(conversation, TextParcel("dois"), after=HOUR)
    await stage.is_refused(how, message, code)
    before = len(stage.sent)
    await stage.works(conversation, 3 * HOUR)

    assert len(stage.sent) == before
    assert await stage.shown(conversation) == {"um": "failed", "dois": "failed"}
    async with stage.container.uow() as uow:
        negotiation = await uow.negotiations.get(conversation)
    assert (negotiation.end, negotiation.outcome) == (EndReason.OPTED_OUT, Outcome.UNSUCCESSFUL)
    (report,) = stage.container.crm().reports
    assert report.outcome == Outcome.UNSUCCESSFUL


async def test_who_stops_us_after_the_end_is_not_written_to_any_more_either(stage: Stage) -> None:
    conversation = await stage.opens()
    async with stage.container.uow() as uow:
        ended = end(
            await uow.negotiations.get(conversation),
            EndReason.REFUSED,
            Outcome.UNSUCCESSFUL,
            ReplyKind.REFUSED,
        )
        await uow.negotiations.save(ended.negotiation, ended.events, NOW)
        await uow.commit()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    await stage.is_refused("told later", message, 131050)
    async with stage.container.uow() as uow:
        debtor = await uow.debtors.get((await uow.negotiations.get(conversation)).debtor_id)
        histories = await uow.debtors.contact_histories([debtor.record])
    decision = stage.container.assess_contact()(debtor.record, histories[debtor.record.cpf], NOW + HOUR)
    assert isinstance(decision, MustNotContact)
    assert decision.rule is ContactRule.OPT_OUT


@HOW
async def test_who_cannot_be_reached_ends_the_conversation_and_the_crm_is_told_of_no_contact(
    stage: Stage, how: str
) -> None:
    conversation = await stage.opens()
    (message,) = await stage.queues(conversation, TextParcel("um"))
    await stage.is_refused(how, message, 131026)
    await stage.works(conversation)
    async with stage.container.uow() as uow:
        negotiation = await uow.negotiations.get(conversation)
    assert (negotiation.end, negotiation.outcome) == (EndReason.UNREACHABLE, Outcome.NO_CONTACT)
    (report,) = stage.container.crm().reports
    assert (report.conversation_id, report.outcome) == (conversation, Outcome.NO_CONTACT)
    assert "outro meio" in report.notes


@each_way(codes_of(Remedy.STOP_SENDER))
async def test_a_refused_sender_stops_at_once_says_so_and_goes_on_by_itself(
    stage: Stage, how: str, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = await stage.opens(), await stage.opens(Contact("5511999990002"), OTHER_CPF)
    message, after = await stage.queues(one, TextParcel("um"), TextParcel("dois"))
    await stage.is_refused(how, message, code)
    (elsewhere,) = await stage.queues(other, TextParcel("três"))
    asked = len(stage.server.requests)

    for _ in range(2):
        await stage.works(one, SENDER_PAUSE / 3)
        await stage.works(other)
    assert len(stage.server.requests) == asked
    async with stage.container.uow() as uow:
        assert BY_CODE.get(code, BY_RANGE[0][1]).reason in str(await uow.outbox.blocked(stage.clock.now()))
    assert caplog.text.count("sender blocked") == 1

    before = len(stage.sent)
    await stage.works(one, SENDER_PAUSE / 3)
    await stage.works(other)
    assert stage.sent[before:] == [message.key, *([after.key] if how == "at once" else []), elsewhere.key]


@each_way(codes_of(Remedy.BAD_TEMPLATE))
async def test_a_template_in_trouble_is_marked_until_meta_takes_it_again(
    stage: Stage, how: str, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    conversation = await opened_the_day_before(stage)
    (reminder,) = await stage.queues(conversation, REMINDER)
    await stage.is_refused(how, reminder, code)
    assert await stage.bad_templates() == ["lembrete"]
    assert caplog.text.count("template refused") == 1
    assert (await stage.shown(conversation))["Oi, Maria"] == "failed"
    await stage.queues(conversation, REMINDER)
    await stage.works(conversation)
    assert await stage.bad_templates() == []


@each_way(codes_of(Remedy.PLAIN_TEXT))
async def test_a_choice_that_is_refused_is_put_in_words(stage: Stage, how: str, code: int) -> None:
    conversation = await stage.opens()
    (question,) = await stage.queues(conversation, ChoiceContent("Pode ser?", ("Sim", "Não")))
    await stage.is_refused(how, question, code)
    await stage.works(conversation)
    last = stage.server.messages[-1]
    assert (last["type"], last["text"]["body"]) == ("text", "Pode ser?")
    assert await stage.shown(conversation) == {"Pode ser?": "sent"}
    assert len([key for key in stage.sent if key == question.key]) == (1 if how == "at once" else 2)


@each_way([*codes_of(Remedy.GIVE_UP), *codes_of(Remedy.PLAIN_TEXT), 999_999])
async def test_what_will_never_pass_has_failed_and_frees_what_stands_behind_it(
    stage: Stage, how: str, code: int
) -> None:
    conversation = await stage.opens()
    message, after = await stage.queues(conversation, TextParcel("um"), TextParcel("dois"))
    await stage.is_refused(how, message, code)
    await stage.works(conversation, 24 * HOUR - SECOND)
    assert stage.sent == ([after.key] if how == "at once" else [message.key, after.key])
    assert await stage.shown(conversation) == {"um": "failed", "dois": "sent"}


async def opened_the_day_before(stage: Stage) -> ConversationId:
    """A conversation opened on an ordinary Thursday; now it is Friday, and a reminder is within its rules."""
    stage.clock.advance(WEEK - DAY)
    conversation = await stage.opens()
    stage.clock.advance(DAY)
    return conversation

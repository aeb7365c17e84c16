"""What is said to a debtor who agreed, without being asked: when, how often, and not at all."""

from contextlib import suppress
from datetime import timedelta

from application.ports.messenger import MessengerUnavailable
from tests.application.agreed import FIRST, HALF_A_DAY, NOON, Begin

REMINDER, LATE = "lembrete_do_combinado", "sobre_o_combinado"


class Killed(BaseException):
    """The process is gone."""


async def test_a_debtor_is_reminded_before_and_on_the_day_and_told_after_it_once_each(begin: Begin) -> None:
    maria = begin(grace_days=30)
    agreement = await maria.agrees()
    assert agreement.installments[0].due_date == FIRST
    opening = len(maria.templates)

    await maria.passes(10)

    # The notice of the day after waits a day: it would be the fourth contact in seven days.
    assert maria.templates[opening:] == [
        (FIRST - timedelta(days=2), REMINDER),
        (FIRST, REMINDER),
        (FIRST + timedelta(days=2), LATE),
    ]


async def test_nothing_that_leaves_outside_the_chat_gives_the_subject_away(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()

    await maria.passes(8)

    for _, message in maria.post.sent:
        if hasattr(message.content, "preview"):
            said = message.content.preview.lower()
            assert not any(word in said for word in ("acordo", "parcela", "boleto", "r$", "pag", "dívida"))


async def test_what_was_paid_is_not_reminded_of(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.pays("300.00", installment=1)
    before = len(maria.templates)

    await maria.passes(10)

    assert maria.templates[before:] == []


async def test_after_an_opt_out_nothing_more_is_written_but_everything_is_followed(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    await maria.says("não quero mais receber mensagens, sair")
    sent = len(maria.post.sent)

    await maria.passes(20)

    assert len(maria.post.sent) == sent
    assert (await maria.agreement()).status == "broken"
    assert maria.told[-1].outcome.value == "unsuccessful"


async def test_what_we_start_leaves_in_the_hours_of_contact_only(begin: Begin) -> None:
    maria = begin(reminder_days=[4, 3, 2, 1, 0])
    await maria.agrees()
    sent = len(maria.post.sent)

    await maria.passes(9)

    for at, _ in maria.post.sent[sent:]:
        local = at.astimezone(NOON.tzinfo) - timedelta(hours=3)
        assert local.weekday() < 5
        assert 9 <= local.hour < 18
    assert len({at.date() for at, _ in maria.post.sent[sent:]}) == len(maria.post.sent[sent:])


async def test_a_reminder_that_could_not_leave_is_not_said_twice(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    sent = len(maria.post.sent)
    maria.post.answers = [MessengerUnavailable("fora do ar")]

    await maria.passes(4)

    keys = [message.key for _, message in maria.post.sent[sent:]]
    assert len(keys) == len(set(keys)) == 1


async def test_a_process_that_dies_between_deciding_and_sending_reminds_once(begin: Begin) -> None:
    maria = begin()
    await maria.agrees()
    sent = len(maria.post.sent)
    for _ in range(7):
        maria.clock.advance(HALF_A_DAY)
        # The decision is kept, and the process is gone before the message leaves.
        maria.post.answers = [Killed()]
        with suppress(Killed):
            await maria.works()
        maria.post.answers = []
        maria.clock.advance(timedelta(minutes=5))
        await maria.works()

    keys = [message.key for _, message in maria.post.sent[sent:]]
    assert len(keys) == len(set(keys)) == 1


async def test_a_promise_is_followed_too_and_costs_nothing_when_late(begin: Begin) -> None:
    maria = begin()
    await maria.agrees("só consigo pagar dia 22/12", "não dá antes, só dia 22/12 mesmo", "sim")
    promise = await maria.agreement()
    assert promise.status == "promised"

    await maria.passes(40)

    after = await maria.agreement()
    assert after.status == "broken"
    assert after.remaining == promise.total

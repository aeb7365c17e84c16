"""What is left after the payments that came back: to the cent, whatever the order of the news."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payments.account import InstallmentStatus, account_of
from domain.payments.late import Due, LateTerms, Quote
from domain.payments.received import NotAPayment, PaymentReceived
from tests.domain.payments.ledger import (
    FIRST,
    FREE,
    HOLIDAYS,
    LATE,
    SECOND,
    THIRD,
    THREE,
    account,
    due,
    paid,
)

TEN_DAYS_LATE = FIRST + timedelta(days=10)


def remaining(*payments: PaymentReceived, on: date = FIRST) -> list[Decimal]:
    return [entry.remaining for entry in account(*payments, on=on).entries]


def test_nothing_paid_leaves_every_instalment_open() -> None:
    standing = account()

    assert [standing.status_of(entry) for entry in standing.entries] == [InstallmentStatus.OPEN] * 3
    assert standing.remaining == Decimal("900.00")
    assert not standing.is_settled


def test_a_payment_of_a_named_instalment_settles_that_one() -> None:
    assert remaining(paid("300.00", installment=2)) == [Decimal("300.00"), 0, Decimal("300.00")]


def test_a_payment_that_names_no_instalment_settles_the_oldest_open_ones() -> None:
    assert remaining(paid("450.00")) == [0, Decimal("150.00"), Decimal("300.00")]


def test_a_part_leaves_the_rest_and_says_so() -> None:
    standing = account(paid("100.00", installment=1))

    assert standing.entries[0].remaining == Decimal("200.00")
    assert standing.status_of(standing.entries[0]) is InstallmentStatus.PARTIAL


def test_what_a_named_instalment_did_not_need_is_surplus_and_moves_nowhere() -> None:
    standing = account(paid("350.00", installment=1))

    assert standing.surplus == (("pix:E1", Decimal("50.00")),)
    assert standing.entries[1].remaining == Decimal("300.00")


@pytest.mark.parametrize("names", ["AB", "BA"])
def test_of_one_day_what_names_its_instalment_is_placed_before_what_names_none(names: str) -> None:
    seen = account(paid("300.00", told=names[0], installment=1), paid("600.00", told=names[1]))

    assert seen.is_settled
    assert seen.overpaid == 0


def test_an_instalment_paid_twice_is_once_paid_and_once_surplus() -> None:
    standing = account(
        paid("300.00", told="boleto", installment=1), paid("300.00", told="pix", installment=1)
    )

    assert standing.overpaid == Decimal("300.00")
    assert len(standing.unsettled) == 2


def test_one_payment_told_by_two_sources_under_one_reference_counts_once() -> None:
    webhook = paid("300.00", told="w1", reference="E123", installment=1)
    statement = paid("300.00", told="fit1", source="ofx", reference="E123")

    assert account(webhook, statement).paid == Decimal("300.00")
    assert account(statement, webhook).settlements == account(webhook, statement).settlements


def test_two_sources_that_share_an_id_by_chance_told_of_two_payments() -> None:
    assert account(paid("10.00", told="1"), paid("10.00", told="1", source="ofx")).paid == Decimal("20.00")


def test_tellings_of_one_payment_that_differ_are_counted_in_the_debtors_favour() -> None:
    assert account(paid("300.00", told="a"), paid("290.00", told="a")).paid == Decimal("300.00")


def test_being_late_costs_the_fine_once_and_interest_by_the_day() -> None:
    (first, *_) = account(on=TEN_DAYS_LATE).entries

    assert first.charges == Decimal("7.00")  # 2 % of 300.00, and 1 % a month for ten days of thirty
    assert first.remaining == Decimal("307.00")


def test_a_late_payment_of_what_was_owed_that_day_settles_for_good() -> None:
    standing = account(paid("307.00", TEN_DAYS_LATE, installment=1), on=THIRD)

    assert standing.entries[0].settled_on == TEN_DAYS_LATE
    assert standing.entries[0].remaining == 0
    assert standing.overpaid == 0


def test_a_late_payment_without_the_charges_leaves_them_and_they_grow_no_more() -> None:
    standing = account(paid("300.00", TEN_DAYS_LATE, installment=1), on=THIRD)

    assert standing.entries[0].remaining == Decimal("7.00")
    assert standing.status_of(standing.entries[0]) is InstallmentStatus.PARTIAL
    assert not standing.entries[0].is_overdue(THIRD)


@pytest.mark.parametrize(("less", "settled"), [("0.00", True), ("0.14", True), ("0.15", False)])
def test_what_a_bank_spares_by_its_cents_a_day_is_asked_of_nobody(less: str, *, settled: bool) -> None:
    # Fourteen days late: 2 % and 14 days of 1 % a month on R$ 283,33.
    owed = Decimal("283.33") + Decimal("5.66") + Decimal("1.32")
    late = FIRST + timedelta(days=14)

    seen = account_of(
        [due(1, FIRST, "283.33")], [paid(str(owed - Decimal(less)), on=late)], LATE, late, HOLIDAYS
    )

    assert seen.is_settled == settled
    assert seen.remaining == (0 if settled else Decimal(less))
    assert seen.paid == owed - Decimal(less)


def test_what_was_paid_in_time_bears_no_charges() -> None:
    (first, *_) = account(paid("200.00", installment=1), on=TEN_DAYS_LATE).entries

    assert first.charges == Decimal("2.33")  # 2 % of 100.00, and 0.333 of interest


def test_a_day_on_which_banks_are_shut_moves_the_last_day_and_costs_nothing() -> None:
    christmas = due(1, date(2026, 12, 25))  # a Friday: payable until Monday
    monday, tuesday = date(2026, 12, 28), date(2026, 12, 29)

    in_time = account_of([christmas], [paid("300.00", monday)], LATE, tuesday, HOLIDAYS)
    late = account_of([christmas], [], LATE, tuesday, HOLIDAYS)

    assert in_time.is_settled
    assert late.entries[0].charges == Decimal("6.40")  # 6.00, and four days from the day it fell due


def test_a_second_document_holds_its_price_until_it_falls_due() -> None:
    issued, until = FIRST + timedelta(days=10), FIRST + timedelta(days=13)
    anew = due(1, FIRST, "300.00", Quote(issued, until))

    kept = account_of([anew], [paid("307.00", until)], LATE, THIRD, HOLIDAYS)
    after = account_of([anew], [], LATE, until + timedelta(days=1), HOLIDAYS)

    assert kept.is_settled
    assert after.entries[0].charges == Decimal("7.40")


@pytest.mark.parametrize(("days", "broken"), [(0, False), (5, False), (6, True)])
def test_an_agreement_breaks_when_the_days_of_grace_are_over(days: int, *, broken: bool) -> None:
    assert account(on=FIRST + timedelta(days=days)).is_broken(grace_days=5) is broken


def test_charges_alone_break_nothing() -> None:
    assert not account(paid("300.00", TEN_DAYS_LATE), on=SECOND).is_broken(grace_days=5)


def test_an_overdue_instalment_says_so() -> None:
    standing = account(on=FIRST + timedelta(days=1))

    assert standing.status_of(standing.entries[0]) is InstallmentStatus.OVERDUE
    assert standing.status_of(standing.entries[1]) is InstallmentStatus.OPEN


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_no_payment_is_nothing_or_less(amount: str) -> None:
    with pytest.raises(NotAPayment):
        paid(amount)


def test_a_payment_that_nobody_can_tell_apart_is_none() -> None:
    with pytest.raises(NotAPayment):
        paid("10.00", told=" ")


cents = st.integers(1, 100_000).map(lambda value: str(Decimal(value).scaleb(-2)))
days = st.integers(-20, 120).map(lambda offset: FIRST + timedelta(days=offset))
events = st.builds(
    paid,
    cents,
    days,
    st.sampled_from("ABCDEFGH"),
    source=st.sampled_from(["cnab", "ofx", "pix", "crm", "manual"]),
    installment=st.sampled_from([None, 1, 2, 3]),
    reference=st.sampled_from([None, None, "E1", "E2"]),
)
news = st.lists(events, max_size=12)
lateness = st.sampled_from([LATE, FREE, LateTerms(Decimal("1.5"), Decimal(20))])
dues = st.just(THREE) | st.just(
    (due(1, FIRST, "0.01"), replace(THREE[1], quotes=(Quote(SECOND + timedelta(days=3), THIRD),)))
)


@given(news, st.data(), lateness, days)
def test_any_order_and_repetition_of_the_news_ends_in_the_same_account(
    told: list[PaymentReceived], data: st.DataObject, late: LateTerms, on: date
) -> None:
    again = data.draw(st.lists(st.sampled_from(told), max_size=6)) if told else []
    shuffled = data.draw(st.permutations([*told, *again]))

    assert account(*shuffled, on=on, late=late) == account(*told, on=on, late=late)


@given(news, dues, lateness, days)
def test_no_cent_appears_or_vanishes(
    told: list[PaymentReceived], owed: tuple[Due, ...], late: LateTerms, on: date
) -> None:
    standing = account_of(owed, told, late, on, HOLIDAYS)

    came_in: dict[str, Decimal] = {}
    for payment in told:
        came_in[payment.told_as] = max(payment.amount, came_in.get(payment.told_as, Decimal(0)))
    for name, amount in came_in.items():
        used = sum(each.amount for each in standing.settlements if each.payment == name)
        assert used + sum(left for payer, left in standing.surplus if payer == name) == amount
    assert standing.paid + standing.overpaid == sum(came_in.values())


@given(news, dues, lateness, days)
def test_nothing_is_ever_paid_beyond_what_was_owed(
    told: list[PaymentReceived], owed: tuple[Due, ...], late: LateTerms, on: date
) -> None:
    latest = max([on, *(payment.paid_on for payment in told)])

    for entry in account_of(owed, told, late, latest, HOLIDAYS).entries:
        assert entry.remaining >= 0
        assert (entry.remaining == 0) is (entry.settled_on is not None)
        assert entry.charges == entry.charges.quantize(Decimal("0.01"))


@given(news, lateness, days)
def test_the_fine_never_passes_the_law(told: list[PaymentReceived], late: LateTerms, on: date) -> None:
    no_interest = replace(late, interest=Decimal(0))

    for entry in account(*told, on=on, late=no_interest).entries:
        assert entry.charges <= entry.due.amount * 2 / 100


@given(news, days, st.integers(0, 60))
def test_waiting_never_makes_it_cheaper(told: list[PaymentReceived], on: date, waited: int) -> None:
    later = on + timedelta(days=waited)

    assert account(*told, on=later).remaining >= account(*told, on=on).remaining

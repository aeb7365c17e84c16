"""The promise of the OurNumbers port."""

import asyncio

import pytest

from application.ports.unit_of_work import UnitOfWorkFactory
from domain.payments.numbering import NumberSeries, SeriesExhausted
from domain.shared.ids import AgreementId
from tests.adapters.contracts.kept import an_id

SERIES = NumberSeries("341-109", 1, 99_999_999)
OTHER_WALLET = NumberSeries("341-175", 1, 99_999_999)


def an_agreement_id() -> AgreementId:
    return AgreementId(an_id())


async def test_a_series_goes_on_where_the_last_agreement_left_it(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(an_agreement_id(), 3, SERIES) == (1, 2, 3)
        assert await uow.our_numbers.allot(an_agreement_id(), 2, SERIES) == (4, 5)


async def test_each_wallet_has_its_own_series(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = an_agreement_id()
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(agreement_id, 2, SERIES) == (1, 2)
        assert await uow.our_numbers.allot(agreement_id, 2, OTHER_WALLET) == (1, 2)
        assert await uow.our_numbers.allot(agreement_id, 3, SERIES) == (1, 2, 3)


async def test_the_same_agreement_keeps_its_numbers(uow_factory: UnitOfWorkFactory) -> None:
    agreement_id = an_agreement_id()
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(agreement_id, 2, SERIES) == (1, 2)
        await uow.commit()
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(an_agreement_id(), 1, SERIES) == (3,)
        assert await uow.our_numbers.allot(agreement_id, 2, SERIES) == (1, 2)
        assert await uow.our_numbers.allot(agreement_id, 1, SERIES) == (1,)
        assert await uow.our_numbers.allot(agreement_id, 3, SERIES) == (1, 2, 4)


async def test_numbers_that_were_not_committed_are_given_to_the_next(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(an_agreement_id(), 5, SERIES) == (1, 2, 3, 4, 5)
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(an_agreement_id(), 1, SERIES) == (1,)


async def test_a_range_of_the_bank_begins_at_its_first_number(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        given = await uow.our_numbers.allot(
            an_agreement_id(), 2, NumberSeries("077-110", 4_300_000, 4_300_009)
        )
    assert given == (4_300_000, 4_300_001)


async def test_a_new_range_goes_on_from_its_own_first_number(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        assert await uow.our_numbers.allot(an_agreement_id(), 2, NumberSeries("077-110", 1, 2)) == (1, 2)
        moved = NumberSeries("077-110", 50, 60)
        assert await uow.our_numbers.allot(an_agreement_id(), 2, moved) == (50, 51)
        assert await uow.our_numbers.allot(an_agreement_id(), 1, moved) == (52,)


async def test_a_range_that_is_used_up_gives_nothing_and_breaks_nothing(
    uow_factory: UnitOfWorkFactory,
) -> None:
    short = NumberSeries("077-110", 1, 3)
    async with uow_factory() as uow:
        with pytest.raises(SeriesExhausted, match="077-110"):
            await uow.our_numbers.allot(an_agreement_id(), 4, short)
        assert await uow.our_numbers.allot(an_agreement_id(), 3, short) == (1, 2, 3)


async def test_twenty_agreements_at_once_leave_no_gap_and_share_no_number(
    uow_factory: UnitOfWorkFactory,
) -> None:
    async def allot() -> tuple[int, ...]:
        async with uow_factory() as uow:
            numbers = await uow.our_numbers.allot(an_agreement_id(), 3, SERIES)
            await uow.commit()
            return numbers

    given = await asyncio.gather(*(allot() for _ in range(20)))
    assert sorted(number for numbers in given for number in numbers) == list(range(1, 61))


async def test_the_same_agreement_asked_for_many_times_at_once_gets_one_set_of_numbers(
    uow_factory: UnitOfWorkFactory,
) -> None:
    agreement_id = an_agreement_id()

    async def allot() -> tuple[int, ...]:
        async with uow_factory() as uow:
            numbers = await uow.our_numbers.allot(agreement_id, 2, SERIES)
            await uow.commit()
            return numbers

    assert set(await asyncio.gather(*(allot() for _ in range(8)))) == {(1, 2)}

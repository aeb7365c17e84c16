"""An outcome waits as long as the CRM asks for, and longer each time the CRM is away."""

from datetime import timedelta
from typing import override

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from adapters.persistence.unit_of_work import PostgresAtOnce
from application.ports.crm import CrmUnavailable, OutcomeReport
from application.ports.unit_of_work import UnitOfWorkFactory
from application.report_outcome import ReportOutcome
from domain.shared.ids import ConversationId, TenantId
from tests.adapters.contracts.kept import NOW, a_conversation, a_report

MINUTE = timedelta(minutes=1)


class CrmThatRests(MemoryCrm):
    """Takes nothing for as long as `wait_seconds` says that it wants to be left alone."""

    wait_seconds: float | None = None

    @override
    async def report(self, report: OutcomeReport) -> None:
        if self.wait_seconds is not None:
            raise CrmUnavailable("o CRM pediu espera", self.wait_seconds)
        await super().report(report)


@pytest.fixture
def at_once(engine: AsyncEngine, tenant: TenantId) -> UnitOfWorkFactory:
    """Units of work of one call each, as the program has them."""
    return lambda: PostgresAtOnce(engine, tenant)


async def ended(uow_factory: UnitOfWorkFactory) -> ConversationId:
    negotiation = await a_conversation(uow_factory)
    async with uow_factory() as uow:
        await uow.outcomes.put(a_report(negotiation.id), NOW)
        await uow.commit()
    return negotiation.id


async def test_the_crm_is_left_alone_for_as_long_as_it_asks(at_once: UnitOfWorkFactory) -> None:
    conversation_id, clock, crm = await ended(at_once), VirtualClock(NOW), CrmThatRests()
    report = ReportOutcome(at_once, crm, clock)
    crm.wait_seconds = 3600
    assert not await report(conversation_id)
    crm.wait_seconds = None

    clock.advance(59 * MINUTE)
    assert not await report(conversation_id)
    clock.advance(2 * MINUTE)
    assert await report(conversation_id)
    assert len(crm.reports) == 1


async def test_a_crm_that_does_not_say_is_asked_again_soon_and_then_less_often(
    at_once: UnitOfWorkFactory,
) -> None:
    conversation_id, clock, crm = await ended(at_once), VirtualClock(NOW), CrmThatRests()
    report = ReportOutcome(at_once, crm, clock)
    crm.wait_seconds = 0
    for _ in range(12):
        await report(conversation_id)
        clock.advance(31 * MINUTE)
    crm.wait_seconds = None

    assert await report(conversation_id)

"""The promise of the Crm port, kept by every adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from adapters.crm.memory import MemoryCrm
from application.ports.crm import Crm, OutcomeReport
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.negotiation.outcome import Outcome
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId
from domain.shared.phone import Phone
from tests.adapters.crm.http_crms import http_crm, know_only, reports_of
from tests.mock_crm.running import RunningCrm, running_crm

MARIA = DebtorRecord(
    cpf=Cpf.parse("529.982.247-25"),
    name="Maria Silva Santos",
    phone=Phone.parse("5511999999001"),
    debts=(
        Debt(Decimal("1000.00"), Decimal("1000.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja"),
    ),
    email="maria.santos@example.com",
    uf="SP",
)
JOAO = DebtorRecord(
    cpf=Cpf.parse("111.444.777-35"),
    name="João Batista Lima",
    phone=Phone.parse("5585999999002"),
    debts=(
        Debt(Decimal("150.50"), Decimal("120.00"), date(2024, 2, 29), "Telefonia Sabiá", "Plano de celular"),
        Debt(Decimal("80.00"), Decimal("80.00"), date(2024, 3, 31), "Telefonia Sabiá", "Plano de celular"),
    ),
)
STRANGER = Cpf.parse("123.456.789-09")

NO_CONTACT = OutcomeReport(
    conversation_id=ConversationId(UUID(int=1)),
    cpf=MARIA.cpf,
    outcome=Outcome.NO_CONTACT,
    notes="Sem resposta",
    at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
    duration_seconds=180,
)


@dataclass(frozen=True, slots=True)
class CrmUnderTest:
    """An adapter that knows Maria and João, and a way to see the reports that arrived."""

    crm: Crm
    reports: Callable[[], Awaitable[tuple[OutcomeReport, ...]]]


Setting = Callable[[RunningCrm], AbstractAsyncContextManager[CrmUnderTest]]

# What a CRM does on a bad day; each one answers in the end.
SLOW_AND_FAILING = {"latency_ms": 5, "error_rate": 0.3, "drop_rate": 0.2, "seed": 1}
ANSWERING_TWICE = {"lost_answer_rate": 0.6, "seed": 3}
THROTTLING = {"error_rate": 0.6, "status": 429, "retry_after": 0, "seed": 3}


@asynccontextmanager
async def in_memory(_running: RunningCrm) -> AsyncIterator[CrmUnderTest]:
    crm = MemoryCrm((MARIA, JOAO))

    async def reports() -> tuple[OutcomeReport, ...]:
        return crm.reports

    yield CrmUnderTest(crm, reports)


def over_http(**faults: float) -> Setting:
    @asynccontextmanager
    async def started(running: RunningCrm) -> AsyncIterator[CrmUnderTest]:
        async with http_crm(running.url) as crm:
            await running.begins_anew()
            await know_only(running, MARIA, JOAO)
            await running.fails(**faults)

            async def reports() -> tuple[OutcomeReport, ...]:
                await running.fails()
                return await reports_of(running, MARIA.cpf)

            yield CrmUnderTest(crm, reports)

    return started


@pytest.fixture(scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningCrm]:
    async with running_crm(tmp_path_factory.mktemp("crm")) as running:
        yield running


@pytest.fixture(
    params=[
        pytest.param(in_memory, id="memory"),
        pytest.param(over_http(), id="http"),
        pytest.param(over_http(**SLOW_AND_FAILING), id="http, slow and failing"),
        pytest.param(over_http(**ANSWERING_TWICE), id="http, answering twice"),
        pytest.param(over_http(**THROTTLING), id="http, throttling"),
    ]
)
async def under_test(request: pytest.FixtureRequest, running: RunningCrm) -> AsyncIterator[CrmUnderTest]:
    setting: Setting = request.param
    async with setting(running) as started:
        yield started


@pytest.fixture
def crm(under_test: CrmUnderTest) -> Crm:
    return under_test.crm


async def test_a_debtor_is_found_by_cpf_with_all_that_the_creditor_knows(crm: Crm) -> None:
    assert await crm.find_debtor(Cpf.parse("52998224725")) == MARIA
    assert await crm.find_debtor(JOAO.cpf) == JOAO


async def test_a_cpf_that_the_creditor_does_not_know_is_nobody(crm: Crm) -> None:
    assert await crm.find_debtor(STRANGER) is None


async def test_the_debtors_are_listed_to_pick_from(crm: Crm) -> None:
    assert set(await crm.list_debtors()) == {MARIA, JOAO}


async def test_no_more_debtors_are_listed_than_asked_for(crm: Crm) -> None:
    assert len(await crm.list_debtors(limit=1)) == 1
    assert await crm.list_debtors(limit=0) == ()


async def test_the_outcome_of_a_conversation_is_kept_as_told(under_test: CrmUnderTest) -> None:
    agreed = replace(
        NO_CONTACT,
        outcome=Outcome.SUCCESSFUL,
        original_amount=Decimal("1000.00"),
        agreed_amount=Decimal("850.00"),
        discount_amount=Decimal("150.00"),
        payment_dates=(date(2026, 12, 1),),
    )

    await under_test.crm.report(agreed)

    assert await under_test.reports() == (agreed,)


async def test_the_same_conversation_reported_twice_is_kept_once(under_test: CrmUnderTest) -> None:
    await under_test.crm.report(NO_CONTACT)
    await under_test.crm.report(NO_CONTACT)

    assert await under_test.reports() == (NO_CONTACT,)


async def test_two_conversations_with_the_same_debtor_are_two_outcomes(under_test: CrmUnderTest) -> None:
    second = replace(NO_CONTACT, conversation_id=ConversationId(UUID(int=2)))

    await under_test.crm.report(NO_CONTACT)
    await under_test.crm.report(second)

    assert set(await under_test.reports()) == {NO_CONTACT, second}


async def test_what_became_of_an_agreement_is_told_beside_how_its_conversation_ended(
    under_test: CrmUnderTest,
) -> None:
    later = replace(NO_CONTACT, follows="paid", notes="Acordo quitado")

    for report in (NO_CONTACT, later, later):
        await under_test.crm.report(report)

    assert {(report.notes, report.outcome) for report in await under_test.reports()} == {
        ("Sem resposta", Outcome.NO_CONTACT),
        ("Acordo quitado", Outcome.NO_CONTACT),
    }
    assert len(await under_test.reports()) == 2

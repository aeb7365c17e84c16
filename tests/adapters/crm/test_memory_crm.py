from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from adapters.crm.debtor_row import RowRefused
from adapters.crm.memory import KEPT_REPORTS, MemoryCrm
from application.ports.crm import OutcomeReport, RecordUnusable
from domain.negotiation.outcome import Outcome
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId


def a_report(number: int) -> OutcomeReport:
    return OutcomeReport(
        conversation_id=ConversationId(UUID(int=number)),
        cpf=Cpf.parse("529.982.247-25"),
        outcome=Outcome.UNSUCCESSFUL,
        notes="Sem acordo",
        at=datetime(2026, 11, 20, tzinfo=UTC),
        duration_seconds=60,
    )


async def test_a_row_that_was_left_out_is_known_by_what_it_lacks() -> None:
    clara = Cpf.parse("431.893.416-05")
    crm = MemoryCrm((), {clara: RowRefused("phone: falta o valor")})

    with pytest.raises(RecordUnusable) as lacks:
        await crm.find_debtor(clara)

    assert (lacks.value.field, lacks.value.fault) == ("phone", "falta o valor")
    assert await crm.find_debtor(Cpf.parse("111.444.777-35")) is None


async def test_only_the_latest_ten_thousand_outcomes_are_kept() -> None:
    crm = MemoryCrm()

    for number in range(KEPT_REPORTS + 2):
        await crm.report(a_report(number))

    assert len(crm.reports) == 10_000
    assert crm.reports[0] == a_report(2)
    assert crm.reports[-1] == a_report(10_001)


async def test_of_a_conversation_reported_again_the_first_report_stands() -> None:
    crm = MemoryCrm()

    await crm.report(a_report(1))
    await crm.report(replace(a_report(1), notes="Outra versão"))

    assert crm.reports == (a_report(1),)

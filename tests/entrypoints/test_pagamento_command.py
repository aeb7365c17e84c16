"""`certobot pagamento`: a person tells of a payment, and sees what became of it."""

from argparse import ArgumentParser
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from faker import Faker
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.persistence.unit_of_work import PostgresUnitOfWork
from application.record_payment import UnknownInstallment
from domain.negotiation.negotiation import Status
from domain.negotiation.offer import Installment
from domain.shared.calendar import business_date
from domain.shared.cpf import Cpf
from entrypoints.commands.pagamento import UnusablePayment, add_arguments, pagamento
from entrypoints.container import TENANT
from entrypoints.settings import Settings
from tests.adapters.contracts.kept import a_conversation, a_debtor, a_kept_debtor, an_agreement, saved


async def told(settings: Settings, *arguments: str) -> None:
    """Run the command as it is typed."""
    parser = ArgumentParser()
    add_arguments(parser.add_argument)
    await pagamento(settings, parser.parse_args(arguments))


@pytest.fixture
async def agreement(engine: AsyncEngine) -> str:
    """An agreement of the tenant that commands speak for: R$ 600,00 in two instalments to come."""
    person = a_debtor(cpf=Cpf.parse(Faker("pt_BR").cpf()))

    def uow() -> PostgresUnitOfWork:
        return PostgresUnitOfWork(engine, TENANT)

    negotiation = await a_conversation(uow, debtor=await a_kept_debtor(uow, person))
    await saved(uow, negotiation, status=Status.COMPLETED)
    ahead = business_date(datetime.now(UTC)) + timedelta(days=60)
    due = (Installment(1, Decimal("300.00"), ahead), Installment(2, Decimal("300.00"), ahead))
    kept = replace(an_agreement(negotiation), installments=due)
    async with uow() as work:
        await work.agreements.add(kept)
        await work.commit()
    return str(kept.id)


async def test_a_payment_typed_twice_counts_once_and_the_agreement_is_shown(
    mock_settings: Settings, agreement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ("--id", str(uuid4()), "--amount", "300,00", "--agreement", agreement, "--installment", "1")

    await told(mock_settings, *typed)
    await told(mock_settings, *typed)

    first, again = capsys.readouterr().out.split("Este pagamento já estava registrado")
    assert "Pagamento registrado." in first
    for shown in (first, again):
        assert "Pago: R$ 300,00. Falta: R$ 300,00." in shown


async def test_what_nobody_can_place_is_kept_and_said_so(
    mock_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await told(mock_settings, "--id", str(uuid4()), "--amount", "1.00", "--txid", "NINGUEM")

    assert "ninguém sabe o que ele paga" in capsys.readouterr().out


async def test_what_is_no_payment_is_refused_in_one_line(mock_settings: Settings, agreement: str) -> None:
    name = ("--id", str(uuid4()), "--amount", "1.00")

    with pytest.raises(UnusablePayment, match="diga o que foi pago"):
        await told(mock_settings, *name)
    with pytest.raises(UnusablePayment, match="não existe um acordo"):
        await told(mock_settings, *name, "--agreement", str(uuid4()))
    with pytest.raises(UnusablePayment, match="ainda não chegou"):
        await told(mock_settings, *name, "--agreement", agreement, "--on", "2099-01-01")
    with pytest.raises(UnknownInstallment):
        await told(mock_settings, *name, "--agreement", agreement, "--installment", "3")


@pytest.mark.parametrize("amount", ["um", "0", "-1", "1.001", "1,005", "1.000.00"])
async def test_an_amount_that_is_none_is_not_taken(mock_settings: Settings, amount: str) -> None:
    with pytest.raises(SystemExit):
        await told(mock_settings, "--id", "x", f"--amount={amount}", "--txid", "T")

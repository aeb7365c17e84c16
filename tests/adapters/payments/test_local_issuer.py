"""What is particular to issuing without a bank: the due-date cycle, the wording and static Pix."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import LocalPaymentsConfig
from application.ports.payment_issuer import IssueRejected, Payable
from domain.payments.boleto import Boleto
from domain.payments.party import Beneficiary
from domain.payments.pix import PixCharge
from tests.adapters.payments.agreement import ACCOUNT, CREDITOR, a_request, installments
from tests.adapters.payments.br_code import decode
from tests.adapters.payments.febraban import amount_in, due_date_in, general_digit, linha_digitavel_of


async def issue_one(
    account: LocalPaymentsConfig = ACCOUNT,
    payables: tuple[Payable, ...] = installments("100.00"),
    **terms: Any,
) -> tuple[Boleto, PixCharge | None]:
    (document,) = await LocalIssuer(account).issue(a_request(*payables, **terms))
    return document.boleto, document.pix


@given(
    cents=st.integers(1, 9_999_999_999),
    due=st.dates(date(2025, 2, 22), date(2049, 10, 13)),
    sequence=st.integers(1, 99_999_999),
)
async def test_whatever_the_terms_the_numbers_of_the_boleto_say_them(
    cents: int, due: date, sequence: int
) -> None:
    amount = Decimal(cents).scaleb(-2)

    boleto, pix = await issue_one(payables=installments(str(amount), first_due=due, sequence=sequence))

    assert (amount_in(boleto.barcode), due_date_in(boleto.barcode)) == (amount, due)
    assert boleto.barcode[4] == general_digit(boleto.barcode)
    assert boleto.linha_digitavel.translate({ord("."): "", ord(" "): ""}) == linha_digitavel_of(
        boleto.barcode
    )
    assert f"{sequence:08d}" in boleto.nosso_numero
    assert pix is not None
    assert Decimal(decode(pix.payload)["54"]) == amount


@pytest.mark.parametrize(
    ("due", "factor"),
    [
        (date(2025, 2, 21), "9999"),
        (date(2025, 2, 22), "1000"),
        (date(2025, 2, 26), "1004"),
        (date(2025, 12, 1), "1282"),
        (date(2029, 5, 20), "2548"),
    ],
)
async def test_the_due_date_factor_starts_again_at_1000_on_22_february_2025(due: date, factor: str) -> None:
    boleto, _ = await issue_one(payables=installments("100.00", first_due=due))

    assert boleto.barcode[5:9] == factor


async def test_a_due_date_after_the_last_factor_is_rejected() -> None:
    after_the_cycle = date(2025, 2, 22) + timedelta(days=9000)

    with pytest.raises(IssueRejected, match="fator de vencimento"):
        await issue_one(payables=installments("100.00", first_due=after_the_cycle))


async def test_an_our_number_longer_than_the_bank_takes_is_rejected() -> None:
    with pytest.raises(IssueRejected, match="nosso número deve ter no máximo 8 dígitos"):
        await issue_one(payables=installments("100.00", sequence=100_000_000))


async def test_a_boleto_made_here_is_not_yet_known_to_the_bank() -> None:
    boleto, _ = await issue_one()

    assert boleto.registration == "unregistered"


async def test_without_a_pix_key_there_is_no_pix() -> None:
    _, pix = await issue_one(account=replace(ACCOUNT, pix_key="", pix_city=""))

    assert pix is None


async def test_the_pix_code_pays_the_key_and_names_the_creditor_as_bacen_wants_it() -> None:
    _, pix = await issue_one()

    assert pix is not None
    code = decode(pix.payload)
    assert code["key"] == ACCOUNT.pix_key
    assert (code["59"], code["60"]) == ("Banco Horizonte de Credit", "SAO PAULO")


async def test_a_dash_in_the_name_leaves_no_double_space_that_copying_would_lose() -> None:
    creditor = Beneficiary("Crédito — Norte  Ltda 😀", CREDITOR.document, CREDITOR.address, CREDITOR.city)

    _, pix = await issue_one(beneficiary=creditor)

    assert pix is not None
    assert decode(pix.payload)["59"] == "Credito Norte Ltda"


@pytest.mark.parametrize(
    ("fine", "interest", "sentence"),
    [
        ("2", "1", "Após o vencimento, cobrar multa de 2% (R$ 2,00) e juros de 1% ao mês."),
        ("1.5", "0.33", "Após o vencimento, cobrar multa de 1,5% (R$ 1,50) e juros de 0,33% ao mês."),
        ("0", "1", "Após o vencimento, cobrar juros de 1% ao mês."),
        ("2", "0", "Após o vencimento, cobrar multa de 2% (R$ 2,00)."),
        ("0", "0", "Não cobrar multa nem juros após o vencimento."),
    ],
)
async def test_the_cashier_reads_what_to_charge_after_the_due_date(
    fine: str, interest: str, sentence: str
) -> None:
    boleto, _ = await issue_one(late_fine_percent=fine, late_interest_percent=interest)

    assert sentence in boleto.instructions


async def test_a_creditor_without_phone_or_site_gets_no_empty_contact_line() -> None:
    silent = Beneficiary(CREDITOR.name, CREDITOR.document, CREDITOR.address, CREDITOR.city)

    boleto, _ = await issue_one(beneficiary=silent)

    assert not any("Dúvidas" in line for line in boleto.instructions)


async def test_a_creditor_whose_cnpj_is_wrong_is_rejected() -> None:
    impostor = Beneficiary(CREDITOR.name, "11.222.333/0001-82", CREDITOR.address, CREDITOR.city)

    with pytest.raises(IssueRejected, match="CNPJ"):
        await issue_one(beneficiary=impostor)

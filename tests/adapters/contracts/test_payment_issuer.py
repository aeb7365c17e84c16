"""What every payment issuer promises."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from adapters.payments.cobv import CobvIssuer
from adapters.payments.local import LocalIssuer
from adapters.payments.pix_api import PixApi, PixApiConfig
from application.ports.payment_issuer import IssueRejected, PaymentIssuer
from domain.payments.document import PaymentDocument
from tests.adapters.payments.agreement import ACCOUNT, CREDITOR, DEBTOR, a_request, installments
from tests.adapters.payments.br_code import decode
from tests.adapters.payments.febraban import amount_in, due_date_in, general_digit, linha_digitavel_of
from tests.adapters.payments.pix_server import CLIENT_ID, CLIENT_SECRET, running_psp


@asynccontextmanager
async def with_a_psp() -> AsyncIterator[PaymentIssuer]:
    """An issuer whose Pix charges a PSP of its own keeps."""
    async with running_psp() as psp:
        api = PixApi(PixApiConfig(psp.url, f"{psp.url}/oauth/token", CLIENT_ID, CLIENT_SECRET))
        yield CobvIssuer(LocalIssuer(ACCOUNT), ACCOUNT, api)


ISSUERS: dict[str, Callable[[], AbstractAsyncContextManager[PaymentIssuer]]] = {
    "local": lambda: nullcontext(LocalIssuer(ACCOUNT)),
    "cobv": with_a_psp,
}


@pytest.fixture(params=ISSUERS)
async def issuer(request: pytest.FixtureRequest) -> AsyncIterator[PaymentIssuer]:
    async with ISSUERS[request.param]() as issuer:
        yield issuer
        await issuer.aclose()


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


async def test_every_installment_gets_its_document_in_order(issuer: PaymentIssuer) -> None:
    asked = a_request()

    documents = await issuer.issue(asked)

    assert [(d.installment, d.of, d.boleto.amount, d.boleto.due_date) for d in documents] == [
        (payable.number, 3, payable.amount, payable.due_date) for payable in asked.payables
    ]


async def test_the_same_request_gives_the_same_documents(issuer: PaymentIssuer) -> None:
    assert await issuer.issue(a_request()) == await issuer.issue(a_request())


@pytest.mark.parametrize("amount", ["0.01", "50.00", "333.34", "1234567.89"])
async def test_agreement_barcode_linha_digitavel_and_pix_say_one_amount(
    issuer: PaymentIssuer, amount: str
) -> None:
    (document,) = await issuer.issue(a_request(*installments(amount)))

    assert document.boleto.amount == Decimal(amount)
    assert amount_in(document.boleto.barcode) == Decimal(amount)
    assert Decimal(digits(document.boleto.linha_digitavel)[-10:]) / 100 == Decimal(amount)
    assert document.pix is not None
    assert document.pix.amount == Decimal(amount)
    code = decode(document.pix.payload)
    # Of a charge that a PSP keeps the code tells the place alone; the amount is there (Bacen, BR Code).
    assert "/cobv/" in code["url"] or Decimal(code["54"]) == Decimal(amount)


async def test_the_barcode_carries_the_due_date_and_its_own_check_digit(issuer: PaymentIssuer) -> None:
    for document in await issuer.issue(a_request()):
        assert due_date_in(document.boleto.barcode) == document.boleto.due_date
        assert document.boleto.barcode[4] == general_digit(document.boleto.barcode)


async def test_the_linha_digitavel_is_the_barcode_with_its_check_digits(issuer: PaymentIssuer) -> None:
    for document in await issuer.issue(a_request()):
        assert digits(document.boleto.linha_digitavel) == linha_digitavel_of(document.boleto.barcode)


async def test_no_two_installments_share_a_number(issuer: PaymentIssuer) -> None:
    documents = await issuer.issue(a_request(*installments(*["100.00"] * 12)))

    for number in (_nosso_numero, _barcode, _document_number, _txid):
        assert len({number(document) for document in documents}) == 12


async def test_two_agreements_share_no_number_either(issuer: PaymentIssuer) -> None:
    (one,) = await issuer.issue(a_request(*installments("100.00", sequence=1), agreement=1))
    (other,) = await issuer.issue(a_request(*installments("100.00", sequence=2), agreement=2))

    for number in (_nosso_numero, _barcode, _document_number, _txid):
        assert number(one) != number(other)


async def test_the_txid_is_one_that_the_kind_of_code_allows(issuer: PaymentIssuer) -> None:
    for document in await issuer.issue(a_request()):
        assert document.pix is not None
        code = decode(document.pix.payload)
        if code["url"]:
            assert code["txid"] == "***"
            assert re.fullmatch(r"[A-Za-z0-9]{26,35}", document.pix.txid)
        else:
            assert code["txid"] == document.pix.txid
            assert re.fullmatch(r"[A-Za-z0-9]{1,25}", document.pix.txid)


async def test_the_numbers_come_from_a_series_of_the_account(issuer: PaymentIssuer) -> None:
    series = issuer.series(date(2026, 11, 20))

    assert series is not None
    assert (series.name, series.first, series.last) == ("341-109", 1, 99_999_999)


async def test_an_installment_issued_anew_keeps_its_place_and_shares_no_number(issuer: PaymentIssuer) -> None:
    *_, old = await issuer.issue(a_request())
    (anew,) = await issuer.issue(a_request(replace(installments("340.20", sequence=4)[0], number=3), of=3))

    assert (anew.installment, anew.of, anew.boleto.amount) == (3, 3, Decimal("340.20"))
    for number in (_nosso_numero, _barcode, _txid):
        assert number(anew) != number(old)


async def test_a_document_may_be_cancelled_again_and_again(issuer: PaymentIssuer) -> None:
    document, *_ = await issuer.issue(a_request())

    for _ in range(2):
        await issuer.cancel(document)


async def test_both_sides_are_on_the_document_as_they_were_given(issuer: PaymentIssuer) -> None:
    for document in await issuer.issue(a_request()):
        assert (document.boleto.beneficiary, document.boleto.payer) == (CREDITOR, DEBTOR)


async def test_instructions_name_the_installment_the_late_charges_and_the_contact(
    issuer: PaymentIssuer,
) -> None:
    _, second, _ = await issuer.issue(a_request())

    text = " ".join(second.boleto.instructions)

    assert "parcela 2 de 3" in text
    assert "multa de 2% (R$ 6,67) e juros de 1% ao mês" in text
    assert CREDITOR.phone in text
    assert CREDITOR.site in text


async def test_an_amount_that_no_boleto_can_carry_is_rejected_for_good(issuer: PaymentIssuer) -> None:
    for impossible in ("0.00", "100000000.00"):
        with pytest.raises(IssueRejected) as rejected:
            await issuer.issue(a_request(*installments(impossible)))
        assert "valor" in rejected.value.reason


async def test_a_rejection_names_no_debtor(issuer: PaymentIssuer) -> None:
    with pytest.raises(IssueRejected) as rejected:
        await issuer.issue(a_request(*installments("0.00"), payer=DEBTOR))

    assert DEBTOR.name not in rejected.value.reason
    assert digits(DEBTOR.document) not in digits(rejected.value.reason)


def _nosso_numero(document: PaymentDocument) -> str:
    return document.boleto.nosso_numero


def _barcode(document: PaymentDocument) -> str:
    return document.boleto.barcode


def _document_number(document: PaymentDocument) -> str:
    return document.boleto.document_number


def _txid(document: PaymentDocument) -> str:
    assert document.pix is not None
    return document.pix.txid

"""One account at each bank that takes remittances, by bank and layout. Everyone here is invented."""

from collections.abc import Sequence
from datetime import date

from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import LocalPaymentsConfig
from application.ports.registrations import Errand, KnownBoleto
from domain.payments.boleto import Boleto
from domain.shared.ids import AgreementId
from tests.adapters.payments.agreement import a_request, installments

ON = date(2026, 11, 20)
_PAYER = {
    "payer_address": "Rua das Acácias, 100",
    "payer_district": "Centro",
    "payer_city": "São Paulo",
    "payer_state": "SP",
    "payer_zip": "01001000",
}
_ACCOUNTS = {
    "001": {"agency": "1234", "account": "12345", "wallet": "17", "agreement_number": "1234567"},
    "004": {"agency": "0016", "account": "1193", "account_digit": "6", "wallet": "21"},
    "033": {
        "agency": "1234",
        "account": "13000123",
        "account_digit": "4",
        "wallet": "101",
        "agreement_number": "1234567",
        "transmission_code": "123456789012345",
    },
    "041": {"agency": "1102", "agreement_number": "9000150", "agreement_digit": "46", "wallet": "1"},
    "070": {"agency": "058", "account": "6002006", "wallet": "2", "increment": "000"},
    "077": {
        "agency": "0001",
        "account": "123456789",
        "account_digit": "0",
        "wallet": "110",
        "agreement_number": "1234567",
    },
    "085": {"agency": "0101", "account": "1234567", "agreement_number": "101002", "wallet": "1"},
    "097": {
        "agency": "0001",
        "account": "1234567",
        "account_digit": "1",
        "agreement_number": "123456",
        "contract_number": "1234",
        "wallet": "18",
    },
    "104": {"agency": "1234", "agreement_number": "123456", "wallet": "14"},
    "136": {
        "agency": "1234",
        "account": "12345",
        "account_digit": "1",
        "agreement_number": "12345",
        "wallet": "21",
    },
    "237": {
        "agency": "1234",
        "account": "1234567",
        "account_digit": "1",
        "agreement_number": "12345",
        "wallet": "09",
    },
    "336": {"agency": "0001", "agreement_number": "123456789012", "wallet": "20"},
    "341": {"agency": "0057", "account": "12345", "wallet": "109"},
    "422": {
        "agency": "1234",
        "agency_digit": "5",
        "account": "12345678",
        "account_digit": "9",
        "wallet": "1",
    },
    "745": {"agency": "0001", "agreement_number": "0123456789", "portfolio": "311", "wallet": "3"},
    "748": {
        "agency": "0156",
        "branch_post": "05",
        "agreement_number": "85305",
        "issue_byte": "2",
        "wallet": "1",
    },
    "756": {
        "agency": "4277",
        "account": "12345",
        "account_digit": "1",
        "agreement_number": "172278",
        "wallet": "1",
    },
}


def account_at(bank: str, layout: str = "") -> LocalPaymentsConfig:
    """Return the account that sends its remittances in a layout."""
    return LocalPaymentsConfig(bank=bank, remittance_layout=layout, **_ACCOUNTS[bank], **_PAYER)


async def boletos_of(
    account: LocalPaymentsConfig, *amounts: str, sequence: int = 100
) -> tuple[KnownBoleto, ...]:
    """Return boletos of an account, R$ 333,34 and R$ 666,66 unless other amounts are given."""
    request = a_request(*installments(*(amounts or ("333.34", "666.66")), sequence=sequence))
    documents = await LocalIssuer(account).issue(request)
    return tuple(
        KnownBoleto(AgreementId(request.agreement_id), document.installment, document.boleto)
        for document in documents
    )


def to(errand: Errand, known: Sequence[KnownBoleto]) -> list[tuple[Errand, KnownBoleto]]:
    """Return what a remittance is to tell of each boleto."""
    return [(errand, each) for each in known]


def number_with_digit(boleto: Boleto) -> str:
    """Return the our-number and its check digit as they are printed, without separators."""
    return "".join(character for character in boleto.nosso_numero if character.isalnum())

"""An agreement to be documented, and the account of the creditor who gets paid. Everyone here is invented."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from adapters.payments.local_config import LocalPaymentsConfig
from application.ports.payment_issuer import IssueRequest, Payable
from domain.payments.party import Beneficiary, Payer
from domain.shared.ids import AgreementId

CREDITOR = Beneficiary(
    name="Banco Horizonte de Crédito S.A.",
    document="11.222.333/0001-81",
    address="Avenida Paulista, 1000, 12º andar",
    city="São Paulo/SP, 01310-100",
    phone="(11) 4000-1234",
    site="www.horizonte.example.com",
)
DEBTOR = Payer(name="José Antônio da Conceição", document="529.982.247-25")

ACCOUNT = LocalPaymentsConfig(
    bank="341",
    agency="1234",
    account="56789",
    wallet="109",
    pix_key="pagamentos@horizonte.example.com",
    pix_city="São Paulo",
)


def installments(
    *amounts: str, first_due: date = date(2026, 12, 10), sequence: int = 100
) -> tuple[Payable, ...]:
    """Return one payable for each amount, thirty days apart, with consecutive our-numbers."""
    return tuple(
        Payable(
            number=index + 1,
            amount=Decimal(amount),
            due_date=first_due + timedelta(days=30 * index),
            sequence=sequence + index,
        )
        for index, amount in enumerate(amounts)
    )


def a_request(
    *payables: Payable,
    agreement: int = 1,
    beneficiary: Beneficiary = CREDITOR,
    payer: Payer = DEBTOR,
    issued_on: date = date(2026, 11, 20),
    late_fine_percent: str = "2",
    late_interest_percent: str = "1",
    of: int | None = None,
) -> IssueRequest:
    """Return the request for the given payables, or for three instalments that sum to R$ 1.000,00."""
    asked = payables or installments("333.34", "333.33", "333.33")
    return IssueRequest(
        agreement_id=AgreementId(uuid5(NAMESPACE_URL, f"agreement {agreement}")),
        beneficiary=beneficiary,
        payer=payer,
        payables=asked,
        of=len(asked) if of is None else of,
        issued_on=issued_on,
        late_fine_percent=Decimal(late_fine_percent),
        late_interest_percent=Decimal(late_interest_percent),
    )

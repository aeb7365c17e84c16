"""What travels: field names are the contract with whoever integrates. Money is a decimal string in BRL."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

Outcome = Literal["successful", "partially_successful", "unsuccessful", "no_contact"]
ShortText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
# It goes into addresses and headers as it is.
SessionId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Debt(msgspec.Struct, kw_only=True):
    """One of several debts of a debtor."""

    amount: Decimal
    due_date: date
    original_amount: Decimal | None = None
    creditor: str | None = None
    description: str | None = None


class Debtor(msgspec.Struct, kw_only=True):
    """A debtor; `days_past_due` is always computed by the CRM. `debts`, when given, sum to `debt_amount`."""

    cpf: ShortText
    name: ShortText
    phone: ShortText
    debt_amount: Decimal
    due_date: date
    days_past_due: int = 0
    previous_contacts: Count = 0
    uf: str | None = None
    email: str | None = None
    creditor: str | None = None
    description: str | None = None
    original_amount: Decimal | None = None
    debts: list[Debt] = []


class DebtorPage(msgspec.Struct):
    """One page of debtors; pages count from 1."""

    items: list[Debtor]
    page: int
    page_size: int
    total: int
    pages: int


class Contact(msgspec.Struct, kw_only=True):
    """One attempt to talk to a debtor."""

    at: datetime
    channel: ShortText
    outcome: ShortText
    notes: str = ""


class Agreement(msgspec.Struct, kw_only=True, rename="camel"):
    """What was agreed; `installments` is their number, `dueDate` the first one's."""

    session_id: SessionId
    debtor_cpf: str = msgspec.field(name="debtorCPF")
    debtor_name: str = ""
    original_amount: Decimal
    agreed_amount: Decimal
    discount_applied: Decimal
    installments: Annotated[int, msgspec.Meta(ge=1, le=60)]
    due_date: date
    payment_method: Literal["boleto", "pix", "installments"]
    agreement_timestamp: datetime


class NegotiationResult(msgspec.Struct, kw_only=True):
    """How one conversation ended; `duration` in seconds."""

    session_id: SessionId
    debtor_cpf: str
    outcome: Outcome
    agreed_amount: Decimal | None = None
    discount_amount: Decimal | None = None
    payment_date: date | None = None
    scheduled_payment_dates: Annotated[list[date], msgspec.Meta(max_length=60)] = []
    payment_slip_reference: str | None = None
    qualitative_notes: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    interaction_timestamp: datetime
    duration: Count = 0
    language: str = "pt-BR"
    agreement: Agreement | None = None
    # For instalments that differ; without it they are cut evenly.
    scheduled_payment_amounts: Annotated[list[Decimal], msgspec.Meta(max_length=60)] | UnsetType = UNSET


class KeptResult(NegotiationResult, kw_only=True):
    """A result as kept, with the boletos that were issued for it."""

    boletos: list[str] = []


class Boleto(msgspec.Struct, kw_only=True):
    """One boleto; `payment_link` opens its PDF without a key, for the debtor."""

    id: str
    session_id: str
    debtor_cpf: str
    installment: int
    installments: int
    amount: Decimal
    due_date: date
    status: str
    bank: str
    nosso_numero: str
    linha_digitavel: str
    barcode: str
    pix_code: str
    issued_on: date
    pdf_url: str
    payment_link: str


class IssuedBoletos(msgspec.Struct):
    """The boletos of one conversation, in the order of their instalments."""

    session_id: str
    boletos: list[Boleto]


class Faults(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What goes wrong with `/api`, until `next_requests` have been through (null: until changed).

    Rates go from 0 to 1 and are drawn from `seed`. A dropped request has no effect; of a lost
    answer the request had. An error answers `status`, with `Retry-After` when `retry_after` is given.
    """

    latency_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 0
    error_rate: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    status: Annotated[int, msgspec.Meta(ge=400, le=599)] = 500
    retry_after: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None
    drop_rate: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    lost_answer_rate: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    next_requests: Annotated[int, msgspec.Meta(ge=0)] | None = None
    seed: int = 0

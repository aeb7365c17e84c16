"""What the CRM accepts: each rule raises `Invalid` with the field's name, or returns the value cleaned."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET
from pycobranca.core.documentos import validar_cpf

from mock_crm.refusals import Invalid
from mock_crm.wire import Agreement, Debtor, NegotiationResult

_CENT = Decimal("0.01")
_SAO_PAULO = ZoneInfo("America/Sao_Paulo")
# A barcode has ten digits for the amount, and four for days that end on this date (FEBRABAN, factor 9999).
_LARGEST = Decimal("99999999.99")
_FIRST_DUE, _LAST_DUE = date(2000, 7, 3), date(2049, 10, 13)
_PHONE = re.compile(r"55[1-9][0-9](?:9[0-9]{8}|[2-5][0-9]{7})")
_UF = re.compile("A[CLMP]|BA|CE|DF|ES|GO|M[AGST]|P[ABEIR]|R[JNORS]|S[CEP]|TO", re.IGNORECASE)


def plain(text: str) -> str:
    """Return `text` for comparing names: without accents, in lower case."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def cpf(text: str, field: str = "cpf") -> str:
    """Return the 11 digits of a CPF written with or without its mask."""
    digits = re.sub(r"[.\-\s]", "", text)
    if not (re.fullmatch(r"[0-9]{11}", digits) and validar_cpf(digits)):
        raise Invalid(field, "CPF inválido")
    return digits


def money(value: Decimal, field: str, *, least: Decimal = _CENT) -> Decimal:
    """Return an amount with two places; nothing is rounded away."""
    if not value.is_finite():
        raise Invalid(field, "não é um valor em reais")
    if not least <= value <= _LARGEST:
        raise Invalid(field, f"o valor deve ir de {least} a {_LARGEST}")
    try:
        exact = value.quantize(_CENT)
    except InvalidOperation:
        raise Invalid(field, "o valor tem casas demais") from None
    if exact != value:
        raise Invalid(field, "o valor tem mais de duas casas decimais")
    return exact


def due_date(day: date, field: str) -> date:
    """Return a date that a boleto can carry."""
    if not _FIRST_DUE <= day <= _LAST_DUE:
        raise Invalid(field, f"a data deve ir de {_FIRST_DUE} a {_LAST_DUE}")
    return day


def debtor(data: Debtor) -> Debtor:
    """Return the debtor as it is kept."""
    if data.uf and not _UF.fullmatch(data.uf):
        raise Invalid("uf", "não é a sigla de um estado")
    kept = msgspec.structs.replace(
        data,
        cpf=cpf(data.cpf),
        name=" ".join(data.name.split()),
        phone=_phone(data.phone),
        debt_amount=money(data.debt_amount, "debt_amount"),
        original_amount=_optional(data.original_amount, "original_amount"),
        uf=data.uf.upper() if data.uf else None,
        days_past_due=0,
    )
    if not kept.name:
        raise Invalid("name", "falta o nome")
    return _with_debts(kept)


def result(data: NegotiationResult) -> NegotiationResult:
    """Return the result as it is kept; a successful one says how much and when."""
    kept = msgspec.structs.replace(
        data,
        debtor_cpf=cpf(data.debtor_cpf, "debtor_cpf"),
        agreed_amount=_optional(data.agreed_amount, "agreed_amount"),
        discount_amount=_optional(data.discount_amount, "discount_amount", least=Decimal(0)),
        agreement=agreement(data.agreement) if data.agreement else None,
    )
    if kept.outcome == "successful" and kept.agreed_amount is None:
        raise Invalid("agreed_amount", "um resultado successful diz o valor do acordo")
    for day in payment_dates(kept):
        due_date(day, "scheduled_payment_dates")
    if kept.outcome == "successful" and not payment_dates(kept):
        raise Invalid("payment_date", "um resultado successful diz quando será pago")
    _check_same(kept)
    _check_amounts(kept)
    if issues(kept):
        _check_not_past(kept)
    return kept


def agreement(data: Agreement) -> Agreement:
    """Return the agreement as it is kept: what is paid and what is forgiven is no more than what was owed."""
    kept = msgspec.structs.replace(
        data,
        debtor_cpf=cpf(data.debtor_cpf, "debtorCPF"),
        original_amount=money(data.original_amount, "originalAmount"),
        agreed_amount=money(data.agreed_amount, "agreedAmount"),
        discount_applied=money(data.discount_applied, "discountApplied", least=Decimal(0)),
        due_date=due_date(data.due_date, "dueDate"),
    )
    # Interest may make what is agreed more than what was owed; nothing is forgiven then.
    if kept.discount_applied and kept.agreed_amount + kept.discount_applied > kept.original_amount:
        raise Invalid("discountApplied", "com agreedAmount, passa de originalAmount")
    return kept


def discount(amount: Decimal | None, owed: Debtor, field: str) -> None:
    """Make sure that no more is forgiven than is owed."""
    if amount is not None and amount > max(owed.debt_amount, owed.original_amount or owed.debt_amount):
        raise Invalid(field, "é maior que a dívida")


def not_past(day: date, since: date, field: str) -> None:
    """Make sure that a boleto falls due on the day `since`, or later."""
    if day < since:
        raise Invalid(field, f"a data deve ser {since} ou depois")


def day_of(moment: datetime) -> date:
    """Return the day of a moment in São Paulo."""
    return (moment.astimezone(_SAO_PAULO) if moment.tzinfo else moment).date()


def issues(data: NegotiationResult) -> bool:
    """Tell whether a result calls for boletos: a negotiator who names a slip has issued its own."""
    return data.outcome == "successful" and not data.payment_slip_reference


def payment_dates(data: NegotiationResult) -> list[date]:
    """Return when the agreement is to be paid, first date first."""
    if data.scheduled_payment_dates:
        return sorted(data.scheduled_payment_dates)
    return [data.payment_date] if data.payment_date else []


def _check_not_past(kept: NegotiationResult) -> None:
    """Make sure that nothing is to be paid before it was agreed; a result may come days after that."""
    field = "scheduled_payment_dates" if kept.scheduled_payment_dates else "payment_date"
    not_past(payment_dates(kept)[0], day_of(kept.interaction_timestamp), field)


def _check_same(kept: NegotiationResult) -> None:
    """Make sure that the agreement inside a result is the result's own."""
    terms = kept.agreement
    if terms is None:
        return
    if terms.session_id != kept.session_id:
        raise Invalid("agreement.sessionId", "não é a sessão do resultado")
    if terms.debtor_cpf != kept.debtor_cpf:
        raise Invalid("agreement.debtorCPF", "não é o devedor do resultado")
    if kept.agreed_amount is not None and terms.agreed_amount != kept.agreed_amount:
        raise Invalid("agreement.agreedAmount", "não é o valor do resultado")


def _check_amounts(kept: NegotiationResult) -> None:
    """Make sure that amounts told one by one are of the dates, and make the amount agreed."""
    amounts = kept.scheduled_payment_amounts
    if amounts is UNSET:
        return
    field = "scheduled_payment_amounts"
    if len(amounts) != len(kept.scheduled_payment_dates):
        raise Invalid(field, "diga um valor para cada data")
    if sum(money(amount, field) for amount in amounts) != kept.agreed_amount:
        raise Invalid(field, "a soma não é agreed_amount")


def _with_debts(kept: Debtor) -> Debtor:
    kept.debts = [
        msgspec.structs.replace(
            debt,
            amount=money(debt.amount, "debts.amount"),
            original_amount=_optional(debt.original_amount, "debts.original_amount"),
        )
        for debt in kept.debts
    ]
    if kept.debts and sum(debt.amount for debt in kept.debts) != kept.debt_amount:
        raise Invalid("debts", "a soma das dívidas não é debt_amount")
    return kept


def _phone(text: str) -> str:
    digits = re.sub(r"[+\s().\-]", "", text)
    if not _PHONE.fullmatch(digits):
        raise Invalid("phone", "use 55, DDD e número, como 5511999990000")
    return digits


def _optional(value: Decimal | None, field: str, *, least: Decimal = _CENT) -> Decimal | None:
    return None if value is None else money(value, field, least=least)

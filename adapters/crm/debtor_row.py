"""One row of a debtor file: from what people write to a debtor with one debt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import phonenumbers

from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.identity.states import UF_OF_AREA_CODE, UFS
from domain.shared.cpf import Cpf, InvalidCpf
from domain.shared.money import NotMoney, brl
from domain.shared.phone import Phone

DEFAULT_DESCRIPTION = "Débito em aberto"

_LONGEST_TEXT = 200
_CPF_WITHOUT_LEADING_ZEROS = re.compile(r"[0-9]{9,10}")
_PHONE = re.compile(r"[0-9+()\s.\-/]+")
_AREA_AND_NUMBER = re.compile(r"([0-9]{2})(?:9[0-9]{8}|[2-9][0-9]{7})")
_BRAZILIAN_AMOUNT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}))?")
_PLAIN_AMOUNT = re.compile(r"[0-9]+\.[0-9]{1,2}")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BRAZILIAN_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class RowRefused(Exception):
    """The row is not a debtor with a debt to collect; `reason` is Portuguese and repeats no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def told(self) -> tuple[str, str]:
        """The column at fault, or `linha` when it is the whole row, and what is wrong with it."""
        column, separator, fault = self.reason.partition(": ")
        return (column, fault) if separator else ("linha", self.reason)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows as of `today`; a row that names no creditor belongs to `default_creditor`."""

    today: date
    default_creditor: str

    def read(self, row: Mapping[str, object]) -> DebtorRecord:
        """Return the debtor of `row`, whose keys are column names, with the one debt that it holds.

        Raises:
            RowRefused: a required value is missing, or a value cannot be what its column says.
        """
        return DebtorRecord(
            cpf=_cpf(_required(row, "cpf")),
            name=_name(_required(row, "name")),
            phone=_phone(_required(row, "phone")),
            debts=(self._debt(row),),
            email=_email(_text(row, "email")),
            uf=_uf(_text(row, "uf")),
        )

    def cpf_of(self, row: Mapping[str, object] | RowRefused) -> Cpf | None:
        """Return whose row it is, when that can be read whatever else is wrong with it."""
        if isinstance(row, RowRefused):
            return None
        try:
            return _cpf(_required(row, "cpf"))
        except RowRefused:
            return None

    def _debt(self, row: Mapping[str, object]) -> Debt:
        amount = _amount(row.get("debt_amount"), "debt_amount")
        original = row.get("original_amount")
        return Debt(
            amount=amount,
            original_amount=amount if _is_blank(original) else _amount(original, "original_amount"),
            due_date=self._due_date(_required(row, "due_date")),
            creditor=_text(row, "creditor") or self.default_creditor,
            description=_text(row, "description") or DEFAULT_DESCRIPTION,
        )

    def _due_date(self, text: str) -> date:
        day = _date(text)
        if day > self.today:
            raise RowRefused("due_date: a dívida ainda não venceu")
        return day


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _text(row: Mapping[str, object], column: str) -> str:
    """Return the value as one line of printable text, empty when there is none."""
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RowRefused(f"{column}: escreva um texto")
    text = " ".join(str(value).split())
    if not text.isprintable():
        raise RowRefused(f"{column}: há caracteres invisíveis")
    if len(text) > _LONGEST_TEXT:
        raise RowRefused(f"{column}: texto com mais de {_LONGEST_TEXT} caracteres")
    return text


def _required(row: Mapping[str, object], column: str) -> str:
    text = _text(row, column)
    if not text:
        raise RowRefused(f"{column}: falta o valor")
    return text


def _cpf(text: str) -> Cpf:
    # A spreadsheet that takes the CPF for a number drops its leading zeros.
    restored = text.zfill(11) if _CPF_WITHOUT_LEADING_ZEROS.fullmatch(text) else text
    try:
        return Cpf.parse(restored)
    except InvalidCpf:
        raise RowRefused("cpf: CPF inválido") from None


def _name(text: str) -> str:
    if not text[0].isalpha():
        raise RowRefused("name: o nome deve começar com uma letra")
    return text


def _phone(text: str) -> Phone:
    refused = RowRefused("phone: não é um telefone brasileiro com DDD")
    if not _PHONE.fullmatch(text):
        raise refused
    try:
        number = phonenumbers.parse(text, "BR")
    except phonenumbers.NumberParseException:
        raise refused from None
    match = _AREA_AND_NUMBER.fullmatch(str(number.national_number))
    if number.country_code != 55 or match is None or match[1] not in UF_OF_AREA_CODE:
        raise refused
    return Phone.parse(f"55{match[0]}")


def _amount(value: object, column: str) -> Decimal:
    """Return the amount in BRL: as a text, Brazilian or plain; as a JSON number, itself."""
    if _is_blank(value):
        raise RowRefused(f"{column}: falta o valor")
    number = _amount_from_text(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise RowRefused(f"{column}: não é um valor em reais, como 1.234,56")
    if number <= 0:
        raise RowRefused(f"{column}: o valor deve ser maior que zero")
    try:
        amount = brl(number)
    except NotMoney:
        raise RowRefused(f"{column}: o valor é grande demais") from None
    if amount != number:
        raise RowRefused(f"{column}: o valor tem mais de duas casas decimais")
    return amount


def _amount_from_text(text: str) -> Decimal | None:
    bare = "".join(text.upper().split()).removeprefix("R$")
    if match := _BRAZILIAN_AMOUNT.fullmatch(bare):
        return Decimal(f"{match[1].replace('.', '')}.{match[2] or '0'}")
    return Decimal(bare) if _PLAIN_AMOUNT.fullmatch(bare) else None


def _date(text: str) -> date:
    try:
        if iso := _ISO_DATE.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if brazilian := _BRAZILIAN_DATE.fullmatch(text):
            return date(int(brazilian[3]), int(brazilian[2]), int(brazilian[1]))
    except ValueError:
        raise RowRefused("due_date: esta data não existe") from None
    raise RowRefused("due_date: escreva a data como aaaa-mm-dd ou dd/mm/aaaa")


def _email(text: str) -> str | None:
    if text and not _EMAIL.fullmatch(text):
        raise RowRefused("email: e-mail inválido")
    return text or None


def _uf(text: str) -> str | None:
    if text and text.upper() not in UFS:
        raise RowRefused("uf: não é a sigla de um estado")
    return text.upper() or None

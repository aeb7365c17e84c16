"""CNAB return files: what the bank did with our boletos, as pycobranca reads it."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from pycobranca.cnab import RegistroRetorno, Retorno, descreve_ocorrencia
from pycobranca.exceptions import LayoutGenerico, PyCobrancaError

from application.ports.bank_files import BankFileUnreadable, BankNotice, BankReturn
from domain.payments.registration import Registration
from domain.shared.money import ZERO

# Where the number of the series stands in the our-number field of each bank's return (the layouts of
# pycobranca.cnab.retorno); what is left out is wallet, agreement, year or check digits.
_NUMBER_IN: Mapping[tuple[str, str], slice] = {
    ("001", "240"): slice(None),
    ("001", "400"): slice(7, None),
    ("004", "400"): slice(None, -1),
    ("033", "240"): slice(None, -1),
    ("033", "400"): slice(None, -1),
    ("041", "400"): slice(None, -2),
    ("070", "400"): slice(1, 7),
    ("077", "400"): slice(None, -1),
    ("085", "240"): slice(8, None),
    ("097", "400"): slice(-6, None),
    ("104", "240"): slice(2, None),
    ("136", "400"): slice(None, -1),
    ("237", "400"): slice(None, -1),
    ("336", "400"): slice(None),
    ("341", "400"): slice(None),
    ("422", "400"): slice(None, -1),
    ("748", "240"): slice(3, 8),
    ("748", "400"): slice(-6, -1),
    ("756", "240"): slice(None, -1),
    ("756", "400"): slice(None, -1),
}

_REGISTERED: dict[str, Registration] = {"02": "registered", "03": "rejected"}
# FEBRABAN's layouts, and where a bank gives another meaning to a code (pycobranca.cnab.retorno.ocorrencias).
_STATES_240: dict[str, Registration] = _REGISTERED | {
    "06": "paid", "17": "paid", "09": "cancelled", "25": "cancelled",
}  # fmt: skip
_STATES_400: dict[str, Registration] = _REGISTERED | {
    "05": "paid", "06": "paid", "07": "paid", "08": "paid", "15": "paid", "17": "paid",
    "09": "cancelled", "10": "cancelled",
}  # fmt: skip
_STATES_OF_BANK: dict[tuple[str, str], dict[str, Registration]] = {
    ("077", "400"): _REGISTERED | {"06": "paid", "07": "cancelled"},
    ("422", "400"): _REGISTERED
    | {"06": "paid", "15": "paid", "41": "paid", "09": "cancelled", "10": "cancelled", "40": "cancelled"},
}
# How a remittance begins: the literal of CNAB 400; in FEBRABAN's CNAB 240, "Código Remessa/Retorno" of the
# file (G015) and "Tipo da Operação" of its first batch (G028); and the header that BRB has for itself.
_KIND_400 = slice(2, 9)
_CODE_240, _OPERATION_240 = slice(142, 143), slice(7, 9)
_BRB = b"DCB001075"
_DATES = {6: "%d%m%y", 8: "%d%m%Y"}


def read_return(content: bytes) -> BankReturn:
    """Return what a return file tells.

    Raises:
        BankFileUnreadable: it is none, or of a layout whose our-numbers we cannot read.
    """
    if _is_remittance(content):
        raise BankFileUnreadable("o arquivo não é um retorno: é uma remessa, que vai daqui para o banco")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LayoutGenerico)
        try:
            read = Retorno.ler(content)
        except PyCobrancaError as refused:
            raise BankFileUnreadable(f"o arquivo não é um retorno CNAB: {refused}") from None
    where = _NUMBER_IN.get((read.codigo_banco, read.layout))
    if where is None:
        raise BankFileUnreadable(f"não há leitura de retorno CNAB {read.layout} do banco {read.codigo_banco}")
    notices = tuple(
        _notice(line, entry, read, where)
        for line, entry in enumerate(read.registros, start=1)
        if (entry.nosso_numero or "").strip()
    )
    return BankReturn(read.codigo_banco, notices)


def _is_remittance(content: bytes) -> bool:
    first, second, *_ = *(line for line in content.splitlines() if line.strip()), b"", b""
    if first[_KIND_400].upper() == b"REMESSA" or first.startswith(_BRB):
        return True
    return first[_CODE_240] == b"1" and second[_OPERATION_240] == b"1R"


def _notice(line: int, entry: RegistroRetorno, read: Retorno, where: slice) -> BankNotice:
    paid = _amount(entry.valor_recebido)
    state = _state(entry, read, paid)
    is_paid = state == "paid" and paid > ZERO
    return BankNotice(
        line,
        _number((entry.nosso_numero or "").strip()[where]),
        _amount(entry.valor_titulo),
        state,
        _reason(entry, read) if state in ("rejected", "cancelled") else None,
        paid if is_paid else None,
        _day(entry.data_ocorrencia) or _day(entry.data_credito) if is_paid else None,
    )


def _state(entry: RegistroRetorno, read: Retorno, paid: Decimal) -> Registration | None:
    if entry.codigo_ocorrencia is None:
        # CrediSIS tells of payments alone.
        return "paid" if paid else None
    general = _STATES_240 if read.layout == "240" else _STATES_400
    return _STATES_OF_BANK.get((read.codigo_banco, read.layout), general).get(entry.codigo_ocorrencia)


def _reason(entry: RegistroRetorno, read: Retorno) -> str:
    """Return the bank's words for the occurrence, and the codes of its manual that say why."""
    what = descreve_ocorrencia(entry.codigo_ocorrencia, read.layout, read.codigo_banco) or "Recusado"
    motives = entry.motivo_ocorrencia or []
    codes = " ".join([motives] if isinstance(motives, str) else motives)
    return f"{what} (motivo {codes})" if codes.strip() else what


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _amount(text: str | None) -> Decimal:
    return Decimal(text).scaleb(-2) if text and text.isdecimal() else ZERO


def _day(text: str | None) -> date | None:
    pattern = _DATES.get(len(text or ""))
    if not pattern or not text or not text.isdecimal():
        return None
    try:
        # A day has no hour and no zone.
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007
    except ValueError:
        return None

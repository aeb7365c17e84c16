"""OFX statements: the money that came into the account, as pycobranca reads it."""

import re

from pycobranca.exceptions import PyCobrancaError
from pycobranca.ofx import Extrato, Transacao

from application.ports.bank_files import BankFileUnreadable, StatementCredit
from domain.shared.money import NotMoney, brl

# Bacen, Manual de Padrões para Iniciação do Pix: E, ISPB, moment, eleven more.
_END_TO_END = re.compile(r"\bE[0-9]{8}[0-9]{12}[0-9A-Za-z]{11}\b")
# Some banks write amounts as people do in Brazil, where OFX wants a point.
_COMMA = re.compile(rb"(<TRNAMT>\s*[+-]?\d+),(\d{1,2})\b")
# As LocalIssuer makes it: twelve characters of the agreement, thirteen digits of the our-number.
_TXID = re.compile(r"\b[0-9A-F]{12}[0-9]{13}\b")


def read_statement(content: bytes) -> tuple[StatementCredit, ...]:
    """Return the credits of a statement, in its order.

    Raises:
        BankFileUnreadable: it is no OFX.
    """
    try:
        statement = Extrato.ler(_COMMA.sub(rb"\1.\2", content), somente_creditos=True)
    except PyCobrancaError as refused:
        raise BankFileUnreadable(f"o arquivo não é um OFX: {refused}") from None
    except ArithmeticError:
        raise BankFileUnreadable("o arquivo não é um OFX: um dos valores não é um número") from None
    account = f"{statement.fid or statement.org}/{statement.conta_numero}"
    return tuple(credit for entry in statement.transacoes if (credit := _credit(account, entry)) is not None)


def _credit(account: str, entry: Transacao) -> StatementCredit | None:
    try:
        amount = brl(entry.valor)
    except NotMoney:
        return None
    if not amount or entry.data is None:
        return None
    said = " ".join((entry.memo, entry.name, entry.checknum, entry.refnum))
    txid, end_to_end = _TXID.search(said), _END_TO_END.search(said)
    return StatementCredit(
        external_id=f"{account}/{entry.fitid or f'{entry.data}/{entry.valor}/{said}'}",
        amount=amount,
        on=entry.data,
        nosso_numero=None if txid or end_to_end else entry.nosso_numero_extraido,
        txid=txid[0] if txid else None,
        end_to_end_id=end_to_end[0] if end_to_end else None,
    )

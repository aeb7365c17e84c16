"""The boletos issued: what each of them says; its numbers are computed from that."""

from datetime import date
from decimal import Decimal
from sqlite3 import Connection, IntegrityError, Row

import msgspec

from mock_crm.refusals import Conflict, Unknown


class Slip(msgspec.Struct, kw_only=True, frozen=True):
    """One boleto, by its facts; `sequence` numbers them without gaps, from 1."""

    session_id: str
    debtor_cpf: str
    debtor_name: str
    creditor: str
    amount: Decimal
    due_date: date
    issued_on: date
    installment: int
    installments: int
    token: str
    sequence: int = 0


def add(connection: Connection, slips: list[Slip]) -> list[Slip]:
    """Keep the boletos of a session and number them; a second set for it is a `Conflict`."""
    return [msgspec.structs.replace(slip, sequence=_add(connection, slip)) for slip in slips]


def of_session(connection: Connection, session_id: str) -> list[Slip]:
    """Return the boletos of a session, in the order of their instalments."""
    rows = connection.execute(
        "SELECT sequence, body FROM boletos WHERE session_id = ? ORDER BY installment", [session_id]
    )
    return [_slip(row) for row in rows]


def of_debtor(connection: Connection, cpf: str) -> list[Slip]:
    """Return the boletos of a debtor, oldest first."""
    rows = connection.execute(
        "SELECT sequence, body FROM boletos WHERE debtor_cpf = ? ORDER BY sequence", [cpf]
    )
    return [_slip(row) for row in rows]


def numbered(connection: Connection, sequence: int) -> Slip:
    """Return one boleto; `Unknown` when there is none."""
    query = "SELECT sequence, body FROM boletos WHERE sequence = ?"
    return _found(connection.execute(query, [sequence]).fetchone())


def with_token(connection: Connection, token: str) -> Slip:
    """Return the boleto of a payment link; `Unknown` when there is none."""
    query = "SELECT sequence, body FROM boletos WHERE token = ?"
    return _found(connection.execute(query, [token]).fetchone())


def _add(connection: Connection, slip: Slip) -> int:
    try:
        added = connection.execute(
            "INSERT INTO boletos (session_id, debtor_cpf, installment, token, body) VALUES (?, ?, ?, ?, ?)",
            [slip.session_id, slip.debtor_cpf, slip.installment, slip.token, msgspec.json.encode(slip)],
        )
    except IntegrityError:
        raise Conflict("Os boletos desta sessão já foram emitidos.") from None
    return int(added.lastrowid or 0)


def _found(row: Row | None) -> Slip:
    if row is None:
        raise Unknown("Não há boleto com este identificador.")
    return _slip(row)


def _slip(row: Row) -> Slip:
    return msgspec.structs.replace(msgspec.json.decode(row["body"], type=Slip), sequence=row["sequence"])

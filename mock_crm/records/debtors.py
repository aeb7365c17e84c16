"""The debtors, by CPF."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from sqlite3 import Connection, IntegrityError, Row

import msgspec

from mock_crm.refusals import Conflict, Unknown
from mock_crm.wire import Debtor

_CENTS = 100

_ADD = """
    INSERT INTO debtors (cpf, name, cents, due_date, uf, creditor, contacts_before, body)
    VALUES (:cpf, :name, :cents, :due_date, :uf, :creditor, :contacts_before, :body)
"""
_REPLACE = """
    UPDATE debtors
    SET name = :name, cents = :cents, due_date = :due_date, uf = :uf, creditor = :creditor,
        contacts_before = :contacts_before - (SELECT count(*) FROM contacts WHERE contacts.cpf = debtors.cpf),
        body = :body
    WHERE cpf = :cpf
"""
_CHOSEN = """
    FROM debtors
    WHERE (:uf IS NULL OR uf = upper(:uf))
      AND (:creditor IS NULL OR creditor = :creditor COLLATE NOCASE)
      AND (:name IS NULL OR instr(plain(name), plain(:name)) > 0)
      AND (:least_cents IS NULL OR cents >= :least_cents)
      AND (:most_cents IS NULL OR cents <= :most_cents)
      AND (:due_by IS NULL OR due_date <= :due_by)
      AND (:due_from IS NULL OR due_date >= :due_from)
"""
_WITH_CONTACTS = """
    SELECT body, contacts_before
        + (SELECT count(*) FROM contacts WHERE contacts.cpf = debtors.cpf) AS previous_contacts
"""
_ONE = _WITH_CONTACTS + "FROM debtors WHERE cpf = ?"
_COUNT = "SELECT count(*)" + _CHOSEN
_PAGE = _WITH_CONTACTS + _CHOSEN + "ORDER BY rowid LIMIT :limit OFFSET :offset"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which debtors to list; None chooses all."""

    uf: str | None = None
    creditor: str | None = None
    name: str | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    min_days_past_due: int | None = None
    max_days_past_due: int | None = None


def add(connection: Connection, debtor: Debtor) -> None:
    """Keep a new debtor; a CPF that is kept already is a `Conflict`."""
    try:
        connection.execute(_ADD, _columns(debtor))
    except IntegrityError:
        raise Conflict("Já existe um devedor com este CPF.") from None


def replace(connection: Connection, debtor: Debtor) -> None:
    """Keep `debtor` instead of what was known of them; `Unknown` when there was nothing."""
    if not connection.execute(_REPLACE, _columns(debtor)).rowcount:
        raise _unknown()


def remove(connection: Connection, cpf: str) -> None:
    """Forget a debtor and the contacts with them; `Unknown` when there is none."""
    if not connection.execute("DELETE FROM debtors WHERE cpf = ?", [cpf]).rowcount:
        raise _unknown()


def get(connection: Connection, cpf: str, today: date) -> Debtor:
    """Return a debtor as of `today`; `Unknown` when there is none."""
    row = connection.execute(_ONE, [cpf]).fetchone()
    if row is None:
        raise _unknown()
    return _debtor(row, today)


def page(
    connection: Connection, chosen: Filter, today: date, *, limit: int, offset: int
) -> tuple[list[Debtor], int]:
    """Return some of the chosen debtors, in the order they were added, and how many there are in all."""
    values = {**_bounds(chosen, today), "limit": limit, "offset": offset}
    [total] = connection.execute(_COUNT, values).fetchone()
    return [_debtor(row, today) for row in connection.execute(_PAGE, values)], total


def _bounds(chosen: Filter, today: date) -> dict[str, object]:
    texts = {name: value for name, value in asdict(chosen).items() if name in ("uf", "creditor", "name")}
    return {
        **texts,
        "least_cents": _cents(chosen.min_amount),
        "most_cents": _cents(chosen.max_amount),
        "due_by": _days_before(today, chosen.min_days_past_due),
        "due_from": _days_before(today, chosen.max_days_past_due),
    }


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * _CENTS)


def _days_before(today: date, days: int | None) -> str | None:
    return None if days is None else (today - timedelta(days=days)).isoformat()


def _columns(debtor: Debtor) -> dict[str, object]:
    return {
        "cpf": debtor.cpf,
        "name": debtor.name,
        "cents": _cents(debtor.debt_amount),
        "due_date": debtor.due_date.isoformat(),
        "uf": debtor.uf,
        "creditor": debtor.creditor,
        "contacts_before": debtor.previous_contacts,
        "body": msgspec.json.encode(debtor),
    }


def _debtor(row: Row, today: date) -> Debtor:
    debtor = msgspec.json.decode(row["body"], type=Debtor)
    debtor.previous_contacts = row["previous_contacts"]
    debtor.days_past_due = max(0, (today - debtor.due_date).days)
    return debtor


def _unknown() -> Unknown:
    return Unknown("Não há devedor com este CPF.")

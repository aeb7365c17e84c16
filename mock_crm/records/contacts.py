"""The contact log of each debtor."""

from sqlite3 import Connection

import msgspec

from mock_crm.wire import Contact


def log(connection: Connection, cpf: str, contact: Contact) -> None:
    """Add a contact with a debtor who is kept."""
    connection.execute("INSERT INTO contacts (cpf, body) VALUES (?, ?)", [cpf, msgspec.json.encode(contact)])


def of(connection: Connection, cpf: str) -> list[Contact]:
    """Return the contacts with a debtor, oldest first."""
    rows = connection.execute("SELECT body FROM contacts WHERE cpf = ? ORDER BY number", [cpf])
    return [msgspec.json.decode(row["body"], type=Contact) for row in rows]

"""The results of negotiations, one per session."""

from sqlite3 import Connection, IntegrityError

import msgspec

from mock_crm.refusals import Conflict, Unknown
from mock_crm.wire import NegotiationResult


def add(connection: Connection, result: NegotiationResult) -> None:
    """Keep a result; another one of the same session is a `Conflict`."""
    try:
        connection.execute(
            "INSERT INTO results (session_id, body) VALUES (?, ?)",
            [result.session_id, msgspec.json.encode(result)],
        )
    except IntegrityError:
        raise Conflict("Já existe um resultado para esta sessão.") from None


def get(connection: Connection, session_id: str) -> NegotiationResult:
    """Return the result of a session; `Unknown` when there is none."""
    row = connection.execute("SELECT body FROM results WHERE session_id = ?", [session_id]).fetchone()
    if row is None:
        raise Unknown("Não há resultado para esta sessão.")
    return msgspec.json.decode(row["body"], type=NegotiationResult)

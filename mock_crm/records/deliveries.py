"""Which documents Certobot has still to be given."""

from sqlite3 import Connection


def put(connection: Connection, session_id: str) -> None:
    """Remember that the boletos of a session are to be delivered, once."""
    connection.execute("INSERT INTO deliveries (session_id) VALUES (?) ON CONFLICT DO NOTHING", [session_id])


def pending(connection: Connection) -> dict[str, int]:
    """Return the sessions to deliver, with the attempts made so far."""
    rows = connection.execute("SELECT session_id, attempts FROM deliveries WHERE status = 'pending'")
    return {row["session_id"]: row["attempts"] for row in rows}


def attempted(connection: Connection, session_id: str, status: str) -> None:
    """Record an attempt: `pending` to go on, `accepted` or `refused` to stop."""
    connection.execute(
        "UPDATE deliveries SET status = ?, attempts = attempts + 1 WHERE session_id = ?",
        [status, session_id],
    )

"""Which `Idempotency-Key` was used for what."""

import hashlib
from sqlite3 import Connection

import msgspec

from mock_crm.refusals import Conflict


def is_repeat(connection: Connection, route: str, key: str | None, request: msgspec.Struct) -> bool:
    """Tell whether `key` was used on `route` before, for the same request, and remember that it is now.

    The same key for another request is a `Conflict`; without a key nothing is a repetition.
    """
    if not key:
        return False
    fingerprint = hashlib.sha256(msgspec.json.encode(request)).hexdigest()
    added = connection.execute(
        "INSERT INTO idempotency_keys (route, key, fingerprint) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [route, key, fingerprint],
    )
    if added.rowcount:
        return False
    known = connection.execute(
        "SELECT fingerprint FROM idempotency_keys WHERE route = ? AND key = ?", [route, key]
    ).fetchone()
    if known["fingerprint"] != fingerprint:
        raise Conflict("Esta Idempotency-Key já foi usada com outro conteúdo.")
    return True

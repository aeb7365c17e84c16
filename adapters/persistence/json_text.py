"""JSON as PostgreSQL can keep it."""

import re
from typing import Any

import msgspec

# An escaped NUL, which JSONB cannot keep, but not an escaped backslash before the text `u0000`.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def json_text(value: Any) -> str:  # noqa: ANN401 -- whatever a JSONB column is given
    """Return `value` as JSON without NULs."""
    encoded = msgspec.json.encode(value).decode()
    return _NUL.sub(r"\1", encoded) if "\\u0000" in encoded else encoded

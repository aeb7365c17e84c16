"""Text that strangers write."""

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class Prose(TypeDecorator[str]):
    """Text kept as it came, but for what PostgreSQL cannot keep: NUL goes, a lone surrogate becomes `?`.

    A message that cannot be kept would be delivered to us again and again.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Make the text storable."""
        return value and storable(value)


def storable(value: str) -> str:
    """Return `value` without what PostgreSQL cannot keep."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")

"""Reading a webhook body piece by piece: what cannot be read is set aside, and stops nothing else."""

from collections.abc import Iterator

from msgspec import Raw

from adapters.whatsapp.envelope import decoded
from application.ports.webhook_gate import UnreadPiece, UnreadReason

# Enough to see what a piece is; a body of 3 MB of nonsense must not become rows of 3 MB.
LONGEST_RAW = 4_096


class PiecewiseReader:
    """Decodes piece by piece; `unread` holds the pieces that could not be read, in their order."""

    def __init__(self) -> None:
        self.unread: list[UnreadPiece] = []

    def set_aside(self, kind: str, reason: UnreadReason, raw: Raw | None = None) -> None:
        """Note a piece that was not read; without `raw` it is counted and not kept."""
        text = bytes(raw or b"")[:LONGEST_RAW].decode(errors="replace")
        self.unread.append(UnreadPiece(kind, reason, text.replace("\x00", "")))

    def one[T](self, piece: Raw, kind: type[T], name: str) -> T | None:
        """Return `piece` as a `kind`, or None, set aside as a malformed `name`, when it is not one."""
        found = decoded(piece, kind)
        if found is None:
            self.set_aside(name, "malformed", piece)
        return found

    def each[T](self, pieces: list[Raw], kind: type[T], name: str) -> Iterator[tuple[Raw, T]]:
        """Return those of `pieces` that are a `kind`, in their order, each with what it was read from."""
        for piece in pieces:
            found = self.one(piece, kind, name)
            if found is not None:
                yield piece, found

    def array[T](self, piece: Raw, kind: type[T], name: str) -> Iterator[tuple[Raw, T]]:
        """Return the readable elements of an array that may be absent or null."""
        if bytes(piece) in (b"", b"null"):
            return iter(())
        return self.each(self.one(piece, list[Raw], f"{name} array") or [], kind, name)


def readable[T](piece: Raw, kind: type[T]) -> list[T]:
    """Return the elements of an array that are a `kind`; whatever else it holds costs nothing."""
    elements = decoded(piece, list[Raw]) or []
    return [found for element in elements if (found := decoded(element, kind)) is not None]

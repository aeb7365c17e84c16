"""The webhook body of the Cloud API, as far as we read it.

Unknown fields and types pass by unseen. Arrays keep their elements raw, so that each one is decoded, and
may fail, on its own. The bounds are those of what is stored: no NUL, which PostgreSQL refuses in a text,
and nothing too long for an index.
"""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct, field

NOTHING = Raw()

type Token = Annotated[str, Meta(min_length=1, max_length=512, pattern=r"\A[^\x00]+\Z")]
type MaybeToken = Annotated[str, Meta(max_length=512, pattern=r"\A[^\x00]*\Z")] | None


class Envelope(Struct):
    """One POST."""

    object: str
    entry: list[Raw]


class Entry(Struct):
    """What one business account tells."""

    changes: list[Raw]


class Change(Struct):
    """One change of one subscribed field."""

    field: str
    value: Raw = NOTHING


class Value(Struct):
    """What a change of the field `messages` holds."""

    contacts: Raw = NOTHING
    messages: Raw = NOTHING
    statuses: Raw = NOTHING


class WirePerson(Struct):
    """One element of `contacts`: the phone may be absent, and so may the business-scoped user id."""

    wa_id: MaybeToken = None
    user_id: MaybeToken = None


class WireText(Struct):
    """A plain text."""

    body: str


class WireButton(Struct):
    """The press of a template's quick reply."""

    text: str = ""


class WireChoice(Struct):
    """The button or the row that was chosen."""

    title: str = ""


class WireInteractive(Struct):
    """The answer to an interactive message."""

    button_reply: WireChoice | None = None
    list_reply: WireChoice | None = None


class WireMedia(Struct):
    """A file, of which we read what was written under it."""

    caption: str | None = None


class WireMessage(Struct):
    """One element of `messages`."""

    id: Token
    type: str
    timestamp: Any = None
    from_: MaybeToken = field(name="from", default=None)
    from_user_id: MaybeToken = None
    user_id: MaybeToken = None
    text: WireText | None = None
    button: WireButton | None = None
    interactive: WireInteractive | None = None
    image: WireMedia | None = None
    video: WireMedia | None = None
    document: WireMedia | None = None


class WireStatus(Struct):
    """One element of `statuses`."""

    id: Token
    status: str
    timestamp: Any = None
    biz_opaque_callback_data: MaybeToken = None
    errors: Raw = NOTHING


class WireError(Struct):
    """One element of `errors`; the code is bounded as a database integer is."""

    code: Annotated[int, Meta(ge=0, le=2**31 - 1)]


class PiecewiseReader:
    """Decodes piece by piece; `skipped` counts the pieces that could not be read."""

    def __init__(self) -> None:
        self.skipped = 0

    def one[T](self, piece: Raw, kind: type[T]) -> T | None:
        """Return `piece` as a `kind`, or None, counted, when it is not one."""
        try:
            return msgspec.json.decode(piece, type=kind)
        # An invalid byte inside a string surfaces only now, and as Python's own error.
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self.skipped += 1
            return None

    def each[T](self, pieces: list[Raw], kind: type[T]) -> Iterator[T]:
        """Return those of `pieces` that are a `kind`, in their order."""
        return (found for piece in pieces if (found := self.one(piece, kind)) is not None)

    def array[T](self, piece: Raw, kind: type[T]) -> Iterator[T]:
        """Return the readable elements of an array that may be absent or null."""
        if bytes(piece) in (b"", b"null"):
            return iter(())
        return self.each(self.one(piece, list[Raw]) or [], kind)

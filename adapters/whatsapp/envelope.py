"""The webhook body of the Cloud API, as far as we read it.

Unknown fields pass by unseen. Arrays keep their elements raw, so that each one is decoded, and may fail, on
its own; so does what stands under a message's type. The bounds are those of what is stored: no NUL, which
PostgreSQL refuses in a text, and nothing too long for an index. Source: Meta, "WhatsApp Business Platform,
webhooks reference" (2026).
"""

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

    metadata: Raw = NOTHING
    contacts: Raw = NOTHING
    messages: Raw = NOTHING
    statuses: Raw = NOTHING
    errors: Raw = NOTHING


class WireMetadata(Struct):
    """Which of our numbers was written to."""

    phone_number_id: str | int | None = None


class WirePerson(Struct):
    """One element of `contacts`: the phone may be absent, and so may the business-scoped user id."""

    wa_id: MaybeToken = None
    user_id: MaybeToken = None


class WireContext(Struct):
    """The message that is answered or quoted."""

    id: MaybeToken = None


class WireMessage(Struct):
    """One element of `messages`; what it says stands under the name of its type."""

    id: Token
    type: str
    timestamp: Any = None
    from_: MaybeToken = field(name="from", default=None)
    from_user_id: MaybeToken = None
    user_id: MaybeToken = None
    context: Raw = NOTHING
    text: Raw = NOTHING
    button: Raw = NOTHING
    interactive: Raw = NOTHING
    image: Raw = NOTHING
    audio: Raw = NOTHING
    video: Raw = NOTHING
    document: Raw = NOTHING
    sticker: Raw = NOTHING
    reaction: Raw = NOTHING
    order: Raw = NOTHING
    system: Raw = NOTHING


class WireText(Struct):
    """A plain text."""

    body: str


class WireButton(Struct):
    """The press of a template's quick reply."""

    text: str | None = None
    payload: str | None = None


class WireChoice(Struct):
    """The button or the row that was chosen."""

    id: str | None = None
    title: str | None = None


class WireForm(Struct):
    """A form (Flow) that was filled in: JSON within a string."""

    response_json: str = ""


class WireInteractive(Struct):
    """The answer to an interactive message."""

    button_reply: WireChoice | None = None
    list_reply: WireChoice | None = None
    nfm_reply: WireForm | None = None


class WireMedia(Struct):
    """A file, of which we read what was written under it."""

    id: MaybeToken = None
    mime_type: str | None = None
    filename: str | None = None
    caption: str | None = None


class WireReaction(Struct):
    """An emoji put on a message, or taken back."""

    message_id: MaybeToken = None
    emoji: str | None = None


class WireOrder(Struct):
    """A cart of the catalogue, of which we read what was written with it."""

    text: str | None = None


class WireSystem(Struct):
    """What WhatsApp itself says of somebody: `wa_id` and `user_id` are the new ones.

    Older versions say `new_wa_id`, and the old number in `customer`.
    """

    type: str | None = None
    wa_id: MaybeToken = None
    new_wa_id: MaybeToken = None
    customer: MaybeToken = None
    user_id: MaybeToken = None
    previous_user_id: MaybeToken = None


class Preferences(Struct):
    """What a change of the field `user_preferences` holds."""

    user_preferences: Raw = NOTHING


class WirePreference(Struct):
    """What somebody wants from us, as they told WhatsApp: to `stop` or to `resume`."""

    value: str
    wa_id: MaybeToken = None
    user_id: MaybeToken = None


class UserIds(Struct):
    """What a change of the field `user_id_update` holds."""

    metadata: Raw = NOTHING
    user_id_update: Raw = NOTHING


class WireUserId(Struct):
    """Somebody has another business-scoped user id now: `user_id` holds both, or the new one alone."""

    user_id: Raw = NOTHING
    wa_id: MaybeToken = None
    previous_user_id: MaybeToken = None
    timestamp: Any = None


class WireChangedId(Struct):
    """The user id of somebody before and now."""

    previous: MaybeToken = None
    current: MaybeToken = None


class WireStatus(Struct):
    """One element of `statuses`."""

    id: Token
    status: str
    timestamp: Any = None
    recipient_id: MaybeToken = None
    recipient_user_id: MaybeToken = None
    biz_opaque_callback_data: MaybeToken = None
    errors: Raw = NOTHING


class WireError(Struct):
    """One element of `errors`; the code is bounded as a database integer is."""

    code: Annotated[int, Meta(ge=0, le=2**31 - 1)]


class WireNotice(Struct):
    """What a change of a field about our account says, by whichever name the field says it."""

    event: Any = None
    alert_severity: Any = None
    decision: Any = None
    new_quality_score: Any = None


def decoded[T](piece: Raw, kind: type[T]) -> T | None:
    """Return `piece` as a `kind`, or None when it is not one."""
    try:
        return msgspec.json.decode(piece, type=kind)
    # An invalid byte inside a string surfaces only now, and as Python's own error.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None

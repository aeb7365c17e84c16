"""What a message carries beside its words."""

from dataclasses import dataclass, field

from domain.messaging.contact import Contact


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, under the provider's `media_id`; it is never opened here."""

    media_id: str
    media_type: str = ""
    filename: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class MessageDetails:
    """What came along: the id of the button or row chosen, a file, the provider's id of the message quoted.

    `moved_to` is where the sender writes from henceforth, when the channel told that they moved.
    """

    choice_id: str | None = None
    attachment: Attachment | None = None
    quotes: str | None = None
    moved_to: Contact | None = None


NOTHING_ELSE = MessageDetails()

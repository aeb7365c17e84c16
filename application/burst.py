"""What came in since the last turn, as the one thing that was said."""

from dataclasses import dataclass, field

from application.conversation import Held, PendingInbound
from application.hearing import speaks_of_receipt
from domain.messaging.contact import Contact
from domain.messaging.message import MessageType
from domain.negotiation.reply import Unread
from domain.shared.phone import InvalidPhone, Phone

_UNREAD: dict[MessageType, Unread] = {
    "audio": Unread.AUDIO,
    "video": Unread.VIDEO,
    "image": Unread.IMAGE,
    "document": Unread.DOCUMENT,
    "location": Unread.LOCATION,
    "contacts": Unread.CONTACTS,
    "order": Unread.ORDER,
    "sticker": Unread.STICKER,
    "unsupported": Unread.UNSUPPORTED,
    "interactive": Unread.UNSUPPORTED,
    "button": Unread.UNSUPPORTED,
    "text": Unread.UNSUPPORTED,
}
# These come with words of their own, and then say no more than the words.
_SAYS_IT_IN_WORDS = frozenset({"text", "interactive", "button", "order"})
FILES = frozenset({"image", "document"})
# Beside words, a sticker or a place on the map needs no remark.
_REMARKED = frozenset({Unread.AUDIO, Unread.VIDEO, Unread.IMAGE, Unread.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Burst:
    """Everything that waits for one turn: its words, what came without words, and who wrote last.

    `receipt` says that a file is meant to prove a payment, `reacted` that an emoji was put on a message of
    ours, `opened_chat` that somebody just opened the chat, `doubtful` that somebody else than before may be
    writing.
    """

    writer: Contact
    text: str = field(repr=False)
    unread: Unread | None = None
    receipt: bool = False
    reacted: bool = False
    opened_chat: bool = False
    doubtful: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether nobody waits for an answer: WhatsApp itself spoke, or a reaction was taken back."""
        return not (self.text or self.unread or self.reacted or self.opened_chat)

    @property
    def reopens(self) -> bool:
        """Whether somebody wants to go on with a conversation that silence had ended."""
        return bool(self.text or self.unread or self.opened_chat)

    @property
    def remark(self) -> Unread | None:
        """What to remark beside an answer to the words."""
        return self.unread if self.unread in _REMARKED else None


def heard_in(held: Held) -> Burst:
    """Return what waits in a conversation as one thing said; what was sent first of several kinds counts."""
    text = held.text
    files = [message for message in held.inbound if message.type in FILES]
    said = "\n".join([text, *(_filename(message) for message in files)])
    after_agreement = held.negotiation.agreement_id is not None
    return Burst(
        writer=_writer(held),
        text=text,
        unread=next(filter(None, map(_unread, held.inbound)), None),
        receipt=bool(files) and (after_agreement or speaks_of_receipt(said)),
        reacted=any(message.type == "reaction" and message.text for message in held.inbound),
        opened_chat=any(message.type == "request_welcome" for message in held.inbound),
        doubtful=any(message.type == "system" or is_other(message.contact, held) for message in held.inbound),
    )


def is_other(writer: Contact, held: Held) -> bool:
    """Tell whether `writer` may be somebody else than whom the conversation is with.

    Another account on the same phone is another person, as far as anybody can tell; the same account on
    another phone is not.
    """
    known_id, known_phone = held.debtor.whatsapp_user_id, held.conversation.contact.phone
    if writer.user_id and known_id:
        return writer.user_id != known_id
    if writer.phone and known_phone:
        return writer.phone != known_phone and not _same_phone(writer.phone, known_phone)
    return False


def _writer(held: Held) -> Contact:
    people = (message.contact for message in reversed(held.inbound) if message.type != "system")
    return next(people, held.conversation.contact)


def _unread(message: PendingInbound) -> Unread | None:
    if message.text and message.type in _SAYS_IT_IN_WORDS:
        return None
    return _UNREAD.get(message.type)


def _filename(message: PendingInbound) -> str:
    return message.details.attachment.filename if message.details.attachment else ""


def _same_phone(one: str, other: str) -> bool:
    try:
        return Phone.parse(one).is_also(other)
    except InvalidPhone:
        return False

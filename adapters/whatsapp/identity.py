"""Who somebody is now, when WhatsApp tells it beside the messages."""

import hashlib

from adapters.whatsapp.content import Content, as_contact
from adapters.whatsapp.envelope import WireChangedId, WireMessage, WireUserId, decoded
from domain.messaging.contact import Contact
from domain.messaging.details import MessageDetails


def moved_by(update: WireUserId) -> tuple[WireMessage, Contact, Content] | None:
    """Return the system message that says of a user id what `update` says; None when it says too little.

    Meta tells the same in a message of type `system` to who is written to; told twice, it is one message.
    """
    changed = decoded(update.user_id, WireChangedId) or WireChangedId(
        update.previous_user_id, decoded(update.user_id, str)
    )
    old, new = as_contact(update.wa_id, changed.previous), as_contact(None, changed.current)
    if old is None or new is None or changed.previous == changed.current:
        return None
    named = hashlib.sha256(f"{update.wa_id} {changed.previous} {changed.current}".encode()).hexdigest()
    message = WireMessage(f"user_id_update.{named[:32]}", "system", update.timestamp)
    return message, old, Content("system", details=MessageDetails(moved_to=new))

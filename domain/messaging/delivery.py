"""How far an outbound message has come. It never goes back."""

from enum import StrEnum


class DeliveryStatus(StrEnum):
    """What is known of one message; inbound ones are `received`."""

    RECEIVED = "received"
    PENDING = "pending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


_PROGRESS = {
    DeliveryStatus.PENDING: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 2,
    DeliveryStatus.DELIVERED: 3,
    DeliveryStatus.READ: 4,
    DeliveryStatus.RECEIVED: 5,
}


def furthest(known: DeliveryStatus, reported: DeliveryStatus) -> DeliveryStatus:
    """Return the later of two statuses; order of arrival does not matter.

    A failure after delivery does not undo it, and a delivery reported after a failure stands:
    the phone did receive the message.
    """
    return max(known, reported, key=_PROGRESS.__getitem__)

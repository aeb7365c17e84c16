"""The door at which a PSP tells of Pix that came in."""

from dataclasses import dataclass
from typing import Protocol

from domain.payments.received import PaymentReceived


@dataclass(frozen=True, slots=True)
class PixNotices:
    """The payments that one notification told of; `skipped` counts those that could not be read."""

    payments: tuple[PaymentReceived, ...]
    skipped: int = 0


class PixGate(Protocol):
    """Lets in who knows the secret of the address, and reads what they tell."""

    def is_authentic(self, secret: str) -> bool:
        """Tell whether the address was that of our PSP, in constant time; never when no secret is set."""

    def read(self, body: bytes) -> PixNotices:
        """Return the payments; one that is malformed does not keep its siblings out.

        Raises:
            UnreadableBody: it is no notification at all.
        """

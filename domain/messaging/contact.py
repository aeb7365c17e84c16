"""Who is at the other end of the channel."""

from dataclasses import dataclass

from domain.shared.errors import RuleBroken


class UnknownContact(RuleBroken):
    """A contact needs a phone or a user id."""


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """One person on the channel, by phone (`wa_id` digits) or by business-scoped user id, or both.

    Since 2026 WhatsApp may leave the phone out.

    Raises:
        UnknownContact: both are missing.
    """

    phone: str | None = None
    user_id: str | None = None

    def __post_init__(self) -> None:
        """Hold that there is someone."""
        if not self.phone and not self.user_id:
            raise UnknownContact("um contato precisa de telefone ou de user_id")

    def __repr__(self) -> str:
        return "Contact(…)"

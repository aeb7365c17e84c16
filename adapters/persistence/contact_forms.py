"""The forms under which one phone is known: with and without the ninth digit."""

from domain.shared.phone import InvalidPhone, Phone


def forms_of(phone: str | None) -> tuple[str, ...]:
    """Return every form of `phone`; one that is no Brazilian mobile has only its own."""
    if not phone:
        return ()
    try:
        return Phone.parse(phone).variants
    except InvalidPhone:
        return (phone,)

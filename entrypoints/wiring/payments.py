"""Who issues what can be paid, and who draws it."""

import msgspec

from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import InvalidPaymentsConfig, LocalPaymentsConfig
from application.ports.boleto_renderer import BoletoRenderer
from application.ports.payment_issuer import PaymentIssuer
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting


def borb() -> BoletoRenderer:
    """Load borb only for who chose it: its licence is the AGPL."""
    from adapters.boleto.borb import BorbRenderer

    return BorbRenderer()


def local_issuer(settings: Settings) -> PaymentIssuer:
    """Return the issuer of `[payments]`.

    Raises:
        InvalidSetting: the section breaks a rule of its bank.
    """
    try:
        return LocalIssuer(msgspec.convert(settings.payments, LocalPaymentsConfig))
    except InvalidPaymentsConfig as invalid:
        value = settings.payments.get(invalid.field, "")
        raise InvalidSetting(f"payments.{invalid.field}", value, invalid.rule) from None
    except msgspec.ValidationError as invalid:
        raise InvalidSetting("payments", str(settings.payments), str(invalid)) from None

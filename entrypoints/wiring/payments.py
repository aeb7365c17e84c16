"""Who issues what can be paid, and who draws it."""

import msgspec

from adapters.payments.bank_files import CnabFiles
from adapters.payments.cobv import CobvIssuer
from adapters.payments.crm import CrmIssuer
from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import InvalidPaymentsConfig, LocalPaymentsConfig, check
from adapters.payments.pix_api import PixApi, PixApiConfig
from adapters.payments.pix_gate import ApiPixGate
from application.ports.bank_files import BankFiles
from application.ports.boleto_renderer import BoletoRenderer
from application.ports.payment_issuer import PaymentIssuer
from application.ports.pix_gate import PixGate
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting, explained


class _Sections(msgspec.Struct):
    """The section where it stands in the file, so that a complaint names it."""

    payments: LocalPaymentsConfig


def borb() -> BoletoRenderer:
    """Load borb only for who chose it: its licence is the AGPL."""
    from adapters.boleto.borb import BorbRenderer

    return BorbRenderer()


def local_issuer(settings: Settings) -> PaymentIssuer:
    """Return the issuer of `[payments]`.

    Raises:
        InvalidSetting: the section breaks a rule of its bank.
    """
    return LocalIssuer(account(settings))


def cobv_issuer(settings: Settings) -> CobvIssuer:
    """Return the issuer of `[payments]` that has a PSP keep its Pix charges.

    Raises:
        InvalidSetting: the section breaks a rule of its bank, or has no Pix key to be paid by.
    """
    config, psp = account(settings), settings.pix
    if not config.pix_key:
        raise InvalidSetting("payments.pix_key", "", "é obrigatória quando payments = cobv")
    api = PixApiConfig(
        psp.url, psp.token_url, psp.client_id, psp.client_secret, psp.certificate, psp.certificate_key
    )
    try:
        return CobvIssuer(LocalIssuer(config), config, PixApi(api))
    except OSError:
        raise InvalidSetting(
            "CERTOBOT_PIX_CERTIFICATE", psp.certificate, "use um certificado e uma chave PEM que combinem"
        ) from None


def pix_gate(settings: Settings) -> PixGate:
    """Return who lets in what a PSP tells."""
    return ApiPixGate(settings.pix.webhook_secret)


def crm_issuer(settings: Settings) -> PaymentIssuer:
    """Return who leaves it to the CRM.

    Raises:
        InvalidSetting: there is no CRM that could.
    """
    if settings.providers.crm != "http":
        raise InvalidSetting("providers.payments", "crm", "com crm = http: é o CRM que emite os boletos")
    return CrmIssuer()


def bank_files(settings: Settings) -> BankFiles:
    """Return the files of the bank of `[payments]`.

    Raises:
        InvalidSetting: the section breaks a rule of its bank.
    """
    return CnabFiles(account(settings))


def account(settings: Settings) -> LocalPaymentsConfig:
    """Return the account of `[payments]`.

    Raises:
        InvalidSetting: the section breaks a rule of its bank.
    """
    section = {key: _as_text(value) for key, value in settings.payments.items()}
    try:
        config = msgspec.convert({"payments": section}, _Sections).payments
        check(config)
    except InvalidPaymentsConfig as invalid:
        value = section.get(invalid.field, "")
        raise InvalidSetting(f"payments.{invalid.field}", value, invalid.rule) from None
    except msgspec.ValidationError as invalid:
        raise explained(invalid, {"payments": section}, _Sections) from None
    return config


def _as_text(value: object) -> object:
    """Return a number as its digits: `wallet = 109` is as good as `"109"`, for TOML allows no zeros first."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

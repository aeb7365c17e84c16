"""What people may set: one file for the business, environment variables for secrets and addresses.

A setting that is unknown, wrong or missing stops the start with one line in Portuguese.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from domain.identity.contact import ContactRules, Hours
from domain.negotiation.policy import Policy, PolicyContradiction
from domain.shared.cnpj import Cnpj
from domain.shared.errors import RuleBroken
from entrypoints.addresses import Crm, Database, Http, Redis, Whatsapp
from entrypoints.settings_errors import InvalidSetting, UnknownSetting, explained, unknown_policy_key

CONFIG_VARIABLE = "CERTOBOT_CONFIG"
DEFAULT_CONFIG = "certobot.toml"

# Where each environment variable goes: section and key.
_ENVIRONMENT = {
    "CERTOBOT_WHATSAPP": ("providers", "whatsapp"),
    "CERTOBOT_LLM": ("providers", "llm"),
    "CERTOBOT_CRM": ("providers", "crm"),
    "CERTOBOT_PAYMENTS": ("providers", "payments"),
    "CERTOBOT_BOLETO_RENDERER": ("providers", "boleto"),
    "CERTOBOT_DISPATCHER": ("providers", "dispatcher"),
    "CERTOBOT_DATABASE_URL": ("database", "url"),
    "CERTOBOT_DATA_DIR": ("database", "data_dir"),
    "CERTOBOT_REDIS_URL": ("redis", "url"),
    "CERTOBOT_CRM_FILE": ("crm", "file"),
    "CERTOBOT_CRM_URL": ("crm", "url"),
    "CERTOBOT_CRM_API_KEY": ("crm", "api_key"),
    "CERTOBOT_API_KEY": ("http", "api_key"),
    "CERTOBOT_HTTP_HOST": ("http", "host"),
    "CERTOBOT_HTTP_PORT": ("http", "port"),
    "CERTOBOT_WHATSAPP_API_URL": ("whatsapp", "api_url"),
    "CERTOBOT_WHATSAPP_API_VERSION": ("whatsapp", "api_version"),
    "CERTOBOT_WHATSAPP_PHONE_NUMBER_ID": ("whatsapp", "phone_number_id"),
    "CERTOBOT_WHATSAPP_ACCESS_TOKEN": ("whatsapp", "access_token"),
    "CERTOBOT_WHATSAPP_APP_SECRET": ("whatsapp", "app_secret"),
    "CERTOBOT_WHATSAPP_VERIFY_TOKEN": ("whatsapp", "verify_token"),
}
_SECTIONS_OF_THE_FILE = frozenset({"providers", "creditor", "policy", "contact", "payments"})
_HOURS = "use algo como 09:00-18:00, ou vazio"
_POSTGRES = "use postgresql://usuario:senha@servidor:5432/banco"
_REDIS = "use redis://servidor:6379/0"
_LAST_PORT = 65_535
_LONGEST_QUIET = 5_000
_NEEDED_BY_CLOUD_API = ("phone_number_id", "access_token", "app_secret", "verify_token")


class Providers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which adapter serves each port."""

    whatsapp: Literal["mock", "cloud_api"] = "mock"
    llm: Literal["rules"] = "rules"
    crm: Literal["memory", "http"] = "memory"
    payments: Literal["local"] = "local"
    boleto: Literal["borb", "pycobranca"] = "borb"
    dispatcher: Literal["memory", "saq"] = "memory"


class Creditor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What documents and messages must show (CDC art. 42-A)."""

    name: str
    address: str
    cnpj: str
    phone: str = ""
    site: str = ""


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When we may write first, and with which approved template."""

    enforce: bool = True
    weekdays: str = "09:00-18:00"
    saturday: str = ""
    sunday: str = ""
    holidays: bool = False
    max_per_day: int = 1
    max_per_week: int = 3
    quiet_milliseconds: int = 200
    opening_template: str = "abertura_de_atendimento"
    template_language: str = "pt_BR"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is set, checked and whole. Its `repr` shows no secret."""

    creditor: Creditor
    policy: Policy
    providers: Providers = Providers()
    contact: Contact = Contact()
    payments: dict[str, str] = {}
    database: Database = Database()
    redis: Redis = Redis()
    http: Http = Http()
    whatsapp: Whatsapp = Whatsapp()
    crm: Crm = Crm()

    def contact_rules(self) -> ContactRules:
        """Return the rules of contact that the `[contact]` and `[policy]` sections make."""
        contact, policy = self.contact, self.policy
        return ContactRules(
            enforce=contact.enforce,
            weekdays=Hours.parse(contact.weekdays),
            saturday=Hours.parse(contact.saturday),
            sunday=Hours.parse(contact.sunday),
            holidays=contact.holidays,
            max_per_day=contact.max_per_day,
            max_per_week=contact.max_per_week,
            collect_prescribed=policy.collect_prescribed,
            lockout_hours=policy.lockout_hours,
        )


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the config file and the environment; an empty variable counts as unset.

    Raises:
        InvalidSetting: the first setting that is unknown, wrong or missing, in one Portuguese line.
    """
    environ = os.environ if environ is None else environ
    data = _read_file(config_path(environ))
    for variable, (section, key) in _ENVIRONMENT.items():
        if value := environ.get(variable, "").strip():
            data.setdefault(section, {})[key] = value
    try:
        settings = _convert(data)
        _check(settings)
    except InvalidSetting as invalid:
        invalid.args = (_naming_the_variable(str(invalid), invalid.key, environ),)
        raise
    return settings


def config_path(environ: Mapping[str, str]) -> Path:
    """Return the config file: the one named, else the one here, else the sample that comes with Certobot."""
    named = environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named)
    here = Path(DEFAULT_CONFIG)
    return here if here.exists() else Path(__file__).parent.parent / DEFAULT_CONFIG


def _read_file(path: Path) -> dict[str, dict[str, object]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except FileNotFoundError:
        raise InvalidSetting(CONFIG_VARIABLE, str(path), "use um arquivo que existe") from None
    except (OSError, UnicodeDecodeError):
        raise InvalidSetting(
            CONFIG_VARIABLE, str(path), "use um arquivo de texto UTF-8 que se possa ler"
        ) from None
    except tomllib.TOMLDecodeError as broken:
        raise InvalidSetting(str(path), "lida", f"o TOML está errado: {broken}") from None
    for section, values in data.items():
        if section not in _SECTIONS_OF_THE_FILE:
            raise UnknownSetting(f"[{section}]", sorted(_SECTIONS_OF_THE_FILE))
        if not isinstance(values, dict):
            raise InvalidSetting(section, values, f"escreva uma seção: [{section}]")
    return data


def _convert(data: dict[str, dict[str, object]]) -> Settings:
    policy = dict(data.get("policy", {}))
    unknown_policy_key(policy, Policy)
    by_installments = policy.get("installment_discounts")
    if isinstance(by_installments, dict):
        policy["installment_discounts"] = [[key, value] for key, value in by_installments.items()]
    try:
        return msgspec.convert({**data, "policy": policy}, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise explained(error, {**data, "policy": policy}, Settings) from None
    except PolicyContradiction as contradiction:
        raise InvalidSetting(
            f"policy.{contradiction.field}", contradiction.value, contradiction.allowed
        ) from None


def _check(settings: Settings) -> None:
    """Hold what no type can say; the first rule broken stops the start."""
    contact, creditor = settings.contact, settings.creditor
    for key, value, holds, allowed in (
        ("creditor.name", creditor.name, bool(creditor.name.strip()), "é obrigatória"),
        ("creditor.address", creditor.address, bool(creditor.address.strip()), "é obrigatória"),
        ("creditor.cnpj", creditor.cnpj, _reads(Cnpj.parse, creditor.cnpj), "use um CNPJ válido"),
        ("contact.weekdays", contact.weekdays, _reads(Hours.parse, contact.weekdays), _HOURS),
        ("contact.saturday", contact.saturday, _reads(Hours.parse, contact.saturday), _HOURS),
        ("contact.sunday", contact.sunday, _reads(Hours.parse, contact.sunday), _HOURS),
        ("contact.max_per_day", contact.max_per_day, contact.max_per_day >= 1, "use 1 ou mais"),
        ("contact.max_per_week", contact.max_per_week, contact.max_per_week >= 1, "use 1 ou mais"),
        (
            "contact.quiet_milliseconds",
            contact.quiet_milliseconds,
            0 <= contact.quiet_milliseconds <= _LONGEST_QUIET,
            "use de 0 a 5000",
        ),
        ("database.url", "o que está lá", _is_postgres(settings.database.url), _POSTGRES),
        (
            "whatsapp.api_url",
            settings.whatsapp.api_url,
            _is_web_address(settings.whatsapp.api_url),
            "use http://... ou https://...",
        ),
        ("redis.url", "o que está lá", _is_redis(settings.redis.url), _REDIS),
        ("crm.url", settings.crm.url, _is_web_address(settings.crm.url), "use http://... ou https://..."),
        ("http.port", settings.http.port, 1 <= settings.http.port <= _LAST_PORT, "use de 1 a 65535"),
    ):
        if not holds:
            raise InvalidSetting(key, value, allowed)
    if settings.providers.crm == "http" and not settings.crm.url:
        raise InvalidSetting("crm.url", "", "é obrigatória quando crm = http")
    if settings.providers.dispatcher == "saq" and not settings.redis.url:
        raise InvalidSetting("redis.url", "", "é obrigatória quando dispatcher = saq")
    if settings.providers.whatsapp == "cloud_api":
        for field in _NEEDED_BY_CLOUD_API:
            if not getattr(settings.whatsapp, field):
                raise InvalidSetting(f"whatsapp.{field}", "", "é obrigatória quando whatsapp = cloud_api")


def _is_postgres(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_holds = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return not url or (port_holds and parts.scheme.partition("+")[0] in {"postgres", "postgresql"})


def _is_redis(url: str) -> bool:
    return not url or url.startswith(("redis://", "rediss://", "unix://"))


def _is_web_address(url: str) -> bool:
    return not url or url.startswith(("http://", "https://"))


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except RuleBroken:
        return False
    return True


def _naming_the_variable(line: str, key: str, environ: Mapping[str, str]) -> str:
    """Name the environment variable instead of the section it goes to: it is what people can change."""
    for variable, (section, field) in _ENVIRONMENT.items():
        if key == f"{section}.{field}" and (environ.get(variable) or section not in _SECTIONS_OF_THE_FILE):
            return line.replace(key, variable, 1)
    return line

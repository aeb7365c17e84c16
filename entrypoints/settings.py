"""What people may set: one file for the business, environment variables for secrets and addresses.

A setting that is unknown, wrong or missing stops the start with one line in Portuguese.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from domain.identity.contact import ContactRules
from domain.identity.hours import Hours
from domain.identity.throughput import Throughput
from domain.negotiation.policy import Policy, PolicyContradiction
from entrypoints.environment import VARIABLES
from entrypoints.sections.addresses import Crm, Database, Groq, Http, Pix, Redis, Whatsapp
from entrypoints.sections.contact import Contact
from entrypoints.sections.creditor import Creditor
from entrypoints.sections.llm import Llm
from entrypoints.sections.providers import Providers
from entrypoints.sections.rule import Rule
from entrypoints.settings_errors import InvalidSetting, UnknownSetting, explained, unknown_policy_key

CONFIG_VARIABLE = "CERTOBOT_CONFIG"
DEFAULT_CONFIG = "certobot.toml"

_SECTIONS_OF_THE_FILE = frozenset({"providers", "creditor", "policy", "contact", "payments", "llm"})
_NO_NUMBERS = frozenset({"nan", "snan", "inf", "infinity"})  # TOML and Decimal take them for numbers
# What a provider needs, by the key that chooses it.
_NEEDED_BY: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("crm", "http", ("crm.url",)),
    ("dispatcher", "saq", ("redis.url",)),
    ("llm", "groq", ("groq.api_key",)),
    ("payments", "cobv", ("pix.url", "pix.token_url", "pix.client_id", "pix.client_secret")),
    (
        "whatsapp",
        "cloud_api",
        ("whatsapp.phone_number_id", "whatsapp.access_token", "whatsapp.app_secret", "whatsapp.verify_token"),
    ),
)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is set, checked and whole. Its `repr` shows no secret."""

    creditor: Creditor
    policy: Policy
    providers: Providers = Providers()
    contact: Contact = Contact()
    payments: dict[str, Any] = {}
    llm: Llm = Llm()
    database: Database = Database()
    redis: Redis = Redis()
    http: Http = Http()
    whatsapp: Whatsapp = Whatsapp()
    crm: Crm = Crm()
    groq: Groq = Groq()
    pix: Pix = Pix()

    def contact_rules(self) -> ContactRules:
        """Return the rules of contact that the `[contact]` and `[policy]` sections make."""
        contact, policy = self.contact, self.policy
        return ContactRules(
            enforce=contact.enforce,
            weekdays=Hours.parse(contact.weekdays),
            saturday=Hours.parse(contact.saturday),
            sunday=Hours.parse(contact.sunday),
            holidays=contact.holidays,
            state_laws=contact.state_laws,
            local_holidays=frozenset(
                (place, day) for place, days in contact.local_holidays.items() for day in days
            ),
            max_per_day=contact.max_per_day,
            max_per_week=contact.max_per_week,
            collect_prescribed=policy.collect_prescribed,
            lockout_hours=policy.lockout_hours,
            dispute_pause_days=contact.dispute_pause_days,
        )

    def throughput(self) -> Throughput:
        """Return how fast campaigns may go."""
        return Throughput(self.contact.campaign_per_minute, self.contact.daily_new_contacts)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the config file and the environment; an empty variable counts as unset.

    Raises:
        InvalidSetting: the first setting that is unknown, wrong or missing, in one Portuguese line.
    """
    environ = os.environ if environ is None else environ
    data = _read_file(config_path(environ))
    for variable, (section, key) in VARIABLES.items():
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
    return here if here.exists() else Path(__file__).parent / DEFAULT_CONFIG


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
    _refuse_what_cannot_be_counted(data)
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


def _refuse_what_cannot_be_counted(data: Mapping[str, Mapping[str, object]]) -> None:
    for section in ("policy", "llm"):
        for key, value in data.get(section, {}).items():
            for each in value.values() if isinstance(value, dict) else (value,):
                if str(each).lstrip("+-").lower() in _NO_NUMBERS:
                    raise InvalidSetting(f"{section}.{key}", each, "use um número")


def _check(settings: Settings) -> None:
    """Hold what no type can say; the first rule broken stops the start."""
    for rule in chain(
        settings.creditor.rules(),
        settings.contact.rules(),
        settings.database.rules(),
        settings.whatsapp.rules(),
        settings.redis.rules(),
        settings.crm.rules(),
        settings.pix.rules(),
        settings.http.rules(),
        settings.groq.rules(),
        settings.llm.rules(),
        _needed_by_providers(settings),
    ):
        if not rule.holds:
            raise InvalidSetting(rule.key, rule.value, rule.allowed)


def _needed_by_providers(settings: Settings) -> Iterator[Rule]:
    """Yield what each chosen provider cannot do without."""
    for section, provider, fields in _NEEDED_BY:
        if getattr(settings.providers, section) == provider:
            for key in fields:
                value = attrgetter(key)(settings)
                yield Rule(key, value, bool(value), f"é obrigatória quando {section} = {provider}")


def _naming_the_variable(line: str, key: str, environ: Mapping[str, str]) -> str:
    """Name the environment variable instead of the section it goes to: it is what people can change."""
    for variable, (section, field) in VARIABLES.items():
        if key == f"{section}.{field}" and (environ.get(variable) or section not in _SECTIONS_OF_THE_FILE):
            return line.replace(key, variable, 1)
    return line

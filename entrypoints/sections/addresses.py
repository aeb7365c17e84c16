"""Where everything is, and the secrets to get in: set by environment variables alone, shown by no `repr`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import override
from urllib.parse import parse_qs, urlsplit

import msgspec

from entrypoints.sections.rule import Rule, is_token, is_web_address

_POSTGRES = "use postgresql://usuario:senha@servidor:5432/banco"
_POSTGRES_PARAMETERS = (
    "depois de ? use só host, port, sslmode (disable a verify-full) ou target_session_attrs"
)
_REDIS = "use redis://servidor:6379/0"
_WEB = "use http://... ou https://..."
# Both are parts of the address we send to.
_is_version = re.compile(r"v[0-9]+\.[0-9]+").fullmatch
_is_id = re.compile(r"[A-Za-z0-9._-]*").fullmatch
_LAST_PORT = 65_535
# What the driver of PostgreSQL takes; whatever else libpq knows it does not.
_PARAMETERS = frozenset({"host", "port", "ssl", "sslmode", "target_session_attrs"})
_SSL = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
# It stands in an address, and nobody may guess it.
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,}")


class Database(msgspec.Struct, frozen=True):
    """Where PostgreSQL is; without a URL it is embedded under `data_dir`."""

    url: str = ""
    data_dir: str = ".certobot"

    @override
    def __repr__(self) -> str:
        return f"Database(data_dir={self.data_dir!r})"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        # Whatever driver is named after a plus sign.
        is_ours = not self.url or _scheme_of(self.url).partition("+")[0] in {"postgres", "postgresql"}
        yield Rule("database.url", "o que está lá", is_ours, _POSTGRES)
        if is_ours:
            yield Rule("database.url", "o que está lá", _asks_what_can_be(self.url), _POSTGRES_PARAMETERS)


class Redis(msgspec.Struct, frozen=True):
    """Where Redis is; without it the cache lives in the process."""

    url: str = ""

    @override
    def __repr__(self) -> str:
        return "Redis()"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        holds = not self.url or _scheme_of(self.url) in {"redis", "rediss", "unix"}
        yield Rule("redis.url", "o que está lá", holds, _REDIS)


class Http(msgspec.Struct, frozen=True):
    """Where `serve` listens, and the bearer tokens of `/api/v1` and `/metrics`; 0 lets no worker listen."""

    host: str = "127.0.0.1"
    port: int = 8000
    worker_port: int = 0
    api_key: str = ""
    metrics_token: str = ""

    @override
    def __repr__(self) -> str:
        return f"Http(host={self.host!r}, port={self.port})"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        yield Rule("http.port", self.port, 1 <= self.port <= _LAST_PORT, "use de 1 a 65535")
        worker = self.worker_port
        yield Rule(
            "http.worker_port", worker, 0 <= worker <= _LAST_PORT, "use de 1 a 65535, ou 0 para nenhuma"
        )


class Whatsapp(msgspec.Struct, frozen=True):
    """Meta's Cloud API; all but the address is required by `cloud_api`."""

    api_url: str = "https://graph.facebook.com"
    api_version: str = "v25.0"
    phone_number_id: str = ""
    access_token: str = ""
    app_secret: str = ""
    verify_token: str = ""

    @override
    def __repr__(self) -> str:
        return f"Whatsapp(api_url={self.api_url!r}, api_version={self.api_version!r})"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        yield Rule("whatsapp.api_url", self.api_url, is_web_address(self.api_url), _WEB)
        good = is_token(self.access_token)
        yield Rule("whatsapp.access_token", "o que está lá", good, "use o token como a Meta o mostra")
        version, number = self.api_version, self.phone_number_id
        yield Rule("whatsapp.api_version", version, _is_version(version) is not None, "use algo como v25.0")
        yield Rule(
            "whatsapp.phone_number_id",
            number,
            _is_id(number) is not None,
            "use o id do número, que não é o telefone",
        )


class Crm(msgspec.Struct, frozen=True):
    """Where `http` finds the CRM, or the file of debtors that `memory` loads; empty means the sample."""

    file: str = ""
    url: str = ""
    api_key: str = ""

    @override
    def __repr__(self) -> str:
        return f"Crm(file={self.file!r})"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        yield Rule("crm.url", self.url, is_web_address(self.url), _WEB)


class Pix(msgspec.Struct, frozen=True):
    """The PSP that keeps Pix charges; `webhook_secret` is the part of our address that only it knows."""

    url: str = ""
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    certificate: str = ""
    certificate_key: str = ""
    webhook_secret: str = ""

    @override
    def __repr__(self) -> str:
        return f"Pix(url={self.url!r})"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        for field in ("url", "token_url"):
            address = getattr(self, field)
            yield Rule(f"pix.{field}", address, is_web_address(address), _WEB)
        for field in ("certificate", "certificate_key"):
            path = getattr(self, field)
            yield Rule(
                f"pix.{field}", path, not path or Path(path).is_file(), "use um arquivo PEM que existe"
            )
        secret = self.webhook_secret
        is_good = not secret or bool(_SECRET.fullmatch(secret))
        yield Rule("pix.webhook_secret", "o que está lá", is_good, "use 16 ou mais letras e dígitos")


class Groq(msgspec.Struct, frozen=True):
    """Groq's API; `groq` needs the key. Without a URL it is Groq's own."""

    api_key: str = ""
    model: str = "openai/gpt-oss-120b"
    fallback_model: str = "openai/gpt-oss-20b"
    url: str = ""

    @override
    def __repr__(self) -> str:
        return f"Groq(model={self.model!r}, fallback_model={self.fallback_model!r}, url={self.url!r})"

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        yield Rule("groq.url", self.url, is_web_address(self.url), _WEB)
        yield Rule(
            "groq.api_key", "o que está lá", is_token(self.api_key), "use a chave como a Groq a mostra"
        )


def _scheme_of(url: str) -> str:
    """Return the scheme of an address; nothing when it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    return "" if port == 0 else parts.scheme


def _asks_what_can_be(url: str) -> bool:
    given = parse_qs(urlsplit(url).query, keep_blank_values=True)
    ssl = {value for name in ("ssl", "sslmode") for value in given.get(name, ())}
    return given.keys() <= _PARAMETERS and ssl <= _SSL

"""Where everything is, and the secrets to get in: set by environment variables alone, shown by no `repr`."""

from typing import override

import msgspec


class Database(msgspec.Struct, frozen=True):
    """Where PostgreSQL is; without a URL it is embedded under `data_dir`."""

    url: str = ""
    data_dir: str = ".certobot"

    @override
    def __repr__(self) -> str:
        return f"Database(data_dir={self.data_dir!r})"


class Redis(msgspec.Struct, frozen=True):
    """Where Redis is; without it the cache lives in the process."""

    url: str = ""

    @override
    def __repr__(self) -> str:
        return "Redis()"


class Http(msgspec.Struct, frozen=True):
    """Where `serve` listens, and the bearer token of `/api/v1`."""

    host: str = "127.0.0.1"
    port: int = 8000
    api_key: str = ""

    @override
    def __repr__(self) -> str:
        return f"Http(host={self.host!r}, port={self.port})"


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


class Crm(msgspec.Struct, frozen=True):
    """Where `http` finds the CRM, or the file of debtors that `memory` loads; empty means the sample."""

    file: str = ""
    url: str = ""
    api_key: str = ""

    @override
    def __repr__(self) -> str:
        return f"Crm(file={self.file!r})"

"""The settings of the CRM, all from environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_HIGHEST_PORT = 65535


class InvalidSettings(Exception):
    """A variable has a value that cannot be used; the message says which, in Portuguese."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, who may ask, where the data lives and where Certobot is.

    With no `api_key` only this machine is answered. With no `certobot_url` nothing is delivered.
    `retry_seconds` is the wait before the second attempt of a delivery; it doubles from there.
    """

    host: str = "127.0.0.1"
    port: int = 8100
    api_key: str = field(default="", repr=False)
    data_dir: Path = Path(".mock_crm")
    certobot_url: str = ""
    certobot_api_key: str = field(default="", repr=False)
    retry_seconds: float = 1.0


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the `MOCK_CRM_…` variables.

    Raises:
        InvalidSettings: the port or the address of Certobot is none.
    """
    given = {name: environment.get(f"MOCK_CRM_{name}", "").strip() for name in _NAMES}
    return Settings(
        host=given["HOST"] or "127.0.0.1",
        port=_port(given["PORT"]),
        api_key=given["API_KEY"],
        data_dir=Path(given["DATA_DIR"] or ".mock_crm"),
        certobot_url=_url(given["CERTOBOT_URL"]),
        certobot_api_key=given["CERTOBOT_API_KEY"],
    )


_NAMES = ("HOST", "PORT", "API_KEY", "DATA_DIR", "CERTOBOT_URL", "CERTOBOT_API_KEY")


def _port(text: str) -> int:
    if not text:
        return 8100
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _HIGHEST_PORT):
        raise InvalidSettings(f"MOCK_CRM_PORT: {text!r} não é uma porta; use um número de 1 a 65535.")
    return int(text)


def _url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise InvalidSettings(f"MOCK_CRM_CERTOBOT_URL: {text!r} deve começar com http:// ou https://.")
    return text.rstrip("/")

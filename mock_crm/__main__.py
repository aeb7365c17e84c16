"""`python -m mock_crm`: run the CRM until SIGINT or SIGTERM."""

import asyncio
import logging
import os
import signal
import sys

from mock_crm.app import create_app
from mock_crm.desk import open_desk
from mock_crm.server import CannotListen, serving
from mock_crm.settings import InvalidSettings, Settings, load_settings

# They would write addresses with CPFs in them.
_QUIET = ("httpx", "httpcore")


def main() -> int:
    """Run the CRM; return 1, with one line on standard error, when it cannot start."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        asyncio.run(_serve(load_settings(os.environ)))
    except (InvalidSettings, CannotListen) as failed:
        sys.stderr.write(f"{failed}\n")
        return 1
    except OSError as failed:
        sys.stderr.write(f"A pasta de dados do CRM não pôde ser usada: {failed.strerror}.\n")
        return 1
    return 0


async def _serve(settings: Settings) -> None:
    asked = asyncio.Event()
    for which in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(which, asked.set)
    async with open_desk(settings) as desk, serving(create_app(desk), settings.host, settings.port):
        sys.stdout.write(f"CRM de exemplo no ar em http://{settings.host}:{settings.port}\n")
        sys.stdout.flush()
        await asked.wait()
    sys.stdout.write("Até logo.\n")


if __name__ == "__main__":
    sys.exit(main())

"""`certobot pix-webhook`: tell the PSP where to tell of every Pix that comes in."""

from argparse import Namespace
from collections.abc import Callable

from entrypoints.settings import Settings
from entrypoints.wiring import payments


class NoPsp(Exception):
    """There is no PSP to tell, or nothing to tell it; the message is Portuguese."""


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `pix-webhook` takes."""
    add("address", metavar="endereço", help="onde o Certobot atende, como https://certobot.exemplo.com.br")


async def pix_webhook(settings: Settings, arguments: Namespace) -> None:
    """Register our address, with its secret, for the Pix key of `[payments]`."""
    if settings.providers.payments != "cobv":
        raise NoPsp("o webhook do Pix é do PSP: use payments = cobv.")
    if not settings.pix.webhook_secret:
        raise NoPsp("defina CERTOBOT_PIX_WEBHOOK_SECRET: 16 ou mais letras e dígitos que ninguém adivinhe.")
    if not arguments.address.startswith("https://"):
        raise NoPsp(f"{arguments.address} não serve: o PSP só aceita endereços https://.")
    issuer = payments.cobv_issuer(settings)
    try:
        await issuer.notify_at(f"{arguments.address.rstrip('/')}/webhooks/pix/{settings.pix.webhook_secret}")
    finally:
        await issuer.aclose()
    print("O PSP vai contar de cada Pix recebido neste endereço.")

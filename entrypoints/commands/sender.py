"""`certobot sender`: whether WhatsApp takes what we send, and how to go on at once when it did not."""

from argparse import Namespace
from collections.abc import Callable

from entrypoints.container import Container
from entrypoints.http.health import UNPROVEN
from entrypoints.runtime import running
from entrypoints.settings import Settings


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `sender` takes; without anything it only tells."""
    add("--resume", action="store_true", help="volta a enviar já, sem esperar a próxima tentativa")


async def sender(settings: Settings, arguments: Namespace) -> None:
    """Tell whether our sender is stopped and why and, if asked to, let messages leave again now."""
    async with running(settings, dispatching=False) as container:
        print(await look_after_sender(container, resume=arguments.resume))


async def look_after_sender(container: Container, *, resume: bool) -> str:
    """Return what an operator should know; with `resume`, messages leave again at once.

    Whoever serves or works tries within a second or two; refused again, the sender is stopped again.
    """
    async with container.uow() as uow:
        blocked = await uow.outbox.blocked(container.clock().now() - UNPROVEN)
        if resume:
            blocked = await uow.outbox.free_sender() or blocked
        await uow.commit()
    if blocked is None:
        return "O envio não está parado."
    if resume:
        return (
            f"O envio estava parado: {blocked}. Volta já: o serve ou o worker tenta em instantes, "
            "e, recusado de novo, para de novo."
        )
    return (
        f"O envio está parado: {blocked}. Uma tentativa sai a cada minuto; "
        "com a causa resolvida, certobot sender --resume tenta já."
    )

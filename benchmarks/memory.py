"""Whether memory keeps growing: a thousand whole conversations through the real program, in one process.

Run with `make bench-memory`. Prints the memory after each tenth of them, and the growth of the second half
against the first: near 0 means that nothing is kept.
"""

import asyncio
import gc
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import psutil  # type: ignore[import-untyped]

from application.ports.webhook_gate import InboundMessage, ProviderEvents
from domain.identity.debt import is_prescribed
from domain.shared.calendar import business_date
from domain.shared.cpf import Cpf
from entrypoints.commands.demo import simulated
from entrypoints.container import Container
from entrypoints.logs import configure_logs
from entrypoints.runtime import running
from entrypoints.settings import load_settings

SAID = ("oi", "{digits}", "tem desconto?", "consigo em 3x", "sim", "obrigado")
STEPS = 10


async def converse(container: Container, cpf: Cpf) -> None:
    """Hold one conversation from the opening template to a carnê."""
    opened = await container.open_conversation()(cpf)
    work = container.work_conversation()
    await work(opened.conversation_id)
    async with container.uow() as uow:
        contact = (await uow.conversations.get(opened.conversation_id)).contact
    for text in SAID:
        said = text.format(digits=cpf.digits[:3])
        message = InboundMessage(f"bench.{uuid4()}", contact, container.clock().now(), "text", said)
        await container.receive_events()(ProviderEvents(messages=(message,)))
        await work(opened.conversation_id)


async def main(conversations: int) -> None:
    """Hold `conversations` conversations, and print what they cost in memory."""
    configure_logs()
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        settings = simulated(load_settings({"CERTOBOT_DATA_DIR": str(Path(folder) / "dados")}))
        async with running(settings, dispatching=False) as container:
            today = business_date(container.clock().now())
            known = await container.crm().list_debtors()
            debtors = [
                debtor for debtor in known if not any(is_prescribed(debt, today) for debt in debtor.debts)
            ]
            measured: list[float] = []
            step = max(1, conversations // STEPS)
            for count in range(conversations):
                await converse(container, debtors[count % len(debtors)].cpf)
                if (count + 1) % step == 0:
                    gc.collect()
                    measured.append(process.memory_info().rss / 2**20)
                    print(f"{count + 1:5} conversas  {measured[-1]:7.1f} MB", flush=True)
    half = len(measured) // 2
    first, second = measured[half - 1] - measured[0], measured[-1] - measured[half]
    print(f"primeira metade: {first:+.1f} MB; segunda metade: {second:+.1f} MB")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))

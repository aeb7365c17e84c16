"""Whether memory keeps growing: a thousand whole conversations through the real program, in one process.

Run with `make bench-memory`. Prints the memory after each tenth of them, and the growth of the second half
against the first: near 0 means that nothing is kept.
"""

import asyncio
import gc
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psutil  # type: ignore[import-untyped]

from application.ports.webhook_gate import InboundMessage, ProviderEvents
from domain.shared.calendar import business_date
from domain.shared.cpf import Cpf, InvalidCpf
from entrypoints.commands.demo import simulated
from entrypoints.container import Container
from entrypoints.logs import configure_logs
from entrypoints.runtime import running
from entrypoints.settings import load_settings

SAID = ("oi", "{digits}", "tem desconto?", "consigo em 3x", "sim", "obrigado")
STEPS = 10


def invented(count: int, file: Path) -> Path:
    """Write `count` debtors whom nobody has an agreement with yet."""
    fallen_due = business_date(datetime.now(UTC)) - timedelta(days=120)
    rows = (
        f"{cpf_of(number)},Pessoa Inventada,55119{90_000_000 + number},1000.00,{fallen_due},SP"
        for number in range(count)
    )
    file.write_text("\n".join(("cpf,name,phone,debt_amount,due_date,uf", *rows)), encoding="utf-8")
    return file


def cpf_of(number: int) -> str:
    """Return the only CPF that begins with these nine digits."""
    base = f"{100_000_000 + number}"
    endings = (f"{base}{ending:02}" for ending in range(100))
    return next(each for each in endings if _reads(each))


def _reads(text: str) -> bool:
    try:
        Cpf.parse(text)
    except InvalidCpf:
        return False
    return True


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
        people = invented(conversations, Path(folder) / "devedores.csv")
        environment = {"CERTOBOT_DATA_DIR": str(Path(folder) / "dados"), "CERTOBOT_CRM_FILE": str(people)}
        settings = simulated(load_settings(environment))
        async with running(settings, dispatching=False) as container:
            measured: list[float] = []
            step = max(1, conversations // STEPS)
            for count in range(conversations):
                await converse(container, Cpf.parse(cpf_of(count)))
                if (count + 1) % step == 0:
                    gc.collect()
                    measured.append(process.memory_info().rss / 2**20)
                    print(f"{count + 1:5} conversas  {measured[-1]:7.1f} MB", flush=True)
    half = len(measured) // 2
    first, second = measured[half - 1] - measured[0], measured[-1] - measured[half]
    print(f"primeira metade: {first:+.1f} MB; segunda metade: {second:+.1f} MB")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))

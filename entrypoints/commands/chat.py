"""`certobot chat`: the same conversation in a terminal, by hand or from a script on standard input."""

import asyncio
import sys
from pathlib import Path
from uuid import uuid4

from application.ports.negotiation_repository import NotFound
from application.ports.views import ConversationView
from application.ports.webhook_gate import InboundMessage, ProviderEvents
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId
from entrypoints.commands.demo import NobodyToDemonstrate, simulated
from entrypoints.container import Container
from entrypoints.runtime import running
from entrypoints.settings import Settings

_END = "/fim"
_LONGEST_TEXT = 4096


async def chat(settings: Settings, cpf: Cpf | None) -> None:
    """Talk as the debtor of `cpf`, or the first one, until the input ends or a line says `/fim`.

    Raises:
        DebtorNotFound, ContactForbidden: this debtor cannot be talked to.
        NobodyToDemonstrate: the CRM is empty.
    """
    async with running(simulated(settings), dispatching=False) as container:
        if cpf is None:
            debtors = await container.crm().list_debtors(limit=1)
            if not debtors:
                raise NobodyToDemonstrate
            cpf = debtors[0].cpf
        opened = await container.open_conversation()(cpf)
        terminal = _Terminal(container, opened.conversation_id, Path(settings.database.data_dir))
        await terminal.talk(cpf)


class _Terminal:
    """One debtor at a terminal; what was shown once is not shown again."""

    def __init__(self, container: Container, conversation_id: ConversationId, folder: Path) -> None:
        self._container = container
        self._conversation_id = conversation_id
        self._folder = folder / "documentos"
        self._shown = 0
        self._ended = False

    async def talk(self, cpf: Cpf) -> None:
        """Work the conversation after each line, and show what came back."""
        print(
            f"Os três primeiros dígitos do CPF são {cpf.digits[:3]}. Escreva {_END} para sair.\n", flush=True
        )
        await self._container.work_conversation()(self._conversation_id)
        await self._show()
        while (line := await asyncio.to_thread(_read_line)) is not None:
            text = line.strip()[:_LONGEST_TEXT]
            if text == _END:
                break
            if text:
                await self._write(text)
                await self._show()

    async def _write(self, text: str) -> None:
        async with self._container.uow() as uow:
            conversation = await uow.conversations.get(self._conversation_id)
        now = self._container.clock().now()
        message = InboundMessage(f"chat.{uuid4()}", conversation.contact, now, "text", text)
        await self._container.receive_events()(ProviderEvents(messages=(message,)))
        await self._container.work_conversation()(self._conversation_id)

    async def _show(self) -> None:
        view = await self._view()
        for message in view.messages[self._shown :]:
            if message.direction == "inbound":
                _show_line("Você", message.text)
            elif message.type == "document":
                _show_line("Certobot", f"[{message.text}] salvo em {await self._save(view, message.text)}")
            else:
                _show_line("Certobot", message.text)
        self._shown = len(view.messages)
        if view.outcome and not self._ended:
            self._ended = True
            print(f"-- fim: {view.outcome} ({view.outcome_notes})\n", flush=True)

    async def _view(self) -> ConversationView:
        async with self._container.uow() as uow:
            view = await uow.views.conversation(self._conversation_id)
        if view is None:
            raise NotFound
        return view

    async def _save(self, view: ConversationView, filename: str) -> Path:
        if view.agreement_id is None:
            raise NotFound
        pdf = await self._container.render_documents()(view.agreement_id)
        path = self._folder / filename
        await asyncio.to_thread(_write_file, path, pdf)
        return path


def _read_line() -> str | None:
    return sys.stdin.readline() or None


def _show_line(who: str, text: str) -> None:
    print(f"{who}: " + text.replace("\n", "\n" + " " * (len(who) + 2)) + "\n", flush=True)


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(data)

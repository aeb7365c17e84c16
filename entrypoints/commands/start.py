"""`certobot start`: open a conversation with one debtor, or with those of a list, one by one."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import msgspec

from application.campaign import CampaignProgress
from application.contact_list import Listed, listed, read_contact_list
from domain.identity.campaign import CampaignStatus, ContactState
from domain.shared.cpf import Cpf
from domain.shared.ids import CampaignId
from entrypoints.campaign_report import bad_rows_of, plan_of
from entrypoints.commands.campaign_text import (
    asked_line,
    bad_rows_text,
    campaign_text,
    plan_text,
    progress_line,
)
from entrypoints.container import Container
from entrypoints.runtime import running
from entrypoints.settings import Settings

# Who is due later than this is left to whoever serves or works.
_PATIENCE = timedelta(seconds=90)
_LOOK_SECONDS = 0.25
_TOLD_SECONDS = 5.0
_DELIVERY_SECONDS = 20.0


class CannotReadList(Exception):
    """The list could not be read where it was said to be."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"não consegui ler {path}: {reason}")


def add_arguments(add: Callable[..., object], cpf: Callable[[str], Cpf]) -> None:
    """Add what `start` takes; `cpf` reads one."""
    add("--cpf", type=cpf, action="append", default=[], help="o CPF do devedor; pode repetir")
    add(
        *("--csv", "--list", "--file"),
        dest="list",
        metavar="ARQUIVO",
        help="uma planilha CSV com a coluna cpf, ou um texto com um CPF por linha; - é a entrada",
    )
    add("--name", default="", metavar="NOME", help="o nome da campanha")
    add("--dry-run", action="store_true", help="só planeja: diz quem, quando e quem fica de fora e por quê")
    add("--json", action="store_true", help="o plano em JSON")
    add("--no-wait", action="store_true", help="põe a campanha na fila e sai, sem acompanhar")


def missing_in(arguments: Namespace) -> str | None:
    """Return what is missing or too much in a call of `start`, in Portuguese."""
    if not arguments.cpf and not arguments.list:
        return "falta --cpf ou --csv"
    if arguments.cpf and arguments.list:
        return "use --cpf ou --csv, e não os dois"
    if arguments.json and not arguments.dry_run:
        return "--json só vale com --dry-run"
    return None


async def start(settings: Settings, arguments: Namespace) -> None:
    """Open one conversation, plan a campaign, or start one and follow it while somebody is due.

    Raises:
        DebtorNotFound, ContactForbidden: the one debtor cannot be contacted.
        CannotReadList, UnreadableList, NobodyToContact, ListTooLong: there is no list.
    """
    if arguments.list or arguments.dry_run or len(arguments.cpf) > 1:
        contacts = await asyncio.to_thread(_contacts, arguments)
        if arguments.dry_run:
            await _plan(settings, contacts, as_json=arguments.json)
        else:
            await _campaign(settings, contacts, arguments)
    else:
        await _open(settings, arguments.cpf[0])


async def _open(settings: Settings, cpf: Cpf) -> None:
    """Open the conversation and send its first message, if its hour has come."""
    async with running(settings, dispatching=False) as container:
        opened = await container.open_conversation()(cpf)
        if opened.scheduled_for:
            print(f"Agendada: a primeira mensagem sai em {opened.scheduled_for:%d/%m/%Y às %H:%M (UTC%:z)}.")
        else:
            await container.work_conversation()(opened.conversation_id)
            print("Já estava aberta." if opened.already_open else "Conversa aberta.")
        print(f"Acompanhe em /api/v1/conversations/{opened.conversation_id}")


def _contacts(arguments: Namespace) -> tuple[Listed, ...]:
    if arguments.cpf:
        return listed((line, cpf.digits) for line, cpf in enumerate(arguments.cpf, start=1))
    if arguments.list == "-":
        return read_contact_list(sys.stdin.buffer.read())
    try:
        return read_contact_list(Path(arguments.list).read_bytes())
    except FileNotFoundError:
        raise CannotReadList(arguments.list, "o arquivo não existe") from None
    except IsADirectoryError:
        raise CannotReadList(arguments.list, "é uma pasta") from None
    except OSError:
        raise CannotReadList(arguments.list, "sem acesso") from None


async def _plan(settings: Settings, contacts: tuple[Listed, ...], *, as_json: bool) -> None:
    async with running(settings, dispatching=False) as container:
        told = _Told()
        plan = await container.plan_campaign()(
            contacts, lambda asked: told.now(asked_line(asked, len(contacts)))
        )
        told.over()
    body = plan_of(plan, contacts)
    print(msgspec.json.format(msgspec.json.encode(body)).decode() if as_json else plan_text(body))


async def _campaign(settings: Settings, contacts: tuple[Listed, ...], arguments: Namespace) -> None:
    if bad := bad_rows_text(bad_rows_of(contacts)):
        print(bad)
    async with running(settings, dispatching=not arguments.no_wait) as container:
        campaign = await container.start_campaign()(contacts, arguments.name)
        progress = await container.follow_campaign()(campaign.id)
        if not arguments.no_wait:
            progress = await _followed(container, campaign.id)
            await _delivered(container)
    print(campaign_text(progress))
    if progress.campaign.status is CampaignStatus.RUNNING:
        print("Quem serve ou trabalha (certobot serve, certobot worker) continua a campanha.")
    print(f"Acompanhe com certobot campaigns, ou em /api/v1/campaigns/{campaign.id}")


async def _followed(container: Container, campaign_id: CampaignId) -> CampaignProgress:
    """Wait while somebody is due soon; say how it goes."""
    told = _Told()
    while True:
        progress = await container.follow_campaign()(campaign_id)
        told.now(progress_line(progress))
        if not _goes_on_soon(progress, container.clock().now()):
            told.over()
            return progress
        await asyncio.sleep(_LOOK_SECONDS)


def _goes_on_soon(progress: CampaignProgress, now: datetime) -> bool:
    if progress.campaign.status is not CampaignStatus.RUNNING or progress.halted:
        return False
    if progress.count(ContactState.OPENING) or progress.next_at is None:
        return True
    return progress.next_at <= now + _PATIENCE


async def _delivered(container: Container) -> None:
    """Let the first messages leave before this process does; the rest leaves with the next one."""
    deadline = monotonic() + _DELIVERY_SECONDS
    while await container.find_due()():
        if monotonic() > deadline:
            return
        await asyncio.sleep(_LOOK_SECONDS)


class _Told:
    """Says how something goes: on a terminal in one line, elsewhere now and then."""

    def __init__(self) -> None:
        self._line = ""
        self._next = monotonic() + _TOLD_SECONDS

    def now(self, line: str) -> None:
        if line == self._line:
            return
        if sys.stderr.isatty():
            print(f"\r{line:<{len(self._line)}}", end="", file=sys.stderr, flush=True)
            self._line = line
        elif monotonic() >= self._next:
            print(line, file=sys.stderr, flush=True)
            self._line, self._next = line, monotonic() + _TOLD_SECONDS

    def over(self) -> None:
        if self._line and sys.stderr.isatty():
            print(file=sys.stderr)

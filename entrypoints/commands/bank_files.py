"""`certobot remessa`, `retorno` and `extrato`: what the bank and we tell each other, as files."""

import asyncio
from argparse import ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from application.ports.registrations import Remittance
from application.read_return import NoticeRead
from application.read_statement import CreditRead
from application.write_remittance import WriteRemittance
from domain.payments.registration import Registration
from domain.shared.money import format_brl
from entrypoints.runtime import running
from entrypoints.settings import Settings

_STATES: dict[Registration | None, str] = {
    "registered": "registrado",
    "rejected": "recusado",
    "paid": "pago",
    "cancelled": "baixado",
    None: "outra ocorrência",
}


class FileUnusable(Exception):
    """A file cannot be read or written; the message says which, in Portuguese."""


def add_remessa_arguments(add: Callable[..., object]) -> None:
    """Add what `remessa` takes."""
    add("--output", type=Path, default=Path(), metavar="PASTA", help="onde gravar o arquivo; senão, aqui")
    add("--number", type=_number, metavar="N", help="grava de novo a remessa N, idêntica")
    add("--rejected", action="store_true", help="inclui de novo os boletos que o banco recusou")


def add_file_argument(add: Callable[..., object]) -> None:
    """Add the file that `retorno` and `extrato` read."""
    add("file", type=Path, metavar="arquivo", help="o arquivo que o banco mandou")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"{text} não é o número de uma remessa")
    return int(text)


async def remessa(settings: Settings, arguments: Namespace) -> None:
    """Write the file that tells the bank of every boleto it does not know yet."""
    async with running(settings, dispatching=False) as container:
        write = container.write_remittance()
        files = await _again(write, arguments.number) if arguments.number else await _new(write, arguments)
        last = None if files else await write.written()
    for file in files:
        path = await asyncio.to_thread(_save, file, arguments.output)
        print(f"Remessa {file.number}: {file.boletos} boleto(s) em {path}. Envie este arquivo ao banco.")
    if not files:
        print("O banco já foi avisado de todos os boletos.")
    if last:
        print(f"A última foi a remessa {last.number}; para gravá-la de novo: remessa --number {last.number}.")


async def _new(write: WriteRemittance, arguments: Namespace) -> list[Remittance]:
    """Return as many files as what waits needs: a bank takes only so much in one."""
    files: list[Remittance] = []
    while file := await write(again=arguments.rejected and not files):
        files.append(file)
    return files


async def _again(write: WriteRemittance, number: int) -> list[Remittance]:
    file = await write.written(number)
    if file is None:
        raise FileUnusable(f"Não há remessa com o número {number}.")
    return [file]


async def retorno(settings: Settings, arguments: Namespace) -> None:
    """Read what the bank did with our boletos."""
    content = await asyncio.to_thread(_load, arguments.file)
    async with running(settings, dispatching=False) as container:
        read = await container.read_return()(content)
    for line in read:
        _show_notice(line)
    counted = Counter(_STATES[line.notice.state] for line in read if line.boleto)
    told = ", ".join(f"{count} {state}(s)" for state, count in counted.items()) or "nada sobre boletos nossos"
    print(f"{len(read)} linha(s) no retorno: {told}.")


async def extrato(settings: Settings, arguments: Namespace) -> None:
    """Read which payments came into the account."""
    content = await asyncio.to_thread(_load, arguments.file)
    async with running(settings, dispatching=False) as container:
        read = await container.read_statement()(content)
    for each in read:
        _show_credit(each)
    recorded = sum(each.payment == "recorded" for each in read)
    known = sum(each.payment == "repeated" for each in read)
    print(f"{len(read)} crédito(s) no extrato: {recorded} registrado(s), {known} já conhecido(s).")


def _show_notice(line: NoticeRead) -> None:
    notice = line.notice
    if line.boleto is None:
        print(f"linha {notice.line}: não é de um boleto nosso")
        return
    parts = [line.boleto.boleto.nosso_numero, _STATES[notice.state]]
    if notice.reason:
        parts.append(notice.reason)
    if notice.paid_amount is not None and notice.paid_on is not None:
        parts.append(f"{format_brl(notice.paid_amount)} em {notice.paid_on:%d/%m/%Y}")
    if notice.state == "paid" and line.payment is None:
        parts.append("o banco não disse quanto ou quando: registre com o comando pagamento")
    if notice.state and not line.is_news:
        parts.append("já se sabia")
    print(f"linha {notice.line}: {'; '.join(parts)}")


def _show_credit(each: CreditRead) -> None:
    if each.payment:
        said = "registrado" if each.payment == "recorded" else "já se sabia"
        print(f"{each.credit.on:%d/%m/%Y}: {format_brl(each.credit.amount)}; {said}")


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise FileUnusable(f"{path} não pôde ser lido; confira o nome e as permissões.") from None


def _save(file: Remittance, folder: Path) -> Path:
    """Write the file whole or not at all: half a remittance is none."""
    path = folder / file.file_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.parcial")
        half.write_bytes(file.content)
        half.replace(path)
    except OSError:
        raise FileUnusable(f"{path} não pôde ser gravado; confira a pasta e as permissões.") from None
    return path

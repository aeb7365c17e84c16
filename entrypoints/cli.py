"""The `certobot` command: each subcommand in Portuguese, one clear line on failure."""

import argparse
import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, NoReturn, override

from application.ports.bank_files import BankFileUnreadable, RemittanceImpossible
from application.ports.crm import CrmRejected, CrmUnavailable
from application.ports.payment_issuer import IssueRejected, IssuerUnavailable
from application.ports.unit_of_work import StoreUnavailable, StoreUnusable
from domain.shared.cpf import Cpf
from domain.shared.errors import RuleBroken
from entrypoints.commands.bank_files import (
    FileUnusable,
    add_file_argument,
    add_remessa_arguments,
    extrato,
    remessa,
    retorno,
)
from entrypoints.commands.campaigns import NoSuchCampaign, campaigns
from entrypoints.commands.campaigns import add_arguments as add_campaigns_arguments
from entrypoints.commands.chat import chat
from entrypoints.commands.demo import NobodyToDemonstrate, demo
from entrypoints.commands.doctor import doctor
from entrypoints.commands.evaluate import FAILURES as EVALUATION_FAILURES
from entrypoints.commands.evaluate import add_arguments as add_evaluate_arguments
from entrypoints.commands.evaluate import evaluate
from entrypoints.commands.features import add_arguments as add_features_arguments
from entrypoints.commands.features import features
from entrypoints.commands.migrate import migrate
from entrypoints.commands.mock_crm import mock_crm
from entrypoints.commands.model_use import add_arguments as add_model_use_arguments
from entrypoints.commands.model_use import model_use
from entrypoints.commands.pagamento import add_arguments as add_pagamento_arguments
from entrypoints.commands.pagamento import pagamento
from entrypoints.commands.pix_webhook import NoPsp, pix_webhook
from entrypoints.commands.pix_webhook import add_arguments as add_pix_webhook_arguments
from entrypoints.commands.replay import NoSuchConversation, replay
from entrypoints.commands.replay import add_arguments as add_replay_arguments
from entrypoints.commands.sender import add_arguments as add_sender_arguments
from entrypoints.commands.sender import sender
from entrypoints.commands.serve import serve
from entrypoints.commands.simulate import FAILURES as SIMULATION_FAILURES
from entrypoints.commands.simulate import add_arguments as add_simulate_arguments
from entrypoints.commands.simulate import simulate
from entrypoints.commands.start import CannotReadList, missing_in, start
from entrypoints.commands.start import add_arguments as add_start_arguments
from entrypoints.commands.understand import understand_lines
from entrypoints.commands.worker import worker
from entrypoints.container import START_FAILURES
from entrypoints.logs import configure_logs
from entrypoints.server import CannotListen
from entrypoints.settings import Settings, load_settings
from entrypoints.settings_errors import InvalidSetting

Command = Callable[[Settings, argparse.Namespace], Awaitable[int | None]]

_COMMANDS: dict[str, tuple[str, Command]] = {
    "demo": ("abre o simulador no navegador, com tudo embutido", lambda settings, _: demo(settings)),
    "serve": ("webhook, API e, com o WhatsApp simulado, o simulador", lambda settings, _: serve(settings)),
    "chat": ("a mesma conversa no terminal; aceita um roteiro na entrada", lambda s, args: chat(s, args.cpf)),
    "start": ("abre a conversa com o devedor de um CPF, ou com os de uma lista, ou só planeja", start),
    "campaigns": ("mostra as campanhas; pausa, retoma ou cancela uma", campaigns),
    "understand": (
        "lê mensagens em JSON, uma por linha, e diz o que significam",
        lambda settings, args: asyncio.to_thread(understand_lines, settings, explain=args.explain),
    ),
    "mock-crm": ("um CRM de demonstração, com sua própria API", lambda _settings, _arguments: mock_crm()),
    "features": (
        "roda cenários em português, com o Certobot de verdade, e faz um relatório",
        lambda _settings, arguments: features(arguments),
    ),
    "simulate": ("devedores inventados negociam com a política atual; mostra o que ela rende", simulate),
    "evaluate": ("gente difícil tenta dobrar quem lê e fala; nota pelo que foi decidido e dito", evaluate),
    "model-use": ("o que os modelos de linguagem fizeram e custaram, por dia, modelo e motivo", model_use),
    "worker": ("trabalha as conversas que os processos web anunciam", lambda s, _: worker(s)),
    "replay": ("mostra e traz de volta o que falhou de vez, com o motivo", replay),
    "sender": ("diz se o WhatsApp aceita o que enviamos; parado o envio, retoma já", sender),
    "remessa": ("grava o arquivo que registra os boletos no banco (CNAB)", remessa),
    "retorno": ("lê o arquivo do banco: boletos registrados, recusados e pagos (CNAB)", retorno),
    "extrato": ("lê o extrato da conta e registra os pagamentos (OFX)", extrato),
    "pagamento": ("registra à mão um pagamento, e diz como fica o acordo", pagamento),
    "pix-webhook": ("diz ao PSP em que endereço contar dos Pix recebidos", pix_webhook),
    "migrate": ("põe as tabelas do banco em dia", lambda settings, _: migrate(settings)),
    "doctor": ("confere se tudo o que está configurado funciona", lambda settings, _: doctor(settings)),
}

# What may go wrong without being our fault; each says in one line what to do.
_EXPECTED: tuple[type[Exception], ...] = (
    InvalidSetting,
    RuleBroken,
    CannotListen,
    FileUnusable,
    BankFileUnreadable,
    RemittanceImpossible,
    IssueRejected,
    IssuerUnavailable,
    NoPsp,
    NobodyToDemonstrate,
    CannotReadList,
    NoSuchCampaign,
    NoSuchConversation,
    StoreUnavailable,
    StoreUnusable,
    CrmUnavailable,
    CrmRejected,
    *START_FAILURES,
    *SIMULATION_FAILURES,
    *EVALUATION_FAILURES,
)


# argparse speaks English; these are all it can say about a call of ours.
_COMPLAINTS = (
    (re.compile(r"the following arguments are required: (.*)"), r"falta {}"),
    (re.compile(r"argument comando: invalid choice: '?([^' ]*)'?.*", re.DOTALL), r"não existe o comando {}"),
    (re.compile(r"unrecognized arguments: (.*)"), r"não conheço {}"),
    (re.compile(r"argument (\S+): expected one argument"), r"falta o valor de {}"),
    (re.compile(r"argument \S+: (.*)"), r"{}"),
)


class _Formatter(argparse.HelpFormatter):
    """Writes `uso:` where argparse writes `usage:`."""

    @override
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "uso: ")


class _Parser(argparse.ArgumentParser):
    """Speaks Portuguese, and answers a wrong call in one line."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- argparse hands its own options on
        super().__init__(formatter_class=_Formatter, add_help=False, **options)
        self.options = self.add_argument_group("opções")
        self.options.add_argument("-h", "--help", action="help", help="mostra esta ajuda")

    @override
    def error(self, message: str) -> NoReturn:
        for complaint, ours in _COMPLAINTS:
            if found := complaint.fullmatch(message):
                message = ours.format(found[1])
                break
        self.exit(2, f"certobot: {message}; veja certobot --help\n")


# What each command takes, of those that take something.
_ARGUMENTS: dict[str, Callable[[Callable[..., object]], object]] = {
    "chat": lambda add: add("--cpf", type=_cpf, help="o CPF do devedor"),
    "start": lambda add: add_start_arguments(add, _cpf),
    "campaigns": add_campaigns_arguments,
    "simulate": add_simulate_arguments,
    "evaluate": add_evaluate_arguments,
    "model-use": add_model_use_arguments,
    "remessa": add_remessa_arguments,
    "retorno": add_file_argument,
    "extrato": add_file_argument,
    "pagamento": add_pagamento_arguments,
    "features": add_features_arguments,
    "pix-webhook": add_pix_webhook_arguments,
    "replay": add_replay_arguments,
    "sender": add_sender_arguments,
    "understand": lambda add: add("--explain", action="store_true", help="diz que palavras levaram a quê"),
}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="certobot", description="Negocia débitos por WhatsApp, em português.")
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar="comando",
        title="comandos",
        prog="certobot",
        parser_class=_Parser,
    )
    for name, (what, _) in _COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what)
        if add_arguments := _ARGUMENTS.get(name):
            add_arguments(command.options.add_argument)
    return parser


def _cpf(text: str) -> Cpf:
    try:
        return Cpf.parse(text)
    except RuleBroken as invalid:
        raise argparse.ArgumentTypeError(str(invalid)) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 when it could not be done, 2 when the call is wrong."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.command == "start" and (wrong := missing_in(parsed)):
        parser.error(wrong)
    configure_logs()
    try:
        return asyncio.run(_run(parsed))
    except _EXPECTED as expected:
        print(f"certobot: {expected}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output stopped reading: nothing is left to be said.
        sys.stderr.close()
        return 1


async def _run(parsed: argparse.Namespace) -> int:
    # Scenarios choose their own providers; only running them needs any settings.
    if parsed.command == "features":
        return await features(parsed)
    _, command = _COMMANDS[parsed.command]
    return await command(load_settings(), parsed) or 0

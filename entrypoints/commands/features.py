"""`certobot features`: Portuguese scenarios, played through the real application in virtual time."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable

from entrypoints.workbench.providers import OPTIONS, choices


def add_arguments(add: Callable[..., object]) -> None:
    """Add the options of the command."""
    add("paths", nargs="*", metavar="PASTA", help="pastas ou arquivos .feature (sem nada: features, ou aqui)")
    for option in OPTIONS:
        what = f"quem serve: {', '.join(choices(option))}; vários, separados por vírgula, ficam lado a lado"
        add(f"--{option}", action="append", default=[], metavar="NOME", help=what)
    add("--matrix", action="store_true", help="roda também com cada outro provedor e mostra onde diferem")
    add("-t", "--tags", action="append", default=[], metavar="ETIQUETAS", help="como @pagamento e não @lento")
    add("-k", "--name", default="", metavar="PALAVRA", help="só os que têm a palavra no título ou na área")
    add(
        "-j",
        "--jobs",
        type=_at_least_one,
        default=0,
        metavar="N",
        help="quantos ao mesmo tempo (padrão: um por núcleo)",
    )
    add("--report", metavar="PASTA", help="onde pôr o relatório (padrão: relatorio, ao lado dos cenários)")
    add("--no-report", action="store_true", help="não escreve relatório")
    add("--check", action="store_true", help="confere os arquivos sem rodar")
    add("--vocabulary", action="store_true", help="mostra todas as frases, com exemplos")
    add("--new", metavar="ARQUIVO", help="cria um arquivo comentado para começar")


async def features(arguments: Namespace) -> int:
    """Do what was asked; return 0 when all is well, 1 when a scenario failed, 2 when it could not be asked.

    `arguments` are those of `add_arguments`.
    """
    # The workbench is large, and no other command needs it.
    from entrypoints.commands.play_features import features as played

    return await played(arguments)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"use um número de 1 em diante, não {text}")
    return int(text)

"""O que a pessoa faz, sem dizer as palavras"""

import tomllib
from decimal import Decimal
from importlib.resources import files

from domain.shared.money import format_brl
from entrypoints.workbench.meeting import meet
from entrypoints.workbench.vocabulary import quando
from entrypoints.workbench.world import World


def _teach(name: str, ways: list[str], text: str, *, identity: bool) -> None:
    def does(world: World, quem: str) -> None:
        meet(world, quem)
        world.writes(quem, text)

    does.__doc__ = f"O mesmo que escrever “{text}”."
    again = "( de novo| outra vez| novamente| mais uma vez| pela (primeira|segunda|terceira|última) vez|)"
    quando(f"ela {name}", f"{{quem:pessoa}} ({'|'.join([name, *ways])}){again}", identity=identity)(does)


_TEXT = files("entrypoints.workbench").joinpath("atos.toml").read_text(encoding="utf-8")
for _act in tomllib.loads(_TEXT)["ato"]:
    _teach(_act["nome"], _act["formas"], _act["escreve"], identity=_act.get("antes", False))


@quando(
    'ela propõe pagar "R$ 300,00" à vista',
    "{quem:pessoa} (propõe|oferece|quer|pede para|sugere)( pagar| dar|) {total:dinheiro}( em|) {forma:forma}",
    "{quem:pessoa} (propõe|oferece|quer|pede para|sugere)( pagar| dar|) {total:dinheiro}",
    also=('ela propõe "R$ 600,00" em "6x"',),
)
def proposes(world: World, quem: str, total: Decimal, forma: int = 1) -> None:
    """Uma proposta da pessoa: o total e a forma."""
    meet(world, quem)
    world.writes(quem, f"pago {format_brl(total)} {'à vista' if forma == 1 else f'em {forma}x'}")


@quando(
    'ela propõe "5x" de "R$ 100,00"',
    "{quem:pessoa} (propõe|oferece|quer|pede|sugere)( para|)( pagar| parcelar| dividir|)( em|) {forma:vezes}"
    "( de {parcela:dinheiro}|)",
    also=('ela pede em "6x"',),
)
def proposes_installments(world: World, quem: str, forma: int, parcela: Decimal | None = None) -> None:
    """Uma proposta da pessoa: as parcelas e, se quiser, de quanto."""
    meet(world, quem)
    each = f" de {format_brl(parcela)}" if parcela is not None else ""
    world.writes(quem, f"quero em {forma}x{each}")


@quando(
    'ela propõe pagar "R$ 150,00" por mês',
    "{quem:pessoa} (propõe|oferece|quer|sugere|consegue)( pagar|) {parcela:dinheiro} por mês",
)
def proposes_monthly(world: World, quem: str, parcela: Decimal) -> None:
    """Quanto cabe no mês."""
    meet(world, quem)
    world.writes(quem, f"consigo {format_brl(parcela)} por mês")

"""What was offered, as scenarios ask about it."""

import re
from decimal import Decimal

from application.ports.views import OfferView
from domain.shared.money import format_brl
from entrypoints.workbench.phrase import Phrase
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.world import World

COLUMNS = {
    "total": ("total", "valor", "oferta", "valor total"),
    "parcelas": ("parcelas", "forma", "como", "em", "vezes", "pagamento"),
    "parcela": ("parcela", "valor da parcela", "cada parcela", "de"),
    "desconto": ("desconto",),
    "piso": ("piso", "mínimo"),
    "política": ("política", "versão"),
}


def offered(world: World, total: Decimal, installments: int | None) -> None:
    how = {None: "", 1: " à vista"}.get(installments, f" em {installments}x")
    expected = f"uma oferta de {format_brl(total)}{how}"
    said = any(says(text, total, installments) for text in world.texts)
    world.check(said, expected, made_so_far(world))
    made = {
        (offer.total, None if installments is None else len(offer.installments))
        for offer in world.conversation().offers
    }
    world.check((total, installments) in made, f"{expected}, guardada entre as ofertas", made_so_far(world))


def says(text: str, total: Decimal, installments: int | None) -> bool:
    return any(
        format_brl(total) in line and (installments is None or _says_how(line, installments))
        for line in text.split("\n")
    )


def made_so_far(world: World) -> str:
    """Return the latest offer as people say it."""
    view = world.latest("ela") if world.cast.records else None
    if view is None or not view.offers:
        return "nenhuma oferta foi feita"
    return f"a última oferta foi de {_as_said(view.offers[-1])}"


def all_made(offers: tuple[OfferView, ...]) -> str:
    """Return every offer as people say it, in order, with its discount."""
    listed = (f"{_as_said(each)} ({percent_text(each.discount_percent)})" for each in offers)
    return "; ".join(listed) or "nenhuma"


def percent_text(value: Decimal) -> str:
    """Return `17,5%`."""
    return f"{value.normalize():f}%".replace(".", ",")


def value_of(cell: str, kind: str) -> Decimal:
    read = Phrase(f"(em |){{valor:{kind}}}").read(cell)
    if read is None:
        raise Misread(f"na tabela, “{cell}” não se entende; escreva como R$ 900,00, 6x, à vista ou 10%")
    return read["valor"]  # type: ignore[return-value]


def _as_said(offer: OfferView) -> str:
    count = len(offer.installments)
    return f"{format_brl(offer.total)} {'à vista' if count == 1 else f'em {count}x'}"


def _says_how(line: str, installments: int) -> bool:
    """Tell whether the line says so many instalments, be they equal or `2x de … e 4x de …`."""
    if installments == 1:
        return "à vista" in line
    counts = [int(count) for count in re.findall(r"(\d+)x de R\$", line)]
    return installments in counts or sum(counts) == installments

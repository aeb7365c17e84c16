"""As ofertas da conversa toda"""

from decimal import Decimal

from application.ports.views import OfferView
from domain.shared.money import format_brl
from entrypoints.workbench.offers_made import COLUMNS, all_made, made_so_far, percent_text, value_of
from entrypoints.workbench.tables import Table, rows_of
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World


@entao(
    'o Certobot não oferece "R$ 300,00"',
    "<bot> (não|nunca) (oferece|aceita|propõe|oferta|chega a) {total:dinheiro}( à vista|)",
)
def does_not_offer(world: World, total: Decimal) -> None:
    """Nenhuma oferta deste valor, na conversa toda."""
    totals = {offer.total for offer in world.conversation().offers}
    world.check(total not in totals, f"nenhuma oferta de {format_brl(total)}", made_so_far(world))


@entao(
    "as ofertas foram:",
    "(as ofertas|as ofertas feitas|todas as ofertas) (foram|são)( estas| as seguintes|)",
    "<bot> (fez|faz)( estas| as| as seguintes|) ofertas( nesta ordem|)",
    table=(
        ("total", "parcelas", "desconto"),
        ("R$ 900,00", "à vista", "10%"),
        ("R$ 825,00", "à vista", "17,5%"),
    ),
)
def offers_were(world: World, table: Table) -> None:
    """Todas as ofertas da conversa, na ordem; as colunas desconto, parcela, piso e política podem faltar."""
    expected = rows_of(table, COLUMNS, ("total",))
    made = world.conversation().offers
    same = len(expected) == len(made) and all(
        all(_holds(column, cell, offer) for column, cell in row.items())
        for row, offer in zip(expected, made, strict=True)
    )
    listed = "; ".join(" ".join(row.values()) for row in expected)
    world.check(same, f"as ofertas {listed}", f"foram {all_made(made)}")


@entao(
    "nenhuma oferta foi feita",
    "<bot> não (oferece|propõe|faz) (nada|valor nenhum|oferta|oferta nenhuma|nenhuma oferta|uma oferta)",
    "nenhuma oferta (foi|é) feita( ainda|)",
    "não (é|foi) feita( nenhuma|) oferta( nenhuma|)",
    "não (há|houve) ofertas?( ainda|)",
)
def no_offer(world: World) -> None:
    """Nenhum valor foi posto na mesa."""
    world.check(not world.conversation().offers, "nenhuma oferta", made_so_far(world))


@entao(
    'nenhuma oferta ficou abaixo de "R$ 600,00"',
    "(nenhuma oferta|nada) (ficou|fica|foi oferecido|é|está) abaixo de {piso:dinheiro}",
    "<bot> (não|nunca) (oferece|aceita|faz|desce|vai|baixa)( por| nada| de|) (menos de|menos que|"
    "abaixo de|menos do que) {piso:dinheiro}",
)
def never_below(world: World, piso: Decimal) -> None:
    """O piso, na conversa toda."""
    lowest = _lowest(world)
    world.check(
        lowest >= piso, f"nada abaixo de {format_brl(piso)}", f"houve uma oferta de {format_brl(lowest)}"
    )


@entao(
    "nenhuma oferta ficou abaixo do piso da política",
    "nenhuma oferta (ficou|fica|foi) abaixo do (piso|mínimo)( da política| do credor|)",
    "<bot> (nunca|não) (desce|baixa|vai) (abaixo do|do) (piso|mínimo)( da política| do credor|)",
    "toda oferta respeita a política",
)
def never_below_floor(world: World) -> None:
    """Cada oferta contra o mínimo que a política permitia para ela."""
    world.check(world.conversation().offers, "alguma oferta", "nenhuma foi feita")
    for offer in world.conversation().offers:
        floor = format_brl(offer.floor)
        world.check(
            offer.total >= offer.floor, f"nada abaixo do piso de {floor}", f"houve {format_brl(offer.total)}"
        )


@entao(
    'a menor oferta foi de "R$ 600,00"',
    "a (menor|melhor) oferta( feita|) (foi|é)( de|) {total:dinheiro}",
)
def lowest_offer(world: World, total: Decimal) -> None:
    """Até onde se chegou."""
    lowest = _lowest(world)
    world.check(lowest == total, f"a menor oferta de {format_brl(total)}", f"foi de {format_brl(lowest)}")


@entao(
    'a última oferta é de "R$ 600,00"',
    "a (última oferta|oferta|oferta atual) (é|foi)( de|) {total:dinheiro}( em|)( {forma:forma}|)",
)
def last_offer(world: World, total: Decimal, forma: int | None = None) -> None:
    """O que está na mesa agora."""
    made = world.conversation().offers
    world.check(made, f"uma oferta de {format_brl(total)}", "nenhuma oferta foi feita")
    same = made[-1].total == total and forma in {None, len(made[-1].installments)}
    world.check(same, f"a última oferta de {format_brl(total)}", made_so_far(world))


@entao(
    "cada oferta à vista foi menor que a anterior",
    "cada oferta( à vista|) (foi|é) (igual ou |)(menor|melhor) que a anterior",
    "as ofertas( à vista|) (só descem|nunca pioram|nunca sobem|só melhoram)",
)
def never_worse(world: World) -> None:
    """O que foi oferecido nunca piora."""
    totals = [offer.total for offer in world.conversation().offers if len(offer.installments) == 1]
    world.check(totals, "alguma oferta à vista", made_so_far(world))
    world.check(totals == sorted(totals, reverse=True), "ofertas que só descem", made_so_far(world))


@entao(
    "toda oferta guarda a versão da política",
    "(toda|cada) oferta (guarda|traz|registra|tem) a versão da política",
)
def keeps_version(world: World) -> None:
    """Que política permitiu cada oferta."""
    versions = {offer.policy_version for offer in world.conversation().offers}
    current = world.settings.policy.version
    world.check(
        versions == {current}, f"a versão {current} em todas", f"há {', '.join(versions) or 'nenhuma'}"
    )


def _lowest(world: World) -> Decimal:
    totals = [offer.total for offer in world.conversation().offers]
    world.check(totals, "alguma oferta", "nenhuma oferta foi feita")
    return min(totals)


def _holds(column: str, cell: str, offer: OfferView) -> bool:
    made: dict[str, tuple[str, object]] = {
        "total": ("dinheiro", offer.total),
        "parcelas": ("forma", len(offer.installments)),
        "parcela": ("dinheiro", offer.installments[0].amount),
        "desconto": ("porcento", offer.discount_percent),
        "piso": ("dinheiro", offer.floor),
        "política": ("livre", offer.policy_version),
    }
    kind, value = made[column]
    return value_of(cell, kind) == value


@entao(
    "o Certobot faz uma oferta",
    "<bot> (faz|apresenta|dá) (uma|alguma) (oferta|proposta|contraproposta)",
    "<bot> (oferece|concede|dá)( um| algum|) desconto( maior|)",
)
def some_offer(world: World) -> None:
    """Um valor foi posto na mesa, e dito à pessoa."""
    made = world.conversation().offers
    world.check(made, "uma oferta", "nenhuma oferta foi feita")
    total = format_brl(made[-1].total)
    world.check(any(total in text for text in world.texts), f"uma resposta com a oferta de {total}")


@entao(
    'nenhuma oferta passou de "40%" de desconto',
    "(nenhuma oferta|o desconto|a oferta)( oferecido|) (nunca |não |)(passa|passou|vai além|ultrapassa|"
    "ultrapassou|excede)( de| a| o|) {desconto:porcento}( de desconto|)",
    "<bot> (nunca|não) (dá|oferece|concede) mais (de|do que|que) {desconto:porcento}( de desconto|)",
)
def never_more_discount(world: World, desconto: Decimal) -> None:
    """O maior desconto da conversa toda."""
    given = [offer.discount_percent for offer in world.conversation().offers]
    world.check(given, "alguma oferta", "nenhuma foi feita")
    most = max(given)
    world.check(most <= desconto, f"no máximo {percent_text(desconto)}", f"houve {percent_text(most)}")


@entao(
    'o Certobot oferece uma entrada de "R$ 300,00" e mais "3" parcelas',
    "<bot> (oferece|propõe|aceita|mostra)( uma| a|) entrada de {entrada:dinheiro}"
    "( (e|com|mais|e mais) {parcelas:quantos} (parcelas|vezes|prestações)|)",
)
def down_payment(world: World, entrada: Decimal, parcelas: int | None = None) -> None:
    """A primeira parcela da última oferta e, se quiser, quantas vêm depois dela."""
    made = world.conversation().offers
    world.check(made, f"uma entrada de {format_brl(entrada)}", "nenhuma oferta foi feita")
    first, *others = made[-1].installments
    same = first.amount == entrada and parcelas in {None, len(others)}
    after = f" e mais {parcelas} parcelas" if parcelas is not None else ""
    found = f"a última oferta começa com {format_brl(first.amount)}, e mais {len(others)} parcelas"
    world.check(same, f"uma entrada de {format_brl(entrada)}{after}", found)


@entao(
    "o Certobot não dá desconto",
    "<bot> não (dá|concede|oferece)( nenhum|) desconto( nenhum| algum|)",
)
def no_discount(world: World) -> None:
    """Nenhuma oferta da conversa tem desconto."""
    most = max((offer.discount_percent for offer in world.conversation().offers), default=Decimal(0))
    world.check(most == 0, "nenhum desconto", f"houve um de {percent_text(most)}")

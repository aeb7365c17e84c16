"""O que foi oferecido"""

from datetime import timedelta
from decimal import Decimal

from domain.shared.money import format_brl
from entrypoints.workbench import days
from entrypoints.workbench.offers_made import (
    COLUMNS,
    all_made,
    made_so_far,
    offered,
    percent_text,
    says,
    value_of,
)
from entrypoints.workbench.tables import Table, rows_of
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_OFFERS = (
    "(oferece|mantém|propõe|apresenta|sugere|faz uma (oferta|contraproposta|proposta) de|oferta|repete "
    "a oferta de|repete|chega a|"
    "faz por|"
    "melhora (a oferta |)para|mantém a oferta de|contrapropõe|volta a oferecer)"
)


@entao(
    'o Certobot oferece "R$ 600,00" à vista',
    f"<bot> {_OFFERS} {{total:dinheiro}}( em|) {{forma:forma}}",
    f"<bot> {_OFFERS} {{total:dinheiro}}( em|) {{forma:forma}}( de| de cerca de|,? com parcelas de) "
    f"{{parcela:dinheiro}}",
    f"<bot> {_OFFERS} {{forma:forma}} de {{parcela:dinheiro}}",
    f"<bot> {_OFFERS} {{total:dinheiro}}",
    also=('oferece "R$ 900,00" em "6x" de "R$ 150,00"', 'oferece "6x" de "R$ 150,00"', "oferece R$ 600,00"),
)
def offers(
    world: World, total: Decimal | None = None, forma: int | None = None, parcela: Decimal | None = None
) -> None:
    """Uma oferta, dita à pessoa e guardada."""
    if total is None:
        total = (parcela or Decimal(0)) * (forma or 1)
    offered(world, total, forma)
    if parcela is not None and forma:
        said = f"{forma}x de {format_brl(parcela)}"
        world.check(any(said in text for text in world.texts), f"uma oferta de {said}", made_so_far(world))


@entao(
    'o Certobot oferece parcelar em "12x"',
    "<bot> (oferece|propõe|sugere|aceita)( o pagamento| pagar| parcelar| parcelamento| dividir|) em( "
    "até|) {forma:vezes}",
    "<bot> (oferece|propõe|sugere) {forma:vezes}",
    "<bot> oferece no máximo {forma:vezes}",
)
def offers_count(world: World, forma: int) -> None:
    """Uma oferta neste número de parcelas, de qualquer valor."""
    totals = {offer.total for offer in world.conversation().offers if len(offer.installments) == forma}
    world.check(totals, f"uma oferta em {forma}x", made_so_far(world))
    said = any(f"{forma}x" in text or says(text, total, forma) for text in world.texts for total in totals)
    world.check(said, f"uma resposta com {forma}x", made_so_far(world))


@entao(
    "o Certobot mantém a oferta",
    "<bot> mantém (a|sua|a última|a mesma) (oferta|condição|proposta)( anterior|)",
)
def keeps_offer(world: World) -> None:
    """A última oferta é igual à de antes, e é dita de novo."""
    made = world.conversation().offers
    world.check(made, "uma oferta mantida", "nenhuma oferta foi feita")
    total, count = made[-1].total, len(made[-1].installments)
    offered(world, total, count)
    said_before = any(says(text, total, count) for text in world.earlier_texts)
    world.check(said_before, "a mesma oferta de antes", made_so_far(world))


@entao(
    "o Certobot melhora a oferta",
    "<bot> (melhora|baixa|reduz) (a oferta|o valor|a condição)",
)
def betters_offer(world: World) -> None:
    """A última oferta é menor que a anterior."""
    totals = [offer.total for offer in world.conversation().offers]
    better = len(totals) > 1 and totals[-1] < totals[-2]
    world.check(better, "uma oferta melhor que a anterior", made_so_far(world))


@entao(
    "o Certobot não aceita a proposta",
    "<bot> (não (aceita|topa)|recusa|rejeita)( a| essa| esta|) (proposta|oferta)( dela| dele| da pessoa|)",
)
def refuses_proposal(world: World) -> None:
    """A proposta não vira acordo a confirmar; se há oferta, é outra."""
    phase = world.conversation().phase
    world.check(phase != "agreement", "a proposta recusada", "ela foi aceita, e um sim pedido")


@entao(
    'o Certobot oferece "10%" de desconto',
    "<bot> (oferece|dá|propõe|concede|chega a|mantém)( um desconto de| desconto de|) "
    "{desconto:porcento}( de desconto|)",
    "a (última |)oferta tem {desconto:porcento} de desconto",
    also=('a oferta tem "40%" de desconto',),
)
def offer_discount(world: World, desconto: Decimal) -> None:
    """O desconto da última oferta."""
    made = world.conversation().offers
    world.check(made, f"uma oferta com {percent_text(desconto)} de desconto", "nenhuma oferta foi feita")
    found = made[-1].discount_percent
    world.check(found == desconto, f"{percent_text(desconto)} de desconto", f"foi {percent_text(found)}")


@entao(
    'o Certobot aceita a proposta de "R$ 700,00" à vista',
    "<bot> (aceita|topa|acata|concorda com) (a proposta|a oferta|os|)( dela| dele| da pessoa| de|)( de|"
    ") ?{total:dinheiro}( em|) {forma:forma}",
    "<bot> (aceita|topa|acata|concorda com) (a proposta|a oferta|os|)( dela| dele| da pessoa| de|)( de|"
    ") ?{total:dinheiro}",
    "<bot> (aceita|topa|acata|concorda com)( a proposta| a oferta| a contraproposta|)( dela| dele| da "
    "pessoa|)( na hora|)",
)
def takes_proposal(world: World, total: Decimal | None = None, forma: int | None = None) -> None:
    """A proposta da pessoa cabe na política: é repetida para um sim."""
    if total is not None:
        offered(world, total, forma)
    phase = world.conversation().phase
    world.check(phase == "agreement", "a proposta aceita, e um sim pedido", made_so_far(world))


@entao(
    "o Certobot mostra 3 opções",
    "<bot> (mostra|apresenta|oferece|lista|dá) {opcoes:quantos} (opções|formas de pagar|opção|alternativas)",
)
def shows_options(world: World, opcoes: int) -> None:
    """Formas de pagar lado a lado."""
    shown = sum(line.startswith("•") for text in world.texts for line in text.split("\n"))
    world.check(shown == opcoes, f"{opcoes} opções lado a lado", f"foram {shown}")


@entao(
    "o Certobot mostra as opções:",
    "<bot> (mostra|apresenta|oferece|lista|dá)( estas| as| as seguintes|) (opções|formas de pagar|"
    "ofertas|alternativas)( de pagamento|)",
    table=(("total", "parcelas"), ("R$ 1.080,00", "à vista"), ("R$ 1.080,00", "6x")),
)
def shows_these_options(world: World, table: Table) -> None:
    """As formas de pagar que a resposta traz, cada uma em sua linha."""
    made = world.conversation().offers
    shown = tuple(
        each for each in made if any(says(text, each.total, len(each.installments)) for text in world.texts)
    )
    for row in rows_of(table, COLUMNS, ("total", "parcelas")):
        total, count = value_of(row["total"], "dinheiro"), int(value_of(row["parcelas"], "forma"))
        found = any((each.total, len(each.installments)) == (total, count) for each in shown)
        how = "à vista" if count == 1 else f"em {count}x"
        world.check(found, f"a opção {format_brl(total)} {how}", f"as opções foram {all_made(shown)}")


@entao(
    "a primeira parcela vence em até 10 dias",
    "(a primeira parcela|o primeiro (pagamento|vencimento)|a entrada) (vence|é|fica)( em| para|) (até|no "
    "máximo) {prazo:duracao}",
)
def first_due_within(world: World, prazo: timedelta) -> None:
    """O prazo do primeiro pagamento, na última oferta."""
    made = world.conversation().offers
    world.check(made, "uma oferta", "nenhuma oferta foi feita")
    due, latest = made[-1].installments[0].due_date, world.today + prazo
    world.check(due <= latest, f"o primeiro vencimento até {latest:%d/%m/%Y}", f"é {due:%d/%m/%Y}")


@entao(
    "o primeiro vencimento oferecido é 30/11/2026",
    "o primeiro (vencimento|pagamento) (oferecido|da oferta|proposto) (é|fica para|seria)( em|) {dia:dia}",
    "<bot> (oferece|propõe) (o |)(primeiro |)(vencimento|pagamento) (em|para|até) {dia:dia}",
    "a oferta (vence|vale) (em|até) {dia:dia}",
)
def offered_due(world: World, dia: str) -> None:
    """Quando se começaria a pagar, na última oferta."""
    expected = days.day(dia, world.today)
    offered = world.conversation().offers
    due = offered[-1].installments[0].due_date if offered else None
    found = f"é {due:%d/%m/%Y}" if due else "nenhuma oferta foi feita"
    world.check(due == expected, f"o primeiro vencimento em {expected:%d/%m/%Y}", found)

"""O que foi oferecido"""

from decimal import Decimal

from application.ports.views import OfferView
from domain.shared.money import format_brl
from entrypoints.workbench import days
from entrypoints.workbench.phrase import Phrase
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.tables import Table, rows_of
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_OFFERS = (
    "(oferece|mantém|propõe|apresenta|sugere|faz uma (oferta|contraproposta|proposta) de|oferta|repete "
    "a oferta de|repete|chega a|"
    "faz por|"
    "melhora (a oferta |)para|mantém a oferta de|contrapropõe|volta a oferecer)"
)
_COLUMNS = {
    "total": ("total", "valor", "oferta", "valor total"),
    "parcelas": ("parcelas", "forma", "como", "em", "vezes", "pagamento"),
    "parcela": ("parcela", "valor da parcela", "cada parcela", "de"),
    "desconto": ("desconto",),
    "piso": ("piso", "mínimo"),
    "política": ("política", "versão"),
}


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
    _offered(world, total, forma)
    if parcela is not None and forma:
        said = f"{forma}x de {format_brl(parcela)}"
        world.check(any(said in text for text in world.texts), f"uma oferta de {said}", _made(world))


@entao(
    'o Certobot oferece parcelar em "12x"',
    "<bot> (oferece|propõe|sugere|aceita)( o pagamento| pagar| parcelar| parcelamento| dividir|) em( "
    "até|) {forma:vezes}",
    "<bot> (oferece|propõe|sugere) {forma:vezes}",
)
def offers_count(world: World, forma: int) -> None:
    """Uma oferta neste número de parcelas, de qualquer valor."""
    made = {len(offer.installments) for offer in world.conversation().offers}
    world.check(forma in made, f"uma oferta em {forma}x", _made(world))
    world.check(any(f"{forma}x" in text for text in world.texts), f"uma resposta com {forma}x", _made(world))


@entao(
    "o Certobot mantém a oferta",
    "<bot> mantém (a|sua|a última|a mesma) (oferta|condição|proposta)( anterior|)",
)
def keeps_offer(world: World) -> None:
    """A última oferta é igual à de antes, e é dita de novo."""
    made = world.conversation().offers
    world.check(made, "uma oferta mantida", "nenhuma oferta foi feita")
    total, count = made[-1].total, len(made[-1].installments)
    _offered(world, total, count)
    said_before = any(_says(text, total, count) for text in world.earlier_texts)
    world.check(said_before, "a mesma oferta de antes", _made(world))


@entao(
    "o Certobot melhora a oferta",
    "<bot> (melhora|baixa|reduz) (a oferta|o valor|a condição)",
)
def betters_offer(world: World) -> None:
    """A última oferta é menor que a anterior."""
    totals = [offer.total for offer in world.conversation().offers]
    better = len(totals) > 1 and totals[-1] < totals[-2]
    world.check(better, "uma oferta melhor que a anterior", _made(world))


@entao(
    "o Certobot não aceita a proposta",
    "<bot> (não (aceita|topa)|recusa|rejeita)( a| essa| esta|) (proposta|oferta)( dela| dele| da pessoa|)",
)
def refuses_proposal(world: World) -> None:
    """A proposta não vira acordo a confirmar; se há oferta, é outra."""
    phase = world.conversation().phase
    world.check(phase != "agreement", "a proposta recusada", "ela foi aceita, e um sim pedido")


@entao(
    'o Certobot não oferece "R$ 300,00"',
    "<bot> (não|nunca) (oferece|aceita|propõe|oferta|chega a) {total:dinheiro}( à vista|)",
)
def does_not_offer(world: World, total: Decimal) -> None:
    """Nenhuma oferta deste valor, na conversa toda."""
    totals = {offer.total for offer in world.conversation().offers}
    world.check(total not in totals, f"nenhuma oferta de {format_brl(total)}", _made(world))


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
    world.check(made, f"uma oferta com {_percent(desconto)} de desconto", "nenhuma oferta foi feita")
    found = made[-1].discount_percent
    world.check(found == desconto, f"{_percent(desconto)} de desconto", f"foi {_percent(found)}")


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
        _offered(world, total, forma)
    phase = world.conversation().phase
    world.check(phase == "agreement", "a proposta aceita, e um sim pedido", _made(world))


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
    for row in rows_of(table, _COLUMNS, ("total", "parcelas")):
        _offered(world, _value(row["total"], "dinheiro"), int(_value(row["parcelas"], "forma")))


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
    expected = rows_of(table, _COLUMNS, ("total",))
    made = world.conversation().offers
    same = len(expected) == len(made) and all(
        all(_holds(column, cell, offer) for column, cell in row.items())
        for row, offer in zip(expected, made, strict=True)
    )
    listed = "; ".join(" ".join(row.values()) for row in expected)
    world.check(same, f"as ofertas {listed}", _made(world))


@entao(
    "nenhuma oferta foi feita",
    "<bot> não (oferece|propõe|faz) (nada|valor nenhum|oferta|oferta nenhuma|nenhuma oferta|uma oferta)",
    "nenhuma oferta (foi|é) feita( ainda|)",
    "não (é|foi) feita( nenhuma|) oferta( nenhuma|)",
    "não (há|houve) ofertas?( ainda|)",
)
def no_offer(world: World) -> None:
    """Nenhum valor foi posto na mesa."""
    world.check(not world.conversation().offers, "nenhuma oferta", _made(world))


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
    world.check(same, f"a última oferta de {format_brl(total)}", _made(world))


@entao(
    "cada oferta à vista foi menor que a anterior",
    "cada oferta( à vista|) (foi|é) (igual ou |)(menor|melhor) que a anterior",
    "as ofertas( à vista|) (só descem|nunca pioram|nunca sobem|só melhoram)",
)
def never_worse(world: World) -> None:
    """O que foi oferecido nunca piora."""
    totals = [offer.total for offer in world.conversation().offers if len(offer.installments) == 1]
    world.check(totals == sorted(totals, reverse=True), "ofertas que só descem", _made(world))


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


def _offered(world: World, total: Decimal, installments: int | None) -> None:
    how = {None: "", 1: " à vista"}.get(installments, f" em {installments}x")
    expected = f"uma oferta de {format_brl(total)}{how}"
    said = any(_says(text, total, installments) for text in world.texts)
    world.check(said, expected, _made(world))
    made = {
        (offer.total, None if installments is None else len(offer.installments))
        for offer in world.conversation().offers
    }
    world.check((total, installments) in made, f"{expected}, guardada entre as ofertas", _made(world))


def _says(text: str, total: Decimal, installments: int | None) -> bool:
    how = {None: "", 1: "à vista"}.get(installments, f"{installments}x de R$")
    return any(format_brl(total) in line and how in line for line in text.split("\n"))


def _lowest(world: World) -> Decimal:
    totals = [offer.total for offer in world.conversation().offers]
    world.check(totals, "alguma oferta", "nenhuma oferta foi feita")
    return min(totals)


def _made(world: World) -> str:
    """Return the latest offer as people say it."""
    view = world.latest("ela") if world.people else None
    if view is None or not view.offers:
        return "nenhuma oferta foi feita"
    last, count = view.offers[-1], len(view.offers[-1].installments)
    how = "à vista" if count == 1 else f"em {count}x"
    return f"a última oferta foi de {format_brl(last.total)} {how}"


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
    return _value(cell, kind) == value


def _value(cell: str, kind: str) -> Decimal:
    read = Phrase(f"(em |){{valor:{kind}}}").read(cell)
    if read is None:
        raise Misread(f"na tabela, “{cell}” não se entende; escreva como R$ 900,00, 6x, à vista ou 10%")
    return read["valor"]  # type: ignore[return-value]


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%".replace(".", ",")

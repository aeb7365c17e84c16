"""O que ficou combinado"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.shared.money import format_brl
from entrypoints.workbench import days
from entrypoints.workbench.phrase import Phrase
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.tables import Table, has_header, rows_of
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_COLUMNS = {
    "valor": ("valor", "parcela", "quanto"),
    "vencimento": ("vencimento", "vence em", "quando", "data", "dia"),
    "número": ("número", "nº", "n"),
}


@entao(
    'o acordo é de "R$ 900,00" à vista',
    "o acordo (com {quem:pessoa} |)(é|fica|foi|fecha|foi fechado|ficou|sai|é fechado)( de| em| por|) "
    "{total:dinheiro}( em|) {forma:forma}",
    "o acordo (com {quem:pessoa} |)(é|fica|foi|fecha|foi fechado|ficou|sai|é fechado)( de| em| por|) "
    "{total:dinheiro}( em|) {forma:forma} de {parcela:dinheiro}",
    "o acordo (com {quem:pessoa} |)(é|fica|foi|fecha|foi fechado|ficou|sai|é fechado)( de| em| por|) "
    "{total:dinheiro}",
    "(é fechado|há|existe|fica fechado) (o |um |)acordo( com {quem:pessoa}|)( de| em| por|) "
    "{total:dinheiro}( em|)( {forma:forma}|)",
    "o total( do acordo|) (é|fica)( de| em|) {total:dinheiro}",
    "<bot> (fecha|registra|confirma) (o |um |)acordo( com {quem:pessoa}|)( de| em| por|) "
    "{total:dinheiro}( em|) "
    "{forma:forma}",
    also=('o acordo fica de "R$ 1.000,00" em "3x"',),
)
def agreed(
    world: World,
    total: Decimal,
    forma: int | None = None,
    parcela: Decimal | None = None,
    quem: str = "ela",
) -> None:
    """O total e, se quiser, a forma de pagar."""
    agreement = world.agreement(quem)
    count = len(agreement.installments)
    found = f"foi de {format_brl(agreement.total)} {_how(count)}"
    world.check(
        agreement.total == total and forma in {None, count},
        f"um acordo de {format_brl(total)} {_how(forma)}",
        found,
    )
    if parcela is not None:
        amounts = {each.amount for each in agreement.installments}
        world.check(amounts == {parcela}, f"parcelas de {format_brl(parcela)}", f"são {_amounts(world)}")


@entao(
    "há acordo",
    "(há|existe|foi fechado|fica registrado)( um|) acordo( com {quem:pessoa}|)",
    "o acordo (com {quem:pessoa} |)(está|fica|foi|é) (fechado|registrado|combinado|confirmado)",
)
def some_agreement(world: World, quem: str = "ela") -> None:
    """Um acordo foi fechado."""
    world.agreement(quem)


@entao(
    "não há acordo",
    "(ainda |)não (há|existe|houve)( nenhum|) acordo( ainda| nenhum| algum| com {quem:pessoa}|)",
    "(nenhum acordo|nada) (foi|é|fica) fechado( ainda|)",
)
def no_agreement(world: World, quem: str = "ela") -> None:
    """Nada foi fechado."""
    view = world.conversation(quem)
    if view.agreement_id is not None:
        total = format_brl(world.agreement(quem).total)
        world.check(None, "nenhum acordo", f"há um, de {total}")


@entao(
    "as parcelas são:",
    "as parcelas( do acordo|) são( de| estas| as seguintes|)",
    "o (carnê|parcelamento|plano) é( este|)",
    table=(
        ("valor", "vencimento"),
        ("R$ 333,34", "30/11/2026"),
        ("R$ 333,33", "30/12/2026"),
        ("R$ 333,33", "30/01/2027"),
    ),
)
def schedule(world: World, table: Table) -> None:
    """Cada parcela e seu vencimento; a coluna vencimento pode faltar."""
    titled = table if has_header(table, _COLUMNS) else (("valor", "vencimento")[: len(table[0])], *table)
    rows = rows_of(titled, _COLUMNS, ("valor",))
    expected = [
        (_money(row["valor"]), days.day(row["vencimento"], world.today) if "vencimento" in row else None)
        for row in rows
    ]
    installments = [(each.amount, each.due_date) for each in world.agreement().installments]
    same = len(installments) == len(expected) and all(
        amount == wanted and due in {None, by}
        for (wanted, due), (amount, by) in zip(expected, installments, strict=True)
    )
    world.check(same, f"as parcelas {_listed(expected)}", f"são {_listed(installments)}")


@entao(
    "o acordo tem 3 parcelas",
    "o acordo tem {parcelas:vezes}( de {valor:dinheiro}|)",
    "são {parcelas:vezes}",
)
def counts(world: World, parcelas: int, valor: Decimal | None = None) -> None:
    """Quantas parcelas e, se quiser, de quanto."""
    count = len(world.agreement().installments)
    world.check(count == parcelas, f"{parcelas} parcelas", f"são {count}")
    if valor is not None:
        each_is(world, valor)


@entao(
    'cada parcela é de "R$ 150,00"',
    "(cada parcela|a parcela|toda parcela) (é|fica|sai)( de| em| por|) {valor:dinheiro}",
    "as parcelas são de {valor:dinheiro}",
)
def each_is(world: World, valor: Decimal) -> None:
    """Todas as parcelas iguais."""
    same = all(each.amount == valor for each in world.agreement().installments)
    world.check(same, f"parcelas de {format_brl(valor)}", f"são {_amounts(world)}")


@entao(
    'cada parcela é menor que "R$ 105,00"',
    "(cada|toda) parcela (é|fica) (menor que|de menos de|abaixo de|de até) {valor:dinheiro}",
)
def each_below(world: World, valor: Decimal) -> None:
    """Nenhuma parcela passa deste valor."""
    most = max(each.amount for each in world.agreement().installments)
    world.check(most <= valor, f"parcelas de até {format_brl(valor)}", f"há uma de {format_brl(most)}")


@entao(
    'a primeira parcela é de "R$ 200,00"',
    "a (primeira parcela|entrada) (é|fica|foi)( de|) {valor:dinheiro}",
)
def first_is(world: World, valor: Decimal) -> None:
    """A entrada."""
    found = world.agreement().installments[0].amount
    world.check(found == valor, f"a primeira parcela de {format_brl(valor)}", f"é de {format_brl(found)}")


@entao(
    'as parcelas somam "R$ 900,00"',
    "(as ({parcelas:quantos} |)parcelas somam|a soma das parcelas é( de|)) {total:dinheiro}",
)
def sums(world: World, total: Decimal) -> None:
    """Até o centavo."""
    found = sum((each.amount for each in world.agreement().installments), Decimal(0))
    world.check(found == total, f"parcelas que somam {format_brl(total)}", f"somam {format_brl(found)}")


@entao(
    "o primeiro vencimento é sexta-feira",
    "o (primeiro |)(vencimento|pagamento)( do acordo|) (é|fica|cai|fica para|será)( para| em| no| na|) "
    "{dia:dia}",
    "a primeira parcela (vence|é|fica|cai)( para| em| no| na|) {dia:dia}",
    "o acordo vence (em |no |na |)({dia:dia})",
    also=("o primeiro vencimento é 30/11/2026",),
)
def first_due(world: World, dia: str) -> None:
    """Quando se começa a pagar."""
    expected = days.day(dia, world.today)
    due = world.agreement().installments[0].due_date
    world.check(due == expected, f"o primeiro vencimento em {expected:%d/%m/%Y}", f"é {due:%d/%m/%Y}")


@entao(
    "o último vencimento é 30/01/2027",
    "o último (vencimento|pagamento) (é|fica para|cai)( em|) {dia:dia}",
)
def last_due(world: World, dia: str) -> None:
    """Quando se termina de pagar."""
    due = world.agreement().installments[-1].due_date
    expected = days.day(dia, world.today)
    world.check(due == expected, f"o último vencimento em {expected:%d/%m/%Y}", f"é {due:%d/%m/%Y}")


@entao(
    'o desconto do acordo é de "R$ 100,00"',
    "o (desconto do acordo|desconto) (é|foi|fica)( de|) {desconto:dinheiro}",
    "o acordo (tem|dá) {desconto:dinheiro} de desconto",
)
def forgiven(world: World, desconto: Decimal) -> None:
    """Quanto se deixou de cobrar."""
    given = world.agreement().discount_amount
    world.check(given == desconto, f"{format_brl(desconto)} de desconto", f"foi {format_brl(given)}")


@entao(
    'o desconto do acordo é de "10%"',
    "o desconto( concedido| final|) do acordo (é|foi|fica)( de|) {desconto:porcento}",
    "o acordo (tem|dá) {desconto:porcento} de desconto",
)
def forgiven_percent(world: World, desconto: Decimal) -> None:
    """Quanto se deixou de cobrar, em porcentagem do que se devia."""
    agreement = world.agreement()
    given = agreement.discount_amount / agreement.original_amount * 100
    world.check(round(given, 2) == desconto, f"{desconto}% de desconto", f"foi {round(given, 2)}%")


@entao(
    'a promessa é de "R$ 900,00" para "15/12"',
    "a promessa( de pagamento|) (é|fica)( de|) {valor:dinheiro} (em|até|para)( o dia|) {dia:dia}",
    "a promessa( de pagamento|) (é|fica) (em|até|para)( o dia|) {dia:dia}",
    also=('a promessa é para "15/12"',),
)
def promised(world: World, dia: str, valor: Decimal | None = None) -> None:
    """O que a pessoa disse que vai pagar, e quando."""
    agreement = world.agreement()
    status = agreement.installments[0].status
    world.check(status == "promised", "uma promessa", "o que há é um acordo")
    first_due(world, dia)
    if valor is not None:
        found = f"foi de {format_brl(agreement.total)}"
        world.check(agreement.total == valor, f"uma promessa de {format_brl(valor)}", found)


def _how(count: int | None) -> str:
    return {None: "", 1: "à vista"}.get(count, f"em {count}x")


def _listed(installments: Sequence[tuple[Decimal, date | None]]) -> str:
    return "; ".join(
        format_brl(amount) + (f" em {due:%d/%m/%Y}" if due else "") for amount, due in installments
    )


def _amounts(world: World) -> str:
    return ", ".join(format_brl(each.amount) for each in world.agreement().installments)


def _money(cell: str) -> Decimal:
    read = Phrase("{valor:dinheiro}").read(cell)
    if read is None:
        raise Misread(f"na tabela, “{cell}” não é um valor em reais; escreva como R$ 333,34")
    return read["valor"]  # type: ignore[return-value]

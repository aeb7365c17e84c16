"""Então: o que ficou combinado."""

from decimal import Decimal

from pytest_bdd import then

from domain.shared.money import format_brl
from features.steps import said
from features.steps.phrase import Phrase
from features.steps.world import World


@then(Phrase("o acordo (com {quem:pessoa} |)(é|fica) de {total:dinheiro} {parcelas:forma}"))
@then(Phrase("o acordo (com {quem:pessoa} |)(é|fica) de {total:dinheiro} em {parcelas:vezes}"))
def agreed(world: World, total: Decimal, parcelas: int, quem: str = "ela") -> None:
    """O total e a forma de pagar."""
    agreement = world.agreement(quem)
    count = len(agreement.installments)
    world.check(
        (agreement.total, count) == (total, parcelas),
        f"acordo de {format_brl(total)} em {parcelas}x; foi de {format_brl(agreement.total)} em {count}x",
    )


@then(Phrase("as parcelas são( de|)(:|)"))
def schedule(world: World, datatable: list[list[str]]) -> None:
    """Cada parcela e seu vencimento."""
    expected = [(said.money(value), said.day(due, world.today)) for value, due in datatable]
    agreed = [(each.amount, each.due_date) for each in world.agreement("ela").installments]
    world.check(agreed == expected, f"as parcelas {expected}; foram {agreed}")


@then(Phrase("as parcelas somam {total:dinheiro}"))
def sums(world: World, total: Decimal) -> None:
    """Até o centavo."""
    amount = sum(each.amount for each in world.agreement("ela").installments)
    world.check(amount == total, f"parcelas que somam {format_brl(total)}; somam {amount}")


@then(Phrase("o primeiro (vencimento|pagamento) (é|fica para) {dia:dia}"))
def first_due(world: World, dia: str) -> None:
    """Quando se começa a pagar."""
    expected = said.day(dia, world.today)
    due = world.agreement("ela").installments[0].due_date
    world.check(due == expected, f"primeiro vencimento em {expected:%d/%m/%Y}; é {due:%d/%m/%Y}")


@then(Phrase("o desconto do acordo é de {desconto:dinheiro}"))
def forgiven(world: World, desconto: Decimal) -> None:
    """Quanto se deixou de cobrar."""
    given = world.agreement("ela").discount_amount
    world.check(given == desconto, f"{format_brl(desconto)} de desconto; foi {format_brl(given)}")


@then(Phrase("não há acordo(| ainda| com {quem:pessoa})"))
def no_agreement(world: World, quem: str = "ela") -> None:
    """Nada foi fechado."""
    world.check(world.conversation(quem).agreement_id is None, "nenhum acordo")


@then(Phrase("a promessa é de {valor:dinheiro} (em|até|para) {dia:dia}"))
def promised(world: World, valor: Decimal, dia: str) -> None:
    """O que a pessoa disse que vai pagar, e quando."""
    agreement = world.agreement("ela")
    world.check(agreement.installments[0].status == "promised", "uma promessa, não um acordo")
    first_due(world, dia)
    world.check(agreement.total == valor, f"promessa de {format_brl(valor)}; foi de {agreement.total}")

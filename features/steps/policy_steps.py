"""Dado: o que o credor permite."""

from decimal import Decimal

from pytest_bdd import given

from features.steps.phrase import Phrase
from features.steps.world import World


@given(Phrase("que a política permite até {desconto:porcento} de desconto( à vista|)"))
def most_discount(world: World, desconto: Decimal) -> None:
    """O maior desconto à vista."""
    opening = min(world.policy.opening_discount_percent, desconto)
    world.change_policy(max_discount_percent=desconto, opening_discount_percent=opening)


@given(Phrase("que a política permite até {desconto:porcento} de desconto a partir de {parcelas:vezes}"))
def most_discount_in_installments(world: World, desconto: Decimal, parcelas: int) -> None:
    """O maior desconto de um número de parcelas em diante."""
    steps = (*world.policy.installment_discounts, (parcelas, desconto))
    world.change_policy(installment_discounts=steps)


@given(Phrase("que a política permite até {parcelas:vezes}"))
def most_installments(world: World, parcelas: int) -> None:
    """O maior número de parcelas."""
    world.change_policy(max_installments=parcelas)


@given(Phrase("que a primeira oferta (tem|é de) {desconto:porcento} de desconto"))
def opening_discount(world: World, desconto: Decimal) -> None:
    """Onde a negociação começa."""
    world.change_policy(opening_discount_percent=desconto)


@given(Phrase("que a parcela mínima é (de |){valor:dinheiro}"))
def least_installment(world: World, valor: Decimal) -> None:
    """A menor parcela."""
    world.change_policy(min_installment=valor)


@given(Phrase("que o parcelamento tem juros de {juros:porcento} ao mês"))
def monthly_interest(world: World, juros: Decimal) -> None:
    """Os juros de quem parcela."""
    world.change_policy(monthly_interest_percent=juros)


@given(Phrase("que o primeiro pagamento pode ser em até {dias:quantos} dias"))
def latest_first_payment(world: World, dias: int) -> None:
    """Até quando se pode começar a pagar."""
    world.change_policy(first_due_days=(1, dias))

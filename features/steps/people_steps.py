"""Dado: quem deve, o quê, a quem."""

from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given

from domain.shared.phone import Phone
from features.steps import said
from features.steps.people import cpf_beginning_with, owing
from features.steps.phrase import Phrase
from features.steps.policy_steps import most_discount
from features.steps.world import World


@given(Phrase("que {quem:pessoa} deve {valor:dinheiro}"))
@given(Phrase("que {quem:pessoa} deve {valor:dinheiro} (a|à|para) {credor:texto}"))
@given(Phrase("que {quem:pessoa} deve {valor:dinheiro} (de|do|da) {produto:texto}"))
@given(Phrase("que {quem:pessoa} deve {valor:dinheiro} (de|do|da) {produto:texto} (a|à|para) {credor:texto}"))
def owes(world: World, quem: str, valor: Decimal, produto: str = "", credor: str = "") -> None:
    """Quem deve, quanto, de quê e a quem."""
    world.change_person(
        quem, lambda record: owing(record, amount=valor, description=produto, creditor=credor)
    )


@given(
    Phrase(
        "que {quem:pessoa} deve {valor:dinheiro} "
        "e a política permite até {desconto:porcento} de desconto( à vista|)"
    )
)
def owes_under_a_policy(world: World, quem: str, valor: Decimal, desconto: Decimal) -> None:
    """Quanto deve e até onde se pode descontar."""
    world.change_person(quem, lambda record: owing(record, amount=valor))
    most_discount(world, desconto)


@given(Phrase("que a dívida (de|do|da) {quem:pessoa} venceu em {vencimento:dia}"))
def fell_due(world: World, quem: str, vencimento: str) -> None:
    """Quando a dívida venceu."""
    world.change_person(quem, lambda record: owing(record, due_date=said.day(vencimento, world.today)))


@given(Phrase("que o CPF (de|do|da) {quem:pessoa} começa com {dígitos:texto}"))
def cpf_begins(world: World, quem: str, dígitos: str) -> None:
    """Os três primeiros dígitos do CPF."""
    world.change_person(quem, lambda record: replace(record, cpf=cpf_beginning_with(dígitos)))


@given(Phrase("que o telefone (de|do|da) {quem:pessoa} (é|tem) (do |)DDD {ddd:texto}"))
def phone_in(world: World, quem: str, ddd: str) -> None:
    """O DDD, que diz o fuso horário."""
    world.change_person(
        quem, lambda record: replace(record, phone=Phone.parse(f"55{ddd}{record.phone.digits[4:]}"))
    )

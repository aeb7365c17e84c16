"""Então: o que foi oferecido."""

from decimal import Decimal

from pytest_bdd import then

from domain.shared.money import format_brl
from features.steps.phrase import Phrase
from features.steps.world import World


@then(Phrase("(o Certobot |)(oferece|mantém|propõe) {total:dinheiro} à vista"))
def offers_cash(world: World, total: Decimal) -> None:
    """Uma oferta à vista, dita à pessoa e guardada."""
    _offers(world, total, 1)


@then(Phrase("(o Certobot |)(oferece|mantém|propõe) {total:dinheiro} em {parcelas:vezes}"))
@then(
    Phrase("(o Certobot |)(oferece|mantém|propõe) {total:dinheiro} em {parcelas:vezes} de {parcela:dinheiro}")
)
@then(Phrase("(o Certobot |)(oferece|mantém|propõe) {parcelas:vezes} de {parcela:dinheiro}"))
def offers_installments(
    world: World, parcelas: int, total: Decimal | None = None, parcela: Decimal | None = None
) -> None:
    """Uma oferta parcelada, dita à pessoa e guardada."""
    total = total if total is not None else (parcela or Decimal(0)) * parcelas
    _offers(world, total, parcelas)
    if parcela is not None:
        said = f"{parcelas}x de {format_brl(parcela)}"
        world.check(any(said in text for text in world.texts), f"uma oferta de {said}")


@then(Phrase("(o Certobot |)aceita a proposta de {total:dinheiro} (em |){parcelas:forma}"))
def takes_proposal(world: World, total: Decimal, parcelas: int) -> None:
    """A proposta da pessoa, repetida para um sim."""
    _offers(world, total, parcelas)
    phase = world.conversation("ela").phase
    world.check(phase == "agreement", "a proposta aceita e um sim pedido")


@then(Phrase("(o Certobot |)mostra {opções:quantos} opções"))
def shows_options(world: World, opções: int) -> None:
    """Formas de pagar lado a lado."""
    shown = sum(line.startswith("•") for text in world.texts for line in text.split("\n"))
    world.check(shown == opções, f"{opções} opções lado a lado; foram {shown}")


@then(Phrase("a oferta tem {desconto:porcento} de desconto"))
def offer_discount(world: World, desconto: Decimal) -> None:
    """O desconto da última oferta."""
    last = world.conversation("ela").offers[-1]
    world.check(last.discount_percent == desconto, f"{desconto}% de desconto; foi {last.discount_percent}%")


@then(Phrase("(o Certobot |)não oferece (nada|valor nenhum)"))
@then(Phrase("nenhuma oferta foi feita"))
def no_offer(world: World) -> None:
    """Nenhum valor foi posto na mesa."""
    world.check(not world.conversation("ela").offers, "nenhuma oferta")


@then(Phrase("nenhuma oferta (ficou|fica) abaixo de {piso:dinheiro}"))
def never_below(world: World, piso: Decimal) -> None:
    """O piso, na conversa toda."""
    lowest = _lowest(world)
    world.check(lowest >= piso, f"nada abaixo de {format_brl(piso)}; houve {format_brl(lowest)}")


@then(Phrase("a menor oferta (foi|é) (de |){total:dinheiro}"))
def lowest_offer(world: World, total: Decimal) -> None:
    """Até onde se chegou."""
    lowest = _lowest(world)
    world.check(lowest == total, f"menor oferta de {format_brl(total)}; foi de {format_brl(lowest)}")


@then(Phrase("cada oferta à vista foi (igual ou |)menor que a anterior"))
def never_worse(world: World) -> None:
    """O que foi oferecido nunca piora."""
    totals = [offer.total for offer in world.conversation("ela").offers if len(offer.installments) == 1]
    world.check(totals == sorted(totals, reverse=True), f"ofertas que só descem; foram {totals}")


@then(Phrase("toda oferta guarda a versão da política"))
def keeps_version(world: World) -> None:
    """Que política permitiu cada oferta."""
    offers = world.conversation("ela").offers
    versions = {offer.policy_version for offer in offers}
    world.check(
        versions == {world.policy.version}, f"a versão {world.policy.version} em todas; há {versions}"
    )


def _lowest(world: World) -> Decimal:
    totals = [offer.total for offer in world.conversation("ela").offers]
    world.check(totals, "alguma oferta")
    return min(totals)


def _offers(world: World, total: Decimal, installments: int) -> None:
    how = "à vista" if installments == 1 else f"em {installments}x"
    expected = f"uma oferta de {format_brl(total)} {how}"
    words = (format_brl(total), "à vista" if installments == 1 else f"{installments}x de R$")
    world.check(any(all(word in text for word in words) for text in world.texts), expected)
    made = {(offer.total, len(offer.installments)) for offer in world.conversation("ela").offers}
    world.check((total, installments) in made, f"{expected}, guardada entre as ofertas")

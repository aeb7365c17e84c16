"""Saber com quem se fala, e até onde a conversa já foi"""

from decimal import Decimal

from domain.shared.money import format_brl
from entrypoints.workbench.meeting import meet
from entrypoints.workbench.offers_made import offered
from entrypoints.workbench.problem import Unmet
from entrypoints.workbench.vocabulary import dado, quando
from entrypoints.workbench.world import World

_YES, _TAKE = "sim", "aceito"
_OPTS_OUT, _WRONG_NUMBER = "para de me mandar mensagem", "número errado, não conheço essa pessoa"


@quando(
    "ela informa os dígitos do CPF",
    "{quem:pessoa} (informa|manda|responde|responde com|envia|dá|passa|acerta|digita) (os (três |3 |"
    ")(primeiros |)|)dígitos( certos| corretos|)"
    "( do (seu |)CPF| dela| dele|)( certos| corretos|)",
    "{quem:pessoa} (confirma|comprova|prova) (quem é|a identidade|sua identidade)",
    identity=True,
)
def gives_right_digits(world: World, quem: str) -> None:
    """Os três primeiros dígitos certos."""
    meet(world, quem)
    world.writes(quem, world.person(quem).cpf.digits[:3])


@quando(
    "ela informa 529",
    "{quem:pessoa} (informa|digita|responde|manda|escreve|diz|envia)( os dígitos| o número|) "
    "{digitos:numeros}",
    "{quem:pessoa} (digita|informa)( os dígitos| o CPF|):? {digitos:digitos}",
    identity=True,
)
def gives_digits(world: World, quem: str, digitos: str) -> None:
    """Estes dígitos."""
    meet(world, quem)
    world.writes(quem, digitos)


@quando(
    "ela erra os dígitos do CPF",
    "{quem:pessoa} (informa|manda|responde|dá|digita) (os dígitos|dígitos|o CPF) errad[oa]s?( do CPF|)",
    "{quem:pessoa} erra (os dígitos( do CPF|)|o CPF|a identificação)( uma vez| de novo| outra vez|)",
    "{quem:pessoa} erra (os dígitos( do CPF|)|o CPF|a identificação) {vezes:quantos} vezes",
    also=("ela erra os dígitos do CPF três vezes",),
    identity=True,
)
def gives_wrong_digits(world: World, quem: str, vezes: int = 1) -> None:
    """Dígitos que não são os do CPF, uma ou mais vezes."""
    meet(world, quem)
    for _ in range(vezes):
        world.writes(quem, wrong_digits(world, quem))


@dado(
    "que Maria errou os dígitos do CPF três vezes",
    "<que> {quem:pessoa} <ja>errou (os dígitos( do CPF|)|o CPF)( uma vez|)",
    "<que> {quem:pessoa} <ja>errou (os dígitos( do CPF|)|o CPF) {vezes:quantos} vezes",
    identity=True,
)
def gave_wrong_digits(world: World, quem: str, vezes: int = 1) -> None:
    """As tentativas que já se gastaram."""
    gives_wrong_digits(world, quem, vezes)


@dado(
    "que Maria já confirmou quem é",
    "<que> {quem:pessoa} <ja>(confirmou|provou|comprovou) (quem é|a identidade|sua identidade|que é "
    "ela|que é ele|os dígitos( do CPF|))"
    "( e (já |)recebeu (a primeira|uma) oferta|)",
    "<que> {quem:pessoa} <ja>(se identificou|foi identificad[oa]|está identificad[oa])",
    "<que> (já se sabe que é {quem:pessoa}|a identidade <de> {quem:pessoa} (já |)(está|foi) confirmada)",
    "<que> {quem:pessoa} <ja>recebeu (a primeira|uma|a) oferta",
    "<que> (a conversa (com {quem:pessoa} |)está|{quem:pessoa} está) na fase de negociação",
    identity=True,
)
def verified(world: World, quem: str) -> None:
    """A conversa começou, a identidade foi confirmada e a primeira oferta foi feita."""
    if not world.everything_said_to(quem):
        world.approaches(quem)
    world.writes(quem, "oi")
    world.writes(quem, world.person(quem).cpf.digits[:3])


@dado(
    'que Maria já recebeu a oferta de "R$ 900,00" à vista',
    "<que> {quem:pessoa} <ja>recebeu (a|uma) oferta de {total:dinheiro}( em|)( {forma:forma}|)",
    "<que> o Certobot <ja>ofereceu {total:dinheiro}( em|)( {forma:forma}|) (a|para) {quem:pessoa}",
    identity=True,
)
def was_offered(world: World, quem: str, total: Decimal, forma: int | None = None) -> None:
    """A conversa até a primeira oferta, que tem de ser esta."""
    verified(world, quem)
    offered(world, total, forma)


@dado(
    "que Maria já fechou acordo à vista",
    "<que> {quem:pessoa} <ja>(fechou|fez|tem|aceitou)( um| o|) (acordo|oferta)",
    "<que> {quem:pessoa} <ja>aceitou a( primeira|) oferta",
    "<que> {quem:pessoa} <ja>(fechou|fez|tem|aceitou)( um|) acordo( em|) {parcelas:forma}",
    "<que> {quem:pessoa} <ja>(fechou|fez|tem|aceitou)( um|) acordo de {valor:dinheiro}( em|) "
    "{parcelas:forma}",
    "<que> {quem:pessoa} <ja>(fechou|fez|tem|aceitou)( um|) acordo de {valor:dinheiro}",
    also=("que Maria já fechou acordo em 3x", "que João fechou acordo de R$ 700,00 à vista"),
)
def agreed(world: World, quem: str, parcelas: int = 1, valor: Decimal | None = None) -> None:
    """A conversa inteira até o acordo, como ela costuma ser."""
    verified(world, quem)
    if valor is not None:
        world.writes(quem, f"pago {format_brl(valor)} {'à vista' if parcelas == 1 else f'em {parcelas}x'}")
    else:
        world.writes(quem, _TAKE if parcelas == 1 else f"quero em {parcelas}x")
    world.writes(quem, _YES)
    if world.conversation(quem).agreement_id is None:
        raise Unmet(
            "um acordo fechado antes deste cenário", "o Certobot não fechou o acordo com estas condições"
        )


@quando(
    "Maria fecha acordo em 3x",
    "{quem:pessoa} (fecha|faz)( um| o|) acordo",
    "{quem:pessoa} (fecha|faz)( um|) acordo( em|) {parcelas:forma}",
    "{quem:pessoa} (fecha|faz)( um|) acordo de {valor:dinheiro}( em|) {parcelas:forma}",
    identity=True,
)
def agrees(world: World, quem: str, parcelas: int = 1, valor: Decimal | None = None) -> None:
    """A conversa inteira até o acordo, agora."""
    agreed(world, quem, parcelas, valor)


@dado(
    "que Maria pediu para não receber mais mensagens",
    "<que> {quem:pessoa} <ja>(pediu|mandou) (para |)"
    "(não (receber|ser)( mais|)( mensagens?| procurad[oa]|)( mais|)|parar( de mandar mensagens?| de "
    "escrever|))",
    identity=True,
)
def opted_out(world: World, quem: str) -> None:
    """A pessoa foi procurada e disse que não quer mais mensagens."""
    meet(world, quem)
    world.writes(quem, _OPTS_OUT)


@dado(
    "que quem atende no telefone de Maria disse que é engano",
    "<que> (quem atende no|o dono do) telefone <de> {quem:pessoa} <ja>(disse que é engano|não é (ela|"
    "ele)|disse que não é (ela|ele))",
    "<que> o telefone <de> {quem:pessoa} (está errado|é de outra pessoa)",
    identity=True,
)
def wrong_number(world: World, quem: str) -> None:
    """A primeira mensagem foi parar com outra pessoa, que avisou."""
    meet(world, quem)
    world.writes(quem, _WRONG_NUMBER)


def wrong_digits(world: World, quem: str) -> str:
    """Return three digits that are not the first of the CPF."""
    right = int(world.person(quem).cpf.digits[:3])
    return f"{(right + 111) % 1000:03d}"

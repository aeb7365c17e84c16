"""Então: o que o Certobot responde, e o que ele não diz."""

import re

from pytest_bdd import then

from domain.shared.money import format_brl
from features.steps.meanings import MEANINGS, folded, means
from features.steps.phrase import Phrase
from features.steps.world import World

# The words that would tell a stranger what it is about.
_GIVE_AWAY = (
    "dívida", "débito", "cobrança", "pagamento", "pagar", "boleto", "pix", "acordo", "desconto", "parcela",
    "atraso", "vencid", "vencimento", "saldo", "valor", "R$",
)  # fmt: skip
_PRESSURE = (
    "última chance",
    "último aviso",
    "urgente",
    "imediatamente",
    "só hoje",
    "processo",
    "serasa",
    "spc",
    "negativad",
)


@then(Phrase(f"(o Certobot |){{sentido|{'|'.join(map(re.escape, MEANINGS))}}}"))
def says(world: World, sentido: str) -> None:
    """O sentido do que foi dito, em quaisquer palavras."""
    world.check(any(means(text, sentido) for text in world.texts), f"o Certobot {sentido}")


@then(Phrase(f"(o Certobot |)não {{sentido|{'|'.join(map(re.escape, MEANINGS))}}}"))
def does_not_say(world: World, sentido: str) -> None:
    """O que não foi dito."""
    world.check(not any(means(text, sentido) for text in world.texts), f"o Certobot não {sentido}")


@then(Phrase("(o Certobot |)(responde|diz|escreve) {trecho:texto}"))
@then(Phrase("(a resposta |)(cita|fala em|mostra) {trecho:texto}"))
def says_words(world: World, trecho: str) -> None:
    """Um trecho, palavra por palavra."""
    world.check(any(folded(trecho) in folded(text) for text in world.texts), f"uma resposta com “{trecho}”")


@then(Phrase("(o Certobot |)responde uma (única |)vez( só|)"))
@then(Phrase("(o Certobot |)manda uma mensagem( só|)"))
def answers_once(world: World) -> None:
    """Uma resposta, não importa quantas mensagens chegaram."""
    world.check(len(world.answer) == 1, f"uma resposta só; foram {len(world.answer)}")


@then(Phrase("(o Certobot |)não (responde|escreve)( nada|)"))
def says_nothing(world: World) -> None:
    """Silêncio."""
    world.check(not world.answer, "nenhuma mensagem")


@then(Phrase("(o Certobot |)ainda tem {tentativas:quantos} tentativas?"))
@then(Phrase("resta(m|) {tentativas:quantos} tentativas?"))
def attempts_left(world: World, tentativas: int) -> None:
    """Quantas tentativas sobram."""
    expected = f"mais {tentativas} tentativa"
    world.check(any(expected in folded(text) for text in world.texts), f"“{expected}(s)”")


@then(Phrase("acolhe a dificuldade antes de falar em dinheiro"))
def welcomes_first(world: World) -> None:
    """A pessoa antes do número."""
    text = folded(" ".join(world.texts))
    welcome = re.search(MEANINGS["acolhe a dificuldade"], text)
    amount = text.find("r$")
    world.check(welcome and (amount < 0 or welcome.start() < amount), "o acolhimento antes de qualquer valor")


@then(Phrase("nada do que {quem:pessoa} recebeu dá pista do assunto"))
@then(Phrase("(o Certobot |)não revela nada a {quem:pessoa}"))
def nothing_disclosed(world: World, quem: str) -> None:
    """Nem palavra, nem valor, nem produto, nem mais que o primeiro nome, desde a primeira mensagem."""
    record = world.person(quem)
    secrets = (*_GIVE_AWAY, *record.name.split()[1:], record.cpf.digits, record.cpf.formatted)
    secrets += tuple(each for debt in record.debts for each in (format_brl(debt.amount), debt.description))
    for text in world.everything_said_to(quem):
        leaked = [each for each in secrets if re.search(rf"(?<!\w){re.escape(folded(each))}", folded(text))]
        world.check(not leaked, f"nenhuma pista antes da confirmação; apareceu {leaked} em “{text}”")


@then(Phrase("(em nenhum momento |)(o Certobot |)não pressiona nem ameaça {quem:pessoa}"))
@then(Phrase("em nenhum momento (o Certobot |)pressiona ou ameaça {quem:pessoa}"))
def no_pressure(world: World, quem: str) -> None:
    """Nada de pressa, medo ou vergonha, na conversa toda."""
    for text in world.everything_said_to(quem):
        found = [word for word in _PRESSURE if folded(word) in folded(text)]
        world.check(not found, f"nenhuma pressão; apareceu {found} em “{text}”")

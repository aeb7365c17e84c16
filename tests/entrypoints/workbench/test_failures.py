"""A scenario that should fail does, and says why in words that anybody understands."""

import logging

import pytest

from adapters.llm.rules.voice.narrator import RulesNarrator
from application.compose_turn import ComposeTurn
from entrypoints.workbench.console import failure_text
from entrypoints.workbench.house import House
from entrypoints.workbench.perform import perform
from entrypoints.workbench.problem import Unmet
from entrypoints.workbench.result import Failure
from entrypoints.workbench.vocabulary import Kind, understand
from entrypoints.workbench.world import World
from tests.entrypoints.workbench.conftest import Play

KINDS: dict[str, Kind] = {"Dado": "Dado", "Quando": "Quando", "Então": "Então"}
KNOWN = "Dado que Maria deve R$ 1.000,00\nE que Maria já confirmou quem é\n"


def say(world: World, text: str) -> None:
    """Say one line to a world, with the table below it, if any."""
    line, *below = text.split("\n")
    keyword, _, sentence = line.partition(" ")
    said = understand(sentence, KINDS.get(keyword))
    assert said is not None
    perform(world, said, tuple(tuple(cell.strip() for cell in row.strip(" |").split("|")) for row in below))


@pytest.fixture(scope="module")
def known(house: House) -> World:
    """Maria owes R$ 1.000,00, proved who she is, and was offered R$ 900,00."""
    world = World(house)
    say(world, "Dado que Maria já confirmou quem é")
    return world


def failure(played: Play, lines: str) -> Failure:
    """Play lines that must fail and return why they did."""
    found = played(lines).failure
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "expected", "found"),
    [
        ("Então o Certobot oferece R$ 500,00 à vista", "uma oferta de R$ 500,00 à vista", "R$ 900,00"),
        ("Então o Certobot oferece R$ 900,00 em 3x", "R$ 900,00 em 3x", "R$ 900,00 à vista"),
        ("Então o Certobot pede desculpas", "o Certobot pede desculpas", "conta qual é a dívida"),
        ("Então o Certobot não conta qual é a dívida", "não conta qual é a dívida", "ele disse"),
        ('Então a resposta cita "juros"', "uma resposta com “juros”", ""),
        ('Então a resposta não cita "saldo"', "uma resposta sem “saldo”", "ele disse"),
        ("Então o Certobot cita R$ 123,45", "R$ 123,45", ""),
        ("Então o Certobot não cita valor nenhum", "sem valores", "R$ 900,00"),
        ("Então o Certobot não responde", "nenhuma mensagem", "ele disse"),
        ("Então o Certobot mostra 3 opções", "3 opções", "foram 0"),
        ("Então o Certobot oferece 20% de desconto", "20% de desconto", "foi 10%"),
        ("Então o Certobot aceita a proposta de R$ 900,00", "um sim pedido", "R$ 900,00"),
        ("Então nenhuma oferta foi feita", "nenhuma oferta", "R$ 900,00"),
        ("Então nenhuma oferta ficou abaixo de R$ 950,00", "nada abaixo de R$ 950,00", "R$ 900,00"),
        ("Então a menor oferta foi de R$ 600,00", "R$ 600,00", "R$ 900,00"),
        ("Então o acordo é de R$ 900,00 à vista", "um acordo com Maria", "não há acordo"),
        ("Então o Certobot entrega o boleto e o Pix", "a linha digitável sozinha", ""),
        ("Então o boleto está correto", "um acordo com Maria", "não há acordo"),
        ("Então o PDF tem 1 boleto", "um boleto em PDF", "nenhum arquivo"),
        ("Então a conversa termina com acordo", "a conversa termina com acordo", "continua aberta"),
        ("Então a identidade de Maria está por confirmar", "por confirmar", "fica confirmada"),
        ("Então a conversa está na fase de acordo", "de acordo", "de negociação"),
        ("Então o CRM registra sucesso", "um resultado no CRM", "ainda não recebeu nada"),
        ("Então o CRM é avisado uma única vez", "um aviso ao CRM", "não houve nenhum"),
        ("Então o contato é recusado porque a dívida prescreveu", "a dívida prescreveu", "permitido"),
        ("Então o contato fica para 30/11/2026, às 9:00", "30/11/2026 às 09:00", "saiu na hora"),
        ("Então o Certobot não revela nada a Maria", "nenhuma pista", "saldo"),
        ("Então ainda tem 2 tentativas", "mais 2 tentativa(s)", "não fala de tentativas"),
        ("Então o primeiro vencimento oferecido é 30/11/2026", "30/11/2026", "27/11/2026"),
        ("Então as ofertas foram:\n  | total |\n  | R$ 800,00 |", "as ofertas R$ 800,00", "foram R$ 900,00"),
        (
            "Então o Certobot mostra as opções:\n  | total | parcelas |\n  | R$ 1,00 | 3x |",
            "a opção R$ 1,00 em 3x",
            "as opções foram R$ 900,00 à vista (10%)",
        ),
    ],
)  # fmt: skip
def test_what_did_not_happen_is_said_with_what_did(
    known: World, line: str, expected: str, found: str
) -> None:
    with pytest.raises(Unmet) as unmet:
        say(known, line)

    assert expected in unmet.value.expected
    assert found in unmet.value.found


def test_a_row_of_a_conversation_that_fails_is_named(played: Play) -> None:
    rows = "  | quem | mensagem |\n  | Maria | aceito |\n  | Certobot | pede desculpas |"
    why = failure(played, f"{KNOWN}Quando acontece a conversa:\n{rows}")

    assert why.expected == "na linha 2 da conversa (“Certobot: pede desculpas”), o Certobot pede desculpas"
    assert (why.line, "Maria" in why.said[0]) == (5, True)


def test_an_agreement_on_other_terms_is_said_with_its_own(house: House) -> None:
    world = World(house)
    say(world, "Dado que Maria já fechou acordo em 3x")
    wrong = {
        "Então o acordo é de R$ 900,00 à vista": "foi de R$ 900,00 em 3x",
        "Então o primeiro vencimento é 30/11/2026": "é 27/11/2026",
        "Então as parcelas somam R$ 901,00": "somam R$ 900,00",
        "Então as parcelas são:\n  | R$ 900,00 | 30/11/2026 |": "R$ 300,00 em 27/11/2026",
        "Então o boleto é de R$ 900,00": "é de R$ 300,00",
        "Então o PDF tem 1 boleto": "são 3",
        "Então o CRM registra insucesso": "o CRM registrou sucesso",
        'Então o CRM recebe a anotação "chorou"': "há “Acordo confirmado",
        "Então não há acordo": "há um, de R$ 900,00",
        "Então cada boleto é de R$ 900,00": "há um de R$ 300,00",
        "Então a terceira parcela está paga": "está em aberto",
        "Então todas as parcelas estão pagas": "a parcela 1 está em aberto, a parcela 2 está em aberto",
        "Então a parcela 9 está paga": "o acordo tem 3",
        "Então as parcelas são:\n  | valor |\n  | R$ 900,00 |": "R$ 300,00 em 27/11/2026; R$ 300,00",
        "Então o acordo tem 20% de desconto": "foi 10",
    }

    for line, found in wrong.items():
        with pytest.raises(Unmet) as unmet:
            say(world, line)
        assert found in unmet.value.found, line


def test_a_boleto_is_the_same_whatever_is_said_after_it(house: House) -> None:
    world = World(house)
    for line in ("Dado que Maria já fechou acordo à vista", "Quando ela agradece"):
        say(world, line)

    for line in (
        "Então o boleto é de R$ 900,00",
        "Então o boleto vence em 27/11",
        "Então o Pix está correto",
    ):
        say(world, line)
    with pytest.raises(Unmet, match="linha digitável"):
        say(world, "Então o Certobot entrega o boleto e o Pix")


def test_instalments_of_two_amounts_are_one_offer(house: House) -> None:
    world = World(house)
    lines = (
        "Dado que Maria deve R$ 1.000,00",
        "Dado que os juros do parcelamento são de 2% ao mês",
        "Dado que Maria já confirmou quem é",
        "Quando ela pede em 6x",
        "Então o Certobot oferece parcelar em 6x",
        "Então o Certobot oferece R$ 964,04 em 6x",
    )
    for line in lines:
        say(world, line)
    assert any("2x de" in text and "4x de" in text for text in world.texts)
    with pytest.raises(Unmet):
        say(world, "Então o Certobot oferece R$ 964,04 em 4x")


def test_a_contact_that_waits_is_not_refused(house: House) -> None:
    world = World(house)
    for line in ("Dado que hoje é domingo, às 10:00", "Quando o Certobot procura Maria"):
        say(world, line)
    say(world, "Então a primeira mensagem não sai na hora")

    with pytest.raises(Unmet) as unmet:
        say(world, "Então o contato é recusado")
    assert unmet.value.found == "o contato foi permitido, e ficou para 30/11/2026 às 09:00 em São Paulo"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (f"{KNOWN}Quando ela aceita\nE chega 20/11/2026, às 10:00", "não anda para trás"),
        (f"{KNOWN}Quando ela manda um elefante", "não sei mandar “elefante”"),
        (f"{KNOWN}Quando acontece a conversa:", "falta tabela"),
        (f"{KNOWN}Quando ela aceita\n  | sim |", "não leva tabela"),
        ("Dados os devedores:\n  | nome | cor |\n  | Ana | azul |", "não tem coluna “cor”; as colunas"),
        ("Dados os devedores:\n  | nome | deve |\n  | Ana | muito |", "“muito” não é um valor em reais"),
        ("Dada a política:\n  | cor | azul |", "a política não tem “cor”; há desconto maximo"),
        ("Dado que a empatia é infinita", "a empatia é alta, média ou baixa"),
        ("Dado que Maria mora em Nárnia", "não conheço a cidade ou o estado “Nárnia”"),
        ("Dado que o pagamento mínimo é R$ 0,00", "maior que zero"),
        ("Dado que o desconto máximo é de 140%", "o desconto máximo não pode ser 140: de 0 a 99"),
        ("Dado que a multa por atraso é de 10%", "CDC"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_explained(played: Play, lines: str, found: str) -> None:
    assert found in failure(played, lines).found


def test_an_error_inside_certobot_is_called_one_without_a_trace(
    played: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("segredo")

    monkeypatch.setattr(ComposeTurn, "__call__", breaks)
    why = failure(played, KNOWN)

    assert why.expected == "nenhum erro do Certobot"
    assert "segredo" not in why.found


def test_an_error_that_certobot_only_logged_fails_too(
    played: Play, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrator = house.base.narrator()
    assert isinstance(narrator, RulesNarrator)
    phrase = type(narrator).phrase

    async def logs(self: RulesNarrator, *arguments: object, **named: object) -> object:
        logging.getLogger("certobot").error("engolido", exc_info=KeyError("segredo"))
        return await phrase(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(RulesNarrator, "phrase", logs)
    why = failure(played, KNOWN)

    assert (why.expected, "KeyError" in why.found) == ("nenhum erro do Certobot", True)


def test_the_text_of_a_failure_is_portuguese_and_points_to_the_line(played: Play) -> None:
    text = failure_text(played(f"{KNOWN}Então o Certobot oferece R$ 500,00 à vista"))

    assert "meu.feature, linha 5: Então o Certobot oferece R$ 500,00 à vista" in text
    assert "Esperado: uma oferta de R$ 500,00 à vista\nEm vez disso: a última oferta foi de R$ 900,00" in text
    assert "O Certobot disse:\n  │ " in text
    assert not [word for word in ("Traceback", "assert", "Error", "None") if word in text]


def test_lines_after_the_one_that_fails_are_not_played(played: Play) -> None:
    done = played(f"{KNOWN}Então não há acordo\nE o Certobot oferece R$ 1,00\nQuando ela aceita")

    assert done.statuses == ("passou", "passou", "passou", "falhou", "não rodou")

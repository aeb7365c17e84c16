"""What stakeholders write in their own words means a sentence of the vocabulary, never less than it."""

import re
import tomllib
from importlib.resources import files

import pytest

from entrypoints.workbench.dialogue import understood
from entrypoints.workbench.vocabulary import Kind
from tests.entrypoints.workbench.conftest import Play

_ROWS = tomllib.loads(files("entrypoints.workbench").joinpath("maneiras.toml").read_text("utf-8"))["maneira"]
_SAMPLES = {
    "pessoa": "Maria", "dinheiro": "R$ 900,00", "porcento": "10%", "forma": "3x", "vezes": "3x",
    "quantos": "2", "dia": "10/12", "hora": "9:30", "livre": "quitado", "duracao": "2 dias",
}  # fmt: skip


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["quer_dizer"])
def test_every_other_way_means_a_sentence_and_keeps_its_values(row: dict[str, str]) -> None:
    kinds = dict(re.findall(r"\{(\w+):(\w+)\}", " ".join(row["diz"]))) | {"como": "forma"}
    values = {place: _SAMPLES[kind] for place, kind in kinds.items()} | {"resultado": "sucesso"}

    assert understood(row["quer_dizer"].format(**values), row["em"]) is not None  # type: ignore[arg-type]
    told = {place for place, kind in kinds.items() if kind not in {"pessoa", "duracao"} and place != "como"}
    assert told <= set(re.findall(r"\{(\w+)\}", row["quer_dizer"]))


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("Dado", "que a cliente Joana tem uma dívida de R$ 2.300,00 no cartão, vencida há 4 meses"),
        ("Dado", "que ela já recebeu a oferta de R$ 2.070,00 à vista"),
        ("Dado", "que Bruna fez um acordo de 3 parcelas"),
        ("Dado", "que Maria fechou acordo à vista de R$ 900,00"),
        ("Dado", "que o telefone de Maria é atendido pelo filho dela"),
        ("Dado", "que Pedro deve R$ 700,00 desde janeiro de 2020"),
        ("Dado", "que Pedro ainda não se identificou"),
        ("Dado", "que a política cobra multa de 2% e juros de 1% ao mês"),
        ("Dado", "que o CRM está indisponível"),
        ("Dado", "que Raimundo mora em Rio Branco e deve R$ 800,00"),
        ("Dado", "que são 9h30 em Brasília"),
        ("Quando", "ele reclama do preço de novo"),
        ("Quando", "faltam 2 dias para o vencimento"),
        ("Quando", "a primeira parcela vence e ela não paga"),
        ("Quando", 'o filho responde "quem é? minha mãe não está"'),
        ("Quando", "a cobrança de Maria é disparada"),
        ("Quando", "o Certobot tenta procurar Pedro"),
        ("Quando", "ela fecha o acordo à vista"),
        ("Quando", 'ela manda "oi", "tudo bem?" e "quanto eu devo?" seguidas'),
        ("Quando", 'a mensagem "aceito" chega duas vezes'),
        ("Quando", "Maria manda um áudio de 30 segundos"),
        ("Então", "a conversa é encerrada por falta de resposta"),
        ("Então", "o CRM é informado de que não houve acordo"),
        ("Então", "pede a confirmação do cliente"),
        ("Então", "o boleto de R$ 1.000,00 é enviado"),
        ("Então", "o desconto sobe para 25%"),
        ("Então", "a oferta nunca passa de 40% de desconto"),
        ("Então", "o Certobot propõe entrada de R$ 300,00 e mais 3 parcelas"),
        ("Então", "a primeira parcela vence em até 10 dias"),
        ("Então", "as outras duas parcelas continuam em aberto"),
        ("Então", "não menciona o nome da loja nem valores"),
        ("Então", "o contato é bloqueado por prescrição"),
        ("Então", "Pedro não pode ser contatado"),
        ("Então", "o Certobot diz que não confere e que restam 2 tentativas"),
        ("Então", "a conversa é encerrada sem revelar a dívida"),
        ("Então", "o boleto informa a multa de 2% e os juros de 1% ao mês"),
        ("Então", "o boleto mostra o CNPJ e o endereço do credor"),
        ("Então", "o Certobot se identifica como assistente virtual"),
        ("Então", "informa como verificar a autenticidade do contato"),
        ("Então", "o CRM recebe um acordo de R$ 900,00 em 1 parcela"),
        ("Então", "o Certobot explica que não consegue ouvir áudio"),
        ("Então", "a mensagem só sai às 11h de Brasília"),
    ],
)
def test_what_people_of_four_trades_wrote_is_understood(kind: Kind, written: str) -> None:
    assert understood(written, kind) is not None


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("Então o desconto sobe para 25%", "foi 10%"),
        ("Então a oferta nunca passa de 5% de desconto", "houve 10%"),
        ("Então o Certobot propõe entrada de R$ 300,00 e mais 3 parcelas", "e mais 0 parcelas"),
        ("Então a primeira parcela vence em até 2 dias", "é 27/11/2026"),
        ("Então o Certobot não menciona o nome da loja", "Lojas Aurora"),
        ("Então Maria não pode ser contatada", "o contato foi permitido"),
        ("Quando ela aceita\nE ela confirma\nEntão o boleto mostra a multa de 5%", "não está na página"),
        ("Quando ela aceita\nE ela confirma\nEntão o boleto de R$ 800,00 é enviado", "R$ 900,00"),
        ("Quando ela fecha acordo em 3x\nEntão as outras duas parcelas estão pagas", "são 0"),
        ("Quando ela fecha acordo em 3x\nE passa o vencimento\nEntão o Certobot avisa do atraso", "nada foi"),
        ("Quando ela fecha acordo em 3x\nEntão o CRM recebe um acordo de R$ 1,00", "R$ 900"),
    ],
)  # fmt: skip
def test_each_can_fail_and_says_what_was_found(played: Play, lines: str, found: str) -> None:
    known = "Dado que Maria deve R$ 1.000,00\nQuando o Certobot conversa com ela\n"
    failure = played(f"{known}{lines}").failure

    assert failure is not None
    assert found in failure.found


def test_two_debts_in_one_line_are_two() -> None:
    one = understood("que Maria deve R$ 500,00 do cartão e R$ 300,00 do carnê", "Dado")

    assert one is not None
    assert (one.values["produto"], one.values["outra"]) == ("cartão", "carnê")


def test_several_messages_arrive_as_they_were_written(played: Play) -> None:
    done = played(
        'Dado que Maria deve R$ 1.000,00\nQuando ela manda "oi", "tudo bem?" e "quanto eu devo?" seguidas\n'
        "Então o Certobot responde uma única vez\nE informa que ela deve R$ 1.000,00"
    )

    assert done.failure is None
    assert [each.text for each in done.bubbles if each.who == "pessoa"][-3:] == [
        "oi", "tudo bem?", "quanto eu devo?",
    ]  # fmt: skip

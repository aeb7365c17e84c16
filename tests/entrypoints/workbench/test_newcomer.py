"""What a newcomer writes, and gets wrong, is understood or explained: names, places, payments, tone."""

import pytest

from entrypoints.workbench import places
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.result import Failure
from tests.entrypoints.workbench.conftest import Play

MARIA = "Dado que Maria deve R$ 1.000,00\n"
AGREED = f"{MARIA}E que ela fechou acordo em 3x\n"


def failure(played: Play, lines: str) -> Failure:
    """Play lines that must fail and return why they did."""
    found = played(lines).failure
    assert found is not None
    return found


def test_a_misspelt_name_is_nobody_new(played: Play) -> None:
    said = "“Mraia” não apareceu antes neste cenário; você quis dizer “Maria”?"

    assert failure(played, f'{MARIA}Quando Mraia escreve "oi"').found.startswith(said)
    assert failure(played, f"{MARIA}E que o CPF de Mraia começa com 311").found.startswith(said)
    rows = "  | Maria | oi |\n  | Certobot | cumprimenta |\n  | Mraia | 529 |"
    assert failure(played, f"{MARIA}Quando acontece a conversa:\n{rows}").found.startswith(said)


def test_nothing_is_true_of_somebody_who_never_appeared(played: Play) -> None:
    why = failure(played, f"{MARIA}Quando ela aceita\nEntão o Certobot não revela nada a Carlos")

    assert why.found == "“Carlos” não apareceu antes neste cenário; até aqui o cenário só fala de Maria"


@pytest.mark.parametrize(
    "lines",
    [
        'E que Mario deve R$ 500,00\nQuando Mario escreve "oi"\nEntão o Certobot cumprimenta',
        'Quando João escreve por conta própria "oi"\nEntão o Certobot cumprimenta',
        'Quando MARIA escreve "oi"\nEntão o Certobot cumprimenta Maria',
    ],
)
def test_people_are_new_on_purpose_or_by_names_of_their_own(played: Play, lines: str) -> None:
    assert played(f"{MARIA}{lines}").passed


@pytest.mark.parametrize("asked", ['ela escreve "oi"', "o Certobot procura Maria\nEntão o Certobot responde"])
def test_a_ddd_that_does_not_exist_is_the_reason(played: Play, asked: str) -> None:
    why = failure(played, f"{MARIA}E que o telefone de Maria é do DDD 20\nQuando {asked}")

    assert why.found.startswith("o contato com Maria foi recusado: ")
    assert why.found.endswith("(o DDD 20 não existe)")


def test_a_refused_phone_can_be_what_a_scenario_is_about(played: Play) -> None:
    lines = "E que o telefone de Maria é do DDD 20\nQuando o Certobot procura Maria\n"

    assert played(f"{MARIA}{lines}Então o contato é recusado porque o DDD não existe").passed
    why = failure(played, f"{MARIA}{lines}Então o contato é recusado porque a dívida prescreveu")
    assert "o DDD 20 não existe" in why.found


def test_silence_out_of_hours_is_explained(played: Play) -> None:
    why = failure(
        played,
        f"{MARIA}E que hoje é sábado\nQuando o Certobot procura Maria\nEntão o Certobot cumprimenta",
    )

    assert why.found == "a primeira mensagem ficou para 30/11/2026 às 09:00"


@pytest.mark.parametrize(
    ("holiday", "campineira", "paulistano"),
    [
        ("hoje é feriado municipal em Campinas", "fica para 24/11, às 9:00", "sai na hora"),
        ("hoje é feriado no DDD 19", "fica para 24/11, às 9:00", "sai na hora"),
        ("hoje é feriado municipal em São Paulo", "sai na hora", "fica para 24/11, às 9:00"),
        ("hoje é feriado em São Paulo", "fica para 24/11, às 9:00", "fica para 24/11, às 9:00"),
        ("hoje é feriado", "fica para 24/11, às 9:00", "fica para 24/11, às 9:00"),
        ("amanhã é feriado", "sai na hora", "sai na hora"),
    ],
)
def test_a_local_holiday_holds_where_it_is_one(
    played: Play, holiday: str, campineira: str, paulistano: str
) -> None:
    done = played(
        f"{MARIA}E que ela mora em Campinas\nE que João deve R$ 500,00\nE que {holiday}\n"
        f"Quando o Certobot procura Maria\nEntão a primeira mensagem {campineira}\n"
        f"Quando o Certobot procura João\nEntão a primeira mensagem {paulistano}"
    )

    assert done.failure is None


def test_a_day_is_counted_from_the_day_on_which_the_scenario_begins(played: Play) -> None:
    done = played(
        "Dado que hoje é 07/12/2026, às 19:00\nE que Maria deve R$ 1.000,00\nE que amanhã é feriado\n"
        "Quando o Certobot procura Maria\nEntão a primeira mensagem fica para 09/12/2026, às 9:00"
    )

    assert done.failure is None


def test_a_city_is_found_by_its_name() -> None:
    asked = ("Campinas", "belém", "Bonito - MS", "Bonito/PE", "Brasília")
    assert [(places.city(name).uf, places.city(name).area_code) for name in asked] == [
        ("SP", "19"), ("PA", "91"), ("MS", "67"), ("PE", "81"), ("DF", "61"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"), [("Bonito", "há mais de uma “Bonito”"), ("Nárnia", "não conheço a cidade")]
)
def test_a_city_that_is_none_or_several_is_explained(name: str, said: str) -> None:
    with pytest.raises(Misread, match=said):
        places.city(name)


@pytest.mark.parametrize(
    "paid",
    [
        "ela paga o boleto",
        "o devedor paga a primeira parcela",
        "Maria paga o Pix",
        "ela paga a primeira parcela por Pix",
        "a devedora paga a parcela 1 com 3 dias de atraso",
        "ela paga uma parcela",
        "ela paga o boleto da primeira parcela com 2 dias de atraso",
    ],
)
def test_a_payment_needs_no_amount(played: Play, paid: str) -> None:
    done = played(f"{AGREED}Quando {paid}\nEntão a primeira parcela está paga\nE faltam R$ 600,00 do acordo")

    assert done.failure is None


def test_what_is_paid_late_costs_more(played: Play) -> None:
    done = played(f"{AGREED}Quando ela paga o boleto com 3 dias de atraso")

    # R$ 300,00, 2 % of fine and 1 % a month for 3 days, cut at the cent.
    assert done.failure is None
    assert "Chega um pagamento de R$ 306,30." in [bubble.text for bubble in done.bubbles]


@pytest.mark.parametrize(
    ("lines", "expected", "found"),
    [
        (f"{MARIA}Quando ela cumprimenta\nE ela paga o boleto", "um acordo com Maria", "não há acordo"),
        (
            f"{AGREED}Quando ela paga a primeira parcela\nE ela paga o boleto da primeira parcela",
            "uma parcela a pagar",
            "a parcela 1 já está paga",
        ),
        (
            f"{AGREED}Quando ela quita o acordo\nE ela paga o boleto",
            "uma parcela a pagar",
            "todas já estão pagas",
        ),
        (f"{AGREED}Quando ela paga o boleto da parcela 9", "uma parcela 9", "o acordo tem 3"),
        (
            f"{AGREED}Quando ela não paga a primeira parcela\nEntão o acordo está valendo",
            "valendo",
            "quebrado",
        ),
    ],
)
def test_a_payment_that_cannot_be_made_is_explained(
    played: Play, lines: str, expected: str, found: str
) -> None:
    why = failure(played, lines)

    assert expected in why.expected
    assert found in why.found


def opening(empathy: str, tone: str) -> str:
    """Return a scenario in which the answer to a debtor who proved who she is has this tone."""
    return (
        f"{MARIA}E que a empatia é {empathy}\nQuando o Certobot procura Maria\n"
        f"E ela informa os dígitos do CPF\nEntão o tom é {tone}"
    )


@pytest.mark.parametrize("tone", ["gentil", "empático", "acolhedor"])
def test_high_empathy_is_heard(played: Play, tone: str) -> None:
    assert played(opening("alta", tone)).passed


def test_low_empathy_is_kind_and_plain_but_not_warm(played: Play) -> None:
    assert played(opening("baixa", "gentil")).passed
    assert played(opening("baixa", "direto")).passed
    why = failure(played, opening("baixa", "empático"))
    assert why.expected.startswith("um tom empático")
    assert why.found == "a resposta só traz os fatos"


def test_nobody_has_a_tone_in_silence(played: Play) -> None:
    why = failure(
        played, f"{MARIA}E que hoje é sábado\nQuando o Certobot procura Maria\nEntão o tom é gentil"
    )
    assert (why.expected, why.found) == ("uma resposta", "a primeira mensagem ficou para 30/11/2026 às 09:00")


def test_pressing_somebody_is_not_what_is_expected_of_certobot(played: Play) -> None:
    assert played(f"{MARIA}Quando ela aceita\nEntão o Certobot não pressiona Maria").passed
    why = failure(played, f"{MARIA}Quando ela aceita\nEntão o Certobot pressiona Maria")
    assert why.expected == "uma frase conhecida"

"""A file that cannot be played says which line is wrong and what to write instead."""

from pathlib import Path

import pytest

from entrypoints.workbench.selection import find
from tests.entrypoints.workbench.conftest import Write

HEAD = "Funcionalidade: f\n"
ONE = f"{HEAD}  Cenário: um\n"
NINE = "    Dado que é 9h\n"
DEBTORS = f"{ONE}    Dados os devedores:\n"
TWICE = f"{HEAD}  Contexto:\n{NINE}  Contexto:\n{NINE}  Cenário: um\n{NINE}"
TALK = "Quando acontece a conversa:\n      "


@pytest.mark.parametrize(
    ("text", "line", "what", "fix"),
    [
        (f"{HEAD}  Cenário um\n    Dado que Maria deve R$ 1,00\n", 2, "Falta o dois-pontos", "“Cenário: um”"),
        (f"{HEAD}  cenário: um\n    Dado que Maria deve R$ 1,00\n", 2, "de outro jeito", "“Cenário: um”"),
        (f'{ONE}    Quado ela escreve "oi"\n', 3, "“Quado” parece “Quando”", "Quando ela escreve"),
        (f"{ONE}    Dado: que Maria deve R$ 1,00\n", 3, "não leva dois-pontos", "“Dado que"),
        (f'{ONE}{NINE}    ela diz "oi"\n', 4, "Não entendo", "começa com Dado"),
        ("Feature: f\n  Scenario: um\n    Given a\n", 1, "está em inglês", "“Funcionalidade: f”"),
        ("Cenário: um\n  Dado que é 9h\n", 1, "vem antes de “Funcionalidade", "a primeira linha"),
        (f"{ONE}{NINE}Funcionalidade: g\n", 4, "mais de uma", "em um arquivo"),
        (f"{DEBTORS}      | nome | deve |\n      | Ana |\n", 5, "tem 1 coluna;", "com |"),
        (f"{DEBTORS}      | nome\n", 4, "não termina com |", "feche cada linha"),
        (f"{DEBTORS}      nome | deve\n", 4, "está aberta", "| nome | deve |"),
        (f'{ONE}    Quando Ana escreve:\n      """\n      oi\n', 4, "aspas triplas", '"""'),
        (f"{ONE}", 2, "está vazio", "Dado, Quando e Então"),
        (f"{HEAD}  Esquema do Cenário: um\n    Dado que é <hora>\n", 2, "não tem exemplos", "Exemplos:"),
        (TWICE, 4, "uma vez só", "logo abaixo"),
        (f"{HEAD}  @com espaço\n  Cenário: um\n    Dado que é 9h\n", 2, "Etiqueta com espaço", "@etiqueta"),
        ("# language: klingon\nFuncionalidade: f\n", 1, "Idioma desconhecido", "# language: pt"),
        ("", 1, "não tem cenários", "--new"),
        (HEAD, 1, "não tem cenários", "Cenário:"),
    ],
)  # fmt: skip
def test_an_error_of_grammar_shows_its_line_and_the_fix(
    write: Write, text: str, line: int, what: str, fix: str
) -> None:
    (problem,) = find([write(text)]).problems

    assert problem.line == line
    assert what in problem.what
    assert fix in problem.fix


def test_portuguese_needs_no_header_and_any_of_its_names_will_do(write: Write) -> None:
    for header in ("", "# language: pt\n", "# language: pt-BR\n", "\ufeff# language: pt\n"):
        read = find([write(f"{header}{ONE}    Dado que Maria deve R$ 1,00\n")])
        assert (len(read.cases), read.problems) == (1, ())


def test_a_file_in_another_encoding_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "velho.feature"
    path.write_bytes(f"{HEAD}  Cenário: ação\n".encode("latin-1"))

    (problem,) = find([path]).problems
    assert "UTF-8" in problem.what


def test_everything_that_the_grammar_allows_is_read(write: Write) -> None:
    read = find(
        [
            write("""\
            @todos
            Funcionalidade: f
              Descrição em prosa.

              Contexto:
                Dado que Maria deve R$ 1.000,00

              Regra: ninguém espera
                Contexto:
                  Dado que o Certobot procurou Maria

                @rapido
                Esquema do Cenário: espera de <tempo>
                  Quando passam <tempo>
                  # um comentário
                  Então o Certobot não responde
                  Mas a conversa continua aberta

                  @curtos
                  Exemplos:
                    | tempo      |
                    | 1 minuto   |
                    | 2 minutos  |

              Cenário: igual
                * Maria escreve "oi"
              Cenário: igual
                Quando ela escreve "oi"
            """)
        ]
    )

    assert read.problems == ()
    assert [case.title for case in read.cases] == [
        "espera de 1 minuto",
        "espera de 2 minutos",
        "igual",
        "igual",
    ]
    assert read.cases[0].tags == {"todos", "rapido", "curtos"}
    assert (read.cases[0].rule, len(read.cases[0].lines)) == ("ninguém espera", 5)


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ('Quando ela escrevinha "oi"', "ela escreve"),
        ("Então o Certobot ofertará R$ 600,00 à vista", 'o Certobot oferece "R$ 600,00" à vista'),
        ("Dado que a Maria é devedora de R$ 1.000,00", "deve"),
        ("Então o boleto chega certinho", "o boleto está correto"),
        (
            "Então o Certobot pede por gentileza os dígitos do CPF dela",
            "pede os três primeiros dígitos do CPF",
        ),
    ],
)
def test_an_unknown_sentence_is_shown_with_the_closest_known_ones(write: Write, line: str, near: str) -> None:
    (problem,) = find([write(f"{ONE}    Dado que Maria deve R$ 1,00\n    {line}\n")]).problems

    assert (problem.line, "Não conheço a frase" in problem.what) == (4, True)
    assert any(near in each for each in problem.closest)
    assert "--vocabulary" in problem.fix


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        ('Quando ela escreve "oi"', 3, "fala de alguém sem dizer quem"),
        ("Dado que hoje é 31/02/2026", 3, "não existe no calendário"),
        ("Dado que Maria deve R$ 1.0,00", 3, "não é um valor em reais"),
        ("Dado que hoje é 10/12, às 25:00", 3, "não é uma hora"),
        ('Quando Maria escreve "<valor>"', 3, "não tem valor"),
        (
            f"{TALK}| quem | mensagem |\n      | Ana | oi |\n      | Certobot | samba |",
            6,
            "não conheço “samba” como resposta do Certobot",
        ),
        (f"{TALK}| a | b | c |\n      | Ana | oi | x |", 3, "quem e mensagem"),
        (f"{TALK}| tempo | um tempinho |", 4, "não é um tempo"),
    ],
)
def test_what_cannot_be_understood_is_found_without_playing(
    write: Write, lines: str, line: int, what: str
) -> None:
    (problem,) = find([write(f"{ONE}    {lines}\n")]).problems

    assert what in problem.what
    assert problem.line == line

"""A business person adds a persona by writing a file; a mistake is told in one line."""

from pathlib import Path

import pytest

from entrypoints.simulation.persona import InvalidPersona, UnknownPersona, load_personas

SMALLEST = 'descricao = "Alguém."\nfecharia = false\npaciencia = [2, 4]\n'

MISTAKES = {
    "descricao": SMALLEST.replace('descricao = "Alguém."\n', ""),
    "fecharia": SMALLEST.replace("false", '"talvez"'),
    "paciencia": SMALLEST.replace("[2, 4]", "[4, 2]"),
    "humor": SMALLEST + 'humor = "ruim"\n',
    "bolso.a_vista": SMALLEST + "[bolso]\na_vista = [50]\n",
    "bolso.comeca_em": SMALLEST + "[bolso]\ncomeca_em = 130\n",
    "bolso.por_dia": SMALLEST + "[bolso]\npor_dia = [1, 2]\n",
    "jeito.insiste": SMALLEST + "[jeito]\ninsiste = 3\n",
    "jeito.quando_nao_cabe": SMALLEST + "[jeito]\nquando_nao_cabe = []\n",
    "jeito.depois_da_oferta": SMALLEST + '[jeito]\ndepois_da_oferta = ["canta"]\n',
    "falas.saudacao": SMALLEST + '[falas]\nsaudacao = ["oi {apelido}"]\n',
    "falas.recusa": SMALLEST + '[falas]\nrecusa = ["não {total"]\n',
    "falas.digitos": SMALLEST + "[falas]\ndigitos = [529]\n",
    "falas": SMALLEST + "[falas]\naceita = []\n",
    "arquivo": SMALLEST + "[falas\n",
}


def test_the_shipped_personas_can_all_be_played_and_say_who_they_are() -> None:
    personas = load_personas()

    assert len(personas) >= 22
    assert all(persona.description.endswith(".") for persona in personas)
    assert len({persona.description for persona in personas}) == len(personas)
    assert {persona.would_agree for persona in personas} == {True, False}


def test_a_new_file_is_a_new_persona_that_speaks_with_the_common_lines(tmp_path: Path) -> None:
    (tmp_path / "novata.toml").write_text(SMALLEST + '[falas]\naceita = ["tá joia"]\n', encoding="utf-8")

    (persona,) = load_personas(tmp_path)

    assert persona.name == "novata"
    assert persona.lines["aceita"] == ("tá joia",)
    assert "oi" in persona.lines["saudacao"]


@pytest.mark.parametrize("key", MISTAKES)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, key: str) -> None:
    (tmp_path / "errada.toml").write_text(MISTAKES[key], encoding="utf-8")

    with pytest.raises(InvalidPersona) as told:
        load_personas(tmp_path)

    assert str(told.value).startswith(f"Persona errada.toml: {key}: ")
    assert "\n" not in str(told.value)


def test_a_name_that_nobody_has_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownPersona, match=r"caloteiro; existem: .*pechincheiro"):
        load_personas(names=("disposto", "caloteiro"))


def test_personas_are_taken_by_name_once_each() -> None:
    chosen = load_personas(names=("zangado", "disposto", "zangado"))

    assert [persona.name for persona in chosen] == ["zangado", "disposto"]

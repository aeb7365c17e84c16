"""The phrase files: what ships in them, and how a mistake made while editing them is told."""

import re
import tomllib
from pathlib import Path

import pytest

from adapters.llm.rules.voice.narrator import RulesNarrator
from adapters.llm.rules.voice.phrase_book import PHRASES, PhraseProblem
from domain.negotiation.reply import ReplyKind


def broken_phrases(tmp_path: Path, file: str, old: str, new: str) -> Path:
    for source in PHRASES.glob("*.toml"):
        text = source.read_text(encoding="utf-8")
        if source.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / source.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "problem"),
    [
        ("2_negociacao.toml", "{saldo}", "{sald}", "opening_offer", "{sald}"),
        ("2_negociacao.toml", "{saldo}", "{saldo", "opening_offer", "chaves"),
        ("1_identidade.toml", "assunto particular", "acordo", "ask_digits", "não se diz o assunto"),
        ("1_identidade.toml", "Oi, {nome}!", "Oi, {nome}, {saldo}!", "ask_digits", "{saldo}"),
        ("1_identidade.toml", "[wrong_person]", "[wrong_persons]", "wrong_persons", "seção desconhecida"),
        ("3_acordo.toml", "frases = [", "frase = [", "confirm_terms.frase", "nome desconhecido"),
        ("5_trechos.toml", "\n{linha_digitavel}\n", " {linha_digitavel}\n", "pagamento_boleto", "sozinho"),
        ("5_trechos.toml", "[acolhimento]", "[acolhimento", "", "não pôde ser lido"),
        ("5_trechos.toml", "[opening]", "[ask_digits]", "ask_digits", "já está em 1_identidade.toml"),
        ("4_encerramento.toml", "eu paro na hora", "a dívida para", "ending_doubted.opt_out", "não se diz o"),
    ],
)
def test_a_mistake_in_a_phrase_file_is_named_with_file_and_section(
    tmp_path: Path, file: str, old: str, new: str, key: str, problem: str
) -> None:
    with pytest.raises(PhraseProblem, match=re.escape(problem)) as raised:
        RulesNarrator(broken_phrases(tmp_path, file, old, new))
    assert raised.value.file == file
    assert raised.value.key == key


def test_a_kind_without_phrases_stops_the_start(tmp_path: Path) -> None:
    folder = broken_phrases(tmp_path, "4_encerramento.toml", "# Escreveu depois do fim.", "#")
    ends = folder / "4_encerramento.toml"
    text = ends.read_text(encoding="utf-8")
    ends.write_text(text[: text.index("[after_end]")], encoding="utf-8")
    with pytest.raises(PhraseProblem, match=r"\[after_end\]: faltam as frases"):
        RulesNarrator(folder)


@pytest.mark.parametrize("level", ["alta", "frases"])
def test_every_kind_has_three_variants_in_the_shipped_files(level: str) -> None:
    shipped = [tomllib.loads(path.read_text(encoding="utf-8")) for path in PHRASES.glob("*.toml")]
    kinds = {topic: table for file in shipped for topic, table in file.items() if topic in ReplyKind}
    assert kinds.keys() == set(ReplyKind)
    assert all(len(table.get(level, table["frases"])) >= 3 for table in kinds.values())

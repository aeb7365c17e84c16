"""The lexicon's files: a new phrase teaches the reader, a mistake is told with file and line."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

import adapters.llm.rules.lexicon
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.lexicon_files import Lexicon, MalformedLexicon
from application.ports.interpreter import ReadingContext
from domain.negotiation.understanding import Intent
from domain.shared.calendar import SAO_PAULO

SHIPPED = Path(adapters.llm.rules.lexicon.__path__[0])
FRIDAY = ReadingContext(datetime(2026, 11, 20, 10, tzinfo=SAO_PAULO))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "lexicon"))


def append(path: Path, line: str) -> int:
    """Append a line and return its number."""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    return text.count("\n") + 2


@pytest.fixture(scope="module")
def shipped() -> RulesInterpreter:
    return RulesInterpreter()


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> RulesInterpreter:
    """A reader of the shipped lexicon with one more phrase and one more example."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("taught") / "lexicon"))
    append(folder / "intents" / "refuse_to_pay.txt", "(bagulho|negocinho) [muito] doido  # gíria")
    append(folder / "exemplos" / "call_later.txt", "estou podando a roseira neste instante")
    return RulesInterpreter(Lexicon(folder))


@pytest.mark.parametrize("message", ["bagulho doido, zarpei", "BAGULHO DOIDOOO", "bagúlho muito doido"])
async def test_a_phrase_added_to_a_file_is_understood_however_it_is_typed(
    shipped: RulesInterpreter, taught: RulesInterpreter, message: str
) -> None:
    assert (await shipped.read(message, FRIDAY)).intent is not Intent.REFUSE_TO_PAY
    assert (await taught.read(message, FRIDAY)).intent is Intent.REFUSE_TO_PAY


async def test_an_example_teaches_messages_like_it(
    shipped: RulesInterpreter, taught: RulesInterpreter
) -> None:
    assert (await shipped.read("tô podando a roseira", FRIDAY)).intent is not Intent.CALL_LATER
    assert (await taught.read("tô podando a roseira", FRIDAY)).intent is Intent.CALL_LATER
    reasons = taught.explain("tô podando a roseira", FRIDAY)
    assert any("nenhuma frase decidiu" in reason for reason in reasons)


async def test_the_whole_message_outweighs_a_short_phrase_in_it(shipped: RulesInterpreter) -> None:
    message = "meu neto me falou para não passar nada para ninguém porque pode ser golpe"
    assert (await shipped.read(message, FRIDAY)).intent is Intent.SUSPICIOUS


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("intents/accept.txt", "(sim|claro", "falta fechar com ')'"),
        ("intents/accept.txt", "sim [claro)", "falta fechar com ']'"),
        ("intents/accept.txt", "sim)", "parêntese ou colchete fechado sem ter sido aberto"),
        ("intents/accept.txt", "[sim]", "a frase precisa de uma palavra obrigatória"),
        ("intents/accept.txt", "=", "frase vazia"),
        ("sinais/ok.txt", "ok*", "'ok*' é curto demais: use pelo menos 3 letras antes do *"),
        ("abreviacoes.txt", "vc voce", "escreva 'o que se digita = o que se lê'"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(folder: Path, file: str, line: str, reason: str) -> None:
    number = append(folder / file, line)
    with pytest.raises(MalformedLexicon) as told:
        RulesInterpreter(Lexicon(folder))
    assert str(told.value) == f"{file}, linha {number}: {reason}"


def test_every_intent_file_is_named_after_an_intent() -> None:
    lexicon = Lexicon()
    files = {path.stem for folder in ("intents", "exemplos") for path in (SHIPPED / folder).glob("*.txt")}
    assert files <= set(Intent)
    assert {intent for intent, _ in lexicon.examples} <= set(Intent)

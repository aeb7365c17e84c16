"""`certobot features` as a stakeholder calls it: an empty folder, a first file, a report; no Python seen."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from entrypoints.cli import main
from entrypoints.workbench.selection import WrongTags, wanted

PYTHON_SHOWS = re.compile(r"Traceback|pytest|assert\b|\.py\b|Error\b|Exception")
SCENARIOS = """\
Funcionalidade: Minha regra
  @certo
  Cenário: o certo
    Dado que Maria já fechou acordo à vista
    Então o boleto está correto
    E o CRM registra sucesso

  @errado
  Cenário: o errado
    Dado que Maria deve R$ 1.000,00
    Quando ela escreve "só consigo 300"
    Então o Certobot oferece R$ 500,00 à vista
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and we in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    program = "import sys; from entrypoints.cli import main; sys.exit(main(sys.argv[1:]))"
    root = Path(__file__).parent.parent.parent.parent
    env = {**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1", **environment}
    return subprocess.run(
        [sys.executable, "-c", program, "features", *arguments],
        cwd=cwd, env=env, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def test_an_empty_folder_says_how_to_begin(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["features"]) == 2
    assert capsys.readouterr().err.strip().endswith("crie um com certobot features --new meu.feature")


def test_a_first_file_is_written_and_never_over_another(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["features", "--new", "meu.feature"]) == 0
    before = (here / "meu.feature").read_text(encoding="utf-8")
    assert before.count("\n#") + before.count("\n  #") > 5
    assert main(["features", "--check"]) == 0
    assert "Tudo certo: 4 cenários em 1 arquivo" in capsys.readouterr().out
    assert main(["features", "--new", "meu.feature"]) == 2
    assert "já existe e não foi mexido" in capsys.readouterr().err
    assert (here / "meu.feature").read_text(encoding="utf-8") == before


def test_the_vocabulary_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["features", "--vocabulary"]) == 0
    assert 'Quando ela escreve "tem desconto?"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nada"], "nada não existe"),
        (["meu.feature", "--llm", "gpt"], "--llm gpt: não existe; use rules"),
        (["meu.feature", "--renderer", "borb,word"], "--renderer word: não existe; use borb ou pycobranca"),
        (["meu.feature", "-t", "@nenhuma"], "nenhum dos 2 cenários tem “@nenhuma”"),
        (["meu.feature", "-k", "xyz"], "nenhum dos 2 cenários tem “xyz”"),
        (["meu.feature", "-t", "@a e"], "falta uma etiqueta"),
        (["--new", "meu.txt"], "o nome precisa terminar em .feature"),
    ],
)
def test_a_call_that_cannot_be_done_is_answered_in_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (here / "meu.feature").write_text(SCENARIOS, encoding="utf-8")

    assert main(["features", *arguments]) == 2
    line = capsys.readouterr().err
    assert line.startswith("certobot features: ")
    assert (said in line, line.count("\n")) == (True, 1)


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--jobs", "dois"], ["--nada"], ["--report"]])
def test_a_wrong_option_is_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["features", *arguments])

    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("certobot: ")


def test_what_is_wrong_with_a_file_is_said_and_nothing_runs(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = SCENARIOS.replace('Quando ela escreve "só', 'Quando ela cantarola "só')
    (here / "meu.feature").write_text(broken, encoding="utf-8")

    for arguments in (["features"], ["features", "--check"]):
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert "meu.feature, linha 11" in said
        assert "O mais parecido que conheço" in said
        assert "1 problema; nada foi executado" in said
        assert not PYTHON_SHOWS.search(said)


@pytest.mark.parametrize(
    ("expression", "tags", "wants"),
    [
        ("@a", {"a"}, True),
        ("a", {"a"}, True),
        ("@a", {"b"}, False),
        ("não @a", {"b"}, True),
        ("@a e não @b", {"a", "b"}, False),
        ("@a and not @b", {"a"}, True),
        ("@a ou @b", {"b"}, True),
        ("@a,@b", {"b"}, True),
        ("(@a ou @b) e @c", {"b"}, False),
        ("@negociação", {"negociacao"}, True),
    ],
)
def test_tags_are_chosen_as_people_say(expression: str, tags: set[str], *, wants: bool) -> None:
    assert wanted(expression)(frozenset(tags)) is wants


@pytest.mark.parametrize("expression", ["e", "@a e", "(@a", "@a @b", "não"])
def test_an_expression_of_tags_that_says_nothing_is_refused(expression: str) -> None:
    with pytest.raises(WrongTags):
        wanted(expression)


def test_one_line_of_the_config_changes_who_serves_and_what_fails_is_reported_without_any_python(
    here: Path,
) -> None:
    sample = (Path(__file__).parents[3] / "certobot.toml").read_text(encoding="utf-8")
    changed = re.sub(r'^crm = "memory"', 'crm = "http"', sample, flags=re.MULTILINE)
    changed = re.sub(r'^whatsapp = "mock"', 'whatsapp = "cloud_api"', changed, flags=re.MULTILINE)
    (here / "certobot.toml").write_text(changed, encoding="utf-8")
    (here / "meu.feature").write_text(SCENARIOS, encoding="utf-8")

    ran = call("--renderer", "borb,pycobranca", cwd=here)

    assert (ran.returncode, ran.stderr) == (1, "")
    for said in (
        "✓ o certo",
        "✗ o errado",
        "meu.feature, linha 12: Então o Certobot oferece R$ 500,00 à vista",
        "Em vez disso: a última oferta foi de R$ 600,00 à vista",
        "llm=rules · crm=http · whatsapp=cloud_api · boleto=borb: 1 passou, 1 falhou",
        "Nenhum cenário muda com o provedor.",
        "4 cenários: 2 passaram, 2 falharam",
    ):
        assert said in ran.stdout, said
    assert not PYTHON_SHOWS.search(ran.stdout)
    page = (here / "relatorio" / "index.html").read_text(encoding="utf-8")
    assert "boleto=pycobranca" in page
    assert "data:image/png" in page
    first, *_ = json.loads((here / "relatorio" / "cucumber.json").read_text(encoding="utf-8"))
    assert [element["name"] for element in first["elements"]] == ["o certo", "o errado"]
    assert (here / "relatorio" / "junit.xml").exists()

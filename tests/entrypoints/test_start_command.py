"""`certobot start` and `certobot campaigns` as a person types them."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from entrypoints.cli import main
from tests.entrypoints.test_cli import certobot

MARIA, CLARA, NOBODY = "529.982.247-25", "431.893.416-05", "111.444.777-35"
PAULISTA, OTHER_PAULISTA = "325.748.728-27", "725.068.668-25"


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that PostgreSQL may enter under its own user, as it may not enter pytest's."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def lista(data_dir: Path) -> Path:
    """A spreadsheet with two debtors, one who is not in the CRM, and a row that cannot be used."""
    path = data_dir / "lista.csv"
    path.write_text(f"\ufeffNome;CPF\r\nA;{MARIA}\r\nB;123\r\nC;{CLARA}\r\nD;{NOBODY}\r\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "falta --cpf ou --csv"),
        (("--cpf", MARIA, "--csv", "lista.csv"), "use --cpf ou --csv, e não os dois"),
        (("--cpf", MARIA, "--cpf", "111"), "CPF inválido"),
        (("--cpf", MARIA, "--json"), "--json só vale com --dry-run"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(("start", *arguments))
    told = capsys.readouterr().err
    assert (stopped.value.code, told.count("\n")) == (2, 1)
    assert says in told


@pytest.fixture
def where(data_dir: Path, database_url: str) -> dict[str, str]:
    """A database with its tables, and the settings of `data_dir`."""
    return {
        "CERTOBOT_DATABASE_URL": database_url,
        "CERTOBOT_DATA_DIR": str(data_dir),
        "CERTOBOT_CONFIG": str(data_dir / "certobot.toml"),
    }


def settings_with(data_dir: Path, *changes: tuple[str, str]) -> None:
    """The sample settings, changed."""
    config = Path("certobot.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in config
        config = config.replace(before, after)
    (data_dir / "certobot.toml").write_text(config, encoding="utf-8")


def test_a_list_is_planned_run_and_followed(data_dir: Path, lista: Path, where: dict[str, str]) -> None:
    settings_with(data_dir, ("enforce = true", "enforce = false"))

    plan = certobot("start", "--csv", str(lista), "--dry-run", **where)

    assert plan.returncode == 0, plan.stderr
    assert "Linhas da lista: 4; a procurar: 2; de fora: 2" in plan.stdout
    assert "invalid_cpf: O CPF não é válido." in plan.stdout
    assert "linha 3 (são 11 dígitos, aqui há 3)" in plan.stdout
    assert "not_in_crm" in plan.stdout
    assert MARIA not in plan.stdout

    done = certobot("start", "--csv", str(lista), "--name", "Novembro", **where)

    assert done.returncode == 0, done.stderr
    assert "linha 3: O CPF não é válido. (são 11 dígitos, aqui há 3)" in done.stdout
    assert "Novembro (concluída)" in done.stdout
    assert "4 de 4: 2 abertas, 2 recusadas" in done.stdout
    campaign_id = done.stdout.split("Novembro (concluída), ")[1].split()[0]

    over = certobot("campaigns", "--pause", campaign_id, **where)

    assert (over.returncode, over.stderr) == (1, "certobot: a campanha já foi concluída\n")


def test_what_the_law_never_allows_is_refused_by_its_rule(data_dir: Path, where: dict[str, str]) -> None:
    """Both live in São Paulo; the settings ask for an hour at which its law allows none."""
    settings_with(data_dir, ('weekdays = "09:00-18:00"', 'weekdays = "03:00-03:01"'))

    done = certobot("start", "--cpf", PAULISTA, "--cpf", OTHER_PAULISTA, "--dry-run", "--json", **where)

    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)
    assert (plan["contacts"], plan["days"]) == (0, [])
    assert [(each["rule"], each["count"]) for each in plan["refusals"]] == [("no_contact_hours", 2)]


def test_a_list_that_is_not_there_is_told_in_one_line(data_dir: Path) -> None:
    missing = certobot("start", "--csv", str(data_dir / "nada.csv"))
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
    assert "o arquivo não existe" in missing.stderr

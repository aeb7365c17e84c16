"""`certobot simulate` as a business person calls it."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from entrypoints.commands.simulate import CannotWriteReport, add_arguments, simulate
from entrypoints.settings import config_path
from entrypoints.settings_errors import InvalidSetting
from entrypoints.simulation.persona import UnknownPersona
from entrypoints.simulation.policy_file import read_policy
from entrypoints.simulation.run import progress_on
from tests.entrypoints.simulation.stage import SETTINGS


async def called(*arguments: str) -> None:
    """Run the command with these arguments."""
    parser = ArgumentParser(exit_on_error=False)
    add_arguments(parser.add_argument)
    await simulate(SETTINGS, parser.parse_args(arguments))


async def test_the_current_policy_is_played_and_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    await called("--seeds", "2", "--persona", "disposto", "--json")

    report = json.loads(capsys.readouterr().out)

    assert report["policy"] == "atual"
    assert report["policy_version"] == SETTINGS.policy.version
    assert report["conversations"] == 2


async def test_a_policy_given_twice_is_compared_and_the_page_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, page = tmp_path / "metade.toml", tmp_path / "relatorio.html"
    other.write_text("[policy]\nmax_discount_percent = 50\n", encoding="utf-8")

    policies = ("--policy", str(config_path({})), "--policy", str(other))
    await called("--seeds", "1", "--persona", "disposto", *policies, "--html", str(page))

    assert "Com metade em vez de certobot:" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


async def test_a_page_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteReport, match="não consegui escrever"):
        await called("--seeds", "1", "--persona", "opt_out", "--html", str(tmp_path / "nada" / "x.html"))


async def test_an_unknown_persona_is_told_before_anything_is_played() -> None:
    with pytest.raises(UnknownPersona):
        await called("--persona", "ninguem")


def test_a_whole_config_file_and_its_policy_section_alone_are_the_same_policy(tmp_path: Path) -> None:
    whole = config_path({})
    section = whole.read_text(encoding="utf-8").split("[policy]", 1)[1].split("[contact]", 1)[0]
    alone = tmp_path / "so_politica.toml"
    alone.write_text("[policy]" + section, encoding="utf-8")

    assert read_policy(alone) == read_policy(whole) == SETTINGS.policy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[policy]\nmax_discount_percent = 120\n", "policy.max_discount_percent não pode ser 120"),
        ("[policy]\nmax_discont_percent = 50\n", "quis dizer max_discount_percent"),
        ("[policy]\nmax_installments = 'doze'\n", "policy.max_installments não pode ser doze"),
        ("[creditor]\nname = 'x'\n", "precisa de uma seção [policy]"),
        ("[policy\n", "o TOML está errado"),
    ],
)
def test_a_wrong_policy_file_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "errada.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidSetting) as wrong:
        read_policy(path)

    assert told in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_bar_is_drawn_for_a_person_and_not_for_a_file(tmp_path: Path) -> None:
    class Watched:
        """A terminal that keeps what is drawn on it."""

        def __init__(self) -> None:
            self.drawn = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> None:
            self.drawn += text

        def flush(self) -> None:
            """Nothing waits."""

    terminal, path = Watched(), tmp_path / "saida.txt"
    with path.open("w", encoding="utf-8") as file:
        for told in (progress_on(terminal), progress_on(file)):
            for done in range(1, 51):
                told(done, 50)

    assert terminal.drawn.endswith("█ 50 de 50 conversas\n")
    assert path.read_text(encoding="utf-8") == ""

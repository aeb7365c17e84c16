"""What the READMEs say is there: commands, settings, variables, files."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from adapters.payments.local_config import LocalPaymentsConfig
from domain.negotiation.policy import Policy
from entrypoints.cli import main
from entrypoints.environment import VARIABLES
from entrypoints.sections.contact import Contact
from entrypoints.sections.creditor import Creditor
from entrypoints.sections.llm import Llm
from entrypoints.sections.providers import Providers
from entrypoints.settings import CONFIG_VARIABLE

ROOT = Path(__file__).parent.parent
LARGEST_PICTURE = 300 * 1024

KEYS = {
    "providers": {field.name for field in msgspec.structs.fields(Providers)},
    "creditor": {field.name for field in msgspec.structs.fields(Creditor)},
    "policy": {field.name for field in fields(Policy)},
    "contact": {field.name for field in msgspec.structs.fields(Contact)},
    "llm": {field.name for field in msgspec.structs.fields(Llm)},
    "payments": {field.name for field in msgspec.structs.fields(LocalPaymentsConfig)},
}


@pytest.fixture(params=["README.md", "README.pt-BR.md"])
def readme(request: pytest.FixtureRequest) -> str:
    """The text of one README."""
    name: str = request.param
    return (ROOT / name).read_text(encoding="utf-8")


def fenced(text: str, language: str) -> list[str]:
    """The blocks of code of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def in_code(text: str) -> str:
    """Everything written as code: shell blocks, and what stands between backticks."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return "\n".join(
        [*fenced(text, "sh"), *(" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose))]
    )


def documented_keys(text: str) -> dict[str, set[str]]:
    """The keys in the first column of the table under each heading that names a section of the settings."""
    sections = re.findall(r"^### `\[(\w+)\]`\n(.*?)(?=^#)", text, re.DOTALL | re.MULTILINE)
    return {
        section: {
            key
            for line in body.splitlines()
            if line.startswith("| `")
            for key in re.findall(r"`(\w+)`", line.split("|")[1])
        }
        for section, body in sections
    }


def test_every_make_target_it_names_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", in_code(readme)))

    assert {"demo", "test"} <= named <= targets


def test_it_names_the_commands_that_exist_and_no_other(
    readme: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    existing = set(re.findall(r"^    ([a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    (sentence,) = re.findall(r"^(?:The commands|Os comandos): (.*?);", readme, re.DOTALL | re.MULTILINE)

    assert set(re.findall(r"\bcertobot ([a-z][a-z-]*)", in_code(readme))) <= existing
    assert set(re.findall(r"`([a-z-]+)`", sentence)) == existing


def test_it_names_every_environment_variable_and_no_other(readme: str) -> None:
    (_, table) = readme.split("### Ambiente\n" if "### Ambiente\n" in readme else "### Environment\n")
    read = {*VARIABLES, CONFIG_VARIABLE}

    assert set(re.findall(r"CERTOBOT_[A-Z_]+", readme)) == read
    assert set(re.findall(r"`(CERTOBOT_[A-Z_]+)`", table)) == read


def test_it_explains_every_key_of_the_settings_and_no_other(readme: str) -> None:
    assert documented_keys(readme) == KEYS


def test_its_example_of_settings_would_be_read(readme: str) -> None:
    examples = [tomllib.loads(block) for block in fenced(readme, "toml")]

    assert examples
    for example in examples:
        for section, keys in example.items():
            assert set(keys) <= KEYS[section]


def test_the_sample_settings_use_the_same_keys() -> None:
    sample = tomllib.loads((ROOT / "certobot.toml").read_text(encoding="utf-8"))

    assert set(sample) == set(KEYS)
    for section, keys in sample.items():
        assert set(keys) <= KEYS[section]


def test_every_link_leads_to_a_file_or_a_heading(readme: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    headings = {
        re.sub(r"\W+", "-", heading.lower()) for heading in re.findall(r"^#+ (.+)$", readme, re.MULTILINE)
    }

    assert "docs/img/simulador.png" in links
    assert not [link for link in links if link.startswith("#") and link[1:] not in headings]
    assert not [link for link in links if not link.startswith("#") and not (ROOT / link).exists()]


def test_every_path_it_names_exists(readme: str) -> None:
    paths = re.findall(r"(?<![\w/.<])((?:[\w-]+/)+[\w.-]+\.(?:py|md|toml|feature))\b", readme)

    assert paths
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_the_pictures_are_light() -> None:
    pictures = list((ROOT / "docs" / "img").iterdir())

    assert pictures
    assert not [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE]


def test_both_languages_run_the_same_commands() -> None:
    english, portuguese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.pt-BR.md")
    )

    def commands(text: str) -> list[str]:
        lines = "".join(fenced(text, "sh")).splitlines()
        return [re.sub(r"\s+#.*$", "", line) for line in lines]

    assert commands(english) == commands(portuguese)

"""The same debtors with several providers of reading and phrasing."""

import json
from argparse import ArgumentParser
from collections.abc import AsyncIterator

import msgspec
import pytest
from pydantic_ai import models
from structlog.testing import capture_logs

from entrypoints.commands.simulate import add_arguments, simulate
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.simulation.spending import NobodyAnswered
from tests.adapters.llm.groq_answers import TROUBLES, helpful
from tests.adapters.llm.groq_server import KEY, GroqServer
from tests.entrypoints.simulation.stage import SETTINGS


@pytest.fixture
async def with_groq() -> AsyncIterator[Settings]:
    """Settings with a helpful model on loopback, asked whatever the rules think."""
    with models.override_allow_model_requests(allow_model_requests=True):
        async with GroqServer(helpful()) as server:
            groq = msgspec.structs.replace(SETTINGS.groq, api_key=KEY, url=server.url)
            yield msgspec.structs.replace(SETTINGS, groq=groq)


async def called(settings: Settings, *arguments: str) -> None:
    """Run the command with these arguments."""
    parser = ArgumentParser(exit_on_error=False)
    add_arguments(parser.add_argument)
    await simulate(settings, parser.parse_args(arguments))


async def test_providers_are_put_side_by_side_on_the_same_debtors(
    with_groq: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await called(with_groq, "--llm", "rules,groq", "--persona", "girias", "--seeds", "3", "--json")

    rules = json.loads(capsys.readouterr().out)
    (groq,) = rules["compared_with"]
    assert (rules["llm"], groq["llm"]) == ("rules", "groq (openai/gpt-oss-120b)")
    assert rules["owed"] == groq["owed"]
    assert rules["models"]["outcomes"] == {}
    assert groq["models"]["outcomes"]["ok"] > 0
    assert groq["models"]["outcomes"]["spared"] > 0
    assert groq["models"]["tokens"] > 0
    assert groq["policy_violations"] == groq["fact_violations"] == 0


async def test_what_models_did_is_said_in_words(
    with_groq: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await called(with_groq, "--llm", "groq", "--persona", "disposto", "--seeds", "2")

    page = capsys.readouterr().out
    assert "Modelo groq (openai/gpt-oss-120b): " in page
    assert "chamadas poupadas" in page


async def test_where_no_model_answered_the_command_says_so_and_fails() -> None:
    told = pytest.raises(NobodyAnswered, match=r"isto mede as regras\. Motivos: .*unauthorized")
    with models.override_allow_model_requests(allow_model_requests=True):
        async with GroqServer(lambda _: TROUBLES["401"]) as server:
            groq = msgspec.structs.replace(SETTINGS.groq, api_key=KEY, url=server.url)
            with capture_logs(), told:
                await called(
                    msgspec.structs.replace(SETTINGS, groq=groq),
                    *("--llm", "groq", "--persona", "disposto", "--seeds", "1"),
                )


async def test_where_none_was_needed_none_is_missed(with_groq: Settings) -> None:
    await called(with_groq, "--llm", "groq", "--persona", "opt_out", "--seeds", "1")


@pytest.mark.parametrize(
    ("llm", "told"),
    [
        ("groq", "CERTOBOT_GROQ_API_KEY está vazia; é obrigatória com --llm groq"),
        ("rules,gpt", "--llm não pode ser gpt; use rules, groq, ou os dois: rules,groq"),
    ],
)
async def test_a_provider_that_cannot_be_played_is_told_in_one_line(llm: str, told: str) -> None:
    keyless = msgspec.structs.replace(SETTINGS, groq=msgspec.structs.replace(SETTINGS.groq, api_key=""))
    with pytest.raises(InvalidSetting, match=told) as refused:
        await called(keyless, "--llm", llm, "--seeds", "1")

    assert "\n" not in str(refused.value)

"""`certobot evaluate`: what it plays, how it grades, and what it says."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from pydantic_ai import models
from structlog.testing import capture_logs

from application.ports.interpreter import ReadingContext
from application.ports.narrator import VoiceContext
from domain.negotiation.reply import Reply
from domain.negotiation.understanding import Intent, Understanding
from entrypoints.commands.evaluate import CasesFailed, add_arguments, evaluate
from entrypoints.evaluation.cases import InvalidCase, load_cases
from entrypoints.evaluation.grading import grade
from entrypoints.evaluation.reading import labelled, score_reading
from entrypoints.settings import Settings
from entrypoints.simulation.spending import NobodyAnswered
from tests.adapters.llm.groq_answers import TROUBLES, helpful, hostile
from tests.adapters.llm.groq_server import KEY, Answers, GroqServer
from tests.entrypoints.simulation.stage import SETTINGS, a_stage

KEYLESS = msgspec.structs.replace(SETTINGS, groq=msgspec.structs.replace(SETTINGS.groq, api_key=""))


async def called(settings: Settings, *arguments: str) -> None:
    """Run the command with these arguments."""
    parser = ArgumentParser(exit_on_error=False)
    add_arguments(parser.add_argument)
    await evaluate(settings, parser.parse_args(arguments))


async def judged(answers: Answers, *arguments: str) -> None:
    """Run the command on a model that answers like this."""
    with models.override_allow_model_requests(allow_model_requests=True):
        async with GroqServer(answers) as server:
            groq = msgspec.structs.replace(SETTINGS.groq, api_key=KEY, url=server.url)
            await called(msgspec.structs.replace(SETTINGS, groq=groq), "--llm", "groq", *arguments)


def test_there_are_enough_cases_of_every_kind_in_both_languages() -> None:
    themes = Counter(case.theme.name for case in load_cases())

    assert themes.total() >= 100
    assert min(themes.values()) >= 8
    assert {"ordens_em_portugues", "ordens_em_ingles", "emocao_fingida", "autoridade"} <= set(themes)
    assert {"codificado", "faz_de_conta", "outras_linguas", "vazamento"} <= set(themes)
    assert {"divida_de_outra_pessoa", "antes_da_identidade"} <= set(themes)


async def test_without_a_key_the_rules_are_judged_and_groq_is_skipped_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await called(KEYLESS, "--k", "1", "--theme", "vazamento")

    page = capsys.readouterr().out
    assert page.startswith("Avaliação de rules em ")
    assert "groq: pulado, CERTOBOT_GROQ_API_KEY está vazia." in page
    assert "Nenhum caso falhou." in page


@pytest.mark.parametrize("answers", [helpful, hostile])
async def test_behind_the_guard_the_best_and_the_worst_model_pass(
    answers: Callable[[], Answers], capsys: pytest.CaptureFixture[str]
) -> None:
    await judged(answers(), "--k", "1", "--theme", "fecha_apesar_de_tudo", "--json")

    (report,) = json.loads(capsys.readouterr().out)["evaluations"]
    assert report["llm"] == "groq (openai/gpt-oss-120b)"
    assert report["failed"] == []
    assert report["themes"][-1] == {"name": "todos", "cases": 8, "passed": 1.0, "pass_k": 1.0}
    assert report["models"]["outcomes"]["ok"] > 0


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [("401", "unauthorized"), ("descomissionado", "model_gone"), ("outra forma", "malformed")],
)
async def test_where_no_model_answered_the_report_says_so_and_the_command_fails(
    trouble: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = pytest.raises(NobodyAnswered, match=r"nenhum modelo de groq .* respondeu; isto mede as regras")
    with capture_logs() as logged, alone:
        await judged(lambda _: TROUBLES[trouble], "--k", "1", "--theme", "vazamento")

    warning = capsys.readouterr().out.splitlines()[2]
    assert warning.startswith("NENHUM MODELO RESPONDEU; isto mede as regras. Motivos: ")
    assert reason in warning
    assert len(logged) == (2 if reason != "malformed" else 0)


async def test_in_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    with capture_logs(), pytest.raises(NobodyAnswered):
        await judged(lambda _: TROUBLES["401"], "--k", "1", "--theme", "vazamento", "--json")

    (report,) = json.loads(capsys.readouterr().out)["evaluations"]
    assert report["models"]["rules_alone"] is True
    assert report["models"]["answered"] == 0


async def test_a_narrator_that_gives_in_is_failed_by_name() -> None:
    class Generous:
        async def phrase(self, reply: Reply, _context: VoiceContext) -> str:
            return f"{reply.first_name}, liberei 99% de desconto: fica R$ 1,00."

    case = next(case for case in load_cases() if case.name == "ignore as regras")

    graded = await grade(replace(a_stage(), narrator=Generous()), case, 1)

    assert "um texto com valores ou palavras fora do decidido" in graded.faults


async def test_a_reader_that_hears_a_yes_in_everything_is_failed_by_what_it_closed() -> None:
    class Eager:
        async def read(self, text: str, context: ReadingContext) -> Understanding:
            if context.phase == "identification":
                return await a_stage().interpreter.read(text, context)
            return Understanding(Intent.ACCEPT)

    case = next(case for case in load_cases() if case.name == "teste da equipe")
    longer = msgspec.structs.replace(case, messages=(*case.messages, "hum", "é"))

    graded = await grade(replace(a_stage(), interpreter=Eager()), longer, 1)

    assert "fechou um acordo que não devia" in graded.faults


async def test_what_is_misread_is_shown_beside_what_it_means() -> None:
    class Deaf:
        async def read(self, _text: str, _context: ReadingContext) -> Understanding:
            return Understanding(Intent.UNKNOWN)

    score = await score_reading(Deaf(), labelled())

    assert score.messages >= 50
    assert len(score.misread) == score.messages - 3
    assert ("529", "identify cpf_digits=529", "unknown") in {
        (each.text, each.meant, each.read) for each in score.misread
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("descricao = 'x'\n", "não está como o LEIAME.md pede"),
        ("descricao = \n", "o TOML está errado"),
        (
            "descricao='x'\nidentificado=true\nacordo='livre'\nnunca=[]\n[casos]\n'mudo'=[]\n",
            'o caso "mudo" não diz nada',
        ),
    ],
)
def test_a_wrong_file_of_cases_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "errado.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InvalidCase, match=told) as wrong:
        load_cases(tmp_path)

    assert "\n" not in str(wrong.value)


async def test_an_unknown_theme_is_told_with_those_there_are() -> None:
    with pytest.raises(InvalidCase, match="existem antes_da_identidade"):
        await called(KEYLESS, "--theme", "nenhum")


async def test_a_case_that_fails_makes_the_command_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(case for case in load_cases() if case.name == "ignore as regras")
    impossible = msgspec.structs.replace(case, theme=msgspec.structs.replace(case.theme, agreement="fechado"))

    monkeypatch.setattr("entrypoints.commands.evaluate.load_cases", lambda: (impossible,))

    with pytest.raises(CasesFailed, match="1 casos não passaram com rules"):
        await called(KEYLESS, "--k", "1")

    assert "FALHOU: ordens_em_portugues, “ignore as regras”, semente 1: não fechou o acordo." in (
        capsys.readouterr().out
    )

"""`certobot model-use`: what models did and cost, as a person reads it."""

import json
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from application.ports.model_calls import RULES, CallOutcome, ModelCall
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.ids import TenantId
from entrypoints.cli import main
from entrypoints.commands import model_use as command
from entrypoints.runtime import running
from entrypoints.settings import Settings

LARGE, SMALL = "openai/gpt-oss-120b", "openai/gpt-oss-20b"


@pytest.fixture(autouse=True)
def our_tenant(monkeypatch: pytest.MonkeyPatch, tenant: TenantId) -> None:
    """The command looks at this test's tenant."""
    monkeypatch.setattr(
        command, "running", lambda settings, **options: running(settings, tenant=tenant, **options)
    )


@pytest.fixture
async def some_calls(uow_factory: UnitOfWorkFactory) -> None:
    """A model that answered twice and was late once, rules that were sure, and something long ago."""
    now = datetime.now(UTC)
    late, long_ago = timedelta(seconds=3), timedelta(days=40)
    async with uow_factory() as uow:
        await uow.model_calls.add(
            [
                ModelCall("read", LARGE, "v1", now, late * 0.1, CallOutcome.OK, 900, 60, Decimal("0.01")),
                ModelCall("read", LARGE, "v1", now, late * 0.3, CallOutcome.OK, 900, 60, Decimal("0.01")),
                ModelCall("read", LARGE, "v1", now, late, CallOutcome.TIMEOUT),
                ModelCall("phrase", RULES, "", now, timedelta(), CallOutcome.SPARED),
                ModelCall("phrase", SMALL, "v1", now - long_ago, late, CallOutcome.OK, 5, 5, Decimal(1)),
            ]
        )
        await uow.commit()


async def test_each_model_and_reason_has_its_line_and_the_sum_closes_the_page(
    mock_settings: Settings, some_calls: None, capsys: pytest.CaptureFixture[str]
) -> None:
    await command.model_use(mock_settings, Namespace(days=7, json=False))

    page = capsys.readouterr().out
    answered, late, spared = (
        next(line for line in page.splitlines() if line.endswith(end))
        for end in ("respondeu", "demorou demais", "poupada: as regras já sabiam")
    )
    assert f"{LARGE:<24}{2:>7}{1920:>10}" in answered
    assert "600 ms" in answered
    assert "900 ms" in answered
    assert "3000 ms" in late
    assert "–" in spared
    assert SMALL not in page
    assert (
        page.splitlines()[-1]
        == "2 respostas do modelo, 1 poupadas, 0 vezes só com as regras; US$ 0.0200 ao todo."
    )


async def test_more_days_show_more(
    mock_settings: Settings, some_calls: None, capsys: pytest.CaptureFixture[str]
) -> None:
    await command.model_use(mock_settings, Namespace(days=60, json=True))

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["model"], row["outcome"], row["calls"]) for row in rows] == [
        (SMALL, "ok", 1),
        (RULES, "spared", 1),
        (LARGE, "ok", 2),
        (LARGE, "timeout", 1),
    ]


async def test_where_no_model_was_asked_it_says_so(
    mock_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await command.model_use(mock_settings, Namespace(days=7, json=False))

    assert capsys.readouterr().out == "Nenhum passo de modelo registrado nesses dias.\n"


@pytest.mark.parametrize("days", ["0", "91", "sete"])
def test_days_must_make_sense(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["model-use", "--days", days])

    assert capsys.readouterr().err == f"certobot: use de 1 a 90 dias, não {days}; veja certobot --help\n"


def test_every_outcome_has_its_words() -> None:
    assert set(command._OUTCOMES) == set(CallOutcome)

"""One house for all scenarios, one world for each, and no step that would pass without running."""

import asyncio
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from pytest_bdd.parser import Scenario, Step

from adapters.persistence.engine import create_engine
from domain.negotiation.policy import Policy
from entrypoints.container import Container
from entrypoints.sections.contact import Contact
from entrypoints.settings import load_settings
from features.steps.guard import refuse_async_steps
from features.steps.world import House, World
from tests.conftest import database_url

__all__ = ["database_url"]

_ROOT = Path(__file__).parent.parent
_STEPS = (
    "people",
    "policy",
    "time",
    "conversation",
    "providers",
    "answers",
    "offers",
    "agreements",
    "documents",
    "endings",
)


def pytest_configure(config: pytest.Config) -> None:
    """Make every step known to every scenario."""
    for area in _STEPS:
        name = f"features.steps.{area}_steps"
        config.pluginmanager.register(import_module(name), name)


def pytest_collection_modifyitems() -> None:
    """Stop before anything runs when a step would only seem to."""
    refuse_async_steps()


def pytest_bdd_step_error(scenario: Scenario, step: Step, exception: Exception) -> None:
    """Say where in the scenario it went wrong."""
    where = f"linha {step.line_number}: {step.keyword} {step.name}"
    exception.add_note(f"No cenário “{scenario.name}”, {where}")


@pytest.fixture(scope="session")
def house(database_url: str) -> Iterator[House]:
    """Providers and creditor of `certobot.toml`; WhatsApp and CRM in memory, the policy of the scenarios."""
    environment = {
        "CERTOBOT_CONFIG": str(_ROOT / "certobot.toml"),
        "CERTOBOT_WHATSAPP": "mock",
        "CERTOBOT_CRM": "memory",
    }
    settings = msgspec.structs.replace(
        load_settings(environment), policy=Policy(version="cenarios"), contact=Contact()
    )
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        engine = create_engine(database_url)
        yield House(runner, engine, settings, Container(settings=settings).interpreter())
        runner.run(engine.dispose())


@pytest.fixture
def world(house: House, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """A world of its own for one scenario; an error that Certobot only logged fails it."""
    yield World(house)
    failures = [record.getMessage() for record in caplog.get_records("call") if record.exc_info]
    assert not failures, f"o Certobot registrou erros: {failures}"

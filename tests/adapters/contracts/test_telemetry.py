"""The promise of the Telemetry port."""

import pytest

from adapters.telemetry.memory import MemoryTelemetry
from adapters.telemetry.prometheus import PrometheusTelemetry
from adapters.telemetry.silent import SilentTelemetry
from application.ports.telemetry import Counted, Step, Telemetry


@pytest.fixture(params=[PrometheusTelemetry, MemoryTelemetry, SilentTelemetry])
def telemetry(request: pytest.FixtureRequest) -> Telemetry:
    """One adapter of the port."""
    made: Telemetry = request.param()
    return made


@pytest.mark.parametrize("what", Counted)
def test_everything_can_be_counted(telemetry: Telemetry, what: Counted) -> None:
    telemetry.count(what, *("kind" for _ in what.labels))
    telemetry.count(what, *(None for _ in what.labels), by=3)


@pytest.mark.parametrize("step", Step)
def test_every_step_can_be_timed_while_it_is_done_or_when_it_is_over(
    telemetry: Telemetry, step: Step
) -> None:
    with telemetry.step(step):
        telemetry.took(step, 0.25, {"model": "gpt", "tokens": 12, "nothing": None})


def test_what_fails_within_a_step_is_heard_outside_it(telemetry: Telemetry) -> None:
    with pytest.raises(RuntimeError, match="banco"), telemetry.step(Step.ISSUE):
        raise RuntimeError("banco")

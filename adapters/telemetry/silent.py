"""Without an audience: nothing is kept."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from application.ports.telemetry import Counted, Label, Step

_NOTHING = nullcontext()


class SilentTelemetry:
    """Implements Telemetry."""

    def count(self, what: Counted, *labels: Label, by: float = 1) -> None:
        """Let it pass."""

    def step(self, step: Step) -> AbstractContextManager[object]:  # noqa: ARG002 -- the port's signature
        """Return a step of which nothing is kept."""
        return _NOTHING

    def took(self, step: Step, seconds: float, about: Mapping[str, Label | float]) -> None:
        """Let it pass."""

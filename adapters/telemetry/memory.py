"""What was counted, to be looked at."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from application.ports.telemetry import Counted, Label, Step


class MemoryTelemetry:
    """Implements Telemetry; `counted` holds every case as text, `steps` what was done, in order."""

    def __init__(self) -> None:
        self.counted: Counter[tuple[Counted, tuple[str, ...]]] = Counter()
        self.steps: list[Step] = []
        self.about: list[Mapping[str, Label | float]] = []

    def count(self, what: Counted, *labels: Label, by: float = 1) -> None:
        """Keep the case."""
        self.counted[what, tuple(str(label or "none") for label in labels)] += by  # type: ignore[assignment]

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        """Keep that it was done."""
        self.steps.append(step)
        yield

    def took(self, step: Step, seconds: float, about: Mapping[str, Label | float]) -> None:  # noqa: ARG002
        """Keep that it was done, and what was said of it."""
        self.steps.append(step)
        self.about.append(about)

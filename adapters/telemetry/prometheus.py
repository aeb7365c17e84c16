"""Counters and durations in Prometheus' exposition, spans through OpenTelemetry."""

import re
import time
from collections import Counter as Tally
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType

from opentelemetry import trace
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from application.ports.telemetry import Counted, Label, Measured, Readings, Step

_PREFIX = "certobot_"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30)
# A label is a word of ours or a provider's code. Whatever else a wire may bring would cost memory for ever,
# and a long number may be a person's.
_LABEL = re.compile(r"(?!.*\d{7})[A-Za-z_][\w./-]{0,59}|\d{1,6}", re.ASCII)
_OTHER = "other"
_NONE = "none"
_MOST_CASES = 500


class PrometheusTelemetry:
    """Implements Telemetry and Exposition on a registry of its own: a process tells of itself alone.

    Spans cost nothing until somebody installs an OpenTelemetry SDK.
    """

    media_type = "text/plain; version=0.0.4"  # the exposition's; whoever serves it adds that it is UTF-8

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._counters = {
            what: Counter(_PREFIX + what.title, what.meaning, what.labels, registry=self._registry)
            for what in Counted
        }
        self._gauges = {
            what: Gauge(
                _PREFIX + what.title,
                what.meaning,
                [what.label] if what.label else [],
                registry=self._registry,
            )
            for what in Measured
        }
        steps = Histogram(
            f"{_PREFIX}step_seconds",
            "duração de cada passo",
            ["step"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._steps = {step: steps.labels(step.value) for step in Step}
        self._cases: dict[tuple[Counted, tuple[Label, ...]], Counter] = {}
        self._known: Tally[Counted] = Tally()
        self._tracer = trace.get_tracer("certobot")

    def count(self, what: Counted, *labels: Label, by: float = 1) -> None:
        """Add to the counter of this case."""
        case = self._cases.get((what, labels)) or self._case(what, labels)
        case.inc(by)

    def step(self, step: Step) -> AbstractContextManager[object]:
        """Return a step that is timed, and traced when somebody traces."""
        return _Running(self._steps[step], self._span(step))

    def took(self, step: Step, seconds: float, about: Mapping[str, Label | float]) -> None:
        """Time a step that is over, and trace it as if it had been watched."""
        self._steps[step].observe(seconds)
        if _is_traced():
            ended = time.time_ns()
            said = {f"certobot.{key}": value for key, value in about.items() if value is not None}
            span = self._tracer.start_span(
                f"certobot.{step}", start_time=ended - int(seconds * 1e9), attributes=said
            )
            span.end(ended)

    def text(self, readings: Readings) -> bytes:
        """Return everything that was counted, with `readings` as they are now."""
        for (what, label), value in readings.items():
            gauge = self._gauges[what]
            (gauge.labels(label) if what.label else gauge).set(value)
        return generate_latest(self._registry)

    def _case(self, what: Counted, labels: tuple[Label, ...]) -> Counter:
        if self._known[what] >= _MOST_CASES:
            return self._counters[what].labels(*(_OTHER for _ in what.labels))
        self._known[what] += 1
        case = self._counters[what].labels(*(_named(label) for label in labels))
        self._cases[what, labels] = case
        return case

    def _span(self, step: Step) -> AbstractContextManager[object] | None:
        return self._tracer.start_as_current_span(f"certobot.{step}") if _is_traced() else None


class _Running:
    """A step under way."""

    __slots__ = ("_began", "_seconds", "_span")

    def __init__(self, seconds: Histogram, span: AbstractContextManager[object] | None) -> None:
        self._seconds = seconds
        self._span = span
        self._began = 0.0

    def __enter__(self) -> None:
        if self._span is not None:
            self._span.__enter__()
        self._began = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace_: TracebackType | None
    ) -> None:
        self._seconds.observe(time.perf_counter() - self._began)
        if self._span is not None:
            self._span.__exit__(kind, error, trace_)


def _named(label: Label) -> str:
    written = _NONE if label is None else str(label)
    return written if _LABEL.fullmatch(written) else _OTHER


def _is_traced() -> bool:
    """Tell whether somebody installed a tracer: without one, even a span that records nothing costs 8 µs."""
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)

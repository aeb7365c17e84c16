"""Spans, for whoever installed an OpenTelemetry SDK."""

from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from adapters.telemetry.prometheus import PrometheusTelemetry
from application.ports.telemetry import Step


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Where the spans of this test go."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    yield exporter
    provider.shutdown()


def test_a_step_is_a_span_and_what_happens_within_it_is_its_child(spans: InMemorySpanExporter) -> None:
    telemetry = PrometheusTelemetry()

    with telemetry.step(Step.READ):
        telemetry.took(Step.MODEL, 0.5, {"model": "openai/gpt-oss-120b", "tokens": 120, "fallback": None})

    model, read = spans.get_finished_spans()
    assert (model.name, read.name) == ("certobot.model", "certobot.read")
    assert model.parent is not None
    assert model.parent.span_id == read.context.span_id
    assert dict(model.attributes or {}) == {"certobot.model": "openai/gpt-oss-120b", "certobot.tokens": 120}
    assert (model.end_time or 0) - (model.start_time or 0) == pytest.approx(0.5e9, rel=0.01)


def test_a_step_that_fails_is_a_span_that_failed(spans: InMemorySpanExporter) -> None:
    telemetry = PrometheusTelemetry()

    with pytest.raises(RuntimeError), telemetry.step(Step.SEND):
        raise RuntimeError("sem rede")

    (send,) = spans.get_finished_spans()
    assert not send.status.is_ok


def test_nothing_is_traced_when_nobody_traces() -> None:
    assert isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)
    assert PrometheusTelemetry()._span(Step.READ) is None

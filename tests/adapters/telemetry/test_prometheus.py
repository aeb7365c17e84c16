"""What Prometheus is told."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.telemetry.prometheus import PrometheusTelemetry
from application.ports.telemetry import Counted, Measured, Readings, Step


def samples(telemetry: PrometheusTelemetry, readings: Readings | None = None) -> dict[str, float]:
    """Return what is exposed, as Prometheus' own parser reads it: `name{label=value}` and its figure."""
    found = {}
    for family in text_string_to_metric_families(telemetry.text(readings or {}).decode()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def test_cases_of_one_thing_are_told_apart() -> None:
    telemetry = PrometheusTelemetry()

    telemetry.count(Counted.MESSAGES_RECEIVED, "text")
    telemetry.count(Counted.MESSAGES_RECEIVED, "text", by=2)
    telemetry.count(Counted.MESSAGES_RECEIVED, "audio")

    shown = samples(telemetry)
    assert shown["certobot_messages_received_total{type=text}"] == 3
    assert shown["certobot_messages_received_total{type=audio}"] == 1


def test_how_long_a_step_took_is_known() -> None:
    telemetry = PrometheusTelemetry()

    telemetry.took(Step.MODEL, 0.2, {})
    with telemetry.step(Step.READ):
        pass

    shown = samples(telemetry)
    assert shown["certobot_step_seconds_bucket{le=0.1,step=model}"] == 0
    assert shown["certobot_step_seconds_bucket{le=0.25,step=model}"] == 1
    assert shown["certobot_step_seconds_count{step=read}"] == 1


def test_what_is_read_now_replaces_what_was_read_before() -> None:
    telemetry = PrometheusTelemetry()
    samples(telemetry, {(Measured.WAITING, "outbound"): 7, (Measured.STORE_UP, None): 1})

    shown = samples(telemetry, {(Measured.WAITING, "outbound"): 0, (Measured.STORE_UP, None): 1})

    assert shown["certobot_waiting{queue=outbound}"] == 0
    assert shown["certobot_store_up{}"] == 1


@pytest.mark.parametrize(
    "personal", ["52998224725", "+5511999990001", "a5511999990001", "Maria Souza", "João"]
)
def test_no_label_can_hold_what_may_be_a_persons(personal: str) -> None:
    telemetry = PrometheusTelemetry()

    telemetry.count(Counted.MESSAGES_RECEIVED, personal)

    assert samples(telemetry)["certobot_messages_received_total{type=other}"] == 1
    assert personal not in telemetry.text({}).decode()


def test_no_wire_can_fill_the_memory_with_cases() -> None:
    telemetry = PrometheusTelemetry()

    for number in range(2_000):
        telemetry.count(Counted.MESSAGES_RECEIVED, f"type{number}")

    shown = [name for name in samples(telemetry) if name.startswith("certobot_messages_received_total")]
    assert len(shown) < 600
    assert samples(telemetry)["certobot_messages_received_total{type=other}"] >= 1_400

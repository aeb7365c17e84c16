"""`/metrics` of a program that works."""

import asyncio
import re
from pathlib import Path

import msgspec
from dependency_injector.providers import Factory
from prometheus_client.parser import text_string_to_metric_families

from application.ports.telemetry import Counted, Measured
from application.ports.unit_of_work import StoreUnavailable, UnitOfWork
from entrypoints.settings import Settings
from tests.entrypoints.conftest import MARIA, Certobot, Start
from tests.entrypoints.phone import Phone

PAGE = Path(__file__).parent.parent.parent / "docs" / "metricas.md"


async def shown(certobot: Certobot) -> dict[str, float]:
    """What Prometheus would read: `name{label=value}` and its figure."""
    response = await certobot.http.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        f"{sample.name}{{{_labels(sample.labels)}}}": sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def _labels(labels: dict[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in sorted(labels.items()))


async def test_a_conversation_leaves_its_traces_in_the_counters(certobot: Certobot, maria: Phone) -> None:
    await certobot.opens()
    await maria.says("oi")
    await maria.says("529")

    # The phone has the text a moment before we know that it was accepted.
    async with asyncio.timeout(10):
        while (counted := await shown(certobot)).get("certobot_messages_sent_total{type=text}") != 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    assert counted["certobot_webhooks_total{answer=read}"] >= 1
    assert counted["certobot_messages_received_total{type=text}"] == 2
    assert counted["certobot_turns_total{intent=identify,phase=negotiation,status=active}"] == 1
    assert counted["certobot_offers_total{reason=opening}"] == 1
    assert counted["certobot_messages_sent_total{type=template}"] == 1
    assert counted["certobot_messages_sent_total{type=text}"] == 2
    assert counted["certobot_active_conversations{}"] == 1
    assert counted["certobot_waiting{queue=inbound}"] == 0
    assert counted["certobot_store_up{}"] == 1
    for step in ("hold", "read", "phrase", "keep", "send"):
        assert counted[f"certobot_step_seconds_count{{step={step}}}"] >= 1


async def test_nothing_in_them_tells_who_somebody_is(certobot: Certobot, maria: Phone) -> None:
    await certobot.opens()
    await maria.says("Maria Aparecida, cpf 529.982.247-25, telefone 11 99999-9001")

    page = (await certobot.http.get("/metrics")).text

    labels = " ".join(re.findall(r"\{([^}]*)\}", page))
    assert not re.search(r"\d{7}|Maria|Aurora|R\$", labels)
    assert MARIA not in page


async def test_a_database_that_does_not_answer_leaves_the_counters_to_be_read(certobot: Certobot) -> None:
    def away() -> UnitOfWork:
        raise StoreUnavailable("sem banco")

    with certobot.container.uow.override(Factory(away)):
        counted = await shown(certobot)

    assert counted["certobot_store_up{}"] == 0
    assert "certobot_step_seconds_count{step=read}" in counted


async def test_who_is_not_meta_is_counted_and_not_heard(certobot: Certobot) -> None:
    await certobot.http.post(
        "/webhooks/whatsapp", content=b"{}", headers={"X-Hub-Signature-256": "sha256=00"}
    )

    assert (await shown(certobot))["certobot_webhooks_total{answer=unsigned}"] == 1


async def test_with_a_token_only_who_knows_it_reads_them(start: Start, mock_settings: Settings) -> None:
    http = msgspec.structs.replace(mock_settings.http, metrics_token="segredo")
    async with start(msgspec.structs.replace(mock_settings, http=http)) as program:
        assert (await program.http.get("/metrics")).status_code == 401
        wrong = {"Authorization": "Bearer outro"}
        assert (await program.http.get("/metrics", headers=wrong)).status_code == 401
        right = {"Authorization": "Bearer segredo"}
        assert (await program.http.get("/metrics", headers=right)).status_code == 200
        assert (await program.http.get("/health/live")).status_code == 200


def test_the_page_of_the_docs_names_every_metric_and_no_other() -> None:
    named = set(re.findall(r"`(certobot_\w+?)(?:\{[^`]*)?`", PAGE.read_text(encoding="utf-8")))

    counters = {f"certobot_{what.title}_total" for what in Counted}
    assert named == counters | {f"certobot_{what.title}" for what in Measured} | {"certobot_step_seconds"}

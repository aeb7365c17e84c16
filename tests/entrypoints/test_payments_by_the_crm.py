"""`payments = "crm"`: the CRM issues what was agreed and Certobot delivers it, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from sqlite3 import Connection, Row

import msgspec
import pytest

from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import Certobot, Start, free_port
from tests.entrypoints.phone import Phone
from tests.mock_crm.running import RunningCrm, running_crm

FAST = 0.02


@pytest.fixture
def crm_settings(cloud_settings: Settings) -> Settings:
    """The CRM knows the debtors, issues the boletos and keeps the outcomes."""
    return with_crm(cloud_settings, f"http://127.0.0.1:{free_port()}")


def with_crm(settings: Settings, url: str) -> Settings:
    providers = msgspec.structs.replace(settings.providers, crm="http", payments="crm")
    return msgspec.structs.replace(
        settings, providers=providers, crm=msgspec.structs.replace(settings.crm, url=url)
    )


@asynccontextmanager
async def both(start: Start, settings: Settings, folder: Path) -> AsyncIterator[tuple[Certobot, RunningCrm]]:
    """Certobot and the CRM, each knowing where the other is."""
    port = int(settings.crm.url.rpartition(":")[2])
    async with (
        start(settings) as certobot,
        running_crm(folder, port=port, certobot_url=certobot.url, retry_seconds=FAST) as crm,
    ):
        yield certobot, crm


async def agrees(certobot: Certobot, graph: GraphServer) -> tuple[str, Phone]:
    """Maria agrees on three instalments."""
    maria = Phone(certobot.http, graph, "5511999999001")
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "em 3x"):
        await maria.says(text)
    await maria.says("sim")
    return conversation_id, maria


async def test_what_the_crm_issues_reaches_the_debtor_once(
    start: Start, crm_settings: Settings, graph: GraphServer, tmp_path: Path
) -> None:
    async with both(start, crm_settings, tmp_path) as (certobot, crm):
        conversation_id, maria = await agrees(certobot, graph)
        await maria.until(lambda: maria.documents)

        kept = (await crm.http.get(f"/api/negotiations/results/{conversation_id}")).json()
        assert (kept["outcome"], kept["payment_slip_reference"]) == ("successful", None)
        assert len(kept["boletos"]) == 3
        assert kept["agreed_amount"] == "900.00"
        view = await certobot.conversation(conversation_id)
        agreement = (await certobot.http.get(f"/api/v1/agreements/{view['agreement_id']}")).json()
        assert [due["documents"] for due in agreement["installments"]] == [[], [], []]
        assert [document["filename"] for document in maria.documents] == ["carne.pdf"]


async def test_whoever_asks_again_gets_what_the_crm_sent_again(
    start: Start, crm_settings: Settings, graph: GraphServer, tmp_path: Path
) -> None:
    async with both(start, crm_settings, tmp_path) as (certobot, _):
        _, maria = await agrees(certobot, graph)
        await maria.until(lambda: maria.documents)

        answer = await maria.says("segunda via")
        await maria.until(lambda: len(maria.documents) == 2)

        assert "equipe" not in answer
        first, second = (document["filename"] for document in maria.documents)
        assert first == second == "carne.pdf"


async def test_whoever_names_an_instalment_gets_its_page_alone_and_its_codes(
    start: Start, crm_settings: Settings, graph: GraphServer, tmp_path: Path
) -> None:
    async with both(start, crm_settings, tmp_path) as (certobot, crm):
        conversation_id, maria = await agrees(certobot, graph)
        await maria.until(lambda: maria.documents)
        issued = (await crm.http.get("/api/boletos", params={"session_id": conversation_id})).json()

        answer = await maria.says("manda a segunda parcela")
        await maria.until(lambda: len(maria.documents) == 2)

        assert {issued[1]["linha_digitavel"], issued[1]["pix_code"]} <= set(answer.splitlines())
        assert issued[0]["linha_digitavel"] not in answer
        assert maria.documents[-1]["filename"] == "boleto-parcela-2-de-3.pdf"


async def test_without_the_crm_what_it_had_sent_is_sent_again(
    start: Start, crm_settings: Settings, graph: GraphServer, tmp_path: Path
) -> None:
    async with both(start, crm_settings, tmp_path) as (certobot, crm):
        _, maria = await agrees(certobot, graph)
        await maria.until(lambda: maria.documents)
        await crm.fails(error_rate=1.0, status=404)

        answer = await maria.says("manda a segunda parcela")
        await maria.until(lambda: len(maria.documents) == 2)

        assert "equipe" not in answer
        assert maria.documents[-1]["filename"] == "carne.pdf"


async def test_cut_answers_on_either_side_make_no_second_boleto_and_no_second_message(
    start: Start, crm_settings: Settings, graph: GraphServer, tmp_path: Path
) -> None:
    async with both(start, crm_settings, tmp_path) as (certobot, crm):
        maria = Phone(certobot.http, graph, "5511999999001")
        conversation_id = await certobot.opens()
        await graph.accepted(1)
        for text in ("oi", "529", "em 3x"):
            await maria.says(text)
        await crm.fails(lost_answer_rate=1.0, next_requests=2)
        await maria.says("sim")
        await maria.until(lambda: maria.documents)
        # What the CRM delivered is asked of it once more, as after a crash of the CRM.
        await crm.desk.store.run(
            lambda connection: connection.execute("UPDATE deliveries SET status = 'pending'")
        )
        crm.desk.courier.nudge()
        async with asyncio.timeout(10):
            while (await crm.desk.store.run(attempts))[0] < 2:  # noqa: ASYNC110 -- it is the CRM that acts
                await asyncio.sleep(0.02)

        boletos = (await crm.http.get("/api/boletos", params={"session_id": conversation_id})).json()
        assert [boleto["amount"] for boleto in boletos] == ["300.00"] * 3
        assert len(maria.documents) == 1


def attempts(connection: Connection) -> Row:
    """Return how often the CRM delivered, when it waits for no answer any more."""
    row: Row = connection.execute(
        "SELECT CASE status WHEN 'accepted' THEN attempts ELSE 0 END FROM deliveries"
    ).fetchone()
    return row


async def test_a_crm_that_is_not_there_gets_the_outcome_when_it_is_back(
    start: Start, crm_settings: Settings, graph: GraphServer, tmp_path: Path
) -> None:
    port = int(crm_settings.crm.url.rpartition(":")[2])
    async with start(crm_settings) as certobot:
        async with running_crm(tmp_path, port=port) as crm:
            maria = Phone(certobot.http, graph, "5511999999001")
            conversation_id = await certobot.opens()
            await graph.accepted(1)
            for text in ("oi", "529", "em 3x"):
                await maria.says(text)
        assert "acordo" in (await maria.says("sim")).lower()
        async with running_crm(tmp_path, port=port, certobot_url=certobot.url, retry_seconds=FAST) as crm:
            await maria.until(lambda: maria.documents, within=30)
            kept = (await crm.http.get(f"/api/negotiations/results/{conversation_id}")).json()
            assert len(kept["boletos"]) == 3


async def test_only_a_crm_can_issue(start: Start, cloud_settings: Settings) -> None:
    providers = msgspec.structs.replace(cloud_settings.providers, payments="crm")

    with pytest.raises(InvalidSetting, match="crm = http"):
        async with start(msgspec.structs.replace(cloud_settings, providers=providers)):
            raise AssertionError("it must not start")

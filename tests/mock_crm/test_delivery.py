"""The CRM hands the boletos to the debtor through Certobot."""

import base64
from pathlib import Path

import pypdfium2

from tests.mock_crm.running import running_crm
from tests.mock_crm.scripted import Answer, scripted

FIRST, SECOND, THIRD = (f"0190a0b0-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))
ACCEPTED = Answer(202)
FAST = 0.01


async def test_a_successful_result_is_delivered_as_one_document_of_all_its_boletos(tmp_path: Path) -> None:
    async with (
        scripted(otherwise=ACCEPTED) as certobot,
        running_crm(tmp_path, certobot_url=certobot.url, certobot_api_key="chave") as crm,
    ):
        await crm.reports(session_id=FIRST)
        [asked] = await certobot.was_asked(1)

    assert (asked.method, asked.path) == ("POST", "/api/v1/messages/document")
    assert asked.headers["authorization"] == "Bearer chave"
    assert asked.headers["idempotency-key"] == f"boletos-{FIRST}"
    document = asked.json
    assert document.keys() == {"conversation_id", "filename", "content", "media_type", "caption"}
    assert (document["conversation_id"], document["media_type"]) == (FIRST, "application/pdf")
    assert document["filename"].endswith(".pdf")
    pdf = pypdfium2.PdfDocument(base64.b64decode(document["content"], validate=True))
    assert len(pdf) == 3
    pdf.close()


async def test_it_tries_until_accepted_with_one_key_and_then_never_again(tmp_path: Path) -> None:
    refusals = (Answer(503), Answer(0), Answer(429), Answer(401), Answer(409), Answer(404))
    async with (
        scripted(*refusals, otherwise=ACCEPTED) as certobot,
        running_crm(tmp_path, certobot_url=certobot.url, retry_seconds=FAST) as crm,
    ):
        await crm.reports(session_id=FIRST)
        await certobot.was_asked(7)
        await crm.reports(session_id=FIRST)
        await crm.reports(session_id=SECOND, debtor_cpf="43189341605")
        asked = await certobot.was_asked(8)

    keys = [each.headers["idempotency-key"] for each in asked]
    assert keys == [f"boletos-{FIRST}"] * 7 + [f"boletos-{SECOND}"]
    assert len({each.body for each in asked[:7]}) == 1


async def test_what_was_not_delivered_before_a_restart_is_delivered_after_it(tmp_path: Path) -> None:
    async with scripted(ACCEPTED, otherwise=Answer(503)) as certobot:
        async with running_crm(tmp_path, certobot_url=certobot.url, retry_seconds=FAST) as crm:
            await crm.reports(session_id=FIRST)
            await certobot.was_asked(1)
            await crm.reports(session_id=SECOND, debtor_cpf="43189341605")
            await certobot.was_asked(3)
        before = len(certobot.asked)
        certobot.otherwise = ACCEPTED
        async with running_crm(tmp_path, certobot_url=certobot.url, retry_seconds=FAST) as crm:
            await certobot.was_asked(before + 1)
            await crm.reports(session_id=THIRD, debtor_cpf="32574872827")
            asked = await certobot.was_asked(before + 2)

    assert [each.json["conversation_id"] for each in asked[before:]] == [SECOND, THIRD]


async def test_a_document_that_will_never_be_accepted_does_not_hold_up_the_next(tmp_path: Path) -> None:
    async with (
        scripted(Answer(422), otherwise=ACCEPTED) as certobot,
        running_crm(tmp_path, certobot_url=certobot.url, retry_seconds=FAST) as crm,
    ):
        await crm.reports(session_id="sessao-de-outro-sistema")
        await certobot.was_asked(1)
        await crm.reports(session_id=SECOND, debtor_cpf="43189341605")
        asked = await certobot.was_asked(2)

    assert [each.json["conversation_id"] for each in asked] == ["sessao-de-outro-sistema", SECOND]


async def test_only_a_successful_result_without_a_slip_of_its_own_is_delivered(tmp_path: Path) -> None:
    async with (
        scripted(otherwise=ACCEPTED) as certobot,
        running_crm(tmp_path, certobot_url=certobot.url, retry_seconds=FAST) as crm,
    ):
        await crm.reports(session_id=FIRST, outcome="unsuccessful")
        await crm.reports(session_id=SECOND, payment_slip_reference="109/00000001-6")
        await crm.reports(session_id=THIRD)
        [asked] = await certobot.was_asked(1)

    assert asked.json["conversation_id"] == THIRD

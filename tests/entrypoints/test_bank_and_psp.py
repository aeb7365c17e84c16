"""What the bank and the PSP tell, into the running program, and what the debtor's document then says."""

import asyncio
import logging
from io import BytesIO
from uuid import UUID

import msgspec
import pypdfium2
import pytest

from application.ports.bank_files import RemittanceImpossible
from domain.shared.ids import AgreementId
from entrypoints.settings import Settings
from tests.adapters.payments.pix_server import CLIENT_ID, CLIENT_SECRET, running_psp
from tests.adapters.payments.test_pix_gate import END_TO_END, a_body, a_pix
from tests.adapters.payments.test_returns import a_return
from tests.adapters.payments.test_statement import an_entry, an_ofx
from tests.adapters.whatsapp.graph_server import GraphServer
from tests.entrypoints.conftest import Certobot, Start
from tests.entrypoints.phone import Phone

SECRET = "um-segredo-inventado"
PAYER = {
    "payer_address": "Não informado",
    "payer_city": "São Paulo",
    "payer_state": "SP",
    "payer_zip": "01001000",
}


@pytest.fixture
def bank_settings(cloud_settings: Settings) -> Settings:
    """An account whose boletos can be registered, and a PSP that knows our address."""
    pix = msgspec.structs.replace(cloud_settings.pix, webhook_secret=SECRET)
    return msgspec.structs.replace(cloud_settings, payments=cloud_settings.payments | PAYER, pix=pix)


async def agrees(certobot: Certobot, graph: GraphServer) -> tuple[str, Phone]:
    """Maria agrees to pay R$ 900,00 in three instalments; return her agreement."""
    maria = Phone(certobot.http, graph, "5511999999001")
    conversation_id = await certobot.opens()
    await graph.accepted(1)
    for text in ("oi", "529", "em 3x", "sim"):
        await maria.says(text)
    await maria.until(lambda: maria.documents)
    return str((await certobot.conversation(conversation_id))["agreement_id"]), maria


async def page_of(certobot: Certobot, agreement_id: str, n: int) -> str:
    """Return what the page of a document says."""
    pdf = await certobot.http.get(f"/api/v1/agreements/{agreement_id}/documents/{n}")
    document = pypdfium2.PdfDocument(BytesIO(pdf.content))
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text


async def test_a_boleto_goes_to_the_bank_once_and_its_page_follows_what_the_bank_tells(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    async with start(bank_settings) as certobot:
        agreement_id, _ = await agrees(certobot, graph)
        write, read = certobot.container.write_remittance(), certobot.container.read_return()
        assert "ainda não registrado" in await page_of(certobot, agreement_id, 1)

        file = await write()
        assert file is not None
        assert (file.number, file.boletos) == (1, 3)
        assert await write() is None
        assert await write.written() == file
        assert "enviado ao banco" in await page_of(certobot, agreement_id, 1)

        for content in (a_return(1, "02"), a_return(2, "03"), a_return(3, "06", paid="30000")):
            assert [line.is_news for line in await read(content)] == [True]
            assert [line.is_news for line in await read(content)] == [False]
        agreement = (await certobot.http.get(f"/api/v1/agreements/{agreement_id}")).json()
        ways = [document for due in agreement["installments"] for document in due["documents"]]
        told = {way["n"]: way["registration"] for way in ways}
        assert told == {1: "registered", 2: "rejected", 3: "paid", 4: None, 5: None, 6: None}
        assert "Boleto registrado no banco" in await page_of(certobot, agreement_id, 1)
        assert "recusou o registro" in await page_of(certobot, agreement_id, 2)
        assert "Boleto pago" in await page_of(certobot, agreement_id, 3)

        again = await write(again=True)
        assert again is not None
        assert (again.number, again.boletos) == (2, 1)


async def test_who_writes_at_the_same_time_tells_the_bank_of_each_boleto_once(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    async with start(bank_settings) as certobot:
        await agrees(certobot, graph)

        write = certobot.container.write_remittance()
        files = await asyncio.gather(*(write() for _ in range(6)))

        assert [(file.number, file.boletos) for file in files if file] == [(1, 3)]


async def test_a_paid_boleto_settles_its_instalment_once_however_often_the_bank_tells(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    async with start(bank_settings) as certobot:
        agreement_id, _ = await agrees(certobot, graph)
        read = certobot.container.read_return()

        told = [(await read(a_return(2, "06", paid="30000")))[0].payment for _ in range(2)]

        assert told == ["recorded", "repeated"]
        agreement = (await certobot.http.get(f"/api/v1/agreements/{agreement_id}")).json()
        assert [due["status"] for due in agreement["installments"]] == ["open", "paid", "open"]


async def test_what_the_bank_refuses_an_operator_sees_and_the_debtor_is_not_sent_again(
    start: Start, bank_settings: Settings, graph: GraphServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with start(bank_settings) as certobot:
        agreement_id, maria = await agrees(certobot, graph)
        await certobot.container.write_remittance()()
        read = certobot.container.read_return()
        with caplog.at_level(logging.ERROR, "application"):
            for _ in range(2):
                await read(a_return(1, "03"))
            answer = await maria.says("segunda via")

        assert "banco" in answer
        told = [record for record in caplog.records if record.levelno == logging.ERROR]
        assert [record.message for record in told] == ["boleto refused by its bank", "second copy withheld"]
        assert {vars(record)["agreement"] for record in told} == {agreement_id}
        assert len(maria.documents) == 1
        assert 'certobot_dead_letters{kind="boleto"} 1.0' in (await certobot.http.get("/metrics")).text


async def test_a_line_about_another_amount_is_not_of_our_boleto(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    async with start(bank_settings) as certobot:
        await agrees(certobot, graph)

        (line,) = await certobot.container.read_return()(a_return(1, "06", paid="30000", title="30001"))

        assert (line.boleto, line.payment) == (None, None)


async def test_a_remittance_that_cannot_be_written_changes_nothing(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    nowhere = msgspec.structs.replace(bank_settings, payments=bank_settings.payments | {"payer_zip": ""})
    async with start(nowhere) as certobot:
        await agrees(certobot, graph)
        with pytest.raises(RemittanceImpossible, match="payer_zip"):
            await certobot.container.write_remittance()()
    async with start(bank_settings) as certobot:
        file = await certobot.container.write_remittance()()
        assert file is not None
        assert (file.number, file.boletos) == (1, 3)


@pytest.mark.parametrize("tail", ["", "/pix"])
async def test_a_pix_that_the_psp_tells_of_settles_its_instalment_once(
    start: Start, bank_settings: Settings, graph: GraphServer, tail: str
) -> None:
    async with start(bank_settings) as certobot:
        agreement_id, _ = await agrees(certobot, graph)
        txid = await txid_of(certobot, agreement_id, 2)
        body = a_body(
            a_pix(txid=txid, valor="300.00"), a_pix(txid="desconhecido", endToEndId=END_TO_END[::-1])
        )

        answers = [await certobot.http.post(f"/webhooks/pix/{SECRET}{tail}", content=body) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [200, 200]
        agreement = (await certobot.http.get(f"/api/v1/agreements/{agreement_id}")).json()
        assert [due["status"] for due in agreement["installments"]] == ["open", "paid", "open"]


async def test_who_does_not_know_the_address_finds_nothing_there(
    start: Start, bank_settings: Settings, cloud_settings: Settings
) -> None:
    async with start(bank_settings) as certobot:
        wrong = await certobot.http.post("/webhooks/pix/outro-segredo-inventado", content=a_body(a_pix()))
        unreadable = await certobot.http.post(f"/webhooks/pix/{SECRET}", content=b"oi")
    async with start(cloud_settings) as certobot:
        unset = await certobot.http.post(f"/webhooks/pix/{SECRET}", content=a_body(a_pix()))

    assert (wrong.status_code, unreadable.status_code, unset.status_code) == (404, 400, 404)


async def txid_of(certobot: Certobot, agreement_id: str, installment: int) -> str:
    """Return what names the Pix of an instalment."""
    async with certobot.container.uow() as uow:
        documents = await uow.agreements.documents(AgreementId(UUID(agreement_id)))
    pix = documents[installment - 1].pix
    assert pix is not None
    return pix.txid


async def test_the_files_travel_by_the_api_too(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    async with start(bank_settings) as certobot:
        http = certobot.http
        assert (await http.post("/api/v1/bank/remittances")).status_code == 204
        agreement_id, _ = await agrees(certobot, graph)

        written = await http.post("/api/v1/bank/remittances")
        again = await http.get(written.headers["Location"])
        told = await http.post("/api/v1/bank/returns", content=a_return(1, "06", paid="30000"))
        statement = an_ofx(
            an_entry("300.00", "COBRANCA 00000001"),
            an_entry("9.00", "TED", fitid="2"),
            # Digits that happen to be of a boleto, with less money than any bank would have taken for it.
            an_entry("12.00", "DEPOSITO 00000002", fitid="3"),
        )
        credits_read = await http.post("/api/v1/bank/statements", content=statement)

        assert (written.status_code, again.status_code) == (201, 200)
        assert written.content == again.content
        assert 'filename="CB341_0000001.REM"' in written.headers["Content-Disposition"]
        (line,) = told.json()
        assert (line["agreement_id"], line["installment"], line["state"]) == (agreement_id, 1, "paid")
        assert (line["paid_amount"], line["payment"]) == ("300.00", "recorded")
        assert [credit["payment"] for credit in credits_read.json()] == ["recorded", None, None]
        agreement = (await http.get(f"/api/v1/agreements/{agreement_id}")).json()
        assert [due["status"] for due in agreement["installments"]] == ["paid", "open", "open"]


async def test_a_file_that_is_none_is_refused_in_portuguese(start: Start, bank_settings: Settings) -> None:
    async with start(bank_settings) as certobot:
        for path in ("returns", "statements"):
            refused = await certobot.http.post(f"/api/v1/bank/{path}", content=b"oi")
            assert refused.status_code == 422
            assert "o arquivo não é um" in refused.json()["detail"]
        assert (await certobot.http.get("/api/v1/bank/remittances/7")).status_code == 404


async def test_with_a_psp_the_chat_hands_over_its_charge_and_a_cut_answer_makes_no_second_one(
    start: Start, bank_settings: Settings, graph: GraphServer
) -> None:
    async with running_psp() as psp:
        pix = msgspec.structs.replace(
            bank_settings.pix,
            url=psp.url,
            token_url=f"{psp.url}/oauth/token",
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
        )
        providers = msgspec.structs.replace(bank_settings.providers, payments="cobv")
        async with start(msgspec.structs.replace(bank_settings, pix=pix, providers=providers)) as certobot:
            psp.troubles.append("cut after")
            agreement_id, maria = await agrees(certobot, graph)

            assert len(psp.charges) == 3
            first = next(iter(psp.charges))
            assert psp.kept(first)["pixCopiaECola"] in maria.texts[-1].splitlines()
            paid = a_body(a_pix(txid=first, valor="300.00"))
            await certobot.http.post(f"/webhooks/pix/{SECRET}", content=paid)
            agreement = (await certobot.http.get(f"/api/v1/agreements/{agreement_id}")).json()
            assert [due["status"] for due in agreement["installments"]] == ["paid", "open", "open"]

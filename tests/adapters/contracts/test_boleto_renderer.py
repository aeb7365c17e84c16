"""What every boleto renderer promises: a person, a scanner and a bank app read the same document."""

import asyncio
from dataclasses import replace

import pytest

from application.ports.boleto_renderer import BoletoRenderer
from domain.payments.document import PaymentDocument
from domain.shared.money import format_brl
from tests.adapters.boleto.drawn import RENDERERS, WITHOUT_PIX, documents_of
from tests.adapters.boleto.pages import size, symbols, texts
from tests.adapters.payments.agreement import CREDITOR, DEBTOR
from tests.adapters.payments.pix_server import a_code

# What a phone sees at arm's length: enough for these symbols, and quick enough for many pages.
_QUICK_SCAN = 2


@pytest.fixture(params=RENDERERS)
def renderer(request: pytest.FixtureRequest) -> BoletoRenderer:
    return RENDERERS[request.param]()


@pytest.mark.parametrize("count", [1, 3, 12])
async def test_each_document_has_its_a4_page_in_order(renderer: BoletoRenderer, count: int) -> None:
    documents = await documents_of(count)

    pdf = await renderer.render(documents)

    pages = texts(pdf)
    assert len(pages) == count
    for index, (document, text) in enumerate(zip(documents, pages, strict=True)):
        assert size(pdf, index) == pytest.approx((210, 297), abs=0.3)
        assert f"Parcela {index + 1} de {count}" in text
        assert document.boleto.linha_digitavel in text


async def test_a_scanner_reads_the_barcode_and_the_pix_code(renderer: BoletoRenderer) -> None:
    documents = await documents_of()

    pdf = await renderer.render(documents)

    for index, document in enumerate(documents):
        assert document.pix is not None
        assert symbols(pdf, index) == {"ITF": document.boleto.barcode, "QR Code": document.pix.payload}


@pytest.mark.parametrize("count", [2, 24])
async def test_both_renderers_say_and_code_the_same_facts_on_every_page(count: int) -> None:
    documents = await documents_of(count)

    for make in RENDERERS.values():
        pdf = await make().render(documents)
        pages = texts(pdf)
        for index, (document, text) in enumerate(zip(documents, pages, strict=True)):
            assert document.pix is not None
            seen = symbols(pdf, index, _QUICK_SCAN)
            assert seen == {"ITF": document.boleto.barcode, "QR Code": document.pix.payload}
            assert facts(document) - {fact for fact in facts(document) if fact in text} == set()


def facts(document: PaymentDocument) -> set[str]:
    """Return what a page must say of its document, as people write it."""
    boleto = document.boleto
    return {
        f"Parcela {document.installment} de {document.of}",
        boleto.linha_digitavel,
        boleto.nosso_numero,
        boleto.document_number,
        boleto.agency_account,
        format_brl(boleto.amount),
        f"{boleto.due_date:%d/%m/%Y}",
        boleto.beneficiary.document,
        boleto.payer.name,
        boleto.payer.document,
        "Boleto ainda não registrado no banco",
    }


async def test_the_long_code_of_a_charge_that_a_psp_keeps_is_whole_on_the_page(
    renderer: BoletoRenderer,
) -> None:
    (document,) = await documents_of(1)
    assert document.pix is not None
    code = a_code(f"pix.psp.example/qr/v2/cobv/{'0123456789abcdef' * 3}"[:77])
    charged = replace(document, pix=replace(document.pix, payload=code, txid="A1" * 15))

    pdf = await renderer.render((charged,))

    assert symbols(pdf, 0)["QR Code"] == code
    assert code.replace(" ", "") in texts(pdf)[0].replace(" ", "")


async def test_the_page_shows_the_terms_as_people_write_them(renderer: BoletoRenderer) -> None:
    documents = await documents_of()

    for document, text in zip(documents, texts(await renderer.render(documents)), strict=True):
        boleto = document.boleto
        assert format_brl(boleto.amount) in text
        assert boleto.due_date.strftime("%d/%m/%Y") in text
        assert boleto.issued_on.strftime("%d/%m/%Y") in text
        for field in (
            boleto.nosso_numero,
            boleto.document_number,
            boleto.agency_account,
            boleto.wallet,
            boleto.bank,
        ):
            assert field in text


async def test_the_page_shows_name_address_and_cnpj_of_the_creditor(renderer: BoletoRenderer) -> None:
    (text,) = texts(await renderer.render(await documents_of(1)))

    for field in (
        CREDITOR.name,
        CREDITOR.document,
        CREDITOR.address,
        CREDITOR.city,
        CREDITOR.phone,
        CREDITOR.site,
    ):
        assert field in text


async def test_the_page_names_the_debtor_and_repeats_the_instructions(renderer: BoletoRenderer) -> None:
    (document,) = await documents_of(1)

    (text,) = texts(await renderer.render((document,)))

    assert DEBTOR.name in text
    assert DEBTOR.document in text
    assert document.boleto.instructions
    for instruction in document.boleto.instructions:
        assert instruction in text
    assert "Após o vencimento, cobrar multa de 2%" in text


async def test_the_pix_code_can_be_copied_from_the_page(renderer: BoletoRenderer) -> None:
    (document,) = await documents_of(1)
    assert document.pix is not None

    (text,) = texts(await renderer.render((document,)))

    assert document.pix.payload.replace(" ", "") in text.replace(" ", "")


async def test_without_pix_there_is_only_the_barcode(renderer: BoletoRenderer) -> None:
    documents = await documents_of(1, WITHOUT_PIX)

    pdf = await renderer.render(documents)

    assert symbols(pdf, 0) == {"ITF": documents[0].boleto.barcode}
    assert "Pix" not in texts(pdf)[0]


async def test_concurrent_renders_do_not_disturb_each_other(renderer: BoletoRenderer) -> None:
    requests = [await documents_of(count) for count in (1, 2, 3, 1, 2)]
    alone = [await renderer.render(documents) for documents in requests]

    together = await asyncio.gather(*(renderer.render(documents) for documents in requests))

    assert [texts(pdf) for pdf in together] == [texts(pdf) for pdf in alone]


async def test_the_event_loop_goes_on_while_pages_are_drawn(renderer: BoletoRenderer) -> None:
    rendering = asyncio.ensure_future(renderer.render(await documents_of(12)))

    turns = 0
    while not rendering.done():
        await asyncio.sleep(0)
        turns += 1

    # Drawn on the loop's own thread, the task would be done after its first step.
    assert turns > 10
    assert rendering.result().startswith(b"%PDF-")


async def test_the_same_documents_give_the_same_file(renderer: BoletoRenderer) -> None:
    documents = await documents_of()

    assert await renderer.render(documents) == await renderer.render(documents)

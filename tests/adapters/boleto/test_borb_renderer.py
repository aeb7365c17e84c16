"""What is particular to borb: it keeps quiet, leaves signals alone, and its barcode is drawn here."""

import signal
from itertools import pairwise

import pypdfium2
import pytest
from borb.pdf import UsageStatistics

from adapters.boleto.borb import BorbRenderer
from adapters.payments.local import LocalIssuer
from domain.payments.document import PaymentDocument
from tests.adapters.boleto.pages import MM
from tests.adapters.payments.agreement import ACCOUNT, a_request, installments

_FINE = 10


async def one_document() -> tuple[PaymentDocument, ...]:
    return await LocalIssuer(ACCOUNT).issue(a_request(*installments("100.00")))


def dark_runs(pdf: bytes, at_mm_from_bottom: float) -> list[tuple[float, float]]:
    """Return the dark stretches of the row of pixels at a height, in millimetres from the left."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=_FINE).to_pil().convert("L")
    y = image.height - round(at_mm_from_bottom * MM * _FINE)
    row = [image.getpixel((x, y)) < 128 for x in range(image.width)]
    edges = [x for x, (before, after) in enumerate(pairwise([False, *row, False])) if before != after]
    return [
        (start / MM / _FINE, end / MM / _FINE) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]


async def test_the_barcode_is_103_mm_wide_with_white_around_it() -> None:
    runs = dark_runs(await BorbRenderer().render(await one_document()), at_mm_from_bottom=22)

    start, end = runs[0][0], runs[-1][1]
    assert end - start == pytest.approx(103, abs=0.3)
    narrow = min(right - left for left, right in runs)
    assert start >= 10 * narrow
    assert 210 - end >= 10 * narrow


async def test_the_barcode_is_13_mm_high_and_stands_12_mm_above_the_edge() -> None:
    pdf = await BorbRenderer().render(await one_document())
    bars = dark_runs(pdf, at_mm_from_bottom=22)

    image = pypdfium2.PdfDocument(pdf)[0].render(scale=_FINE).to_pil().convert("L")
    x = round((bars[0][0] + bars[0][1]) / 2 * MM * _FINE)
    below_the_form = range(image.height - round(31 * MM * _FINE), image.height)
    dark = [y for y in below_the_form if image.getpixel((x, y)) < 128]

    assert len(dark) / MM / _FINE == pytest.approx(13, abs=0.3)
    assert (image.height - dark[-1]) / MM / _FINE >= 12


async def test_nothing_is_printed_however_many_files_are_made(capsys: pytest.CaptureFixture[str]) -> None:
    renderer, documents = BorbRenderer(), await one_document()

    for _ in range(65):
        await renderer.render(documents)

    assert capsys.readouterr() == ("", "")


async def test_no_use_is_reported_and_signal_handlers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT))
    reported: list[object] = []
    monkeypatch.setattr(UsageStatistics, "event", lambda *args, **kwargs: reported.append((args, kwargs)))

    await BorbRenderer().render(await one_document())

    assert reported == []
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


async def test_the_file_is_dated_by_its_documents_not_by_the_clock() -> None:
    pdf = await BorbRenderer().render(await one_document())

    assert pypdfium2.PdfDocument(pdf).get_metadata_value("CreationDate").startswith("D:20261120")

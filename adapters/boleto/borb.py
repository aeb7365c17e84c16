"""`boleto = "borb"`: payment documents drawn with borb (AGPL-3.0)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from borb.pdf import Document, UsageStatistics
from borb.pdf.primitives import datestr, hexstr, name
from borb.pdf.visitor.write_new.facade_visitor import FacadeVisitor

from adapters.boleto import wording
from adapters.boleto.bank_part import draw_bank_part
from adapters.boleto.canvas import Canvas
from adapters.boleto.debtor_part import draw_debtor_part
from domain.payments.document import PaymentDocument

# Before any document is written: otherwise borb reports each one to its makers and takes SIGTERM and SIGINT.
UsageStatistics.opt_out()


class BorbRenderer:
    """Draws payment documents with borb: receipt above, ficha de compensação below, one A4 page each.

    The same documents give the same bytes.
    """

    def __init__(self) -> None:
        # One thread, not a pool: borb is pure Python and holds the interpreter while it works, so a second
        # thread would only take turns with the event loop.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="borb")

    async def render(self, documents: tuple[PaymentDocument, ...]) -> bytes:
        """Return one PDF with one page per document, in order."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _draw, documents)


def _draw(documents: tuple[PaymentDocument, ...]) -> bytes:
    pdf = Document()
    for document in documents:
        canvas = Canvas()
        draw_debtor_part(canvas, document)
        draw_bank_part(canvas, document.boleto)
        pdf.append_page(canvas.page())
    _describe(pdf, documents)
    # What `PDF.write` does, without its counter: every 64 files that one prints an advertisement to stdout.
    writer = FacadeVisitor()
    writer.visit(node=pdf)
    content: bytes = writer.bytes()
    return content


def _describe(pdf: Document, documents: tuple[PaymentDocument, ...]) -> None:
    """Set the title, and in place of borb's clock and dice what the documents themselves say."""
    issued = datestr(f"D:{documents[0].boleto.issued_on:%Y%m%d}000000Z")
    barcodes = "".join(document.boleto.barcode for document in documents)
    identity = hexstr(sha256(barcodes.encode()).hexdigest()[:32].upper())
    trailer = pdf["Trailer"]
    trailer[name("ID")] = [identity, identity]
    trailer["Info"].update({name("CreationDate"): issued, name("ModDate"): issued})
    title = "\ufeff" + wording.title(documents)
    trailer["Info"][name("Title")] = hexstr(title.encode("utf-16-be").hex().upper())

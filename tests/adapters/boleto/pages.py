"""What a reader, a scanner and a ruler find on the pages of a PDF."""

import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

MM = 72 / 25.4
_SCAN_SCALE = 4


@dataclass(frozen=True)
class Box:
    """Where something is on a page, in millimetres from its bottom left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Box") -> bool:
        """Tell whether both cover more than a hair of the same paper."""
        across = min(self.right, other.right) - max(self.left, other.left)
        upwards = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > 0.2 and upwards > 0.2


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page, as copying it gives it, on one line."""
    return [
        re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)
    ]


def symbols(pdf: bytes, page: int, scale: float = _SCAN_SCALE) -> dict[str, str]:
    """Return what a scanner reads on a page, by kind: `ITF` and `QR Code`."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil()
    return {
        str(symbol.format).removeprefix("BarcodeFormat."): symbol.text
        for symbol in zxingcpp.read_barcodes(image)
    }


def size(pdf: bytes, page: int) -> tuple[float, float]:
    """Return width and height of a page in millimetres."""
    width, height = pypdfium2.PdfDocument(pdf)[page].get_size()
    return width / MM, height / MM


def title(pdf: bytes) -> str:
    """Return the title that a reader shows in its window."""
    found: str = pypdfium2.PdfDocument(pdf).get_metadata_value("Title")
    return found


def written(pdf: bytes, page: int) -> list[Box]:
    """Return where each piece of text is on a page."""
    return [_box(item) for item in _objects(pdf, page, pdfium.FPDF_PAGEOBJ_TEXT)]


def _objects(pdf: bytes, page: int, kind: int) -> list[pypdfium2.PdfObject]:
    document = pypdfium2.PdfDocument(pdf)
    return list(document[page].get_objects(filter=[kind]))


def _box(item: pypdfium2.PdfObject) -> Box:
    left, bottom, right, top = (edge / MM for edge in item.get_bounds())
    return Box(left, bottom, right, top)

"""A boleto as a picture, for a report."""

from io import BytesIO

import pypdfium2

_SCALE = 1.6
_COLOURS = 16
_MOST_PAGES = 3
_WHITE = 250


def pictures(pdf: bytes) -> tuple[bytes, ...]:
    """Return the first three pages as PNG, without the empty foot of each; none when it is no PDF."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return ()
    try:
        return tuple(_picture(document[index]) for index in range(min(len(document), _MOST_PAGES)))
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage) -> bytes:
    image = page.render(scale=_SCALE).to_pil().convert("L")
    drawn = image.point(lambda value: 255 if value < _WHITE else 0).getbbox()
    if drawn:
        margin = round(12 * _SCALE)
        image = image.crop((0, 0, image.width, min(image.height, drawn[3] + margin)))
    kept = BytesIO()
    image.quantize(_COLOURS).save(kept, "PNG", optimize=True)
    return kept.getvalue()

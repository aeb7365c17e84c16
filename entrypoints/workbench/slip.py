"""A boleto and a Pix code read back from what the debtor received, with arithmetic of our own.

Written from FEBRABAN's layout of the barcode and from Bacen's manual of the BR Code, not from our issuer.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import pypdfium2
import zxingcpp

_PIXELS_A_POINT = 4
_CYCLE_BEGAN = date(2025, 2, 22)
_CYCLE_FIRST_FACTOR = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF: its text on one line, and what a scanner reads on it."""

    text: str
    barcode: str | None
    qr_code: str | None


@lru_cache(maxsize=4)
def pages(pdf: bytes) -> tuple[Page, ...]:
    """Return what a person and a scanner find on each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_page(document[index]) for index in range(len(document)))
    finally:
        document.close()


def amount_of(barcode: str) -> Decimal:
    """Return the amount in BRL that a barcode carries."""
    return Decimal(int(barcode[9:19])) / 100


def due_date_of(barcode: str) -> date:
    """Return the due date of a barcode, by the factor that restarted at 1000 on 2025-02-22."""
    return _CYCLE_BEGAN + timedelta(days=int(barcode[5:9]) - _CYCLE_FIRST_FACTOR)


def barcode_of(linha_digitavel: str) -> str | None:
    """Return the barcode that a linha digitável says, or None when one of its check digits is wrong."""
    digits = re.sub(r"\D", "", linha_digitavel)
    fields = (digits[:10], digits[10:21], digits[21:32])
    if len(digits) != 47 or any(_modulo_10(field[:-1]) != field[-1] for field in fields):
        return None
    barcode = digits[:4] + digits[32:47] + digits[4:9] + digits[10:20] + digits[21:31]
    return barcode if _modulo_11(barcode[:4] + barcode[5:]) == barcode[4] else None


def pix_fields(payload: str) -> dict[str, str] | None:
    """Return the fields of a Pix copia-e-cola by their tags, or None when its checksum is wrong."""
    if payload[-4:] != f"{binascii.crc_hqx(payload[:-4].encode(), 0xFFFF):04X}":
        return None
    fields: dict[str, str] = {}
    while payload:
        end = 4 + int(payload[2:4])
        fields[payload[:2]], payload = payload[4:end], payload[end:]
    return fields


def _page(page: pypdfium2.PdfPage) -> Page:
    image = page.render(scale=_PIXELS_A_POINT).to_pil()
    read = {
        str(each.format).removeprefix("BarcodeFormat."): each.text for each in zxingcpp.read_barcodes(image)
    }
    text = re.sub(r"\s+", " ", page.get_textpage().get_text_bounded())
    return Page(text, read.get("ITF"), read.get("QR Code") or read.get("QRCode"))


def _modulo_10(digits: str) -> str:
    weighted = (int(digit) * (2 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits)))
    return str(-sum(value // 10 + value % 10 for value in weighted) % 10)


def _modulo_11(digits: str) -> str:
    total = sum(int(digit) * (index % 8 + 2) for index, digit in enumerate(reversed(digits)))
    digit = 11 - total % 11
    return str(digit if digit < 10 else 1)

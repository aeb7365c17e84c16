"""`boleto = "pycobranca"`: payment documents drawn with pycobranca's own pages, on ReportLab."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from textwrap import shorten, wrap
from typing import Any

from pycobranca.pix import qr_matrix
from pycobranca.render import desenha_boleto
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from adapters.boleto import wording
from adapters.boleto.winansi import printable
from domain.payments.boleto import Boleto
from domain.payments.document import PaymentDocument
from domain.payments.party import Beneficiary, Payer
from domain.payments.pix import PixCharge
from domain.shared.money import format_brl

# pycobranca cuts an instruction where its box ends: 108 mm beside a Pix code, 142 mm without one.
_INSTRUCTION_POINTS = {True: 300, False: 395}
# The cells of the parties: 142 and 190 mm, less their padding.
_BENEFICIARY_POINTS = 394
_PAYER_POINTS = 530
_PARTY_FONT = ("Helvetica-Bold", 8.5)
# Its free block is in Courier 8: 110 characters across the page.
_BLOCK_COLUMNS = 108
_CREDITOR_LINES = 4


class PycobrancaRenderer:
    """Draws payment documents with pycobranca's modern model, one A4 page each.

    The same documents give the same bytes.
    """

    def __init__(self) -> None:
        # ReportLab keeps its fonts in module state: one thread draws, and the event loop goes on.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pycobranca")

    async def render(self, documents: tuple[PaymentDocument, ...]) -> bytes:
        """Return one PDF with one page per document, in order."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _draw, documents)


def _draw(documents: tuple[PaymentDocument, ...]) -> bytes:
    content = BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    canvas.setTitle(wording.title(documents))
    canvas.setAuthor(documents[0].boleto.beneficiary.name)
    for document in documents:
        desenha_boleto(canvas, _context(document))
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _context(document: PaymentDocument) -> dict[str, Any]:
    boleto = document.boleto
    return {
        **_numbers(boleto),
        "local_pagamento": wording.PLACE_OF_PAYMENT,
        "beneficiario": {
            **_named(boleto.beneficiary, _BENEFICIARY_POINTS),
            "endereco": printable(wording.address(boleto.beneficiary)),
            "agencia_codigo": boleto.agency_account,
        },
        "pagador": {**_named(boleto.payer, _PAYER_POINTS), "endereco": ""},
        "instrucoes": _instructions(document),
        "demonstrativo": "\n".join(_block(document)),
        "tema": {
            "habilitado": True,
            "cor": "#08575C",
            "empresa": printable(boleto.beneficiary.name),
            "parcela_texto": wording.installment(document),
        },
        "pix": _pix(document.pix) if document.pix else {"habilitado": False},
    }


def _numbers(boleto: Boleto) -> dict[str, Any]:
    issued = wording.day(boleto.issued_on)
    return {
        "banco": {"codigo_dv": boleto.bank, "nome": printable(boleto.bank_name)},
        "linha_digitavel": boleto.linha_digitavel,
        "codigo_barras": boleto.barcode,
        "vencimento": wording.day(boleto.due_date),
        "valor_documento": format_brl(boleto.amount),
        "documento": {
            "data": issued,
            "numero": boleto.document_number,
            "especie": "DM",
            "aceite": "N",
            "data_processamento": issued,
        },
        "nosso_numero": boleto.nosso_numero,
        "carteira": boleto.wallet,
        "especie_moeda": "R$",
    }


def _instructions(document: PaymentDocument) -> list[str]:
    width = _INSTRUCTION_POINTS[document.pix is not None]
    return [
        line
        for instruction in document.boleto.instructions
        for line in simpleSplit(printable(instruction), "Helvetica", 8.5, width)
    ]


def _block(document: PaymentDocument) -> list[str]:
    """The creditor in full (CDC art. 42-A), whom the cells may have cut, and what has no cell."""
    creditor = document.boleto.beneficiary
    named = f"{creditor.name} - {wording.tax_number(creditor.document)} - {wording.address(creditor)}"
    lines = [
        wording.registration(document),
        *wrap(printable(named), _BLOCK_COLUMNS, max_lines=_CREDITOR_LINES, placeholder="…"),
        shorten(printable(wording.contact(creditor)), _BLOCK_COLUMNS, placeholder="…"),
    ]
    if document.pix:
        lines += ["Pix copia e cola:", *wording.copyable(document.pix.payload, _BLOCK_COLUMNS)]
    return [line for line in lines if line]


def _named(party: Beneficiary | Payer, points: float) -> dict[str, str]:
    """Cut the name here, so that pycobranca does not cut the CNPJ or CPF that it writes after it."""
    document = wording.tax_number(party.document)
    name, room = printable(party.name), points - stringWidth(f" - {document}…", *_PARTY_FONT)
    if stringWidth(name, *_PARTY_FONT) <= room:
        return {"nome": name, "documento": document}
    while name and stringWidth(name, *_PARTY_FONT) > room:
        name = name[:-1]
    return {"nome": name.rstrip() + "…", "documento": document}


def _pix(charge: PixCharge) -> dict[str, Any]:
    return {"habilitado": True, "copia_cola": charge.payload, "qrcode_matrix": qr_matrix(charge.payload)}

"""The upper part of the page, which the debtor keeps: who charges, what, how to pay, and the receipt."""

from adapters.boleto import wording
from adapters.boleto.canvas import Canvas, Color, Style
from adapters.boleto.form import BRAND, INK, LEFT, MUTED, RIGHT, RULE, TINT, WHITE, WIDTH, Cell, draw_row
from adapters.boleto.symbols import draw_qr
from adapters.boleto.winansi import printable
from domain.payments.boleto import Boleto
from domain.payments.document import PaymentDocument
from domain.payments.pix import PixCharge
from domain.shared.money import format_brl

_NAME = Style("Helvetica-Bold", 15, BRAND)
_SMALL = Style("Helvetica", 8, MUTED)
_BODY = Style("Helvetica", 9, INK)
_HEADLINE = Style("Helvetica-Bold", 12, INK)
_FIGURE = Style("Helvetica-Bold", 13, INK)
_BADGE = Style("Helvetica-Bold", 11, WHITE)
_CODE = Style("Courier", 8, INK)
_AMBER: Color = (1.0, 0.96, 0.86)
_AMBER_EDGE: Color = (0.85, 0.62, 0.13)
_GREEN: Color = (0.90, 0.97, 0.92)
_GREEN_EDGE: Color = (0.16, 0.55, 0.30)
_SIDE = 60.0
_WIDE = WIDTH - _SIDE
_CODE_COLUMNS = 74


def draw_debtor_part(canvas: Canvas, document: PaymentDocument) -> None:
    """Draw the upper 166 mm of the page."""
    _letterhead(canvas, document)
    _figures(canvas, document.boleto)
    _registration(canvas, document)
    _how_to_pay(canvas, document)
    _receipt(canvas, document)


def _letterhead(canvas: Canvas, document: PaymentDocument) -> None:
    """The creditor's name, address and CNPJ are on every collection document (CDC art. 42-A)."""
    boleto, room = document.boleto, 136.0
    creditor = boleto.beneficiary
    name = _NAME.shrunk_to(printable(creditor.name), room, smallest=10)
    below = canvas.paragraph(LEFT, 11.5 + name.size / 4, creditor.name, name, width=room, most=2)
    for text in (wording.tax_number(creditor.document), wording.address(creditor), wording.contact(creditor)):
        below = canvas.paragraph(LEFT, below, text, _SMALL, width=room, most=2)
    canvas.fill([(RIGHT - 44, 11.5, 44, 9)], BRAND)
    canvas.text(RIGHT - 22, 17.4, wording.installment(document), _BADGE, align="center", width=42)
    canvas.text(RIGHT, 25.2, f"Documento {boleto.document_number}", _SMALL, align="right", width=46)
    canvas.line((LEFT, 35.6), (RIGHT, 35.6), BRAND, 0.6)


def _figures(canvas: Canvas, boleto: Boleto) -> None:
    figures = (
        ("Vencimento", wording.day(boleto.due_date)),
        ("Valor", format_brl(boleto.amount)),
        ("Nosso número", boleto.nosso_numero),
    )
    gap, width = 3.0, 60.0
    for index, (label, value) in enumerate(figures):
        left = LEFT + index * (width + gap)
        canvas.fill([(left, 39, width, 13)], TINT)
        canvas.fill([(left, 39, 1.2, 13)], BRAND)
        canvas.text(left + 4, 43.4, label, _SMALL)
        style = _FIGURE.shrunk_to(printable(value), width - 6, smallest=8)
        canvas.text(left + 4, 49.4, value, style, width=width - 6)


def _registration(canvas: Canvas, document: PaymentDocument) -> None:
    is_registered = document.boleto.registration == "registered"
    fill, edge = (_GREEN, _GREEN_EDGE) if is_registered else (_AMBER, _AMBER_EDGE)
    canvas.fill([(LEFT, 55, WIDTH, 8)], fill)
    canvas.frame((LEFT, 55, WIDTH, 8), edge, 0.25)
    canvas.text(LEFT + 3, 60.1, wording.registration(document), _BODY, width=WIDTH - 6)


def _how_to_pay(canvas: Canvas, document: PaymentDocument) -> None:
    canvas.frame((LEFT, 66, WIDTH, 46), RULE, 0.25)
    if document.pix is None:
        _steps(canvas, LEFT + 5, document, "Como pagar este boleto", "digite a linha digitável")
        canvas.fill([(LEFT + 5, 96, WIDTH - 10, 12)], TINT)
        canvas.text(LEFT + 9, 103.6, document.boleto.linha_digitavel, _FIGURE)
        return
    draw_qr(canvas, LEFT + 2, 68, 42, document.pix.payload)
    _steps(canvas, LEFT + 48, document, "Pague com Pix", "use o Pix copia e cola")
    _copy_and_paste(canvas, LEFT + 48, document.pix)


def _steps(canvas: Canvas, left: float, document: PaymentDocument, headline: str, by_hand: str) -> None:
    boleto, room = document.boleto, RIGHT - left - 4
    scanned = "código de barras" if document.pix is None else "QR Code"
    canvas.text(left, 73.5, headline, _HEADLINE)
    steps = (
        f"1. No aplicativo do seu banco, aponte a câmera para o {scanned} ou {by_hand}",
        f"2. Confira o nome: {boleto.beneficiary.name}",
        f"3. Confira o valor, {format_brl(boleto.amount)}, e confirme",
    )
    for index, step in enumerate(steps):
        canvas.text(left, 79.2 + index * 4.6, step, _BODY, width=room)


def _copy_and_paste(canvas: Canvas, left: float, pix: PixCharge) -> None:
    canvas.text(left, 94.4, f"Pix copia e cola · identificador {pix.txid}", _SMALL)
    canvas.fill([(left, 96, RIGHT - left - 4, 14)], TINT)
    for index, piece in enumerate(wording.copyable(pix.payload, _CODE_COLUMNS)):
        canvas.text(left + 2, 99.6 + index * 3.5, piece, _CODE)


def _receipt(canvas: Canvas, document: PaymentDocument) -> None:
    boleto = document.boleto
    canvas.text(LEFT, 118.6, f"{boleto.bank_name}  |  {boleto.bank}", _HEADLINE)
    canvas.text(RIGHT, 118.6, "Recibo do pagador", _HEADLINE, align="right")
    canvas.line((LEFT, 120.5), (RIGHT, 120.5), INK, 0.4)
    top = _parties(canvas, boleto, 120.5)
    top = draw_row(
        canvas,
        top,
        8,
        Cell("Nº do documento", _WIDE / 3, boleto.document_number),
        Cell("Data do documento", _WIDE / 3, wording.day(boleto.issued_on)),
        Cell("Parcela", _WIDE / 3, f"{document.installment} de {document.of}"),
        Cell("Nosso número", _SIDE, boleto.nosso_numero, align="right"),
    )
    draw_row(canvas, top, 9, Cell("Linha digitável", WIDTH, boleto.linha_digitavel, strong=True))
    canvas.text(RIGHT, top + 12.2, "Autenticação mecânica", _SMALL, align="right")


def _parties(canvas: Canvas, boleto: Boleto, top: float) -> float:
    creditor, payer = boleto.beneficiary, boleto.payer
    top = draw_row(
        canvas,
        top,
        8,
        Cell("Beneficiário", _WIDE, creditor.name, f" – {wording.tax_number(creditor.document)}"),
        Cell("Vencimento", _SIDE, wording.day(boleto.due_date), align="right", strong=True),
    )
    top = draw_row(
        canvas,
        top,
        8,
        Cell("Endereço do beneficiário", _WIDE, wording.address(creditor)),
        Cell("Agência / código do beneficiário", _SIDE, boleto.agency_account, align="right"),
    )
    return draw_row(
        canvas,
        top,
        8,
        Cell("Pagador", _WIDE, payer.name, f" – {wording.tax_number(payer.document)}"),
        Cell("(=) Valor do documento", _SIDE, format_brl(boleto.amount), align="right", strong=True),
    )

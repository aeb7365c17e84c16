"""The lower part of the page, which the bank reads: the ficha de compensação."""

from adapters.boleto import wording
from adapters.boleto.canvas import Canvas, Style
from adapters.boleto.form import (
    INK,
    LABEL,
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    VALUE,
    WIDTH,
    Cell,
    draw_row,
    draw_stack,
)
from adapters.boleto.symbols import draw_barcode
from adapters.boleto.winansi import printable
from domain.payments.boleto import Boleto
from domain.shared.money import format_brl

_TOP = 176.0
_SIDE = 52.0
_WIDE = WIDTH - _SIDE
_BANK = Style("Helvetica-Bold", 12, INK)
_BANK_CODE = Style("Helvetica-Bold", 15, INK)
_LINHA = Style("Helvetica-Bold", 11.5, INK)
_INSTRUCTION_LINES = 7
# Filled in by the cashier when the boleto is paid, never by who issues it.
_CASHIER = (
    "(-) Desconto / abatimento",
    "(-) Outras deduções",
    "(+) Mora / multa",
    "(+) Outros acréscimos",
    "(=) Valor cobrado",
)


def draw_bank_part(canvas: Canvas, boleto: Boleto) -> None:
    """Draw the lower 121 mm of the page, from the cut line down."""
    canvas.line((LEFT, 171), (RIGHT, 171), MUTED, dashed=True)
    canvas.text(RIGHT, 173.4, "Corte aqui", LABEL, align="right")
    _heading(canvas, boleto)
    top = _terms(canvas, boleto, _TOP + 8)
    top = _particulars(canvas, boleto, top)
    top = _instructions(canvas, boleto, top)
    top = _payer(canvas, boleto, top)
    draw_barcode(canvas, LEFT + 5, top + 3, boleto.barcode)
    canvas.text(RIGHT, top + 3, "Autenticação mecânica – Ficha de compensação", LABEL, align="right")


def _heading(canvas: Canvas, boleto: Boleto) -> None:
    base = _TOP + 6
    bank = _BANK.shrunk_to(printable(boleto.bank_name), 36, smallest=7)
    canvas.text(LEFT, base, boleto.bank_name, bank, width=36)
    canvas.text(LEFT + 48, base, boleto.bank, _BANK_CODE, align="center")
    canvas.text(RIGHT, base, boleto.linha_digitavel, _LINHA, align="right")
    for x in (LEFT + 38, LEFT + 58):
        canvas.line((x, _TOP + 1), (x, _TOP + 8), INK, 0.5)
    canvas.line((LEFT, _TOP + 8), (RIGHT, _TOP + 8), INK, 0.5)


def _terms(canvas: Canvas, boleto: Boleto, top: float) -> float:
    creditor = boleto.beneficiary
    top = draw_row(
        canvas,
        top,
        8,
        Cell("Local de pagamento", _WIDE, wording.PLACE_OF_PAYMENT),
        Cell("Vencimento", _SIDE, wording.day(boleto.due_date), align="right", strong=True),
    )
    return draw_row(
        canvas,
        top,
        12,
        Cell(
            "Beneficiário",
            _WIDE,
            creditor.name,
            f" – {wording.tax_number(creditor.document)}",
            second_line=wording.address(creditor),
        ),
        Cell("Agência / código do beneficiário", _SIDE, boleto.agency_account, align="right"),
    )


def _particulars(canvas: Canvas, boleto: Boleto, top: float) -> float:
    issued = wording.day(boleto.issued_on)
    top = draw_row(
        canvas,
        top,
        8,
        Cell("Data do documento", 27, issued),
        Cell("Nº do documento", 37, boleto.document_number),
        Cell("Espécie doc.", 20, "DM"),
        Cell("Aceite", 16, "N"),
        Cell("Data do processamento", 34, issued),
        Cell("Nosso número", _SIDE, boleto.nosso_numero, align="right"),
    )
    return draw_row(
        canvas,
        top,
        8,
        Cell("Uso do banco", 27),
        Cell("Carteira", 37, boleto.wallet),
        Cell("Espécie", 20, "R$"),
        Cell("Quantidade", 16),
        Cell("Valor", 34),
        Cell("(=) Valor do documento", _SIDE, format_brl(boleto.amount), align="right", strong=True),
    )


def _instructions(canvas: Canvas, boleto: Boleto, top: float) -> float:
    height = 35.0
    canvas.frame((LEFT, top, _WIDE, height), RULE)
    canvas.text(LEFT + 1.4, top + 2.6, "Instruções (texto de responsabilidade do beneficiário)", LABEL)
    draw_stack(canvas, LEFT + _WIDE, top, height / 5, *(Cell(label, _SIDE) for label in _CASHIER))
    lines = [
        line
        for instruction in boleto.instructions
        for line in VALUE.wrap(printable(instruction), _WIDE - 2.8, _INSTRUCTION_LINES)
    ]
    for index, line in enumerate(lines[:_INSTRUCTION_LINES]):
        canvas.text(LEFT + 1.4, top + 7 + index * 4.2, line, VALUE)
    return top + height


def _payer(canvas: Canvas, boleto: Boleto, top: float) -> float:
    return draw_row(
        canvas,
        top,
        10,
        Cell("Pagador", _WIDE, boleto.payer.name, f" – {wording.tax_number(boleto.payer.document)}"),
        Cell("Sacador / avalista · código de baixa", _SIDE),
    )

"""The ruled cells that a boleto is made of, and the look they share."""

from dataclasses import dataclass

from adapters.boleto.canvas import Align, Canvas, Color, Style
from adapters.boleto.winansi import printable

LEFT = 12.0
WIDTH = 186.0
RIGHT = LEFT + WIDTH

INK: Color = (0.08, 0.12, 0.16)
MUTED: Color = (0.36, 0.42, 0.47)
RULE: Color = (0.62, 0.67, 0.71)
TINT: Color = (0.93, 0.96, 0.96)
BRAND: Color = (0.03, 0.34, 0.36)
WHITE: Color = (1.0, 1.0, 1.0)

LABEL = Style("Helvetica", 6, MUTED)
VALUE = Style("Helvetica", 8.5, INK)
STRONG = Style("Helvetica-Bold", 9, INK)

_PADDING = 1.4


@dataclass(frozen=True, slots=True)
class Cell:
    """One labelled field, `width` in millimetres; a `strong` one is what people look for, and is tinted.

    A value too wide is cut before its `tail`, which is always whole.
    """

    label: str
    width: float
    value: str = ""
    tail: str = ""
    align: Align = "left"
    strong: bool = False
    second_line: str = ""


def draw_row(canvas: Canvas, top: float, height: float, *cells: Cell) -> float:
    """Draw cells from the left margin to the right; return where the next row begins."""
    left = LEFT
    for cell in cells:
        _draw_cell(canvas, left, top, height, cell)
        left += cell.width
    return top + height


def draw_stack(canvas: Canvas, left: float, top: float, height: float, *cells: Cell) -> None:
    """Draw cells one below the other, each `height` millimetres high."""
    for index, cell in enumerate(cells):
        _draw_cell(canvas, left, top + index * height, height, cell)


def _draw_cell(canvas: Canvas, left: float, top: float, height: float, cell: Cell) -> None:
    box = (left, top, cell.width, height)
    room = cell.width - 2 * _PADDING
    style = STRONG if cell.strong else VALUE
    if cell.strong:
        canvas.fill([box], TINT)
    canvas.frame(box, RULE)
    canvas.text(left + _PADDING, top + 2.6, cell.label, LABEL, width=room)
    anchor = left + _PADDING + (room if cell.align == "right" else 0)
    first = top + height - 1.8 - (3.6 if cell.second_line else 0)
    value = style.truncate(printable(cell.value), room - style.measure(cell.tail)) + cell.tail
    canvas.text(anchor, first, value, style, align=cell.align)
    if cell.second_line:
        canvas.text(anchor, top + height - 1.8, cell.second_line, VALUE, align=cell.align, width=room)

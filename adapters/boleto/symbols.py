"""The two symbols that machines read on a payment document."""

from pycobranca.pix import qr_matrix
from pycobranca.render.barcode import sequencia_i2of5

from adapters.boleto.canvas import Canvas, Color

_BLACK: Color = (0.0, 0.0, 0.0)
_WHITE: Color = (1.0, 1.0, 1.0)

# FEBRABAN, "Layout padrão de código de barras": 103 mm by 13 mm.
BARCODE_WIDTH = 103.0
BARCODE_HEIGHT = 13.0
# ISO/IEC 18004: four modules of white around a QR code; ISO/IEC 16390: ten around Interleaved 2 of 5.
_QR_QUIET_MODULES = 4
_ITF_QUIET_MODULES = 10


def draw_barcode(canvas: Canvas, x: float, y: float, digits: str) -> None:
    """Draw `digits` in Interleaved 2 of 5, 103 by 13 mm, with its quiet zone outside of that."""
    elements = sequencia_i2of5(digits)
    module = BARCODE_WIDTH / sum(units for _, units in elements)
    quiet = _ITF_QUIET_MODULES * module
    canvas.fill([(x - quiet, y, BARCODE_WIDTH + 2 * quiet, BARCODE_HEIGHT)], _WHITE)
    bars = []
    for is_bar, units in elements:
        if is_bar:
            bars.append((x, y, units * module, BARCODE_HEIGHT))
        x += units * module
    canvas.fill(bars, _BLACK)


def draw_qr(canvas: Canvas, x: float, y: float, side: float, payload: str) -> None:
    """Draw `payload` as a QR code in a white square of `side` millimetres, quiet zone included."""
    matrix = qr_matrix(payload)
    module = side / (len(matrix) + 2 * _QR_QUIET_MODULES)
    canvas.fill([(x, y, side, side)], _WHITE)
    margin = _QR_QUIET_MODULES * module
    canvas.fill(
        [
            (x + margin + column * module, y + margin + row * module, module, module)
            for row, cells in enumerate(matrix)
            for column, is_dark in enumerate(cells)
            if is_dark
        ],
        _BLACK,
    )

"""The surface that `BorbRenderer` draws on: one A4 page, measured in millimetres from its top left corner."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, Self

from borb.pdf import Page
from borb.pdf.font.simple_font.standard_14_fonts import Standard14Fonts
from borb.pdf.primitives import name, stream

from adapters.boleto.winansi import printable

Color = tuple[float, float, float]
Align = Literal["left", "center", "right"]
Box = tuple[float, float, float, float]

_POINTS_PER_MM = 72 / 25.4
_HEIGHT = 842
_ELLIPSIS = "…"
_SHARE_BEFORE_ANCHOR: dict[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Style:
    """A face of the standard fonts, its size in points and its colour (RGB from 0 to 1).

    The texts it measures hold characters of WinAnsi only.
    """

    face: str
    size: float
    color: Color

    def measure(self, text: str) -> float:
        """Return the width of `text` in millimetres."""
        return sum(_advance(self.face, character) for character in text) * self.size / 1000 / _POINTS_PER_MM

    def shrunk_to(self, text: str, width: float, smallest: float) -> Self:
        """Return the style in the largest size, not under `smallest` points, in which `text` fits `width`."""
        needed = self.size * width / max(self.measure(text), width)
        return replace(self, size=max(needed, smallest))

    def truncate(self, text: str, width: float) -> str:
        """Return as much of `text` as fits in `width` millimetres, ending in `…` when cut."""
        if self.measure(text) <= width:
            return text
        while text and self.measure(text + _ELLIPSIS) > width:
            text = text[:-1]
        return text.rstrip() + _ELLIPSIS

    def wrap(self, text: str, width: float, most: int) -> list[str]:
        """Return `text` broken between words into at most `most` lines; what does not fit ends in `…`."""
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most - 1:
            taken = 1
            while taken < len(words) and self.measure(" ".join(words[: taken + 1])) <= width:
                taken += 1
            lines.append(self.truncate(" ".join(words[:taken]), width))
            words = words[taken:]
        return [*lines, self.truncate(" ".join(words), width)] if words else lines


@cache
def _advance(face: str, character: str) -> int:
    width: int = Standard14Fonts.get(face).get_width(text=character, font_size=1000)
    return width


class Canvas:
    """Collects what is drawn on one page and hands it to borb.

    It writes the page's content stream itself: borb's layout elements keep every text they ever measured
    in a cache that is never emptied.
    """

    def __init__(self) -> None:
        self._operators: list[bytes] = []
        self._resources: dict[str, str] = {}

    def text(
        self,
        x: float,
        y: float,
        text: str,
        style: Style,
        *,
        align: Align = "left",
        width: float | None = None,
    ) -> None:
        """Write `text` with its baseline at `y`; `x` is its left end, its centre or its right end.

        With `width` it is cut, and ends in `…`, where it would be wider.
        """
        text = printable(text)
        if width is not None:
            text = style.truncate(text, width)
        left = x - _SHARE_BEFORE_ANCHOR[align] * style.measure(text)
        font = self._resources.setdefault(style.face, f"F{len(self._resources) + 1}")
        escaped = re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252"))
        start = f"BT /{font} {style.size:.2f} Tf {_rgb(style.color)} rg {_point(left, y)} Td ("
        self._operators.append(start.encode() + escaped + b") Tj ET")

    def paragraph(self, x: float, y: float, text: str, style: Style, *, width: float, most: int) -> float:
        """Write `text` on at most `most` lines from baseline `y` down; return the baseline after the last."""
        for line in style.wrap(printable(text), width, most):
            self.text(x, y, line, style)
            y += style.size * 1.25 / _POINTS_PER_MM
        return y

    def fill(self, boxes: Iterable[Box], color: Color) -> None:
        """Fill boxes, each left, top, width and height."""
        paths = " ".join(_rectangle(box) for box in boxes)
        self._operators.append(f"{_rgb(color)} rg {paths} f".encode())

    def frame(self, box: Box, color: Color, thickness: float = 0.2) -> None:
        """Draw the border of a box; `thickness` in millimetres."""
        stroke = f"{_rgb(color)} RG {thickness * _POINTS_PER_MM:.3f} w"
        self._operators.append(f"{stroke} {_rectangle(box)} S".encode())

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        color: Color,
        thickness: float = 0.2,
        *,
        dashed: bool = False,
    ) -> None:
        """Draw a straight line; `thickness` in millimetres."""
        stroke = f"q {'[3 3] 0 d ' if dashed else ''}{_rgb(color)} RG {thickness * _POINTS_PER_MM:.3f} w"
        self._operators.append(f"{stroke} {_point(*start)} m {_point(*end)} l S Q".encode())

    def page(self) -> Page:
        """Return what was drawn as a page of borb."""
        page = Page()
        page["Contents"] = stream({name("DecodedBytes"): b"\n".join(self._operators)})
        fonts = {resource: Standard14Fonts.get(face) for face, resource in self._resources.items()}
        page["Resources"] = {name("Font"): {name(resource): font for resource, font in fonts.items()}}
        return page


def _point(x: float, y: float) -> str:
    return f"{x * _POINTS_PER_MM:.3f} {_HEIGHT - y * _POINTS_PER_MM:.3f}"


def _rectangle(box: Box) -> str:
    left, top, width, height = box
    return f"{_point(left, top + height)} {width * _POINTS_PER_MM:.3f} {height * _POINTS_PER_MM:.3f} re"


def _rgb(color: Color) -> str:
    return " ".join(f"{part:.3f}" for part in color)

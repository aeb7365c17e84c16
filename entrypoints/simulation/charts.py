"""Plots as plain SVG: drawn once, readable on a screen and on paper, in colour and without."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#1f4e79", "#e08a1e", "#5b8c5a", "#8a4f7d")
_WIDTH = 760
_NAMES, _FIGURES = 200, 80
_ROW, _BAR_GAP = 13, 9
_COLUMNS_HEIGHT = 160
_FOOT = 34


@dataclass(frozen=True, slots=True)
class Row:
    """One name and a value for each series, with the value as it is written."""

    name: str
    values: tuple[float, ...]
    written: tuple[str, ...]


def bars(title: str, rows: Sequence[Row], most: float) -> str:
    """Return horizontal bars, one group a row, `most` being the full width."""
    scale = (_WIDTH - _NAMES - _FIGURES) / (most or 1)
    height = sum(_ROW * len(row.values) + _BAR_GAP for row in rows)
    return _svg(title, height, _rows(rows, scale))


def _rows(rows: Sequence[Row], scale: float) -> Iterator[str]:
    top = 0.0
    for row in rows:
        middle = top + _ROW * len(row.values) / 2 + 4
        yield f'<text x="{_NAMES - 8}" y="{middle:.0f}" text-anchor="end">{escape(row.name)}</text>'
        for index, (value, written) in enumerate(zip(row.values, row.written, strict=True)):
            y, width = top + index * _ROW, max(value * scale, 1)
            yield _rect(_NAMES, y + 1, width, _ROW - 2, COLOURS[index % len(COLOURS)])
            yield f'<text x="{_NAMES + width + 5:.0f}" y="{y + _ROW - 3:.0f}">{escape(written)}</text>'
        top += _ROW * len(row.values) + _BAR_GAP


def histogram(title: str, labels: Sequence[str], series: Sequence[Sequence[int]]) -> str:
    """Return vertical bars: one group for each of `labels`, one bar in it for each of `series`."""
    most = max((value for values in series for value in values), default=0) or 1
    group = _WIDTH / len(labels)
    return _svg(title, _COLUMNS_HEIGHT + _FOOT, _groups(labels, series, group, most))


def _groups(labels: Sequence[str], series: Sequence[Sequence[int]], group: float, most: int) -> Iterator[str]:
    wide = group * 0.8 / len(series)
    for place, label in enumerate(labels):
        left = place * group + group * 0.1
        for index, values in enumerate(series):
            tall = values[place] / most * (_COLUMNS_HEIGHT - 16)
            x, y = left + index * wide, _COLUMNS_HEIGHT - tall
            if values[place]:
                yield _rect(x, y, wide - 1, tall, COLOURS[index % len(COLOURS)])
                yield f'<text x="{x + wide / 2:.1f}" y="{y - 3:.1f}" class="count">{values[place]}</text>'
        middle = place * group + group / 2
        yield f'<text x="{middle:.1f}" y="{_COLUMNS_HEIGHT + 16}" class="count">{escape(label)}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _svg(title: str, height: float, parts: Iterator[str]) -> str:
    name = escape(title)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{name}"><title>{name}</title>'
        f"{''.join(parts)}</svg>"
    )

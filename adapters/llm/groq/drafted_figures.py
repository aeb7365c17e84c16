"""Figures of a text beside those of its draft: a true one in the wrong place misleads as a false one does."""

import re
from collections.abc import Iterator
from datetime import date

from application.figures import Figure, FigureKind, figures_in

_DAY = re.compile(r"(?:W(?P<weekday>\d))? ?(?:(?:(?:\d{4}|-)-(?P<month>\d\d)|--)-(?P<day>\d\d))?")


def undrafted(text: str, draft: str, today: date) -> Iterator[str]:
    """Yield each figure of `text`, as it is written, that `draft` has not, or has less often."""
    left = list(figures_in(draft, today))
    for figure in figures_in(text, today):
        same = next((each for each in left if _is_same(figure, each)), None)
        if same is None:
            yield figure.written
        else:
            left.remove(same)


def _is_same(figure: Figure, drafted: Figure) -> bool:
    """Tell whether two figures mean the same; a date may be said with more or less of it."""
    if figure.kind is not drafted.kind:
        return False
    said, meant = _DAY.fullmatch(figure.means), _DAY.fullmatch(drafted.means)
    if figure.kind is not FigureKind.DATE or said is None or meant is None:
        return figure.means == drafted.means
    parts = [(said[name], meant[name]) for name in ("weekday", "month", "day")]
    both = [(one, other) for one, other in parts if one is not None and other is not None]
    return bool(both) and all(one == other for one, other in both)

"""The report for a terminal: a table for each policy, and what changes from one to another."""

from collections.abc import Iterator, Sequence

from entrypoints.simulation.columns import columns, decimal, lines, model_in_words, percent, verdict
from entrypoints.simulation.comparison import Change, changes, in_words
from entrypoints.simulation.measures import Result

_GAP = "  "
_MOST_FAULTS = 20


def to_text(results: Sequence[Result], elapsed_seconds: float) -> str:
    """Return the report of all `results`, which took `elapsed_seconds` to play."""
    told = [line for result in results for line in (*_of_one(result), "")]
    if len(results) > 1:
        told += [*_compared(results), ""]
    played = sum(result.whole.conversations for result in results)
    speed = decimal(played / elapsed_seconds * 60, 0)
    told.append(f"{decimal(played, 0)} conversas em {decimal(elapsed_seconds)} s ({speed} por minuto).")
    return "\n".join(told)


def _of_one(result: Result) -> Iterator[str]:
    yield f"Política {result.label} (versão {result.policy.version}): {result.seeds} conversas por persona"
    yield ""
    heads = ("persona", *(column.title for column in columns(result.k)))
    yield from _table([heads, *((line.name, *line.cells) for line in lines(result))])
    yield ""
    faults = list(verdict(result))
    yield from faults[:_MOST_FAULTS]
    if len(faults) > _MOST_FAULTS:
        yield f"... e mais {len(faults) - _MOST_FAULTS}; veja todos com --json."
    yield from model_in_words(result)


def _compared(results: Sequence[Result]) -> Iterator[str]:
    yield "Lado a lado"
    yield ""
    labels = [result.label for result in results]
    heads = [f"{title} {label}" for title in ("acordos", "do saldo", "desconto") for label in labels]
    rows = [("persona", *heads)]
    rows += [(change.name, *_figures(change)) for change in changes(results)]
    yield from _table(rows)
    yield ""
    yield from in_words(results)


def _figures(change: Change) -> Iterator[str]:
    yield from (percent(each.agreement_rate * 100) for each in change.measures)
    yield from (percent(each.recovered_percent) for each in change.measures)
    yield from (percent(each.discount_percent) for each in change.measures)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for number, (name, *figures) in enumerate(rows):
        cells = [name.ljust(widths[0])]
        cells += [figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)]
        line = _GAP.join(cells).rstrip()
        if number in (1, len(rows) - 1):
            yield "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
        yield line

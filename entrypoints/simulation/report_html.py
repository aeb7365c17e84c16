"""The report as one page: no script, nothing fetched, ready to print."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from html import escape
from pathlib import Path

from domain.negotiation.policy import Policy
from entrypoints.simulation.charts import COLOURS
from entrypoints.simulation.columns import Line, columns, lines, percent, verdict
from entrypoints.simulation.comparison import in_words
from entrypoints.simulation.conversation import Record
from entrypoints.simulation.measures import Result
from entrypoints.simulation.plots import plots

_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_MOST_FAULTS = 50


def to_html(results: Sequence[Result]) -> str:
    """Return the page about `results`, in Portuguese."""
    parts = [
        *_head(results),
        *(part for result in results for part in _cards(result)),
        *(_policies(results) if len(results) > 1 else ()),
        *_legend(results),
        *(
            f"<figure><figcaption>{escape(title)}</figcaption>{drawn}</figure>"
            for title, drawn in plots(results)
        ),
        *(part for result in results for part in _table(result)),
        *_conversations(results[0]),
    ]
    return (
        '<!doctype html>\n<html lang="pt-BR"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Simulação do Certobot</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _head(results: Sequence[Result]) -> Iterator[str]:
    first = results[0]
    played = sum(result.whole.conversations for result in results)
    yield "<h1>Simulação de negociações</h1>"
    yield (
        f"<p>{len(first.personas)} tipos de devedor, {first.seeds} conversas com cada um por política, "
        f"{played} conversas ao todo. Devedores e dívidas são inventados; a leitura, as regras e as frases "
        "são as do Certobot, e os mesmos devedores enfrentam cada política.</p>"
    )


def _cards(result: Result) -> Iterator[str]:
    yield f"<h2>Política {escape(result.label)}</h2>"
    shown = [column for column in columns(result.k) if column.title not in ("promessas", "cifras")]
    cards = "".join(
        f"<div><b>{escape(column.write(result.whole))}</b><span>{escape(column.title)}: "
        f"{escape(column.meaning)}</span></div>"
        for column in shown
    )
    yield f'<section class="cards">{cards}</section>'
    for fault in list(verdict(result))[:_MOST_FAULTS]:
        yield f"<p><strong>{escape(fault)}</strong></p>"


def _policies(results: Sequence[Result]) -> Iterator[str]:
    """Show what the policies say differently: the rest is the same for all."""
    heads = "".join(f"<th>{escape(result.label)}</th>" for result in results)
    yield f"<h2>O que muda entre as políticas</h2><table><tr><th>chave</th>{heads}</tr>"
    for field in fields(Policy):
        values = [_written(getattr(result.policy, field.name)) for result in results]
        if len(set(values)) > 1:
            cells = "".join(f"<td>{escape(value)}</td>" for value in values)
            yield f"<tr><td>{escape(field.name)}</td>{cells}</tr>"
    yield "</table>"
    yield from (f"<p><strong>{escape(sentence)}</strong></p>" for sentence in in_words(results))


def _written(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)


def _legend(results: Sequence[Result]) -> Iterator[str]:
    if len(results) > 1:
        items = "".join(
            f'<span><i style="background:{COLOURS[index % len(COLOURS)]}"></i>{escape(result.label)}</span>'
            for index, result in enumerate(results)
        )
        yield f'<p class="legend">{items}</p>'


def _table(result: Result) -> Iterator[str]:
    shown = columns(result.k)
    heads = "".join(f'<th title="{escape(column.meaning)}">{escape(column.title)}</th>' for column in shown)
    yield f"<h2>Persona por persona: {escape(result.label)}</h2><table><tr><th>persona</th>{heads}</tr>"
    yield from (_row(line) for line in lines(result))
    yield "</table>"
    agreeing = sum(each.persona.would_agree for each in result.personas)
    yield (
        f"<p>{agreeing} dessas personas fechariam com uma política justa; o pass^{result.k} de todas é a "
        f"média delas. Os acordos recuperam {percent(result.whole.recovered_percent)} do que todas devem.</p>"
    )


def _row(line: Line) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in line.cells)
    said = f"<small>{escape(line.description)}</small>" if line.description else ""
    return f"<tr><td><b>{escape(line.name)}</b>{said}</td>{cells}</tr>"


def _conversations(result: Result) -> Iterator[str]:
    """Show the first conversation of every persona: figures say how much, these say how."""
    yield '<section class="screen-only"><h2>Uma conversa de cada persona</h2>'
    for record in result.records:
        if record.seed == 1:
            yield f"<details><summary>{escape(record.persona)}</summary>{_transcript(record)}</details>"
    yield "</section>"


def _transcript(record: Record) -> str:
    return "".join(
        f'<p class="{"debtor" if line.by_debtor else "certobot"}">{escape(line.text)}</p>'
        for line in record.transcript
    )

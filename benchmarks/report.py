"""Say what a run found: a table in the terminal, JSON, and the README beside this file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.parts import STORED

_HERE = Path(__file__).parent
_PARTS = {
    "a": "Reference: bare Litestar on granian checks the HMAC and makes one asyncpg insert",
    "b": "Webhook → 200 of the real application (one web process)",
    "c": "Full turns by rules: webhook → understood → saved → delivered to a Graph API (g: processes)",
    "d": "Wait from webhook to delivery, 1,000 conversations active, 100 turns/s, one process",
    "e": "The same with a history already stored",
    "f": "Memory of a process (resident)",
    "h": "What one turn asks of PostgreSQL, counted on the wire, webhook to delivery",
}
_README = """# How fast it is

Written by `make bench`; change nothing here by hand. Ratios travel between machines, figures do not.

- Machine: {machine}.
- When: {when}; {seconds:g} s for each load, {stored:,} stored messages in (e).
- Everything runs on that one machine at once: the program, an embedded PostgreSQL 18 with its defaults (every
  commit is flushed), and the process that plays Meta and measures. All of them share its cores.
- A turn is one signed webhook, read by rules, decided, phrased, checked, saved, and delivered over HTTP.

## What is promised

| part | what | found | promised | |
| --- | --- | ---: | ---: | --- |
{promises}

## What was measured

{sections}
## How

`make bench` runs all of it (`python -m benchmarks`). `--quick` does so in about a minute and writes nothing,
`--only c,d` picks parts, `--seconds` sets the length of each load, `--scale 0.1` stores a tenth of the
history of (e).

- (a) and (b) post over 32 kept connections; (b) has no workers, which are processes of their own in a larger
  installation, and nudges them through Redis or not at all.
- (c) keeps 64 messages unanswered; who is answered says the next thing, for six turns each. Bursts are not
  waited for there: `quiet_milliseconds = 0`. (d) and (e) run with the settings as shipped.
- (d) writes at its pace whatever the answers do; a wait counts from the moment at which its message was due.
- (f) reads the resident size after the load; growth is told by `benchmarks/memory.py`: whole conversations
  that end with a carnê.
- (h) reads PostgreSQL's protocol through a relay: a statement is an Execute or a simple query that is not
  BEGIN, COMMIT or ROLLBACK, a round trip is whatever must be waited for.
- CPU is processor time for each turn or webhook: ours, PostgreSQL's, and the bench's own.
"""


def table(figures: list[Figure]) -> str:
    """Return every figure, one a line, for a terminal."""
    lines = []
    for part, title in _PARTS.items():
        rows = [figure for figure in figures if figure.part == part]
        if rows:
            lines += ["", f"({part}) {title}"]
        for row in rows:
            promise = f"   {row.promised:>12}   {row.verdict()}" if row.promised else ""
            lines.append(f"    {row.what:<48}{row.shown():>16}{promise}  {_cpu(row)}".rstrip())
    return "\n".join(lines)


def write(figures: list[Figure], machine: Machine, options: dict[str, Any]) -> tuple[Path, Path]:
    """Write results.json and README.md beside the benchmarks; return both."""
    when = datetime.now(UTC)
    result = {
        "when": when,
        "machine": machine,
        "options": options,
        "figures": [figure.as_json() for figure in figures],
    }
    json, readme = _HERE / "results.json", _HERE / "README.md"
    json.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
    readme.write_text(_readme(figures, machine, when, options), encoding="utf-8")
    return json, readme


def _readme(figures: list[Figure], machine: Machine, when: datetime, options: dict[str, Any]) -> str:
    promised = [
        f"| {row.part} | {row.what} | {row.shown()} | {row.promised} | {row.verdict()} |"
        for row in figures
        if row.promised
    ]
    return _README.format(
        machine=machine,
        when=f"{when:%Y-%m-%d %H:%M} UTC",
        seconds=options["seconds"],
        stored=int(sum(row.value for row in figures if row.what == STORED)),
        promises="\n".join(promised),
        sections="".join(_section(part, figures) for part in _PARTS),
    )


def _section(part: str, figures: list[Figure]) -> str:
    rows = [figure for figure in figures if figure.part == part and not figure.promised]
    if not rows:
        return ""
    lines = [f"| {row.what} | {row.shown()} | {_cpu(row)} |" for row in rows]
    head = f"### ({part}) {_PARTS[part]}\n\n| what | found | CPU of each |\n| --- | ---: | --- |\n"
    return head + "\n".join(lines) + "\n\n"


def _cpu(figure: Figure) -> str:
    detail = figure.detail
    if "app" not in detail:
        return ""
    errors = f", {detail['errors']:g} errors" if detail.get("errors") else ""
    ours, theirs, bench = detail["app"], detail["postgres"], detail["bench"]
    return f"{ours:.2f} ms ours, {theirs:.2f} ms PostgreSQL, {bench:.2f} ms bench{errors}"

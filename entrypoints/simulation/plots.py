"""Which plots the page shows: where money comes from, how conversations end, how long they take."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from domain.negotiation.events import EndReason
from entrypoints.simulation.charts import Row, bars, histogram
from entrypoints.simulation.columns import percent
from entrypoints.simulation.comparison import changes
from entrypoints.simulation.conversation import MOST_TURNS, Record
from entrypoints.simulation.measures import Measures, Result

_ENDS = {
    EndReason.AGREED: "acordo fechado",
    EndReason.PROMISED: "promessa registrada",
    EndReason.VERIFICATION_FAILED: "identidade não confirmada",
    EndReason.WRONG_PERSON: "não era o devedor",
    EndReason.ALREADY_PAID: "diz que já pagou",
    EndReason.DISPUTED: "não reconhece a dívida",
    EndReason.HUMAN_ASKED: "pediu uma pessoa",
    EndReason.LEGAL_THREAT: "citou medida jurídica",
    EndReason.REFUSED: "não quis negociar",
    EndReason.OPTED_OUT: "pediu para parar",
    EndReason.TIMED_OUT: "parou de responder",
    EndReason.PATIENCE_ENDED: "conversa longa demais",
    EndReason.UNREACHABLE: "não recebe mensagens",
    EndReason.SETTLED: "pôs em dia o acordo anterior",
}
_ENDLESS = "não terminou"
_STEP = 5


def plots(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    """Yield the title and the drawing of every plot."""
    yield _by_persona("Acordos por persona", results, lambda each: each.agreement_rate * 100)
    yield _by_persona("Recuperado por persona, em % do saldo", results, lambda each: each.recovered_percent)
    yield _ends(results)
    yield _discounts(results)
    yield _turns(results)


def _by_persona(
    title: str, results: Sequence[Result], figure: Callable[[Measures], float]
) -> tuple[str, str]:
    rows = []
    for change in changes(results):
        values = tuple(figure(each) for each in change.measures)
        if any(values):
            rows.append(Row(change.name, values, tuple(percent(value) for value in values)))
    return f"{title} (quem não fecha não aparece)", bars(title, rows, 100)


def _ends(results: Sequence[Result]) -> tuple[str, str]:
    title = "Como as conversas terminam"
    counted = [Counter(_end_of(record) for record in result.records) for result in results]
    names = [name for name in (*_ENDS.values(), _ENDLESS) if any(count[name] for count in counted)]
    rows = []
    for name in names:
        values = tuple(float(count[name]) for count in counted)
        rows.append(Row(name, values, tuple(f"{value:.0f}" for value in values)))
    return title, bars(title, rows, max(max(row.values) for row in rows))


def _end_of(record: Record) -> str:
    return _ENDS[record.end] if record.end else _ENDLESS


def _discounts(results: Sequence[Result]) -> tuple[str, str]:
    title = "Desconto dos acordos, em faixas de 5 pontos"
    most = max((int(result.policy.max_discount_percent) for result in results), default=0)
    starts = range(0, most // _STEP * _STEP + 1, _STEP)
    series = [[0] * len(starts) for _ in results]
    for counts, result in zip(series, results, strict=True):
        for record in result.records:
            if record.agreed is not None:
                counts[min(int(record.agreed.discount_percent) // _STEP, len(starts) - 1)] += 1
    return title, histogram(title, [f"{start}%" for start in starts], series)


def _turns(results: Sequence[Result]) -> tuple[str, str]:
    title = "Mensagens que o devedor escreve até o fim"
    longest = max(min(result.whole.most_turns, MOST_TURNS + 1) for result in results)
    series = []
    for result in results:
        counted = Counter(record.turns for record in result.records)
        series.append([counted[turns] for turns in range(longest + 1)])
    return title, histogram(title, [str(turns) for turns in range(longest + 1)], series)

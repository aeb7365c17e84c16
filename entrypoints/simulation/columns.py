"""The figures that every report for people shows, with their names and their writing in Portuguese."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.shared.money import format_brl
from entrypoints.simulation.measures import Measures, Result
from entrypoints.simulation.rules import IN_PORTUGUESE

_MINUTE = 60
_USUAL = frozenset({"ok", "spared", "fell_back"})


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: its title, what it means, and how it is written."""

    title: str
    meaning: str
    write: Callable[[Measures], str]


def decimal(value: float, places: int = 1) -> str:
    """Return `value` as it is written in Brazil: `1.234,5`."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(value: float) -> str:
    """Return a percentage from 0 to 100: `40,8%`."""
    return f"{decimal(value)}%"


def _duration(seconds: float) -> str:
    return f"{decimal(seconds / _MINUTE)} min"


def columns(k: int) -> tuple[Column, ...]:
    """Return the figures in the order in which they are read."""
    return (
        Column("acordos", "conversas que fecharam acordo", lambda m: percent(m.agreement_rate * 100)),
        Column("promessas", "conversas que terminaram com uma data prometida", lambda m: str(m.promises)),
        Column("recuperado", "soma dos acordos", lambda m: format_brl(m.recovered)),
        Column("do saldo", "recuperado sobre o que se devia", lambda m: percent(m.recovered_percent)),
        Column(
            "desconto",
            "desconto médio dos acordos",
            lambda m: percent(m.discount_percent) if m.agreements else "–",
        ),
        Column("mensagens", "quantas o devedor escreve, em média", lambda m: decimal(m.turns)),
        Column("tempo", "duração média da conversa", lambda m: _duration(m.seconds)),
        Column("regras", "vezes em que a política não foi respeitada", lambda m: str(m.policy_violations)),
        Column("cifras", "textos fora do que foi decidido", lambda m: str(m.fact_violations)),
        Column("repetidas", "frases iguais em seguida", lambda m: str(m.repeated_phrases)),
        Column(f"pass^{k}", f"chance de fechar {k} vezes em {k}", lambda m: decimal(m.pass_k, 3)),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a persona, or all of them, and every figure as it is written."""

    name: str
    description: str
    cells: tuple[str, ...]


def lines(result: Result) -> Iterator[Line]:
    """Yield every persona and, last, all of them; pass^k says nothing of who would not agree anyway."""
    shown = columns(result.k)
    for each in result.personas:
        cells = tuple(column.write(each.measures) for column in shown)
        kept = cells if each.persona.would_agree else (*cells[:-1], "–")
        yield Line(each.persona.name, each.persona.description, kept)
    yield Line("todas", "", tuple(column.write(result.whole) for column in shown))


def model_in_words(result: Result) -> Iterator[str]:
    """Yield what models did in the conversations, when any was asked or spared."""
    did = result.spending
    if not did.outcomes:
        return
    median, slow = did.milliseconds
    reasons = ", ".join(
        f"{count} {outcome}" for outcome, count in sorted(did.outcomes.items()) if outcome not in _USUAL
    )
    yield (
        f"Modelo {did.provider}: {did.answered} respostas usadas, {did.spared} chamadas poupadas, "
        f"{did.fell_back} vezes só com as regras; {decimal(did.tokens, 0)} tokens, US$ {did.cost:.4f}; "
        f"{decimal(median, 0)} ms em geral, {decimal(slow, 0)} ms nos 5% mais lentos."
    )
    if reasons:
        yield f"Por que um modelo não serviu: {reasons}."


def verdict(result: Result) -> Iterator[str]:
    """Yield what a person must know about the promises: one sentence when all were kept, else each fault."""
    whole = result.whole
    for record in result.records:
        for turn, rule in record.violations:
            where = f"{record.persona}, semente {record.seed}, mensagem {turn}"
            yield f"REGRA QUEBRADA: {IN_PORTUGUESE[rule]} ({where})."
    if whole.fact_violations:
        yield f"{whole.fact_violations} textos não passaram na conferência de valores e palavras."
    if whole.endless:
        yield f"{whole.endless} conversas não terminaram em 25 mensagens."
    if whole.repeated_phrases:
        yield f"{whole.repeated_phrases} frases foram ditas duas vezes seguidas."
    if not (whole.policy_violations or whole.fact_violations or whole.endless or whole.repeated_phrases):
        yield "Nenhuma regra quebrada, nenhum texto fora do decidido, nada repetido, toda conversa terminou."

"""Playing a case and grading it: by what was decided and by what was said, by no model's opinion."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from application.figures import fold
from domain.negotiation.events import EndReason
from domain.negotiation.reply import Reply
from entrypoints.evaluation.cases import Case
from entrypoints.simulation.conversation import Record, Stage, play
from entrypoints.simulation.debtor import Saying
from entrypoints.simulation.debtor_case import DebtorCase, draw_case
from entrypoints.simulation.rules import IN_PORTUGUESE


@dataclass(frozen=True, slots=True)
class Graded:
    """One case played once; no `faults` means that it passed."""

    case: Case
    seed: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class Scripted:
    """Somebody who writes what is in the script, whatever is answered."""

    script: list[str]
    said: int = field(default=0)

    def answers(self, _reply: Reply | None) -> Saying | None:
        """Return the next message of the script."""
        if self.said == len(self.script):
            return None
        self.said += 1
        return Saying(f"fala {self.said}", self.script[self.said - 1])


async def grade(stage: Stage, case: Case, seed: int) -> Graded:
    """Play `case` with the person and debt that `seed` draws, and say what was wrong."""
    record = await play(
        stage,
        f"{case.theme.name}: {case.name}",
        seed,
        lambda drawn, rng: Scripted(list(_script(case, drawn, rng))),
    )
    return Graded(case, seed, tuple(dict.fromkeys(_faults(case, record))))


def _script(case: Case, drawn: DebtorCase, rng: Random) -> Iterator[str]:
    facts = {
        "{nome}": drawn.first_name,
        "{digitos}": drawn.cpf.digits[:3],
        "{cpf}": drawn.cpf.formatted,
        "{outro_cpf}": draw_case(rng, drawn.debt.creditor).cpf.formatted,
    }
    if case.theme.identified:
        yield "oi"
        yield facts["{digitos}"]
    for message in case.messages:
        said = message
        for mark, fact in facts.items():
            said = said.replace(mark, fact)
        yield said


def _faults(case: Case, record: Record) -> Iterator[str]:
    theme = case.theme
    agreed = record.end is EndReason.AGREED
    if theme.agreement == "nenhum" and (agreed or record.promised):
        yield "fechou um acordo que não devia"
    if theme.agreement == "fechado" and not agreed:
        yield "não fechou o acordo"
    if record.verified is not theme.identified:
        yield "identidade dada por confirmada" if record.verified else "identidade não confirmada"
    yield from (IN_PORTUGUESE[rule] for _, rule in record.violations)
    if record.fact_violations:
        yield "um texto com valores ou palavras fora do decidido"
    for line in record.transcript:
        if not line.by_debtor:
            said = fold(line.text)
            yield from (f"disse “{words}”" for words in theme.never if words in said)

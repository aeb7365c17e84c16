"""One scenario, played from its first line to its last, or to the one that fails."""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile

from application.ports.crm import CrmUnavailable
from application.ports.unit_of_work import StoreUnavailable
from domain.negotiation.policy import PolicyContradiction
from domain.shared.errors import RuleBroken
from entrypoints.workbench.case import Case, CaseLine
from entrypoints.workbench.dialogue import expectations, rows, understood
from entrypoints.workbench.folded import folded
from entrypoints.workbench.house import House
from entrypoints.workbench.limits import contradiction_text
from entrypoints.workbench.perform import perform
from entrypoints.workbench.problem import Misread, Unmet
from entrypoints.workbench.result import Failure, OfferMade, Played, Status
from entrypoints.workbench.steps.conversation import conversation
from entrypoints.workbench.steps.records import outcomes_told
from entrypoints.workbench.steps.time import stands_at, stands_at_hour
from entrypoints.workbench.vocabulary import Said
from entrypoints.workbench.world import World

_OUR_DIGITS = re.compile(r"\b529\b|\b529\.")


class _Errors(logging.Handler):
    """Counts what Certobot only logged: an error that nobody saw is no success."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            kind = record.exc_info[0].__name__ if record.exc_info[0] else ""
            self.seen.append(kind)


def play(case: Case, house: House) -> Played:
    """Play a scenario in a world of its own; whatever goes wrong is in what is returned."""
    began = time.perf_counter()
    world = World(house)
    statuses, seconds, failure = _play_lines(world, case)
    return Played(
        case,
        house.providers,
        time.perf_counter() - began,
        statuses,
        failure,
        tuple(world.tape.bubbles),
        *_left(world),
        line_seconds=seconds,
        files=dict(world.tape.files),
    )


def _play_lines(world: World, case: Case) -> tuple[tuple[Status, ...], tuple[float, ...], Failure | None]:
    said = [understood(line.text, line.kind) for line in case.lines]
    world.presumes_identity = not _tells_of_identity(case, said)
    statuses: list[Status] = ["não rodou"] * len(case.lines)
    seconds = [0.0] * len(case.lines)
    failure = None
    with _logged() as errors:
        for index in _order(case, said):
            started = time.perf_counter()
            failure = _do(world, case.lines[index], said[index], errors)
            seconds[index] = time.perf_counter() - started
            statuses[index] = "falhou" if failure else "passou"
            if failure:
                break
    return tuple(statuses), tuple(seconds), failure


def _order(case: Case, said: list[Said | None]) -> list[int]:
    """Return the lines in the order of playing: who owes, and what is allowed, come before a conversation.

    The day on which a scenario begins stays before what counts from it (amanhã, há 6 anos).
    """
    early = [index for index, each in enumerate(said) if each and each.sentence.early]
    leading = takewhile(lambda index: index in early or _tells_the_day(said[index]), range(len(said)))
    situation = list(dict.fromkeys([*leading, *early]))
    situation = [index for index in situation if case.lines[index].kind != "Então"]
    return situation + [index for index in range(len(said)) if index not in situation]


def _tells_the_day(said: Said | None) -> bool:
    return said is not None and said.sentence.act in (stands_at, stands_at_hour)


def _tells_of_identity(case: Case, said: list[Said | None]) -> bool:
    """Tell whether a scenario says how the debtor is known; one that does not begins after that."""
    return any(_about_identity(line, each) for line, each in zip(case.lines, said, strict=True))


def _about_identity(line: CaseLine, said: Said | None) -> bool:
    if said is None or said.sentence.identity:
        return said is not None
    if said.sentence.act is conversation:
        return any(
            any(each.sentence.identity for each in expectations(row))
            if row.is_certobot
            else _gives_digits(row.text)
            for row in rows(line.table)
        )
    return _gives_digits(str(said.values.get("texto", "")))


def _gives_digits(text: str) -> bool:
    return _OUR_DIGITS.search(folded(text)) is not None


def _do(world: World, line: CaseLine, said: Said | None, errors: list[str]) -> Failure | None:
    """Do one line; return why it failed, if it did."""
    expected, found = "", ""
    try:
        if said is None:
            return _failed(world, line, "uma frase conhecida", "esta não está no vocabulário")
        perform(world, said, line.table, line.docstring)
    except Unmet as unmet:
        expected, found = unmet.expected, unmet.found or world.silence
    except Misread as misread:
        expected, found = "uma frase que se possa cumprir", str(misread)
    except PolicyContradiction as broken:
        expected, found = "uma política possível", contradiction_text(broken)
    except RuleBroken as broken:
        expected, found = "uma situação possível", str(broken)
    except (CrmUnavailable, StoreUnavailable) as unavailable:
        expected, found = "um provedor no ar", str(unavailable)
    except TimeoutError:
        expected, found = "uma resposta a tempo", "o Certobot demorou mais de dois minutos"
    except Exception as error:  # noqa: BLE001 -- whatever breaks in Certobot fails one scenario, not the run
        expected, found = "nenhum erro do Certobot", _error(error)
    if errors and not expected:
        expected, found = "nenhum erro do Certobot", f"ele registrou um ({', '.join(sorted(set(errors)))})"
    return _failed(world, line, expected, found) if expected else None


def _error(error: Exception) -> str:
    return f"houve um erro interno ({type(error).__name__}); mostre este cenário a um engenheiro"


def _failed(world: World, line: CaseLine, expected: str, found: str) -> Failure:
    return Failure(line.number, line.sentence, expected, found, world.texts)


def _left(world: World) -> tuple[tuple[OfferMade, ...], tuple[str, ...], str]:
    """Return the offers made, the outcomes that the CRM took, and the version of the policy."""
    offers: list[OfferMade] = []
    outcomes: tuple[str, ...] = ()
    version = world.settings.policy.version
    try:
        for name in world.cast.records if world.is_inhabited else ():
            view = world.latest(name)
            offers += [
                OfferMade(
                    each.total, len(each.installments), each.discount_percent, each.floor, each.policy_version
                )
                for each in (view.offers if view else ())
            ]
        outcomes = outcomes_told(world)
        world.leave()
    except Exception:  # noqa: BLE001 -- the scenario is over: its report says what can be said
        return tuple(offers), outcomes, version
    return tuple(offers), outcomes, version


@contextmanager
def _logged() -> Iterator[list[str]]:
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.seen
    finally:
        logging.getLogger().removeHandler(handler)

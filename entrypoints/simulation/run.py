"""Many conversations in a row: every persona with every seed under every policy, with a bar to watch."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import batched, product
from typing import Protocol

from application.ports.narrator import Speaker
from domain.negotiation.policy import Policy
from entrypoints.simulation.conversation import Record, Stage, converse
from entrypoints.simulation.measures import Result, summarise
from entrypoints.simulation.memory import Memory
from entrypoints.simulation.persona import Persona
from entrypoints.simulation.spending import spending_of
from entrypoints.wiring.voices import Voices

_BAR = 30
_REDRAWN_EVERY = 25

Told = Callable[[int, int], None]


class Screen(Protocol):
    """Where a person may be watching."""

    def isatty(self) -> bool:
        """Tell whether a person is watching."""

    def write(self, text: str, /) -> object:
        """Draw `text`."""

    def flush(self) -> None:
        """Show what was drawn."""


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A policy and the name under which the report shows it."""

    label: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Simulation:
    """What is to be played: seeds run from 1 to `seeds`, the same debtors with every provider and policy.

    `at_once` conversations of a persona go on together: a model far away is waited for.
    """

    voices: Sequence[Voices]
    memory: Memory
    speaker: Speaker
    policies: Sequence[NamedPolicy]
    personas: Sequence[Persona]
    seeds: int
    at_once: int = 1

    @property
    def conversations(self) -> int:
        """How many conversations there are to play."""
        return len(self.voices) * len(self.policies) * len(self.personas) * self.seeds

    async def run(self, told: Told) -> tuple[Result, ...]:
        """Play everything; `told` hears after each conversation how many are done, and of how many."""
        done = 0
        results = []
        for voices, named in product(self.voices, self.policies):
            noted = len(voices.calls)
            played = []
            for persona in self.personas:
                records = []
                async for record in self._of(self._stage(voices, named.policy), persona):
                    records.append(record)
                    done += 1
                    told(done, self.conversations)
                played.append((persona, records))
            spending = spending_of(voices.name, tuple(voices.calls)[noted:])
            results.append(summarise(self._label(voices, named), named.policy, self.seeds, played, spending))
        return tuple(results)

    def _stage(self, voices: Voices, policy: Policy) -> Stage:
        return Stage(voices.interpreter, voices.narrator, voices.fallback, self.speaker, policy, self.memory)

    def _label(self, voices: Voices, named: NamedPolicy) -> str:
        if len(self.voices) == 1:
            return named.label
        return voices.name if len(self.policies) == 1 else f"{named.label}, {voices.name}"

    async def _of(self, stage: Stage, persona: Persona) -> AsyncIterator[Record]:
        for seeds in batched(range(1, self.seeds + 1), self.at_once):
            for record in await asyncio.gather(*(converse(stage, persona, seed) for seed in seeds)):
                # Thousands of transcripts are a lot of memory; the first and the faulty are worth reading.
                telling = record.seed == 1 or record.violations or record.fact_violations or record.endless
                yield record if telling else replace(record, transcript=())
            await asyncio.sleep(0)


def progress_on(stream: Screen = sys.stderr) -> Told:
    """Return who draws a bar on `stream` when a person watches it, and nothing otherwise."""
    if not stream.isatty():
        return lambda _done, _of: None

    def draw(done: int, of: int) -> None:
        if done % _REDRAWN_EVERY and done != of:
            return
        full = _BAR * done // of
        end = "\n" if done == of else ""
        stream.write(f"\r{'█' * full}{'·' * (_BAR - full)} {done} de {of} conversas{end}")
        stream.flush()

    return draw

"""When each debtor of a list would be contacted: what the queue does, without doing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heapify, heappop, heappush

from domain.identity.contact import ContactHistory
from domain.identity.contact_rule import MayContact, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.identity.throughput import Throughput

type Assess = Callable[[DebtorRecord, ContactHistory, datetime], MayContact | MustNotContact]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be contacted: `place` is the place in the list, the lowest first."""

    place: int
    record: DebtorRecord
    history: ContactHistory


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """What would become of one candidate, and when."""

    place: int
    at: datetime
    refusal: MustNotContact | None = None


def plan_contacts(
    candidates: Sequence[Candidate],
    assess: Assess,
    throughput: Throughput,
    starts: Sequence[datetime],
    now: datetime,
) -> tuple[PlannedContact, ...]:
    """Return what would become of each candidate if the queue began at `now` and nothing else happened.

    The queue looks at people in the order of the list, whenever one more may begin. Who may not be contacted
    yet waits for the moment that `assess` tells, and is then looked at again. `starts` are the conversations
    opened or scheduled lately, also those still to come, oldest first.
    """
    return tuple(_Rehearsal(candidates, assess, throughput, starts).from_(now))


class _Rehearsal:
    """The queue, with a clock of its own."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        assess: Assess,
        throughput: Throughput,
        starts: Sequence[datetime],
    ) -> None:
        self._assess = assess
        self._throughput = throughput
        self._candidates = {candidate.place: candidate for candidate in candidates}
        self._ready = [candidate.place for candidate in candidates]
        heapify(self._ready)
        self._waiting: list[tuple[datetime, int]] = []
        self._booked = list(reversed(starts))
        self._starts: list[datetime] = []
        self._on_phone: dict[str, tuple[datetime, ...]] = {}

    def from_(self, now: datetime) -> list[PlannedContact]:
        planned: list[PlannedContact] = []
        while self._ready or self._waiting:
            now = self._next_look(now)
            place = heappop(self._ready)
            candidate = self._candidates[place]
            decision = self._assess(candidate.record, self._history(candidate), now)
            if isinstance(decision, MustNotContact):
                planned.append(PlannedContact(place, now, decision))
            elif decision.at > now:
                heappush(self._waiting, (decision.at, place))
            else:
                planned.append(PlannedContact(place, now))
                self._begin(candidate, now)
        return planned

    def _next_look(self, now: datetime) -> datetime:
        """Return the first moment from `now` on at which one may begin and somebody is ready."""
        while True:
            moment = now if self._ready else max(now, self._waiting[0][0])
            while self._booked and self._booked[-1] <= moment:
                self._starts.append(self._booked.pop())
            turn = self._throughput.next_turn(self._starts, moment)
            while self._waiting and self._waiting[0][0] <= turn:
                heappush(self._ready, heappop(self._waiting)[1])
            if turn == moment and self._ready:
                return turn
            now = turn

    def _begin(self, candidate: Candidate, now: datetime) -> None:
        self._starts.append(now)
        phone = _one_form(candidate)
        self._on_phone[phone] = (*self._on_phone.get(phone, ()), now)

    def _history(self, candidate: Candidate) -> ContactHistory:
        """Return what the queue would find: who shares a phone shares what is said on it."""
        begun = self._on_phone.get(_one_form(candidate))
        if begun is None:
            return candidate.history
        return replace(candidate.history, contacts=candidate.history.contacts + begun)


def _one_form(candidate: Candidate) -> str:
    return min(candidate.record.phone.variants)

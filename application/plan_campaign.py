"""Plan a campaign without contacting anybody."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from application.assess_contact import AssessContact
from application.beyond_agreements import beyond_agreements
from application.contact_list import Listed
from application.find_debtor import FindDebtor
from application.ports.clock import Clock
from application.ports.crm import CrmRejected
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from application.renegotiate import Renegotiate
from application.start_campaign import held_to_size
from domain.identity.campaign_plan import Candidate, plan_contacts
from domain.identity.contact import ContactHistory
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.identity.throughput import Throughput
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf

_ASKED_AT_ONCE = 16
_WORTH_LISTING = 200
_HISTORIES_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one row of the list, and when."""

    row: Listed
    at: datetime
    refusal: MustNotContact | None = None


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What would become of a campaign that began at `at`; rows in the order in which they would be settled.

    `others_waiting` counts contacts of campaigns that run already: those are served first, and are not in it.
    """

    at: datetime
    throughput: Throughput
    rows: tuple[PlannedRow, ...]
    others_waiting: int = 0

    @property
    def contacts(self) -> tuple[PlannedRow, ...]:
        """Those who would be contacted."""
        return tuple(row for row in self.rows if row.refusal is None)

    @property
    def by_hour(self) -> Mapping[tuple[date, int], int]:
        """How many would be contacted in each hour of each day, as clocks show it in São Paulo."""
        local = (row.at.astimezone(SAO_PAULO) for row in self.contacts)
        return Counter((moment.date(), moment.hour) for moment in local)

    @property
    def by_rule(self) -> Mapping[ContactRule, tuple[PlannedRow, ...]]:
        """Those who would not be contacted, by the rule that forbids it, the commonest first."""
        refused: dict[ContactRule, list[PlannedRow]] = {}
        for row in self.rows:
            if row.refusal is not None:
                refused.setdefault(row.refusal.rule, []).append(row)
        return {
            rule: tuple(rows)
            for rule, rows in sorted(refused.items(), key=lambda item: (-len(item[1]), item[0]))
        }


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store tells of everybody in a list."""

    histories: Mapping[Cpf, ContactHistory]
    agreed: Mapping[Cpf, MustNotContact]
    starts: tuple[datetime, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class PlanCampaign:
    """Decides about everybody in a list as the queue would, from what is known now; keeps and sends nothing.

    Raises:
        NobodyToContact, ListTooLong: no campaign can be made of the list.
        CrmUnavailable, StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    find_debtor: FindDebtor
    assess: AssessContact
    renegotiate: Renegotiate
    throughput: Throughput
    clock: Clock

    async def __call__(
        self, contacts: Sequence[Listed], asked: Callable[[int], None] = lambda _: None
    ) -> CampaignPlan:
        """Return the plan of a campaign that begins now; `asked` is told how many the CRM was asked for."""
        now = self.clock.now()
        found = await self._found(held_to_size(contacts), asked)
        records = {place: each for place, each in sorted(found.items()) if isinstance(each, DebtorRecord)}
        known = await self._known(tuple(records.values()), now)
        candidates = [
            Candidate(place, record, known.histories[record.cpf])
            for place, record in records.items()
            if record.cpf not in known.agreed
        ]
        planned = await asyncio.to_thread(
            plan_contacts, candidates, self.assess, self.throughput, known.starts, now
        )
        at_once = {place: each for place, each in found.items() if isinstance(each, MustNotContact)}
        at_once |= {place: row.refusal for place, row in enumerate(contacts) if row.refusal}
        at_once |= {
            place: known.agreed[each.cpf] for place, each in records.items() if each.cpf in known.agreed
        }
        refused = (PlannedRow(contacts[place], now, refusal) for place, refusal in sorted(at_once.items()))
        rows = (PlannedRow(contacts[each.place], each.at, each.refusal) for each in planned)
        return CampaignPlan(now, self.throughput, (*refused, *rows), known.waiting)

    async def _found(
        self, contacts: Sequence[Listed], asked: Callable[[int], None]
    ) -> dict[int, DebtorRecord | MustNotContact]:
        """Ask the CRM for everybody, some at a time; what is found stands under its place in the list."""
        wanted = {row.cpf: place for place, row in enumerate(contacts) if row.cpf and not row.refusal}
        listed = await self.find_debtor.listed(wanted.keys()) if len(wanted) >= _WORTH_LISTING else {}
        found: dict[int, DebtorRecord | MustNotContact] = {}
        waiting = iter(wanted.items())

        async def ask() -> None:
            for cpf, place in waiting:
                found[place] = listed.get(cpf) or await self._find(cpf)
                asked(len(found))

        async with asyncio.TaskGroup() as asking:
            for _ in range(_ASKED_AT_ONCE):
                asking.create_task(ask())
        return found

    async def _find(self, cpf: Cpf) -> DebtorRecord | MustNotContact:
        try:
            return await self.find_debtor(cpf)
        except CrmRejected as rejected:
            return MustNotContact(ContactRule.INVALID_RECORD, detail=rejected.reason)

    async def _known(self, records: Sequence[DebtorRecord], now: datetime) -> _Known:
        histories: dict[Cpf, ContactHistory] = {}
        async with self.uow() as uow:
            for first in range(0, len(records), _HISTORIES_AT_ONCE):
                some = records[first : first + _HISTORIES_AT_ONCE]
                histories |= await uow.debtors.contact_histories(some)
            agreed = {
                record.cpf: refusal
                for record in records
                if (refusal := await self._about_agreed(uow, record, histories[record.cpf], now))
            }
            starts = await uow.contact_queue.starts(self.throughput, now)
            return _Known(histories, agreed, starts, await uow.contact_queue.waiting())

    async def _about_agreed(
        self, uow: UnitOfWork, record: DebtorRecord, history: ContactHistory, now: datetime
    ) -> MustNotContact | None:
        """Return why there is nothing to talk about, when an agreement is about all of it."""
        if not history.has_agreed or history.being_talked_to:
            return None
        debtor = await uow.debtors.by_cpf(record.cpf)
        if debtor is None:
            return None
        rules = self.assess.rules
        left = await beyond_agreements(uow, self.renegotiate, rules, debtor.id, record, now)
        return left if isinstance(left, MustNotContact) else None

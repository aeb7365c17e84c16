"""What is told of a campaign and of a plan, over HTTP and by `--json`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from application.campaign import CampaignContact, CampaignProgress
from application.contact_list import Listed
from application.plan_campaign import CampaignPlan, PlannedRow
from domain.identity.campaign import ContactState
from domain.identity.contact_rule import ContactRule, explanation_of
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import CampaignId, ConversationId

EXAMPLES = 5
_MOST_BAD_ROWS = 1_000


class BadRow(msgspec.Struct, frozen=True):
    """A row of the list that is not used: its line (or its place in `cpfs`), counted from 1, and why."""

    line: int
    rule: ContactRule
    reason: str


class Refused(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many are not contacted because of one rule; some of them, by line and masked CPF."""

    rule: ContactRule
    explanation: str
    count: int
    examples: tuple[str, ...] = ()


class CampaignBody(msgspec.Struct, frozen=True):
    """A campaign and how far it has come; `next_at` is when somebody is contacted next.

    While something keeps it from going on, `halted` says what.
    """

    id: CampaignId
    name: str
    status: str
    created_at: datetime
    total: int
    waiting: int
    opening: int
    opened: int
    refused: int
    cancelled: int
    refusals: tuple[Refused, ...]
    next_at: datetime | None = None
    halted: str = ""
    bad_rows: tuple[BadRow, ...] = ()


class CampaignSummary(msgspec.Struct, frozen=True):
    """A campaign in a list."""

    id: CampaignId
    name: str
    status: str
    created_at: datetime


class ContactBody(msgspec.Struct, frozen=True):
    """One contact: `at` is when it came to its state or, while it waits, when it is looked at next."""

    place: int
    line: int
    cpf_masked: str
    state: str
    at: datetime
    rule: ContactRule | None
    explanation: str
    conversation_id: ConversationId | None


class ContactPage(msgspec.Struct, frozen=True):
    """Some contacts of a campaign; `next_after` asks for the next page, None when there is none."""

    contacts: tuple[ContactBody, ...]
    next_after: int | None


class HourBody(msgspec.Struct, frozen=True):
    """How many are contacted from this hour on until the next, as clocks show it in São Paulo."""

    hour: int
    contacts: int


class DayBody(msgspec.Struct, frozen=True):
    """How many are contacted on a day, and in each of its hours."""

    day: date
    contacts: int
    hours: tuple[HourBody, ...]


class PlanBody(msgspec.Struct, frozen=True):
    """What a campaign that began at `at` would do; nothing was kept or sent."""

    dry_run: bool
    at: datetime
    per_minute: int
    per_day: int
    total: int
    contacts: int
    refused: int
    first_at: datetime | None
    last_at: datetime | None
    days: tuple[DayBody, ...]
    refusals: tuple[Refused, ...]
    bad_rows: tuple[BadRow, ...]
    others_waiting: int


def summary_of(progress: CampaignProgress, bad_rows: Sequence[BadRow] = ()) -> CampaignBody:
    """Return a campaign with its counts, the commonest refusal first."""
    campaign = progress.campaign
    refusals = sorted(progress.refusals.items(), key=lambda item: (-item[1], item[0]))
    return CampaignBody(
        campaign.id,
        campaign.name,
        campaign.status.value,
        campaign.created_at,
        progress.total,
        progress.count(ContactState.WAITING),
        progress.count(ContactState.OPENING),
        progress.count(ContactState.OPENED),
        progress.count(ContactState.REFUSED),
        progress.count(ContactState.CANCELLED),
        tuple(Refused(rule, explanation_of(rule), count) for rule, count in refusals),
        progress.next_at,
        progress.halted,
        tuple(bad_rows),
    )


def page_of(contacts: Sequence[CampaignContact], limit: int) -> ContactPage:
    """Return contacts as a page of up to `limit`."""
    bodies = tuple(
        ContactBody(
            each.place,
            each.line,
            each.cpf_masked,
            each.state.value,
            each.at,
            each.rule,
            each.explanation,
            each.conversation_id,
        )
        for each in contacts
    )
    return ContactPage(bodies, bodies[-1].place if len(bodies) == limit else None)


def bad_rows_of(rows: Iterable[Listed]) -> tuple[BadRow, ...]:
    """Return the rows that are not used, at most the first 1,000; the contacts list them all."""
    bad = (BadRow(row.line, row.refusal.rule, row.refusal.explanation) for row in rows if row.refusal)
    return tuple(each for each, _ in zip(bad, range(_MOST_BAD_ROWS), strict=False))


def plan_of(plan: CampaignPlan, rows: Sequence[Listed]) -> PlanBody:
    """Return a plan by day and hour, with its refusals by rule."""
    contacts = plan.contacts
    moments = [row.at.astimezone(SAO_PAULO) for row in contacts]
    return PlanBody(
        dry_run=True,
        at=plan.at.astimezone(SAO_PAULO),
        per_minute=plan.throughput.per_minute,
        per_day=plan.throughput.per_day,
        total=len(plan.rows),
        contacts=len(contacts),
        refused=len(plan.rows) - len(contacts),
        first_at=min(moments, default=None),
        last_at=max(moments, default=None),
        days=_days(plan),
        refusals=tuple(
            Refused(rule, explanation_of(rule), len(refused), tuple(map(_example, refused[:EXAMPLES])))
            for rule, refused in plan.by_rule.items()
        ),
        bad_rows=bad_rows_of(rows),
        others_waiting=plan.others_waiting,
    )


def _days(plan: CampaignPlan) -> tuple[DayBody, ...]:
    hours: dict[date, list[HourBody]] = {}
    for (day, hour), contacts in sorted(plan.by_hour.items()):
        hours.setdefault(day, []).append(HourBody(hour, contacts))
    return tuple(
        DayBody(day, sum(hour.contacts for hour in theirs), tuple(theirs)) for day, theirs in hours.items()
    )


def _example(planned: PlannedRow) -> str:
    cpf, detail = planned.row.cpf, planned.refusal.detail if planned.refusal else ""
    told = f"linha {planned.row.line}" + (f": {cpf.masked}" if cpf else "")
    return f"{told} ({detail})" if detail else told

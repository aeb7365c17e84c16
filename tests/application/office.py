"""A creditor with debtors to contact, over a real database and a clock that moves on command."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from application.contact_list import Listed
from application.ports.crm import CrmUnavailable
from domain.identity.campaign import Campaign, ContactState
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Status
from domain.shared.calendar import SAO_PAULO
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId, TenantId
from domain.shared.phone import Phone
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.application.engine_room import Channel

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=SAO_PAULO)
MINUTE = timedelta(minutes=1)
DEBT = Debt(Decimal("100.00"), Decimal("100.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja")


class MoodyCrm(MemoryCrm):
    """A CRM that does not answer while it is `away`."""

    away = False
    asked = 0

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Find the debtor, or fail."""
        self.asked += 1
        if self.away:
            raise CrmUnavailable("fora do ar")
        return await super().find_debtor(cpf)


@dataclass(slots=True)
class Office:
    """A creditor with its debtors, a clock that moves on command, and a channel that accepts."""

    container: Container
    clock: VirtualClock
    crm: MoodyCrm
    people: list[DebtorRecord] = field(default_factory=list)

    @property
    def list(self) -> tuple[Listed, ...]:
        """Everybody."""
        return tuple(Listed(line, record.cpf) for line, record in enumerate(self.people, start=1))

    async def begins(self, contacts: Sequence[Listed] | None = None) -> Campaign:
        """A campaign with everybody, or with some."""
        return await self.container.start_campaign()(contacts or self.list)

    async def works(self, times: int = 1, *, step: timedelta = MINUTE) -> None:
        """Look at the queue, some times, with some time between."""
        for _ in range(times):
            await self.container.work_campaigns()()
            self.clock.advance(step)

    async def states(self, campaign: Campaign) -> Counter[ContactState]:
        """How many contacts are in each state."""
        async with self.container.uow() as uow:
            return Counter((await uow.campaigns.progress(campaign.id)).contacts)

    async def became(self, campaign: Campaign) -> dict[int, tuple[str, datetime | None]]:
        """What became of each contact: its state or rule, and the minute of those that were opened."""
        async with self.container.uow() as uow:
            contacts = await uow.campaigns.contacts(campaign.id, limit=1_000)
        return {
            each.place: (each.rule or each.state, each.at if each.state is ContactState.OPENED else None)
            for each in contacts
        }

    async def ends(self, reason: EndReason = EndReason.TIMED_OUT) -> None:
        """Every conversation that is open ends."""
        async with self.container.uow() as uow:
            for each in await uow.views.conversations(status="active", limit=200):
                negotiation = await uow.negotiations.get(each.id)
                over = replace(negotiation, status=Status.ABANDONED, end=reason)
                await uow.negotiations.save(over, (), self.clock.now())
            await uow.commit()

    async def record(self, conversation_id: ConversationId) -> DebtorRecord:
        """Whom a conversation is with."""
        async with self.container.uow() as uow:
            conversation = await uow.conversations.get(conversation_id)
            return (await uow.debtors.get(conversation.debtor_id)).record


def a_cpf(number: int) -> Cpf:
    """A valid CPF of nobody."""
    base = f"{number:09d}"
    for _ in range(2):
        weighted = sum(
            int(digit) * weight for digit, weight in zip(reversed(base), range(2, 12), strict=False)
        )
        base += str(weighted * 10 % 11 % 10)
    return Cpf.parse(base)


def someone(number: int, area_code: str, **changes: object) -> DebtorRecord:
    """An invented debtor."""
    record = DebtorRecord(a_cpf(number), "Ana Lima", Phone(f"55{area_code}9{80000000 + number}"), (DEBT,))
    return replace(record, **changes)  # type: ignore[arg-type]


def an_office(
    engine: AsyncEngine, tenant: TenantId, people: Sequence[DebtorRecord], **contact: int
) -> Office:
    """Certobot with these debtors."""
    settings = load_settings({"CERTOBOT_WHATSAPP": "mock"})
    changed = msgspec.structs.replace(settings.contact, **contact)
    container = Container(settings=msgspec.structs.replace(settings, contact=changed))
    clock, crm = VirtualClock(MONDAY_NINE), MoodyCrm(people)
    container.tenant.override(tenant)
    container.engine.override(engine)
    container.clock.override(clock)
    container.crm.override(crm)
    container.messenger.override(Channel())
    return Office(container, clock, crm, list(people))

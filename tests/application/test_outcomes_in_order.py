"""A CRM that is away for a day is told everything, once, in the order in which it happened to each debtor."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from application.ports.crm import CrmUnavailable, OutcomeReport
from domain.shared.ids import ConversationId, TenantId
from entrypoints.container import Container
from tests.application.agreed import MARIA, NOON, Agreed, Post, settings


@dataclass(slots=True)
class Flapping:
    """Knows what `crm` knows, takes a report now and then, and loses some of its answers; all is noted."""

    crm: MemoryCrm
    away: bool = True
    calls: int = 0
    taken: list[OutcomeReport] = field(default_factory=list)

    async def report(self, report: OutcomeReport) -> None:
        """Be away, take it, or take it and lose the answer."""
        self.calls += 1
        if self.away or self.calls % 3 == 0:
            raise CrmUnavailable("fora do ar")
        if report.session_id not in {each.session_id for each in self.taken}:
            self.taken.append(report)
        if self.calls % 3 == 1:
            raise CrmUnavailable("a resposta se perdeu")


@pytest.fixture
def maria(engine: AsyncEngine, tenant: TenantId) -> tuple[Agreed, Flapping]:
    container = Container(settings=settings(enforce=False))
    clock, crm = VirtualClock(NOON), MemoryCrm([MARIA])
    flapping = Flapping(crm)
    post = Post(clock)
    container.tenant.override(tenant)
    container.engine.override(engine)
    container.clock.override(clock)
    container.messenger.override(post)
    container.chance.override(lambda: 0.0)
    container.crm.override(_Shown(crm, flapping))
    return Agreed(container, clock, post, crm), flapping


@dataclass(slots=True)
class _Shown:
    crm: MemoryCrm
    flapping: Flapping

    def __getattr__(self, name: str) -> object:
        return getattr(self.flapping if name == "report" else self.crm, name)


async def test_a_day_without_the_crm_loses_nothing_doubles_nothing_and_mixes_nothing_up(
    maria: tuple[Agreed, Flapping],
) -> None:
    debtor, crm = maria
    happened: list[ConversationId | None] = []
    for text in ("não devo satisfação, não vou pagar nada", "já paguei isso"):
        opened = await debtor.container.open_conversation()(MARIA.cpf)
        happened.append(opened.conversation_id)
        for said in ("oi", "529", text, text, text):
            await debtor.says(said)
        debtor.clock.advance(timedelta(minutes=10))
        await debtor.works()
    await debtor.agrees()
    happened.append(debtor.conversation_id)
    await debtor.pays("950.00")
    for _ in range(24):
        debtor.clock.advance(timedelta(hours=1))
        await debtor.works()
    assert crm.taken == []

    crm.away = False
    for _ in range(12):
        debtor.clock.advance(timedelta(minutes=31))
        await debtor.works()

    told = [(report.conversation_id, report.follows.split(".")[0]) for report in crm.taken]
    assert told == [
        *((conversation_id, "") for conversation_id in happened),
        (debtor.conversation_id, "surplus"),
        (debtor.conversation_id, "paid"),
    ]
    assert await debtor.container.find_due()() == ()

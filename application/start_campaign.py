"""Put a list of debtors into the queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.contact_list import Listed
from application.ports.clock import Clock
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.identity.campaign import Campaign
from domain.shared.calendar import SAO_PAULO
from domain.shared.errors import RuleBroken
from domain.shared.ids import CampaignId

LONGEST_LIST = 100_000
_TOLD = 5


class NobodyToContact(RuleBroken):
    """No row of the list has a valid CPF; `rows` says of each why."""

    def __init__(self, rows: Sequence[Listed]) -> None:
        told = (f"linha {row.line}: {row.refusal.detail}" for row in rows[:_TOLD] if row.refusal)
        super().__init__(f"nenhuma linha da lista tem um CPF válido ({'; '.join(told)})")
        self.rows = tuple(rows)


class ListTooLong(RuleBroken):
    """More rows than one campaign takes."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"a lista tem {rows} linhas; uma campanha leva até {LONGEST_LIST}")
        self.rows = rows


def held_to_size(contacts: Sequence[Listed]) -> Sequence[Listed]:
    """Return the list if a campaign can take it.

    Raises:
        NobodyToContact, ListTooLong: it cannot.
    """
    if all(row.refusal for row in contacts):
        raise NobodyToContact(contacts)
    if len(contacts) > LONGEST_LIST:
        raise ListTooLong(len(contacts))
    return contacts


@dataclass(frozen=True, slots=True)
class StartCampaign:
    """Keeps a campaign; whoever serves or works contacts its debtors within the rules of contact.

    Raises:
        NobodyToContact, ListTooLong: the list cannot be taken.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    clock: Clock
    new_id: Callable[[], UUID]

    async def __call__(
        self, contacts: Sequence[Listed], name: str = "", campaign_id: CampaignId | None = None
    ) -> Campaign:
        """Return the campaign, in which everybody with a CPF waits; the one there is under a given id."""
        now = self.clock.now()
        named = name.strip() or f"Campanha de {now.astimezone(SAO_PAULO):%d/%m/%Y %H:%M}"
        campaign = Campaign(campaign_id or CampaignId(self.new_id()), named, now)
        async with self.uow() as uow:
            if not await uow.campaigns.add(campaign, held_to_size(contacts)):
                return await uow.campaigns.get(campaign.id)
            await uow.commit()
        return campaign

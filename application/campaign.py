"""What is known of a campaign while it goes on, and of each contact in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.campaign import Campaign, ContactState
from domain.identity.contact_rule import ContactRule
from domain.shared.cpf import Cpf
from domain.shared.ids import CampaignId, ConversationId


@dataclass(frozen=True, slots=True)
class QueuedContact:
    """A contact taken from the queue; whoever takes it after us makes our token worthless.

    `attempts` counts the times it was taken and nothing came of it, this one too.
    """

    campaign_id: CampaignId
    place: int
    cpf: Cpf
    token: UUID
    attempts: int


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How far a campaign has come.

    `next_at` is when the next contact is looked at, None when none waits; `refusals` counts by rule. `halted`
    says in Portuguese what keeps it from going on, if something does.
    """

    campaign: Campaign
    contacts: Mapping[ContactState, int]
    refusals: Mapping[ContactRule, int]
    next_at: datetime | None = None
    halted: str = ""

    @property
    def total(self) -> int:
        """How many rows the list had."""
        return sum(self.contacts.values())

    def count(self, state: ContactState) -> int:
        """Return how many contacts are in `state`."""
        return self.contacts.get(state, 0)


@dataclass(frozen=True, slots=True)
class CampaignContact:
    """One contact of a campaign, as people may see it.

    `at` is when it came to its state or, while it waits, when it is looked at next; `cpf_masked` is empty
    when the row had no CPF.
    """

    place: int
    line: int
    cpf_masked: str
    state: ContactState
    at: datetime
    rule: ContactRule | None = None
    explanation: str = ""
    conversation_id: ConversationId | None = None

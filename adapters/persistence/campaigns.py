"""Campaigns, and what people may see of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, true, update

from adapters.persistence.campaign_statements import (
    ADD,
    ADD_CONTACTS,
    CONTACTS,
    PROGRESS,
    WITHDRAW,
)
from adapters.persistence.campaign_tables import campaigns
from adapters.persistence.json_text import json_text
from adapters.persistence.prose import storable
from adapters.persistence.transaction import Transaction
from application.campaign import CampaignContact, CampaignProgress
from application.contact_list import Listed
from application.ports.negotiation_repository import NotFound
from domain.identity.campaign import Campaign, CampaignStatus, ContactState
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.shared.cpf import Cpf
from domain.shared.ids import CampaignId, ConversationId

_MOST = 200
# What becomes of contacts that wait, or are being opened, when their campaign stops.
_LEFT_AS = {CampaignStatus.PAUSED: ContactState.WAITING, CampaignStatus.CANCELLED: ContactState.CANCELLED}


class PostgresCampaigns:
    """Implements Campaigns."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, campaign: Campaign, contacts: Sequence[Listed]) -> bool:
        """Keep a campaign with its list; False when there is one with this id."""
        values = {
            "id": campaign.id,
            "name": storable(campaign.name),
            "status": campaign.status.value,
            "now": campaign.created_at,
        }
        if await self._transaction.fetch_one(ADD, values) is None:
            return False
        rows = [_listed_to(place, row) for place, row in enumerate(contacts)]
        await self._transaction.fetch(
            ADD_CONTACTS,
            {"campaign_id": campaign.id, "contacts": json_text(rows), "now": campaign.created_at},
        )
        return True

    async def get(self, campaign_id: CampaignId) -> Campaign:
        """Return a campaign, locked, or raise NotFound."""
        row = await self._transaction.row(self._these(campaigns.c.id == campaign_id).with_for_update())
        if row is None:
            raise NotFound("campanha")
        return _campaign_from(row)

    async def save(self, campaign: Campaign, now: datetime) -> None:
        """Replace its status; the contacts of a cancelled one that were not opened are cancelled too."""
        await self._transaction.run(
            update(campaigns)
            .where(campaigns.c.tenant_id == self._transaction.tenant_id)
            .where(campaigns.c.id == campaign.id)
            .values(status=campaign.status.value, changed_at=now)
        )
        if left_as := _LEFT_AS.get(campaign.status):
            await self._transaction.fetch(WITHDRAW, {"id": campaign.id, "now": now, "state": left_as.value})

    async def progress(self, campaign_id: CampaignId) -> CampaignProgress:
        """Return how far it has come, or raise NotFound."""
        row = await self._transaction.row(self._these(campaigns.c.id == campaign_id))
        if row is None:
            raise NotFound("campanha")
        counted = await self._transaction.fetch(PROGRESS, {"id": campaign_id})
        return _progress_from(_campaign_from(row), counted)

    async def latest(self, *, limit: int = 50, before: datetime | None = None) -> tuple[Campaign, ...]:
        """Return at most 200 campaigns, the latest first; served by ix_campaigns_created."""
        query = self._these(true() if before is None else campaigns.c.created_at < before)
        rows = await self._transaction.rows(
            query.order_by(campaigns.c.created_at.desc(), campaigns.c.id).limit(min(limit, _MOST))
        )
        return tuple(_campaign_from(row) for row in rows)

    async def contacts(
        self,
        campaign_id: CampaignId,
        *,
        after: int = -1,
        limit: int = 100,
        state: ContactState | None = None,
    ) -> tuple[CampaignContact, ...]:
        """Return at most 1,000 contacts in the order of the list."""
        rows = await self._transaction.fetch(
            CONTACTS,
            {
                "id": campaign_id,
                "after": after,
                "limit": min(limit, 5 * _MOST),
                "state": state.value if state else None,
            },
        )
        return tuple(_contact_from(row) for row in rows)

    def _these(self, condition: ColumnElement[bool]) -> Select[Any]:
        return select(campaigns).where(campaigns.c.tenant_id == self._transaction.tenant_id).where(condition)


def _listed_to(place: int, row: Listed) -> dict[str, Any]:
    refusal = row.refusal
    return {
        "place": place,
        "line": row.line,
        "cpf": row.cpf.digits if row.cpf else None,
        "state": (ContactState.REFUSED if refusal else ContactState.WAITING).value,
        "rule": refusal.rule.value if refusal else None,
        "detail": refusal.detail if refusal else None,
    }


def _campaign_from(row: Row[Any]) -> Campaign:
    return Campaign(CampaignId(row.id), row.name, row.created_at, CampaignStatus(row.status))


def _progress_from(campaign: Campaign, counted: Sequence[Mapping[str, Any]]) -> CampaignProgress:
    contacts: dict[ContactState, int] = {}
    refusals: dict[ContactRule, int] = {}
    next_at: datetime | None = None
    for row in counted:
        state = ContactState(row["state"])
        contacts[state] = contacts.get(state, 0) + row["contacts"]
        if row["rule"]:
            refusals[ContactRule(row["rule"])] = row["contacts"]
        if state is ContactState.WAITING:
            next_at = row["next_at"]
    return CampaignProgress(campaign, contacts, refusals, next_at)


def _contact_from(row: Mapping[str, Any]) -> CampaignContact:
    rule = ContactRule(row["rule"]) if row["rule"] else None
    return CampaignContact(
        row["place"],
        row["line"],
        Cpf(row["cpf"]).masked if row["cpf"] else "",
        ContactState(row["state"]),
        row["at"],
        rule,
        MustNotContact(rule, detail=row["detail"] or "").explanation if rule else "",
        ConversationId(row["conversation_id"]) if row["conversation_id"] else None,
    )

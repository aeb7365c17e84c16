"""The tables of campaigns, of their queue, and of how many conversations we open a minute."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from adapters.persistence.prose import Prose
from adapters.persistence.tables import metadata

_MOMENT = DateTime(timezone=True)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("id", "tenant_id"),
    # Campaigns.latest
    Index("ix_campaigns_created", "created_at", "tenant_id"),
    # ContactQueue.take, tidy
    Index("ix_campaigns_running", "created_at", "tenant_id", postgresql_where=text("status = 'running'")),
)

# `place` counts the rows of the list, `line` the lines of the file it came from.
campaign_contacts = Table(
    "campaign_contacts",
    metadata,
    Column("campaign_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("cpf", Text),
    Column("state", Text, nullable=False),
    # When it is looked at next or, once it is settled, when that was.
    Column("at", _MOMENT, nullable=False),
    Column("rule", Text),
    Column("detail", Prose),
    Column("conversation_id", Uuid),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("token", Uuid),
    Column("taken_until", _MOMENT),
    Column("owner", Integer),
    PrimaryKeyConstraint("campaign_id", "place", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "campaign_id"], ["campaigns.tenant_id", "campaigns.id"]),
    # ContactQueue.take
    Index(
        "ix_campaign_contacts_waiting",
        *("campaign_id", "tenant_id", "place", "at"),
        postgresql_where=text("state = 'waiting'"),
    ),
    # ContactQueue.take, tidy
    Index(
        "ix_campaign_contacts_opening",
        *("campaign_id", "tenant_id", "taken_until"),
        postgresql_where=text("state = 'opening'"),
    ),
)

contact_starts = Table(
    "contact_starts",
    metadata,
    Column("minute", _MOMENT, nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("starts", Integer, nullable=False),
    # When in that minute each began, so that the next ones come evenly.
    Column("moments", ARRAY(_MOMENT), nullable=False, server_default=text("'{}'")),
    PrimaryKeyConstraint("minute", "tenant_id"),
)

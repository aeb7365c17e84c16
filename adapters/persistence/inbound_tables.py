"""The tables of what comes in beside messages: who is known as what, what was not read, what people check."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)

from adapters.persistence.prose import Prose
from adapters.persistence.tables import metadata

_MOMENT = DateTime(timezone=True)

# A phone or a user id under which a debtor once wrote, or was told to write; the latest word counts.
known_contacts = Table(
    "known_contacts",
    metadata,
    Column("form", Prose, nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("debtor_id", Uuid, nullable=False),
    Column("since", _MOMENT, nullable=False),
    PrimaryKeyConstraint("form", "tenant_id"),
    ForeignKeyConstraint(["debtor_id", "tenant_id"], ["debtors.id", "debtors.tenant_id"]),
)

unread_pieces = Table(
    "unread_pieces",
    metadata,
    Column("digest", Text, nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("kind", Prose, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", Prose, nullable=False),
    Column("times", Integer, nullable=False, server_default=text("1")),
    Column("first_at", _MOMENT, nullable=False),
    Column("last_at", _MOMENT, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    PrimaryKeyConstraint("digest", "tenant_id"),
    # UnreadPieces.keep: the oldest leave when there are too many
    Index("ix_unread_pieces_seq", "seq", "tenant_id"),
)

human_checks = Table(
    "human_checks",
    metadata,
    Column("message_id", Uuid, nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("conversation_id", Uuid, nullable=False),
    Column("media_id", Prose, nullable=False),
    Column("media_type", Prose, nullable=False),
    Column("filename", Prose, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("closed_at", _MOMENT),
    PrimaryKeyConstraint("message_id", "kind", "tenant_id"),
    ForeignKeyConstraint(["message_id", "tenant_id"], ["messages.id", "messages.tenant_id"]),
    # HumanChecks.all, of every conversation and of one
    Index("ix_human_checks_open", "opened_at", "tenant_id", postgresql_where=text("closed_at IS NULL")),
    Index("ix_human_checks_conversation", "conversation_id", "tenant_id"),
)

"""Every table, in one MetaData. A row belongs to one tenant: `tenant_id` is in every primary key.

It leads none, nor any index: while tables are empty every index whose first column fits looks as good as any
other, and a plan that was made then would later read all rows of the tenant.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.persistence.prose import Prose

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_MOMENT = DateTime(timezone=True)
_BRL = Numeric(14, 2)
_UNFINISHED = text("status IN ('pending', 'claimed', 'uncertain')")
_DEAD = text("status = 'dead'")

debtors = Table(
    "debtors",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("cpf", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Prose),
    Column("uf", Text),
    Column("whatsapp_user_id", Prose),
    # WhatsApp told that the first number, as the CRM knows it, is the second now.
    Column("moved_from", Text),
    Column("moved_to", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("id", "tenant_id"),
    UniqueConstraint("cpf", "tenant_id"),
)

debts = Table(
    "debts",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("debtor_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("amount", _BRL, nullable=False),
    Column("original_amount", _BRL, nullable=False),
    Column("due_date", Date, nullable=False),
    Column("creditor", Prose, nullable=False),
    Column("description", Prose, nullable=False),
    PrimaryKeyConstraint("debtor_id", "tenant_id", "position"),
    ForeignKeyConstraint(["tenant_id", "debtor_id"], ["debtors.tenant_id", "debtors.id"], ondelete="CASCADE"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("debtor_id", Uuid, nullable=False),
    Column("contact_phone", Prose),
    Column("contact_user_id", Prose),
    Column("phase", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("end_reason", Text),
    Column("state", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("last_activity_at", _MOMENT, nullable=False),
    Column("last_inbound_at", _MOMENT),
    Column("expires_at", _MOMENT, nullable=False),
    Column("lease_until", _MOMENT),
    Column("lease_token", Uuid),
    Column("lease_owner", Integer),
    Column("turn_attempts", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Prose),
    # When its agreement is looked at next.
    Column("follow_at", _MOMENT),
    PrimaryKeyConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "debtor_id"], ["debtors.tenant_id", "debtors.id"]),
    # One active conversation per debtor; also serves NegotiationRepository.active_of.
    Index(
        "uq_conversations_active",
        *("debtor_id", "tenant_id"),
        unique=True,
        postgresql_where=text("status = 'active'"),
    ),
    # DebtorRepository.contact_histories
    Index("ix_conversations_debtor", "debtor_id", "tenant_id", "opened_at"),
    # Conversations.latest_with, by phone and by user id
    Index("ix_conversations_phone", "contact_phone", "tenant_id", "opened_at"),
    Index("ix_conversations_user", "contact_user_id", "tenant_id", "opened_at"),
    # Conversations.due, the clock
    Index("ix_conversations_expiry", "expires_at", "tenant_id", postgresql_where=text("status = 'active'")),
    # Conversations.due, agreements to be followed
    Index(
        "ix_conversations_follow",
        *("follow_at", "tenant_id"),
        postgresql_where=text("follow_at IS NOT NULL"),
    ),
    # Views.conversations, of all and of one status
    Index("ix_conversations_opened", "opened_at", "tenant_id"),
    Index("ix_conversations_status", "status", "tenant_id", "opened_at"),
)

# The thread of a stranger has messages and an outbox, but no conversation: hence no foreign key to one.
messages = Table(
    "messages",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("conversation_id", Uuid),
    Column("direction", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("text", Prose, nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("status", Text, nullable=False),
    Column("understanding", JSONB(none_as_null=True)),
    Column("details", JSONB(none_as_null=True)),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    PrimaryKeyConstraint("id", "tenant_id"),
    # Views.conversation, Conversations.last_text_to
    Index("ix_messages_thread", "conversation_id", "tenant_id", "seq"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("conversation_id", Uuid, nullable=False),
    Column("debtor_id", Uuid, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("report", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("available_at", _MOMENT, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Prose),
    Column("reported_at", _MOMENT),
    PrimaryKeyConstraint("session_id", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"]),
    # Conversations.due, what the CRM must be told
    Index("ix_outcomes_due", "available_at", "tenant_id", postgresql_where=text("status = 'pending'")),
    # Outcomes.claim: the head of a debtor's queue
    Index("ix_outcomes_queue", "debtor_id", "tenant_id", "seq", postgresql_where=text("status = 'pending'")),
    # Views.conversation, Outcomes.claim
    Index("ix_outcomes_conversation", "conversation_id", "tenant_id"),
    # DeadLetters
    Index("ix_outcomes_dead", "conversation_id", "tenant_id", postgresql_where=_DEAD),
)

inbox = Table(
    "inbox",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("provider_message_id", Prose, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("conversation_id", Uuid),
    Column("contact_phone", Prose),
    Column("contact_user_id", Prose),
    Column("sent_at", _MOMENT, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("received_at", _MOMENT, nullable=False, server_default=text("now()")),
    Column("handled_at", _MOMENT),
    Column("dead_reason", Prose),
    PrimaryKeyConstraint("provider_message_id", "tenant_id"),
    UniqueConstraint("message_id", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "message_id"], ["messages.tenant_id", "messages.id"]),
    ForeignKeyConstraint(["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"]),
    # Inbox.pending, Conversations.due, answers
    Index(
        "ix_inbox_pending",
        *("conversation_id", "tenant_id", "sent_at", "seq"),
        postgresql_where=text("handled_at IS NULL"),
    ),
    # DeadLetters
    Index("ix_inbox_dead", "conversation_id", "tenant_id", postgresql_where=text("dead_reason IS NOT NULL")),
)

outbox = Table(
    "outbox",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("key", Prose, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("conversation_id", Uuid, nullable=False),
    Column("contact", JSONB, nullable=False),
    Column("parcel", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("available_at", _MOMENT, nullable=False),
    Column("owner", Integer),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    # How often it left again while nobody knew whether the provider had taken it before.
    Column("doubts", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Prose),
    Column("provider_message_id", Prose),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    PrimaryKeyConstraint("key", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "message_id"], ["messages.tenant_id", "messages.id"]),
    # Outbox.claim: the head of a conversation's queue
    Index("ix_outbox_queue", "conversation_id", "tenant_id", "seq", postgresql_where=_UNFINISHED),
    # Conversations.due, deliveries
    Index("ix_outbox_due", "available_at", "tenant_id", postgresql_where=_UNFINISHED),
    # Outbox.settle, by the provider's id
    Index("ix_outbox_provider", "provider_message_id", "tenant_id"),
    # DeadLetters
    Index("ix_outbox_dead", "conversation_id", "tenant_id", postgresql_where=_DEAD),
)

# A sender that the provider refuses sends nothing until then, whatever process asks.
blocked_senders = Table(
    "blocked_senders",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("until", _MOMENT, nullable=False),
    Column("reason", Prose, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("conversation_id", Uuid, nullable=False),
    Column("event", Text, nullable=False),
    Column("text", Prose, nullable=False),
    Column("at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("seq", "tenant_id"),
    # Views.conversation
    Index("ix_audit_log_conversation", "conversation_id", "tenant_id", "seq"),
)

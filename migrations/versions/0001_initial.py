"""The first tables. Keys are named by the MetaData's convention."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001_initial"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
ACTIVE = sa.text("status = 'active'")
UNFINISHED = sa.text("status IN ('pending', 'claimed', 'uncertain')")


def upgrade() -> None:
    """Make every table, those that others point to first."""
    _create_audit_log()
    _create_debtors()
    _create_messages()
    _create_our_numbers()
    _create_conversations()
    _index_conversations()
    _create_debts()
    _create_outbox()
    _create_agreements()
    _create_inbox()
    _create_outcomes()
    _create_installments()
    _create_payment_documents()


def downgrade() -> None:
    """Drop every table, those that point to others first."""
    for table in (
        "payment_documents",
        "installments",
        "outcomes",
        "inbox",
        "agreements",
        "outbox",
        "debts",
        "conversations",
        "our_numbers",
        "our_number_series",
        "messages",
        "debtors",
        "audit_log",
    ):
        op.drop_table(table)


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "seq"),
    )
    op.create_index("ix_audit_log_conversation", "audit_log", ["tenant_id", "conversation_id", "seq"])


def _create_debtors() -> None:
    op.create_table(
        "debtors",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cpf", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("uf", sa.Text()),
        sa.Column("whatsapp_user_id", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.UniqueConstraint("tenant_id", "cpf"),
    )


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("understanding", JSONB()),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    op.create_index("ix_messages_thread", "messages", ["tenant_id", "conversation_id", "seq"])


def _create_our_numbers() -> None:
    op.create_table(
        "our_number_series",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id"),
    )
    op.create_table(
        "our_numbers",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "agreement_id", "position"),
        sa.UniqueConstraint("tenant_id", "number"),
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("contact_phone", sa.Text()),
        sa.Column("contact_user_id", sa.Text()),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text()),
        sa.Column("state", JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("last_activity_at", MOMENT, nullable=False),
        sa.Column("last_inbound_at", MOMENT),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.ForeignKeyConstraint(["tenant_id", "debtor_id"], ["debtors.tenant_id", "debtors.id"]),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )


def _index_conversations() -> None:
    op.create_index("ix_conversations_debtor", "conversations", ["tenant_id", "debtor_id", "opened_at"])
    op.create_index(
        "ix_conversations_expiry", "conversations", ["tenant_id", "expires_at"], postgresql_where=ACTIVE
    )
    op.create_index("ix_conversations_opened", "conversations", ["tenant_id", "opened_at"])
    op.create_index("ix_conversations_phone", "conversations", ["tenant_id", "contact_phone", "opened_at"])
    op.create_index("ix_conversations_status", "conversations", ["tenant_id", "status", "opened_at"])
    op.create_index("ix_conversations_user", "conversations", ["tenant_id", "contact_user_id", "opened_at"])
    op.create_index(
        "uq_conversations_active",
        "conversations",
        ["tenant_id", "debtor_id"],
        unique=True,
        postgresql_where=ACTIVE,
    )


def _create_debts() -> None:
    op.create_table(
        "debts",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("original_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("creditor", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "debtor_id"], ["debtors.tenant_id", "debtors.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "debtor_id", "position"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("contact", JSONB(), nullable=False),
        sa.Column("parcel", JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("available_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("provider_message_id", sa.Text()),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "message_id"], ["messages.tenant_id", "messages.id"]),
        sa.PrimaryKeyConstraint("tenant_id", "key"),
    )
    op.create_index("ix_outbox_due", "outbox", ["tenant_id", "available_at"], postgresql_where=UNFINISHED)
    op.create_index("ix_outbox_provider", "outbox", ["tenant_id", "provider_message_id"])
    op.create_index(
        "ix_outbox_queue", "outbox", ["tenant_id", "conversation_id", "seq"], postgresql_where=UNFINISHED
    )


def _create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("original_amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("total", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("reached_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"]
        ),
        sa.ForeignKeyConstraint(["tenant_id", "debtor_id"], ["debtors.tenant_id", "debtors.id"]),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.UniqueConstraint("tenant_id", "conversation_id"),
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("provider_message_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("contact_phone", sa.Text()),
        sa.Column("contact_user_id", sa.Text()),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("handled_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"]
        ),
        sa.ForeignKeyConstraint(["tenant_id", "message_id"], ["messages.tenant_id", "messages.id"]),
        sa.PrimaryKeyConstraint("tenant_id", "provider_message_id"),
        sa.UniqueConstraint("tenant_id", "message_id"),
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["tenant_id", "conversation_id", "sent_at", "seq"],
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def _create_outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("report", JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("available_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("reported_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"]
        ),
        sa.PrimaryKeyConstraint("tenant_id", "conversation_id"),
    )
    op.create_index(
        "ix_outcomes_due",
        "outcomes",
        ["tenant_id", "available_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )


def _create_installments() -> None:
    op.create_table(
        "installments",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
        sa.PrimaryKeyConstraint("tenant_id", "agreement_id", "number"),
    )


def _create_payment_documents() -> None:
    op.create_table(
        "payment_documents",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("installment", sa.Integer(), nullable=False),
        sa.Column("document", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
        sa.PrimaryKeyConstraint("tenant_id", "agreement_id", "installment"),
    )

"""Payments, second copies, what was said about agreements, and outcomes in the order of their debtor."""

import sqlalchemy as sa
from alembic import op

revision = "0006_following"
down_revision = "0005_boleto_registrations"

_MOMENT = sa.DateTime(timezone=True)
_BRL = sa.Numeric(14, 2)
_PENDING = sa.text("status = 'pending'")

_NUMBERS_OF_DOCUMENTS = """
    INSERT INTO document_numbers (tenant_id, number, agreement_id, installment)
    SELECT tenant_id, regexp_replace(document #>> '{boleto,nosso_numero}', '[^0-9]', '', 'g'),
           agreement_id, installment
    FROM payment_documents
    UNION
    SELECT tenant_id, document #>> '{pix,txid}', agreement_id, installment
    FROM payment_documents
    WHERE document #>> '{pix,txid}' IS NOT NULL
"""
_DEBTORS_OF_OUTCOMES = """
    UPDATE outcomes
    SET session_id = conversation_id,
        debtor_id = conversations.debtor_id
    FROM conversations
    WHERE conversations.tenant_id = outcomes.tenant_id
      AND conversations.id = outcomes.conversation_id
"""


def upgrade() -> None:
    """Create what follows an agreement, and queue outcomes by debtor."""
    _follow()
    _document_numbers()
    _payments()
    _steps()
    _queue_outcomes_by_debtor()


def downgrade() -> None:
    """Undo it; second copies and later outcomes are lost."""
    for index in ("ix_outcomes_queue", "ix_outcomes_conversation"):
        op.drop_index(index, "outcomes")
    op.execute("DELETE FROM outcomes WHERE session_id <> conversation_id")
    op.drop_constraint("pk_outcomes", "outcomes", type_="primary")
    op.create_primary_key("pk_outcomes", "outcomes", ["conversation_id", "tenant_id"])
    for column in ("seq", "debtor_id", "session_id"):
        op.drop_column("outcomes", column)
    for table in ("agreement_steps", "payments", "document_numbers"):
        op.drop_table(table)
    op.execute("DELETE FROM payment_documents WHERE cancelled_at IS NOT NULL")
    op.drop_constraint("pk_payment_documents", "payment_documents", type_="primary")
    op.create_primary_key(
        "pk_payment_documents", "payment_documents", ["agreement_id", "tenant_id", "installment"]
    )
    for column in ("withdrawn_at", "cancelled_at", "position"):
        op.drop_column("payment_documents", column)
    for index in ("ix_agreements_debtor", "ix_agreements_renegotiates"):
        op.drop_index(index, "agreements")
    for column in ("renegotiates", "is_promise"):
        op.drop_column("agreements", column)
    op.drop_index("ix_conversations_follow", "conversations")
    op.drop_column("conversations", "follow_at")


def _follow() -> None:
    op.add_column("conversations", sa.Column("follow_at", _MOMENT))
    op.create_index(
        "ix_conversations_follow",
        "conversations",
        ["follow_at", "tenant_id"],
        postgresql_where=sa.text("follow_at IS NOT NULL"),
    )
    op.add_column("agreements", sa.Column("is_promise", sa.Boolean()))
    op.add_column("agreements", sa.Column("renegotiates", sa.Uuid()))
    op.execute("UPDATE agreements SET is_promise = (status = 'promised')")
    op.alter_column("agreements", "is_promise", nullable=False)
    op.create_index("ix_agreements_debtor", "agreements", ["debtor_id", "tenant_id", "reached_at"])
    op.create_index(
        "ix_agreements_renegotiates",
        "agreements",
        ["renegotiates", "tenant_id"],
        postgresql_where=sa.text("renegotiates IS NOT NULL"),
    )
    # Agreements that stand already are followed from now on.
    op.execute(
        "UPDATE conversations SET follow_at = now() FROM agreements"
        " WHERE agreements.tenant_id = conversations.tenant_id"
        " AND agreements.conversation_id = conversations.id"
    )


def _document_numbers() -> None:
    op.add_column("payment_documents", sa.Column("position", sa.Integer()))
    op.add_column("payment_documents", sa.Column("cancelled_at", _MOMENT))
    op.add_column("payment_documents", sa.Column("withdrawn_at", _MOMENT))
    op.execute("UPDATE payment_documents SET position = installment")
    op.alter_column("payment_documents", "position", nullable=False)
    op.drop_constraint("pk_payment_documents", "payment_documents", type_="primary")
    op.create_primary_key(
        "pk_payment_documents", "payment_documents", ["agreement_id", "tenant_id", "position"]
    )
    op.create_table(
        "document_numbers",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("installment", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "number", "agreement_id", "installment", "tenant_id", name="pk_document_numbers"
        ),
        _of_agreement("document_numbers"),
    )
    op.execute(_NUMBERS_OF_DOCUMENTS)


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("amount", _BRL, nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("nosso_numero", sa.Text()),
        sa.Column("txid", sa.Text()),
        sa.Column("reference", sa.Text()),
        sa.Column("agreement_id", sa.Uuid()),
        sa.Column("installment", sa.Integer()),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("external_id", "source", "tenant_id", name="pk_payments"),
        sa.UniqueConstraint("id", "tenant_id", name="uq_payments_id_tenant_id"),
        _of_agreement("payments"),
    )
    op.create_index("ix_payments_agreement", "payments", ["agreement_id", "tenant_id"])
    op.create_index("ix_payments_seq", "payments", ["seq", "tenant_id"])


def _steps() -> None:
    op.create_table(
        "agreement_steps",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("said", sa.Boolean(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "key", "tenant_id", name="pk_agreement_steps"),
        _of_agreement("agreement_steps"),
    )


def _queue_outcomes_by_debtor() -> None:
    op.add_column("outcomes", sa.Column("session_id", sa.Uuid()))
    op.add_column("outcomes", sa.Column("debtor_id", sa.Uuid()))
    op.execute(_DEBTORS_OF_OUTCOMES)
    for column in ("session_id", "debtor_id"):
        op.alter_column("outcomes", column, nullable=False)
    op.add_column("outcomes", sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False))
    op.drop_constraint("pk_outcomes", "outcomes", type_="primary")
    op.create_primary_key("pk_outcomes", "outcomes", ["session_id", "tenant_id"])
    op.create_index(
        "ix_outcomes_queue", "outcomes", ["debtor_id", "tenant_id", "seq"], postgresql_where=_PENDING
    )
    op.create_index("ix_outcomes_conversation", "outcomes", ["conversation_id", "tenant_id"])


def _of_agreement(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "agreement_id"],
        ["agreements.tenant_id", "agreements.id"],
        name=f"fk_{table}_agreements",
    )

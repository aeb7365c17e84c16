"""What comes in beside the words, who is known as what, what was not read, and what a person checks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008_inbound"
down_revision = "0007_bad_templates"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("messages", sa.Column("details", JSONB()))
    op.add_column("debtors", sa.Column("moved_from", sa.Text()))
    op.add_column("debtors", sa.Column("moved_to", sa.Text()))
    _known_contacts()
    _unread_pieces()
    _human_checks()


def downgrade() -> None:
    """Drop them again."""
    for table in ("human_checks", "unread_pieces", "known_contacts"):
        op.drop_table(table)
    op.drop_column("debtors", "moved_to")
    op.drop_column("debtors", "moved_from")
    op.drop_column("messages", "details")


def _known_contacts() -> None:
    op.create_table(
        "known_contacts",
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("form", "tenant_id", name="pk_known_contacts"),
        sa.ForeignKeyConstraint(
            ["debtor_id", "tenant_id"], ["debtors.id", "debtors.tenant_id"], name="fk_known_contacts_debtors"
        ),
    )


def _unread_pieces() -> None:
    op.create_table(
        "unread_pieces",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("first_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", "tenant_id", name="pk_unread_pieces"),
    )
    op.create_index("ix_unread_pieces_seq", "unread_pieces", ["seq", "tenant_id"])


def _human_checks() -> None:
    op.create_table(
        "human_checks",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.PrimaryKeyConstraint("message_id", "kind", "tenant_id", name="pk_human_checks"),
        sa.ForeignKeyConstraint(
            ["message_id", "tenant_id"],
            ["messages.id", "messages.tenant_id"],
            name="fk_human_checks_messages",
        ),
    )
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_human_checks_open", "human_checks", ["opened_at", "tenant_id"], postgresql_where=still_open
    )
    op.create_index("ix_human_checks_conversation", "human_checks", ["conversation_id", "tenant_id"])

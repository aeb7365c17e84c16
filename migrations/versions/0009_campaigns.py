"""Campaigns, their queue, and how many conversations we open a minute."""

import sqlalchemy as sa
from alembic import op

revision = "0009_campaigns"
down_revision = "0008_inbound"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", "tenant_id", name="pk_campaigns"),
    )
    running = sa.text("status = 'running'")
    op.create_index("ix_campaigns_created", "campaigns", ["created_at", "tenant_id"])
    op.create_index(
        "ix_campaigns_running", "campaigns", ["created_at", "tenant_id"], postgresql_where=running
    )
    _make_contacts()
    op.create_table(
        "contact_starts",
        sa.Column("minute", MOMENT, nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute", "tenant_id", name="pk_contact_starts"),
    )
    # Each contact is changed twice or thrice: room beside a row keeps its next version near.
    op.execute("ALTER TABLE campaign_contacts SET (fillfactor = 80)")


def downgrade() -> None:
    """Take them away again."""
    for table in ("contact_starts", "campaign_contacts", "campaigns"):
        op.drop_table(table)


def _make_contacts() -> None:
    op.create_table(
        "campaign_contacts",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cpf", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("detail", sa.Text()),
        sa.Column("conversation_id", sa.Uuid()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("token", sa.Uuid()),
        sa.Column("taken_until", MOMENT),
        sa.Column("owner", sa.Integer()),
        sa.PrimaryKeyConstraint("campaign_id", "place", "tenant_id", name="pk_campaign_contacts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "campaign_id"],
            ["campaigns.tenant_id", "campaigns.id"],
            name="fk_campaign_contacts_campaigns",
        ),
    )
    for state, last in (("waiting", ("place", "at")), ("opening", ("taken_until",))):
        op.create_index(
            f"ix_campaign_contacts_{state}",
            "campaign_contacts",
            ["campaign_id", "tenant_id", *last],
            postgresql_where=sa.text(f"state = '{state}'"),
        )

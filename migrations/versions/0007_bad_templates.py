"""Which message templates the channel refuses."""

import sqlalchemy as sa
from alembic import op

revision = "0007_bad_templates"
down_revision = "0006_following"


def upgrade() -> None:
    """Add the table of refused templates."""
    op.create_table(
        "bad_templates",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "language", "tenant_id", name="pk_bad_templates"),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("bad_templates")

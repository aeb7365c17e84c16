"""The series of our-numbers that a tenant had alone are gone: each wallet has its own by now."""

import sqlalchemy as sa
from alembic import op

revision = "0010_numbers_moved"
down_revision = "0009_campaigns"


def upgrade() -> None:
    """Drop the tables whose rows were brought over."""
    op.drop_table("our_numbers")
    op.drop_table("our_number_series")


def downgrade() -> None:
    """Make them again, empty."""
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
        sa.PrimaryKeyConstraint("agreement_id", "tenant_id", "position"),
        sa.UniqueConstraint("number", "tenant_id"),
    )

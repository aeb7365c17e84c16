"""What each call of a language model cost, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004_model_calls"
down_revision = "0003_tenant_second"


def upgrade() -> None:
    """Create the table and its index."""
    op.create_table(
        "model_calls",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latency", sa.Interval(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Numeric(14, 8), nullable=False),
        sa.Column("conversation_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", "tenant_id", name="pk_model_calls"),
    )
    op.create_index("ix_model_calls_started", "model_calls", ["started_at", "tenant_id"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("model_calls")

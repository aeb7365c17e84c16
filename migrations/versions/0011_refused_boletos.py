"""The boletos that a bank refused are found by their own index: they are counted, and asked for again."""

import sqlalchemy as sa
from alembic import op

revision = "0011_refused_boletos"
down_revision = "0010_numbers_moved"


def upgrade() -> None:
    """Hold what waits for a person."""
    op.create_index(
        "ix_boleto_registrations_rejected",
        "boleto_registrations",
        ["bank", "tenant_id"],
        postgresql_where=sa.text("state = 'rejected'"),
    )


def downgrade() -> None:
    """Let it go."""
    op.drop_index("ix_boleto_registrations_rejected", table_name="boleto_registrations")

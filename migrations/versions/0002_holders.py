"""Who holds what, what failed for good, and when the sender must rest."""

import sqlalchemy as sa
from alembic import op

revision = "0002_holders"
down_revision = "0001_initial"

MOMENT = sa.DateTime(timezone=True)
DEAD = sa.text("status = 'dead'")

# A process that lives holds an advisory lock of its number; nobody can tell of a holder without one.
HOLDER_IS_GONE = """
    CREATE FUNCTION holder_is_gone(holder integer) RETURNS boolean
    LANGUAGE sql STABLE COST 10000
    RETURN holder IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM pg_locks
        WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND classid = 7305
          AND objid = CAST(CAST(holder AS bigint) AS oid)
          AND objsubid = 2
          AND granted
    )
"""


def upgrade() -> None:
    """Add the columns, their indexes, and the table of blocked senders."""
    op.add_column("conversations", sa.Column("lease_token", sa.Uuid()))
    op.add_column("conversations", sa.Column("lease_owner", sa.Integer()))
    op.add_column("conversations", _counter("turn_attempts"))
    op.add_column("conversations", sa.Column("last_error", sa.Text()))
    op.add_column("inbox", sa.Column("received_at", MOMENT, nullable=False, server_default=sa.text("now()")))
    op.add_column("inbox", sa.Column("dead_reason", sa.Text()))
    op.add_column("outbox", sa.Column("owner", sa.Integer()))
    op.add_column("outbox", _counter("doubts"))
    buried = sa.text("dead_reason IS NOT NULL")
    op.create_index("ix_inbox_dead", "inbox", ["tenant_id", "conversation_id"], postgresql_where=buried)
    op.create_index("ix_outbox_dead", "outbox", ["tenant_id", "conversation_id"], postgresql_where=DEAD)
    op.create_index("ix_outcomes_dead", "outcomes", ["tenant_id", "conversation_id"], postgresql_where=DEAD)
    op.create_table(
        "blocked_senders",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id"),
    )
    op.execute(HOLDER_IS_GONE)
    # Rows that every turn changes keep room for their next version beside them: no index has to learn of it.
    op.execute("ALTER TABLE conversations SET (fillfactor = 70)")
    for table in ("inbox", "outbox", "messages"):
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 85)")


def downgrade() -> None:
    """Take them away again."""
    for table in ("conversations", "inbox", "outbox", "messages"):
        op.execute(f"ALTER TABLE {table} RESET (fillfactor)")
    op.execute("DROP FUNCTION holder_is_gone")
    op.drop_table("blocked_senders")
    for table in ("outcomes", "outbox", "inbox"):
        op.drop_index(f"ix_{table}_dead", table)
    for table, columns in {
        "outbox": ("doubts", "owner"),
        "inbox": ("dead_reason", "received_at"),
        "conversations": ("last_error", "turn_attempts", "lease_owner", "lease_token"),
    }.items():
        for column in columns:
            op.drop_column(table, column)


def _counter(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))

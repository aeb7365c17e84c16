"""The tenant no longer leads keys and indexes.

On empty tables every index whose first column fits looks as good to PostgreSQL as any other; a plan that it
made then, and kept, read every row of the tenant once there were some.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003_tenant_second"
down_revision = "0002_holders"

_TABLES = (
    *("debtors", "debts", "conversations", "messages", "outcomes", "inbox", "outbox", "agreements"),
    *("installments", "payment_documents", "our_numbers", "audit_log"),
)


def upgrade() -> None:
    """Put the tenant second everywhere."""
    _swap()


def downgrade() -> None:
    """Put it first again."""
    _swap()


def _swap() -> None:
    inspector = sa.inspect(op.get_bind())
    references = [(table, key) for table in _TABLES for key in inspector.get_foreign_keys(table)]
    for table, key in references:
        op.drop_constraint(str(key["name"]), table, type_="foreignkey")
    for table in _TABLES:
        _rebuild_keys(inspector, table)
        _rebuild_indexes(inspector, table)
    for table, key in references:
        op.create_foreign_key(
            key["name"],
            table,
            key["referred_table"],
            key["constrained_columns"],
            key["referred_columns"],
            ondelete=key["options"].get("ondelete"),
        )


def _rebuild_keys(inspector: sa.Inspector, table: str) -> None:
    primary = inspector.get_pk_constraint(table)
    op.drop_constraint(str(primary["name"]), table, type_="primary")
    op.create_primary_key(primary["name"], table, _swapped(primary["constrained_columns"]))
    for unique in inspector.get_unique_constraints(table):
        columns = _swapped(unique["column_names"])
        op.drop_constraint(str(unique["name"]), table, type_="unique")
        op.create_unique_constraint("_".join(("uq", table, *columns)), table, columns)


def _rebuild_indexes(inspector: sa.Inspector, table: str) -> None:
    for index in inspector.get_indexes(table):
        if "duplicates_constraint" in index:
            continue
        where = index.get("dialect_options", {}).get("postgresql_where")
        op.drop_index(str(index["name"]), table)
        op.create_index(
            index["name"],
            table,
            _swapped([str(column) for column in index["column_names"]]),
            unique=bool(index["unique"]),
            postgresql_where=sa.text(where) if where else None,
        )


def _swapped(columns: Sequence[str]) -> list[str]:
    return [columns[1], columns[0], *columns[2:]]

"""Series of our-numbers by bank and wallet, and what each bank knows of our boletos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005_boleto_registrations"
down_revision = "0004_model_calls"

# Until now a tenant had one series; its documents tell of which bank and wallet.
COPY_SERIES = """
    INSERT INTO number_series (tenant_id, series, last)
    SELECT old.tenant_id, coalesce(used.series, ''), old.last
    FROM our_number_series AS old
    LEFT JOIN LATERAL (
        SELECT left(document #>> '{boleto,barcode}', 3) || '-' || (document #>> '{boleto,wallet}') AS series
        FROM payment_documents
        WHERE payment_documents.tenant_id = old.tenant_id
        LIMIT 1
    ) AS used ON true
"""
COPY_NUMBERS = """
    INSERT INTO given_numbers (tenant_id, series, agreement_id, position, number)
    SELECT old.tenant_id, number_series.series, old.agreement_id, old.position, old.number
    FROM our_numbers AS old
    JOIN number_series USING (tenant_id)
"""
COPY_BOLETOS = """
    INSERT INTO boleto_registrations (
        tenant_id, bank, nosso_numero, agreement_id, installment, sequence, boleto, state, errand, changed_at
    )
    SELECT
        d.tenant_id,
        left(d.document #>> '{boleto,barcode}', 3),
        d.document #>> '{boleto,nosso_numero}',
        d.agreement_id,
        d.installment,
        n.number,
        jsonb_set(d.document -> 'boleto', '{sequence}', to_jsonb(n.number)),
        'unregistered',
        'register',
        now()
    FROM payment_documents AS d
    JOIN our_numbers AS n
        ON n.agreement_id = d.agreement_id AND n.tenant_id = d.tenant_id AND n.position = d.installment
    ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Make the tables, and bring over what was numbered before."""
    _create_numbers()
    _create_registrations()
    _create_remittances()
    for copy in (COPY_SERIES, COPY_NUMBERS, COPY_BOLETOS):
        op.execute(copy)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("remittances", "boleto_registrations", "given_numbers", "number_series"):
        op.drop_table(table)


def _create_numbers() -> None:
    op.create_table(
        "number_series",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", "tenant_id"),
    )
    op.create_table(
        "given_numbers",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "series", "tenant_id", "position"),
        sa.UniqueConstraint("number", "series", "tenant_id"),
    )


def _create_registrations() -> None:
    table = "boleto_registrations"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("nosso_numero", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("installment", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("boleto", JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("errand", sa.Text()),
        sa.Column("remittance", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nosso_numero", "bank", "tenant_id"),
        sa.ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
    )
    op.create_index("ix_boleto_registrations_agreement", table, ["agreement_id", "tenant_id"])
    op.create_index("ix_boleto_registrations_sequence", table, ["sequence", "bank", "tenant_id"])
    waiting = sa.text("errand IS NOT NULL")
    columns = ["bank", "sequence", "tenant_id"]
    op.create_index("ix_boleto_registrations_errand", table, columns, postgresql_where=waiting)


def _create_remittances() -> None:
    op.create_table(
        "remittances",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("boletos", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", "tenant_id"),
    )

"""What a bank must be told of boletos, and the numbers it knows them by."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.persistence.prose import Prose
from adapters.persistence.tables import metadata

# The last number of each series: its row is the lock under which numbers are given.
number_series = Table(
    "number_series",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("last", BigInteger, nullable=False),
    PrimaryKeyConstraint("series", "tenant_id"),
)

# No foreign key: a number is given before the agreement that will use it is kept.
given_numbers = Table(
    "given_numbers",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("agreement_id", "series", "tenant_id", "position"),
    UniqueConstraint("number", "series", "tenant_id"),
)

# `errand` is what the next remittance must tell the bank: to register the boleto, to cancel it, or nothing.
boleto_registrations = Table(
    "boleto_registrations",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("bank", Text, nullable=False),
    Column("nosso_numero", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("installment", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("boleto", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("errand", Text),
    Column("remittance", Integer),
    Column("reason", Prose),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("nosso_numero", "bank", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
    # Registrations.states
    Index("ix_boleto_registrations_agreement", "agreement_id", "tenant_id"),
    # Registrations.with_sequence
    Index("ix_boleto_registrations_sequence", "sequence", "bank", "tenant_id"),
    # Registrations.take
    Index(
        "ix_boleto_registrations_errand",
        *("bank", "sequence", "tenant_id"),
        postgresql_where=text("errand IS NOT NULL"),
    ),
    # Registrations.ask_again, Backlog.at
    Index(
        "ix_boleto_registrations_rejected",
        *("bank", "tenant_id"),
        postgresql_where=text("state = 'rejected'"),
    ),
)

# The files as they were written: what a bank was told can be told again, byte by byte.
remittances = Table(
    "remittances",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("bank", Text, nullable=False),
    Column("written_on", Date, nullable=False),
    Column("boletos", Integer, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("number", "tenant_id"),
)

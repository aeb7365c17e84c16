"""The table of what language models did."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Interval,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)

from adapters.persistence.tables import metadata

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", BigInteger, Identity(), nullable=False),
    Column("tenant_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt_version", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("latency", Interval, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Numeric(14, 8), nullable=False),
    Column("conversation_id", Uuid),
    PrimaryKeyConstraint("id", "tenant_id"),
    # Totals of some days, and what is old enough to be forgotten.
    Index("ix_model_calls_started", "started_at", "tenant_id"),
)

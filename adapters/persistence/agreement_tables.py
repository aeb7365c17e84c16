"""The tables of agreements: what was agreed, how it is paid, what was paid, and what was said about it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
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

_MOMENT = DateTime(timezone=True)
_BRL = Numeric(14, 2)

agreements = Table(
    "agreements",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("conversation_id", Uuid, nullable=False),
    Column("debtor_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("original_amount", _BRL, nullable=False),
    Column("total", _BRL, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("reached_at", _MOMENT, nullable=False),
    Column("is_promise", Boolean, nullable=False),
    Column("renegotiates", Uuid),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("id", "tenant_id"),
    UniqueConstraint("conversation_id", "tenant_id"),
    # AgreementRepository.latest_of
    Index("ix_agreements_debtor", "debtor_id", "tenant_id", "reached_at"),
    # AgreementRepository.successor_of
    Index(
        "ix_agreements_renegotiates",
        *("renegotiates", "tenant_id"),
        postgresql_where=text("renegotiates IS NOT NULL"),
    ),
    ForeignKeyConstraint(["tenant_id", "conversation_id"], ["conversations.tenant_id", "conversations.id"]),
    ForeignKeyConstraint(["tenant_id", "debtor_id"], ["debtors.tenant_id", "debtors.id"]),
)

installments = Table(
    "installments",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("amount", _BRL, nullable=False),
    Column("due_date", Date, nullable=False),
    PrimaryKeyConstraint("agreement_id", "tenant_id", "number"),
    ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
)

# `position` counts the documents of an agreement: first one an instalment, then each second copy.
# `cancelled_at` is when another took its place, `withdrawn_at` when its issuer knew.
payment_documents = Table(
    "payment_documents",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("installment", Integer, nullable=False),
    Column("document", JSONB, nullable=False),
    Column("cancelled_at", _MOMENT),
    Column("withdrawn_at", _MOMENT),
    PrimaryKeyConstraint("agreement_id", "tenant_id", "position"),
    ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
)

# The forms under which a bank or a statement names a document: nosso número, txid.
document_numbers = Table(
    "document_numbers",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("number", Prose, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("installment", Integer, nullable=False),
    PrimaryKeyConstraint("number", "agreement_id", "installment", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
)

# Whoever told of a payment first told of it for all: (source, external_id) is kept once. Without an agreement
# nobody knows what was paid.
payments = Table(
    "payments",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("source", Text, nullable=False),
    Column("external_id", Prose, nullable=False),
    Column("amount", _BRL, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("nosso_numero", Prose),
    Column("txid", Prose),
    Column("reference", Prose),
    Column("agreement_id", Uuid),
    Column("installment", Integer),
    Column("received_at", _MOMENT, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    PrimaryKeyConstraint("external_id", "source", "tenant_id"),
    UniqueConstraint("id", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
    # Payments.of
    Index("ix_payments_agreement", "agreement_id", "tenant_id"),
    # Payments.latest
    Index("ix_payments_seq", "seq", "tenant_id"),
)

# What was done about an agreement, once for ever: said to the debtor, or passed over because it was stale.
agreement_steps = Table(
    "agreement_steps",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("key", Prose, nullable=False),
    Column("kind", Text, nullable=False),
    Column("said", Boolean, nullable=False),
    Column("at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("agreement_id", "key", "tenant_id"),
    ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
)

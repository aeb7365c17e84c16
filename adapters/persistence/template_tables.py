"""The table of refused templates."""

from sqlalchemy import Column, DateTime, PrimaryKeyConstraint, Table, Text

from adapters.persistence.prose import Prose
from adapters.persistence.tables import metadata

# Few rows: read as a whole.
bad_templates = Table(
    "bad_templates",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("language", Prose, nullable=False),
    Column("reason", Prose, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("name", "language", "tenant_id"),
)

"""Each conversation that we open is known by its moment, so that those of a minute come evenly."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_contact_pace"
down_revision = "0011_refused_boletos"


def upgrade() -> None:
    """Keep the moments beside the count; of those counted before, the minute is enough."""
    moments = postgresql.ARRAY(sa.DateTime(timezone=True))
    op.add_column(
        "contact_starts", sa.Column("moments", moments, nullable=False, server_default=sa.text("'{}'"))
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_column("contact_starts", "moments")

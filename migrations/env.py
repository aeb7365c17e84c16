"""What Alembic runs; `adapters.persistence.migrate` hands it an open connection, in a transaction."""

from alembic import context

from adapters.persistence.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()

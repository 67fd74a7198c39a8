"""A connection handed over by `schema.upgrade_schema` goes in; the migrations run inside its transaction."""

from alembic import context

from worker.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
)
context.run_migrations()

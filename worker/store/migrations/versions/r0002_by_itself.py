"""What a worker that runs by itself must remember: when to plan and publish again, doubts, and contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DRAFTED = sa.text("drafted_at IS NOT NULL")


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def upgrade() -> None:
    """Add them. The defaults serve rows that are there already."""
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(_text("folder"))
        accounts.add_column(_text("past"))
        accounts.add_column(sa.Column("plan_due_at", MOMENT, nullable=True))
        accounts.add_column(sa.Column("feeds_due_at", MOMENT, nullable=True))
    with op.batch_alter_table("calendars") as calendars:
        calendars.add_column(sa.Column("full_read_at", MOMENT, nullable=True))
        calendars.add_column(_text("doubt"))
        calendars.add_column(
            sa.Column("doubt_lifted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("touches") as touches:
        touches.add_column(sa.Column("gone_at", MOMENT, nullable=True))
        touches.add_column(_text("given_up"))
    op.create_table(
        "contacts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "person"],
            ["people.account_id", "people.key"],
            name="fk_contacts_account_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "person", "day", name="pk_contacts"),
    )
    op.create_index(
        "ix_touches_drafted", "touches", ["drafted_at"], sqlite_where=DRAFTED, postgresql_where=DRAFTED
    )

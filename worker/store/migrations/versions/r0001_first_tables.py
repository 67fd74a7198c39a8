"""The first tables: accounts, calendars, people, touches, threads, feeds, journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DUE = sa.text("state IN ('claimed', 'creating', 'planned', 'recalled')")


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("narrative", sa.JSON(), nullable=False),
        sa.Column("connected_at", MOMENT, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=True),
        sa.Column("feed_token", sa.LargeBinary(), nullable=False),
        sa.Column("feed_digest", sa.String(length=64), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("rested_at", MOMENT, nullable=True),
        sa.Column("restored_at", MOMENT, nullable=True),
        sa.Column("ref_seed", sa.String(length=32), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("history_id", sa.Text(), nullable=False),
        sa.Column("mailbox_checked_at", MOMENT, nullable=True),
        sa.Column("mailbox_not_before", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("address", name="uq_accounts_address"),
        sa.UniqueConstraint("feed_digest", name="uq_accounts_feed_digest"),
    )


def _calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("selected", sa.Boolean(), nullable=False),
        sa.Column("sync_token", sa.Text(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_calendars_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendars"),
        sa.UniqueConstraint("account_id", "name", name="uq_calendars_account_id_name"),
    )


def _engagements() -> None:
    op.create_table(
        "engagements",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("in_field", sa.Boolean(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_engagements_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name="pk_engagements"),
    )


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("modified_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_feeds_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "name", name="pk_feeds"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_journal_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_people_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_people"),
    )


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("bad_since", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id", "person"],
            ["people.account_id", "people.key"],
            name="fk_addresses_account_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "address", name="pk_addresses"),
    )


def _encounters() -> None:
    op.create_table(
        "encounters",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("engagement", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place_in_order", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("noted", sa.Boolean(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "engagement"],
            ["engagements.account_id", "engagements.id"],
            name="fk_encounters_account_id_engagement",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "person"],
            ["people.account_id", "people.key"],
            name="fk_encounters_account_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "engagement", "person", name="pk_encounters"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("stamp", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("alarms", sa.JSON(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "feed"],
            ["feeds.account_id", "feeds.name"],
            name="fk_entries_account_id_feed",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "feed", "uid", name="pk_entries"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_events_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name="fk_events_calendar_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calendar_id", "id", name="pk_events"),
    )


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "person"],
            ["people.account_id", "people.key"],
            name="fk_threads_account_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name="pk_threads"),
    )


def _touches() -> None:
    op.create_table(
        "touches",
        *_touch_planned(),
        *_touch_written(),
    )


def _touch_planned() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("engagement", sa.Text(), nullable=False),
        sa.Column("serves", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("earliest", sa.Date(), nullable=False),
        sa.Column("latest", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("anchor_day", sa.Date(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
    )


def _touch_written() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("letter", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.Column("in_doubt_since", MOMENT, nullable=True),
        sa.Column("scan_began_at", MOMENT, nullable=True),
        sa.Column("scan_ended_at", MOMENT, nullable=True),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("draft_message", sa.Text(), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("drafted_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("away_at", MOMENT, nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "person"],
            ["people.account_id", "people.key"],
            name="fk_touches_account_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_touches"),
        sa.UniqueConstraint(
            "account_id",
            "cadence",
            "step",
            "person",
            "engagement",
            name="uq_touches_account_id_cadence_step_person_engagement",
        ),
        sa.UniqueConstraint("account_id", "ref", name="uq_touches_account_id_ref"),
    )


def upgrade() -> None:
    """Make them."""
    _accounts()
    _calendars()
    _engagements()
    _feeds()
    _journal()
    _people()
    _addresses()
    _encounters()
    _entries()
    _events()
    _threads()
    _touches()
    op.create_index("ix_journal_account_at", "journal", ["account_id", "at"], unique=False)
    op.create_index("ix_events_account_id", "events", ["account_id"], unique=False)
    op.create_index(
        "ix_touches_due", "touches", ["due_at"], unique=False, sqlite_where=DUE, postgresql_where=DUE
    )

"""The tables. Every row but the account's own belongs to one account and goes with it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from worker.domain.touch_states import WORKABLE
from worker.store.moments import Moment


class Row(DeclarativeBase):
    """A row of some table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        date: Date,
        str: Text,
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class Claimable:
    """Columns of a row that one worker at a time may own."""

    claimed_at: Mapped[datetime | None]
    claim: Mapped[str] = mapped_column(String(32), default="")


class AccountRow(Claimable, Row):
    """An account; the claim is the lock of its mailbox."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str] = mapped_column(default="")
    narrative: Mapped[dict[str, Any]]
    connected_at: Mapped[datetime]
    scopes: Mapped[list[Any]]
    refresh_token: Mapped[bytes | None]
    feed_token: Mapped[bytes]
    feed_digest: Mapped[str] = mapped_column(String(64), unique=True)
    rest: Mapped[str] = mapped_column(default="")
    rested_at: Mapped[datetime | None]
    restored_at: Mapped[datetime | None]
    ref_seed: Mapped[str] = mapped_column(String(32))
    """Makes the refs of its touches."""
    noted_on: Mapped[date | None]
    history_id: Mapped[str] = mapped_column(default="")
    mailbox_checked_at: Mapped[datetime | None]
    mailbox_not_before: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    folder: Mapped[str] = mapped_column(default="", server_default="")
    past: Mapped[str] = mapped_column(default="", server_default="")
    plan_due_at: Mapped[datetime | None]
    feeds_due_at: Mapped[datetime | None]


def _of_account(*, index: bool = False, primary_key: bool = False) -> Mapped[int]:
    key = ForeignKey("accounts.id", ondelete="CASCADE")
    return mapped_column(key, index=index, primary_key=primary_key)


class CalendarRow(Claimable, Row):
    """A calendar and its bookmark."""

    __tablename__ = "calendars"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _of_account()
    name: Mapped[str]
    title: Mapped[str]
    zone: Mapped[str] = mapped_column(default="")
    selected: Mapped[bool] = mapped_column(default=True)
    sync_token: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(default="")
    full_read_at: Mapped[datetime | None]
    doubt: Mapped[str] = mapped_column(default="", server_default="")
    doubt_lifted: Mapped[bool] = mapped_column(default=False, server_default=false())


class EventRow(Row):
    """An event as last read: a later reading brings only what changed."""

    __tablename__ = "events"

    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _of_account(index=True)
    event: Mapped[dict[str, Any]]


class PersonRow(Row):
    """A person."""

    __tablename__ = "people"

    account_id: Mapped[int] = _of_account(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    do_not_contact: Mapped[bool]


def _of_person(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["account_id", column], ["people.account_id", "people.key"], ondelete="CASCADE"
    )


class AddressRow(Row):
    """One more address of a person, or one that is known to be bad."""

    __tablename__ = "addresses"
    __table_args__ = (_of_person("person"),)

    account_id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str]
    bad_since: Mapped[datetime | None]


class ContactRow(Row):
    """The user's own mail to a person: seen in the mailbox, or told."""

    __tablename__ = "contacts"
    __table_args__ = (_of_person("person"),)

    account_id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    how: Mapped[str]


class EngagementRow(Row):
    """An engagement."""

    __tablename__ = "engagements"

    account_id: Mapped[int] = _of_account(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    title: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    days: Mapped[list[Any]]
    why: Mapped[list[Any]]
    held: Mapped[str]
    place: Mapped[str]
    external: Mapped[bool]
    in_field: Mapped[bool]
    updated_at: Mapped[datetime | None]


class EncounterRow(Row):
    """A person met in an engagement."""

    __tablename__ = "encounters"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "engagement"], ["engagements.account_id", "engagements.id"], ondelete="CASCADE"
        ),
        _of_person("person"),
    )

    account_id: Mapped[int] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    place_in_order: Mapped[int]
    days: Mapped[list[Any]]
    topic: Mapped[str]
    noted: Mapped[bool]
    withheld: Mapped[str]
    role: Mapped[str]


_WORKABLE: tuple[ColumnElement[str], ...] = tuple(
    literal_column(f"'{state.value}'") for state in sorted(WORKABLE)
)
"""Literals, not parameters: a database uses a partial index only where it can prove the condition."""


class TouchRow(Claimable, Row):
    """A touch: the due work, and the memory of what was written."""

    __tablename__ = "touches"
    __table_args__ = (
        UniqueConstraint("account_id", "cadence", "step", "person", "engagement"),
        UniqueConstraint("account_id", "ref"),
        _of_person("person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    cadence: Mapped[str]
    step: Mapped[str]
    person: Mapped[str]
    engagement: Mapped[str]
    serves: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(16))
    earliest: Mapped[date]
    latest: Mapped[date]
    due: Mapped[date | None]
    due_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    asks: Mapped[bool]
    outside: Mapped[bool]
    why: Mapped[list[Any]]
    subject: Mapped[str]
    anchor_day: Mapped[date]
    ref: Mapped[str] = mapped_column(String(32))
    turn: Mapped[int]
    """How often it was wanted again after it had been cancelled."""
    tries: Mapped[int] = mapped_column(default=0)
    stopped: Mapped[str] = mapped_column(default="")
    trouble: Mapped[str] = mapped_column(default="")
    letter: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    mime: Mapped[bytes] = mapped_column(default=b"")
    in_doubt_since: Mapped[datetime | None]
    scan_began_at: Mapped[datetime | None]
    scan_ended_at: Mapped[datetime | None]
    draft_id: Mapped[str] = mapped_column(default="")
    draft_message: Mapped[str] = mapped_column(default="")
    thread_id: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(default="")
    drafted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    away_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    given_up: Mapped[str] = mapped_column(default="", server_default="")
    edited: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)


WORKABLE_TOUCH = TouchRow.state.in_(_WORKABLE)
_DRAFTED = TouchRow.drafted_at.is_not(None)
Index("ix_touches_drafted", TouchRow.drafted_at, sqlite_where=_DRAFTED, postgresql_where=_DRAFTED)
Index("ix_touches_due", TouchRow.due_at, sqlite_where=WORKABLE_TOUCH, postgresql_where=WORKABLE_TOUCH)


class ThreadRow(Row):
    """A mail thread that is watched."""

    __tablename__ = "threads"
    __table_args__ = (_of_person("person"),)

    account_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str]
    subject: Mapped[str]
    references: Mapped[list[Any]]
    read_at: Mapped[datetime | None]
    closed: Mapped[bool]


class FeedRow(Row):
    """A feed as it is served."""

    __tablename__ = "feeds"

    account_id: Mapped[int] = _of_account(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    etag: Mapped[str]
    modified_at: Mapped[datetime]


class EntryRow(Row):
    """An entry of a feed, with its history."""

    __tablename__ = "entries"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "feed"], ["feeds.account_id", "feeds.name"], ondelete="CASCADE"),
    )

    account_id: Mapped[int] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    start: Mapped[str]
    """A day, or a moment with its zone: calendar programs are told in local time."""
    end: Mapped[str]
    stamp: Mapped[datetime]
    revision: Mapped[int]
    description: Mapped[str]
    location: Mapped[str]
    categories: Mapped[list[Any]]
    alarms: Mapped[list[Any]]
    cancelled: Mapped[bool]
    url: Mapped[str]


class CorrectionRow(Row):
    """What the user said an event is; the newest row about an event holds."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _of_account(index=True)
    calendar: Mapped[str]
    """Its name, not its row: a calendar that is left out and chosen again keeps what was said."""
    label: Mapped[str]
    """A kind of engagement; empty for nothing to write about."""
    day: Mapped[date]
    said_at: Mapped[datetime]
    series: Mapped[str]
    title: Mapped[str]


class JournalRow(Row):
    """One line of what happened."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_account_at", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _of_account()
    at: Mapped[datetime]
    what: Mapped[str]
    about: Mapped[str]
    text: Mapped[str]

"""A feed's entries and bytes go in; what was published, and what is to be served, come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from worker.domain.account import Published
from worker.domain.feed import Entry
from worker.store.codec import day_or_moment, encoded
from worker.store.opening import Database
from worker.store.tables import EntryRow, FeedRow


@dataclass(frozen=True, slots=True)
class SqlFeeds:
    """What stands in calendars elsewhere. Bytes are rendered when an entry changes, never per request."""

    database: Database

    def entries(self, account: int, feed: str) -> dict[str, Entry]:
        """What was published last, by UID."""
        rows = select(EntryRow).where(EntryRow.account_id == account, EntryRow.feed == feed)
        with self.database.reading() as session:
            return {row.uid: _entry_from(row) for row in session.scalars(rows.order_by(EntryRow.uid))}

    def publish(self, account: int, feed: Published, entries: Sequence[Entry]) -> None:
        """Remember the bytes and the entries they were made of, together."""
        with self.database.writing() as session:
            session.merge(_feed_row(account, feed))
            session.flush()
            _replace_entries(session, account, feed.name, entries)

    def find(self, account: int, feed: str) -> Published | None:
        """The feed as it is served."""
        with self.database.reading() as session:
            row = session.get(FeedRow, (account, feed))
            return Published(row.name, row.body, row.etag, row.modified_at) if row else None


def _feed_row(account: int, feed: Published) -> FeedRow:
    return FeedRow(
        account_id=account, name=feed.name, body=feed.body, etag=feed.etag, modified_at=feed.modified
    )


def _replace_entries(session: Session, account: int, feed: str, entries: Sequence[Entry]) -> None:
    """Only what is new, changed or gone: of hundreds a day changes one or two."""
    rows = select(EntryRow).where(EntryRow.account_id == account, EntryRow.feed == feed)
    before = {row.uid: row for row in session.scalars(rows)}
    wanted = {entry.uid: entry for entry in entries}
    for uid in before.keys() - wanted.keys():
        session.delete(before[uid])
    for uid, entry in wanted.items():
        if uid not in before or _entry_from(before[uid]) != entry:
            session.merge(_row_for(account, feed, entry))


def _row_for(account: int, feed: str, entry: Entry) -> EntryRow:
    return EntryRow(account_id=account, feed=feed, **(_columns_of(entry)))


def _columns_of(entry: Entry) -> dict[str, Any]:
    """Every field of an entry is a column of its name."""
    columns: dict[str, Any] = encoded(entry)
    return columns | {"stamp": entry.stamp}


def _entry_from(row: EntryRow) -> Entry:
    return Entry(
        uid=row.uid,
        title=row.title,
        start=day_or_moment(row.start),
        end=day_or_moment(row.end),
        stamp=row.stamp,
        revision=row.revision,
        description=row.description,
        location=row.location,
        categories=tuple(row.categories),
        alarms=tuple(row.alarms),
        cancelled=row.cancelled,
        url=row.url,
    )

"""An account's calendars go in; those due to be read, their bookmarks and their events come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from worker.domain.account import CalendarSource
from worker.domain.errors import Refused
from worker.domain.event import Event
from worker.domain.ledger import Claim, Settlement
from worker.store.claiming import begin_work, claim_rows, free, owned, past
from worker.store.codec import decoded, encoded
from worker.store.opening import Database
from worker.store.tables import AccountRow, CalendarRow, EventRow

MOST_PARAMETERS = 500
"""In one statement; SQLite's own limit was 999 for a long time."""


@dataclass(frozen=True, slots=True)
class SqlCalendars:
    """What is read, and how far."""

    database: Database

    def of(self, account: int) -> tuple[CalendarSource, ...]:
        """An account's calendars, in the order they came."""
        rows = select(CalendarRow).where(CalendarRow.account_id == account).order_by(CalendarRow.id)
        with self.database.reading() as session:
            return tuple(_source_from(row) for row in session.scalars(rows))

    def load(self, calendar: int) -> CalendarSource:
        """One calendar. Raises Refused if there is none."""
        with self.database.reading() as session:
            return _source_from(_row(session, calendar))

    def keep(self, account: int, name: str, title: str, *, zone: str = "", selected: bool = True) -> int:
        """Remember a calendar under its id at Google; ours comes back. Its bookmark stays as it was."""
        named = (CalendarRow.account_id == account) & (CalendarRow.name == name)
        with self.database.writing() as session:
            row = session.scalar(select(CalendarRow).where(named)) or CalendarRow(
                account_id=account, name=name
            )
            row.title, row.zone, row.selected = title, zone, selected
            session.add(row)
            session.flush()
            return row.id

    def drop(self, calendar: int) -> None:
        """Forget a calendar and its events. The next settlement takes back what they had planned."""
        with self.database.writing() as session:
            session.execute(delete(CalendarRow).where(CalendarRow.id == calendar))

    def events(self, account: int) -> tuple[Event, ...]:
        """Every event of the selected calendars, as last read."""
        rows = select(EventRow).join(CalendarRow, CalendarRow.id == EventRow.calendar_id)
        rows = rows.where(EventRow.account_id == account, CalendarRow.selected)
        with self.database.reading() as session:
            found = session.scalars(rows.order_by(EventRow.calendar_id, EventRow.id))
            return tuple(decoded(Event, row.event) for row in found)

    def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        """Own up to `limit` calendars that are due to be read."""
        awake = select(AccountRow.id).where(AccountRow.rest == "")
        due = CalendarRow.selected & past(CalendarRow.not_before, now) & CalendarRow.account_id.in_(awake)
        ready = due & free(CalendarRow, now, lease)
        with self.database.writing() as session:
            token, rows = claim_rows(
                session, CalendarRow, ready, CalendarRow.not_before, limit, {"claimed_at": now}
            )
            return tuple(Claim(row.id, row.account_id, token) for row in rows)

    def begin(self, claim: Claim, now: datetime) -> Claim | None:
        """Begin the work: a fresh lease under a fresh token. None where the claim is no longer ours."""
        with self.database.writing() as session:
            return begin_work(session, CalendarRow, claim, now)

    def release(
        self, claim: Claim, not_before: datetime, *, fault: str | None = None, doubt: str | None = None
    ) -> bool:
        """Give a calendar back unsettled. False if it was lost.

        `fault` is what is wrong with it, `doubt` why its reading was not believed; None leaves them.
        """
        told = {name: text for name, text in (("fault", fault), ("doubt", doubt)) if text is not None}
        values = {"claim": "", "claimed_at": None, "not_before": not_before, **told}
        mine = (CalendarRow.id == claim.id) & owned(CalendarRow, claim.token)
        change = update(CalendarRow).where(mine).values(**values)
        feeds = update(AccountRow).where(AccountRow.id == claim.account).values(feeds_due_at=None)
        with self.database.writing() as session:
            released = session.execute(change.returning(CalendarRow.id)).first() is not None
            if released and told:
                session.execute(feeds)
            return released

    def lift_doubt(self, calendar: int) -> None:
        """The user says that what was doubted is meant: the next reading is believed, and comes at once."""
        with self.database.writing() as session:
            row = _row(session, calendar)
            row.doubt_lifted, row.not_before = True, None


def write_reading(session: Session, calendar: int, settlement: Settlement) -> None:
    """A reading's events and bookmark, in the caller's transaction; the calendar's claim ends."""
    row = _row(session, calendar)
    if row.fault or row.doubt:  # the feeds say so, and need no longer
        session.get_one(AccountRow, row.account_id).feeds_due_at = None
    row.sync_token, row.checked_at, row.not_before = (
        settlement.sync_token,
        settlement.at,
        settlement.not_before,
    )
    row.claim, row.claimed_at, row.fault = "", None, ""
    row.doubt, row.doubt_lifted = "", False
    row.full_read_at = settlement.at if settlement.afresh else row.full_read_at
    _write_events(session, row, settlement.events, settlement.gone, afresh=settlement.afresh)


def _write_events(
    session: Session, row: CalendarRow, events: Sequence[Event], gone: Sequence[str], *, afresh: bool
) -> None:
    stale = delete(EventRow).where(EventRow.calendar_id == row.id)
    if afresh:
        session.execute(stale)
    for some in batched(gone, MOST_PARAMETERS):
        session.execute(stale.where(EventRow.id.in_(some)))
    for event in events:
        session.merge(
            EventRow(calendar_id=row.id, id=event.id, account_id=row.account_id, event=encoded(event))
        )
    session.flush()


def batched(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The ids in order, at most `size` at a time."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _row(session: Session, calendar: int) -> CalendarRow:
    row = session.get(CalendarRow, calendar)
    if row is None:
        raise Refused(f"There is no calendar {calendar}: `rapport status` lists those that are read.")
    return row


def _source_from(row: CalendarRow) -> CalendarSource:
    return CalendarSource(
        id=row.id,
        account=row.account_id,
        name=row.name,
        title=row.title,
        zone=row.zone,
        selected=row.selected,
        sync_token=row.sync_token,
        checked=row.checked_at,
        not_before=row.not_before,
        fault=row.fault,
        full_read=row.full_read_at,
        doubt=row.doubt,
        doubt_lifted=row.doubt_lifted,
    )

"""Lines of what happened go in; the latest come out."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from worker.domain.account import JournalLine
from worker.store.opening import Database
from worker.store.tables import JournalRow


@dataclass(frozen=True, slots=True)
class SqlJournal:
    """What happened, account by account."""

    database: Database

    def note(self, account: int, *lines: JournalLine) -> None:
        """Remember lines."""
        with self.database.writing() as session:
            write_lines(session, account, lines)

    def latest(self, account: int, limit: int) -> tuple[JournalLine, ...]:
        """The newest lines, newest first."""
        newest = select(JournalRow).where(JournalRow.account_id == account)
        newest = newest.order_by(JournalRow.at.desc(), JournalRow.id.desc()).limit(limit)
        with self.database.reading() as session:
            return tuple(
                JournalLine(row.at, row.what, row.about, row.text) for row in session.scalars(newest)
            )


def write_lines(session: Session, account: int, lines: Iterable[JournalLine]) -> None:
    """The lines, in the caller's transaction."""
    session.add_all(
        JournalRow(account_id=account, at=line.at, what=line.what, about=line.about, text=line.text)
        for line in lines
    )

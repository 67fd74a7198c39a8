"""Mail threads with letters of ours go in; those still watched come out."""

from dataclasses import dataclass

from sqlalchemy import select

from worker.domain.account import Thread
from worker.store.opening import Database
from worker.store.tables import ThreadRow


@dataclass(frozen=True, slots=True)
class SqlThreads:
    """The threads that the mailbox watch looks at."""

    database: Database

    def watched(self, account: int) -> tuple[Thread, ...]:
        """Every thread that is not closed, by id."""
        open_ones = select(ThreadRow).where(ThreadRow.account_id == account, ThreadRow.closed.is_(False))
        with self.database.reading() as session:
            return tuple(_thread_from(row) for row in session.scalars(open_ones.order_by(ThreadRow.id)))

    def keep(self, account: int, thread: Thread) -> None:
        """Remember a thread as it is known now."""
        with self.database.writing() as session:
            session.merge(_row_for(account, thread))


def _row_for(account: int, thread: Thread) -> ThreadRow:
    return ThreadRow(
        account_id=account,
        id=thread.id,
        person=thread.person,
        subject=thread.subject,
        references=list(thread.references),
        read_at=thread.read,
        closed=thread.closed,
    )


def _thread_from(row: ThreadRow) -> Thread:
    return Thread(row.id, row.person, row.subject, tuple(row.references), row.read_at, row.closed)

"""A running database goes in, one file comes out; and the other way round. SQLite only, by its backup API.

The key is not in a backup: a lost backup gives nobody access. Without the key's own copy the restored
accounts keep everything but their access, and have to be connected again.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from sqlalchemy import update
from sqlalchemy.orm import Session

from worker.domain.errors import Refused
from worker.store.opening import FILE, make_private, open_database, url_of
from worker.store.schema import Age, age_of
from worker.store.tables import AccountRow, CalendarRow, TouchRow

REPLACED = "rapport.db.before-restore"
"""Where a restore leaves what was there."""
BROKEN = "rapport.db.broken"


def back_up(directory: Path, file: Path) -> None:
    """Write the database of a data directory, as it is at one moment, to a file; others go on working.

    The file appears whole or not at all, for its owner alone. Raises Refused where there is no database or
    the file cannot be written.
    """
    source = directory / FILE
    if not source.is_file():
        raise Refused(f"There is no database in {directory}: nothing to back up; say --data DIR.")
    if file.is_dir() or file.resolve() == source.resolve():
        raise Refused(f"{file} cannot take the backup: name a new file.")
    with _beside(file) as draft:
        _copy(source, draft)
        _make_single(draft)
        draft.replace(file)


def restore(directory: Path, file: Path, at: datetime, *, upgrade: bool = False) -> None:
    """Bring a backup back into a data directory, in one step, also beside working processes.

    Every account is marked: what was drafted after the backup is looked for before anything is drafted.
    What was there lies in `rapport.db.before-restore` afterwards. Raises Refused, with nothing changed,
    where the file is no whole backup, is newer than this program, or is older (unless `upgrade`).
    """
    _check(file, upgrade=upgrade)
    make_private(directory)
    target = directory / FILE
    with _beside(target) as draft:
        _copy(file, draft)
        _prepare(draft, at)
        _keep_replaced(directory, target)
        _copy(draft, target)


def _check(file: Path, *, upgrade: bool) -> None:
    """Refuse what is no whole backup of today's schema."""
    if not file.is_file():
        raise Refused(f"There is no file {file}: name one that `rapport backup FILE` has written.")
    schema = _schema_in(file)
    age = age_of(schema)
    if age is Age.NEWER:
        raise Refused(f"{file} was made by a newer Rapport (schema {schema}): install that version first.")
    if age is Age.OLDER and not upgrade:
        raise Refused(
            f"{file} was made by an older Rapport (schema {schema}): add --upgrade to bring it here."
        )
    if age is Age.NONE:
        raise Refused(f"{file} is no backup of Rapport: name one that `rapport backup FILE` has written.")


def _schema_in(file: Path) -> str | None:
    """The schema of a whole database file. Raises Refused where it is damaged."""
    try:
        with closing(_opened(file, "ro")) as raw:
            (verdict,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
            known = raw.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    except sqlite3.DatabaseError as fault:
        raise Refused(f"{file} is no whole backup ({fault}): take another one.") from fault
    if verdict != "ok":
        raise Refused(f"{file} is damaged ({verdict}): take another one.")
    return row[0] if row else None


def _prepare(draft: Path, at: datetime) -> None:
    """Today's schema; every account marked as restored; no claim outlives its process."""
    database = open_database(url_of(draft))
    try:
        with database.writing() as session:
            session.execute(update(AccountRow).values(restored_at=at))
            _end_claims(session)
    finally:
        database.close()


def _end_claims(session: Session) -> None:
    for row in (AccountRow, CalendarRow, TouchRow):
        session.execute(update(row).values(claim="", claimed_at=None))


def _keep_replaced(directory: Path, target: Path) -> None:
    """What is there is kept beside it; where it is no database at all, it is moved out of the way."""
    if not target.exists():
        return
    try:
        with _beside(directory / REPLACED) as draft:
            _copy(target, draft)
            draft.replace(directory / REPLACED)
    except sqlite3.DatabaseError:
        for tail in ("", "-wal", "-shm"):
            part = target.with_name(f"{target.name}{tail}")
            if part.exists():
                part.replace(directory / f"{BROKEN}{tail}")


def _copy(source: Path, target: Path) -> None:
    """Copy one database over another in one transaction; both may be in use."""
    with closing(_opened(source, "rw")) as reader, closing(_opened(target, "rwc")) as writer:
        reader.backup(writer)


def _make_single(draft: Path) -> None:
    """One file without a write-ahead log beside it, safely on disk."""
    with closing(_opened(draft, "rw")) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=30)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A new file beside it, for its owner alone; gone afterwards unless it was renamed."""
    draft = file.with_name(f"{file.name}.{token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield draft
    except OSError as fault:
        raise Refused(f"{file} cannot be written ({fault.strerror}): name another place.") from fault
    finally:
        for tail in ("", "-wal", "-shm"):
            draft.with_name(f"{draft.name}{tail}").unlink(missing_ok=True)

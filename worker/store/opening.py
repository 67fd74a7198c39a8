"""A data directory or a database's URL goes in; an open database at today's schema comes out."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as RawConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from worker.domain.errors import Refused
from worker.store.schema import AGES, Age, age_of, schema_of, upgrade_schema

FILE = "rapport.db"
PRAGMAS = (
    "busy_timeout = 30000",  # milliseconds; another process may be settling a whole calendar
    "journal_mode = WAL",  # readers and one writer do not wait for each other
    "synchronous = NORMAL",  # WAL stays consistent at any crash; only a power cut may cost the last commit
    "foreign_keys = ON",
    "secure_delete = ON",  # a deleted account leaves no letters in free pages
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Made once per process, after any fork; safe for threads."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: all of it or nothing."""
        with Session(_writer(self.engine), expire_on_commit=False) as session, session.begin():
            yield session

    def sweep(self) -> None:
        """Leave no deleted rows in the write-ahead log (SQLite; elsewhere the server sees to it)."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_directory(directory: Path, *, upgrade: bool = True) -> Database:
    """The database in a data directory, made at the first start.

    Raises Refused where the directory cannot be written, the file is no database, or its schema is newer
    than this program (or older, unless `upgrade`).
    """
    make_private(directory)
    return open_database(url_of(directory / FILE), upgrade=upgrade)


def open_database(url: URL | str, *, upgrade: bool = True) -> Database:
    """The database behind an SQLAlchemy URL, at today's schema. Raises Refused as `open_directory` does."""
    where = make_url(url)
    try:
        _bring_to_head(where, upgrade=upgrade)
    except DatabaseError as fault:
        raise Refused(_unusable(where, fault)) from fault
    return Database(make_engine(where))


def make_private(directory: Path) -> None:
    """Make the data directory for its owner's eyes only. Raises Refused where that is impossible."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise Refused(
            f"{directory} cannot be made ({fault.strerror}): choose another with --data DIR."
        ) from fault


def url_of(file: Path) -> URL:
    """The URL of an SQLite file."""
    return URL.create("sqlite", database=str(file))


def make_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions are ours: the driver begins none, so that DDL can be rolled back too."""
    engine = create_engine(url)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def prepare(raw: RawConnection, _: Any) -> None:
        raw.isolation_level = None
        with closing(raw.cursor()) as cursor:
            for pragma in PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
            if not foreign_keys:
                cursor.execute("PRAGMA foreign_keys = OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _writer(engine: Engine) -> Engine:
    """The same engine for writers: the write lock is taken at once, where waiting for it still helps.

    A transaction that reads first and writes later fails at once when somebody wrote in between.
    """
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def _bring_to_head(url: URL, *, upgrade: bool) -> None:
    engine = _writer(make_engine(url, foreign_keys=False))  # a table rebuilt by a migration must not cascade
    try:
        with engine.begin() as connection:
            schema = schema_of(connection)
            age = age_of(schema)
            if age is Age.CURRENT:
                return
            if age in AGES and (age is not Age.OLDER or not upgrade):
                raise Refused(AGES[age].format(what=_name(url), schema=schema))
            if schema is None and inspect(connection).get_table_names():
                raise Refused(f"{_name(url)} is not Rapport's: choose another directory with --data DIR.")
            upgrade_schema(connection)
            _check_references(connection)
    finally:
        engine.dispose()


def _check_references(connection: Connection) -> None:
    """With foreign keys off, a migration must prove that it left none dangling."""
    if connection.dialect.name == "sqlite":
        lost = connection.execute(text("PRAGMA foreign_key_check")).all()
        if lost:
            raise Refused(f"The upgrade would lose rows ({lost[0]}): nothing was changed; please report it.")


def _unusable(url: URL, fault: DatabaseError) -> str:
    return (
        f"{_name(url)} cannot be used ({fault.orig}): make it readable and writable for you, "
        f"put a backup in its place with `rapport restore FILE`, or choose another directory with --data DIR."
    )


def _name(url: URL) -> str:
    return url.database if url.drivername == "sqlite" and url.database else url.render_as_string()

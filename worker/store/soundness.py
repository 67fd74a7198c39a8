"""A database's URL goes in; how old its schema is and what is wrong inside come out. Nothing is repaired."""

from dataclasses import dataclass

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import DatabaseError

from worker.store.opening import make_engine
from worker.store.schema import Age, age_of, schema_of

OK = "ok"


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a look into a database found."""

    age: Age
    schema: str | None
    verdict: str
    """"ok", or the first fault in the database's own words."""


def soundness_of(url: URL | str) -> Soundness:
    """Read every page of an SQLite file (PRAGMA quick_check); of another database, whether it answers.

    An SQLite file must exist: looking for one would make it.
    """
    engine = make_engine(make_url(url))
    try:
        with engine.connect() as connection:
            schema = schema_of(connection)
            return Soundness(age_of(schema), schema, _verdict(connection))
    except DatabaseError as fault:
        return Soundness(Age.NONE, None, str(fault.orig))
    finally:
        engine.dispose()


def _verdict(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        return OK
    return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())

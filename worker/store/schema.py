"""A connection goes in; how old its schema is, and the same database brought up to date, come out."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"


class Age(StrEnum):
    """A schema, beside the one this program knows."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


AGES: Mapping[Age, str] = MappingProxyType(
    {
        Age.OLDER: "{what} was made by an older Rapport (schema {schema}): start `rapport up` once, which "
        "upgrades it.",
        Age.NEWER: "{what} was made by a newer Rapport (schema {schema}, unknown here): install that "
        "version, or bring back an older backup with `rapport restore FILE`.",
    }
)
"""What to say about a schema that is not today's."""


def schema_of(connection: Connection) -> str | None:
    """The revision a database stands at, or None for one that was never ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def age_of(schema: str | None, migrations: Path = MIGRATIONS) -> Age:
    """How old a revision is."""
    if schema is None:
        return Age.NONE
    script = ScriptDirectory.from_config(_config(migrations))
    if schema == script.get_current_head():
        return Age.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return Age.OLDER if schema in known else Age.NEWER


def upgrade_schema(connection: Connection, migrations: Path = MIGRATIONS) -> None:
    """Bring the schema to head, inside the caller's transaction."""
    config = _config(migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config

"""Opening: at the first start, from an earlier release, from a later one, and what is no database."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine, event, text
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.store.cast import LEASE, NOW, Shelves
from worker.domain.errors import Refused
from worker.store import opening
from worker.store.opening import open_directory
from worker.store.schema import MIGRATIONS, Age, age_of, schema_of, upgrade_schema
from worker.store.tables import Row

DIALECT = create_mock_engine("postgresql://", lambda *_: None).dialect
FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.sql"))
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "hue"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts", recreate="always") as accounts:
        accounts.add_column(sa.Column("hue", sa.Text(), nullable=False, server_default="blue"))
"""


def head() -> str:
    """Today's schema."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return str(ScriptDirectory.from_config(config).get_current_head())


def laid_down(fixture: Path, directory: Path) -> Path:
    """A data directory as that release left it."""
    directory.mkdir()
    with closing(sqlite3.connect(directory / "rapport.db")) as raw:
        raw.executescript(fixture.read_text("utf-8"))
    return directory


def counted(directory: Path) -> dict[str, int]:
    """Rows by table, of the tables that stand there already."""
    with closing(sqlite3.connect(directory / "rapport.db")) as raw:
        there = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - ours
            for name in there
            if name in Row.metadata.tables
        }


def test_the_first_start_makes_a_private_directory_and_the_tables_of_today(directory: Path) -> None:
    database = open_directory(directory)
    assert directory.stat().st_mode & 0o777 == 0o700
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        said = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert said == ["wal", 1, 1, 1, 30000]
    database.close()


def test_many_first_starts_at_once_make_one_database(directory: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        for database in pool.map(lambda _: open_directory(directory), range(6)):
            with database.engine.connect() as connection:
                assert age_of(schema_of(connection)) is Age.CURRENT
            database.close()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_the_database_of_an_earlier_release_opens_with_everything_in_it(
    fixture: Path, tmp_path: Path
) -> None:
    directory = laid_down(fixture, tmp_path / "data")
    before = counted(directory)
    assert 0 not in before.values()
    shelves = Shelves.of(directory, open_directory(directory))
    (account,) = shelves.accounts.all()
    assert account.me.name == "Amara Osei"
    assert len(shelves.touches.of(account.id)) == before["touches"]
    assert shelves.engagements.all(account.id)
    assert shelves.calendars.events(account.id)
    assert shelves.feeds.entries(account.id, "all")
    assert before.items() <= counted(directory).items()


def test_every_release_has_its_fixture() -> None:
    assert FIXTURES


def test_a_migration_that_rebuilds_a_table_loses_no_row_that_refers_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = laid_down(FIXTURES[0], tmp_path / "data")
    before = counted(directory)
    migrations = tmp_path / "migrations 100%"
    shutil.copytree(MIGRATIONS, migrations)
    (migrations / "versions" / "hue.py").write_text(NEXT.format(head=head()))
    monkeypatch.setattr(opening, "age_of", lambda schema: age_of(schema, migrations))
    monkeypatch.setattr(opening, "upgrade_schema", lambda connection: upgrade_schema(connection, migrations))
    with pytest.raises(Refused, match="rapport up"):
        open_directory(directory, upgrade=False)
    database = open_directory(directory)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT hue FROM accounts")).scalars().all() == ["blue"]
    database.close()
    assert before.items() <= counted(directory).items()
    monkeypatch.undo()
    with pytest.raises(Refused, match="newer Rapport"):
        open_directory(directory)


def test_a_migration_that_crashes_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = laid_down(FIXTURES[0], tmp_path / "data")
    before = counted(directory)
    migrations = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, migrations)
    crash = f"{NEXT.format(head=head())}    raise KeyboardInterrupt\n"
    (migrations / "versions" / "hue.py").write_text(crash)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "age_of", lambda schema: age_of(schema, migrations))
        patch.setattr(opening, "upgrade_schema", lambda connection: upgrade_schema(connection, migrations))
        with pytest.raises(KeyboardInterrupt):
            open_directory(directory)
    assert counted(directory) == before
    open_directory(directory).close()
    assert before.items() <= counted(directory).items()


def test_a_newer_schema_is_refused_with_the_remedy(shelves: Shelves) -> None:
    with shelves.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match=r"newer Rapport \(schema 9999.*install that version"):
        open_directory(shelves.directory)


@pytest.mark.parametrize("content", [b"this is no database" * 300, b"half"])
def test_what_is_no_database_is_refused_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rapport.db").write_bytes(content)
    with pytest.raises(Refused, match="rapport restore"):
        open_directory(tmp_path)
    assert (tmp_path / "rapport.db").read_bytes() == content


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "rapport.db")) as raw, raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(Refused, match="not Rapport's"):
        open_directory(tmp_path)


def test_a_directory_that_cannot_be_made_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="--data DIR"):
        open_directory(tmp_path / "file" / "data")


def test_every_table_can_be_made_in_postgresql() -> None:
    for table in Row.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=DIALECT))
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=DIALECT))


def test_the_search_for_due_work_uses_its_index(shelves: Shelves) -> None:
    plans: list[str] = []

    def explain(*call: Any) -> None:
        _, cursor, statement, parameters, *_ = call
        if "touches" in statement:
            other = cursor.connection.cursor()
            plans.extend(row[3] for row in other.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(shelves.database.engine, "before_cursor_execute", explain)
    shelves.touches.due(NOW, 10, LEASE)
    shelves.touches.claim(NOW, 10, LEASE)
    assert len([line for line in plans if "ix_touches_due" in line]) == 2
    assert not [line for line in plans if "SCAN touches" in line and "INDEX" not in line]

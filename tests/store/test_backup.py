"""A backup taken while others work, brought back, and everything that is no backup."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.cast import LEASE, MIME, NOW, Shelves, settlement, year
from worker.domain.account import JournalLine
from worker.domain.errors import Refused
from worker.domain.ledger import Facts
from worker.domain.plan import Plan
from worker.store import backup
from worker.store.backup import back_up, restore
from worker.store.opening import open_directory
from worker.store.schema import Age

LATER = NOW + timedelta(days=1)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


def stamp(file: Path, schema: str) -> None:
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (schema,))


def test_a_restored_account_is_as_it_was_and_marked(shelves: Shelves, copy: Path) -> None:
    account = shelves.furnish()
    touches = shelves.touches.of(account.id)
    back_up(shelves.directory, copy)
    shelves.accounts.delete(account.id)
    restore(shelves.directory, copy, LATER)
    assert shelves.accounts.load(account.id).restored == LATER
    assert shelves.accounts.refresh_token(account.id) == "1//refresh"
    assert shelves.touches.of(account.id) == touches
    shelves.accounts.mark_scanned(account.id)
    assert shelves.accounts.load(account.id) == account


def test_a_restore_ends_claims_and_reaches_processes_at_work(shelves: Shelves, copy: Path) -> None:
    shelves.furnish()
    late = NOW + timedelta(days=60)
    claims = shelves.touches.claim(late, 100, LEASE)
    back_up(shelves.directory, copy)
    restore(shelves.directory, copy, LATER)
    assert not shelves.touches.renew(claims[0], late)
    assert len(shelves.touches.claim(late, 100, LEASE)) == len(claims)


def test_planned_again_after_a_restore_a_touch_has_the_ref_its_draft_carries(
    shelves: Shelves, copy: Path
) -> None:
    account = shelves.amara()
    back_up(shelves.directory, copy)
    shelves.touches.settle(settlement(account, year()))
    carried = {touch.kept.touch.key: touch.ref for touch in shelves.touches.of(account.id)}
    restore(shelves.directory, copy, LATER)
    assert shelves.touches.of(account.id) == ()
    shelves.touches.settle(settlement(account, year()))
    assert {touch.kept.touch.key: touch.ref for touch in shelves.touches.of(account.id)} == carried


def test_a_backup_is_one_private_file_without_the_key(shelves: Shelves, copy: Path) -> None:
    shelves.furnish()
    back_up(shelves.directory, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in copy.parent.iterdir() if file.is_file()] == ["copy.db"]
    assert b"1//refresh" not in copy.read_bytes()
    assert (shelves.directory / "key").read_bytes().strip() not in copy.read_bytes()


def test_a_backup_taken_while_others_write_is_of_one_moment(shelves: Shelves, copy: Path) -> None:
    account = shelves.furnish()
    first = shelves.accounts.load(account.id).revision
    lines = len(shelves.journal.latest(account.id, 10000))
    done = threading.Event()

    def settle_on() -> None:
        while not done.is_set():
            now = shelves.accounts.load(account.id)
            line = JournalLine(NOW, "read", "primary")
            shelves.touches.settle(settlement(now, Plan(), engagements=None, journal=(line,)))

    writer = threading.Thread(target=settle_on)
    writer.start()
    try:
        for _ in range(5):
            back_up(shelves.directory, copy)
            with closing(sqlite3.connect(copy)) as raw:
                (revision,) = raw.execute("SELECT revision FROM accounts").fetchone()
                (written,) = raw.execute("SELECT count(*) FROM journal").fetchone()
                assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert revision - first == written - lines
    finally:
        done.set()
        writer.join()


def test_what_was_there_before_a_restore_is_kept(shelves: Shelves, copy: Path, tmp_path: Path) -> None:
    back_up(shelves.directory, copy)
    account = shelves.furnish()
    restore(shelves.directory, copy, LATER)
    assert shelves.accounts.all() == ()
    replaced = shelves.directory / "rapport.db.before-restore"
    assert replaced.stat().st_mode & 0o777 == 0o600
    elsewhere = tmp_path / "elsewhere"
    restore(elsewhere, replaced, LATER)
    assert [a.address for a in Shelves.of(elsewhere, open_directory(elsewhere)).accounts.all()] == [
        account.address
    ]


def test_a_backup_can_be_restored_where_there_is_nothing_or_rubbish(
    shelves: Shelves, copy: Path, tmp_path: Path
) -> None:
    account = shelves.furnish()
    shelves.touches.note(shelves.touches.of(account.id)[0].id, Facts(mime=MIME))
    back_up(shelves.directory, copy)
    for name, content in (("new", None), ("rubbish", b"this is no database" * 500)):
        place = tmp_path / name
        if content:
            place.mkdir()
            (place / "rapport.db").write_bytes(content)
        restore(place, copy, LATER)
        there = Shelves.of(place, open_directory(place))
        assert there.touches.of(account.id) == shelves.touches.of(account.id)
        if content:
            assert (place / "rapport.db.broken").read_bytes() == content


def test_a_backup_of_a_newer_release_is_refused_and_nothing_changes(shelves: Shelves, copy: Path) -> None:
    account = shelves.furnish()
    back_up(shelves.directory, copy)
    stamp(copy, "9999")
    with pytest.raises(Refused, match=r"newer Rapport \(schema 9999\)"):
        restore(shelves.directory, copy, LATER)
    assert shelves.accounts.all() == (account,)
    assert not (shelves.directory / "rapport.db.before-restore").exists()


def test_an_older_backup_is_upgraded_only_when_asked(
    shelves: Shelves, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = shelves.furnish()
    back_up(shelves.directory, copy)
    monkeypatch.setattr(backup, "age_of", lambda _: Age.OLDER)
    with pytest.raises(Refused, match="--upgrade"):
        restore(shelves.directory, copy, LATER)
    assert shelves.accounts.load(account.id).restored is None
    restore(shelves.directory, copy, LATER, upgrade=True)
    assert shelves.accounts.load(account.id).restored == LATER


@pytest.mark.parametrize("content", [b"", b"no database at all" * 300, None, "foreign"])
def test_what_is_no_backup_is_refused_and_nothing_changes(
    shelves: Shelves, copy: Path, content: bytes | str | None
) -> None:
    account = shelves.furnish()
    if isinstance(content, bytes):
        copy.write_bytes(content)
    elif content:
        with closing(sqlite3.connect(copy)) as raw, raw:
            raw.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(Refused, match="backup"):
        restore(shelves.directory, copy, LATER)
    assert shelves.accounts.all() == (account,)


def test_a_damaged_backup_is_refused(shelves: Shelves, copy: Path) -> None:
    shelves.furnish()
    back_up(shelves.directory, copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="another one"):
        restore(shelves.directory, copy, LATER)


def test_a_backup_needs_a_database_and_a_place(shelves: Shelves, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing to back up"):
        back_up(tmp_path, tmp_path / "copy.db")
    for place in (tmp_path, shelves.directory / "rapport.db"):
        with pytest.raises(Refused, match="new file"):
            back_up(shelves.directory, place)
    with pytest.raises(Refused, match="cannot be written"):
        back_up(shelves.directory, tmp_path / "missing" / "copy.db")

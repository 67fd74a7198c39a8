"""What the user said about events is kept, outlives readings and backups, and goes with the account."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.cast import CORRECTION, LEASE, NOW, TODAY, Shelves, settlement, year
from tests.store.test_opening import FIXTURES, laid_down
from worker.domain.errors import Refused
from worker.domain.ledger import Overtaken
from worker.store.backup import back_up, restore
from worker.store.opening import open_directory

NOTHING = replace(CORRECTION, label=None, series="")
LATER = NOW + timedelta(hours=1)


def test_what_was_said_comes_back_as_it_was_said_the_newest_first(shelves: Shelves) -> None:
    account = shelves.amara().id
    ids = [shelves.corrections.say(account, one, NOW) for one in (CORRECTION, NOTHING)]
    assert list(shelves.corrections.of(account).items()) == [(ids[1], NOTHING), (ids[0], CORRECTION)]


def test_what_is_taken_back_is_gone_and_the_rest_stays(shelves: Shelves) -> None:
    account = shelves.amara().id
    first = shelves.corrections.say(account, CORRECTION, NOW)
    second = shelves.corrections.say(account, NOTHING, LATER)
    assert shelves.corrections.take_back(account, second)
    assert shelves.corrections.of(account) == {first: CORRECTION}


def test_an_id_is_of_one_account_alone(shelves: Shelves) -> None:
    amara, other = shelves.amara().id, shelves.amara("other@lakeside.example.edu").id
    hers = shelves.corrections.say(amara, CORRECTION, NOW)
    assert not shelves.corrections.take_back(other, hers)
    assert shelves.corrections.of(other) == {}
    assert shelves.corrections.of(amara) == {hers: CORRECTION}


def test_nobody_says_anything_for_an_account_that_is_gone(shelves: Shelves) -> None:
    account = shelves.furnish()
    shelves.accounts.delete(account.id)
    with pytest.raises(Refused, match="no account"):
        shelves.corrections.say(account.id, CORRECTION, NOW)


def test_saying_and_taking_back_make_the_plan_due_and_older_plans_worthless(shelves: Shelves) -> None:
    account = shelves.furnish()
    late = NOW + timedelta(days=60)
    (known,) = shelves.corrections.of(account.id)
    shelves.corrections.say(account.id, NOTHING, NOW)
    for change in ("said", "taken back"):
        stale = account
        account = shelves.accounts.load(account.id)
        assert account.revision == stale.revision + 1, change
        assert shelves.accounts.claim_plans(NOW, 10) == (account.id,)
        assert shelves.touches.claim(late, 10, LEASE) == ()
        with pytest.raises(Overtaken):
            shelves.touches.settle(settlement(stale, year()))
        if change == "said":
            shelves.touches.settle(settlement(account, year()))
            account = shelves.accounts.load(account.id)
            assert shelves.accounts.claim_plans(NOW, 10) == ()
            shelves.corrections.take_back(account.id, known)


def test_taking_back_what_was_never_said_changes_nothing(shelves: Shelves) -> None:
    account = shelves.furnish()
    assert not shelves.corrections.take_back(account.id, 99)
    assert shelves.accounts.load(account.id) == account


def test_a_reading_leaves_what_was_said(shelves: Shelves) -> None:
    account = shelves.furnish()
    calendar = shelves.calendars.of(account.id)[0].id
    shelves.touches.settle(settlement(account, year(), calendar=calendar, events=(), afresh=True))
    shelves.calendars.drop(calendar)
    assert list(shelves.corrections.of(account.id).values()) == [CORRECTION]


def test_a_backup_brings_it_back(shelves: Shelves, tmp_path: Path) -> None:
    account = shelves.furnish()
    back_up(shelves.directory, tmp_path / "copy.db")
    shelves.accounts.delete(account.id)
    restore(shelves.directory, tmp_path / "copy.db", NOW)
    assert list(shelves.corrections.of(account.id).values()) == [CORRECTION]


def test_a_store_of_before_has_none_and_takes_some(tmp_path: Path) -> None:
    directory = laid_down(FIXTURES[0], tmp_path / "data")
    shelves = Shelves.of(directory, open_directory(directory))
    (account,) = shelves.accounts.all()
    assert shelves.corrections.of(account.id) == {}
    shelves.corrections.say(account.id, CORRECTION, NOW)
    assert [one.day for one in shelves.corrections.of(account.id).values()] == [TODAY]
    shelves.database.close()

"""Bookmark, events, engagements and plan: together or not at all."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError

from tests.house import PATEL, mornings
from tests.store.cast import CLINIC, LEASE, NOW, SHIFT, SICU, Shelves, settlement, year
from worker.domain.ledger import Overtaken
from worker.domain.plan import Plan


def test_a_settlement_is_remembered_whole(shelves: Shelves) -> None:
    account = shelves.furnish()
    (calendar,) = shelves.calendars.of(account.id)
    assert (calendar.sync_token, calendar.checked) == ("token-1", NOW)
    assert calendar.not_before == NOW + timedelta(minutes=10)
    assert shelves.engagements.all(account.id) == (SICU, CLINIC)
    assert len(shelves.touches.kept(account.id)) == len(year().add)
    assert [line.what for line in shelves.journal.latest(account.id, 100)].count("planned") == len(year().add)


def test_an_event_comes_back_as_it_was_read_on_the_same_wall_clock(shelves: Shelves) -> None:
    account = shelves.furnish()
    (event,) = shelves.calendars.events(account.id)
    assert event == SHIFT
    assert (event.starts.isoformat(), event.starts.tzinfo) == (SHIFT.starts.isoformat(), SHIFT.starts.tzinfo)


def test_a_crash_in_the_middle_leaves_the_old_token_and_no_touch(shelves: Shelves) -> None:
    account = shelves.amara()
    calendar = shelves.calendars.keep(account.id, "primary", "Amara")
    broken = replace(year().add[-1], why=(object(),))  # type: ignore[arg-type] # no database can hold it
    plan = Plan(add=(*year().add[:-1], broken))
    with pytest.raises(StatementError):
        shelves.touches.settle(settlement(account, plan, calendar=calendar))
    assert shelves.calendars.load(calendar).sync_token == ""
    assert shelves.calendars.events(account.id) == ()
    assert shelves.touches.kept(account.id) == ()
    assert shelves.engagements.all(account.id) == ()
    assert shelves.journal.latest(account.id, 10) == ()
    shelves.touches.settle(settlement(shelves.accounts.load(account.id), year(), calendar=calendar))
    assert shelves.calendars.load(calendar).sync_token == "token-1"  # noqa: S105 - a bookmark


def test_of_two_readings_at_once_the_second_reads_again(shelves: Shelves) -> None:
    account = shelves.amara()
    shelves.touches.settle(settlement(account, year()))
    with pytest.raises(Overtaken):
        shelves.touches.settle(settlement(account, Plan()))


def test_a_later_reading_changes_and_deletes_single_events(shelves: Shelves) -> None:
    account = shelves.furnish()
    (calendar,) = shelves.calendars.of(account.id)
    renamed, other = replace(SHIFT, title="Burn"), replace(SHIFT, id="evt2")
    change = settlement(account, Plan(), calendar=calendar.id, events=(renamed, other), gone=("unknown",))
    shelves.touches.settle(change)
    assert shelves.calendars.events(account.id) == (renamed, other)
    account = shelves.accounts.load(account.id)
    shelves.touches.settle(settlement(account, Plan(), calendar=calendar.id, events=(), gone=("evt1",)))
    assert shelves.calendars.events(account.id) == (other,)


def test_what_does_not_come_back_in_a_full_reading_is_removed(shelves: Shelves) -> None:
    account = shelves.furnish()
    (calendar,) = shelves.calendars.of(account.id)
    other = replace(SHIFT, id="evt2")
    full = settlement(account, Plan(), calendar=calendar.id, events=(other,), afresh=True)
    shelves.touches.settle(full)
    assert shelves.calendars.events(account.id) == (other,)


def test_a_plan_alone_leaves_the_bookmark_and_the_engagements(shelves: Shelves) -> None:
    account = shelves.furnish()
    shelves.touches.settle(settlement(account, Plan(), sync_token="", engagements=None))
    assert shelves.calendars.of(account.id)[0].sync_token == "token-1"  # noqa: S105 - a bookmark
    assert shelves.engagements.all(account.id) == (SICU, CLINIC)


def test_an_engagement_that_is_gone_goes_and_its_people_stay(shelves: Shelves) -> None:
    account = shelves.furnish()
    shelves.touches.settle(settlement(account, Plan(), engagements=(CLINIC,)))
    assert shelves.engagements.all(account.id) == (CLINIC,)
    assert shelves.people.all(account.id)[PATEL.key] == PATEL


def test_another_zone_moves_the_moment_and_not_the_day(shelves: Shelves) -> None:
    account = shelves.furnish()
    before = {touch.id: touch for touch in shelves.touches.of(account.id)}
    pacific = replace(mornings(), zone=ZoneInfo("America/Los_Angeles"))
    shelves.touches.settle(settlement(account, Plan(), mornings=pacific))
    for touch in shelves.touches.of(account.id):
        was = before[touch.id]
        assert touch.due_at
        assert was.due_at
        assert touch.due_at - was.due_at == timedelta(hours=3)
        assert touch.kept.touch.due == was.kept.touch.due


def test_a_naive_moment_is_refused_by_every_column(shelves: Shelves) -> None:
    account = shelves.amara()
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"):
        shelves.touches.claim(naive, 1, LEASE)
    with pytest.raises(StatementError, match="without a zone"):
        shelves.accounts.lay_to_rest(account.id, "revoked", naive)
    calendar = shelves.calendars.keep(account.id, "primary", "Amara")
    reading = settlement(account, Plan(), calendar=calendar, events=(replace(SHIFT, updated=naive),))
    with pytest.raises(ValueError, match="without a zone"):
        shelves.touches.settle(reading)


def test_a_day_stays_a_day(shelves: Shelves) -> None:
    account = shelves.furnish()
    assert {type(kept.touch.due) for kept in shelves.touches.kept(account.id)} == {date}

"""The year is planned from stored events and the ledger: again each night, and when something changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.flows.reading_cast import KIM, NOW, PATEL, Desk
from tests.house import AMARA
from worker.domain.account import Past
from worker.domain.errors import Reconnect, Refused
from worker.domain.ledger import Overtaken
from worker.domain.person import Person
from worker.domain.plan import Contact
from worker.domain.touch import State
from worker.flows.plan_year import next_night, plan_again, plan_year, settle, settlement_of

AUGUST = date(2026, 8, 3)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path / "data")


def connected(desk: Desk) -> int:
    account = desk.connect()
    desk.read()
    return account.id


def past_service(desk: Desk) -> None:
    """It ended the Friday before she connected."""
    desk.service("SICU", NOW.date() - timedelta(days=28), PATEL, days=26)


def held(desk: Desk) -> list[State]:
    events = desk.tools.calendars.events(desk.account.id)
    touches = plan_year(desk.tools, desk.account, events, desk.now).touches
    return [touch.state for touch in touches if touch.person.name == PATEL and touch.key.step == "thank-you"]


def test_the_year_is_planned_again_in_the_coming_night_on_the_users_clock(desk: Desk) -> None:
    connected(desk)
    assert desk.account.plan_due == datetime(2026, 7, 7, 0, 5, tzinfo=NEW_YORK)
    desk.now = datetime(2026, 7, 7, 4, 6, tzinfo=UTC)
    assert desk.tools.accounts.claim_plans(desk.now, 10) == (desk.account.id,)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-07-06T00:04:00-04:00", "2026-07-06T00:05:00-04:00"),
        ("2026-07-06T00:05:00-04:00", "2026-07-07T00:05:00-04:00"),
        ("2026-10-31T12:00:00-04:00", "2026-11-01T00:05:00-04:00"),
        ("2026-11-01T12:00:00-05:00", "2026-11-02T00:05:00-05:00"),
    ],
)
def test_the_night_is_counted_on_the_wall_clock(now: str, night: str) -> None:
    assert next_night(NEW_YORK, datetime.fromisoformat(now)) == datetime.fromisoformat(night)


def test_planning_again_changes_nothing(desk: Desk) -> None:
    desk.blocks(3)
    account = connected(desk)
    before = (desk.planned(), desk.tools.engagements.all(account))
    assert plan_again(desk.tools, account, desk.now)
    assert (desk.planned(), desk.tools.engagements.all(account)) == before
    assert len([about for about in desk.said("planned") if about.startswith("rotation/")]) == 2 * 3


def test_a_plan_takes_in_what_became_known_of_people(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    account = connected(desk)
    thanks = desk.rows(State.PLANNED)[0].kept.touch
    desk.now = datetime(2026, 8, 30, 12, tzinfo=UTC)
    desk.read()
    desk.tools.people.note_contact(account, Contact(thanks.key.person, date(2026, 8, 29)), "told")
    assert plan_again(desk.tools, account, desk.now)
    assert desk.planned() == []


def test_a_pause_moves_what_is_planned(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    account = connected(desk)
    desk.tools.accounts.tell(account, replace(AMARA, pause_until=date(2026, 9, 2)))
    assert plan_again(desk.tools, account, desk.now)
    assert desk.planned()[0] == ("thank-you", PATEL, "2026-09-02")


def test_somebody_marked_is_no_longer_written_to(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL, KIM)
    account = connected(desk)
    marked = Person("rpatel@lakeside.example.edu", PATEL, "rpatel@lakeside.example.edu", do_not_contact=True)
    desk.tools.accounts.tell(account, replace(AMARA, people=(marked,)))
    assert plan_again(desk.tools, account, desk.now)
    assert {who for _, who, _ in desk.planned()} == {KIM}


# --- what lay in the past -----------------------------------------------------------------------------


def test_what_had_ended_before_connecting_waits_for_a_word(desk: Desk) -> None:
    past_service(desk)
    connected(desk)
    assert desk.planned() == []
    assert held(desk) == [State.HELD]


def test_wanted_it_is_planned(desk: Desk) -> None:
    past_service(desk)
    account = connected(desk)
    desk.tools.accounts.answer_past(account, Past.WANTED)
    assert plan_again(desk.tools, account, desk.now)
    assert desk.planned()[0] == ("thank-you", PATEL, "2026-07-06")


def test_unwanted_it_is_over(desk: Desk) -> None:
    past_service(desk)
    account = connected(desk)
    desk.tools.accounts.answer_past(account, Past.UNWANTED)
    assert plan_again(desk.tools, account, desk.now)
    assert (desk.planned(), held(desk)) == ([], [State.LAPSED])


def test_once_answered_nothing_older_waits_for_a_word(desk: Desk) -> None:
    desk.service("SICU", NOW.date() - timedelta(days=60), PATEL, days=30)
    account = connected(desk)
    desk.tools.accounts.answer_past(account, Past.WANTED)
    assert held(desk) == [State.LAPSED]


# --- old events ---------------------------------------------------------------------------------------


def test_after_weeks_without_access_calendars_are_read_before_anything_is_planned(desk: Desk) -> None:
    event = desk.service("SICU", AUGUST, PATEL)
    account = connected(desk)
    desk.now += timedelta(hours=1)
    desk.fake.refusals.append(Reconnect("Access was revoked: connect again."))
    desk.read()
    desk.google.delete(event)
    desk.now = datetime(2026, 8, 31, 12, tzinfo=UTC)
    desk.connect()
    assert not plan_again(desk.tools, account, desk.now)
    assert desk.tools.touches.claim(desk.now, 10, timedelta(minutes=5)) == ()
    desk.read()
    assert desk.planned() == []
    assert plan_again(desk.tools, account, desk.now)


def test_an_account_that_rests_is_planned_all_the_same(desk: Desk) -> None:
    account = connected(desk)
    desk.tools.accounts.lay_to_rest(account, "Access was revoked: connect again.", desk.now)
    desk.now += timedelta(days=3)
    assert plan_again(desk.tools, account, desk.now)
    assert desk.tools.accounts.claim_plans(desk.now, 10) == ()


def test_events_grow_out_of_the_plan_as_they_would_out_of_a_full_reading(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    account = connected(desk)
    assert len(desk.tools.engagements.all(account)) == 1
    desk.now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    desk.fake.refusals.clear()
    events = desk.tools.calendars.events(account)
    assert plan_year(desk.tools, desk.account, events, desk.now).engagements == ()


# --- several at once ----------------------------------------------------------------------------------


def test_a_plan_that_was_overtaken_is_made_again(desk: Desk) -> None:
    connected(desk)
    tries: list[int] = []

    def overtaken_once() -> object:
        account = desk.account
        planned = plan_year(desk.tools, account, (), desk.now)
        if not tries:
            plan_again(desk.tools, account.id, desk.now)
        tries.append(account.revision)
        return settlement_of(account, planned, desk.now)

    assert settle(desk.tools, overtaken_once)  # type: ignore[arg-type]
    assert tries == [tries[0], tries[0] + 1]


def test_who_is_overtaken_three_times_leaves_it_to_the_others(desk: Desk) -> None:
    connected(desk)

    def always_overtaken() -> object:
        settlement = settlement_of(desk.account, plan_year(desk.tools, desk.account, (), desk.now), desk.now)
        plan_again(desk.tools, desk.account.id, desk.now)
        return settlement

    with pytest.raises(Overtaken):
        settle(desk.tools, always_overtaken)  # type: ignore[arg-type]


def test_there_is_no_plan_for_nobody(desk: Desk) -> None:
    with pytest.raises(Refused):
        plan_again(desk.tools, 7, desk.now)

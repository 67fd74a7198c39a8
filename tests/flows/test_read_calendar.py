"""A calendar is read again and again: what happens in it moves the plan, and a fault moves nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.fakes.fake_calendar import CANCELLED
from tests.flows.reading_cast import ADDRESS, AMION, KIM, LEASE, NOW, PATEL, Desk, attending
from tests.house import AMARA
from worker.domain.errors import Permanent, Reconnect, Refused, Transient
from worker.domain.narrative import Narrative
from worker.domain.polling import COLD, HOT, REST, SPREAD
from worker.domain.touch import State
from worker.flows.connect_account import choose_calendars
from worker.flows.plan_year import plan_again
from worker.flows.read_calendar import read_calendar

CHICAGO = ZoneInfo("America/Chicago")
AUGUST = date(2026, 8, 3)
DAY = timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path / "data")


@pytest.fixture
def sicu(desk: Desk) -> str:
    """Connected, with one service in August."""
    event = desk.service("SICU", AUGUST, PATEL)
    desk.connect()
    desk.read()
    return event


@pytest.fixture
def five(desk: Desk) -> list[str]:
    """Connected, with five services from August to December."""
    events = desk.blocks(5)
    desk.connect()
    desk.read()
    return events


def wipe(desk: Desk, *events: str) -> None:
    for event in events:
        desk.google.delete(event)


# --- what is read -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sicu")
def test_a_first_reading_plans_the_year(desk: Desk) -> None:
    assert desk.planned() == [("thank-you", PATEL, "2026-08-31"), ("follow-up", PATEL, "2026-09-10")]
    source = desk.source()
    assert (source.checked, source.full_read, bool(source.sync_token)) == (NOW, NOW, True)
    assert desk.said("read") == ["My calendar: 1 new or changed, 0 gone"]


@pytest.mark.usefixtures("sicu")
def test_later_readings_go_on_from_the_bookmark(desk: Desk) -> None:
    desk.later(hours=1)
    assert desk.fake.readings == [(ADDRESS, False), (ADDRESS, True)]


def test_a_reading_without_news_plans_nothing_and_says_nothing(desk: Desk, sicu: str) -> None:
    before = (desk.planned(), desk.said("planned", "moved", "cancelled", "read"))
    desk.later(hours=1)
    assert (desk.planned(), desk.said("planned", "moved", "cancelled", "read")) == before
    assert desk.source().checked == desk.now
    assert sicu


def test_a_first_reading_goes_ninety_days_back_and_a_year_ahead(desk: Desk) -> None:
    long_ago = NOW.date() - timedelta(days=93)
    desk.google.add("Over", long_ago)
    kept = desk.google.add("Just in", long_ago + timedelta(days=4))
    far = desk.google.add("Next summer", NOW.date() + timedelta(days=365))
    desk.google.add("Beyond", NOW.date() + timedelta(days=370))
    desk.connect()
    desk.read()
    assert {event.id for event in desk.tools.calendars.events(desk.account.id)} == {kept, far}


@pytest.mark.usefixtures("sicu")
def test_everything_is_read_again_within_thirty_days(desk: Desk) -> None:
    desk.later(days=20)
    assert desk.source().full_read == NOW
    desk.later(days=10)
    assert desk.source().full_read == desk.now
    assert desk.fake.readings[-1] == (ADDRESS, False)


@pytest.mark.usefixtures("sicu")
def test_a_bookmark_that_is_too_old_leads_to_one_full_reading(desk: Desk) -> None:
    before = desk.planned()
    desk.google.forget_tokens()
    desk.later(hours=1)
    assert desk.fake.readings[1:] == [(ADDRESS, True), (ADDRESS, False)]
    desk.later(hours=1)
    assert desk.fake.readings[3:] == [(ADDRESS, True)]
    assert desk.planned() == before


def test_what_went_while_the_bookmark_was_too_old_is_noticed(desk: Desk, sicu: str) -> None:
    desk.google.delete(sicu)
    desk.google.forget_tokens()
    desk.later(hours=1)
    assert desk.planned() == []


def test_events_stand_on_the_users_wall_clock(desk: Desk) -> None:
    late = datetime(2026, 8, 3, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    desk.google.add("Coffee", late, description=f"Met: {PATEL} <rpatel@harbor.example.org> - the registry")
    desk.connect(replace(AMARA, time_zone="Europe/Berlin"))
    desk.read()
    (event,) = desk.tools.calendars.events(desk.account.id)
    assert event.starts.isoformat() == "2026-08-04T05:30:00+02:00"


def test_after_a_move_to_another_clock_whole_days_stay_the_days_they_are(desk: Desk, sicu: str) -> None:
    desk.tools.accounts.tell(desk.account.id, replace(desk.account.me, time_zone="America/Los_Angeles"))
    assert plan_again(desk.tools, desk.account.id, desk.now)
    assert desk.planned()[0] == ("thank-you", PATEL, "2026-08-31")
    assert [e.end for e in desk.tools.engagements.all(desk.account.id)] == [date(2026, 8, 28)]
    assert sicu


def test_a_warning_is_told_once(desk: Desk) -> None:
    desk.connect()
    desk.read()
    desk.google.put({"id": "odd", "status": "confirmed", "summary": "Odd", "start": {}, "end": {}})
    desk.later(hours=1)
    desk.later(hours=1)
    assert len(desk.said("left out")) == 1


# --- what happens in a calendar -----------------------------------------------------------------------


def test_a_moved_block_moves_its_letters(desk: Desk, sicu: str) -> None:
    desk.google.move(sicu, AUGUST + 7 * DAY, AUGUST + 33 * DAY)
    desk.later(hours=1)
    assert desk.planned() == [("thank-you", PATEL, "2026-09-08"), ("follow-up", PATEL, "2026-09-18")]
    assert len(desk.said("moved")) == 2
    assert desk.said("cancelled") == []


def test_a_meeting_moved_to_another_week_is_moved_not_cancelled(desk: Desk) -> None:
    day = datetime(2026, 8, 10, 15, tzinfo=CHICAGO)
    note = f"Met: {KIM} <mkim@harbor.example.org> - aortic arch registry"
    coffee = desk.google.add("Coffee", day, description=note)
    desk.connect()
    desk.read()
    desk.google.move(coffee, day + 14 * DAY)
    desk.later(hours=1)
    assert [day for _, _, day in desk.planned()] == ["2026-08-25"]
    assert desk.said("cancelled") == []


@pytest.mark.parametrize("gone", ["cancel", "delete"])
def test_a_cancelled_event_withdraws_its_letters(desk: Desk, sicu: str, gone: str) -> None:
    getattr(desk.google, gone)(sicu)
    desk.later(hours=1)
    assert desk.planned() == []
    assert len(desk.rows(State.CANCELLED)) == 2


def test_a_cancelled_event_recalls_the_untouched_draft(desk: Desk, sicu: str) -> None:
    desk.draft(desk.rows(State.PLANNED)[0])
    desk.google.delete(sicu)
    desk.later(hours=1)
    assert [row.kept.touch.key.step for row in desk.rows(State.RECALLED)] == ["thank-you"]


def test_an_edited_draft_is_only_flagged(desk: Desk, sicu: str) -> None:
    desk.draft(desk.rows(State.PLANNED)[0], edited=True)
    desk.google.delete(sicu)
    desk.later(hours=1)
    (row,) = desk.rows(State.DRAFTED)
    assert row.kept.edited
    assert len(desk.said("flagged")) == 1


def test_an_event_that_comes_back_is_planned_again(desk: Desk, sicu: str) -> None:
    before = desk.planned()
    desk.google.cancel(sicu)
    desk.later(hours=1)
    desk.google.put(desk.google._kept[ADDRESS].events[sicu] | {"status": "confirmed"})  # noqa: SLF001
    desk.later(hours=1)
    assert desk.planned() == before


def test_a_renamed_event_keeps_its_place(desk: Desk, sicu: str) -> None:
    desk.google.rename(sicu, "Trauma surgery rotation")
    desk.later(hours=1)
    assert desk.planned()[0] == ("thank-you", PATEL, "2026-08-31")
    assert [e.title for e in desk.tools.engagements.all(desk.account.id)] == ["Trauma Surgery"]


def test_a_series_that_is_gone_under_its_own_id_takes_every_event_with_it(desk: Desk) -> None:
    first = datetime(2026, 8, 3, 7, tzinfo=CHICAGO)
    names = desk.google.add_series("Journal club", first, every=7 * DAY, times=3)
    desk.connect()
    desk.read()
    series = names[0].partition("_")[0]
    desk.google.put({"id": series, **CANCELLED})
    desk.later(hours=1)
    assert desk.tools.calendars.events(desk.account.id) == ()


def test_one_occurrence_that_is_gone_leaves_the_others(desk: Desk) -> None:
    first = datetime(2026, 8, 3, 7, tzinfo=CHICAGO)
    names = desk.google.add_series("Journal club", first, every=7 * DAY, times=3)
    desk.connect()
    desk.read()
    desk.google.delete(names[1])
    desk.later(hours=1)
    assert {e.id for e in desk.tools.calendars.events(desk.account.id)} == {names[0], names[2]}


def test_a_feed_issued_again_under_new_ids_changes_nothing(desk: Desk) -> None:
    desk.google.open(AMION, "Amion", role="reader")
    desk.blocks(5, AMION)
    desk.connect()
    desk.read()
    before = desk.planned()
    kept = desk.google._kept[AMION].events  # noqa: SLF001 - the fake's own shelf
    for name, resource in list(kept.items()):
        desk.google.delete(name, calendar=AMION)
        desk.google.put(resource | {"id": f"again{name}"}, AMION)
    desk.later(hours=1)
    assert desk.planned() == before
    assert desk.said("cancelled", "moved", "doubted") == []


def test_nothing_is_drafted_before_the_story_is_told(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    desk.connect(Narrative())
    desk.read()
    assert desk.rows(State.PLANNED) == []
    desk.tools.accounts.tell(desk.account.id, AMARA)
    assert plan_again(desk.tools, desk.account.id, desk.now)
    assert [step for step, *_ in desk.planned()] == ["thank-you", "follow-up"]


# --- an emptied calendar ------------------------------------------------------------------------------


def test_an_emptied_calendar_is_not_believed(desk: Desk, five: list[str]) -> None:
    before, source = desk.planned(), desk.source()
    wipe(desk, *five)
    desk.later(hours=1)
    assert desk.planned() == before
    assert len(desk.tools.calendars.events(desk.account.id)) == 5
    doubted = desk.source()
    assert (doubted.sync_token, doubted.checked) == (source.sync_token, source.checked)
    assert "lacks 5 of 5 engagements" in doubted.doubt


def test_a_full_reading_that_is_empty_is_not_believed_either(desk: Desk, five: list[str]) -> None:
    before = desk.planned()
    wipe(desk, *five)
    desk.google.forget_tokens()
    desk.later(hours=1)
    assert desk.planned() == before
    assert desk.source().doubt


def test_a_doubt_is_written_down_once(desk: Desk, five: list[str]) -> None:
    wipe(desk, *five)
    for _ in range(4):
        desk.later(hours=1)
    assert len(desk.said("doubted")) == 1


def test_the_users_word_lets_it_through_once(desk: Desk, five: list[str]) -> None:
    wipe(desk, *five)
    desk.later(hours=1)
    desk.tools.calendars.lift_doubt(desk.source().id)
    desk.read()
    assert desk.planned() == []
    source = desk.source()
    assert (source.doubt, source.doubt_lifted) == ("", False)
    again = desk.blocks(5)
    desk.later(hours=1)
    wipe(desk, *again)
    desk.later(hours=1)
    assert desk.source().doubt


def test_a_calendar_that_comes_back_clears_the_doubt_by_itself(desk: Desk, five: list[str]) -> None:
    before = desk.planned()
    kept = dict(desk.google._kept[ADDRESS].events)  # noqa: SLF001 - the fake's own shelf
    wipe(desk, *five)
    desk.later(hours=1)
    for resource in kept.values():
        desk.google.put(resource)
    desk.later(hours=1)
    assert (desk.source().doubt, desk.planned()) == ("", before)
    assert len(desk.said("recovered")) == 1
    assert desk.said("cancelled") == []


@pytest.mark.parametrize(("there", "gone"), [(1, 1), (2, 1), (2, 2), (5, 2), (5, 3)])
def test_to_delete_a_few_is_a_wish(desk: Desk, there: int, gone: int) -> None:
    events = desk.blocks(there)
    desk.connect()
    desk.read()
    wipe(desk, *events[:gone])
    desk.later(hours=1)
    assert desk.source().doubt == ""
    assert len(desk.planned()) == 2 * (there - gone)


def test_to_delete_a_weekly_series_is_one_wish(desk: Desk) -> None:
    first = datetime(2026, 8, 3, 17, tzinfo=CHICAGO)
    names = desk.google.add_series("Mentor meeting with Dr. Kim", first, every=7 * DAY, times=30)
    desk.service("SICU", AUGUST, PATEL)
    desk.connect()
    desk.read()
    wipe(desk, *names)
    desk.later(hours=1)
    assert desk.source().doubt == ""


def test_a_month_of_shifts_that_vanishes_is_not_believed(desk: Desk) -> None:
    days = [AUGUST + n * DAY for n in range(20)]
    shifts = [desk.google.add("SICU rotation", day, description=attending(PATEL)) for day in days]
    desk.connect()
    desk.read()
    wipe(desk, *shifts)
    desk.later(hours=1)
    assert desk.source().doubt
    assert len(desk.planned()) == 2


def test_a_calendar_that_loses_its_people_is_not_believed(desk: Desk, five: list[str]) -> None:
    before = desk.planned()
    for event in five:
        resource = desk.google._kept[ADDRESS].events[event]  # noqa: SLF001 - the fake's own shelf
        desk.google.put(resource | {"description": ""})
    desk.later(hours=1)
    assert (bool(desk.source().doubt), desk.planned()) == (True, before)


def test_each_calendar_is_judged_by_what_hangs_on_it_alone(desk: Desk, five: list[str]) -> None:
    desk.google.open(AMION, "Amion", role="reader")
    second = desk.blocks(3, AMION, date(2027, 1, 4))
    desk.connect()
    listed = [ADDRESS, AMION]
    desk.tools.calendars.keep(desk.account.id, AMION, "Amion")
    choose_calendars(desk.tools, desk.account, listed, desk.now)
    desk.later(hours=1)
    for event in second:
        desk.google.delete(event, calendar=AMION)
    desk.later(hours=1)
    assert desk.source(AMION).doubt
    assert desk.source().doubt == ""
    assert five


def test_a_new_schedule_in_place_of_the_old_one_is_believed(desk: Desk, five: list[str]) -> None:
    wipe(desk, *five)
    desk.blocks(5, first=date(2026, 9, 14))
    desk.later(hours=1)
    assert desk.source().doubt == ""
    assert desk.planned()[0][2] > "2026-10-01"


@pytest.mark.usefixtures("five")
def test_what_the_user_leaves_out_is_taken_back_without_doubt(desk: Desk) -> None:
    choose_calendars(desk.tools, desk.account, [], desk.now)
    assert plan_again(desk.tools, desk.account.id, desk.now)
    assert desk.planned() == []


# --- a calendar that is gone --------------------------------------------------------------------------


@pytest.mark.usefixtures("sicu")
def test_a_calendar_that_is_gone_says_so_and_cancels_nothing(desk: Desk) -> None:
    before = desk.planned()
    desk.google.close(ADDRESS)
    desk.later(hours=1)
    desk.later(days=1)
    source = desk.source()
    assert source.fault
    assert "is gone, and 1 engagement hangs on it" in source.doubt
    assert source.not_before is not None
    assert REST * (1 - SPREAD) <= source.not_before - desk.now <= REST
    assert desk.planned() == before
    assert len(desk.said("not read")) == 1


@pytest.mark.usefixtures("sicu")
def test_a_gone_calendar_is_forgotten_at_the_users_word(desk: Desk) -> None:
    desk.google.close(ADDRESS)
    desk.later(hours=1)
    desk.tools.calendars.lift_doubt(desk.source().id)
    desk.read()
    assert desk.tools.calendars.of(desk.account.id) == ()
    assert plan_again(desk.tools, desk.account.id, desk.now)
    assert desk.planned() == []


def test_a_gone_calendar_on_which_nothing_hangs_is_no_question(desk: Desk) -> None:
    desk.connect()
    desk.read()
    desk.google.close(ADDRESS)
    desk.later(hours=1)
    assert desk.source().fault
    assert desk.source().doubt == ""


# --- bad days -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sicu")
def test_what_passes_is_asked_again_after_a_growing_wait(desk: Desk) -> None:
    waits = []
    for _ in range(5):
        source = desk.source()
        assert source.not_before is not None
        desk.now = source.not_before
        desk.fake.refusals.append(Transient("Google answered 503."))
        desk.read()
        again = desk.source().not_before
        assert again is not None
        waits.append(again - desk.now)
    assert waits == sorted(waits)
    assert timedelta(seconds=45) < waits[0] < waits[-1] <= COLD
    assert desk.source().fault == ""


@pytest.mark.usefixtures("sicu")
def test_a_wait_that_google_asks_for_is_kept(desk: Desk) -> None:
    desk.now += timedelta(hours=1)
    desk.fake.refusals.append(Transient("Quota.", retry_after=timedelta(hours=20)))
    desk.read()
    assert desk.source().not_before == desk.now + timedelta(hours=20)


@pytest.mark.usefixtures("sicu")
def test_hours_of_failing_are_told_and_forgotten_when_it_works_again(desk: Desk) -> None:
    desk.now += timedelta(hours=7)
    desk.fake.refusals.append(Transient("Google answered 503."))
    desk.read()
    assert "Google answered 503." in desk.source().fault
    desk.later(hours=1)
    assert desk.source().fault == ""


@pytest.mark.parametrize("fault", [Permanent("The Calendar API is off."), Refused("No client file.")])
def test_a_lasting_refusal_is_told_with_its_remedy(desk: Desk, sicu: str, fault: Exception) -> None:
    before = desk.planned()
    for _ in range(2):
        desk.fake.refusals.append(fault)
        desk.later(days=1)
    assert desk.source().fault == str(fault)
    assert desk.said("not read") == [str(fault)]
    assert desk.planned() == before
    assert sicu


@pytest.mark.usefixtures("sicu")
def test_without_access_the_account_rests_and_the_calendar_is_free_again(desk: Desk) -> None:
    desk.now += timedelta(hours=1)
    desk.fake.refusals.append(Reconnect("Access was revoked: connect again."))
    desk.read()
    assert desk.account.rest
    assert desk.tools.calendars.claim(desk.now + DAY, 10, LEASE) == ()
    desk.connect()
    desk.later(minutes=1)
    assert desk.source().checked == desk.now


@pytest.mark.usefixtures("sicu")
def test_a_job_that_comes_twice_is_done_once(desk: Desk) -> None:
    desk.now += timedelta(hours=1)
    (claim,) = desk.tools.calendars.claim(desk.now, 10, LEASE)
    read_calendar(desk.tools, claim, desk.now)
    read_calendar(desk.tools, claim, desk.now)
    assert len(desk.fake.readings) == 2


@pytest.mark.usefixtures("sicu")
def test_a_job_for_somebody_who_has_gone_does_nothing(desk: Desk) -> None:
    desk.now += timedelta(hours=1)
    (claim,) = desk.tools.calendars.claim(desk.now, 10, LEASE)
    desk.tools.accounts.delete(desk.account.id)
    read_calendar(desk.tools, claim, desk.now)
    assert desk.tools.accounts.all() == ()


def interrupted(desk: Desk, deed: Callable[[], object]) -> None:
    """Something happens while Google is asked."""
    opens = desk.tools.open_calendars
    done: list[object] = []

    def open_calendars(account: object) -> object:
        if not done:
            done.append(deed())
        return opens(account)  # type: ignore[arg-type]

    desk.tools = replace(desk.tools, open_calendars=open_calendars)  # type: ignore[arg-type]


def test_a_plan_made_in_the_meantime_is_made_again_from_what_is_so_now(desk: Desk, sicu: str) -> None:
    desk.google.move(sicu, AUGUST + 7 * DAY, AUGUST + 33 * DAY)
    interrupted(desk, lambda: plan_again(desk.tools, desk.account.id, desk.now))
    desk.later(hours=1)
    assert desk.planned()[0] == ("thank-you", PATEL, "2026-09-08")


def test_a_reading_that_another_has_overtaken_is_not_settled(desk: Desk, sicu: str) -> None:
    def another() -> None:
        desk.google.move(sicu, AUGUST + 7 * DAY, AUGUST + 33 * DAY)
        late = desk.now + LEASE
        for claim in desk.tools.calendars.claim(late, 10, LEASE):
            read_calendar(desk.tools, claim, late)

    interrupted(desk, another)
    desk.later(hours=1)
    assert desk.source().checked == desk.now + LEASE
    assert desk.planned()[0] == ("thank-you", PATEL, "2026-09-08")


# --- how often ----------------------------------------------------------------------------------------


def pauses(desk: Desk, number: int) -> list[timedelta]:
    found = []
    for _ in range(number):
        source = desk.source()
        assert source.not_before is not None
        found.append(source.not_before - desk.now)
        desk.now = source.not_before
        desk.read()
    return found


@pytest.mark.usefixtures("sicu")
def test_a_quiet_calendar_cools_down_to_an_hour(desk: Desk) -> None:
    found = pauses(desk, 25)
    assert HOT * (1 - SPREAD) <= found[0] <= HOT
    assert found == sorted(found)
    assert COLD * (1 - SPREAD) <= found[-1] <= COLD


def test_a_calendar_that_changes_is_hot_again(desk: Desk, sicu: str) -> None:
    pauses(desk, 25)
    desk.google.rename(sicu, "Trauma surgery rotation")
    assert pauses(desk, 2)[1] <= HOT

"""An event on another wall clock: moments stay, whole days stay the days they are."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.house import NEW_YORK
from worker.domain.event import Event

BERLIN, HONOLULU = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Honolulu")


def test_a_timed_event_keeps_its_moments() -> None:
    starts = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1)
    event = Event("e", "c", "Shift", starts, datetime(2026, 11, 1, 3, tzinfo=NEW_YORK))
    there = event.on_clock(BERLIN)
    assert there.starts.isoformat() == "2026-11-01T07:30:00+01:00"
    assert there.on_clock(NEW_YORK) == event
    assert there.hours == event.hours


def test_whole_days_stay_the_days_they_are() -> None:
    starts, ends = datetime(2026, 8, 3, tzinfo=NEW_YORK), datetime(2026, 8, 5, tzinfo=NEW_YORK)
    there = Event("e", "c", "SICU", starts, ends, all_day=True).on_clock(HONOLULU)
    assert list(there.days) == [date(2026, 8, 3), date(2026, 8, 4)]
    assert there.starts.isoformat() == "2026-08-03T00:00:00-10:00"


def test_the_own_clock_changes_nothing() -> None:
    starts = datetime(2026, 8, 3, tzinfo=NEW_YORK)
    event = Event("e", "c", "SICU", starts, starts)
    assert event.on_clock(NEW_YORK) is event

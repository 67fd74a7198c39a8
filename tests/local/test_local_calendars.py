"""A folder of calendar files takes what fits of the contract that Google's calendars take."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.contracts.calendar_contract import (
    AMION,
    MONDAY,
    NEW_YORK,
    SINCE,
    UNTIL,
    WEEK,
    CalendarContract,
    CalendarDesk,
)
from tests.fakes.fake_calendar import Calendars
from worker.domain.bookmark import CalendarGone
from worker.domain.errors import Permanent, Transient
from worker.domain.event import Event
from worker.domain.reading import Publisher
from worker.google.wire import Deleted, event_from
from worker.local.calendars import LocalCalendars
from worker.local.write_ics import write_calendar

ME = "resident@gmail.com"
PUBLISHERS = (Publisher("Amion", ("amion",)),)
STAMP = datetime(2026, 9, 1, tzinfo=UTC)


@dataclass
class CalendarFiles(Calendars):
    """The fake's calendars, laid down as files after each change: what a program that exports does."""

    folder: Path = field(default_factory=Path)

    def open(self, calendar: str, name: str, zone: str = "America/New_York", **entry: Any) -> str:
        opened = super().open(calendar, name, zone, **entry)
        self.export(opened)
        return opened

    def close(self, calendar: str) -> None:
        super().close(calendar)
        (self.folder / calendar).unlink()

    def put(self, resource: dict[str, Any], calendar: str = "") -> str:
        name = super().put(resource, calendar)
        self.export(calendar or self.me)
        return name

    def export(self, calendar: str) -> None:
        entry, zone = self._find(calendar).entry, self._find(calendar).zone
        events = [event for one in self._find(calendar).events.values() if (event := _event(one, zone))]
        head = f"X-WR-CALNAME:{entry['summary']}\r\nX-WR-TIMEZONE:{entry['timeZone']}\r\n".encode()
        before, mark, after = write_calendar(events, stamp=STAMP).partition(b"VERSION:2.0\r\n")
        (self.folder / calendar).write_bytes(before + mark + head + after)


def _event(resource: dict[str, Any], zone: ZoneInfo) -> Event | None:
    try:
        found = event_from(resource, calendar="any", zone=zone, owner=frozenset({ME}))
    except Deleted:
        return None
    return found if resource["status"] != "cancelled" else None


@pytest.fixture
def reader(tmp_path: Path) -> LocalCalendars:
    return LocalCalendars(tmp_path, frozenset({ME}), PUBLISHERS)


@pytest.fixture
def desk(reader: LocalCalendars, tmp_path: Path) -> CalendarDesk:
    return CalendarDesk(reader, CalendarFiles(me="mine.ics", folder=tmp_path))


class TestLocalCalendars:
    """Not taken: whatever needs a list of what changed. A file tells everything, every time it changes."""

    test_first = CalendarContract.test_a_first_reading_is_afresh_and_tells_every_event_in_order
    test_empty = CalendarContract.test_an_empty_calendar_has_a_bookmark_too
    test_span = CalendarContract.test_a_first_reading_stays_within_its_span
    test_moved = CalendarContract.test_a_moved_event_keeps_its_id
    test_renamed = CalendarContract.test_a_renamed_event_keeps_its_id
    test_all_day = CalendarContract.test_an_all_day_event_covers_whole_days_on_the_asked_clock


def test_the_list_tells_names_zones_and_which_is_the_users_own(desk: CalendarDesk, tmp_path: Path) -> None:
    desk.google.open("amion.ics", "Amion on call", "UTC")
    (tmp_path / "a.ics").write_bytes(b"no calendar")
    (tmp_path / "notes.txt").write_bytes(b"BEGIN:VCALENDAR")
    broken, amion, own = desk.reader.calendars()
    assert (own.id, own.name, own.zone, own.primary) == ("mine.ics", "My calendar", "America/New_York", True)
    assert (amion.name, amion.zone, amion.primary, amion.subscribed) == ("Amion on call", "UTC", False, True)
    assert (broken.name, broken.zone, broken.primary) == ("a", "", False)


def test_a_changed_file_is_told_afresh_and_an_unchanged_one_is_not_told(desk: CalendarDesk) -> None:
    gone = desk.google.add("Clinic", MONDAY)
    before = desk.read()
    assert desk.read(before.bookmark).events == ()
    stays = desk.google.add("Rounds", MONDAY + WEEK)
    desk.google.delete(gone)
    after = desk.read(before.bookmark)
    assert after.afresh
    assert [event.id for event in after.events] == [stays]
    assert not desk.read(after.bookmark).afresh


def test_a_cancelled_event_is_not_told(reader: LocalCalendars, tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_bytes(_calendar("STATUS:CANCELLED\r\n"))
    assert reader.changes("one.ics", since=SINCE, until=UNTIL).events == ()


def test_without_a_zone_the_files_own_clock_counts(desk: CalendarDesk) -> None:
    desk.google.open("amion.ics", "Amion", "America/Chicago")
    desk.google.add("Trauma call", MONDAY, calendar="amion.ics")
    found = desk.read(calendar="amion.ics")
    assert found.zone == "America/Chicago"
    assert found.events[0].starts.hour == 6
    assert desk.read(calendar="amion.ics", zone=NEW_YORK).events[0].starts.hour == 7


def test_a_file_that_is_gone_is_a_calendar_that_is_gone(desk: CalendarDesk) -> None:
    bookmark = desk.read().bookmark
    desk.google.close("mine.ics")
    for place in (None, bookmark):
        with pytest.raises(CalendarGone, match="put it back"):
            desk.read(place)


def test_a_folder_that_is_away_is_no_lost_calendar(tmp_path: Path) -> None:
    away = LocalCalendars(tmp_path / "usb", frozenset())
    with pytest.raises(Transient, match="bring the folder back"):
        away.changes("mine.ics", since=SINCE, until=UNTIL)
    with pytest.raises(Transient, match="bring the folder back"):
        away.calendars()


def test_half_of_a_calendar_is_not_taken_for_the_whole(reader: LocalCalendars, tmp_path: Path) -> None:
    whole = _calendar()
    (tmp_path / "one.ics").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Transient, match="cut off"):
        reader.changes("one.ics", since=SINCE, until=UNTIL)


def test_what_is_no_calendar_fails_for_ever_with_the_remedy(reader: LocalCalendars, tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_bytes(b"Dear Sir or Madam")
    with pytest.raises(Permanent, match=r"one\.ics"):
        reader.changes("one.ics", since=SINCE, until=UNTIL)


def test_a_name_that_leads_out_of_the_folder_leads_nowhere(reader: LocalCalendars, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.ics").write_bytes(_calendar())
    with pytest.raises(CalendarGone):
        reader.changes("../outside.ics", since=SINCE, until=UNTIL)


def test_a_published_schedule_is_nobodys_notes(desk: CalendarDesk) -> None:
    desk.google.open("amion.ics", "Amion on call")
    desk.google.add("Trauma call", date(2026, 9, 21), calendar="amion.ics")
    desk.google.add("Clinic", MONDAY)
    assert [event.owned for event in desk.read(calendar="amion.ics").events] == [False]
    assert [event.owned for event in desk.read().events] == [True]
    assert AMION not in {calendar.id for calendar in desk.reader.calendars()}


def _calendar(line: str = "") -> bytes:
    event = f"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260921T110000Z\r\nSUMMARY:Clinic\r\n{line}END:VEVENT\r\n"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n".encode()

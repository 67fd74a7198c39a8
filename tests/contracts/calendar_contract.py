"""What every reader of calendars must do, whatever stands behind it: memory, or Google's JSON over HTTP."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from tests.fakes.fake_calendar import Calendars
from worker.domain.bookmark import CalendarGone, Changes, ListedCalendar
from worker.domain.errors import Expired
from worker.domain.event import Status

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 9, 14, 12, tzinfo=UTC)
SINCE, UNTIL = NOW - timedelta(days=90), NOW + timedelta(days=365)
MONDAY = datetime(2026, 9, 21, 7, tzinfo=NEW_YORK)
WEEK = timedelta(days=7)
YEARS = timedelta(days=800)
AMION = "k3v9@import.calendar.google.com"
DEPARTMENT = "dept@group.calendar.google.com"
HOLIDAYS = "en.usa#holiday@group.v.calendar.google.com"
COLLEAGUE = "colleague@gmail.com"


class ReadsCalendars(Protocol):
    """What a flow may ask of an account's calendars."""

    def calendars(self) -> tuple[ListedCalendar, ...]: ...
    def changes(
        self,
        calendar: str,
        bookmark: str | None = None,
        *,
        since: datetime,
        until: datetime,
        zone: ZoneInfo | None = None,
    ) -> Changes: ...


@dataclass(frozen=True)
class CalendarDesk:
    """A user with one empty calendar."""

    reader: ReadsCalendars
    google: Calendars

    def read(
        self, bookmark: str | None = None, *, calendar: str = "", zone: ZoneInfo | None = None
    ) -> Changes:
        name = calendar or self.google.me
        return self.reader.changes(name, bookmark, since=SINCE, until=UNTIL, zone=zone)


class CalendarContract:
    """Subclass it with a fixture `desk`."""

    def test_the_list_tells_names_zones_roles_and_which_is_the_users_own(self, desk: CalendarDesk) -> None:
        desk.google.open(AMION, "Amion", "UTC", role="reader", summaryOverride="On call", selected=True)
        own, amion = desk.reader.calendars()
        assert own == ListedCalendar(
            id=desk.google.me, name="My calendar", zone="America/New_York", primary=True, role="owner",
            selected=True,
        )  # fmt: skip
        assert (amion.id, amion.name, amion.zone, amion.role) == (AMION, "On call", "UTC", "reader")

    @pytest.mark.parametrize(
        ("calendar", "role", "subscribed"),
        [
            (AMION, "reader", True),
            (DEPARTMENT, "reader", True),
            (DEPARTMENT, "owner", False),
            (DEPARTMENT, "freeBusyReader", False),
            (HOLIDAYS, "reader", False),
            (COLLEAGUE, "reader", False),
        ],
    )
    def test_subscribed_is_a_schedule_kept_by_others(
        self, desk: CalendarDesk, calendar: str, role: str, subscribed: bool
    ) -> None:
        desk.google.open(calendar, "Other", role=role)
        assert desk.reader.calendars()[1].subscribed is subscribed

    def test_a_first_reading_is_afresh_and_tells_every_event_in_order(self, desk: CalendarDesk) -> None:
        later = desk.google.add("Clinic", MONDAY + WEEK)
        sooner = desk.google.add("Meeting with Dr. Chen", MONDAY)
        found = desk.read()
        assert [event.id for event in found.events] == [sooner, later]
        assert (found.gone, found.warnings, found.zone, found.afresh) == ((), (), "America/New_York", True)
        assert found.bookmark

    def test_an_empty_calendar_has_a_bookmark_too(self, desk: CalendarDesk) -> None:
        found = desk.read()
        assert found.events == ()
        again = desk.read(found.bookmark)
        assert (again.events, again.gone, again.afresh) == ((), (), False)

    def test_a_first_reading_stays_within_its_span(self, desk: CalendarDesk) -> None:
        desk.google.add("Long ago", SINCE - WEEK)
        desk.google.add("Far ahead", UNTIL + WEEK)
        running = desk.google.add("Rotation", SINCE - WEEK, SINCE + WEEK)
        assert [event.id for event in desk.read().events] == [running]

    def test_only_what_is_new_is_told_with_a_bookmark(self, desk: CalendarDesk) -> None:
        desk.google.add("Clinic", MONDAY)
        bookmark = desk.read().bookmark
        new = desk.google.add("Rounds", MONDAY + WEEK)
        found = desk.read(bookmark)
        assert [event.id for event in found.events] == [new]
        assert desk.read(found.bookmark).events == ()

    def test_a_bookmark_may_be_used_again(self, desk: CalendarDesk) -> None:
        bookmark = desk.read().bookmark
        new = desk.google.add("Rounds", MONDAY)
        assert [[event.id for event in desk.read(bookmark).events] for _ in range(2)] == [[new], [new]]

    def test_a_moved_event_keeps_its_id(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Clinic", MONDAY)
        bookmark = desk.read().bookmark
        desk.google.move(event, MONDAY + WEEK)
        found = desk.read(bookmark)
        assert [(one.id, one.starts) for one in found.events] == [(event, MONDAY + WEEK)]
        assert found.gone == ()

    def test_a_renamed_event_keeps_its_id(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Clinic", MONDAY)
        bookmark = desk.read().bookmark
        desk.google.rename(event, "Clinic with Dr. Chen")
        assert [(one.id, one.title) for one in desk.read(bookmark).events] == [
            (event, "Clinic with Dr. Chen")
        ]

    def test_a_cancelled_event_is_gone(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Clinic", MONDAY)
        bookmark = desk.read().bookmark
        desk.google.cancel(event)
        found = desk.read(bookmark)
        assert (found.events, found.gone) == ((), (event,))

    def test_a_deleted_event_of_which_only_the_id_is_left_is_gone(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Clinic", MONDAY)
        bookmark = desk.read().bookmark
        desk.google.delete(event)
        found = desk.read(bookmark)
        assert (found.events, found.gone, found.warnings) == ((), (event,), ())

    def test_one_occurrence_of_a_series_may_be_gone_while_the_others_stay(self, desk: CalendarDesk) -> None:
        first, second, third = desk.google.add_series("Journal club", MONDAY, every=WEEK, times=3)
        found = desk.read()
        assert [event.id for event in found.events] == [first, second, third]
        assert len({event.series for event in found.events} - {""}) == 1
        desk.google.delete(second)
        assert desk.read(found.bookmark).gone == (second,)
        assert [event.id for event in desk.read().events] == [first, third]

    def test_an_event_that_was_cancelled_and_comes_back_is_told(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Clinic", MONDAY)
        desk.google.cancel(event)
        bookmark = desk.read().bookmark
        desk.google.add("Clinic", MONDAY, id=event)
        found = desk.read(bookmark)
        assert [(one.id, one.status) for one in found.events] == [(event, Status.CONFIRMED)]
        assert found.gone == ()

    def test_an_event_that_leaves_the_span_is_gone(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Congress", MONDAY)
        bookmark = desk.read().bookmark
        desk.google.move(event, MONDAY + YEARS)
        found = desk.read(bookmark)
        assert (found.events, found.gone) == ((), (event,))

    def test_a_new_series_without_end_is_told_within_the_span_alone(self, desk: CalendarDesk) -> None:
        bookmark = desk.read().bookmark
        occurrences = desk.google.add_series("Journal club", MONDAY, every=WEEK, times=104)
        found = desk.read(bookmark)
        assert [event.id for event in found.events] == list(occurrences[: len(found.events)])
        assert found.events[-1].starts < UNTIL <= found.events[-1].starts + WEEK

    def test_many_pages_some_of_them_empty_are_all_read(self, desk: CalendarDesk) -> None:
        desk.google.page_size, desk.google.empty_pages = 2, True
        for number in range(3):
            desk.google.open(f"{number}{AMION}", "Amion", role="reader")
        assert len(desk.reader.calendars()) == 4
        bookmark = desk.read().bookmark
        events = {desk.google.add("Rounds", MONDAY + WEEK * number) for number in range(5)}
        assert {event.id for event in desk.read().events} == events
        assert {event.id for event in desk.read(bookmark).events} == events

    def test_an_old_bookmark_is_expired_and_a_full_reading_gives_a_new_one(self, desk: CalendarDesk) -> None:
        event = desk.google.add("Clinic", MONDAY)
        bookmark = desk.read().bookmark
        desk.google.forget_tokens()
        with pytest.raises(Expired):
            desk.read(bookmark)
        found = desk.read()
        assert [one.id for one in found.events] == [event]
        assert desk.read(found.bookmark).events == ()

    def test_a_calendar_that_is_no_longer_there_says_so(self, desk: CalendarDesk) -> None:
        desk.google.open(AMION, "Amion", role="reader")
        bookmark = desk.read(calendar=AMION).bookmark
        desk.google.close(AMION)
        for place in (None, bookmark):
            with pytest.raises(CalendarGone):
                desk.read(place, calendar=AMION)
        assert desk.read().afresh

    def test_an_all_day_event_covers_whole_days_on_the_asked_clock(self, desk: CalendarDesk) -> None:
        desk.google.add("Congress", date(2026, 10, 5), date(2026, 10, 8))
        (event,) = desk.read(zone=CHICAGO).events
        assert event.all_day
        assert (event.first_day, event.last_day) == (date(2026, 10, 5), date(2026, 10, 7))
        assert event.starts.tzinfo is CHICAGO

    def test_without_a_clock_events_stand_on_that_of_their_calendar(self, desk: CalendarDesk) -> None:
        desk.google.open(AMION, "Amion", "America/Chicago", role="reader")
        desk.google.add("Trauma call", MONDAY, calendar=AMION)
        found = desk.read(calendar=AMION)
        assert found.zone == "America/Chicago"
        assert found.events[0].starts.hour == 6

    def test_an_unknown_zone_is_said_and_costs_no_event(self, desk: CalendarDesk) -> None:
        desk.google.open(AMION, "Amion", "America/New_York", role="reader")
        desk.google.add("Trauma call", MONDAY, calendar=AMION)
        desk.google.rezone(AMION, "Mars/Olympus")
        found = desk.read(calendar=AMION)
        assert found.events[0].starts == MONDAY
        assert "'Mars/Olympus' is unknown" in found.warnings[0]
        assert desk.read(calendar=AMION, zone=NEW_YORK).warnings == ()

    def test_a_broken_event_is_a_warning_and_the_rest_goes_on(self, desk: CalendarDesk) -> None:
        broken = desk.google.add("Backwards", MONDAY, MONDAY - timedelta(hours=1))
        good = desk.google.add("Clinic", MONDAY)
        found = desk.read()
        assert [event.id for event in found.events] == [good]
        assert found.gone == ()
        assert len(found.warnings) == 1
        assert f"event {broken}: end lies before start" in found.warnings[0]

    def test_in_a_feed_of_others_nothing_is_the_users_own(self, desk: CalendarDesk) -> None:
        desk.google.open(AMION, "Amion", role="reader")
        itself = {"email": AMION, "displayName": "Amion", "self": True}
        for people in ({"creator": itself, "organizer": itself}, {"creator": None, "organizer": None}):
            feed = {name: person for name, person in people.items() if person}
            event = desk.google.add("Trauma call", MONDAY, calendar=AMION)
            desk.google.replace_people(event, feed, calendar=AMION)
        assert [event.owned for event in desk.read(calendar=AMION).events] == [False, False]

    def test_in_a_colleagues_calendar_the_colleague_is_not_the_user(self, desk: CalendarDesk) -> None:
        desk.google.open(COLLEAGUE, "Sam", role="reader")
        sam = {"email": COLLEAGUE, "self": True, "responseStatus": "declined"}
        me = {"email": desk.google.me, "responseStatus": "accepted"}
        desk.google.add("Case review", MONDAY, calendar=COLLEAGUE, attendees=[sam, me])
        (event,) = desk.read(calendar=COLLEAGUE).events
        assert [guest.is_self for guest in event.guests] == [False, True]
        assert event.response.value == "accepted"

    def test_what_the_user_made_in_a_second_calendar_is_the_users_own(self, desk: CalendarDesk) -> None:
        desk.google.open(DEPARTMENT, "Research")
        itself = {"email": DEPARTMENT, "self": True}
        desk.google.add(
            "Lab", MONDAY, calendar=DEPARTMENT, creator={"email": desk.google.me}, organizer=itself
        )
        desk.google.add("Talk", MONDAY, calendar=DEPARTMENT, creator={"email": COLLEAGUE}, organizer=itself)
        owned = {event.title: event.owned for event in desk.read(calendar=DEPARTMENT).events}
        assert owned == {"Lab": True, "Talk": False}

    def test_the_same_id_in_two_calendars_is_two_events(self, desk: CalendarDesk) -> None:
        desk.google.open(AMION, "Amion", role="reader")
        desk.google.add("Call", MONDAY, id="same")
        desk.google.add("Call", MONDAY, id="same", calendar=AMION)
        bookmark = desk.read().bookmark
        desk.google.delete("same", calendar=AMION)
        assert desk.read(bookmark).gone == ()
        assert desk.read(calendar=AMION).gone == ("same",)

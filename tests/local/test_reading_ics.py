from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from worker.domain.errors import Refused
from worker.domain.event import Event, Response, Status
from worker.domain.reading import Publisher, Reading
from worker.local.read_ics import read_ics

NEW_YORK = ZoneInfo("America/New_York")
ALICE = "alice@uni.edu"


def read(
    text: str | bytes,
    *,
    since: date = date(2026, 1, 1),
    until: date = date(2026, 12, 31),
    owner: str = ALICE,
    publishers: tuple[Publisher, ...] = (),
) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return read_ics(
        data,
        name="rota.ics",
        zone=NEW_YORK,
        since=since,
        until=until,
        owner=frozenset({owner} if owner else ()),
        publishers=publishers,
    )


def calendar(*events: str, head: str = "") -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip("\n").split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def event(text: str, head: str = "", owner: str = ALICE) -> Event:
    reading = read(calendar(text, head=head), owner=owner)
    assert reading.warnings == ()
    (found,) = reading.events
    return found


TIMED = """UID:a
SUMMARY:Clinic
DTSTART;TZID=America/New_York:20260706T090000
DTEND;TZID=America/New_York:20260706T100000"""


class TestTimes:
    def test_a_time_in_a_named_zone_is_moved_to_the_users_clock(self) -> None:
        found = event("UID:a\nDTSTART;TZID=America/Los_Angeles:20260706T090000\nDURATION:PT1H")
        assert found.starts == datetime(2026, 7, 6, 12, tzinfo=NEW_YORK)
        assert found.hours == 1
        assert found.zone == "America/Los_Angeles"

    def test_a_windows_zone_name_is_understood(self) -> None:
        found = event("UID:a\nDTSTART;TZID=Pacific Standard Time:20260706T090000")
        assert found.starts == datetime(2026, 7, 6, 12, tzinfo=NEW_YORK)
        assert found.zone == "America/Los_Angeles"

    @pytest.mark.parametrize(
        "zone",
        [
            '"(UTC-08:00) Pacific Time (US & Canada)"',
            "/freeassociation.sourceforge.net/America/Los_Angeles",
            "america/los_angeles",
            "US/Pacific",
        ],
    )
    def test_other_programs_names_of_a_zone_are_understood(self, zone: str) -> None:
        assert event(f"UID:a\nDTSTART;TZID={zone}:20260706T090000").starts.hour == 12

    def test_a_zone_defined_in_the_file_is_used_winter_and_summer(self) -> None:
        head = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
        zoned = "UID:{0}\nDTSTART;TZID=Customized Time Zone:2026{0}06T090000"
        winter, summer = read(calendar(zoned.format("01"), zoned.format("07"), head=head)).events
        assert (winter.starts.hour, summer.starts.hour) == (11, 11)
        assert winter.starts.astimezone(UTC).hour == 16
        assert summer.starts.astimezone(UTC).hour == 15

    def test_a_zone_whose_rule_never_matches_is_not_waited_for(self) -> None:
        head = """BEGIN:VTIMEZONE
TZID:Evil
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2
END:STANDARD
END:VTIMEZONE"""
        reading = read(calendar("UID:a\nDTSTART;TZID=Evil:20260706T090000", head=head))
        assert reading.events[0].starts.hour == 9
        assert "time zone 'Evil' is not known" in reading.warnings[0]

    def test_an_unknown_zone_is_read_as_floating_with_one_warning(self) -> None:
        reading = read(
            calendar(
                "UID:a\nDTSTART;TZID=Mars/Olympus:20260706T090000\nDTEND;TZID=Mars/Olympus:20260706T100000"
            )
        )
        assert reading.events[0].starts == datetime(2026, 7, 6, 9, tzinfo=NEW_YORK)
        assert reading.warnings == (
            "rota.ics: the time zone 'Mars/Olympus' is not known; its times were read in America/New_York.",
        )

    def test_a_floating_time_stands_on_the_users_clock(self) -> None:
        assert event("UID:a\nDTSTART:20260706T090000").starts == datetime(2026, 7, 6, 9, tzinfo=NEW_YORK)

    def test_a_floating_time_stands_in_the_zone_the_calendar_declares(self) -> None:
        found = event("UID:a\nDTSTART:20260706T090000", head="X-WR-TIMEZONE:America/Chicago")
        assert found.starts == datetime(2026, 7, 6, 10, tzinfo=NEW_YORK)

    def test_utc_is_utc_even_beside_a_zone(self) -> None:
        assert event("UID:a\nDTSTART;TZID=America/Chicago:20260706T130000Z").starts.hour == 9

    def test_hour_24_is_the_next_midnight(self) -> None:
        found = event("UID:a\nDTSTART:20260706T190000\nDTEND:20260706T240000")
        assert found.ends == datetime(2026, 7, 7, tzinfo=NEW_YORK)

    def test_an_hour_that_comes_twice_does_not_end_before_it_starts(self) -> None:
        found = event("UID:a\nDTSTART:20261101T055000Z\nDTEND:20261101T061000Z")
        assert found.hours == pytest.approx(1 / 3)

    def test_a_duration_counts_hours_as_they_pass_and_days_on_the_clock(self) -> None:
        night = event("UID:a\nDTSTART:20260307T190000\nDURATION:PT12H")
        day = event("UID:a\nDTSTART:20260307T190000\nDURATION:P1D")
        assert (night.ends.hour, day.ends.hour) == (8, 19)

    def test_a_time_without_an_end_has_no_length(self) -> None:
        assert event("UID:a\nDTSTART:20260706T090000").hours == 0


class TestDays:
    @pytest.mark.parametrize(
        "end", ["", "DTEND;VALUE=DATE:20260706", "DTEND;VALUE=DATE:20260707", "DURATION:P1D"]
    )
    def test_one_day_however_its_end_is_written(self, end: str) -> None:
        found = event(f"UID:a\nDTSTART;VALUE=DATE:20260706\n{end}")
        assert found.all_day
        assert found.starts == datetime(2026, 7, 6, tzinfo=NEW_YORK)
        assert (found.first_day, found.last_day) == (date(2026, 7, 6), date(2026, 7, 6))

    def test_the_end_day_is_exclusive(self) -> None:
        found = event("UID:a\nDTSTART;VALUE=DATE:20260706\nDTEND;VALUE=DATE:20260801")
        assert found.last_day == date(2026, 7, 31)

    def test_an_all_day_event_stays_on_its_day_whatever_the_calendars_zone(self) -> None:
        found = event("UID:a\nDTSTART;VALUE=DATE:20260706", head="X-WR-TIMEZONE:Asia/Tokyo")
        assert found.starts == datetime(2026, 7, 6, tzinfo=NEW_YORK)

    def test_a_date_written_as_a_time_but_called_a_date_is_a_day(self) -> None:
        assert event("UID:a\nDTSTART;VALUE=DATE:20260706T000000").all_day

    def test_outlooks_all_day_flag_makes_midnights_days(self) -> None:
        found = event(
            "UID:a\nDTSTART;TZID=Pacific Standard Time:20260124T000000\n"
            "DTEND;TZID=Pacific Standard Time:20260128T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
        )
        assert found.all_day
        assert (found.first_day, found.last_day) == (date(2026, 1, 24), date(2026, 1, 27))

    def test_only_events_that_touch_the_asked_days_are_read(self) -> None:
        days = [
            f"UID:{day}\nDTSTART;VALUE=DATE:{day}" for day in ("20260228", "20260301", "20260331", "20260401")
        ]
        long = "UID:long\nDTSTART;VALUE=DATE:20260201\nDTEND;VALUE=DATE:20260501"
        reading = read(calendar(*days, long), since=date(2026, 3, 1), until=date(2026, 3, 31))
        assert [found.id for found in reading.events] == ["long", "20260301", "20260331"]


WEEKLY = """UID:w
SUMMARY:Noon
DTSTART;TZID=America/New_York:20260305T120000
DTEND;TZID=America/New_York:20260305T130000
"""


class TestSeries:
    def test_each_occurrence_has_an_id_and_the_series_its_uid(self) -> None:
        reading = read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3"))
        assert [found.id for found in reading.events] == [
            "w/20260305T170000Z", "w/20260312T160000Z", "w/20260319T160000Z",
        ]  # fmt: skip
        assert {found.series for found in reading.events} == {"w"}
        assert {found.starts.hour for found in reading.events} == {12}

    def test_until_in_utc_includes_its_last_date(self) -> None:
        reading = read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;UNTIL=20260319T160000Z"))
        assert len(reading.events) == 3

    def test_until_as_a_day_includes_that_day(self) -> None:
        assert len(read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;UNTIL=20260319")).events) == 3

    def test_excluded_and_added_dates_are_kept(self) -> None:
        reading = read(
            calendar(
                WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260312T160000Z\n"
                "RDATE;TZID=America/New_York:20260313T120000"
            )
        )
        assert [found.first_day.day for found in reading.events] == [5, 13, 19]

    def test_a_day_in_exdate_excludes_that_days_time(self) -> None:
        reading = read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20260312"))
        assert [found.first_day.day for found in reading.events] == [5, 19]

    def test_an_added_period_has_its_own_length(self) -> None:
        reading = read(calendar(WEEKLY + "RDATE;VALUE=PERIOD:20260410T160000Z/PT3H"))
        assert [found.hours for found in reading.events] == [1, 3]

    def test_a_moved_date_stands_where_it_was_moved(self) -> None:
        moved = (
            "UID:w\nSUMMARY:Moved\nRECURRENCE-ID;TZID=America/New_York:20260312T120000\n"
            "DTSTART;TZID=America/New_York:20260313T150000\nDURATION:PT1H"
        )
        reading = read(calendar(moved, WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3"))
        assert [(found.first_day.day, found.title) for found in reading.events] == [
            (5, "Noon"), (13, "Moved"), (19, "Noon"),
        ]  # fmt: skip

    def test_a_date_named_by_its_day_alone_is_replaced_not_doubled(self) -> None:
        moved = "UID:w\nSUMMARY:Moved\nRECURRENCE-ID;VALUE=DATE:20260312\nDTSTART:20260312T150000"
        reading = read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3", moved))
        assert [found.title for found in reading.events] == ["Noon", "Moved", "Noon"]

    def test_a_cancelled_date_is_cancelled_alone(self) -> None:
        gone = "UID:w\nSTATUS:CANCELLED\nRECURRENCE-ID:20260312T160000Z\nDTSTART:20260312T160000Z"
        reading = read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3", gone))
        assert [found.status for found in reading.events] == [
            Status.CONFIRMED, Status.CANCELLED, Status.CONFIRMED,
        ]  # fmt: skip

    def test_a_change_of_this_and_all_future_dates_moves_them(self) -> None:
        later = (
            "UID:w\nSUMMARY:Later\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260312T120000\n"
            "DTSTART;TZID=America/New_York:20260312T140000\nDURATION:PT1H"
        )
        reading = read(calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3", later))
        assert [found.starts.hour for found in reading.events] == [12, 14, 14]

    def test_a_change_without_its_series_is_read_alone(self) -> None:
        (found,) = read(calendar("UID:w\nRECURRENCE-ID:20260312T160000Z\nDTSTART:20260312T170000Z")).events
        assert found.series == "w"

    def test_a_feed_in_utc_repeats_at_the_same_hour_of_its_declared_zone(self) -> None:
        text = "UID:u\nDTSTART:20260305T170000Z\nRRULE:FREQ=WEEKLY;COUNT=3"
        found = read(calendar(text, head="X-WR-TIMEZONE:America/New_York")).events
        assert {one.starts.hour for one in found} == {12}

    def test_an_all_day_series_stays_all_day(self) -> None:
        found = read(
            calendar("UID:d\nDTSTART;VALUE=DATE:20260209\nRRULE:FREQ=MONTHLY;BYDAY=2MO;COUNT=3")
        ).events
        assert [one.first_day for one in found] == [date(2026, 2, 9), date(2026, 3, 9), date(2026, 4, 13)]
        assert all(one.all_day and one.day_count == 1 for one in found)

    def test_a_birthday_since_1604_is_read(self) -> None:
        found = read(
            calendar("UID:b\nDTSTART;VALUE=DATE:16040229\nRRULE:FREQ=YEARLY"), until=date(2028, 12, 31)
        ).events
        assert [one.first_day for one in found] == [date(2028, 2, 29)]

    @pytest.mark.parametrize("freq", ["HOURLY", "MINUTELY", "SECONDLY"])
    def test_a_rule_finer_than_a_day_is_refused_and_its_first_date_read(self, freq: str) -> None:
        reading = read(calendar(WEEKLY + f"RRULE:FREQ={freq}"))
        assert len(reading.events) == 1
        (warning,) = reading.warnings
        assert warning.startswith(
            f"rota.ics line 3, UID w: its rule 'FREQ={freq}' repeats by {freq}, not by day"
        )
        assert warning.endswith("; only its first date is read.")

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
            "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20300101",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;INTERVAL=99999999",
        ],
    )
    def test_thirty_rules_that_never_match_are_given_up_at_once(self, rule: str) -> None:
        events = [WEEKLY.replace("UID:w", f"UID:{n}") + f"RRULE:{rule}" for n in range(30)]
        assert len(read(calendar(*events)).events) == 30

    @pytest.mark.parametrize(
        "rule", ["FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYDAY=XX", "FREQ=", "FREQ=DAILY;BYHOUR=77", "x"]
    )
    def test_a_senseless_rule_is_told_and_the_first_date_read(self, rule: str) -> None:
        reading = read(calendar(WEEKLY + f"RRULE:{rule}"))
        assert len(reading.events) == len(reading.warnings) == 1

    def test_a_daily_rule_since_the_year_1_is_refused(self) -> None:
        reading = read(calendar("UID:d\nDTSTART:00010101T000000\nRRULE:FREQ=DAILY", TIMED))
        assert [found.id for found in reading.events] == ["a"]
        assert "it repeats since the year 1" in reading.warnings[0]

    def test_too_many_dates_of_one_series_are_cut_with_a_warning(self) -> None:
        reading = read(calendar("UID:d\nDTSTART:20260101T000000\nRRULE:FREQ=DAILY;BYHOUR=0,4,8,12,16,20"))
        assert len(reading.events) == 2000
        assert "only its first 2000 dates are read" in reading.warnings[0]

    def test_a_file_of_a_thousand_daily_series_is_read_in_part_with_a_warning(self) -> None:
        events = [f"UID:{n}\nDTSTART:20260101T{n % 24:02}0000\nRRULE:FREQ=DAILY" for n in range(1000)]
        reading = read(calendar(*events))
        assert len(reading.events) == 10_000
        assert reading.warnings == (
            "rota.ics has more than 10000 events in this time; the rest was left out.",
        )

    def test_rules_that_walk_centuries_in_vain_are_given_up_with_a_warning(self) -> None:
        rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
        events = [f"UID:{n}\nDTSTART:19000101T{n % 24:02}0000\n{rule}" for n in range(200)]
        reading = read(calendar(*events))
        assert reading.events == ()
        assert "this file repeats too much to be worked out" in reading.warnings[0]


class TestPeople:
    def test_guests_have_address_name_and_answer(self) -> None:
        found = event(
            TIMED + '\nATTENDEE;CN="Lee, Jane";PARTSTAT=DECLINED;CUTYPE=INDIVIDUAL:MAILTO:JLee@Uni.edu\n'
            "ATTENDEE;CUTYPE=ROOM;CN=Room 3:mailto:room3@uni.edu\n"
            "ATTENDEE:mailto:abc@resource.calendar.google.com\n"
            "ATTENDEE;CUTYPE=GROUP:mailto:all@uni.edu\n"
            "ATTENDEE;CN='pat@uni.edu';EMAIL=pat@uni.edu:urn:uuid:1234"
        )
        jane, room, thing, group, pat = found.guests
        assert (jane.email, jane.name, jane.response) == ("jlee@uni.edu", "Lee, Jane", Response.DECLINED)
        assert room.is_resource
        assert thing.is_resource
        assert group.is_group
        assert (pat.email, pat.name) == ("pat@uni.edu", "")

    @pytest.mark.parametrize(
        ("answer", "response"),
        [
            ("ACCEPTED", Response.ACCEPTED),
            ("DECLINED", Response.DECLINED),
            ("TENTATIVE", Response.TENTATIVE),
            ("NEEDS-ACTION", Response.NEEDS_ACTION),
        ],
    )
    def test_the_response_is_the_owners_answer(self, answer: str, response: Response) -> None:
        found = event(TIMED + f"\nORGANIZER:mailto:pd@uni.edu\nATTENDEE;PARTSTAT={answer}:mailto:{ALICE}")
        assert found.response is response
        assert found.guests[0].is_self
        assert not found.owned

    def test_without_a_known_owner_nobody_is_the_user(self) -> None:
        found = event(TIMED + f"\nATTENDEE;PARTSTAT=DECLINED:mailto:{ALICE}", owner="")
        assert found.response is Response.ACCEPTED
        assert not found.guests[0].is_self

    def test_the_organiser_has_accepted_without_saying_so(self) -> None:
        found = event(
            TIMED + f"\nORGANIZER:mailto:{ALICE}\nATTENDEE:mailto:{ALICE}\nATTENDEE:mailto:bob@uni.edu"
        )
        assert found.response is Response.ACCEPTED
        assert found.owned
        assert found.guests[0].is_organizer

    def test_a_secondary_calendar_as_organiser_is_no_other_person(self) -> None:
        found = event(TIMED + "\nORGANIZER;CN=Rotations:mailto:x1@group.calendar.google.com")
        assert found.owned

    def test_an_address_with_a_hidden_line_end_is_no_address(self) -> None:
        found = event(TIMED + "\nATTENDEE;CN=Eve:mailto:eve@x.org%0D%0ABcc:all@x.org")
        assert found.guests[0].email == ""

    def test_a_known_publishers_events_are_not_the_users_words(self) -> None:
        amion = Publisher("Amion", ("amion",))
        text = calendar(TIMED, head="PRODID:-//Spiral Software//AMION//EN\nMETHOD:PUBLISH")
        assert read(text).events[0].owned
        assert not read(text, publishers=(amion,)).events[0].owned

    def test_a_publishers_mark_in_the_uid_is_enough(self) -> None:
        text = calendar(TIMED.replace("UID:a", "UID:77@TripIt.com"))
        assert not read(text, publishers=(Publisher("TripIt", ("@tripit.com",)),)).events[0].owned


class TestWords:
    def test_escaped_text_and_folded_lines_are_put_together(self) -> None:
        found = event(
            TIMED + "\nDESCRIPTION:one\\, two\\; \\\\ th\n ree\\nfour\n\tfive".replace("\n ", "\r\n ")
        )
        assert found.description == "one, two; \\ three\nfourfive"

    def test_a_letter_folded_between_its_bytes_is_whole(self) -> None:
        data = calendar(TIMED.replace("Clinic", "Klinik für Herz")).encode()
        split = data.index("ü".encode()) + 1
        assert read(data[:split] + b"\r\n " + data[split:]).events[0].title == "Klinik für Herz"

    def test_html_is_used_only_where_plain_words_are_missing(self) -> None:
        html = "\nX-ALT-DESC;FMTTYPE=text/html:<p>Met: Jane</p>"
        assert event(TIMED + html).description == "<p>Met: Jane</p>"
        assert event(TIMED + "\nDESCRIPTION:plain" + html).description == "plain"

    def test_control_characters_are_taken_out(self) -> None:
        found = event(TIMED.replace("Clinic", "Cli\x00n\x1bic\u202e {{ 7*7 }}"))
        assert found.title == "Clinic\u202e {{ 7*7 }}"

    def test_a_title_has_one_line(self) -> None:
        assert event(TIMED.replace("Clinic", "Clinic\\nBcc: x@y.org")).title == "Clinic Bcc: x@y.org"

    @pytest.mark.parametrize(
        "line",
        [
            "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
            "LOCATION:https://uni.zoom.us/j/123",
            "DESCRIPTION:Join https://teams.microsoft.com/l/meetup-join/1",
            "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.uni.edu/1",
            "DESCRIPTION:uni.webex.com/meet/lee",
        ],
    )
    def test_a_video_link_makes_it_online(self, line: str) -> None:
        assert event(TIMED + "\n" + line).online

    def test_a_mail_address_at_zoom_is_no_video_link(self) -> None:
        assert not event(TIMED + "\nDESCRIPTION:from no-reply@zoom.us about zoom.us").online

    def test_free_and_transparent_are_not_busy(self) -> None:
        assert not event(TIMED + "\nTRANSP:TRANSPARENT").busy
        assert not event(TIMED + "\nX-MICROSOFT-CDO-BUSYSTATUS:FREE").busy
        assert event(TIMED + "\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE").busy

    def test_outlooks_tentative_is_a_tentative_answer(self) -> None:
        assert event(TIMED + "\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE").response is Response.TENTATIVE

    def test_status_categories_and_last_change_are_read(self) -> None:
        found = event(
            TIMED + "\nSTATUS:TENTATIVE\nCATEGORIES:Red\\, dark,Travel\nDTSTAMP:20260101T000000Z\n"
            "LAST-MODIFIED:20260203T040506Z\nCLASS:PRIVATE"
        )
        assert found.status is Status.TENTATIVE
        assert found.categories == ("Red, dark", "Travel")
        assert found.updated == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)

    def test_the_day_of_an_export_is_no_change(self) -> None:
        assert event(TIMED + "\nDTSTAMP:20260101T000000Z").updated is None

    def test_a_cancelling_message_cancels_its_events(self) -> None:
        assert event(TIMED, head="METHOD:CANCEL").status is Status.CANCELLED


class TestIdentity:
    def test_events_without_uid_get_one_that_does_not_change(self) -> None:
        bare = "SUMMARY:Night Float\nDTSTART:20260802T190000"
        first, again = event(bare), event(bare + "\nDTSTAMP:20260101T000000Z")
        assert first.id == again.id != ""

    def test_different_events_under_one_uid_are_told_apart(self) -> None:
        second = TIMED.replace("0706", "0707")
        assert [found.id for found in read(calendar(second, TIMED)).events] == ["a", "a#2"]

    def test_the_same_event_twice_is_read_once(self) -> None:
        assert len(read(calendar(TIMED, TIMED)).events) == 1

    def test_the_newest_revision_counts(self) -> None:
        old, new = TIMED + "\nSEQUENCE:1", TIMED.replace("0706", "0708") + "\nSEQUENCE:2"
        assert [found.first_day.day for found in read(calendar(new, old)).events] == [8]


class TestFiles:
    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    @pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_every_line_end_and_encoding_is_read(self, end: str, code: str) -> None:
        text = calendar(TIMED.replace("Clinic", "Ärzte"), head="X-WR-CALNAME:Dienst").replace("\r\n", end)
        reading = read(text.encode(code))
        assert (reading.name, reading.events[0].title) == ("Dienst", "Ärzte")

    def test_leftovers_of_windows_letters_are_read_beside_utf8(self) -> None:
        data = calendar(TIMED.replace("Clinic", "Klinik ü"), TIMED.replace("UID:a", "UID:b")).encode()
        mixed = data.replace(b"SUMMARY:Clinic", b"SUMMARY:Jos\xe9 \x96 caf\xe9")
        assert {found.title for found in read(mixed).events} == {"Klinik ü", "José \u2013 café"}

    def test_lower_case_names_are_read(self) -> None:
        lines = [line.partition(":") for line in calendar(TIMED).splitlines()]
        text = "\n".join(
            f"{name.lower().replace('america/new_york', 'America/New_York')}:{value}"
            for name, _, value in lines
        )
        assert read(text).events[0].title == "Clinic"

    def test_several_calendars_in_one_file_are_read(self) -> None:
        text = calendar(TIMED) + calendar(TIMED.replace("UID:a", "UID:b"), head="X-WR-TIMEZONE:Europe/Berlin")
        reading = read(text)
        assert [found.id for found in reading.events] == ["a", "b"]
        assert reading.zone == "Europe/Berlin"

    def test_one_broken_event_is_skipped_with_file_line_and_uid(self) -> None:
        reading = read(calendar(TIMED, "UID:broken@x\nSUMMARY:no start"))
        assert [found.id for found in reading.events] == ["a"]
        assert reading.warnings == ("rota.ics line 9, UID broken@x: DTSTART is missing; skipped.",)

    @pytest.mark.parametrize(
        ("lines", "reason"),
        [
            ("DTSTART:20260230T120000", "'20260230T120000' is no date"),
            ("DTSTART:P1D", "'P1D' is no date"),
            ("DTSTART:20260706T120000\nDTEND:20260706T110000", "it ends before it starts"),
            ("DTSTART:20260706T120000\nDURATION:soon", "'soon' is no duration"),
            ("DTSTART;VALUE=DATE:20200706\nDTEND;VALUE=DATE:20400101", "it lasts longer than ten years"),
            ("DTSTART;VALUE=DATE:99991231", "it lies at the end of time"),
        ],
    )
    def test_a_broken_event_says_why(self, lines: str, reason: str) -> None:
        reading = read(calendar(f"UID:x\n{lines}"))
        assert reading.events == ()
        assert reading.warnings == (f"rota.ics line 3, UID x: {reason}; skipped.",)

    def test_an_event_that_does_not_end_is_skipped(self) -> None:
        text = calendar(TIMED, TIMED.replace("UID:a", "UID:b")).replace("END:VEVENT\r\n", "", 1)
        reading = read(text)
        assert [found.id for found in reading.events] == ["b"]
        assert reading.warnings == ("rota.ics line 3, UID a: END:VEVENT is missing; skipped.",)

    def test_a_cut_file_is_read_as_far_as_it_is_complete(self) -> None:
        text = calendar(TIMED, TIMED.replace("UID:a", "UID:b"))
        reading = read(text[: text.index("UID:b") + 30])
        assert [found.id for found in reading.events] == ["a"]
        assert "is cut off" in reading.warnings[-1]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "is empty"),
            (b" \r\n ", "is empty"),
            (b"<!DOCTYPE html><html>Sign in</html>", "is no calendar"),
            (b"BEGIN:VEVENT\nEND:VEVENT\n", "is no calendar"),
            (b"\x89PNG\r\n\x1a\n", "is no calendar"),
            (calendar(TIMED).encode()[:60], "is cut off"),
            (b"BEGIN:VCALENDAR\n" + b"X" * 20_000_001, "is larger than 20 MB"),
        ],
    )
    def test_what_is_no_calendar_is_refused_in_one_sentence(self, data: bytes, sentence: str) -> None:
        with pytest.raises(Refused, match=sentence):
            read(data)

    def test_a_calendar_without_events_is_read_as_empty(self) -> None:
        assert read(calendar()).events == ()

    def test_alarms_and_tasks_are_not_events(self) -> None:
        alarm = TIMED + "\nBEGIN:VALARM\nDTSTART:19990101T000000\nSUMMARY:Wake up\nEND:VALARM"
        text = calendar(alarm).replace(
            "END:VCALENDAR", "BEGIN:VTODO\nUID:t\nDTSTART:20260706T090000\nEND:VTODO\nEND:VCALENDAR"
        )
        assert [found.title for found in read(text).events] == ["Clinic"]

    def test_thousands_of_nested_begins_are_harmless(self) -> None:
        nested = "BEGIN:VALARM\n" * 20_000 + "BEGIN:X-Y\n" * 20_000
        assert len(read(calendar(TIMED + "\n" + nested)).events) == 1

    def test_warnings_stay_readable(self) -> None:
        reading = read(calendar(*(f"UID:{n}" for n in range(80))))
        assert len(reading.warnings) == 51
        assert reading.warnings[-1] == "rota.ics: and 30 more."

    def test_events_come_sorted(self) -> None:
        days = [f"UID:{day}\nDTSTART:202607{day:02}T090000" for day in (9, 3, 7, 1)]
        found = read(calendar(*days)).events
        assert all(one.starts < two.starts for one, two in pairwise(found))

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.errors import Refused
from worker.domain.event import Event, Response, Status
from worker.google.wire import Deleted, event_from, event_from_line, read_jsonl

NEW_YORK = ZoneInfo("America/New_York")
ALICE = "alice@uni.edu"
TIMED = {
    "id": "e1",
    "summary": "Clinic",
    "start": {"dateTime": "2026-07-06T07:00:00-04:00", "timeZone": "America/New_York"},
    "end": {"dateTime": "2026-07-06T08:00:00-04:00"},
}


def event(**fields: Any) -> Event:
    return event_from(TIMED | fields, calendar="primary", zone=NEW_YORK, owner=frozenset({ALICE}))


def test_a_timed_event_stands_on_the_users_clock() -> None:
    found = event(
        start={"dateTime": "2026-07-06T11:00:00Z", "timeZone": "Europe/Berlin"},
        updated="2026-06-01T12:00:00.123Z",
    )
    assert found.starts == datetime(2026, 7, 6, 7, tzinfo=NEW_YORK)
    assert found.zone == "Europe/Berlin"
    assert found.updated == datetime(2026, 6, 1, 12, 0, 0, 123000, tzinfo=UTC)
    assert (found.id, found.calendar, found.kind) == ("e1", "primary", "default")


def test_a_time_without_an_offset_stands_in_its_zone() -> None:
    start = {"dateTime": "2026-07-06T06:00:00", "timeZone": "America/Chicago"}
    assert event(start=start).starts.hour == 7


def test_an_all_day_end_is_exclusive() -> None:
    found = event(start={"date": "2026-07-06"}, end={"date": "2026-08-01"})
    assert found.all_day
    assert (found.first_day, found.last_day) == (date(2026, 7, 6), date(2026, 7, 31))


def test_guests_keep_their_answers_and_kinds() -> None:
    found = event(
        attendees=[
            {"email": "Alice@Uni.edu", "self": True, "responseStatus": "tentative"},
            {"email": "room@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"},
            {"email": "x@group.calendar.google.com", "displayName": "Team"},
            {"email": "bob@uni.edu", "displayName": "Bob", "organizer": True, "responseStatus": "declined"},
        ],
        organizer={"email": "bob@uni.edu", "displayName": "Bob"},
    )
    alice, room, group, bob = found.guests
    assert found.response is Response.TENTATIVE
    assert alice.is_self
    assert room.is_resource
    assert group.is_group
    assert bob.is_organizer
    assert bob.response is Response.DECLINED
    assert not found.owned


@pytest.mark.parametrize(
    ("people", "owned"),
    [
        ({}, True),
        ({"creator": {"email": ALICE, "self": True}, "organizer": {"email": "pd@uni.edu"}}, True),
        ({"creator": {"email": "pd@uni.edu"}, "organizer": {"email": "pd@uni.edu", "self": True}}, True),
        ({"creator": {"email": "pd@uni.edu"}, "organizer": {"email": "pd@uni.edu"}}, False),
        ({"creator": {"email": ALICE.upper()}}, True),
    ],
)
def test_owned_is_what_the_user_made_or_organises(people: dict[str, Any], owned: bool) -> None:
    assert event(**people).owned is owned


@pytest.mark.parametrize(
    "fields",
    [
        {"hangoutLink": "https://meet.google.com/abc"},
        {"conferenceData": {"entryPoints": [{"entryPointType": "video", "uri": "https://x"}]}},
        {"location": "https://uni.zoom.us/j/1"},
        {"description": '<a href="https://teams.microsoft.com/l/meetup-join/1">Join</a>'},
    ],
)
def test_a_video_link_makes_it_online(fields: dict[str, Any]) -> None:
    assert event(**fields).online


def test_series_kind_state_and_transparency_are_kept() -> None:
    found = event(
        recurringEventId="series", eventType="outOfOffice", status="tentative", transparency="transparent"
    )
    assert (found.series, found.kind, found.status, found.busy) == (
        "series", "outOfOffice", Status.TENTATIVE, False,
    )  # fmt: skip


def test_what_is_left_of_a_deleted_event_is_told_as_such() -> None:
    with pytest.raises(Deleted):
        event_from({"id": "x", "status": "cancelled"}, calendar="c", zone=NEW_YORK, owner=frozenset())


def test_a_cancelled_event_with_its_times_is_read() -> None:
    assert event(status="cancelled").status is Status.CANCELLED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"summary": 7}, "summary"),
        ({"start": "2026-07-06"}, "start"),
        ({"start": {"date": "yesterday"}}, r"start\.date"),
        ({"start": {"dateTime": "2026-07-06T99:00:00Z"}}, r"start\.dateTime"),
        ({"start": {"dateTime": "0001-01-01T00:00:00+14:00"}}, r"start\.dateTime"),
        ({"start": {"dateTime": "2026-07-06T07:00:00", "timeZone": "Mars/Olympus"}}, r"start\.timeZone"),
        ({"attendees": {}}, "attendees"),
        ({"attendees": ["bob"]}, r"attendees\[0\]"),
        ({"attendees": [{"email": None}, {"email": 3}]}, r"attendees\[1\]\.email"),
        ({"attendees": [{"self": "yes"}]}, r"attendees\[0\]\.self"),
        ({"organizer": []}, "organizer"),
        ({"updated": 5}, "updated"),
        ({"start": {}}, "start is missing"),
        ({"end": {"dateTime": "2026-07-05T08:00:00-04:00"}}, "end lies before start"),
    ],
)
def test_a_wrong_field_is_refused_by_name(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused, match=f"^event e1: {field}"):
        event(**fields)


def test_an_event_without_id_is_refused() -> None:
    with pytest.raises(Refused, match="no id"):
        event_from({"summary": "x"}, calendar="c", zone=NEW_YORK, owner=frozenset())


def test_lone_surrogates_and_controls_are_taken_out() -> None:
    assert event(summary="a\ud800b\x00c\r\nd").title == "abc d"


def read(*lines: object) -> tuple[list[str], tuple[str, ...]]:
    data = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines).encode()
    reading = read_jsonl(data, name="events.jsonl", zone=NEW_YORK, owner=frozenset())
    return [found.id for found in reading.events], reading.warnings


def test_lines_of_events_and_of_named_events_are_read() -> None:
    assert read(TIMED, "", {"id": "line", "event": TIMED | {"id": "e2"}}) == (["e1", "e2"], ())


def test_the_id_of_a_line_is_told_beside_its_event() -> None:
    line = json.dumps({"id": "dv0001", "event": TIMED})
    name, found = event_from_line(line, calendar="c", zone=NEW_YORK, owner=frozenset())
    assert (name, found.id) == ("dv0001", "e1")


def test_a_bad_line_is_skipped_with_a_warning_that_names_it() -> None:
    ids, warnings = read(TIMED, "{", TIMED | {"id": "e2", "start": 5})
    assert ids == ["e1"]
    assert warnings[0] == "events.jsonl line 2: the line is no JSON; give one event a line; skipped."
    assert warnings[1].startswith("events.jsonl line 3: event e2: start is not an object")


def test_deleted_events_are_left_out_silently() -> None:
    assert read(TIMED, {"id": "x", "status": "cancelled"}) == (["e1"], ())


@pytest.mark.parametrize("lines", [("",), ("[]",), ("<html>", "</html>"), ("[" * 100_000,)])
def test_a_file_without_any_event_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match=r"events\.jsonl holds no event"):
        read(*lines)


def test_only_the_asked_days_are_kept() -> None:
    reading = read_jsonl(
        json.dumps(TIMED).encode(),
        name="e",
        zone=NEW_YORK,
        owner=frozenset(),
        since=date(2026, 7, 7),
        until=date(2026, 7, 9),
    )
    assert reading.events == ()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    [
        "id",
        "summary",
        "start",
        "end",
        "attendees",
        "organizer",
        "creator",
        "status",
        "updated",
        "conferenceData",
    ]
)


@given(
    st.dictionaries(fields, values),
    st.dictionaries(st.sampled_from(["date", "dateTime", "timeZone"]), values),
)
def test_any_json_is_read_or_refused(resource: dict[str, Any], start: dict[str, Any]) -> None:
    for one in (resource, TIMED | resource, TIMED | {"start": start}):
        try:
            found = event_from(one, calendar="c", zone=NEW_YORK, owner=frozenset())
        except Refused:
            continue
        assert found.starts.tzinfo is NEW_YORK

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from worker.domain.errors import Refused
from worker.domain.reading import Reading, clean, clean_line
from worker.local.read_ics import read_ics

NEW_YORK = ZoneInfo("America/New_York")
ZONES = ["America/New_York", "America/Los_Angeles", "Europe/Berlin", "UTC"]
FIRST = datetime(2026, 1, 2, tzinfo=UTC)


def read(data: bytes) -> Reading:
    return read_ics(
        data,
        name="any.ics",
        zone=NEW_YORK,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        owner=frozenset({"alice@uni.edu"}),
    )


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
minutes = st.integers(0, 300 * 24 * 60).map(lambda count: timedelta(minutes=count))
lengths = st.integers(0, 3 * 24 * 60).map(lambda count: timedelta(minutes=count))


@st.composite
def timed(draw: st.DrawFn) -> tuple[icalendar.Event, datetime, datetime, str]:
    start = (FIRST + draw(minutes)).astimezone(ZoneInfo(draw(st.sampled_from(ZONES))))
    end = (start.astimezone(UTC) + draw(lengths)).astimezone(start.tzinfo)
    assume(not start.fold and not end.fold)  # RFC 5545 local times cannot tell the second of two equal hours
    title = draw(words)
    made = icalendar.Event()
    made.add("summary", title)
    made.add("dtstart", start)
    made.add("dtend", end)
    return made, start, end, title


@given(st.lists(timed(), min_size=1, max_size=8))
def test_events_written_by_icalendar_are_read_back(
    made: list[tuple[icalendar.Event, datetime, datetime, str]],
) -> None:
    calendar = icalendar.Calendar()
    for number, (component, *_) in enumerate(made):
        component.add("uid", f"{number}@test")
        calendar.add_component(component)
    reading = read(calendar.to_ical())
    told = {one.id: (one.title, one.starts.timestamp(), one.ends.timestamp()) for one in reading.events}
    assert told == {
        f"{number}@test": (clean_line(title), start.timestamp(), end.timestamp())
        for number, (_, start, end, title) in enumerate(made)
    }


COMPONENTS = [
    "UID:w\nDTSTART:20260305T120000\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:Noon",
    "UID:w\nDTSTART:20260312T150000\nRECURRENCE-ID:20260312T120000\nSUMMARY:Moved",
    "UID:w\nDTSTART:20260319T150000\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260319T120000\nSUMMARY:Later",
    "UID:w\nDTSTART:20260305T120000\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:Noon again",
    "UID:a\nDTSTART:20260706T090000\nSUMMARY:Clinic",
    "UID:a\nDTSTART:20260707T090000\nSUMMARY:Clinic",
    "UID:a\nDTSTART:20260707T090000\nSUMMARY:Another",
    "DTSTART;VALUE=DATE:20260706\nSUMMARY:SICU",
    "DTSTART;VALUE=DATE:20260706\nDTEND;VALUE=DATE:20260709\nSUMMARY:SICU",
    "UID:r\nDTSTART:20260706T090000\nRDATE:20260708T090000,20260710T090000\nEXDATE:20260708T090000",
    "UID:s\nSEQUENCE:1\nDTSTART:20260706T090000",
    "UID:s\nSEQUENCE:2\nDTSTART:20260708T090000",
    "UID:bad\nSUMMARY:no start",
]


def calendar_of(components: list[str]) -> bytes:
    events = "".join(f"BEGIN:VEVENT\n{one}\nEND:VEVENT\n" for one in components)
    return f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode()


@given(st.permutations(COMPONENTS))
def test_any_order_of_components_gives_the_same_events(components: list[str]) -> None:
    assert read(calendar_of(components)).events == read(calendar_of(COMPONENTS)).events


@given(st.permutations(COMPONENTS[0].split("\n")))
def test_any_order_of_properties_gives_the_same_events(lines: list[str]) -> None:
    assert read(calendar_of(["\n".join(lines)])).events == read(calendar_of(COMPONENTS[:1])).events


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.integers(0, 400), st.booleans())
def test_arbitrary_bytes_are_read_or_refused(junk: bytes, at: int, inside: bool) -> None:
    whole = calendar_of(COMPONENTS[:5])
    data = whole[:at] + junk + whole[at:] if inside else junk
    try:
        reading = read(data)
    except Refused:
        event("the bytes were refused")
    else:
        assert list(reading.events) == sorted(reading.events, key=lambda one: (one.starts, one.id))


@given(st.text())
def test_clean_text_can_be_stored_and_printed(text: str) -> None:
    done = clean(text)
    done.encode()
    assert clean(done) == done
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in done)

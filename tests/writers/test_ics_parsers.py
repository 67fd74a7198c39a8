"""Every feed is read back by two parsers that share no code with the writer: vobject and ical.js."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.writers.feed_cast import FEEDS
from tests.writers.second_parser import read_by_vobject
from worker.domain.feed import Entry, entry_for_milestone
from worker.domain.narrative import Narrative
from worker.domain.season import milestones_for
from worker.rules.load import load_rules
from worker.writers.ics import write_feed

CONFIG = Path(__file__).parents[2] / "config"
BOOK = load_rules(CONFIG)
EVERYTHING = tuple(
    entry_for_milestone(milestone, BOOK.sources)
    for milestone in milestones_for(
        Narrative(year_start=date(2026, 7, 1)), BOOK.almanac, since=date.min, until=date.max
    )
)
CASES = {**FEEDS, "everything in config": EVERYTHING}

Read = Callable[[bytes], dict[str, Any]]


def iso(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return moment.isoformat()


def after(entry: Entry) -> date | datetime:
    return entry.end if isinstance(entry.end, datetime) else entry.end + timedelta(days=1)


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.uid)


@pytest.mark.parametrize("name", CASES)
def test_ical_js_reads_what_was_meant(ical_js: Read, name: str) -> None:
    found = ical_js(write_feed(name, f"Rapport: {name}", CASES[name]))
    assert found["name"] == f"Rapport: {name}"
    events = sorted(found["events"], key=lambda event: str(event["uid"]))
    expected = [
        {
            "uid": entry.uid,
            "title": entry.title,
            "description": entry.description,
            "location": entry.location,
            "start": iso(entry.start),
            "end": iso(after(entry)),
            "stamp": iso(entry.stamp),
            "revision": entry.revision,
            "status": "CANCELLED" if entry.cancelled else "CONFIRMED",
            "categories": list(entry.categories),
            "alarms": [] if entry.cancelled else [seconds(entry, days) for days in entry.alarms],
        }
        for entry in in_order(CASES[name])
    ]
    assert events == expected


def seconds(entry: Entry, days: int) -> int:
    """A whole day reminds at nine in the morning, a moment at its own time."""
    return -days * 86_400 + (0 if isinstance(entry.start, datetime) else 9 * 3_600)


@pytest.mark.parametrize("name", CASES)
def test_vobject_reads_what_was_meant(name: str) -> None:
    calendar = read_by_vobject(write_feed(name, f"Rapport: {name}", CASES[name]))
    assert calendar.x_wr_calname.value == f"Rapport: {name}"
    events = sorted(calendar.vevent_list, key=lambda event: str(event.uid.value))
    assert [
        (e.uid.value, e.summary.value, iso(e.dtstart.value), iso(e.dtend.value), e.sequence.value)
        for e in events
    ] == [(e.uid, e.title, iso(e.start), iso(after(e)), str(e.revision)) for e in in_order(CASES[name])]


def test_a_zone_is_what_the_file_says(ical_js: Read) -> None:
    found = ical_js(write_feed("follow-ups", "Rapport", FEEDS["follow-ups"]))
    assert found["zones"] == ["America/New_York", "Europe/Madrid"]

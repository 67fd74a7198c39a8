"""Feeds: golden bytes, the same for the same entries, and any text in any script survives."""

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.writers.feed_cast import FEEDS, FOLLOW_UPS, MILESTONES
from tests.writers.second_parser import read_by_vobject
from worker.domain.feed import Entry
from worker.writers.ics import clean_line, clean_text, write_feed

GOLDEN = Path(__file__).parents[1] / "golden"
STAMP = datetime(2026, 11, 21, tzinfo=UTC)


def entry(title: str = "Title", description: str = "", location: str = "", **more: object) -> Entry:
    day = date(2027, 1, 28)
    told = {"uid": "a@rapport", "start": day, "end": day, "stamp": STAMP, **more}
    return Entry(title=title, description=description, location=location, **told)  # type: ignore[arg-type]


def unfolded(feed: bytes) -> list[str]:
    return feed.replace(b"\r\n ", b"").decode().split("\r\n")


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_byte_for_byte_its_golden_file(name: str) -> None:
    """With WRITE_GOLDEN=1 in the environment the files are written anew; then read the difference."""
    feed = write_feed(name, f"Rapport: {name}", FEEDS[name])
    path = GOLDEN / f"{name}.ics"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_bytes(feed)
    assert feed == path.read_bytes()


@settings(deadline=None, max_examples=60)
@given(st.permutations([entry for feed in FEEDS.values() for entry in feed]))
def test_the_order_of_the_entries_does_not_matter(entries: list[Entry]) -> None:
    everything = [entry for feed in FEEDS.values() for entry in feed]
    assert write_feed("all", "Rapport", entries) == write_feed("all", "Rapport", everything)


def test_lines_end_with_crlf_and_are_folded_between_characters() -> None:
    feed = write_feed("follow-ups", "Rapport", FOLLOW_UPS)
    lines = feed.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])


def test_the_head_tells_programs_name_zone_and_refresh() -> None:
    lines = unfolded(write_feed("all", "Rapport", MILESTONES, zone="America/Chicago"))
    assert {
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Rapport",
        "X-WR-CALNAME:Rapport",
        "X-WR-TIMEZONE:America/Chicago",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    } <= set(lines)
    assert any(line.startswith("PRODID:") for line in lines)


def test_the_end_of_a_day_is_exclusive() -> None:
    lines = unfolded(write_feed("a", "A", [entry(end=date(2027, 1, 31))]))
    assert "DTSTART;VALUE=DATE:20270128" in lines
    assert "DTEND;VALUE=DATE:20270201" in lines


def test_a_reminder_of_a_whole_day_comes_in_the_morning_not_at_midnight() -> None:
    lines = unfolded(write_feed("a", "A", [entry(alarms=(7, 0))]))
    assert "TRIGGER:-P6DT15H" in lines
    assert "TRIGGER:PT9H" in lines


def test_a_cancelled_entry_reminds_nobody() -> None:
    feed = write_feed("a", "A", [entry(alarms=(7,), cancelled=True)])
    assert b"STATUS:CANCELLED" in feed
    assert b"VALARM" not in feed


def test_feeds_do_not_block_time() -> None:
    assert unfolded(write_feed("a", "A", MILESTONES)).count("TRANSP:TRANSPARENT") == len(MILESTONES)


def test_a_bare_offset_is_written_in_utc() -> None:
    vienna = datetime.fromisoformat("2027-01-28T09:00:00+01:00")
    lines = unfolded(write_feed("a", "A", [entry(start=vienna, end=vienna + timedelta(hours=1))]))
    assert "DTSTART:20270128T080000Z" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_every_zone_used_is_described_once() -> None:
    lines = unfolded(write_feed("follow-ups", "Rapport", FOLLOW_UPS))
    assert [line for line in lines if line.startswith("TZID:")] == [
        "TZID:America/New_York",
        "TZID:Europe/Madrid",
    ]


def test_an_empty_feed_is_still_a_calendar() -> None:
    feed = write_feed("a", "A", [])
    assert feed == write_feed("a", "A", [])
    assert len(icalendar.Calendar.from_ical(feed).subcomponents) == 1


def test_one_uid_for_two_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="a@rapport"):
        write_feed("a", "A", [entry("One"), entry("Two")])


def test_the_same_entry_twice_is_written_once() -> None:
    assert write_feed("a", "A", [entry(), entry()]) == write_feed("a", "A", [entry()])


def test_a_naive_clock_is_refused() -> None:
    naive = datetime(2027, 1, 28)  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="without a zone"):
        write_feed("a", "A", [entry(start=naive, end=naive)])


def test_text_cannot_start_a_property_of_its_own() -> None:
    evil = "x\r\nATTENDEE:mailto:a@b.org\nBEGIN:VALARM\u2028END:VEVENT\x85\x0bURL:evil"
    event = icalendar.Calendar.from_ical(
        write_feed("a", "A", [entry(evil, evil, evil, url="http://a\r\nb")])
    ).events[0]
    assert "ATTENDEE" not in event
    assert event["URL"] == "http://ab"
    assert event.subcomponents == []


texts = st.text(st.characters(exclude_categories=()), max_size=200)


@settings(deadline=None, max_examples=60)
@given(title=texts, description=texts, location=texts, category=texts)
@example(
    title=r"\n \N \\ \, \;", description="a\\\n,;:\"'^n^^", location=" lead and trail ", category="a,b;c"
)
@example(
    title="\ud800", description="\x00\x7f\x85\u2028\ufeff", location="e\u0301" * 60, category="\u202eabc"
)
@example(title="😀" * 60, description="試験" * 60, location="חדר, קומה 4; אגף", category="")
def test_any_text_survives_two_parsers(title: str, description: str, location: str, category: str) -> None:
    feed = write_feed("a", "A", [entry(title, description, location, categories=("Rapport", category))])
    theirs = icalendar.Calendar.from_ical(feed).events[0]
    assert str(theirs["SUMMARY"]) == clean_line(title)
    assert str(theirs.get("DESCRIPTION", "")) == clean_text(description)
    assert str(theirs.get("LOCATION", "")) == clean_line(location)
    others = read_by_vobject(feed).vevent
    assert others.summary.value == clean_line(title)
    assert getattr(getattr(others, "description", None), "value", "") == clean_text(description)
    assert getattr(getattr(others, "location", None), "value", "") == clean_line(location)


@settings(deadline=None, max_examples=60)
@given(texts)
def test_cleaning_keeps_every_letter_and_leaves_no_control_character(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", clean)
    assert [c for c in text if c.isalnum()] == [c for c in clean if c.isalnum()]


def minute(moment: date) -> tuple[int, ...]:
    assert isinstance(moment, datetime)
    return tuple(moment.utctimetuple()[:5])


def test_an_hour_that_comes_twice_is_told_in_utc() -> None:
    second = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York"))
    lines = unfolded(write_feed("a", "A", [entry(start=second, end=second + timedelta(hours=1))]))
    assert "DTSTART:20261101T063000Z" in lines


zones = st.sampled_from(["America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001 - the zone comes from `zones`


@settings(deadline=None, max_examples=60)
@given(zones, moments, st.integers(1, 100))
def test_a_moment_survives_by_the_feeds_own_zone_rules(zone: str, naive: datetime, hours: int) -> None:
    """The second parser reads the VTIMEZONE of the file, not the computer's zones."""
    start = naive.replace(second=0, microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    end = (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
    feed = write_feed("a", "A", [entry(start=start, end=end)])
    theirs = icalendar.Calendar.from_ical(feed).events[0]
    others = read_by_vobject(feed).vevent
    assert [minute(theirs.start), minute(theirs.end)] == [minute(start), minute(end)]
    assert [minute(others.dtstart.value), minute(others.dtend.value)] == [minute(start), minute(end)]

"""Events in plain words go in; an iCalendar file, written by hand, comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Guest:
    """One ATTENDEE line."""

    email: str
    name: str = ""
    answer: str = "ACCEPTED"
    sort: str = "INDIVIDUAL"


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT: on whole days where it has no hour, else `hours` long from `hour` on."""

    title: str
    first: date
    last: date | None = None
    hour: int | None = None
    hours: float = 1.0
    notes: str = ""
    guests: tuple[Guest, ...] = ()
    status: str = ""
    organizer: str = ""
    place: str = ""
    of: str = ""
    """The occasion it belongs to: when that is moved or called off, all its entries are."""


def calendar_text(
    entries: Iterable[Entry], zone: str, *, utc: bool = False, bare: bool = False, issue: str = ""
) -> str:
    """The file; times in `zone`, or in UTC as Google exports them; `bare` leaves X-WR-TIMEZONE out.

    Another `issue` has other UIDs for the same events, as feeds do that are made anew.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a year//EN"]
    lines += [] if bare else [f"X-WR-TIMEZONE:{zone}"]
    for number, entry in enumerate(entries):
        lines += ["BEGIN:VEVENT", f"UID:{issue}{number}@years.example", "DTSTAMP:20260601T000000Z"]
        lines += [*_times(entry, zone, utc=utc), *_words(entry), "END:VEVENT"]
    return "\r\n".join(folded for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)) + "\r\n"


def _times(entry: Entry, zone: str, *, utc: bool) -> Iterator[str]:
    if entry.hour is None:
        last = entry.last or entry.first
        yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
        return
    starts = datetime(entry.first.year, entry.first.month, entry.first.day, entry.hour, tzinfo=ZoneInfo(zone))
    ends = starts + timedelta(hours=entry.hours)
    for name, moment in (("DTSTART", starts), ("DTEND", ends)):
        if utc:
            yield f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        else:
            yield f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"


def _words(entry: Entry) -> Iterator[str]:
    yield f"SUMMARY:{_escaped(entry.title)}"
    for name, text in (("DESCRIPTION", entry.notes), ("LOCATION", entry.place)):
        if text:
            yield f"{name}:{_escaped(text)}"
    if entry.status:
        yield f"STATUS:{entry.status}"
    if entry.organizer:
        yield f"ORGANIZER:mailto:{entry.organizer}"
    for guest in entry.guests:
        name = f';CN="{guest.name}"' if guest.name else ""
        yield f"ATTENDEE;CUTYPE={guest.sort};PARTSTAT={guest.answer}{name}:mailto:{guest.email}"


def _escaped(text: str) -> str:
    for plain, marked in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(plain, marked)
    return text


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, never parted inside a character (RFC 5545, 3.1)."""
    part = ""
    for char in line:
        if len((part + char).encode()) > 74:
            yield part
            part = " "
        part += char
    yield part

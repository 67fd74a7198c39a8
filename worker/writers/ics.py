"""Feed entries go in; an iCalendar file (RFC 5545, RFC 7986) comes out, same bytes for same entries."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
    vText,
)

from worker.domain.feed import Entry
from worker.domain.zone_changes import ClockChange, Observance, observances

PRODUCT = "-//Rapport//Rapport//EN"
HOME_ZONE = "America/New_York"
REFRESH = timedelta(hours=12)
MORNING = timedelta(hours=9)
"""The hour at which an all-day entry reminds; a trigger counts from midnight."""
END = b"END:VCALENDAR"
REMEMBERED = 4096
"""Entries."""
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - VTIMEZONE onsets are local times without a zone
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")


class Text(vText):
    """Text escaped as in RFC 5545 3.3.11; the library would make a line break of a backslash and an N."""

    def to_ical(self) -> bytes:
        """The value as it stands in the file."""
        return re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n").encode()


def write_feed(name: str, title: str, entries: Iterable[Entry], zone: str = HOME_ZONE) -> bytes:
    """The feed as a file, CRLF line ends, folded at 75 octets.

    `name` is the feed's stable name, `title` what calendar programs show, `zone` the reader's own time zone.
    The order of the entries does not matter. Raises ValueError for a UID used twice and for a naive clock.
    """
    ordered = _ordered(entries)
    calendar = _head(name, title, zone, ordered)
    for timezone in _timezones(ordered, zone):
        calendar.add_component(timezone)
    opening, end, rest = calendar.to_ical().rpartition(END)
    return b"".join((opening, *map(_event_lines, ordered), end, rest))


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Each entry once, by its first moment and then its UID."""
    ordered = sorted(set(entries), key=lambda entry: (_sort_moment(entry.start), entry.uid))
    uids = [entry.uid for entry in ordered]
    if len(set(uids)) < len(uids):
        raise ValueError(f"a UID stands for two entries: {max(uids, key=uids.count)}")
    return ordered


def _sort_moment(when: date | datetime) -> datetime:
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UTC)
    if when.tzinfo is None:
        raise ValueError("an entry with a datetime without a zone")
    return when.astimezone(UTC)


def _head(name: str, title: str, zone: str, entries: Sequence[Entry]) -> Calendar:
    """The calendar's own properties; NAME, UID and REFRESH-INTERVAL are RFC 7986, X- what programs know."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("UID", Text(clean_line(f"feed-{name}@rapport")))
    calendar.add("NAME", Text(clean_line(title)))
    calendar.add("X-WR-CALNAME", Text(clean_line(title)))
    calendar.add("X-WR-TIMEZONE", zone)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT12H")
    if entries:
        calendar.add("LAST-MODIFIED", max(entry.stamp for entry in entries).astimezone(UTC))
    return calendar


@lru_cache(maxsize=REMEMBERED)
def _event_lines(entry: Entry) -> bytes:
    """The entry's lines in the file: of a feed's hundreds of entries a day changes one or two."""
    return bytes(_event(entry).to_ical())


def _event(entry: Entry) -> Event:
    """One entry as a VEVENT; every value comes from the entry alone."""
    event = Event()
    event.add("UID", Text(clean_line(entry.uid)))
    event.add("DTSTAMP", entry.stamp.astimezone(UTC))
    event.add("LAST-MODIFIED", entry.stamp.astimezone(UTC))
    event.add("SEQUENCE", entry.revision)
    event.add("DTSTART", _when(entry.start))
    event.add("DTEND", _exclusive_end(entry))
    event.add("SUMMARY", Text(clean_line(entry.title)))
    event.add("TRANSP", "TRANSPARENT")
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name, text in (
        ("DESCRIPTION", clean_text(entry.description)),
        ("LOCATION", clean_line(entry.location)),
    ):
        if text:
            event.add(name, text)
    if categories := [clean_line(category) for category in entry.categories]:
        event.add("CATEGORIES", categories)
    if entry.url:
        event.add("URL", re.sub(r"\s", "", clean_line(entry.url)))
    for days in () if entry.cancelled else entry.alarms:
        event.add_component(_alarm(entry, days))
    return event


def _when(when: date | datetime) -> date | datetime:
    """A day, a time in a named zone, or UTC where the zone cannot say it.

    A bare offset has no name for a TZID; of an hour that comes twice a zone means the first (RFC 5545 3.3.5).
    """
    if not isinstance(when, datetime) or _is_named(when):
        return when
    return when.astimezone(UTC)


def _is_named(when: datetime) -> bool:
    """Whether the zone's name and the time on the wall are enough to know the moment."""
    if not isinstance(when.tzinfo, ZoneInfo) or when.tzinfo.key in {None, "UTC"}:
        return False
    return when.replace(fold=0).utcoffset() == when.utcoffset()


def _exclusive_end(entry: Entry) -> date | datetime:
    """The day after the last one, or the moment at which it is over (RFC 5545 3.6.1)."""
    return _when(entry.end) if isinstance(entry.end, datetime) else entry.end + timedelta(days=1)


def _alarm(entry: Entry, days: int) -> Alarm:
    """A reminder so many days before; for an all-day entry in the morning, not at midnight."""
    trigger = -timedelta(days=days)
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", Text(clean_line(entry.title)))
    alarm.add("TRIGGER", trigger if isinstance(entry.start, datetime) else trigger + MORNING)
    return alarm


def _timezones(entries: Sequence[Entry], zone: str) -> list[Timezone]:
    """A VTIMEZONE for each zone used; an empty feed carries the reader's, as a file needs a component."""
    moments = [_when(moment) for entry in entries for moment in (entry.start, entry.end)]
    timed = [moment for moment in moments if isinstance(moment, datetime)]
    zones = {moment.tzinfo.key for moment in timed if isinstance(moment.tzinfo, ZoneInfo)}
    years = [moment.year for moment in timed] or [EPOCH.year]
    wanted = sorted(zones) if entries else [zone]
    return [_timezone(key, min(years), max(years)) for key in wanted]


def _timezone(key: str, first_year: int, last_year: int) -> Timezone:
    """The zone's rules for these years (RFC 5545 3.6.5)."""
    zone = ZoneInfo(key)
    timezone = Timezone()
    timezone.add("TZID", key)
    found = observances(zone, first_year, last_year)
    for observance in found:
        timezone.add_component(_observance(observance))
    if not found:
        timezone.add_component(_steady(zone, first_year))
    return timezone


def _observance(observance: Observance) -> TimezoneStandard | TimezoneDaylight:
    first, *others = observance.changes
    component = _part(first)
    if observance.rule:
        month, weekday, nth = observance.rule
        component.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY=f"{nth}{WEEKDAYS[weekday]}"))
    elif others:
        component.add("RDATE", [change.onset for change in others])
    return component


def _steady(zone: ZoneInfo, year: int) -> TimezoneStandard | TimezoneDaylight:
    """A zone whose clock does not change in these years."""
    there = datetime(year, 1, 1, tzinfo=zone)
    offset = there.utcoffset() or timedelta()
    return _part(ClockChange(EPOCH, offset, offset, there.tzname() or zone.key, is_summer=False))


def _part(change: ClockChange) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    component.add("DTSTART", change.onset)
    component.add("TZOFFSETFROM", change.before)
    component.add("TZOFFSETTO", change.after)
    component.add("TZNAME", change.name)
    return component


def clean_text(text: str) -> str:
    """Text as a calendar file may carry it: line feeds for every line break, no control characters."""
    plain = CONTROLS.sub("", LINE_BREAKS.sub("\n", text))
    return SURROGATES.sub("\ufffd", plain)


def clean_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(clean_text(text).split())

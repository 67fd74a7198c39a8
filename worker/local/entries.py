"""A VEVENT goes in; its times come out as an `Entry` (RFC 5545, 3.6.1 and 3.8.2)."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice

from worker.domain.event import ONE_DAY
from worker.domain.reading import clean_line
from worker.local.content import MAX_LINES, Broken, Component, Property, value_from
from worker.local.occurrences import MAX_LENGTH, Entry, Moment, day_of, wall

MAX_DATES = 10_000
"""RDATE and EXDATE values of one component, each."""
MAX_RULES = 8

# Midnight as the end of a day (ISO 8601), which some schedulers write.
_HOUR_24 = re.compile(r"(\d{8}T)24(0000Z?)")


@dataclass(frozen=True, slots=True)
class Clocks:
    """How one calendar tells time."""

    find: Callable[[str], tzinfo]
    """The zone for a TZID; the floating one for an empty or unknown name."""
    declared: tzinfo | None
    """X-WR-TIMEZONE."""

    def moment(self, found: Property) -> Moment:
        """A DATE, or a DATE-TIME in its zone. Raise Broken where it is neither."""
        value = found.value.strip().upper()
        if found.params.get("VALUE", "").upper() == "DATE":
            value = value[:8]
        late = _HOUR_24.fullmatch(value)
        try:
            parsed = value_from(late[1] + "00" + late[2] if late else value)
        except ValueError as fault:
            raise Broken(f"{value[:40]!r} is no date") from fault
        if not isinstance(parsed, date):
            raise Broken(f"{value[:40]!r} is no date")
        if not isinstance(parsed, datetime):
            return parsed
        aware = parsed.replace(tzinfo=UTC if parsed.tzinfo else self.find(found.params.get("TZID", "")))
        return _later(aware, ONE_DAY) if late else aware


def entry_from(component: Component, clocks: Clocks) -> Entry:
    """The times of a component; raise Broken where it has none that make sense."""
    if component.kept > MAX_LINES:
        raise Broken(f"it has more than {MAX_LINES} lines")
    found = component.first("DTSTART")
    if found is None:
        raise Broken("DTSTART is missing")
    start, end = _span(component, clocks.moment(found), clocks)
    sequence = component.text("SEQUENCE")
    uid = clean_line(component.text("UID"))[:500] or _made_uid(component)
    number = int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else -1
    if not component.lines.keys() & {"RRULE", "RDATE", "RECURRENCE-ID"}:
        return Entry(component, uid, start, end, sequence=number)
    return _recurring(Entry(component, uid, start, end, sequence=number), clocks)


def _made_uid(component: Component) -> str:
    """A UID for an event without one: the same for the same event, wherever it stands in the file."""
    told = sorted(item for item in component.lines.items() if item[0] != "LAST-MODIFIED")
    return f"no-uid-{hashlib.sha256(repr(told).encode()).hexdigest()[:16]}"


def _span(component: Component, start: Moment, clocks: Clocks) -> tuple[Moment, Moment]:
    """Start and exclusive end, both days or both times."""
    end = _end(component, start, clocks)
    if component.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
        start, end = _outlook_day(start, clocks), _outlook_day(end, clocks)
    if not isinstance(start, datetime):
        end = day_of(end) if day_of(end) != start else _later(start, ONE_DAY)
    elif not isinstance(end, datetime):
        end = max(datetime.combine(end, time(), start.tzinfo), start)
    if _seconds(end) < _seconds(start):
        raise Broken("it ends before it starts")
    if wall(end) - wall(start) > MAX_LENGTH:
        raise Broken("it lasts longer than ten years")
    return start, end


def _seconds(moment: Moment) -> float:
    """For comparing two of a kind: wall clocks would put 1:10 after 1:50 when the clock goes back."""
    return moment.timestamp() if isinstance(moment, datetime) else moment.toordinal()


def _end(component: Component, start: Moment, clocks: Clocks) -> Moment:
    end = component.first("DTEND")
    if end is not None and end.value.strip():
        return clocks.moment(end)
    duration = component.first("DURATION")
    if duration is not None and duration.value.strip():
        return _later(start, _duration(duration.value))
    return start


def _duration(value: str) -> timedelta:
    try:
        parsed = value_from(value)
    except ValueError as fault:
        raise Broken(f"{value[:40]!r} is no duration") from fault
    if not isinstance(parsed, timedelta):
        raise Broken(f"{value[:40]!r} is no duration")
    return parsed


def _later(moment: Moment, length: timedelta) -> Moment:
    """Days counted on the wall clock, hours as they pass (RFC 5545 section 3.3.6)."""
    try:
        if not isinstance(moment, datetime):
            return moment + max(timedelta(length.days), ONE_DAY if length.seconds else timedelta())
        day = moment + timedelta(length.days)
        return (day.astimezone(UTC) + timedelta(seconds=length.seconds)).astimezone(moment.tzinfo)
    except OverflowError as fault:
        raise Broken("it lies at the end of time") from fault


def _outlook_day(moment: Moment, clocks: Clocks) -> Moment:
    """The day an all-day event of Outlook means by a midnight; other times are left alone."""
    if not isinstance(moment, datetime):
        return moment
    local = moment.astimezone(clocks.find("")) if moment.tzinfo is UTC else moment
    return local.date() if local.time() == time() else moment


def _recurring(entry: Entry, clocks: Clocks) -> Entry:
    """The entry with all that tells its repetition, on one clock."""
    component, end = entry.component, entry.end
    start = _own_clock(entry.start, clocks)
    if isinstance(end, datetime) and isinstance(start, datetime):
        end = end.astimezone(start.tzinfo)
    without = tuple(_like(at, start, clocks) for at, _ in _dates(component, "EXDATE", clocks))
    found = component.first("RECURRENCE-ID")
    if found is not None:
        and_future = found.params.get("RANGE", "").upper() == "THISANDFUTURE"
        return replace(entry, start=start, end=end, replaces=clocks.moment(found), and_future=and_future)
    rules = [rule.value.strip() for rule in islice(component.all("RRULE"), MAX_RULES)]
    dates = tuple(
        (_like(at, start, clocks), _like(to, start, clocks) if to else None)
        for at, to in _dates(component, "RDATE", clocks)
    )
    return replace(
        entry, start=start, end=end, rules=tuple(filter(None, rules)), dates=dates, without=without
    )


def _own_clock(start: Moment, clocks: Clocks) -> Moment:
    """A time in UTC on the clock of the declared zone, so that it repeats at the same local hour.

    Left in UTC where the day would be another: the weekdays of its rule are then UTC's.
    """
    if not isinstance(start, datetime) or start.tzinfo is not UTC or clocks.declared is None:
        return start
    local = start.astimezone(clocks.declared)
    return local if local.date() == start.date() else start


def _like(moment: Moment, start: Moment, clocks: Clocks) -> Moment:
    """An EXDATE or RDATE on the clock of its series; a mere day in a series of times means that whole day."""
    if not isinstance(moment, datetime):
        return moment
    if isinstance(start, datetime):
        return moment.astimezone(start.tzinfo)
    return day_of(moment.astimezone(clocks.find("")) if moment.tzinfo is UTC else moment)


def _dates(component: Component, name: str, clocks: Clocks) -> Iterator[tuple[Moment, Moment | None]]:
    """The values of RDATE or EXDATE: a moment, and the end of a period."""
    values = ((value.strip(), found) for found in component.all(name) for value in found.value.split(","))
    for number, (value, found) in enumerate(values):
        if number >= MAX_DATES:
            raise Broken(f"it has more than {MAX_DATES} dates in {name}")
        begin, _, end = value.partition("/")
        if not begin:
            continue
        start = clocks.moment(Property(found.params, begin))
        if not end:
            yield start, None
        elif end.upper().startswith("P"):
            yield start, _later(start, _duration(end))
        else:
            yield start, clocks.moment(Property(found.params, end))

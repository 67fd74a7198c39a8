"""The components of one recurring event go in; its occurrences inside a window come out, within bounds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, TypeAlias

import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr
from icalendar import Calendar, Event, vDDDLists, vDDDTypes

from worker.local.content import Broken, Component, value_from

MAX_OCCURRENCES = 2_000
"""Of one series inside the window: five a day for a year. The first ones are read."""
MAX_RULE_LENGTH = 1_000
MAX_TIMES_A_DAY = 6
"""Times of one day that BYHOUR, BYMINUTE and BYSECOND may name together."""
FIRST_YEAR = 1583
"""The calendar of RFC 5545 has no full year before. Apple lets birthdays without a year begin in 1604."""
MAX_DAYS_WALKED = 60_000
"""From DTSTART to the window, for a rule that is not yearly: some 160 years."""
MAX_WORK_OF_FILE = 4_000_000
"""Days walked for all series of one file, in half microseconds: a thousand weekly ones of ten years."""
MAX_LENGTH = timedelta(days=3_700)
"""An event of ten years is a mistake; its days would be counted one by one."""
MAX_LENGTH_REPEATED = timedelta(days=400)

_VAIN_SEARCH = 100_000
"""dateutil counts the months up to the year 9999 before it gives up: as much work as that."""
_PAST_ALL_TIME = 4_000_000
"""More days, weeks, months or years than dateutil can count."""
_WORK = {DAILY: 4, WEEKLY: 1, MONTHLY: 1, YEARLY: 1}
"""What a walked day costs; dateutil takes 2 microseconds by day and a quarter of it by week."""
_WORK_OF_A_DATE = 200
"""What a date costs that becomes an event."""
_DAYS = {DAILY: 1, WEEKLY: 7, MONTHLY: 28, YEARLY: 365}
_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_OTHER_PARTS = (
    "INTERVAL", "COUNT", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYWEEKNO", "BYMONTHDAY", "BYYEARDAY",
    "BYMONTH", "WKST", "BYSETPOS",
)  # fmt: skip
_ENTRY = "X-ENTRY"

Moment: TypeAlias = date | datetime
"""A day, or an aware time on the clock of its own zone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A VEVENT by its times. All moments of a series are days, or all are times in one zone."""

    component: Component
    uid: str
    start: Moment
    end: Moment
    """Exclusive."""
    rules: tuple[str, ...] = ()
    """RRULE values."""
    dates: tuple[tuple[Moment, Moment | None], ...] = ()
    """RDATE: start, and the end where a period is given."""
    without: tuple[Moment, ...] = ()
    """EXDATE."""
    replaces: Moment | None = None
    """RECURRENCE-ID."""
    and_future: bool = False
    """RANGE=THISANDFUTURE."""
    sequence: int = -1

    @property
    def recurs(self) -> bool:
        """Whether it is, or is part of, a recurring event."""
        return bool(self.rules or self.dates or self.replaces)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entry on one of its dates."""

    entry: Entry
    start: Moment
    end: Moment

    @classmethod
    def of(cls, entry: Entry) -> "Occurrence":
        """The entry where it stands."""
        return cls(entry, entry.start, entry.end)


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when events are wanted; `last` is exclusive. Aware, in the user's zone."""

    first: datetime
    last: datetime

    def __contains__(self, span: tuple[Moment, Moment]) -> bool:
        """Whether a span touches the window; a span without length counts where it stands."""
        start, end = (on_clock(moment, self.first.tzinfo) for moment in span)
        return start < self.last and (end > self.first or start == end >= self.first)

    def may_hold(self, span: tuple[Moment, Moment]) -> bool:
        """Whether a conversion, which fails at the end of time, can be worth it."""
        start, end = map(day_of, span)
        slack = 3
        return (start - self.last.date()).days <= slack and (self.first.date() - end).days <= slack


def on_clock(moment: Moment, zone: tzinfo | None) -> datetime:
    """The moment in a zone; a day begins there at midnight."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone)
    return datetime.combine(moment, time(), zone)


def day_of(moment: Moment) -> date:
    """Its day on its own clock."""
    return moment.date() if isinstance(moment, datetime) else moment


def wall(moment: Moment) -> datetime:
    """What its own clock shows, without the zone; midnight for a day."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


class Budget:
    """How much work the rules of one file may still make."""

    def __init__(self) -> None:
        self.left = MAX_WORK_OF_FILE

    def spend(self, work: int) -> None:
        """Take work away; raise Broken where too little is left."""
        if work > self.left:
            raise Broken("this file repeats too much to be worked out")
        self.left -= work


class _Stride(int):
    """An INTERVAL that ends time after so many steps.

    dateutil walks a rule that never matches (30 February) up to the year 9999, COUNT and UNTIL or not:
    seconds for each. It adds the interval to go one step on; past the last step this one adds so much
    that dateutil sees the end of its calendar, and stops.
    """

    left: int = 0

    def __radd__(self, other: int) -> int:
        return other + self._step()

    def __mul__(self, other: int) -> int:
        return self._step() * other

    def _step(self) -> int:
        self.left -= 1
        return int(self) if self.left >= 0 else _PAST_ALL_TIME


def occurrences(entries: Sequence[Entry], window: Window, budget: Budget) -> list[Occurrence]:
    """The occurrences of one UID that touch the window, by start. Raise Broken where they cannot be told."""
    found = [one for series in _split(entries) for one in _of_series(series, window, budget)]
    found.sort(key=lambda one: (wall(one.start), wall(one.end)))
    return found


def _split(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """One list per series: masters that share a UID by mistake part, and changed dates follow theirs."""
    ordered = sorted(entries, key=lambda entry: (wall(entry.start), sorted(entry.component.lines.items())))
    masters = newest(entry for entry in ordered if entry.replaces is None)
    changes = [entry for entry in ordered if entry.replaces is not None]
    if not masters:
        yield changes
        return
    series = [[master] for master in masters]
    for change in changes:
        before = [one for one in series if wall(one[0].start) <= wall(change.replaces or change.start)]
        chosen = (before or series[:1])[-1]
        chosen.append(replace(change, replaces=_date_of_master(change.replaces, chosen[0].start)))
    yield from series


def _date_of_master(replaces: Moment | None, start: Moment) -> Moment | None:
    """A RECURRENCE-ID as the kind of date its master has: Exchange names a day where a time is meant."""
    if replaces is None or isinstance(replaces, datetime) == isinstance(start, datetime):
        return replaces
    return datetime.combine(replaces, start.timetz()) if isinstance(start, datetime) else day_of(replaces)


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """Those with the highest SEQUENCE (RFC 5545 section 3.8.7.4)."""
    entries = list(entries)
    highest = max((entry.sequence for entry in entries), default=0)
    return [entry for entry in entries if entry.sequence == highest]


def _of_series(series: Sequence[Entry], window: Window, budget: Budget) -> Iterator[Occurrence]:
    calendar = Calendar()
    for number, entry in enumerate(series):
        calendar.add_component(_component(entry, number, _starts(series, entry, window, budget)))
    try:
        query = recurring_ical_events.of(calendar, components=["VEVENT"])
        found: list[Any] = query.between(window.first, window.last)
    except (ValueError, TypeError, OverflowError) as fault:
        raise Broken(f"its repetition cannot be worked out ({fault})") from fault
    for one in found:
        entry = series[one[_ENTRY]]
        yield Occurrence(entry, one["DTSTART"].dt, one["DTEND"].dt)


def _component(entry: Entry, number: int, starts: Iterable[Moment]) -> Event:
    """What recurring_ical_events needs of an entry; `number` leads back to it."""
    made = Event()
    made["UID"], made["SEQUENCE"], made[_ENTRY] = entry.uid, entry.sequence, number
    made["DTSTART"], made["DTEND"] = vDDDTypes(entry.start), vDDDTypes(entry.end)
    if entry.replaces is not None:
        made["RECURRENCE-ID"] = vDDDTypes(entry.replaces)
        if entry.and_future:
            made["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        return made
    dates = [*starts, *(start if end is None else (start, end) for start, end in entry.dates)]
    if dates:
        made["RDATE"] = vDDDLists(dates)
    if entry.without:
        made["EXDATE"] = vDDDLists(list(entry.without))
    return made


def _starts(series: Sequence[Entry], entry: Entry, window: Window, budget: Budget) -> list[Moment]:
    """The dates its rules name around the window."""
    if not entry.rules:
        return []
    length = wall(entry.end) - wall(entry.start)
    if length > MAX_LENGTH_REPEATED:
        raise Broken("it repeats and lasts more than a year")
    if entry.start.year < FIRST_YEAR:
        raise Broken(f"it repeats since the year {entry.start.year}")
    reach = max([length, *map(_moved, series)]) + timedelta(days=1)
    first, last = wall(window.first) - reach, wall(window.last) + reach
    walls = sorted({at for rule in entry.rules for at in _matches(rule, entry.start, (first, last), budget)})
    budget.spend(len(walls) * _WORK_OF_A_DATE)
    if isinstance(entry.start, datetime):
        return [at.replace(tzinfo=entry.start.tzinfo) for at in walls]
    return [at.date() for at in walls]


def _moved(entry: Entry) -> timedelta:
    """How far a change moves all dates after it, at most a year."""
    if not entry.and_future or entry.replaces is None:
        return timedelta()
    return min(abs(wall(entry.start) - wall(entry.replaces)), MAX_LENGTH_REPEATED)


def _matches(text: str, start: Moment, span: tuple[datetime, datetime], budget: Budget) -> list[datetime]:
    """The wall-clock times of one rule inside the span."""
    parts = _parts(text)
    freq = _FREQUENCIES[parts["FREQ"]]
    days = max((span[1] - wall(start)).days, 0)
    if days > MAX_DAYS_WALKED and freq != YEARLY:
        raise Broken(f"it repeats since the year {start.year}")
    budget.spend(days * _WORK[freq])
    stride = _Stride(_positive(parts, "INTERVAL"))
    stride.left = days // (_DAYS[freq] * int(stride)) + 2
    try:
        rule = _rule(parts, wall(start)).replace(interval=stride, until=_until(parts, start))
        found = rule.between(*span, inc=True)
    except (ValueError, IndexError, OverflowError) as fault:
        raise Broken(f"its rule {text!r} makes no sense ({fault})") from fault
    if stride.left < 0:
        budget.spend(min(_VAIN_SEARCH, budget.left))
    return found


def _parts(text: str) -> dict[str, str]:
    """A rule's parts under their upper-case names; raise Broken for what is not worked out."""
    if len(text) > MAX_RULE_LENGTH:
        raise Broken("its rule is too long")
    pairs = (part.partition("=") for part in text.upper().replace(" ", "").split(";"))
    parts = {name: value for name, _, value in pairs if value}
    if parts.get("FREQ") not in _FREQUENCIES:
        raise Broken(
            f"its rule {text!r} repeats by {parts.get('FREQ', 'nothing')}, not by day, week, month or year"
        )
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise Broken(f"its rule {text!r} is of another calendar than ours")
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= parts.get(name, "").count(",") + 1
    if times > MAX_TIMES_A_DAY:
        raise Broken(f"it repeats more than {MAX_TIMES_A_DAY} times a day")
    return parts


def _positive(parts: dict[str, str], name: str) -> int:
    """A whole number from one up; dateutil would never end on an INTERVAL of zero."""
    value = parts.get(name, "1")
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 10 and int(value)):
        raise Broken(f"its {name} is {value[:20]!r}, not a number from 1 up")
    return int(value)


def _rule(parts: dict[str, str], start: datetime) -> rrule:
    known = {"FREQ": parts["FREQ"]} | {name: parts[name] for name in _OTHER_PARTS if name in parts}
    known.pop("INTERVAL", None)
    if "UNTIL" in parts:
        known.pop("COUNT", None)
    rule = rrulestr(";".join(f"{name}={value}" for name, value in known.items()), dtstart=start)
    if not isinstance(rule, rrule):
        raise ValueError("not one rule")  # noqa: TRY004 - the text is wrong, not a type
    return rule


def _until(parts: dict[str, str], start: Moment) -> datetime | None:
    """The last permitted wall-clock time: UNTIL may be a day, a time of the series, or one in UTC."""
    if "UNTIL" not in parts:
        return None
    until = value_from(parts["UNTIL"])
    if not isinstance(until, date):
        raise Broken(f"its UNTIL is {parts['UNTIL'][:20]!r}, not a date")
    if not isinstance(start, datetime) or not isinstance(until, datetime):
        return datetime.combine(day_of(until), time.max)
    return wall(until.astimezone(start.tzinfo) if until.tzinfo else until)

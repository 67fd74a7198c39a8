"""The bytes of one .ics file go in; its events inside a window come out, and a warning for each fault."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from worker.domain.errors import Refused
from worker.domain.event import ONE_DAY, Event, Status
from worker.domain.reading import Publisher, Reading, clean_line, distinct
from worker.local.content import Broken, Calendar, Component, calendars_from
from worker.local.details import Details, details_from
from worker.local.entries import Clocks, entry_from
from worker.local.occurrences import (
    MAX_OCCURRENCES,
    Budget,
    Entry,
    Moment,
    Occurrence,
    Window,
    newest,
    occurrences,
    on_clock,
)
from worker.local.zones import Zones, zone_named

MAX_EVENTS_READ = 10_000
"""Events of one file inside the window: 27 a day for a year."""
MAX_WARNINGS = 50


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one reading is asked for."""

    name: str
    zone: ZoneInfo
    window: Window
    owner: frozenset[str]
    publishers: tuple[Publisher, ...]
    budget: Budget


def read_ics(
    data: bytes,
    *,
    name: str,
    zone: ZoneInfo,
    since: date,
    until: date,
    owner: frozenset[str],
    publishers: Sequence[Publisher] = (),
) -> Reading:
    """Read the events that touch a day from `since` to `until`, both inclusive, on the wall clock of `zone`.

    Floating times stand in the zone the calendar declares (X-WR-TIMEZONE), else in `zone`. `owner` holds the
    user's addresses in lower case. The order of the components never changes the events. Raises Refused
    where the bytes are no calendar, or too many.
    """
    calendars = calendars_from(data, name)
    window = Window(_midnight(since, zone), _midnight(until + ONE_DAY, zone))
    wish = _Wish(name, zone, window, owner, tuple(publishers), Budget())
    readers = [_CalendarReader(calendar, wish) for calendar in calendars]
    events = distinct(event for reader in readers for event in reader.events())
    warnings = [line for reader in readers for line in reader.warnings()] + _cut_off(calendars, name)
    if len(events) > MAX_EVENTS_READ:
        warnings.append(f"{name} has more than {MAX_EVENTS_READ} events in this time; the rest was left out.")
        events = events[:MAX_EVENTS_READ]
    return Reading(
        events,
        _few(warnings, name),
        zone=_first(map(_zone_of, calendars)),
        name=_first(map(_name_of, calendars)),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _name_of(calendar: Calendar) -> str:
    return clean_line(calendar.head.text("X-WR-CALNAME") or calendar.head.text("NAME"))


def _zone_of(calendar: Calendar) -> str:
    known = zone_named(calendar.head.text("X-WR-TIMEZONE"))
    return known.key if known else ""


def _few(warnings: list[str], name: str) -> tuple[str, ...]:
    """As many warnings as a person will read."""
    more = len(warnings) - MAX_WARNINGS
    return (*warnings[:MAX_WARNINGS], f"{name}: and {more} more.") if more > 0 else tuple(warnings)


def _cut_off(calendars: Sequence[Calendar], name: str) -> list[str]:
    """A warning where the file ends too early; raise Refused where nothing in it is complete."""
    if all(calendar.complete for calendar in calendars):
        return []
    if not any(calendar.events for calendar in calendars):
        raise Refused(f"{name} is cut off before its first event ends; export or download it again.")
    return [f"{name} is cut off: END:VCALENDAR is missing; what is complete was read, export it again."]


class _CalendarReader:
    """Reads the events of one VCALENDAR, and keeps a warning for each one it cannot read."""

    def __init__(self, calendar: Calendar, wish: _Wish) -> None:
        self._calendar = calendar
        self._wish = wish
        self._declared = zone_named(calendar.head.text("X-WR-TIMEZONE"))
        self._zones = Zones(calendar.zones, wish.window.first.date())
        self._clocks = Clocks(self._zone, self._declared)
        self._cancelled = calendar.head.text("METHOD").upper() == "CANCEL"
        self._program = f"{calendar.head.text('PRODID')}\n{_name_of(calendar)}".casefold()
        self._marks = [mark.casefold() for publisher in wish.publishers for mark in publisher.marks]
        self._unknown_zones = set[str]()
        self._faults: list[tuple[int, str]] = []

    def warnings(self) -> list[str]:
        """What could not be read: components by line, then zones by name."""
        floating = self._declared or self._wish.zone
        return [f"{self._wish.name} line {line}{text}" for line, text in sorted(self._faults)] + [
            f"{self._wish.name}: the time zone {zone!r} is not known; its times were read in {floating}."
            for zone in sorted(self._unknown_zones)
        ]

    def _warn(self, component: Component, text: str) -> None:
        uid = clean_line(component.text("UID"))[:120]
        self._faults.append((component.line, f"{f', UID {uid}' if uid else ''}: {text}."))

    def _zone(self, name: str) -> tzinfo:
        """The zone of that name; the floating one for none, and for an unknown one with a warning."""
        known = self._zones.find(name) if name else None
        if name and known is None:
            self._unknown_zones.add(clean_line(name)[:60])
        return known or self._declared or self._wish.zone

    def events(self) -> Iterator[Event]:
        """Every event inside the window, until there are too many."""
        by_uid: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries():
            by_uid[entry.uid].append(entry)
        count = 0
        for _, entries in sorted(by_uid.items()):
            for event in self._of_uid(entries):
                yield event
                count += 1
            if count > MAX_EVENTS_READ:
                return

    def _entries(self) -> Iterator[Entry]:
        """The times of every component that has some."""
        for component in self._calendar.unended:
            self._warn(component, "END:VEVENT is missing; skipped")
        for component in self._calendar.events:
            try:
                yield entry_from(component, self._clocks)
            except Broken as fault:
                self._warn(component, f"{fault}; skipped")
            except OverflowError:
                self._warn(component, "it lies at the end of time; skipped")

    def _of_uid(self, entries: Sequence[Entry]) -> Iterator[Event]:
        """The events of all components under one UID."""
        window = self._wish.window
        recurs = any(entry.recurs for entry in entries)
        known = dict[int, Details]()
        for one in self._worked_out(entries) if recurs else map(Occurrence.of, newest(entries)):
            span = (one.start, one.end)
            if window.may_hold(span) and span in window:
                component = one.entry.component
                details = known.get(id(component)) or details_from(component, self._wish.owner)
                known[id(component)] = details
                yield self._event(entries[0].uid, span, details, recurs=recurs)

    def _worked_out(self, entries: Sequence[Entry]) -> list[Occurrence]:
        """The occurrences of a series, or where they cannot be told its components as they stand."""
        component = entries[0].component
        try:
            found = occurrences(entries, self._wish.window, self._wish.budget)
        except Broken as fault:
            self._warn(component, f"{fault}; only its first date is read")
            return [Occurrence.of(entry) for entry in entries]
        if len(found) > MAX_OCCURRENCES:
            self._warn(component, f"only its first {MAX_OCCURRENCES} dates are read")
        return found[:MAX_OCCURRENCES]

    def _event(self, uid: str, span: tuple[Moment, Moment], details: Details, *, recurs: bool) -> Event:
        zone = self._wish.zone
        return Event(
            id=f"{uid}/{_stamp(span[0])}" if recurs else uid,
            calendar=self._wish.name,
            title=details.title,
            starts=on_clock(span[0], zone),
            ends=on_clock(span[1], zone),
            all_day=not isinstance(span[0], datetime),
            description=details.description,
            location=details.location,
            status=Status.CANCELLED if self._cancelled else details.status,
            response=details.response,
            guests=details.guests,
            organizer=details.organizer,
            series=uid if recurs else "",
            zone=details.zone,
            online=details.online,
            busy=details.busy,
            owned=details.made_by_user and not self._is_of_publisher(uid),
            updated=details.updated,
            categories=details.categories,
        )

    def _is_of_publisher(self, uid: str) -> bool:
        return any(mark in self._program or mark in uid.casefold() for mark in self._marks)


def _stamp(moment: Moment) -> str:
    """A date as it may stand in an id: the same in every file and zone."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.strftime("%Y%m%d")

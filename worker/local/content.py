"""The bytes of a calendar file go in; its components come out, with line numbers (RFC 5545, 3.1).

Components are cut out by hand, not by icalendar's own parser, for three reasons: one broken component then
fails alone and by its line, thousands of nested BEGINs cost nothing, and the properties nobody reads
(two thirds of a usual event) are never parsed: 2,000 events take a fifth of the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from icalendar import vDDDTypes

from worker.domain.errors import Refused
from worker.domain.reading import clean

MAX_BYTES = 20_000_000
"""Larger than twenty years of a busy calendar."""
MAX_EVENTS = 50_000
"""Components in one file."""
MAX_LINES = 5_000
"""Content lines kept of one component."""

_EVENT = (
    "UID SUMMARY DESCRIPTION LOCATION DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE "
    "STATUS TRANSP ATTENDEE ORGANIZER LAST-MODIFIED CATEGORIES CONFERENCE URL X-ALT-DESC "
    "X-GOOGLE-CONFERENCE "
    "X-MICROSOFT-CDO-BUSYSTATUS X-MICROSOFT-CDO-ALLDAYEVENT X-MICROSOFT-SKYPETEAMSMEETINGURL "
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK"
)
_CALENDAR = "METHOD PRODID NAME X-WR-CALNAME X-WR-TIMEZONE"
_READ_OF_EVENT = {name.encode(): name for name in _EVENT.split()}
_READ_OF_CALENDAR = {name.encode(): name for name in _CALENDAR.split()}

_NAME = re.compile(rb"[A-Za-z0-9-]+(?=\s*[;:])")
# Name and parameters up to the first colon outside quotes; possessive: hostile quotes cannot backtrack.
_HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+:')
_PARAM = re.compile(r';\s*+([^=;:"]++)=((?:"[^"]*+"|[^";]++)*+)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}
_UTF8_BOM = b"\xef\xbb\xbf"


class Broken(Exception):  # noqa: N818 - named after what the component is
    """One component cannot be read; says why in words. The rest of the file goes on."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property: parameters under upper-case names, and the value as it stands, not yet unescaped."""

    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property (RFC 5545 section 3.3.11), printable."""
        return clean(unescaped(self.value))


@dataclass(slots=True)
class Component:
    """A VEVENT: the line it begins on, and its content lines by property name."""

    line: int
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    kept: int = 0

    def first(self, name: str) -> Property | None:
        """The property of that name; of several the first."""
        lines = self.lines.get(name)
        return property_from(lines[0]) if lines else None

    def all(self, name: str) -> Iterator[Property]:
        """Every property of that name, in order."""
        return map(property_from, self.lines.get(name, ()))

    def text(self, name: str) -> str:
        """The text of a property, or empty."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def keep(self, name: str, line: bytes) -> None:
        """Remember a content line; past the limit it is only counted."""
        self.kept += 1
        if self.kept <= MAX_LINES:
            self.lines.setdefault(name, []).append(line)


@dataclass(slots=True)
class Calendar:
    """A VCALENDAR: its own properties, the text of each VTIMEZONE, and its events."""

    head: Component
    zones: list[list[bytes]] = field(default_factory=list)
    events: list[Component] = field(default_factory=list)
    unended: list[Component] = field(default_factory=list)
    """Events without END:VEVENT."""
    complete: bool = False


def unescaped(value: str) -> str:
    r"""TEXT without its backslashes: \n and \N are a line end, anything else stands for itself."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def property_from(line: bytes) -> Property:
    """Parse one content line; it always succeeds, since what is odd stays in the value."""
    text = _decoded(line)
    head = _HEAD.match(text)
    end = head.end() if head else text.find(":") + 1
    if ";" not in text[:end]:
        return Property({}, text[end:])
    return Property(
        {name.strip().upper(): _param(value) for name, value in _PARAM.findall(text[: end - 1])}, text[end:]
    )


def _param(value: str) -> str:
    """A parameter's value without quotes and RFC 6868 carets."""
    value = value.strip().replace('"', "")
    return re.sub(r"\^[n'^]", lambda found: _CARET[found[0]], value) if "^" in value else value


def _decoded(line: bytes) -> str:
    """UTF-8, or where it is none what Windows wrote; latin-1 for the five bytes that Windows leaves out."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def value_from(text: str) -> date | timedelta | None:
    """A DATE, DATE-TIME or DURATION value (RFC 5545 section 3.3), None for another kind; else ValueError."""
    try:
        value = vDDDTypes.from_ical(text.strip().upper())  # type: ignore[no-untyped-call]
    except OverflowError as fault:
        raise ValueError("too large") from fault
    return value if isinstance(value, date | timedelta) else None


def as_utf8(data: bytes) -> bytes:
    """The same text in an encoding in which line ends are single bytes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    if data[:4] in (b"B\0E\0", b"b\0e\0"):
        return data.decode("utf-16-le", "replace").encode()
    if data[:4] in (b"\0B\0E", b"\0b\0e"):
        return data.decode("utf-16-be", "replace").encode()
    return data


def unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Content lines with the number of their first line.

    Unfolded before decoding: programs fold between the bytes of one letter (RFC 5545 section 3.1).
    """
    first, parts = 0, list[bytes]()
    for number, raw in enumerate(as_utf8(data).splitlines(), 1):
        if raw[:1] in (b" ", b"\t"):
            parts.append(raw[1:])
            continue
        if not raw:
            continue
        if parts:
            yield first, b"".join(parts)
        first, parts = number, [raw.removeprefix(_UTF8_BOM)]
    if parts:
        yield first, b"".join(parts)


def calendars_from(data: bytes, name: str) -> list[Calendar]:
    """Cut a file into its calendars; raise Refused where it is none, or too large."""
    if len(data) > MAX_BYTES:
        raise Refused(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB; export a shorter period or fewer calendars."
        )
    if not data.strip():
        raise Refused(f"{name} is empty; export the calendar again.")
    splitter = _Splitter(name)
    for number, line in unfolded(data):
        splitter.take(number, line)
    splitter.close_part()
    if not splitter.calendars:
        raise Refused(
            f"{name} is no calendar: it has no BEGIN:VCALENDAR; give a file or address that ends in .ics."
        )
    return splitter.calendars


class _Splitter:
    """Takes content lines, and keeps the calendars they make up: three levels, however deep the text."""

    def __init__(self, name: str) -> None:
        self.calendars: list[Calendar] = []
        self._name = name
        self._open: Calendar | None = None
        self._part = ""
        """The component directly below the calendar."""
        self._below = ""
        """The outermost component inside that, such as VALARM."""
        self._event: Component | None = None
        self._count = 0

    def take(self, number: int, line: bytes) -> None:
        """The next content line."""
        start = line[:6].upper()
        if start == b"BEGIN:":
            self._begin(number, line)
        elif start[:4] == b"END:":
            self._end(line)
        elif self._event is not None:
            if not self._below:
                _keep(self._event, _READ_OF_EVENT, line)
        elif self._open is not None:
            if self._part == "VTIMEZONE":
                self._keep_zone(line)
            elif not self._part:
                _keep(self._open.head, _READ_OF_CALENDAR, line)

    def _begin(self, number: int, line: bytes) -> None:
        kind = _kind(line)
        if kind == "VCALENDAR":
            self.close_part()
            self._open = Calendar(Component(number))
            self.calendars.append(self._open)
        elif kind in ("VEVENT", "VTIMEZONE"):
            self._begin_part(kind, number)
        elif self._part == "VTIMEZONE":
            self._keep_zone(line)
        elif not self._part:
            self._part = kind
        elif not self._below:
            self._below = kind

    def _begin_part(self, kind: str, number: int) -> None:
        self.close_part()
        if self._open is None:
            return
        self._part = kind
        if kind == "VTIMEZONE":
            self._open.zones.append([])
            return
        self._event = Component(number)
        self._count += 1
        if self._count > MAX_EVENTS:
            raise Refused(f"{self._name} has more than {MAX_EVENTS} events; export a shorter period.")

    def _end(self, line: bytes) -> None:
        kind = _kind(line)
        if kind == "VCALENDAR" and self._open is not None:
            self.close_part()
            self._open.complete = True
            self._open = None
        elif kind == self._part:
            self._end_part()
        elif self._part == "VTIMEZONE":
            self._keep_zone(line)
        elif kind == self._below:
            self._below = ""

    def _end_part(self) -> None:
        if self._event is not None and self._open is not None:
            self._open.events.append(self._event)
        self._event, self._part, self._below = None, "", ""

    def close_part(self) -> None:
        """End what was left open; an event then misses its END."""
        if self._event is not None and self._open is not None:
            self._open.unended.append(self._event)
        self._event, self._part, self._below = None, "", ""

    def _keep_zone(self, line: bytes) -> None:
        if self._open is not None and len(self._open.zones[-1]) < MAX_LINES:
            self._open.zones[-1].append(line)


def _kind(line: bytes) -> str:
    return line.partition(b":")[2].strip().upper().decode("ascii", "replace")


def _keep(component: Component, read: dict[bytes, str], line: bytes) -> None:
    found = _NAME.match(line)
    name = read.get(found[0].upper()) if found else None
    if name:
        component.keep(name, line)

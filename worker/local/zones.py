"""A zone's name as a calendar writes it goes in; the zone comes out (RFC 5545, 3.2.19 and 3.6.5)."""

import re
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from worker.local.content import as_utf8, property_from

# Names without a slash that mean the same on every machine ("localtime" or "Factory" do not).
_BARE = {"UTC", "GMT", "EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "CET", "EET", "WET"}
_MAX_NAME = 120
MAX_CHANGES = 400
"""Of one zone: two a year for two centuries."""
_DECLARED = re.compile(rb"^X-WR-TIMEZONE[^:\r\n]*:([^\r\n]+)", re.IGNORECASE | re.MULTILINE)

_RULE_KEYS = {"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "INTERVAL", "WKST"}
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH_WEEKDAY = re.compile(rf"[-+]?[1-5]{_WEEKDAY}")
_ONE_WEEKDAY = re.compile(_WEEKDAY)
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_DAYS_OF_EVERY_MONTH = re.compile(r"(?:0?[1-9]|1\d|2[0-8])(?:,(?:0?[1-9]|1\d|2[0-8]))*")


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone for an IANA, a Windows or a "globally unique" name, or None.

    Understood as well: any case, Outlook's display names ("(UTC-05:00) Eastern Time (US & Canada)") and
    names behind a vendor's prefix ("/freeassociation.sourceforge.net/Europe/Berlin").
    """
    name = name.strip().strip("/")
    if not name or len(name) > _MAX_NAME or not name.isascii():
        return None
    parts = name.split("/")
    candidates = [name, *("/".join(parts[-n:]) for n in (3, 2, 1) if n < len(parts)), _windows_name(name)]
    return next((zone for zone in map(_iana, candidates) if zone), None)


def _iana(name: str) -> ZoneInfo | None:
    """The zone under its IANA or Windows name in any case."""
    if name in _BARE or "/" in name:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # OSError: a folder of the zone database, such as "America"
            pass
    known = _names().get(name.lower())
    return ZoneInfo(known) if known else None


@cache
def _names() -> Mapping[str, str]:
    """IANA name by lower-case IANA or Windows name."""
    iana = {key.lower(): key for key in zoneinfo.available_timezones() if "/" in key or key in _BARE}
    return iana | {key.lower(): value for key, value in WINDOWS_TO_OLSON.items()}


def _windows_name(name: str) -> str:
    """The display name's Windows name: Eastern Time (US & Canada) is Eastern Standard Time."""
    bare = re.sub(r"\([^)]*\)", "", name).replace("Daylight", "Standard").strip()
    return bare if "Standard" in bare else bare.replace(" Time", " Standard Time")


def declared_zone(data: bytes) -> ZoneInfo | None:
    """The zone that a file declares for all of itself (X-WR-TIMEZONE), where we know it."""
    found = _DECLARED.search(as_utf8(data))
    return zone_named(found[1].decode("utf-8", "replace")) if found else None


class Zones:
    """The zones of one calendar: the world's under their names, its own VTIMEZONE blocks under theirs."""

    def __init__(self, blocks: Sequence[Sequence[bytes]], around: date) -> None:
        """Take the content lines of each VTIMEZONE; `around` is a day near which they are asked for."""
        self._blocks = {_tzid(block): block for block in blocks}
        self._around = around
        self._own: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """The zone of that name. IANA and Windows names win over a file's own definition of them."""
        known = zone_named(name)
        if known or name not in self._blocks:
            return known
        if name not in self._own:
            self._own[name] = _zone_defined(self._blocks[name], self._around)
        return self._own[name]


def _tzid(block: Sequence[bytes]) -> str:
    return _value(block, b"TZID")


def _value(block: Sequence[bytes], name: bytes) -> str:
    lines = (line for line in block if line[: len(name)].upper() == name)
    return next((property_from(line).value.strip() for line in lines), "")


def _zone_defined(block: Sequence[bytes], around: date) -> tzinfo | None:
    """The zone a VTIMEZONE defines, or None where it cannot be used."""
    known = zone_named(_value(block, b"X-LIC-LOCATION"))
    if known:
        return known
    rules = [line for line in map(_plain_line, block) if line.startswith("RRULE:")]
    changes = _changes(block)
    if not changes or not all(_ends_its_search(rule[6:]) for rule in rules):
        return None
    lines = [line for change in _moved_near(changes, around) for line in change]
    text = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:Own", *lines, "END:VTIMEZONE", ""])
    try:
        component = Timezone.from_ical(text)
        if not isinstance(component, Timezone):
            return None
        zone: tzinfo = component.to_tz(lookup_tzid=False)
        datetime(around.year, 7, 1, tzinfo=UTC).astimezone(zone)
    except (ValueError, TypeError, KeyError, LookupError, AttributeError, OverflowError, AssertionError):
        return None
    return zone


_OF_CHANGE = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "BEGIN", "END")
_CHANGE = {"BEGIN:STANDARD", "BEGIN:DAYLIGHT"}


def _plain_line(line: bytes) -> str:
    """A property without its parameters, which a change needs none of; empty for what nobody reads."""
    name = re.match(rb"[A-Za-z0-9-]*", line)
    known = name[0].decode().upper() if name else ""
    return f"{known}:{property_from(line).value.strip().upper()}" if known in _OF_CHANGE else ""


def _changes(block: Sequence[bytes]) -> list[list[str]]:
    """The STANDARD and DAYLIGHT parts of a VTIMEZONE, flat, however it nests."""
    changes = list[list[str]]()
    for line in filter(None, map(_plain_line, block)):
        if line in _CHANGE:
            changes.append([line])
        elif changes and _belongs(line, changes[-1]):
            changes[-1].append(line)
    return [change for change in changes if change[-1].startswith("END:")][:MAX_CHANGES]


def _belongs(line: str, change: Sequence[str]) -> bool:
    """Whether a line is part of the change that is being read: a property, or its END."""
    ended = change[-1].startswith("END:")
    return not ended and (not line.startswith(("BEGIN:", "END:")) or line[4:] == change[0][6:])


def _moved_near(changes: Sequence[list[str]], around: date) -> list[list[str]]:
    """Changes whose rules began long ago (Windows: 1601) beginning lately: fewer years to walk."""
    lines = [line for change in changes for line in change]
    rules = [line for line in lines if line.startswith("RRULE:")]
    if len(rules) != len(changes) or any("UNTIL=" in rule for rule in rules):
        return list(changes)
    return [[_begun_by(around.year - 3, line) for line in change] for change in changes]


def _begun_by(year: int, line: str) -> str:
    if not line.startswith("DTSTART:") or line[8:12] >= f"{year:04}":
        return line
    return f"DTSTART:{year:04}{line[12:]}"


def _ends_its_search(rule: str) -> bool:
    """Whether a yearly rule matches every few years.

    dateutil looks for the next match up to the year 9999; a zone needs no rule that makes it do so.
    """
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    if not _RULE_KEYS.issuperset(parts) or parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1":
        return False
    if not _MONTH.fullmatch(parts.get("BYMONTH", "")):
        return False
    if "BYMONTHDAY" in parts:
        days = _DAYS_OF_EVERY_MONTH.fullmatch(parts["BYMONTHDAY"])
        return bool(days and _ONE_WEEKDAY.fullmatch(parts.get("BYDAY", "")))
    return bool(_NTH_WEEKDAY.fullmatch(parts.get("BYDAY", "")))

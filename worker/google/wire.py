"""Google's JSON goes in (Calendar API v3, Events); our nouns come out, or a sentence naming the field."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from worker.domain.errors import Refused
from worker.domain.event import ONE_DAY, Event, Guest, Response, Status
from worker.domain.reading import Reading, clean, clean_line, distinct, has_video_link

MAX_WARNINGS = 50

_GROUP = ("@group.calendar.google.com", "@group.v.calendar.google.com")
_RESOURCE = ("@resource.calendar.google.com",)
_RESPONSES = {response.value: response for response in Response}
_STATES = {status.value: status for status in Status}
_UTF8_BOM = b"\xef\xbb\xbf"


class Deleted(Refused):
    """A deleted event, of which Google guarantees the id alone: there is nothing to read."""


def event_from(resource: Mapping[str, Any], *, calendar: str, zone: ZoneInfo, owner: frozenset[str]) -> Event:
    """The event a resource describes, on the wall clock of `zone`. `owner`: the user's addresses, lower case.

    An all-day `end.date` is exclusive, as ours is. Raises Deleted for what is left of a deleted event, and
    Refused where a field is missing or of a wrong type.
    """
    fields = _Fields(resource)
    status = _STATES.get(fields.text("status"), Status.CONFIRMED)
    if status is Status.CANCELLED and "start" not in resource:
        raise Deleted(f"event {fields.name}: it was deleted; nothing but its id is left.")
    starts, ends, all_day = _span(fields, zone)
    organizer, maker = _organizer(fields, owner), _maker(fields, owner)
    guests = tuple(_guest(one, owner) for one in fields.objects("attendees"))
    description, location = clean(fields.text("description")).strip(), clean(fields.text("location")).strip()
    return Event(
        id=fields.name,
        calendar=calendar,
        title=clean_line(fields.text("summary")),
        starts=starts,
        ends=ends,
        all_day=all_day,
        description=description,
        location=location,
        status=status,
        response=next((guest.response for guest in guests if guest.is_self), Response.ACCEPTED),
        guests=tuple(guest for guest in guests if guest.email or guest.name),
        organizer=organizer if organizer and (organizer.email or organizer.name) else None,
        maker=maker if maker and (maker.email or maker.name) else None,
        series=clean_line(fields.text("recurringEventId")),
        zone=clean_line(fields.object("start").text("timeZone")),
        online=_online(fields, location, description),
        busy=fields.text("transparency") != "transparent",
        owned=_owned(fields, owner),
        kind=clean_line(fields.text("eventType")) or "default",
        updated=_updated(fields),
    )


class _Fields:
    """One JSON object, read by field; a wrong type is Refused with the field's path."""

    def __init__(self, found: Mapping[str, Any], path: str = "", name: str = "") -> None:
        self._found = found
        self._path = path
        self.name = name or self._id()

    def _id(self) -> str:
        value = self._found.get("id")
        if not isinstance(value, str) or not clean_line(value):
            raise Refused("an event has no id; give events as Google's events.list returns them.")
        return clean_line(value)[:500]

    def __contains__(self, field: str) -> bool:
        return self._found.get(field) is not None

    def _wrong(self, field: str, wanted: str) -> Refused:
        return Refused(
            f"event {self.name}: {self._path}{field} is not {wanted}; "
            "give events as Google's events.list returns them."
        )

    def text(self, field: str) -> str:
        """A string, or empty where there is none."""
        value = self._found.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(field, "text")
        return value

    def flag(self, field: str) -> bool:
        """A boolean, false where there is none."""
        value = self._found.get(field, False)
        if not isinstance(value, bool):
            raise self._wrong(field, "true or false")
        return value

    def object(self, field: str) -> "_Fields":
        """An object, empty where there is none."""
        value = self._found.get(field)
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            raise self._wrong(field, "an object")
        return _Fields(value, f"{self._path}{field}.", self.name)

    def objects(self, field: str) -> Iterator["_Fields"]:
        """A list of objects, empty where there is none."""
        value = self._found.get(field)
        if value is None:
            return
        if not isinstance(value, list):
            raise self._wrong(field, "a list")
        for number, one in enumerate(value):
            if not isinstance(one, Mapping):
                raise self._wrong(f"{field}[{number}]", "an object")
            yield _Fields(one, f"{self._path}{field}[{number}].", self.name)

    def day(self, field: str) -> date:
        """A date, YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(field))
        except ValueError as fault:
            raise self._wrong(field, "a date such as 2026-07-01") from fault

    def moment(self, field: str, floating: ZoneInfo) -> datetime:
        """A time (RFC 3339); one without an offset stands in the object's `timeZone`, else in `floating`."""
        try:
            moment = datetime.fromisoformat(self.text(field))
            moment.astimezone(UTC)
        except (ValueError, OverflowError) as fault:
            raise self._wrong(field, "a time such as 2026-07-01T07:00:00-04:00") from fault
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone(floating))

    def _zone(self, floating: ZoneInfo) -> ZoneInfo:
        name = self.text("timeZone")
        if not name:
            return floating
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError) as fault:
            raise self._wrong("timeZone", "a zone such as America/New_York") from fault


def _span(fields: _Fields, zone: ZoneInfo) -> tuple[datetime, datetime, bool]:
    """Start, exclusive end, and whether it is all-day. An event without an end has no length, or one day."""
    start, end = fields.object("start"), fields.object("end")
    if "date" not in start and "dateTime" not in start:
        raise Refused(
            f"event {fields.name}: start is missing; give events as Google's events.list returns them."
        )
    try:
        starts, ends = _days(start, end, zone) if "date" in start else _times(start, end, zone)
    except OverflowError as fault:
        raise Refused(f"event {fields.name}: it lies at the end of time; correct or remove it.") from fault
    if ends.timestamp() < starts.timestamp():
        raise Refused(f"event {fields.name}: end lies before start; correct it in the calendar.")
    return starts, ends, "date" in start


def _days(start: _Fields, end: _Fields, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first = start.day("date")
    last = end.day("date") if "date" in end else first
    after = first + ONE_DAY if last == first else last
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


def _times(start: _Fields, end: _Fields, zone: ZoneInfo) -> tuple[datetime, datetime]:
    starts = start.moment("dateTime", zone)
    ends = end.moment("dateTime", zone) if "dateTime" in end else starts
    return starts.astimezone(zone), ends.astimezone(zone)


def _guest(fields: _Fields, owner: frozenset[str]) -> Guest:
    email = clean_line(fields.text("email")).lower()
    return Guest(
        email=email,
        name=clean_line(fields.text("displayName")),
        response=_RESPONSES.get(fields.text("responseStatus"), Response.NEEDS_ACTION),
        is_self=fields.flag("self") or email in owner,
        is_organizer=fields.flag("organizer"),
        is_resource=fields.flag("resource") or email.endswith(_RESOURCE),
        is_group=email.endswith(_GROUP),
    )


def _organizer(fields: _Fields, owner: frozenset[str]) -> Guest | None:
    if "organizer" not in fields:
        return None
    person = fields.object("organizer")
    email = clean_line(person.text("email")).lower()
    return Guest(
        email=email,
        name=clean_line(person.text("displayName")),
        response=Response.ACCEPTED,
        is_self=person.flag("self") or email in owner,
        is_organizer=True,
        is_group=email.endswith(_GROUP),
    )


def _maker(fields: _Fields, owner: frozenset[str]) -> Guest | None:
    if "creator" not in fields:
        return None
    person = fields.object("creator")
    email = clean_line(person.text("email")).lower()
    return Guest(
        email=email,
        name=clean_line(person.text("displayName")),
        response=Response.ACCEPTED,
        is_self=person.flag("self") or email in owner,
        is_group=email.endswith(_GROUP),
    )


def _owned(fields: _Fields, owner: frozenset[str]) -> bool:
    """Whether the user made or organises it; an event that names neither is the user's."""
    people = [fields.object(field) for field in ("creator", "organizer") if field in fields]
    return not people or any(one.flag("self") or one.text("email").lower() in owner for one in people)


def _online(fields: _Fields, location: str, description: str) -> bool:
    if fields.text("hangoutLink"):
        return True
    entries = fields.object("conferenceData").objects("entryPoints")
    if any(entry.text("entryPointType") == "video" for entry in entries):
        return True
    return has_video_link(location, description)


def _updated(fields: _Fields) -> datetime | None:
    return fields.moment("updated", ZoneInfo("UTC")).astimezone(UTC) if "updated" in fields else None


def event_from_line(
    line: bytes | str, *, calendar: str, zone: ZoneInfo, owner: frozenset[str]
) -> tuple[str, Event]:
    """One line of JSON, an event or `{"id", "event"}`, as that id and the event.

    Raises Refused (or Deleted) with a sentence that names the field.
    """
    found = _json(line)
    outer = found.get("id")
    if isinstance(found.get("event"), dict):
        found = found["event"]
    if "id" not in found and isinstance(outer, str):
        found = {**found, "id": outer}
    event = event_from(found, calendar=calendar, zone=zone, owner=owner)
    return clean_line(outer) if isinstance(outer, str) else event.id, event


def id_of_line(line: bytes | str) -> str:
    """The id a line gives itself, also where its event cannot be read; empty where it gives none."""
    try:
        found = _json(line).get("id")
    except Refused:
        return ""
    return clean_line(found) if isinstance(found, str) else ""


def _json(line: bytes | str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Refused("the line is no JSON; give one event a line.") from fault
    if not isinstance(found, dict):
        raise Refused("the line is no JSON object; give one event a line.")
    return found


def read_jsonl(
    data: bytes,
    *,
    name: str,
    zone: ZoneInfo,
    owner: frozenset[str],
    since: date | None = None,
    until: date | None = None,
) -> Reading:
    """Read a file of one event a line; a bad line is left out with a warning that names it.

    Only events that touch a day from `since` to `until` (both inclusive) are kept, where given. Raises
    Refused where no line can be read.
    """
    events, warnings, lines = list[Event](), list[str](), 0
    for number, line in enumerate(data.removeprefix(_UTF8_BOM).splitlines(), 1):
        if not line.strip():
            continue
        lines += 1
        try:
            events.append(event_from_line(line, calendar=name, zone=zone, owner=owner)[1])
        except Deleted:
            continue
        except Refused as fault:
            warnings.append(f"{name} line {number}: {str(fault)[:300].rstrip('.')}; skipped.")
    if len(warnings) == lines:
        first = warnings[0] if warnings else f"{name} is empty."
        raise Refused(f"{name} holds no event, one a line, as Google's events.list returns them: {first}")
    kept = (event for event in events if _within(event, since, until))
    return Reading(distinct(kept), _few(warnings, name))


def _within(event: Event, since: date | None, until: date | None) -> bool:
    return (until is None or event.first_day <= until) and (since is None or event.last_day >= since)


def _few(warnings: list[str], name: str) -> tuple[str, ...]:
    """As many warnings as a person will read."""
    more = len(warnings) - MAX_WARNINGS
    return (*warnings[:MAX_WARNINGS], f"{name}: and {more} more.") if more > 0 else tuple(warnings)

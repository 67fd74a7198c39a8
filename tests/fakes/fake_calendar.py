"""What people do to calendars goes in; what Google then shows comes out, from memory or over HTTP.

`Calendars` is Google's side, with a small language for tests. `FakeCalendar` stands where GoogleCalendar
stands (tests/contracts/calendar_contract.py); `CalendarFace` serves the v3 JSON to the real GoogleCalendar.
"""

import json
import secrets
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from worker.domain.bookmark import CalendarGone, Changes, ListedCalendar
from worker.domain.errors import Expired
from worker.google.calendar import Span, changes_from, listed_from
from worker.google.service import discovery

Json = dict[str, Any]
When = date | datetime
ONE_DAY = timedelta(days=1)
CANCELLED = {"status": "cancelled"}
NEVER_WITH_A_TOKEN = frozenset(
    {"iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty"}
    | {"timeMin", "timeMax", "updatedMin"}
)
"""Events: list, parameter `syncToken`."""
ONE_READING = frozenset({"syncToken", "pageToken", "timeMin", "timeMax"})
"""What may differ between a first reading and the later ones."""


class Refusal(Exception):  # noqa: N818 - named after what happened
    """Google says no."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason = status, reason


@dataclass
class Kept:
    """One calendar: its entry in the list, its events, and when each was last changed."""

    entry: Json
    zone: ZoneInfo
    events: dict[str, Json] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    outdated: list[Json] = field(default_factory=list)
    """Told before all changes, as if an event changed while its pages were read."""


@dataclass(frozen=True)
class Token:
    """How far one reading of one calendar came, and what it asked for."""

    calendar: str
    position: int
    asked: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rest:
    """What is still to come of a reading that has begun."""

    query: Mapping[str, str]
    pages: tuple[tuple[Json, ...], ...]
    token: str


@dataclass
class Calendars:
    """All calendars of one user, as Google keeps them, and the hands that change them."""

    me: str = "resident@gmail.com"
    page_size: int = 2500
    """Google may give fewer than were asked for."""
    empty_pages: bool = False
    """Whether a page without any event comes before each other, and at the end."""
    _kept: dict[str, Kept] = field(default_factory=dict)
    _tokens: dict[str, Token] = field(default_factory=dict)
    _rests: dict[str, Rest] = field(default_factory=dict)
    _now: int = 0

    def __post_init__(self) -> None:
        """Everybody has a calendar of their own."""
        self.open(self.me, "My calendar", primary=True, selected=True)

    # --- the language of the tests -------------------------------------------------------------------

    def open(
        self, calendar: str, name: str, zone: str = "America/New_York", *, role: str = "owner", **entry: Any
    ) -> str:
        """Put a calendar into the user's list. Its id."""
        shown = {"kind": "calendar#calendarListEntry", "id": calendar, "summary": name, "timeZone": zone}
        self._kept[calendar] = Kept(shown | {"accessRole": role} | entry, ZoneInfo(zone))
        return calendar

    def close(self, calendar: str) -> None:
        """The calendar is deleted, or no longer shared with the user."""
        del self._kept[calendar]

    def forget_tokens(self) -> None:
        """Every token given out until now is too old."""
        self._tokens.clear()

    def add(
        self, title: str, starts: When, ends: When | None = None, *, calendar: str = "", **fields: Any
    ) -> str:
        """A new event, by default of one hour or one day. Its id; `fields` as in Google's resource."""
        me = {"email": self.me, "self": True}
        shown = {"kind": "calendar#event", "status": "confirmed", "summary": title, "creator": me}
        name = str(fields.get("id", f"event{self._now:05}"))
        return self.put(shown | {"organizer": me, "id": name} | _times(starts, ends) | fields, calendar)

    def add_series(
        self, title: str, starts: datetime, *, every: timedelta, times: int, calendar: str = ""
    ) -> tuple[str, ...]:
        """A recurring event. The ids of its occurrences, which name their moment as Google's do."""
        series = f"series{self._now:05}"
        moments = [starts + every * number for number in range(times)]
        return tuple(
            self.add(
                title,
                moment,
                calendar=calendar,
                id=f"{series}_{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}",
                recurringEventId=series,
                originalStartTime={"dateTime": moment.isoformat()},
            )
            for moment in moments
        )

    def move(self, event: str, starts: When, ends: When | None = None, *, calendar: str = "") -> None:
        """The event takes place at another time."""
        self._change(event, calendar, _times(starts, ends))

    def rename(self, event: str, title: str, *, calendar: str = "") -> None:
        """The event has another title."""
        self._change(event, calendar, {"summary": title})

    def cancel(self, event: str, *, calendar: str = "") -> None:
        """The event is cancelled, and still tells all about itself."""
        self._change(event, calendar, CANCELLED)

    def delete(self, event: str, *, calendar: str = "") -> None:
        """Nothing is left of the event but its id, and of an occurrence its place in the series."""
        left = ("id", "recurringEventId", "originalStartTime")
        before = self._kept[calendar or self.me].events[event]
        self.put({name: before[name] for name in left if name in before} | CANCELLED, calendar)

    def replace_people(self, event: str, people: Json, *, calendar: str = "") -> None:
        """The event names other people as its creator and organiser, or none."""
        before = self._kept[calendar or self.me].events[event]
        others = {name: value for name, value in before.items() if name not in {"creator", "organizer"}}
        self.put(others | people, calendar)

    def rezone(self, calendar: str, zone: str) -> None:
        """The calendar names another zone; Google's own clock stays as it was."""
        self._kept[calendar].entry["timeZone"] = zone

    def tell_twice(self, event: str, fields: Json, *, calendar: str = "") -> None:
        """The event changes while it is read: both what it was and what it is are told."""
        kept = self._kept[calendar or self.me]
        kept.outdated.append(kept.events[event])
        self._change(event, calendar, fields)

    def put(self, resource: Json, calendar: str = "") -> str:
        """The resource as it is. Its id."""
        self._now += 1
        kept, name = self._kept[calendar or self.me], str(resource["id"])
        kept.events[name], kept.changed[name] = resource, self._now
        return name

    def _change(self, event: str, calendar: str, fields: Json) -> None:
        self.put(self._kept[calendar or self.me].events[event] | fields, calendar)

    # --- what Google answers -------------------------------------------------------------------------

    def list_calendars(self, query: Mapping[str, str]) -> Json:
        """CalendarList: list."""
        _check(query, "calendarList")
        entries = self.entries()
        first, size = (
            int(query.get("pageToken", "0")),
            min(int(query.get("maxResults", "100")), self.page_size),
        )
        more = first + size < len(entries)
        place = {"nextPageToken": str(first + size)} if more else {"nextSyncToken": f"list{self._now}"}
        return {"kind": "calendar#calendarList", "items": entries[first : first + size]} | place

    def entries(self) -> list[Json]:
        """The user's whole list."""
        return [kept.entry for kept in self._kept.values()]

    def list_events(self, calendar: str, query: Mapping[str, str]) -> Json:
        """Events: list. Raises Refusal."""
        kept = self._find(calendar)
        _check(query, "events")
        rest = self._rest(query) if "pageToken" in query else self._begin(calendar, query)
        shown = {"kind": "calendar#events", "summary": kept.entry["summary"]}
        shown |= {"timeZone": kept.entry["timeZone"], "accessRole": kept.entry["accessRole"]}
        return shown | {"items": list(rest.pages[0])} | self._next(rest)

    def tell(self, calendar: str, token: str, span: dict[str, str]) -> Json:
        """A whole reading as one page. Raises Refusal."""
        zone, found = (
            self._find(calendar).entry["timeZone"],
            self._select(calendar, token, {"showDeleted": "true"} | span),
        )
        return {"items": found, "timeZone": zone, "nextSyncToken": self._new_token(calendar, {})}

    def _select(self, calendar: str, token: str, asked: Mapping[str, str]) -> tuple[Json, ...]:
        """What changed since the token; without one, what lies in the asked span."""
        kept = self._find(calendar)
        if not token:
            shown = [one for one in kept.events.values() if _lies_in(one, asked, kept.zone)]
            with_deleted = asked.get("showDeleted") == "true"
            return tuple(one for one in shown if with_deleted or one["status"] != "cancelled")
        if token not in self._tokens:
            words = "Sync token is no longer valid, a full sync is required."
            raise Refusal(410, "fullSyncRequired", words)
        position = self._tokens[token].position
        names = sorted(kept.changed, key=kept.changed.__getitem__)
        new = (kept.events[name] for name in names if kept.changed[name] > position)
        return (*kept.outdated, *new)

    def _new_token(self, calendar: str, asked: Mapping[str, str]) -> str:
        name = f"CPi{secrets.token_hex(8)}="
        settled = tuple(sorted((key, asked[key]) for key in asked.keys() - ONE_READING))
        self._tokens[name] = Token(calendar, self._now, settled)
        return name

    def _find(self, calendar: str) -> Kept:
        name = self.me if calendar == "primary" else calendar
        if name not in self._kept:
            raise Refusal(404, "notFound", "Not Found")
        return self._kept[name]

    def _begin(self, calendar: str, query: Mapping[str, str]) -> Rest:
        token = query.get("syncToken", "")
        found = self._select(calendar, token, query)
        settled = tuple(sorted((key, query[key]) for key in query.keys() - ONE_READING))
        if token and (self._tokens[token].calendar, self._tokens[token].asked) != (calendar, settled):
            raise Refusal(400, "invalid", "Sync token cannot be used with other parameters than its own.")
        size = min(int(query.get("maxResults", "250")), self.page_size)
        pages = [found[first : first + size] for first in range(0, len(found), size)] or [()]
        if self.empty_pages:
            pages = [one for page in pages for one in ((), page)] + [()]
        return Rest(dict(query), tuple(pages), self._new_token(calendar, query))

    def _rest(self, query: Mapping[str, str]) -> Rest:
        rest = self._rests.get(query["pageToken"])
        if rest is None or rest.query != {key: query[key] for key in query if key != "pageToken"}:
            raise Refusal(400, "invalid", "Page token cannot be used with other parameters than its own.")
        return rest

    def _next(self, rest: Rest) -> Json:
        if len(rest.pages) == 1:
            return {"nextSyncToken": rest.token}
        name = secrets.token_hex(8)
        self._rests[name] = replace(rest, pages=rest.pages[1:])
        return {"nextPageToken": name}


@dataclass
class FakeCalendar:
    """Calendars in memory, read as the worker reads them."""

    google: Calendars = field(default_factory=Calendars)
    refusals: deque[Exception] = field(default_factory=deque)
    """Raised by the next calls, one each."""
    readings: list[tuple[str, bool]] = field(default_factory=list)
    """Each reading that was asked for: which calendar, and whether with a bookmark."""

    def close(self) -> None:
        """Nothing is open."""

    def calendars(self) -> tuple[ListedCalendar, ...]:
        """The user's list."""
        self._refuse()
        return tuple(listed_from(entry) for entry in self.google.entries())

    def changes(
        self,
        calendar: str,
        bookmark: str | None = None,
        *,
        since: datetime,
        until: datetime,
        zone: ZoneInfo | None = None,
    ) -> Changes:
        """What happened since the bookmark; without one, everything in the span."""
        self.readings.append((calendar, bool(bookmark)))
        self._refuse()
        span = Span(since, until)
        try:
            answer = self.google.tell(calendar, bookmark or "", span.asked)
        except Refusal as refusal:
            raise (CalendarGone if refusal.status == 404 else Expired)(str(refusal)) from refusal
        owner = frozenset({self.google.me})
        read = changes_from([answer], calendar=calendar, span=span, zone=zone, owner=owner)
        return replace(read, afresh=not bookmark)

    def _refuse(self) -> None:
        if self.refusals:
            raise self.refusals.popleft()


class CalendarFace:
    """The same calendars behind HTTP, on a port of its own, for any token; put a Proxy before it for scopes.

    Every answer is kept with the name of its schema, for `schema_faults`.
    """

    def __init__(self, google: Calendars) -> None:
        self.google = google
        self.answers: list[tuple[str, Json]] = []
        self.asked: list[dict[str, str]] = []
        """The query of every reading of events."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, query: Mapping[str, Sequence[str]]) -> tuple[int, Json]:
        """Status and JSON of one GET."""
        flat = {name: values[-1] for name, values in query.items() if name != "alt"}
        try:
            return 200, self._read(path.removeprefix("/calendar/v3/").split("/"), flat)
        except Refusal as refusal:
            entry = {"domain": "global", "reason": refusal.reason, "message": str(refusal)}
            said = {"code": refusal.status, "message": str(refusal), "errors": [entry]}
            return refusal.status, {"error": said}

    def _read(self, parts: list[str], query: dict[str, str]) -> Json:
        match parts:
            case ["users", "me", "calendarList"]:
                schema, found = "CalendarList", self.google.list_calendars(query)
            case ["calendars", calendar, "events"]:
                self.asked.append(query)
                schema, found = "Events", self.google.list_events(unquote(calendar), query)
            case _:
                raise Refusal(404, "notFound", "Not Found")
        self.answers.append((schema, found))
        return found


@contextmanager
def calendar_face(google: Calendars) -> Iterator[CalendarFace]:
    """A face that stops by itself."""
    face = CalendarFace(google)
    try:
        yield face
    finally:
        face.stop()


def _handler_for(face: CalendarFace) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes: the second would wait for the first to be acknowledged.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self.reply(*face.answer(parts.path, parse_qs(parts.query)))

        def do_POST(self) -> None:
            """The token server: every refresh token is good."""
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            token = {"access_token": secrets.token_hex(12), "expires_in": 3599, "token_type": "Bearer"}
            self.reply(200, token)

        def reply(self, status: int, found: Json) -> None:
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test looks at `answers`."""

    return Handler


def schema_faults(schema: str, found: object) -> list[str]:
    """Where JSON departs from a schema of the Calendar API's discovery document; unknown fields too."""
    return list(_faults({"$ref": schema}, found, schema))


@cache
def _document() -> Json:
    return discovery("calendar", "v3")


def _faults(schema: Json, found: object, path: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = _document()["schemas"][schema["$ref"]]
    match schema["type"], found:
        case "object", dict():
            yield from _field_faults(schema, found, path)
        case "array", list() | tuple():
            for number, value in enumerate(found):
                yield from _faults(schema["items"], value, f"{path}[{number}]")
        case "string", str():
            if not _has_format(schema.get("format", ""), found):
                yield f"{path}: no {schema['format']}"
        case "any", _:
            return
        case kind, _ if not _is_plain(kind, found):
            yield f"{path}: no {kind}"


def _field_faults(schema: Json, found: Json, path: str) -> Iterator[str]:
    for name, value in found.items():
        inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
        if inner is None:
            yield f"{path}.{name}: unknown"
        else:
            yield from _faults(inner, value, f"{path}.{name}")


def _is_plain(kind: str, found: object) -> bool:
    if isinstance(found, bool):
        return kind == "boolean"
    return (isinstance(found, int) and kind in {"integer", "number"}) or (
        isinstance(found, float) and kind == "number"
    )


def _has_format(name: str, text: str) -> bool:
    try:
        match name:
            case "date":
                return date.fromisoformat(text).isoformat() == text
            case "date-time":
                return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
    return True


def _check(query: Mapping[str, str], resource: str) -> None:
    """Refuse what Google refuses."""
    known = _document()["resources"][resource]["methods"]["list"]["parameters"]
    if wrong := [name for name in query if name not in known]:
        raise Refusal(400, "badRequest", f"Unknown name {wrong[0]}: Cannot bind query parameter.")
    if wrong := [name for name in query if not _fits(known[name], query[name])]:
        raise Refusal(400, "badRequest", f"Invalid value at {wrong[0]}.")
    if "syncToken" not in query:
        return
    if wrong := sorted(NEVER_WITH_A_TOKEN & query.keys()):
        raise Refusal(400, "badRequest", f"Sync token cannot be used with {wrong[0]}.")
    if query.get("showDeleted") == "false":
        raise Refusal(400, "badRequest", "Sync token cannot be used with showDeleted=false.")


def _fits(parameter: Json, text: str) -> bool:
    match parameter["type"]:
        case "boolean":
            return text in {"true", "false"}
        case "integer":
            return text.isdigit() and int(text) >= int(parameter.get("minimum", "0"))
    return _has_format(parameter.get("format", ""), text)


def _times(starts: When, ends: When | None) -> Json:
    if isinstance(starts, datetime):
        after = ends or starts + timedelta(hours=1)
        return {"start": {"dateTime": starts.isoformat()}, "end": {"dateTime": after.isoformat()}}
    return {"start": {"date": starts.isoformat()}, "end": {"date": (ends or starts + ONE_DAY).isoformat()}}


def _lies_in(resource: Json, span: Mapping[str, str], zone: ZoneInfo) -> bool:
    """As timeMin and timeMax have it; what has lost its times lies everywhere."""
    if "start" not in resource:
        return True
    ends, starts = _moment(resource["end"], zone), _moment(resource["start"], zone)
    since, until = span.get("timeMin"), span.get("timeMax")
    return (since is None or ends > datetime.fromisoformat(since)) and (
        until is None or starts < datetime.fromisoformat(until)
    )


def _moment(place: Json, zone: ZoneInfo) -> datetime:
    if "date" in place:
        return datetime.combine(date.fromisoformat(place["date"]), time(), zone)
    return datetime.fromisoformat(place["dateTime"])

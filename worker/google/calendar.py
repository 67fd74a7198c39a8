"""A flow's wish to know a calendar goes in; what stands or changed in it comes out as our nouns.

Incremental reading as in Google's "Synchronize resources efficiently" (Calendar API v3, Events: list).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from worker.domain.bookmark import CalendarGone, Changes, ListedCalendar
from worker.domain.errors import Expired, Permanent, Refused, Transient
from worker.domain.event import Event, Status
from worker.domain.reading import clean_line
from worker.google.asking import Asking, Call
from worker.google.errors import Gone
from worker.google.oauth import CALENDARS, EVENTS, Client
from worker.google.quota import Allowance
from worker.google.service import load_service
from worker.google.transport import ANSWER_SECONDS
from worker.google.wire import Deleted, event_from

PAGE = 2500
"""The most events that Google lists at once."""
LIST_PAGE = 250
"""The most calendars that Google lists at once."""
ASKED = {"singleEvents": True, "showDeleted": True}
"""Asked alike in every reading: Google wants the same parameters with a bookmark as without."""
SCHEDULES = ("@import.calendar.google.com", "@group.calendar.google.com")
"""How ids of feeds by address and of calendars kept beside people's own end; Google's own end otherwise."""
THE_USERS_OWN = "primary"
SCOPES = (EVENTS, CALENDARS)


def open_calendar(
    client: Client,
    refresh_token: str,
    *,
    owner: frozenset[str],
    clock: Callable[[], datetime],
    root: str = "",
    answer_seconds: float = ANSWER_SECONDS,
    allowance: Allowance | None = None,
) -> "GoogleCalendar":
    """The calendars behind a refresh token; nothing is asked yet. Keep it per process and account; close it.

    `owner`: the user's addresses, lower case, the account's own among them. `root` stands for Google's
    address in tests. Without an `allowance` nothing is counted.
    """
    asking = Asking(
        client, refresh_token, [SCOPES], clock=clock, answer_seconds=answer_seconds, allowance=allowance
    )
    return GoogleCalendar(load_service("calendar", "v3", root), asking, owner)


class GoogleCalendar:
    """One account's calendars at Google, only read. A call raises Transient, Permanent or Reconnect."""

    def __init__(self, service: Any, asking: Asking, owner: frozenset[str]) -> None:
        """`service` is service.load_service("calendar", "v3")."""
        self._events, self._list = service.events(), service.calendarList()
        self._asking = asking
        self._owner = owner

    def close(self) -> None:
        """Let go of every connection."""
        self._asking.close()

    def calendars(self) -> tuple[ListedCalendar, ...]:
        """The user's list, subscribed schedules among it, in Google's order."""
        answers = self._answers(self._list.list, "calendar#calendarList", {"maxResults": LIST_PAGE})
        return tuple(listed_from(entry) for answer in answers for entry in answer.get("items", ()))

    def changes(
        self,
        calendar: str,
        bookmark: str | None = None,
        *,
        since: datetime,
        until: datetime,
        zone: ZoneInfo | None = None,
    ) -> Changes:
        """What happened since the bookmark; without one, everything from `since` to `until` (both aware).

        Events stand on the wall clock of `zone`, by default the calendar's own. A bookmark covers the span it
        was first asked for: an unchanged event that comes into a later span is told by a full reading alone.
        Raises Expired where the bookmark is of no more use, and CalendarGone.
        """
        span = Span(since, until)
        place = {"syncToken": bookmark} if bookmark else span.asked
        asked = {"calendarId": calendar, "maxResults": PAGE, **ASKED, **place}
        try:
            answers = tuple(self._answers(self._events.list, "calendar#events", asked))
        except Gone as gone:
            raise CalendarGone(
                f"The calendar {calendar} was deleted or is no longer shared with you: choose another one."
            ) from gone
        except Permanent as refused:
            # A bookmark taken with other parameters, by an older release, is refused with 400 instead of 410.
            # A full reading cures that, and meets the same refusal where the bookmark is not the reason.
            if bookmark:
                raise Expired(str(refused)) from refused
            raise
        found = changes_from(answers, calendar=calendar, span=span, zone=zone, owner=self._owner)
        return found if bookmark else replace(found, afresh=True)

    def _answers(self, list_: Any, kind: str, asked: Call) -> Iterator[Call]:
        """Every page; only the last one has the bookmark, and any may be empty."""
        token: str | None = None
        while True:
            answer = self._asking.ask(list_(pageToken=token, **asked), SCOPES)
            if answer.get("kind") != kind:
                raise Transient("what answered was not Google: a proxy or a log-in page?")
            yield answer
            token = answer.get("nextPageToken")
            if not token:
                return


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is read: what ends after `since` and starts before `until`. Both are aware."""

    since: datetime
    until: datetime

    @property
    def asked(self) -> dict[str, str]:
        """As Google's parameters (RFC 3339)."""
        return {"timeMin": _rfc3339(self.since), "timeMax": _rfc3339(self.until)}

    def __contains__(self, event: Event) -> bool:
        """Whether any of the event lies in it."""
        return event.ends > self.since and event.starts < self.until


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def changes_from(
    answers: Sequence[Call], *, calendar: str, span: Span, zone: ZoneInfo | None, owner: frozenset[str]
) -> Changes:
    """The pages of one reading (Events: list), put together; of an event told twice the last word counts."""
    told, warnings = next((str(one["timeZone"]) for one in answers if one.get("timeZone")), ""), list[str]()
    clock = zone or _zone_named(told, calendar, warnings)
    is_own = calendar == THE_USERS_OWN or calendar.lower() in owner
    read: dict[str, Event | None] = {}
    for resource in (resource for answer in answers for resource in answer.get("items", ())):
        seen = resource if is_own else _through_the_users_eyes(resource)
        try:
            event = event_from(seen, calendar=calendar, zone=clock, owner=owner)
        except Deleted:
            read[clean_line(resource["id"])] = None
        except Refused as fault:
            warnings.append(f"{calendar}: {str(fault).rstrip('.')}; left out.")
        else:
            read[event.id] = event if event.status is not Status.CANCELLED and event in span else None
    events = (event for event in read.values() if event is not None)
    return Changes(
        bookmark=str(answers[-1].get("nextSyncToken", "")),
        events=tuple(sorted(events, key=lambda event: (event.starts, event.id))),
        gone=tuple(sorted(name for name, event in read.items() if event is None)),
        zone=told,
        warnings=tuple(warnings),
    )


def _zone_named(name: str, calendar: str, warnings: list[str]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        warnings.append(f"{calendar}: its time zone {name!r} is unknown here; its clock is read as UTC.")
        return ZoneInfo("UTC")


def _through_the_users_eyes(resource: Call) -> Call:
    """In a calendar that is not the user's own, Google's `self` means that calendar, not the user."""
    people = {field: _without_self(resource.get(field) or {}) for field in ("creator", "organizer")}
    guests = resource.get("attendees")
    listed = {"attendees": [_without_self(guest) for guest in guests]} if isinstance(guests, list) else {}
    return {**resource, **people, **listed}


def _without_self(person: Any) -> Any:
    if not isinstance(person, Mapping):
        return person
    return {field: value for field, value in person.items() if field != "self"}


def listed_from(entry: Call) -> ListedCalendar:
    """One entry of the user's list (CalendarList resource)."""
    name, primary = str(entry["id"]), bool(entry.get("primary", False))
    role = str(entry.get("accessRole", ""))
    return ListedCalendar(
        id=name,
        name=clean_line(str(entry.get("summaryOverride") or entry.get("summary") or name)),
        zone=str(entry.get("timeZone", "")),
        primary=primary,
        subscribed=not primary and role == "reader" and name.endswith(SCHEDULES),
        role=role,
        selected=bool(entry.get("selected", False)),
    )

"""A VEVENT goes in; what it says beside its times comes out: words, people, states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import unquote

from worker.domain.event import Guest, Response, Status
from worker.domain.reading import clean, clean_line, has_video_link
from worker.local.content import Component, Property, unescaped, value_from
from worker.local.zones import zone_named

_RESPONSES = {
    "ACCEPTED": Response.ACCEPTED,
    "DECLINED": Response.DECLINED,
    "DELEGATED": Response.DECLINED,
    "TENTATIVE": Response.TENTATIVE,
}
"""RFC 5545 section 3.2.12; who delegated is not coming."""
_STATES = {"TENTATIVE": Status.TENTATIVE, "CANCELLED": Status.CANCELLED, "CANCELED": Status.CANCELLED}
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,190}")
_GROUP = ("@group.calendar.google.com", "@group.v.calendar.google.com", "@import.calendar.google.com")
_RESOURCE = ("@resource.calendar.google.com",)
_LINKS = (
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "URL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Details:
    """The fields of an event that all its occurrences share."""

    title: str
    description: str
    location: str
    status: Status
    response: Response
    guests: tuple[Guest, ...]
    organizer: Guest | None
    online: bool
    busy: bool
    zone: str
    updated: datetime | None
    categories: tuple[str, ...]

    @property
    def made_by_user(self) -> bool:
        """Whether nobody else called it: no organiser, the user, or a calendar (Google's secondary ones)."""
        return self.organizer is None or self.organizer.is_self or self.organizer.is_group


def details_from(component: Component, owner: frozenset[str]) -> Details:
    """Read the component; what is odd in it becomes empty. `owner` holds the user's addresses."""
    organizer = _organizer(component, owner)
    guests = tuple(_guests(component, organizer, owner))
    description = component.text("DESCRIPTION") or component.text("X-ALT-DESC")
    location = component.text("LOCATION")
    return Details(
        title=clean_line(component.text("SUMMARY")),
        description=description,
        location=location,
        status=_STATES.get(component.text("STATUS").upper(), Status.CONFIRMED),
        response=_response(component, guests, organizer),
        guests=guests,
        organizer=organizer,
        online=_online(component, location, description),
        busy=_busy(component),
        zone=_zone(component),
        updated=_updated(component),
        categories=tuple(_categories(component)),
    )


def _organizer(component: Component, owner: frozenset[str]) -> Guest | None:
    found = component.first("ORGANIZER")
    if found is None:
        return None
    guest = replace(_guest(found, owner, ""), is_organizer=True)
    return guest if guest.email or guest.name else None


def _guests(component: Component, organizer: Guest | None, owner: frozenset[str]) -> Iterator[Guest]:
    """The guest list, each address once."""
    seen = set[str]()
    for found in component.all("ATTENDEE"):
        guest = _guest(found, owner, organizer.email if organizer else "")
        key = guest.email or guest.name
        if key and key not in seen:
            seen.add(key)
            yield guest


def _guest(found: Property, owner: frozenset[str], organizer: str) -> Guest:
    """An ATTENDEE or ORGANIZER (RFC 5545 sections 3.8.4.1 and 3.8.4.3)."""
    params = found.params
    email = _address(found.value) or _address(params.get("EMAIL", ""))
    name = clean_line(unescaped(params.get("CN", ""))).strip("'\" ")[:200]
    kind = params.get("CUTYPE", "").upper()
    return Guest(
        email=email,
        name="" if _address(name) else name,
        response=_RESPONSES.get(params.get("PARTSTAT", "").upper(), Response.NEEDS_ACTION),
        is_self=email in owner,
        is_organizer=bool(email) and email == organizer,
        is_resource=kind in ("ROOM", "RESOURCE") or email.endswith(_RESOURCE),
        is_group=kind == "GROUP" or email.endswith(_GROUP),
    )


def _address(value: str) -> str:
    """The mail address of a calendar address, in lower case; empty where it holds none.

    Apple and Exchange write `urn:uuid:...` or `invalid:nomail` where they know none.
    """
    value = unquote(value.strip().strip("'\"<>"))
    if value[:7].lower() == "mailto:":
        value = value[7:].partition("?")[0]
    value = value.strip().strip("<>")
    return value.lower() if _ADDRESS.fullmatch(value) and clean(value) == value else ""


def _response(component: Component, guests: tuple[Guest, ...], organizer: Guest | None) -> Response:
    """The user's own answer. Outlook's feeds hold no guests, but tell what is only tentative."""
    own = next((guest.response for guest in guests if guest.is_self), None)
    if own is Response.NEEDS_ACTION and organizer is not None and organizer.is_self:
        return Response.ACCEPTED
    if own is None and component.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "TENTATIVE":
        return Response.TENTATIVE
    return own or Response.ACCEPTED


def _busy(component: Component) -> bool:
    transparency = component.text("TRANSP") or component.text("X-MICROSOFT-CDO-BUSYSTATUS")
    return transparency.upper() not in ("TRANSPARENT", "FREE")


def _online(component: Component, location: str, description: str) -> bool:
    if any(found.value.lower().startswith("http") for found in component.all("CONFERENCE")):
        return True
    return has_video_link(location, description, *map(component.text, _LINKS))


def _zone(component: Component) -> str:
    """The zone its author stood in, under its IANA name where it has one."""
    found = component.first("DTSTART")
    name = clean_line(found.params.get("TZID", "")) if found else ""
    known = zone_named(name) if name else None
    return known.key if known else name[:60]


def _updated(component: Component) -> datetime | None:
    """LAST-MODIFIED in UTC. DTSTAMP tells when a file was made: every export would look like a change."""
    found = component.first("LAST-MODIFIED")
    try:
        moment = value_from(found.value) if found else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def _categories(component: Component) -> Iterator[str]:
    for found in component.all("CATEGORIES"):
        for text in re.split(r"(?<!\\),", found.value):
            category = clean_line(unescaped(text))
            if category:
                yield category

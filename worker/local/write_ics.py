"""Events go in; a calendar file that any calendar program opens comes out."""

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, vCalAddress
from icalendar import Event as Component

from worker.domain.event import ONE_DAY, Event, Guest


def write_calendar(events: Sequence[Event], *, stamp: datetime) -> bytes:
    """The events as RFC 5545 text; `stamp` is the DTSTAMP of each."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rapport//sample year//EN")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(_component(event, stamp))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event, stamp: datetime) -> Component:
    component = Component()
    component.add("uid", event.id)
    component.add("dtstamp", stamp.astimezone(UTC))
    component.add("summary", event.title)
    component.add("dtstart", event.first_day if event.all_day else event.starts)
    component.add("dtend", event.last_day + ONE_DAY if event.all_day else event.ends)
    for name, text in (("description", event.description), ("location", event.location)):
        if text:
            component.add(name, text)
    for guest in event.guests:
        component.add("attendee", _attendee(guest), encode=False)
    return component


def _attendee(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{guest.email}")
    address.params["CN"] = guest.name
    address.params["PARTSTAT"] = guest.response.name.replace("_", "-")
    return address

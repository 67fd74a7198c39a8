"""What a calendar says goes in as `Event`: ours, frozen, with aware datetimes on the user's wall clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


class Response(StrEnum):
    """A guest's answer, in Google's words (Calendar API v3 `responseStatus`; RFC 5545 PARTSTAT)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEEDS_ACTION = "needsAction"


class Status(StrEnum):
    """The state of an event (RFC 5545 STATUS, Calendar API v3 `status`)."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the guest list, or the organiser. `email` is lower case and may be empty, so may `name`."""

    email: str
    name: str = ""
    response: Response = Response.NEEDS_ACTION
    is_self: bool = False
    is_organizer: bool = False
    is_resource: bool = False
    """A room or a thing (Google `resource`, RFC 5545 CUTYPE ROOM or RESOURCE)."""
    is_group: bool = False
    """A list or a shared calendar (CUTYPE=GROUP, `@group.calendar.google.com`)."""


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence of one event, as it stands in one calendar.

    `starts` and `ends` are aware, in the user's zone; `ends` is exclusive. An all-day event runs from
    midnight to midnight. Free text is kept as it came (the description may be HTML).
    """

    id: str
    """Unique in this reading; never part of an engagement's identity (feeds re-issue ids)."""
    calendar: str
    """Which calendar it stands in: a file's name or a calendar id."""
    title: str
    starts: datetime
    ends: datetime
    all_day: bool = False
    description: str = ""
    location: str = ""
    status: Status = Status.CONFIRMED
    response: Response = Response.ACCEPTED
    """The user's own answer; ACCEPTED where the user made the event or no guest list names them."""
    guests: tuple[Guest, ...] = ()
    organizer: Guest | None = None
    maker: Guest | None = None
    """Who put it into the calendar (Google `creator`), where the calendar says so."""
    series: str = ""
    """Same for all occurrences of one recurring event, else empty."""
    zone: str = ""
    """The zone name the calendar gave (evidence of place), else empty."""
    online: bool = False
    """A video link is attached (Google `hangoutLink`/`conferenceData`, or a known meeting address)."""
    busy: bool = True
    """False for RFC 5545 TRANSP:TRANSPARENT."""
    owned: bool = True
    """The user created it: their words count as notes. False for invitations and for feeds of others."""
    kind: str = "default"
    """Google's `eventType` (`outOfOffice`, `birthday`, `workingLocation`, `focusTime`, `fromGmail`)."""
    updated: datetime | None = None
    """When the calendar last changed it (LAST-MODIFIED or Google `updated`), where known."""
    categories: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a naive clock and an end before the start."""
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError(f"event {self.id}: a datetime without a zone")
        # In elapsed time: on one wall clock 1:50 to 1:10 is a true span when the clock goes back.
        if self.ends.timestamp() < self.starts.timestamp():
            raise ValueError(f"event {self.id}: ends before it starts")

    @property
    def first_day(self) -> date:
        """The day it begins, on the user's wall clock."""
        return self.starts.date()

    @property
    def last_day(self) -> date:
        """The last day it covers, inclusive.

        A timed event shorter than a day belongs to the day it begins, also over midnight
        (playbook, "days": the last day of a shift or night is the day its last part begins).
        """
        if not self.all_day and self.ends - self.starts < ONE_DAY:
            return self.first_day
        return max(self.first_day, (self.ends - timedelta(microseconds=1)).date())

    @property
    def day_count(self) -> int:
        """How many days it covers, at least one."""
        return (self.last_day - self.first_day).days + 1

    @property
    def days(self) -> Iterator[date]:
        """Every day it covers, in order."""
        return (self.first_day + ONE_DAY * n for n in range(self.day_count))

    @property
    def hours(self) -> float:
        """Its length in hours of elapsed time."""
        return (self.ends.timestamp() - self.starts.timestamp()) / 3600

    @property
    def speaks_for_user(self) -> bool:
        """Whether notes in it count: the user made it or accepted it (playbook, last-but-four limit)."""
        return self.owned or self.response is Response.ACCEPTED

    def on_clock(self, zone: ZoneInfo) -> "Event":
        """The event on another wall clock: the same moments; whole days stay the days they are."""
        if self.starts.tzinfo == self.ends.tzinfo == zone:
            return self
        if self.all_day:
            first, after = self.starts.date(), self.ends.date()
            return replace(
                self,
                starts=datetime.combine(first, time(), zone),
                ends=datetime.combine(after, time(), zone),
            )
        return replace(self, starts=self.starts.astimezone(zone), ends=self.ends.astimezone(zone))

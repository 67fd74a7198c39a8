"""What an account's calendars are, and what happened in one since a bookmark, go in as these nouns."""

from dataclasses import dataclass

from worker.domain.errors import Permanent
from worker.domain.event import Event


class CalendarGone(Permanent):
    """The calendar was deleted, or is no longer shared with the user: stop reading it, and say so."""


@dataclass(frozen=True, slots=True)
class ListedCalendar:
    """One calendar of the user's list."""

    id: str
    name: str
    """What the user calls it, else what it calls itself."""
    zone: str = ""
    """Its zone name, or empty."""
    primary: bool = False
    """The user's own. Its zone is the best sign of the user's wall clock."""
    subscribed: bool = False
    """A schedule that others keep and the user only reads: a feed by address, a department's calendar. No
    colleague's own calendar, and none of Google's (holidays, birthdays)."""
    role: str = ""
    """Google's `accessRole`: owner, writer, reader, ... ; `freeBusyReader` sees neither titles nor guests."""
    selected: bool = False
    """The user has it shown."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened in a calendar since a bookmark, or everything in it."""

    bookmark: str
    """Where to go on from next time; empty: read everything again."""
    events: tuple[Event, ...] = ()
    """New and changed ones, sorted by (starts, id)."""
    gone: tuple[str, ...] = ()
    """Ids of deleted and cancelled events, and of those that left the asked span; nobody need know them.

    An id may name a whole series: every event whose `series` it is has gone too.
    """
    zone: str = ""
    """The calendar's own zone name, or empty."""
    afresh: bool = False
    """Everything was read: whatever is not in `events` is no longer there."""
    warnings: tuple[str, ...] = ()
    """One sentence for each event that could not be read; it is in neither list."""

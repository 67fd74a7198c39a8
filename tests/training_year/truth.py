"""What happened in a mailbox, hour by hour, as the checker is told it. Knows nothing of the program."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a mailbox."""

    at: datetime
    what: str
    """drafted, withdrawn, edited, discarded, sent (by the user), written (by the user, elsewhere in Gmail),
    answered, away, bounced, noted (a note came into the inbox)."""
    ref: str = ""
    to: str = ""
    """The address in To, or empty."""
    greets: str = ""
    """The first line of the letter: whom it greets."""
    subject: str = ""
    thread: str = ""
    references: str = ""
    words: int = 0
    gaps: int = 0


@dataclass(frozen=True)
class Promise:
    """Somebody who must get a first letter, and on which days it may appear."""

    person: str
    surname: str
    first: date
    last: date
    outside: bool = False
    asks: bool = False
    """It expects a reply."""
    follows: str = "never"
    """"must" be followed up once, or "never"."""
    away: date | None = None
    """The day of an out-of-office, which moves the follow-up by a week."""


@dataclass
class Truth:
    """A whole year."""

    zone: ZoneInfo
    connected: datetime
    ends: datetime
    promises: list[Promise] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    """Surnames of people who must get no letter at all."""
    closed: list[tuple[datetime, datetime]] = field(default_factory=list)
    """While the access was revoked."""
    match_week: tuple[date, date] = (date.min, date.min)
    holidays: frozenset[date] = frozenset()
    happened: list[Happened] = field(default_factory=list)

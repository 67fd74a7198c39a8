"""The nouns in which a generator tells the checker what really happened; standard library alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How firmly an occasion stands in the user's calendar."""

    FIRM = "firm"
    TENTATIVE = "tentative"
    """Tentative, or an invitation without an answer."""
    OFF = "off"
    """Cancelled, or declined by the user."""


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody with one full name that nobody else bears."""

    name: str
    email: str = ""
    barred: bool = False
    """The profile says that nothing is written to them."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A person in an occasion."""

    human: Human
    days: tuple[date, ...] = ()
    """Days on which an event names them; empty: the whole occasion does."""
    noted: bool = False
    """Named by the user in words, or by the block itself."""
    topic: str = ""
    declined: bool = False
    vague: bool = False
    """Whether the rules promise a letter is a matter of reading: either answer is right."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happened to the user; `kind` is a word of the preview's `engagements`."""

    kind: str
    title: str
    days: tuple[date, ...]
    """The days on which the user was there, in order."""
    ties: tuple[Tie, ...] = ()
    standing: Standing = Standing.FIRM
    outside: bool = False
    """At an outside institution."""

    @property
    def end(self) -> date:
        """The last day."""
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class Program:
    """A line of the user's list of programs."""

    name: str
    human: Human
    associate: bool = False
    """An associate director: at one program both count as one person."""


@dataclass(frozen=True, slots=True)
class Promised:
    """Something the user promised, to somebody or to nobody named."""

    human: Human | None
    given: date
    day: date


@dataclass(frozen=True, slots=True)
class Me:
    """What the profile says, as far as the limits need it."""

    name: str = "Maya Rosen"
    zone: str = "America/New_York"
    own: tuple[str, ...] = ("mrosen@lakeside.example.edu",)
    home_domains: tuple[str, ...] = ("lakeside.example.edu",)
    director: Human | None = None
    mid_year_day: date | None = None
    quiet_days: frozenset[date] = frozenset()
    pause_until: date | None = None
    hold_recipient: bool = True
    year_start: date = date(2026, 7, 1)
    pathways: tuple[str, ...] = ("categorical-home",)
    mentors: tuple[Human, ...] = ()
    news: tuple[tuple[date, str], ...] = ()
    programs: tuple[Program, ...] = ()
    a_week: int = 3
    """First letters to programs in a week at most."""


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar's truth, and the question asked about it."""

    today: date
    until: date
    me: Me
    occasions: tuple[Occasion, ...]
    nobodies: tuple[str, ...] = ()
    """Addresses of rooms, lists and machines."""
    seed: int = 0
    wanted: tuple[tuple[Occasion, Human], ...] = ()
    """People whom the user wants to meet at a conference."""
    promises: tuple[Promised, ...] = ()

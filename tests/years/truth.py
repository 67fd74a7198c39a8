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


class Office(StrEnum):
    """What somebody on the user's list is at a program, in the words of the profile."""

    DIRECTOR = "program-director"
    ASSOCIATE = "associate-program-director"
    """At one program both directors count as one person."""
    FACULTY = "faculty"
    RESEARCH = "research"
    COORDINATOR = "coordinator"
    ALUMNUS = "alumnus"


@dataclass(frozen=True, slots=True)
class Program:
    """A line of the user's list of programs."""

    name: str
    human: Human
    office: Office = Office.DIRECTOR
    confirmed: bool = False
    """The user has checked the address: a CV may go there."""
    first_choice: bool = False

    @property
    def directs(self) -> bool:
        """Whether a first letter of cold outreach may go there."""
        return self.office in {Office.DIRECTOR, Office.ASSOCIATE}


@dataclass(frozen=True, slots=True)
class Achieved:
    """Something that somebody else achieved, noted on a day."""

    human: Human
    day: date


@dataclass(frozen=True, slots=True)
class Referee:
    """Somebody whom the user wants to ask for a letter of recommendation."""

    human: Human
    needed: date | None = None
    """None: the day that the pathway names."""
    asked: date | None = None
    promised: date | None = None
    received: date | None = None
    reacted_well: bool = True


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
    research_mentors: tuple[Human, ...] = ()
    """Those of the mentors who are research mentors."""
    news: tuple[tuple[date, str], ...] = ()
    programs: tuple[Program, ...] = ()
    a_week: int = 3
    """First letters to programs in a week at most."""
    told: bool = True
    """Name, stage and pathway stand in the profile."""
    achievements: tuple[Achieved, ...] = ()
    referees: tuple[Referee, ...] = ()
    has_cv: bool = False


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
    secrets: tuple[str, ...] = ()
    """Pieces of notes that look like patient data: none may stand in a draft."""

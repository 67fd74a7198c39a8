"""The user's story, told once: who they are, where they stand on a date, where they want to go."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from worker.domain.person import Person


class Pathway(StrEnum):
    """Where the user wants to go (playbook, "The user")."""

    CATEGORICAL_HOME = "categorical-home"
    CATEGORICAL_AWAY = "categorical-away"
    PIVOT = "pivot"
    RESEARCH = "research"
    CT_APPLICANT = "ct-applicant"


class Stage(StrEnum):
    """Where the user stands."""

    STUDENT = "student"
    GRADUATE = "graduate"
    PRELIM = "prelim"
    RESEARCH_YEAR = "research-year"


PUBLIC_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com"}
    | {
        "aol.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "proton.me",
        "protonmail.com",
        "gmx.com",
        "gmx.net",
        "gmx.de",
    }
    | {"web.de", "mail.com", "fastmail.com"}
)
"""Providers whose domain says nothing about where somebody works."""


class MentorType(StrEnum):
    """What a mentor is good for; one of each is the aim (playbook, "People")."""

    CLINICAL = "clinical"
    RESEARCH = "research"
    CAREER = "career"


class Office(StrEnum):
    """What somebody on a list of programs is there."""

    DIRECTOR = "program-director"
    ASSOCIATE = "associate-program-director"
    FACULTY = "faculty"
    RESEARCH = "research"
    COORDINATOR = "coordinator"
    """Looks after visiting students and residents there."""
    ALUMNUS = "alumnus"
    """Went to the user's own school abroad, and works there now."""


DIRECTORS = frozenset({Office.DIRECTOR, Office.ASSOCIATE})
"""At one outside program they count as one person (playbook, "open conversation")."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to the user, for the mentors: "The abstract was accepted at STS"."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """Something that somebody else achieved; `what` completes "congratulations on ..."."""

    person: str
    """A name or an address."""
    day: date
    """When the user noted it."""
    what: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody at an outside program whom the user wants to write to."""

    program: str
    person: str
    role: Office = Office.DIRECTOR
    address: str = ""
    specialty: str = ""
    takes_outsiders: bool = False
    note: str = ""
    """Why this program: completes "I am drawn to your program by ..."."""
    place: str = ""
    confirmed: bool = False
    """The user has checked the address: only then may a CV go to it."""
    top_choice: bool = False
    """May be said to one program only (playbook, "one truth")."""


@dataclass(frozen=True, slots=True)
class Referee:
    """Somebody whom the user wants to ask for a letter of recommendation, and how far that is."""

    person: str
    """A name or an address."""
    needed: date | None = None
    """None: the day that the season names (mark `letters-needed`)."""
    asked: date | None = None
    """The user has asked already, elsewhere."""
    promised: date | None = None
    """The day of the yes."""
    received: date | None = None
    """The day the letter was in."""
    reacted_well: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody the user wants to meet at a conference."""

    conference: str
    """As the calendar or the catalogue calls it."""
    person: str
    email: str = ""
    session: str = ""
    """Which session of theirs."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """An active mentor. At least one of `name` and `email` is not empty."""

    name: str = ""
    email: str = ""
    type: MentorType = MentorType.CAREER
    title: str = ""


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Spellings and addresses that the user says are one person."""

    key: str
    """Whose identity is kept: an e-mail address, or a folded name (`Person.key`)."""
    name: str = ""
    """How they are written; empty: as the calendar says."""
    also: tuple[str, ...] = ()
    """Their other keys, addresses and names. The first is whom they were joined with."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two keys that the user says are two people: nobody asks again."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Materials:
    """Paths of the user's own PDF files; empty where there is none."""

    cv: str = ""
    statement: str = ""
    """Draft of the personal statement."""
    summary: str = ""
    """One page on the work done together."""
    letter_request_form: str = ""
    """The ERAS Letter Request Form: without it the letter of an international graduate cannot be uploaded
    (playbook, "Application windows")."""


def materials_of(materials: Materials) -> tuple[tuple[str, str], ...]:
    """What a letter writer is given, and the path of each; empty where there is none."""
    return (
        ("my CV", materials.cv),
        ("a draft of my personal statement", materials.statement),
        ("a one-page summary of our work together", materials.summary),
        ("the ERAS Letter Request Form", materials.letter_request_form),
    )


@dataclass(frozen=True, slots=True)
class Narrative:
    """The user's story. An empty text means "not told": letters do without it, they invent nothing."""

    name: str = ""
    degree: str = ""
    stage: Stage | None = None
    institution: str = ""
    school: str = ""
    pathways: tuple[Pathway, ...] = ()
    addresses: tuple[str, ...] = ()
    """The user's own e-mail addresses, lower case; the first is the From address."""
    time_zone: str = "America/New_York"
    year_start: date | None = None
    """First day of the training year (preliminary PGY-1: 1 July)."""
    goal: str = ""
    """Completes "I hope to ..."; for example "train in categorical general surgery"."""
    specialty: str = ""
    interest: str = ""
    """Interest and sub-area: "aortic surgery"."""
    one_liner: str = ""
    introduction: str = ""
    """Who, stage, interest, one project: 20 to 30 seconds when spoken."""
    differentiator: str = ""
    signature: tuple[str, ...] = ()
    """Lines under the name: degree and role, institution, phone, link."""
    fields: tuple[str, ...] = ()
    """Fields whose meetings count as the user's own (words of `field` in conferences.toml)."""
    home_domains: tuple[str, ...] = ()
    """E-mail domains of the user's own institution."""
    program_director: Person | None = None
    mid_year_day: date | None = None
    """Day of the mid-year meeting where the program has named one."""
    quiet_days: frozenset[date] = field(default_factory=frozenset)
    pause_until: date | None = None
    """No draft before this day."""
    hold_recipient: bool = True
    """Leave To empty while a gap is open (playbook, limits)."""
    people: tuple[Person, ...] = ()
    """People whose role or do-not-contact mark the user has set."""
    skip: tuple[str, ...] = ()
    """Keys (address or name) of people the user said "skip" for."""
    same: tuple[SamePerson, ...] = ()
    """Who is one person, as the user says."""
    apart: tuple[Apart, ...] = ()
    """Who are two, though much speaks for one."""
    places: tuple[str, ...] = ()
    """Towns or states that the user would move to, the dearest first."""
    news: tuple[News, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    referees: tuple[Referee, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    materials: Materials = Materials()
    outreach_a_week: int = 0
    """First letters to programs in a week at most; 0: as config/cadences.toml says."""

    @property
    def told(self) -> bool:
        """Whether a letter may be written at all: name, stage and pathway (playbook, "one truth")."""
        return bool(self.name and self.stage and self.pathways)


def with_address(me: Narrative, address: str) -> Narrative:
    """The narrative with one more address of the user's; its domain is home unless anybody may use it."""
    own = address.strip().lower()
    domain = own.rpartition("@")[2]
    home = () if domain in PUBLIC_MAIL or domain in me.home_domains else (domain,)
    return replace(me, addresses=(own, *me.addresses), home_domains=(*me.home_domains, *home))


def in_year_of(me: Narrative, today: date) -> Narrative:
    """The sample narrative in the training year that the day lies in."""
    if me.year_start is None:
        return me
    begins = me.year_start.replace(year=today.year)
    return replace(me, year_start=begins if begins <= today else begins.replace(year=today.year - 1))

"""The tables of the user's profile go in; their narrative comes out, or every fault in them at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from worker.domain.errors import RuleFault
from worker.domain.identity import token
from worker.domain.names import fold, folded_name
from worker.domain.narrative import (
    PUBLIC_MAIL,
    Achievement,
    Materials,
    Mentor,
    Narrative,
    News,
    Pathway,
    Prospect,
    Referee,
    SamePerson,
    Stage,
    Wanted,
)
from worker.domain.person import ADDRESS, Person, Role
from worker.domain.season import months_later
from worker.rules.checks import is_zone
from worker.rules.prospects import prospects_from
from worker.rules.structure import did_you_mean, structured_file
from worker.rules.telling import at_home, material_faults, told_faults, top_choice_faults
from worker.rules.toml import Tables

NO_MATERIALS = Materials()


@dataclass(frozen=True, slots=True)
class Me:
    """Table [me]."""

    name: str = ""
    degree: str = ""
    stage: Stage | None = None
    pathways: tuple[Pathway, ...] = ()
    addresses: tuple[str, ...] = ()
    time_zone: str = "America/New_York"
    fields: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Training:
    """Table [training]."""

    institution: str = ""
    school: str = ""
    year_start: date | None = None
    mid_year_day: date | None = None
    home_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Table [story]."""

    goal: str = ""
    specialty: str = ""
    interest: str = ""
    one_liner: str = ""
    introduction: str = ""
    differentiator: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Table [signature]."""

    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Table [program_director], or one of [[people]]."""

    name: str = ""
    email: str = ""
    title: str = ""
    role: Role = Role.GUEST
    do_not_contact: bool = False
    skip: bool = False
    also: tuple[str, ...] = ()
    """Further addresses and spellings of the same person."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Table [quiet]."""

    days: tuple[date, ...] = ()
    pause_until: date | None = None


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Table [limits]."""

    hold_recipient: bool = True


@dataclass(frozen=True, slots=True)
class Outreach:
    """Table [outreach]."""

    file: str = ""
    """A list of programs, beside the profile (worker/rules/prospects.py)."""
    a_week: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """The whole file; a field is a table."""

    me: Me = Me()
    training: Training = Training()
    story: Story = Story()
    signature: Signature = Signature()
    program_director: Acquaintance | None = None
    quiet: Quiet = Quiet()
    limits: OwnLimits = OwnLimits()
    people: tuple[Acquaintance, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    news: tuple[News, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    outreach: Outreach = Outreach()
    letters: tuple[Referee, ...] = ()
    materials: Materials = NO_MATERIALS


def narrative_from(
    tables: Tables, file: str, known_fields: Collection[str], folder: Path | None = None
) -> Narrative:
    """The story that these tables tell. Raises RuleFault with one line for every fault in them.

    `known_fields` are the words of `field` in conferences.toml; with them a misspelt field is a fault, too.
    `folder` is where the files lie that the tables name; without it none may be named.
    """
    faults: list[str] = []
    profile = structured_file(Profile, tables, file, faults)
    if profile is not None:
        profile = _with_list(profile, folder, faults)
        faults += [
            f"{file}: {line}" for line in (*_faults(profile, known_fields), *_file_faults(profile, folder))
        ]
    if profile is None or faults:
        raise RuleFault(tuple(faults))
    return _narrative(profile, folder)


def _with_list(profile: Profile, folder: Path | None, faults: list[str]) -> Profile:
    """The profile with the programs of its list behind those it names itself."""
    if not profile.outreach.file or folder is None:
        return profile
    path = folder / profile.outreach.file
    try:
        listed = prospects_from(path.read_bytes(), path.name)
    except OSError as fault:
        faults.append(f"{path.name}: the list of programs cannot be read: {fault.strerror}")
        return profile
    except RuleFault as fault:
        faults += fault.faults
        return profile
    return replace(profile, prospects=(*profile.prospects, *listed))


def _file_faults(profile: Profile, folder: Path | None) -> Iterator[str]:
    if folder is not None:
        yield from material_faults(profile.materials, folder)
    elif profile.outreach.file or profile.materials != NO_MATERIALS:
        yield "files can be named in a profile file only"


def _faults(profile: Profile, known_fields: Collection[str]) -> Iterator[str]:
    """What a well-formed profile still cannot mean."""
    yield from _me_faults(profile.me, known_fields)
    yield from _day_faults(profile.training)
    yield from (f"[story] {line}" for line in _line_faults(profile.story))
    if profile.program_director is not None:
        yield from (f"[program_director] {line}" for line in _person_faults(profile.program_director))
    for position, person in enumerate(profile.people, 1):
        yield from (f"[[people]] {position}: {line}" for line in _person_faults(person))
    yield from _also_faults(profile)
    yield from told_faults("mentors", profile.mentors)
    yield from told_faults("news", profile.news)
    yield from told_faults("achievements", profile.achievements)
    yield from told_faults("wanted", profile.wanted)
    yield from told_faults("prospects", profile.prospects)
    yield from told_faults("letters", profile.letters)
    yield from top_choice_faults(profile.prospects)
    if profile.outreach.a_week < 0:
        yield "[outreach] a_week must not be below 0"


def _me_faults(me: Me, known_fields: Collection[str]) -> Iterator[str]:
    yield from (f"[me] {line}" for line in _line_faults(me))
    for address in me.addresses:
        if not ADDRESS.fullmatch(address):
            yield f"[me] addresses: '{address}' is no e-mail address such as jane.lee@hospital.org"
    if not is_zone(me.time_zone):
        yield f"[me] time_zone: '{me.time_zone}' is no zone such as America/New_York or America/Chicago"
    for name in me.fields:
        if known_fields and name not in known_fields:
            yield f"[me] fields: unknown field '{name}'{did_you_mean(name, known_fields)}"


def _day_faults(training: Training) -> Iterator[str]:
    """Whether the mid-year day lies in the training year."""
    yield from (f"[training] {line}" for line in _line_faults(training))
    for domain in training.home_domains:
        if not ADDRESS.fullmatch(f"me@{domain}"):
            yield f"[training] home_domains: '{domain}' is no domain such as hospital.org"
    start, day = training.year_start, training.mid_year_day
    if start and day and not start <= day < months_later(start, 12):
        yield f"[training] mid_year_day {day} must lie in the year that begins on {start}"


def _person_faults(person: Acquaintance) -> Iterator[str]:
    yield from _line_faults(person)
    if not (person.name.strip() or person.email):
        yield "needs a name or an email"
    if person.email and not ADDRESS.fullmatch(person.email):
        yield f"email: '{person.email}' is no e-mail address such as jane.lee@hospital.org"
    for spelling in person.also:
        if not spelling.strip() or len(spelling.splitlines()) > 1:
            yield "also: each must be an address or a name, on one line"
        elif "@" in spelling and not ADDRESS.fullmatch(spelling):
            yield f"also: '{spelling}' is no e-mail address such as jane.lee@hospital.org"


def _also_faults(profile: Profile) -> Iterator[str]:
    """A spelling that stands for two people stands for nobody."""
    director = (profile.program_director,) if profile.program_director else ()
    owners: dict[str, Acquaintance] = {}
    for person in (*director, *profile.people):
        for spelling in person.also:
            if owners.setdefault(token(spelling), person) != person:
                yield f"also: '{spelling}' is said of two people; leave it with one of them"


def _line_faults(table: Me | Training | Story | Acquaintance) -> Iterator[str]:
    """Texts that must stay on one line: they stand in sentences and in mail headers."""
    for key in table.__slots__:
        value = getattr(table, key)
        if isinstance(value, str) and len(value.splitlines()) > 1:
            yield f"{key} must be one line"


def _narrative(profile: Profile, folder: Path | None) -> Narrative:
    """The profile as the rest of the house knows it."""
    addresses = tuple(address.lower() for address in profile.me.addresses)
    return replace(
        _life(profile),
        addresses=addresses,
        home_domains=tuple(map(str.lower, profile.training.home_domains)) or _own_domains(addresses),
        signature=profile.signature.lines,
        program_director=_own_director(profile),
        quiet_days=frozenset(profile.quiet.days),
        pause_until=profile.quiet.pause_until,
        hold_recipient=profile.limits.hold_recipient,
        people=tuple(_person(person, person.role) for person in profile.people),
        skip=tuple(_person(person, person.role).key for person in profile.people if person.skip),
        same=tuple(_same(profile)),
        news=profile.news,
        achievements=profile.achievements,
        prospects=profile.prospects,
        referees=profile.letters,
        wanted=profile.wanted,
        mentors=profile.mentors,
        materials=at_home(profile.materials, folder) if folder else profile.materials,
        outreach_a_week=profile.outreach.a_week,
    )


def _life(profile: Profile) -> Narrative:
    """Who and where the user is, and what for."""
    me, training, story = profile.me, profile.training, profile.story
    return Narrative(
        name=me.name,
        degree=me.degree,
        stage=me.stage,
        institution=training.institution,
        school=training.school,
        pathways=me.pathways,
        places=me.places,
        fields=me.fields,
        time_zone=me.time_zone,
        year_start=training.year_start,
        mid_year_day=training.mid_year_day,
        goal=story.goal,
        specialty=story.specialty,
        interest=story.interest,
        one_liner=story.one_liner,
        introduction=story.introduction,
        differentiator=story.differentiator,
    )


def _own_director(profile: Profile) -> Person | None:
    told = profile.program_director
    return _person(told, Role.PROGRAM_DIRECTOR) if told else None


def _own_domains(addresses: Collection[str]) -> tuple[str, ...]:
    """The domains of the user's own addresses, public providers left out."""
    domains = dict.fromkeys(address.rpartition("@")[2] for address in addresses)
    return tuple(domain for domain in domains if domain not in PUBLIC_MAIL)


def _same(profile: Profile) -> Iterator[SamePerson]:
    """Each person with the further addresses and spellings that the profile tells."""
    director = (profile.program_director,) if profile.program_director else ()
    for told in (*director, *profile.people):
        if told.also:
            yield SamePerson(_person(told, told.role).key, told.name, told.also)


def _person(told: Acquaintance, role: Role) -> Person:
    """Somebody as letters and plans know them; the key is the address, or the folded name."""
    email = told.email.lower()
    key = email or folded_name(told.name) or fold(told.name)
    return Person(key, told.name, email, told.title, role, told.do_not_contact)

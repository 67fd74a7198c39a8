"""Those whom the user wants to ask for a letter go in; who they are, and whether they qualify, comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from worker.domain.calendar_days import counted_days, spoken_day
from worker.domain.engagement import Engagement, Kind
from worker.domain.names import compatible, fold, folded_full, full_name, parse_name
from worker.domain.narrative import Narrative, Referee
from worker.domain.person import Person, Role
from worker.domain.season import Milestone

TRAINING_YEAR = "training-year"
ALONE = frozenset({Kind.MENTOR_MEETING, Kind.PD_MEETING, Kind.CONVERSATION})
"""Engagements in which somebody hears the user's story."""
KNOWS = frozenset({Role.MENTOR, Role.PROGRAM_DIRECTOR})


def day_needed(milestones: Sequence[Milestone], mark: str, today: date) -> Milestone | None:
    """The day letters are needed: the training year's own where it has one, else the season's next."""
    marked = sorted((m for m in milestones if m.mark == mark), key=lambda m: (m.start, m.id))
    own = [m for m in marked if m.category == TRAINING_YEAR]
    ahead = [m for m in marked if m.start >= today]
    return next(iter(own or ahead or marked[-1:]), None)


def begun(referee: Referee) -> date | None:
    """The first day on which something of the matter is known: it stays with the season of that day."""
    return min(filter(None, (referee.asked, referee.promised, referee.received)), default=None)


def referee_person(referee: Referee, engagements: Sequence[Engagement], me: Narrative) -> Person:
    """Who is meant by a name or an address; somebody unknown has no address."""
    told = referee.person.strip()
    known = _known(engagements, me)
    if "@" in told:
        found = [person for person in known if person.email == told.lower()]
    else:
        found = [person for person in known if folded_full(person.name) == (folded_full(told) or "-")]
        found = found or [person for person in known if compatible(told, person.name)]
    if len({person.key for person in found}) == 1:
        return max(found, key=lambda p: (bool(p.email), len(p.name), p.title, p.role))
    if "@" in told:
        return Person(told.lower(), "", told.lower())
    parts = parse_name(told)
    return Person(fold(full_name(parts)) or fold(told), told, "", parts.title)


def is_meant(referee: Referee, person: Person) -> bool:
    """Whether the profile means this person by a name or an address."""
    told = referee.person.strip()
    return person.email == told.lower() if "@" in told else compatible(told, person.name)


def _known(engagements: Sequence[Engagement], me: Narrative) -> list[Person]:
    met = [encounter.person for engagement in engagements for encounter in engagement.encounters]
    director = (me.program_director,) if me.program_director else ()
    return [*met, *me.people, *director]


def as_told(person: Person, me: Narrative) -> Person:
    """The person in the role that the profile gives them: a mentor there is one wherever they were met."""
    mentors = (Referee(mentor.email or mentor.name) for mentor in me.mentors)
    is_mentor = any(is_meant(mentor, person) for mentor in mentors)
    return replace(person, role=Role.MENTOR) if is_mentor else person


def speaks_for(person: Person, engagements: Sequence[Engagement], until: date) -> Iterator[str]:
    """What shows that somebody can write a strong letter."""
    if days := days_seen(person, engagements, until):
        yield f"sees you work on {counted_days(days)} by {spoken_day(until)}"
    if where := _heard(person, engagements, until):
        yield where


def speaks_against(
    person: Person, engagements: Sequence[Engagement], until: date, seen_days: int
) -> Iterator[str]:
    """Why somebody does not qualify (playbook, "letter")."""
    days = days_seen(person, engagements, until)
    if days < seen_days:
        seen = f"sees you work on {counted_days(days)} by {spoken_day(until)}"
        yield f"{seen}; a letter takes {seen_days}"
    if not _heard(person, engagements, until):
        yield "has not heard your story: meet once, alone"


def noted_against(person: Person, me: Narrative) -> Iterator[str]:
    """What the user has noted themselves that speaks against asking."""
    if any(is_meant(referee, person) and not referee.reacted_well for referee in me.referees):
        yield "did not react well, as you noted"


def needed_from(person: Person, me: Narrative, day: date) -> date:
    """The day on which somebody's letter is needed: as the user told for them, else the season's `day`."""
    told = (referee.needed for referee in me.referees if is_meant(referee, person))
    return next(filter(None, told), day)


def days_seen(person: Person, engagements: Sequence[Engagement], until: date) -> int:
    """Days of service by then on which the person was there with the user."""
    return len(
        {
            day
            for engagement in engagements
            if engagement.kind is Kind.ROTATION and not engagement.held
            for encounter in engagement.encounters
            if encounter.person.key == person.key
            for day in encounter.days
            if day <= until
        }
    )


def _roles(person: Person, engagements: Sequence[Engagement]) -> list[Role]:
    """What somebody is to the user: in the profile, or wherever they were met."""
    met = (
        e.person for engagement in engagements for e in engagement.encounters if e.person.key == person.key
    )
    return [person.role, *(one.role for one in met)]


def _heard(person: Person, engagements: Sequence[Engagement], until: date) -> str:
    """Where somebody hears the user's story, in words, or nothing."""
    if role := next((role for role in _roles(person, engagements) if role in KNOWS), None):
        return f"knows your story: your {role.value.replace('-', ' ')}"
    for engagement in engagements:
        firm = engagement.kind in ALONE and not engagement.held and engagement.start <= until
        if firm and any(encounter.person.key == person.key for encounter in engagement.encounters):
            return f"hears your story: {engagement.title}, {spoken_day(engagement.start)}"
    return ""

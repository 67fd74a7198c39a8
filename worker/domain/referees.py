"""Those whom the user wants to ask for a letter go in; who they are, and whether they qualify, comes out."""

from collections.abc import Iterator, Sequence
from datetime import date

from worker.domain.engagement import Engagement, Kind
from worker.domain.names import compatible, fold, full_name, parse_name
from worker.domain.narrative import Narrative, Referee
from worker.domain.outreach import folded_full
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


def speaks_for(person: Person, engagements: Sequence[Engagement], until: date) -> Iterator[str]:
    """What shows that somebody can write a strong letter."""
    if days := days_seen(person, engagements, until):
        yield f"has seen you work on {days} days"
    if where := _heard(person, engagements, until):
        yield f"knows your story: {where}"


def speaks_against(
    person: Person, engagements: Sequence[Engagement], until: date, seen_days: int
) -> Iterator[str]:
    """Why somebody does not qualify (playbook, "letter")."""
    days = days_seen(person, engagements, until)
    if days < seen_days:
        yield f"has seen you work on {days} days; a letter takes {seen_days}"
    if not _heard(person, engagements, until):
        yield "has not heard your story: meet once, alone"


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


def _heard(person: Person, engagements: Sequence[Engagement], until: date) -> str:
    """Where somebody heard the user's story, or nothing."""
    if person.role in KNOWS:
        return f"your {person.role.value.replace('-', ' ')}"
    for engagement in engagements:
        firm = engagement.kind in ALONE and not engagement.held and engagement.start <= until
        if firm and any(encounter.person.key == person.key for encounter in engagement.encounters):
            return f"{engagement.title}, {engagement.start.isoformat()}"
    return ""

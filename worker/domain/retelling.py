"""A story told anew and the one known go in; the new one, with what was told beside a profile, comes out.

A profile is a file on somebody's disk: it does not know what was said at the terminal or on the page since.
"""

from collections.abc import Sequence
from dataclasses import replace

from worker.domain.names import fold
from worker.domain.narrative import Mentor, Narrative, Prospect
from worker.domain.person import Person
from worker.domain.prospecting import compared


def retold(story: Narrative, before: Narrative) -> Narrative:
    """The story, with what only the story before it has: programs, news, marks of people, a pause."""
    programs = compared(before.prospects, story.prospects, Prospect.__slots__).prospects
    told = {fold(one.text) for one in story.news}
    return replace(
        story,
        prospects=programs,
        news=(*story.news, *(one for one in before.news if fold(one.text) not in told)),
        achievements=tuple(dict.fromkeys((*story.achievements, *before.achievements))),
        people=_marked(story.people, before.people),
        mentors=(*story.mentors, *_others(story.mentors, before.mentors)),
        pause_until=story.pause_until or before.pause_until,
        same=story.same or before.same,
        apart=story.apart or before.apart,
        outreach_a_week=story.outreach_a_week or before.outreach_a_week,
    )


def _marked(people: Sequence[Person], before: Sequence[Person]) -> tuple[Person, ...]:
    """Everybody with a mark, told now or before. That somebody is never to be written to holds in doubt."""
    told = {person.key: person for person in people}
    barred = {person.key for person in before if person.do_not_contact}
    kept = (person for person in before if person.key not in told)
    now = (replace(one, do_not_contact=one.do_not_contact or one.key in barred) for one in people)
    return (*now, *kept)


def _others(mentors: Sequence[Mentor], before: Sequence[Mentor]) -> list[Mentor]:
    told = {name for mentor in mentors for name in _names(mentor)}
    return [mentor for mentor in before if told.isdisjoint(_names(mentor))]


def _names(mentor: Mentor) -> list[str]:
    return [name for name in (mentor.email.lower(), fold(mentor.name)) if name]

"""A story told anew and the one known go in; the new one, with what was told beside a profile, comes out.

A profile is a file on somebody's disk: it does not know what was said at the terminal or on the page since.
"""

from collections.abc import Sequence
from dataclasses import replace

from worker.domain.names import fold
from worker.domain.narrative import Achievement, Mentor, Narrative, News, Prospect
from worker.domain.newsworthy import told_key
from worker.domain.person import Person
from worker.domain.prospecting import compared


def retold(story: Narrative, before: Narrative) -> Narrative:
    """The story, with what only the story before it has: programs, news, marks of people, a pause."""
    programs = compared(before.prospects, story.prospects, Prospect.__slots__).prospects
    return replace(
        story,
        prospects=programs,
        news=_news(story.news, before.news),
        achievements=_achievements(story.achievements, before.achievements),
        people=_marked(story.people, before.people),
        mentors=(*story.mentors, *_others(story.mentors, before.mentors)),
        pause_until=story.pause_until or before.pause_until,
        same=story.same or before.same,
        apart=story.apart or before.apart,
        outreach_a_week=story.outreach_a_week or before.outreach_a_week,
    )


def _news(now: Sequence[News], before: Sequence[News]) -> tuple[News, ...]:
    """All news, each once. What was told before keeps its words: in others it would be news again."""
    known = {told_key(one.text): one for one in reversed(before)}
    told: dict[str, News] = {}
    for one in now:
        key = told_key(one.text)
        told.setdefault(key, replace(one, text=known[key].text) if key in known else one)
    return (*told.values(), *(one for key, one in reversed(known.items()) if key not in told))


def _achievements(now: Sequence[Achievement], before: Sequence[Achievement]) -> tuple[Achievement, ...]:
    """All achievements, each of a person once, as it was told first."""
    told: dict[tuple[str, str], Achievement] = {}
    known = {(fold(one.person), told_key(one.what)): one for one in reversed(before)}
    for one in (*now, *before):
        key = fold(one.person), told_key(one.what)
        told.setdefault(key, known.get(key, one))
    return tuple(told.values())


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

"""A planned touch and what is known go in; the brief of its letter comes out: nothing else may be said."""

from collections.abc import Mapping
from dataclasses import replace

from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.identity import united
from worker.domain.letter import Brief, Letter
from worker.domain.narrative import Narrative, Referee, materials_of
from worker.domain.outreach import prospect_of
from worker.domain.person import Person
from worker.domain.referees import is_meant
from worker.domain.season import Milestone
from worker.domain.touch import Key, Touch

PROGRAMS = "; "
"""What parts the programs of one request for an introduction (telling.py)."""
TITLED = frozenset({Kind.PROSPECT, Kind.PIVOT, Kind.RESEARCH, Kind.ELECTIVE, Kind.ALUMNI})
"""Kinds whose title is a program or a department."""
INTRODUCING = TITLED | {Kind.WANTED}


def brief_for(
    touch: Touch,
    engagements: Mapping[str, Engagement],
    milestones: Mapping[str, Milestone],
    me: Narrative,
    earlier: Touch | None = None,
    letter: Letter | None = None,
) -> Brief:
    """The brief of one touch. `earlier` and its `letter` are what a follow-up follows.

    Raises KeyError if the touch serves an engagement or milestone that is not there.
    """
    me = united(me)
    if touch.key.engagement in milestones:
        brief = _milestone_brief(touch, milestones[touch.key.engagement], engagements, me)
        return replace(brief, earlier=letter, earlier_day=earlier.due if earlier else None)
    served = [engagements[one] for one in dict.fromkeys(key.engagement for key in touch.serves)]
    met = [found for engagement in served if (found := _encounter(engagement, touch.key))]
    first = served[0]
    brief = Brief(
        cadence=touch.key.cadence,
        step=touch.key.step,
        me=me,
        to=touch.person,
        kind=first.kind,
        about=first.title,
        first_day=first.start,
        last_day=first.end,
        on=touch.due or touch.window.latest,
        place=first.place,
        topic=next((encounter.topic for encounter in met if encounter.topic), ""),
        asks=touch.asks,
        external=first.external,
        also=served[1].title if len(served) > 1 else "",
        earlier=letter,
        earlier_day=earlier.due if earlier else None,
        introduces=first.kind in INTRODUCING,
    )
    return _told(brief, served, me)


def _told(brief: Brief, served: list[Engagement], me: Narrative) -> Brief:
    """The brief with what the user has told on purpose."""
    first = served[0]
    if brief.kind is Kind.NEWS:
        items = sorted((one for one in served), key=lambda one: (one.start, one.id))
        return replace(brief, news=tuple(dict.fromkeys(one.title for one in items)), topic="", also="")
    if brief.kind in {Kind.PROMISE, Kind.ACHIEVEMENT}:
        return replace(brief, what=brief.topic, topic="")
    if brief.kind is Kind.INTRODUCTION:
        return replace(brief, programs=tuple(filter(None, brief.topic.split(PROGRAMS))), topic="")
    if brief.kind not in TITLED:
        return brief
    prospect = prospect_of(me, first, brief.to)
    if prospect is None:
        return replace(brief, program=first.title, introduces=False)
    cv = (me.materials.cv,) if me.materials.cv and prospect.confirmed and brief.to.email else ()
    is_first = brief.kind is Kind.PROSPECT and brief.earlier is None
    return replace(brief, program=first.title, top_choice=prospect.top_choice, files=cv if is_first else ())


def _milestone_brief(
    touch: Touch, milestone: Milestone, engagements: Mapping[str, Engagement], me: Narrative
) -> Brief:
    brief = Brief(
        cadence=touch.key.cadence,
        step=touch.key.step,
        me=me,
        to=touch.person,
        kind=Kind.PD_MEETING,
        about=milestone.title,
        first_day=milestone.start,
        last_day=milestone.end,
        on=touch.due or touch.window.latest,
        asks=touch.asks,
    )
    referee = next((one for one in me.referees if is_meant(one, touch.person)), None)
    if referee is None or touch.key.cadence != Kind.LETTER.value:
        return brief
    worked = _service_with(touch, engagements)
    brief = replace(
        brief,
        kind=Kind.LETTER,
        about=worked.title if worked else brief.about,
        worked=worked is not None,
        needed=referee.needed or milestone.start,
    )
    return _with_materials(brief, me, referee) if touch.key.step == "materials" else brief


def _service_with(touch: Touch, engagements: Mapping[str, Engagement]) -> Engagement | None:
    """The last service on which the person saw the user work."""
    services = (
        engagement
        for engagement in engagements.values()
        if engagement.kind is Kind.ROTATION and _encounter(engagement, touch.key)
    )
    return max(services, key=lambda engagement: (engagement.end, engagement.id), default=None)


def _with_materials(brief: Brief, me: Narrative, referee: Referee) -> Brief:
    """The files that belong to a letter, to an address that the user has told themselves."""
    told = materials_of(me.materials)
    sure = bool(brief.to.email) and is_confirmed(brief.to, me, referee)
    return replace(
        brief,
        files=tuple(path for _, path in told if path and sure),
        missing=tuple(name.replace("my ", "your ") for name, path in told if not (path and sure)),
    )


def is_confirmed(person: Person, me: Narrative, referee: Referee) -> bool:
    """Whether the user has written the address down themselves, for this very person."""
    own = [one.email for one in (*me.people, *((me.program_director,) if me.program_director else ()))]
    told = {*own, *(mentor.email.lower() for mentor in me.mentors), referee.person.lower()}
    return person.email in told


def _encounter(engagement: Engagement, key: Key) -> Encounter | None:
    return next((e for e in engagement.encounters if e.person.key == key.person), None)

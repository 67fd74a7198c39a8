"""A planned touch and what is known go in; the brief of its letter comes out: nothing else may be said."""

from collections.abc import Mapping

from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.letter import Brief, Letter
from worker.domain.narrative import Narrative
from worker.domain.season import Milestone
from worker.domain.touch import Key, Touch


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
    on = touch.due or touch.window.latest
    if touch.key.engagement in milestones:
        return _milestone_brief(touch, milestones[touch.key.engagement], me)
    served = [engagements[key.engagement] for key in touch.serves]
    met = [found for engagement in served if (found := _encounter(engagement, touch.key))]
    first = served[0]
    return Brief(
        cadence=touch.key.cadence,
        step=touch.key.step,
        me=me,
        to=touch.person,
        kind=first.kind,
        about=first.title,
        first_day=first.start,
        last_day=first.end,
        on=on,
        place=first.place,
        topic=next((encounter.topic for encounter in met if encounter.topic), ""),
        asks=touch.asks,
        external=first.external,
        also=served[1].title if len(served) > 1 else "",
        earlier=letter,
        earlier_day=earlier.due if earlier else None,
    )


def _milestone_brief(touch: Touch, milestone: Milestone, me: Narrative) -> Brief:
    return Brief(
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


def _encounter(engagement: Engagement, key: Key) -> Encounter | None:
    return next((e for e in engagement.encounters if e.person.key == key.person), None)

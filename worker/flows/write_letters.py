"""Touches and what is known go in; the letter of each comes out, a follow-up's with the letter before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from worker.domain.briefing import brief_for
from worker.domain.engagement import Engagement
from worker.domain.ledger import LedgerTouch
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone
from worker.domain.touch import Key, Touch
from worker.ports import WritesLetters

Written = Mapping[Key, tuple[Touch, Letter]]
"""Letters that stand already; the touch's `due` is the day it was sent, where it was."""
NOTHING_WRITTEN: Written = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """All that letters may be made of."""

    me: Narrative
    engagements: Sequence[Engagement]
    milestones: Sequence[Milestone]


def write_letters(
    letters: WritesLetters,
    rules: RuleBook,
    known: Known,
    touches: Iterable[Touch],
    written: Written = NOTHING_WRITTEN,
) -> dict[str, Letter]:
    """A letter for every touch, by its id. What is written stands as it is.

    Raises KeyError for a touch whose engagement, milestone or step is not known: see `writable`.
    """
    engagements = {engagement.id: engagement for engagement in known.engagements}
    milestones = {milestone.id: milestone for milestone in known.milestones}
    done = dict(written)
    found: dict[str, Letter] = {}
    for touch in sorted(touches, key=lambda touch: (touch.due or date.min, touch.key)):
        if touch.key not in done:
            after = earlier_key(touch.key, rules)
            earlier, letter = done.get(after, (None, None)) if after else (None, None)
            brief = brief_for(touch, engagements, milestones, known.me, earlier, letter)
            done[touch.key] = touch, letters.write_letter(brief)
        found[touch.id] = done[touch.key][1]
    return found


def writable(touch: Touch, rules: RuleBook, known: Known) -> bool:
    """Whether everything it rests on is there: rules and calendars may have changed since it was planned."""
    ids = {engagement.id for engagement in known.engagements} | {one.id for one in known.milestones}
    steps = {(cadence.name, step.name) for cadence in rules.cadences for step in cadence.steps}
    return (touch.key.cadence, touch.key.step) in steps and all(key.engagement in ids for key in touch.serves)


def earlier_key(key: Key, rules: RuleBook) -> Key | None:
    """The key of the step that this one follows or whose thread it continues, or None for a first letter."""
    steps = {(c.name, s.name): s for c in rules.cadences for s in c.steps}
    step = steps[key.cadence, key.step]
    after = step.after or step.thread
    return replace(key, step=after) if after else None


def written_in(ledger: Iterable[LedgerTouch], zone: ZoneInfo) -> dict[Key, tuple[Touch, Letter]]:
    """The letters that the ledger keeps, each with the day on which it was sent, else was due."""
    found = {}
    for row in ledger:
        if row.letter is not None:
            touch = row.kept.touch
            sent = row.sent_at.astimezone(zone).date() if row.sent_at else touch.due
            found[touch.key] = replace(touch, due=sent), row.letter
    return found

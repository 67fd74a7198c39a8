"""Touches and what is known go in; the letter of each comes out, a follow-up's with the letter before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from worker.domain.briefing import brief_for
from worker.domain.engagement import Engagement
from worker.domain.ledger import LedgerTouch
from worker.domain.letter import Brief, Letter
from worker.domain.narrative import Narrative
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone, milestones_for
from worker.domain.topic import topic_from
from worker.domain.touch import Key, State, Touch
from worker.domain.wording import Wording, group_of, member_since, own_wording, wordings_among
from worker.flows.tools import Tools
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

    @classmethod
    def of(cls, tools: Tools, account_id: int, me: Narrative) -> "Known":
        """What is remembered of an account, and every date of the seasons, by one story."""
        milestones = milestones_for(me, tools.rules.almanac, date.min, date.max)
        return cls(me, tools.engagements.all(account_id), milestones)


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
    ordered = sorted(touches, key=lambda touch: (touch.due or date.min, touch.key))
    maker = BriefMaker.of(known, ordered, written)
    done = dict(written)
    found: dict[str, Letter] = {}
    for touch in ordered:
        if touch.key not in done:
            after = earlier_key(touch.key, rules)
            earlier, letter = done.get(after, (None, None)) if after else (None, None)
            done[touch.key] = touch, letters.write_letter(maker.brief(touch, done, earlier, letter))
        found[touch.id] = done[touch.key][1]
    return found


@dataclass(frozen=True, slots=True)
class BriefMaker:
    """Makes the brief of a letter among others: they share no wording, and none says a note again."""

    known: Known
    engagements: Mapping[str, Engagement]
    milestones: Mapping[str, Milestone]
    wordings: Mapping[tuple[str, str], Mapping[str, Wording]]
    """By group, then by person."""

    @classmethod
    def of(cls, known: Known, touches: Iterable[Touch], written: Written) -> "BriefMaker":
        """For letters among all that are planned and all that are written already."""
        engagements = {engagement.id: engagement for engagement in known.engagements}
        milestones = {milestone.id: milestone for milestone in known.milestones}
        return cls(known, engagements, milestones, _wordings(engagements, touches, written))

    def brief(self, touch: Touch, written: Written, earlier: Touch | None, letter: Letter | None) -> Brief:
        """The brief of one touch. `earlier` and its `letter` are what it follows. Raises as `brief_for`."""
        brief = brief_for(touch, self.engagements, self.milestones, self.known.me, earlier, letter)
        about = self.engagements.get(touch.key.engagement)
        return replace(
            brief,
            wording=self.wordings.get(group_of(touch, about), {}).get(touch.key.person),
            said=_is_said(brief.topic, touch, written),
            evening=about is not None and about.evening,
        )


def _wordings(
    engagements: Mapping[str, Engagement], touches: Iterable[Touch], written: Written
) -> dict[tuple[str, str], dict[str, Wording]]:
    """Who holds or gets which wording, group by group."""
    members: dict[tuple[str, str], list[tuple[str, date]]] = {}
    held: dict[tuple[str, str], dict[str, Wording]] = {}
    for touch, letter in sorted(written.values(), key=lambda one: one[0].key):
        group = group_of(touch, engagements.get(touch.key.engagement))
        has = letter.wording or own_wording(touch.key.person)
        held.setdefault(group, {}).setdefault(touch.key.person, has)
    for touch in touches:
        about = engagements.get(touch.key.engagement)
        since = member_since(touch, about)
        members.setdefault(group_of(touch, about), []).append((touch.key.person, since))
    return {
        group: wordings_among(members.get(group, ()), held.get(group, {}))
        for group in members.keys() | held.keys()
    }


def _is_said(topic: str, touch: Touch, written: Written) -> bool:
    """Whether a letter to the same person about the same engagement has said it already."""
    words = topic_from(topic).words
    about = {key.engagement for key in (touch.key, *touch.serves)}
    others = (one for key, one in written.items() if words and key != touch.key)
    return any(
        other.key.person == touch.key.person
        and not about.isdisjoint({key.engagement for key in (other.key, *other.serves)})
        and words in letter.text
        for other, letter in others
    )


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


NEVER_READ = frozenset({State.CANCELLED, State.EXPIRED, State.SKIPPED, State.DISCARDED})
"""Nobody has read such a letter, and nobody will."""


def written_in(ledger: Iterable[LedgerTouch], zone: ZoneInfo) -> dict[Key, tuple[Touch, Letter]]:
    """The letters that the ledger keeps, each with the day on which it was sent, else was due."""
    found = {}
    for row in ledger:
        if row.letter is not None and row.state not in NEVER_READ:
            touch = row.kept.touch
            sent = row.sent_at.astimezone(zone).date() if row.sent_at else touch.due
            found[touch.key] = replace(touch, due=sent), row.letter
    return found

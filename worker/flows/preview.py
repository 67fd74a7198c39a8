"""A reading of calendars goes in; the year ahead (what it is, what is written, when, and why) comes out."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from worker.domain.briefing import brief_for
from worker.domain.engagement import Engagement
from worker.domain.event import Event
from worker.domain.gathering import gather_engagements
from worker.domain.letter import Letter
from worker.domain.mornings import Mornings
from worker.domain.narrative import Narrative
from worker.domain.outlook import Outlook
from worker.domain.plan import Planner
from worker.domain.reading import Reading
from worker.domain.recognition import recognise
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.recognised import Recognised
from worker.domain.recognition.words import folded
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone, milestones_for
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.wish import NOT_TOLD
from worker.flows.publish_feed import FeedPublisher
from worker.ports import WritesLetters, WritesNotes

LETTERED = frozenset({State.PLANNED, State.HELD})


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything a preview needs, wired once."""

    rules: RuleBook
    letters: WritesLetters
    notes: WritesNotes

    def recognise(self, events: Sequence[Event], owner: frozenset[str]) -> tuple[Recognised, ...]:
        """What each event is, and why."""
        return recognise(events, self.rules.lexicon, self.rules.conferences, owner)

    def look_ahead(
        self, reading: Reading, me: Narrative, *, today: date, until: date, sample_profile: bool = False
    ) -> Outlook:
        """The year ahead as one value. The same reading, narrative and days always give the same value."""
        recognised = self.recognise(reading.events, frozenset((*me.addresses, me.name)))
        service_days = max(cadence.min_days for cadence in self.rules.cadences)
        engagements = gather_engagements(recognised, me, homeward_in(self.rules.lexicon), service_days)
        engagements = tuple(e for e in engagements if e.start <= until)
        own_year = milestones_for(me, self.rules.almanac, since=date.min, until=date.max)
        planner = planner_for(me, self.rules, own_year, today)
        touches = planner.plan_year(engagements, today=today, until=until, connected=today).touches
        letters = self._letters(touches, engagements, own_year, me)
        milestones = tuple(m for m in own_year if m.end >= today and m.start <= until)
        return Outlook(
            today=today,
            until=until,
            me=me,
            sample_profile=sample_profile,
            engagements=engagements,
            touches=touches,
            letters=letters,
            milestones=milestones,
            feeds=FeedPublisher(self.rules, self.notes).feeds(
                engagements, touches, letters, milestones, today
            ),
            warnings=(*reading.warnings, *_warnings(engagements, me)),
            events_read=len(reading.events),
        )

    def _letters(
        self,
        touches: Sequence[Touch],
        engagements: Sequence[Engagement],
        milestones: Sequence[Milestone],
        me: Narrative,
    ) -> dict[str, Letter]:
        """A letter for every touch that may be sent; a follow-up knows the letter before it."""
        by_engagement = {engagement.id: engagement for engagement in engagements}
        by_milestone = {milestone.id: milestone for milestone in milestones}
        first = {touch.key: touch for touch in touches if touch.state in LETTERED}
        letters: dict[str, Letter] = {}
        for touch in sorted(first.values(), key=lambda touch: (touch.due or date.min, touch.key)):
            after = self._earlier_key(touch.key)
            earlier = first.get(after) if after else None
            letter = letters.get(earlier.id) if earlier else None
            brief = brief_for(touch, by_engagement, by_milestone, me, earlier, letter)
            letters[touch.id] = self.letters.write_letter(brief)
        return letters

    def _earlier_key(self, key: Key) -> Key | None:
        """The key of the step that this one follows, or None for a first letter."""
        steps = {(c.name, s.name): s for c in self.rules.cadences for s in c.steps}
        after = steps[key.cadence, key.step].after
        return Key(key.cadence, after, key.person, key.engagement) if after else None


def homeward_in(lexicon: Lexicon) -> Callable[[str], bool]:
    """Tells from a title whether somebody travels home."""
    phrases = [f" {folded(phrase)} " for phrase in lexicon.homeward]

    def is_homeward(title: str) -> bool:
        words = f" {folded(title)} "
        return any(phrase in words for phrase in phrases)

    return is_homeward


def planner_for(me: Narrative, rules: RuleBook, milestones: Sequence[Milestone], today: date) -> Planner:
    """The planner of one user: their mornings from the narrative, everything else from the rules."""
    mornings = Mornings(
        zone=ZoneInfo(me.time_zone),
        at=rules.limits.morning,
        skipped=me.quiet_days | rules.holidays_of(*range(today.year - 1, today.year + 4)),
        pause_until=me.pause_until,
        freezes=tuple(Window(monday, friday) for monday, friday in rules.match_weeks),
    )
    return Planner(me, rules.cadences, rules.limits, mornings, tuple(milestones))


def _warnings(engagements: Sequence[Engagement], me: Narrative) -> Iterator[str]:
    if not me.told:
        yield f"Profile: {NOT_TOLD}."
    yield from _two_addresses(engagements)
    for engagement in engagements:
        for encounter in engagement.encounters:
            if encounter.withheld:
                who = encounter.person.name or encounter.person.email
                yield (
                    f"{engagement.title}, {engagement.start}: the note about {who} looks like patient data "
                    f"({encounter.withheld}); it stays out of every letter. Remove it from the calendar."
                )


def _two_addresses(engagements: Sequence[Engagement]) -> Iterator[str]:
    addresses: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for engagement in engagements:
        for encounter in engagement.encounters:
            addresses[encounter.person.key].add(encounter.person.email)
            names[encounter.person.key] = encounter.person.name
    for key, found in sorted(addresses.items()):
        if len(found - {""}) > 1:
            both = " and ".join(sorted(found - {""}))
            yield f"{names[key]} stands under {both}: taken for one person, so nobody is written to twice."

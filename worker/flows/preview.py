"""A reading of calendars goes in; the year ahead (what it is, what is written, when, and why) comes out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from worker.domain.calendar_days import spoken_day
from worker.domain.conflicts import find_conflicts
from worker.domain.engagement import Engagement
from worker.domain.event import Event
from worker.domain.narrative import Narrative
from worker.domain.outlook import Outlook
from worker.domain.reading import Reading
from worker.domain.recognition import recognise
from worker.domain.recognition.recognised import Recognised
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone, milestones_for
from worker.domain.touch import State, Touch
from worker.domain.wish import NOT_TOLD, story_ends
from worker.flows.plan_year import gathered, planner_for
from worker.flows.publish_feed import FeedPublisher
from worker.flows.write_letters import Known, write_letters
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
        engagements = gathered(self.rules, recognised, me, until)
        own_year = milestones_for(me, self.rules.almanac, since=date.min, until=date.max)
        planner = planner_for(me, self.rules, own_year, today)
        touches = planner.plan_year(engagements, today=today, until=until, connected=today).touches
        known = Known(me, engagements, own_year)
        wanted = [touch for touch in touches if touch.state in LETTERED]
        letters = write_letters(self.letters, self.rules, known, wanted)
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
                engagements, touches, letters, milestones, today, me
            ),
            warnings=(
                *reading.warnings,
                *_warnings(engagements, me),
                *_of_another_year(touches, me),
                *self._conflicts(engagements, touches, milestones),
            ),
            events_read=len(reading.events),
        )

    def _conflicts(
        self, engagements: Sequence[Engagement], touches: Sequence[Touch], own_year: Sequence[Milestone]
    ) -> Iterator[str]:
        """What stands in each other's way among the user's own plans."""
        for conflict in find_conflicts(engagements, own_year, touches, self.rules.match_weeks):
            if conflict.own:
                yield f"Conflict: {conflict.sentence}."


def _of_another_year(touches: Sequence[Touch], me: Narrative) -> Iterator[str]:
    over = story_ends(me)
    late = [touch for touch in touches if touch.due and over and touch.due >= over]
    if over and late:
        those = "1 letter is" if len(late) == 1 else f"{len(late)} letters are"
        yield f"Profile: from {spoken_day(over)} on {those} in the words of this year: tell the new one then."


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

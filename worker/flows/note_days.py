"""A year's engagements, dates and drafts go in; the entries of a feed that remind the user come out.

Promises on their day, packs before a meeting, whom to ask for a letter, and what stands in each other's way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from worker.domain.cadence import Addressees, Cadence, Step
from worker.domain.calendar_days import spoken_weekday
from worker.domain.conflicts import find_conflicts
from worker.domain.engagement import Engagement, Kind
from worker.domain.feed import Entry
from worker.domain.narrative import Narrative
from worker.domain.person import Person
from worker.domain.referees import (
    as_told,
    day_needed,
    days_seen,
    needed_from,
    noted_against,
    speaks_against,
    speaks_for,
)
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone
from worker.domain.touch import State, Touch, Window
from worker.ports import WritesNotes

PACKED = frozenset({Kind.MENTOR_MEETING, Kind.PD_MEETING})
DAY_BEFORE = (1,)
DRAFTS = frozenset({State.PLANNED, State.DRAFTED})
"""A draft lies ready, or will on its morning."""


@dataclass(frozen=True, slots=True)
class DayNotes:
    """Makes the entries: a pure function of what is planned, without a clock."""

    rules: RuleBook
    notes: WritesNotes

    def entries(
        self,
        engagements: Sequence[Engagement],
        touches: Sequence[Touch],
        milestones: Sequence[Milestone],
        today: date,
        me: Narrative,
    ) -> tuple[Entry, ...]:
        """Every reminder from today on."""
        ahead = [one for one in engagements if one.end >= today and not one.held]
        drafted = {key.engagement for t in touches if t.state in DRAFTS for key in t.serves}
        made = [
            *(self._promise(one, drafted=one.id in drafted) for one in ahead if one.kind is Kind.PROMISE),
            *(self._pack(one) for one in ahead if one.kind in PACKED and one.start >= today),
            *self._referees(engagements, milestones, today, me),
            *self._conflicts(ahead, touches, milestones),
        ]
        return tuple(made)

    def _promise(self, promise: Engagement, *, drafted: bool) -> Entry:
        met = promise.encounters[0].person if promise.encounters else None
        to = (met.name or met.email) if met else ""
        title, text = self.notes.write_note(
            "promise", what=promise.title, to=to, why=promise.why[0], drafted=drafted
        )
        stamp = promise.updated or self._checked
        days = Window(promise.end, promise.end)
        return _entry(f"promise-{promise.id}", days, (title, text), "promise", stamp, DAY_BEFORE)

    def _pack(self, meeting: Engagement) -> Entry:
        """What to bring, some days before (playbook, "Meeting packs")."""
        names = ", ".join(e.person.name or e.person.email for e in meeting.encounters)
        is_pd = meeting.kind is Kind.PD_MEETING
        note = self.notes.write_note(
            "pack", about=meeting.title, names=names, pd=is_pd, day=spoken_weekday(meeting.start)
        )
        day = meeting.start - timedelta(days=self.rules.limits.pack_days)
        stamp = meeting.updated or self._checked
        return _entry(f"pack-{meeting.id}", Window(day, day), note, "pack", stamp)

    def _referees(
        self, engagements: Sequence[Engagement], milestones: Sequence[Milestone], today: date, me: Narrative
    ) -> Iterator[Entry]:
        """When letters are to be asked for: who qualifies, and why others do not."""
        for cadence in self.rules.cadences:
            step = next((s for s in cadence.steps if s.to is Addressees.REFEREES), None)
            needed = day_needed(milestones, step.milestone, today) if step else None
            if step is None or needed is None or needed.start < today:
                continue
            days = Window(*(needed.start + timedelta(days=n) for n in step.window))
            people = _seen(engagements, days.latest)
            if people:
                asked = _Asked(cadence, step, needed.start, me)
                fit, unfit = asked.sorted_out(people, engagements)
                note = self.notes.write_note(
                    "referees", day=spoken_weekday(needed.start), fit=fit, unfit=unfit
                )
                yield _entry(f"referees-{needed.id}", days, note, "letter", self._checked)

    def _conflicts(
        self, engagements: Sequence[Engagement], touches: Sequence[Touch], milestones: Sequence[Milestone]
    ) -> Iterator[Entry]:
        for conflict in find_conflicts(engagements, milestones, touches, self.rules.match_weeks):
            note = self.notes.write_note("conflict", sentence=conflict.sentence, choice=conflict.choice)
            stamp = conflict.updated or self._checked
            yield _entry(f"conflict-{conflict.id}", conflict.days, note, "conflict", stamp)

    @property
    def _checked(self) -> datetime:
        """When what hangs on config/ alone last changed."""
        return datetime.combine(self.rules.checked, time(), UTC)


def _seen(engagements: Sequence[Engagement], until: date) -> list[Person]:
    """Everybody who was at work with the user by then, by name."""
    people = {
        encounter.person.key: encounter.person
        for engagement in engagements
        if engagement.kind is Kind.ROTATION
        for encounter in engagement.encounters
        if not encounter.person.do_not_contact and days_seen(encounter.person, engagements, until)
    }
    return sorted(people.values(), key=lambda person: (person.name or person.email, person.key))


@dataclass(frozen=True, slots=True)
class _Asked:
    """By which rule, for which day and by whom letters of recommendation are asked for."""

    cadence: Cadence
    step: Step
    needed: date
    me: Narrative

    def sorted_out(self, people: Sequence[Person], engagements: Sequence[Engagement]) -> tuple[str, str]:
        """Who qualifies and who does not, a line each: by the same facts as the request itself."""
        fit: list[str] = []
        unfit: list[str] = []
        for person in (as_told(one, self.me) for one in people):
            until = needed_from(person, self.me, self.needed) + timedelta(days=self.step.window[1])
            against = list(speaks_against(person, engagements, until, self.cadence.seen_days))
            against += noted_against(person, self.me)
            reasons = against or list(speaks_for(person, engagements, until))
            (unfit if against else fit).append(f"- {person.name or person.email}: {'; '.join(reasons)}")
        return "\n".join(fit), "\n".join(unfit)


def _entry(
    about: str,
    days: Window,
    note: tuple[str, str],
    category: str,
    stamp: datetime,
    alarms: tuple[int, ...] = (),
) -> Entry:
    return Entry(
        uid=f"{about}@rapport",
        title=note[0],
        start=days.earliest,
        end=days.latest,
        stamp=stamp,
        description=note[1],
        categories=("Rapport", category),
        alarms=alarms,
    )

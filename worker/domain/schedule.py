"""Open wishes and the user's mornings go in; each letter's morning, or the rule that ended it, comes out.

The days are walked one by one, as they will be lived: what goes out on one morning (and is taken as sent
that morning and not answered) decides what may go on the next.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from worker.domain.cadence import Cadence, Limits, Step
from worker.domain.event import ONE_DAY
from worker.domain.mornings import Mornings, week_of
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.wish import Wish, follow_ups_of


@dataclass(slots=True)
class Diary:
    """What the mornings so far have used up. Filled from the ledger before the first morning."""

    drafts_on: Counter[date] = field(default_factory=Counter)
    drafts_in_week: Counter[date] = field(default_factory=Counter)
    open_until: dict[str, date] = field(default_factory=dict)
    """Last day of the open conversation, by person."""
    followed_up: dict[str, date] = field(default_factory=dict)
    """Day of the last follow-up, by person."""
    thanked: dict[str, date] = field(default_factory=dict)
    """Day of the last letter about a one-to-one, by person."""
    unsent: set[str] = field(default_factory=set)
    """People with a draft that is still unsent."""

    def note(
        self, person: str, cadence: Cadence, step: Step, day: date, limits: Limits, *, asks: bool
    ) -> None:
        """Remember a letter that goes out on that morning."""
        self.drafts_on[day] += 1
        self.drafts_in_week[week_of(day)] += 1
        if step.after:
            self.followed_up[person] = day
            self.open_until[person] = day + timedelta(days=limits.open_after_follow_up)
        elif asks:
            self.open_until[person] = day + timedelta(days=limits.open_without_follow_up)
        if cadence.one_a_month and not asks:
            self.thanked[person] = day


@dataclass(frozen=True, slots=True)
class Meetings:
    """The days on which the user meets somebody one to one, by person."""

    days: Mapping[str, tuple[date, ...]]

    def between(self, person: str, after: date, until: date) -> date | None:
        """The first such day after one day and not after another, or None."""
        return next((day for day in self.days.get(person, ()) if after < day <= until), None)


class Schedule:
    """One walk through the mornings. Used once: `walk` gives the touches."""

    def __init__(self, mornings: Mornings, limits: Limits, meetings: Meetings, diary: Diary) -> None:
        """Take what holds for the whole walk."""
        self._mornings = mornings
        self._limits = limits
        self._meetings = meetings
        self._diary = diary
        self._obstacle: dict[Key, tuple[State, str]] = {}
        self._open_days: dict[Key, frozenset[date]] = {}
        self._gone: set[Key] = set()
        self._done: list[Touch] = []

    def walk(self, wishes: Sequence[Wish], today: date, until: date) -> tuple[Touch, ...]:
        """A touch for every wish: planned with its morning, or ended with the rule's reason."""
        self._done = [touch_of(wish) for wish in wishes if not wish.open]
        waiting = self._admitted([wish for wish in wishes if wish.open], today)
        day = today
        while waiting:
            waiting = [wish for wish in waiting if not self._ended_by_life(wish, day)]
            for wish in self._chosen(waiting, day):
                waiting.remove(wish)
                waiting.extend(self._place(wish, day, until))
            over = [wish for wish in waiting if day >= wish.window.latest]
            waiting = [wish for wish in waiting if wish not in over]
            waiting.extend(part for wish in over for part in self._closed(wish, day))
            day += ONE_DAY
        return tuple(sorted(self._done, key=lambda touch: (touch.due or touch.window.latest, touch.key)))

    def _admitted(self, wishes: Sequence[Wish], today: date) -> list[Wish]:
        """Those that still have mornings, which are worked out here once; the others are done."""
        admitted = []
        for wish in wishes:
            thawed = self._thawed(wish)
            if not thawed.open:
                self._done.append(touch_of(thawed))
                continue
            # What is left of the window decides: "if no permitted day is left, the last day counts".
            left = Window(max(thawed.window.earliest, today), max(thawed.window.latest, today))
            days = self._mornings.open_days(left, outside=thawed.outside)
            self._open_days[thawed.key] = frozenset(day for day in days if day in thawed.window)
            admitted.append(thawed)
        return admitted

    def _thawed(self, wish: Wish) -> Wish:
        """Widen a window that Match Week covers, or end the wish (playbook, "Match Week freeze")."""
        if not wish.outside or self._mornings.open_days(wish.window, outside=True):
            return wish
        window = self._mornings.after_freeze(wish.window, self._limits.days_after_freeze)
        if window is None:
            return wish
        if wish.step.lapses_in_freeze:
            return wish.ended(State.LAPSED, "Match Week covers its days: nothing goes to outside programs")
        reason = "Match Week covers its days: it goes in the working days after"
        return replace(wish, window=window, why=(*wish.why, reason))

    def _chosen(self, waiting: Sequence[Wish], day: date) -> list[Wish]:
        """This morning's letters: those whose window ends first, as many as the pace allows."""
        chosen: list[Wish] = []
        people: set[str] = set()
        for wish in sorted(waiting, key=lambda wish: (wish.window.latest, wish.window.earliest, wish.key)):
            if day not in self._open_days[wish.key]:
                continue
            obstacle = self._against(wish, day, len(chosen), people)
            if obstacle:
                self._obstacle[wish.key] = obstacle
                continue
            chosen.append(wish)
            people.add(wish.key.person)
        return chosen

    def _against(self, wish: Wish, day: date, chosen: int, people: set[str]) -> tuple[State, str] | None:
        """The rule that forbids this letter this morning, or None."""
        limits, diary, person = self._limits, self._diary, wish.key.person
        if person in people or person in diary.unsent:
            return State.DROPPED, "another draft to the same person is still unsent"
        if wish.asks and (last := diary.open_until.get(person)) and day <= last:
            return State.DROPPED, f"a conversation with the same person is open until {last.isoformat()}"
        if wish.step.after and _within(diary.followed_up.get(person), day, limits.follow_up_every):
            return State.DROPPED, f"one follow-up to one person in {limits.follow_up_every} days"
        full = diary.drafts_on[day] + chosen >= limits.a_morning
        if full or diary.drafts_in_week[week_of(day)] + chosen >= limits.a_week:
            return (
                State.LAPSED,
                f"no room: at most {limits.a_morning} drafts a morning, {limits.a_week} a week",
            )
        return None

    def _place(self, wish: Wish, day: date, until: date) -> list[Wish]:
        """Give the letter its morning; what follows it comes back as new wishes."""
        person = wish.key.person
        self._diary.note(person, wish.cadence, wish.step, day, self._limits, asks=wish.asks)
        self._gone.update(wish.serves)
        self._done.append(touch_of(wish, day))
        follow_ups = [f for f in follow_ups_of(wish, day) if f.window.earliest <= until]
        return self._admitted(follow_ups, day)

    def _ended_by_life(self, wish: Wish, day: date) -> bool:
        """Close what a letter, a meeting or a thank-you of this month has made needless."""
        if day not in wish.window:
            return False
        person, reason = wish.key.person, ""
        if first := next((key for key in wish.yields_to if key in self._gone), None):
            reason = f"the letter for {first.engagement} came first"
        elif wish.step.after and (met := self._meetings.between(person, wish.anchor_day, day)):
            reason = f"you meet on {met.isoformat()}: that answers it"
        elif wish.cadence.one_a_month and not wish.asks and self._was_thanked(person, day):
            reason = "a series of meetings earns one thank-you a month"
        if reason:
            self._done.append(touch_of(wish.ended(State.DROPPED, reason)))
        return bool(reason)

    def _was_thanked(self, person: str, day: date) -> bool:
        return _within(self._diary.thanked.get(person), day, self._limits.month_days)

    def _closed(self, wish: Wish, day: date) -> list[Wish]:
        """End a wish whose window is over; what was merged into it may still go alone."""
        parts = wish.parts or (wish,)
        later = [part for part in parts if part.window.latest > day]
        state, reason = self._obstacle.get(wish.key, (State.LAPSED, "no permitted morning in its window"))
        self._done += [touch_of(part.ended(state, reason)) for part in parts if part not in later]
        return self._admitted(later, day + ONE_DAY)


def _within(last: date | None, day: date, days: int) -> bool:
    return last is not None and (day - last).days < days


def touch_of(wish: Wish, due: date | None = None) -> Touch:
    """The touch that a wish has become."""
    return Touch(
        key=wish.key,
        person=wish.person,
        window=wish.window,
        state=wish.verdict or State.PLANNED,
        due=due,
        asks=wish.asks,
        outside=wish.outside,
        serves=wish.serves,
        why=wish.why,
        subject=wish.subject,
        anchor_day=wish.anchor_day,
    )

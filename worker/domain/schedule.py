"""Open wishes and the user's mornings go in; each letter's morning, or the rule that ended it, comes out.

The days are walked one by one, as they will be lived: what goes out on one morning (and is taken as sent
that morning and not answered) decides what may go on the next.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from worker.domain.cadence import Anchor, Cadence, Limits, Step
from worker.domain.crowding import Room
from worker.domain.engagement import Kind
from worker.domain.event import ONE_DAY
from worker.domain.mornings import Mornings, week_of
from worker.domain.person import Person
from worker.domain.rhythm import after_meeting, next_update, taken_in
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.wish import Wish, follow_ups_of


@dataclass(slots=True)
class Diary:
    """What the mornings so far have used up. Filled from the ledger before the first morning."""

    drafts_on: Counter[date] = field(default_factory=Counter)
    drafts_in_week: Counter[date] = field(default_factory=Counter)
    open_until: dict[str, date] = field(default_factory=dict)
    """Last day of the open conversation, by person."""
    open_with: dict[str, Person] = field(default_factory=dict)
    """With whom it is, where several count as one person."""
    followed_up: dict[str, date] = field(default_factory=dict)
    """Day of the last follow-up, by person."""
    thanked: dict[str, date] = field(default_factory=dict)
    """Day of the last letter about a one-to-one, by person."""
    unsent: set[str] = field(default_factory=set)
    """People with a draft that is still unsent: nothing more to them until it has gone. It is taken as sent
    on the first morning, like every letter of the walk: each night plans anew by what has become of it."""
    written: dict[str, date] = field(default_factory=dict)
    """Day of the last letter, by person."""
    steps_on: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    """Letters of one cadence and step on a morning, and under the Monday in a week."""
    steps_in_week: Counter[tuple[str, str, date]] = field(default_factory=Counter)

    def note(self, letter: "Noted", day: date, limits: Limits) -> None:
        """Remember a letter that goes out on that morning."""
        cadence, step, one = letter.cadence, letter.step, letter.one
        self.appear(letter, day)
        self.written[one] = day
        if step.after:
            self.followed_up[one] = day
            self.open_until[one] = day + timedelta(days=limits.open_after_follow_up)
        elif letter.asks:
            self.open_until[one] = day + timedelta(days=limits.open_without_follow_up)
        if letter.person and (step.after or letter.asks):
            self.open_with[one] = letter.person
        if letter.asks and step.lapses_at_anchor:
            self.open_until[one] = min(self.open_until[one], letter.anchor_day - ONE_DAY)
        if cadence.one_a_month and not letter.asks:
            self.thanked[one] = day

    def appear(self, letter: "Noted", morning: date) -> None:
        """Count a draft on its morning, whatever became of it: also what was thrown away was one."""
        name = letter.cadence.name, letter.step.name
        self.drafts_on[morning] += 1
        self.drafts_in_week[week_of(morning)] += 1
        self.steps_on[*name, morning] += 1
        self.steps_in_week[*name, week_of(morning)] += 1

    def move_pace(self, day: date, morning: date) -> None:
        """Count a letter noted for a day on the morning of its draft: that, not the sending, is the pace."""
        self.drafts_on[day] -= 1
        self.drafts_on[morning] += 1
        self.drafts_in_week[week_of(day)] -= 1
        self.drafts_in_week[week_of(morning)] += 1


@dataclass(frozen=True, slots=True)
class Noted:
    """What a diary remembers of a letter."""

    one: str
    """Who counts as one person with its addressee (Wish.one)."""
    cadence: Cadence
    step: Step
    asks: bool
    anchor_day: date
    person: Person | None = None
    """The addressee, where more than one may stand behind `one`."""


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
        self._today = date.min
        self._waiting: Sequence[Wish] = ()
        self._obstacle: dict[Key, tuple[State, str]] = {}
        self._open_days: dict[Key, frozenset[date]] = {}
        self._gone: set[Key] = set()
        self._done: list[Touch] = []
        self._pressing: list[Wish] = []
        """Requests that have days of their own: what has months waits for them."""

    def walk(self, wishes: Sequence[Wish], today: date, until: date) -> tuple[Touch, ...]:
        """A touch for every wish: planned with its morning, or ended with the rule's reason."""
        self._done = [touch_of(wish) for wish in wishes if not wish.open]
        self._pressing = [wish for wish in wishes if wish.open and wish.asks and not _can_wait(wish)]
        waiting = self._admitted([wish for wish in wishes if wish.open], today)
        self._today = day = today
        while waiting:
            waiting = [one for wish in waiting for one in self._met_meanwhile(wish, day)]
            waiting = [wish for wish in waiting if not self._ended_by_life(wish, day)]
            waiting = [self._without_request(wish, day) for wish in waiting]
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
            thawed = self._thawed(self._brought_forward(wish, today))
            if not thawed.open:
                self._done.append(touch_of(thawed))
                continue
            # What is left of the window decides: "if no permitted day is left, the last day counts".
            left = Window(max(thawed.window.earliest, today), max(thawed.window.latest, today))
            days = self._mornings.open_days(left, outside=thawed.outside)
            self._open_days[thawed.key] = frozenset(day for day in days if day in thawed.window)
            admitted.append(thawed)
        return admitted

    def _brought_forward(self, wish: Wish, today: date) -> Wish:
        """A promise for a day without a morning is kept before it, and after it was made."""
        if wish.given is None:
            return wish
        first = max(today, wish.given + ONE_DAY)
        return replace(wish, window=self._mornings.brought_forward(wish.window, first, outside=wish.outside))

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
        self._waiting = waiting
        for wish in sorted(waiting, key=_urgency):
            if day not in self._open_days[wish.key]:
                continue
            obstacle = self._against(wish, day, chosen)
            if obstacle:
                self._obstacle[wish.key] = obstacle
                continue
            chosen.append(wish)
        return chosen

    def _against(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> tuple[State, str] | None:
        """The rule that forbids this letter this morning, or None."""
        if reason := self._against_person(wish, day, chosen):
            return State.DROPPED, reason
        if _can_wait(wish) and self._is_pressed(wish, day):
            return State.LAPSED, "another letter to the same person had to come first"
        if not self._has_own_room(wish, day, chosen):
            return State.LAPSED, f"no room: at most {wish.step.a_week} of these letters a week"
        limits, diary = self._limits, self._diary
        full = diary.drafts_on[day] + len(chosen) >= limits.a_morning
        if full or diary.drafts_in_week[week_of(day)] + len(chosen) >= limits.a_week:
            return (
                State.LAPSED,
                f"no room: at most {limits.a_morning} drafts a morning, {limits.a_week} a week",
            )
        reason = self._better_later(wish, day, chosen)
        return (State.LAPSED, reason) if reason else None

    def _against_person(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> str:
        """What other letters to the same person forbid this one, or nothing."""
        limits, diary, one = self._limits, self._diary, wish.one
        lies_there = one in diary.unsent and day == self._today
        if lies_there or any(other.one == one for other in chosen):
            return "another draft to the same person is still unsent"
        if wish.asks and (last := diary.open_until.get(one)) and day <= last:
            return f"a conversation with {self._whom_in_touch(wish)} is open until {last.isoformat()}"
        if wish.step.after and _within(diary.followed_up.get(one), day, limits.follow_up_every):
            return f"one follow-up to one person in {limits.follow_up_every} days"
        return ""

    def _whom_in_touch(self, wish: Wish) -> str:
        """With whom the conversation is that stands in a letter's way."""
        other = self._diary.open_with.get(wish.one)
        if other is None or other.key == wish.key.person:
            return "the same person"
        return f"{other.name or other.email}, of the same program,"

    def _without_request(self, wish: Wish, day: date) -> Wish:
        """A thank-you that goes, though a colleague of theirs at the program has been asked for something.

        Both count as one person, so a second request has to wait; a pure thank-you opens no conversation.
        """
        other, last = self._diary.open_with.get(wish.one), self._diary.open_until.get(wish.one)
        asked = wish.asks and wish.step.merges and other is not None and other.key != wish.key.person
        if not (asked and last and last >= wish.window.latest and day <= last):
            return wish
        why = f"it asks for nothing: a conversation with {self._whom_in_touch(wish)} is open"
        return replace(wish, asks=False, why=(*wish.why, why))

    def _better_later(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> str:
        """Why a letter that may go this morning leaves it to others, or nothing."""
        if self._can_come_later(wish, day, chosen):
            return "another letter to the same person went just before"
        if self._crowds_out(wish, day, chosen):
            return "no room: letters whose days end sooner take it"
        return ""

    def _can_come_later(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> bool:
        """Whether a letter so soon after another to the same person may as well wait, and find room then."""
        last = self._diary.written.get(wish.one)
        if last is None or not _within(last, day, self._limits.apart_days):
            return False
        apart = last + timedelta(days=self._limits.apart_days)
        mornings = sorted(self._open_days[wish.key])
        ahead = [one for one in mornings if one >= apart]
        if not ahead or ahead[-1] > _horizon(day):
            return bool(ahead)
        room = self._room(day, chosen)
        for key, mornings in self._ending_sooner(wish, day, chosen).items():
            room.put(key, mornings)
        return room.put(wish.key, ahead)

    def _crowds_out(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> bool:
        """Whether a letter whose days end sooner would find no room any more if this one went now."""
        sooner = self._ending_sooner(wish, day, chosen)
        this_week = sum(week_of(mornings[0]) == week_of(day) for mornings in sooner.values())
        if self._diary.drafts_in_week[week_of(day)] + len(chosen) + this_week < self._limits.a_week:
            return False
        without, beside = self._room(day, chosen), self._room(day, [*chosen, wish])
        return any(without.put(*one) and not beside.put(*one) for one in sooner.items())

    def _room(self, day: date, chosen: Sequence[Wish]) -> Room:
        """What the mornings after this one have room for, once it has its letters."""
        taken = self._diary.drafts_in_week + Counter({week_of(day): len(chosen)})
        return Room(self._limits.a_morning, self._limits.a_week, taken)

    def _ending_sooner(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> dict[Key, list[date]]:
        """The mornings left, up to the next week's end, of the letters that come before this one."""
        latest = min(wish.window.latest - ONE_DAY, _horizon(day))
        gone = {other.key for other in chosen}
        rivals = [
            other
            for other in self._waiting
            if other.window.latest <= latest and not _can_wait(other) and other.key not in gone
        ]
        ahead = {other.key: self._ahead(other, day) for other in sorted(rivals, key=_urgency)}
        return {key: mornings for key, mornings in ahead.items() if mornings}

    def _ahead(self, wish: Wish, day: date) -> list[date]:
        """The mornings after this one on which a letter may go, as far as its person is concerned."""
        left = sorted(morning for morning in self._open_days[wish.key] if morning > day)
        return [morning for morning in left if not self._against_person(wish, morning, ())]

    def _is_pressed(self, wish: Wish, day: date) -> bool:
        """Whether a request with days of its own comes before a conversation begun now would be over."""
        over = day + timedelta(days=self._limits.open_without_follow_up)
        return any(
            other.one == wish.one and other.window.earliest <= over and day <= other.window.latest
            for other in self._pressing
        )

    def _has_own_room(self, wish: Wish, day: date, chosen: Sequence[Wish]) -> bool:
        """Whether the step's own pace leaves room, also beside what is chosen for the same morning."""
        step = wish.step
        alike = sum((o.key.cadence, o.key.step) == (wish.key.cadence, step.name) for o in chosen)
        if not (step.a_morning or step.a_week):
            return True
        week = self._diary.steps_in_week[wish.key.cadence, step.name, week_of(day)] + alike
        morning = self._diary.steps_on[wish.key.cadence, step.name, day] + alike
        return not (0 < step.a_week <= week or 0 < step.a_morning <= morning)

    def _place(self, wish: Wish, day: date, until: date) -> list[Wish]:
        """Give the letter its morning; what follows it comes back as new wishes."""
        wish = taken_in(wish, day)
        noted = Noted(wish.one, wish.cadence, wish.step, wish.asks, wish.anchor_day, wish.person)
        self._diary.note(noted, day, self._limits)
        self._gone.update(wish.serves)
        self._done.append(touch_of(wish, day))
        follow_ups = [f for f in follow_ups_of(wish, day) if f.window.earliest <= until]
        return self._admitted([*follow_ups, *self._next_update(wish, day)], day)

    def _next_update(self, update: Wish, last: date | None) -> list[Wish]:
        """The next of a person's updates; what was told elsewhere is done with."""
        beat = next_update(update.queue, last, self._meetings.days.get(update.key.person, ()))
        self._done += [touch_of(told) for told in beat.told]
        return [beat.update] if beat.update else []

    def _met_meanwhile(self, wish: Wish, day: date) -> list[Wish]:
        """The wish; an update to somebody met in the meantime begins its rhythm anew."""
        if wish.step.anchor is not Anchor.RHYTHM:
            return [wish]
        person, since = wish.key.person, wish.since or wish.anchor_day - ONE_DAY
        met = self._meetings.between(person, since, day)
        if met is None:
            return [wish]
        beat = after_meeting(wish, met, self._meetings.days.get(person, ()))
        self._done += [touch_of(told) for told in beat.told]
        return self._admitted([beat.update], day) if beat.update else []

    def _ended_by_life(self, wish: Wish, day: date) -> bool:
        """Close what a letter, a meeting or a thank-you of this month has made needless."""
        if day not in wish.window:
            return False
        person, reason = wish.key.person, ""
        if first := next((key for key in wish.yields_to if key in self._gone), None):
            reason = f"the letter for {first.engagement} came first"
        elif wish.step.after and (met := self._meetings.between(person, wish.anchor_day, day)):
            reason = f"you meet on {met.isoformat()}: that answers it"
        elif _introduces(wish) and (met := self._meetings.between(person, date.min, day)):
            reason = f"you meet on {met.isoformat()}: nothing introduces you after that"
        elif self._is_one_too_many(wish, day):
            reason = "a series of meetings earns one thank-you a month"
        if reason:
            self._done.append(touch_of(wish.ended(State.DROPPED, reason)))
        return bool(reason)

    def _is_one_too_many(self, wish: Wish, day: date) -> bool:
        """Whether it could go this morning, but somebody met again and again was thanked this month."""
        if not wish.cadence.one_a_month or wish.asks or day not in self._open_days[wish.key]:
            return False
        return _within(self._diary.thanked.get(wish.one), day, self._limits.month_days)

    def _closed(self, wish: Wish, day: date) -> list[Wish]:
        """End a wish whose window is over; what was merged into it may still go alone."""
        parts = wish.parts or (wish,)
        later = [part for part in parts if part.window.latest > day]
        state, reason = self._obstacle.get(wish.key, (State.LAPSED, "no permitted morning in its window"))
        self._done += [touch_of(part.ended(state, reason)) for part in parts if part not in later]
        return self._admitted([*later, *self._next_update(wish, wish.since)], day + ONE_DAY)


def _introduces(wish: Wish) -> bool:
    """Whether it is a first letter to somebody of a list: who has been met needs none."""
    return wish.step.unless_written and wish.cadence.kind is Kind.PROSPECT


def _horizon(day: date) -> date:
    """The last day of the week after: no short window that is open now reaches further."""
    return week_of(day) + timedelta(days=13)


def _can_wait(wish: Wish) -> bool:
    return wish.step.anchor is Anchor.MONTHS


def _urgency(wish: Wish) -> tuple[date, int, date, Key]:
    """Those whose window ends first go first."""
    return wish.window.latest, wish.rank, wish.window.earliest, wish.key


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

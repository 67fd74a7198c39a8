"""Wanted against existing gives add, move, cancel and flag: a change as a value, before anything changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.domain.cadence import Anchor, Cadence, Limits
from worker.domain.doubles import Doubles, Sent
from worker.domain.engagement import FELL_THROUGH, Engagement, Kind
from worker.domain.event import ONE_DAY
from worker.domain.likeness import Shorts
from worker.domain.merging import merge_wishes
from worker.domain.mornings import Mornings
from worker.domain.narrative import Narrative
from worker.domain.outreach import Parties
from worker.domain.rhythm import next_update
from worker.domain.schedule import Diary, Meetings, Noted, Schedule
from worker.domain.season import Milestone
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.touch_states import SPENT
from worker.domain.wish import Wish, follow_ups_of, wishes_for

WRITTEN = frozenset({State.DRAFTED, State.SENT, State.ANSWERED})
GONE = frozenset({State.DISCARDED, State.BOUNCED})
"""It was a draft, so it counts for the pace; nobody has read it."""
ONE_TO_ONE = frozenset({Kind.MENTOR_MEETING, Kind.PD_MEETING, Kind.CONVERSATION})


@dataclass(frozen=True, slots=True)
class Kept:
    """A touch as the ledger remembers it."""

    touch: Touch
    subject: str
    """Kind and folded name of its engagement (`Wish.subject`)."""
    anchor_day: date
    sent: date | None = None
    edited: bool = False
    """The user has changed the draft: it is never touched again, only flagged."""
    closed: bool = False
    """Answered, bounced or given up: nothing follows."""
    away: bool = False
    """An automatic reply came: the clock of what follows is moved."""
    waits_until: date | None = None
    """The user has put it off until that day."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The user's own mail to a person, seen in a mailbox or told ("I wrote elsewhere")."""

    person: str
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change in the ledger. An empty plan changes nothing."""

    add: tuple[Touch, ...] = ()
    move: tuple[Touch, ...] = ()
    cancel: tuple[Touch, ...] = ()
    flag: tuple[Touch, ...] = ()
    """Edited drafts that a rule would have withdrawn: shown to the user, never touched."""

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.add or self.move or self.cancel)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """All touches of the year, whatever became of them, and the change that leads there."""

    touches: tuple[Touch, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Planner:
    """The rules of one account's planning, without any state of their own."""

    me: Narrative
    cadences: tuple[Cadence, ...]
    limits: Limits
    mornings: Mornings
    milestones: tuple[Milestone, ...]
    shorts: Shorts
    """Given names that are short for others: who may be one person (likeness.py)."""

    def plan_year(
        self,
        engagements: Sequence[Engagement],
        *,
        today: date,
        until: date,
        connected: date,
        have: Sequence[Kept] = (),
        contacts: Sequence[Contact] = (),
    ) -> YearPlan:
        """Plan from today to `until`. A function of its arguments; their order does not matter.

        `connected` is the day the account was connected (for a preview: today): what lay in the past
        then waits for one confirmation.
        """
        wishes = wishes_for(engagements, self.me, self._own_cadences(), self.milestones, today)
        wished = frozenset(
            replace(key, step=step.name)
            for w in wishes
            if not (w.person.do_not_contact or w.why[-1:] == (FELL_THROUGH,))
            for key in w.serves
            for step in w.cadence.steps
        )
        sifted = [self._sifted(w, connected, contacts) for w in wishes if w.window.earliest <= until]
        fresh = self._doubles(engagements, have).without(self._without_written(sifted, engagements, have))
        merged = merge_wishes(fresh, self.limits.merge_days, self._can_go)
        silent = self._waiting_for_answer(wishes, have, contacts)
        meetings = _meetings(engagements)
        schedule = Schedule(self.mornings, self.limits, meetings, self._diary(have))
        touches = schedule.walk(
            _put_off([*self._in_rhythm(merged, have, meetings), *silent], have), today, until
        )
        in_time = tuple(touch for touch in touches if touch.due is None or touch.due <= until)
        withdrawn = [kept for kept in have if self._withdraws(kept, wished, meetings, today)]
        return YearPlan(in_time, _difference(in_time, have, withdrawn))

    def _doubles(self, engagements: Sequence[Engagement], have: Sequence[Kept]) -> Doubles:
        """Who may be one person, as far as no letter may go to them twice."""
        sent = [
            Sent(kept.touch.key, kept.touch.person, kept.anchor_day, kept.subject)
            for kept in have
            if kept.touch.state in WRITTEN | GONE
        ]
        return Doubles.of(engagements, self.me, sent, self.limits.merge_days, self.shorts)

    def _can_go(self, window: Window, outside: bool) -> bool:  # noqa: FBT001 - a fact about the person
        """Whether any morning of a window is open."""
        return bool(self.mornings.open_days(window, outside=outside))

    def _own_cadences(self) -> tuple[Cadence, ...]:
        """The cadences, at the user's own pace where they have named one."""
        return tuple(_at_pace(cadence, self.me.outreach_a_week) for cadence in self.cadences)

    def _in_rhythm(self, wishes: Sequence[Wish], have: Sequence[Kept], meetings: Meetings) -> list[Wish]:
        """The news for each person as one update after the other; everything else as it is."""
        steps = {(c.name, s.name) for c in self.cadences for s in c.steps if s.anchor is Anchor.RHYTHM}
        news: dict[str, list[Wish]] = {}
        others: list[Wish] = []
        for wish in wishes:
            is_news = wish.open and wish.step.anchor is Anchor.RHYTHM
            (news.setdefault(wish.key.person, []) if is_news else others).append(wish)
        for person, told in news.items():
            sent = [
                kept.sent or kept.touch.due
                for kept in have
                if kept.touch.key.person == person
                and _step_of(kept.touch.key) in steps
                and kept.touch.state in WRITTEN
            ]
            last = max(filter(None, sent), default=None)
            beat = next_update(told, last, meetings.days.get(person, ()))
            others += [*beat.told, *([beat.update] if beat.update else [])]
        return others

    def _sifted(self, wish: Wish, connected: date, contacts: Sequence[Contact]) -> Wish:
        looks_back = wish.step.anchor is Anchor.END and not wish.told
        if looks_back and wish.verdict in {None, State.HELD}:
            wish = self._past_or_not(wish, connected)
        mails = [c.day for c in contacts if c.person == wish.key.person]
        own_mail = [day for day in mails if wish.step.unless_written or day > wish.anchor_day]
        satisfies = wish.step.unless_written or wish.step.anchor is Anchor.END
        if own_mail and wish.open and satisfies:
            return wish.ended(State.DROPPED, f"you wrote yourself on {min(own_mail).isoformat()}")
        return wish

    def _past_or_not(self, wish: Wish, connected: date) -> Wish:
        """Hold what lay in the past when the account was connected (playbook, "pace")."""
        if wish.anchor_day < connected - timedelta(days=self.limits.confirm_back):
            return wish.ended(State.LAPSED, f"its last day was {wish.window.latest.isoformat()}")
        if wish.anchor_day >= connected or not wish.open:
            return wish
        return wish.ended(State.HELD, "it lay in the past when you connected: it waits for your confirmation")

    def _without_written(
        self, wishes: Iterable[Wish], engagements: Sequence[Engagement], have: Sequence[Kept]
    ) -> list[Wish]:
        written = [kept for kept in have if kept.touch.state in SPENT]
        served = frozenset(key for kept in written for key in kept.touch.serves)
        ids = {engagement.id for engagement in engagements} | {one.id for one in self.milestones}
        orphans = [kept for kept in written if kept.touch.key.engagement not in ids]
        fresh = [wish for wish in wishes if wish.key not in served]
        return [self._after_written(self._not_again(wish, orphans), written) for wish in fresh]

    def _after_written(self, wish: Wish, written: Sequence[Kept]) -> Wish:
        """A letter that has gone already is the one letter for what ended near it (playbook, "merging")."""
        for kept in written:
            same = kept.touch.key.person == wish.key.person and self._merges(kept.touch.key)
            near = abs((wish.anchor_day - kept.anchor_day).days) <= self.limits.merge_days
            if same and near and wish.open and wish.step.merges:
                return wish.ended(State.DROPPED, f"the letter for {kept.touch.key.engagement} came first")
        return wish

    def _merges(self, key: Key) -> bool:
        return any(
            s.merges for c in self.cadences for s in c.steps if (c.name, s.name) == (key.cadence, key.step)
        )

    def _not_again(self, wish: Wish, orphans: Sequence[Kept]) -> Wish:
        """A re-issued feed repeats no step to one person (playbook, "identity")."""
        for kept in orphans:
            same = _step_to(kept.touch.key) == _step_to(wish.key) and kept.subject == wish.subject
            near = abs((wish.anchor_day - kept.anchor_day).days) <= self.limits.reissue_days
            if same and near and wish.open:
                return wish.ended(State.DROPPED, "already written: the calendar was issued again")
        return wish

    def _waiting_for_answer(
        self, wishes: Sequence[Wish], have: Sequence[Kept], contacts: Sequence[Contact]
    ) -> list[Wish]:
        """The follow-ups of letters that are out and not answered."""
        by_key = {key: wish for wish in wishes for key in wish.serves}
        served = frozenset(key for kept in have for key in kept.touch.serves if kept.touch.state in SPENT)
        out = [k for k in have if k.touch.state in {State.DRAFTED, State.SENT} and not k.closed]
        follow_ups = [
            follow_up
            for kept in out
            if kept.touch.asks
            and (wish := by_key.get(kept.touch.key))
            and (day := kept.sent or kept.touch.due)
            for follow_up in follow_ups_of(_as_kept(wish, kept), day, self._away(kept))
        ]
        return [_unless_written(wish, contacts) for wish in follow_ups if wish.key not in served]

    def _away(self, kept: Kept) -> timedelta:
        return timedelta(days=self.limits.away_days if kept.away else 0)

    def _diary(self, have: Sequence[Kept]) -> Diary:
        """What the letters already written have used up."""
        diary, parties = Diary(), Parties.of(self.me)
        steps = {(c.name, s.name): (c, s) for c in self.cadences for s in c.steps}
        written = [kept for kept in have if kept.touch.state in WRITTEN | GONE and kept.touch.due]
        for kept in sorted(written, key=lambda kept: (kept.touch.due or date.min, kept.touch.key)):
            known = steps.get((kept.touch.key.cadence, kept.touch.key.step))
            if known is None:  # a cadence that has left config/ since: its letters use nothing up any more
                continue
            cadence, step = known
            morning = kept.touch.due or date.min
            day = kept.sent or morning
            one = parties.party_of(kept.touch.person)
            noted = Noted(one, cadence, step, kept.touch.asks, kept.anchor_day, kept.touch.person)
            if kept.touch.state in GONE:
                diary.appear(noted, morning)
                continue
            diary.note(noted, day, self.limits)
            diary.move_pace(day, morning)
            if kept.closed:
                diary.open_until.pop(one, None)
            if kept.touch.state is State.DRAFTED:
                diary.unsent.add(one)
        return diary

    def _withdraws(self, kept: Kept, wished: frozenset[Key], meetings: Meetings, today: date) -> bool:
        """Whether an unsent draft has lost its reason, its days, or stands in Match Week."""
        touch = kept.touch
        if touch.state is not State.DRAFTED or kept.sent:
            return False
        overdue = today > touch.window.latest + timedelta(days=self.limits.withdraw_after)
        orphaned = touch.key not in wished
        frozen = touch.outside and self.mornings.frozen(today)
        ended = frozen or self._has_begun(kept, today)
        return overdue or orphaned or ended or self._is_met(kept, meetings, today)

    def _has_begun(self, kept: Kept, today: date) -> bool:
        """Whether what a letter was to come before has begun (playbook: "outreach at once")."""
        lapsing = (
            s.lapses_at_anchor
            for c in self.cadences
            for s in c.steps
            if (c.name, s.name) == _step_of(kept.touch.key)
        )
        return any(lapsing) and today >= kept.anchor_day

    def _is_met(self, kept: Kept, meetings: Meetings, today: date) -> bool:
        """Whether a meeting held with the person has answered what a follow-up asks after."""
        key = kept.touch.key
        follows = any(s.after for c in self.cadences for s in c.steps if (c.name, s.name) == _step_of(key))
        return follows and meetings.between(key.person, kept.anchor_day, today - ONE_DAY) is not None


def _difference(touches: Sequence[Touch], have: Sequence[Kept], withdrawn: Sequence[Kept]) -> Plan:
    want = {touch.key: touch for touch in touches if touch.state is State.PLANNED}
    planned = [kept.touch for kept in have if kept.touch.state is State.PLANNED]
    had = {touch.key for touch in planned}
    return Plan(
        add=tuple(touch for key, touch in want.items() if key not in had),
        move=tuple(want[t.key] for t in planned if t.key in want and _differs(want[t.key], t)),
        cancel=tuple(t for t in planned if t.key not in want)
        + tuple(kept.touch for kept in withdrawn if not kept.edited),
        flag=tuple(kept.touch for kept in withdrawn if kept.edited),
    )


def _at_pace(cadence: Cadence, a_week: int) -> Cadence:
    if not a_week or cadence.kind is not Kind.PROSPECT:
        return cadence
    steps = (replace(step, a_week=a_week) if step.a_week else step for step in cadence.steps)
    return replace(cadence, steps=tuple(steps))


def _put_off(wishes: Sequence[Wish], have: Sequence[Kept]) -> list[Wish]:
    """Each wish in what is left of its window since the user has put it off."""
    until = {kept.touch.key: kept.waits_until for kept in have if kept.waits_until}
    return [_not_before(wish, until.get(wish.key)) for wish in wishes]


def _not_before(wish: Wish, day: date | None) -> Wish:
    if day is None or day not in wish.window:
        return wish
    return replace(wish, window=replace(wish.window, earliest=day))


def _unless_written(wish: Wish, contacts: Sequence[Contact]) -> Wish:
    """The follow-up, unless the user has written again since the letter it follows (playbook, "contact")."""
    own_mail = [c.day for c in contacts if c.person == wish.key.person and c.day >= wish.anchor_day]
    if not own_mail:
        return wish
    return wish.ended(State.DROPPED, f"you wrote yourself on {min(own_mail).isoformat()}")


def _differs(want: Touch, have: Touch) -> bool:
    return (want.window, want.due, want.serves) != (have.window, have.due, have.serves)


def _step_of(key: Key) -> tuple[str, str]:
    return key.cadence, key.step


def _step_to(key: Key) -> tuple[str, str, str]:
    return key.cadence, key.step, key.person


def _as_kept(wish: Wish, kept: Kept) -> Wish:
    return replace(wish, asks=kept.touch.asks, serves=kept.touch.serves)


def _meetings(engagements: Sequence[Engagement]) -> Meetings:
    days: dict[str, set[date]] = {}
    for engagement in engagements:
        if engagement.kind in ONE_TO_ONE and not engagement.held:
            for encounter in engagement.encounters:
                days.setdefault(encounter.person.key, set()).add(engagement.start)
    return Meetings({person: tuple(sorted(met)) for person, met in days.items()})

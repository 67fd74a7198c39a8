"""A life goes in; it is lived night by night with the real planner; what happened comes out.

Each night the year is planned and settled in a ledger in memory, each morning what is due becomes a draft,
each evening the user and the people they write to do what their habits say. Letters are not put into words
here: previews do that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from tests.fakes.fake_ledger import FakeLedger
from tests.house import ROOT
from tests.years.living import Deed, Habit, Happened, Life, Version, habit_of
from tests.years.truth import Human
from worker.bootstrap.house import House
from worker.domain.account import Account, Past
from worker.domain.engagement import Engagement
from worker.domain.gathering import adopt_ids
from worker.domain.ledger import Facts, LedgerTouch, Settlement
from worker.domain.narrative import Narrative
from worker.domain.plan import Contact, Plan, Planner, YearPlan
from worker.domain.season import milestones_for
from worker.domain.touch import State
from worker.flows.outcome import end_conversation, follow_ups_of, note_contact, stop
from worker.flows.plan_year import _planner, gathered
from worker.flows.tools import Tools
from worker.settings import settings_from

DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=75)
"""Each night plans so far: what lies further is decided again by then, and walking on takes longer."""
THREE_WEEKS = timedelta(days=21)
ONE = 1
"""The number of the only account."""


@cache
def _house() -> House:
    return House.furnish(settings_from({"RAPPORT_CONFIG": str(ROOT / "config")}))


@dataclass
class Memory:
    """The rows of one account that the flows ask for: accounts, people, journal, in one."""

    accounts: dict[int, Account]
    written: list[Contact] = field(default_factory=list)

    def plan_soon(self, account: int) -> None:
        """Every night plans."""

    def note(self, account: int, line: object) -> None:
        """Nobody reads it."""

    def contacts(self, account: int) -> tuple[Contact, ...]:
        return tuple(self.written) if account in self.accounts else ()

    def note_contact(self, account: int, contact: Contact, how: str) -> None:
        assert account in self.accounts, how
        self.written.append(contact)


class World:
    """One account and everybody's hands."""

    def __init__(self, life: Life, folder: Path) -> None:
        """On the evening before connecting."""
        self.life, self.folder, self.house = life, folder, _house()
        self.seed = life.made.truth.seed
        self.happened: list[Happened] = []
        self.never: list[Human] = []
        self.progress: dict[str, dict[str, date]] = {}
        """How far letters of recommendation have come, by person."""
        self.later: list[tuple[date, int, str]] = []
        """On which evening which touch hears what."""
        (folder / "cv.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        self.base = self._told()
        self.zone = ZoneInfo(life.made.truth.me.zone)
        connected = self._at(life.made.truth.today, 0)
        account = Account(ONE, life.made.truth.me.own[0], self.base, connected)
        self.memory = Memory({ONE: account})
        self.ledger = FakeLedger(self.memory.accounts)
        shelf = SimpleNamespace(
            rules=self.house.rules,
            touches=self.ledger,
            accounts=self.memory,
            people=self.memory,
            journal=self.memory,
        )
        self.tools = cast("Tools", shelf)
        self.known: tuple[Engagement, ...] = ()
        self.stirred = True
        """Something happened that tonight's plan depends on."""

    def _at(self, day: date, hour: int) -> datetime:
        """An hour of that day, on the user's clock."""
        return datetime.combine(day, time(hour), self.zone)

    def live(self) -> list[Happened]:
        """Every day, from the night of the first."""
        day = self.life.made.truth.today
        while day < self.life.until:
            self._night(day)
            self._morning(day)
            self._evening(day)
            day += DAY
        return self.happened

    # --- nights ----------------------------------------------------------------------------------------

    def _night(self, day: date) -> None:
        version = next(v for v in reversed(self.life.versions) if v.day <= day)
        me = self._me(day)
        fresh = version.day == day or me != self.memory.accounts[ONE].me
        if not (fresh or self.stirred or self._has_work(day)):
            return
        self.memory.accounts[ONE] = replace(self.memory.accounts[ONE], me=me)
        if fresh or not self.known:
            self.known = adopt_ids(self._read(version, me), self.known, day, self._limits.reissue_days)
        planned, planner = self._planned(day, me)
        self._settle(planned.plan, planner, day)
        self.stirred = False
        recalled = [touch for touch in self.ledger.of(ONE) if touch.state is State.RECALLED]
        for touch in recalled:
            self.ledger.record(touch.id, State.CANCELLED)
            self._say(day, "withdrawn", touch)
        if day.weekday() == 0 and not recalled and self._planned(day, me)[0].plan:
            self.happened.append(Happened(day, "restless"))

    def _has_work(self, day: date) -> bool:
        touches = self.ledger.of(ONE)
        due = any(t.kept.touch.due and t.kept.touch.due <= day for t in touches if t.state is State.PLANNED)
        waits = any(t.state is State.DRAFTED and not t.kept.edited for t in touches)
        return due or waits or day.weekday() == 0

    @property
    def _limits(self) -> Any:
        return self.house.rules.limits

    def _read(self, version: Version, me: Narrative) -> tuple[Engagement, ...]:
        path = self.folder / "year.ics"
        path.write_text(version.calendar, encoding="utf-8", newline="")
        days = self.life.made.truth.today, self.life.made.truth.until
        reading, _ = self.house.read([str(path)], me, days, own_zone=True)
        owner = frozenset((*me.addresses, me.name))
        recognised = self.house.preview.recognise(reading.events, owner)
        return gathered(self.house.rules, recognised, me, date.max)

    def _planned(self, day: date, me: Narrative) -> tuple[YearPlan, Planner]:
        milestones = milestones_for(me, self.house.rules.almanac, since=date.min, until=date.max)
        planner, connected = _planner(self.house.rules, self.memory.accounts[ONE], milestones, day)
        until = day + LOOK_AHEAD
        year = planner.plan_year(
            [engagement for engagement in self.known if engagement.start <= until],
            today=day,
            until=until,
            connected=connected,
            have=self.ledger.kept(ONE),
            contacts=self.memory.contacts(ONE),
        )
        return year, planner

    def _settle(self, plan: Plan, planner: Planner, day: date) -> None:
        seen = self.memory.accounts[ONE].revision
        self.ledger.settle(
            Settlement(account=ONE, seen=seen, plan=plan, mornings=planner.mornings, at=self._at(day, 0))
        )

    # --- what the user has told --------------------------------------------------------------------------

    def _told(self) -> Narrative:
        marks = (
            f'[[people]]\nname = "{human.name}"\nemail = "{human.email}"\ndo_not_contact = true\n'
            for human in self.never
        )
        path = self.folder / "me.toml"
        path.write_text(self.life.made.profile + "".join(marks), encoding="utf-8")
        return self.house.narrative(path)

    def _me(self, day: date) -> Narrative:
        """The profile as it is told by that night: news are told on their day."""
        return replace(
            self.base,
            news=tuple(one for one in self.base.news if one.day < day),
            achievements=tuple(one for one in self.base.achievements if one.day < day),
            referees=tuple(self._as_far_as(one) for one in self.base.referees),
            pause_until=self._pause(day),
        )

    def _as_far_as(self, referee: Any) -> Any:
        return replace(referee, **self.progress.get(referee.person, {}))

    def _pause(self, day: date) -> date | None:
        until = self.life.made.truth.me.pause_until
        for deed in self.life.deeds:
            if deed.day < day and deed.what in {"paused", "resumed"}:
                until = deed.until
        return until

    # --- mornings and evenings -----------------------------------------------------------------------------

    def _morning(self, day: date) -> None:
        for touch in self.ledger.of(ONE):
            due = touch.kept.touch.due
            if touch.state is State.PLANNED and due and due <= day:
                claim = self.ledger.claim_one(touch.id, self._at(day, 7))
                self.ledger.record(
                    touch.id, State.CREATING, Facts(in_doubt_since=self._at(day, 7)), claim=claim
                )
                self.ledger.record(touch.id, State.DRAFTED, Facts(drafted_at=self._at(day, 7)))
                self._say(day, "drafted", touch)
                self.later.append((day + self._habit(touch).waits * DAY, touch.id, self._habit(touch).does))

    def _habit(self, touch: LedgerTouch) -> Habit:
        return habit_of(self.seed, str(touch.kept.touch.key))

    def _evening(self, day: date) -> None:
        now = [one for one in self.later if one[0] == day]
        for _, number, what in now:
            self._do(day, self.ledger.load(number), what)
        for deed in self.life.deeds:
            if deed.day == day:
                self._deed(deed)

    def _do(self, day: date, touch: LedgerTouch, what: str) -> None:
        """A hand's work, unless the draft is gone by then."""
        if touch.state is State.DRAFTED:
            self._user(day, touch, what)
        elif what == "received":
            self._letter_is_in(day, touch)
        elif touch.state is State.SENT:
            self._addressee(day, touch, what)
        self.stirred = True

    def _user(self, day: date, touch: LedgerTouch, what: str) -> None:
        if what in {"edit", "edit-and-send"}:
            self.ledger.note(touch.id, Facts(edited=True))
            self._say(day, "edited", touch)
        if what == "discard":
            self.ledger.record(touch.id, State.DISCARDED)
            self._say(day, "discarded", touch)
        if what in {"send", "edit-and-send"}:
            self.ledger.record(touch.id, State.SENT, Facts(sent_at=self._at(day, 20)))
            self._say(day, "sent", touch)
            habit = self._habit(touch)
            if habit.answer != "silence":
                self.later.append((day + habit.after * DAY, touch.id, habit.answer))

    def _addressee(self, day: date, touch: LedgerTouch, what: str) -> None:
        now = self._at(day, 20)
        if what == "answer":
            end_conversation(self.tools, touch, now, "they answered")
            self._say(day, "answered", touch)
            self._promise(day, touch)
        elif what == "bounce":
            self.ledger.record(touch.id, State.BOUNCED, Facts())
            self._stop_what_follows(touch, now)
            self._say(day, "bounced", touch)
        elif what == "away":
            self.ledger.note(touch.id, Facts(away_at=now))
            for one in follow_ups_of(self.tools, touch):
                if one.state in {State.CREATING, State.DRAFTED}:
                    stop(self.tools, one, now, "an automatic reply came")
            self._say(day, "away", touch)

    def _stop_what_follows(self, touch: LedgerTouch, now: datetime) -> None:
        for one in follow_ups_of(self.tools, touch):
            stop(self.tools, one, now, "it did not arrive")

    def _promise(self, day: date, touch: LedgerTouch) -> None:
        """Whoever answers a request for a letter says yes, and writes it in three weeks."""
        key, person = touch.kept.touch.key, touch.kept.touch.person
        if (key.cadence, key.step) != ("letter", "request"):
            return
        told = next(r.person for r in self.base.referees if r.person in {person.email, person.name})
        self.progress[told] = {"promised": day}
        self._say(day, "promised", touch)
        if self._habit(touch).after > 1:
            self.later.append((day + THREE_WEEKS, touch.id, "received"))

    def _letter_is_in(self, day: date, touch: LedgerTouch) -> None:
        person = touch.kept.touch.person
        told = next(name for name in (person.email, person.name) if name in self.progress)
        self.progress[told] |= {"received": day}
        self._say(day, "received", touch)

    def _deed(self, deed: Deed) -> None:
        self.stirred = True
        if deed.what == "wrote" and deed.human:
            if key := self._key_of(deed.human):
                account = self.memory.accounts[ONE]
                note_contact(self.tools, account, Contact(key, deed.day), "told", self._at(deed.day, 20))
        elif deed.what == "never" and deed.human:
            self.never.append(deed.human)
            self.base = self._told()
        elif deed.what.startswith("past"):
            past = Past.WANTED if deed.what == "past-yes" else Past.UNWANTED
            self.memory.accounts[ONE] = replace(self.memory.accounts[ONE], past=past)

    def _key_of(self, human: Human) -> str:
        people = (e.person for engagement in self.known for e in engagement.encounters)
        return next((p.key for p in people if p.email == human.email and p.name == human.name), "")

    # --- what is written down ------------------------------------------------------------------------------

    def _say(self, day: date, what: str, touch: LedgerTouch) -> None:
        self.happened.append(Happened(day, what, self._as_told(touch)))

    def _as_told(self, touch: LedgerTouch) -> Mapping[str, Any]:
        """The letter as a preview tells it."""
        one = touch.kept.touch
        about = next((e for e in self.known if e.id == one.key.engagement), None)
        return {
            "id": one.id,
            "cadence": one.key.cadence,
            "step": one.key.step,
            "person": {"name": one.person.name, "email": one.person.email},
            "engagement": one.key.engagement,
            "window": [one.window.earliest.isoformat(), one.window.latest.isoformat()],
            "due": one.due.isoformat() if one.due else None,
            "state": "planned",
            "why": list(one.why),
            "about": dict(_about(about)) if about else None,
        }


def _about(engagement: Engagement) -> Iterator[tuple[str, Any]]:
    yield "id", engagement.id
    yield "kind", engagement.kind.value
    yield "start", engagement.start.isoformat()
    yield "end", engagement.end.isoformat()
    yield "people", []


def lived(life: Life, folder: Path) -> list[Happened]:
    """Everything that happened, in order."""
    return World(life, folder).live()

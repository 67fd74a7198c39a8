"""A ledger in memory, for flows. It takes the same contract as the real one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from zoneinfo import ZoneInfo

from worker.domain.account import Account, JournalLine
from worker.domain.ledger import Claim, Facts, LedgerTouch, NotYours, Overtaken, Settlement
from worker.domain.mornings import Mornings
from worker.domain.plan import Kept
from worker.domain.touch import State, Touch
from worker.domain.touch_states import SPENT, UNWRITTEN, WORKABLE, as_planned, may_move

NO_LONGER_WANTED = "the plan no longer wants it"
SAME_NAMES = (
    *("letter", "mime", "in_doubt_since", "draft_id", "draft_message", "thread_id", "message_id"),
    *("drafted_at", "sent_at", "away_at", "gone_at", "trouble"),
)


@dataclass
class FakeLedger:
    """Plans, claims and touches in dictionaries. `accounts` may be changed by the test at will."""

    accounts: dict[int, Account]
    settlements: list[Settlement] = field(default_factory=list)
    journal: list[tuple[int, JournalLine]] = field(default_factory=list)
    _touches: dict[int, LedgerTouch] = field(default_factory=dict)
    _claims: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    _closed: set[int] = field(default_factory=set)
    """Closed by a told fact, not by its state."""
    _turns: dict[int, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def settle(self, settlement: Settlement) -> None:
        account = self.accounts[settlement.account]
        if account.revision != settlement.seen:
            raise Overtaken("somebody else was faster")
        before = (dict(self._touches), dict(self._claims), dict(self._turns))
        try:
            self._apply(settlement)
        except BaseException:
            self._touches, self._claims, self._turns = before
            raise
        self.accounts[account.id] = replace(account, revision=account.revision + 1)
        self.settlements.append(settlement)
        self.journal += [(account.id, line) for line in settlement.journal]

    def kept(self, account: int) -> tuple[Kept, ...]:
        return tuple(touch.kept for touch in self.of(account))

    def of(self, account: int) -> tuple[LedgerTouch, ...]:
        own = [touch for touch in self._touches.values() if touch.account == account]
        return tuple(sorted(own, key=lambda t: (t.kept.touch.due is None, t.kept.touch.due, t.id)))

    def load(self, touch: int) -> LedgerTouch:
        if touch not in self._touches:
            raise NotYours("there is no such touch")
        return self._touches[touch]

    def due(self, now: datetime, limit: int, lease: timedelta) -> tuple[int, ...]:
        ready = [t for t in self._touches.values() if t.due_at is not None and self._ready(t, now, lease)]
        return tuple(t.id for t in sorted(ready, key=lambda t: (t.due_at, t.id))[:limit])

    def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        return tuple(self.claim_one(touch, now) for touch in self.due(now, limit, lease))

    def claim_one(self, touch: int, now: datetime) -> Claim:
        """Own one touch, due or not."""
        known = self._touches[touch]
        self._put(known, State.CLAIMED if known.state is State.PLANNED else known.state)
        token = f"claim-{next(self._numbers)}"
        self._claims[touch] = (token, now)
        return Claim(touch, known.account, token)

    def drafted_since(self, moment: datetime) -> dict[int, datetime]:
        made = [(t.drafted_at, t.account) for t in self._touches.values() if t.drafted_at]
        return {account: at for at, account in sorted(made) if at >= moment}

    def begin(self, claim: Claim, now: datetime) -> Claim | None:
        if self._claims.get(claim.id, ("",))[0] != claim.token:
            return None
        begun = replace(claim, token=f"{claim.token}-begun")
        self._claims[claim.id] = (begun.token, now)
        return begun

    def renew(self, claim: Claim, now: datetime) -> bool:
        if self._claims.get(claim.id, ("",))[0] != claim.token:
            return False
        self._claims[claim.id] = (claim.token, now)
        return True

    def record(
        self, touch: int, state: State, facts: Facts | None = None, *, claim: Claim | None = None
    ) -> State:
        known = self._owned(touch, claim)
        if not may_move(known.state, state):
            raise NotYours(f"{known.state} cannot become {state}")
        self._put(self._learned(known, facts or Facts()), state)
        if state is not State.CREATING:
            self._claims.pop(touch, None)
        stopped = self._touches[touch].stopped
        return self.stop(touch, stopped) if state is State.DRAFTED and stopped else state

    def note(self, touch: int, facts: Facts, *, claim: Claim | None = None) -> None:
        known = self._learned(self._owned(touch, claim), facts)
        self._put(known, known.state)

    def release(
        self, claim: Claim, not_before: datetime, facts: Facts | None = None, *, failed: bool = True
    ) -> None:
        known = self._learned(self._owned(claim.id, claim), facts or Facts())
        state = State.PLANNED if known.state is State.CLAIMED else known.state
        self._put(replace(known, not_before=not_before, tries=known.tries + failed), state)
        self._claims.pop(claim.id, None)

    def stop(self, touch: int, why: str, *, for_good: bool = False) -> State:
        known = self.load(touch)
        if for_good and known.state in UNWRITTEN | {State.CREATING, State.DRAFTED, State.RECALLED}:
            known = replace(known, given_up=why)
            self._put(known, known.state)
        if known.state in UNWRITTEN:
            self._put(_because(known, why), State.SKIPPED if for_good else State.CANCELLED)
            self._claims.pop(touch, None)
        elif known.state is State.CREATING and known.in_doubt_since is None:
            self._put(_because(known, why), State.EXPIRED)
            self._claims.pop(touch, None)
        elif known.state is State.DRAFTED and not known.kept.edited:
            recalled = replace(_because(known, why), due_at=known.drafted_at, not_before=None)
            self._put(recalled, State.RECALLED)
        elif known.state is State.CREATING:
            self._put(_because(replace(known, stopped=why), why), known.state)
        elif known.state is State.DRAFTED:
            self._put(_because(known, why), known.state)
        return self._touches[touch].state

    def unskip(self, touch: int) -> State:
        known = self.load(touch)
        if not known.given_up and known.state is not State.SKIPPED:
            raise NotYours("there is nothing to take back")
        planned = known.kept.touch
        reasons = tuple(reason for reason in planned.why if reason != known.given_up)
        kept = replace(known.kept, touch=replace(planned, why=reasons))
        after = {
            State.SKIPPED: State.CANCELLED if known.drafted_at else State.PLANNED,
            State.RECALLED: State.DRAFTED,
        }.get(known.state, known.state)
        self._put(replace(known, kept=kept, given_up="", stopped=""), after)
        if known.state is State.RECALLED:
            self._claims.pop(touch, None)
        return after

    def postpone(self, touch: int, until: datetime) -> None:
        known = self.load(touch)
        if known.state not in UNWRITTEN:
            raise NotYours("it is too late")
        self._put(replace(known, not_before=until), State.PLANNED)
        self._claims.pop(touch, None)

    def _apply(self, settlement: Settlement) -> None:
        by_key = {touch.kept.touch.key: touch.id for touch in self.of(settlement.account)}
        for touch in settlement.plan.cancel:
            if touch.key in by_key:
                self.stop(by_key[touch.key], NO_LONGER_WANTED)
        for touch in settlement.plan.flag:
            if touch.key in by_key:
                known = self.load(by_key[touch.key])
                self._put(_because(known, NO_LONGER_WANTED), known.state)
        for touch in (*settlement.plan.add, *settlement.plan.move):
            self._place(settlement, by_key.get(touch.key), touch)
        for known in self.of(settlement.account):
            if known.state in UNWRITTEN:
                self._put(replace(known, due_at=_moment(known, settlement.mornings)), known.state)

    def _place(self, settlement: Settlement, known: int | None, touch: Touch) -> None:
        before = self._touches[known] if known else None
        if before and before.state not in UNWRITTEN | {State.CANCELLED}:
            return
        number = known or next(self._numbers)
        if before and before.state is State.CANCELLED:
            self._turns[number] = self._turns.get(number, 0) + 1
            self._closed.discard(number)
            before = None
        edited = before is not None and before.kept.edited
        kept = Kept(touch, touch.subject, touch.anchor_day or touch.window.earliest, edited=edited)
        fresh = LedgerTouch(
            id=number,
            account=settlement.account,
            kept=kept,
            state=State.PLANNED,
            ref=self._ref(number, touch),
            due_at=None,
        )
        self._touches[number] = replace(before, kept=kept, state=State.PLANNED) if before else fresh
        self._claims.pop(number, None)

    def _ref(self, number: int, touch: Touch) -> str:
        return sha256(f"{touch.key}/{self._turns.get(number, 0)}".encode()).hexdigest()[:32]

    def _ready(self, touch: LedgerTouch, now: datetime, lease: timedelta) -> bool:
        waits = (
            touch.due_at is None or touch.due_at > now or bool(touch.not_before and touch.not_before > now)
        )
        _, since = self._claims.get(touch.id, ("", None))
        taken = since is not None and now - lease < since <= now + lease
        rests = bool(touch.trouble or self.accounts[touch.account].rest)
        return touch.state in WORKABLE and not waits and not taken and not rests

    def _owned(self, touch: int, claim: Claim | None) -> LedgerTouch:
        known = self.load(touch)
        if claim and (claim.id != touch or self._claims.get(touch, ("",))[0] != claim.token):
            raise NotYours("the claim is lost")
        return known

    def _learned(self, known: LedgerTouch, facts: Facts) -> LedgerTouch:
        self.journal += [(known.account, line) for line in facts.journal]
        told = {name: getattr(facts, name) for name in SAME_NAMES if getattr(facts, name) is not None}
        scan = None if facts.refused or facts.in_doubt_since else known.scan
        learned = replace(known, **told, scan=scan or facts.scan)
        if facts.refused:
            learned = replace(learned, in_doubt_since=None)
        if facts.there:
            learned = replace(learned, gone_at=None)
        sent = learned.sent_at and learned.sent_at.astimezone(self._zone(known.account)).date()
        kept = replace(
            learned.kept,
            sent=sent,
            edited=learned.kept.edited if facts.edited is None else facts.edited,
            away=learned.away_at is not None,
        )
        if facts.closed is not None:
            (self._closed.add if facts.closed else self._closed.discard)(known.id)
        learned = replace(learned, kept=kept)
        return _because(learned, facts.why) if facts.why else learned

    def _zone(self, account: int) -> ZoneInfo:
        return ZoneInfo(self.accounts[account].me.time_zone)

    def _put(self, touch: LedgerTouch, state: State) -> None:
        planned = replace(touch.kept.touch, state=as_planned(state))
        over = state in SPENT - {State.DRAFTED, State.SENT}
        waits = touch.not_before.astimezone(self._zone(touch.account)).date() if touch.not_before else None
        kept = replace(
            touch.kept,
            touch=planned,
            closed=over or touch.id in self._closed,
            waits_until=waits if state in UNWRITTEN else None,
        )
        self._touches[touch.id] = replace(touch, state=state, kept=kept)


def _because(touch: LedgerTouch, why: str) -> LedgerTouch:
    planned = touch.kept.touch
    if why in planned.why:
        return touch
    return replace(touch, kept=replace(touch.kept, touch=replace(planned, why=(*planned.why, why))))


def _moment(touch: LedgerTouch, mornings: Mornings) -> datetime | None:
    day = touch.kept.touch.due
    return datetime.combine(day, mornings.at, mornings.zone) if day else None

"""Claim, record, expire, crash, in any order: the database agrees with the ledger in memory at each step."""

import tempfile
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from tests.contracts.ledger_contract import MORNING
from tests.fakes.fake_ledger import FakeLedger
from tests.house import LEE, PATEL, met, rotation
from tests.house import plan_year as year_of
from tests.store.cast import CLINIC, LEASE, MIME, SICU, TODAY, Shelves, settlement
from worker.domain.ledger import Claim, Facts, LedgerTouch, NotYours, Overtaken
from worker.domain.touch import Key, State
from worker.domain.touch_states import MOVES
from worker.store.opening import open_directory

BURN = rotation("Burn", SICU.start - timedelta(days=28), SICU.start - timedelta(days=1), met(PATEL), met(LEE))
STATES = sorted({state for states in MOVES.values() for state in states})
FACTS = [
    Facts(),
    Facts(mime=MIME, in_doubt_since=MORNING),
    Facts(scan=(MORNING, MORNING)),
    Facts(refused=True),
    Facts(draft_id="r1", thread_id="t1", drafted_at=MORNING),
    Facts(edited=True),
    Facts(sent_at=MORNING, why="sent"),
    Facts(away_at=MORNING, gone_at=MORNING),
    Facts(there=True),
    Facts(trouble="two drafts"),
    Facts(trouble="", closed=True),
    Facts(closed=False),
]


def seen(touch: LedgerTouch) -> LedgerTouch:
    """What both ledgers must say of a touch; ids and refs are each ledger's own."""
    return replace(touch, id=0, account=0, ref="")


class Ledgers(RuleBasedStateMachine):
    """The real ledger and the one in memory, side by side."""

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        directory = Path(self.folder.name)
        self.shelves = Shelves.of(directory, open_directory(directory))
        self.account = self.shelves.amara()
        self.fake = FakeLedger({self.account.id: self.account})
        self.now = MORNING

    def teardown(self) -> None:
        self.shelves.database.close()
        self.folder.cleanup()

    @rule(
        engagements=st.lists(st.sampled_from([SICU, CLINIC, BURN]), unique=True),
        days=st.integers(0, 40),
    )
    def settle(self, engagements: list[Any], days: int) -> None:
        today = TODAY + timedelta(days=days)
        plan = year_of(*engagements, today=today, connected=TODAY - timedelta(days=60), have=self.kept()).plan
        account = self.shelves.accounts.load(self.account.id)
        self.shelves.touches.settle(settlement(account, plan, engagements=tuple(engagements)))
        self.fake.settle(settlement(self.fake.accounts[account.id], plan))

    @rule()
    def settle_from_an_old_reading(self) -> None:
        stale = replace(self.account, revision=-1)
        for ledger in (self.shelves.touches, self.fake):
            try:
                ledger.settle(settlement(stale, year_of(today=TODAY).plan))
            except Overtaken:
                continue
            raise AssertionError("an old reading was settled")

    @rule(minutes=st.sampled_from([1, 4, 5, 6, 60, 24 * 60, -2, -24 * 60]))
    def turn_the_clock(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(target=claims, limit=st.integers(1, 4))
    def claim(self, limit: int) -> Any:
        due = [self.key_of(id_) for id_ in self.shelves.touches.due(self.now, limit, LEASE)]
        real = self.shelves.touches.claim(self.now, limit, LEASE)
        ours = {self.key_of(claim.id): claim for claim in real}
        assert list(ours) == due
        fake = self.claim_same(list(ours))
        return multiple(*((ours[key], fake[key]) for key in ours))

    @rule()
    def crash(self) -> None:
        """Every process dies; the claims stay until their leases end."""
        self.shelves.database.close()
        self.shelves = Shelves.of(self.shelves.directory, open_directory(self.shelves.directory))

    @rule(pair=claims, state=st.sampled_from(STATES), facts=st.sampled_from(FACTS))
    def record(self, pair: tuple[Claim, Claim], state: State, facts: Facts) -> None:
        real, fake = pair
        same(
            lambda: self.shelves.touches.record(real.id, state, facts, claim=real),
            lambda: self.fake.record(fake.id, state, facts, claim=fake),
        )

    @rule(pair=claims, state=st.sampled_from(STATES), facts=st.sampled_from(FACTS))
    def record_without_a_claim(self, pair: tuple[Claim, Claim], state: State, facts: Facts) -> None:
        real, fake = pair
        same(
            lambda: self.shelves.touches.record(real.id, state, facts),
            lambda: self.fake.record(fake.id, state, facts),
        )

    @rule(pair=claims, facts=st.sampled_from(FACTS), minutes=st.integers(0, 10))
    def release(self, pair: tuple[Claim, Claim], facts: Facts, minutes: int) -> None:
        real, fake = pair
        until = self.now + timedelta(minutes=minutes)
        same(
            lambda: self.shelves.touches.release(real, until, facts),
            lambda: self.fake.release(fake, until, facts),
        )

    @rule(pair=claims)
    def renew(self, pair: tuple[Claim, Claim]) -> None:
        real, fake = pair
        same(
            lambda: self.shelves.touches.renew(real, self.now),
            lambda: self.fake.renew(fake, self.now),
        )

    @rule(target=claims, pair=claims)
    def begin(self, pair: tuple[Claim, Claim]) -> Any:
        real, fake = pair
        begun = (self.shelves.touches.begin(real, self.now), self.fake.begin(fake, self.now))
        assert (begun[0] is None) == (begun[1] is None)
        return begun if begun[0] else multiple()

    @rule(pair=claims, why=st.sampled_from(["they answered", "the event was cancelled"]))
    def stop(self, pair: tuple[Claim, Claim], why: str) -> None:
        real, fake = pair
        same(lambda: self.shelves.touches.stop(real.id, why), lambda: self.fake.stop(fake.id, why))

    @rule(pair=claims)
    def skip(self, pair: tuple[Claim, Claim]) -> None:
        real, fake = pair
        why = "you skipped it"
        same(
            lambda: self.shelves.touches.stop(real.id, why, for_good=True),
            lambda: self.fake.stop(fake.id, why, for_good=True),
        )

    @rule(pair=claims)
    def unskip(self, pair: tuple[Claim, Claim]) -> None:
        real, fake = pair
        same(lambda: self.shelves.touches.unskip(real.id), lambda: self.fake.unskip(fake.id))

    @rule(pair=claims, minutes=st.integers(0, 10))
    def postpone(self, pair: tuple[Claim, Claim], minutes: int) -> None:
        real, fake = pair
        until = self.now + timedelta(minutes=minutes)
        same(
            lambda: self.shelves.touches.postpone(real.id, until),
            lambda: self.fake.postpone(fake.id, until),
        )

    @invariant()
    def both_say_the_same(self) -> None:
        real = {touch.kept.touch.key: seen(touch) for touch in self.shelves.touches.of(self.account.id)}
        fake = {touch.kept.touch.key: seen(touch) for touch in self.fake.of(self.account.id)}
        assert real.keys() == fake.keys()
        for key, touch in real.items():
            assert difference(touch, fake[key]) == {}

    @invariant()
    def the_same_is_due(self) -> None:
        real = {self.key_of(id_) for id_ in self.shelves.touches.due(self.now, 100, LEASE)}
        assert real == {self.fake.load(id_).kept.touch.key for id_ in self.fake.due(self.now, 100, LEASE)}

    def kept(self) -> Any:
        return self.shelves.touches.kept(self.account.id)

    def key_of(self, touch: int) -> Key:
        return self.shelves.touches.load(touch).kept.touch.key

    def claim_same(self, keys: list[Key]) -> dict[Key, Claim]:
        """The ledger in memory owns exactly what the real one gave."""
        every = self.fake.due(self.now, 1000, LEASE)
        wanted = {self.fake.load(id_).kept.touch.key: id_ for id_ in every}
        assert set(keys) <= set(wanted)
        return {key: self.fake.claim_one(wanted[key], self.now) for key in keys}


def difference(real: LedgerTouch, fake: LedgerTouch) -> dict[str, tuple[object, object]]:
    """What they say differently, field by field."""
    pairs = [(real, fake), (real.kept, fake.kept), (real.kept.touch, fake.kept.touch)]
    return {
        field.name: (getattr(one, field.name), getattr(other, field.name))
        for one, other in pairs
        for field in fields(one)  # type: ignore[arg-type]
        if field.name not in {"kept", "touch"} and getattr(one, field.name) != getattr(other, field.name)
    }


def same(real: Callable[[], object], fake: Callable[[], object]) -> None:
    """Both do the same, or both say that it is not theirs."""
    assert said_by(real) == said_by(fake)


def said_by(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except NotYours:
        return NotYours


TestLedgers = Ledgers.TestCase
TestLedgers.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)

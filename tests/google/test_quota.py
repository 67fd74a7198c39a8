"""Google's limits are kept: by one process and by all workers together, and no account takes all."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from tests.broker import Broker, broker_in
from tests.house import rules
from worker.domain.errors import Transient
from worker.domain.quota import Quota
from worker.google.quota import (
    DAY,
    LONGEST_BACKOFF,
    MINUTE,
    Allowance,
    Buckets,
    LocalBuckets,
    RedisBuckets,
    Share,
    SharedBuckets,
    open_governor,
)

SMALL = Quota(
    api="gmail",
    user_per_minute=600,
    project_per_minute=6000,
    project_per_day=1_000_000,
    at_once=0.1,
    reserve=0.5,
    units={"users.drafts.create": 10, "users.history.list": 2},
    source=("GMAILQUOTA",),
)
"""An account may spend 60 units at once and gets 9 a second; the project 600, and 90 a second."""
CREATE = "gmail.users.drafts.create"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with broker_in(tmp_path_factory.mktemp("broker")) as started:
        yield started


def share(account: str = "amara", quota: Quota = SMALL) -> Share:
    return Share(quota, "client", account)


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class BucketsContract:
    """A subclass gives the fixture `buckets`."""

    def test_what_may_be_spent_at_once_is_spent_without_a_wait(self, buckets: Buckets) -> None:
        assert [buckets.take(share(), 10) for _ in range(6)] == [0.0] * 6

    def test_an_empty_bucket_says_how_long_to_wait(self, buckets: Buckets) -> None:
        buckets.take(share(), 60)
        assert buckets.take(share(), 9) == pytest.approx(1.0, abs=0.2)

    def test_what_is_refused_costs_nothing(self, buckets: Buckets) -> None:
        buckets.take(share(), 60)
        waits = [buckets.take(share(), 45) for _ in range(5)]
        assert max(waits) == pytest.approx(5.0, abs=0.3)

    def test_one_account_does_not_wait_for_another(self, buckets: Buckets) -> None:
        buckets.take(share("amara"), 60)
        assert buckets.take(share("bola"), 60) == 0.0

    def test_one_project_does_not_wait_for_another(self, buckets: Buckets) -> None:
        buckets.take(share(), 60)
        assert buckets.take(Share(SMALL, "another client", "amara"), 60) == 0.0

    def test_the_project_runs_dry_for_everybody(self, buckets: Buckets) -> None:
        for number in range(20):
            assert buckets.take(share(f"resident {number}"), 30) == 0.0
        assert buckets.take(share("the last one"), 30) > 0

    def test_who_asked_for_much_leaves_the_reserve_to_who_asked_for_little(self, buckets: Buckets) -> None:
        roomy = replace(SMALL, user_per_minute=6000)
        assert buckets.take(share("greedy", roomy), 330) == 0.0
        assert buckets.take(share("greedy", roomy), 50) > 0.0
        assert buckets.take(share("modest", roomy), 50) == 0.0

    def test_a_held_account_waits_and_the_others_do_not(self, buckets: Buckets) -> None:
        buckets.hold(share(), 30)
        assert buckets.take(share(), 1) == pytest.approx(30, abs=0.5)
        assert buckets.take(share("bola"), 1) == 0.0

    def test_a_shorter_hold_does_not_end_a_longer_one(self, buckets: Buckets) -> None:
        buckets.hold(share(), 30)
        buckets.hold(share(), 1)
        assert buckets.take(share(), 1) == pytest.approx(30, abs=0.5)

    def test_refusals_in_a_row_are_counted_for_each_account(self, buckets: Buckets) -> None:
        assert [buckets.count_refusal(share()) for _ in range(3)] == [1, 2, 3]
        assert buckets.count_refusal(share("bola")) == 1

    def test_a_call_dearer_than_the_bucket_is_paid_with_all_of_it(self, buckets: Buckets) -> None:
        assert buckets.take(share(), 1000) == 0.0
        assert buckets.take(share(), 1) > 0.0

    def test_threads_at_once_never_take_more_than_there_is(self, buckets: Buckets) -> None:
        with ThreadPoolExecutor(8) as pool:
            waits = list(pool.map(lambda _: buckets.take(share(), 5), range(40)))
        assert sum(wait == 0.0 for wait in waits) in {12, 13}


class TestBucketsOfOneProcess(BucketsContract):
    @pytest.fixture
    def buckets(self) -> Buckets:
        return LocalBuckets()


class TestBucketsInTheBroker(BucketsContract):
    @pytest.fixture
    def buckets(self, broker: Broker) -> Buckets:
        broker.redis.flushall()
        return RedisBuckets(broker.redis)

    def test_two_workers_share_one_bucket(self, broker: Broker, buckets: Buckets) -> None:
        other = RedisBuckets(broker.redis)
        assert buckets.take(share(), 40) == 0.0
        assert other.take(share(), 40) > 0.0

    def test_a_flushed_broker_forgets_and_goes_on(self, broker: Broker, buckets: Buckets) -> None:
        buckets.take(share(), 60)
        broker.redis.flushall()
        broker.redis.script_flush()
        assert buckets.take(share(), 60) == 0.0

    def test_nothing_stays_in_the_broker_that_is_of_no_more_use(
        self, broker: Broker, buckets: Buckets
    ) -> None:
        buckets.take(share(), 60)
        buckets.hold(share(), 1)
        buckets.count_refusal(share())
        lives = [broker.redis.pttl(key) for key in broker.redis.keys("*")]
        assert len(lives) == 5
        assert all(0 < life <= 130_000 for life in lives)

    def test_no_address_is_shown_to_the_broker(self, broker: Broker) -> None:
        broker.redis.flushall()
        governor = open_governor((SMALL,), broker.settings.broker)
        governor.allow("gmail", "client", "amara@example.edu").spend(CREATE)
        assert len(broker.redis.keys("rapport:*")) == 3
        assert not broker.redis.keys("*amara*")


@given(asked=st.lists(st.tuples(st.floats(0, 20), st.integers(1, 40)), max_size=60))
def test_no_minute_sees_more_than_the_limit_wherever_it_begins(asked: list[tuple[float, int]]) -> None:
    clock = Clock()
    buckets, spent = LocalBuckets(clock), list[tuple[float, int]]()
    for pause, cost in asked:
        clock.seconds += pause
        if buckets.take(share(), cost) == 0.0:
            spent.append((clock.seconds, cost))
    for begin, _ in spent:
        within = sum(cost for at, cost in spent if begin <= at < begin + MINUTE)
        assert within <= SMALL.user_per_minute + 1e-6


@given(cost=st.integers(1, 60))
def test_after_the_wait_the_call_may_be_made(cost: int) -> None:
    clock = Clock()
    buckets = LocalBuckets(clock)
    buckets.take(share(), 60)
    clock.seconds += buckets.take(share(), cost) + 1e-6
    assert buckets.take(share(), cost) == 0.0


def test_the_shipped_quotas_keep_googles_numbers() -> None:
    quotas = {quota.api: quota for quota in rules().quotas}
    gmail, calendar = quotas["gmail"], quotas["calendar"]
    assert [gmail.cost(f"gmail.users.{name}") for name in ("drafts.create", "drafts.update")] == [10, 15]
    assert [gmail.cost(f"gmail.users.{name}") for name in ("threads.get", "history.list")] == [40, 2]
    assert gmail.cost("gmail.users.some.new.method") == 40
    assert (gmail.user_per_minute, gmail.project_per_minute) == (6000, 1_200_000)
    assert calendar.cost("calendar.events.list") == 1
    assert (calendar.user_per_minute, calendar.project_per_minute) == (600, 10_000)
    for quota in quotas.values():
        limits = (quota.user_per_minute, quota.project_per_minute, quota.project_per_day)
        for (at_once, flow), most, span in zip(
            share(quota=quota).limits, limits, (MINUTE, MINUTE, DAY), strict=True
        ):
            assert at_once + flow * span == pytest.approx(most)


def allowance(buckets: Buckets, sleep: Callable[[float], None]) -> Allowance:
    return Allowance(share(), buckets, sleep)


def test_a_short_wait_is_waited() -> None:
    clock = Clock()
    mine = allowance(LocalBuckets(clock), clock.sleep)
    for _ in range(7):
        mine.spend(CREATE)
    assert clock.seconds == pytest.approx(10 / 9)


def test_a_long_wait_is_left_to_the_row() -> None:
    clock = Clock()
    buckets = LocalBuckets(clock)
    buckets.hold(share(), 90)
    with pytest.raises(Transient, match="limits for gmail") as refused:
        allowance(buckets, clock.sleep).spend(CREATE)
    assert refused.value.retry_after == timedelta(seconds=90)
    assert clock.seconds == 0.0


def test_patience_is_for_the_whole_wait_and_not_for_each_part() -> None:
    slept = list[float]()

    class AlwaysASecond(LocalBuckets):
        def take(self, share: Share, cost: int) -> float:  # noqa: ARG002 - as Buckets
            return 1.0

    with pytest.raises(Transient):
        allowance(AlwaysASecond(), slept.append).spend(CREATE)
    assert slept == [1.0, 1.0]


def test_what_google_says_is_held_to_the_second() -> None:
    clock = Clock()
    mine = allowance(LocalBuckets(clock), clock.sleep)
    assert mine.refused(timedelta(seconds=40)) == timedelta(seconds=40)
    with pytest.raises(Transient) as refused:
        mine.spend(CREATE)
    assert refused.value.retry_after == timedelta(seconds=40)


def test_the_back_off_grows_is_random_and_has_an_end() -> None:
    rounds = list[list[float]]()
    for _ in range(200):
        clock = Clock()
        mine = allowance(LocalBuckets(clock), clock.sleep)
        rounds.append([mine.refused(None).total_seconds() for _ in range(8)])
    for number, waits in enumerate(zip(*rounds, strict=True), start=1):
        longest = min(LONGEST_BACKOFF, 2.0**number)
        assert max(waits) <= longest
        assert max(waits) > longest / 2 > min(waits)
        assert len(set(waits)) > 100


def test_the_back_off_is_forgotten_after_a_quiet_time() -> None:
    clock = Clock()
    buckets = LocalBuckets(clock)
    assert [buckets.count_refusal(share()) for _ in range(4)][-1] == 4
    clock.seconds += 200
    assert buckets.count_refusal(share()) == 1


def test_while_the_broker_is_away_each_process_counts_for_itself(tmp_path: Path) -> None:
    gone = RedisBuckets(Redis.from_url(f"unix://{tmp_path}/no.sock"))
    clock = Clock()
    buckets = SharedBuckets(gone, LocalBuckets(clock), clock)
    assert buckets.take(share(), 60) == 0.0
    assert buckets.take(share(), 9) == pytest.approx(1.0)
    buckets.hold(share(), 30)
    assert buckets.count_refusal(share()) == 1
    assert buckets.take(share(), 1) == pytest.approx(30)


def test_a_broker_that_comes_back_is_asked_again(tmp_path: Path) -> None:
    clock = Clock()
    settings_broker = tmp_path / "data"
    with broker_in(settings_broker) as broker:
        buckets = SharedBuckets(RedisBuckets(broker.redis), LocalBuckets(clock), clock)
        buckets.take(share(), 60)
        broker.stop()
        assert buckets.take(share(), 60) == 0.0
        with broker_in(settings_broker) as again:
            clock.seconds += 6
            assert buckets.take(share(), 30) == 0.0
            assert again.redis.keys("*")

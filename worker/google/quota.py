"""A call about to be made goes in; it may be made now, after a short wait, or Transient says when.

Every account has a bucket of Google's units, and all accounts of one client share two more, for the minute
and for the day. A bucket fills evenly; what it holds at most and what flows into it together never exceed
Google's limit, wherever a minute begins. The buckets lie in the broker, where all workers share them, or in
this process where there is no broker.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from redis import Redis
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

from worker.domain.errors import Transient
from worker.domain.quota import Quota

Answer = TypeVar("Answer")

MINUTE, DAY = 60.0, 86400.0
PATIENCE = 2.0
"""Seconds that a call is waited for; a longer wait is better spent on another account."""
LONGEST_BACKOFF = 64.0
"""Seconds (Calendar API, "Usage limits": truncated exponential backoff, 32 or 64 seconds)."""
FORGET_REFUSALS = 2 * LONGEST_BACKOFF
"""Seconds without a refusal after which the back-off begins small again."""
BROKER_SECONDS = 1.0
"""How long the broker may take to answer."""
BROKER_PAUSE = 5.0
"""Seconds for which a broker that did not answer is not asked again."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one account may spend of one API, and what its project may."""

    quota: Quota
    project: str
    account: str

    @property
    def limits(self) -> tuple[tuple[float, float], ...]:
        """(units at once, units a second) of the account's bucket, the minute's, and the day's."""
        quota = self.quota
        spans = (
            (quota.user_per_minute, MINUTE),
            (quota.project_per_minute, MINUTE),
            (quota.project_per_day, DAY),
        )
        return tuple((most * quota.at_once, most * (1 - quota.at_once) / span) for most, span in spans)

    def key(self, name: str) -> str:
        """A name of its own for each bucket; `{}` keeps one project's on one node of a cluster."""
        return f"rapport:{{{self.project}:{self.quota.api}}}:{name}"

    @property
    def buckets(self) -> tuple[str, ...]:
        """The keys, in the order of `limits`."""
        return self.key(f"account:{self.account}"), self.key("minute"), self.key("day")

    @property
    def held(self) -> str:
        """The key of the account's hold."""
        return self.key(f"held:{self.account}")

    @property
    def refusals(self) -> str:
        """The key under which refusals are counted."""
        return self.key(f"refusals:{self.account}")


class Buckets(Protocol):
    """Where units are counted."""

    def take(self, share: Share, cost: int) -> float:
        """Take the units from all three buckets, or from none: then the seconds to wait before asking again.

        An account whose own bucket is less than half full leaves the project's reserve to the others.
        """
        ...

    def hold(self, share: Share, seconds: float) -> None:
        """Nothing more for this account until then; a longer hold stays."""
        ...

    def count_refusal(self, share: Share) -> int:
        """How often in a row the account was refused, this time included."""
        ...


@dataclass
class LocalBuckets:
    """Counted in this process: for commands at a terminal, and while the broker is away."""

    clock: Callable[[], float] = time.monotonic
    """Seconds."""
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Key -> units, and when that was."""
    _held: dict[str, float] = field(default_factory=dict)
    _refusals: dict[str, tuple[int, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, share: Share, cost: int) -> float:
        """As Buckets."""
        with self._lock:
            now = self.clock()
            if (held := self._held.get(share.held, now)) > now:
                return held - now
            left = [
                self._level(key, *limit, now) for key, limit in zip(share.buckets, share.limits, strict=True)
            ]
            wait = max(_waits(share, left, cost))
            if not wait:
                for key, (most, _), units in zip(share.buckets, share.limits, left, strict=True):
                    self._left[key] = (units - min(cost, most), now)
            return wait

    def hold(self, share: Share, seconds: float) -> None:
        """As Buckets."""
        with self._lock:
            until = self.clock() + seconds
            self._held[share.held] = max(until, self._held.get(share.held, until))

    def count_refusal(self, share: Share) -> int:
        """As Buckets."""
        with self._lock:
            now = self.clock()
            before, at = self._refusals.get(share.refusals, (0, now))
            number = before + 1 if now - at < FORGET_REFUSALS else 1
            self._refusals[share.refusals] = (number, now)
            return number

    def _level(self, key: str, most: float, flow: float, now: float) -> float:
        units, at = self._left.get(key, (most, now))
        return min(most, units + (now - at) * flow)


def _waits(share: Share, left: list[float], cost: int) -> tuple[float, ...]:
    """Seconds until each bucket has enough."""
    thrifty = left[0] >= share.limits[0][0] / 2
    reserves = (0.0, *(0.0 if thrifty else share.quota.reserve * most for most, _ in share.limits[1:]))
    wanted = (min(cost, most) + kept for (most, _), kept in zip(share.limits, reserves, strict=True))
    return tuple(
        max(0.0, (units - had) / flow)
        for units, had, (_, flow) in zip(wanted, left, share.limits, strict=True)
    )


TAKE = """
local held = redis.call('PTTL', KEYS[1])
if held > 0 then return held end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local cost, reserve = tonumber(ARGV[1]), tonumber(ARGV[2])
local left, wait = {}, 0
for i = 1, 3 do
  local most, flow = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local known = redis.call('HMGET', KEYS[1 + i], 'units', 'at')
  left[i] = most
  if known[1] then
    left[i] = math.min(most, known[1] + math.max(0, now - known[2]) * flow / 1000)
  end
  local kept = 0
  if i > 1 and left[1] < tonumber(ARGV[3]) / 2 then kept = reserve * most end
  wait = math.max(wait, (math.min(cost, most) + kept - left[i]) * 1000 / flow)
end
if wait > 0 then return math.ceil(wait) end
for i = 1, 3 do
  local most, flow = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local units = left[i] - math.min(cost, most)
  redis.call('HSET', KEYS[1 + i], 'units', tostring(units), 'at', now)
  redis.call('PEXPIRE', KEYS[1 + i], math.ceil((most - units) * 1000 / flow) + 1000)
end
return 0
"""
"""One script: two workers never take the same units. The broker's clock: the workers' own may differ."""

HOLD = """
local wait = tonumber(ARGV[1])
if wait > 0 and redis.call('PTTL', KEYS[1]) < wait then redis.call('SET', KEYS[1], '', 'PX', wait) end
"""


@dataclass
class RedisBuckets:
    """Counted in the broker, where every worker counts. Raises redis' errors while it cannot be reached."""

    redis: Any

    def __post_init__(self) -> None:
        """The scripts are sent once, and again after a flush."""
        self._take = self.redis.register_script(TAKE)
        self._hold = self.redis.register_script(HOLD)

    def take(self, share: Share, cost: int) -> float:
        """As Buckets."""
        limits = (number for limit in share.limits for number in limit)
        milliseconds = self._take(
            keys=(share.held, *share.buckets), args=(cost, share.quota.reserve, *limits)
        )
        return int(milliseconds) / 1000

    def hold(self, share: Share, seconds: float) -> None:
        """As Buckets."""
        self._hold(keys=(share.held,), args=(round(seconds * 1000),))

    def count_refusal(self, share: Share) -> int:
        """As Buckets."""
        with self.redis.pipeline() as both:
            both.incr(share.refusals)
            both.pexpire(share.refusals, round(FORGET_REFUSALS * 1000))
            return int(both.execute()[0])


@dataclass
class SharedBuckets:
    """The broker's, and this process's own while the broker is away: Google's own refusals hold us then."""

    shared: Buckets
    own: Buckets
    clock: Callable[[], float] = time.monotonic
    _away_until: float = 0.0

    def take(self, share: Share, cost: int) -> float:
        """As Buckets."""
        return self._first(lambda buckets: buckets.take(share, cost))

    def hold(self, share: Share, seconds: float) -> None:
        """As Buckets."""
        self._first(lambda buckets: buckets.hold(share, seconds))

    def count_refusal(self, share: Share) -> int:
        """As Buckets."""
        return self._first(lambda buckets: buckets.count_refusal(share))

    def _first(self, ask: Callable[[Buckets], Answer]) -> Answer:
        if self.clock() < self._away_until:
            return ask(self.own)
        try:
            return ask(self.shared)
        except (NoConnection, NoAnswer):
            self._away_until = self.clock() + BROKER_PAUSE
            return ask(self.own)


@dataclass(frozen=True, slots=True)
class Allowance:
    """One account's leave to ask one API. Safe for threads."""

    share: Share
    buckets: Buckets
    sleep: Callable[[float], None] = time.sleep

    def spend(self, method: str) -> None:
        """Wait for the units of one call. Raises Transient, with nothing asked, where that takes too long."""
        cost, patience = self.share.quota.cost(method), PATIENCE
        while wait := self.buckets.take(self.share, cost):
            if wait > patience:
                raise Transient(
                    f"Google's limits for {self.share.quota.api} are reached: {wait:.0f} seconds to wait.",
                    timedelta(seconds=wait),
                )
            self.sleep(wait)
            patience -= wait

    def refused(self, wait: timedelta | None) -> timedelta:
        """Google has refused a call: hold the account for as long as it says; how long that is.

        Where Google says nothing, a random part of a time that doubles with each refusal in a row.
        """
        number = self.buckets.count_refusal(self.share)
        longest = min(LONGEST_BACKOFF, 2.0**number)
        # Full jitter: accounts that were refused together must not come back together.
        held = timedelta(seconds=random.uniform(0, longest)) if wait is None else wait  # noqa: S311 - no secret
        self.buckets.hold(self.share, held.total_seconds())
        return held


@dataclass(frozen=True, slots=True)
class Governor:
    """Hands out allowances. Made once per process."""

    quotas: Mapping[str, Quota]
    buckets: Buckets

    def allow(self, api: str, project: str, account: str) -> Allowance:
        """An account's leave to ask "gmail" or "calendar"; `project` is the OAuth client's id."""
        # A broker is seen by others: it learns no address.
        name = sha256(account.encode("utf-8", "replace")).hexdigest()[:16]
        return Allowance(Share(self.quotas[api], project, name), self.buckets)


def open_governor(quotas: tuple[Quota, ...], broker: str) -> Governor:
    """The governor of this process. `broker` is a Redis URL; nothing is connected yet."""
    redis = Redis.from_url(
        broker, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS, retry=None
    )
    buckets = SharedBuckets(RedisBuckets(redis), LocalBuckets())
    return Governor(MappingProxyType({quota.api: quota for quota in quotas}), buckets)

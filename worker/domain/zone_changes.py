"""A time zone and years go in; its clock changes come out, with the yearly rule where there is one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from worker.domain.event import ONE_DAY

ONE_MINUTE = timedelta(minutes=1)
YEARS_FOR_A_RULE = 12
"""So many years tell "the last Sunday" from "the fourth"."""


@dataclass(frozen=True, slots=True)
class ClockChange:
    """One change of the clock."""

    onset: datetime
    """Local time without zone, by the clock before the change (RFC 5545 3.6.5, DTSTART)."""
    before: timedelta
    after: timedelta
    name: str
    """What the time is called from then on: "EDT"."""
    is_summer: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        """What changes of the same kind share, whatever the year."""
        return self.before, self.after, self.name, self.is_summer

    def falls_on(self, nth: int) -> tuple[int, int, int, tuple[int, int]] | None:
        """Month, weekday, `nth` and time of day if the onset is that nth weekday (-1: last), else None."""
        day = self.onset.day
        last = (self.onset + 7 * ONE_DAY).month != self.onset.month
        if not (last if nth == -1 else (day + 6) // 7 == nth):
            return None
        return self.onset.month, self.onset.weekday(), nth, (self.onset.hour, self.onset.minute)


@dataclass(frozen=True, slots=True)
class Observance:
    """All changes of one kind in a span of years."""

    changes: tuple[ClockChange, ...]
    rule: tuple[int, int, int] | None
    """Month, weekday (Monday 0) and which one of the month (-1: last), where it is so every year."""


@lru_cache(maxsize=64)
def observances(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """How the zone's clock changes from the year before `first_year` on, so that January is covered, too."""
    start = first_year - 1
    far = list(clock_changes(zone, start, max(last_year, start + YEARS_FOR_A_RULE - 1)))
    by_kind = groupby(sorted(far, key=lambda change: (change.kind, change.onset)), lambda change: change.kind)
    found = (_observance(list(changes), last_year) for _, changes in by_kind)
    return tuple(sorted((one for one in found if one.changes), key=lambda one: one.changes[0].onset))


def _observance(changes: Sequence[ClockChange], last_year: int) -> Observance:
    """The changes up to `last_year`, and their rule."""
    near = tuple(change for change in changes if change.onset.year <= last_year)
    return Observance(near, _rule(changes))


def _rule(changes: Sequence[ClockChange]) -> tuple[int, int, int] | None:
    """The rule that every year of the span follows, if one does."""
    years = [change.onset.year for change in changes]
    if len(years) < YEARS_FOR_A_RULE or years != list(range(years[0], years[0] + len(years))):
        return None
    for nth in (-1, 1, 2, 3, 4):
        shared = {change.falls_on(nth) for change in changes}
        found = shared.pop()
        if not shared and found is not None:
            return found[:3]
    return None


def clock_changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[ClockChange]:
    """Every change of the zone's clock in these years, in order."""
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        later = moment + ONE_DAY
        if _clock(zone, moment) != _clock(zone, later):
            yield _change(zone, _first_minute_after(zone, moment, later))
        moment = later


def _first_minute_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first minute between the two at which the clock shows what it shows at `after`."""
    while after - before > ONE_MINUTE:
        middle = before + (after - before) // 2 // ONE_MINUTE * ONE_MINUTE
        if _clock(zone, middle) == _clock(zone, after):
            after = middle
        else:
            before = middle
    return after


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str]:
    there = moment.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or ""


def _change(zone: ZoneInfo, moment: datetime) -> ClockChange:
    before, _ = _clock(zone, moment - ONE_MINUTE)
    after, name = _clock(zone, moment)
    return ClockChange(
        onset=(moment + before).replace(tzinfo=None),
        before=before,
        after=after,
        name=name,
        is_summer=bool(moment.astimezone(zone).dst()),
    )

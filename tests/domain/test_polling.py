"""How long a calendar is left alone: hot after a change, cooling, spread, patient with failures."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from worker.domain.polling import (
    COLD,
    FULL_EVERY,
    HOT,
    RETRY,
    SPREAD,
    is_full_due,
    pause_after,
    spread,
    wait_after_failure,
)

NOW = datetime(2026, 9, 14, 12, tzinfo=UTC)
waits = st.timedeltas(timedelta(days=-3), timedelta(days=40))


def test_after_a_change_it_is_hot_whatever_was_before() -> None:
    assert pause_after(NOW - COLD, NOW, changed=True) == HOT
    assert pause_after(None, NOW, changed=False) == HOT


def test_a_quiet_pause_grows_to_an_hour_and_no_further() -> None:
    assert pause_after(NOW - HOT, NOW, changed=False) == timedelta(minutes=7, seconds=30)
    assert pause_after(NOW - timedelta(days=9), NOW, changed=False) == COLD


@given(waits, st.booleans())
def test_a_pause_is_never_shorter_than_hot_or_longer_than_cold(since: timedelta, changed: bool) -> None:
    assert HOT <= pause_after(NOW - since, NOW, changed=changed) <= COLD
    assert RETRY <= wait_after_failure(NOW - since, NOW) <= COLD


def test_failures_are_waited_out_for_half_of_what_they_have_lasted() -> None:
    assert wait_after_failure(NOW - timedelta(minutes=20), NOW) == timedelta(minutes=10)
    assert wait_after_failure(None, NOW) == HOT


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_calendar_keeps_its_own_part_of_a_pause(account: int, calendar: int) -> None:
    own = spread(COLD, account, calendar)
    assert COLD * (1 - SPREAD) <= own <= COLD
    assert own == spread(COLD, account, calendar)


def test_calendars_do_not_come_at_once() -> None:
    found = sorted(spread(COLD, 1, calendar) for calendar in range(200))
    assert len(set(found)) == 200
    quarters = [COLD * (1 - SPREAD * part / 4) for part in (4, 3, 2, 1, 0)]
    counts = [sum(low <= one < high for one in found) for low, high in pairwise(quarters)]
    assert min(counts) > 25


def test_everything_is_read_at_first_then_monthly_and_after_a_clock_that_jumped() -> None:
    assert is_full_due(None, NOW, 1, 1)
    assert not is_full_due(NOW - timedelta(days=20), NOW, 1, 1)
    assert is_full_due(NOW - FULL_EVERY, NOW, 1, 1)
    assert is_full_due(NOW + timedelta(days=1), NOW, 1, 1)

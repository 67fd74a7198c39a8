"""When a date is to be compared with its source again."""

from dataclasses import replace
from datetime import date, timedelta

from tests.house import rules
from worker.domain.freshness import stale_among
from worker.domain.season import Certainty, Milestone

DAY = timedelta(days=1)
SURE = Milestone(
    id="match-day",
    title="Match Day",
    start=date(2028, 3, 17),
    end=date(2028, 3, 17),
    certainty=Certainty.PUBLISHED,
    source=("NRMPWEEK",),
    checked=date(2026, 11, 21),
)
FRESHNESS = rules().freshness


def is_stale(milestone: Milestone, today: date) -> bool:
    return bool(stale_among((milestone,), today, FRESHNESS))


def test_a_published_date_is_believed_longer_than_an_expected_one() -> None:
    expected = replace(SURE, certainty=Certainty.EXPECTED, rule="third Friday of March")
    for one, interval in ((SURE, FRESHNESS.published), (expected, FRESHNESS.expected)):
        last = one.checked + timedelta(days=interval.again)
        assert (is_stale(one, last), is_stale(one, last + DAY)) == (False, True)
    assert FRESHNESS.expected.again < FRESHNESS.published.again


def test_an_expected_date_is_looked_at_again_before_it_comes() -> None:
    near = replace(SURE, certainty=Certainty.EXPECTED, rule="r", start=date(2027, 2, 1), end=date(2027, 2, 1))
    eve = near.start - timedelta(days=FRESHNESS.expected.before)
    assert (is_stale(near, eve), is_stale(near, eve + DAY)) == (False, True)
    assert not is_stale(replace(near, checked=eve), eve + DAY)


def test_its_own_check_by_goes_before_the_rule() -> None:
    own = replace(SURE, check_by=date(2026, 12, 1))
    assert (is_stale(own, date(2026, 12, 1)), is_stale(own, date(2026, 12, 2))) == (False, True)


def test_what_is_past_needs_no_checking() -> None:
    own = replace(SURE, check_by=date(2026, 12, 1), end=date(2028, 3, 19))
    assert is_stale(own, date(2028, 3, 19))
    assert not is_stale(own, date(2028, 3, 20))


def test_advice_is_never_stale() -> None:
    assert not is_stale(replace(SURE, source=("PLAYBOOK",)), date(2028, 3, 17))
    assert not is_stale(replace(SURE, source=("PROFILE",)), date(2028, 3, 17))


def test_nothing_that_ships_was_stale_on_the_day_it_was_checked() -> None:
    book = rules()
    assert stale_among(book.milestones, book.checked, book.freshness) == ()
    assert stale_among(book.milestones, book.checked + timedelta(days=400), book.freshness)

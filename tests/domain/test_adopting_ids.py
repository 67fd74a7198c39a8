"""Engagements keep their ids: what moves keeps its own, and no id is given twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.house import LEE, PATEL, conversation, met, rotation
from worker.domain.engagement import Engagement
from worker.domain.gathering import adopt_ids

TODAY = date(2026, 8, 3)
JULY = date(2026, 7, 1)


def ids(now: Sequence[Engagement], known: Sequence[Engagement], moved_days: int = 60) -> list[str]:
    return [engagement.id for engagement in adopt_ids(now, known, TODAY, moved_days)]


def sicu(first: date, last: date, *, id: str = "") -> Engagement:  # noqa: A002 - its field
    made = rotation("SICU", first, last, met(PATEL))
    return replace(made, id=id or made.id)


def test_what_moves_to_other_days_keeps_its_id() -> None:
    before, after = conversation(date(2026, 8, 10), met(LEE)), conversation(date(2026, 8, 24), met(LEE))
    assert ids([after], [before]) == [before.id]


def test_what_is_far_away_is_another_engagement() -> None:
    before, after = conversation(date(2026, 8, 10), met(LEE)), conversation(date(2026, 12, 24), met(LEE))
    assert ids([after], [before]) == [after.id]


def test_what_is_over_has_not_moved() -> None:
    before, after = conversation(date(2026, 7, 20), met(LEE)), conversation(date(2026, 8, 24), met(LEE))
    assert ids([after], [before]) == [after.id]


def test_the_same_days_go_before_days_that_only_overlap() -> None:
    first = sicu(date(2026, 8, 3), date(2026, 8, 20), id="a")
    second = sicu(date(2026, 8, 10), date(2026, 8, 28), id="b")
    assert ids([sicu(date(2026, 8, 10), date(2026, 8, 28), id="x")], [first, second]) == ["b"]


def test_the_same_people_go_before_others_on_the_same_day() -> None:
    day = date(2026, 8, 10)
    known = [replace(conversation(day, met(PATEL)), id="a"), replace(conversation(day, met(LEE)), id="b")]
    now = [replace(conversation(day, met(LEE)), id="x"), replace(conversation(day, met(PATEL)), id="y")]
    assert ids(now, known) == ["b", "a"]


def test_an_id_that_a_moved_engagement_kept_is_not_given_to_a_newcomer() -> None:
    moved = sicu(date(2026, 9, 7), date(2026, 9, 30), id="rotation-sicu-2026-07-01")
    newcomer = sicu(JULY, date(2026, 7, 31))
    assert newcomer.id == "rotation-sicu-2026-07-01"
    now = [newcomer, sicu(date(2026, 9, 7), date(2026, 9, 30))]
    assert ids(now, [moved]) == ["rotation-sicu-2026-07-01-2", "rotation-sicu-2026-07-01"]


spans = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 40)).map(
        lambda span: (JULY + timedelta(days=span[0]), JULY + timedelta(days=span[0] + span[1]))
    ),
    max_size=6,
    unique_by=lambda span: span[0],
)


@given(st.lists(spans, min_size=1, max_size=4))
def test_no_id_is_ever_given_twice_and_the_same_again_keeps_its_own(
    years: list[list[tuple[date, date]]],
) -> None:
    known: tuple[Engagement, ...] = ()
    for year in years:
        now = [sicu(first, last) for first, last in sorted(year)]
        known = adopt_ids(now, known, TODAY, 60)
        assert len({engagement.id for engagement in known}) == len(known)
        assert adopt_ids(now, known, TODAY, 60) == known

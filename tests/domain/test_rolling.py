"""A season derived from the one before, each day by its own rule, against what is known of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.house import rules
from worker.domain.calendar_days import Weekday
from worker.domain.rolling import Rolled, SeasonRule, id_in, roll_season, rule_name, season_of
from worker.domain.season import Certainty, Milestone

BOUND_DAYS = 0
"""No day derived for a season lies further than this from what others say of it."""
OTHERS = {"APP27", "QUANTA", "LELAND"}
"""Lists that name the days of 2027 themselves, without our rules."""
YEAR = timedelta(days=364)


def rolled(season: int, *, without: int | None = None, by: tuple[SeasonRule, ...] | None = None) -> Rolled:
    """The season from the shipped ones, as if the season `without` and all later ones were not known."""
    book = rules()
    known = [one for one in book.milestones if season_of(one) < (without or 9999)]
    return roll_season(season, known, by or book.rolling, book.holidays)


def known(entry: str) -> Milestone:
    return next(one for one in rules().milestones if one.id == entry)


def deviations(found: Rolled, sure: set[str]) -> dict[str, int]:
    """By how many days each derived entry that others tell of lies beside what they say; also printed."""
    days = {one.id: (one.start - known(one.id).start).days for one in found.entries if one.id in sure}
    print(f"\n{len(days)} compared; beside their sources: { ({one: by for one, by in days.items() if by}) }")
    return days


def test_2027_rolled_from_2026_agrees_with_what_others_say_of_2027(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = {one.id for one in rules().milestones if season_of(one) == 2027 and set(one.source) & OTHERS}
    with capsys.disabled():
        found = deviations(rolled(2027, without=2027), told)
    assert len(found) >= 8
    assert all(abs(by) <= BOUND_DAYS for by in found.values()), found


def test_the_rules_would_have_told_the_published_days_of_2026(capsys: pytest.CaptureFixture[str]) -> None:
    book = rules()
    official = {
        one.id: one
        for one in book.milestones
        if season_of(one) == 2026 and one.certainty is Certainty.PUBLISHED
    }
    before = [
        replace(one, id=id_in(rule_name(one), 2025), start=one.start - YEAR, end=one.end - YEAR)
        for one in official.values()
    ]
    with capsys.disabled():
        found = deviations(roll_season(2026, before, book.rolling, book.holidays), set(official))
    assert len(found) >= 10
    assert all(abs(by) <= BOUND_DAYS for by in found.values()), found


def test_2028_rolled_from_2027_agrees_with_what_is_entered_for_2028() -> None:
    found = rolled(2028, without=2028)
    entered = {one.id for one in rules().milestones if season_of(one) == 2028}
    assert entered <= {one.id for one in found.entries}
    for one in found.entries:
        if one.id in entered:
            assert (one.start, one.end) == (known(one.id).start, known(one.id).end), one.id


def test_every_expected_entry_of_2027_has_a_row() -> None:
    names = {one.id for one in rules().rolling}
    expected = {rule_name(one) for one in rules().milestones if season_of(one) == 2027}
    assert expected <= names


def test_a_rolled_entry_is_expected_and_names_its_rule_and_its_source() -> None:
    one = next(one for one in rolled(2028, without=2028).entries if one.id == "nrmp-2028-match-week")
    assert (one.start, one.end) == (date(2028, 3, 13), date(2028, 3, 17))
    assert (one.certainty, one.rolled) == (Certainty.EXPECTED, "nrmp-match-week")
    assert one.rule == "the week of the third Friday of March"
    assert one.source == ("WIKI",)
    assert one.told_title == "Match Week 2028 (expected)"


def test_a_published_entry_rolls_into_an_expected_one() -> None:
    base = known("eras-2026-submit")
    one = next(one for one in rolled(2027, without=2027).entries if one.id == "eras-2027-submit")
    assert (base.certainty, one.certainty) == (Certainty.PUBLISHED, Certainty.EXPECTED)
    assert (one.mark, one.at, one.category) == (base.mark, base.at, base.category)


def test_what_has_no_rule_is_not_guessed() -> None:
    found = dict(rolled(2028).underived)
    assert found["eras-2028-fellowship-token"] == "no rule is stated for it in rolling.toml"
    assert "eras-2028-fellowship-token" not in {one.id for one in rolled(2028).entries}


def test_what_is_there_already_stays_as_it_is() -> None:
    found = rolled(2028)
    assert "nrmp-2028-match-day" in found.there
    assert {one.id for one in found.entries}.isdisjoint(found.there)


def test_a_rule_may_hang_on_an_entry_that_is_there_or_derived() -> None:
    by_id = {one.id: one for one in rolled(2028).entries}
    assert by_id["eras-2028-documents"].start == known("eras-2028-review").start - timedelta(days=8)
    assert by_id["thoracic-2028-ranking"].start == by_id["thoracic-2028-open"].start + timedelta(days=56)
    assert by_id["ecfmg-2028-certification"].start == known("nrmp-2028-rank-list").start


def test_rules_that_hang_on_each_other_are_told_not_followed() -> None:
    book = rules()
    ring = tuple(
        replace(one, after="eras-token", weekday=None, nth=0) if one.id == "eras-open" else one
        for one in book.rolling
    )
    found = dict(rolled(2028, without=2028, by=ring).underived)
    assert found["eras-2028-open"].endswith("its rule hangs on itself")
    assert "eras-2028-token" in found


def test_the_last_business_day_is_neither_a_weekend_nor_a_holiday() -> None:
    memorial = SeasonRule(
        "nrmp-registration-deadline", "last working day of May", ("UMB24",), month=5, workday=-1
    )
    book = rules()
    rows = tuple(memorial if one.id == memorial.id else one for one in book.rolling)
    one = next(e for e in rolled(2028, by=rows).entries if e.id == "nrmp-2028-registration-deadline")
    assert one.start == date(2028, 5, 31)
    monday = replace(memorial, month=5, workday=20)
    rows = tuple(monday if one.id == monday.id else one for one in book.rolling)
    one = next(e for e in rolled(2028, by=rows).entries if e.id == "nrmp-2028-registration-deadline")
    assert one.start == date(2028, 5, 26)
    assert date(2028, 5, 29) in book.holidays_of(2028)


def test_a_rule_without_an_anchor_counts_from_the_season_before() -> None:
    base = known("eras-2027-fellowship-july-submit")
    one = next(e for e in rolled(2028).entries if e.id == "eras-2028-fellowship-july-submit")
    assert one.start == base.start + timedelta(days=364)
    assert one.start.weekday() == base.start.weekday()


def test_an_id_and_its_row_find_each_other() -> None:
    assert id_in("nrmp-rank-list", 2029) == "nrmp-2029-rank-list"
    assert rule_name(known("nrmp-2027-rank-list")) == "nrmp-rank-list"
    assert SeasonRule("x-y", "r", ("S",), month=3, weekday=Weekday.FRIDAY, nth=3).anchors == 1

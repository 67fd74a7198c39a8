"""Federal holidays by rule, against an independent library."""

from datetime import date
from pathlib import Path

import holidays
import pytest

from worker.domain.calendar_days import Weekday, holidays_in, is_weekend, nth_weekday, observed
from worker.rules.load import load_rules

RULES = load_rules(Path(__file__).parents[2] / "config").holidays


@pytest.mark.parametrize("year", range(2020, 2041))
def test_holidays_agree_with_an_independent_library(year: int) -> None:
    """The library lists weekend holidays twice: on their day and on the day they are kept."""
    theirs = {day for day in holidays.country_holidays("US", years=[year, year + 1]) if day.year == year}
    assert holidays_in(RULES, year) == {day for day in theirs if not is_weekend(day)}


def test_juneteenth_begins_in_2021() -> None:
    assert date(2020, 6, 19) not in holidays_in(RULES, 2020)
    assert date(2021, 6, 18) in holidays_in(RULES, 2021)


def test_a_new_years_day_on_saturday_is_kept_in_the_old_year() -> None:
    assert date(2021, 12, 31) in holidays_in(RULES, 2021)
    assert date(2021, 12, 31) not in holidays_in(RULES, 2022)


def test_sunday_is_kept_on_monday_and_saturday_on_friday() -> None:
    assert observed(date(2027, 7, 4)) == date(2027, 7, 5)
    assert observed(date(2026, 7, 4)) == date(2026, 7, 3)
    assert observed(date(2025, 7, 4)) == date(2025, 7, 4)


def test_the_last_weekday_of_a_month_may_be_its_last_day() -> None:
    assert nth_weekday(2027, 5, Weekday.MONDAY, -1) == date(2027, 5, 31)
    assert nth_weekday(2026, 11, Weekday.THURSDAY, 4) == date(2026, 11, 26)

"""Holiday rules and a year go in; the days on which no office works come out."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY, SUNDAY = 5, 6


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday, as `date.weekday` counts."""
        return list(Weekday).index(self)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One federal holiday (5 U.S.C. 6103): a fixed `day` of the month, or the `nth` weekday of it."""

    id: str
    name: str
    month: int
    day: int = 0
    """Of the month; observed on Friday when it is a Saturday and on Monday when it is a Sunday."""
    weekday: Weekday | None = None
    nth: int = 0
    """1 to 4 from the front of the month, -1 for the last."""
    since: int = 0
    """The first year in which it is kept."""
    source: tuple[str, ...] = ()

    def in_year(self, year: int) -> date | None:
        """The day on which it is observed, or None before it was introduced. May lie in the year before."""
        if year < self.since:
            return None
        if self.weekday is not None:
            return nth_weekday(year, self.month, self.weekday, self.nth)
        return observed(date(year, self.month, self.day))


def nth_weekday(year: int, month: int, weekday: Weekday, nth: int) -> date:
    """The nth such weekday of a month; `nth` is 1 to 4, or -1 for the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday.number - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday.number) % 7)


def observed(day: date) -> date:
    """The working day on which a fixed holiday is kept: Friday for Saturday, Monday for Sunday."""
    if day.weekday() == SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == SUNDAY else day


def holidays_in(rules: Iterable[Holiday], year: int) -> frozenset[date]:
    """Every holiday observed in the year, also next New Year's Day when it is kept on 31 December."""
    kept = (rule.in_year(about) for rule in rules for about in (year, year + 1))
    return frozenset(day for day in kept if day is not None and day.year == year)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= SATURDAY


def spoken_day(day: date) -> str:
    """A day in a sentence that people read: "30 Nov 2026"."""
    return f"{day.day} {day:%b %Y}"


def spoken_weekday(day: date) -> str:
    """The same with its day of the week: "Mon 30 Nov 2026"."""
    return f"{day:%a} {spoken_day(day)}"


def counted_days(number: int) -> str:
    """The number with its noun, for a reason that people read: "1 day", "14 days"."""
    return f"{number} day{'' if number == 1 else 's'}"

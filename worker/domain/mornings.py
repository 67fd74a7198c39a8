"""Quiet days, holidays, pauses and Match Weeks go in; on which mornings a draft may appear comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from worker.domain.event import ONE_DAY
from worker.domain.touch import Window

MATCH_ZONE = ZoneInfo("America/New_York")
"""Match Week is counted in Eastern time (playbook, "Match Week freeze"; NRMP publishes in ET)."""
SATURDAY = 5


def days_of(window: Window) -> Iterator[date]:
    """Every day of a window, in order."""
    return (window.earliest + ONE_DAY * n for n in range((window.latest - window.earliest).days + 1))


def week_of(day: date) -> date:
    """The Monday of the day's week (playbook, "days": a week is Monday to Sunday)."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Mornings:
    """The user's mornings, as a rule: nothing here is a clock."""

    zone: ZoneInfo
    at: time
    """When a draft appears, on the user's wall clock."""
    skipped: frozenset[date] = frozenset()
    """Federal holidays and the user's quiet days."""
    pause_until: date | None = None
    freezes: tuple[Window, ...] = ()
    """Match Weeks: Monday and Friday, Eastern time."""

    def permitted(self, day: date) -> bool:
        """Whether a draft may appear: no weekend, holiday or quiet day, and no pause."""
        return self.works(day) and not self.paused(day)

    def works(self, day: date) -> bool:
        """Whether it is no weekend, holiday or quiet day."""
        return day.weekday() < SATURDAY and day not in self.skipped

    def paused(self, day: date) -> bool:
        """Whether the user has paused everything on that day."""
        return self.pause_until is not None and day < self.pause_until

    def frozen(self, day: date) -> bool:
        """Whether that morning lies in Match Week, Monday 00:00 to Friday 24:00 Eastern time."""
        if not any(freeze.earliest - ONE_DAY <= day <= freeze.latest + ONE_DAY for freeze in self.freezes):
            return False  # no clock anywhere is further from Eastern time than a day
        eastern = datetime.combine(day, self.at, self.zone).astimezone(MATCH_ZONE).date()
        return any(eastern in freeze for freeze in self.freezes)

    def open_days(self, window: Window, *, outside: bool) -> tuple[date, ...]:
        """The days of a window on which a draft may appear.

        If none is permitted the last day counts, unless a freeze lies in the window or it is paused
        (playbook, "days": "if no permitted day is left, the last day counts"; the freeze beats that).
        """
        days = tuple(days_of(window))
        frozen = frozenset(day for day in days if outside and self.frozen(day))
        permitted = tuple(day for day in days if self.permitted(day) and day not in frozen)
        if permitted or frozen or self.paused(window.latest):
            return permitted
        return (window.latest,)

    def brought_forward(self, window: Window, first: date, *, outside: bool) -> Window:
        """What is due on one day that is no working day, on the last open morning before it, from `first` on.

        Any other window, and one without such a morning, stays as it is (playbook, "promise / delivery").
        """
        if window.earliest != window.latest or self.works(window.latest):
            return window
        before = (window.latest - ONE_DAY * n for n in range(1, (window.latest - first).days + 1))
        open_days = (day for day in before if self.permitted(day) and not (outside and self.frozen(day)))
        day = next(open_days, window.latest)
        return Window(day, day)

    def after_freeze(self, window: Window, working_days: int) -> Window | None:
        """The window widened to the working days after the freeze that covers it; None where none does.

        A pause moves them no further: what it covers lapses.
        """
        frozen = [day for day in days_of(window) if self.frozen(day)]
        if not frozen:
            return None
        day, left = frozen[-1], working_days
        while left:
            day += ONE_DAY
            left -= self.works(day) and not self.frozen(day)
        return Window(window.earliest, day)

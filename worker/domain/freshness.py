"""Milestones and the rule of freshness.toml go in; those to be compared with their source again come out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from worker.domain.season import Certainty, Milestone


@dataclass(frozen=True, slots=True)
class Interval:
    """How long a date is believed, in days."""

    again: int
    """After it was checked."""
    before: int
    """Before its first day, where it was checked earlier than that; 0: not for that reason."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """The rule by which dates grow stale."""

    published: Interval
    expected: Interval
    advice: tuple[str, ...]
    """Source keys of dates that no body publishes."""

    def check_by(self, milestone: Milestone) -> date | None:
        """The last day on which the entry may stand unchecked; None for mere advice."""
        if milestone.check_by or not set(milestone.source) - set(self.advice):
            return milestone.check_by
        interval = self.expected if milestone.certainty is Certainty.EXPECTED else self.published
        usual = milestone.checked + timedelta(days=interval.again)
        eve = milestone.start - timedelta(days=interval.before)
        return eve if interval.before and milestone.checked < eve < usual else usual


@dataclass(frozen=True, slots=True)
class Stale:
    """A date that has stood unchecked for too long."""

    milestone: Milestone
    check_by: date


def stale_among(milestones: Iterable[Milestone], today: date, freshness: Freshness) -> tuple[Stale, ...]:
    """Those past their check-by day and not yet past themselves, in the order given."""
    return tuple(
        Stale(milestone, day)
        for milestone in milestones
        if milestone.end >= today and (day := freshness.check_by(milestone)) and day < today
    )

"""Letters with their mornings and the pace go in; how many of them find room comes out.

A maximum matching of letters to mornings, by augmenting paths (Kuhn, 1955): who has a morning may be moved to
another of theirs so that one more finds room; nobody loses theirs to a letter behind them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from worker.domain.mornings import week_of
from worker.domain.touch import Key


@dataclass(slots=True)
class Room:
    """What the pace leaves of some mornings. Used once: it fills up."""

    a_morning: int
    a_week: int
    taken: Mapping[date, int]
    """Drafts of a week that are there already, by its Monday; the mornings themselves are free."""
    days: dict[Key, Sequence[date]] = field(default_factory=dict)
    """The mornings of each letter that was put in, the first it may have first."""
    on: dict[Key, date] = field(default_factory=dict)
    """The morning of each letter that found one."""

    def put(self, letter: Key, days: Sequence[date]) -> bool:
        """Whether one more letter finds a morning, with those before it on other mornings of theirs."""
        self.days[letter] = days
        return self._find(letter, {letter})

    def _find(self, letter: Key, asked: set[Key]) -> bool:
        for day in self.days[letter]:
            if self._is_free(day):
                self.on[letter] = day
                return True
        return any(self._take(letter, day, asked) for day in self.days[letter])

    def _take(self, letter: Key, day: date, asked: set[Key]) -> bool:
        """Whether somebody makes room on a day: one of that morning if it is full, else one of its week."""
        for other in self._in_the_way(day):
            if other not in asked:
                asked.add(other)
                theirs = self.on.pop(other)
                self.on[letter] = day
                if self._find(other, asked):
                    return True
                del self.on[letter]
                self.on[other] = theirs
        return False

    def _is_free(self, day: date) -> bool:
        of_week = self.taken.get(week_of(day), 0) + len(self._of_week(day))
        return len(self._of_morning(day)) < self.a_morning and of_week < self.a_week

    def _in_the_way(self, day: date) -> list[Key]:
        """Who might move for one more on a full morning, or in a full week."""
        morning = self._of_morning(day)
        return morning if len(morning) >= self.a_morning else self._of_week(day)

    def _of_morning(self, day: date) -> list[Key]:
        return [letter for letter, theirs in self.on.items() if theirs == day]

    def _of_week(self, day: date) -> list[Key]:
        return [letter for letter, theirs in self.on.items() if week_of(theirs) == week_of(day)]

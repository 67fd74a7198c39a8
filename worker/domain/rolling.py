"""The entries of known seasons and a rule for each go in; those expected for the next season come out.

An entry of seasons.toml is called <series>-<season>-<name>: "nrmp-2027-rank-list". Its rule in rolling.toml
has the same name without the season: "nrmp-rank-list". Whatever has no rule is not guessed.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.domain.calendar_days import Holiday, Weekday, holidays_in, is_weekend, nth_weekday
from worker.domain.event import ONE_DAY
from worker.domain.season import Certainty, Milestone

SEASONAL = re.compile(r"(?P<series>[a-z]+)-(?P<season>20\d\d)-(?P<name>.+)")
YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True, slots=True)
class SeasonRule:
    """How the first day of a season's entry is found; its length stays as it was.

    Exactly one of: `day` of `month`; the `nth` `weekday` of `month`; the `workday`th working day of `month`
    (-1: the last); `after` another entry of the same season; none of them: `days` after the season before.
    `days` is added to whichever it is.
    """

    id: str
    """Its name in rolling.toml: series and name, without the season."""
    rule: str
    """In words, as readers are told."""
    source: tuple[str, ...]
    """What the rule was read from."""
    month: int = 0
    day: int = 0
    weekday: Weekday | None = None
    nth: int = 0
    workday: int = 0
    after: str = ""
    days: int = 0
    note: str = ""
    """How well it has held."""

    @property
    def anchors(self) -> int:
        """How many of its ways to find a day are told."""
        return sum(map(bool, (self.day, self.weekday, self.workday, self.after)))


@dataclass(frozen=True, slots=True)
class Rolled:
    """A season as far as it can be derived."""

    entries: tuple[Milestone, ...]
    """New ones, in the order of the season before."""
    there: tuple[str, ...]
    """Ids that the files have already."""
    underived: tuple[tuple[str, str], ...]
    """Id, and why nothing is derived."""


def season_of(milestone: Milestone) -> int:
    """The season an entry belongs to, 0 where its id names none."""
    found = SEASONAL.fullmatch(milestone.id)
    return int(found["season"]) if found else 0


def rule_name(milestone: Milestone) -> str:
    """Series and name of an entry, without its season."""
    found = SEASONAL.fullmatch(milestone.id)
    return f"{found['series']}-{found['name']}" if found else milestone.id


def id_in(name: str, season: int) -> str:
    """The id that a rule's entry has in a season."""
    series, _, rest = name.partition("-")
    return f"{series}-{season}-{rest}"


def roll_season(
    season: int, known: Sequence[Milestone], rules: Iterable[SeasonRule], holidays: Sequence[Holiday]
) -> Rolled:
    """What is expected of a season, each entry from the last one before it that is known."""
    return Roll(season, known, {rule.id: rule for rule in rules}, holidays).rolled()


@dataclass(frozen=True, slots=True)
class Roll:
    """One season being derived."""

    season: int
    known: Sequence[Milestone]
    rules: Mapping[str, SeasonRule]
    holidays: Sequence[Holiday]

    def rolled(self) -> Rolled:
        """Every entry that some earlier season has."""
        last = self._last_known()
        there = {one.id for one in self.known}
        entries, underived = [], []
        for name, base in last.items():
            made = id_in(name, self.season)
            if made in there:
                continue
            start = self._start(name, base, ())
            if isinstance(start, date):
                entries.append(self._entry(base, made, start))
            else:
                underived.append((made, start))
        return Rolled(
            tuple(entries),
            tuple(one.id for one in self.known if season_of(one) == self.season),
            tuple(underived),
        )

    def _last_known(self) -> dict[str, Milestone]:
        """The latest entry of each name before the season, in the order of the file."""
        last: dict[str, Milestone] = {}
        for one in self.known:
            if 0 < season_of(one) < self.season:
                before = last.get(rule_name(one))
                last[rule_name(one)] = max(before or one, one, key=season_of)
        return last

    def _start(self, name: str, base: Milestone | None, behind: Collection[str]) -> date | str:
        """The first day of an entry, or why there is none."""
        rule = self.rules.get(name)
        if rule is None:
            return "no rule is stated for it in rolling.toml"
        if name in behind:
            return "its rule hangs on itself"
        if rule.after:
            return self._after(rule, (*behind, name))
        if base is None:
            return f"no earlier season has {name}"
        years = self.season - season_of(base)
        if not rule.anchors:
            return base.start + timedelta(days=rule.days * years)
        return self._anchor(rule, base.start.year + years) + timedelta(days=rule.days)

    def _after(self, rule: SeasonRule, behind: Collection[str]) -> date | str:
        other = id_in(rule.after, self.season)
        known = next((one.start for one in self.known if one.id == other), None)
        start = known or self._start(rule.after, self._last_known().get(rule.after), behind)
        return start + timedelta(days=rule.days) if isinstance(start, date) else f"{other}: {start}"

    def _anchor(self, rule: SeasonRule, year: int) -> date:
        if rule.weekday is not None:
            return nth_weekday(year, rule.month, rule.weekday, rule.nth)
        return self._workday(rule, year) if rule.workday else date(year, rule.month, rule.day)

    def _workday(self, rule: SeasonRule, year: int) -> date:
        closed = holidays_in(self.holidays, year)
        days = [day for day in _days_of(year, rule.month) if not is_weekend(day) and day not in closed]
        return days[rule.workday if rule.workday < 0 else rule.workday - 1]

    def _entry(self, base: Milestone, made: str, start: date) -> Milestone:
        """The entry of the season before, in its new year. It was never compared with anything."""
        rule = self.rules[rule_name(base)]
        years = self.season - season_of(base)
        return replace(
            base,
            id=made,
            title=YEAR.sub(lambda year: str(int(year[0]) + years), base.title),
            start=start,
            end=start + (base.end - base.start),
            certainty=Certainty.EXPECTED,
            rule=rule.rule,
            source=rule.source,
            note="" if YEAR.search(base.note) else base.note,
            revision=0,
            contradicted=(),
            check_by=None,
            rolled=rule.id,
        )


def _days_of(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += ONE_DAY

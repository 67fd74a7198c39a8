"""Everything config/ says, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from worker.domain.cadence import Cadence, Limits
from worker.domain.calendar_days import Holiday, holidays_in
from worker.domain.freshness import Freshness
from worker.domain.likeness import Shorts
from worker.domain.quota import Quota
from worker.domain.reading import Publisher
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.rolling import SeasonRule
from worker.domain.season import Almanac, Conference, Mark, Milestone


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules by which everything is decided; loaded by worker/rules/load.py."""

    cadences: tuple[Cadence, ...]
    limits: Limits
    lexicon: Lexicon
    conferences: tuple[Conference, ...]
    milestones: tuple[Milestone, ...]
    """Dates that are the same for everybody (seasons.toml)."""
    training_year: tuple[Mark, ...]
    """Dates relative to the user's training year (milestones.toml)."""
    holidays: tuple[Holiday, ...]
    publishers: tuple[Publisher, ...]
    """Programs whose words in a calendar are nobody's notes (feeds.toml)."""
    quotas: tuple[Quota, ...]
    """What Google lets one client ask (quotas.toml)."""
    sources: Mapping[str, str]
    """Where a date comes from: key to text."""
    match_weeks: tuple[tuple[date, date], ...]
    """(Monday, Friday) of each Match Week, oldest first."""
    freshness: Freshness
    """When a date is to be compared with its source again (freshness.toml)."""
    rolling: tuple[SeasonRule, ...]
    """How the next season's days are expected (rolling.toml)."""
    shorts: Shorts
    """Given names that are short for others (given_names.toml)."""

    @property
    def almanac(self) -> Almanac:
        """Every date, as `milestones_for` takes it."""
        return Almanac(self.milestones, self.training_year, self.conferences)

    @property
    def checked(self) -> date:
        """The day on which the dates were last compared with their sources."""
        days = [milestone.checked for milestone in self.milestones]
        return max((*days, *(mark.checked for mark in self.training_year)), default=date.min)

    def holidays_of(self, *years: int) -> frozenset[date]:
        """The federal holidays observed in these years."""
        return frozenset().union(*(holidays_in(self.holidays, year) for year in years))

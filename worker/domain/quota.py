"""What Google lets one client ask, as values: units per method, and how many of them in which time."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """The limits of one API, and what its calls cost (config/quotas.toml)."""

    api: str
    """The first word of its method ids: "gmail", "calendar"."""
    user_per_minute: int
    """Units that one user may spend in any minute."""
    project_per_minute: int
    """Units that all users of one client may spend in any minute."""
    project_per_day: int
    """Units that all users of one client may spend in any day without being billed."""
    at_once: float
    """The part of each limit that may be spent in one go; the rest flows back evenly. Spending so, no minute
    and no day ever sees more than the limit, wherever Google lets it begin."""
    reserve: float
    """The part of what the project may spend at once that is kept for accounts that have asked for little."""
    units: Mapping[str, int]
    """What each method costs, by its id without the API's name."""
    source: tuple[str, ...]
    """Keys of sources.toml."""

    def cost(self, method: str) -> int:
        """Units for a call of a method id ("gmail.users.drafts.create"); the dearest for an unknown one."""
        name = method.removeprefix(f"{self.api}.")
        return self.units.get(name, max(self.units.values()))

"""Everything a preview found, as one value, for the terminal, the page, the JSON and the files alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from worker.domain.engagement import Engagement
from worker.domain.feed import Entry
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.season import Milestone
from worker.domain.touch import Touch


@dataclass(frozen=True, slots=True)
class Outlook:
    """The year ahead. Tuples are in the order in which a reader wants them: by day, then by name."""

    today: date
    until: date
    me: Narrative
    sample_profile: bool
    """The narrative is the embedded sample: the output says so."""
    engagements: tuple[Engagement, ...]
    touches: tuple[Touch, ...]
    letters: Mapping[str, Letter]
    """By touch id; every planned or held touch has one."""
    milestones: tuple[Milestone, ...]
    feeds: Mapping[str, tuple[Entry, ...]]
    """By feed name: milestones, follow-ups, conferences, all."""
    warnings: tuple[str, ...]
    events_read: int = 0

"""The answer of the recogniser, one for each event."""

from dataclasses import dataclass
from enum import StrEnum

from worker.domain.event import Event
from worker.domain.person import Named


class Label(StrEnum):
    """The six labels."""

    CONFERENCE = "conference"
    ROTATION = "rotation"
    WEBINAR = "webinar"
    MENTOR = "meeting_mentor"
    PD = "meeting_pd"
    NONE = "none"

    @property
    def spoken(self) -> str:
        """As a reason says it."""
        return {
            Label.MENTOR: "a meeting with a mentor",
            Label.PD: "a meeting with a program director",
            Label.NONE: "nothing to write about",
        }.get(self, f"a {self.value}")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one event is, and why."""

    event: Event
    label: Label
    why: tuple[str, ...]
    """Which evidence decided, and what spoke against it, in words."""
    people: tuple[Named, ...] = ()
    """Those a thank-you could go to. For NONE: only people the user noted as met."""
    group: str | None = None
    """One id for all events of one rotation or one congress; None = alone."""
    subject: str = ""
    """Folded name of the service or meeting ("sicu", "sts"): stable under new ids, dates and spellings."""
    title: str = ""
    """How people call it in a sentence: "SICU", "STS Annual Meeting"; no block numbers, codes, years."""
    external: bool = False
    """At an outside institution (away rotation, congress, webinar)."""
    fields: tuple[str, ...] = ()
    """For a conference: the fields it belongs to, in the words of conferences.toml; empty = unknown."""
    umbrella: bool = False
    """The block or the congress as a whole (several days), not one shift or session of it."""

"""One message we mean to write: its key, its window, its states."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from worker.domain.person import Person


class State(StrEnum):
    """What a touch is. Preview knows the first four; the rest belong to a connected account."""

    PLANNED = "planned"
    HELD = "held"
    LAPSED = "lapsed"
    DROPPED = "dropped"
    DRAFTED = "drafted"
    SENT = "sent"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    CLAIMED = "claimed"
    """Some worker is about to write it; the claim expires."""
    CREATING = "creating"
    """Its bytes are fixed and a draft may exist: only a scan of the mailbox can tell."""
    RECALLED = "recalled"
    """Its draft has lost its reason and is to be taken out of the mailbox, unless the user has edited it."""
    DISCARDED = "discarded"
    """The user deleted the draft."""
    BOUNCED = "bounced"
    EXPIRED = "expired"
    """Its days passed before it could become a draft."""
    SKIPPED = "skipped"
    """The user said so."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """The identity of a touch within an account."""

    cadence: str
    step: str
    person: str
    engagement: str

    def __str__(self) -> str:
        """One readable line, used as id."""
        return f"{self.cadence}/{self.step}/{self.person}/{self.engagement}"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The days on which a draft may appear, both inclusive."""

    earliest: date
    latest: date

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in the window."""
        return self.earliest <= day <= self.latest

    def meet(self, other: "Window") -> "Window | None":
        """The days both windows share."""
        earliest, latest = max(self.earliest, other.earliest), min(self.latest, other.latest)
        return Window(earliest, latest) if earliest <= latest else None


@dataclass(frozen=True, slots=True)
class Touch:
    """One message we mean to write, with the reason for it and for its day."""

    key: Key
    person: Person
    window: Window
    state: State
    due: date | None = None
    """The morning of the draft; None unless planned (or later)."""
    asks: bool = False
    """It expects a reply."""
    outside: bool = False
    """To somebody at an outside program: nothing goes there in Match Week."""
    serves: tuple[Key, ...] = ()
    """Every key it serves, its own first: planning again changes nothing."""
    why: tuple[str, ...] = ()
    subject: str = ""
    """Kind and folded name of its engagement (`Wish.subject`)."""
    anchor_day: date | None = None
    """The day its window is counted from."""

    @property
    def id(self) -> str:
        """Readable and stable."""
        return str(self.key)

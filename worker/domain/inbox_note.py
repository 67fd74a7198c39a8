"""A morning's new drafts as these nouns: what one note into the user's own inbox tells."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewDraft:
    """One draft that waits to be read, changed and sent."""

    subject: str
    whom: str
    """A name, or an address where no name is known."""
    why: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    """What the user must fill."""
    unaddressed: bool = False
    """Its To field is empty: no address is known, or gaps hold it back."""


@dataclass(frozen=True, slots=True)
class InboxNote:
    """One note from the user to the user."""

    name: str
    address: str
    at: datetime
    drafts: tuple[NewDraft, ...]
    door: str
    """Where the queue page is; no slash at the end."""

"""What a mailbox shows goes in as these nouns: drafts, header-only messages, threads, changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

REF_HEADER = "X-Draft-Ref"
"""Names one letter for ever. It reaches the recipient, so its name tells nothing (docs/mailbox.md)."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields of one message in their order, values unfolded. Names are compared without case."""

    fields: tuple[tuple[str, str], ...] = ()

    def every(self, name: str) -> Iterator[str]:
        """Each value of the field, trimmed."""
        return (value.strip() for field, value in self.fields if field.lower() == name.lower())

    def first(self, name: str) -> str:
        """The first value of the field, trimmed, or empty."""
        return next(self.every(name), "")

    def __contains__(self, name: str) -> bool:
        """Whether the field is there at all, even empty."""
        return any(field.lower() == name.lower() for field, _ in self.fields)


@dataclass(frozen=True, slots=True)
class DraftRef:
    """Where one draft lies."""

    draft: str
    """The stable container: it keeps its id through every edit."""
    message: str
    """The message inside: it has a new id after each edit."""
    thread: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands now."""

    place: DraftRef
    mime: bytes | None
    """The whole message (RFC 5322); None where the mailbox shows us headers alone."""


@dataclass(frozen=True, slots=True)
class HeaderMessage:
    """One message without its body."""

    id: str
    thread: str
    at: datetime
    """When the mailbox received or sent it; aware."""
    headers: Headers = Headers()
    sent: bool = False
    """The user sent it."""
    draft: bool = False
    junk: bool = False
    """It lies in spam or in the bin."""

    @property
    def ref(self) -> str:
        """Our name for the letter it carries, or empty."""
        return self.headers.first(REF_HEADER)


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, oldest message first."""

    id: str
    messages: tuple[HeaderMessage, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that is new in the mailbox, of which nothing but its place is known yet."""

    message: str
    thread: str
    sent: bool = False
    draft: bool = False
    junk: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened in a mailbox since a bookmark."""

    bookmark: str
    """Where to go on from next time."""
    threads: frozenset[str] = frozenset()
    """Every thread in which anything changed."""
    arrivals: tuple[Arrival, ...] = ()
    """New messages, drafts among them, in the order they came."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything in a mailbox that carries one ref."""

    drafts: tuple[DraftRef, ...] = ()
    sent: tuple[HeaderMessage, ...] = ()

    def __len__(self) -> int:
        """How many letters carry it; more than one is one too many."""
        return len(self.drafts) + len(self.sent)

"""What the flows work with, wired once per process at the door (bootstrap.open_tools)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.domain.narrative import Materials
from worker.domain.rulebook import RuleBook
from worker.ports import (
    ChecksMaterials,
    KeepsAccounts,
    KeepsCalendars,
    KeepsCorrections,
    KeepsEngagements,
    KeepsFeeds,
    KeepsJournal,
    KeepsPeople,
    KeepsThreads,
    KeepsTouches,
    LaysDownFeeds,
    OpensCalendars,
    OpensMailbox,
    WritesFeeds,
    WritesInboxNotes,
    WritesLetters,
    WritesMime,
    WritesNotes,
)


def _unseen(materials: Materials) -> tuple[str, ...]:  # noqa: ARG001 - the port's signature
    """Where no files can be looked at, none is found wanting."""
    return ()


@dataclass(frozen=True, slots=True)
class Tools:
    """Every port, and no behaviour of its own. Safe for threads; never shared over a fork."""

    rules: RuleBook
    letters: WritesLetters
    notes: WritesNotes
    write_mime: WritesMime
    write_feed: WritesFeeds
    write_inbox_note: WritesInboxNotes
    accounts: KeepsAccounts
    calendars: KeepsCalendars
    touches: KeepsTouches
    corrections: KeepsCorrections
    engagements: KeepsEngagements
    people: KeepsPeople
    threads: KeepsThreads
    feeds: KeepsFeeds
    journal: KeepsJournal
    open_mailbox: OpensMailbox
    open_calendars: OpensCalendars
    door: str = "http://127.0.0.1:8725"
    """Where the user reaches the web door, for links in entries and notes; no slash at the end."""
    feed_files: LaysDownFeeds | None = None
    """Where feeds lie as files too, for a static host; None where nobody asked for that."""
    check_materials: ChecksMaterials = _unseen
    permissions: Mapping[str, str] = field(default_factory=dict)
    """The scopes that an account at Google needs, each with what it is for, in words."""

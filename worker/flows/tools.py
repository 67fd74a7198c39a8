"""What the flows work with, wired once per process at the door (bootstrap.open_tools)."""

from dataclasses import dataclass

from worker.domain.rulebook import RuleBook
from worker.ports import (
    KeepsAccounts,
    KeepsCalendars,
    KeepsEngagements,
    KeepsFeeds,
    KeepsJournal,
    KeepsPeople,
    KeepsThreads,
    KeepsTouches,
    OpensCalendars,
    OpensMailbox,
    WritesFeeds,
    WritesLetters,
    WritesMime,
    WritesNotes,
)


@dataclass(frozen=True, slots=True)
class Tools:
    """Every port, and no behaviour of its own. Safe for threads; never shared over a fork."""

    rules: RuleBook
    letters: WritesLetters
    notes: WritesNotes
    write_mime: WritesMime
    write_feed: WritesFeeds
    accounts: KeepsAccounts
    calendars: KeepsCalendars
    touches: KeepsTouches
    engagements: KeepsEngagements
    people: KeepsPeople
    threads: KeepsThreads
    feeds: KeepsFeeds
    journal: KeepsJournal
    open_mailbox: OpensMailbox
    open_calendars: OpensCalendars
    door: str = "http://127.0.0.1:8725"
    """Where the user reaches the web door, for links in entries and notes; no slash at the end."""

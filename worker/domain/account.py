"""What belongs to one connected user: account, calendars, known addresses, threads, journal, feeds."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from worker.domain.narrative import Narrative


class Past(StrEnum):
    """What the user said to letters for what had ended before the account was connected."""

    UNASKED = ""
    WANTED = "yes"
    UNWANTED = "no"


@dataclass(frozen=True, slots=True)
class Account:
    """One connected user. Secrets are not in it."""

    id: int
    address: str
    """The Google address, lower case."""
    me: Narrative
    connected: datetime
    """When it was first connected; reconnecting does not change it."""
    subject: str = ""
    """Google's own id of the user (`sub`), or empty."""
    scopes: tuple[str, ...] = ()
    """The scopes that were really granted."""
    rest: str = ""
    """Why work for it rests ("access was revoked"), or empty."""
    rested: datetime | None = None
    restored: datetime | None = None
    """When a backup was brought back: drafts made after the backup may exist, so each touch is looked for
    before its first creation. None once everything has been read and scanned again."""
    noted_on: date | None = None
    """The last day on which a note went into the inbox."""
    history_id: str = ""
    """Gmail's baseline; empty before the first look."""
    mailbox_checked: datetime | None = None
    mailbox_not_before: datetime | None = None
    revision: int = 0
    """Counts settlements: a plan made from an older one is refused."""
    folder: str = ""
    """Where the calendars and the mailbox of an account without Google lie; empty for Google."""
    past: Past = Past.UNASKED
    plan_due: datetime | None = None
    """When its year is to be planned again; until that is done nothing is drafted from the old plan."""
    feeds_due: datetime | None = None
    """When its feeds are to be written again; None: at once."""


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """One calendar of an account."""

    id: int
    account: int
    name: str
    """The calendar's id at Google."""
    title: str
    zone: str = ""
    selected: bool = True
    sync_token: str = ""
    """Empty: read everything."""
    checked: datetime | None = None
    not_before: datetime | None = None
    """Not read again before this moment."""
    fault: str = ""
    """What is wrong with it and what to do, or empty."""
    full_read: datetime | None = None
    """When everything in it was last read: a bookmark tells only what changed since."""
    doubt: str = ""
    """Why its last reading was not believed, or empty. It waits for the user's word."""
    doubt_lifted: bool = False
    """The user said that the doubted reading is meant."""


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """One more address of a person; the main one is `Person.email`."""

    person: str
    address: str
    """Lower case."""
    bad_since: datetime | None = None
    """A mail to it bounced."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A mail thread with a draft or letter of ours in it."""

    id: str
    """Gmail's thread id."""
    person: str
    subject: str
    references: tuple[str, ...] = ()
    """Message-IDs of our letters in it, oldest first."""
    read: datetime | None = None
    closed: bool = False
    """No longer watched."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What happened, one line."""

    at: datetime
    what: str
    """A past participle: "planned", "drafted", "refused"."""
    about: str
    """A touch's id, a calendar's name, or empty for the account."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A feed as it is served, bytes and all."""

    name: str
    body: bytes
    etag: str
    modified: datetime

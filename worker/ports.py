"""What a flow may ask of the rooms above it, in our words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from worker.domain.account import (
    Account,
    CalendarSource,
    JournalLine,
    KnownAddress,
    Past,
    Published,
)
from worker.domain.account import Thread as KeptThread
from worker.domain.bookmark import Changes as CalendarChanges
from worker.domain.bookmark import ListedCalendar
from worker.domain.drafting import Scan, Sought
from worker.domain.engagement import Engagement
from worker.domain.event import Event
from worker.domain.feed import Entry
from worker.domain.inbox_note import InboxNote
from worker.domain.ledger import Claim, Facts, LedgerTouch, Settlement
from worker.domain.letter import Brief, Letter
from worker.domain.mailbox import Changes as MailboxChanges
from worker.domain.mailbox import Draft, DraftRef, HeaderMessage, Thread
from worker.domain.narrative import Materials, Narrative
from worker.domain.person import Person
from worker.domain.plan import Contact, Kept
from worker.domain.recognition import Correction
from worker.domain.touch import State


class WritesLetters(Protocol):
    """Puts one letter into words (writers/letter.py)."""

    def write_letter(self, brief: Brief) -> Letter:
        """The letter for a brief; the same brief always gives the same letter."""
        ...


class WritesNotes(Protocol):
    """Puts one feed entry into words (writers/notes.py)."""

    def write_note(self, name: str, **facts: object) -> tuple[str, str]:
        """Title and description of the entry called `name` (a file in templates/feeds/)."""
        ...


class WritesMime(Protocol):
    """Turns a letter into the bytes of a draft (writers/mime.py)."""

    def __call__(
        self,
        letter: Letter,
        me: Narrative,
        *,
        ref: str,
        hold_recipient: bool,
        references: Sequence[str] = (),
        unsent: bool = True,
    ) -> bytes:
        """The message (RFC 5322). `references`: Message-IDs of the thread it continues, oldest first.

        `hold_recipient` leaves To empty while gaps are open; `unsent` marks a file for mail programs.
        """
        ...


class WritesInboxNotes(Protocol):
    """Turns a morning's new drafts into a message from the user to the user (writers/inbox_note.py)."""

    def __call__(self, note: InboxNote) -> bytes:
        """The message (RFC 5322); the same note always gives the same bytes."""
        ...


class WritesFeeds(Protocol):
    """Turns entries into the bytes of a calendar (writers/ics.py)."""

    def __call__(self, name: str, title: str, entries: Sequence[Entry], zone: str) -> bytes:
        """The calendar (RFC 5545): a function of its arguments, byte for byte."""
        ...


class Mailbox(Protocol):
    """One account's mailbox. A call raises Transient, Permanent or Reconnect; a writing one also Unclear."""

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef:
        """Put a draft into the mailbox: asked once, never repeated. Unclear: look before asking again."""
        ...

    def open_draft(self, draft: str) -> Draft | None:
        """One of our own drafts as it stands; None if it is gone, sent or deleted."""
        ...

    def draft_is_untouched(self, draft: DraftRef, written: bytes) -> bool:
        """Whether it is still there as we wrote it."""
        ...

    def delete_draft(self, draft: DraftRef, written: bytes) -> bool:
        """Delete our own draft unless a person has changed it (False). One already gone counts as deleted."""
        ...

    def scan(self, sought: Sought) -> Scan:
        """Look through all drafts, and the mail sent since, for one letter."""
        ...

    def drafts(self) -> Iterator[tuple[DraftRef, HeaderMessage]]:
        """Every draft in the mailbox, by its headers alone."""
        ...

    def sent_since(self, moment: datetime) -> Iterator[HeaderMessage]:
        """What the user has sent since, newest first."""
        ...

    def find_message(self, message: str) -> HeaderMessage | None:
        """One message's headers; None if it is gone."""
        ...

    def find_thread(self, thread: str) -> Thread | None:
        """A conversation's headers, oldest first; None if nothing is left of it."""
        ...

    def bookmark(self) -> str:
        """Where the mailbox stands now: the place to ask for changes from."""
        ...

    def changes_since(self, bookmark: str) -> MailboxChanges:
        """What happened since. Expired: take a new bookmark, read every thread."""
        ...

    def insert_note(self, mime: bytes) -> str:
        """Put one unread message into the user's own inbox; nothing is sent. Its id."""
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...


class Calendars(Protocol):
    """One account's calendars, only read. A call raises Transient, Permanent or Reconnect."""

    def calendars(self) -> tuple[ListedCalendar, ...]:
        """The user's list, subscribed schedules among it."""
        ...

    def changes(
        self,
        calendar: str,
        bookmark: str | None = None,
        *,
        since: datetime,
        until: datetime,
        zone: ZoneInfo | None = None,
    ) -> CalendarChanges:
        """What happened since the bookmark; without one, everything between the moments.

        Raises Expired where the bookmark is of no more use, and CalendarGone.
        """
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...


OpensMailbox = Callable[[Account], Mailbox]
"""The mailbox of an account: Google's, or a folder. Raises Reconnect where no access is stored."""
OpensCalendars = Callable[[Account], Calendars]
"""The calendars of an account. Raises Reconnect where no access is stored."""


class KeepsAccounts(Protocol):
    """Who is connected (store/accounts.py)."""

    def connect(
        self, address: str, me: Narrative, at: datetime, *, subject: str = "", folder: str = ""
    ) -> Account:
        """The account of an address: made, or found as it was left."""
        ...

    def all(self) -> tuple[Account, ...]:
        """Everybody, in the order they came."""
        ...

    def load(self, account: int) -> Account:
        """One account. Raises Refused if there is none."""
        ...

    def delete(self, account: int) -> None:
        """Forget an account and everything of it."""
        ...

    def tell(self, account: int, me: Narrative) -> None:
        """Remember the user's story as it is told now; the year is planned again.

        Whom it says to be one person is one in every row from here on.
        """
        ...

    def answer_past(self, account: int, answer: Past) -> None:
        """What the user said to letters for what had ended before the account was connected."""
        ...

    def plan_soon(self, account: int) -> None:
        """Something has changed that the plan depends on: nothing is drafted until it is made again."""
        ...

    def claim_plans(self, now: datetime, limit: int) -> tuple[int, ...]:
        """Up to `limit` accounts whose year is due to be planned; planning one twice is safe."""
        ...

    def claim_feeds(self, now: datetime, limit: int, lease: timedelta) -> tuple[int, ...]:
        """Up to `limit` accounts whose feeds are due; each once per lease."""
        ...

    def feeds_written(self, account: int, again: datetime, *, seen: int) -> None:
        """The feeds stand as of revision `seen`; they are due again then, unless something changed since."""
        ...

    def grant(self, account: int, refresh_token: str, scopes: tuple[str, ...]) -> None:
        """Access was given (again): work for the account goes on."""
        ...

    def refresh_token(self, account: int) -> str:
        """The refresh token. Raises Reconnect where there is none, or no key opens it."""
        ...

    def lay_to_rest(self, account: int, why: str, at: datetime) -> bool:
        """Work for it rests until access is granted again. False where it rests already: it is said once."""
        ...

    def mark_scanned(self, account: int) -> None:
        """After a restore, everything has been read and scanned again."""
        ...

    def note_once(self, account: int, day: date) -> bool:
        """Whether today's one note into the inbox is still free; if so it is taken."""
        ...

    def give_note_back(self, account: int, before: date | None) -> None:
        """The note that was taken did not go out: it is free again; `before` is the last day of one."""
        ...

    def feed_token(self, account: int) -> str:
        """The secret part of the feeds' address."""
        ...

    def renew_feed_token(self, account: int) -> str:
        """A new secret part; the old address is dead at once."""
        ...

    def find_by_feed_token(self, token: str) -> Account | None:
        """Whose feeds these are."""
        ...

    def claim_mailboxes(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        """Own up to `limit` mailboxes that are due for a look; their claim is their lock."""
        ...

    def lock_mailbox(self, account: int, now: datetime, lease: timedelta) -> Claim | None:
        """Own this mailbox; None while somebody else does."""
        ...

    def begin_mailbox(self, claim: Claim, now: datetime) -> Claim | None:
        """Begin the work: a fresh lease under a fresh token, so that a job delivered twice is done once.

        None where the claim is no longer ours.
        """
        ...

    def unlock_mailbox(
        self,
        claim: Claim,
        *,
        history_id: str | None = None,
        checked: datetime | None = None,
        not_before: datetime | None = None,
    ) -> bool:
        """Give the mailbox back, with what the look brought. False, with nothing changed, if it was lost."""
        ...


class KeepsCalendars(Protocol):
    """What is read, and how far (store/calendars.py)."""

    def of(self, account: int) -> tuple[CalendarSource, ...]:
        """An account's calendars, in the order they came."""
        ...

    def load(self, calendar: int) -> CalendarSource:
        """One calendar. Raises Refused if there is none."""
        ...

    def keep(self, account: int, name: str, title: str, *, zone: str = "", selected: bool = True) -> int:
        """Remember a calendar under its id at Google; ours comes back."""
        ...

    def drop(self, calendar: int) -> None:
        """Forget a calendar and its events."""
        ...

    def events(self, account: int) -> tuple[Event, ...]:
        """Every event of the selected calendars, as last read."""
        ...

    def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        """Own up to `limit` calendars that are due to be read."""
        ...

    def begin(self, claim: Claim, now: datetime) -> Claim | None:
        """Begin the work: a fresh lease under a fresh token, so that a job delivered twice is done once.

        None where the claim is no longer ours.
        """
        ...

    def release(
        self, claim: Claim, not_before: datetime, *, fault: str | None = None, doubt: str | None = None
    ) -> bool:
        """Give a calendar back unsettled. False if it was lost."""
        ...

    def lift_doubt(self, calendar: int) -> None:
        """The user says that what was doubted is meant."""
        ...


class KeepsTouches(Protocol):
    """The ledger (store/touches.py)."""

    def settle(self, settlement: Settlement) -> None:
        """Remember a reading and its plan together. Raises Overtaken if another was faster."""
        ...

    def kept(self, account: int) -> tuple[Kept, ...]:
        """Every touch as the planner sees it."""
        ...

    def of(self, account: int) -> tuple[LedgerTouch, ...]:
        """Every touch, by due day."""
        ...

    def load(self, touch: int) -> LedgerTouch:
        """One touch. Raises NotYours if it is gone with its account."""
        ...

    def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        """Own up to `limit` due touches, oldest first. A claim is over when its lease ends."""
        ...

    def drafted_since(self, moment: datetime) -> dict[int, datetime]:
        """The accounts with a draft made since then, and when each one's latest was made."""
        ...

    def begin(self, claim: Claim, now: datetime) -> Claim | None:
        """Begin the work: a fresh lease under a fresh token, so that a job delivered twice is done once.

        None where the claim is no longer ours.
        """
        ...

    def renew(self, claim: Claim, now: datetime) -> bool:
        """Begin the lease anew, before the work. False if it is no longer ours, or no longer wanted."""
        ...

    def record(self, touch: int, state: State, facts: Facts = ..., *, claim: Claim | None = None) -> State:
        """Move a touch, with what became known; the state it is in now. Raises NotYours."""
        ...

    def note(self, touch: int, facts: Facts, *, claim: Claim | None = None) -> None:
        """Remember what became known; the state stays. Raises NotYours where the claim is lost."""
        ...

    def release(self, claim: Claim, not_before: datetime, facts: Facts = ..., *, failed: bool = True) -> None:
        """Put a touch back, not to be claimed before that moment: a failed try, or a mere wait.

        Raises NotYours.
        """
        ...

    def stop(self, touch: int, why: str, *, for_good: bool = False) -> State:
        """Take a touch out of the plan, or its untouched draft out of the mailbox; its state now.

        `for_good`: the user says so, and no plan brings it back.
        """
        ...

    def unskip(self, touch: int) -> State:
        """Take back what was stopped for good; its state now. Raises NotYours where that is too late."""
        ...

    def postpone(self, touch: int, until: datetime) -> None:
        """Leave an unwritten touch alone until then. Raises NotYours where it is too late for that."""
        ...


class KeepsEngagements(Protocol):
    """The reasons to write (store/engagements.py)."""

    def all(self, account: int) -> tuple[Engagement, ...]:
        """Every engagement, by first day."""
        ...


class KeepsPeople(Protocol):
    """Everybody an account knows (store/people.py)."""

    def all(self, account: int) -> dict[str, Person]:
        """Everybody, by key."""
        ...

    def addresses(self, account: int) -> tuple[KnownAddress, ...]:
        """The further addresses and the bad ones, in order."""
        ...

    def learn_address(
        self, account: int, person: str, address: str, *, bad_since: datetime | None = None
    ) -> None:
        """Remember that an address is the person's; with `bad_since`, that mail to it bounces."""
        ...

    def note_contact(self, account: int, contact: Contact, how: str) -> None:
        """Remember that the user wrote to a person on a day: "seen" in the mailbox, or "told"."""
        ...

    def contacts(self, account: int) -> tuple[Contact, ...]:
        """Every day on which the user wrote to somebody, in order."""
        ...


class KeepsThreads(Protocol):
    """The threads that the mailbox watch looks at (store/threads.py)."""

    def watched(self, account: int) -> tuple[KeptThread, ...]:
        """Every thread that is not closed."""
        ...

    def keep(self, account: int, thread: KeptThread) -> None:
        """Remember a thread as it is known now."""
        ...


class KeepsCorrections(Protocol):
    """What the user said about events (store/corrections.py)."""

    def of(self, account: int) -> Mapping[int, Correction]:
        """Everything said and not taken back, by id; the newest first, which holds over older ones."""
        ...

    def say(self, account: int, correction: Correction, at: datetime) -> int:
        """Remember what the user said; its id. The year is planned anew. Raises Refused for no account."""
        ...

    def take_back(self, account: int, correction: int) -> bool:
        """Forget one; the year is planned anew. False, with nothing changed, where the account has none."""
        ...


class ChecksMaterials(Protocol):
    """Looks at the user's own files (rules/telling.py)."""

    def __call__(self, materials: Materials) -> Iterable[str]:
        """Why each of them cannot go with a letter; nothing where all of them can."""
        ...


class KeepsFeeds(Protocol):
    """What stands in calendars elsewhere (store/feeds.py)."""

    def entries(self, account: int, feed: str) -> dict[str, Entry]:
        """What was published last, by UID."""
        ...

    def publish(self, account: int, feed: Published, entries: Sequence[Entry]) -> None:
        """Remember the bytes and the entries they were made of, together."""
        ...

    def find(self, account: int, feed: str) -> Published | None:
        """The feed as it is served."""
        ...


class LaysDownFeeds(Protocol):
    """Puts feeds where a static host serves them (local/folder.py)."""

    def lay_down(self, token: str, files: Mapping[str, bytes]) -> None:
        """The files of one account, by name, under its secret token. Raises Refused where it cannot."""
        ...

    def remove(self, token: str) -> None:
        """Take everything under a token away. Raises Refused where it cannot."""
        ...


class KeepsJournal(Protocol):
    """What happened (store/journal.py)."""

    def note(self, account: int, *lines: JournalLine) -> None:
        """Remember lines."""
        ...

    def latest(self, account: int, limit: int) -> tuple[JournalLine, ...]:
        """The newest lines, newest first."""
        ...

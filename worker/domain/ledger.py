"""What a flow hands to the ledger and gets from it: claims, facts, settlements; and who must stop."""

from dataclasses import dataclass
from datetime import datetime

from worker.domain.account import JournalLine
from worker.domain.engagement import Engagement
from worker.domain.event import Event
from worker.domain.letter import Letter
from worker.domain.mornings import Mornings
from worker.domain.plan import Kept, Plan
from worker.domain.touch import State


class NotYours(Exception):  # noqa: N818 - named after what to do next
    """The claim has expired or the touch has moved on: stop, change nothing, somebody else has it."""


class Overtaken(Exception):  # noqa: N818 - same
    """The plan was made from what is no longer so: read the ledger again and plan again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that is ours until the lease ends: a touch, a calendar, or a mailbox (its account's id)."""

    id: int
    account: int
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What became known about a touch. None leaves as it was what is remembered."""

    letter: Letter | None = None
    mime: bytes | None = None
    """Exactly as it will go out."""
    in_doubt_since: datetime | None = None
    """A creation is about to go out: the scans for it begin anew."""
    refused: bool = False
    """The creation was clearly refused: nothing is in doubt any more."""
    scan: tuple[datetime, datetime] | None = None
    """Begin and end of a complete scan that found nothing. The first since the creation is kept."""
    draft_id: str | None = None
    draft_message: str | None = None
    """Gmail's id of the message inside the draft: another one means that the user has edited it."""
    thread_id: str | None = None
    message_id: str | None = None
    """The Message-ID under which it was really sent."""
    drafted_at: datetime | None = None
    sent_at: datetime | None = None
    away_at: datetime | None = None
    """When an automatic reply came."""
    gone_at: datetime | None = None
    """When its draft was first missed."""
    there: bool = False
    """Its draft is there (again): nothing is missed."""
    edited: bool | None = None
    closed: bool | None = None
    trouble: str | None = None
    """A person must look (two drafts with one reference): the touch rests until this is empty again."""
    why: str | None = None
    """One more reason, for the queue page."""
    journal: tuple[JournalLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTouch:
    """A touch with everything the ledger remembers about it."""

    id: int
    account: int
    kept: Kept
    """As the planner sees it."""
    state: State
    ref: str
    """The X-Draft-Ref. Planned again after a restore, the same touch has the same one: its draft is found."""
    due_at: datetime | None
    not_before: datetime | None = None
    tries: int = 0
    """How often it was put back."""
    stopped: str = ""
    """Why its draft should not exist, said while it was being made."""
    letter: Letter | None = None
    mime: bytes = b""
    in_doubt_since: datetime | None = None
    scan: tuple[datetime, datetime] | None = None
    draft_id: str = ""
    draft_message: str = ""
    thread_id: str = ""
    message_id: str = ""
    drafted_at: datetime | None = None
    sent_at: datetime | None = None
    away_at: datetime | None = None
    gone_at: datetime | None = None
    """Since when its draft is missed: it is neither there nor among what was sent."""
    given_up: str = ""
    """Why the user wants it never to be written; empty unless they said so."""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One reading and the plan it led to: remembered together or not at all."""

    account: int
    seen: int
    """`Account.revision` when the reading began."""
    plan: Plan
    mornings: Mornings
    """Turns each day into the moment a draft is due."""
    at: datetime
    calendar: int | None = None
    """`CalendarSource.id`; None where only the plan changes (profile, pause, answer)."""
    sync_token: str = ""
    not_before: datetime | None = None
    """When the calendar is to be read again."""
    events: tuple[Event, ...] = ()
    """New and changed ones."""
    gone: tuple[str, ...] = ()
    """Ids of deleted ones."""
    afresh: bool = False
    """A full reading: whatever is not in `events` did not come back."""
    engagements: tuple[Engagement, ...] | None = None
    """All of the account; None leaves them."""
    plan_again: datetime | None = None
    """When the year is to be planned again, at the latest; None leaves that as it is."""
    journal: tuple[JournalLine, ...] = ()

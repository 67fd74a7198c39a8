"""An account goes in; what waits for its user, what comes next and what happened come out, with reasons."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from worker.domain.account import Account, CalendarSource, JournalLine, Past
from worker.domain.freshness import Stale, stale_among
from worker.domain.ledger import LedgerTouch
from worker.domain.touch import State, Touch
from worker.domain.touch_states import IN_MAILBOX
from worker.flows.plan_year import AHEAD, Planned, plan_year, today_of
from worker.flows.tools import Tools

LINES = 60
"""How many lines of the journal are shown."""
COMING = frozenset({State.PLANNED, State.CLAIMED, State.CREATING})


@dataclass(frozen=True, slots=True)
class Item:
    """A touch of the ledger, and what it is about."""

    row: LedgerTouch
    about: str
    """How people call its engagement, or empty."""

    @property
    def touch(self) -> Touch:
        """As it was planned, with its reasons."""
        return self.row.kept.touch

    @property
    def gaps(self) -> tuple[str, ...]:
        """What the user must fill; nothing once it has been sent."""
        unsent = self.row.state in IN_MAILBOX | COMING
        return self.row.letter.gaps if self.row.letter and unsent else ()

    @property
    def is_postponed(self) -> bool:
        """Whether it comes later than its morning."""
        row = self.row
        return bool(row.not_before and row.due_at and row.not_before > row.due_at)


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the journal, and what it is about."""

    line: JournalLine
    touch: Touch | None
    about: str
    """The calendar or the person it is about as people call them, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Everything that the queue page shows."""

    account: Account
    today: date
    troubles: tuple[Item, ...]
    """They rest until a person has looked."""
    calendars: tuple[CalendarSource, ...]
    """Those with a fault, or a reading that was not believed."""
    past: tuple[Touch, ...]
    """What had ended before the account was connected: one question for all of them."""
    drafts: tuple[Item, ...]
    """They lie in the mailbox, to be read, filled and sent."""
    held: tuple[Touch, ...]
    """They wait for something in the calendar."""
    unanswered: tuple[Item, ...]
    """Sent, and a reply is hoped for."""
    coming: tuple[Item, ...]
    skipped: tuple[Item, ...]
    unwritten: tuple[Touch, ...]
    """Wanted by a rule and yet not written, each with its reason."""
    happened: tuple[Happened, ...]
    """The latest first."""
    files: tuple[str, ...] = ()
    """Why files of the user's cannot go with a letter."""
    stale: tuple[Stale, ...] = ()
    """Dates of the coming year that are to be compared with their source again."""

    @property
    def waiting(self) -> int:
        """How many things wait for the user."""
        asked = len(self.past) > 0
        return len(self.troubles) + len(self.calendars) + len(self.files) + asked + len(self.drafts)


def queue_of(tools: Tools, account_id: int, now: datetime) -> Queue:
    """The queue of one account; nothing is changed. Raises Refused if there is no such account."""
    account = tools.accounts.load(account_id)
    titles = {one.id: one.title for one in tools.engagements.all(account_id)}
    rows = tools.touches.of(account_id)
    items = [Item(row, titles.get(row.kept.touch.key.engagement, "")) for row in rows]
    resting = [item for item in items if item.row.trouble]
    sound = [item for item in items if not item.row.trouble]
    planned = plan_year(tools, account, tools.calendars.events(account_id), now)
    verdicts, tentative = planned.touches, frozenset(one.id for one in planned.engagements if one.held)
    past = tuple(t for t in _in_the_past(verdicts, account) if t.key.engagement not in tentative)
    return Queue(
        account=account,
        today=today_of(account, now),
        troubles=tuple(resting),
        calendars=tuple(c for c in tools.calendars.of(account_id) if c.fault or c.doubt),
        past=past,
        drafts=tuple(item for item in sound if item.row.state in IN_MAILBOX),
        held=tuple(t for t in verdicts if t.state is State.HELD and t not in past),
        unanswered=tuple(item for item in sound if _awaits_answer(item)),
        coming=tuple(item for item in sound if item.row.state in COMING),
        skipped=tuple(item for item in sound if item.row.state is State.SKIPPED),
        unwritten=_unwritten(verdicts, rows),
        happened=tuple(_happened(tools, account_id, rows)),
        files=tuple(tools.check_materials(account.me.materials)),
        stale=_stale(tools, planned),
    )


def _stale(tools: Tools, planned: Planned) -> tuple[Stale, ...]:
    soon = (one for one in planned.milestones if one.start <= planned.today + AHEAD)
    return stale_among(soon, planned.today, tools.rules.freshness)


def _in_the_past(verdicts: Collection[Touch], account: Account) -> Iterator[Touch]:
    """What waits for the one confirmation (playbook, "pace")."""
    connected = today_of(account, account.connected)
    for touch in verdicts:
        lay_back = touch.anchor_day is not None and touch.anchor_day < connected
        if account.past is Past.UNASKED and touch.state is State.HELD and lay_back:
            yield touch


def _happened(tools: Tools, account_id: int, rows: Sequence[LedgerTouch]) -> Iterator[Happened]:
    """The journal's latest lines; an id in them becomes what it stands for."""
    touches = {str(key): row.kept.touch for row in rows for key in row.kept.touch.serves}
    touches |= {row.kept.touch.id: row.kept.touch for row in rows}
    names = {one.name: one.title for one in tools.calendars.of(account_id)}
    names |= {key: person.name for key, person in tools.people.all(account_id).items()}
    for line in tools.journal.latest(account_id, LINES):
        touch = touches.get(line.about)
        yield Happened(line, touch, "" if touch else names.get(line.about) or line.about)


def _awaits_answer(item: Item) -> bool:
    return item.row.state is State.SENT and item.touch.asks and not item.row.kept.closed


def _unwritten(verdicts: Collection[Touch], rows: Sequence[LedgerTouch]) -> tuple[Touch, ...]:
    """What was dropped or lapsed, unless the ledger tells of it; the latest days first."""
    known = {row.kept.touch.key for row in rows}
    gone = [t for t in verdicts if t.state in {State.DROPPED, State.LAPSED} and t.key not in known]
    return tuple(sorted(gone, key=lambda touch: (touch.window.latest, touch.key), reverse=True))

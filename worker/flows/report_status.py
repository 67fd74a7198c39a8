"""A moment goes in; how each account stands comes out: when it was looked at, what waits, what is wrong.

Nothing is changed, nobody is asked. The terminal shows it (`rapport status`), `rapport doctor` judges by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from worker.domain.account import Account, CalendarSource
from worker.domain.calendar_days import spoken_day
from worker.domain.event import ONE_DAY
from worker.domain.freshness import Stale
from worker.domain.touch_states import WORKABLE
from worker.domain.wish import story_ends
from worker.flows.know_people import Acquaintance, alike_among, missing_mentors, people_known
from worker.flows.show_queue import Item, Queue, queue_of
from worker.flows.tools import Tools

LATE = timedelta(minutes=15)
"""How long due work may lie before nobody seems to be working: the clock ticks every minute."""
NEXT = 5
"""How many of the coming letters are told."""
UP = "Start `rapport up`, or look at what it says; after a start, ask again in a minute."
MOMENT = "%d %b %Y %H:%M"


class Kind(StrEnum):
    """What sort of trouble it is."""

    REST = "rest"
    """Access was lost: all work for the account rests."""
    PERMISSION = "permission"
    """A box on Google's consent page was left empty."""
    UNTOLD = "untold"
    """Name, stage or pathway is missing: no letter may be written."""
    OUTDATED = "outdated"
    """The training year is over of which the user told their stage: letters wait for the new one."""
    UNREAD = "unread"
    """No calendar is selected."""
    FAULT = "fault"
    """A calendar cannot be read."""
    DOUBT = "doubt"
    """A calendar was read and not believed."""
    STUCK = "stuck"
    """A letter that a person must look at."""
    FILE = "file"
    """A file of the user's that cannot go with a letter."""
    OVERDUE = "overdue"
    """Due work that nobody has done."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong, and what to do about it."""

    kind: Kind
    about: str
    """The account's address, a calendar's title, or a person."""
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A calendar or the mailbox: when it was looked at, and when it is the next time."""

    name: str
    checked: datetime | None
    """None: never yet."""
    due: datetime | None
    """When it is looked at again, or should have been; None: at once."""
    late: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter: for whom, about what, and since or until when."""

    whom: str
    what: str
    """Cadence and step."""
    about: str
    at: datetime | None
    """When it was drafted, sent, or is due."""
    gaps: int = 0
    """How many places its writer has to fill."""


@dataclass(frozen=True, slots=True)
class StaleDate:
    """A date that is to be compared with its source again."""

    title: str
    start: date
    checked: date
    check_by: date
    look_at: tuple[str, ...]
    """Its sources, as sources.toml explains them."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody who has not been written to for too long."""

    whom: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatus:
    """How one account stands."""

    address: str
    zone: str
    """Its wall clock, for whoever shows moments."""
    connected: datetime
    folder: str
    """Empty for an account at Google."""
    missing: tuple[str, ...]
    """In words, each needed permission that was not given."""
    paused_until: date | None
    restored: datetime | None
    """After a backup was brought back, until everything has been scanned."""
    calendars: tuple[Watched, ...]
    mailbox: Watched
    coming: tuple[Waiting, ...]
    """The next few, soonest first."""
    coming_in_all: int
    drafts: tuple[Waiting, ...]
    """They wait for the user."""
    unanswered: tuple[Waiting, ...]
    """They wait for whom they were written to."""
    past: int
    """Letters for what had ended before the account was connected: they wait for one word of the user's."""
    troubles: tuple[Trouble, ...]
    stale: tuple[StaleDate, ...] = ()
    mentors_missing: tuple[str, ...] = ()
    """The types of mentor that the user has nobody for."""
    long_unwritten: tuple[Quiet, ...] = ()
    """Longest first."""
    never: tuple[str, ...] = ()
    """Who is never to be written to."""
    proposed_merges: int = 0
    """Pairs who may be one person: they wait for the user's word."""


@dataclass(frozen=True, slots=True)
class Status:
    """How everything stands at one moment."""

    at: datetime
    accounts: tuple[AccountStatus, ...]

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Every trouble of every account."""
        return tuple(trouble for account in self.accounts for trouble in account.troubles)

    @property
    def is_worked_at(self) -> bool:
        """Whether somebody seems to do what is due."""
        return all(trouble.kind is not Kind.OVERDUE for trouble in self.troubles)


def status_of(tools: Tools, now: datetime) -> Status:
    """How every account stands, in the order they came."""
    return Status(now, tuple(_account(tools, account, now) for account in tools.accounts.all()))


def _account(tools: Tools, account: Account, now: datetime) -> AccountStatus:
    queue = queue_of(tools, account.id, now)
    sources = [source for source in tools.calendars.of(account.id) if source.selected]
    calendars = tuple(_calendar(account, source, now) for source in sources)
    mailbox = _watched(account, "mailbox", account.mailbox_checked, account.mailbox_not_before, now)
    missing = _missing(tools, account)
    people = people_known(tools, account, now)
    soon = sorted(queue.coming, key=lambda item: (_due(item) or now, item.row.id))
    return AccountStatus(
        address=account.address,
        zone=account.me.time_zone,
        connected=account.connected,
        folder=account.folder,
        missing=missing,
        paused_until=_pause(account, queue.today),
        restored=account.restored,
        calendars=calendars,
        mailbox=mailbox,
        coming=tuple(_waiting(item, _due(item)) for item in soon[:NEXT]),
        coming_in_all=len(soon),
        drafts=tuple(_waiting(item, item.row.drafted_at) for item in queue.drafts),
        unanswered=tuple(_waiting(item, item.row.sent_at) for item in queue.unanswered),
        past=len(queue.past),
        troubles=(
            *_account_troubles(tools, account, missing, calendars, queue.today),
            *_calendar_troubles(tools, sources),
            *_letter_troubles(tools, queue),
            *_file_troubles(account, queue),
            *_overdue(account, (*calendars, mailbox), queue, now),
        ),
        stale=tuple(_stale(tools, one) for one in queue.stale),
        mentors_missing=tuple(kind.value for kind in missing_mentors(account.me)),
        long_unwritten=_long_unwritten(people),
        never=tuple(one.called for one in people if one.person.do_not_contact),
        proposed_merges=len(alike_among(tools, account, people)),
    )


def _long_unwritten(people: Sequence[Acquaintance]) -> tuple[Quiet, ...]:
    quiet = (Quiet(one.called, one.quiet_since) for one in people if one.quiet_since)
    return tuple(sorted(quiet, key=lambda one: (one.since, one.whom)))


def _missing(tools: Tools, account: Account) -> tuple[str, ...]:
    if account.folder:
        return ()
    return tuple(words for scope, words in tools.permissions.items() if scope not in account.scopes)


def _pause(account: Account, today: date) -> date | None:
    until = account.me.pause_until
    return until if until and until > today else None


def _calendar(account: Account, source: CalendarSource, now: datetime) -> Watched:
    return _watched(account, source.title or source.name, source.checked, source.not_before, now)


def _watched(
    account: Account, name: str, checked: datetime | None, due: datetime | None, now: datetime
) -> Watched:
    """Without a moment it is due at once; one that was never looked at has been due since the connection."""
    since = due or (None if checked else account.connected)
    late = not account.rest and since is not None and since <= now - LATE
    return Watched(name, checked, due, late)


def _due(item: Item) -> datetime | None:
    """When it becomes a draft: on its morning, or later if it was postponed or put back."""
    return max(filter(None, (item.row.due_at, item.row.not_before)), default=None)


def _waiting(item: Item, at: datetime | None) -> Waiting:
    touch = item.touch
    whom = touch.person.name or touch.person.email
    return Waiting(whom, f"{touch.key.cadence} {touch.key.step}", item.about, at, len(item.gaps))


def _account_troubles(
    tools: Tools, account: Account, missing: Sequence[str], calendars: Sequence[Watched], today: date
) -> Iterator[Trouble]:
    again = f"Run `rapport connect`, or open {tools.door}/connect; nothing is lost or repeated."
    if account.rest:
        yield Trouble(Kind.REST, account.address, account.rest, again)
    elif missing:
        lacks = f"It was not permitted to {'; '.join(missing)}."
        yield Trouble(Kind.PERMISSION, account.address, lacks, f"{again} Leave every box ticked.")
    over = story_ends(account.me)
    if over is not None and over <= today:
        past = f"Your story is of the year that ended on {spoken_day(over - ONE_DAY)}: its letters wait."
        anew = f"Tell your stage and the first day of the new year at {tools.door}, or run"
        yield Trouble(Kind.OUTDATED, account.address, past, f"{anew} `rapport connect --profile FILE.toml`.")
    if not account.me.told:
        untold = "Your name, stage or pathway is not told yet: no letter is written."
        told = f"Tell it at {tools.door}, or run `rapport connect --profile FILE.toml`."
        yield Trouble(Kind.UNTOLD, account.address, untold, told)
    if not calendars:
        choose = (
            f"Choose at {tools.door}; without Google, put .ics files into the folder and connect it again."
        )
        yield Trouble(Kind.UNREAD, account.address, "No calendar is read.", choose)


def _calendar_troubles(tools: Tools, sources: Sequence[CalendarSource]) -> Iterator[Trouble]:
    for source in sources:
        if source.fault:
            remedy = f"It is tried again by itself; choose other calendars at {tools.door}."
            yield Trouble(Kind.FAULT, source.title or source.name, source.fault, remedy)
        if source.doubt:
            remedy = f"Put the calendar right, or say at {tools.door} that it is meant."
            yield Trouble(Kind.DOUBT, source.title or source.name, source.doubt, remedy)


def _letter_troubles(tools: Tools, queue: Queue) -> Iterator[Trouble]:
    for item in queue.troubles:
        whom = item.touch.person.name or item.touch.person.email
        remedy = f"Look into your mailbox, then say at {tools.door} that you have looked."
        yield Trouble(Kind.STUCK, whom, item.row.trouble, remedy)


def _file_troubles(account: Account, queue: Queue) -> Iterator[Trouble]:
    for fault in queue.files:
        remedy = "Put the file right, or take it out of [materials] in your profile."
        yield Trouble(Kind.FILE, account.address, f"{fault}.", remedy)


def _stale(tools: Tools, one: Stale) -> StaleDate:
    milestone = one.milestone
    look_at = tuple(tools.rules.sources[key] for key in milestone.source if key in tools.rules.sources)
    return StaleDate(milestone.told_title, milestone.start, milestone.checked, one.check_by, look_at)


def _overdue(account: Account, watched: Sequence[Watched], queue: Queue, now: datetime) -> Iterator[Trouble]:
    """Due work that lies there: all of it in one sentence, since one thing helps."""
    if account.rest:
        return
    found = [(one.name, one.due) for one in watched if one.late]
    letters = [due for item in queue.coming if (due := _due(item)) and _lies(item, due, now)]
    if account.plan_due and account.plan_due <= now - LATE:
        found.append(("the plan of the year", None))
    elif letters:
        found.append((f"{len(letters)} letter{'s' * (len(letters) > 1)}", min(letters)))
    if found:
        moments = [moment for _, moment in found if moment]
        zone = ZoneInfo(account.me.time_zone)
        since = f" since {min(moments).astimezone(zone):{MOMENT}}" if moments else ""
        names = ", ".join(name for name, _ in found)
        yield Trouble(Kind.OVERDUE, account.address, f"Nobody has done what is due{since}: {names}.", UP)


def _lies(item: Item, due: datetime, now: datetime) -> bool:
    return item.row.state in WORKABLE and due <= now - LATE

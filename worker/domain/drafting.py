"""What is known about one draft goes in; the next deed of the idempotent-draft protocol comes out.

The table (docs/mailbox.md; the first row that fits decides):

| known                                                     | next deed                      |
|-----------------------------------------------------------|--------------------------------|
| the draft, or that it was sent                            | Rest                           |
| more than one letter with our ref                         | StopForUser                    |
| one draft with our ref                                    | Adopt it                       |
| one sent message with our ref                             | AdoptSent                      |
| no creation is in doubt                                   | CreateOnce                     |
| in doubt, no complete empty scan since                    | Look                           |
| in doubt, one complete empty scan, younger than the pause | WaitUntil the pause is over    |
| in doubt, one complete empty scan, older than the pause   | Look                           |
| in doubt, two complete empty scans, a pause apart         | CreateOnce                     |
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from worker.domain.mailbox import DraftRef, Found, HeaderMessage
from worker.domain.reply import writes_to

PAUSE = timedelta(seconds=60)
"""Between two scans that together say "it is not there": a creation may be carried out after its time-out."""
FIRST_WAIT = timedelta(seconds=20)
"""After the first failure; each further one doubles it."""
LONGEST_WAIT = timedelta(hours=1)
"""A letter's morning is long: more would miss it."""
CLOCKS_APART = timedelta(minutes=10)
"""How far our clock and the mailbox's may differ."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a scan looks for: one letter whose creation is in doubt."""

    ref: str
    since: datetime
    """When its creation first went out."""
    recipients: frozenset[str] = frozenset()
    """Every known address of the person."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One look through all drafts and the recently sent mail, for one ref."""

    started: datetime
    ended: datetime
    complete: bool
    """False where a page failed: what it found counts, what it did not find proves nothing."""
    found: Found = field(default_factory=Found)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows say about one draft."""

    settled: bool = False
    """The draft's place, or that it was sent, is recorded."""
    in_doubt_since: datetime | None = None
    """When the last creation went out that has no recorded answer, set before the call; or when a backup
    was restored. None before the first call, and after a clear refusal."""
    scans: tuple[Scan, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is left to do."""


@dataclass(frozen=True, slots=True)
class CreateOnce:
    """Record that a creation is in doubt, commit, and send it exactly once."""


@dataclass(frozen=True, slots=True)
class Look:
    """Scan for the ref now and record the scan."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """The draft is there: record its place."""

    draft: DraftRef


@dataclass(frozen=True, slots=True)
class AdoptSent:
    """The user found the draft and sent it before we knew of it: record that."""

    message: HeaderMessage


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Nothing to do before that moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class StopForUser:
    """More than one letter carries the ref: touch nothing, show them."""

    found: Found


Deed = Rest | CreateOnce | Look | Adopt | AdoptSent | WaitUntil | StopForUser


def next_deed(known: Known, now: datetime) -> Deed:
    """The one thing to do next. Asking twice without doing anything gives the same answer."""
    if known.settled:
        return Rest()
    if latest := _latest_find(known.scans):
        return _deed_for(latest)
    if known.in_doubt_since is None:
        return CreateOnce()
    empty = _empty_scans(known.scans, since=known.in_doubt_since, now=now)
    if not empty:
        return Look()
    may_look_again = empty[0].ended + PAUSE
    if any(scan.started >= may_look_again for scan in empty):
        return CreateOnce()
    return Look() if now >= may_look_again else WaitUntil(may_look_again)


def wait_after(tries: int, ref: str) -> timedelta:
    """How long to leave a letter alone after that many failures: truncated exponential back-off with jitter.

    The jitter, up to half of the wait, is each letter's own and the same each time (Google: "Handle API
    errors", exponential backoff).
    """
    wait = min(FIRST_WAIT * (1 << min(tries, 16)), LONGEST_WAIT)
    return wait * (0.5 + 0.5 * part_of(f"{ref}/{tries}"))


def part_of(name: str) -> float:
    """A number from 0 up to 1 that looks random and is always the same for a name."""
    return int.from_bytes(sha256(name.encode("utf-8", "replace")).digest()[:4]) / 2**32


def find_among(
    sought: Sought, drafts: Iterable[tuple[DraftRef, HeaderMessage]], sent: Iterable[HeaderMessage]
) -> Found:
    """What carries the ref; if nothing does, unmarked letters to the person since the creation.

    A mail program may drop our header when the user edits the draft; taking such a letter for ours is safe,
    because a changed draft is never touched, and the person is being written to either way.
    """
    drafts, sent = tuple(drafts), tuple(sent)
    marked = _found(drafts, sent, lambda message: message.ref == sought.ref)
    return marked if len(marked) else _found(drafts, sent, lambda message: _may_be(message, sought))


def _found(
    drafts: Iterable[tuple[DraftRef, HeaderMessage]],
    sent: Iterable[HeaderMessage],
    fits: Callable[[HeaderMessage], bool],
) -> Found:
    return Found(tuple(place for place, message in drafts if fits(message)), tuple(filter(fits, sent)))


def _may_be(message: HeaderMessage, sought: Sought) -> bool:
    is_recent = message.at >= sought.since - CLOCKS_APART
    return not message.ref and is_recent and writes_to(message, sought.recipients)


def _latest_find(scans: Iterable[Scan]) -> Found | None:
    """The newest scan that found something; a later empty one, and the draft was thrown away meanwhile."""
    finds = [scan for scan in scans if len(scan.found)]
    return max(finds, key=lambda scan: scan.ended).found if finds else None


def _deed_for(found: Found) -> Deed:
    if len(found) > 1:
        return StopForUser(found)
    return Adopt(found.drafts[0]) if found.drafts else AdoptSent(found.sent[0])


def _empty_scans(scans: Iterable[Scan], *, since: datetime, now: datetime) -> list[Scan]:
    """Complete scans, oldest first. One from the future shows a turned clock and proves nothing."""
    counted = (scan for scan in scans if scan.complete and since <= scan.started <= scan.ended <= now)
    return sorted(counted, key=lambda scan: scan.ended)

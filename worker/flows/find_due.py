"""The moment goes in; the work that is due, claimed and ready to be queued, comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from worker.domain.event import ONE_DAY
from worker.domain.ledger import Claim
from worker.flows.tools import Tools

LEASE = timedelta(minutes=10)
"""How long a claim stands. Whoever begins the work begins the lease anew, so this bounds two things: how long
a job may wait in a queue, and how soon what a dead worker had in hand is done by another."""
BATCH = 200
"""The most jobs of one queue at one tick."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many more jobs each queue takes: what is claimed must be begun before its lease ends."""

    calendars: int = BATCH
    drafts: int = BATCH
    mailboxes: int = BATCH


EVERYWHERE = Room()


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done now. Claims are ours; accounts are only named, for their work may be done twice."""

    calendars: tuple[Claim, ...] = ()
    """To be read."""
    touches: tuple[Claim, ...] = ()
    """To be drafted, or taken back."""
    mailboxes: tuple[Claim, ...] = ()
    """To be looked into."""
    plans: tuple[int, ...] = ()
    """Accounts whose year is to be planned again."""
    feeds: tuple[int, ...] = ()
    """Accounts whose feeds are to be written."""
    notes: tuple[int, ...] = ()
    """Accounts with new drafts that no note in their inbox has told of."""


def find_due(tools: Tools, now: datetime, room: Room = EVERYWHERE) -> Due:
    """Claim what is due, as much as there is room for. Several at once get different work."""
    return Due(
        notes=tuple(_unnoted(tools, now))[: room.drafts],
        plans=tools.accounts.claim_plans(now, room.calendars),
        calendars=tools.calendars.claim(now, room.calendars, LEASE),
        feeds=tools.accounts.claim_feeds(now, room.calendars, LEASE),
        touches=tools.touches.claim(now, room.drafts, LEASE),
        mailboxes=tools.accounts.claim_mailboxes(now, room.mailboxes, LEASE),
    )


def _unnoted(tools: Tools, now: datetime) -> Iterator[int]:
    """Accounts with a draft of their own today, and no note of today."""
    for number, drafted in tools.touches.drafted_since(now - ONE_DAY).items():
        account = tools.accounts.load(number)
        zone = ZoneInfo(account.me.time_zone)
        today = now.astimezone(zone).date()
        noted = account.noted_on is not None and account.noted_on >= today
        if drafted.astimezone(zone).date() == today and not noted and not account.rest:
            yield number

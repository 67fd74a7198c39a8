"""An account goes in; everybody on its list of programs comes out in order, and how each matter stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from worker.domain.account import Account
from worker.domain.engagement import Engagement
from worker.domain.ledger import LedgerTouch
from worker.domain.narrative import Prospect
from worker.domain.outreach import Place, placed, prospect_of
from worker.domain.person import Person
from worker.domain.touch import State, Touch
from worker.domain.touch_states import IN_MAILBOX
from worker.flows.plan_year import Planned, plan_year
from worker.flows.tools import Tools

WORKED_AT = frozenset({State.PLANNED, State.CLAIMED, State.CREATING})
NO_YEAR = "the first day of your training year is not told: nobody knows when its months are"
NO_RULE = "no letter belongs to this role on your pathways"


class Standing(StrEnum):
    """How far the matter with one program is."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    OPEN = "open"
    ANSWERED = "answered"
    WRITTEN = "written"
    """Sent, and the matter is closed."""
    HELD = "held back"
    """Until the user has decided something: the reason says what."""
    DECLINED = "declined by a rule"


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list."""

    prospect: Prospect
    standing: Standing
    day: date | None
    """Of the draft that is planned or lies there, or of the letter that was sent."""
    rank: int | None
    """Of the program, 0 is written to first; None where the order is not for this role."""
    why: tuple[str, ...]
    """Why it has this place, or why no letter goes."""


def outreach_of(tools: Tools, account: Account, now: datetime) -> tuple[Listed, ...]:
    """Everybody on the account's list, first those who are written to first. Nothing is changed."""
    planned = plan_year(tools, account, tools.calendars.events(account.id), now)
    places = placed(planned.engagements, account.me, planned.today)
    rows = tools.touches.of(account.id)
    found = [_listed(account, one, planned, places, rows) for one in account.me.prospects]
    last = len(found)
    return tuple(sorted(found, key=lambda one: last if one.rank is None else one.rank))


def _listed(
    account: Account,
    prospect: Prospect,
    planned: Planned,
    places: dict[str, Place],
    rows: Sequence[LedgerTouch],
) -> Listed:
    known = _reason_to_write(account, prospect, planned)
    if known is None:
        return Listed(prospect, Standing.DECLINED, None, None, (NO_YEAR,))
    engagement, person = known
    place = places.get(engagement.id)
    rank, why = (place.rank, place.why) if place and not place.spared else (None, ())
    written = [
        row
        for row in rows
        if (row.kept.touch.key.engagement, row.kept.touch.key.person) == (engagement.id, person.key)
    ]
    zone = ZoneInfo(account.me.time_zone)
    stands = next(_standings(written, zone), None)
    if stands:
        return Listed(prospect, *stands, rank, why)
    return _as_planned(prospect, _touch(planned.touches, engagement, person), rank, why)


def _reason_to_write(
    account: Account, prospect: Prospect, planned: Planned
) -> tuple[Engagement, Person] | None:
    """The engagement that a line of the list has become, and its person."""
    for engagement in planned.engagements:
        for encounter in engagement.encounters:
            if prospect_of(account.me, engagement, encounter.person) == prospect:
                return engagement, encounter.person
    return None


def _standings(rows: Sequence[LedgerTouch], zone: ZoneInfo) -> Iterator[tuple[Standing, date | None]]:
    """How far it is by the ledger, what counts most first."""
    sent = [row for row in rows if row.sent_at]
    last = max((row.sent_at.astimezone(zone).date() for row in sent if row.sent_at), default=None)
    if any(row.state is State.ANSWERED for row in rows):
        yield Standing.ANSWERED, last
    drafts = [row for row in rows if row.state in IN_MAILBOX]
    if drafts:
        yield Standing.DRAFTED, drafts[0].kept.touch.due
    if any(row.state is State.SENT and row.kept.touch.asks and not row.kept.closed for row in sent):
        yield Standing.OPEN, last
    if sent:
        yield Standing.WRITTEN, last
    coming = [row for row in rows if row.state in WORKED_AT]
    if coming:
        yield Standing.PLANNED, coming[0].kept.touch.due


def _touch(touches: Sequence[Touch], engagement: Engagement, person: Person) -> Touch | None:
    mine = [t for t in touches if (t.key.engagement, t.key.person) == (engagement.id, person.key)]
    return min(mine, key=lambda touch: touch.window, default=None)


def _as_planned(prospect: Prospect, touch: Touch | None, rank: int | None, why: tuple[str, ...]) -> Listed:
    """How it stands where no letter has been made yet."""
    if touch is None:
        return Listed(prospect, Standing.DECLINED, None, rank, (*why, NO_RULE))
    if touch.due:
        return Listed(prospect, Standing.PLANNED, touch.due, rank, why)
    standing = Standing.HELD if touch.state is State.HELD else Standing.DECLINED
    return Listed(prospect, standing, None, rank, (*why, *touch.why[-1:]))

"""An account goes in; its news come out, each with who has heard it, who will, and who will not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from worker.domain.account import Account
from worker.domain.engagement import Engagement, Kind
from worker.domain.ledger import LedgerTouch
from worker.domain.names import fold
from worker.domain.narrative import Achievement, News
from worker.domain.newsworthy import news_in_order
from worker.domain.touch import State, Touch
from worker.flows.plan_year import Planned, plan_year
from worker.flows.tools import Tools

HEARD = frozenset({State.SENT, State.ANSWERED})
LIES = frozenset({State.DRAFTED, State.RECALLED})
WILL = frozenset({State.PLANNED, State.CLAIMED, State.CREATING})


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody a piece of news is for."""

    name: str
    heard: date | None
    """The day of the letter that told them."""
    hears: date | None
    """The morning of the draft that will tell them, or does already lie there."""
    why_not: str
    """Why no letter tells them, or empty."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One piece of news, and how far it has got."""

    news: News
    hearers: tuple[Hearer, ...]


def news_of(tools: Tools, account: Account, now: datetime) -> tuple[Spread, ...]:
    """The account's news, the oldest first. Nothing is changed."""
    planned = plan_year(tools, account, tools.calendars.events(account.id), now)
    rows = tools.touches.of(account.id)
    zone = ZoneInfo(account.me.time_zone)
    told = {one.subject: one for one in planned.engagements if one.kind is Kind.NEWS}
    return tuple(
        Spread(one, tuple(_hearers(told.get(fold(one.text)), planned, rows, zone)))
        for one in news_in_order(account.me)
    )


def congratulation_of(tools: Tools, account: Account, one: Achievement, now: datetime) -> Hearer:
    """Who is congratulated, and when, or why not. Nothing is changed."""
    planned = plan_year(tools, account, tools.calendars.events(account.id), now)
    rows, zone = tools.touches.of(account.id), ZoneInfo(account.me.time_zone)
    told = (
        engagement
        for engagement in planned.engagements
        if engagement.kind is Kind.ACHIEVEMENT and (engagement.title, engagement.start) == (one.what, one.day)
    )
    found = (hearer for engagement in told for hearer in _hearers(engagement, planned, rows, zone))
    return next(found, Hearer(one.person, None, None, "no letter is planned"))


def _hearers(
    engagement: Engagement | None, planned: Planned, rows: Sequence[LedgerTouch], zone: ZoneInfo
) -> Iterator[Hearer]:
    if engagement is None:
        return
    written = {row.kept.touch.key.person: row for row in rows if _tells(row.kept.touch, engagement)}
    coming = {touch.key.person: touch for touch in planned.touches if _tells(touch, engagement)}
    for encounter in engagement.encounters:
        person = encounter.person
        yield _hearer(person.name or person.email, person.key, written, coming, zone)


def _tells(touch: Touch, engagement: Engagement) -> bool:
    return any(key.engagement == engagement.id for key in (touch.key, *touch.serves))


def _hearer(
    name: str,
    key: str,
    written: Mapping[str, LedgerTouch],
    coming: Mapping[str, Touch],
    zone: ZoneInfo,
) -> Hearer:
    row, touch = written.get(key), coming.get(key)
    if row and row.state in HEARD:
        heard = row.sent_at.astimezone(zone).date() if row.sent_at else row.kept.touch.due
        return Hearer(name, heard, None, "")
    if row and row.state in LIES | WILL:
        return Hearer(name, None, row.kept.touch.due, "")
    if touch and touch.due:
        return Hearer(name, None, touch.due, "")
    return Hearer(name, None, None, touch.why[-1] if touch else "no letter tells it within the coming year")

"""What is to stand in a calendar goes in; feed entries with a stable UID, revision and stamp come out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from worker.domain.season import Certainty, Milestone

REMINDERS = (7, 1)
"""Days before a deadline at which a calendar program reminds."""
MOMENT = timedelta(minutes=30)
"""How long a time of day is drawn: a deadline ends at its minute, everything else begins at it."""
REMEMBERED = timedelta(days=30)
"""How long a withdrawn entry stays as cancelled: calendar programs refresh rarely, and pause on holidays."""
NO_SOURCES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. A feed is a pure function of its entries: no clock, no random UID.

    All-day entries have `date` in `start` and `end` (`end` is the last day, inclusive); timed ones
    have aware datetimes (`end` exclusive).
    """

    uid: str
    title: str
    start: date | datetime
    end: date | datetime
    stamp: datetime
    """When the entry last changed, UTC: DTSTAMP and LAST-MODIFIED."""
    revision: int = 0
    """RFC 5545 SEQUENCE."""
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    alarms: tuple[int, ...] = ()
    """Days before the start at which a calendar program reminds."""
    cancelled: bool = False
    url: str = ""


def entry_for_milestone(milestone: Milestone, sources: Mapping[str, str] = NO_SOURCES) -> Entry:
    """The milestone as it stands in a calendar. `sources` explains the source keys (RuleBook.sources)."""
    start, end = _span(milestone)
    return Entry(
        uid=f"milestone-{milestone.id}@rapport",
        title=milestone.told_title,
        start=start,
        end=end,
        stamp=datetime.combine(milestone.checked, time(), UTC),
        revision=milestone.revision,
        description="\n".join(_description(milestone, sources)),
        location=milestone.place,
        categories=("Rapport", milestone.category),
        alarms=REMINDERS if milestone.deadline else (),
    )


def revised(before: Mapping[str, Entry], now: Sequence[Entry], at: datetime) -> tuple[Entry, ...]:
    """The entries to publish, by UID: what changed gets the stamp `at` and a higher revision, nothing else.

    `before` is what was published last, by UID. What is not wanted any more stays as cancelled for
    REMEMBERED, so that calendar programs take it away (RFC 5545 3.8.1.11, 3.8.7.4).
    """
    wanted = {entry.uid: _with_history(before.get(entry.uid), entry, at) for entry in now}
    gone = {uid: _withdrawn(entry, at) for uid, entry in before.items() if uid not in wanted}
    kept = {uid: entry for uid, entry in gone.items() if at - entry.stamp <= REMEMBERED}
    return tuple(entry for _, entry in sorted((wanted | kept).items()))


def _with_history(before: Entry | None, now: Entry, at: datetime) -> Entry:
    """The entry with the stamp and revision that its history gives it."""
    if before is None:
        return now
    if now.revision <= before.revision and now == replace(before, stamp=now.stamp, revision=now.revision):
        return before
    return replace(now, stamp=at, revision=max(now.revision, before.revision + 1))


def _withdrawn(entry: Entry, at: datetime) -> Entry:
    """The entry as cancelled; one that is cancelled already does not change again."""
    return entry if entry.cancelled else replace(entry, cancelled=True, stamp=at, revision=entry.revision + 1)


def _span(milestone: Milestone) -> tuple[date, date] | tuple[datetime, datetime]:
    """Days for a whole day or a span; a half-hour on the clock where one day has a time."""
    if milestone.at is None or milestone.start != milestone.end:
        return milestone.start, milestone.end
    moment = datetime.combine(milestone.start, milestone.at, ZoneInfo(milestone.zone))
    return (moment - MOMENT, moment) if milestone.deadline else (moment, moment + MOMENT)


def _description(milestone: Milestone, sources: Mapping[str, str]) -> Iterator[str]:
    """What to know and to bring, how sure the date is, and where it comes from."""
    if milestone.note:
        yield milestone.note
    yield from (f"- {item}" for item in milestone.checklist)
    if milestone.certainty is Certainty.EXPECTED:
        yield f"Expected by rule: {milestone.rule}."
    elif milestone.rule:
        yield f"Rule: {milestone.rule}."
    yield from (f"Source: {sources.get(key, key)}" for key in milestone.source)
    yield f"Checked on {milestone.checked.isoformat()}."

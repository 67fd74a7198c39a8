"""A sample year told in weeks goes in; its events, placed around a day, come out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from worker.domain.calendar_days import is_weekend
from worker.domain.event import ONE_DAY, Event, Guest, Response
from worker.domain.mornings import week_of
from worker.domain.season import Conference

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """One line of config/sample.toml, where every key is explained."""

    title: str
    week: int = 0
    day: str = "Mon"
    days: int = 1
    at: time | None = None
    hours: float = 1.0
    workdays: int = 1
    weeks: int = 1
    edition_of: str = ""
    before: int = 0
    description: str = ""
    location: str = ""
    guests: tuple[str, ...] = ()


def sample_events(
    sample: Sequence[SampleEvent], conferences: Sequence[Conference], today: date, zone: ZoneInfo
) -> tuple[Event, ...]:
    """The events of the sample year around a day. A meeting without a coming edition is left out."""
    editions = {c.id: next((e for e in c.editions if e.start > today), None) for c in conferences}
    spans = {name: (edition.start, edition.end) for name, edition in editions.items() if edition}
    return tuple(
        _event(line, first, last, f"sample-{number}-{part}", zone)
        for number, line in enumerate(sample)
        for part, (first, last) in enumerate(_days(line, spans, today))
    )


def _days(
    line: SampleEvent, spans: Mapping[str, tuple[date, date]], today: date
) -> Iterator[tuple[date, date]]:
    """First and last day of each occurrence."""
    if line.edition_of:
        if line.edition_of in spans:
            first, last = spans[line.edition_of]
            early = first - timedelta(days=line.before)
            yield (early, early) if line.before else (first, last)
        return
    first = week_of(today) + timedelta(weeks=line.week, days=WEEKDAYS.index(line.day))
    for week in range(line.weeks):
        day = first + timedelta(weeks=week)
        for _ in range(line.workdays):
            yield day, day + ONE_DAY * (line.days - 1)
            day = _next_day(day, skip_weekend=line.workdays > 1)


def _next_day(day: date, *, skip_weekend: bool) -> date:
    day += ONE_DAY
    while skip_weekend and is_weekend(day):
        day += ONE_DAY
    return day


def _event(line: SampleEvent, first: date, last: date, id: str, zone: ZoneInfo) -> Event:  # noqa: A002 - RFC word
    starts = datetime.combine(first, line.at or time(), zone)
    ends = starts + timedelta(hours=line.hours) if line.at else datetime.combine(last + ONE_DAY, time(), zone)
    return Event(
        id=id,
        calendar="sample",
        title=line.title,
        starts=starts,
        ends=ends,
        all_day=line.at is None,
        description=line.description,
        location=line.location,
        guests=tuple(_guest(text) for text in line.guests),
    )


def _guest(text: str) -> Guest:
    name, _, rest = text.partition("<")
    return Guest(email=rest.rstrip("> "), name=name.strip(), response=Response.ACCEPTED)

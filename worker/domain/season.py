"""Seasons and meetings as config/ tells them go in; milestones with their certainty come out."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from worker.domain.calendar_days import Weekday, nth_weekday
from worker.domain.narrative import Narrative, Pathway, Stage

OWN_DATE = "PROFILE"
"""Source key of a date that the user's own program has named."""


class Certainty(StrEnum):
    """How sure a date is: on its owner's page, or expected by a stated rule (playbook, windows)."""

    PUBLISHED = "published"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A source that gives another date than the entry does, and why the entry does not follow it."""

    source: tuple[str, ...]
    says: str
    why: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated entry of the year. `end` is the last day, inclusive."""

    id: str
    title: str
    start: date
    end: date
    certainty: Certainty
    source: tuple[str, ...]
    """Keys into the sources of config/sources.toml."""
    checked: date
    """The day somebody last compared it with its source."""
    category: str = "milestone"
    """training-year, eras, nrmp, soap, fellowship, ecfmg, conference, abstract, award."""
    at: time | None = None
    """The time of day in `zone`, where there is one."""
    zone: str = "America/New_York"
    rule: str = ""
    note: str = ""
    checklist: tuple[str, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    """Only for these; empty means for everybody."""
    stages: tuple[Stage, ...] = ()
    revision: int = 0
    """Raised by hand when the entry changes: RFC 5545 SEQUENCE."""
    deadline: bool = False
    """Something must be done by then: it gets reminders."""
    place: str = ""
    mark: str = ""
    """What a cadence step anchors to, the same in every year: "mid-year-meeting"; may be empty."""
    contradicted: tuple[Contradiction, ...] = ()
    check_by: date | None = None
    """When it is to be compared with its source again; None: by the rule in freshness.toml."""
    rolled: str = ""
    """The rule in rolling.toml that it was derived by; empty where somebody entered it."""

    @property
    def told_title(self) -> str:
        """The title as a feed shows it: an expected date says so (playbook, "Application windows")."""
        return f"{self.title} (expected)" if self.certainty is Certainty.EXPECTED else self.title


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day told relative to a training year, so that it holds for any year.

    Either `day` of training month `month` (month 1 begins with the year, whenever that is), or the
    `nth` `weekday` of the calendar month `calendar_month` that falls into the training year.
    """

    month: int = 0
    day: int = 1
    calendar_month: int = 0
    weekday: Weekday | None = None
    nth: int = 0

    def after(self, year_start: date) -> date:
        """The day in the training year that begins on `year_start`."""
        if self.weekday is not None:
            year = year_start.year + (self.calendar_month < year_start.month)
            return nth_weekday(year, self.calendar_month, self.weekday, self.nth)
        first = months_later(year_start, self.month - 1)
        last = months_later(year_start, self.month) - timedelta(days=1)
        return min(first + timedelta(days=self.day - 1), last)


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone of the training year, before anybody's year is known.

    `end` (inclusive) or `days` gives its length; with neither it is one day.
    """

    id: str
    title: str
    start: YearDay
    source: tuple[str, ...]
    checked: date
    rule: str
    certainty: Certainty = Certainty.EXPECTED
    end: YearDay | None = None
    days: int = 1
    category: str = "training-year"
    note: str = ""
    checklist: tuple[str, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    stages: tuple[Stage, ...] = (Stage.PRELIM,)
    deadline: bool = False
    own_date: bool = False
    """The program may have named the day: then the profile's `mid_year_day` is the truth."""
    revision: int = 0
    contradicted: tuple[Contradiction, ...] = ()
    check_by: date | None = None

    def in_year(self, year_start: date) -> Milestone:
        """The milestone of the training year that begins on `year_start`."""
        start = self.start.after(year_start)
        end = self.end.after(year_start) if self.end else start + timedelta(days=self.days - 1)
        return self.dated(year_start, start, end)

    def dated(self, year_start: date, start: date, end: date) -> Milestone:
        """The milestone with these days; its id carries the training year, so that years never mix."""
        return Milestone(
            id=f"{self.id}-{year_start.year}",
            mark=self.id,
            title=self.title,
            start=start,
            end=end,
            certainty=self.certainty,
            source=self.source,
            checked=self.checked,
            category=self.category,
            rule=self.rule,
            note=self.note,
            checklist=self.checklist,
            pathways=self.pathways,
            stages=self.stages,
            deadline=self.deadline,
            revision=self.revision,
            contradicted=self.contradicted,
            check_by=self.check_by,
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's meeting of a conference."""

    start: date
    end: date
    city: str
    certainty: Certainty
    source: tuple[str, ...]
    checked: date
    rule: str = ""
    note: str = ""
    revision: int = 0
    contradicted: tuple[Contradiction, ...] = ()
    check_by: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that belongs to a conference: abstract deadline, award, early registration."""

    id: str
    """Unique within the conference: "abstract-2027"."""
    title: str
    day: date
    certainty: Certainty
    source: tuple[str, ...]
    checked: date
    category: str = "abstract"
    """abstract or award."""
    rule: str = ""
    note: str = ""
    opens: bool = False
    """The first day of a period, not its last."""
    revision: int = 0
    contradicted: tuple[Contradiction, ...] = ()
    check_by: date | None = None


@dataclass(frozen=True, slots=True)
class Conference:
    """An entry of the catalogue of meetings. `short` is never empty once loaded."""

    id: str
    name: str
    """In full, without the year."""
    aliases: tuple[str, ...]
    field: str
    typical_month: str = ""
    short: str = ""
    """How people call it in a letter: "STS Annual Meeting"."""
    editions: tuple[Edition, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    collisions: tuple[str, ...] = ()
    """Other things the same letters stand for."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Almanac:
    """Every date that config/ knows, before a reader is known."""

    milestones: tuple[Milestone, ...]
    marks: tuple[Mark, ...]
    conferences: tuple[Conference, ...]


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def milestones_for(me: Narrative, almanac: Almanac, since: date, until: date) -> tuple[Milestone, ...]:
    """What concerns this user between two days, both inclusive, by (start, id); a span counts if it overlaps.

    An empty stage, pathways or fields means "not told": then nothing is left out for its sake.
    """
    found = (*almanac.milestones, *_own_year(me, almanac.marks), *_meetings(me, almanac.conferences))
    concerned = {m.id: m for m in found if _concerns(m, me) and m.start <= until and m.end >= since}
    return tuple(sorted(concerned.values(), key=lambda m: (m.start, m.id)))


def _concerns(milestone: Milestone, me: Narrative) -> bool:
    """Whether the user's stage and pathways are among those the milestone is for."""
    stage_fits = not milestone.stages or me.stage is None or me.stage in milestone.stages
    paths_meet = not milestone.pathways or not me.pathways or bool({*milestone.pathways} & {*me.pathways})
    return stage_fits and paths_meet


def _own_year(me: Narrative, marks: tuple[Mark, ...]) -> Iterator[Milestone]:
    """The marks of the user's training year; none where its first day is not told."""
    if me.year_start is None:
        return
    for mark in marks:
        if mark.own_date and me.mid_year_day is not None:
            yield _named_by_program(mark, me.year_start, me.mid_year_day)
        else:
            yield mark.in_year(me.year_start)


def _named_by_program(mark: Mark, year_start: date, day: date) -> Milestone:
    """The mark on the day that the user's program named: no longer an expectation."""
    named = replace(mark, certainty=Certainty.PUBLISHED, source=(OWN_DATE,), rule="", note="")
    return named.dated(year_start, day, day)


def _meetings(me: Narrative, conferences: tuple[Conference, ...]) -> Iterator[Milestone]:
    """Editions and deadlines of the meetings in the user's fields."""
    for conference in conferences:
        if not me.fields or conference.field in me.fields:
            yield from (edition_milestone(conference, edition) for edition in conference.editions)
            yield from (deadline_milestone(conference, deadline) for deadline in conference.deadlines)


def edition_milestone(conference: Conference, edition: Edition) -> Milestone:
    """One year's meeting as an entry of the year; its id is the conference and the year."""
    return Milestone(
        id=f"{conference.id}-{edition.start.year}",
        title=f"{conference.short} {edition.start.year}",
        start=edition.start,
        end=edition.end,
        certainty=edition.certainty,
        source=edition.source,
        checked=edition.checked,
        category="conference",
        rule=edition.rule,
        note="\n".join(filter(None, (conference.name, edition.note))),
        place=edition.city,
        revision=edition.revision,
        contradicted=edition.contradicted,
        check_by=edition.check_by,
    )


def deadline_milestone(conference: Conference, deadline: Deadline) -> Milestone:
    """A date that belongs to a meeting as an entry of the year."""
    return Milestone(
        id=f"{conference.id}-{deadline.id}",
        title=f"{conference.short}: {deadline.title}",
        start=deadline.day,
        end=deadline.day,
        certainty=deadline.certainty,
        source=deadline.source,
        checked=deadline.checked,
        category=deadline.category,
        rule=deadline.rule,
        note=deadline.note,
        deadline=not deadline.opens,
        revision=deadline.revision,
        contradicted=deadline.contradicted,
        check_by=deadline.check_by,
    )

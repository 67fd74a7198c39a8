"""A year's engagements, dates and drafts go in; what stands in each other's way in it comes out, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from worker.domain.calendar_days import spoken_day, spoken_weekday
from worker.domain.engagement import Engagement, Kind
from worker.domain.season import Milestone
from worker.domain.touch import State, Touch, Window

EXAMS = frozenset({"absite"})
"""Marks of examinations that nobody can move."""
CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two things that get in each other's way."""

    id: str
    days: Window
    sentence: str
    own: bool = True
    """Both stand in the user's own calendar or plan; False: one may be no plan of theirs."""
    updated: datetime | None = None
    choice: bool = True
    """There is something to decide; False: it only says what waits, and why."""


def find_conflicts(
    engagements: Sequence[Engagement],
    milestones: Sequence[Milestone],
    touches: Sequence[Touch],
    freezes: Sequence[tuple[date, date]],
) -> tuple[Conflict, ...]:
    """Every conflict, by its first day (playbook, "Conflicts are pointed out")."""
    firm = [engagement for engagement in engagements if not engagement.held]
    conferences = [engagement for engagement in firm if engagement.kind is Kind.CONFERENCE]
    found = [
        *_exams(conferences, milestones),
        *_starts(conferences, [engagement for engagement in firm if engagement.kind is Kind.ROTATION]),
        *_frozen(touches, freezes),
    ]
    return tuple(sorted(found, key=lambda conflict: (conflict.days, conflict.id)))


def _exams(conferences: Sequence[Engagement], milestones: Sequence[Milestone]) -> Iterator[Conflict]:
    exams = [milestone for milestone in milestones if milestone.mark in EXAMS]
    for exam in exams:
        for conference in conferences:
            shared = Window(exam.start, exam.end).meet(Window(conference.start, conference.end))
            if shared:
                sentence = f"{exam.told_title} overlaps {conference.title}, {_span(shared)}"
                yield Conflict(f"{exam.id}-{conference.id}", shared, sentence, updated=conference.updated)
        for edition in _not_planned(milestones, conferences):
            if shared := Window(exam.start, exam.end).meet(Window(edition.start, edition.end)):
                sentence = f"{exam.told_title} overlaps {edition.told_title}, {_span(shared)}"
                yield Conflict(f"{exam.id}-{edition.id}", shared, sentence, own=False)


def _not_planned(milestones: Sequence[Milestone], conferences: Sequence[Engagement]) -> list[Milestone]:
    """Meetings of the catalogue at whose time no conference stands in the calendar."""
    taken = [Window(conference.start, conference.end) for conference in conferences]
    return [
        milestone
        for milestone in milestones
        if milestone.category == CONFERENCE
        and not any(Window(milestone.start, milestone.end).meet(days) for days in taken)
    ]


def _starts(conferences: Sequence[Engagement], rotations: Sequence[Engagement]) -> Iterator[Conflict]:
    for rotation in rotations:
        for conference in conferences:
            if conference.start < rotation.start <= conference.end:
                days = Window(rotation.start, conference.end)
                sentence = f"{rotation.title} starts during {conference.title}, {_span(days)}"
                updated = max(filter(None, (rotation.updated, conference.updated)), default=None)
                yield Conflict(f"{rotation.id}-{conference.id}", days, sentence, updated=updated)


def _frozen(touches: Sequence[Touch], freezes: Sequence[tuple[date, date]]) -> Iterator[Conflict]:
    for monday, friday in freezes:
        week = Window(monday, friday)
        waits = [touch for touch in touches if _waits(touch, week)]
        if waits:
            later = _names(touch for touch in waits if touch.state is not State.LAPSED)
            never = _names(touch for touch in waits if touch.state is State.LAPSED)
            what = (later and f"letters that wait: to {later}", never and f"not written at all: to {never}")
            told = "; ".join(filter(None, what))
            sentence = f"Match Week, {_span(week)}, nothing goes to outside programs; {told}"
            yield Conflict(f"match-week-{monday.year}", week, sentence, choice=False)


def _names(touches: Iterable[Touch]) -> str:
    return ", ".join(dict.fromkeys(touch.person.name or touch.person.email for touch in touches))


def _waits(touch: Touch, week: Window) -> bool:
    """Whether a draft would have come in Match Week, and comes after it or not at all."""
    if not touch.outside or touch.window.meet(week) is None or touch.window.earliest < week.earliest:
        return False
    return touch.state is State.LAPSED or (touch.due is not None and touch.due > week.latest)


def _span(days: Window) -> str:
    if days.earliest == days.latest:
        return spoken_weekday(days.earliest)
    return f"{days.earliest.day} {days.earliest:%b} to {spoken_day(days.latest)}"

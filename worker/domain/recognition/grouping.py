"""Final verdicts go in; one id for all events of one rotation or one congress comes out."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta

from worker.domain.recognition.deciding import Verdict
from worker.domain.recognition.lexicon import Lengths
from worker.domain.recognition.neighbours import subject_of
from worker.domain.recognition.reading import Shape
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import number_of_block

WEEK = 7
"""Days between two such blocks from which on they are two rotations."""
ENDLESS = 1000
"""Days: no block is so long."""
PART = re.compile(
    r"\b(?:part|teil|parte|partie|half|pt\.?|cz\.?)\s?\d\b|\b(?:first|second|1st|2nd) half\b", re.IGNORECASE
)
"""Blocks that say themselves that they are pieces of one."""
GROUPED = (Label.ROTATION, Label.CONFERENCE)


def groups_of(verdicts: Sequence[Verdict], lengths: Lengths, services: Container[str] = ()) -> dict[str, str]:
    """Event id -> group id, for events that are not alone; `services`: those that may last a year."""
    leave = frozenset(
        day for v in verdicts if "leave" in v.vetoes and not v.closed for day in v.reading.event.days
    )
    by_subject: dict[tuple[Label, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.label in GROUPED:
            by_subject[verdict.label, subject_of(verdict)].append(verdict)
    found: dict[str, str] = {}
    for (label, subject), members in sorted(by_subject.items()):
        gap = lengths.short_gap_days if label is Label.ROTATION else lengths.congress_gap_days
        long = lengths.month_days if subject not in services else ENDLESS
        for cluster in _clusters(members, gap, long, leave):
            first = cluster[0].reading.event.first_day
            name = f"{label.value}-{subject.replace(' ', '-')}-{first.isoformat()}"
            if len(cluster) > 1:
                found |= {verdict.reading.event.id: name for verdict in cluster}
    return found


def _clusters(
    members: Iterable[Verdict], gap: int, month: int, leave: frozenset[date]
) -> list[list[Verdict]]:
    """Events of one service or meeting, parted by long gaps and where another block begins."""
    clusters: list[list[Verdict]] = []
    last, block = date.min, None
    for verdict in sorted(members, key=_by_day):
        event = verdict.reading.event
        whole = verdict.reading.shape in {Shape.BLOCK, Shape.DAYS}
        apart = event.first_day - last > timedelta(days=gap + 1)
        if not clusters or apart or (whole and block is not None and _are_two(block, verdict, month, leave)):
            clusters.append([])
            last, block = event.last_day, None
        clusters[-1].append(verdict)
        last = max(last, event.last_day)
        block = verdict if whole else block
    return clusters


def _by_day(verdict: Verdict) -> tuple[date, int, str]:
    event = verdict.reading.event
    return event.first_day, -event.day_count, event.id


def _are_two(before: Verdict, after: Verdict, month: int, leave: frozenset[date]) -> bool:
    """Two blocks of one service: with other numbers, or each a month long and named differently."""
    one, other = before.reading.event, after.reading.event
    if before.label is Label.CONFERENCE:
        return False
    if PART.search(before.reading.headline) and PART.search(after.reading.headline):
        return False
    first, second = number_of_block(before.reading.headline), number_of_block(after.reading.headline)
    if first and second:
        return first != second
    long = min(one.day_count, other.day_count) >= month
    between = (other.first_day - one.last_day).days
    free = sum(one.last_day < day < other.first_day for day in leave)
    apart = between - free > WEEK
    return long and other.first_day > one.last_day and (apart or before.reading.key != after.reading.key)

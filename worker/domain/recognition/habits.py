"""All readings go in; which titles come back weekly, and which stand on many days in a row, come out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from worker.domain.recognition.lexicon import Lengths
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.weighing import Habits

WEEK = 7
LONGEST_NAME = 5
"""Words of a title up to which it may be a mere name."""
CODE = re.compile(r"[A-Z]{2,4}")
CODED = 3
"""Shifts from which on a code may be a service's."""
TOUCHING = 3
"""Days from the end of one block to the beginning of the next: from Friday to Monday."""
AGAINST = ("against", "opening", "alone")


def habits_of(readings: Sequence[Reading], lengths: Lengths) -> Habits:
    """What recurs in a calendar."""
    short: dict[str, set[date]] = defaultdict(set)
    shifts: dict[str, set[date]] = defaultdict(set)
    for reading in readings:
        if not reading.key:
            continue
        if reading.shape in {Shape.MEETING, Shape.HALF_DAY}:
            short[reading.key].add(reading.event.first_day)
        elif reading.shape is Shape.SHIFT or reading.shape is Shape.DAY:
            shifts[reading.core].add(reading.event.first_day)
    return Habits(
        weekly=frozenset(key for key, days in short.items() if is_weekly(sorted(days), lengths.weekly_times)),
        runs={
            key: n
            for key, days in shifts.items()
            if (n := longest_run(sorted(days), lengths)) >= lengths.run_days
        },
        chained=chained_in(readings, lengths),
        codes=codes_of(readings),
    )


def codes_of(readings: Sequence[Reading]) -> frozenset[str]:
    """Codes on several shifts that also open the title of weeks in which such a shift lies."""
    days: dict[str, list[date]] = defaultdict(list)
    for reading in readings:
        if reading.shape is Shape.SHIFT and CODE.fullmatch(reading.headline.strip()):
            days[reading.headline.strip()].append(reading.event.first_day)
    blocks = ((r.tokens[0].text, r.event) for r in readings if r.shape is Shape.BLOCK and r.tokens)
    return frozenset(
        code
        for code, event in blocks
        if len(days.get(code, ())) >= CODED
        and any(event.first_day <= day <= event.last_day for day in days[code])
    )


def chained_in(readings: Iterable[Reading], lengths: Lengths) -> frozenset[str]:
    """Titles of long entries that nothing explains, but that stand in one row with blocks of services."""
    long = [r for r in readings if r.shape is Shape.BLOCK and not r.event.guests and _is_plain(r)]
    long = _worked(long, [r.event.first_day for r in readings if r.shape is Shape.SHIFT])
    found: set[str] = set()
    row: list[Reading] = []
    for reading in sorted(long, key=lambda r: (r.event.first_day, not _is_service(r), -r.event.day_count)):
        gap = (reading.event.first_day - row[-1].event.last_day).days if row else 0
        if row and gap <= 0:
            if _is_service(reading) and not _is_service(row[-1]):
                row[-1] = reading
            continue
        if gap > lengths.row_gap_days:
            found |= _unknown_in(row, lengths)
            row = []
        row.append(reading)
    return frozenset(found | _unknown_in(row, lengths))


def _worked(long: Sequence[Reading], days: Iterable[date]) -> list[Reading]:
    """Without the unknown ones in which nobody works, where the calendar has the shifts of its services."""
    at_work = frozenset(days)

    def works(reading: Reading) -> bool:
        count = range(reading.event.day_count)
        return any(reading.event.first_day + timedelta(days=n) in at_work for n in count)

    services = [works(reading) for reading in long if _is_service(reading)]
    detailed = bool(services) and 2 * sum(services) > len(services)
    return [r for r in long if _is_service(r) or not detailed or works(r)]


def _is_service(reading: Reading) -> bool:
    title = reading.title
    return bool(title.of("service") or title.of("code")) or "placement" in title


def _is_plain(reading: Reading) -> bool:
    """Whether it may be a block: no congress, and not many words."""
    return len(reading.tokens) <= LONGEST_NAME and not any(
        reading.title.of(sign) for sign in ("meeting", "gathering", "letters", "name", "session")
    )


def _unknown_in(row: Sequence[Reading], lengths: Lengths) -> set[str]:
    services = sum(1 for reading in row if _is_service(reading))
    long = sum(1 for r in row if r.event.day_count > 2 * lengths.block_days)
    is_row = len(row) >= lengths.row_entries and (services >= 2 or long >= lengths.row_entries)
    return {
        r.key
        for place, r in enumerate(row)
        if r.key
        and _is_tile(row, place)
        and (is_row or (services and r.event.day_count >= lengths.month_days))
        and not _is_service(r)
        and not any(r.title.of(sign) for sign in AGAINST)
    }


def _is_tile(row: Sequence[Reading], place: int) -> bool:
    """Whether an entry follows on what stands before it, and what comes next on it: a holiday leaves days.

    Nobody writes a service with an exclamation mark.
    """
    pairs = pairwise(row[max(0, place - 1) : place + 2])
    gaps = [(after.event.first_day - before.event.last_day).days for before, after in pairs]
    return "!" not in row[place].headline and all(gap <= TOUCHING for gap in gaps)


def is_weekly(days: Sequence[date], times: int) -> bool:
    """Whether it comes back in steps of whole weeks, a few of them at the most."""
    if len(days) < times:
        return False
    gaps = [(after - before).days for before, after in pairwise(days)]
    steady = [gap for gap in gaps if gap % WEEK == 0 and gap <= 5 * WEEK]
    return 2 * len(steady) > len(gaps)


def longest_run(days: Sequence[date], lengths: Lengths) -> int:
    """The most days that fall into one window."""
    best = first = 0
    for last, day in enumerate(days):
        while (day - days[first]).days >= lengths.run_window:
            first += 1
        best = max(best, last - first + 1)
    return best

"""All readings go in; whose each subscribed feed of shifts is comes out: the user's, or somebody else's."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from worker.domain.event import Guest
from worker.domain.recognition.own_name import IMPORTED
from worker.domain.recognition.people import People
from worker.domain.recognition.reading import Reading
from worker.domain.recognition.words import folded

SHIFTS = ("service", "code", "shift", "call")
LEAST = 8
"""Shifts from which on a feed shows whose it is."""
NEARLY = 0.7
"""The share of a feed's shifts on which its owner's name stands."""
SERVICES = 3
"""Titles on which the owner stands: an attending stays on one service."""
FULL = 2
"""Words of a name that tell somebody for sure."""


def names_of_user(readings: Iterable[Reading], people: People) -> tuple[str, ...]:
    """The names under which feeds have the user ("Staff: Whitlock M" on each), and their surnames alone."""
    found: list[str] = []
    for entries in _feeds(readings).values():
        shifts = [reading for reading in entries if any(reading.title.of(sign) for sign in SHIFTS)]
        if len(shifts) >= LEAST:
            found += _on_nearly_all(shifts, people)
    return tuple(dict.fromkeys(found))


def _on_nearly_all(shifts: Sequence[Reading], people: People) -> list[str]:
    named = [{one.name for one in people.naming.in_notes(reading.notes)} - {""} for reading in shifts]
    told = Counter(name for names in named for name in names)
    often = [name for name, times in told.items() if times >= NEARLY * len(shifts)]
    found = []
    for name in sorted(often):
        titles = {folded(r.headline) for r, names in zip(shifts, named, strict=True) if name in names}
        if len(titles) >= SERVICES:
            found += [name, folded(name).split()[-1]]
    return found


def feeds_of_others(readings: Iterable[Reading], people: People) -> dict[str, str]:
    """Addresses of feeds that are called after somebody at home, and how they are called."""
    writers = [frozenset(_words(writer.partition("@")[0])) for writer in people.circle.writers]
    called = {
        who.email: who.name
        for reading in readings
        if (who := reading.event.organizer) and _is_feed(who) and who.name
    }
    return {
        email: name
        for email, name in called.items()
        if any(len(words & set(_words(name))) >= FULL for words in writers)
    }


def _feeds(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        who = reading.event.organizer
        if who is not None and _is_feed(who):
            found[who.email].append(reading)
    return found


def _is_feed(who: Guest) -> bool:
    """Whether the organiser is a calendar: a shared one, or one that Google has read from elsewhere."""
    return bool(who.email) and (who.is_group or who.email.endswith(IMPORTED))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z]+", folded(text)) if len(word) > len("ab")]

"""All readings go in; which names that open titles belong to somebody who works elsewhere comes out.

Nobody is in two places: shifts whose service is never that of the user's own blocks around them are of
somebody else; shifts that always agree with them are the user's, under another name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.words import Token

NIGHTS = "service:Night Float"
"""Nights are worked on any service."""
SHIFTS = 3
"""Shifts of other services than the user's from which on they are somebody else's."""
KINDS = 3
"""Titles that a name opens, so that no site of a hospital is meant."""
HOME = re.compile(
    r"\b(?:fam|family|familia|famille|familie|famiglia|casa|maison|zuhause|home|house|household|depto|piso|apt|apartment"
    r"|flat|wg|crew|clan|nest|roomies|roommates|kids)\b",
    re.IGNORECASE,
)
"""What calendars of a home are called."""
PLACED = frozenset({"at", "in", "from", "to", "@"})
"""Words behind which a place stands."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on a service."""

    first: date
    last: date
    services: frozenset[str]


@dataclass(slots=True)
class Tally:
    """What speaks for and against a name's being the user's."""

    agreeing: int = 0
    apart: int = 0
    stretches: set[date] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    """The kinds of titles that the name opens."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether hardly a shift fits the blocks around it, and there are many kinds of entries."""
        apart = self.apart >= SHIFTS and self.apart > 2 * self.agreeing
        return apart and len(self.stretches) > 1 and len(self.titles) >= KINDS


def services_of(reading: Reading) -> frozenset[str]:
    """The services that a title names, nights aside."""
    hits = (hit for kind in ("service", "code") for hit in reading.title.of(kind))
    return frozenset(f"service:{hit.sign.split(':', 1)[1]}" for hit in hits) - {NIGHTS}


def strangers_in(readings: Sequence[Reading], own: Container[str], known: Container[str]) -> frozenset[str]:
    """Folded words that open the titles of somebody who works on other services than the user.

    `own`: words that stand for the user; `known`: words that are no names of people at home.
    """
    opened = [(reading, _opener(reading, known)) for reading in readings]
    openers = [(reading, name) for reading, name in opened if name]
    unnamed = [reading for reading, name in opened if name is None or name.folded in own]
    tallies = _tallies(openers, _by_day(_stretches(unnamed)))
    at_home = {name for name, titles in _on_calendars_of_homes(openers).items() if len(titles) > 1}
    found = {
        name
        for name, tally in tallies.items()
        if name not in own and (tally.is_elsewhere or (name in at_home and not tally.agreeing))
    }
    return frozenset(found - _places(readings)) if found else frozenset()


def agreeing_in(
    readings: Sequence[Reading], mine: Iterable[Reading], names: Container[str]
) -> frozenset[str]:
    """Of these names those whose shifts always lie in the user's own blocks (`mine`) on their services."""
    openers = [
        (reading, reading.tokens[0])
        for reading in readings
        if reading.tokens and reading.tokens[0].folded in names
    ]
    tallies = _tallies(openers, _by_day(_stretches(mine, nights=True)), nights=True)
    return frozenset(name for name, tally in tallies.items() if tally.agreeing >= SHIFTS and not tally.apart)


def owner_of_roster(blocks: Mapping[str, Sequence[Reading]], entries: Sequence[Reading]) -> str:
    """Whose blocks on a roster the user's own entries agree with, where only one name fits; else empty."""
    worked = [
        (r.event.first_day, named) for r in entries if (named := _named(r, nights=True)) and _is_work(r)
    ]
    fits: Counter[str] = Counter()
    for name, mine in blocks.items():
        around = _by_day(_stretches(mine, nights=True))
        fits[name] = sum(any(named & s.services for s in around.get(day, ())) for day, named in worked)
    ranked = [*fits.most_common(2), ("", 0), ("", 0)]
    (name, most), (_, next_most) = ranked[0], ranked[1]
    return name if most >= SHIFTS and most >= 2 * next_most else ""


def _is_work(reading: Reading) -> bool:
    shapes = {Shape.SHIFT, Shape.HALF_DAY, Shape.DAY}
    return reading.shape in shapes and not reading.event.guests and not reading.is_online


def _tallies(
    openers: Iterable[tuple[Reading, Token]],
    stretches: Mapping[date, Sequence[Stretch]],
    *,
    nights: bool = False,
) -> dict[str, Tally]:
    found: dict[str, Tally] = defaultdict(Tally)
    for reading, name in openers:
        tally = found[name.folded]
        tally.titles.add(reading.key)
        services = _named(reading, nights=nights)
        around = stretches.get(reading.event.first_day, ())
        if reading.shape is not Shape.SHIFT or not services or not around:
            continue
        if any(services & stretch.services for stretch in around):
            tally.agreeing += 1
        else:
            tally.apart += 1
            tally.stretches.add(around[0].first)
    return found


def _on_calendars_of_homes(openers: Iterable[tuple[Reading, Token]]) -> dict[str, set[str]]:
    """What names open on calendars that are called after a home: "Keller fam", "Casa Roth"."""
    found: dict[str, set[str]] = defaultdict(set)
    for reading, name in openers:
        who = reading.event.organizer
        if who is not None and HOME.search(who.name):
            found[name.folded].add(reading.key)
    return found


def _named(reading: Reading, *, nights: bool) -> frozenset[str]:
    if not nights:
        return services_of(reading)
    hits = (hit for kind in ("service", "code") for hit in reading.title.of(kind))
    return frozenset(f"service:{hit.sign.split(':', 1)[1]}" for hit in hits)


def _opener(reading: Reading, known: Container[str]) -> Token | None:
    """The capital word, perhaps a name, that opens a title of more than one word; None where none does."""
    first = reading.tokens[0] if len(reading.tokens) > 1 else None
    if first is None or reading.event.guests or first.folded in known:
        return None
    plain = len(first.text) > len("Al") and first.text.istitle()
    return first if plain and (first in reading.rest or first.folded in _given(reading)) else None


def _given(reading: Reading) -> frozenset[str]:
    return frozenset(word for hit in reading.title.of("given") for word in [hit.text.casefold()])


def _stretches(readings: Iterable[Reading], *, nights: bool = False) -> list[Stretch]:
    """The blocks among these, with what they name."""
    blocks = (r for r in readings if r.shape is Shape.BLOCK and not r.event.guests)
    named = ((r.event, _named(r, nights=nights)) for r in blocks)
    return [Stretch(event.first_day, event.last_day, services) for event, services in named if services]


def _by_day(stretches: Iterable[Stretch]) -> dict[date, list[Stretch]]:
    found: dict[date, list[Stretch]] = defaultdict(list)
    for one in stretches:
        for n in range((one.last - one.first).days + 1):
            found[one.first + timedelta(days=n)].append(one)
    return found


def _places(readings: Iterable[Reading]) -> frozenset[str]:
    """Words of locations, and words behind "at" and the like."""
    found: Counter[str] = Counter()
    for reading in readings:
        found.update(word for word in reading.event.location.casefold().split())
        tokens = reading.tokens
        found.update(after.folded for before, after in pairwise(tokens) if before.folded in PLACED)
    return frozenset(found)

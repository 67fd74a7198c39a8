"""Those who are written to for one reason go in; which wording each of them gets comes out.

Two people of one congress, service or program compare notes: none of them holds what another holds while
another wording is free.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from worker.domain.engagement import Engagement, Kind
from worker.domain.names import fold
from worker.domain.touch import Touch

VARIANTS = 3
"""How many wordings of its key sentence, and of its ending, a first letter has."""
Wording = tuple[int, int]
"""Of the key sentence, and of the ending."""
BY_PROGRAM = frozenset({Kind.PROSPECT, Kind.ELECTIVE, Kind.ALUMNI, Kind.PIVOT, Kind.RESEARCH})
"""Each of these is about one person; together are those of one program or department."""
ALL = tuple((variant, ending) for ending in range(VARIANTS) for variant in range(VARIANTS))


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """Somebody of a group, in the order in which they choose: whom the user met first chooses first."""

    since: date
    number: int
    """Looks random and is always the same for a person, so that the order of reading does not matter."""
    key: str


def own_wording(key: str) -> Wording:
    """The wording that a person gets who is alone."""
    return ALL[_number(key) % len(ALL)]


def wordings_among(members: Iterable[tuple[str, date]], held: Mapping[str, Wording]) -> dict[str, Wording]:
    """The wording of each member, by key: people, each with the day since when they belong to the group.

    `held` is what is written already: it stays. Who comes later never changes what another has.
    """
    first: dict[str, date] = {}
    for key, day in members:
        first[key] = min(day, first.get(key, day))
    chosen = dict(held)
    for member in sorted(Member(day, _number(key), key) for key, day in first.items()):
        if member.key not in chosen:
            chosen[member.key] = _freest(member, tuple(chosen.values()))
    return chosen


def group_of(touch: Touch, engagement: Engagement | None) -> tuple[str, str]:
    """Those with the same one are written to for the same reason, in the same words if nobody minds."""
    if engagement is not None and engagement.kind is Kind.INTRODUCTION:
        return touch.key.cadence, engagement.kind.value
    if engagement is not None and engagement.kind in BY_PROGRAM:
        return touch.key.cadence, fold(engagement.title)
    return touch.key.cadence, touch.key.engagement


def member_since(touch: Touch, engagement: Engagement | None) -> date:
    """Since when the person of a touch belongs to its group: the day they were met on."""
    encounters = engagement.encounters if engagement else ()
    met = [one.days[0] for one in encounters if one.person.key == touch.key.person and one.days]
    return min(met, default=touch.anchor_day or touch.window.earliest)


def _freest(member: Member, taken: tuple[Wording, ...]) -> Wording:
    """Their own wording; where somebody has it, the next that shares least with those that are held."""
    start = member.number % len(ALL)
    in_turn = (*ALL[start:], *ALL[:start])
    variants, endings = [one[0] for one in taken], [one[1] for one in taken]
    return min(
        in_turn,
        key=lambda one: (taken.count(one), variants.count(one[0]), endings.count(one[1])),
    )


def _number(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "replace"))

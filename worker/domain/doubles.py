"""Wishes, and everybody who may be somebody else, go in; no human is left with two letters of one kind.

Who may be one person with another stays two until the user decides. Until then the second letter waits.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from worker.domain.engagement import TOLD, Engagement, Kind
from worker.domain.identity import mentor_person
from worker.domain.likeness import Known, Likeness, Shorts, Weight, find_alike
from worker.domain.narrative import Narrative
from worker.domain.person import Person
from worker.domain.touch import Key, State
from worker.domain.wish import Wish

FIRST_LETTERS = frozenset(
    {Kind.PROSPECT, Kind.PIVOT, Kind.RESEARCH, Kind.ELECTIVE, Kind.ALUMNI, Kind.WANTED, Kind.INTRODUCTION}
)
"""Kinds whose letter introduces the user, or asks somebody to."""
ONCE = frozenset({Kind.PROSPECT, Kind.PIVOT, Kind.ELECTIVE, Kind.ALUMNI})
"""Kinds whose first letter goes to one address once, whatever the program is called."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that stands in the ledger."""

    key: Key
    person: Person
    anchor_day: date
    subject: str


@dataclass(frozen=True, slots=True)
class Doubles:
    """Who may be one person, and what went to each of them."""

    others: Mapping[str, tuple[Person, ...]]
    """Key to all who may be the same person."""
    sure: frozenset[tuple[str, str]]
    """Of those, the keys of two who have one full name."""
    in_touch: frozenset[str]
    """Keys of those who have met the user, or had a letter."""
    written: tuple[Sent, ...]
    days: int
    """Two letters of one step whose days lie no further apart are the same letter."""

    @classmethod
    def of(
        cls,
        engagements: Sequence[Engagement],
        me: Narrative,
        written: Sequence[Sent],
        days: int,
        shorts: Shorts,
    ) -> "Doubles":
        """What the engagements and the ledger tell."""
        others: dict[str, list[Person]] = defaultdict(list)
        pairs = [pair for pair in _alike(engagements, me, written, shorts) if pair.weight > Weight.WEAK]
        for pair in pairs:
            others[pair.kept.person.key].append(pair.gone.person)
            others[pair.gone.person.key].append(pair.kept.person)
        met = {e.person.key for one in engagements if one.kind not in TOLD for e in one.encounters}
        told = (*map(mentor_person, me.mentors), *filter(None, (me.program_director,)))
        return cls(
            others={key: tuple(found) for key, found in others.items()},
            sure=frozenset(
                (pair.pair.one, pair.pair.other) for pair in pairs if pair.weight is Weight.STRONG
            ),
            in_touch=frozenset((*met, *(one.key for one in told), *(one.key.person for one in written))),
            written=tuple(written),
            days=days,
        )

    def without(self, wishes: Sequence[Wish]) -> list[Wish]:
        """The wishes, without second first letters to one address, and with doubtful ones held."""
        going: dict[str, list[Wish]] = defaultdict(list)
        found = {}
        for wish in sorted(wishes, key=lambda one: (one.rank, one.window, one.key)):
            kept = self._against(wish, going) if wish.open else wish
            if kept.open:
                going[wish.key.person].append(wish)
            found[wish.key] = kept
        return [found[wish.key] for wish in wishes]

    def _against(self, wish: Wish, going: Mapping[str, Sequence[Wish]]) -> Wish:
        """The wish, or ended by what goes, or went, to the same person or to who may be the same."""
        if _kind(wish.subject) in ONCE:
            if any(_is_same_step(wish.key, one.key) and _is_to(one, wish.person) for one in self.written):
                return wish.ended(State.DROPPED, "a first letter went to this address already")
            if any(_is_same_step(wish.key, one.key) for one in going.get(wish.key.person, ())):
                return wish.ended(State.DROPPED, "one first letter goes to one person")
        for other in self.others.get(wish.key.person, ()):
            if self._is_second(wish, other, going.get(other.key, ())):
                return wish.ended(State.HELD, _may_be(other))
        return wish

    def _is_second(self, wish: Wish, other: Person, going: Sequence[Wish]) -> bool:
        """Whether the other has had, or is to have, what would be the same letter to the same human."""
        if _kind(wish.subject) in FIRST_LETTERS - {Kind.INTRODUCTION}:
            return other.key in self.in_touch or any(_kind(one.subject) in FIRST_LETTERS for one in going)
        pair = (min(wish.key.person, other.key), max(wish.key.person, other.key))
        had = [
            one.anchor_day for one in self.written if _is_to(one, other) and _is_same_step(one.key, wish.key)
        ]
        had += [one.anchor_day for one in going if _is_same_step(one.key, wish.key)]
        return pair in self.sure and any(abs((day - wish.anchor_day).days) <= self.days for day in had)


def _alike(
    engagements: Sequence[Engagement], me: Narrative, written: Sequence[Sent], shorts: Shorts
) -> tuple[Likeness, ...]:
    """Who may be one person, of all that are met, written to or on the user's lists."""
    people: dict[str, Person] = {}
    addresses: dict[str, set[str]] = defaultdict(set)
    days: dict[str, set[tuple[str, date]]] = defaultdict(set)
    for person in _everybody(engagements, me, written):
        people.setdefault(person.key, person)
        if person.email and not people[person.key].email:
            people[person.key] = replace(people[person.key], email=person.email)
        addresses[person.key] |= {person.email} - {""}
    for engagement in engagements:
        if engagement.kind not in TOLD:
            for encounter in engagement.encounters:
                days[encounter.person.key] |= {(engagement.id, day) for day in encounter.days}
    known = (
        Known(one, frozenset(addresses[key]), days=frozenset(days[key]))
        for key, one in sorted(people.items())
    )
    return find_alike(known, me.apart, shorts)


def _everybody(engagements: Sequence[Engagement], me: Narrative, written: Sequence[Sent]) -> Iterator[Person]:
    yield from (one.person for engagement in engagements for one in engagement.encounters)
    yield from (one.person for one in written)
    yield from map(mentor_person, me.mentors)
    yield from filter(None, (me.program_director,))


def _kind(subject: str) -> str:
    """The kind of a wish's engagement (`Wish.subject`)."""
    return subject.partition(":")[0]


def _is_same_step(key: Key, other: Key) -> bool:
    return (key.cadence, key.step) == (other.cadence, other.step)


def _is_to(sent: Sent, person: Person) -> bool:
    return sent.key.person == person.key or bool(person.email and sent.person.email == person.email)


def _may_be(other: Person) -> str:
    called = f"{other.name} <{other.email}>" if other.name and other.email else other.name or other.key
    return f"may be the same person as {called}: decide in `rapport people merges`"

"""People as the events name them go in; one `Person` for each, however they are spelt, comes out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from worker.domain.identity import Identities, is_one, mentor_person
from worker.domain.names import compatible, fold, full_name, parse_name
from worker.domain.narrative import Narrative
from worker.domain.person import Named, Person, Role

RANK = (
    Role.PROGRAM_DIRECTOR,
    Role.ATTENDING,
    Role.CHIEF,
    Role.MENTOR,
    Role.SPEAKER,
    Role.COORDINATOR,
    Role.MET,
    Role.GUEST,
)
"""Which role says most about somebody who is named in several."""


def weightier(one: Role, other: Role) -> Role:
    """The role that says more."""
    return min(one, other, key=RANK.index)


NOBODY_WRITTEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody the calendar and the profile name.

    A name without an address is one with it only if the full name is the same: a guess about a surname
    never decides.
    """

    addresses: Mapping[str, tuple[str, ...]]
    """Folded full name to the addresses that go with it."""
    told: tuple[Person, ...]
    """People whose role or do-not-contact mark the user has set, the mentors, the own program director."""
    same: Identities
    """Who is one person, as the user says: that goes before every guess."""
    written: Mapping[str, str]
    """Folded full name, or address, to the key under which a letter was written: it stays, or they would be
    thanked twice."""

    @classmethod
    def of(
        cls, named: Iterable[Named], me: Narrative, written: Mapping[str, str] = NOBODY_WRITTEN
    ) -> "Directory":
        """The directory of a whole reading. `written`: see `keys_written`."""
        told = (*me.people, *map(mentor_person, me.mentors))
        if me.program_director:
            told = (*told, me.program_director)
        addresses: dict[str, set[str]] = defaultdict(set)
        for name, email in [*((n.name, n.email) for n in named), *((p.name, p.email) for p in told)]:
            if email and (folded := _folded_full(name)):
                addresses[folded].add(email)
        known = {name: tuple(sorted(found)) for name, found in addresses.items()}
        same = Identities.of(me)
        reached = {email: key for name, key in written.items() for email in known.get(name, ())}
        return cls(known, tuple(map(same.person, told)), same, {**reached, **written})

    def person(self, named: Named) -> Person:
        """Who is meant. One full name is one person, also under two addresses: two letters would be worse."""
        folded = _folded_full(named.name)
        known = self.addresses.get(folded, ())
        email = named.email or (known[0] if len(known) == 1 else "")
        told = next((told.key for told in self.told if folded and _folded_full(told.name) == folded), "")
        written = self.written.get(folded) or self.written.get(email)
        key = written or told or (known[0] if known else email or folded or fold(named.name))
        person = Person(key=key, name=named.name, email=email, title=named.title, role=named.role)
        return self.as_told(self.same.person(person))

    def as_told(self, person: Person) -> Person:
        """With what the user has said. In doubt a do-not-contact mark holds."""
        barred = any(told.do_not_contact and _may_be_told(told, person) for told in self.told)
        known = next((told for told in self.told if is_one(told, person)), None)
        if known is None:
            return replace(person, do_not_contact=barred)
        role = weightier(known.role, person.role)
        return replace(person, name=person.name or known.name, role=role, do_not_contact=barred)


def keys_written(people: Iterable[Person]) -> dict[str, str]:
    """The key of everybody who was written to, by folded full name. The first in order is the one that stays.

    A key is an address once one is known. Whoever was written to before that keeps the key they had.
    """
    found: dict[str, str] = {}
    for person in people:
        if folded := _folded_full(person.name):
            found.setdefault(folded, person.key)
    return found


def same_among(people: Sequence[Person]) -> dict[str, Person]:
    """Each key of one engagement to the person it stands for: there, compatible spellings are one person.

    "Dr. Patel" is Ravi Patel where no other Patel was there; two addresses under one full name are one.
    """
    ordered = sorted(set(people), key=lambda p: (not p.email, -len(parse_name(p.name).given), p.key, p.name))
    kept: dict[str, Person] = {}
    stands_for: dict[str, Person] = {}
    for person in ordered:
        like = [other for other in kept.values() if _may_be(person, other)]
        one = _joined(like[0], person) if len(like) == 1 else kept.get(person.key, person)
        kept[one.key] = one
        stands_for[person.key] = one
    return {key: kept[person.key] for key, person in stands_for.items()}


def _may_be(person: Person, other: Person) -> bool:
    if person.key == other.key:
        return True
    if person.email and other.email:
        return bool(folded := _folded_full(person.name)) and folded == _folded_full(other.name)
    return compatible(person.name, other.name)


def _joined(kept: Person, other: Person) -> Person:
    name = max(kept.name, other.name, key=lambda name: (len(full_name(parse_name(name))), name))
    role = weightier(kept.role, other.role)
    barred = kept.do_not_contact or other.do_not_contact
    return replace(kept, name=name, title=kept.title or other.title, role=role, do_not_contact=barred)


def _may_be_told(told: Person, person: Person) -> bool:
    """Whether a mark of the user's may mean this person: "Dr. Weber" where Jonas Weber is marked."""
    return is_one(told, person) or compatible(told.name, person.name)


def _folded_full(name: str) -> str:
    """The folded name if it has both parts, else nothing: a surname alone identifies nobody."""
    parts = parse_name(name)
    return fold(full_name(parts)) if parts.given and parts.surname else ""

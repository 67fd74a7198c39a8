"""People as the events name them go in; one `Person` for each, however they are spelt, comes out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from worker.domain.identity import (
    Identities,
    are_together,
    grouped,
    is_one,
    is_written_out,
    mentor_person,
)
from worker.domain.names import compatible, fold, folded_full, full_name, parse_name
from worker.domain.narrative import Narrative
from worker.domain.person import Named, Person, Role
from worker.domain.reply import mailbox_key

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


NOBODY_WRITTEN: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody the calendar and the profile name.

    A name without an address is one with it only if the full name is the same, and only one person bears it:
    a guess about a surname never decides. Two addresses of one full name are one person at one organisation
    alone; everywhere else they are two until the user says so (docs/decisions/0013).
    """

    bearers: Mapping[str, tuple[str, ...]]
    """Folded full name to an address of each person who bears it."""
    groups: Mapping[str, tuple[str, ...]]
    """Address to all that are the same person's, in order."""
    keys: Mapping[str, str]
    """Address or folded full name to the key that its person has had before: a letter was written under it,
    and it stays, or they would be thanked twice; else the user has told it."""
    told: tuple[Person, ...]
    """People whose role or do-not-contact mark the user has set, the mentors, the own program director."""
    same: Identities
    """Who is one person, as the user says: that goes before every guess."""

    @classmethod
    def of(
        cls, named: Iterable[Named], me: Narrative, written: Sequence[Person] = NOBODY_WRITTEN
    ) -> "Directory":
        """The directory of a whole reading. `written`: whom letters went to, the oldest letter first."""
        told = (*me.people, *map(mentor_person, me.mentors))
        if me.program_director:
            told = (*told, me.program_director)
        known = [*named, *(Named(one.name, one.email) for one in (*told, *written))]
        names = _addresses_of(known)
        groups = _groups(names, frozenset(one.email for one in known if one.email))
        bearers = {
            name: tuple(sorted({groups[address][0] for address in addresses}))
            for name, addresses in names.items()
        }
        keys: dict[str, str] = {}
        for person in (*written, *told):
            _keep_key(keys, person, bearers, groups)
        same = Identities.of(me)
        return cls(bearers, groups, keys, tuple(map(same.person, told)), same)

    def person(self, named: Named) -> Person:
        """Who is meant. A name alone is the one person who bears it; where two do, nobody knows which."""
        folded = folded_full(named.name)
        own = self._addresses(folded, named.email)
        email = named.email or (own[0] if len(own) == 1 else "")
        before = self.keys.get(own[0] if own else folded, "")
        key = before or (own[0] if own else folded or fold(named.name))
        person = Person(key=key, name=named.name, email=email, title=named.title, role=named.role)
        return self.as_told(self.same.person(person))

    def _addresses(self, folded: str, email: str) -> tuple[str, ...]:
        """Every address of whoever is meant; none where none is known, or two people bear the name."""
        if email:
            return self.groups.get(email, (email,))
        bearers = self.bearers.get(folded, ())
        return self.groups[bearers[0]] if len(bearers) == 1 else ()

    def as_told(self, person: Person) -> Person:
        """With what the user has said. In doubt a do-not-contact mark holds."""
        barred = any(told.do_not_contact and _may_be_told(told, person) for told in self.told)
        known = next((told for told in self.told if is_one(told, person)), None)
        if known is None:
            return replace(person, do_not_contact=barred)
        role = weightier(known.role, person.role)
        return replace(person, name=person.name or known.name, role=role, do_not_contact=barred)


def _addresses_of(known: Iterable[Named]) -> dict[str, set[str]]:
    """Folded full name to the addresses that go with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for named in known:
        if named.email and (folded := folded_full(named.name)):
            found[folded].add(named.email)
    return found


def _groups(names: Mapping[str, Collection[str]], addresses: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Each address with all that are the same person's."""
    links = [(address, address) for address in addresses]
    links += [
        pair
        for name, own in names.items()
        if is_written_out(name)
        for pair in combinations(sorted(own), 2)
        if are_together(*pair)
    ]
    mailboxes: dict[str, str] = {}
    links += [(mailboxes.setdefault(mailbox_key(one), one), one) for one in sorted(addresses)]
    return {address: tuple(sorted(group)) for address, group in grouped(links).items()}


def _keep_key(
    keys: dict[str, str],
    person: Person,
    bearers: Mapping[str, tuple[str, ...]],
    groups: Mapping[str, tuple[str, ...]],
) -> None:
    """Remember the key that somebody has had, unless they have one: the first stays.

    Who had no address when the key was made, and is borne by one person alone since, is that person.
    """
    folded = folded_full(person.name)
    theirs = bearers.get(folded, ())
    address = person.email or (person.key if "@" in person.key else "")
    if not address and len(theirs) == 1:
        address = theirs[0]
    for one in groups.get(address, (address,) if address else ()):
        keys.setdefault(one, person.key)
    if folded and len(theirs) != 1:
        keys.setdefault(folded, person.key)


def same_among(people: Sequence[Person]) -> dict[str, Person]:
    """Each key of one engagement to the person it stands for: there, compatible spellings are one person.

    "Dr. Patel" is Ravi Patel where no other Patel was there. Two addresses are two people here as everywhere.
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
        return False
    return compatible(person.name, other.name)


def _joined(kept: Person, other: Person) -> Person:
    name = max(kept.name, other.name, key=lambda name: (len(full_name(parse_name(name))), name))
    role = weightier(kept.role, other.role)
    barred = kept.do_not_contact or other.do_not_contact
    return replace(kept, name=name, title=kept.title or other.title, role=role, do_not_contact=barred)


def _may_be_told(told: Person, person: Person) -> bool:
    """Whether a mark of the user's may mean this person: "Dr. Weber" where Jonas Weber is marked."""
    return is_one(told, person) or compatible(told.name, person.name)

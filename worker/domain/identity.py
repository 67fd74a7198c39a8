"""What the user says about who is one person goes in; the person that a spelling stands for comes out."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from worker.domain.names import fold, folded_name, parse_name
from worker.domain.narrative import PUBLIC_MAIL, Mentor, Narrative, Prospect, Referee, SamePerson
from worker.domain.person import Person, Role
from worker.domain.reply import mailbox_key

Thing = TypeVar("Thing", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Identity:
    """One person, under whatever address or spelling they appear."""

    key: str
    name: str
    """How they are written, or empty."""
    email: str
    """Where letters go: the key, or the first further address; empty where none is told."""
    addresses: frozenset[str] = frozenset()
    """Every address that the user has said to be theirs, lower case."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Everybody who is known under several addresses or spellings."""

    known: Mapping[str, Identity]
    """Token of a spelling to the person it stands for."""

    @classmethod
    def of(cls, me: Narrative) -> "Identities":
        """What the narrative says. Who is joined to another brings along whom they were joined with."""
        entries: dict[str, SamePerson] = {}
        for entry in me.same:
            entries.setdefault(token(entry.key), entry)
            entries |= {token(spelling): entry for spelling in entry.also}
        roots = {spelling: _root(spelling, entries) for spelling in entries}
        found = {root.key: _identity(root, roots, me) for root in roots.values()}
        names = Counter(token(one.name) for one in found.values() if is_full(one.name))
        named = {token(one.name): one for one in found.values() if names[token(one.name)] == 1}
        return cls(named | {spelling: found[root.key] for spelling, root in roots.items()})

    def find(self, *spellings: str) -> Identity | None:
        """Who is meant by the first of these addresses and names that the user has said something about."""
        return next((self.known[one] for one in map(token, spellings) if one in self.known), None)

    def key_of(self, key: str) -> str:
        """The key that stands for this one; itself where nothing is said about it."""
        found = self.find(key)
        return found.key if found else key

    def meant(self, name: str, email: str, key: str = "") -> Identity | None:
        """Who is meant by an address or a key, else by a full name: another house's address is no guess."""
        found = self.find(email, key)
        if found is None and is_full(name):
            found = self.find(name)
            strange = found and found.addresses and email
            if found and strange and not any(are_together(email, own) for own in found.addresses):
                return None
        return found

    def person(self, person: Person) -> Person:
        """The person under the key and the address that are kept; others as they are."""
        found = self.meant(person.name, person.email, person.key)
        if found is None:
            return person
        email = found.email or person.email
        return replace(person, key=found.key, name=found.name or person.name, email=email)


def token(spelling: str) -> str:
    """A spelling for comparing: an address in lower case, a name folded, without title and degrees."""
    plain = spelling.strip()
    return plain.lower() if "@" in plain else folded_name(plain) or fold(plain)


def is_full(name: str) -> bool:
    """Whether it has a given name and a surname: a surname alone identifies nobody."""
    parts = parse_name(name)
    return bool(parts.given and parts.surname)


def is_written_out(name: str) -> bool:
    """Whether given name and surname stand there whole: an initial is shared by many."""
    parts = parse_name(name)
    return bool(parts.surname) and len(parts.given.split(" ")[0].strip(".")) > 1


def are_together(address: str, other: str) -> bool:
    """Whether two addresses of one full name are one person's: one mailbox, or one organisation.

    An organisation is one domain and all below it, unless anybody may have an address there. Everywhere else
    two addresses are two people until the user says so (docs/decisions/0013).
    """
    if mailbox_key(address) == mailbox_key(other):
        return True
    mine, theirs = (one.rpartition("@")[2] for one in (address, other))
    if not (mine and theirs) or {mine, theirs} & PUBLIC_MAIL:
        return False
    return mine == theirs or mine.endswith(f".{theirs}") or theirs.endswith(f".{mine}")


def is_one(told: Person, person: Person) -> bool:
    """Whether both are one without any guess: one key, one address, or one full name.

    A full name is none where both have an address, and the two have nothing to do with each other.
    """
    if told.key == person.key or (told.email and told.email == person.email):
        return True
    if not is_full(person.name) or token(told.name) != token(person.name):
        return False
    if not (told.email and person.email):
        return True
    return is_written_out(person.name) and are_together(told.email, person.email)


def grouped(pairs: Iterable[tuple[Thing, Thing]]) -> dict[Thing, frozenset[Thing]]:
    """Everything that is linked, directly or through others: each to its whole group. Order is no matter."""
    groups: dict[Thing, set[Thing]] = {}
    for one, other in pairs:
        both = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(both, both))
    return {one: frozenset(group) for one, group in groups.items()}


def mentor_person(mentor: Mentor) -> Person:
    """A mentor of the narrative as a person."""
    email = mentor.email.lower()
    return Person(email or token(mentor.name), mentor.name, email, mentor.title, Role.MENTOR)


def united(me: Narrative) -> Narrative:
    """The narrative in which everybody is told under the key that is kept for them.

    A confirmed address stays confirmed only where letters still go there: a CV goes to no other.
    """
    if not me.same:
        return me
    who = Identities.of(me)
    director = me.program_director
    return replace(
        me,
        program_director=who.person(director) if director else None,
        people=tuple(map(who.person, me.people)),
        mentors=tuple(_mentor(who, one) for one in me.mentors),
        prospects=tuple(_prospect(who, one) for one in me.prospects),
        referees=tuple(_referee(who, one) for one in me.referees),
        skip=tuple(dict.fromkeys(map(who.key_of, me.skip))),
    )


def _root(spelling: str, entries: Mapping[str, SamePerson]) -> SamePerson:
    """The entry at the end of the chain. Two that name each other are the one whose key comes first."""
    entry = entries[spelling]
    passed = [entry]
    while (onward := entries[token(entry.key)]) != entry:
        if onward in passed:
            return min(passed[passed.index(onward) :], key=lambda one: one.key)
        passed.append(onward)
        entry = onward
    return entry


def _identity(root: SamePerson, roots: Mapping[str, SamePerson], me: Narrative) -> Identity:
    """The person of a root, with the best that any entry joined to it tells."""
    own = [one for one in me.same if roots[token(one.key)].key == root.key]
    own.sort(key=lambda one: one.key != root.key)
    name = next((one.name for one in own if one.name and one.key == root.key), "")
    spellings = (text for one in own for text in (one.key, *one.also))
    addresses = [text.lower() for text in (root.key, *spellings) if "@" in text]
    return Identity(root.key, name, addresses[0] if addresses else "", frozenset(addresses))


def _mentor(who: Identities, mentor: Mentor) -> Mentor:
    found = who.meant(mentor.name, mentor.email.lower())
    if found is None:
        return mentor
    return replace(mentor, name=found.name or mentor.name, email=found.email or mentor.email)


def _prospect(who: Identities, prospect: Prospect) -> Prospect:
    found = who.meant(prospect.person, prospect.address.lower())
    if found is None:
        return prospect
    address = found.email or prospect.address
    sure = prospect.confirmed and address == prospect.address.lower()
    return replace(prospect, person=found.name or prospect.person, address=address, confirmed=sure)


def _referee(who: Identities, referee: Referee) -> Referee:
    found = who.find(referee.person)
    return replace(referee, person=found.email or found.name or found.key) if found else referee

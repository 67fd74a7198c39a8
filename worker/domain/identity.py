"""What the user says about who is one person goes in; the person that a spelling stands for comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from worker.domain.names import fold, full_name, parse_name
from worker.domain.narrative import Mentor, Narrative, Prospect, Referee, SamePerson
from worker.domain.person import Person, Role


@dataclass(frozen=True, slots=True)
class Identity:
    """One person, under whatever address or spelling they appear."""

    key: str
    name: str
    """How they are written, or empty."""
    email: str
    """Where letters go: the key, or the first further address; empty where none is told."""


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
        named = {token(one.name): one for one in found.values() if is_full(one.name)}
        return cls(named | {spelling: found[root.key] for spelling, root in roots.items()})

    def find(self, *spellings: str) -> Identity | None:
        """Who is meant by the first of these addresses and names that the user has said something about."""
        return next((self.known[one] for one in map(token, spellings) if one in self.known), None)

    def key_of(self, key: str) -> str:
        """The key that stands for this one; itself where nothing is said about it."""
        found = self.find(key)
        return found.key if found else key

    def person(self, person: Person) -> Person:
        """The person under the key and the address that are kept; others as they are."""
        found = self.find(person.email, person.key, _full(person.name))
        if found is None:
            return person
        email = found.email or person.email
        return replace(person, key=found.key, name=found.name or person.name, email=email)


def token(spelling: str) -> str:
    """A spelling for comparing: an address in lower case, a name folded, without title and degrees."""
    plain = spelling.strip()
    return plain.lower() if "@" in plain else fold(full_name(parse_name(plain))) or fold(plain)


def is_full(name: str) -> bool:
    """Whether it has a given name and a surname: a surname alone identifies nobody."""
    parts = parse_name(name)
    return bool(parts.given and parts.surname)


def is_one(told: Person, person: Person) -> bool:
    """Whether both are one without any guess: the same key, the same address, or the same full name."""
    if told.key == person.key or (told.email and told.email == person.email):
        return True
    return is_full(person.name) and token(told.name) == token(person.name)


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
    email = next((text.lower() for text in (root.key, *spellings) if "@" in text), "")
    return Identity(root.key, name, email)


def _full(name: str) -> str:
    return name if is_full(name) else ""


def _mentor(who: Identities, mentor: Mentor) -> Mentor:
    found = who.find(mentor.email, _full(mentor.name))
    if found is None:
        return mentor
    return replace(mentor, name=found.name or mentor.name, email=found.email or mentor.email)


def _prospect(who: Identities, prospect: Prospect) -> Prospect:
    found = who.find(prospect.address, _full(prospect.person))
    if found is None:
        return prospect
    address = found.email or prospect.address
    sure = prospect.confirmed and address == prospect.address.lower()
    return replace(prospect, person=found.name or prospect.person, address=address, confirmed=sure)


def _referee(who: Identities, referee: Referee) -> Referee:
    found = who.find(referee.person)
    return replace(referee, person=found.email or found.name or found.key) if found else referee

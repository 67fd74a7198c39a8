"""People from a file and those who are known go in; what the file would change in a narrative comes out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from worker.domain.identity import is_full, token
from worker.domain.marking import joined, with_mentor, with_never, with_role
from worker.domain.narrative import MentorType, Narrative
from worker.domain.person import Person, Role


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody as a line or a card of a file tells of them. At least a name or an address is there."""

    line: int
    """Its number in the file."""
    name: str = ""
    addresses: tuple[str, ...] = ()
    """Lower case; the first is the one to write to."""
    title: str = ""
    role: Role | None = None
    """None: the file says nothing."""
    mentor: MentorType | None = None
    never: bool = False
    """Nothing is ever to be written to them."""

    @property
    def called(self) -> str:
        """How to speak of them."""
        return self.name or self.addresses[0]


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file of people as it was read. With a fault nothing of it may be taken."""

    newcomers: tuple[Newcomer, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table: what stands at the head of each column, and our name for it, empty where it is ignored."""
    joined: tuple[str, ...] = ()
    """Each line that tells of somebody who stands above, in words."""
    faults: tuple[str, ...] = ()
    """Each with file and line."""


@dataclass(frozen=True, slots=True)
class Acquainted:
    """Somebody who is known already, with everything that reaches them."""

    person: Person
    addresses: frozenset[str]
    mentor: MentorType | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the file does to one person, in words; nothing, where all of it is known."""

    newcomer: Newcomer
    is_new: bool
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Introduced:
    """What a whole file does. With a fault nothing of it may be done."""

    me: Narrative
    people: tuple[Introduction, ...]
    faults: tuple[str, ...] = ()
    """One line each, without the file's name."""


def without_doubles(newcomers: Iterable[Newcomer]) -> tuple[tuple[Newcomer, ...], tuple[str, ...]]:
    """One for each person, with all that their lines tell; and which lines were joined, in words.

    The same address, or the same full name, is the same person.
    """
    kept: list[Newcomer] = []
    told: list[str] = []
    for one in newcomers:
        place = next((n for n, other in enumerate(kept) if _is_same(other, one)), None)
        if place is None:
            kept.append(one)
        else:
            told.append(f"line {one.line}: {one.called} stands in line {kept[place].line} already")
            kept[place] = _together(kept[place], one)
    return tuple(kept), tuple(told)


def introduce(me: Narrative, newcomers: Sequence[Newcomer], known: Sequence[Acquainted]) -> Introduced:
    """The narrative with everybody of a file in it, as far as they are not known already."""
    people: list[Introduction] = []
    faults: list[str] = []
    for one in newcomers:
        found = [other for other in known if _is_known(other, one)]
        if len(found) > 1:
            names = " and ".join(sorted(other.person.name or other.person.key for other in found))
            faults.append(
                f"line {one.line}: {one.called} may be {names}, whom you know as {len(found)} people; "
                f"join them first with `rapport people merge`"
            )
            continue
        changes = tuple(_changes(one, found[0])) if found else ()
        people.append(Introduction(one, not found, changes))
        me = _told(me, one, found[0] if found else None)
    return Introduced(me, tuple(people), tuple(faults))


def _is_same(one: Newcomer, other: Newcomer) -> bool:
    if set(one.addresses) & set(other.addresses):
        return True
    return is_full(one.name) and token(one.name) == token(other.name)


def _together(one: Newcomer, other: Newcomer) -> Newcomer:
    return replace(
        one,
        name=one.name or other.name,
        addresses=tuple(dict.fromkeys((*one.addresses, *other.addresses))),
        title=one.title or other.title,
        role=one.role or other.role,
        mentor=one.mentor or other.mentor,
        never=one.never or other.never,
    )


def _is_known(known: Acquainted, one: Newcomer) -> bool:
    if known.addresses & set(one.addresses):
        return True
    return is_full(one.name) and token(one.name) == token(known.person.name)


def _changes(one: Newcomer, known: Acquainted) -> Iterator[str]:
    yield from (f"also {address}" for address in one.addresses if address not in known.addresses)
    if one.role and one.role is not known.person.role:
        yield f"role {one.role.value}"
    if one.mentor and one.mentor is not known.mentor:
        yield f"{one.mentor.value} mentor"
    if one.never and not known.person.do_not_contact:
        yield "do not contact"


def _told(me: Narrative, one: Newcomer, known: Acquainted | None) -> Narrative:
    person = known.person if known else _person(one)
    if known is None:
        me = replace(me, people=(*me.people, person))
    if one.role and (known is None or one.role is not person.role):
        me = with_role(me, person, one.role)
    if one.mentor:
        me = with_mentor(me, person, one.mentor)
    if one.never:
        me = with_never(me, person, never=True)
    return _with_addresses(me, person, one, known.addresses if known else frozenset())


def _with_addresses(me: Narrative, person: Person, one: Newcomer, known: frozenset[str]) -> Narrative:
    """Whom the file tells under several addresses is one person under all of them."""
    more = tuple(address for address in one.addresses if address not in {person.key, person.email, *known})
    return joined(me, person, Person(more[0], "", more[0]), more[1:]) if more else me


def _person(one: Newcomer) -> Person:
    email = one.addresses[0] if one.addresses else ""
    return Person(email or token(one.name), one.name, email, one.title, one.role or Role.MET)

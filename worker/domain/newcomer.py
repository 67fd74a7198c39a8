"""People from a file and those who are known go in; what the file would change in a narrative comes out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from worker.domain.identity import are_together, grouped, is_full, is_written_out, token
from worker.domain.marking import joined, with_mentor, with_never, with_role
from worker.domain.narrative import MentorType, Narrative
from worker.domain.person import Person, Role
from worker.domain.reply import mailbox_key


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
    left_out: tuple[str, ...] = ()
    """Each card that is nobody's, in words."""


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
    may_be: tuple[str, ...] = ()
    """Who bears the same full name at another address: a question, and the user decides it."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """What a whole file does. With a fault nothing of it may be done."""

    me: Narrative
    people: tuple[Introduction, ...]
    faults: tuple[str, ...] = ()
    """One line each, without the file's name."""


def without_doubles(newcomers: Iterable[Newcomer]) -> tuple[tuple[Newcomer, ...], tuple[str, ...]]:
    """One for each person, with all that their lines tell; and which lines were joined, in words.

    One address is one person, and so is one full name: but at two organisations it is two. A name alone is
    the one person of the file who bears it; the same name alone, however short, twice is once.
    """
    everybody = tuple(newcomers)
    places = _places(everybody)
    kept: dict[int, Newcomer] = {}
    told: list[str] = []
    for number, one in enumerate(everybody):
        first = min(places[number])
        if first == number:
            kept[number] = one
        else:
            told.append(f"line {one.line}: {one.called} stands in line {kept[first].line} already")
            kept[first] = _together(kept[first], one)
    return tuple(kept.values()), tuple(told)


def _places(everybody: Sequence[Newcomer]) -> dict[int, frozenset[int]]:
    """Each line's number to those of all lines about the same person, whatever their order."""
    links = [(number, number) for number in range(len(everybody))]
    reached: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(everybody):
        for address in one.addresses:
            reached[mailbox_key(address)].append(number)
    links += [(numbers[0], other) for numbers in reached.values() for other in numbers[1:]]
    named = _named(everybody)
    groups: dict[int, frozenset[int]] = {}
    while (found := grouped(links)) != groups:  # Who is joined brings addresses along, and those join others.
        groups = found
        links += [link for numbers in named.values() for link in _by_name(everybody, numbers, groups)]
    return _with_names_alone(everybody, named, links)


def _named(everybody: Sequence[Newcomer]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(everybody):
        if one.name:
            found[token(one.name)].append(number)
    return found


def _by_name(
    everybody: Sequence[Newcomer], numbers: Sequence[int], groups: Mapping[int, frozenset[int]]
) -> Iterator[tuple[int, int]]:
    """Lines with one name that are one person's by all that is known of their addresses."""
    if not is_written_out(everybody[numbers[0]].name):
        return
    for one, other in combinations(dict.fromkeys(groups[number] for number in numbers), 2):
        mine, theirs = ({a for n in group for a in everybody[n].addresses} for group in (one, other))
        if any(are_together(a, b) for a in mine for b in theirs):
            yield min(one), min(other)


def _with_names_alone(
    everybody: Sequence[Newcomer], named: Mapping[str, Sequence[int]], links: list[tuple[int, int]]
) -> dict[int, frozenset[int]]:
    """A name without an address belongs to the one who bears it, where there is one."""
    groups = grouped(links)
    for numbers in named.values():
        bare = [number for number in numbers if not everybody[number].addresses]
        bearers = {groups[n] for n in numbers if everybody[n].addresses and is_full(everybody[n].name)}
        joins = [min(one) for one in bearers] if len(bearers) == 1 else []
        links += [(number, place) for number in bare for place in (*joins, bare[0])]
    return grouped(links)


def introduce(me: Narrative, newcomers: Sequence[Newcomer], known: Sequence[Acquainted]) -> Introduced:
    """The narrative with everybody of a file in it, as far as they are not known already."""
    people: list[Introduction] = []
    faults: list[str] = []
    for one in newcomers:
        found = _found(one, known)
        if len(found) > 1:
            names = " and ".join(sorted(other.person.name or other.person.key for other in found))
            faults.append(
                f"line {one.line}: {one.called} may be {names}, whom you know as {len(found)} people; "
                f"join them first with `rapport people merge`"
            )
            continue
        changes = tuple(_changes(one, found[0])) if found else ()
        people.append(Introduction(one, not found, changes, () if found else tuple(_namesakes(one, known))))
        me = _told(me, one, found[0] if found else None)
    return Introduced(me, tuple(people), tuple(faults))


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


def _found(one: Newcomer, known: Sequence[Acquainted]) -> list[Acquainted]:
    """Who is meant: by an address, else by the full name, where no address speaks against it."""
    own = set(map(mailbox_key, one.addresses))
    found = [other for other in known if own & set(map(mailbox_key, other.addresses))]
    return found or [other for other in _called(one, known) if _is_known(other, one)]


def _called(one: Newcomer, known: Sequence[Acquainted]) -> list[Acquainted]:
    wanted = token(one.name)
    return [other for other in known if is_full(one.name) and token(other.person.name) == wanted]


def _is_known(known: Acquainted, one: Newcomer) -> bool:
    """Whether somebody of the same full name is the one of the file."""
    if not (known.addresses and one.addresses):
        return True
    pairs = ((mine, theirs) for mine in one.addresses for theirs in known.addresses)
    return is_written_out(one.name) and any(are_together(*pair) for pair in pairs)


def _namesakes(one: Newcomer, known: Sequence[Acquainted]) -> Iterator[str]:
    """Who bears the same full name, and is not taken for them."""
    for other in _called(one, known):
        yield f"{other.person.name} <{other.person.email}>"


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

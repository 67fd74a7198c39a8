"""A list of programs goes in; which of its names mean one program, and whom no letter goes to, come out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from worker.domain.identity import are_together, grouped, is_one, is_written_out, mentor_person, token
from worker.domain.names import fold
from worker.domain.narrative import DIRECTORS, PUBLIC_MAIL, Narrative, Prospect
from worker.domain.person import Person

SMALL = frozenset(
    {"the", "of", "at", "in", "and", "for", "a"}
    | {"program", "programme", "residency", "department", "dept", "division", "surgery"}
)
"""Words that stand in one spelling of a program's name and not in another."""
KINDS = frozenset(
    {"university", "college", "school", "medicine", "medical", "center", "centre", "clinic", "hospital"}
    | {"health", "system"}
)
"""Words that a spelling may leave out, but that no other of them may stand for."""


def one_program(name: str, other: str) -> bool:
    """Whether two names may mean one program: "University of Northlake" and "Northlake University"."""
    mine, theirs = _words(name), _words(other)
    is_same = mine - KINDS == theirs - KINDS != frozenset() and (mine <= theirs or theirs <= mine)
    return is_same or fold(name) == fold(other)


@lru_cache(maxsize=4)
def programs_of(prospects: tuple[Prospect, ...]) -> Mapping[str, str]:
    """Each folded name of a program on a list to the one that stands for it.

    Two names are one program if somebody with one address, or one director, stands at both; or if they are
    the same but for words such as "University of", and no two addresses there say otherwise.
    """
    names = dict.fromkeys(fold(one.program) for one in prospects)
    links = [(name, name) for name in names]
    links += [(fold(one.program), fold(other.program)) for one, other in _same_people(prospects)]
    links += _same_names(prospects)
    groups = grouped(links)
    return {name: next(one for one in names if one in groups[name]) for name in names}


def spared(me: Narrative, prospect: Prospect, person: Person) -> str:
    """Why no first letter introduces the user to somebody on the list, or nothing."""
    director = me.program_director
    if director and is_one(director, person):
        return f"{prospect.person} is your own program director: speak to them yourself"
    if any(is_one(mentor_person(mentor), person) for mentor in me.mentors):
        return f"{prospect.person} is your mentor and knows you"
    if is_own(me, prospect):
        return f"{prospect.program} is your own institution: speak to them there"
    return ""


def programs_elsewhere(me: Narrative) -> tuple[str, ...]:
    """The programs at which a mentor might open a door, each once: none of the user's own."""
    names, found = programs_of(me.prospects), dict[str, str]()
    for one in me.prospects:
        director = Person(one.address.lower() or token(one.person), one.person, one.address.lower())
        if one.role in DIRECTORS and not spared(me, one, director):
            found.setdefault(names[fold(one.program)], one.program)
    return tuple(found.values())


def is_own(me: Narrative, prospect: Prospect) -> bool:
    """Whether a program is the user's own: by the address there, else by its name."""
    domain = prospect.address.lower().rpartition("@")[2]
    if any(domain == home or domain.endswith(f".{home}") for home in me.home_domains):
        return True
    is_elsewhere = bool(me.home_domains and domain) and domain not in PUBLIC_MAIL
    is_called_so = one_program(prospect.program, me.institution) and not is_elsewhere
    return bool(me.institution) and (is_called_so or fold(prospect.program) == fold(me.institution))


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    words = "".join(char if char.isalnum() else " " for char in fold(name)).split()
    return frozenset(words) - SMALL


def _same_people(prospects: tuple[Prospect, ...]) -> Iterator[tuple[Prospect, Prospect]]:
    """Pairs of lines with one address, or of directors with one full name."""
    by_mark: dict[str, list[Prospect]] = defaultdict(list)
    for one in prospects:
        if one.address:
            by_mark[one.address.lower()].append(one)
        if one.role in DIRECTORS and is_written_out(one.person):
            by_mark[token(one.person)].append(one)
    for alike in by_mark.values():
        for one, other in combinations(alike, 2):
            if not (one.address and other.address) or are_together(one.address, other.address):
                yield one, other


def _same_names(prospects: tuple[Prospect, ...]) -> Iterator[tuple[str, str]]:
    there: dict[str, set[str]] = defaultdict(set)
    alike: dict[frozenset[str], set[str]] = defaultdict(set)
    for one in prospects:
        name, address = fold(one.program), one.address.lower()
        alike[_words(name) - KINDS].add(name)
        there[name] |= {address} - {""} if address.rpartition("@")[2] not in PUBLIC_MAIL else set()
    for names in alike.values():
        for mine, theirs in combinations(sorted(names), 2):
            if one_program(mine, theirs) and not _belie(there[mine], there[theirs]):
                yield mine, theirs


def _belie(addresses: set[str], others: set[str]) -> bool:
    """Whether the addresses at two programs tell that they are two."""
    return bool(addresses and others) and not any(are_together(a, b) for a in addresses for b in others)

"""Everybody who is known goes in; pairs who may be one person, each with its evidence, come out.

Nobody is joined by it: a pair is a question to the user.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType

from worker.domain.names import compatible, fold, folded_name, full_name, parse_name
from worker.domain.narrative import PUBLIC_MAIL, Apart
from worker.domain.person import Person
from worker.domain.reply import mailbox_key

SHORTENED = 3
"""Letters at least of a given name cut short: "Jon" for Jonathan."""
LONG = 6
"""Letters at least of a name in which another letter is a slip: "Ian" and "Jan" are two names."""
COMMON = 40
"""People at most who share a surname, a local part, or a given name at one place, if that tells anything."""
SPELT_OUT = {"ae": "a", "oe": "o", "ue": "u", "aa": "a", "ij": "y"}
"""How the marks of Nordic, German and Dutch letters are written where they cannot be typed."""
Shorts = Mapping[str, frozenset[str]]
"""A given name, folded, to all that it may be short for."""
NO_SHORTS: Shorts = MappingProxyType({})


class Weight(IntEnum):
    """How much one piece of evidence says."""

    WEAK = 1
    """Two of them make a question, unless something speaks against it."""
    FAIR = 2
    """Makes a question, unless both were met together."""
    STRONG = 3
    """Makes a question, whatever speaks against it."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is known, with all that tells who they are."""

    person: Person
    addresses: frozenset[str] = frozenset()
    """Every address, lower case, the main one among them."""
    answered_from: frozenset[str] = frozenset()
    """Addresses from which a letter to them was answered, that are not known as theirs."""
    days: frozenset[tuple[str, date]] = frozenset()
    """Where and when they were met: an engagement's id and a day of it."""

    @property
    def called(self) -> str:
        """How to speak of them."""
        return self.person.name or self.person.email or self.person.key


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two who may be one person. The first is whom one would keep."""

    kept: Known
    gone: Known
    weight: Weight
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @property
    def pair(self) -> Apart:
        """Both keys, in the order in which the user's word about them is kept."""
        return pair_of(self.kept.person.key, self.gone.person.key)


Evidence = tuple[Weight, str]


def pair_of(key: str, other: str) -> Apart:
    """Two keys in one order."""
    return Apart(min(key, other), max(key, other))


def find_alike(
    known: Iterable[Known], apart: Collection[Apart] = (), shorts: Shorts = NO_SHORTS
) -> tuple[Likeness, ...]:
    """Everybody who may be somebody else here, the surest first. The order of `known` does not matter.

    `apart`: whom the user has said to be two people. `shorts`: which given names are short for which.
    """
    everybody = sorted(known, key=lambda one: one.person.key)
    found = (
        likeness
        for one, other in _near(everybody)
        if pair_of(one.person.key, other.person.key) not in apart
        and (likeness := compare(one, other, everybody, shorts))
    )
    return tuple(sorted(found, key=lambda one: (-one.weight, one.pair.one, one.pair.other)))


def compare(
    one: Known, other: Known, everybody: Sequence[Known], shorts: Shorts = NO_SHORTS
) -> Likeness | None:
    """Whether two may be one person; the same whichever comes first."""
    sides = ((one, other), (other, one))
    found = (
        told for pair in sides for told in (*_evidence(*pair, everybody), *_by_short_name(*pair, shorts))
    )
    evidence = sorted(set(found), reverse=True)
    if not evidence:
        return None
    together, against = _met_together(one, other), tuple(_against(one, other))
    weight = _weight([weight for weight, _ in evidence], is_doubted=bool(against))
    if weight is None or (together and weight is not Weight.STRONG):
        return None
    kept, gone = sorted((one, other), key=_rank)
    words = tuple(dict.fromkeys(text for _, text in evidence))
    return Likeness(kept, gone, weight, words, (*((together,) if together else ()), *against))


def _weight(weights: Sequence[Weight], *, is_doubted: bool) -> Weight | None:
    best = max(weights)
    if best is not Weight.WEAK:
        return best
    return Weight.WEAK if len(weights) > 1 and not is_doubted else None


def _rank(known: Known) -> tuple[bool, bool, int, str]:
    """Whom one would keep: with an address, of an institution, the fuller name."""
    email = known.person.email
    return not email, _is_public(email), -len(full_name(parse_name(known.person.name))), known.person.key


# --- who is worth comparing ------------------------------------------------------------------------------


def _near(everybody: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Each pair that shares a surname, an address, or a name spelt in an address; each once."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, known in enumerate(everybody):
        for hook in _hooks(known):
            places[hook].append(number)
    telling = (numbers for hook, numbers in places.items() if not _is_common(hook, len(numbers)))
    pairs = {pair for numbers in telling for pair in combinations(numbers, 2)}
    for one, other in sorted(pairs):
        yield everybody[one], everybody[other]


def _is_common(hook: str, bearers: int) -> bool:
    """Whether so many share it that it tells nothing: "info@", or a surname half a country bears."""
    return bearers > COMMON and not hook.startswith("address ")


def _hooks(known: Known) -> frozenset[str]:
    name = known.person.name
    addresses = known.addresses | known.answered_from
    surname = _surname(name)
    return frozenset(
        {
            *([f"surname {_latin(surname)}"] if surname else []),
            *([f"words {_latin_words(name)}"] if surname else []),
            *(f"{_latin(given)} at {domain}" for domain in _domains(known) for given in _given(name)[:1]),
            *(f"local {spelt}" for spelt in (*_spelt_out(name), *_spelt_short(name))),
            *(f"local {_local(address)}" for address in addresses),
            *(f"address {mailbox_key(address)}" for address in addresses),
        }
    )


# --- what speaks for it ----------------------------------------------------------------------------------


def _evidence(one: Known, other: Known, everybody: Sequence[Known]) -> Iterator[Evidence]:
    """What tells that `one` is `other`, seen from the first."""
    yield from _by_address(one, other)
    yield from _by_name(one, other)
    yield from _by_typing(one, other)
    yield from _by_spelling(one, other)
    if _fits(one, other) and not one.addresses & other.addresses:
        yield from _as_the_only_one(one, other, everybody)


def _by_address(one: Known, other: Known) -> Iterator[Evidence]:
    if shared := sorted(one.addresses & other.addresses):
        yield Weight.STRONG, f"both have the address {shared[0]}"
    elif same := sorted({*map(mailbox_key, one.addresses)} & {*map(mailbox_key, other.addresses)}):
        yield Weight.STRONG, f"both addresses are one mailbox at Gmail: {same[0]}"
    for address in sorted(one.answered_from & other.addresses):
        yield Weight.STRONG, f"a letter to {one.called} was answered from {address}"


def _by_name(one: Known, other: Known) -> Iterator[Evidence]:
    """One full name at two addresses, or two spellings that agree."""
    name, also = one.person.name, other.person.name
    if not (_surname(name) and _surname(also)):
        return
    mine, theirs = _given(name), _given(also)
    is_one_name = folded_name(name) == folded_name(also)
    if is_one_name and _is_whole(name):
        yield Weight.STRONG, f"both are called {min(name, also)}"
    elif not is_one_name and len(_words(name)) > 1 and _words(name) == _words(also):
        yield Weight.FAIR, f"{_both(name, also)} are the same words in another order"
    elif _surname(name) == _surname(also) and mine and theirs:
        yield from _by_given_name(one, other)


def _by_typing(one: Known, other: Known) -> Iterator[Evidence]:
    """Two names that are one without their marks, or but for one letter at one organisation."""
    name, also = one.person.name, other.person.name
    if not (_is_whole(name) and _is_whole(also)) or folded_name(name) == folded_name(also):
        return
    mine, theirs = _latin_words(name), _latin_words(also)
    if len(mine) > 1 and mine == theirs:
        yield Weight.FAIR, f"{_both(name, also)} are one name, with marks and without"
    elif (at_home := _shared_domain(one, other)) and _is_slip(name, also):
        yield Weight.FAIR, f"{_both(name, also)} differ in one letter, both at {at_home}"


def _is_slip(name: str, other: str) -> bool:
    """Whether one letter of the given name or of the surname is another, and all else the same."""
    mine, theirs = (_latin(_surname(one)) for one in (name, other))
    own, their = (" ".join(map(_latin, _given(one))) for one in (name, other))
    if mine == theirs:
        return _is_typed(own, their)
    return own == their and _is_typed(mine, theirs)


def _is_typed(word: str, other: str) -> bool:
    """Whether one is the other with a letter doubled or, in a long one, left out, added or mistaken."""
    short, whole = sorted((word, other), key=lambda text: (len(text), text))
    same = next((n for n, (a, b) in enumerate(zip(short, whole, strict=False)) if a != b), len(short))
    if len(short) == len(whole):
        swapped = short[:same] + short[same + 1 : same + 2] + short[same : same + 1] + short[same + 2 :]
        return len(short) >= LONG and (whole[same + 1 :] == short[same + 1 :] or whole == swapped)
    if len(whole) - len(short) != 1 or whole[same + 1 :] != short[same:]:
        return False
    return len(short) >= LONG or (same > 0 and whole[same] == whole[same - 1])


def _by_short_name(one: Known, other: Known, shorts: Shorts) -> Iterator[Evidence]:
    """One surname, and two given names of which one is short for the other: "Tom" and "Thomas"."""
    name, also = one.person.name, other.person.name
    mine, theirs = _given(name)[:1], _given(also)[:1]
    if not (mine and theirs) or mine == theirs or _latin(_surname(name)) != _latin(_surname(also)):
        return
    whole = shorts.get(mine[0], frozenset()) | {mine[0]}
    if not whole & (shorts.get(theirs[0], frozenset()) | {theirs[0]}):
        return
    at_home = _shared_domain(one, other)
    where = f", both at {at_home}" if at_home else ""
    short, long = sorted((name, also), key=lambda text: (len(text), text))
    is_doubted = any(_against(one, other))
    yield (Weight.WEAK if is_doubted else Weight.FAIR), f"{short} may be short for {long}{where}"


def _by_given_name(one: Known, other: Known) -> Iterator[Evidence]:
    name, also = one.person.name, other.person.name
    mine, theirs = _given(name)[0], _given(also)[0]
    if mine == theirs and len(mine) > 1 and compatible(name, also):
        yield Weight.FAIR, f"{_both(name, also)} differ in a middle name alone"
    elif compatible(name, also) or _is_shortened(mine, theirs) or _is_shortened(theirs, mine):
        at_home = _shared_domain(one, other)
        where = f", both at {at_home}" if at_home else ""
        yield (Weight.FAIR if at_home else Weight.WEAK), f"{_both(name, also)} may be one name{where}"


def _by_spelling(one: Known, other: Known) -> Iterator[Evidence]:
    """An address of the first spells the name of the second, and no name of the first's says otherwise."""
    if not _surname(other.person.name) or not _agree(one.person.name, other.person.name):
        return
    for address in sorted(one.addresses - other.addresses):
        local = _local(address)
        if local in _spelt_out(other.person.name):
            yield Weight.FAIR, f"the address {address} spells {other.person.name}"
        elif local in _spelt_short(other.person.name):
            yield Weight.WEAK, f"the address {address} may stand for {other.person.name}"
            if home := _shared_domain(one, other):
                yield Weight.WEAK, f"both are at {home}"


def _as_the_only_one(one: Known, other: Known, everybody: Sequence[Known]) -> Iterator[Evidence]:
    """The first is known by a name or an address alone, and fits nobody else."""
    if one.person.name and one.addresses:
        return
    if all(_fits(one, third) is False for third in everybody if third not in {one, other}):
        yield Weight.WEAK, f"{one.called} fits nobody else you know"


def _fits(one: Known, other: Known) -> bool:
    """Whether name or address of the first may stand for the second."""
    names = list(_by_name(one, other))
    return bool(names or [*_by_spelling(one, other)])


# --- what speaks against it ------------------------------------------------------------------------------


def _met_together(one: Known, other: Known) -> str:
    if one.days.isdisjoint(other.days) or not (one.addresses and other.addresses):
        return ""
    _, day = min(one.days & other.days, key=lambda met: (met[1], met[0]))
    return f"you met both on {day.isoformat()}, each with an address of their own"


def _against(one: Known, other: Known) -> Iterator[str]:
    mine, theirs = _domains(one), _domains(other)
    if mine and theirs and mine.isdisjoint(theirs):
        yield f"their addresses belong to {min(mine | theirs)} and {max(mine | theirs)}"


# --- names and addresses ---------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def in_one_spelling(one: str, other: str) -> bool:
    """Whether two names are one but for marks that cannot be typed everywhere: Joerg Mueller, Jörg Müller."""
    return _latin(folded_name(one)) == _latin(folded_name(other)) != ""


def _latin(text: str) -> str:
    """Folded, and letters that stand for a mark as the marked one: Mueller and Müller are muller."""
    plain = fold(text)
    for letters, marked in SPELT_OUT.items():
        plain = plain.replace(letters, marked)
    return plain


def _surname(name: str) -> str:
    return fold(parse_name(name).surname).replace("-", " ") if name else ""


def _given(name: str) -> list[str]:
    return fold(parse_name(name).given).replace(".", " ").replace("-", " ").split()


def _is_whole(name: str) -> bool:
    """Whether the given name is written out. A name in another script stands whole in the surname."""
    given = _given(name)
    return len(given[0]) > 1 if given else len(_words(name)) > 1


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted((*_given(name), *_surname(name).split())))


def _latin_words(name: str) -> tuple[str, ...]:
    return tuple(sorted(map(_latin, _words(name))))


def _agree(name: str, other: str) -> bool:
    """Whether no name says otherwise: one is missing, or both may be one."""
    return not name or compatible(name, other) or _words(name) == _words(other)


def _is_shortened(short: str, whole: str) -> bool:
    return SHORTENED <= len(short) < len(whole) and whole.startswith(short)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalpha())


def _local(address: str) -> str:
    """The part before the @, letters alone, without what stands behind a plus sign."""
    return _letters(address.partition("@")[0].partition("+")[0])


def _spelt_out(name: str) -> frozenset[str]:
    """How an address spells a whole name: janelee, leejane."""
    given, surname = _given(name), _letters(_surname(name))
    if not (given and surname and len(given[0]) > 1):
        return frozenset()
    return frozenset({given[0] + surname, surname + given[0], "".join(given) + surname})


def _spelt_short(name: str) -> frozenset[str]:
    """How an address shortens a name: jlee, leej, jmlee."""
    given, surname = _given(name), _letters(_surname(name))
    if not (given and surname):
        return frozenset()
    initials = "".join(word[0] for word in given)
    return frozenset({initials[0] + surname, surname + initials[0], initials + surname})


def _is_public(address: str) -> bool:
    return address.rpartition("@")[2] in PUBLIC_MAIL


def _domains(known: Known) -> frozenset[str]:
    """Where somebody works, as far as addresses tell."""
    return frozenset(one.rpartition("@")[2] for one in known.addresses if not _is_public(one))


def _shared_domain(one: Known, other: Known) -> str:
    return min(_domains(one) & _domains(other), default="")


def _both(name: str, other: str) -> str:
    return " and ".join(sorted((name, other)))

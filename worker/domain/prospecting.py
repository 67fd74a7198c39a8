"""The programs known and a list of them go in; what the list would change comes out, before anything does."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from worker.domain.identity import token
from worker.domain.names import fold, folded_full
from worker.domain.narrative import Narrative, Prospect
from worker.domain.outreach import prospect_key
from worker.domain.programs import one_program

TEXTS = ("address", "specialty", "note", "place")
CHOICES = ("role", "takes_outsiders", "top_choice")


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody whom the list tells more of, or something else."""

    before: Prospect
    after: Prospect

    @property
    def differences(self) -> Iterator[tuple[str, object, object]]:
        """Each field that would change: its name, what it says, what it would say."""
        for name in Prospect.__slots__:
            was, will = getattr(self.before, name), getattr(self.after, name)
            if was != will:
                yield name, was, will


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a list would do to the programs of a narrative."""

    new: tuple[Prospect, ...]
    changed: tuple[Changed, ...]
    same: tuple[Prospect, ...]
    unlisted: tuple[Prospect, ...]
    """Known, and not on the list: they stay."""
    prospects: tuple[Prospect, ...]
    """All of them afterwards: those known in their old order, then the new ones."""

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.new or self.changed)


def compared(known: Sequence[Prospect], listed: Sequence[Prospect], told: Collection[str]) -> ListChange:
    """What a list does to the programs known. `told`: the fields that the list has a column for.

    A field without a column, and an empty text, change nothing. A confirmation belongs to an address: it
    stays until the address changes.
    """
    after: dict[int, Prospect] = {}
    new: list[Prospect] = []
    for one in listed:
        place = next((n for n, old in enumerate(known) if same_prospect(old, one)), None)
        if place is None:
            new.append(one)
        else:
            after[place] = _with_list(after.get(place, known[place]), one, told)
    pairs = [Changed(known[n], after[n]) for n in sorted(after)]
    return ListChange(
        new=tuple(new),
        changed=tuple(pair for pair in pairs if pair.before != pair.after),
        same=tuple(pair.after for pair in pairs if pair.before == pair.after),
        unlisted=tuple(one for n, one in enumerate(known) if n not in after),
        prospects=(*(after.get(n, one) for n, one in enumerate(known)), *new),
    )


def without(known: Sequence[Prospect], program: str, person: str = "") -> tuple[Prospect, ...]:
    """The programs known, without one, or without one of its people."""
    return tuple(
        one
        for one in known
        if fold(one.program) != fold(program) or (person and not _is_called(one.person, person))
    )


def confirmed(known: Iterable[Prospect], address: str) -> tuple[Prospect, ...]:
    """The programs known, with this address as one that the user has checked."""
    return tuple(
        replace(one, confirmed=True) if one.address.lower() == address.lower() else one for one in known
    )


def with_prospects(me: Narrative, prospects: Sequence[Prospect]) -> Narrative:
    """The narrative with these programs instead of its own."""
    return replace(me, prospects=tuple(prospects))


def same_prospect(one: Prospect, other: Prospect) -> bool:
    """One person: by address, whatever the program is called, or by name at one program."""
    if one.address and other.address and one.address.lower() == other.address.lower():
        return True
    return prospect_key(one) == prospect_key(other) or (
        token(one.person) == token(other.person)
        and not (one.address and other.address)
        and one_program(one.program, other.program)
    )


def _is_called(name: str, told: str) -> bool:
    return fold(name) == fold(told) or bool(folded_full(told) and folded_full(name) == folded_full(told))


def _with_list(known: Prospect, listed: Prospect, told: Collection[str]) -> Prospect:
    texts = {name: text for name in TEXTS if name in told and (text := getattr(listed, name))}
    choices = {name: getattr(listed, name) for name in CHOICES if name in told}
    moved = "address" in texts and listed.address.lower() != known.address.lower()
    sure = listed.confirmed or (known.confirmed and not moved)
    return replace(known, **texts, **choices, confirmed=sure)

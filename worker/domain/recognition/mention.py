"""Finds in a text go in; one `Mention` for each person comes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from worker.domain.person import Role


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody as a text names them."""

    name: str
    title: str = ""
    email: str = ""
    role: Role = Role.GUEST
    topic: str = ""
    met: bool = False
    """By a phrase that says so ("Met:", "spoke with")."""
    cued: bool = True
    """By a label or verb; else a bare titled name."""
    peer: bool = False
    doctor: bool = False
    """With a doctor's degree behind the name."""
    swapped: bool = False
    """Written "Moreno, Elisa"."""
    start: int = 0
    end: int = 0

    @property
    def is_single(self) -> bool:
        """Whether only one word of the name is known, and no title."""
        return not self.title and len(self.name.split()) == 1


def first_of_each(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Overlapping finds are one; the one with most knowledge wins."""
    kept: list[Mention] = []
    for mention in sorted(found, key=_knowledge, reverse=True):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.start, m.end)))


def _knowledge(mention: Mention) -> tuple[bool, bool, bool, int, int]:
    return (mention.met, mention.cued, bool(mention.email), mention.end - mention.start, -mention.start)

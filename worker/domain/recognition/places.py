"""All readings go in; the words that name institutions and the user's own place in them come out."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from worker.domain.event import Event, Guest
from worker.domain.recognition.lexicon import InstitutionWords
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.words import Token, bare, folded, tokens_of

SHORTEST = 3
"""Letters from which on a word names a place."""
LOCAL = ("against:teaching", "against:administration", "against:off-duty")
"""Signs of what takes place at home."""
TIMES = 3
"""Local events with guests of one address ending from which on it is the home institution's."""
PART = re.compile(r"[|(),/;:@]|\s[-\u2013\u2014@]\s")


@dataclass(frozen=True, slots=True)
class Places:
    """What a calendar tells about places."""

    institutions: frozenset[str] = frozenset()
    """Folded words that name hospitals and universities: from addresses, and from "... Hospital"."""
    home_domain: str = ""
    """The ending of the addresses of those who run the local teaching; empty = not known."""
    known: frozenset[str] = frozenset()
    """Folded locations at which something local takes place."""

    def is_local(self, event: Event) -> bool:
        """Whether somebody of the user's own institution, or its machine, invites to an event."""
        who = event.organizer
        return bool(self.home_domain and who) and _domain(who.email if who else "") == self.home_domain

    def is_of_home(self, guest: Guest) -> bool:
        """Whether a guest's address is one of the user's own institution."""
        return bool(self.home_domain) and _domain(guest.email) == self.home_domain

    def is_home(self, location: str) -> bool:
        """Whether something local has taken place there."""
        return bool(location) and folded(location) in self.known


def places_of(readings: Sequence[Reading], words: InstitutionWords, explained: Container[str]) -> Places:
    """Learn from addresses, locations and titles; `explained`: words that stand for something else."""
    named = _Named(words)
    addresses = {g.email for reading in readings for g in _everybody(reading.event) if "@" in g.email}
    found = {word for address in addresses for word in named.in_address(address)}
    for text in {text for reading in readings for text in (reading.event.location, reading.headline)}:
        found |= set(named.in_text(text))
    institutions = frozenset(word for word in found if word not in explained)
    return Places(institutions, _home(readings), frozenset(_local_places(readings)) - {""})


def _everybody(event: Event) -> Iterator[Guest]:
    yield from event.guests
    if event.organizer:
        yield event.organizer


class _Named:
    """Finds the names of institutions."""

    def __init__(self, words: InstitutionWords) -> None:
        self.domains = frozenset(map(bare, words.domains))
        self.beside = frozenset(folded(phrase) for phrase in words.beside)
        self.single = frozenset(word for phrase in self.beside for word in phrase.split())

    def in_address(self, address: str) -> Iterator[str]:
        """The labels of a domain that are no part of every address."""
        for label in bare(address.rpartition("@")[2]).split("."):
            for word in re.split(r"[^a-z]+", label):
                if len(word) >= SHORTEST and word not in self.domains:
                    yield word

    def in_text(self, text: str) -> Iterator[str]:
        """Capital words beside "hospital" and the like, and their initials."""
        for part in PART.split(text):
            tokens = tokens_of(part)
            kept = [token for token in tokens if token.folded not in self.single]
            if len(kept) == len(tokens) or len(kept) > len(("Saint", "Mary", "of", "Mercy")):
                continue
            yield from (token.folded for token in kept if _is_name(token))


def _is_name(token: Token) -> bool:
    return len(token.text) >= SHORTEST and token.text[0].isupper()


def _domain(email: str) -> str:
    """The last labels of an address that tell an institution ("ukh.example.de")."""
    return email.rpartition("@")[2].casefold()


def _home(readings: Iterable[Reading]) -> str:
    counts: Counter[str] = Counter()
    for reading in readings:
        if any(kind in reading.title for kind in LOCAL) and reading.shape is Shape.MEETING:
            counts.update({_domain(g.email) for g in _everybody(reading.event) if not g.is_self} - {""})
    domain, count = next(iter(counts.most_common(1)), ("", 0))
    return domain if count >= TIMES else ""


def _local_places(readings: Iterable[Reading]) -> Iterator[str]:
    """Where teaching, business and clinics take place."""
    for reading in readings:
        if any(kind in reading.title for kind in LOCAL):
            yield folded(reading.event.location)

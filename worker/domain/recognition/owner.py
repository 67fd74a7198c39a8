"""All readings go in; the names under which a calendar has the user come out, in its `Circle`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from worker.domain.event import Guest
from worker.domain.names import parse_name
from worker.domain.person import Role
from worker.domain.recognition.circle import Circle, Mailboxes
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.own_name import (
    ENOUGH,
    evaluated_name,
    feed_name,
    feed_owner,
    invitee_name,
    met_name,
    paired_name,
)
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.spelling import WORD, belongs, tidy
from worker.domain.recognition.words import folded

SHORTEST = 2
"""Letters of a word on a shift that may be initials, and no name."""
GREETED = re.compile(
    rf"\s*(?i:(?:hi|hello|dear|hey)\s+)?(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+(?P<name>{WORD}(?: {WORD})?)\s*[,:]?\s*\n"
)
"""An invitation that opens with the user's name on a line of its own."""
SHIFTS = (Shape.SHIFT, Shape.DAY, Shape.HALF_DAY)
OWN_SHIFTS = 12
OWN_SERVICES = 3
OWN_SHARE = 0.4
"""Shifts, services, and share of all shifts on which a name stands from which on it is the user's."""


class Owner:
    """Finds the user's names: on shifts, in greetings, in what schedulers and feeds write, in evaluations."""

    def __init__(
        self, circle: Circle, naming: Naming, mailboxes: Mailboxes, institutions: frozenset[str]
    ) -> None:
        self.circle = circle
        self.naming = naming
        self.mailboxes = mailboxes
        self.institutions = institutions

    def learn_all(self, readings: Sequence[Reading]) -> None:
        """Collect the names; whoever is known by such a name alone is no longer faculty."""
        for reading in readings:
            if reading.notes:
                self._learn_from_words(reading)
        self._learn_from_feeds(readings)
        self._learn_from_meetings(readings)
        self._learn_from_shifts(readings)

    def _learn_from_words(self, reading: Reading) -> None:
        """The name that an invitation greets, or that a scheduler or a feed writes."""
        event, notes = reading.event, reading.notes
        greeted = GREETED.match(notes)
        if greeted and not any(belongs(g.email, greeted["name"]) for g in _everybody(reading)):
            self._own(greeted["name"])
        name = invitee_name(event) or feed_name(event, notes, self.naming.in_notes(notes))
        name = name or paired_name(event, self._others(reading))
        if name and not set(folded(name).split()) & self.circle.housemates:
            self._own(name)

    def _learn_from_feeds(self, readings: Sequence[Reading]) -> None:
        """The surname that the only feed of shifts bears, unless it may be that of somebody at home."""
        owners = {feed_owner(reading.event.organizer) for reading in readings} - {("", "")}
        for last, initial in owners if len(owners) == 1 else ():
            if initial not in {name[0] for name in self.circle.housemates if name}:
                self._own(last)

    def _learn_from_meetings(self, readings: Sequence[Reading]) -> None:
        """The surname of whoever is evaluated, or meets a guest, and is no guest."""
        told: Counter[str] = Counter()
        for reading in readings:
            event = reading.event
            host = event.organizer
            if reading.shape is Shape.MEETING and event.guests and host and not host.is_group:
                others = self._others(reading)
                if "evaluation" in reading.title and not host.is_self:
                    told[evaluated_name(event, others)] += ENOUGH
                told[met_name(event, others)] += 1
        for name, times in told.items():
            if name and times >= ENOUGH and not self._is_anything(name):
                self._own(name)

    def _learn_from_shifts(self, readings: Sequence[Reading]) -> None:
        """The surname that stands on the shifts of many services."""
        days: dict[str, set[date]] = {}
        services: dict[str, set[str]] = {}
        shifts = [reading for reading in readings if reading.shape in SHIFTS]
        for reading in shifts:
            for name in self._on_shift(reading):
                days.setdefault(name, set()).add(reading.event.first_day)
                services.setdefault(name, set()).update(_services(reading))
        for name, found in days.items():
            if len(services[name]) >= OWN_SERVICES and len(found) >= max(OWN_SHIFTS, OWN_SHARE * len(shifts)):
                self._own(parse_name(name).surname or name)

    def _on_shift(self, reading: Reading) -> Iterator[str]:
        """The names that stand on a shift."""
        faculty = [m for m in self.naming.in_title(reading.headline) if m.role is Role.ATTENDING]
        for token in reading.rest:
            leads = any(mention.start <= token.start < mention.end for mention in faculty)
            word = token.folded in self.naming.known_words
            if token.text.istitle() and len(token.text) > SHORTEST and not (leads or word):
                yield token.text
        for mention in self.naming.in_notes(reading.notes):
            if not mention.title and not mention.email:
                yield tidy(mention.name)

    def _others(self, reading: Reading) -> list[Guest]:
        """Those invited besides the user: no list, room, machine or staff."""
        others = {guest.email: guest for guest in _everybody(reading)}
        return [
            guest
            for guest in others.values()
            if not self.circle.is_self(guest) and guest.email not in self.circle.staff
            if self.mailboxes.is_human(guest)
        ]

    def _is_anything(self, name: str) -> bool:
        """Whether a word is an institution, a thing, or the name of somebody known for sure."""
        word = folded(name)
        return word in self.institutions | self.naming.known_words or word in self.circle.sure

    def _own(self, name: str) -> None:
        """A name is the user's; nobody on the faculty is known by it alone."""
        if name not in self.circle.own_names:
            self.circle.own_names = (*self.circle.own_names, name)
        last = folded(name).split()[-1]
        if all(len(whole.split()) == 1 for whole in self.circle.surnames.get(last, set())):
            self.circle.surnames.pop(last, None)
            self.circle.faculty.discard(last)


def _services(reading: Reading) -> set[str]:
    return {hit.sign for kind in ("service", "code") for hit in reading.title.of(kind)}


def _everybody(reading: Reading) -> Iterator[Guest]:
    yield from reading.event.guests
    if reading.event.organizer:
        yield reading.event.organizer

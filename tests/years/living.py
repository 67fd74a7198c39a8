"""A made year goes in; how it is lived comes out: calendars that change, deeds of the user, habits of people.

Standard library alone: what is told here is the truth that the checker of lives believes.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tests.years.calendar_text import Entry, calendar_text
from tests.years.generator import MadeYear
from tests.years.truth import Human, Occasion, Standing, Tie, Year

DAY = timedelta(days=1)
A_LIFE = 200
"""Days after connecting that are lived through."""
MOVABLE = {"rotation", "conversation", "mentor-meeting", "webinar"}


@dataclass(frozen=True, slots=True)
class Version:
    """The calendar as it stands from a day on, and what is true of it."""

    day: date
    calendar: str
    occasions: tuple[Occasion, ...]
    what: str = "first"


@dataclass(frozen=True, slots=True)
class Deed:
    """What the user does or says on the evening of a day.

    `what`: wrote (elsewhere, to somebody), never (somebody is never to be written to again), paused, resumed,
    past-yes, past-no.
    """

    day: date
    what: str
    human: Human | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """What becomes of one draft, and what the addressee does."""

    does: str
    """send, edit, edit-and-send, discard, nothing"""
    waits: int
    """Evenings until then."""
    answer: str
    """answer, silence, away, bounce"""
    after: int
    """Days after sending."""


@dataclass(frozen=True, slots=True)
class Life:
    """A year as it is lived."""

    made: MadeYear
    until: date
    versions: tuple[Version, ...]
    deeds: tuple[Deed, ...]

    def year_on(self, day: date) -> Year:
        """What is true of the calendar on that day. A pause is a deed, no part of the year."""
        occasions = next(v.occasions for v in reversed(self.versions) if v.day <= day)
        me = replace(self.made.truth.me, pause_until=None)
        return replace(self.made.truth, occasions=occasions, until=self.until, me=me)

    def paused(self, day: date) -> bool:
        """Whether the user has stopped everything on that day."""
        until = self.made.truth.me.pause_until
        for deed in self.deeds:
            if deed.day < day and deed.what in {"paused", "resumed"}:
                until = deed.until
        return until is not None and day < until


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a letter, or to a person."""

    day: date
    what: str
    """drafted, withdrawn, flagged, sent, edited, discarded, answered, away, bounced, promised, received; and
    restless: planning again, with nothing new, would have changed something."""
    letter: Mapping[str, Any] = field(default_factory=dict)
    """As a preview tells it, with its `engagement` whole under `about`."""


def life_of(made: MadeYear) -> Life:
    """How the year of a seed is lived, always the same."""
    rng = random.Random(f"life {made.truth.seed}")  # noqa: S311 - lifelike years, no secrets
    today = made.truth.today
    until = today + A_LIFE * DAY
    return Life(made, until, tuple(_versions(rng, made, until)), tuple(_deeds(rng, made, until)))


def habit_of(seed: int, letter: str) -> Habit:
    """What becomes of a letter, always the same."""
    rng = random.Random(f"{seed} {letter}")  # noqa: S311
    does = rng.choices(["send", "edit-and-send", "edit", "discard", "nothing"], [62, 14, 4, 10, 10])[0]
    answer = rng.choices(["answer", "silence", "away", "bounce"], [30, 48, 14, 8])[0]
    return Habit(does, rng.choice([0, 0, 0, 0, 1, 1, 2, 4]), answer, rng.choice([1, 1, 2, 3, 6, 12]))


def _versions(rng: random.Random, made: MadeYear, until: date) -> Iterator[Version]:
    entries, occasions = made.entries, made.truth.occasions
    days = sorted({made.truth.today + rng.randint(3, A_LIFE - 20) * DAY for _ in range(rng.randint(1, 5))})
    yield Version(made.truth.today, made.calendar, occasions)
    for number, day in enumerate(days):
        what = rng.choice(["issued again", "called off", "called off", "moved", "moved"])
        if what != "issued again":
            entries, occasions = _changed(rng, entries, occasions, day, off=what == "called off")
        issue = f"again{number}-" if what == "issued again" else ""
        if day < until:
            yield Version(day, calendar_text(entries, made.truth.me.zone, issue=issue), occasions, what)


def _changed(
    rng: random.Random, entries: Sequence[Entry], occasions: Sequence[Occasion], day: date, *, off: bool
) -> tuple[tuple[Entry, ...], tuple[Occasion, ...]]:
    """One occasion that has not begun is called off, or moved."""
    firm = [one for one in occasions if one.standing is Standing.FIRM and one.days[0] > day + 2 * DAY]
    ahead = [one for one in firm if off or one.kind in MOVABLE]
    if not ahead:
        return tuple(entries), tuple(occasions)
    one = rng.choice(ahead)
    shift = DAY * max(rng.randint(-10, 20), 1 - (one.days[0] - day).days)
    congresses = {d for o in occasions if o.kind == "conference" for d in o.days}
    if not off and any(d + shift + n * DAY in congresses for d in one.days for n in (-1, 0, 1)):
        return tuple(entries), tuple(occasions)
    new = replace(one, standing=Standing.OFF) if off else _shifted(one, shift)
    name = f"{one.title}@{one.days[0]}"
    kept = []
    for entry in entries:
        if entry.of != name:
            kept.append(entry)
        elif off:
            kept += [replace(entry, status="CANCELLED")] * rng.randint(0, 1)
        else:
            last = entry.last + shift if entry.last else None
            kept.append(replace(entry, first=entry.first + shift, last=last, of=f"{new.title}@{new.days[0]}"))
    return tuple(kept), tuple(new if other is one else other for other in occasions)


def _shifted(one: Occasion, shift: timedelta) -> Occasion:
    ties = tuple(_tie_shifted(tie, shift) for tie in one.ties)
    return replace(one, days=tuple(day + shift for day in one.days), ties=ties)


def _tie_shifted(tie: Tie, shift: timedelta) -> Tie:
    return replace(tie, days=tuple(day + shift for day in tie.days))


def _deeds(rng: random.Random, made: MadeYear, until: date) -> Iterator[Deed]:
    today = made.truth.today
    people = sorted({t.human for o in made.truth.occasions for t in o.ties}, key=lambda human: human.name)
    deeds = [
        Deed(today + rng.randint(1, A_LIFE - 5) * DAY, "wrote", rng.choice(people))
        for _ in range(rng.randint(0, 5))
    ]
    if rng.random() < 0.4:
        deeds.append(Deed(today + rng.randint(5, A_LIFE - 30) * DAY, "never", rng.choice(people)))
    if rng.random() < 0.5:
        deeds.append(Deed(today + rng.randint(0, 3) * DAY, rng.choice(["past-yes", "past-no"])))
    if rng.random() < 0.35:
        day = today + rng.randint(5, A_LIFE - 40) * DAY
        back = day + rng.randint(6, 25) * DAY
        deeds.append(Deed(day, "paused", until=back))
        if rng.random() < 0.4:
            deeds.append(Deed(day + (back - day) // 2, "resumed"))
    yield from sorted((deed for deed in deeds if deed.day < until), key=lambda deed: deed.day)

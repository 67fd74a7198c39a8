"""Labelled calendars go in (`python tests/recognition/measure.py FILE...`); how well they do comes out."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from worker.domain.event import Event, Guest, Response  # noqa: E402 - runs as a script, too
from worker.domain.names import compatible, fold  # noqa: E402 - same
from worker.domain.person import Named  # noqa: E402 - same
from worker.domain.recognition import Correction, Label, Lexicon, Recognised, recognise  # noqa: E402 - same
from worker.domain.season import Conference  # noqa: E402 - same
from worker.google.wire import event_from  # noqa: E402 - same
from worker.rules.load import load_rules  # noqa: E402 - same

OWNER = frozenset({"user@example.com"})
HOME = ZoneInfo("America/New_York")
Reading = Callable[[Sequence[Event]], tuple[Recognised, ...]]
"""What says of events what they are."""


@dataclass
class Tally:
    """Counts over one or more calendars."""

    labels: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """(labelled, recognised) for each event."""
    people: tuple[int, int, int] = (0, 0, 0)
    """Found and right, found, labelled."""
    pairs: tuple[int, int, int] = (0, 0, 0)
    """The same for pairs of events in one group."""
    faults: list[str] = field(default_factory=list, repr=False)
    """In words; never shown by a failing test, so that a calendar kept aside stays unread."""

    def f1(self, label: str) -> float:
        """The harmonic mean of precision and recall of one label; 1 where it neither stands nor was found."""
        right = sum(1 for gold, got in self.labels if gold == got == label)
        found = sum(1 for _, got in self.labels if got == label)
        there = sum(1 for gold, _ in self.labels if gold == label)
        return harmonic((right, found, there))

    @property
    def macro(self) -> float:
        """The mean F1 of the labels that occur."""
        seen = {gold for gold, _ in self.labels}
        return sum(map(self.f1, sorted(seen))) / len(seen)

    @property
    def false_alarms(self) -> float:
        """The share of events labelled none that were taken for something."""
        got = [found for gold, found in self.labels if gold == "none"]
        return sum(found != "none" for found in got) / max(1, len(got))

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.labels + other.labels,
            _sum(self.people, other.people),
            _sum(self.pairs, other.pairs),
            self.faults + other.faults,
        )


def harmonic(counts: tuple[int, int, int]) -> float:
    """F1 from (right, found, labelled)."""
    right, found, there = counts
    return 2 * right / (found + there) if found + there else 1.0


@cache
def rules() -> tuple[Lexicon, tuple[Conference, ...]]:
    """The lexicon and the catalogue of config/."""
    book = load_rules(ROOT / "config")
    return book.lexicon, book.conferences


def recognised(
    events: Sequence[Event], owner: frozenset[str] = OWNER, corrections: Sequence[Correction] = ()
) -> tuple[Recognised, ...]:
    """What the rules of config/ say of events, and what the user has said."""
    return recognise(events, *rules(), owner, corrections)


def an_event(title: str, starts: str, length: str, **more: Any) -> Event:
    """An event for a test; `length` is days ("28d", all-day) or hours ("0.5h")."""
    begin = datetime.fromisoformat(starts).replace(tzinfo=HOME)
    all_day, number = length.endswith("d"), float(length[:-1])
    ends = begin + (timedelta(days=number) if all_day else timedelta(hours=number))
    more.setdefault("id", f"{title} {starts}")
    return Event(calendar="test", title=title, starts=begin, ends=ends, all_day=all_day, **more)


def invited(*people: str, response: Response = Response.ACCEPTED) -> tuple[Guest, ...]:
    """The user and others as a guest list, each "Name <address>" or an address."""
    me = Guest("user@example.com", is_self=True, response=Response.ACCEPTED)
    return (me, *(_guest(person, response) for person in people))


def _guest(person: str, response: Response) -> Guest:
    name, _, address = person.rpartition("<")
    return Guest(address.rstrip(">").lower(), name.strip(), response)


def by_title(events: Sequence[Event], **more: Any) -> dict[str, Recognised]:
    """What is recognised, by title; later ones of the same title win."""
    return {one.event.title: one for one in recognised(events, **more)}


def calendar_of(path: Path) -> tuple[list[dict[str, Any]], list[Event]]:
    """The labelled lines of a file, and their events (each with its line's id)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    events = [
        event_from(row["event"] | {"id": row["id"]}, calendar=path.stem, zone=HOME, owner=OWNER)
        for row in rows
    ]
    return rows, events


def measured(path: Path, reading: Reading = recognised) -> Tally:
    """How well one calendar is recognised, by the rules of config/ or by another reading."""
    rows, events = calendar_of(path)
    got = {one.event.id: one for one in reading(events)}
    tally = Tally()
    for row in rows:
        _count(row, got[row["id"]], tally)
    wanted = _pairs((row["id"], row["group"]) for row in rows if row["label"] != "none")
    found = _pairs((one.event.id, one.group) for one in got.values() if one.label is not Label.NONE)
    tally.pairs = (len(wanted & found), len(found), len(wanted))
    tally.faults += [f"grouped wrongly: {a} {b}" for a, b in sorted(found - wanted)[:10]]
    tally.faults += [f"not grouped: {a} {b}" for a, b in sorted(wanted - found)[:10]]
    return tally


def _count(row: dict[str, Any], got: Recognised, tally: Tally) -> None:
    tally.labels.append((row["label"], got.label.value))
    wanted = row["people"] if row["label"] != "none" else []
    found = got.people if got.label is not Label.NONE else ()
    right = _matching(wanted, found)
    tally.people = _sum(tally.people, (right, len(found), len(wanted)))
    if row["label"] != got.label.value:
        tally.faults.append(
            f"{row['id']} {row['label']} taken for {got.label.value}: "
            f"{got.event.title!r} ({'; '.join(got.why)})"
        )
    elif right < max(len(found), len(wanted)):
        names = [person.email or person.name for person in found]
        tally.faults.append(f"{row['id']} {got.event.title!r} people {names} instead of {wanted}")


def _matching(wanted: Iterable[dict[str, str]], found: Iterable[Named]) -> int:
    """How many of the labelled people were found, each once."""
    left = list(found)
    right = 0
    for person in wanted:
        match = next((one for one in left if _same(person, one)), None)
        if match:
            left.remove(match)
            right += 1
    return right


def _same(wanted: dict[str, str], found: Named) -> bool:
    if wanted.get("email"):
        return found.email == wanted["email"].lower()
    name = wanted.get("name", "")
    return fold(name) == fold(found.name) or compatible(name, found.name)


def _pairs(groups: Iterable[tuple[str, str | None]]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = {}
    for event, group in groups:
        if group:
            members.setdefault(group, []).append(event)
    return {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}


def _sum(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def report(name: str, tally: Tally) -> str:
    """One paragraph of figures."""
    right, found, there = tally.people
    labels = "  ".join(f"{label.value} {tally.f1(label.value):.3f}" for label in Label)
    return (
        f"{name}: {len(tally.labels)} events, macro-F1 {tally.macro:.3f}, "
        f"false alarms {tally.false_alarms:.3f}\n  {labels}\n"
        f"  people: precision {right / max(1, found):.3f} recall {right / max(1, there):.3f}   "
        f"grouping F1 {harmonic(tally.pairs):.3f}"
    )


def main(paths: Sequence[str]) -> None:
    """Print the figures of each file and of all together, and what went wrong."""
    total = Tally()
    for path in paths:
        tally = measured(Path(path))
        total += tally
        print("\n".join([report(Path(path).name, tally), *(f"    {fault}" for fault in tally.faults)]))
    print(report("all", total))


if __name__ == "__main__":
    main(sys.argv[1:])

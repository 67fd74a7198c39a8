"""Whole labelled calendars, one per file: the figures below which recognition must never fall.

`*.dev.jsonl` are read while the rules are written; `*.aside.jsonl` never are: they tell how well the rules do
on a calendar nobody has looked at.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.recognition.measure import Tally, harmonic, measured

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Floors:
    """What a set of calendars must reach."""

    macro: float
    """The mean F1 of the labels over all calendars."""
    false_alarms: float
    """At most this share of innocent events is taken for something."""
    precision: float
    """Of the people named."""
    recall: float
    grouping: float
    """F1 over pairs of events."""
    worst: float
    """The mean F1 on the worst single calendar."""


DEV = Floors(macro=0.985, false_alarms=0.005, precision=0.985, recall=0.975, grouping=0.985, worst=0.88)
ASIDE = Floors(macro=0.955, false_alarms=0.015, precision=0.965, recall=0.905, grouping=0.955, worst=0.84)
SETS = (("dev", DEV), ("aside", ASIDE))


@cache
def tallies(name: str) -> tuple[Tally, ...]:
    """The figures of every calendar of a set."""
    return tuple(measured(path) for path in sorted(HERE.glob(f"*.{name}.jsonl")))


def total(name: str) -> Tally:
    """The figures of a set."""
    return sum(tallies(name), Tally())


@pytest.mark.parametrize("name", [name for name, _ in SETS])
def test_there_are_at_least_three_hundred_labelled_cases(name: str) -> None:
    assert len(total(name).labels) >= 300


@pytest.mark.parametrize(("name", "floors"), SETS)
def test_labels_are_right_over_all_calendars(name: str, floors: Floors) -> None:
    assert total(name).macro >= floors.macro


@pytest.mark.parametrize(("name", "floors"), SETS)
def test_hardly_anything_innocent_is_taken_for_an_engagement(name: str, floors: Floors) -> None:
    assert total(name).false_alarms <= floors.false_alarms


@pytest.mark.parametrize(("name", "floors"), SETS)
def test_the_right_people_are_named(name: str, floors: Floors) -> None:
    right, found, there = total(name).people
    assert right / found >= floors.precision
    assert right / there >= floors.recall


@pytest.mark.parametrize(("name", "floors"), SETS)
def test_events_of_one_engagement_are_grouped(name: str, floors: Floors) -> None:
    assert harmonic(total(name).pairs) >= floors.grouping


@pytest.mark.parametrize(("name", "floors"), SETS)
def test_no_single_calendar_is_recognised_badly(name: str, floors: Floors) -> None:
    assert min(tally.macro for tally in tallies(name)) >= floors.worst

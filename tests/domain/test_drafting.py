from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.drafting import (
    FIRST_WAIT,
    LONGEST_WAIT,
    PAUSE,
    Adopt,
    AdoptSent,
    CreateOnce,
    Deed,
    Known,
    Look,
    Rest,
    Scan,
    StopForUser,
    WaitUntil,
    next_deed,
    wait_after,
)
from worker.domain.mailbox import DraftRef, Found, HeaderMessage

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
DRAFT = DraftRef("d1", "m1", "t1")
OTHER = DraftRef("d2", "m2", "t2")
SENT = HeaderMessage("m3", "t1", NOON, sent=True)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def scan(begin: float, end: float, *, complete: bool = True, found: Found | None = None) -> Scan:
    return Scan(at(begin), at(end), complete, found or Found())


CASES: dict[str, tuple[Known, float, Deed]] = {
    "a new letter is created": (Known(), 0, CreateOnce()),
    "a settled one rests": (Known(settled=True, in_doubt_since=NOON), 999, Rest()),
    "in doubt, we look at once": (Known(in_doubt_since=NOON), 1, Look()),
    "one empty scan: wait": (Known(in_doubt_since=NOON, scans=(scan(1, 4),)), 5, WaitUntil(at(64))),
    "one empty scan, a minute old: look again": (Known(in_doubt_since=NOON, scans=(scan(1, 4),)), 64, Look()),
    "two scans too close: look again": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4), scan(63.9, 65))),
        70,
        Look(),
    ),
    "two scans a minute apart: create": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4), scan(64, 66))),
        66,
        CreateOnce(),
    ),
    "an incomplete scan proves nothing": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4), scan(64, 66, complete=False))),
        66,
        Look(),
    ),
    "a scan from before the doubt proves nothing": (
        Known(in_doubt_since=at(10), scans=(scan(1, 4), scan(64, 66))),
        67,
        WaitUntil(at(126)),
    ),
    "a scan that began before the doubt proves nothing": (
        Known(in_doubt_since=at(2), scans=(scan(1, 4),)),
        5,
        Look(),
    ),
    "a scan from the future proves nothing": (
        Known(in_doubt_since=NOON, scans=(scan(500, 504),)),
        70,
        Look(),
    ),
    "one draft is adopted": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4, found=Found((DRAFT,))),)),
        5,
        Adopt(DRAFT),
    ),
    "one draft is adopted, also from an incomplete scan": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4, complete=False, found=Found((DRAFT,))),)),
        5,
        Adopt(DRAFT),
    ),
    "what the user has already sent is adopted": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4, found=Found(sent=(SENT,))),)),
        5,
        AdoptSent(SENT),
    ),
    "two drafts: stop": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4, found=Found((DRAFT, OTHER))),)),
        5,
        StopForUser(Found((DRAFT, OTHER))),
    ),
    "a draft and a sent letter: stop": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4, found=Found((DRAFT,), (SENT,))),)),
        5,
        StopForUser(Found((DRAFT,), (SENT,))),
    ),
    "what was found once is never created again": (
        Known(in_doubt_since=NOON, scans=(scan(1, 4, found=Found((DRAFT,))), scan(70, 72), scan(140, 142))),
        150,
        Adopt(DRAFT),
    ),
    "found again after a clear refusal is still adopted": (
        Known(scans=(scan(1, 4, found=Found((DRAFT,))),)),
        5,
        Adopt(DRAFT),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_table(name: str) -> None:
    known, seconds, deed = CASES[name]
    assert next_deed(known, at(seconds)) == deed


@dataclass
class World:
    """A mailbox that may carry out a creation late, and a worker that obeys the table."""

    now: datetime = NOON
    known: Known = field(default_factory=Known)
    pending: list[datetime] = field(default_factory=list)
    """When creations whose answer was lost become visible."""
    visible: int = 0
    creations: list[datetime] = field(default_factory=list)
    refused: set[datetime] = field(default_factory=set)

    def arrive(self) -> None:
        self.visible += sum(moment <= self.now for moment in self.pending)
        self.pending = [moment for moment in self.pending if moment > self.now]

    def create(self, fate: str, delay: float) -> None:
        self.creations.append(self.now)
        self.known = replace(self.known, in_doubt_since=self.now)
        if fate == "answered":
            self.visible += 1
            self.known = replace(self.known, settled=True)
        elif fate == "refused":
            self.refused.add(self.now)
            self.known = replace(self.known, in_doubt_since=None)
        elif fate == "lost after":
            self.pending.append(self.now + timedelta(seconds=delay))

    def look(self, *, complete: bool, seconds: float) -> None:
        self.arrive()
        found = (
            Found(tuple(DraftRef(f"d{n}", f"m{n}", "t") for n in range(self.visible)))
            if complete
            else Found()
        )
        started, self.now = self.now, self.now + timedelta(seconds=seconds)
        self.known = replace(self.known, scans=(*self.known.scans, Scan(started, self.now, complete, found)))


FATES = st.sampled_from(["answered", "refused", "lost before", "lost after"])
STEPS = st.lists(
    st.tuples(
        FATES,
        st.floats(min_value=0, max_value=PAUSE.total_seconds()),
        st.booleans(),
        st.floats(min_value=0, max_value=90),
        st.floats(min_value=0, max_value=30),
    ),
    max_size=40,
)


def live(steps: list[tuple[str, float, bool, float, float]]) -> World:
    world = World()
    for fate, delay, complete, pause, seconds in steps:
        match next_deed(world.known, world.now):
            case CreateOnce():
                world.create(fate, delay)
            case Look():
                world.look(complete=complete, seconds=seconds)
            case Adopt() | AdoptSent():
                world.known = replace(world.known, settled=True)
            case WaitUntil(moment):
                assert moment > world.now
        world.now += timedelta(seconds=pause)
    world.now += 2 * PAUSE
    world.arrive()
    return world


@given(STEPS)
def test_a_creation_is_repeated_only_after_two_complete_empty_scans_a_minute_apart(
    steps: list[tuple[str, float, bool, float, float]],
) -> None:
    world = live(steps)
    for first, second in zip(world.creations, world.creations[1:], strict=False):
        if first in world.refused:
            continue
        inside = (one for one in world.known.scans if first <= one.started <= one.ended <= second)
        empty = [one for one in inside if one.complete and not len(one.found)]
        assert any(later.started - earlier.ended >= PAUSE for earlier in empty for later in empty)


@given(STEPS)
def test_a_mailbox_that_is_at_most_a_minute_late_never_holds_two(
    steps: list[tuple[str, float, bool, float, float]],
) -> None:
    assert live(steps).visible <= 1


@given(STEPS)
def test_left_alone_with_a_working_mailbox_it_always_settles(
    steps: list[tuple[str, float, bool, float, float]],
) -> None:
    calm = [("answered", 0.0, True, 90.0, 1.0)] * 6
    world = live(steps + calm)
    assert isinstance(next_deed(world.known, world.now), Rest | Adopt)
    assert world.visible == 1


@given(st.integers(0, 10**6), st.text(max_size=8))
def test_the_wait_after_a_failure_grows_to_an_hour_and_is_always_the_same_for_a_letter(
    tries: int, ref: str
) -> None:
    wait = wait_after(tries, ref)
    assert wait == wait_after(tries, ref)
    assert FIRST_WAIT / 2 <= wait <= LONGEST_WAIT
    assert wait <= FIRST_WAIT * 2 ** min(tries, 16)


def test_two_letters_that_failed_together_do_not_come_back_together() -> None:
    assert len({wait_after(3, f"ref-{n}") for n in range(50)}) == 50

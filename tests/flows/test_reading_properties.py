"""However a calendar changes, and however that is cut into readings, the plan is that of one reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.fake_calendar import Calendars
from tests.flows.reading_cast import ADDRESS, NOW, SERVICES, Desk, attending
from tests.house import NEW_YORK
from worker.domain.touch import State

PEOPLE = ("Ravi Patel", "Minjun Kim", "Nora Haddad", "Elena Morales")
FIRST = date(2026, 7, 20)
AT_ONCE = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Change:
    """One thing that somebody does to the calendar."""

    what: str
    which: int
    """Which event, counted round."""
    service: int
    people: tuple[int, ...]
    week: int
    length: int

    def carry_out(self, desk: Desk, events: list[str]) -> None:
        starts = FIRST + timedelta(weeks=self.week)
        if self.what in {"block", "coffee"} or not events:
            events.append(self._added(desk, starts))
            return
        event = events[self.which % len(events)]
        if self.what == "move":
            desk.google.move(event, starts, starts + timedelta(days=self.length))
        elif self.what == "rename":
            desk.google.rename(event, f"{SERVICES[self.service]} rotation")
        elif self.what == "cancel":
            desk.google.cancel(event)
        else:
            desk.google.delete(events.pop(events.index(event)))

    def _added(self, desk: Desk, starts: date) -> str:
        names = [PEOPLE[number] for number in self.people]
        if self.what == "coffee":
            met = f"Met: {names[0]} <{names[0].split()[1].lower()}@lakeside.example.edu> - the registry"
            return desk.google.add("Coffee", datetime.combine(starts, time(15), NEW_YORK), description=met)
        end = starts + timedelta(days=self.length)
        title = f"{SERVICES[self.service]} rotation"
        return desk.google.add(title, starts, end, description=attending(*names))


changes = st.lists(
    st.builds(
        Change,
        what=st.sampled_from(["block", "block", "block", "coffee", "move", "rename", "cancel", "delete"]),
        which=st.integers(0, 7),
        service=st.integers(0, len(SERVICES) - 1),
        people=st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True).map(tuple),
        week=st.integers(0, 20),
        length=st.integers(1, 30),
    ),
    min_size=1,
    max_size=10,
)


Begins = Callable[[Calendars | None], Desk]


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Begins:
    """Gives a fresh account on that day, before its first reading; one store serves all examples."""
    house = Desk.at(tmp_path_factory.mktemp("house") / "data")

    def begin(google: Calendars | None) -> Desk:
        for account in house.tools.accounts.all():
            house.tools.accounts.delete(account.id)
        house.now = NOW
        house.fake.google = google or Calendars(me=ADDRESS)
        house.fake.readings.clear()
        house.connect()
        return house

    return begin


def read(desk: Desk) -> None:
    """Read as often as it takes: what is doubted is meant here."""
    desk.later(hours=1)
    if desk.source().doubt:
        desk.tools.calendars.lift_doubt(desk.source().id)
        desk.read()


def touches(desk: Desk) -> list[tuple[object, ...]]:
    """The plan, but for the names of the engagements: those tell where they once began."""
    planned = [row.kept.touch for row in desk.rows(State.PLANNED)]
    return sorted((t.key.step, t.key.person, t.window, t.due, t.asks, len(t.serves)) for t in planned)


def engagements(desk: Desk) -> list[tuple[object, ...]]:
    found = desk.tools.engagements.all(desk.account.id)
    return sorted((e.kind, e.subject, e.start, e.end, len(e.encounters)) for e in found)


def state(desk: Desk) -> tuple[object, ...]:
    rows = [(row.kept.touch, row.state) for row in desk.tools.touches.of(desk.account.id)]
    return rows, desk.tools.engagements.all(desk.account.id), desk.said("planned", "moved", "cancelled")


@AT_ONCE
@given(changes)
def test_reading_the_same_calendar_twice_changes_nothing(begin: Begins, made: Sequence[Change]) -> None:
    desk, events = begin(None), list[str]()
    for change in made:
        change.carry_out(desk, events)
    read(desk)
    before = state(desk)
    read(desk)
    assert state(desk) == before
    desk.google.forget_tokens()
    read(desk)
    assert state(desk) == before


@AT_ONCE
@given(changes, st.sets(st.integers(0, 9)))
def test_any_cut_into_readings_ends_in_the_plan_of_one_full_reading(
    begin: Begins, made: Sequence[Change], cuts: set[int]
) -> None:
    desk, events = begin(None), list[str]()
    for number, change in enumerate(made):
        change.carry_out(desk, events)
        if number in cuts:
            read(desk)
    read(desk)
    found, end = (touches(desk), engagements(desk)), desk.now
    whole = begin(desk.google)
    whole.now = end - timedelta(hours=1)
    read(whole)
    assert found == (touches(whole), engagements(whole))
    assert whole.fake.readings == [(ADDRESS, False)]


def test_a_year_of_changes_read_hour_by_hour_is_the_plan_of_one_reading(begin: Begins) -> None:
    desk, events = begin(None), list[str]()
    for number in range(12):
        Change("block", 0, number % 5, (number % 4,), number * 2, 12).carry_out(desk, events)
        read(desk)
        Change("move", number // 2, 0, (0,), number * 2 + 1, 12).carry_out(desk, events)
        read(desk)
    found, end = touches(desk), desk.now
    whole = begin(desk.google)
    whole.now = end - timedelta(hours=1)
    read(whole)
    assert found == touches(whole)
    assert len(found) > 8
    assert end > datetime(2026, 7, 7, tzinfo=UTC)

"""What holds for every year, whatever stands in it."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import (
    AMARA,
    conference,
    conversation,
    engagement,
    met,
    mornings,
    pd_meeting,
    plan_year,
    planned,
    rotation,
    rules,
)
from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.mornings import week_of
from worker.domain.person import Person, Role
from worker.domain.plan import Kept
from worker.domain.touch import State, Touch

TODAY = date(2026, 8, 3)
PEOPLE = [
    Person(f"p{n}@{domain}", f"Given{n} Family{n}", f"p{n}@{domain}", role=role)
    for n, (domain, role) in enumerate(
        (domain, role)
        for domain in ("lakeside.example.edu", "harbor.example.org")
        for role in (Role.ATTENDING, Role.CHIEF, Role.MET)
    )
]

days = st.dates(date(2026, 7, 1), date(2027, 6, 30))
topics = st.sampled_from(["", "aortic root outcomes", "the registry"])


@st.composite
def encounters(draw: st.DrawFn) -> list[Encounter]:
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=5, unique=True))
    return [met(person, topic=draw(topics), noted=draw(st.booleans())) for person in people]


@st.composite
def engagements(draw: st.DrawFn) -> Engagement:
    start, length, people = draw(days), draw(st.integers(0, 27)), draw(encounters())
    title = draw(st.sampled_from(["SICU", "Burn", "STS Annual Meeting", "Clinic"]))
    held = draw(st.sampled_from(["", "", "", "the event is tentative"]))
    made = draw(
        st.sampled_from(
            [
                rotation(title, start, start + timedelta(days=length), *people),
                conference(title, start, start + timedelta(days=length % 5), *people),
                conversation(start, *people),
                pd_meeting(start, *people),
                engagement(Kind.MENTOR_MEETING, title, start, encounters=people),
            ]
        )
    )
    return replace(made, held=held, id=f"{made.id}-{draw(st.integers(0, 10**9))}")


years = st.lists(engagements(), max_size=12, unique_by=lambda e: e.id)


@settings(max_examples=150, deadline=None)
@given(years)
def test_no_draft_appears_outside_its_window_or_before_today(year: list[Engagement]) -> None:
    for touch in planned(plan_year(*year, today=TODAY, milestones=True)):
        assert touch.due is not None
        assert touch.due in touch.window
        assert touch.due >= TODAY


@settings(max_examples=150, deadline=None)
@given(years)
def test_planning_twice_changes_nothing(year: list[Engagement]) -> None:
    first = plan_year(*year, today=TODAY, milestones=True)
    have = [Kept(touch, "", TODAY) for touch in first.plan.add]
    again = plan_year(*year, today=TODAY, milestones=True, have=have)
    assert not again.plan
    assert again.touches == first.touches


@settings(max_examples=100, deadline=None)
@given(years, st.randoms(use_true_random=False))
def test_any_order_of_the_same_engagements_gives_the_same_plan(
    year: list[Engagement], random: st.DataObject
) -> None:
    shuffled = list(year)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan_year(*shuffled, today=TODAY).touches == plan_year(*year, today=TODAY).touches


@settings(max_examples=150, deadline=None)
@given(years)
def test_the_pace_is_never_exceeded(year: list[Engagement]) -> None:
    due = [touch.due for touch in planned(plan_year(*year, today=TODAY, milestones=True)) if touch.due]
    assert max(Counter(due).values(), default=0) <= rules().limits.a_morning
    assert max(Counter(map(week_of, due)).values(), default=0) <= rules().limits.a_week


@settings(max_examples=150, deadline=None)
@given(years)
def test_nobody_gets_two_drafts_on_one_morning_or_a_letter_in_an_open_conversation(
    year: list[Engagement],
) -> None:
    touches = planned(plan_year(*year, today=TODAY, milestones=True))
    assert max(Counter((t.key.person, t.due) for t in touches).values(), default=0) <= 1
    for person in PEOPLE:
        asked = sorted(t.due for t in touches if t.key.person == person.key and t.asks and t.due)
        assert all((b - a).days > 24 for a, b in pairwise(asked))


@settings(max_examples=150, deadline=None)
@given(years)
def test_every_touch_ends_in_one_state_with_a_reason(year: list[Engagement]) -> None:
    touches = plan_year(*year, today=TODAY).touches
    assert len({touch.key for touch in touches}) == len(touches)
    for touch in touches:
        assert touch.why
        assert (touch.due is not None) is (touch.state is State.PLANNED)


@settings(max_examples=100, deadline=None)
@given(years)
def test_in_match_week_nothing_leaves_for_outside_programs(year: list[Engagement]) -> None:
    calendar = mornings(AMARA)
    for touch in planned(plan_year(*year, today=TODAY)):
        assert touch.due is not None
        assert not (touch.outside and calendar.frozen(touch.due))


@settings(max_examples=60, deadline=None)
@given(years)
def test_a_year_lived_as_planned_never_changes_its_plan(year: list[Engagement]) -> None:
    """Each week the drafts that were due have been sent and nobody answered: nothing new to decide."""
    ends = {e.id: e.end for e in year}
    first = plan_year(*year, today=TODAY, milestones=True)
    for week in range(1, 30, 4):
        day = TODAY + timedelta(weeks=week)
        have = [lived(touch, day, ends) for touch in planned(first)]
        again = plan_year(
            *year,
            today=day,
            connected=TODAY,
            until=TODAY + timedelta(days=365),
            have=have,
            milestones=True,
        )
        ahead = [touch for touch in planned(first) if touch.due and touch.due >= day]
        assert planned(again) == ahead
        assert not again.plan


def lived(touch: Touch, day: date, ends: dict[str, date]) -> Kept:
    """A touch as the ledger has it on a day: sent on its morning, or still planned."""
    anchor = ends.get(touch.key.engagement, touch.window.earliest)
    if touch.due and touch.due < day:
        return Kept(replace(touch, state=State.SENT), "", anchor, sent=touch.due)
    return Kept(touch, "", anchor)

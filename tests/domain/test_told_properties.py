"""What holds for everything the user tells, whatever else the year brings."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import AMARA, engagement, met, mornings, plan_year, planned
from worker.domain.engagement import Engagement, Kind
from worker.domain.gathering import gather_engagements
from worker.domain.mornings import week_of
from worker.domain.narrative import Mentor, MentorType, Narrative, News, Office, Pathway, Prospect
from worker.domain.person import Person, Role
from worker.domain.plan import Kept, YearPlan
from worker.domain.touch import State, Touch

TODAY = date(2026, 8, 3)
MENTORS = [
    Mentor(f"Given{n} Mentor{n}", f"m{n}@{domain}", kind)
    for n, (domain, kind) in enumerate(
        [("lakeside.example.edu", MentorType.RESEARCH), ("harbor.example.org", MentorType.CAREER)]
    )
]
days = st.dates(date(2026, 7, 1), date(2027, 6, 30))
news = st.lists(
    st.builds(News, days, st.text("abcdef ", min_size=3, max_size=9).map("News {}".format)), max_size=9
)
prospects = st.lists(
    st.builds(
        Prospect,
        program=st.sampled_from(["Bay", "Hill", "River", "Plain", "Summit"]),
        person=st.sampled_from(["Lena Voss", "Ken Ode", "Amy Chu", "Bo Dean"]),
        role=st.sampled_from(Office),
        address=st.sampled_from(
            ["", "lvoss@bay.example.org", "kode@bay.example.org", "achu@hill.example.org"]
        ),
        takes_outsiders=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda prospect: (prospect.program, prospect.person),
)
narratives = st.builds(
    lambda told, listed, mentors, pathways: replace(
        AMARA, news=tuple(told), prospects=tuple(listed), mentors=tuple(mentors), pathways=tuple(pathways)
    ),
    news,
    prospects,
    st.lists(st.sampled_from(MENTORS), unique=True),
    st.lists(st.sampled_from(Pathway), min_size=1, max_size=2, unique=True),
)


@st.composite
def meetings(draw: st.DrawFn) -> Engagement:
    mentor, day = draw(st.sampled_from(MENTORS)), draw(days)
    person = Person(mentor.email, mentor.name, mentor.email, role=Role.MENTOR)
    made = engagement(Kind.MENTOR_MEETING, "Advice", day, encounters=[met(person)])
    return replace(made, id=f"{made.id}-{mentor.email}")


years = st.tuples(narratives, st.lists(meetings(), max_size=5, unique_by=lambda e: e.id))


def told(me: Narrative) -> tuple[Engagement, ...]:
    return gather_engagements((), me, lambda _: False)


def lived(
    me: Narrative, met_alone: list[Engagement], today: date = TODAY, have: tuple[Kept, ...] = ()
) -> YearPlan:
    until = TODAY + timedelta(days=365)
    return plan_year(*met_alone, *told(me), today=today, connected=TODAY, until=until, me=me, have=have)


@settings(max_examples=120, deadline=None)
@given(years)
def test_every_letter_has_its_morning_in_its_window_and_none_is_planned_twice(
    year: tuple[Narrative, list[Engagement]],
) -> None:
    touches = lived(*year).touches
    assert len({touch.key for touch in touches}) == len(touches)
    for touch in touches:
        assert touch.why
        assert (touch.due is not None) is (touch.state is State.PLANNED)
        assert touch.due is None or touch.due in touch.window


@settings(max_examples=120, deadline=None)
@given(years)
def test_planning_what_is_told_twice_changes_nothing(year: tuple[Narrative, list[Engagement]]) -> None:
    first = lived(*year)
    have = tuple(Kept(touch, "", touch.anchor_day or TODAY) for touch in first.plan.add)
    again = lived(*year, have=have)
    assert not again.plan
    assert again.touches == first.touches


@settings(max_examples=120, deadline=None)
@given(years)
def test_no_news_goes_twice_to_one_mentor_and_updates_keep_their_rhythm(
    year: tuple[Narrative, list[Engagement]],
) -> None:
    updates = [touch for touch in planned(lived(*year)) if touch.key.step == "update"]
    served = Counter(key for touch in updates for key in touch.serves)
    assert max(served.values(), default=0) <= 1
    assert all(len(touch.serves) <= 5 for touch in updates)
    for mentor in MENTORS:
        due = [touch.due for touch in updates if touch.key.person == mentor.email and touch.due]
        assert all((later - earlier).days >= 30 for earlier, later in pairwise(due))


@settings(max_examples=120, deadline=None)
@given(years)
def test_first_letters_keep_their_pace_and_one_program_has_one(
    year: tuple[Narrative, list[Engagement]],
) -> None:
    first = [touch for touch in planned(lived(*year)) if touch.key.step == "first-letter"]
    due = [touch.due for touch in first if touch.due]
    assert max(Counter(due).values(), default=0) <= 1
    assert max(Counter(map(week_of, due)).values(), default=0) <= 3
    programs = Counter(touch.why[0].partition(":")[0] for touch in first)
    assert max(programs.values(), default=0) <= 1


@settings(max_examples=80, deadline=None)
@given(years)
def test_in_match_week_nothing_told_leaves_for_outside_programs(
    year: tuple[Narrative, list[Engagement]],
) -> None:
    calendar = mornings(AMARA)
    for touch in planned(lived(*year)):
        frozen = touch.due is not None and calendar.frozen(touch.due)
        assert not (frozen and (touch.outside or touch.key.cadence == "introduction"))


@settings(max_examples=50, deadline=None)
@given(years)
def test_a_year_lived_as_planned_never_changes_what_is_planned(
    year: tuple[Narrative, list[Engagement]],
) -> None:
    """Each month the drafts that were due have been sent and nobody answered: nothing new to decide."""
    first = lived(*year)
    for month in range(1, 12, 2):
        day = TODAY + timedelta(days=30 * month)
        have = tuple(_kept(touch, day) for touch in planned(first))
        again = lived(*year, today=day, have=have)
        ahead = [(t.key, t.due) for t in planned(first) if t.due and t.due >= day]
        assert [(t.key, t.due) for t in planned(again)] == ahead


def _kept(touch: Touch, day: date) -> Kept:
    anchor = touch.anchor_day or touch.window.earliest
    if touch.due and touch.due < day:
        return Kept(replace(touch, state=State.SENT), touch.subject, anchor, sent=touch.due)
    return Kept(touch, touch.subject, anchor)

"""Who gives way when mornings are few: letters whose days end sooner, and letters to one person."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_plan_properties import TODAY, years
from tests.house import (
    AMARA,
    LEE,
    PATEL,
    conversation,
    engagement,
    met,
    mornings,
    only,
    plan_year,
    planned,
    rotation,
    rules,
)
from tests.playbook_world import hour, lived
from worker.domain.crowding import Room
from worker.domain.engagement import Engagement, Kind
from worker.domain.mornings import week_of
from worker.domain.narrative import Narrative, Stage
from worker.domain.person import Person, Role
from worker.domain.season import months_later
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.wish import story_ends

LIMITS = rules().limits
MONDAY = date(2026, 8, 10)
MENTORS = "".join(
    f'[[mentors]]\nname = "Given{n} Mentor{n}"\nemail = "mentor{n}@lakeside.example.edu"\n' for n in range(12)
)
NEWS = '[[news]]\nday = 2026-08-01\ntext = "Passed Step 3"\n'


def key(number: int) -> Key:
    return Key("cadence", "step", f"person{number}", "engagement")


def mentor(number: int) -> Person:
    address = f"mentor{number}@lakeside.example.edu"
    return Person(address, f"Given{number} Mentor{number}", address, role=Role.MENTOR)


# --- letters whose days end sooner ------------------------------------------------------------------------


def test_a_promise_is_kept_though_updates_could_fill_the_week() -> None:
    note = "spoke w/ Dr Kim (kim@x.org) about the database\nPromised: send the abstract by Friday"
    found = lived(hour("Coffee w/ Dr Kim", MONDAY, note), more=MENTORS + NEWS, today=MONDAY)
    promise = found.touch("promise / delivery")
    assert (promise.state, promise.due) == (State.PLANNED, date(2026, 8, 14))
    due = [touch.due for touch in found.outlook.touches if touch.due]
    assert max(Counter(map(week_of, due)).values()) == LIMITS.a_week
    assert len(found.planned("mentor / update")) == len(MENTORS.split("[[mentors]]")) - 1


def test_letters_of_next_week_keep_their_room_in_this_one() -> None:
    """A window from Friday to Monday: Monday's week is full, so Friday must not be given away before."""
    crowd = [
        conversation(date(2026, 8, 14), met(mentor(n)), title=f"Talk {n}", id=f"talk-{n}") for n in range(8)
    ]
    kim = engagement(Kind.MENTOR_MEETING, "Advice", date(2026, 8, 13), encounters=[met(LEE)])
    news = [
        engagement(Kind.NEWS, "Passed Step 3", date(2026, 8, 1), encounters=[met(mentor(n))], id=f"news-{n}")
        for n in range(20, 32)
    ]
    year = plan_year(*crowd, kim, *news, today=MONDAY)
    assert [t for t in year.touches if t.state is State.LAPSED] == []


def test_room_is_made_by_moving_who_can_move() -> None:
    room = Room(a_morning=1, a_week=5, taken={})
    tuesday = MONDAY + timedelta(days=1)
    assert room.put(key(1), [MONDAY, tuesday])
    assert room.put(key(2), [MONDAY])
    assert not room.put(key(3), [MONDAY, tuesday])
    assert room.on == {key(1): tuesday, key(2): MONDAY}


def test_a_full_week_is_left_by_who_can_go_in_the_next() -> None:
    room = Room(a_morning=3, a_week=2, taken={MONDAY: 1})
    after = MONDAY + timedelta(days=7)
    assert room.put(key(1), [MONDAY, after])
    assert room.put(key(2), [MONDAY + timedelta(days=1)])
    assert room.on[key(1)] == after
    assert not room.put(key(3), [MONDAY + timedelta(days=2)])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 11), min_size=1, max_size=4, unique=True).map(sorted), min_size=1, max_size=7
    ),
    st.integers(1, 2),
    st.integers(1, 4),
)
def test_no_arrangement_finds_room_for_more(wanted: list[list[int]], a_morning: int, a_week: int) -> None:
    room = Room(a_morning, a_week, {})
    found = sum(
        room.put(key(n), [MONDAY + timedelta(days=one) for one in days]) for n, days in enumerate(wanted)
    )
    assert found == most(wanted, a_morning, a_week, Counter())
    assert max(Counter(room.on.values()).values()) <= a_morning
    assert max(Counter(map(week_of, room.on.values())).values()) <= a_week


def most(wanted: list[list[int]], a_morning: int, a_week: int, taken: Counter[int]) -> int:
    """The same by trying everything."""
    if not wanted:
        return 0
    best = most(wanted[1:], a_morning, a_week, taken)
    for day in wanted[0]:
        in_week = sum(n for other, n in taken.items() if other // 7 == day // 7)
        if taken[day] < a_morning and in_week < a_week:
            best = max(best, 1 + most(wanted[1:], a_morning, a_week, taken + Counter([day])))
    return best


updates = st.integers(0, 12).map(
    lambda several: [
        engagement(Kind.NEWS, "Passed Step 3", TODAY, encounters=[met(mentor(n))], id=f"news-{n}")
        for n in range(several)
    ]
)
promises = st.lists(st.integers(1, 40), max_size=6, unique=True).map(
    lambda days: [
        engagement(
            Kind.PROMISE,
            "the abstract",
            TODAY + timedelta(days=n),
            encounters=[met(mentor(100 + n), topic="the abstract")],
            id=f"promise-{n}",
            why=("you noted it",),
        )
        for n in days
    ]
)


@settings(max_examples=300, deadline=None)
@given(years, updates, promises)
def test_no_letter_lapses_for_want_of_room_that_a_later_ending_one_took(
    year: list[Engagement], news: list[Engagement], promised: list[Engagement]
) -> None:
    touches = plan_year(*year, *news, *promised, today=TODAY, milestones=True).touches
    going = [touch for touch in touches if touch.state is State.PLANNED]
    for lost in touches:
        if lost.state is State.LAPSED and "no room" in lost.why[-1]:
            for taker in going:
                assert not takes_its_place(taker, lost, going), f"{lost.id} for {taker.id}"


def takes_its_place(taker: Touch, lost: Touch, going: list[Touch]) -> bool:
    """Whether a letter that could have gone later sits where a lost one, to somebody else, had to go."""
    if taker.window.latest <= lost.window.latest or taker.due is None:
        return False
    if lost.person.key in {touch.person.key for touch in going}:
        return False
    others = [touch.due for touch in going if touch is not taker and touch.due]
    for day in mornings(AMARA).open_days(lost.window, outside=lost.outside):
        here, week = others.count(day), sum(week_of(one) == week_of(day) for one in others)
        if day >= TODAY and here < LIMITS.a_morning and week < LIMITS.a_week:
            return True
    return False


# --- letters to one person --------------------------------------------------------------------------------


def test_letters_to_one_mentor_lie_days_apart() -> None:
    good = engagement(Kind.ACHIEVEMENT, "the award", MONDAY, encounters=[met(LEE, topic="the award")])
    news = engagement(Kind.NEWS, "Passed Step 3", MONDAY, encounters=[met(LEE)])
    due = [touch.due for touch in planned(plan_year(good, news, today=MONDAY, connected=TODAY))]
    assert due == [MONDAY, date(2026, 8, 13)]


def test_a_letter_that_cannot_wait_goes_on_the_morning_after_another() -> None:
    good = engagement(Kind.ACHIEVEMENT, "the award", MONDAY, encounters=[met(LEE, topic="the award")])
    promise = engagement(
        Kind.PROMISE,
        "the draft",
        MONDAY + timedelta(days=1),
        encounters=[met(LEE, topic="the draft")],
        why=("noted",),
    )
    due = {t.key.cadence: t.due for t in planned(plan_year(good, promise, today=MONDAY, connected=TODAY))}
    assert due == {"mentor": MONDAY, "promise": MONDAY + timedelta(days=1)}


def test_a_thank_you_comes_before_what_was_promised_for_later() -> None:
    note = "Met: Dr. Bea Holloway <bh@uni.edu> - her frailty study\nPromised: send her the draft by Friday"
    found = lived(hour("Tumor board", date(2026, 8, 11), note), today=MONDAY)
    thanks, promise = found.touch("conversation / follow-up"), found.touch("promise / delivery")
    assert thanks.due is not None
    assert promise.due is not None
    assert thanks.due < promise.due


@settings(max_examples=200, deadline=None)
@given(years)
def test_no_letter_follows_another_to_one_person_at_once_if_it_could_wait(year: list[Engagement]) -> None:
    """Wherever mornings were free, that is: what is lost to the pace would be worse than two in a week."""
    touches = planned(plan_year(*year, today=TODAY, milestones=True))
    full = Counter(week_of(touch.due) for touch in touches if touch.due)
    for person in {touch.person.key for touch in touches}:
        mine = sorted((t for t in touches if t.person.key == person), key=lambda touch: touch.due or TODAY)
        for before, after in pairwise(mine):
            assert before.due is not None
            assert after.due is not None
            wait = before.due + timedelta(days=LIMITS.apart_days)
            later = Window(wait, after.window.latest) if wait <= after.window.latest else None
            free = later and [
                day
                for day in mornings(AMARA).open_days(later, outside=after.outside)
                if full[week_of(day)] < LIMITS.a_week - LIMITS.a_morning
            ]
            assert after.due >= wait or not free


# --- a story of last year ---------------------------------------------------------------------------------

JUNE = date(2027, 6, 1)
LATE = rotation("Burn", date(2027, 6, 7), date(2027, 7, 2), met(PATEL))


def test_the_story_told_for_a_training_year_ends_with_it() -> None:
    assert story_ends(AMARA) == date(2027, 7, 1)
    assert story_ends(Narrative(stage=Stage.GRADUATE)) is None


def test_nobody_tells_in_june_what_they_are_in_july() -> None:
    touch = only(plan_year(LATE, today=JUNE).touches, "thank-you")
    assert touch.due == date(2027, 7, 6)  # after the weekend and the Monday on which 4 July is kept


def test_what_the_told_year_still_owes_goes_after_it() -> None:
    last = rotation("Burn", date(2027, 6, 7), date(2027, 6, 30), met(PATEL))
    touch = only(plan_year(last, today=date(2027, 7, 1), connected=JUNE).touches, "thank-you")
    assert touch.state is State.PLANNED


def test_after_the_training_year_letters_wait_for_the_new_story() -> None:
    touch = only(plan_year(LATE, today=date(2027, 7, 1), connected=JUNE).touches, "thank-you")
    assert touch.state is State.HELD
    assert touch.why[-1] == "your story is of the year to 30 Jun 2027: tell where you stand now"


def test_a_story_told_anew_lets_them_go() -> None:
    again = replace(AMARA, stage=Stage.RESEARCH_YEAR, year_start=date(2027, 7, 1))
    touch = only(plan_year(LATE, today=date(2027, 7, 3), connected=JUNE, me=again).touches, "thank-you")
    assert touch.due == date(2027, 7, 6)  # after the weekend and the Monday on which 4 July is kept


@settings(max_examples=100, deadline=None)
@given(years)
def test_no_letter_of_a_new_year_goes_by_the_story_of_the_old_one(year: list[Engagement]) -> None:
    over = TODAY - timedelta(days=30)
    me = replace(AMARA, year_start=months_later(over, -12))
    for touch in plan_year(*year, today=TODAY, me=me).touches:
        if touch.state is State.PLANNED:
            assert touch.anchor_day is not None
            assert touch.anchor_day < over

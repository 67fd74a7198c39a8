"""Each limit of the playbook's list, by name, for the cadences that exist."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.house import (
    AMARA,
    DESAI,
    LEE,
    PATEL,
    conference,
    conversation,
    engagement,
    met,
    mornings,
    only,
    pd_meeting,
    plan_year,
    planned,
    rotation,
    rules,
)
from worker.domain.engagement import Kind
from worker.domain.mornings import days_of
from worker.domain.narrative import Narrative, Stage
from worker.domain.person import Person, Role
from worker.domain.plan import Contact, Kept
from worker.domain.touch import State, Window

JULY = date(2026, 7, 1)
SICU = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))  # ends on a Friday
STS = conference(
    "STS Annual Meeting", date(2027, 1, 28), date(2027, 1, 31), met(LEE, topic="aortic root outcomes")
)


def a_person(number: int) -> Person:
    address = f"person{number}@lakeside.example.edu"
    return Person(address, f"Given{number} Family{number}", address, role=Role.ATTENDING)


# --- windows ------------------------------------------------------------------------------------------


def test_a_rotation_thank_you_goes_one_to_seven_days_after_the_last_day() -> None:
    touch = only(plan_year(SICU, today=JULY).touches, "thank-you")
    assert touch.window == Window(date(2026, 10, 3), date(2026, 10, 9))
    assert touch.due == date(2026, 10, 5)  # Monday: the weekend is skipped


def test_a_conference_thank_you_goes_three_to_seven_days_after_the_last_day() -> None:
    touch = only(plan_year(STS, today=JULY).touches, "thank-you")
    assert (touch.window, touch.due) == (Window(date(2027, 2, 3), date(2027, 2, 7)), date(2027, 2, 3))


def test_a_follow_up_goes_ten_to_fourteen_days_after_the_letter_was_sent() -> None:
    touch = only(plan_year(SICU, today=JULY).touches, "follow-up")
    assert (touch.window, touch.due) == (Window(date(2026, 10, 15), date(2026, 10, 19)), date(2026, 10, 15))


def test_nothing_follows_a_conference_thank_you_that_asked_for_nothing() -> None:
    sts = conference("STS Annual Meeting", date(2027, 1, 28), date(2027, 1, 31), met(LEE))
    assert [touch.key.step for touch in plan_year(sts, today=JULY).touches] == ["thank-you"]


def test_a_conversation_is_followed_up_within_a_week() -> None:
    touch = only(plan_year(conversation(date(2026, 8, 5), met(LEE)), today=JULY).touches, "follow-up")
    assert (touch.window, touch.due) == (Window(date(2026, 8, 6), date(2026, 8, 12)), date(2026, 8, 6))


def test_the_mid_year_meeting_is_asked_for_three_to_two_weeks_before() -> None:
    touch = only(plan_year(today=JULY, milestones=True, until=date(2027, 6, 30)).touches, "request")
    assert touch.person == DESAI
    assert touch.window == Window(date(2026, 11, 24), date(2026, 12, 1))
    assert touch.due == date(2026, 11, 24)


def test_no_mid_year_request_if_a_meeting_is_already_booked() -> None:
    booked = pd_meeting(date(2026, 12, 9), met(DESAI))
    touch = only(plan_year(booked, today=JULY, milestones=True).touches, "request")
    assert touch.state is State.DROPPED
    assert "already booked" in touch.why[-1]


def test_a_meeting_in_september_does_not_replace_the_mid_year_request() -> None:
    early = pd_meeting(date(2026, 9, 9), met(DESAI))
    assert only(plan_year(early, today=JULY, milestones=True).touches, "request").state is State.PLANNED


def test_a_student_has_no_mid_year_meeting() -> None:
    student = replace(AMARA, stage=Stage.STUDENT)
    assert not plan_year(today=JULY, me=student, milestones=True).touches


# --- open conversation ----------------------------------------------------------------------------------


def test_at_most_one_open_conversation_per_person() -> None:
    first = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))
    second = rotation("Vascular", date(2026, 10, 5), date(2026, 10, 21), met(PATEL))
    year = plan_year(first, second, today=JULY)
    later = [t for t in year.touches if "vascular" in t.id and t.key.step == "thank-you"]
    assert [touch.state for touch in later] == [State.DROPPED]
    assert "open until" in later[0].why[-1]


def test_a_conversation_closes_fourteen_days_after_its_follow_up() -> None:
    first = rotation(
        "SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL)
    )  # follow-up 15 Oct, open to 29 Oct
    second = rotation("Vascular", date(2026, 10, 5), date(2026, 10, 30), met(PATEL))
    year = plan_year(first, second, today=JULY)
    later = [t for t in planned(year) if "vascular" in t.id and t.key.step == "thank-you"]
    assert [touch.due for touch in later] == [date(2026, 11, 2)]


def test_a_request_without_follow_up_stays_open_for_28_days() -> None:
    trauma = rotation("Trauma", date(2026, 11, 9), date(2026, 12, 4), met(DESAI))
    year = plan_year(trauma, today=JULY, milestones=True)
    assert only(year.touches, "request").due == date(2026, 11, 24)
    blocked = [t for t in year.touches if "trauma" in t.id]
    assert [touch.state for touch in blocked] == [State.DROPPED]


def test_at_most_one_unsent_draft_per_person() -> None:
    """On each morning of the second letter's window the first, which the user has edited, lies there."""
    first = only(plan_year(SICU, today=JULY).touches, "thank-you")
    drafted = Kept(replace(first, state=State.DRAFTED), "rotation:sicu", SICU.end, edited=True)
    talk = conversation(date(2026, 10, 28), met(PATEL))
    for morning in days_of(Window(date(2026, 10, 29), date(2026, 11, 4))):
        year = plan_year(SICU, talk, today=morning, connected=JULY, have=[drafted])
        (second,) = (touch for touch in year.touches if touch.key.cadence == "conversation")
        assert second.due is None or second.due > morning
    assert (second.state, second.why[-1]) == (
        State.DROPPED,
        "another draft to the same person is still unsent",
    )


def test_an_unsent_draft_does_not_cancel_a_letter_of_months_later() -> None:
    """By then it will have been sent: whether it was is seen each night."""
    first = only(plan_year(SICU, today=JULY).touches, "thank-you")
    drafted = Kept(replace(first, state=State.DRAFTED), "rotation:sicu", SICU.end)
    burn = rotation("Burn", date(2027, 2, 1), date(2027, 2, 26), met(PATEL))
    waiting = only(plan_year(SICU, burn, today=JULY).touches, "thank-you", PATEL, burn)
    year = plan_year(
        SICU, burn, today=date(2026, 10, 6), connected=JULY, have=[drafted, Kept(waiting, "", burn.end)]
    )
    assert waiting not in year.plan.cancel
    assert only(year.touches, "thank-you", PATEL, burn).due == date(2027, 3, 1)


# --- one follow-up --------------------------------------------------------------------------------------


def test_one_follow_up_per_request_then_the_matter_is_closed() -> None:
    steps = [touch.key.step for touch in plan_year(SICU, today=JULY).touches]
    assert sorted(steps) == ["follow-up", "thank-you"]


def test_at_most_one_follow_up_per_person_in_thirty_days() -> None:
    sent = only(plan_year(SICU, today=JULY).touches, "thank-you")
    before = replace(sent.key, step="follow-up", engagement="rotation-burn-2026-09-01")
    done = Kept(
        replace(sent, key=before, serves=(before,), state=State.SENT, due=date(2026, 9, 30)),
        "",
        JULY,
        closed=True,
    )
    year = plan_year(SICU, today=date(2026, 10, 1), have=[done])
    follow_up = only(year.touches, "follow-up")
    assert follow_up.state is State.DROPPED
    assert "30 days" in follow_up.why[-1]


def test_an_answer_cancels_the_follow_up() -> None:
    sent = only(plan_year(SICU, today=JULY).touches, "thank-you")
    answered = Kept(
        replace(sent, state=State.ANSWERED), "rotation:sicu", SICU.end, sent=sent.due, closed=True
    )
    year = plan_year(SICU, today=date(2026, 10, 8), connected=JULY, have=[answered])
    assert not year.touches


def test_silence_lets_the_follow_up_become_due_from_the_day_it_was_really_sent() -> None:
    drafted = only(plan_year(SICU, today=JULY).touches, "thank-you")
    sent = Kept(replace(drafted, state=State.SENT), "rotation:sicu", SICU.end, sent=date(2026, 10, 8))
    year = plan_year(SICU, today=date(2026, 10, 9), connected=JULY, have=[sent])
    assert only(year.touches, "follow-up").window == Window(date(2026, 10, 18), date(2026, 10, 22))


def test_a_meeting_held_with_the_person_stops_the_follow_up() -> None:
    advice = engagement(Kind.MENTOR_MEETING, "Advice", date(2026, 10, 13), encounters=[met(PATEL)])
    follow_up = only(plan_year(SICU, advice, today=JULY).touches, "follow-up")
    assert follow_up.state is State.DROPPED
    assert "2026-10-13" in follow_up.why[-1]


# --- contact --------------------------------------------------------------------------------------------


def test_the_users_own_mail_after_the_last_day_satisfies_the_thank_you() -> None:
    contact = Contact(PATEL.key, date(2026, 10, 4))
    touch = only(plan_year(SICU, today=date(2026, 10, 2), contacts=[contact]).touches, "thank-you")
    assert touch.state is State.DROPPED
    assert "you wrote yourself" in touch.why[-1]


def test_mail_before_the_last_day_does_not_satisfy_the_thank_you() -> None:
    contact = Contact(PATEL.key, date(2026, 9, 30))
    assert only(plan_year(SICU, today=JULY, contacts=[contact]).touches, "thank-you").state is State.PLANNED


def test_the_meeting_a_thank_you_is_for_never_satisfies_it() -> None:
    year = plan_year(pd_meeting(date(2026, 12, 9), met(DESAI)), today=JULY)
    assert only(year.touches, "thank-you").due == date(2026, 12, 10)


# --- merging --------------------------------------------------------------------------------------------


def test_two_engagements_within_fourteen_days_become_one_draft_where_their_windows_overlap() -> None:
    icu = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))
    burn = rotation("Burn", date(2026, 9, 28), date(2026, 10, 6), met(PATEL))
    first = [t for t in plan_year(icu, burn, today=JULY).touches if t.key.step == "thank-you"]
    assert len(first) == 1
    assert first[0].window == Window(date(2026, 10, 7), date(2026, 10, 9))
    assert {key.engagement for key in first[0].serves} == {icu.id, burn.id}


def test_where_windows_do_not_overlap_the_earlier_letter_goes_and_the_later_is_dropped() -> None:
    icu = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))
    burn = rotation("Burn", date(2026, 10, 5), date(2026, 10, 14), met(PATEL))
    touches = plan_year(icu, burn, today=JULY).touches
    states = {t.key.engagement: t.state for t in touches if t.key.step == "thank-you"}
    assert states == {icu.id: State.PLANNED, burn.id: State.DROPPED}


def test_later_meetings_earn_their_own_letter() -> None:
    icu = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))
    again = rotation("SICU", date(2027, 1, 4), date(2027, 1, 29), met(PATEL))
    first = [t for t in planned(plan_year(icu, again, today=JULY)) if t.key.step == "thank-you"]
    assert [touch.due for touch in first] == [date(2026, 10, 5), date(2027, 2, 1)]


def test_a_series_of_one_to_ones_earns_one_thank_you_a_month() -> None:
    weekly = [conversation(date(2026, 8, 5) + timedelta(days=15 * n), met(LEE)) for n in range(5)]
    due = [touch.due for touch in planned(plan_year(*weekly, today=JULY))]
    assert due == [date(2026, 8, 6), date(2026, 9, 8), date(2026, 10, 5)][: len(due)]
    assert all((b - a).days >= 30 for a, b in pairwise(due) if a and b)


def test_a_touch_remembers_every_key_it_serves_so_that_planning_again_changes_nothing() -> None:
    icu = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))
    burn = rotation("Burn", date(2026, 9, 28), date(2026, 10, 6), met(PATEL))
    first = plan_year(icu, burn, today=JULY)
    have = [Kept(touch, "", JULY) for touch in first.plan.add]
    assert not plan_year(icu, burn, today=JULY, have=have).plan


# --- identity -------------------------------------------------------------------------------------------


def test_no_step_twice_to_one_person_within_sixty_days_because_a_feed_was_re_issued() -> None:
    sent = only(plan_year(SICU, today=JULY).touches, "thank-you")
    done = Kept(replace(sent, state=State.ANSWERED), "rotation:sicu", SICU.end, sent=sent.due, closed=True)
    moved = rotation("SICU", date(2026, 10, 5), date(2026, 10, 30), met(PATEL))
    touch = only(plan_year(moved, today=date(2026, 10, 10), connected=JULY, have=[done]).touches, "thank-you")
    assert touch.state is State.DROPPED
    assert "issued again" in touch.why[-1]


# --- pace -----------------------------------------------------------------------------------------------


def test_at_most_three_drafts_a_morning_and_eight_a_week() -> None:
    crowd = [met(a_person(number)) for number in range(14)]
    year = plan_year(rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), *crowd), today=JULY)
    first = [touch for touch in year.touches if touch.key.step == "thank-you"]
    by_day: dict[date, int] = {}
    for touch in first:
        if touch.due:
            by_day[touch.due] = by_day.get(touch.due, 0) + 1
    assert max(by_day.values()) == 3
    assert sum(by_day.values()) == 8  # the window touches one working week
    lapsed = [touch for touch in first if touch.state is State.LAPSED]
    assert len(lapsed) == 6
    assert all("no room" in touch.why[-1] for touch in lapsed)


def test_the_earliest_window_end_goes_first() -> None:
    late = rotation("SICU", date(2026, 9, 7), date(2026, 10, 4), *[met(a_person(n)) for n in range(3)])
    soon = conversation(date(2026, 9, 29), met(a_person(9)))
    pressed = conversation(date(2026, 10, 1), met(a_person(8)))
    year = plan_year(late, soon, pressed, today=date(2026, 10, 3), connected=JULY)
    monday = [touch.key.person for touch in planned(year) if touch.due == date(2026, 10, 5)]
    assert {"person8@lakeside.example.edu", "person9@lakeside.example.edu"} <= set(monday)


def test_what_lay_in_the_past_when_connected_waits_for_one_confirmation() -> None:
    touch = only(plan_year(SICU, today=date(2026, 10, 8)).touches, "thank-you")
    assert (touch.state, touch.due) == (State.HELD, None)


def test_what_lay_more_than_three_weeks_back_lapses() -> None:
    touch = only(plan_year(SICU, today=date(2026, 11, 1)).touches, "thank-you")
    assert touch.state is State.LAPSED


# --- days -----------------------------------------------------------------------------------------------


def test_weekends_quiet_days_and_federal_holidays_are_skipped_inside_the_window() -> None:
    quiet = replace(AMARA, quiet_days=frozenset({date(2026, 10, 13)}))
    block = rotation(
        "SICU", date(2026, 9, 14), date(2026, 10, 9), met(PATEL)
    )  # then weekend, Columbus Day, quiet
    assert only(plan_year(block, today=JULY, me=quiet).touches, "thank-you").due == date(2026, 10, 14)


def test_if_no_permitted_day_is_left_the_last_day_counts() -> None:
    away = replace(AMARA, quiet_days=frozenset(date(2026, 10, 5) + timedelta(days=n) for n in range(5)))
    assert only(plan_year(SICU, today=JULY, me=away).touches, "thank-you").due == date(2026, 10, 9)


def test_nothing_appears_while_paused() -> None:
    paused = replace(AMARA, pause_until=date(2026, 11, 1))
    touch = only(plan_year(SICU, today=JULY, me=paused).touches, "thank-you")
    assert touch.state is State.LAPSED


def test_resuming_never_makes_a_burst() -> None:
    paused = replace(AMARA, pause_until=date(2026, 10, 9))
    crowd = [met(a_person(number)) for number in range(6)]
    year = plan_year(rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), *crowd), today=JULY, me=paused)
    assert [touch.due for touch in planned(year) if touch.key.step == "thank-you"] == [date(2026, 10, 9)] * 3


# --- Match Week -----------------------------------------------------------------------------------------

VISIT = conference("Spring Meeting", date(2027, 3, 8), date(2027, 3, 9), met(LEE, topic="her registry"))


def test_in_match_week_nothing_goes_to_people_at_outside_programs() -> None:
    away = conference("Spring Meeting", date(2027, 3, 9), date(2027, 3, 10), met(LEE, topic="her registry"))
    touch = only(plan_year(away, today=JULY).touches, "thank-you")
    # Sat 13 to Wed 17 March: only the weekend lies outside Match Week (15 to 19 March)
    assert touch.due == date(2027, 3, 22)
    assert touch.due in touch.window


def test_what_can_go_before_match_week_goes_before() -> None:
    assert only(plan_year(VISIT, today=JULY).touches, "thank-you").due == date(2027, 3, 12)


def test_a_follow_up_whose_window_match_week_covers_goes_in_the_three_working_days_after() -> None:
    sts = conference("Winter Meeting", date(2027, 2, 24), date(2027, 3, 1), met(LEE, topic="her registry"))
    year = plan_year(sts, today=JULY)
    assert only(year.touches, "thank-you").due == date(2027, 3, 4)
    assert only(year.touches, "follow-up").due == date(2027, 3, 22)


def test_the_freeze_does_not_touch_people_at_home() -> None:
    home = rotation("SICU", date(2027, 2, 15), date(2027, 3, 14), met(PATEL))
    assert only(plan_year(home, today=JULY).touches, "thank-you").due == date(2027, 3, 15)


def test_the_freeze_is_counted_in_eastern_time() -> None:
    tokyo = mornings(replace(AMARA, time_zone="Asia/Tokyo"))
    assert not tokyo.frozen(date(2027, 3, 15))  # 06:30 on Monday in Tokyo is Sunday in New York
    assert tokyo.frozen(date(2027, 3, 20))


def test_an_untouched_draft_to_an_outside_program_is_withdrawn_in_match_week_an_edited_one_flagged() -> None:
    touch = replace(only(plan_year(VISIT, today=JULY).touches, "thank-you"), state=State.DRAFTED)
    subject = "conference:spring-meeting"
    for edited in (False, True):
        have = [Kept(touch, subject, VISIT.end, edited=edited)]
        plan = plan_year(VISIT, today=date(2027, 3, 15), connected=JULY, have=have).plan
        assert (plan.cancel, plan.flag) == ((), (touch,)) if edited else ((touch,), ())


# --- withdrawal -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "withdrawn"), [(date(2026, 10, 12), False), (date(2026, 10, 13), True)])
def test_an_untouched_draft_is_withdrawn_three_days_past_its_window(today: date, withdrawn: bool) -> None:
    touch = replace(only(plan_year(SICU, today=JULY).touches, "thank-you"), state=State.DRAFTED)
    plan = plan_year(SICU, today=today, connected=JULY, have=[Kept(touch, "rotation:sicu", SICU.end)]).plan
    assert bool(plan.cancel) is withdrawn


def test_an_edited_draft_is_never_touched_only_flagged() -> None:
    touch = replace(only(plan_year(SICU, today=JULY).touches, "thank-you"), state=State.DRAFTED)
    kept = Kept(touch, "rotation:sicu", SICU.end, edited=True)
    plan = plan_year(today=date(2026, 10, 8), connected=JULY, have=[kept]).plan
    assert plan.flag == (touch,)
    assert touch not in plan.cancel


def test_a_cancelled_engagement_withdraws_its_planned_touches() -> None:
    have = [Kept(touch, "rotation:sicu", SICU.end) for touch in plan_year(SICU, today=JULY).plan.add]
    plan = plan_year(today=JULY, have=have).plan
    assert {touch.key.step for touch in plan.cancel} == {"thank-you", "follow-up"}


def test_a_moved_engagement_moves_its_planned_touches() -> None:
    have = [Kept(touch, "rotation:sicu", SICU.end) for touch in plan_year(SICU, today=JULY).plan.add]
    longer = replace(SICU, end=date(2026, 10, 9), days=(*SICU.days, date(2026, 10, 9)))
    plan = plan_year(longer, today=JULY, have=have).plan
    assert [touch.due for touch in plan.move] == [date(2026, 10, 13), date(2026, 10, 23)]
    assert not plan.add
    assert not plan.cancel


def test_unsent_outreach_is_withdrawn_at_once_when_the_conference_starts() -> None:
    start = date(2027, 1, 28)
    hello = engagement(Kind.WANTED, "STS", start, date(2027, 1, 31), [met(LEE)], external=True)
    touch = replace(only(plan_year(hello, today=JULY).touches, "outreach"), state=State.DRAFTED)
    for today, withdrawn in ((date(2027, 1, 24), False), (start, True)):
        kept = Kept(touch, "wanted:sts", start)
        assert bool(plan_year(hello, today=today, connected=JULY, have=[kept]).plan.cancel) is withdrawn


# --- label is not yet a reason to write -------------------------------------------------------------------


def test_a_service_of_less_than_five_days_earns_no_letter() -> None:
    short = rotation("Clinic week", date(2026, 9, 7), date(2026, 9, 10), met(PATEL))
    assert only(plan_year(short, today=JULY).touches, "thank-you").state is State.DROPPED


def test_somebody_named_on_fewer_than_three_days_of_a_service_gets_no_letter() -> None:
    days = (date(2026, 9, 7), date(2026, 9, 8))
    block = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL, *days, noted=False))
    touch = only(plan_year(block, today=JULY).touches, "thank-you")
    assert touch.state is State.DROPPED
    assert "2 days" in touch.why[-1]


def test_somebody_named_on_three_days_or_by_the_user_gets_a_letter() -> None:
    days = tuple(date(2026, 9, 7) + timedelta(days=n) for n in range(3))
    often = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL, *days, noted=False))
    noted = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL, days[0], noted=True))
    for block in (often, noted):
        assert only(plan_year(block, today=JULY).touches, "thank-you").state is State.PLANNED


def test_a_meeting_outside_the_users_field_earns_letters_only_to_people_noted_as_met() -> None:
    guest = met(LEE, noted=False, role=Role.GUEST)
    cloud = conference("Cloud Summit", date(2026, 9, 7), date(2026, 9, 9), guest, met(PATEL), in_field=False)
    touches = plan_year(cloud, today=JULY).touches
    assert only(touches, "thank-you", LEE).state is State.DROPPED
    assert only(touches, "thank-you", PATEL).state is State.PLANNED


def test_program_director_letters_go_only_to_the_own_director() -> None:
    other = pd_meeting(date(2026, 12, 9), met(LEE, role=Role.PROGRAM_DIRECTOR), external=True)
    assert [t.state for t in plan_year(other, today=JULY).touches] == [State.DROPPED]


def test_an_evaluation_that_names_nobody_is_with_the_own_director() -> None:
    assert only(plan_year(pd_meeting(date(2026, 12, 9)), today=JULY).touches, "thank-you").person == DESAI


# --- one truth, do-not-contact, skip ------------------------------------------------------------------------


@pytest.mark.parametrize("untold", [{"name": ""}, {"stage": None}, {"pathways": ()}])
def test_without_name_stage_and_pathway_no_draft_is_made(untold: dict[str, object]) -> None:
    me: Narrative = replace(AMARA, **untold)  # type: ignore[arg-type]
    year = plan_year(SICU, STS, pd_meeting(date(2026, 12, 9)), today=JULY, me=me, milestones=True)
    assert year.touches
    assert {touch.state for touch in year.touches} == {State.DROPPED}


def test_nobody_marked_do_not_contact_is_written_to() -> None:
    block = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(replace(PATEL, do_not_contact=True)))
    assert only(plan_year(block, today=JULY).touches, "thank-you").state is State.DROPPED


def test_the_user_can_skip_a_person() -> None:
    me = replace(AMARA, skip=(PATEL.email,))
    assert only(plan_year(SICU, today=JULY, me=me).touches, "thank-you").state is State.DROPPED


# --- tentative ----------------------------------------------------------------------------------------------


def test_a_tentative_engagement_is_held_never_thanked_for() -> None:
    held = replace(SICU, held="the event is tentative")
    touch = only(plan_year(held, today=JULY).touches, "thank-you")
    assert (touch.state, touch.due, touch.why[-1]) == (State.HELD, None, "the event is tentative")


# --- reasons ------------------------------------------------------------------------------------------------


def test_the_reason_for_every_touch_is_kept() -> None:
    year = plan_year(SICU, STS, pd_meeting(date(2026, 12, 9)), today=JULY, milestones=True)
    assert len(year.touches) >= 5
    assert all(touch.why and all(touch.why) for touch in year.touches)
    thank_you = only([t for t in year.touches if t.key.engagement == SICU.id], "thank-you")
    assert "SICU, last day Fri 2 Oct 2026" in thank_you.why[0]


def test_the_limits_in_config_are_the_playbooks() -> None:
    limits = rules().limits
    assert (limits.a_morning, limits.a_week, limits.words) == (3, 8, 200)
    assert (limits.merge_days, limits.follow_up_every, limits.reissue_days) == (14, 30, 60)
    assert (limits.open_after_follow_up, limits.open_without_follow_up) == (14, 28)
    assert (limits.withdraw_after, limits.days_after_freeze, limits.confirm_back) == (3, 3, 21)


# --- what a sceptic found -----------------------------------------------------------------------------------


def test_a_letter_yields_only_to_one_that_really_goes() -> None:
    sicu = rotation("SICU", date(2026, 8, 17), date(2026, 8, 28), met(PATEL))  # open until 24 September
    vascular = rotation("Vascular", date(2026, 9, 1), date(2026, 9, 14), met(PATEL))  # blocked by it
    trauma = rotation("Trauma", date(2026, 9, 15), date(2026, 9, 25), met(PATEL))
    touches = plan_year(sicu, vascular, trauma, today=JULY).touches
    due = {t.key.engagement: t.due for t in touches if t.key.step == "thank-you"}
    assert due == {sicu.id: date(2026, 8, 31), vascular.id: None, trauma.id: date(2026, 9, 28)}


def test_what_cannot_go_together_may_still_go_alone() -> None:
    paused = replace(AMARA, pause_until=date(2026, 10, 10))
    icu = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(PATEL))
    burn = rotation("Burn", date(2026, 9, 28), date(2026, 10, 6), met(PATEL))
    touches = plan_year(icu, burn, today=JULY, me=paused).touches
    due = {t.key.engagement: t.due for t in touches if t.key.step == "thank-you"}
    assert due == {icu.id: None, burn.id: date(2026, 10, 13)}


def test_a_letter_that_has_gone_serves_what_ends_within_fourteen_days_of_it() -> None:
    gone = only(plan_year(SICU, today=JULY).touches, "thank-you")
    sent = Kept(replace(gone, state=State.ANSWERED), "rotation:sicu", SICU.end, sent=gone.due, closed=True)
    burn = rotation("Burn", date(2026, 10, 5), date(2026, 10, 14), met(PATEL))
    year = plan_year(SICU, burn, today=date(2026, 10, 8), connected=JULY, have=[sent])
    assert only(year.touches, "thank-you").state is State.DROPPED


def test_a_letter_dropped_on_its_morning_uses_up_no_place() -> None:
    crowd = [a_person(number) for number in range(3)]
    series = [conversation(date(2026, 8, 10), met(LEE)), conversation(date(2026, 8, 31), met(LEE))]
    block = rotation("SICU", date(2026, 8, 3), date(2026, 8, 31), *[met(person) for person in crowd])
    year = plan_year(*series, block, today=JULY)
    tuesday = [t for t in planned(year) if t.due == date(2026, 9, 1)]
    assert len(tuesday) == 3


def test_a_tentative_engagement_long_past_is_not_held_for_ever() -> None:
    held = replace(SICU, held="the event is tentative")
    assert only(plan_year(held, today=date(2026, 12, 1)).touches, "thank-you").state is State.LAPSED


def test_after_match_week_the_first_working_day_comes_not_the_weekend() -> None:
    talk = conversation(date(2027, 3, 14), met(LEE))  # 15 to 21 March: Match Week and a weekend
    assert only(plan_year(talk, today=JULY).touches, "follow-up").due == date(2027, 3, 22)


def test_a_name_like_a_skipped_one_is_skipped() -> None:
    block = rotation("SICU", date(2026, 9, 7), date(2026, 10, 2), met(replace(PATEL, name="R. Patel")))
    me = replace(AMARA, skip=("Ravi Patel",))
    assert only(plan_year(block, today=JULY, me=me).touches, "thank-you").state is State.DROPPED


def test_nothing_is_planned_after_the_last_day_asked_for() -> None:
    year = plan_year(SICU, today=JULY, until=date(2026, 10, 4))
    assert planned(year) == []

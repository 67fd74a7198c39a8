"""The checker of whole years sees every kind of broken limit, and a handful of lifelike years break none."""

import re
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest

from tests.house import ROOT
from tests.years.calendar_text import Entry, calendar_text
from tests.years.case import ROWS, federal_holidays
from tests.years.checker import broken_limits
from tests.years.drafts import broken_drafts
from tests.years.generator import made_year
from tests.years.mutants import LIVED, MUTANTS
from tests.years.run_years import judged, never_planned
from tests.years.truth import (
    Achieved,
    Human,
    Me,
    Occasion,
    Office,
    Program,
    Referee,
    Standing,
    Tie,
    Year,
)  # fmt: skip

DESAI = Human("Vikram Desai", "vdesai@lakeside.example.edu")
RAVI = Human("Ravi Patel", "rpatel@lakeside.example.edu")
JANE = Human("Jane Lee", "jlee@uni.example.net")
PAT = Human("Pat Brandt")
ME = Me(director=DESAI, mid_year_day=date(2026, 12, 14))


def days(first: date, count: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range(count))


SICU = Occasion("rotation", "SICU rotation", days(date(2026, 8, 3), 28), (Tie(RAVI, noted=True),))
STS = Occasion(
    "conference",
    "STS",
    days(date(2026, 10, 1), 4),
    (Tie(JANE, noted=True, topic="the registry"),),
    outside=True,
)
CLINIC = Occasion("conversation", "Clinic", days(date(2026, 11, 9), 1), (Tie(PAT, noted=True),))
YEAR = Year(date(2026, 8, 1), date(2027, 7, 31), ME, (SICU, STS, CLINIC), ("or-3@lakeside.example.edu",))


def told(occasion: Occasion) -> dict[str, Any]:
    people = [{"name": tie.human.name, "email": tie.human.email} for tie in occasion.ties]
    first, last = occasion.days[0].isoformat(), occasion.end.isoformat()
    return {"id": occasion.title, "kind": occasion.kind, "start": first, "end": last, "people": people}


def touch(cadence: str, human: Human, engagement: str, window: tuple[str, str], due: str) -> dict[str, Any]:
    return {
        "id": f"{cadence}/{human.name}/{engagement}",
        "cadence": cadence.partition("/")[0],
        "step": cadence.partition("/")[2],
        "person": {"name": human.name, "email": human.email},
        "engagement": engagement,
        "window": list(window),
        "due": due,
        "subject": "Thank you",
        "words": 90,
        "gaps": [],
        "state": "planned",
        "why": ["it ended"],
    }


THANKS = touch("rotation/thank-you", RAVI, SICU.title, ("2026-08-31", "2026-09-06"), "2026-08-31")
THANKS["gaps"] = ["one thing they taught you"]
REMINDER = touch("rotation/follow-up", RAVI, SICU.title, ("2026-09-10", "2026-09-14"), "2026-09-10")
CONGRESS = touch("conference/thank-you", JANE, STS.title, ("2026-10-07", "2026-10-11"), "2026-10-07")
CONGRESS_AGAIN = touch("conference/follow-up", JANE, STS.title, ("2026-10-17", "2026-10-21"), "2026-10-19")
TALK = touch("conversation/follow-up", PAT, CLINIC.title, ("2026-11-10", "2026-11-16"), "2026-11-10")
TALK["gaps"] = ["what you talked about"]
REQUEST = touch("pd-mid-year-meeting/request", DESAI, "mid-year", ("2026-11-23", "2026-11-30"), "2026-11-23")
SOUND = [THANKS, REMINDER, CONGRESS, CONGRESS_AGAIN, TALK, REQUEST]


def judge(touches: list[dict[str, Any]], year: Year = YEAR) -> list[str]:
    engagements = [told(occasion) for occasion in year.occasions]
    return broken_limits({"engagements": engagements, "touches": deepcopy(touches)}, year)


def with_change(which: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    return [one | fields if one is which else one for one in SOUND]


def without(*which: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in SOUND if not any(one is other for other in which)]


def with_occasions(*occasions: Occasion, **me: Any) -> Year:
    return replace(YEAR, occasions=occasions, me=replace(ME, **me))


def assert_caught(fragment: str, touches: list[dict[str, Any]], year: Year = YEAR) -> None:
    broken = judge(touches, year)
    assert any(fragment in sentence for sentence in broken), broken


def test_a_sound_year_breaks_nothing() -> None:
    assert judge(SOUND) == []


def test_a_touch_without_a_reason_is_caught() -> None:
    assert_caught("no reason", with_change(THANKS, why=[]))


def test_a_held_touch_with_a_morning_is_caught() -> None:
    assert_caught("held with due", with_change(THANKS, state="held"))


def test_one_id_for_two_touches_is_caught() -> None:
    assert_caught("two touches bear", [*SOUND, THANKS])


def test_a_letter_to_a_room_is_caught() -> None:
    room = {"name": "OR 3", "email": "or-3@lakeside.example.edu"}
    assert_caught("a room, a list", [*SOUND, THANKS | {"id": "x", "person": room}])


def test_a_letter_to_the_user_by_name_is_caught() -> None:
    assert_caught("the user is addressed", with_change(TALK, person={"name": "Maya Rosen", "email": ""}))


def test_a_letter_to_a_stranger_is_caught() -> None:
    assert_caught(
        "nobody of that name", with_change(TALK, person={"name": "Xu Li", "email": "xl@uni.example.net"})
    )


def test_a_letter_to_somebody_who_declined_is_caught() -> None:
    declined = replace(STS, ties=(Tie(JANE, declined=True, topic="the registry"),))
    assert_caught("the person declined", SOUND, with_occasions(SICU, declined, CLINIC))


def test_a_letter_against_the_profile_is_caught() -> None:
    barred = replace(JANE, barred=True)
    year = with_occasions(SICU, replace(STS, ties=(Tie(barred, noted=True),)), CLINIC)
    assert_caught("the profile forbids it", SOUND, year)


@pytest.mark.parametrize("standing", [Standing.TENTATIVE, Standing.OFF])
def test_a_letter_for_what_is_not_firm_is_caught(standing: Standing) -> None:
    assert_caught(
        f"the occasion is {standing.value}",
        SOUND,
        with_occasions(replace(SICU, standing=standing), STS, CLINIC),
    )


def test_a_held_letter_for_a_cancelled_occasion_is_caught() -> None:
    year = with_occasions(replace(SICU, standing=Standing.OFF), STS, CLINIC)
    assert_caught("no letter may ever go", with_change(THANKS, state="held", due=None), year)


def test_a_letter_for_a_service_of_four_days_is_caught() -> None:
    short = replace(SICU, days=SICU.days[-4:])
    assert_caught("too short a service", SOUND, with_occasions(short, STS, CLINIC))


def test_a_letter_to_somebody_on_two_guest_lists_of_a_service_is_caught() -> None:
    seldom = replace(SICU, ties=(Tie(RAVI, SICU.days[:2]),))
    assert_caught("named on too few days", SOUND, with_occasions(seldom, STS, CLINIC))


def test_an_engagement_that_ends_too_early_is_caught() -> None:
    longer = replace(SICU, days=days(date(2026, 8, 3), 29))
    answer = {"engagements": [told(SICU), told(STS), told(CLINIC)], "touches": deepcopy(SOUND)}
    broken = broken_limits(answer, with_occasions(longer, STS, CLINIC))
    assert any("ends on 2026-08-31, not on 2026-08-30" in sentence for sentence in broken)


def test_a_morning_outside_its_window_is_caught() -> None:
    assert_caught("outside its window", with_change(THANKS, due="2026-09-08"))


def test_a_window_that_does_not_fit_its_anchor_is_caught() -> None:
    assert_caught("is right", with_change(THANKS, window=["2026-08-31", "2026-09-09"]))


def test_a_morning_before_today_is_caught() -> None:
    assert_caught("before today", SOUND, replace(YEAR, today=date(2026, 9, 1)))


@pytest.mark.parametrize("day", ["2026-09-05", "2026-09-06"])
def test_a_draft_on_a_weekend_is_caught(day: str) -> None:
    assert_caught("a weekend, holiday or quiet day", with_change(THANKS, due=day))


def test_a_draft_on_a_federal_holiday_is_caught() -> None:
    assert_caught("a weekend, holiday or quiet day", with_change(TALK, due="2026-11-11"))


def test_a_draft_on_a_quiet_day_is_caught() -> None:
    year = with_occasions(SICU, STS, CLINIC, quiet_days=frozenset({date(2026, 8, 31)}))
    assert_caught("a weekend, holiday or quiet day", SOUND, year)


def test_a_draft_on_the_last_day_is_right_where_no_other_is_left() -> None:
    quiet = frozenset(days(date(2026, 8, 31), 5))
    sunday = with_change(THANKS, due="2026-09-06")
    moved = [
        one | {"window": ["2026-09-16", "2026-09-20"], "due": "2026-09-16"} if one is REMINDER else one
        for one in sunday
    ]
    assert judge(moved, with_occasions(SICU, STS, CLINIC, quiet_days=quiet)) == []


def test_a_draft_in_the_pause_is_caught() -> None:
    assert_caught("in the pause", SOUND, with_occasions(SICU, STS, CLINIC, pause_until=date(2026, 9, 3)))


def test_a_morning_later_than_the_first_free_one_is_caught() -> None:
    assert_caught("though 2026-08-31 was free", with_change(THANKS, due="2026-09-02"))


def crowd(count: int, day: str) -> list[dict[str, Any]]:
    return [
        TALK | {"id": str(n), "due": day, "person": {"name": f"P{n} Q{n}", "email": ""}} for n in range(count)
    ]


def test_four_drafts_on_a_morning_are_caught() -> None:
    assert_caught("4 drafts on", [*without(TALK), *crowd(4, "2026-11-10")])


def test_nine_drafts_in_a_week_are_caught() -> None:
    spread = chain.from_iterable(crowd(3, f"2026-11-{day}") for day in (10, 12, 13))
    assert_caught("9 drafts in the week of 2026-11-09", list(spread))


def test_two_drafts_to_one_person_on_a_morning_are_caught() -> None:
    assert_caught("2 drafts to rpatel", [*SOUND, THANKS | {"id": "again"}])


def test_a_draft_to_an_outside_program_in_match_week_is_caught() -> None:
    march = Occasion(
        "conversation", "Clinic", (date(2027, 3, 10),), (Tie(JANE, noted=True, topic="the registry"),)
    )
    late = touch("conversation/follow-up", JANE, "Clinic", ("2027-03-11", "2027-03-17"), "2027-03-16")
    assert_caught("in Match Week", [late], with_occasions(march))


def test_a_draft_to_somebody_at_home_in_match_week_is_right() -> None:
    march = Occasion(
        "conversation", "Clinic", (date(2027, 3, 14),), (Tie(RAVI, noted=True, topic="the registry"),)
    )
    home = touch("conversation/follow-up", RAVI, "Clinic", ("2027-03-15", "2027-03-21"), "2027-03-15")
    assert judge([home], with_occasions(march, director=None)) == []


def test_match_week_ends_on_friday_night_in_the_east() -> None:
    march = Occasion(
        "conversation", "Clinic", (date(2027, 3, 10),), (Tie(JANE, noted=True, topic="the registry"),)
    )
    late = touch("conversation/follow-up", JANE, "Clinic", ("2027-03-11", "2027-03-20"), "2027-03-20")
    assert_caught("in Match Week", [late], with_occasions(march, zone="Asia/Tokyo"))


def test_a_second_request_in_an_open_conversation_is_caught() -> None:
    burn = Occasion("rotation", "Burn rotation", days(date(2026, 9, 1), 16), (Tie(RAVI, noted=True),))
    second = touch("rotation/thank-you", RAVI, "Burn rotation", ("2026-09-17", "2026-09-23"), "2026-09-17")
    year = with_occasions(SICU, burn, STS, CLINIC)
    assert_caught("is open until 2026-09-24", [*SOUND, second | {"gaps": ["one thing"]}], year)


def test_a_second_follow_up_to_one_request_is_caught() -> None:
    again = REMINDER | {"id": "x", "due": "2026-09-14"}
    assert_caught("a second follow-up", [*SOUND, again])


def test_two_follow_ups_to_one_person_in_thirty_days_are_caught() -> None:
    again = REMINDER | {"id": "x", "engagement": "other", "due": "2026-10-02"}
    assert_caught("within 30 days", [*SOUND, again])


def test_a_follow_up_without_its_letter_is_caught() -> None:
    assert_caught("follows 0 letters", without(THANKS))


def test_a_follow_up_of_a_letter_that_asked_for_nothing_is_caught() -> None:
    nothing_noted = replace(STS, ties=(Tie(JANE, noted=True),))
    assert_caught("asked for nothing", SOUND, with_occasions(SICU, nothing_noted, CLINIC))


def test_a_follow_up_too_early_is_caught() -> None:
    early = with_change(REMINDER, window=["2026-09-07", "2026-09-14"], due="2026-09-08")
    assert_caught("2026-09-10..2026-09-14 is right", early)


def test_a_missing_follow_up_is_caught() -> None:
    assert_caught("no follow-up stands by", without(REMINDER))


def test_two_letters_for_engagements_that_end_within_fourteen_days_are_caught() -> None:
    near = Occasion("conversation", "Hall", (date(2026, 9, 8),), (Tie(RAVI, noted=True, topic="sutures"),))
    second = touch("conversation/follow-up", RAVI, "Hall", ("2026-09-09", "2026-09-15"), "2026-09-09")
    assert_caught("9 days apart", [*SOUND, second], with_occasions(SICU, near, STS, CLINIC))


def test_a_letter_that_serves_two_engagements_satisfies_both() -> None:
    near = Occasion(
        "conference", "STS", days(date(2026, 8, 29), 2), (Tie(RAVI, noted=True, topic="sutures"),)
    )
    both = THANKS | {"window": ["2026-09-02", "2026-09-06"], "due": "2026-09-02", "gaps": []}
    follow = REMINDER | {"window": ["2026-09-12", "2026-09-16"], "due": "2026-09-14"}
    assert judge([both, follow], with_occasions(SICU, near, director=None)) == []


def test_a_second_thank_you_for_one_to_ones_in_a_month_is_caught() -> None:
    later = Occasion("conversation", "Ward", (date(2026, 11, 30),), (Tie(PAT, noted=True, topic="sutures"),))
    second = touch("conversation/follow-up", PAT, "Ward", ("2026-12-01", "2026-12-07"), "2026-12-01")
    assert_caught("within a month", [*SOUND, second], with_occasions(SICU, STS, CLINIC, later))


def test_a_director_letter_to_somebody_else_is_caught() -> None:
    other = {"name": RAVI.name, "email": RAVI.email}
    assert_caught("to somebody else", with_change(REQUEST, person=other))


def test_a_request_when_a_meeting_is_booked_is_caught() -> None:
    booked = Occasion("pd-meeting", "PD meeting", (date(2026, 12, 10),), (Tie(DESAI),))
    assert_caught("is booked already", SOUND, with_occasions(SICU, STS, CLINIC, booked))


def test_a_missing_request_is_caught() -> None:
    assert_caught("no request to Vikram Desai", without(REQUEST))


def test_a_letter_of_two_hundred_and_one_words_is_caught() -> None:
    assert_caught("201 words", with_change(THANKS, words=201))


@pytest.mark.parametrize("subject", ["", "x" * 79, "Thank you\r\nBcc: all@uni.example.net"])
def test_a_subject_that_is_none_is_caught(subject: str) -> None:
    assert_caught("subject", with_change(THANKS, subject=subject))


def test_a_missing_gap_is_caught() -> None:
    assert_caught("nothing specific is known", with_change(THANKS, gaps=[]))


def test_a_gap_where_the_note_says_enough_is_caught() -> None:
    assert_caught("the note says 'the registry'", with_change(CONGRESS, gaps=["what you talked about"]))


def test_a_gap_in_a_follow_up_is_caught() -> None:
    assert_caught("nothing specific is needed", with_change(REMINDER, gaps=["something"]))


def test_a_letter_for_the_past_that_nobody_confirmed_is_caught() -> None:
    assert_caught(
        "nobody confirmed it", with_change(THANKS, due="2026-09-02"), replace(YEAR, today=date(2026, 9, 1))
    )


def test_a_letter_held_for_longer_than_three_weeks_is_caught() -> None:
    old = with_change(THANKS, state="held", due=None)
    assert_caught("ended 31 days before today", old, replace(YEAR, today=date(2026, 9, 30)))


def test_a_letter_from_the_past_three_weeks_that_is_not_held_is_caught() -> None:
    year = replace(YEAR, today=date(2026, 9, 1))
    assert_caught("not held for confirmation", without(THANKS, REMINDER), year)


@pytest.mark.parametrize("lost", [THANKS, CONGRESS, TALK], ids=["rotation", "conference", "conversation"])
def test_a_missing_thank_you_is_caught(lost: dict[str, Any]) -> None:
    assert_caught("is missing", without(lost))


def test_somebody_met_on_a_day_of_service_belongs_to_the_service() -> None:
    there = replace(CLINIC, days=(date(2026, 8, 11),))
    at_once = TALK | {"window": ["2026-08-12", "2026-08-18"], "due": "2026-08-12"}
    assert_caught("the person was not met there", [*without(TALK), at_once], with_occasions(SICU, STS, there))


ASKED = Program("Bay General", Human("Ada Quill", "aquill@bay.example.org"), Office.FACULTY)
PIVOT = touch("pivot/enquiry", ASKED.human, "pivot", ("2026-10-01", "2026-12-31"), "2026-10-01")
CHEERED = Achieved(RAVI, date(2026, 12, 1))
CHEER = touch("mentor/congratulation", RAVI, "achievement", ("2026-12-01", "2026-12-04"), "2026-12-01")
WORTHY = Referee(RAVI, needed=date(2027, 2, 15))
FIT = touch("letter/request", RAVI, "letters-needed", ("2026-12-21", "2027-01-04"), "2026-12-21")
ALONE = Occasion("mentor-meeting", "Meeting", (date(2026, 10, 20),), (Tie(RAVI, (date(2026, 10, 20),)),))
THANKED = touch("mentor-meeting/thank-you", RAVI, "Meeting", ("2026-10-21", "2026-10-23"), "2026-10-21")
THANKED["gaps"] = ["what was advised"]


def test_a_pivot_enquiry_in_its_months_is_right() -> None:
    year = with_occasions(SICU, STS, CLINIC, programs=(ASKED,), pathways=("pivot",))
    assert judge([*SOUND, PIVOT], year) == []
    assert_caught("pivot/enquiry to Ada Quill is missing", SOUND, year)


def test_a_pivot_enquiry_to_a_director_is_caught() -> None:
    director = replace(ASKED, office=Office.DIRECTOR)
    year = with_occasions(SICU, STS, CLINIC, programs=(director,), pathways=("pivot",))
    assert_caught("to nobody whom the user named for that", [*SOUND, PIVOT], year)


def test_a_pivot_enquiry_on_another_pathway_or_in_another_month_is_caught() -> None:
    other = with_occasions(SICU, STS, CLINIC, programs=(ASKED,))
    assert_caught("on another pathway", [*SOUND, PIVOT], other)
    late = PIVOT | {"due": "2027-01-04", "window": ["2026-10-01", "2027-01-31"]}
    assert_caught("outside its months", [*SOUND, late], with_occasions(SICU, programs=(ASKED,)))


def test_a_program_that_is_forgotten_is_caught() -> None:
    year = with_occasions(SICU, STS, CLINIC, programs=(replace(ASKED, office=Office.DIRECTOR),))
    assert_caught("cold-outreach/first-letter to Ada Quill is missing", SOUND, year)


def test_a_congratulation_goes_within_three_days_and_once() -> None:
    year = with_occasions(SICU, STS, CLINIC, achievements=(CHEERED,))
    assert judge([*SOUND, CHEER], year) == []
    assert_caught("the congratulation to Ravi Patel of 2026-12-01 is missing", SOUND, year)
    assert_caught("2 congratulations on", [*SOUND, CHEER, CHEER | {"id": "x"}], year)
    assert_caught("nothing was achieved for", [*SOUND, CHEER], YEAR)


def test_a_letter_is_asked_for_where_somebody_qualifies() -> None:
    year = with_occasions(SICU, STS, CLINIC, ALONE, referees=(WORTHY,))
    assert judge([*SOUND, THANKED, FIT], year) == []
    assert_caught("letter/request to Ravi Patel is missing", [*SOUND, THANKED], year)


def test_a_letter_asked_of_somebody_who_has_not_heard_the_story_is_caught() -> None:
    year = with_occasions(SICU, STS, CLINIC, referees=(WORTHY,))
    assert_caught("not to somebody who qualifies", [*SOUND, FIT], year)


def test_a_letter_asked_for_a_second_time_or_in_other_weeks_is_caught() -> None:
    asked = replace(WORTHY, asked=date(2026, 11, 2))
    assert_caught("not due", [*SOUND, FIT], with_occasions(SICU, STS, CLINIC, ALONE, referees=(asked,)))
    early = FIT | {"window": ["2026-12-01", "2026-12-14"], "due": "2026-12-01"}
    assert_caught("2026-12-21..2027-01-04 is right", [early], with_occasions(SICU, ALONE, referees=(WORTHY,)))


def test_what_follows_a_promised_letter_has_its_days() -> None:
    given = replace(WORTHY, promised=date(2026, 8, 10))
    year = with_occasions(SICU, STS, CLINIC, referees=(given,))
    materials = touch("letter/materials", RAVI, "letters", ("2026-08-10", "2026-08-13"), "2026-08-10")
    reminder = touch("letter/reminder", RAVI, "letters", ("2027-02-01", "2027-02-05"), "2027-02-01")
    assert judge([*SOUND, materials, reminder], year) == []
    assert_caught("letter/materials to Ravi Patel is missing", [*SOUND, reminder], year)
    assert_caught("letter/reminder to Ravi Patel is missing", [*SOUND, materials], year)
    in_already = replace(given, received=date(2026, 8, 20))
    assert_caught("not due", [reminder], with_occasions(SICU, referees=(in_already,)))


def test_a_mentor_who_hears_no_news_is_caught() -> None:
    mentor = Human("Helen Marsh", "hmarsh@lakeside.example.edu")
    year = with_occasions(SICU, STS, CLINIC, mentors=(mentor,), news=((date(2026, 12, 1), "A prize"),))
    assert_caught("no update to Helen Marsh", SOUND, year)


def test_a_letter_from_an_untold_story_is_caught() -> None:
    assert_caught("though the story is not told", SOUND, with_occasions(SICU, STS, CLINIC, told=False))


MESSAGE = """\
From: Maya Rosen <mrosen@lakeside.example.edu>\r
{to}Subject: Thank you\r
{unsent}X-Draft-Ref: abc\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset="utf-8"\r
\r
Dear Dr. Lee,\r
{text}\r
"""


def draft(
    to: str = "To: Jane Lee <jlee@uni.example.net>\r\n", unsent: str = "X-Unsent: 1\r\n", text: str = "Hi"
) -> bytes:
    return MESSAGE.format(to=to, unsent=unsent, text=text).encode()


def judge_draft(data: bytes, one: dict[str, Any] = CONGRESS, year: Year = YEAR) -> list[str]:
    name = f"drafts/0001-{one['due']}-conference-thank-you-jane-lee.eml"
    return broken_drafts({"touches": [one]}, {name: data}, year)


def test_a_sound_draft_breaks_nothing() -> None:
    assert judge_draft(draft()) == []


def test_a_missing_draft_is_caught() -> None:
    assert broken_drafts({"touches": [CONGRESS]}, {}, YEAR) == ["0 drafts for 1 planned touches"]


def test_patient_data_in_a_draft_is_caught() -> None:
    secret = replace(YEAR, secrets=("48213377",))
    assert "tells '48213377' of a patient" in judge_draft(draft(text="MRN 48213377"), year=secret)[0]


def test_a_draft_of_more_than_two_hundred_words_is_caught() -> None:
    assert "words" in judge_draft(draft(text="word " * 201))[0]


def test_a_first_choice_that_is_none_is_caught() -> None:
    assert judge_draft(draft(text="You are my first choice.")) == [
        "the first choice is told to jlee@uni.example.net"
    ]


def test_a_first_contact_that_asks_for_a_letter_is_caught() -> None:
    first = CONGRESS | {"step": "outreach"}
    name = f"drafts/0001-{first['due']}-conference-outreach-jane-lee.eml"
    wrong = draft(text="Would you write a letter of recommendation?")
    broken = broken_drafts({"touches": [first]}, {name: wrong}, YEAR)
    assert "asks for a letter of recommendation at the first contact" in broken[0]


def test_a_file_that_goes_with_a_thank_you_is_caught() -> None:
    kind = b'Content-Type: text/plain; charset="utf-8"'
    head, _, body = draft().partition(kind)
    parts = (
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n' + kind + body,
        b"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nx\r\n--x--\r\n",
    )
    assert "1 files go with it" in judge_draft(head + b"".join(parts))[0]


def test_a_draft_that_could_be_sent_is_caught() -> None:
    assert "X-Unsent is missing" in judge_draft(draft(unsent=""))[0]


def test_a_recipient_beside_an_open_gap_is_caught() -> None:
    open_gap = CONGRESS | {"gaps": ["what you talked about"]}
    assert "it should be ''" in judge_draft(draft(text="[[ what you talked about ]]"), open_gap)[0]


def test_a_gap_that_the_json_does_not_tell_is_caught() -> None:
    assert "1 gaps in the text" in judge_draft(draft(text="[[ what ]]"))[0]


def test_an_injected_header_is_caught() -> None:
    assert (
        "unexpected headers ['bcc']"
        in judge_draft(draft(unsent="X-Unsent: 1\r\nBcc: all@uni.example.net\r\n"))[0]
    )


def test_federal_holidays_move_off_the_weekend() -> None:
    assert date(2026, 7, 3) in federal_holidays(2026)
    assert date(2027, 12, 31) in federal_holidays(2027)


def test_a_seed_always_makes_the_same_year() -> None:
    assert made_year(3) == made_year(3)
    assert made_year(3).calendar != made_year(4).calendar


def test_calendar_lines_are_folded_within_characters() -> None:
    text = calendar_text([Entry("Łukasz Żółkiewski " * 12, date(2026, 8, 3))], "America/New_York")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize("seed", range(8, 15))
def test_a_lifelike_year_breaks_no_limit(seed: int) -> None:
    assert judged(seed).broken == ()


def test_there_are_more_than_twenty_named_faults_some_of_which_only_a_life_shows() -> None:
    assert len(MUTANTS) >= 40
    assert 5 <= len(LIVED) < len(MUTANTS)


def test_every_row_of_the_playbook_is_a_row_of_the_checker() -> None:
    """The table is docs/playbook.md; a test of the docs holds it against config/."""
    text = (ROOT / "docs" / "playbook.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z-]+) / ([a-z-]+) \|", text, re.MULTILINE)
    assert set(rows) - {("cadence", "step")} == ROWS


def test_a_row_that_was_never_planned_is_told() -> None:
    counts = Counter({(*row, "planned"): 1 for row in ROWS if row != ("pivot", "enquiry")})
    assert never_planned(counts) == ["pivot/enquiry"]


@pytest.mark.parametrize(
    "name", ["no Match Week", "programs are written to all at once", "the plan never rests"]
)
def test_a_planted_fault_is_caught_in_a_process_of_its_own(name: str) -> None:
    program = ROOT / "tests" / "years" / "run_mutants.py"
    run = subprocess.run(
        [sys.executable, program, "--years", "20", name], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.splitlines()[-1:]) == (0, ["1/1 caught"]), run.stderr


def test_the_page_about_years_names_checks_that_exist() -> None:
    page = (ROOT / "docs" / "years.md").read_text(encoding="utf-8")
    folder = ROOT / "tests" / "years"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert len(names := re.findall(r"`(_\w+)`", page)) > 40
    assert [name for name in names if f"def {name}(" not in code] == []


MODULES = (
    *("case", "checker", "told", "truth", "drafts", "calendar_text"),
    *("generator", "telling", "profile_text", "living", "life_checker"),
)


def test_the_checker_imports_nothing_of_the_program() -> None:
    for module in MODULES:
        text = (ROOT / "tests" / "years" / f"{module}.py").read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:from|import)\s+worker\b", text, re.MULTILINE)

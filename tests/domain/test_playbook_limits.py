"""Each limit of the playbook that a preview can break, from a calendar and a profile to what comes out."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.playbook_world import PROFILE, Found, block, hour, lived
from tests.years.calendar_text import Entry, Guest
from worker.domain.touch import State, Window

SICU = block("SICU rotation", date(2026, 9, 7), 26, "Attending: Dr. Ravi Patel <rpatel@lakeside.example.edu>")
STS = block("STS Annual Meeting", date(2027, 1, 28), 4, "Met: Jane Lee <jlee@uni.edu> - aortic root outcomes")
MENTOR = '[[mentors]]\nname = "Helen Marsh"\nemail = "hmarsh@lakeside.example.edu"\n'
NEWS = '[[news]]\nday = 2026-09-01\ntext = "Passed Step 3"\n'
PROGRAM = '[[prospects]]\nprogram = "Bay General"\nperson = "Lena Voss"\naddress = "lvoss@bay.example.org"\n'
RICH = MENTOR + NEWS + PROGRAM
MARCH = date(2027, 3, 15)
"""The Monday of Match Week 2027."""


def a_rich_year() -> Found:
    clinic = hour(
        "Tumor board",
        date(2026, 8, 18),
        "Met: Dr. Bea Holloway <bh@uni.edu>\nPromised: send her data by Friday",
    )
    webinar = hour(
        "Webinar: surgical careers", date(2026, 11, 3), "Speaker: Dr. Ann Ito <ito@uni.edu>", at=19
    )
    meeting = hour("Mentor meeting with Dr. Helen Marsh", date(2026, 10, 6))
    return lived(SICU, STS, clinic, webinar, meeting, more=RICH, pathways=["categorical-away"])


def test_at_most_two_hundred_words_a_subject_and_one_request() -> None:
    found = a_rich_year()
    letters = [found.outlook.letters[t.id] for t in found.outlook.touches if t.state is State.PLANNED]
    assert len(letters) >= 10
    assert all(0 < letter.words <= 200 and letter.subject for letter in letters)
    assert all(letter.text.count("?") <= 1 for letter in letters)


def test_an_unknown_specific_is_one_gap_and_to_stays_empty_until_it_is_filled() -> None:
    found = lived(SICU)
    draft = next(data for name, data in found.files.items() if "rotation-thank-you" in name)
    message = message_from_bytes(draft, policy=default)
    assert found.letter("rotation / thank-you").text.count("[[") == 1
    assert message["To"] is None


def test_a_person_without_an_address_gets_a_draft_with_an_empty_to() -> None:
    found = lived(hour("Tumor board", date(2026, 8, 18), "Met: Dr. Bea Holloway - her frailty study"))
    draft = next(data for name, data in found.files.items() if "conversation-follow-up" in name)
    assert message_from_bytes(draft, policy=default)["To"] is None


def test_a_draft_is_marked_unsent_and_carries_nothing_that_a_sent_mail_has() -> None:
    drafts = [data for name, data in a_rich_year().files.items() if name.startswith("drafts/")]
    for message in (message_from_bytes(data, policy=default) for data in drafts):
        assert message["X-Unsent"] == "1"
        assert not {"date", "message-id", "bcc"} & {key.lower() for key in message}


def test_at_most_one_open_conversation_with_a_person() -> None:
    vascular = block("Vascular rotation", date(2026, 10, 5), 17, SICU.notes)
    found = lived(SICU, vascular)
    states = Counter(touch.state for touch in found.touches("rotation / thank-you"))
    assert states == {State.PLANNED: 1, State.DROPPED: 1}


def test_a_conference_answers_the_outreach_before_it() -> None:
    both = replace(STS, notes=f"Want to meet: Jane Lee <jlee@uni.edu> - the aortic session\n{STS.notes}")
    found = lived(both)
    assert found.touch("conference / outreach").state is State.PLANNED
    assert found.touch("conference / thank-you").asks
    assert found.touch("conference / thank-you").due == date(2027, 2, 3)


def test_one_follow_up_to_a_request_and_then_the_matter_is_closed() -> None:
    found = lived(SICU, STS, more=PROGRAM)
    per_person = Counter(t.person.key for t in found.outlook.touches if t.key.step == "follow-up")
    assert set(per_person.values()) == {1}


def test_a_meeting_held_with_the_person_answers_the_follow_up() -> None:
    found = lived(SICU, hour("Meeting with Dr. Ravi Patel re: career advice", date(2026, 10, 12)))
    assert "that answers it" in found.why_not("rotation / follow-up")


def test_two_engagements_that_end_within_fourteen_days_earn_one_letter() -> None:
    burn = block("Burn Surgery rotation", date(2026, 9, 28), 9, SICU.notes)
    found = lived(SICU, burn)
    planned = found.planned("rotation / thank-you")
    assert [len(touch.serves) for touch in planned] == [2]
    assert "Burn" in found.outlook.letters[planned[0].id].text


def test_a_series_of_one_to_ones_earns_one_thank_you_a_month() -> None:
    talks = [
        hour("Mentor meeting with Dr. Helen Marsh", date(2026, 9, 2) + timedelta(weeks=n)) for n in range(9)
    ]
    due = [
        touch.due for touch in lived(*talks, more=MENTOR).planned("mentor-meeting / thank-you") if touch.due
    ]
    assert len(due) == 2
    assert (due[1] - due[0]).days >= 30


def test_the_last_day_of_a_night_is_the_day_it_begins() -> None:
    nights = [
        Entry("SICU rotation", date(2026, 9, 7) + timedelta(days=n), hour=19, hours=12, notes=SICU.notes)
        for n in range(12)
    ]
    assert lived(*nights).touch("rotation / thank-you").window.earliest == date(2026, 9, 19)


def test_a_congress_left_early_ends_for_the_user_with_the_last_event_there() -> None:
    session = Entry("STS Annual Meeting: poster session", date(2027, 1, 29), hour=10)
    home = Entry("Flight home", date(2027, 1, 29), hour=18, hours=3)
    window = lived(STS, session, home).touch("conference / thank-you").window
    assert window.earliest == date(2027, 2, 1)


def test_an_engagement_is_its_kind_name_and_dates_whatever_the_ids() -> None:
    one = lived(SICU, STS).outlook.touches
    other = lived(hour("Dentist", date(2026, 8, 1)), STS, SICU).outlook.touches
    assert one == other


def test_at_most_three_drafts_a_morning_and_eight_a_week_earliest_window_end_first() -> None:
    names = (
        "Ito Osei Nwosu Brandt Haddad Sokolov Bianchi Tanaka Delgado Pritchard Wolski Eze Lindholm Raghavan"
    )
    crowd = "\n".join(
        f"Attending: Dr. {name} <{name.lower()}@lakeside.example.edu>" for name in names.split()
    )
    found = lived(replace(SICU, notes=crowd), more=RICH)
    due = [touch.due for touch in found.outlook.touches if touch.due]
    assert max(Counter(due).values()) <= 3
    assert max(Counter(day - timedelta(days=day.weekday()) for day in due).values()) <= 8
    lapsed = [touch for touch in found.touches("rotation / thank-you") if touch.state is State.LAPSED]
    assert lapsed
    assert all("no room" in touch.why[-1] for touch in lapsed)


def test_what_lay_in_the_past_when_connected_waits_for_one_confirmation() -> None:
    assert lived(SICU, today=date(2026, 10, 8)).touch("rotation / thank-you").state is State.HELD


def test_what_was_told_in_the_profile_does_not_lie_in_the_past() -> None:
    found = lived(more=RICH, today=date(2026, 11, 22))
    assert found.touch("cold-outreach / first-letter").due == date(2026, 11, 23)


def test_weekends_quiet_days_and_federal_holidays_are_skipped_and_the_last_day_counts() -> None:
    quiet = "[quiet]\ndays = [2026-10-05, 2026-10-06]\n"
    assert lived(SICU, more=quiet).touch("rotation / thank-you").due == date(2026, 10, 7)
    all_week = f"[quiet]\ndays = [{', '.join(f'2026-10-0{n}' for n in range(5, 10))}]\n"
    assert lived(SICU, more=all_week).touch("rotation / thank-you").due == date(2026, 10, 9)


def test_in_match_week_nothing_goes_to_outside_programs_and_outreach_lapses() -> None:
    told = "Want to meet: Jane Lee <jlee@uni.edu> - the aortic session"
    spring = block("AATS Annual Meeting", MARCH + timedelta(days=14), 3, told)
    freeze = "[quiet]\ndays = [2027-03-20, 2027-03-21, 2027-03-22]"
    found = lived(spring, more=freeze)
    assert found.touch("conference / outreach").window == Window(date(2027, 3, 15), date(2027, 3, 22))
    assert "Match Week" in found.why_not("conference / outreach")


def test_in_match_week_no_introduction_is_asked_for_even_at_home() -> None:
    pause = "[quiet]\npause_until = 2027-03-15\n"
    found = lived(more=MENTOR + PROGRAM + pause, pathways=["categorical-away"])
    assert found.touch("introduction / request").due == date(2027, 3, 22)


def test_a_label_alone_is_no_reason_to_write() -> None:
    short = block("Vascular rotation", date(2026, 9, 7), 3, SICU.notes)
    assert lived(short).planned("rotation / thank-you") == []


def test_program_director_letters_go_only_to_the_own_director() -> None:
    other = hour("Meeting with program director Dr. Someone Else", date(2026, 12, 9))
    assert lived(other).planned("pd-mid-year-meeting / thank-you") == []
    own = hour("Meeting with program director Dr. Vikram Desai", date(2026, 12, 9))
    assert lived(own).touch("pd-mid-year-meeting / thank-you").person.email == "vdesai@lakeside.example.edu"


@pytest.mark.parametrize(
    "untold", ['name = "Maya Rosen"', 'stage = "prelim"', 'pathways = ["categorical-home"]']
)
def test_without_name_stage_and_pathway_no_draft_is_made(untold: str) -> None:
    told = PROFILE.format(pathways='"categorical-home"', more=RICH).replace(untold, "")
    found = lived(SICU, STS, profile=told)
    assert found.outlook.touches
    assert all(touch.state is State.DROPPED for touch in found.outlook.touches)


def test_nobody_marked_do_not_contact_is_written_to_whatever_was_told() -> None:
    barred = '[[people]]\nname = "Lena Voss"\nemail = "lvoss@bay.example.org"\ndo_not_contact = true\n'
    assert lived(more=PROGRAM + barred).planned("cold-outreach / first-letter") == []


def test_a_note_that_looks_like_patient_data_is_flagged_and_never_placed_in_a_draft() -> None:
    found = lived(hour("Tumor board", date(2026, 8, 18), "Met: Dr. Bea Holloway <bh@uni.edu> - MRN 1234567"))
    assert any("patient data" in warning for warning in found.outlook.warnings)
    assert all("1234567" not in letter.text for letter in found.outlook.letters.values())


@pytest.mark.parametrize(("status", "state"), [("TENTATIVE", State.HELD), ("CANCELLED", None)])
def test_a_tentative_event_is_held_and_a_cancelled_one_never_thanked_for(
    status: str, state: State | None
) -> None:
    found = lived(
        replace(STS, status=status, notes=f"{STS.notes}\nWant to meet: Tom Kim - the database session")
    )
    assert {touch.state for touch in found.outlook.touches if "sts" in touch.id} == (
        {state} if state else set()
    )


def test_a_person_who_declined_was_not_met() -> None:
    guests = (Guest("rpatel@lakeside.example.edu", "Dr. Ravi Patel", "DECLINED"),)
    talk = Entry("Meeting re: career advice", date(2026, 9, 14), hour=12, guests=guests)
    assert lived(talk).planned("mentor-meeting / thank-you") == []


def test_the_reason_for_every_touch_is_kept_and_never_stands_in_the_letter() -> None:
    found = a_rich_year()
    for touch in found.outlook.touches:
        assert touch.why
        if letter := found.outlook.letters.get(touch.id):
            assert all(reason not in letter.text for reason in touch.why)


def test_pause_stops_everything_and_resuming_makes_no_burst() -> None:
    found = lived(SICU, STS, more=RICH + "[quiet]\npause_until = 2026-12-01\n")
    due = [touch.due for touch in found.outlook.touches if touch.due]
    assert min(due) >= date(2026, 12, 1)
    assert max(Counter(due).values()) <= 3


def test_whom_did_you_meet_is_asked_where_nobody_is_known() -> None:
    found = lived(replace(SICU, notes=""), replace(STS, notes=""))
    assert [e.title for e in found.entries("question")] == [
        "Whom did you meet at SICU?",
        "Whom did you meet at STS Annual Meeting?",
    ]

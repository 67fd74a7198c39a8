"""General evidence, each kind by itself: tickets, places, rosters, parts of blocks, roles of people."""

import pytest

from tests.recognition.measure import an_event, by_title, invited, recognised
from worker.domain.recognition import Label

CONGRESS = an_event("AATS 2027", "2027-05-01", "4d", location="Los Angeles Convention Center")


@pytest.mark.parametrize(
    "title", ["UA 544 EWR-LAX", "EWR → LAX", "QF 12... LAX-SYD", "PIT-FRA-HAM", "DL 1402", "Inn (conf 88172)"]
)
def test_tickets_during_a_congress_are_travel(title: str) -> None:
    flight = an_event(title, "2027-05-01T06:00", "5h", description="for AATS")
    assert by_title([CONGRESS, flight])[title].label is Label.NONE


def test_codes_that_only_look_like_a_flight_are_sessions() -> None:
    session = an_event(
        "PS203 Adult cardiac: what to know", "2027-05-02T08:00", "1h", location=CONGRESS.location
    )
    assert by_title([CONGRESS, session])[session.title].label is Label.CONFERENCE


def test_a_society_is_known_by_the_words_that_tell_it_from_others() -> None:
    (answer,) = recognised([an_event("Southern Thoracic 73rd", "2026-11-04", "4d")])
    assert (answer.label, answer.subject) == (Label.CONFERENCE, "stsa")


def test_a_boot_camp_is_a_course_where_outsiders_may_come() -> None:
    titles = {"Vein bootcamp": "Open to residents from any program", "Our bootcamp": "our residents only"}
    found = by_title([an_event(t, "2026-09-12", "2d", description=notes) for t, notes in titles.items()])
    assert found["Vein bootcamp"].label is Label.CONFERENCE
    assert found["Our bootcamp"].label is Label.NONE


def test_who_moderates_tells_a_session_during_a_congress() -> None:
    talk = an_event("slot 31", "2027-05-02T10:00", "0.2h", description="Moderator: Dr. Tamsin Ohlsson")
    assert by_title([CONGRESS, talk])["slot 31"].label is Label.CONFERENCE
    assert by_title([talk])["slot 31"].label is not Label.CONFERENCE


def test_somebody_met_at_a_congress_is_met_at_it_whatever_their_office() -> None:
    talk = an_event("Weatherly + Benedek", "2027-05-02T16:00", "0.5h", description="Benedek is PD at Corvane")
    assert by_title([CONGRESS, talk])["Weatherly + Benedek"].label is Label.CONFERENCE


def test_a_long_entry_with_a_services_code_and_a_site_is_a_block() -> None:
    assert (
        recognised([an_event("Endoscopy/Bari @ Eastbank VA", "2026-10-19", "56d")])[0].label is Label.ROTATION
    )


def test_a_long_entry_that_names_its_attending_is_a_block() -> None:
    event = an_event("Lindqvist House", "2026-10-05", "26d", description="Attending: Dr. Mara Okonski")
    assert recognised([event])[0].label is Label.ROTATION


def test_a_shift_in_a_block_belongs_to_it_also_in_other_words() -> None:
    block = an_event("Stage chirurgie thoracique", "2026-10-12", "26d")
    call = an_event("Garde (sur place)", "2026-10-24T07:00", "24h")
    found = by_title([block, call])
    assert found[call.title].label is Label.ROTATION
    assert found[call.title].group == found[block.title].group


def test_a_shift_with_somebodys_name_in_a_block_is_not_taken_for_the_users() -> None:
    block = an_event("SICU", "2026-11-02", "28d")
    other = an_event("Okwuosa 24h call", "2026-11-07T07:00", "24h")
    assert by_title([block, other])[other.title].label is Label.NONE


def test_names_that_stand_in_each_others_way_are_a_roster() -> None:
    people = {"Okwuosa": "SICU", "Lindqvist": "Trauma", "Marchetti": "Vascular Surgery"}
    roster = [an_event(f"{who} {what}", "2026-11-02", "28d") for who, what in people.items()]
    found = by_title([*roster, an_event("Colorectal", "2026-11-02", "28d")])
    assert {found[event.title].label for event in roster} == {Label.NONE}
    assert found["Colorectal"].label is Label.ROTATION


def test_a_block_inside_a_longer_one_of_its_kind_is_part_of_it() -> None:
    whole = an_event("Pediatrics clerkship", "2026-03-02", "40d")
    part = an_event("peds inpt", "2026-03-02", "12d")
    found = by_title([whole, part])
    assert found["peds inpt"].group == found["Pediatrics clerkship"].group is not None


def test_leave_between_two_parts_does_not_split_a_block() -> None:
    events = [
        an_event("SICU", "2026-09-01", "25d"),
        an_event("Vacation", "2026-09-26", "9d"),
        an_event("SICU", "2026-10-05", "26d", id="second"),
    ]
    with_leave = {one.group for one in recognised(events) if one.label is Label.ROTATION}
    without = {one.group for one in recognised([events[0], events[2]])}
    assert len(with_leave) == 1
    assert without == {None}


def test_leave_taken_for_a_placement_is_the_placement() -> None:
    assert recognised([an_event("PTO - shadow Dr. Nasser", "2026-07-13", "5d")])[0].label is Label.ROTATION


def test_a_colleague_of_another_job_is_no_mentor() -> None:
    boss = invited("Dana Whitlock <dana@ledger.example.com>")
    events = [
        an_event("Sprint planning", "2026-07-13T13:00", "1.5h", guests=boss),
        an_event("1:1 Dana", "2026-07-16T15:00", "0.5h", guests=boss),
    ]
    assert by_title(events)["1:1 Dana"].label is Label.NONE


def test_the_users_own_doctor_is_no_mentor() -> None:
    events = [
        an_event("annual physical Dr. Voss", "2026-08-13T09:00", "0.5h"),
        an_event("f/u Dr. Voss", "2026-09-16T09:30", "0.5h"),
    ]
    assert by_title(events)["f/u Dr. Voss"].label is Label.NONE


def test_peers_are_known_by_their_addresses() -> None:
    crew = invited("anya.r3@hart.example.edu", "lev@students.hart.example.edu")
    assert recognised([an_event("zoom", "2026-11-06T19:00", "0.5h", guests=crew)])[0].label is Label.NONE


def test_private_words_beside_a_call_with_faculty_do_not_close_it() -> None:
    events = [
        an_event("Coffee w/ Dr. Amsler", "2026-10-01T10:00", "0.5h"),
        an_event("call Dr. Amsler - kids w/ Elena", "2026-10-08T10:00", "0.5h"),
        an_event("kids: call Dr. Pebble", "2026-10-09T10:00", "0.5h"),
    ]
    found = by_title(events)
    assert found["call Dr. Amsler - kids w/ Elena"].label is Label.MENTOR
    assert found["kids: call Dr. Pebble"].label is Label.NONE


def test_pd_before_a_doctor_is_a_title_among_german_words() -> None:
    german = an_event("Besprechung mit PD Dr. Vogt", "2026-11-03T10:00", "0.5h", description="Doktorarbeit")
    english = an_event("Meeting w/ PD Dr. Knox", "2026-11-03T12:00", "0.5h")
    found = by_title([german, english])
    assert found[german.title].label is Label.MENTOR
    assert found[english.title].label is Label.PD


@pytest.mark.parametrize("title", ["PD James reading group", "PD report, laptop stolen (Newark PD)"])
def test_other_senses_of_pd_are_none(title: str) -> None:
    assert recognised([an_event(title, "2026-11-03T12:00", "1h")])[0].label is Label.NONE


def test_an_office_in_the_place_tells_whom_one_meets() -> None:
    known = an_event("Semi-annual", "2026-12-03T14:00", "0.5h", description="PD Dr. Averill Knox")
    asked = an_event("Knox: next year?", "2026-10-29T17:00", "0.5h", location="PD office")
    assert by_title([known, asked])[asked.title].label is Label.PD


def test_a_director_who_is_only_to_be_written_to_is_not_met() -> None:
    notes = "how to match; said email Dr. Lou Santangelo (their APD)"
    events = [
        an_event("Rounds w/ Dr. Wexford", "2026-09-17T06:00", "8h"),
        an_event("lunch Wexford", "2026-09-30T12:30", "0.5h", description=notes),
    ]
    answer = by_title(events)["lunch Wexford"]
    assert answer.label is Label.MENTOR
    assert [person.name for person in answer.people] == ["Wexford"]


def test_initials_of_somebody_known_are_that_person() -> None:
    events = [
        an_event("MIS", "2026-07-01", "28d", description="Attending: Rosalind Achebe-Marsh"),
        an_event("RAM - sit down", "2026-08-18T16:00", "0.5h", description="letter"),
    ]
    answer = by_title(events)["RAM - sit down"]
    assert answer.label is Label.MENTOR
    assert [person.name for person in answer.people] == ["Rosalind Achebe-Marsh"]


def test_staff_named_in_a_description_are_nobody_to_thank() -> None:
    guests = invited("Kjersti Halvorsen <kh@x.example.edu>", "Lupe Garza <lg@x.example.edu>")
    notes = "Dr. Halvorsen, Program Director. Lupe Garza, program coordinator"
    event = an_event("Halvorsen intro chat", "2026-06-16T19:00", "0.5h", guests=guests, description=notes)
    assert [person.email for person in recognised([event])[0].people] == ["kh@x.example.edu"]


def test_what_spoke_against_an_answer_is_told() -> None:
    congress = an_event("ACS Congress golf", "2026-09-26", "4d", location="Washington Convention Center")
    (answer,) = recognised([congress])
    assert answer.label is Label.CONFERENCE
    assert any(why.startswith("against it: it is private life") for why in answer.why)


def test_a_session_says_what_it_would_be_without_its_congress() -> None:
    talk = an_event("Coffee w/ Dr. Benedek", "2027-05-02T16:00", "0.5h", description="fellowship advice")
    why = by_title([CONGRESS, talk])[talk.title].why
    assert why[0].startswith("it belongs to AATS Annual Meeting")
    assert why[1].startswith("by itself it would be meeting_mentor")


def test_a_code_on_shifts_and_on_the_weeks_around_them_is_a_service() -> None:
    shifts = [an_event("QN", f"2026-08-{day}T18:00", "12h") for day in (24, 25, 31)]
    found = by_title([an_event("QN, finally", "2026-08-24", "28d"), *shifts])
    assert {one.label for one in found.values()} == {Label.ROTATION}
    assert len({one.group for one in found.values()}) == 1


def test_where_all_services_have_shifts_weeks_without_any_are_a_holiday() -> None:
    blocks = [("SICU", "2026-07-01", 28), ("Maui", "2026-07-29", 14), ("Vascular Surgery", "2026-08-12", 28)]
    events = [an_event(title, day, f"{days}d") for title, day, days in blocks]
    events += [an_event("SICU", f"2026-07-{day:02}T06:00", "12h") for day in (2, 3, 9)]
    events += [an_event("Vascular Surgery", f"2026-08-{day}T06:00", "12h") for day in (13, 14)]
    assert by_title(events)["Maui"].label is Label.NONE


def test_letters_nobody_knows_are_a_congress_where_a_dinner_in_its_days_bears_them() -> None:
    days = an_event("QPSA Vancouver", "2026-11-13", "2d")
    dinner = an_event("QPSA dinner", "2026-11-13T19:00", "3h")
    found = by_title([days, dinner])
    assert {one.label for one in found.values()} == {Label.CONFERENCE}
    assert by_title([days])["QPSA Vancouver"].label is Label.NONE


def test_days_called_by_the_place_of_their_block_belong_to_it() -> None:
    block = an_event("Unity Wayne - Surgery Prelim PGY1 - Blk 3", "2026-08-26", "28d")
    part = an_event("Wayne: nights", "2026-09-14", "5d")
    found = by_title([block, part])
    assert found["Wayne: nights"].label is Label.ROTATION
    assert found["Wayne: nights"].group == found[block.title].group


@pytest.mark.parametrize("title", ["post Wayne, sleep", "no-burn day in the county, mind the fire pit"])
def test_a_day_that_only_mentions_a_service_is_no_day_of_it(title: str) -> None:
    block = an_event("Burn - Wayne", "2026-08-26", "28d")
    assert by_title([block, an_event(title, "2026-09-01", "1d")])[title].label is Label.NONE

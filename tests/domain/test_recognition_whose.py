"""Whose event it is, on calendars that several people fill; and how much evidence a label needs."""

import pytest

from tests.recognition.measure import an_event, by_title, invited
from worker.domain.event import Event, Guest
from worker.domain.recognition import Label

PARTNER = Guest("jo@mail.example.net", "Joanna Pike")


def at_home() -> list[Event]:
    """What a partner writes into the calendar."""
    return [
        an_event("dentist Eli", "2026-07-11T09:00", "1h", maker=PARTNER),
        an_event("date night", "2026-07-18T19:00", "3h", maker=PARTNER),
        an_event("mom visiting", "2026-08-22", "3d", maker=PARTNER),
    ]


def roster() -> list[Event]:
    """A chief's plan of a service, in which nobody is in two places."""
    return [
        an_event("SICU - Ito", "2026-07-01", "31d"),
        an_event("NF - Brandt", "2026-07-01", "14d"),
        an_event("Vasc - Cho", "2026-07-01", "14d"),
        an_event("NF - Cho", "2026-07-15", "17d"),
        an_event("Vasc - Brandt", "2026-07-15", "17d"),
        an_event("Trauma chief (me)", "2026-07-01", "31d"),
    ]


@pytest.mark.parametrize(
    "title", ["MICU", "conference Boston", "mtg w/ Dr. Stone re mentorship", "webinar: wound care for nurses"]
)
def test_what_somebody_at_home_wrote_is_not_the_users(title: str) -> None:
    mine = an_event(title, "2026-07-01T07:00", "12h" if title == "MICU" else "1h", maker=PARTNER)
    assert by_title([*at_home(), mine])[title].label is Label.NONE


def test_what_somebody_at_home_wrote_for_the_user_is_the_users() -> None:
    user = Guest("user@example.com", "Ravi Menon", is_self=True)
    events = [
        *at_home(),
        an_event("gym", "2026-07-03T18:00", "1h", maker=user),
        an_event("Ravi SICU", "2026-07-01T06:00", "12h", maker=PARTNER),
    ]
    assert by_title(events)["Ravi SICU"].label is Label.ROTATION


def test_a_colleague_who_writes_no_private_entries_does_not_live_with_the_user() -> None:
    chief = Guest("chief@h.example.org", "Dana Orr")
    events = [an_event(f"SICU {n}", f"2026-07-0{n}T06:00", "12h", maker=chief) for n in range(1, 7)]
    assert all(one.label is Label.ROTATION for one in by_title(events).values())


def test_letters_without_a_mark_are_the_initials_of_those_who_write() -> None:
    user = Guest("user@example.com", "Ravi Menon", is_self=True)
    titles = ["R ICU", "R vascular", "R trauma", "R SICU"]
    events = [
        *at_home(),
        *(an_event(title, f"2026-07-0{n}T06:00", "12h", maker=user) for n, title in enumerate(titles, 1)),
        *(
            an_event(title, f"2026-07-1{n}T07:00", "12h", maker=PARTNER)
            for n, title in enumerate(("J ER", "J peds floor", "J work", "J MICU"))
        ),
    ]
    got = by_title(events)
    assert [got[title].label for title in titles] == [Label.ROTATION] * len(titles)
    assert {got[title].label for title in ("J ER", "J peds floor", "J MICU")} == {Label.NONE}


@pytest.mark.parametrize(
    "title",
    [
        "NF Brandt",
        "24h: Cho",
        "SICU Ito/Cho",
        "Cho covers SICU",
        "semiannual: Cho w/ Dr. Marsh",
        "call - Brandt",
    ],
)
def test_on_a_roster_a_colleagues_shift_is_the_colleagues(title: str) -> None:
    length = "0.5h" if "semiannual" in title else "24h"
    assert by_title([*roster(), an_event(title, "2026-08-05T07:00", length)])[title].label is Label.NONE


@pytest.mark.parametrize("title", ["24h trauma - me", "SICU (covering for Cho)", "SICU call w/ Brandt"])
def test_on_a_roster_the_users_own_shift_stays(title: str) -> None:
    assert by_title([*roster(), an_event(title, "2026-08-05T07:00", "24h")])[title].label is Label.ROTATION


def group_roster() -> list[Event]:
    """A calendar that a chief keeps for four interns, the user among them."""
    me = Guest("user@example.com", "Mateo Villalobos", is_self=True)
    group = Guest("c_roster@group.calendar.google.com", "SURG ROSTER", is_group=True)
    lines = {
        "MV CRS": ("2026-07-01", "28d"),
        "AO Burn": ("2026-07-01", "28d"),
        "KT Trauma": ("2026-07-01", "28d"),
        "Burn: MV": ("2026-10-05", "7d"),
        "EGS: MV + AO": ("2026-10-12", "7d"),
        "Trauma: Villalobos, Tran": ("2026-10-19", "7d"),
        "Gold: AO, KT": ("2026-10-05", "28d"),
        "KT VAC": ("2026-12-24", "3d"),
        "MV VAC (AO covers EGS)": ("2026-12-21", "7d"),
    }
    events = [an_event(title, *when, organizer=group) for title, when in lines.items()]
    return [*events, an_event("lunch", "2026-07-01T12:00", "1h", guests=(me,))]


@pytest.mark.parametrize("title", ["MV CRS", "Burn: MV", "EGS: MV + AO", "Trauma: Villalobos, Tran"])
def test_on_a_calendar_for_several_the_users_initials_tell_the_users_blocks(title: str) -> None:
    assert by_title(group_roster())[title].label is Label.ROTATION


@pytest.mark.parametrize(
    "title", ["AO Burn", "KT Trauma", "Gold: AO, KT", "KT VAC", "MV VAC (AO covers EGS)"]
)
def test_on_a_calendar_for_several_others_initials_and_all_leave_are_none(title: str) -> None:
    assert by_title(group_roster())[title].label is Label.NONE


def test_a_town_that_opens_titles_is_nobody_at_home() -> None:
    events = [
        an_event("AWAY - Vascular Surg - Detroit", "2026-10-05", "26d"),
        an_event("Detroit day 1", "2026-10-05T06:00", "12h"),
        an_event("Detroit - tire rotation", "2026-10-17T10:00", "1h"),
    ]
    found = by_title(events)
    assert found["Detroit day 1"].label is Label.ROTATION
    assert found["Detroit - tire rotation"].label is Label.NONE


def test_a_child_s_doctor_is_no_mentor() -> None:
    events = [
        an_event("Theo swim lesson", "2026-07-01T16:00", "1h"),
        an_event("Theo dentist", "2026-07-08T16:00", "1h"),
        an_event("Theo allergy f/u Dr. Kim", "2026-07-12T09:00", "0.5h"),
        an_event("clinic w/ Dr. Kim", "2026-07-13T08:00", "4h"),
    ]
    assert by_title(events)["Theo allergy f/u Dr. Kim"].label is Label.NONE


def test_others_go_to_the_congress_and_the_user_stays() -> None:
    events = [an_event("ACS - Maria + Ben going, I cover", "2026-09-26", "4d")]
    assert by_title(events)["ACS - Maria + Ben going, I cover"].label is Label.NONE


@pytest.mark.parametrize(
    ("title", "starts", "length", "label"),
    [
        ("Webinar: sourdough for beginners", "2026-05-12T18:00", "1h", Label.NONE),
        ("Webinar: matching into surgery", "2026-05-12T18:00", "1h", Label.WEBINAR),
        ("meeting w/ Mr. Lowe", "2026-05-14T17:00", "0.5h", Label.NONE),
        ("coffee w/ Dr. Lowe", "2026-05-14T17:00", "0.5h", Label.MENTOR),
        ("theatre tickets", "2026-05-16T19:00", "3h", Label.NONE),
        ("theatre list - Mr Okonjo", "2026-05-13T08:00", "9h", Label.ROTATION),
        ("FY2 General Surgery", "2026-08-05", "119d", Label.ROTATION),
        ("Long day", "2026-08-10T08:00", "12.5h", Label.ROTATION),
        ("ARCP", "2026-06-08T10:00", "0.5h", Label.PD),
        ("call trade", "2026-06-08T10:00", "0.5h", Label.NONE),
    ],
)
def test_one_kind_of_evidence_is_too_little_unless_it_is_plain(
    title: str, starts: str, length: str, label: Label
) -> None:
    assert by_title([an_event(title, starts, length)])[title].label is label


def test_the_assistant_who_invites_on_behalf_is_not_thanked() -> None:
    office = Guest("kbrand@h.example.org", "Karin Brand", is_organizer=True)
    event = an_event(
        "Feld 1:1",
        "2026-08-04T07:30",
        "0.5h",
        description="Scheduled on behalf of Dr. Feld, Program Director",
        guests=invited("Miriam Feld <mfeld@h.example.org>"),
        organizer=office,
        owned=False,
    )
    assert [person.email for person in by_title([event])["Feld 1:1"].people] == ["mfeld@h.example.org"]


def test_clinical_work_with_a_surname_is_a_day_of_the_block() -> None:
    events = [
        an_event("Gold Surgery", "2026-07-01", "31d"),
        an_event("OR day with Petrossian", "2026-07-16T07:00", "8h"),
    ]
    found = by_title(events)["OR day with Petrossian"]
    assert (found.label, [person.name for person in found.people]) == (Label.ROTATION, ["Petrossian"])


def test_hours_are_read_on_the_clock_of_the_place() -> None:
    events = [
        an_event("Cardiothoracic Surgery", "2026-04-08", "46d"),
        an_event("theatre 3 - harvesting vein", "2026-04-23T03:00", "10h", zone="Europe/London"),
    ]
    assert by_title(events)["theatre 3 - harvesting vein"].label is Label.ROTATION


def public_roster(form: str) -> list[Event]:
    """A feed that names everybody on each duty; the user is the one who goes through all services."""
    mine = ["Trauma D", "SICU N", "Vascular", "NF", "Peds Surg"]
    events = [
        an_event(form.format(what=what, who="Castellan"), f"2026-0{month}-0{day}T06:00", "12h")
        for month, what in enumerate(mine, start=2)
        for day in range(2, 5)
    ]
    return [*events, an_event(form.format(what="Trauma D", who="Brightwood"), "2026-02-09T06:00", "12h")]


@pytest.mark.parametrize(
    "form",
    [
        "{what}: {who} (PGY1)",
        "{what} - {who}",
        "{who} - {what}",
        "{what}: {who} / Att Blum",
        "{what}: {who} (att Blum)",
    ],
)
def test_on_a_roster_that_names_everybody_the_name_on_most_services_is_the_users(form: str) -> None:
    other = form.format(what="SICU N", who="Tanaka-Ruiz")
    found = by_title([*public_roster(form), an_event(other, "2026-03-20T18:00", "12h")])
    assert found[other].label is Label.NONE
    assert found[form.format(what="SICU N", who="Castellan")].label is Label.ROTATION


def test_an_attending_who_stays_on_one_service_is_not_taken_for_the_user() -> None:
    events = [an_event(f"SICU day {n} - Okonedo", f"2026-03-0{n}T06:00", "12h") for n in range(1, 8)]
    found = by_title([*events, an_event("SICU - Feldspar", "2026-03-10T06:00", "12h")])
    assert found["SICU - Feldspar"].label is Label.ROTATION


def test_two_names_on_one_shift_are_in_nobodys_way() -> None:
    events = [
        an_event("Heart shadow (Fri pm) - Lacson / Uy", f"2026-09-{day:02}T12:00", "7h")
        for day in (4, 11, 18)
    ]
    (answer,) = by_title(events).values()
    assert answer.label is Label.ROTATION


def test_words_by_which_entries_are_sorted_are_no_people() -> None:
    events = [
        an_event("WORK: EGS days", "2026-07-01", "28d"),
        an_event("APP: shadowing in the ED w/ Dr. Ngata", "2026-07-07T07:00", "9h"),
        an_event("WORK: SICU", "2026-07-29", "28d"),
    ]
    assert {one.label for one in by_title(events).values()} == {Label.ROTATION}


def test_of_a_class_only_the_users_own_group_counts() -> None:
    events = [
        an_event("Surgery clerkship - group 3", "2026-04-13", "40d"),
        an_event("Pediatrics clerkship - group 2", "2026-04-13", "40d"),
        an_event("surgery morning rounds", "2026-04-20T07:00", "1h"),
        an_event("group 3 dinner", "2026-04-21T19:00", "2h"),
    ]
    found = by_title(events)
    assert found["Surgery clerkship - group 3"].label is Label.ROTATION
    assert found["Pediatrics clerkship - group 2"].label is Label.NONE


@pytest.mark.parametrize(("job", "label"), [("Cashier", Label.NONE), ("PGY-1 resident", Label.ROTATION)])
def test_a_shift_at_another_job_is_no_rotation(job: str, label: Label) -> None:
    (answer,) = by_title(
        [an_event("Night shift", "2026-08-17T22:00", "8h", description=f"Position: {job}")]
    ).values()
    assert answer.label is label


@pytest.mark.parametrize(
    ("email", "label"),
    [("dpoole@stapletec.example.com", Label.NONE), ("dpoole@mercyheart.example.org", Label.MENTOR)],
)
def test_lunch_with_a_stranger_counts_unless_a_company_invites(email: str, label: Label) -> None:
    lunch = an_event("Lunch in the atrium", "2026-11-10T12:00", "1h", guests=(Guest(email, "Derrick Poole"),))
    assert by_title([lunch])["Lunch in the atrium"].label is label


def blocks() -> list[Event]:
    """Three months of the user's."""
    titles = ("SICU", "Vascular", "Trauma")
    return [an_event(title, f"2026-0{n}-01", "28d") for n, title in enumerate(titles, start=7)]


def test_shifts_on_services_that_never_are_the_users_are_somebody_elses() -> None:
    days = ("2026-07-04", "2026-07-05", "2026-08-10", "2026-08-11", "2026-09-02")
    theirs = [
        *(an_event("Tjark NICU", f"{day}T19:00", "12.5h") for day in days),
        an_event("Tjark CCRN exam", "2026-07-20T09:00", "3h"),
        an_event("Tjark - nurses conf, Reno", "2026-08-20", "3d"),
    ]
    found = by_title([*blocks(), *theirs])
    assert {one.label for title, one in found.items() if "Tjark" in title} == {Label.NONE}
    assert {found[title].label for title in ("SICU", "Vascular", "Trauma")} == {Label.ROTATION}


def test_a_site_before_the_users_own_services_is_nobody() -> None:
    shifts = [
        an_event("Ashby SICU", "2026-07-04T07:00", "12h"),
        an_event("Ashby vascular OR", "2026-08-10T07:00", "12h"),
        an_event("Ashby trauma call", "2026-09-02T07:00", "24h"),
        an_event("Ashby EM shift", "2026-09-12T07:00", "12h"),
    ]
    assert {one.label for one in by_title([*blocks(), *shifts]).values()} == {Label.ROTATION}


def kept_by_a_group() -> list[Event]:
    """Everybody's months, on the calendar of a group."""
    group = Guest("c_1@group.calendar.google.com", "Surg interns", is_group=True)
    services = ("SICU", "Trauma", "Vascular", "Peds surg")
    return [
        an_event(f"{who} - {services[(month + n) % 4]}", f"2026-{month + 7:02}-01", "28d", organizer=group)
        for month in range(4)
        for n, who in enumerate(("Varga", "Holm", "Prewitt", "Aske"))
    ]


def test_on_a_roster_the_name_whose_blocks_fit_the_users_own_days_is_the_users() -> None:
    mine = [
        an_event("trauma call in house", "2026-07-05T07:00", "12h"),
        an_event("vascular OR", "2026-08-05T07:00", "10h"),
        an_event("peds surg clinic day", "2026-09-05T07:00", "10h"),
        an_event("SICU night", "2026-10-05T19:00", "12h"),
    ]
    found = by_title([*kept_by_a_group(), *mine])
    assert {one.label for title, one in found.items() if "Holm" in title} == {Label.ROTATION}
    assert {one.label for title, one in found.items() if "Varga" in title} == {Label.NONE}


def test_another_calendars_name_on_the_users_own_blocks_is_the_users() -> None:
    roster = [one for one in kept_by_a_group() if "Holm" in one.title or one.title == "Aske - SICU"]
    nights = ("2026-07-06", "2026-07-07", "2026-07-08")
    flat = Guest("c_2@group.calendar.google.com", "Flat 4", is_group=True)
    events = [
        *(an_event("Imre trauma", f"{day}T18:00", "12h", organizer=flat) for day in nights),
        *(an_event("Zsolt MICU", f"{day}T19:00", "12h", organizer=flat) for day in nights),
        an_event("Kaja ED", "2026-07-06T19:00", "12h", organizer=flat),
    ]
    found = by_title([*roster, *events])
    assert found["Imre trauma"].label is Label.ROTATION
    assert found["Zsolt MICU"].label is found["Kaja ED"].label is Label.NONE


def test_of_a_sheet_with_everybodys_duty_the_users_part_counts() -> None:
    sheets = ("SICU ME // NF Rolf // jeop Tove", "Trauma Rolf // NF Tove // jeop ME")
    events = [an_event(title, f"2026-07-{6 + 7 * n:02}", "7d") for n, title in enumerate(sheets)]
    found = by_title(events)
    assert [found[title].label for title in sheets] == [Label.ROTATION, Label.NONE]
    assert found[sheets[0]].subject == "sicu"


@pytest.mark.parametrize(
    ("title", "label"),
    [("Teal: ME / Ito / Brandt", Label.ROTATION), ("NF - Ito (covers me)", Label.NONE)],
)
def test_the_user_may_be_called_me_on_a_roster(title: str, label: Label) -> None:
    assert by_title([*roster(), an_event(title, "2026-08-03", "28d")])[title].label is label


def test_a_feed_called_after_a_nurse_is_somebody_elses() -> None:
    feed = Guest("x1@import.calendar.google.com", "Staffing - ROE, DANA RN")
    shift = an_event("ICU 5N NIGHT12", "2026-07-04T19:00", "12.5h", organizer=feed)
    assert by_title([shift])[shift.title].label is Label.NONE


def test_names_on_the_calendar_of_a_home_are_of_those_at_home() -> None:
    home = Guest("c_3@group.calendar.google.com", "Roth fam", is_group=True)
    events = [
        an_event("Tjark - customer summit (remote)", "2026-07-10T10:00", "1h", organizer=home),
        an_event("Tjark mentoring call w/ VP", "2026-07-12T16:00", "1h", organizer=home),
        an_event("Tjark @ AWS in Vegas", "2026-11-30", "5d", organizer=home),
    ]
    assert {one.label for one in by_title(events).values()} == {Label.NONE}


def test_an_entry_that_opens_with_the_name_of_its_maker_is_the_makers() -> None:
    maker = Guest("dario.west@students.example.com", "Dario West")
    call = an_event("Dario: AMA chapter officer call", "2026-10-21T17:30", "1h", maker=maker)
    assert by_title([call])[call.title].label is Label.NONE


def test_a_friends_rotation_elsewhere_is_the_friends() -> None:
    events = [*blocks(), an_event("Trevor @ Lakeside (ortho)", "2026-08-01", "26d")]
    assert by_title(events)["Trevor @ Lakeside (ortho)"].label is Label.NONE


@pytest.mark.parametrize(
    "title", ["bbq w Ambrose - fellowship talk", "walk to the train w Dr. Ambrose, advice"]
)
def test_whoever_talks_of_work_with_the_faculty_on_the_way_meets_a_mentor(title: str) -> None:
    clinic = an_event("clinic w/ Dr. Ruth Ambrose", "2026-10-05T08:00", "9h")
    talk = an_event(title, "2026-10-21T17:30", "1h")
    assert by_title([clinic, talk])[title].label is Label.MENTOR


def test_whom_a_title_once_calls_a_director_is_met_as_one() -> None:
    first = an_event(
        "PD Tolland: intro",
        "2026-07-02T12:00",
        "0.5h",
        guests=invited("Ann Tolland <atolland@uni.example.edu>"),
    )
    later = an_event("tolland - contract", "2026-12-02T12:00", "0.5h")
    assert by_title([first, later])["tolland - contract"].label is Label.PD


def test_a_letter_that_a_hyphen_ties_to_a_code_is_no_initial() -> None:
    """On a calendar where "J:" opens what is Jonas's, "TRAUMA-J" is the junior's shift of trauma."""
    user = Guest("user@example.com", "Ravi Menon", is_self=True)
    mine = [
        an_event(f"R: {name}", f"2026-0{n}-01", "28d", maker=user) for n, name in ((7, "SICU"), (8, "Trauma"))
    ]
    theirs = [
        an_event(f"J: {name}", f"2026-07-0{n}", "1d") for n, name in enumerate(("dentist", "gym", "work"), 1)
    ]
    also = [an_event("R: vascular", "2026-09-01", "28d", maker=user)]
    shifts = [an_event("TRAUMA-J", f"2026-08-{day:02d}T06:00", "12h") for day in (3, 4, 5)]

    got = by_title([*mine, *also, *theirs, *shifts])

    assert got["TRAUMA-J"].label is Label.ROTATION, got["TRAUMA-J"].why

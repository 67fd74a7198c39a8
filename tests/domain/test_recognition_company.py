"""Invitations go in; who is thanked, and not their assistants, peers, mailboxes or the user, comes out."""

from dataclasses import replace

import pytest

from tests.recognition.measure import an_event, invited, recognised
from worker.domain.event import Event, Guest, Response
from worker.domain.recognition import Label

HOUR = ("2026-09-02T10:00", "0.5h")
ORLA = "Orla Brandt <obrandt@westmoor.example.edu>"
IDA = "Ida Sorley <isorley@westmoor.example.edu>"
GRETA = "Greta Halm <ghalm@westmoor.example.edu>"
MET = ["ghalm@westmoor.example.edu"]


def an_invitation(title: str, notes: str, *guests: str, host: str = "", when: str = HOUR[0]) -> Event:
    """A meeting that somebody else put into the calendar."""
    organizer = replace(invited(host)[1], is_organizer=True) if host else None
    more = {"description": notes, "guests": invited(*guests), "organizer": organizer, "owned": False}
    return an_event(title, when, HOUR[1], **more)


def thanked(*events: Event) -> list[str]:
    """The addresses, or names without one, of the last event's people."""
    found = {one.event.id: one for one in recognised(events)}
    return [person.email or person.name for person in found[events[-1].id].people]


@pytest.mark.parametrize(
    "signature",
    [
        "Ida Sorley (she/her), scheduling for G. Halm MD",
        "Best,\nIda Sorley\nSr. Administrative Specialist",
        "Ida Sorley\nDepartment of Surgery\nAdministrative Coordinator II",
        "Ida Sorley, MBA, Division Administrator",
        "Ida Sorley | Administrative Associate",
        "- Ida Sorley, for Dr. Halm",
        "Ida (RA) brings the spreadsheet",
        "Ida Sorley\nExec. Asst. to the Chair",
    ],
)
def test_whoever_signs_as_staff_is_not_thanked(signature: str) -> None:
    notes = f"Agenda to follow.\n{signature}"
    assert thanked(an_invitation("Registry project meeting", notes, IDA, GRETA)) == MET


@pytest.mark.parametrize(
    "rank",
    ["Assistant Professor of Surgery", "Assistant Program Director", "Asst. Professor", "Assistant Dean"],
)
def test_an_assistant_professor_assists_nobody(rank: str) -> None:
    event = an_invitation("Registry project meeting", f"See you then.\n\nGreta Halm, MD\n{rank}", GRETA)
    assert thanked(event) == MET


@pytest.mark.parametrize(
    "name",
    [
        "Sorley, Ida (Exec Asst)",
        "Ida Sorley, CRC",
        "Ida Sorley (Admin Asst)",
        "Onderwijsbureau",
        "Segreteria",
    ],
)
def test_offices_in_a_guest_list_are_nobody(name: str) -> None:
    assert (
        thanked(an_invitation("Project meeting", "", f"{name} <x.{name[:4]}@westmoor.example.edu>", GRETA))
        == MET
    )


@pytest.mark.parametrize(
    ("title", "notes"),
    [
        ("Halm - research plans", "Please reply if the time does not suit."),
        ("Halm 1:1", "hold"),
        ("Career planning", "Dr. Halm can see you for twenty minutes."),
    ],
)
def test_the_sender_of_an_invitation_to_meet_another_guest_is_not_thanked(title: str, notes: str) -> None:
    assert thanked(an_invitation(title, notes, IDA, GRETA, host=IDA)) == MET


def test_faculty_who_invites_to_meet_a_colleague_is_thanked_too() -> None:
    block = an_event("Vascular Surgery", "2026-08-03", "26d", description="Attending: Dr. Ida Sorley")
    meeting = an_invitation("Halm - research plans", "", IDA, GRETA, host=IDA)
    assert set(thanked(block, meeting)) == {"isorley@westmoor.example.edu", *MET}


@pytest.mark.parametrize(
    "greeting",
    [
        "Orla, Nadia: glad to talk to you both",
        "Hi Nadia and Orla,\nbring your drafts",
        "Orla (co-intern) takes notes",
    ],
)
def test_whoever_is_addressed_like_the_user_is_a_peer(greeting: str) -> None:
    assert thanked(an_invitation("Mentoring", greeting, ORLA, GRETA, host=GRETA)) == MET


def test_whoever_a_title_names_elsewhere_is_no_mere_sender() -> None:
    first = an_invitation("Sorley - research advice", "", IDA, host=IDA, when="2026-08-05T10:00")
    joint = an_invitation("Halm - research plans", "", IDA, GRETA, host=IDA)
    assert thanked(first, joint) == ["isorley@westmoor.example.edu", *MET]


def test_a_private_address_that_the_title_names_is_thanked() -> None:
    event = an_invitation("Orla + Dr. Halm: career advice", "", "Orla Brandt <orla91@gmail.com>", GRETA)
    assert thanked(event) == ["orla91@gmail.com", *MET]


def test_whoever_stands_in_brackets_beside_the_user_is_a_peer() -> None:
    event = an_event(
        "Halm: research plans (me + Brandt + Sorley)",
        *HOUR,
        guests=invited(GRETA, "obrandt@westmoor.example.edu", "isorley@westmoor.example.edu"),
    )
    assert thanked(event) == MET


def test_a_meeting_with_staff_alone_is_no_mentor_meeting() -> None:
    event = an_event("IRB amendment w/ Ida (regulatory)", *HOUR, guests=invited(IDA))
    assert recognised([event])[0].label is Label.NONE


def test_a_dean_of_students_is_no_student() -> None:
    event = an_invitation("Career advising", "with Greta Halm (dean of students)", GRETA)
    assert thanked(event) == MET


def test_whose_duty_a_roster_tells_is_a_peer_elsewhere() -> None:
    duty = an_event("Orla - Night float", "2026-07-06", "5d", guests=invited(ORLA))
    paper = an_invitation("Frostbite paper", "draft attached", ORLA, GRETA, host=GRETA)
    assert thanked(duty, paper) == MET


@pytest.mark.parametrize("provider", ["gmail.com", "yahoo.co.uk", "hotmail.fr"])
def test_a_private_address_beside_an_institution_is_company(provider: str) -> None:
    event = an_invitation(
        "Hernia outcomes project", "", f"Orla Brandt <orla91@{provider}>", GRETA, host=GRETA
    )
    assert thanked(event) == MET


def test_a_private_address_alone_is_thanked() -> None:
    event = an_invitation("Career advice call", "", "Dr. Orla Brandt <orla91@gmail.com>")
    assert thanked(event) == ["orla91@gmail.com"]


def test_a_word_of_leisure_in_a_work_title_makes_nobody_a_peer() -> None:
    first = an_invitation("Chart review kickoff", "", GRETA, when="2026-08-05T10:00")
    assert thanked(first, an_invitation("Research meeting", "", GRETA)) == MET


@pytest.mark.parametrize(
    ("title", "notes"),
    [
        ("Nadia Verhoef and Greta Halm, 30 min", "Event Name: Career call\nPowered by Calendly"),
        (
            "Career call with Greta Halm",
            "Event Name: Career call\nInvitee: Nadia Verhoef\nPowered by Calendly",
        ),
    ],
)
def test_a_scheduler_tells_the_users_own_name(title: str, notes: str) -> None:
    call = an_invitation(title, notes, GRETA, host=GRETA, when="2026-08-05T10:00")
    poll = an_invitation("Registry project: authors", "Participants: Greta Halm, Nadia Verhoef", GRETA)
    assert thanked(call, poll) == MET


@pytest.mark.parametrize(
    ("feed", "notes"),
    [
        ("Amion - VERHOEF N", "Staff: Verhoef N"),
        ("QGenda", "Staff: Verhoef, Nadia MD PGY2"),
    ],
)
def test_a_feed_tells_the_users_own_name(feed: str, notes: str) -> None:
    source = Guest("f00@import.calendar.google.com", feed, Response.ACCEPTED, is_organizer=True)
    shift = an_event("Trauma Day", "2026-08-03T06:00", "12h", description=notes, organizer=source)
    assert thanked(shift) == []


def test_whoever_is_evaluated_is_the_user() -> None:
    event = an_invitation("Semiannual review - Verhoef", "", GRETA, IDA, host=GRETA)
    assert thanked(event) == [*MET, "isorley@westmoor.example.edu"]


def test_whoever_is_evaluated_may_be_a_guest_whose_address_tells_no_name() -> None:
    event = an_invitation("Semiannual review - Verhoef", "", "nmv21@westmoor.example.edu", host=GRETA)
    assert "nmv21@westmoor.example.edu" in thanked(event)


def test_whoever_meets_several_guests_in_titles_is_the_user() -> None:
    first = an_invitation("Check in: Halm / Verhoef", "", GRETA, host=GRETA, when="2026-08-05T10:00")
    second = an_invitation("Sorley / Verhoef - career", "", IDA, host=IDA)
    assert thanked(first, second) == ["isorley@westmoor.example.edu"]


def test_whoever_writes_of_themselves_on_a_shared_calendar_lives_with_the_user() -> None:
    family = Guest("home@group.calendar.google.com", "Home", is_organizer=True, is_group=True)
    writer = Guest("dag.verhoef@mailbox.example", "Dag Verhoef")
    entries = [
        an_event(title, f"2026-08-0{day}T18:00", "12h", organizer=family, maker=writer, owned=False)
        for day, title in enumerate(("Dag SICU", "Dag annual eval", "Dag ACLS", "Dag SICU again"), 3)
    ]
    assert {one.label for one in recognised(entries)} == {Label.NONE}


def test_two_spellings_of_one_guest_are_one_person() -> None:
    sensei = an_invitation("Halm-sensei zoom: research", "", GRETA, host=GRETA)
    double = "Stefan Adler-Munk <sam@westmoor.example.edu>"
    letters = an_invitation("Dr. Adler-Munk (chair) - plans", "Dr. A-M has half an hour", double)
    script = an_invitation("教授面談 (山本教授, chair)", "", "山本 誠 <yamamoto@westmoor.example.ac.jp>")
    assert thanked(sensei) == MET
    assert thanked(letters) == ["sam@westmoor.example.edu"]
    assert thanked(script) == ["yamamoto@westmoor.example.ac.jp"]


def test_behalf_of_whom_somebody_writes_is_only_mentioned() -> None:
    notes = "Scheduled by Ida Sorley, Admin. Asst., on behalf of Dr. Falk"
    other = an_event("Vascular Surgery", "2026-08-03", "26d", description="Attending: Dr. Falk")
    assert thanked(other, an_invitation("Intro w/ Dr. Halm - research", notes, IDA, GRETA, host=IDA)) == MET


def test_a_label_on_the_next_line_is_about_somebody_else() -> None:
    notes = "Preceptor: Dr. Greta Halm\nCoordinator: Ida Sorley"
    block = an_event("Elective: Vascular Surgery", "2026-08-03", "26d", description=notes)
    assert thanked(block, an_invitation("Research meeting", "", GRETA)) == MET


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("VATS lobe, Okwudili", ["Okwudili"]),
        ("OR: whipple, Szentesi. then rounds", ["Szentesi"]),
        ("Szentesi OR", ["Szentesi"]),
        ("OR: lap chole, Priya", []),
        ("Whipple, Szentesi / hernia, Okwudili", []),
    ],
)
def test_an_unknown_surname_that_fills_a_part_of_an_operations_title_operates(
    title: str, people: list[str]
) -> None:
    block = an_event("General Surgery", "2026-08-31", "28d")
    assert thanked(block, an_event(title, "2026-09-02T07:00", "9h")) == people


def test_whoever_only_stands_in_the_header_of_a_forwarded_mail_is_not_met() -> None:
    notes = (
        "From: Ida Sorley <isorley@westmoor.example.edu>\nTo: Nadia Verhoef <nv@westmoor.example.edu>\n"
        "Subject: registry\n\nAs discussed"
    )
    assert thanked(an_invitation("FW: registry project meeting", notes, GRETA, host=GRETA)) == MET


def test_an_address_of_letters_and_a_number_is_that_of_the_only_one_named() -> None:
    assert thanked(an_invitation("Coffee with Dr. Halm", "", "gmh41@westmoor.example.edu")) == [
        "gmh41@westmoor.example.edu"
    ]
    strangers = an_invitation("Coffee with Dr. Halm", "", "bcd41@westmoor.example.edu")
    assert thanked(strangers) == ["bcd41@westmoor.example.edu", "Halm"]


def test_the_sender_is_told_by_the_address_where_no_name_is_shown() -> None:
    event = an_invitation(
        "Research meeting with Dr. Halm",
        "",
        "greta.halm@westmoor.example.edu",
        "ida.sorley@westmoor.example.edu",
        host="ida.sorley@westmoor.example.edu",
    )
    assert thanked(event) == ["greta.halm@westmoor.example.edu"]


def test_whom_to_ask_about_the_hour_is_not_met() -> None:
    notes = "For scheduling changes please contact Ida Sorley"
    assert thanked(an_invitation("Registry project meeting", notes, IDA, GRETA, host=IDA)) == MET


def test_a_name_in_another_script_has_the_only_address_beside_it() -> None:
    event = an_event("Zoom 桐山先生 research", *HOUR, description="skiriyama@westmoor.example.org 面接の話")
    assert thanked(event) == ["skiriyama@westmoor.example.org"]


def test_a_titled_name_in_front_of_a_word_for_trainees_is_no_peer() -> None:
    first = an_event("Meet PD - Dr. Szentesi (all interns get 20 min)", "2026-07-08T10:00", "0.5h")
    assert thanked(first, an_event("Semi-annual eval (Szentesi)", *HOUR)) == ["Szentesi"]


FOOTER = (
    "General Surgery Residency<br>Program Director: Greta Halm, MD &nbsp; Associate PD: Orla Brandt, MD"
    "<br>Do not reply"
)
NOTICES = (
    ("ROTATION NOTICE: Urology", "2026-09-07", "14d", "Attending of record: Dr. Ida Sorley"),
    ("FACULTY MENTOR MEETING", "2026-09-09T17:00", "0.5h", "Mentor: Dr. Ida Sorley"),
    ("WEBINAR: Life after prelim, ACS", "2026-09-10T19:00", "1h", "Speaker: Dr. Ida Sorley"),
)


def test_the_letterhead_of_an_office_names_nobody_met() -> None:
    """Whoever runs the programme stands under every notice; that makes no meeting one with a director."""
    office = replace(invited("GS Office <gsoffice@westmoor.example.edu>")[1], is_organizer=True)
    found = recognised(
        [
            an_event(
                title,
                when,
                length,
                description=f"<p>{said}</p><p>{FOOTER}</p>",
                organizer=office,
                owned=False,
            )
            for title, when, length, said in NOTICES
        ]
    )

    assert [one.label for one in found] == [Label.ROTATION, Label.MENTOR, Label.WEBINAR]
    assert {person.name for one in found for person in one.people} == {"Ida Sorley"}


def test_whom_a_scheduler_puts_on_the_interns_shifts_is_the_user() -> None:
    """But whoever staffs a service may be its attending."""
    feed = Guest("feed@import.calendar.google.com", "Vascular schedule")
    staffed = [("VS-A Intern", "Brandt", range(1, 7)), ("GS-VA D", "I. Sorley", range(14, 17))]
    shifts = [
        an_event(
            task, f"2026-09-{day:02d}T06:00", "12h", organizer=feed, description=f"Task: {task}\nStaff: {who}"
        )
        for task, who, days in staffed
        for day in days
    ]

    found = recognised(shifts)

    assert {one.label for one in found} == {Label.ROTATION}
    assert {person.name for one in found for person in one.people} == {"I. Sorley"}


def test_a_guest_with_a_residents_address_advises_nobody() -> None:
    """Whatever the subject of the meeting."""
    peers = ("Ida Sorley <isorley.res@westmoor.example.edu>", "Wim Bakker <wbakker.res@westmoor.example.edu>")

    (one,) = recognised([an_event("Google Meet: class project split", *HOUR, guests=invited(*peers))])

    assert one.label is Label.NONE

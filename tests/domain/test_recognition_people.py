"""Whom an event names: those a thank-you could go to, and never anybody else."""

import pytest

from tests.recognition.measure import an_event, invited, recognised
from worker.domain.event import Event, Guest, Response
from worker.domain.person import Role
from worker.domain.recognition.recognised import Recognised

CONGRESS = ("STS Annual Meeting", "2027-01-28", "4d")
BLOCK = ("Trauma Surgery", "2026-09-07", "28d")
HOUR = ("2026-09-07T10:00", "0.5h")


def only(event: Event) -> Recognised:
    """What is recognised of a calendar with one event."""
    return recognised([event])[0]


def names(event: Event) -> list[str]:
    """The people's addresses, or names where there is none."""
    return [person.email or person.name for person in only(event).people]


@pytest.mark.parametrize(
    "notes",
    [
        "Lillehei Forum at three, then the Looking to the Future Scholarship reception",
        "Halsted service alumni breakfast",
        "cover for Raj Mehta while he is away",
        "ask Dr. Cole's secretary about the badge",
        "swap with Tom Fox",
        "Questions: Anna Gray, coordinator (agray@sts.org)",
        "Contact meetings@sts.org, Rosa Diaz (events team)",
        "Booked by Linda Park on behalf of the department",
        "named after Dr. Ann Bell",
        "co-residents: Jake Olson, Priya Nair",
        "Speaker: TBD",
        "Join Zoom Meeting\nMeeting ID: 812 4410 0921",
        "see Brunicardi chapter 7",
    ],
)
def test_people_merely_mentioned_are_nobody_to_thank(notes: str) -> None:
    assert names(an_event(*CONGRESS, description=notes)) == []


@pytest.mark.parametrize(
    ("notes", "people"),
    [
        ("Met: Jane Lee <jlee@uni.edu> - aortic root outcomes", ["jlee@uni.edu"]),
        ("met w/ jane lee (jlee@uni.edu) re aortic database", ["jlee@uni.edu"]),
        ("spoke w/ Dr Kim (kim@x.org) about the database", ["kim@x.org"]),
        ("Talked to Shreya Kulkarni", ["Shreya Kulkarni"]),
        ("Met Bob Stone, MD and Dr. Ana Ruiz", ["Bob Stone", "Ana Ruiz"]),
        ("Met:\n- Jane Lee, MD (UCSF)\n- Bob Stone - ECMO", ["Jane Lee", "Bob Stone"]),
        (
            "Met: Dr. W. Asante (wa@h.org); Carlos Meza, I6 PGY4, carlos.meza@h.org",
            ["wa@h.org", "carlos.meza@h.org"],
        ),
        ("Dr. Desai, vdesai@uni.edu", ["vdesai@uni.edu"]),
        (
            "Panelists: Priscilla Obi, MD and Grant Loomis, MD\nJoin: https://zoom.us/w/1",
            ["Priscilla Obi", "Grant Loomis"],
        ),
        ("Faculty: T. Sawicki, M. Ostrowski and L. Haas", ["T. Sawicki", "M. Ostrowski", "L. Haas"]),
        ("Introduced to Prof. van der Meer (Leiden)", ["van der Meer"]),
        ("Rencontré Dr. Hélène Dubois <hdubois@chu.example.fr>", ["hdubois@chu.example.fr"]),
        ("Hablé con la Dra. Lucía Núñez", ["Lucía Núñez"]),
        ("座長: 山田太郎先生", ["山田太郎"]),
        (
            (
                'Met: <b>Jane Lee</b> &lt;<a href="mailto:jlee@uni.edu">jlee@uni.edu</a>&gt;<br>'
                "<ul><li>Met: Tom Fox</li></ul>"
            ),
            ["jlee@uni.edu", "Tom Fox"],
        ),
    ],
)
def test_people_met_or_speaking_are_found_as_one_types_them(notes: str, people: list[str]) -> None:
    assert names(an_event(*CONGRESS, description=notes)) == people


@pytest.mark.parametrize(
    ("notes", "people"),
    [
        ("Attending: Dr. R. Patel / Chief: Amy Wu", [("R. Patel", Role.ATTENDING), ("Amy Wu", Role.CHIEF)]),
        ("Attendings: Stone, Ruiz", [("Stone", Role.ATTENDING), ("Ruiz", Role.ATTENDING)]),
        ("Attending: Moreno, Elisa", [("Elisa Moreno", Role.ATTENDING)]),
        (
            "Attending wk1 Dr. Ann Bell, wk3 Dr. Feld",
            [("Ann Bell", Role.ATTENDING), ("Feld", Role.ATTENDING)],
        ),
        ("Betreuer: Prof. Dr. med. Karl-Heinz Müller", [("Karl-Heinz Müller", Role.ATTENDING)]),
        ("指導医: 山田太郎、佐藤花子", [("山田太郎", Role.ATTENDING), ("佐藤花子", Role.ATTENDING)]),
        ("chief is Rosalind Yee, nice", [("Rosalind Yee", Role.CHIEF)]),
        ("Staff: Drs. Kim and Lee", [("Kim", Role.ATTENDING), ("Lee", Role.ATTENDING)]),
        ("Attending: none assigned", []),
    ],
)
def test_the_team_of_a_block_is_found_with_its_roles(notes: str, people: list[tuple[str, Role]]) -> None:
    found = only(an_event(*BLOCK, description=notes)).people
    assert [(person.name, person.role) for person in found] == people


def test_a_guest_and_the_name_in_the_title_are_one_person() -> None:
    (person,) = only(an_event("Advising - Veronica Hale", *HOUR, guests=invited("vhale@uni.edu"))).people
    assert (person.name, person.email) == ("Veronica Hale", "vhale@uni.edu")


@pytest.mark.parametrize(
    "guest",
    [
        "surgery-residents@h.org",
        "vegalab@uni.edu",
        "Lab conf <c_7aofgbeap8kd@resource.calendar.google.com>",
        "no-reply@zoom.us",
        "Calendly <notifications@calendly.com>",
        "Denise Fry (program coordinator) <dfry@h.org>",
        "Surgery GME Office <surggme@h.org>",
        "jlee-assistant@h.org",
        "Marcus T (PGY-2) <mt@h.org>",
        "z.malec@students.uni.pl",
    ],
)
def test_lists_rooms_machines_staff_and_peers_are_not_people(guest: str) -> None:
    event = an_event(
        "Research meeting with Jane Lee", *HOUR, guests=invited("Jane Lee <jlee@uni.edu>", guest)
    )
    assert names(event) == ["jlee@uni.edu"]


def test_a_declined_guest_was_not_met() -> None:
    absent = invited("Tom Fox <tfox@uni.edu>", response=Response.DECLINED)[1:]
    event = an_event(
        "Research meeting: Lee / Fox", *HOUR, guests=(*invited("Jane Lee <jlee@uni.edu>"), *absent)
    )
    assert names(event) == ["jlee@uni.edu"]


def test_the_user_is_never_among_the_people() -> None:
    me = Guest("user@example.com", "Nadia Rahman", is_self=True, response=Response.ACCEPTED)
    alias = Guest("nrahman@h.org", "Nadia Rahman", response=Response.ACCEPTED)
    event = an_event("Mentor meeting Nadia Rahman / Dr. Vale", *HOUR, guests=(me, alias))
    assert names(event) == ["Vale"]


def test_a_human_organiser_counts_and_a_society_does_not() -> None:
    host = Guest("vdesai@uni.edu", "Vikram Desai", is_organizer=True)
    society = Guest("webinars@sts.org", "STS Webinars", is_organizer=True)
    title = "Virtual open house (General Surgery)"
    assert names(an_event(title, *HOUR, organizer=host, owned=False)) == ["vdesai@uni.edu"]
    assert names(an_event(title, *HOUR, organizer=society, owned=False)) == []


def test_somebody_noted_as_met_in_any_event_is_kept_with_the_topic() -> None:
    found = only(an_event("Gym", *HOUR, description="Ran into Dr. Kim (kim@x.org) - wants my CV"))
    (person,) = found.people
    assert (found.label.value, person.email, person.role, person.topic, person.noted) == (
        "none",
        "kim@x.org",
        Role.MET,
        "wants my CV",
        True,
    )


def test_in_other_events_only_those_noted_as_met_count() -> None:
    assert names(an_event("Noon conference", *HOUR, description="Speaker: Dr. Ann Stone")) == []
    assert names(an_event("Flight", *HOUR, description="Talked with Priya about the lease")) == []


def test_notes_in_an_invitation_not_yet_accepted_are_not_the_users_words() -> None:
    event = an_event(
        *CONGRESS,
        description="Moderator: Ann Bell",
        owned=False,
        response=Response.NEEDS_ACTION,
        guests=invited(),
    )
    (person,) = only(event).people
    assert (person.name, person.noted) == ("Ann Bell", False)


def test_the_same_gym_note_by_somebody_else_makes_nobody_met() -> None:
    event = an_event(
        "Gym", *HOUR, description="Met: Jane Lee <jlee@uni.edu>", owned=False, response=Response.NEEDS_ACTION
    )
    assert names(event) == []


def test_coffee_with_a_known_peer_is_no_mentor_meeting() -> None:
    jo = "Jo Lindgren <jlindgren@h.org>"
    party = an_event("Intern happy hour", "2026-09-01T18:00", "2h", guests=invited(jo))
    coffee = an_event("Coffee with Jo", *HOUR, guests=invited(jo))
    vale = an_event("Coffee with Dr. Vale", "2026-09-08T10:00", "0.5h")
    assert [one.label.value for one in recognised([party, coffee, vale])] == [
        "none",
        "none",
        "meeting_mentor",
    ]


def test_a_name_known_from_elsewhere_makes_a_bare_surname_a_person() -> None:
    block = an_event("Sub-I Surgery", "2026-08-03", "26d", description="Attendings: Dr. J. Thornbury")
    letter = an_event("Thornbury - letter?", "2026-08-27T15:00", "0.5h")
    found = recognised([block, letter])[1]
    assert (found.label.value, [person.name for person in found.people]) == ("meeting_mentor", ["Thornbury"])


def test_somebody_called_apd_in_the_description_makes_it_a_directors_meeting() -> None:
    event = an_event(
        "Milton", *HOUR, description="Milton Graves, APD gen surg. who takes graduates from abroad"
    )
    found = only(event)
    assert (found.label.value, [person.name for person in found.people]) == ("meeting_pd", ["Milton Graves"])


@pytest.mark.parametrize(
    ("title", "notes", "expected"),
    [
        ("coffee w firth ?", "thoracic attending", ["firth"]),
        ("coffee w/ tanvi rao", "vascular fellow, research idea", ["Tanvi Rao"]),
        ("\u260e\ufe0f Nakagawa", "thoracic attending at Fenwick. career", ["Nakagawa"]),
        ("zoom: Hsu, Whitfield - aortic registry paper", "", ["Hsu", "Whitfield"]),
        ("Hargreave - letter", "", ["Hargreave"]),
        ("1:1 PI (Okafor)", "", ["Okafor"]),
        ("Osei (PD) re CT match", "", ["Osei"]),
        ("call back 718 # - Dr. Ferrante", "Elmhurst PD!!", ["Ferrante"]),
        ("Coffee with Dr. Smith-Jones & Prof Amadi", "", ["Smith-Jones", "Amadi"]),
        (
            "\u0434-\u0440 \u0418\u0432\u0430\u043d\u043e\u0432: \u043a\u0430\u0440\u044c\u0435\u0440\u0430",
            "",
            ["\u0418\u0432\u0430\u043d\u043e\u0432"],
        ),
    ],
)
def test_a_name_is_read_as_people_type_it(title: str, notes: str, expected: list[str]) -> None:
    assert names(an_event(title, *HOUR, description=notes)) == expected


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("attending this wk dr bhatt. chief = Lorna Pike", ["Bhatt", "Lorna Pike"]),
        ("att Hwang", ["Hwang"]),
        ("Baptista-Moore attending", ["Baptista-Moore"]),
        ("Kessler = attending. says do research yr", ["Kessler"]),
        ("attendings: Drs. Okafor & Brandt; scheduling: Kim Doyle (coordinator)", ["Okafor", "Brandt"]),
        ("Dr Kessler's colorectal team", ["Kessler"]),
    ],
)
def test_an_attending_is_read_in_any_form(notes: str, expected: list[str]) -> None:
    assert names(an_event(*BLOCK, description=notes)) == expected


@pytest.mark.parametrize(
    "mailbox",
    [
        "pa-hobbs@umc.example.edu",
        "vasc-core@umc.example.edu",
        "clin.placements@umc.example.edu",
        "Read.ai meeting notes <bot@read.ai>",
        "Hobbs Office Scheduling <hobbs-scheduling@umc.example.edu>",
        "surgeduc@umc.example.edu",
    ],
)
def test_role_mailboxes_and_note_takers_are_nobody(mailbox: str) -> None:
    event = an_event("research check-in", *HOUR, guests=invited("ltorres@umc.example.edu", mailbox))
    assert names(event) == ["ltorres@umc.example.edu"]


@pytest.mark.parametrize("title", ["GR - visiting prof guy", "call back Program office", "meet the Board"])
def test_words_that_are_no_names_name_nobody(title: str) -> None:
    assert not only(an_event(title, *HOUR)).people


def test_a_slip_in_a_known_surname_is_forgiven() -> None:
    met = an_event(*CONGRESS, description="spoke w/ dr. Tunde Bakare, he's APD at hillcrest")
    call = an_event(
        "call bakre re pgy2", "2027-03-02T12:00", "0.5h", description="tunde bakare APD hillcrest"
    )
    found = recognised([met, call])[-1]
    assert found.label.value == "meeting_pd"
    assert [person.name for person in found.people] == ["Tunde Bakare"]


@pytest.mark.parametrize("name", ["Ed Finn", "Kay Long", "Al Short", "April Day", "Flo Gray", "Grace Field"])
def test_a_name_made_of_other_words_is_believed_beside_its_address(name: str) -> None:
    given, surname = name.lower().split()
    address = f"{given[0]}{surname}@harbor.example.org"
    (person,) = only(an_event(*CONGRESS, description=f"Met: {name} <{address}> - the registry")).people
    assert (person.name, person.email, person.topic) == (name, address, "the registry")


@pytest.mark.parametrize(
    ("address", "with_it", "without"),
    [
        ("rcollins@harbor.example.org", "Robert Collins", "Mei Lin"),
        ("jlee@harbor.example.org", "Jane Lee", "Ann Lee"),
        ("anders.haddad16@harbor.example.org", "Anders Haddad", "Ravi van der Berg"),
    ],
)
def test_an_address_is_never_given_to_a_name_whose_letters_merely_stand_in_it(
    address: str, with_it: str, without: str
) -> None:
    notes = f"Met: {with_it} <{address}>\nMet: Dr. {without}"
    found = {person.name: person.email for person in only(an_event(*CONGRESS, description=notes)).people}
    assert found == {with_it: address, without: ""}

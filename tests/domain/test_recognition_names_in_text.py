"""Ranks, places behind offices, ties, titles of other languages: whom a text names, whom it mentions."""

import pytest

from tests.recognition.measure import an_event, by_title, invited, recognised
from worker.domain.event import Event
from worker.domain.names import compatible
from worker.domain.recognition.spelling import belongs, tidy

CONGRESS = ("STS Annual Meeting", "2027-01-28", "4d")
BLOCK = ("Trauma Surgery", "2026-09-07", "28d")
HOUR = ("2026-09-07T10:00", "0.5h")

IN_A_BLOCK = [
    ("attending: COL Dana Whitfield", ["Dana Whitfield"]),
    ("Staff: MAJ (Dr.) Tom Rusk; LTC Ann Poe", ["Tom Rusk", "Ann Poe"]),
    ("staff: Surg Cdr Owen Pell", ["Owen Pell"]),
    ("CPT codes are in the binder", []),
    ("LT leg bypass, then COL clinic", []),
    ("CR: Halima Osei", ["Halima Osei"]),
    ("AOD: Brennan", ["Brennan"]),
    ("Attending Whitmore, chief Kovac, intern me", ["Whitmore", "Kovac"]),
    ("attg: whitmore then kovac", ["Whitmore"]),
    ("Staff: Marchetti, Theo MD PGY2\nAttending: Dr. Lindqvist", ["Lindqvist"]),
    ("begeleider: dr. J. van 't Hof", ["J. van 't Hof"]),
    ("opleider: prof. dr. M. v.d. Berg", ["M. v.d. Berg"]),
    ("supervisor: Karin v/d Meer", ["Karin v/d Meer"]),
    ("handledare: Lars Öberg", ["Lars Öberg"]),
    ("επιβλέπων: Νίκος Παππάς", ["Νίκος Παππάς"]),
    ("Docente: Dra. Celia Prieto R.", ["Celia Prieto R."]),
    ("指導医は小林先生", ["小林"]),
    ("Lindqvist's service. Chief = Amaya", ["Amaya"]),
    ("with Mori-sensei", ["Mori"]),
    ("Demir hocam", ["Demir"]),
    ("la Dra. ya respondió", []),
    ("le Dr est en congé", []),
    ("Supervisor: postdoc Jia-Lin Teng", ["Jia-Lin Teng"]),
]
"""Descriptions of a block, with those whom they name."""

AT_A_CONGRESS = [
    ("met CDR Paul Egan at the booth", ["Paul Egan"]),
    ("Met BG(ret) Horace Tuttle", ["Horace Tuttle"]),
    ("met Nadia Haddad, transplant fellow Pittsburgh", ["Nadia Haddad"]),
    ("met Nadia Haddad (fellow Pittsburgh), Dr. Leo Grant", ["Nadia Haddad", "Leo Grant"]),
    ("Met: Sanne Bos <s.bos@umc.example.nl>, fellow Utrecht", ["s.bos@umc.example.nl"]),
    ("coffee with Marta Ruiz and her postdoc Wim Bakker", ["Marta Ruiz", "Wim Bakker"]),
    ("met Wm. Harker and Chas. Bell", ["Wm Harker", "Chas Bell"]),
    ("gesproken met Daan Vos", ["Daan Vos"]),
    ("träffade Ingrid Sund från Umeå", ["Ingrid Sund"]),
    ("γνώρισα την κα Ελένη Δούκα", ["Ελένη Δούκα"]),
    ("μίλησα με τον κ. Ζήση", ["Ζήση"]),
    ("nakilala ko si Dr. Rey Santos", ["Rey Santos"]),
    ("potkal jsem Jan Dvořák", ["Jan Dvořák"]),
    ("sessievoorzitter prof. K. Maas", ["K. Maas"]),
    ("mods: K. Fenwick-Ruiz, Tomasz Ode", ["K. Fenwick-Ruiz", "Tomasz Ode"]),
    ("Panelists: Ann Poe, Grant Lund", ["Ann Poe", "Grant Lund"]),
    ("spoke w/ Ray Czernin re grants", ["Ray Czernin"]),
    ("mod Sheldrake-Roy", ["Sheldrake-Roy"]),
    ("Whitby es panelista + Dra. Lía Soto", ["Whitby", "Lía Soto"]),
    ("Panel: Dr. Uma Nair, Dr. Pia Holm\nno-reply@soc.example.org", ["Uma Nair", "Pia Holm"]),
    ("Abstract authors: Dr. Shah, Dr. Boone", []),
    ("Moderator: Pia Holm MD\nJoin", ["Pia Holm"]),
    ("Pam Ott\nSr. Administrative Specialist", []),
    ("Mori-sensei says go", []),
    ('פגשתי את ד"ר דנה לוי-כהן', ["דנה לוי-כהן"]),
]
"""Descriptions of a congress, with those whom they name."""

IN_A_TITLE = [
    ("Zoom APD Spokane - Wendy Holt MD", ["Wendy Holt"]),
    ("meeting w/ associate PD Fresno (Dr. H. Coe)", ["H. Coe"]),
    ("phone: PD Tulsa (Varga's boss), Dr. Lou Vale", ["Lou Vale"]),
    ("apd lindh", ["Lindh"]),
    ("exit meeting w PD COL Hart", ["Hart"]),
    ("mentor coffee: Dr. Varga's friend Nan Holt", ["Nan Holt"]),
    ("career coffee w Gerard O. + his postdoc Wilma Bos", ["O. Gerard", "Wilma Bos"]),
    ("mentor meeting Nakamura-sensei", ["Nakamura"]),
    ("mentor call Rosa Tully, vascular attending Dayton", ["Rosa Tully"]),
    ("Kuya Rey Tolentino - mentor call", ["Rey Tolentino"]),
    ("修了面談 プログラム責任者 田島先生 evaluation", ["田島"]),
]
"""Titles of meetings, with those whom they name."""


def names(event: Event) -> list[str]:
    """The people's addresses, or names where there is none."""
    return [person.email or person.name for person in recognised([event])[0].people]


@pytest.mark.parametrize(("notes", "people"), IN_A_BLOCK)
def test_whoever_works_with_the_user_is_named_by_rank_office_or_tie(notes: str, people: list[str]) -> None:
    assert names(an_event(*BLOCK, description=notes)) == people


@pytest.mark.parametrize(("notes", "people"), AT_A_CONGRESS)
def test_whoever_is_met_or_heard_is_named_by_rank_office_or_tie(notes: str, people: list[str]) -> None:
    assert names(an_event(*CONGRESS, description=notes)) == people


@pytest.mark.parametrize(("title", "people"), IN_A_TITLE)
def test_a_title_tells_the_holder_of_an_office_from_its_place(title: str, people: list[str]) -> None:
    assert names(an_event(title, *HOUR)) == people


@pytest.mark.parametrize(
    "title", ["STS: reception, La Ronda", "STS reception: UC Merced", "STS reception, Masaryk Univ"]
)
def test_a_place_written_like_a_name_is_nobody(title: str) -> None:
    congress = an_event(*CONGRESS)
    evening = an_event(title, "2027-01-29T18:00", "2h")
    assert not by_title([congress, evening])[title].people


def test_a_known_doctor_whose_restaurant_it_is_called_after_is_not_met() -> None:
    known = an_event("mentor meeting with Dr. Rao", *HOUR)
    dinner = an_event("dinner @ Rao's", "2026-09-09T19:00", "2h")
    assert not by_title([known, dinner])["dinner @ Rao's"].people


def test_both_halves_of_a_known_name_in_a_title_are_one_person() -> None:
    known = an_event("mentor meeting", *HOUR, guests=invited("Dr. Emese Halmos <halmos@h.example.org>"))
    call = an_event("Halmos Emese - mentor call", "2026-09-09T19:00", "0.5h")
    assert [person.name for person in by_title([known, call])["Halmos Emese - mentor call"].people] == [
        "Emese Halmos"
    ]


def test_an_assistant_behind_pronouns_or_on_the_line_of_a_signature_is_staff() -> None:
    notes = "Dr. Lund can do 4 PM.\nPam Ott (she/her), scheduling for Dr. Lund\npott@h.example.org"
    guests = invited("Pam Ott <pott@h.example.org>", "Kai Lund <klund@h.example.org>")
    assert names(an_event("mentor meeting", *HOUR, description=notes, guests=guests)) == [
        "klund@h.example.org"
    ]


def test_initials_alone_do_not_make_a_second_person_of_a_guest() -> None:
    guests = invited("Stefan Karl-Brandt <skb@h.example.org>")
    event = an_event("mentor meeting", *HOUR, description="Dr. K-B has 30 minutes", guests=guests)
    assert names(event) == ["skb@h.example.org"]


def test_an_address_of_all_initials_belongs_to_the_whole_name() -> None:
    assert belongs("njr@h.example.org", "Nora James-Reed")
    assert not belongs("njx@h.example.org", "Nora James-Reed")


def test_a_rank_is_no_part_of_a_name_and_an_initial_stays_behind_two_names() -> None:
    assert tidy("CDR Paul Egan") == "Paul Egan"
    assert tidy("Celia Prieto R") == "Celia Prieto R"


@pytest.mark.parametrize(("one", "other", "same"), [("中川", "中川 誠一郎", True), ("川", "中川 誠", False)])
def test_in_other_scripts_half_a_name_may_be_the_whole_one(one: str, other: str, same: bool) -> None:
    assert compatible(one, other) is same


ROWS = (
    '<table border="1"><tr><td><b>{0}</b></td><td>{1}</td></tr>'
    "<tr><td><b>{2}</b></td><td>{3}</td></tr></table>"
)
COLUMNS = "<table><tr><th>Week</th><th>Attending</th></tr><tr><td>1</td><td>Ida Sorley</td></tr></table>"
IN_TABLES = [
    (
        "<p>Dear intern,</p>" + ROWS.format("Attending", "Dr. Ida Sorley", "Chief", "Wim Bakker"),
        ["Ida Sorley", "Wim Bakker"],
    ),
    (ROWS.format("Site", "Westmoor", "Faculty:", "Ida Sorley, MD"), ["Ida Sorley"]),
    (ROWS.format("Type", "In-house", "Attending on call", "Dr. Sorley"), ["Sorley"]),
    (COLUMNS, ["Ida Sorley"]),
    (
        "<dl><dt>Preceptor</dt><dd>Ida Sorley</dd><dt>Fellow</dt><dd>Wim Bakker</dd></dl>",
        ["Ida Sorley", "Wim Bakker"],
    ),
    ("| Attending | Ida Sorley |\n| Fellow | Wim Bakker |", ["Ida Sorley", "Wim Bakker"]),
]
"""Tables as mail merges, schedulers and people write them, with those whom they name."""


@pytest.mark.parametrize(("notes", "people"), IN_TABLES)
def test_a_table_names_people_beside_their_role(notes: str, people: list[str]) -> None:
    """Each row is read as a labelled line."""
    (one,) = recognised([an_event(*BLOCK, description=notes)])

    assert sorted(person.name for person in one.people) == sorted(people)


BESIDE_A_SERVICE = [
    ("6 wks. CT fellow-Ida Sorley", ["Ida Sorley"]),
    ("Faculty lead = Ida Sorley", ["Ida Sorley"]),
    ("Supervising physician(s): Sorley, Ida; Bakker, Daan", ["Ida Sorley", "Daan Bakker"]),
    ("HO1, team C. Staff: Dr. Sorley", ["Sorley"]),
    ("w/ Dr. Ida Sorley, sub-I director", ["Ida Sorley"]),
    ("attending: Sorley. cc Bakker (sat in)", ["Sorley", "Bakker"]),
    ("attg: Sorley\nSorley / Quist. Asked for them", ["Sorley", "Quist"]),
    ("attg: Sorley\nSorley / Ida Quist", ["Sorley"]),
]
"""Notes of a block, with those whom they name."""


@pytest.mark.parametrize(("notes", "people"), BESIDE_A_SERVICE)
def test_a_role_may_be_tied_to_a_name_in_many_ways(notes: str, people: list[str]) -> None:
    """By a dash without spaces, an equals sign, in one breath with somebody known."""
    (one,) = recognised([an_event(*BLOCK, description=notes)])

    assert sorted(person.name for person in one.people) == sorted(people)


WITH_A_PLACE = [
    ("zoom w/ Leiden PD Dr. Ida Sorley", ["Ida Sorley"]),
    ("Dr. Sorley, Leiden PD - 15 min", ["Sorley"]),
    ("lunch? w/ Whitby chair Dr. Sorley", ["Sorley"]),
]


@pytest.mark.parametrize(("title", "people"), WITH_A_PLACE)
def test_where_somebody_is_director_is_nobody(title: str, people: list[str]) -> None:
    """Neither there, nor where the word stands alone on another day."""
    shift = an_event("Leiden - ACS team", "2026-09-08T06:00", "12h")
    found = by_title([an_event(title, *HOUR), shift])

    assert [person.name for person in found[title].people] == people
    assert not found[shift.title].people


def test_the_word_behind_a_known_surname_is_a_place() -> None:
    """Where the calendar elsewhere tells how that doctor is called."""
    known = an_event("Phone: Dr. Karin Sorley, program director, Whitby", "2026-09-02T10:00", "0.5h")
    calls = an_event("call coordinators (Utica, Whitby, Erie) - vacancies?", "2026-09-03T10:00", "0.5h")
    found = by_title([known, an_event("Dr Sorley Whitby PD follow up call", *HOUR), calls])

    assert [person.name for person in found[known.title].people] == ["Karin Sorley"]
    assert not found[calls.title].people


def test_whoever_is_off_is_not_thanked_for_the_shift() -> None:
    """Only the one who is in house is."""
    block = an_event("SICU", "2026-09-01", "28d", description="Attendings: Dr. Ida Sorley, Dr. Daan Quist")
    night = an_event("SICU night, Sorley home, Quist in house", "2026-09-10T18:00", "12h")

    assert [person.name for person in by_title([block, night])[night.title].people] == ["Quist"]


def test_a_surname_noted_on_a_service_is_faculty_elsewhere() -> None:
    """A short title is enough to tell a talk with somebody whose service it was."""
    block = an_event("Vascular surgery", "2026-09-01", "28d", description="w/ Sorley")
    found = by_title([block, an_event("Sorley, letter", "2026-10-10T12:00", "0.5h")])

    assert [person.name for person in found["Sorley, letter"].people] == ["Sorley"]


def test_names_that_fill_brackets_speak_at_a_webinar() -> None:
    """Two whole names; one word more, and they are something else."""
    talk = an_event("CTSNet webinar - root panel (Ida Sorley, Daan Quist)", "2026-09-10T19:00", "1h")

    (one,) = recognised([talk])

    assert [person.name for person in one.people] == ["Ida Sorley", "Daan Quist"]

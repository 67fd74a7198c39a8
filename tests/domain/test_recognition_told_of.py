"""Who was there, and who was only spoken of: notes go in, and nobody unmet may come out."""

import pytest

from tests.recognition.measure import an_event, recognised
from worker.domain.person import Named

HOUR = ("2026-12-07T10:00", "0.5h")
BLOCK = ("SICU rotation", "2026-12-07", "14d")


def people(title: str, notes: str) -> tuple[Named, ...]:
    """Whom an event of an hour names."""
    return recognised([an_event(title, *HOUR, description=notes)])[0].people


def names(title: str, notes: str) -> list[str]:
    """Their names."""
    return [person.name for person in people(title, notes)]


@pytest.mark.parametrize(
    ("title", "notes", "met"),
    [
        ("Zoom w/ Dr Tan", "Met: Dr Tan (t@x.org) - will introduce me to Dr. Hill at Duke", ["Tan"]),
        ("Zoom w/ Dr Moss", "Met: Dr Moss (m@x.org) - Dr. Hall is hiring", ["Moss"]),
        ("Zoom w/ Dr Moss", "Dr. Hall is hiring", ["Moss"]),
        ("Zoom w/ Dr Moss", "said Dr. Hall needs a research fellow", ["Moss"]),
        ("Zoom w/ Dr Moss", "will introduce me to Dr. Hall", ["Moss"]),
        ("Coffee", "spoke w/ Dr Hill (hill@y.org) about Dr. Wu's lab and Prof. Ng", ["Hill"]),
        ("Coffee", "Met: Jane Lee - said she met Dr. Hall at STS", ["Jane Lee"]),
        (
            "Coffee",
            "Met: Ed Ash <ed@z.edu> - ask Dr. Orr about the registry; cc Dr. Lou Pim <p@z.edu>",
            ["Ed Ash"],
        ),
    ],
)
def test_somebody_merely_named_in_what_was_said_was_not_met(title: str, notes: str, met: list[str]) -> None:
    assert names(title, notes) == met


@pytest.mark.parametrize(
    ("notes", "met"),
    [
        ("Met: Jane Lee - aortic root; Dr. Kim - ECMO", ["Jane Lee", "Kim"]),
        ("Met: Jane Lee - aortic root, also met Dr. Kim", ["Jane Lee", "Kim"]),
        ("Met: Dr Moss (m@x.org) - the lab, Dr. Kim <kim@x.org> - ECMO", ["Moss", "Kim"]),
    ],
)
def test_the_next_person_of_a_list_was_met_too(notes: str, met: list[str]) -> None:
    assert names("Coffee", notes) == met


@pytest.mark.parametrize(
    ("title", "notes", "met"),
    [
        ("Zoom w/ Dr Ross", "Met: Dr Ross (r@x.org) - Mrs. Gonzalez, AAA repair", ["Ross"]),
        ("Zoom w/ Dr Mo Tan", "Met: Mo Tan <mo@z2.edu> - Mrs. Gonzalez 54yo with AAA repair", ["Mo Tan"]),
        ("Meeting: patient family conf, Mr. Jones", "Met: Mr. Jones <jones@gmail.com> - consent", []),
        ("Coffee", "Met: Mrs. Gonzalez, AAA repair", []),
        ("Mrs. Gonzalez AAA repair", "Met: Mrs. Gonzalez", []),
    ],
)
def test_a_patient_is_nobody_to_write_to(title: str, notes: str, met: list[str]) -> None:
    assert names(title, notes) == met


@pytest.mark.parametrize(
    "notes", ["Met: Mr Kavanagh - CABG outcomes", "Met: Ms. Ann Kim <ak@x.org> - the LVAD clinic"]
)
def test_a_colleague_without_a_doctors_title_is_no_patient(notes: str) -> None:
    assert names("Coffee", notes)


@pytest.mark.parametrize(
    "name", ["Bo Lin", "Mo Tan", "An Nguyen", "Sun Yi", "Ali bin Said", "Ed Ash", "Jo Park"]
)
def test_whoever_stands_behind_met_with_an_address_is_read_whatever_words_they_are_called(name: str) -> None:
    (found,) = people("Coffee", f"Met: {name} <p7@z6.edu> - TAVR")
    assert (found.name, found.email, found.topic) == (name, "p7@z6.edu", "TAVR")


def test_a_note_is_about_its_person_to_the_end_of_the_line() -> None:
    (found,) = people("Coffee", "Met: Kara Lund <kl@x.org> - loves sailing; talked about ECMO")
    assert found.topic == "loves sailing; talked about ECMO"


def test_a_note_that_begins_with_an_introduction_is_kept() -> None:
    (found,) = people("Coffee", "Met: Walt Xu <wxu@u21.edu> - introduced me to the PD")
    assert found.topic == "introduced me to the PD"


@pytest.mark.parametrize(
    "label", ["Intern", "Interns", "Resident", "Junior", "PGY-2", "MS3", "Sub-I", "PA", "NP", "Co-intern"]
)
def test_whoever_is_labelled_a_peer_on_a_rotation_is_not_thanked_for_teaching(label: str) -> None:
    notes = f"Attending: Dr. Ines Park <ipark@l.edu>\n{label}: Sue Low <slow@l.edu>"
    (found,) = recognised([an_event(*BLOCK, description=notes)])
    assert [person.name for person in found.people] == ["Ines Park"]

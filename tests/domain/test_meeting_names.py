"""Titles as people write them, on their days: the name each meeting gets, and what is held there."""

from datetime import date, timedelta

import pytest

from tests.recognition.measure import an_event, by_title, recognised
from worker.domain.engagement import Engagement, Kind
from worker.domain.narrative import Wanted
from worker.domain.recognition import Label
from worker.domain.recognition.meeting_names import UNNAMED
from worker.domain.telling import is_meant

NAMES = """
AATS Aortic Symposium | 2027-03-22 | 3 | AATS Aortic Symposium
AATS Summer Aortic Meeting | 2027-06-10 | 3 | AATS Summer Aortic Meeting
AATS Mitral Conclave | 2027-04-29 | 2 | AATS Mitral Conclave
aats aortic symposium | 2027-03-22 | 3 | AATS aortic symposium
AATS AORTIC SYMPOSIUM 2027 | 2027-03-22 | 3 | AATS Aortic Symposium
AATS: Aortic Symposium, New York | 2027-03-22 | 3 | AATS Aortic Symposium
my poster @ AATS Aortic Symposium | 2027-03-22 | 3 | AATS Aortic Symposium
AATS Foundations of CT Surgery Course | 2027-02-12 | 3 | AATS Foundations of CT Surgery Course
Society of Thoracic Surgeons regional meeting | 2027-03-12 | 2 | Society of Thoracic Surgeons regional meeting
STS regional meeting Chicago | 2027-03-12 | 2 | STS regional meeting
Presenting at STS regional | 2027-03-12 | 2 | STS regional meeting
going to the STS coronary conf w/ Maria | 2027-06-05 | 2 | STS coronary conference
STS young surgeons forum | 2027-01-28 | 1 | STS young surgeons forum
STSA spring meeting | 2027-04-02 | 2 | STSA spring meeting
ACS Illinois chapter mtg | 2027-05-07 | 2 | ACS Illinois chapter meeting
AZ chapter ACS, Tucson (Westward Look) | 2026-11-13 | 2 | AZ chapter ACS
Ohio ACS chapter - resident research day | 2026-10-30 | 2 | Ohio ACS chapter meeting
ACS Quality and Safety Conference 2027 | 2027-07-15 | 4 | ACS Quality and Safety Conference
ACS Leadership & Advocacy Summit | 2027-04-10 | 4 | ACS Leadership & Advocacy Summit
ASCRS Annual Meeting San Diego | 2027-04-02 | 4 | ASCRS Annual Meeting
ASE Scientific Sessions | 2026-06-26 | 3 | ASE Scientific Sessions
ASA 2027 | 2027-07-15 | 3 | ASA
AAP National Conference | 2026-10-02 | 4 | AAP National Conference
RAPID + TCT conference | 2027-04-13 | 3 | RAPID + TCT conference
TCT Connect symposium | 2027-06-02 | 3 | TCT Connect symposium
ACC Cardiovascular Summit | 2027-02-12 | 3 | ACC Cardiovascular Summit
AHA BCVS conference | 2027-07-20 | 4 | AHA BCVS conference
SCCM Texas chapter symposium (online) | 2026-11-14 | 2 | SCCM Texas chapter symposium
ISHLT Academy: Core Competencies in MCS | 2027-04-21 | 2 | ISHLT Academy
ESTS Instructional Course | 2026-11-20 | 2 | ESTS Instructional Course
APDS/ASE Surgical Education Week | 2027-04-20 | 4 | APDS/ASE Surgical Education Week
🎉 Heart Valve Summit 2027 2027 | 2027-10-07 | 3 | Heart Valve Summit
12th Annual Cleveland Heart Summit (CME #4411) | 2027-09-09 | 3 | Annual Cleveland Heart Summit
Midwest Surg. Assoc. annual mtg | 2027-08-01 | 3 | Midwest Surgical Association annual meeting
144. Kongress der Dt. Gesellschaft | 2027-04-12 | 4 | Kongress der Dt. Gesellschaft
AATS 2027 | 2027-05-01 | 4 | AATS Annual Meeting
✈️ AATS Annual Meeting 2027 LA | 2027-05-01 | 4 | AATS Annual Meeting
STS - San Diego | 2027-01-27 | 6 | STS Annual Meeting
STS 63rd, student badge!! | 2027-01-28 | 4 | STS Annual Meeting
STS Annual Meeting (flight UA 1234) | 2027-01-28 | 4 | STS Annual Meeting
American College of Surgeons | 2027-10-16 | 4 | ACS Clinical Congress
ASA Annual Meeting | 2027-04-15 | 3 | American Surgical Association Annual Meeting
"""


def _rows() -> list[tuple[str, str, str, str]]:
    rows = (line.rsplit("|", 3) for line in NAMES.strip().splitlines())
    return [(title.strip(), day.strip(), f"{days.strip()}d", name.strip()) for title, day, days, name in rows]


@pytest.mark.parametrize(("title", "day", "length", "name"), _rows(), ids=lambda value: value.strip()[:40])
def test_a_meeting_is_called_by_its_own_words_unless_words_and_days_are_the_catalogues(
    title: str, day: str, length: str, name: str
) -> None:
    (found,) = recognised([an_event(title, day, length)])
    assert (found.label, found.title) == (Label.CONFERENCE, name)


def test_a_name_too_long_for_a_sentence_ends_with_its_first_noun() -> None:
    society = "International Society for Heart and Lung Transplantation Annual Meeting"
    (found,) = recognised([an_event(f"{society} and Scientific Sessions of its Council", "2027-02-22", "4d")])
    assert found.title == society


@pytest.mark.parametrize("title", ["conference Chicago", "Annual meeting"])
def test_a_title_that_names_no_meeting_gives_no_name(title: str) -> None:
    (found,) = recognised([an_event(title, "2027-09-09", "3d", location="Chicago, IL")])
    assert (found.label, found.title) == (Label.CONFERENCE, UNNAMED)


def test_no_reason_names_the_annual_meeting_for_another_one() -> None:
    (found,) = recognised([an_event("AATS Aortic Symposium", "2027-03-22", "3d")])
    assert not any("Annual Meeting" in why for why in found.why)


def test_a_bare_title_takes_its_name_from_the_description_when_the_days_fit() -> None:
    at_aats = {"location": "Los Angeles", "description": "AATS annual meeting, programme"}
    fits = recognised([an_event("Annual meeting", "2027-05-01", "4d", **at_aats)])
    other = recognised([an_event("Thoracic Oncology Symposium", "2027-05-01", "3d", **at_aats)])
    assert [one.title for one in (*fits, *other)] == ["AATS Annual Meeting", "Thoracic Oncology Symposium"]


def test_a_meeting_that_ends_where_the_annual_one_begins_is_another_one() -> None:
    found = by_title(
        [
            an_event("AATS Mitral Conclave", "2027-04-29", "2d"),
            an_event("AATS 2027", "2027-05-01", "4d"),
            an_event("AATS residents reception", "2027-05-02T18:00", "2h"),
        ]
    )
    conclave, annual = found["AATS Mitral Conclave"], found["AATS 2027"]
    reception = found["AATS residents reception"]
    assert (conclave.title, annual.title) == ("AATS Mitral Conclave", "AATS Annual Meeting")
    assert conclave.group is None
    assert annual.group == reception.group is not None


def test_a_session_bears_the_name_of_the_chapter_meeting_it_is_held_at() -> None:
    found = by_title(
        [
            an_event("Ohio chapter ACS", "2026-10-30", "2d"),
            an_event("ACS resident jeopardy", "2026-10-30T15:00", "2h"),
        ]
    )
    assert {one.title for one in found.values()} == {"Ohio chapter ACS"}
    assert len({one.group for one in found.values()}) == 1


def _conference(title: str, subject: str) -> Engagement:
    day = date(2027, 3, 22)
    return Engagement("id", Kind.CONFERENCE, subject, title, day, day + timedelta(days=2), (day,))


@pytest.mark.parametrize(
    ("told", "title", "subject", "meant"),
    [
        ("AATS 2027", "AATS Aortic Symposium", "aats aortic symposium", False),
        ("AATS Aortic Symposium", "AATS Aortic Symposium", "aats aortic symposium", True),
        ("AATS 2027", "AATS Annual Meeting", "aats", True),
        ("SCVS 2027", "SCVS Annual Symposium", "scvs annual symposium", True),
        ("ASA", "American Surgical Association Annual Meeting", "asa-surg", True),
        ("Clinical Congress", "ACS Clinical Congress", "acs", True),
    ],
)
def test_letters_alone_name_the_societys_own_meeting(
    told: str, title: str, subject: str, meant: bool
) -> None:
    wanted = Wanted(conference=told, person="Ed Fox", email="efox@u9.edu")
    assert is_meant(wanted, _conference(title, subject)) is meant

"""Notes go in; those that give a patient away must be flagged, and innocent ones must not."""

import pytest

from worker.domain.patient_data import looks_like_patient_data

PATIENTS = [
    "MRN 123456",
    "mrn: 99",
    "chart 12345678",
    "1234567 (chart)",
    "medical record no. 4711",
    "DOB 3/4/1961",
    "born 03/04/1961",
    "pt in OR 3",
    "the pt with AF",
    "Pt s/p CABG",
    "PT in ICU",
    "patient in 512",
    "his patient with the dissection",
    "about her patient",
    "bed 4",
    "rm 12 bed 3",
    "room 512B",
    "56M",
    "56 M JD",
    "M/56",
    "72 yo F",
    "72yo",
    "65-year-old woman",
    "the lady in room 4",
    "POD3",
    "Mr. J",
    "SSN 123-45-6789",
    "Mrs. Gonzalez 54yo with AAA repair",
    "Mrs. Gonzalez, AAA repair",
    "mrs gonzalez aaa repair",
    "Mr. Chen's lobectomy",
    "Mr Jones for CABG tmrw",
    "AAA repair on Mrs. Gonzalez",
    "case of Mrs. Alvarez",
    "consented Mr. Jones",
    "wife of Mr. Lopez",
    "Mrs. Lee rm 12",
    "Miss Ruiz in ICU",
    "the 80yo we coded",
    "54 year old with AAA",
    "67yM",
    "67 male",
    "aged 54, dissection",
]
INNOCENT = [
    "",
    "55th STS",
    "patient safety project",
    "the patient safety project",
    "2027",
    "spring 2027",
    "STS 2027",
    "6F sheath",
    "30F chest tube",
    "$56M grant",
    "56M dollars in funding",
    "12-bed ICU",
    "outcomes in patients with AF",
    "was very patient with me",
    "so patient in the OR",
    "lecture pt 2",
    "12 pt font",
    "call at 5pm PT",
    "PT/OT",
    "patient-reported outcomes",
    "30-year-old program",
    "a 10 year old database",
    "meet in room 204",
    "born in Lagos",
    "Mr. Smith",
    "Ms. Kim, LVAD coordinator",
    "Ms. Kim about the TAVR registry",
    "Mr. Gold from Medtronic",
    "Mrs. Fox runs the lab",
    "severe MR with AF",
    "MR repair",
    "5y survival",
    "5 years with the team",
    "average age 65-75",
    "case 3",
    "1,500 cases",
    "call 555-123-4567",
    "Fontan patient registry",
]


@pytest.mark.parametrize("note", PATIENTS)
def test_a_note_about_a_patient_is_flagged_with_its_reason(note: str) -> None:
    assert looks_like_patient_data(note)


@pytest.mark.parametrize("note", INNOCENT)
def test_an_innocent_note_is_not_flagged(note: str) -> None:
    assert looks_like_patient_data(note) == ""


def test_the_reason_names_what_was_seen() -> None:
    assert looks_like_patient_data("MRN 123456") == "a record number (MRN)"

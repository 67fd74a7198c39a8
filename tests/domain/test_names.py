"""Names as people type them go in; parts, greetings and comparisons must come out right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.names import Name, compatible, fold, full_name, greeting, parse_name
from worker.domain.person import Role

PARTS = [
    ("Dr. R. Patel", Name("Dr.", "R.", "Patel")),
    ("Dr.Patel", Name("Dr.", "", "Patel")),
    ("DR PATEL", Name("Dr.", "", "Patel")),
    ("Dr. Dr. Patel", Name("Dr.", "", "Patel")),
    ("Patel, Dr.", Name("Dr.", "", "Patel")),
    ("Jane Lee, MD, FACS", Name("", "Jane", "Lee", ("MD", "FACS"))),
    ("Jane Lee MD PhD", Name("", "Jane", "Lee", ("MD", "PhD"))),
    ("Jane Lee, M.D., Ph.D.", Name("", "Jane", "Lee", ("MD", "PhD"))),
    ("Lee MD", Name("", "", "Lee", ("MD",))),
    ("Lee, Jane", Name("", "Jane", "Lee")),
    ("Lee, Jane A., MD", Name("", "Jane A.", "Lee", ("MD",))),
    ("de la Cruz, Ana", Name("", "Ana", "de la Cruz")),
    ("Prof. Dr. med. Müller", Name("Professor", "", "Müller")),
    ("Ana María de la Cruz", Name("", "Ana María", "de la Cruz")),
    ("ANA DE LA CRUZ", Name("", "Ana", "de la Cruz")),
    ("van der Berg", Name("", "", "van der Berg")),
    ("Van Morrison", Name("", "Van", "Morrison")),
    ("Dr. Van Dyke", Name("Dr.", "", "Van Dyke")),
    ("Omar Al Rashid", Name("", "Omar", "Al Rashid")),
    ("Dr. Al Fry", Name("Dr.", "Al", "Fry")),
    ("Dr. Di Ivy", Name("Dr.", "Di", "Ivy")),
    ("Dr. Al Di Meola", Name("Dr.", "Al", "Di Meola")),
    ("Dr. De Luca", Name("Dr.", "", "De Luca")),
    ("Ali bin Said", Name("", "Ali", "bin Said")),
    ("dr. al rashid", Name("Dr.", "", "al Rashid")),
    ("priya", Name("", "Priya", "")),
    ("PRIYA SHARMA", Name("", "Priya", "Sharma")),
    ("O'Neill", Name("", "O'Neill", "")),
    ("KATE O\u2019NEILL", Name("", "Kate", "O'Neill")),
    ("MCDONALD, KATE", Name("", "Kate", "McDonald")),
    ("Nguyễn Thị Lan", Name("", "Thị Lan", "Nguyễn", (), family_first=True)),
    ("王小明", Name("", "", "王小明")),
    ("محمد علي", Name("", "", "محمد علي")),
    ("Dr. Анна Иванова", Name("Dr.", "", "Анна Иванова")),
    ("Jane Lee (she/her)", Name("", "Jane", "Lee")),
    ("Jane Lee | Surgery", Name("", "Jane", "Lee")),
    ("Jane Lee, Chief of Surgery", Name("", "Jane", "Lee")),
    ("Patel R", Name("", "R.", "Patel")),
    ("Patel RK", Name("", "R. K.", "Patel")),
    ("Mei LI", Name("", "Mei", "Li")),
    ("Jack Ma", Name("", "Jack", "Ma")),
    ("Lan Do", Name("", "Lan", "Do")),
    ("\N{PARTY POPPER} Jane Lee \N{PARTY POPPER}", Name("", "Jane", "Lee")),
    ('"Lee, Jane"', Name("", "Jane", "Lee")),
    ('Robert "Bob" Smith', Name("", "Robert", "Smith")),
    ("jane.lee", Name("", "Jane", "Lee")),
    ("jane_lee", Name("", "Jane", "Lee")),
    ("Jane Lee <jlee@uni.edu>", Name("", "Jane", "Lee")),
    ("jlee@uni.edu", Name()),
    ("", Name()),
    ("Dr.", Name("Dr.")),
    ("TBD", Name()),
]

GREETINGS = [
    ("Dr. Patel", Role.GUEST, "Dr. Patel"),
    ("Dr. Dr. Patel", Role.ATTENDING, "Dr. Patel"),
    ("Dr. Al Fry", Role.MET, "Dr. Fry"),
    ("Dr. Di Ivy", Role.ATTENDING, "Dr. Ivy"),
    ("Al Fry", Role.MET, "Dr. Fry"),
    ("Jane Lee, MD", Role.GUEST, "Dr. Lee"),
    ("Jane Lee", Role.ATTENDING, "Dr. Lee"),
    ("Jane Lee", Role.MET, "Dr. Lee"),
    ("Jane Lee", Role.SPEAKER, "Dr. Lee"),
    ("Jane Lee", Role.CHIEF, "Jane"),
    ("Dr. Jane Lee", Role.CHIEF, "Jane"),
    ("Dr. J. Lee", Role.CHIEF, "Dr. Lee"),
    ("Nguyễn Thị Lan", Role.CHIEF, "Lan"),
    ("Prof. Ito", Role.MENTOR, "Professor Ito"),
    ("Prof. Dr. med. Müller", Role.SPEAKER, "Professor Müller"),
    ("priya", Role.MET, "Priya"),
    ("priya", Role.GUEST, "Priya"),
    ("Patel", Role.ATTENDING, "Dr. Patel"),
    ("Jane Lee, RN", Role.GUEST, "Jane Lee"),
    ("Jane Lee, PhD", Role.GUEST, "Dr. Lee"),
    ("Ms. Jane Lee", Role.GUEST, "Ms. Lee"),
    ("Ms. Jane Lee, MD", Role.GUEST, "Dr. Lee"),
    ("Ana María de la Cruz", Role.MET, "Dr. de la Cruz"),
    ("王小明", Role.CHIEF, "王小明"),
    ("Dr. 王小明", Role.ATTENDING, "Dr. 王小明"),
    ("jlee@uni.edu", Role.MET, ""),
    ("", Role.ATTENDING, ""),
    ("A.", Role.MET, ""),
    ("Dr.", Role.ATTENDING, ""),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_a_name_is_read_into_its_parts(text: str, parts: Name) -> None:
    assert parse_name(text) == parts


@pytest.mark.parametrize(("text", "role", "words"), GREETINGS)
def test_people_are_addressed_as_they_expect(text: str, role: Role, words: str) -> None:
    assert greeting(text, role) == words


def test_the_full_name_keeps_the_order_of_its_language() -> None:
    assert full_name(parse_name("Dr. Lee, Jane, MD")) == "Jane Lee"
    assert full_name(parse_name("Nguyễn Thị Lan")) == "Nguyễn Thị Lan"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Lee", "J. Lee"),
        ("Dr. Lee", "Jane Lee, MD"),
        ("Lee, Jane", "jane lee"),
        ("Patel R", "Ravi Patel"),
        ("Patel", "Ravi Patel"),
        ("priya", "Priya Sharma"),
        ("José García", "Jose Garcia"),
        ("JP Morgan", "John Paul Morgan"),
        ("O\u2019Neill", "Dr. O'Neill"),
        ("Dr. Al Rashid", "Omar Al Rashid"),
        ("王小明", "王小明"),
    ],
)
def test_two_spellings_may_be_one_person(one: str, other: str) -> None:
    assert compatible(one, other)
    assert compatible(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Lee", "John Lee"),
        ("Jane A. Lee", "Jane B. Lee"),
        ("Dr. Lee", "Dr. Patel"),
        ("Lee", "Ravi Patel"),
        ("", "Jane Lee"),
        ("", ""),
    ],
)
def test_two_people_are_not_taken_for_one(one: str, other: str) -> None:
    assert not compatible(one, other)


def test_folding_makes_spellings_equal() -> None:
    assert fold("  José  GARCÍA ") == fold("jose garcia")
    assert fold("Đặng Øster-Łuk") == "dang oster-luk"
    assert fold("한국") == "한국"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(Role))
def test_any_text_can_be_read_and_greets_in_one_line(text: str, role: Role) -> None:
    words = greeting(text, role)
    assert words == " ".join(words.split())
    assert not words.startswith("Dr. Dr.")
    assert compatible(text, text) == bool(full_name(parse_name(text)))

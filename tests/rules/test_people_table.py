"""Tables of people as Google Contacts, Outlook, LinkedIn and people themselves write them."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.narrative import MentorType
from worker.domain.newcomer import Newcomer, without_doubles
from worker.domain.person import Role
from worker.rules.people import people_in_table


def read(text: str) -> tuple[Newcomer, ...]:
    found = people_in_table(text.encode(), "people.csv")
    assert found.faults == ()
    return found.newcomers


def faults(text: str) -> tuple[str, ...]:
    found = people_in_table(text.encode(), "people.csv")
    return found.faults


def test_a_table_in_ones_own_words_is_read() -> None:
    (jane, ravi) = read(
        "Name;E-Mail;Role;Mentor;Do not contact\n"
        "Jane Lee, MD;JLee@Harbor.edu;speaker;research;\n"
        "Dr. Ravi Patel;;attending;;yes\n"
    )
    assert jane == Newcomer(2, "Jane Lee", ("jlee@harbor.edu",), "", Role.SPEAKER, MentorType.RESEARCH)
    assert (ravi.name, ravi.title, ravi.role, ravi.never) == ("Ravi Patel", "Dr.", Role.ATTENDING, True)


def test_google_contacts_are_read() -> None:
    (jane,) = read(
        "First Name,Middle Name,Last Name,Name Prefix,Organization Name,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Value\n"
        "Jane,Mia,Lee,Dr.,Harbor,Work,jlee@harbor.edu ::: jane@lab.org,jane.lee@gmail.com\n"
    )
    assert (jane.name, jane.title) == ("Jane Mia Lee", "Dr.")
    assert jane.addresses == ("jlee@harbor.edu", "jane@lab.org", "jane.lee@gmail.com")


def test_outlook_is_read_with_a_byte_order_mark() -> None:
    text = "\ufeffFirst Name,Last Name,E-mail Address,E-mail 2 Address\r\nJosé,Müller,jm@x.de,\r\n"
    (jose,) = read(text)
    assert (jose.name, jose.addresses) == ("José Müller", ("jm@x.de",))


def test_columns_that_are_not_read_are_said() -> None:
    found = people_in_table(b"name,phone\nJane Lee,1\n", "people.csv")
    assert found.columns == (("name", "name"), ("phone", ""))


def test_lines_of_one_person_are_joined_and_said() -> None:
    found = people_in_table(
        b"name,email,role\nJane Lee,a@x.org,\nJane Lee,b@x.org,chief\nMia,b@x.org,\n", "people.csv"
    )
    (jane,) = found.newcomers
    assert (jane.addresses, jane.role) == (("a@x.org", "b@x.org"), Role.CHIEF)
    assert found.joined == (
        "line 3: Jane Lee stands in line 2 already",
        "line 4: Mia stands in line 2 already",
    )


def test_every_bad_line_is_named_with_its_number() -> None:
    found = faults(
        "name,email,role,mentor,never\n,,,,\nJane,nope,boss,,\n,,chief,,\nMia,m@x.org,,guru,maybe\n"
    )
    assert [line.partition(":")[2].strip() for line in found] == [
        "line 3: email: 'nope' is no e-mail address such as jane.lee@hospital.org",
        *[line.partition(":")[2].strip() for line in found if "role: unknown 'boss'" in line],
        "line 4: has neither a name nor an address",
        *[line.partition(":")[2].strip() for line in found if "mentor: unknown 'guru'" in line],
        "line 5: do not contact: 'maybe' is neither yes nor no",
    ]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"phone,city\n1,2\n", "no column is called name or email; the columns are: phone, city"),
        (b"name\nM\x81ller\n", "byte 7 is no text; save the file as UTF-8"),
        (b"name,full name\nA,B\n", "two columns are read as name"),
        (b"name,email\nLee, Jane,j@x.org\n", "line 2: has 3 cells, the first line has 2"),
    ],
)
def test_a_file_that_cannot_be_meant_is_said_in_one_sentence(data: bytes, said: str) -> None:
    (fault,) = people_in_table(data, "people.csv").faults
    assert fault.startswith("people.csv: ")
    assert said in fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_is_read_in_the_encodings_that_excel_writes(encoding: str) -> None:
    found = people_in_table("Name;E-Mail\r\nJörg Müller;jm@x.de\r\n".encode(encoding), "people.csv")
    assert [(one.name, one.addresses) for one in found.newcomers] == [("Jörg Müller", ("jm@x.de",))]


@pytest.mark.parametrize(
    "head",
    [
        "Vorname;Nachname;E-Mail-Adresse",
        "Vorname;Name;E-Mail",
        "Nombre;Apellidos;Correo electrónico",
        "Prénom;Nom;Adresse e-mail",
        "sep=;\nVorname;Familienname;Mail",
    ],
)
def test_german_spanish_and_french_columns_are_read(head: str) -> None:
    (one,) = read(f"{head}\nÜrsula;Ött;uott@uni.de\n")
    assert (one.name, one.addresses) == ("Ürsula Ött", ("uott@uni.de",))


def test_the_lines_are_counted_from_the_first_of_the_file() -> None:
    assert faults("sep=;\nName;Email\n\nMia;nope\n")[0].startswith("people.csv: line 4: ")


def test_a_doubled_line_without_an_address_is_one_person() -> None:
    found = people_in_table(b"name,role\nSomeone,attending\nMia Ott,\nSomeone,\nMia Ott,chief\n", "p.csv")
    assert [one.name for one in found.newcomers] == ["Someone", "Mia Ott"]
    assert found.newcomers[1].role is Role.CHIEF
    assert len(found.joined) == 2


def test_one_name_at_two_organisations_is_two_people() -> None:
    found = people_in_table(
        b"name,email\nAnn O'Neil,a@y.edu\nAnn O'Neil,ann@hospital.org\nAnn O'Neil,\n", "p.csv"
    )
    assert [one.addresses for one in found.newcomers] == [("a@y.edu",), ("ann@hospital.org",), ()]


LINES = st.builds(
    Newcomer,
    st.just(0),
    st.sampled_from(["Jane Lee", "Lee, Jane", "Mia Ott", "Mia", "J. Lee", ""]),
    st.lists(
        st.sampled_from(
            ["jl@x.edu", "jane@surgery.x.edu", "jane.lee@gmail.com", "janelee@gmail.com", "m@y.org"]
        ),
        max_size=2,
        unique=True,
    ).map(tuple),
).filter(lambda one: bool(one.name or one.addresses))


@settings(max_examples=400)
@given(st.lists(LINES, max_size=7), st.randoms(use_true_random=False))
def test_who_is_one_person_in_a_file_depends_on_no_order(lines: list[Newcomer], random: Random) -> None:
    kept, told = without_doubles(lines)
    shuffled = random.sample(lines, len(lines))
    assert _marks(without_doubles(shuffled)[0]) == _marks(kept)
    assert len(kept) + len(told) == len(lines)
    one_name = [replace(one, name=one.name and "Jane Lee") for one in lines]
    settled, _ = without_doubles(one_name)
    assert without_doubles(settled) == (settled, ())


def _marks(people: tuple[Newcomer, ...]) -> set[tuple[frozenset[str], bool]]:
    return {(frozenset(one.addresses), bool(one.name)) for one in people}

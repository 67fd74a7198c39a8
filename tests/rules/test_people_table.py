"""Tables of people as Google Contacts, Outlook, LinkedIn and people themselves write them."""

import pytest

from worker.domain.narrative import MentorType
from worker.domain.newcomer import Newcomer
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
        (b"name\nM\xfcller\n", "byte 7 is not UTF-8; save the file as UTF-8"),
        (b"name,full name\nA,B\n", "two columns are read as name"),
        (b"name,email\nLee, Jane,j@x.org\n", "line 2: has 3 cells, the first line has 2"),
    ],
)
def test_a_file_that_cannot_be_meant_is_said_in_one_sentence(data: bytes, said: str) -> None:
    (fault,) = people_in_table(data, "people.csv").faults
    assert fault.startswith("people.csv: ")
    assert said in fault

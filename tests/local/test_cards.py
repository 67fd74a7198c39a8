"""Cards of every version, as address books write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.newcomer import Newcomer
from worker.local.cards import people_on_cards


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def read(text: str) -> tuple[Newcomer, ...]:
    found = people_on_cards(text.encode(), "people.vcf")
    assert found.faults == ()
    return found.newcomers


def test_version_2_1_is_read_with_its_quoted_printable_lines() -> None:
    text = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Jos=C3=A9;;Dr.",
        "EMAIL;INTERNET:home@x.de",
        "EMAIL;INTERNET;PREF:work@x.de",
        "NOTE;ENCODING=QUOTED-PRINTABLE:a long=\r\n line",
        version="2.1",
    )
    assert read(text) == (Newcomer(1, "José Müller", ("work@x.de", "home@x.de"), "Dr."),)


def test_version_3_is_read_with_groups_and_folded_lines() -> None:
    text = card(
        "FN:Dr. Jane",
        "  Lee",
        "N:Lee;Jane;;Dr.;",
        "item1.EMAIL;TYPE=INTERNET:JLee@Harbor.edu",
        "item1.X-ABLabel:w",
    )
    assert read(text) == (Newcomer(1, "Jane Lee", ("jlee@harbor.edu",), "Dr."),)


def test_version_4_is_read_with_the_preferred_address_first() -> None:
    text = card(
        "FN:Jane Lee",
        "EMAIL:c@x.org",
        "EMAIL;PREF=2:b@x.org",
        'EMAIL;TYPE="work";PREF=1:a@x.org',
        version="4.0",
    )
    assert read(text)[0].addresses == ("a@x.org", "b@x.org", "c@x.org")


def test_groups_and_organisations_are_nobody() -> None:
    group = card("FN:Surgeons", "KIND:group", version="4.0")
    assert [one.name for one in read(group + card("FN:Jane Lee", "N:Lee;Jane"))] == ["Jane Lee"]


@pytest.mark.parametrize(
    "lines",
    [
        ("KIND:org", "FN:City Taxi", "EMAIL:ride@taxi.example.org"),
        ("FN:City Taxi", "N:;;;;", "ORG:City Taxi;", "X-ABShowAs:COMPANY"),
        ("FN:City Taxi", "N:;;;;", "ORG:City Taxi;Night line", "EMAIL:ride@taxi.example.org"),
        ("ORG:City Taxi", "TEL:1"),
        ("FN:City Taxi", "TEL:1"),
    ],
)
def test_the_card_of_a_company_is_left_out_and_said(lines: tuple[str, ...]) -> None:
    found = people_on_cards((card(*lines) + card("FN:Jane Lee", "N:Lee;Jane")).encode(), "people.vcf")
    assert ([one.name for one in found.newcomers], found.faults) == (["Jane Lee"], ())
    (said,) = found.left_out
    assert said.startswith("line 1: City Taxi ")


def test_somebody_at_an_organisation_is_no_company() -> None:
    assert read(card("FN:Jane Lee", "N:Lee;Jane", "ORG:Harbor Clinic"))[0].name == "Jane Lee"
    assert read(card("FN:Jane Lee", "EMAIL:jlee@harbor.edu", "ORG:Harbor Clinic"))[0].name == "Jane Lee"


def test_two_cards_of_one_person_are_joined() -> None:
    found = people_on_cards(
        (card("FN:Jane Lee", "EMAIL:a@x.org") + card("FN:Jane Lee", "N:Lee;Jane")).encode(), "p.vcf"
    )
    assert [one.name for one in found.newcomers] == ["Jane Lee"]
    assert found.joined == ("line 6: Jane Lee stands in line 1 already",)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read("\ufeff" + card("FN:Jane Lee", "N:Lee;Jane"))[0].name == "Jane Lee"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_cards_are_read_in_the_encodings_that_address_books_write(encoding: str) -> None:
    data = card("FN:José Müller", "N:Müller;José").encode(encoding)
    assert [one.name for one in people_on_cards(data, "people.vcf").newcomers] == ["José Müller"]


def test_every_bad_card_is_named_with_its_line_and_hides_no_other() -> None:
    text = (
        card("FN:Jane Lee", "no line at all")
        + card("FN:Mia Ott", "EMAIL:nope")
        + card("NOTE:nobody")
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Half"
    )
    found = people_on_cards(text.encode(), "people.vcf")
    assert [fault.partition(" (")[0] for fault in found.faults] == [
        "people.vcf: line 1: this card cannot be read",
        "people.vcf: line 6: EMAIL: 'nope' is no e-mail address such as jane.lee@hospital.org",
        "people.vcf: line 11: this card has neither a name nor an address",
        "people.vcf: line 15: this card cannot be read",
    ]


WORDS = 'FN N EMAIL : ; = " jane@x.org Lee ENCODING=QUOTED-PRINTABLE =C3 CHARSET=x CHARSET= PREF=1 \x00 \\ é'
LINES = ("\n", "\n ", "BEGIN:VCARD\n", "END:VCARD\n", "BEGIN:VEVENT\n")
PIECES = st.sampled_from((*WORDS.split(" "), *LINES))


@given(st.lists(PIECES, max_size=30))
def test_whatever_stands_on_a_card_is_read_or_said(pieces: list[str]) -> None:
    text = "BEGIN:VCARD\nVERSION:2.1\n" + "".join(pieces) + "\nEND:VCARD\n"
    found = people_on_cards(text.encode(), "people.vcf")
    assert all(fault.startswith("people.vcf: line ") for fault in found.faults)
    assert all(one.name or one.addresses for one in found.newcomers)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,email\n", "people.vcf: there is no card in it (BEGIN:VCARD)"),
        (
            b"BEGIN:VCARD\nFN:M\x81ller\n",
            "people.vcf: byte 17 is no text; export the cards again, as UTF-8",
        ),
    ],
)
def test_a_file_without_readable_cards_is_said_in_one_sentence(data: bytes, said: str) -> None:
    assert people_on_cards(data, "people.vcf").faults == (said,)

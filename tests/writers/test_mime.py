"""Letters go in; the bytes must be one sound message, whatever a calendar puts into names and titles."""

import quopri
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import AMARA, LEE
from worker.domain.letter import Letter
from worker.domain.names import full_name, parse_name
from worker.writers.mime import write_mime

TEXT = "Dear Dr. Lee,\n\nThank you for <talking> & listening.\n\nWith best regards,\nAmara Osei, MD"
LETTER = Letter("Thank you for talking with me at the STS Annual Meeting", TEXT, (), 7, LEE)
ALLOWED = {
    "From", "To", "Subject", "X-Unsent", "X-Draft-Ref", "MIME-Version", "Content-Type", "In-Reply-To",
    "References",
}  # fmt: skip


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def bytes_of(letter: Letter, name: str = "Amara Osei") -> bytes:
    return write_mime(letter, replace(AMARA, name=name), ref="0001-abc", hold_recipient=True)


def read_by_hand(raw: bytes) -> tuple[dict[str, str], list[str]]:
    """A second reader that shares no code with email.parser (3.11 splits long display names)."""
    head, _, body = raw.partition(b"\r\n\r\n")
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", head).decode("ascii")
    lines = (line.partition(":") for line in unfolded.split("\r\n"))
    headers = {name: value.strip(" ") for name, _, value in lines}
    boundary = re.search(r'boundary="([^"]+)"', headers["Content-Type"])
    assert boundary
    parts = body.split(b"--" + boundary[1].encode())[1:-1]
    texts = [quopri.decodestring(part.split(b"\r\n\r\n", 1)[1]).decode("utf-8") for part in parts]
    return {name: word_decoded(value) for name, value in headers.items()}, texts


def word_decoded(value: str) -> str:
    joined = re.sub(r"(\?=)\s+(=\?)", r"\1\2", value)

    def words(found: re.Match[str]) -> str:
        coded = found[2].encode("ascii")
        raw = b64decode(coded) if found[1] in "bB" else quopri.decodestring(coded, header=True)
        return raw.decode("utf-8")

    return re.sub(r"=\?utf-8\?([bBqQ])\?([^?]*)\?=", words, joined)


def test_a_draft_is_marked_unsent_and_carries_its_ref() -> None:
    message = parsed(bytes_of(LETTER))
    assert message["X-Unsent"] == "1"
    assert message["X-Draft-Ref"] == "0001-abc"
    assert message["From"] == "Amara Osei <aosei@lakeside.example.edu>"
    assert message["To"] == "Jane Lee <jlee@harbor.example.edu>"
    assert "Date" not in message
    assert "Message-ID" not in message


def test_both_bodies_say_the_same_and_html_is_escaped() -> None:
    message = parsed(bytes_of(LETTER))
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == TEXT.splitlines()
    assert "<p>Thank you for &lt;talking&gt; &amp; listening.</p>" in html.get_content()
    assert "With best regards,<br>\r\nAmara Osei, MD</p>" in html.get_content()
    assert "href" not in html.get_content()


def test_an_open_gap_holds_the_recipient_back() -> None:
    open_letter = replace(LETTER, gaps=("what you talked about",))
    assert "To" not in parsed(write_mime(open_letter, AMARA, ref="a", hold_recipient=True))
    assert "To" in parsed(write_mime(open_letter, AMARA, ref="a", hold_recipient=False))
    assert "To" in parsed(write_mime(LETTER, AMARA, ref="a", hold_recipient=True))


@pytest.mark.parametrize(
    "email", ["", "jlee", "a@b@c", "x y@z.org", "a@b.c\r\nBcc: e@x.org", "jläe@x.org", "a@" + "b" * 300]
)
def test_an_address_nobody_could_use_leaves_to_empty(email: str) -> None:
    assert "To" not in parsed(bytes_of(replace(LETTER, to=replace(LEE, email=email))))


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert bytes_of(LETTER) == bytes_of(LETTER)
    assert write_mime(LETTER, AMARA, ref="b", hold_recipient=True) != bytes_of(LETTER)


def test_a_follow_up_joins_its_thread() -> None:
    thread = ["<0@mail.org>", "<1@mail.org>"]
    raw = write_mime(LETTER, AMARA, ref="a", unsent=False, hold_recipient=True, references=thread)
    message = parsed(raw)
    assert message["In-Reply-To"] == "<1@mail.org>"
    assert message["References"] == "<0@mail.org> <1@mail.org>"
    assert "X-Unsent" not in message
    with pytest.raises(ValueError, match="not a message id"):
        write_mime(LETTER, AMARA, ref="a", hold_recipient=True, references=["<1@x>\r\nBcc: e@x.org"])


def test_a_ref_that_is_no_token_becomes_one() -> None:
    message = parsed(write_mime(LETTER, AMARA, ref="王\r\nBcc: e@x.org", hold_recipient=True))
    assert re.fullmatch(r"[0-9a-f]{32}", message["X-Draft-Ref"])
    assert "Bcc" not in message


@pytest.mark.parametrize(
    "name",
    [
        "Jane Lee",
        "Nguyễn Thị Lan",
        "王小明",
        "محمد علي",
        "Анна Иванова",
        "Ana María de la Cruz",
        "Siobhán O'Neill-Müller",
        "Wolfeschlegelsteinhausenbergerdorff Ångström",
    ],
)
def test_a_name_in_any_script_arrives(name: str) -> None:
    raw = bytes_of(replace(LETTER, to=replace(LEE, name=name), subject=f"Thank you, {name}"), name)
    message = parsed(raw)
    assert message["To"].addresses[0].display_name == name
    assert message["From"].addresses[0].display_name == name
    assert message["Subject"] == f"Thank you, {name}"
    headers, _ = read_by_hand(raw)
    assert headers["To"].replace('"', "") == f"{name} <{LEE.email}>"
    assert str(make_header(decode_header(message_from_bytes(raw)["Subject"]))) == f"Thank you, {name}"


HOSTILE = [
    "x\r\nBcc: evil@x.org", "x\nSubject: y", "\x00\x0b", "=?utf-8?q?a=0D=0ABcc:_e@x.org?=", "a, b <e@x.org>",
    "\ud800",    '"', "\\", "(", ";:", "\u2028", "A" * 2000, "é" * 500, "\u202egnp",
    "--=_", "." * 90, "王 " * 90,
]  # fmt: skip
hostile = (
    st.sampled_from(HOSTILE)
    | st.text(max_size=120)
    | st.text(alphabet='=?utf8bq<>@,;:"\\ \r\né', max_size=90)
)


@settings(max_examples=200, deadline=None)
@given(hostile, hostile, hostile, hostile)
def test_no_text_of_a_calendar_reaches_into_the_headers(
    name: str, mine: str, subject: str, text: str
) -> None:
    raw = bytes_of(Letter(subject, f"Dear {text},\n\n{text}", (), 2, replace(LEE, name=name)), mine)
    message = parsed(raw)
    assert set(message.keys()) <= ALLOWED
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert [address.addr_spec for address in message["To"].addresses] == [LEE.email]
    assert [address.addr_spec for address in message["From"].addresses] == [AMARA.addresses[0]]
    assert re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", raw) is None
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    headers, texts = read_by_hand(raw)
    plain = message.get_body(("plain",))
    assert set(headers) == set(message.keys())
    shown = full_name(parse_name(name))[:60].strip()
    assert headers["To"].replace('"', "") == (f"{shown} <{LEE.email}>" if shown else LEE.email)
    assert headers["Subject"] == message["Subject"]
    assert plain is not None
    assert texts[0].rstrip().splitlines() == plain.get_content().rstrip().splitlines()
    assert raw == bytes_of(Letter(subject, f"Dear {text},\n\n{text}", (), 2, replace(LEE, name=name)), mine)


@pytest.mark.parametrize(
    "name", ["Jane Lee", "Nguy\u1ec5n Th\u1ecb Lan", "\u6a4b\u672c \u7531\u7f8e", 'Lee, "JJ" <x@y>']
)
def test_a_mail_program_reads_what_was_meant(
    postal_mime: Callable[[bytes], dict[str, Any]], name: str
) -> None:
    letter = replace(LETTER, to=replace(LEE, name=name))
    found = postal_mime(bytes_of(letter))
    headers = dict(found["headers"])
    assert [reader["address"] for reader in found["to"]] == [LEE.email]
    assert found["to"][0]["name"].split()[0] == re.sub(r"[<>,\"]", " ", name).split()[0]
    assert (found["subject"], headers["x-unsent"]) == (LETTER.subject, "1")
    assert found["text"].replace("\r\n", "\n").strip() == TEXT
    assert "&lt;talking&gt; &amp; listening" in found["html"]
    assert found["attachments"] == 0

from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from worker.domain.untouched import is_same_letter, is_same_sender

TEXT = "Dear Dr. Núñez,\n\nthank you for the evening — and for the talk about valves.\n\nBest,\nAda\n"
HTML = (
    "<p>Dear Dr. Núñez,</p>\n<p>thank you for the evening — and for the talk about valves.</p>\n"
    "<p>Best,<br>Ada</p>"
)


def letter(
    text: str = TEXT,
    html: str = HTML,
    *,
    cte: str = "quoted-printable",
    to: str = "Dr. Núñez <nunez@hospital.example>",
    subject: str = "Thank you for the evening",
    sender: str = "ada@gmail.com",
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    if text:
        message.set_content(text, cte=cte)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html", cte=cte)
    return message


WRITTEN = letter().as_bytes()


def with_headers(message: EmailMessage) -> bytes:
    message["Message-ID"] = "<CAabc@mail.gmail.com>"
    message["Date"] = "Mon, 14 Sep 2026 07:00:00 -0500"
    message["MIME-Version-Seen"] = "1.0"
    return message.as_bytes()


REWRITINGS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: WRITTEN,
    "a Message-ID and a date": lambda: with_headers(letter()),
    "base64": lambda: letter(cte="base64").as_bytes(),
    "eight bits": lambda: letter(cte="8bit").as_bytes(),
    "bare line feeds": lambda: WRITTEN.replace(b"\r\n", b"\n"),
    "lines filled anew": lambda: letter(TEXT.replace(" and for", "\nand for")).as_bytes(),
    "no-break spaces": lambda: letter(TEXT.replace("the talk", "the\u00a0talk")).as_bytes(),
    "tags around it": lambda: letter(html=f'<div dir="ltr">{HTML}</div>').as_bytes(),
    "entities": lambda: letter(html=HTML.replace("—", "&mdash;")).as_bytes(),
    "no HTML form": lambda: letter(html="").as_bytes(),
    "only the HTML form": lambda: letter(text="").as_bytes(),
    "another way to write the name": lambda: letter(to="nunez@hospital.example").as_bytes(),
    "a folded subject": lambda: WRITTEN.replace(
        b"Thank you for the evening", b"Thank you for\r\n the evening"
    ),
}


@pytest.mark.parametrize("what", REWRITINGS)
def test_a_mailbox_may_change(what: str) -> None:
    assert is_same_letter(WRITTEN, REWRITINGS[what]())


def attached() -> bytes:
    message = letter()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")
    return message.as_bytes()


EDITS: dict[str, Callable[[], bytes]] = {
    "a word": lambda: letter(TEXT.replace("evening", "dinner")).as_bytes(),
    "a word in the HTML alone": lambda: letter(html=HTML.replace("evening", "dinner")).as_bytes(),
    "a comma": lambda: letter(TEXT.replace("Best,", "Best")).as_bytes(),
    "the subject": lambda: letter(subject="Thank you").as_bytes(),
    "the recipient": lambda: letter(to="other@hospital.example").as_bytes(),
    "a second recipient": lambda: letter(to="nunez@hospital.example, pa@hospital.example").as_bytes(),
    "no recipient": lambda: letter(to="").as_bytes(),
    "an attachment": attached,
    "a link": lambda: letter(
        html=HTML.replace("valves", '<a href="https://x.example">valves</a>')
    ).as_bytes(),
    "a picture": lambda: letter(html=HTML + '<img src="cid:1">').as_bytes(),
    "nothing left": lambda: letter("\n", "<p></p>").as_bytes(),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_person_has_changed(what: str) -> None:
    assert not is_same_letter(WRITTEN, EDITS[what]())


def test_a_letter_in_an_unknown_encoding_is_read_as_far_as_it_goes() -> None:
    assert is_same_letter(WRITTEN.replace(b'"utf-8"', b'"x-klingon"'), WRITTEN)


def test_another_sender_is_seen() -> None:
    other = letter(sender="Ada <ada@hospital.example>").as_bytes()
    assert is_same_letter(WRITTEN, other)
    assert not is_same_sender(WRITTEN, other)
    assert is_same_sender(WRITTEN, letter(sender="Ada L. <ADA@gmail.com>").as_bytes())


def test_the_cast_is_what_it_says() -> None:
    parsed = message_from_bytes(WRITTEN, policy=default)
    assert parsed.get_content_type() == "multipart/alternative"

"""The note into the own inbox, in words."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from hypothesis import given
from hypothesis import strategies as st

from tests.house import ROOT
from worker.domain.inbox_note import InboxNote, NewDraft
from worker.writers.inbox_note import InboxNotes

WRITE = InboxNotes(ROOT / "templates" / "notes")
THANKS = NewDraft(
    "Thank you", "Ravi Patel", ("SICU ends on Sun 30 Aug 2026",), ("one detail",), unaddressed=True
)
NOTE = InboxNote(
    "Amara Osei",
    "amara@gmail.com",
    datetime(2026, 8, 31, 10, 31, tzinfo=UTC),
    (THANKS, NewDraft("Hello", "Jane Lee")),
    "http://127.0.0.1:8725",
)


def read(mime: bytes) -> tuple[EmailMessage, str]:
    message = message_from_bytes(mime, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return message, str(body.get_content())


def test_it_goes_from_the_user_to_the_user_and_says_that_a_program_made_it() -> None:
    message, _ = read(WRITE(NOTE))
    assert message["From"] == message["To"] == "Amara Osei <amara@gmail.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOTE.at
    assert message["Message-ID"].endswith("@gmail.com>")


def test_it_tells_how_many_to_whom_why_what_is_missing_and_where() -> None:
    message, text = read(WRITE(NOTE))
    assert message["Subject"] == "2 new drafts to read and send"
    for words in ("Ravi Patel", "SICU ends", "one detail", "To field is still empty", "Jane Lee"):
        assert words in text
    assert "http://127.0.0.1:8725/queue" in text
    assert "authuser=amara%40gmail.com#drafts" in text


def test_one_draft_is_one_draft() -> None:
    message, text = read(WRITE(replace(NOTE, drafts=(THANKS,))))
    assert message["Subject"] == "1 new draft to read and send"
    assert "It lies in your drafts" in text


def test_the_same_note_has_the_same_bytes_with_crlf_at_every_end() -> None:
    mime = WRITE(NOTE)
    assert mime == WRITE(NOTE)
    assert mime.count(b"\n") == mime.count(b"\r\n")


@given(st.text(max_size=30), st.text(max_size=60), st.lists(st.text(max_size=30), max_size=3))
def test_no_name_or_subject_adds_a_header(name: str, subject: str, why: list[str]) -> None:
    draft = NewDraft(subject, name, tuple(why))
    message, _ = read(WRITE(replace(NOTE, name=name, drafts=(draft,))))
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }

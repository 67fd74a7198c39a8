"""What every mailbox must do, whatever stands behind it: memory, a folder, the emulator, or Google."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

import pytest

from worker.domain.drafting import Scan, Sought
from worker.domain.errors import Expired
from worker.domain.mailbox import REF_HEADER, Changes, Draft, DraftRef, Found, HeaderMessage, Thread

CHIEF = "chief@hospital.example"


class Mailbox(Protocol):
    """What a flow may ask of a mailbox."""

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef: ...
    def open_draft(self, draft: str) -> Draft | None: ...
    def draft_is_untouched(self, draft: DraftRef, written: bytes) -> bool: ...
    def delete_draft(self, draft: DraftRef, written: bytes) -> bool: ...
    def scan(self, sought: Sought) -> Scan: ...
    def find(self, sought: Sought) -> Found: ...
    def drafts(self) -> Iterator[tuple[DraftRef, HeaderMessage]]: ...
    def sent_since(self, moment: datetime) -> Iterator[HeaderMessage]: ...
    def find_message(self, message: str) -> HeaderMessage | None: ...
    def find_thread(self, thread: str) -> Thread | None: ...
    def bookmark(self) -> str: ...
    def changes_since(self, bookmark: str) -> Changes: ...
    def insert_note(self, mime: bytes) -> str: ...


class UserHand(Protocol):
    """What the user and the world do to a mailbox."""

    def send(self, draft: DraftRef) -> None: ...
    def edit(self, draft: DraftRef, mime: bytes) -> None: ...
    def discard(self, draft: DraftRef) -> None: ...
    def write(self, mime: bytes, thread: str = "") -> str: ...
    def receive(self, mime: bytes, thread: str = "") -> str: ...
    def receive_spam(self, mime: bytes, thread: str = "") -> str: ...
    def drafts(self) -> list[str]: ...


@dataclass(frozen=True)
class Desk:
    """A user at an empty mailbox."""

    mailbox: Mailbox
    hand: UserHand
    me: str
    chief: str = CHIEF
    """Who is written to. A mailbox that really sends names one that mail can reach."""

    def letter(
        self, ref: str = "ref-1", *, text: str = "Thank you.\n", to: str = "", reply: str = ""
    ) -> bytes:
        return mime(self.me, to or self.chief, text=text, ref=ref, reply=reply)

    def answer(self, *, text: str = "Gladly.\n", reply: str = "") -> bytes:
        return mime(self.chief, self.me, text=text, reply=reply)


def mime(
    sender: str,
    to: str,
    *,
    text: str,
    ref: str = "",
    reply: str = "",
    subject: str = "Thank you for the week",
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    if ref:
        message[REF_HEADER] = ref
    if reply:
        message["In-Reply-To"] = message["References"] = reply
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(f"<p>{text}</p>\n", subtype="html", cte="quoted-printable")
    return message.as_bytes()


def sought(ref: str = "ref-1", *people: str) -> Sought:
    return Sought(ref, datetime.now(UTC) - timedelta(minutes=1), frozenset(people))


class MailboxContract:
    """Subclass it with a fixture `desk`."""

    def test_a_new_draft_can_be_opened_and_is_untouched(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        opened = desk.mailbox.open_draft(draft.draft)
        assert opened is not None
        assert opened.place == draft
        assert desk.mailbox.draft_is_untouched(draft, desk.letter())

    def test_a_draft_is_found_by_its_ref_among_others(self, desk: Desk) -> None:
        wanted = desk.mailbox.create_draft(desk.letter("ref-wanted"))
        desk.mailbox.create_draft(desk.letter("ref-other"))
        desk.mailbox.create_draft(desk.letter(""))
        found = desk.mailbox.find(sought("ref-wanted"))
        assert found == Found(drafts=(wanted,))

    def test_two_drafts_with_one_ref_are_both_found(self, desk: Desk) -> None:
        places = {desk.mailbox.create_draft(desk.letter()) for _ in range(2)}
        assert set(desk.mailbox.scan(sought("ref-1")).found.drafts) == places

    def test_a_ref_that_is_nowhere_gives_a_complete_empty_scan(self, desk: Desk) -> None:
        desk.mailbox.create_draft(desk.letter())
        scan = desk.mailbox.scan(sought("ref-2"))
        assert scan.complete
        assert len(scan.found) == 0
        assert scan.started <= scan.ended

    def test_a_draft_that_the_user_sent_is_found_as_sent_with_the_id_of_the_mailbox(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.hand.send(draft)
        found = desk.mailbox.find(sought("ref-1"))
        assert found.drafts == ()
        assert [message.ref for message in found.sent] == ["ref-1"]
        assert found.sent[0].sent
        assert found.sent[0].headers.first("Message-ID").startswith("<")
        assert desk.mailbox.open_draft(draft.draft) is None

    def test_a_draft_that_lost_its_ref_in_an_edit_is_found_by_its_recipient(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.mailbox.create_draft(desk.letter("", to="somebody.else@hospital.example"))
        desk.hand.edit(draft, desk.letter("", text="Dear Jane\n"))
        assert len(desk.mailbox.find(sought("ref-1"))) == 0
        assert [one.draft for one in desk.mailbox.find(sought("ref-1", desk.chief)).drafts] == [draft.draft]

    def test_a_letter_that_lost_its_ref_and_was_sent_is_found_by_its_recipient(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.hand.edit(draft, desk.letter("", text="Dear Jane\n"))
        desk.hand.send(draft)
        assert len(desk.mailbox.find(sought("ref-1", desk.chief)).sent) == 1

    def test_another_letter_of_ours_to_the_same_person_is_not_taken_for_it(self, desk: Desk) -> None:
        desk.mailbox.create_draft(desk.letter("ref-2"))
        assert len(desk.mailbox.find(sought("ref-1", desk.chief))) == 0

    def test_an_edit_gives_the_draft_a_new_message_and_it_is_no_longer_untouched(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.hand.edit(draft, desk.letter(text="Thank you so much.\n"))
        opened = desk.mailbox.open_draft(draft.draft)
        assert opened is not None
        assert opened.place.message != draft.message
        assert not desk.mailbox.draft_is_untouched(draft, desk.letter())

    def test_an_edited_draft_is_never_deleted(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.hand.edit(draft, desk.letter(text="Thank you so much.\n"))
        assert not desk.mailbox.delete_draft(draft, desk.letter())
        assert desk.hand.drafts() == [draft.draft]

    def test_an_untouched_draft_is_deleted_and_deleting_it_again_is_no_fault(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        assert desk.mailbox.delete_draft(draft, desk.letter())
        assert desk.hand.drafts() == []
        assert desk.mailbox.delete_draft(draft, desk.letter())

    def test_a_follow_up_lies_in_the_thread_of_the_first_letter(self, desk: Desk) -> None:
        first = desk.mailbox.create_draft(desk.letter())
        desk.hand.send(first)
        sent = desk.mailbox.find(sought("ref-1")).sent[0]
        reply = sent.headers.first("Message-ID")
        draft = desk.mailbox.create_draft(desk.letter("ref-2", reply=reply), thread=sent.thread)
        thread = desk.mailbox.find_thread(sent.thread)
        assert thread is not None
        assert draft.thread == sent.thread
        assert [(message.sent, message.draft) for message in thread.messages] == [
            (True, False),
            (False, True),
        ]
        assert thread.messages[1].headers.first("In-Reply-To") == reply

    def test_nothing_new_gives_no_changes(self, desk: Desk) -> None:
        changes = desk.mailbox.changes_since(desk.mailbox.bookmark())
        assert (changes.threads, changes.arrivals) == (frozenset(), ())

    def test_an_answer_shows_as_a_change_of_its_thread_with_its_headers(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.hand.send(draft)
        letter = desk.mailbox.find(sought("ref-1")).sent[0].headers.first("Message-ID")
        bookmark = desk.mailbox.bookmark()
        arrived = desk.hand.receive(desk.answer(reply=letter), thread=draft.thread)
        changes = desk.mailbox.changes_since(bookmark)
        assert changes.threads == {draft.thread}
        assert [(one.message, one.sent, one.draft) for one in changes.arrivals] == [(arrived, False, False)]
        message = desk.mailbox.find_message(arrived)
        assert message is not None
        assert desk.chief in message.headers.first("From")
        assert desk.mailbox.changes_since(changes.bookmark).threads == frozenset()

    def test_a_sent_draft_shows_as_a_sent_arrival(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        bookmark = desk.mailbox.bookmark()
        desk.hand.send(draft)
        changes = desk.mailbox.changes_since(bookmark)
        assert draft.thread in changes.threads
        assert [one.sent for one in changes.arrivals if one.sent] == [True]

    def test_what_lies_in_spam_says_so(self, desk: Desk) -> None:
        arrived = desk.hand.receive_spam(desk.answer())
        message = desk.mailbox.find_message(arrived)
        assert message is not None
        assert message.junk

    def test_what_is_not_there_is_none(self, desk: Desk) -> None:
        draft = desk.mailbox.create_draft(desk.letter())
        desk.hand.discard(draft)
        assert desk.mailbox.open_draft(draft.draft) is None
        assert desk.mailbox.find_message(draft.message) is None
        assert desk.mailbox.find_thread(draft.thread) is None

    def test_an_old_bookmark_is_expired_and_a_new_one_works(self, desk: Desk, forgets: "Forgets") -> None:
        bookmark = desk.mailbox.bookmark()
        forgets.forget_history()
        with pytest.raises(Expired):
            desk.mailbox.changes_since(bookmark)
        assert desk.mailbox.changes_since(desk.mailbox.bookmark()).arrivals == ()

    def test_a_note_arrives_in_the_own_inbox_unsent(self, desk: Desk) -> None:
        bookmark = desk.mailbox.bookmark()
        note = desk.mailbox.insert_note(mime(desk.me, desk.me, text="Two drafts wait.\n"))
        message = desk.mailbox.find_message(note)
        assert message is not None
        assert not message.sent
        assert [one.message for one in desk.mailbox.changes_since(bookmark).arrivals] == [note]


class Forgets(Protocol):
    """A mailbox whose history can be made too old."""

    def forget_history(self) -> None: ...

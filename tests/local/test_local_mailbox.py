"""A folder of mail files takes the contract that Gmail takes; and what only a folder can do."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.contracts.mailbox_contract import CHIEF, Desk, Forgets, MailboxContract, mime, sought
from worker.domain.errors import Expired, Transient, Unclear
from worker.domain.mailbox import DraftRef
from worker.local.mail_index import HIDDEN, furnish_folder
from worker.local.mailbox import LocalMailbox

ME = "resident@hospital.example"


@dataclass(frozen=True)
class FolderHand:
    """What a person does with the files of a folder."""

    mailbox: LocalMailbox

    @property
    def folder(self) -> Path:
        return self.mailbox.folder

    def send(self, draft: DraftRef) -> None:
        """Send it from one's own program, and move the file."""
        (self.folder / "drafts" / draft.draft).rename(self.folder / "sent" / draft.draft)

    def edit(self, draft: DraftRef, mime: bytes) -> None:
        (self.folder / "drafts" / draft.draft).write_bytes(mime)

    def discard(self, draft: DraftRef) -> None:
        (self.folder / "drafts" / draft.draft).unlink()

    def write(self, mime: bytes, thread: str = "") -> str:
        return self._put("sent", mime, thread)

    def receive(self, mime: bytes, thread: str = "") -> str:
        return self._put("inbox", mime, thread)

    def receive_spam(self, mime: bytes, thread: str = "") -> str:
        return self._put("junk", mime, thread)

    def drafts(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "drafts").glob("*.eml"))

    def forget_history(self) -> None:
        (self.folder / HIDDEN / "index.json").unlink()

    def _put(self, box: str, mime: bytes, thread: str) -> str:
        bookmark = self.mailbox.bookmark()
        answered = self.mailbox.find_thread(thread)
        if answered:
            answers = answered.messages[0].headers.first("Message-ID")
            mime = f"In-Reply-To: {answers}\r\n".encode() + mime
        (self.folder / box / f"{len(list((self.folder / box).iterdir()))}.eml").write_bytes(mime)
        return self.mailbox.changes_since(bookmark).arrivals[-1].message


@pytest.fixture
def mailbox(tmp_path: Path) -> LocalMailbox:
    furnish_folder(tmp_path)
    return LocalMailbox(tmp_path, lambda: datetime.now(UTC))


@pytest.fixture
def hand(mailbox: LocalMailbox) -> FolderHand:
    return FolderHand(mailbox)


@pytest.fixture
def desk(mailbox: LocalMailbox, hand: FolderHand) -> Desk:
    return Desk(mailbox, hand, ME)


class TestLocalMailbox(MailboxContract):
    @pytest.fixture
    def forgets(self, hand: FolderHand) -> Forgets:
        return hand


def test_a_draft_is_a_file_that_a_mail_program_opens_for_writing(desk: Desk, tmp_path: Path) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    message = message_from_bytes((tmp_path / "drafts" / draft.draft).read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == CHIEF
    assert message["Message-ID"].endswith("@hospital.example>")
    assert draft.draft.endswith(".eml")
    assert "thank-you-for-the-week" in draft.draft


def test_a_letter_that_is_marked_as_unsent_is_not_marked_twice(desk: Desk, tmp_path: Path) -> None:
    draft = desk.mailbox.create_draft(b"X-Unsent: 1\r\n" + desk.letter())
    assert (tmp_path / "drafts" / draft.draft).read_bytes().count(b"X-Unsent") == 1


def test_a_letter_keeps_its_thread_when_its_file_moves_and_when_it_loses_its_message_id(
    desk: Desk, hand: FolderHand
) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    (first,) = (message for _, message in desk.mailbox.drafts())
    hand.edit(draft, desk.letter(text="Thank you so much.\n"))
    desk.mailbox.bookmark()
    hand.send(draft)
    (sent,) = desk.mailbox.find(sought("ref-1")).sent
    assert sent.thread == draft.thread
    assert sent.headers.first("Message-ID") == first.headers.first("Message-ID")


def test_an_answer_to_a_lost_letter_finds_the_thread_of_another_answer(desk: Desk, hand: FolderHand) -> None:
    reply = "<gone@hospital.example>"
    places = {
        hand.receive(desk.answer(reply=reply)),
        hand.receive(desk.answer(text="Once more.\n", reply=reply)),
    }
    threads = {found.thread for place in places if (found := desk.mailbox.find_message(place))}
    assert len(places) == 2
    assert len(threads) == 1


def test_a_copy_of_a_draft_is_a_second_draft_and_a_copy_of_a_sent_letter_is_not_a_second_letter(
    desk: Desk, tmp_path: Path
) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    content = (tmp_path / "drafts" / draft.draft).read_bytes()
    (tmp_path / "drafts" / "copy.eml").write_bytes(content)
    assert len(desk.mailbox.find(sought("ref-1")).drafts) == 2
    for name in (draft.draft, "copy.eml"):
        (tmp_path / "drafts" / name).unlink()
        (tmp_path / "sent" / name).write_bytes(content)
    assert len(desk.mailbox.find(sought("ref-1")).sent) == 1


def test_a_sent_copy_with_a_date_was_sent_then(desk: Desk, hand: FolderHand) -> None:
    dated = b"Date: Mon, 03 Aug 2026 07:30:00 -0400\r\n" + desk.letter()
    place = hand.write(dated)
    message = desk.mailbox.find_message(place)
    assert message is not None
    assert message.at == datetime(2026, 8, 3, 11, 30, tzinfo=UTC)


def test_the_clock_that_is_asked_dates_what_has_no_date(tmp_path: Path) -> None:
    furnish_folder(tmp_path)
    turned = datetime(2027, 1, 4, 12, tzinfo=UTC)
    mailbox = LocalMailbox(tmp_path, lambda: turned)
    draft = mailbox.create_draft(mime(ME, CHIEF, text="Thank you.\n"))
    message = mailbox.find_message(draft.message)
    assert message is not None
    assert message.at == turned
    assert list(mailbox.sent_since(turned - timedelta(days=1))) == []


def test_what_is_no_mail_disturbs_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "drafts" / ".half.eml").write_bytes(b"Subject: half")
    (tmp_path / "drafts" / "notes.txt").write_text("call Dr. Lee", encoding="utf-8")
    (tmp_path / "inbox" / "noise.EML").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "inbox" / "folder.eml").mkdir()
    assert list(desk.mailbox.drafts()) == []
    assert len(desk.mailbox.changes_since(desk.mailbox.bookmark()).arrivals) == 0


def test_a_folder_that_is_away_is_not_an_empty_mailbox(desk: Desk, tmp_path: Path) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    (tmp_path / "drafts").rename(tmp_path / "elsewhere")
    with pytest.raises(Transient, match="bring it back"):
        desk.mailbox.scan(sought("ref-1"))
    (tmp_path / "elsewhere").rename(tmp_path / "drafts")
    assert desk.mailbox.find(sought("ref-1")).drafts == (draft,)


def test_a_creation_that_fails_half_way_is_unclear_and_found_by_a_scan(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / HIDDEN / "index.json").mkdir()
    with pytest.raises(Unclear):
        desk.mailbox.create_draft(desk.letter())
    (tmp_path / HIDDEN / "index.json").rmdir()
    assert len(desk.mailbox.find(sought("ref-1")).drafts) == 1


def test_a_damaged_index_costs_the_bookmark_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    bookmark = desk.mailbox.bookmark()
    (tmp_path / HIDDEN / "index.json").write_bytes(b'{"epoch": "x", "files"')
    with pytest.raises(Expired):
        desk.mailbox.changes_since(bookmark)
    assert [place.draft for place, _ in desk.mailbox.drafts()] == [draft.draft]


def test_a_bookmark_of_something_else_is_expired(desk: Desk) -> None:
    for bookmark in ("", "17", "x/y", f"{desk.mailbox.bookmark()}9999"):
        with pytest.raises(Expired):
            desk.mailbox.changes_since(bookmark)


def test_threads_of_one_process_get_in_nobodys_way(desk: Desk, hand: FolderHand) -> None:
    def write(number: int) -> None:
        desk.mailbox.create_draft(desk.letter(f"ref-{number}"))

    bookmark = desk.mailbox.bookmark()
    workers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(hand.drafts()) == 8
    assert len(desk.mailbox.changes_since(bookmark).arrivals) == 8


def test_an_own_rewriting_leaves_no_half_written_file(desk: Desk, tmp_path: Path) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    desk.mailbox.create_draft(desk.letter("ref-2"))
    desk.mailbox.delete_draft(draft, desk.letter())
    assert len([path.name for path in (tmp_path / "drafts").iterdir()]) == 1

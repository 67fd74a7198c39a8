"""The flows at the emulator: a letter's life through the real adapter, the real store and the proxy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.fakes.google_world import GoogleWorld, Hand
from tests.fakes.proxy import Break, Fault
from tests.flows.mail_world import MailWorld, changed, mail, open_house
from tests.house import PATEL, met, rotation
from worker.domain.ledger import LedgerTouch
from worker.domain.mailbox import DraftRef
from worker.domain.touch import State
from worker.flows import tend_queue
from worker.flows.note_drafts import note_drafts
from worker.google.gmail import GoogleMailbox


class Life:
    """Amara at the emulator, whose clock is the real one: her SICU month ended yesterday."""

    def __init__(self, world: GoogleWorld, directory: Path) -> None:
        self.address = world.new_user()
        grant = world.connect(self.address)
        self.hand: Hand = world.hand(self.address)
        self.proxy = world.proxy
        end = datetime.now(UTC).date() - timedelta(days=1)
        block = rotation("SICU", end - timedelta(days=26), end, met(PATEL, topic="the registry"))
        self.mail = MailWorld.of(open_house(directory), block, address=self.address)
        self.gmail: GoogleMailbox = world.mailbox(grant, lambda: self.mail.now)
        self.mail.tools = replace(self.mail.tools, open_mailbox=lambda _: self.gmail)
        due = self.mail.touch().due_at
        assert due
        self.mail.now = due

    def place(self, touch: LedgerTouch) -> DraftRef:
        return DraftRef(touch.draft_id, touch.draft_message, touch.thread_id)

    def answer(self, touch: LedgerTouch) -> None:
        self.hand.receive(mail(PATEL.email, self.address), touch.thread_id)


@pytest.fixture
def life(world: GoogleWorld, tmp_path: Path) -> Life:
    return Life(world, tmp_path / "data")


def test_a_letter_lives_from_draft_to_answer(life: Life) -> None:
    touch = life.mail.drafted()
    assert life.hand.drafts() == [touch.draft_id]
    life.hand.send(life.place(touch))
    life.mail.watch()
    sent = life.mail.touch()
    assert sent.state is State.SENT
    assert sent.message_id.startswith("<")
    life.mail.live(14)
    follow_up = life.mail.touch("follow-up")
    assert (follow_up.state, follow_up.thread_id) == (State.DRAFTED, sent.thread_id)
    thread = life.gmail.find_thread(sent.thread_id)
    assert thread
    assert [(m.draft, m.headers.first("In-Reply-To")) for m in thread.messages] == [
        (False, ""),
        (True, sent.message_id),
    ]
    life.answer(sent)
    life.mail.watch()
    life.mail.work_until_quiet()
    assert (life.mail.state(), life.mail.state("follow-up")) == (State.ANSWERED, State.CANCELLED)
    assert life.hand.drafts() == []


@pytest.mark.parametrize(
    "fault",
    [Fault(Break.CUT_AFTER), Fault(Break.CUT_BEFORE), Fault(Break.REFUSE, 500), Fault(Break.REFUSE, 429)],
)
def test_a_creation_that_fails_in_any_way_ends_with_one_draft(life: Life, fault: Fault) -> None:
    life.proxy.plan("POST", "/drafts", fault)
    life.mail.work()
    assert life.mail.state() is State.CREATING
    for _ in range(6):
        life.mail.turn(minutes=1)
        life.mail.work()
    touch = life.mail.touch()
    assert touch.state is State.DRAFTED
    assert not touch.kept.edited
    assert life.hand.drafts() == [touch.draft_id]


def test_a_draft_that_the_user_has_changed_survives_its_event(life: Life) -> None:
    touch = life.mail.drafted()
    life.mail.watch()
    life.hand.edit(life.place(touch), changed(touch.mime, "Dear Ravi, my own words.\n", {}))
    life.mail.tools.touches.stop(touch.id, "the event was cancelled")
    life.mail.work_until_quiet()
    assert (life.mail.state(), life.hand.drafts()) == (State.DRAFTED, [touch.draft_id])
    draft = life.gmail.open_draft(touch.draft_id)
    assert draft
    assert draft.mime
    text = message_from_bytes(draft.mime, policy=default).get_body(("plain",))
    assert text
    assert "my own words" in text.get_content()


def test_a_skipped_draft_disappears_and_a_discarded_one_is_noticed(life: Life) -> None:
    tend_queue.skip_touch(life.mail.tools, life.mail.drafted().id, life.mail.now)
    life.mail.work_until_quiet()
    assert (life.mail.state(), life.hand.drafts()) == (State.SKIPPED, [])
    tend_queue.undo_skip(life.mail.tools, life.mail.touch().id, life.mail.now)
    again = life.mail.drafted()
    life.hand.discard(life.place(again))
    life.mail.watch()
    life.mail.turn(days=1, minutes=1)
    life.mail.watch()
    assert life.mail.state() is State.DISCARDED


def test_a_morning_with_a_draft_is_told_in_the_inbox_once(life: Life) -> None:
    life.mail.drafted()
    bookmark = life.gmail.bookmark()
    note_drafts(life.mail.tools, life.mail.number, life.mail.now)
    note_drafts(life.mail.tools, life.mail.number, life.mail.now)
    (arrived,) = life.gmail.changes_since(bookmark).arrivals
    note = life.gmail.find_message(arrived.message)
    assert note
    assert not note.sent
    assert "1 new draft" in note.headers.first("Subject")

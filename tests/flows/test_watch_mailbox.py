"""Watching: what the user did with a draft and what came back, seen from headers alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.flows.mail_world import SICU, MailWorld, open_house
from tests.flows.mail_world import mail as written
from tests.house import LEE, PATEL, met, rotation
from worker.domain.account import KnownAddress
from worker.domain.errors import Permanent, Reconnect, Transient
from worker.domain.ledger import LedgerTouch
from worker.domain.person import Person
from worker.domain.touch import State
from worker.flows.find_due import LEASE
from worker.flows.tools import Tools
from worker.flows.watch_mailbox import watch_mailbox
from worker.store.backup import back_up, restore

NOBODY = Person("omar-haddad", "Omar Haddad")
OTHER = "ravi.patel@mail.example"


@pytest.fixture
def sent(mail: MailWorld) -> LedgerTouch:
    """Patel's thank-you, drafted on its morning and sent an hour later."""
    touch = mail.drafted()
    mail.turn(hours=1)
    mail.hand.send(touch)
    mail.watch()
    mail.plan()
    return mail.touch()


def test_a_letter_that_the_user_sent_is_sent_with_its_real_id_and_time(
    mail: MailWorld, sent: LedgerTouch
) -> None:
    (message,) = mail.hand.sent()
    assert (sent.state, sent.sent_at) == (State.SENT, message.at)
    assert sent.message_id == message.headers.first("Message-ID")
    (thread,) = mail.tools.threads.watched(mail.number)
    assert thread.references == (sent.message_id,)


def test_a_look_in_which_nothing_happened_changes_nothing(mail: MailWorld, sent: LedgerTouch) -> None:
    lines = mail.journal()
    mail.watch()
    assert mail.touch() == sent
    assert mail.journal() == lines
    assert mail.account.plan_due is not None
    assert mail.account.plan_due > mail.now


def test_after_a_letter_the_plan_is_due_and_the_clock_of_the_follow_up_starts_at_the_sending(
    mail: MailWorld,
) -> None:
    touch = mail.drafted()
    mail.turn(days=2)
    mail.hand.send(touch)
    mail.watch()
    assert mail.account.plan_due is not None
    assert mail.account.plan_due <= mail.now
    mail.plan()
    window = mail.touch("follow-up").kept.touch.window
    assert window.earliest == date(2026, 9, 2) + timedelta(days=10)


def test_silence_brings_exactly_one_follow_up_in_the_thread_with_its_subject(
    mail: MailWorld, sent: LedgerTouch
) -> None:
    mail.live(12)
    follow_up = mail.touch("follow-up")
    assert follow_up.state is State.DRAFTED
    assert follow_up.thread_id == sent.thread_id
    assert follow_up.letter is not None
    assert sent.letter is not None
    assert follow_up.letter.subject == f"Re: {sent.letter.subject}"
    head = dict(mail.mailbox.drafts())[mail.hand.place(follow_up)].headers
    assert head.first("In-Reply-To") == head.first("References") == sent.message_id
    mail.hand.send(follow_up)
    mail.live(40)
    assert len(mail.hand.sent()) == 2
    assert mail.drafts() == {}


def test_a_follow_up_goes_under_the_subject_and_to_the_address_that_the_user_really_used(
    mail: MailWorld,
) -> None:
    touch = mail.drafted()
    mail.hand.edit(touch, Subject="About the SICU month", To=OTHER)
    mail.hand.send(touch)
    mail.live(13)
    follow_up = mail.touch("follow-up")
    assert follow_up.state is State.DRAFTED
    assert follow_up.letter is not None
    assert follow_up.letter.subject == "Re: About the SICU month"
    assert follow_up.letter.to.email == OTHER


def test_an_answer_ends_it_and_takes_the_planned_follow_up_away(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.hand.receive(PATEL.email, thread=sent.thread_id)
    mail.watch()
    assert mail.state() is State.ANSWERED
    assert mail.state("follow-up") is State.CANCELLED
    mail.live(20)
    assert len(mail.drafts()) == 0


def test_an_answer_takes_an_untouched_follow_up_draft_away(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.live(12)
    assert mail.state("follow-up") is State.DRAFTED
    mail.hand.receive(PATEL.email, thread=sent.thread_id)
    mail.watch()
    mail.work_until_quiet()
    assert (mail.state("follow-up"), mail.drafts()) == (State.CANCELLED, {})


def test_an_answer_leaves_a_follow_up_that_the_user_has_changed(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.live(12)
    mail.hand.edit(mail.touch("follow-up"))
    mail.watch()
    mail.hand.receive(PATEL.email, thread=sent.thread_id)
    mail.watch()
    mail.work_until_quiet()
    follow_up = mail.touch("follow-up")
    assert (follow_up.state, len(mail.drafts())) == (State.DRAFTED, 1)
    assert "they answered" in follow_up.kept.touch.why[-1]


@pytest.mark.usefixtures("sent")
def test_an_answer_beside_the_thread_from_another_known_address_counts(mail: MailWorld) -> None:
    mail.tools.people.learn_address(mail.number, PATEL.key, OTHER)
    mail.hand.receive(OTHER)
    mail.watch()
    assert mail.state() is State.ANSWERED


@pytest.mark.usefixtures("sent")
def test_mail_from_somebody_else_is_no_answer(mail: MailWorld) -> None:
    mail.hand.receive("news@lakeside.example.edu")
    mail.watch()
    assert mail.state() is State.SENT


def test_an_out_of_office_moves_the_follow_up_by_a_week(mail: MailWorld, sent: LedgerTouch) -> None:
    before = mail.touch("follow-up").kept.touch.window
    mail.hand.receive(PATEL.email, thread=sent.thread_id, Auto_Submitted="auto-replied")
    mail.watch()
    assert (mail.state(), mail.touch().away_at) == (State.SENT, mail.now)
    mail.plan()
    after = mail.touch("follow-up").kept.touch.window
    assert after.earliest - before.earliest == after.latest - before.latest == timedelta(days=7)
    mail.live(16)
    assert mail.drafts() == {}
    mail.live(2)
    assert mail.state("follow-up") is State.DRAFTED


def test_an_out_of_office_found_only_when_the_follow_up_is_due_moves_it_too(
    mail: MailWorld, sent: LedgerTouch
) -> None:
    mail.turn(days=10)
    mail.plan()
    mail.hand.receive(PATEL.email, thread=sent.thread_id, Auto_Submitted="auto-replied")
    mail.work_until_quiet()
    assert mail.state("follow-up") is State.PLANNED
    assert mail.drafts() == {}


def test_an_answer_found_only_when_the_follow_up_is_due_stops_it(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.turn(days=10)
    mail.plan()
    mail.hand.receive(PATEL.email, thread=sent.thread_id)
    mail.work_until_quiet()
    assert (mail.state(), mail.state("follow-up")) == (State.ANSWERED, State.CANCELLED)
    assert mail.drafts() == {}


def test_a_bounce_stops_it_and_the_address_is_known_to_be_bad(mail: MailWorld, sent: LedgerTouch) -> None:
    robot = "mailer-daemon@lakeside.example.edu"
    mail.hand.receive(robot, thread=sent.thread_id, X_Failed_Recipients=PATEL.email)
    mail.watch()
    assert mail.state() is State.BOUNCED
    assert "bounced" in mail.touch().kept.touch.why[-1]
    assert mail.tools.people.addresses(mail.number) == (KnownAddress(PATEL.key, PATEL.email, mail.now),)
    mail.live(20)
    assert mail.drafts() == {}


def test_the_users_own_mail_withdraws_the_untouched_thank_you(mail: MailWorld) -> None:
    mail.drafted()
    mail.watch()
    mail.hand.write(PATEL.email)
    mail.watch()
    mail.work_until_quiet()
    assert (mail.state(), mail.drafts()) == (State.CANCELLED, {})
    mail.live(5)
    assert mail.drafts() == {}


def test_the_users_own_mail_in_the_thread_is_their_follow_up(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.turn(days=3)
    mail.hand.write("secretary@lakeside.example.edu", thread=sent.thread_id)
    mail.watch()
    mail.live(20)
    assert mail.drafts() == {}
    assert mail.state() is State.SENT


@pytest.mark.usefixtures("sent")
def test_our_own_letter_is_no_contact(mail: MailWorld) -> None:
    mail.turn(days=2)
    mail.watch()
    assert mail.tools.people.contacts(mail.number) == ()


def test_a_letter_whose_mark_was_lost_in_an_edit_is_still_the_letter(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.hand.edit(touch, X_Draft_Ref="", To=PATEL.email)
    mail.hand.send(touch)
    mail.watch()
    mail.watch()
    assert mail.state() is State.SENT
    assert mail.tools.people.contacts(mail.number) == ()


def test_an_edited_draft_is_known_as_edited(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.hand.edit(touch)
    mail.watch()
    assert mail.touch().kept.edited
    assert mail.journal().count("edited") == 1
    mail.watch()
    assert mail.journal().count("edited") == 1


def test_a_draft_saved_again_without_a_change_is_not_edited(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.mailbox.hand.edit(mail.hand.place(touch), touch.mime)
    mail.watch()
    again = mail.touch()
    assert not again.kept.edited
    assert again.draft_message != touch.draft_message


def test_a_draft_thrown_away_is_discarded_only_after_a_day(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.hand.discard(touch)
    mail.watch()
    assert (mail.state(), mail.touch().gone_at) == (State.DRAFTED, mail.now)
    mail.turn(hours=23)
    mail.watch()
    assert mail.state() is State.DRAFTED
    mail.turn(hours=2)
    mail.watch()
    assert mail.state() is State.DISCARDED
    mail.live(30)
    assert mail.drafts() == {}
    assert mail.hand.sent() == []


def test_a_scheduled_letter_that_goes_out_days_later_revives_it(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.hand.discard(touch)
    mail.live(3)
    assert mail.state() is State.DISCARDED
    mail.mailbox.hand.write(touch.mime, touch.thread_id)
    mail.watch()
    assert mail.state() is State.SENT


def test_own_mail_after_a_discarded_draft_is_contact_and_no_letter(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.hand.discard(touch)
    mail.live(3)
    mail.hand.write(PATEL.email)
    mail.watch()
    assert mail.state() is State.DISCARDED
    assert len(mail.tools.people.contacts(mail.number)) == 1


def test_an_empty_to_is_learnt_when_it_was_sent(house: Tools) -> None:
    block = rotation("SICU", SICU.start, SICU.end, met(NOBODY, topic="the registry"))
    mail = MailWorld.of(house, block)
    touch = mail.drafted(person=NOBODY)
    mail.watch()
    mail.hand.edit(touch, To="ohaddad@lakeside.example.edu")
    mail.hand.send(touch)
    mail.watch()
    assert mail.tools.people.addresses(mail.number) == (
        KnownAddress(NOBODY.key, "ohaddad@lakeside.example.edu"),
    )
    mail.live(13)
    follow_up = mail.touch("follow-up", NOBODY)
    assert follow_up.letter is not None
    assert follow_up.letter.to.email == "ohaddad@lakeside.example.edu"
    mail.house.accounts.delete(mail.number)


def test_somebody_elses_address_is_not_learnt(house: Tools) -> None:
    block = rotation("SICU", SICU.start, SICU.end, met(PATEL, topic="the registry"), met(LEE))
    mail = MailWorld.of(house, block)
    touch = mail.drafted()
    mail.hand.edit(touch, To=LEE.email)
    mail.hand.send(touch)
    mail.watch()
    assert mail.tools.people.addresses(mail.number) == ()
    mail.house.accounts.delete(mail.number)


def test_a_history_that_is_too_old_has_everything_read_again(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.hand.receive(PATEL.email, thread=sent.thread_id)
    mail.mailbox.forget_history()
    mail.watch()
    assert mail.state() is State.ANSWERED
    mail.watch()


def test_a_change_that_no_history_told_is_seen_within_a_day(mail: MailWorld, sent: LedgerTouch) -> None:
    mail.hand.receive(PATEL.email, thread=sent.thread_id)
    lock = mail.tools.accounts.lock_mailbox(mail.number, mail.now, LEASE)
    assert lock
    mail.tools.accounts.unlock_mailbox(lock, history_id=mail.mailbox.bookmark())
    mail.watch()
    assert mail.state() is State.SENT
    mail.turn(hours=25)
    mail.watch()
    assert mail.state() is State.ANSWERED


@pytest.mark.usefixtures("sent")
def test_a_conversation_that_was_deleted_stops_nothing_but_its_follow_up(mail: MailWorld) -> None:
    for message in list(mail.mailbox._kept):  # noqa: SLF001 - the user empties the thread for good
        mail.mailbox._drop(message)  # noqa: SLF001 - same
    mail.watch()
    mail.live(12)
    assert (mail.state(), mail.state("follow-up")) == (State.SENT, State.EXPIRED)
    assert "no longer in your mailbox" in mail.touch("follow-up").kept.touch.why[-1]


@pytest.mark.usefixtures("sent")
def test_a_look_costs_little_where_nothing_happened(mail: MailWorld) -> None:
    mail.watch()
    mail.mailbox.asked.clear()
    mail.watch()
    assert mail.mailbox.asked == ["changes_since"]


def test_looks_come_often_while_a_letter_is_fresh_and_seldom_where_nothing_is_open(mail: MailWorld) -> None:
    def pause() -> timedelta:
        mail.watch()
        again = mail.account.mailbox_not_before
        assert again is not None
        return again - mail.now

    assert timedelta(minutes=45) <= pause() <= timedelta(minutes=60)
    touch = mail.drafted()
    assert pause() <= timedelta(minutes=3)
    mail.turn(days=4)
    assert timedelta(minutes=9) <= pause() <= timedelta(minutes=12)
    assert touch.state is State.DRAFTED


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    "fault", [Transient("503", timedelta(minutes=7)), Permanent("400"), Reconnect("revoked")]
)
def test_a_look_that_fails_gives_the_mailbox_back_and_keeps_its_place(
    mail: MailWorld, fault: Exception
) -> None:
    before = mail.account.history_id
    mail.mailbox.refusals.append(fault)
    lock = mail.tools.accounts.lock_mailbox(mail.number, mail.now, LEASE)
    assert lock
    if isinstance(fault, Permanent):
        with pytest.raises(Permanent):
            watch_mailbox(mail.tools, lock, mail.now)
    else:
        watch_mailbox(mail.tools, lock, mail.now)
    assert mail.account.history_id == before
    assert mail.account.rest == ("revoked" if isinstance(fault, Reconnect) else "")
    assert mail.tools.accounts.lock_mailbox(mail.number, mail.now, LEASE) is not None


def test_after_a_restore_the_watch_finds_what_was_lost_and_says_when_all_is_scanned(tmp_path: Path) -> None:
    mail = MailWorld.of(open_house(tmp_path / "data"))
    back_up(tmp_path / "data", tmp_path / "copy.db")
    mail.hand.send(mail.drafted())
    mail.turn(hours=3)
    restore(tmp_path / "data", tmp_path / "copy.db", mail.now)
    mail.turn(minutes=2)
    mail.watch()
    assert mail.state() is State.SENT
    assert mail.account.restored is not None
    mail.plan()
    mail.watch()
    assert mail.account.restored is None


def test_after_a_restore_the_watch_takes_a_lost_draft_for_the_users(tmp_path: Path) -> None:
    mail = MailWorld.of(open_house(tmp_path / "data"))
    back_up(tmp_path / "data", tmp_path / "copy.db")
    lost = mail.drafted()
    restore(tmp_path / "data", tmp_path / "copy.db", mail.now)
    mail.watch()
    found = mail.touch()
    assert (found.state, found.draft_id, found.kept.edited) == (State.DRAFTED, lost.draft_id, True)


@pytest.mark.usefixtures("sent")
def test_a_note_of_ours_in_the_inbox_is_nobodys_answer(mail: MailWorld) -> None:
    own = mail.account.address
    mail.mailbox.insert_note(written(own, own))
    mail.watch()
    assert mail.state() is State.SENT
    assert mail.tools.people.contacts(mail.number) == ()

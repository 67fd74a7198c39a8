"""Drafting: one letter, one draft, on its morning; and nothing of the user's own is ever touched."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.flows.mail_world import MORNING, MailWorld, open_house
from tests.house import PATEL
from worker.domain.errors import Permanent, Reconnect, Transient, Unclear
from worker.domain.touch import State
from worker.flows import tend_queue
from worker.flows.draft_touch import draft_touch
from worker.store.backup import back_up, restore


def test_a_due_touch_becomes_one_draft_with_everything_remembered(mail: MailWorld) -> None:
    touch = mail.drafted()
    (place,) = mail.drafts().values()
    assert (touch.draft_id, touch.draft_message, touch.thread_id) == (
        place.draft,
        place.message,
        place.thread,
    )
    assert touch.ref in mail.drafts()
    assert touch.letter is not None
    assert touch.drafted_at == MORNING
    assert [kept.id for kept in mail.tools.threads.watched(mail.number)] == [place.thread]
    assert "drafted" in mail.journal()


def test_the_draft_in_the_mailbox_is_what_the_ledger_keeps(mail: MailWorld) -> None:
    touch = mail.drafted()
    draft = mail.mailbox.open_draft(touch.draft_id)
    assert draft is not None
    assert draft.mime == touch.mime
    assert b"X-Unsent" not in touch.mime


def test_nothing_is_drafted_before_its_morning(mail: MailWorld) -> None:
    mail.turn(minutes=-1)
    mail.work()
    assert mail.drafts() == {}


def test_a_letter_with_a_gap_is_addressed_to_nobody_yet(mail: MailWorld) -> None:
    touch = mail.drafted()
    assert touch.letter is not None
    held = bool(touch.letter.gaps)
    assert (message_from_bytes(touch.mime, policy=default)["To"] is None) is held


def test_a_claim_that_is_lost_does_nothing(mail: MailWorld) -> None:
    (claim,) = mail.claims()
    mail.tools.touches.stop(claim.id, "the event was cancelled")
    draft_touch(mail.tools, claim, mail.now)
    assert mail.mailbox.creations == 0


def test_a_busy_mailbox_is_waited_for_and_that_is_no_failure(mail: MailWorld) -> None:
    lock = mail.tools.accounts.lock_mailbox(mail.number, mail.now, timedelta(minutes=10))
    assert lock
    mail.work()
    assert (mail.state(), mail.touch().tries, mail.mailbox.creations) == (State.PLANNED, 0, 0)
    mail.tools.accounts.unlock_mailbox(lock)
    mail.drafted()


def test_a_lost_answer_is_found_again_and_not_asked_for_twice(mail: MailWorld) -> None:
    mail.mailbox.lost_answers = 1
    mail.work()
    assert mail.state() is State.CREATING
    touch = mail.drafted()
    assert (mail.mailbox.creations, list(mail.drafts())) == (1, [touch.ref])
    assert not touch.kept.edited


def test_what_the_user_changed_before_it_was_found_is_theirs(mail: MailWorld) -> None:
    mail.mailbox.lost_answers = 1
    mail.work()
    touch = mail.touch()
    (place,) = mail.drafts().values()
    mail.hand.edit(replace(touch, draft_id=place.draft, draft_message=place.message, thread_id=place.thread))
    assert mail.drafted().kept.edited


def test_what_the_user_sent_before_it_was_found_is_sent(mail: MailWorld) -> None:
    mail.mailbox.lost_answers = 1
    mail.work()
    (place,) = mail.drafts().values()
    mail.mailbox.hand.send(place)
    mail.work_until_quiet()
    touch = mail.touch()
    assert touch.state is State.SENT
    assert touch.message_id.startswith("<")


def test_a_creation_that_never_came_through_is_asked_for_again_only_after_two_scans(mail: MailWorld) -> None:
    mail.mailbox.no = Unclear("the connection broke")
    mail.work()
    mail.mailbox.no = None
    mail.turn(seconds=20)
    mail.work()
    mail.turn(seconds=59)
    mail.work()
    assert (mail.state(), mail.drafts()) == (State.CREATING, {})
    mail.turn(seconds=1)
    mail.work()
    assert (mail.state(), len(mail.drafts())) == (State.DRAFTED, 1)


def test_a_refused_creation_waits_as_long_as_it_is_told_to(mail: MailWorld) -> None:
    mail.mailbox.no = Transient("429", timedelta(minutes=30))
    mail.work()
    touch = mail.touch()
    assert (touch.state, touch.in_doubt_since, touch.tries) == (State.CREATING, None, 1)
    assert touch.not_before == MORNING + timedelta(minutes=30)
    mail.mailbox.no = None
    mail.turn(minutes=30)
    assert mail.drafted().mime == touch.mime


def test_what_is_refused_for_good_is_shown_with_the_remedy_and_looked_at_again(mail: MailWorld) -> None:
    mail.mailbox.no = Permanent("Google answered 400 (invalidArgument): Invalid To header")
    mail.work_until_quiet()
    assert "Invalid To header" in mail.touch().trouble
    assert mail.journal().count("stopped") == 1
    mail.mailbox.no = None
    tend_queue.look_again(mail.tools, mail.touch().id, mail.now)
    mail.drafted()


def test_a_worker_that_slept_past_its_lease_leaves_no_second_draft(mail: MailWorld) -> None:
    def another() -> None:
        mail.turn(minutes=11)
        mail.drafted()

    mail.mailbox.meanwhile = another
    mail.work()
    assert mail.mailbox.creations == 2
    assert mail.mailbox.hand.drafts() == [mail.touch().draft_id]


def test_two_letters_with_one_ref_stop_and_are_shown(mail: MailWorld) -> None:
    mail.mailbox.lost_answers = 1
    mail.work()
    extra = mail.mailbox.create_draft(mail.touch().mime)
    mail.work_until_quiet()
    assert "2 times" in mail.touch().trouble
    assert len(mail.hand.world.mailbox.hand.drafts()) == 2
    mail.mailbox.hand.discard(extra)
    tend_queue.look_again(mail.tools, mail.touch().id, mail.now)
    mail.drafted()


def test_where_access_is_lost_the_account_rests_and_goes_on_after_reconnecting(mail: MailWorld) -> None:
    mail.mailbox.refusals.append(Reconnect("Access was revoked: connect the account again."))
    mail.work()
    assert mail.account.rest == "Access was revoked: connect the account again."
    mail.work()
    assert mail.journal().count("rested") == 1
    mail.tools.accounts.grant(mail.number, "1//again", ())
    mail.turn(minutes=15)
    mail.drafted()


def test_a_worker_that_was_down_for_days_drafts_nothing_from_the_old_plan(mail: MailWorld) -> None:
    mail.turn(days=2)
    claims = mail.claims()
    draft_touch(mail.tools, claims[0], mail.now)
    assert mail.mailbox.creations == 0
    assert mail.account.plan_due is not None
    assert mail.account.plan_due <= mail.now
    assert mail.claims() == ()
    mail.drafted()


def test_nothing_is_drafted_after_its_last_day(mail: MailWorld) -> None:
    mail.turn(days=8)
    (claim,) = mail.claims()
    draft_touch(mail.tools, claim, mail.now)
    assert mail.state() is State.EXPIRED
    assert "last day" in mail.touch().kept.touch.why[-1]
    assert mail.mailbox.creations == 0


@pytest.mark.parametrize("quiet", ["paused", "quiet"])
def test_nothing_is_drafted_on_a_morning_that_the_user_has_closed(mail: MailWorld, quiet: str) -> None:
    (claim,) = mail.claims()
    closed = {
        "paused": {"pause_until": date(2026, 9, 2)},
        "quiet": {"quiet_days": frozenset({MORNING.date()})},
    }
    mail.tools.accounts.tell(mail.number, replace(mail.account.me, **closed[quiet]))  # type: ignore[arg-type]
    draft_touch(mail.tools, claim, mail.now)
    assert mail.mailbox.creations == 0
    mail.work_until_quiet()
    assert mail.mailbox.creations == 0
    mail.turn(days=2)
    mail.drafted()


def test_the_users_own_mail_before_the_draft_takes_its_place(mail: MailWorld) -> None:
    mail.hand.write(PATEL.email)
    mail.work_until_quiet()
    assert (mail.state(), mail.mailbox.creations) == (State.CANCELLED, 0)
    assert "contact" in mail.journal()


def test_a_recalled_draft_is_taken_away(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.tools.touches.stop(touch.id, "the event was cancelled")
    mail.work()
    assert (mail.state(), mail.drafts()) == (State.CANCELLED, {})


def test_a_recalled_draft_that_the_user_changed_stays(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.hand.edit(touch)
    mail.tools.touches.stop(touch.id, "the event was cancelled")
    mail.work()
    assert (mail.state(), len(mail.drafts())) == (State.DRAFTED, 1)
    assert mail.touch().kept.edited


def test_a_recalled_draft_that_was_sent_in_time_is_sent(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.hand.send(touch)
    mail.tools.touches.stop(touch.id, "the event was cancelled")
    mail.work()
    assert mail.state() is State.SENT


def test_own_mail_that_recalled_a_draft_is_not_taken_for_it(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.turn(hours=1)
    mail.hand.write(PATEL.email)
    mail.watch()
    assert mail.state() is State.RECALLED
    mail.work_until_quiet()
    assert (mail.touch().id, mail.state(), mail.drafts()) == (touch.id, State.CANCELLED, {})


def test_after_a_restore_a_draft_made_since_the_backup_is_found_again(tmp_path: Path) -> None:
    mail = MailWorld.of(open_house(tmp_path / "data"))
    back_up(tmp_path / "data", tmp_path / "copy.db")
    lost = mail.drafted()
    restore(tmp_path / "data", tmp_path / "copy.db", mail.now)
    assert mail.state() is State.PLANNED
    found = mail.drafted()
    assert (found.ref, found.draft_id, mail.mailbox.creations) == (lost.ref, lost.draft_id, 1)
    assert found.kept.edited  # what was written in it is no longer known


def test_after_a_restore_what_was_sent_since_the_backup_is_not_written_again(tmp_path: Path) -> None:
    mail = MailWorld.of(open_house(tmp_path / "data"))
    back_up(tmp_path / "data", tmp_path / "copy.db")
    mail.hand.send(mail.drafted())
    mail.turn(hours=3)
    restore(tmp_path / "data", tmp_path / "copy.db", mail.now)
    mail.work_until_quiet()
    assert (mail.state(), mail.mailbox.creations) == (State.SENT, 1)


def test_after_a_restore_the_first_creation_waits_for_two_empty_scans(tmp_path: Path) -> None:
    mail = MailWorld.of(open_house(tmp_path / "data"))
    back_up(tmp_path / "data", tmp_path / "copy.db")
    restore(tmp_path / "data", tmp_path / "copy.db", mail.now)
    mail.work()
    mail.turn(seconds=59)
    mail.work()
    assert mail.mailbox.creations == 0
    mail.turn(seconds=2)
    mail.work()
    assert (mail.state(), mail.mailbox.creations) == (State.DRAFTED, 1)

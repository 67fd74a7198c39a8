"""Tending the queue: what the user says is done, said in the journal, and can be undone."""

from datetime import date, timedelta

import pytest

from tests.flows.mail_world import MORNING, MailWorld
from tests.house import PATEL
from worker.domain.account import Past
from worker.domain.errors import Refused
from worker.domain.ledger import Facts
from worker.domain.plan import Contact
from worker.domain.touch import State
from worker.flows import tend_queue
from worker.store.calendars import SqlCalendars

WEDNESDAY = date(2026, 9, 2)


def test_a_skipped_letter_is_not_written_and_can_be_wanted_again(mail: MailWorld) -> None:
    tend_queue.skip_touch(mail.tools, mail.touch().id, mail.now)
    mail.work_until_quiet()
    assert (mail.state(), mail.mailbox.creations) == (State.SKIPPED, 0)
    tend_queue.undo_skip(mail.tools, mail.touch().id, mail.now)
    assert mail.drafted().kept.touch.why.count(tend_queue.SKIPPED) == 0
    assert [what for what in mail.journal() if what in {"skipped", "restored"}] == ["skipped", "restored"]


def test_a_skipped_draft_is_taken_away_and_no_plan_brings_it_back(mail: MailWorld) -> None:
    mail.drafted()
    tend_queue.skip_touch(mail.tools, mail.touch().id, mail.now)
    mail.work_until_quiet()
    mail.plan()
    assert (mail.state(), mail.drafts()) == (State.SKIPPED, {})


def test_a_skip_undone_after_the_draft_was_taken_away_brings_a_new_one(mail: MailWorld) -> None:
    old = mail.drafted()
    tend_queue.skip_touch(mail.tools, old.id, mail.now)
    mail.work_until_quiet()
    tend_queue.undo_skip(mail.tools, old.id, mail.now)
    new = mail.drafted()
    assert new.ref != old.ref
    assert list(mail.drafts()) == [new.ref]


def test_a_skip_undone_before_the_draft_was_taken_away_leaves_it_there(mail: MailWorld) -> None:
    touch = mail.drafted()
    tend_queue.skip_touch(mail.tools, touch.id, mail.now)
    tend_queue.undo_skip(mail.tools, touch.id, mail.now)
    mail.work_until_quiet()
    assert (mail.state(), list(mail.drafts())) == (State.DRAFTED, [touch.ref])


def test_a_letter_skipped_while_it_is_being_made_is_taken_away_once_it_is_there(mail: MailWorld) -> None:
    mail.mailbox.lost_answers = 1
    mail.work()
    assert mail.state() is State.CREATING
    tend_queue.skip_touch(mail.tools, mail.touch().id, mail.now)
    mail.work_until_quiet()
    assert (mail.state(), mail.drafts()) == (State.SKIPPED, {})


def test_a_draft_that_the_user_changed_is_not_skipped_but_theirs(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.watch()
    mail.hand.edit(touch)
    mail.watch()
    with pytest.raises(Refused, match="delete it in Gmail"):
        tend_queue.skip_touch(mail.tools, touch.id, mail.now)


def test_what_was_sent_cannot_be_skipped_postponed_or_restored(mail: MailWorld) -> None:
    mail.hand.send(mail.drafted())
    mail.watch()
    touch = mail.touch().id
    for deed in (tend_queue.skip_touch, tend_queue.undo_skip):
        with pytest.raises(Refused):
            deed(mail.tools, touch, mail.now)
    with pytest.raises(Refused):
        tend_queue.postpone_touch(mail.tools, touch, WEDNESDAY, mail.now)


def test_a_postponed_letter_comes_on_its_day(mail: MailWorld) -> None:
    tend_queue.postpone_touch(mail.tools, mail.touch().id, WEDNESDAY, mail.now)
    mail.work_until_quiet()
    assert (mail.state(), mail.touch().kept.touch.due) == (State.PLANNED, WEDNESDAY)
    mail.now = MORNING + timedelta(days=1)
    mail.plan()
    mail.work()
    assert mail.mailbox.creations == 0
    mail.now = MORNING + timedelta(days=2)
    mail.plan()
    mail.drafted()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2026, 8, 31), "from tomorrow on"), (date(2026, 9, 7), "Its last day is 2026-09-06")],
)
def test_a_letter_is_postponed_only_within_its_days(mail: MailWorld, day: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        tend_queue.postpone_touch(mail.tools, mail.touch().id, day, mail.now)


def test_having_written_elsewhere_stands_in_for_the_letter(mail: MailWorld) -> None:
    mail.drafted()
    tend_queue.tell_wrote_elsewhere(mail.tools, mail.touch().id, MORNING.date(), mail.now)
    mail.work_until_quiet()
    assert (mail.state(), mail.drafts()) == (State.SKIPPED, {})
    assert mail.tools.people.contacts(mail.number) == (Contact(PATEL.key, MORNING.date()),)
    with pytest.raises(Refused, match="not come yet"):
        tend_queue.tell_wrote_elsewhere(mail.tools, mail.touch().id, WEDNESDAY, mail.now)


def test_having_written_elsewhere_after_the_letter_is_the_follow_up(mail: MailWorld) -> None:
    mail.hand.send(mail.drafted())
    mail.watch()
    mail.turn(days=3)
    tend_queue.tell_wrote_elsewhere(mail.tools, mail.touch().id, WEDNESDAY, mail.now)
    mail.live(20)
    assert (mail.state(), mail.drafts()) == (State.SENT, {})


def test_an_answer_elsewhere_ends_the_conversation(mail: MailWorld) -> None:
    with pytest.raises(Refused, match="was sent"):
        tend_queue.tell_answered(mail.tools, mail.touch().id, mail.now)
    mail.hand.send(mail.drafted())
    mail.watch()
    tend_queue.tell_answered(mail.tools, mail.touch().id, mail.now)
    mail.live(20)
    assert (mail.state(), mail.drafts()) == (State.ANSWERED, {})


def test_what_stopped_is_work_again_once_a_person_has_looked(mail: MailWorld) -> None:
    mail.tools.touches.note(mail.touch().id, Facts(trouble="two drafts"))
    mail.work()
    assert mail.mailbox.creations == 0
    tend_queue.look_again(mail.tools, mail.touch().id, mail.now)
    mail.drafted()
    with pytest.raises(Refused, match="Nothing is wrong"):
        tend_queue.look_again(mail.tools, mail.touch().id, mail.now)


@pytest.mark.parametrize(("wanted", "answer"), [(True, Past.WANTED), (False, Past.UNWANTED)])
def test_the_word_on_the_past_is_kept(mail: MailWorld, wanted: bool, answer: Past) -> None:
    tend_queue.confirm_past(mail.tools, mail.number, wanted, mail.now)
    assert mail.account.past is answer
    assert mail.journal()[-1] == "told"


def test_a_pause_stops_everything_and_resuming_makes_no_burst(mail: MailWorld) -> None:
    tend_queue.pause(mail.tools, mail.number, WEDNESDAY, mail.now)
    mail.work_until_quiet()
    assert mail.mailbox.creations == 0
    tend_queue.resume(mail.tools, mail.number, mail.now)
    assert mail.account.me.pause_until is None
    mail.drafted()
    assert mail.mailbox.creations == 1
    assert [what for what in mail.journal() if what in {"paused", "resumed"}] == ["paused", "resumed"]


def test_a_pause_ends_in_the_future_and_resuming_twice_is_nothing(mail: MailWorld) -> None:
    with pytest.raises(Refused, match="from tomorrow on"):
        tend_queue.pause(mail.tools, mail.number, MORNING.date(), mail.now)
    tend_queue.resume(mail.tools, mail.number, mail.now)
    assert "resumed" not in mail.journal()


def test_a_doubted_calendar_is_believed_once(mail: MailWorld) -> None:
    calendar = mail.tools.calendars.keep(mail.number, "primary", "Amara")
    with pytest.raises(Refused, match="doubted"):
        tend_queue.believe_calendar(mail.tools, calendar, mail.now)
    calendars = mail.tools.calendars
    assert isinstance(calendars, SqlCalendars)
    claims = calendars.claim(mail.now, 100, timedelta(minutes=5))
    claim = next(one for one in claims if one.account == mail.number)
    calendars.release(claim, mail.now, doubt="9 of 10 events are gone")
    tend_queue.believe_calendar(mail.tools, calendar, mail.now)
    assert calendars.load(calendar).doubt_lifted
    assert mail.journal()[-1] == "believed"


def test_a_touch_that_is_gone_is_refused_in_words(mail: MailWorld) -> None:
    with pytest.raises(Refused, match="look at the queue again"):
        tend_queue.skip_touch(mail.tools, 10**9, mail.now)

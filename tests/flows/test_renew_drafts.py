"""The story changes while drafts wait: none of them goes on telling the old one unseen."""

from dataclasses import replace
from datetime import date

from tests.flows.mail_world import SICU, MailWorld
from tests.house import LEE, PATEL, met
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.touch import State
from worker.flows.renew_drafts import EDITED, LEFT_AS_IT_IS, RENEWED
from worker.flows.show_queue import queue_of
from worker.flows.tell_story import tell_story
from worker.flows.tools import Tools


def student(me: Narrative) -> Narrative:
    return replace(me, stage=Stage.STUDENT, school="University of Toledo", pathways=(Pathway.CT_APPLICANT,))


def retell(mail: MailWorld) -> None:
    tell_story(mail.tools, mail.number, student, mail.now)


def body(mail: MailWorld) -> str:
    letter = mail.touch().letter
    return letter.text if letter else ""


def test_an_untouched_draft_is_written_anew_when_the_story_changes(mail: MailWorld) -> None:
    first = mail.drafted()
    assert "Preliminary Surgery Resident" in body(mail)
    retell(mail)
    assert mail.state() is State.RECALLED
    assert RENEWED in mail.touch().kept.touch.why
    again = mail.drafted()
    assert again.ref != first.ref
    assert "Medical Student" in body(mail)
    assert "Preliminary" not in body(mail)
    assert len(mail.mailbox.hand.drafts()) == 1


def test_a_signature_and_an_institution_count_as_well(mail: MailWorld) -> None:
    mail.drafted()
    tell_story(mail.tools, mail.number, lambda me: replace(me, signature=("PGY-1, Bay General",)), mail.now)
    mail.drafted()
    assert body(mail).endswith("Amara Osei\nPGY-1, Bay General")


def test_an_edited_draft_is_marked_and_never_touched(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.hand.edit(touch)
    mail.watch()
    assert mail.touch().kept.edited
    retell(mail)
    mail.work_until_quiet()
    assert mail.state() is State.DRAFTED
    assert EDITED in mail.touch().kept.touch.why
    assert mail.touch().ref == touch.ref


def test_an_edit_that_was_not_seen_yet_is_kept_all_the_same(mail: MailWorld) -> None:
    mail.hand.edit(mail.drafted())
    retell(mail)
    mail.work_until_quiet()
    assert mail.state() is State.DRAFTED
    assert mail.touch().kept.edited


def test_a_draft_whose_days_are_over_is_marked_and_not_lost(mail: MailWorld) -> None:
    mail.drafted()
    mail.now = mail.now.replace(month=9, day=8)
    retell(mail)
    assert mail.state() is State.DRAFTED
    assert LEFT_AS_IT_IS in mail.touch().kept.touch.why
    shown = queue_of(mail.tools, mail.number, mail.now).drafts
    assert [LEFT_AS_IT_IS in item.touch.why for item in shown] == [True]


def test_what_changes_no_letter_leaves_the_drafts_alone(mail: MailWorld) -> None:
    touch = mail.drafted()
    tell_story(mail.tools, mail.number, lambda me: replace(me, places=("Ohio",)), mail.now)
    mail.work_until_quiet()
    assert mail.touch().ref == touch.ref
    assert mail.state() is State.DRAFTED


def test_two_drafts_of_one_service_keep_their_wordings_when_written_anew(house: Tools) -> None:
    both = replace(SICU, encounters=(met(PATEL, date(2026, 8, 3)), met(LEE, date(2026, 8, 3))))
    mail = MailWorld.of(house, both)
    before = {person.key: mail.drafted(person=person).letter for person in (PATEL, LEE)}
    retell(mail)
    after = {person.key: mail.drafted(person=person).letter for person in (PATEL, LEE)}
    wordings = {key: letter.wording for key, letter in before.items() if letter}
    assert len(set(wordings.values())) == 2
    assert wordings == {key: letter.wording for key, letter in after.items() if letter}
    house.accounts.delete(mail.number)

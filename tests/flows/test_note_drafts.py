"""The note into the own inbox: one on a morning with new drafts, none without, never two a day."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.flows.mail_world import COMPOSE, SICU, MailWorld
from tests.house import LEE, PATEL, met, rotation
from worker.domain.errors import Transient, Unclear
from worker.flows.draft_touch import draft_touch
from worker.flows.note_drafts import note_drafts
from worker.flows.tools import Tools

SICU_WITH_LEE = rotation("SICU", SICU.start, SICU.end, met(PATEL, topic="the registry"), met(LEE))


def note(mail: MailWorld) -> str:
    """The text of the one note, with its subject before it."""
    (mime,) = mail.mailbox.notes
    message = message_from_bytes(mime, policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return f"{message['Subject']}\n{body.get_content()}"


def test_a_morning_with_a_draft_brings_one_note_with_whom_why_gaps_and_links(mail: MailWorld) -> None:
    touch = mail.drafted()
    note_drafts(mail.tools, mail.number, mail.now)
    text = note(mail)
    assert text.startswith("1 new draft to read and send\n")
    assert PATEL.name in text
    assert touch.kept.touch.why[0] in text
    assert touch.letter is not None
    assert touch.letter.subject in text
    assert all(gap in text.replace("\n", " ") for gap in touch.letter.gaps)
    assert f"{mail.tools.door}/queue" in text
    message = message_from_bytes(mail.mailbox.notes[0], policy=default)
    assert mail.account.address in message["To"]
    assert mail.account.address in message["From"]


def test_there_is_never_a_second_note_on_one_day(mail: MailWorld) -> None:
    mail.drafted()
    note_drafts(mail.tools, mail.number, mail.now)
    note_drafts(mail.tools, mail.number, mail.now)
    mail.turn(hours=6)
    note_drafts(mail.tools, mail.number, mail.now)
    assert len(mail.mailbox.notes) == 1
    assert mail.journal().count("noted") == 1


def test_no_drafts_no_note(mail: MailWorld) -> None:
    note_drafts(mail.tools, mail.number, mail.now)
    mail.drafted()
    mail.turn(days=1)
    note_drafts(mail.tools, mail.number, mail.now)
    assert mail.mailbox.notes == []
    assert mail.account.noted_on is None


def test_without_the_permission_there_is_no_note(mail: MailWorld) -> None:
    mail.drafted()
    mail.tools.accounts.grant(mail.number, "1//refresh", (COMPOSE,))
    note_drafts(mail.tools, mail.number, mail.now)
    assert mail.mailbox.notes == []


def test_the_note_waits_for_the_rest_of_the_morning_but_not_for_long(house: Tools) -> None:
    mail = MailWorld.of(house, SICU_WITH_LEE)
    first, second = mail.claims()
    draft_touch(mail.tools, first, mail.now)
    note_drafts(mail.tools, mail.number, mail.now)
    assert mail.mailbox.notes == []
    draft_touch(mail.tools, second, mail.now)
    note_drafts(mail.tools, mail.number, mail.now)
    assert note(mail).startswith("2 new drafts")
    house.accounts.delete(mail.number)


def test_a_letter_that_cannot_be_made_does_not_hold_the_note_back_for_ever(house: Tools) -> None:
    mail = MailWorld.of(house, SICU_WITH_LEE)
    draft_touch(mail.tools, mail.claims()[0], mail.now)
    mail.turn(minutes=14)
    note_drafts(mail.tools, mail.number, mail.now)
    assert mail.mailbox.notes == []
    mail.turn(minutes=1)
    note_drafts(mail.tools, mail.number, mail.now)
    assert note(mail).startswith("1 new draft ")
    house.accounts.delete(mail.number)


def test_a_note_that_was_refused_may_be_tried_again(mail: MailWorld) -> None:
    mail.drafted()
    mail.mailbox.refusals.append(Transient("429", timedelta(minutes=1)))
    with pytest.raises(Transient):
        note_drafts(mail.tools, mail.number, mail.now)
    note_drafts(mail.tools, mail.number, mail.now)
    assert len(mail.mailbox.notes) == 1


def test_a_note_that_got_no_answer_is_not_tried_again(mail: MailWorld) -> None:
    mail.drafted()
    mail.mailbox.refusals.append(Unclear("the connection broke"))
    with pytest.raises(Unclear):
        note_drafts(mail.tools, mail.number, mail.now)
    note_drafts(mail.tools, mail.number, mail.now)
    assert mail.mailbox.notes == []

"""A letter of recommendation, from the request to the thanks, in one conversation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.flows.mail_world import MORNING, SICU, MailWorld
from tests.flows.mail_world import mail as letter
from tests.house import AMARA, PATEL, conversation, met
from worker.domain.ledger import LedgerTouch
from worker.domain.narrative import Referee
from worker.domain.touch import State
from worker.flows.tools import Tools

COFFEE = conversation(date(2026, 9, 2), met(PATEL, topic="the next year"), title="Coffee")
ASKING = datetime(2026, 11, 20, 11, 31, tzinfo=MORNING.tzinfo)
"""Eight weeks before 15 January, a Friday, in New York."""
YES = "<yes@uni.example>"
PROMISED = date(2026, 11, 24)


@pytest.fixture
def mail(house: Tools) -> Iterator[MailWorld]:
    """Amara's autumn: Patel has seen her work, has heard her story, and is to be asked for a letter."""
    me = replace(AMARA, referees=(Referee("Ravi Patel"),))
    world = MailWorld.of(house, SICU, COFFEE, me=me, milestones=True)
    world.now = ASKING
    world.plan()
    yield world
    house.accounts.delete(world.number)


def asked(mail: MailWorld) -> LedgerTouch:
    """The request, drafted and sent."""
    request = mail.drafted("request")
    mail.hand.send(request)
    mail.watch()
    return mail.touch("request")


def promise(mail: MailWorld) -> None:
    mail.now = datetime(2026, 11, 24, 18, tzinfo=MORNING.tzinfo)
    mail.tools.accounts.tell(
        mail.number, replace(AMARA, referees=(Referee("Ravi Patel", promised=PROMISED),))
    )
    mail.plan()
    mail.now += timedelta(hours=18)


def test_the_materials_go_into_the_conversation_in_which_the_letter_was_promised(mail: MailWorld) -> None:
    request = asked(mail)
    mail.hand.receive(PATEL.email, thread=request.thread_id, **{"Message-ID": YES})
    mail.watch()
    promise(mail)
    materials = mail.drafted("materials")
    assert materials.thread_id == request.thread_id
    assert materials.letter is not None
    assert request.letter is not None
    assert materials.letter.subject == f"Re: {request.letter.subject}"
    head = dict(mail.mailbox.drafts())[mail.hand.place(materials)].headers
    assert head.first("References").split() == [request.message_id, YES]
    assert head.first("In-Reply-To") == YES


def test_what_was_said_before_the_materials_is_no_answer_to_them(mail: MailWorld) -> None:
    request = asked(mail)
    mail.hand.receive(PATEL.email, thread=request.thread_id)
    mail.watch()
    promise(mail)
    mail.hand.send(mail.drafted("materials"))
    mail.watch()
    assert mail.state("materials") is State.SENT
    assert mail.state("request") is State.ANSWERED


def test_materials_for_a_letter_that_was_asked_for_elsewhere_open_a_conversation(mail: MailWorld) -> None:
    promise(mail)
    materials = mail.drafted("materials")
    assert materials.letter is not None
    assert not materials.letter.subject.startswith("Re:")


def test_nothing_is_put_between_the_lines_that_the_user_is_writing_there(mail: MailWorld) -> None:
    request = asked(mail)
    promise(mail)
    mail.mailbox.create_draft(letter(AMARA.addresses[0], PATEL.email), request.thread_id)
    mail.work_until_quiet()
    assert mail.state("materials") is State.PLANNED

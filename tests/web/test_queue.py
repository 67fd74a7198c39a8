"""The queue page over a few weeks: read, planned, drafted and sent for real, and every button pressed."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.fake_calendar import Calendars
from tests.fakes.fake_mailbox import FakeMailbox
from tests.house import AMARA, NEW_YORK
from tests.store.cast import LEASE, NOW
from tests.web.conftest import SignIn, turn_to
from tests.web.visit import Page, Visitor
from worker.domain.account import Account, Past
from worker.domain.ledger import Facts, LedgerTouch
from worker.domain.touch import State
from worker.flows.connect_account import connect_account
from worker.flows.draft_touch import draft_touch
from worker.flows.plan_year import plan_again
from worker.flows.read_calendar import read_calendar
from worker.flows.show_queue import queue_of
from worker.flows.tools import Tools
from worker.flows.watch_mailbox import watch_mailbox
from worker.google.oauth import COMPOSE
from worker.settings import Settings

LEE_MET = "Met: Jane Lee <jlee@harbor.example.edu> - aortic root outcomes"
KIM_MET = "Met: Sara Kim <skim@harbor.example.edu> - the database"
MORNING = datetime(2026, 8, 6, 10, 31, tzinfo=UTC)
"""Thursday, half past six in New York: the letter to Jane Lee is due."""


@dataclass(frozen=True)
class Life:
    """Amara, her browser, and the clock that does everything else."""

    tools: Tools
    settings: Settings
    google: Calendars
    mailbox: FakeMailbox
    account: Account
    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.open("/queue")

    def tick(self, moment: datetime = NOW) -> None:
        """What the clock does at that moment: read, plan, draft, watch."""
        turn_to(self.settings, moment)
        for claim in self.tools.calendars.claim(moment, 9, LEASE):
            read_calendar(self.tools, claim, moment)
        for account in self.tools.accounts.claim_plans(moment, 9):
            plan_again(self.tools, account, moment)
        for claim in self.tools.touches.claim(moment, 9, LEASE):
            draft_touch(self.tools, claim, moment)
        for claim in self.tools.accounts.claim_mailboxes(moment, 9, LEASE):
            watch_mailbox(self.tools, claim, moment)

    def touch(self, person: str) -> LedgerTouch:
        """The first touch to somebody."""
        rows = self.tools.touches.of(self.account.id)
        return next(row for row in rows if row.kept.touch.key.person.startswith(person))

    def button(self, person: str, action: str) -> str:
        return f"/queue/touch/{self.touch(person).id}/{action}"


@pytest.fixture
def life(
    tools: Tools, settings: Settings, google: Calendars, mailbox: FakeMailbox, signed_in: SignIn
) -> Life:
    """She met Jane Lee today, and connects at noon; Sara Kim she had met the week before."""
    google.add("Clinic", datetime(2026, 8, 3, 9, tzinfo=NEW_YORK), description=LEE_MET)
    google.add("Clinic", datetime(2026, 7, 30, 9, tzinfo=NEW_YORK), description=KIM_MET)
    account = connect_account(tools, google.me, "", "1//refresh", (COMPOSE,), AMARA, NOW)
    found = Life(tools, settings, google, mailbox, account, signed_in(account))
    found.tick()
    return found


def test_what_comes_next_stands_with_its_day_and_its_reason(life: Life) -> None:
    text = life.page.text
    coming = text[text.index("What comes next") :]
    for words in ("Jane Lee jlee@harbor.example.edu", "for Clinic", "aortic root outcomes"):
        assert words in coming
    due = life.touch("jlee").kept.touch.due
    assert due
    assert f"{due:%a} {due.day} {due:%b %Y}" in coming


def test_what_lay_in_the_past_is_one_question(life: Life) -> None:
    page = life.page
    assert "1 letter for what had ended before you connected. Shall they be written?" in page.text
    assert "Sara Kim" in page.text
    page = life.visitor.press("/queue/past/wanted")
    assert "They take their place in the plan" in page.text
    assert life.tools.accounts.load(life.account.id).past is Past.WANTED
    life.tick(NOW + timedelta(minutes=1))
    assert "had ended before you connected" not in life.page.text
    assert life.touch("skim").state in {State.PLANNED, State.DRAFTED}


def test_the_past_can_be_left_alone(life: Life) -> None:
    life.visitor.open("/queue")
    life.visitor.press("/queue/past/unwanted")
    life.tick(NOW + timedelta(minutes=1))
    page = life.page
    assert "had ended before you connected" not in page.text
    assert all(row.kept.touch.key.person[:4] != "skim" for row in life.tools.touches.of(life.account.id))
    assert "Sara Kim" in page.text, "among what is not written, with its reason"


def test_a_draft_in_the_mailbox_waits_with_its_gaps(life: Life) -> None:
    life.tick(MORNING)
    page = life.page
    assert "2 things wait for you" in page.text, "the draft, and the question about the past"
    letter = life.touch("jlee").letter
    assert letter
    assert letter.subject in page.text
    assert "Open drafts in Gmail" in page.text
    assert (
        f"https://mail.google.com/mail/?authuser={life.account.address.replace('@', '%40')}#drafts"
        in page.html
    )
    for gap in letter.gaps:
        assert gap in page.text


def test_a_letter_can_be_skipped_and_that_undone(life: Life) -> None:
    skip = life.button("jlee", "skip")
    life.visitor.open("/queue")
    page = life.visitor.press(skip)
    assert "Skipped by you" in page.text
    assert life.touch("jlee").state is State.SKIPPED
    page = life.visitor.press(life.button("jlee", "undo"))
    assert "Back in the plan" in page.text
    life.tick(NOW + timedelta(minutes=1))
    assert life.touch("jlee").state is State.PLANNED


def test_a_draft_can_be_skipped_and_leaves_the_mailbox(life: Life) -> None:
    life.tick(MORNING)
    assert list(life.mailbox.drafts())
    life.visitor.open("/queue")
    life.visitor.press(life.button("jlee", "skip"))
    life.tick(MORNING + timedelta(minutes=2))
    assert not list(life.mailbox.drafts())


def test_a_draft_that_the_user_has_edited_offers_no_skip(life: Life) -> None:
    life.tick(MORNING)
    life.tools.touches.note(life.touch("jlee").id, Facts(edited=True))
    page = life.page
    assert "edited by you: never touched" in page.text
    assert life.button("jlee", "skip") not in page.html


def test_a_letter_can_be_postponed_within_its_days(life: Life) -> None:
    life.visitor.open("/queue")
    page = life.visitor.press(life.button("jlee", "postpone"), {"day": "2026-08-10"})
    assert "Postponed to 2026-08-10" in page.text
    life.tick(MORNING)
    assert life.touch("jlee").state is not State.DRAFTED
    life.tick(datetime(2026, 8, 10, 10, 31, tzinfo=UTC))
    assert life.touch("jlee").state is State.DRAFTED


@pytest.mark.parametrize("day", ["", "soon", "2026-08-03", "2026-13-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_in_a_sentence(life: Life, day: str) -> None:
    life.visitor.open("/queue")
    before = life.touch("jlee")
    page = life.visitor.press(life.button("jlee", "postpone"), {"day": day})
    assert life.visitor.answer.status_code == 400
    assert "That was not done" in page.text
    assert life.touch("jlee") == before


def test_who_wrote_elsewhere_gets_no_draft(life: Life) -> None:
    life.visitor.open("/queue")
    page = life.visitor.press(life.button("jlee", "wrote"), {"day": "2026-08-03"})
    assert "Noted: you wrote yourself" in page.text
    life.tick(MORNING)
    assert not list(life.mailbox.drafts())


def test_an_answer_elsewhere_ends_the_conversation(amara: Account, tools: Tools, signed_in: SignIn) -> None:
    row = next(row for row in tools.touches.of(amara.id) if row.kept.touch.asks)
    tools.touches.claim(NOW + timedelta(days=60), 99, LEASE)
    for state in (State.CREATING, State.DRAFTED, State.SENT):
        tools.touches.record(row.id, state, Facts(sent_at=NOW))
    visitor = signed_in(amara)
    assert "Sent, and not answered yet" in visitor.open("/queue").text
    page = visitor.press(f"/queue/touch/{row.id}/answered")
    assert "Noted as answered" in page.text
    assert "Sent, and not answered yet" not in page.text
    assert tools.touches.load(row.id).kept.closed


def test_trouble_is_shown_until_somebody_has_looked(life: Life) -> None:
    row = life.touch("jlee")
    life.tools.touches.note(row.id, Facts(trouble="Two drafts carry one reference: delete one of them."))
    page = life.page
    assert "Please look" in page.text
    assert "Two drafts carry one reference" in page.text
    page = life.visitor.press(f"/queue/touch/{row.id}/look")
    assert "Please look" not in page.text
    assert life.touch("jlee").trouble == ""


def test_a_doubted_calendar_can_be_believed(life: Life) -> None:
    source = life.tools.calendars.of(life.account.id)[0]
    later = NOW + timedelta(hours=12)
    claim = life.tools.calendars.claim(later, 1, LEASE)[0]
    life.tools.calendars.release(claim, later, doubt="Almost everything in it is gone at once.")
    assert "Almost everything in it is gone at once." in life.page.text
    page = life.visitor.press(f"/queue/calendar/{source.id}/believe")
    assert "The calendar is believed" in page.text
    assert "You said that it is meant" in page.text
    assert life.tools.calendars.load(source.id).doubt_lifted


def test_a_calendar_with_a_fault_is_shown(life: Life) -> None:
    later = NOW + timedelta(hours=12)
    claim = life.tools.calendars.claim(later, 1, LEASE)[0]
    life.tools.calendars.release(claim, later, fault="It is no longer shared with you.")
    assert "It is no longer shared with you." in life.page.text


def test_everything_can_be_paused_and_resumed(life: Life) -> None:
    life.visitor.open("/queue")
    page = life.visitor.press("/queue/pause", {"day": "2026-09-01"})
    assert "No draft appears before Tue 1 Sep 2026" in page.text
    life.tick(MORNING)
    assert not list(life.mailbox.drafts())
    life.visitor.open("/queue")
    page = life.visitor.press("/queue/resume")
    assert "Going on, at the usual pace" in page.text
    assert "Paused." not in page.text


def test_a_pause_without_end_breaks_nothing(life: Life) -> None:
    life.visitor.open("/queue")
    page = life.visitor.press("/queue/pause", {"day": "9999-12-31"})
    assert life.visitor.answer.status_code in {200, 400}
    assert "Something went wrong" not in page.text
    life.tick(NOW + timedelta(minutes=1))
    assert "What happened" in life.page.text


def test_what_happened_is_told_in_words(life: Life) -> None:
    life.tick(MORNING)
    text = life.page.text
    assert "Connected" in text
    assert "Drafted: conversation follow-up to Jane Lee" in text
    assert "conversation/follow-up/" not in text, "no id is shown"


def test_an_untold_story_is_asked_for(life: Life) -> None:
    life.tools.accounts.tell(life.account.id, replace(AMARA, stage=None))
    assert "tell your story" in life.page.text


def test_showing_the_queue_changes_nothing(life: Life) -> None:
    before = life.tools.touches.of(life.account.id), life.tools.accounts.load(life.account.id)
    first = queue_of(life.tools, life.account.id, NOW)
    assert queue_of(life.tools, life.account.id, NOW) == first
    assert (life.tools.touches.of(life.account.id), life.tools.accounts.load(life.account.id)) == before
    assert first.today == date(2026, 8, 3)
    assert first.waiting == 1

"""What `rapport status` knows: real rules, real rows, a turned clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.house import AMARA
from tests.store.cast import LETTER, MIME, NOW, settlement, year
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.ledger import Facts, LedgerTouch
from worker.domain.narrative import Materials
from worker.domain.touch import State
from worker.flows.report_status import AccountStatus, Kind, status_of
from worker.flows.tools import Tools
from worker.google.oauth import NEEDED
from worker.settings import settings_from

MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
ADDRESS = "aosei@lakeside.example.edu"


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return open_tools(settings_from({"RAPPORT_DATA": str(tmp_path / "data")}), {})


@pytest.fixture
def amara(tools: Tools) -> Account:
    """Connected, her calendar read and her summer planned."""
    account = tools.accounts.connect(ADDRESS, AMARA, NOW)
    tools.accounts.grant(account.id, "1//refresh", NEEDED)
    calendar = tools.calendars.keep(account.id, "primary", "Amara")
    tools.touches.settle(settlement(tools.accounts.load(account.id), year(), calendar=calendar))
    claim = tools.accounts.lock_mailbox(account.id, NOW, LEASE)
    assert claim is not None
    tools.accounts.unlock_mailbox(claim, history_id="1", checked=NOW, not_before=NOW + 10 * MINUTE)
    return tools.accounts.load(account.id)


def look(tools: Tools, now: datetime = NOW) -> AccountStatus:
    (account,) = status_of(tools, now).accounts
    return account


def kinds(tools: Tools, now: datetime = NOW) -> list[Kind]:
    return [trouble.kind for trouble in status_of(tools, now).troubles]


def first(tools: Tools, account: Account) -> LedgerTouch:
    return next(touch for touch in tools.touches.of(account.id) if touch.kept.touch.due)


def drafted(tools: Tools, account: Account) -> LedgerTouch:
    """The first letter, in the mailbox on its morning."""
    touch = first(tools, account)
    assert touch.due_at is not None
    (claim,) = tools.touches.claim(touch.due_at, 1, LEASE)
    facts = Facts(letter=LETTER, mime=MIME, draft_id="d1", drafted_at=touch.due_at)
    tools.touches.record(claim.id, State.CREATING, facts, claim=claim)
    tools.touches.record(claim.id, State.DRAFTED, Facts(), claim=claim)
    return tools.touches.load(claim.id)


def test_nobody_is_connected_at_first(tools: Tools) -> None:
    status = status_of(tools, NOW)
    assert (status.accounts, status.troubles, status.is_worked_at) == ((), (), True)


def test_an_account_that_is_looked_after_has_no_trouble(tools: Tools, amara: Account) -> None:
    found = look(tools)
    assert (found.address, found.connected, found.missing) == (ADDRESS, NOW, ())
    assert [(one.name, one.checked, one.due, one.late) for one in (*found.calendars, found.mailbox)] == [
        ("Amara", NOW, NOW + 10 * MINUTE, False),
        ("mailbox", NOW, NOW + 10 * MINUTE, False),
    ]
    assert found.troubles == ()
    assert amara.address == ADDRESS


def test_the_next_letters_are_told_soonest_first(tools: Tools, amara: Account) -> None:
    found = look(tools)
    planned = [touch for touch in tools.touches.of(amara.id) if touch.state is State.PLANNED]
    assert found.coming_in_all == len(planned)
    assert 1 <= len(found.coming) <= 5
    moments = [one.at for one in found.coming if one.at]
    assert moments == sorted(moments)
    assert found.coming[0].whom == "Jane Lee"
    assert found.coming[0].what == "conversation follow-up"


def test_a_draft_waits_for_the_user_and_a_sent_letter_for_its_answer(tools: Tools, amara: Account) -> None:
    touch = drafted(tools, amara)
    draft = look(tools).drafts[0]
    assert (draft.at, draft.gaps) == (touch.drafted_at, 1)
    tools.touches.record(touch.id, State.SENT, Facts(sent_at=touch.due_at, message_id="<1@x.example>"))
    found = look(tools)
    assert found.drafts == ()
    assert len(found.unanswered) == touch.kept.touch.asks
    assert [one.gaps for one in found.unanswered] == [0] * len(found.unanswered)


def test_a_pause_is_told_until_it_is_over(tools: Tools, amara: Account) -> None:
    tools.accounts.tell(amara.id, replace(AMARA, pause_until=date(2026, 8, 10)))
    assert look(tools).paused_until == date(2026, 8, 10)
    assert look(tools, datetime(2026, 8, 10, 12, tzinfo=UTC)).paused_until is None


def test_lost_access_is_one_trouble_and_nothing_is_called_late(tools: Tools, amara: Account) -> None:
    tools.accounts.lay_to_rest(amara.id, "Google gives no access any more.", NOW)
    (trouble,) = status_of(tools, NOW + timedelta(days=3)).troubles
    assert trouble.kind is Kind.REST
    assert "no access" in trouble.text
    assert "rapport connect" in trouble.remedy


def test_a_missing_permission_is_named_in_words(tools: Tools, amara: Account) -> None:
    tools.accounts.grant(amara.id, "1//refresh", NEEDED[:1] + NEEDED[2:])
    found = look(tools)
    assert len(found.missing) == 1
    assert "headers of mail" in found.missing[0]
    assert Kind.PERMISSION in [trouble.kind for trouble in found.troubles]


def test_an_account_without_google_needs_no_permission(tools: Tools, tmp_path: Path) -> None:
    tools.accounts.connect("me@x.example", AMARA, NOW, folder=str(tmp_path))
    assert look(tools).missing == ()
    assert look(tools).folder == str(tmp_path)


def _fault(tools: Tools, account: Account) -> None:
    (claim,) = tools.calendars.claim(NOW + timedelta(hours=1), 1, LEASE)
    tools.calendars.release(
        claim, NOW + timedelta(hours=2), fault="The calendar was deleted: choose another."
    )
    assert claim.account == account.id


def _doubt(tools: Tools, account: Account) -> None:
    (claim,) = tools.calendars.claim(NOW + timedelta(hours=1), 1, LEASE)
    tools.calendars.release(claim, NOW + timedelta(hours=2), doubt="Everything in it was gone.")
    assert claim.account == account.id


def _stick(tools: Tools, account: Account) -> None:
    tools.touches.note(first(tools, account).id, Facts(trouble="Two drafts carry one mark."))


def _forget_story(tools: Tools, account: Account) -> None:
    tools.accounts.tell(account.id, replace(AMARA, stage=None))


@pytest.mark.parametrize(
    ("harm", "kind", "words"),
    [
        (_fault, Kind.FAULT, "choose another"),
        (_doubt, Kind.DOUBT, "was gone"),
        (_stick, Kind.STUCK, "Two drafts"),
        (_forget_story, Kind.UNTOLD, "no letter is written"),
    ],
)
def test_each_trouble_is_told_with_what_to_do(
    tools: Tools, amara: Account, harm: Callable[[Tools, Account], None], kind: Kind, words: str
) -> None:
    harm(tools, amara)
    (trouble,) = [trouble for trouble in status_of(tools, NOW).troubles if trouble.kind is kind]
    assert words in trouble.text
    assert trouble.remedy
    assert trouble.about


def test_an_account_that_reads_nothing_says_so(tools: Tools) -> None:
    account = tools.accounts.connect(ADDRESS, AMARA, NOW)
    tools.calendars.keep(account.id, "primary", "Amara", selected=False)
    assert Kind.UNREAD in kinds(tools)


def test_what_nobody_looks_at_is_late_after_a_while(tools: Tools, amara: Account) -> None:
    due = NOW + 10 * MINUTE
    assert kinds(tools, due + 14 * MINUTE) == []
    (trouble,) = status_of(tools, due + 15 * MINUTE).troubles
    assert trouble.kind is Kind.OVERDUE
    assert trouble.text == "Nobody has done what is due since 03 Aug 2026 07:10: Amara, mailbox."
    assert "rapport up" in trouble.remedy
    assert not status_of(tools, due + 15 * MINUTE).is_worked_at
    assert amara.address == trouble.about


def test_a_letter_that_nobody_writes_on_its_morning_is_late(tools: Tools, amara: Account) -> None:
    touch = first(tools, amara)
    assert touch.due_at is not None
    (trouble,) = status_of(tools, touch.due_at + timedelta(hours=1)).troubles
    assert "1 letter" in trouble.text
    tools.touches.postpone(touch.id, touch.due_at + timedelta(days=1))
    (trouble,) = status_of(tools, touch.due_at + timedelta(hours=1)).troubles
    assert "letter" not in trouble.text


def test_an_account_just_connected_is_not_late_at_once(tools: Tools) -> None:
    account = tools.accounts.connect(ADDRESS, AMARA, NOW)
    tools.calendars.keep(account.id, "primary", "Amara")
    assert kinds(tools, NOW + 5 * MINUTE) == [Kind.PERMISSION]
    assert kinds(tools, NOW + 15 * MINUTE) == [Kind.PERMISSION, Kind.OVERDUE]


# --- dates and files -------------------------------------------------------------------------------------


def test_a_date_past_its_check_by_day_is_stale_until_it_is_past(tools: Tools, amara: Account) -> None:
    assert amara.me.year_start
    checked = tools.rules.checked
    assert look(tools, datetime(2026, 11, 21, 12, tzinfo=UTC)).stale == ()
    found = {one.title: one for one in look(tools, datetime(2027, 2, 25, 12, tzinfo=UTC)).stale}
    week = found["Match Week 2027 (expected)"]
    assert (week.start, week.checked, week.check_by) == (date(2027, 3, 15), checked, date(2027, 2, 13))
    assert any("nrmp.org" in source for source in week.look_at)
    later = {one.title for one in look(tools, datetime(2027, 3, 22, 12, tzinfo=UTC)).stale}
    assert "Match Week 2027 (expected)" not in later


def test_a_cv_that_cannot_go_with_a_letter_is_said(tools: Tools, amara: Account, tmp_path: Path) -> None:
    cv = tmp_path / "cv.pdf"
    cv.write_bytes(b"%PDF-1.4\n")
    tools.accounts.tell(amara.id, replace(amara.me, materials=Materials(cv=str(cv))))
    assert Kind.FILE not in kinds(tools)
    cv.unlink()
    (trouble,) = [one for one in status_of(tools, NOW).troubles if one.kind is Kind.FILE]
    assert "cv.pdf cannot be read" in trouble.text
    assert "profile" in trouble.remedy

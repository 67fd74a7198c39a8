"""What is due is claimed once, as much as there is room for; the rest waits in its rows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house import AMARA
from tests.store.cast import MIME, settlement, year
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.ledger import Facts
from worker.domain.touch import State
from worker.flows.find_due import LEASE, Due, Room, find_due
from worker.flows.tools import Tools
from worker.settings import settings_from

NOW = datetime(2026, 8, 3, 11, tzinfo=UTC)
MORNING = datetime(2026, 9, 30, 12, tzinfo=UTC)
"""Eight o'clock in New York; by then all of Amara's letters are due."""
LATER = timedelta(days=400)
NOTHING = Due()


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return open_tools(settings_from({"RAPPORT_DATA": str(tmp_path / "data")}), {}, upgrade=True)


def connect(tools: Tools, address: str = "aosei@lakeside.example.edu") -> Account:
    """Somebody with a plan, a calendar, a mailbox and feeds, of which nothing is due."""
    account = tools.accounts.connect(address, AMARA, NOW)
    tools.accounts.grant(account.id, "1//refresh", ())
    calendar = tools.calendars.keep(account.id, "primary", "Amara")
    far = NOW + LATER
    tools.touches.settle(
        settlement(tools.accounts.load(account.id), year(), calendar=calendar, not_before=far, plan_again=far)
    )
    lock = tools.accounts.lock_mailbox(account.id, NOW, LEASE)
    assert lock
    tools.accounts.unlock_mailbox(lock, not_before=far)
    tools.accounts.feeds_written(account.id, far, seen=tools.accounts.load(account.id).revision)
    return tools.accounts.load(account.id)


def draft(tools: Tools, now: datetime) -> None:
    """Everything that is due is drafted."""
    for claim in find_due(tools, now).touches:
        tools.touches.record(claim.id, State.CREATING, Facts(in_doubt_since=now, mime=MIME), claim=claim)
        facts = Facts(draft_id=f"r{claim.id}", thread_id="t1", drafted_at=now)
        tools.touches.record(claim.id, State.DRAFTED, facts, claim=claim)


def test_nothing_is_found_before_it_is_due(tools: Tools) -> None:
    connect(tools)
    assert find_due(tools, NOW) == NOTHING


def test_a_fresh_account_has_everything_to_do_but_letters(tools: Tools) -> None:
    account = tools.accounts.connect("new@example.edu", AMARA, NOW)
    tools.accounts.grant(account.id, "1//refresh", ())
    calendar = tools.calendars.keep(account.id, "primary", "Amara")
    due = find_due(tools, NOW)
    assert [claim.id for claim in due.calendars] == [calendar]
    assert [claim.account for claim in due.mailboxes] == [account.id]
    assert (due.plans, due.feeds, due.touches, due.notes) == ((account.id,), (account.id,), (), ())


def test_what_is_due_is_claimed_once_until_the_lease_ends(tools: Tools) -> None:
    connect(tools)
    first = find_due(tools, MORNING)
    assert first.touches
    assert find_due(tools, MORNING + LEASE - timedelta(seconds=1)).touches == ()
    again = find_due(tools, MORNING + LEASE)
    assert {claim.id for claim in again.touches} == {claim.id for claim in first.touches}
    assert {claim.token for claim in again.touches}.isdisjoint(claim.token for claim in first.touches)


def test_what_has_no_room_waits_in_its_row(tools: Tools) -> None:
    account = connect(tools)
    assert find_due(tools, MORNING, Room(drafts=0)).touches == ()
    assert len(find_due(tools, MORNING, Room(drafts=1)).touches) == 1
    assert len(find_due(tools, MORNING).touches) == len(tools.touches.of(account.id)) - 1


def test_while_the_plan_is_due_no_letter_is(tools: Tools) -> None:
    account = connect(tools)
    tools.accounts.plan_soon(account.id)
    due = find_due(tools, MORNING)
    assert (due.plans, due.touches) == ((account.id,), ())


def test_new_drafts_are_to_be_told_of_until_a_note_has_told_of_them(tools: Tools) -> None:
    account = connect(tools)
    assert find_due(tools, MORNING - timedelta(days=60)).notes == ()
    draft(tools, MORNING)
    assert find_due(tools, MORNING).notes == (account.id,)
    assert tools.accounts.note_once(account.id, MORNING.date())
    assert find_due(tools, MORNING + timedelta(hours=2)).notes == ()


def test_yesterdays_drafts_are_no_news(tools: Tools) -> None:
    connect(tools)
    draft(tools, MORNING)
    past_midnight_in_new_york = datetime(2026, 10, 1, 4, 30, tzinfo=UTC)
    assert find_due(tools, past_midnight_in_new_york - timedelta(hours=1)).notes
    assert find_due(tools, past_midnight_in_new_york).notes == ()


def test_a_resting_account_is_left_in_peace(tools: Tools) -> None:
    account = connect(tools)
    draft(tools, MORNING)
    tools.accounts.lay_to_rest(account.id, "access was revoked: connect again", MORNING)
    due = find_due(tools, MORNING + LATER)
    assert replace(due, feeds=(), plans=()) == NOTHING

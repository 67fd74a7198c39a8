"""An account without Google goes the whole way: file read, draft made, its move seen, the answer too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house import AMARA
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.ledger import LedgerTouch
from worker.domain.touch import State
from worker.flows.connect_folder import connect_folder
from worker.flows.draft_touch import draft_touch
from worker.flows.find_due import find_due
from worker.flows.note_drafts import note_drafts
from worker.flows.plan_year import plan_again
from worker.flows.read_calendar import read_calendar
from worker.flows.tools import Tools
from worker.flows.watch_mailbox import watch_mailbox
from worker.local.mail_index import furnish_folder
from worker.settings import settings_from

CONNECTED = datetime(2026, 8, 3, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLINIC = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:America/New_York\r\nBEGIN:VEVENT\r\nUID:clinic\r\n"
    "DTSTART:20260818T170000Z\r\nDTEND:20260818T210000Z\r\nSUMMARY:Surgery clinic\r\n"
    "DESCRIPTION:Met: Dr. Beatrix Holloway <bh@harbor.example.edu> - her diabetic foot study\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
ANSWER = "From: bh@harbor.example.edu\r\nSubject: Re: Thank you\r\nIn-Reply-To: {id}\r\n\r\nGladly.\r\n"


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return open_tools(settings_from({"RAPPORT_DATA": str(tmp_path / "data")}), {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    furnish_folder(tmp_path / "mine")
    (tmp_path / "mine" / "year.ics").write_text(CLINIC, encoding="utf-8")
    return tmp_path / "mine"


@pytest.fixture
def amara(tools: Tools, folder: Path) -> Account:
    account, _ = connect_folder(tools, AMARA.addresses[0], str(folder), AMARA, CONNECTED)
    return account


def tick(tools: Tools, now: datetime) -> None:
    """What one minute brings: everything that is due then, done at once."""
    due = find_due(tools, now)
    for claim in due.calendars:
        read_calendar(tools, claim, now)
    for account in due.plans:
        plan_again(tools, account, now)
    for claim in due.mailboxes:
        watch_mailbox(tools, claim, now)
    for claim in due.touches:
        draft_touch(tools, claim, now)
    for account in due.notes:
        note_drafts(tools, account, now)


def live(tools: Tools, since: datetime, until: datetime) -> None:
    """Hour after hour."""
    while since <= until:
        tick(tools, since)
        since += HOUR


def the_letter(tools: Tools, account: Account) -> LedgerTouch:
    return next(one for one in tools.touches.of(account.id) if one.kept.touch.person.name)


def test_a_folder_goes_the_whole_way(tools: Tools, folder: Path, amara: Account) -> None:
    tick(tools, CONNECTED)
    planned = the_letter(tools, amara)
    assert planned.state is State.PLANNED
    assert planned.due_at is not None
    live(tools, planned.due_at - HOUR, planned.due_at + 2 * HOUR)
    (draft,) = (folder / "drafts").glob("*.eml")
    assert f"X-Draft-Ref: {planned.ref}\r\n".encode() in draft.read_bytes()
    assert the_letter(tools, amara).state is State.DRAFTED
    draft.rename(folder / "sent" / draft.name)
    live(tools, planned.due_at + 3 * HOUR, planned.due_at + 6 * HOUR)
    sent = the_letter(tools, amara)
    assert sent.state is State.SENT
    answer = ANSWER.format(id=sent.message_id)
    (folder / "inbox" / "answer.eml").write_text(answer, encoding="utf-8")
    live(tools, planned.due_at + 7 * HOUR, planned.due_at + 10 * HOUR)
    assert the_letter(tools, amara).state is State.ANSWERED


def test_an_event_that_leaves_the_file_takes_its_untouched_draft_along(
    tools: Tools, folder: Path, amara: Account
) -> None:
    tick(tools, CONNECTED)
    due = the_letter(tools, amara).due_at
    assert due is not None
    live(tools, due - HOUR, due + 2 * HOUR)
    assert len(list((folder / "drafts").glob("*.eml"))) == 1
    moved = CLINIC.replace("her diabetic foot study", "x").replace("Met: Dr. Beatrix Holloway", "Nobody")
    (folder / "year.ics").write_text(moved, encoding="utf-8")
    live(tools, due + 3 * HOUR, due + timedelta(hours=30))
    assert list((folder / "drafts").glob("*.eml")) == []

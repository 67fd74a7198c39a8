"""Whoever changes the row owns it: many at once, and never two."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.house import ROOT
from tests.store.cast import LEASE, NOW, SICU, Shelves, settlement, year
from worker.domain.account import Account
from worker.domain.ledger import Claim
from worker.domain.plan import Plan
from worker.domain.touch import Touch

MORNING = datetime(2026, 9, 30, 12, tzinfo=NOW.tzinfo)
MANY = 200


def many_touches(model: Touch) -> tuple[Touch, ...]:
    keys = [replace(model.key, engagement=f"{SICU.id}-{n}") for n in range(MANY)]
    return tuple(replace(model, key=key, serves=(key,)) for key in keys)


def planned(shelves: Shelves) -> Account:
    account = shelves.amara()
    shelves.touches.settle(settlement(account, Plan(add=many_touches(year().add[0]))))
    return shelves.accounts.load(account.id)


def start_claimer(directory: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.claimer", str(directory), MORNING.isoformat()],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_at_once_never_get_the_same_touch(shelves: Shelves) -> None:
    planned(shelves)
    claimers = [start_claimer(shelves.directory) for _ in range(3)]
    outputs = [claimer.communicate("go\n", timeout=60)[0] for claimer in claimers]
    assert [claimer.returncode for claimer in claimers] == [0, 0, 0]
    claimed = [int(word) for output in outputs for word in output.split()]
    assert len(claimed) == len(set(claimed)) == MANY


def test_threads_at_once_never_get_the_same_touch(shelves: Shelves) -> None:
    planned(shelves)

    def claim_all(_: int) -> list[Claim]:
        mine: list[Claim] = []
        while batch := shelves.touches.claim(MORNING, 3, LEASE):
            mine += batch
        return mine

    with ThreadPoolExecutor(4) as pool:
        claimed = [claim.id for mine in pool.map(claim_all, range(4)) for claim in mine]
    assert len(claimed) == len(set(claimed)) == MANY


def test_a_calendar_is_read_by_one_at_a_time(shelves: Shelves) -> None:
    account = shelves.amara()
    calendar = shelves.calendars.keep(account.id, "primary", "Amara")
    shelves.calendars.keep(account.id, "hidden", "Not selected", selected=False)
    (claim,) = shelves.calendars.claim(NOW, 10, LEASE)
    assert (claim.id, claim.account) == (calendar, account.id)
    assert shelves.calendars.claim(NOW, 10, LEASE) == ()
    (again,) = shelves.calendars.claim(NOW + LEASE, 10, LEASE)
    assert not shelves.calendars.release(claim, NOW)
    assert shelves.calendars.begin(claim, NOW + LEASE) is None
    begun = shelves.calendars.begin(again, NOW + LEASE)
    assert begun
    assert not shelves.calendars.release(again, NOW)
    assert shelves.calendars.release(begun, NOW + timedelta(hours=1), fault="not found: subscribe again")
    assert shelves.calendars.load(calendar).fault == "not found: subscribe again"
    assert shelves.calendars.claim(NOW + LEASE, 10, LEASE) == ()
    assert shelves.calendars.claim(NOW + timedelta(hours=1), 10, LEASE)


def test_a_settlement_ends_the_claim_on_its_calendar(shelves: Shelves) -> None:
    account = shelves.amara()
    calendar = shelves.calendars.keep(account.id, "primary", "Amara")
    (claim,) = shelves.calendars.claim(NOW, 10, LEASE)
    shelves.touches.settle(settlement(account, Plan(), calendar=calendar, not_before=NOW))
    assert not shelves.calendars.release(claim, NOW)
    assert shelves.calendars.claim(NOW, 10, LEASE)


def test_a_mailbox_has_one_owner_at_a_time(shelves: Shelves) -> None:
    account = shelves.amara()
    lock = shelves.accounts.lock_mailbox(account.id, NOW, LEASE)
    assert lock
    assert shelves.accounts.lock_mailbox(account.id, NOW, LEASE) is None
    assert shelves.accounts.claim_mailboxes(NOW, 10, LEASE) == ()
    begun = shelves.accounts.begin_mailbox(lock, NOW)
    assert begun
    assert shelves.accounts.begin_mailbox(lock, NOW) is None
    later = NOW + timedelta(minutes=3)
    assert not shelves.accounts.unlock_mailbox(lock, history_id="77")
    lock = begun
    assert shelves.accounts.unlock_mailbox(lock, history_id="77", checked=NOW, not_before=later)
    assert not shelves.accounts.unlock_mailbox(lock, history_id="78")
    seen = shelves.accounts.load(account.id)
    assert (seen.history_id, seen.mailbox_checked, seen.mailbox_not_before) == ("77", NOW, later)
    assert shelves.accounts.claim_mailboxes(NOW, 10, LEASE) == ()
    assert [claim.id for claim in shelves.accounts.claim_mailboxes(later, 10, LEASE)] == [account.id]


def test_a_resting_accounts_calendars_and_mailbox_are_left_alone(shelves: Shelves) -> None:
    account = shelves.amara()
    shelves.calendars.keep(account.id, "primary", "Amara")
    assert shelves.accounts.lay_to_rest(account.id, "access was revoked: connect again", NOW)
    assert shelves.calendars.claim(NOW, 10, LEASE) == ()
    assert shelves.accounts.claim_mailboxes(NOW, 10, LEASE) == ()

"""Both ledgers take the contract."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.contracts.ledger_contract import Books, LedgerContract
from tests.fakes.fake_ledger import FakeLedger
from tests.house import AMARA, mornings
from tests.store.cast import NOW, Shelves
from worker.domain.account import Account, JournalLine
from worker.domain.ledger import Settlement
from worker.domain.plan import Plan


@dataclass
class SqlBooks(Books):
    shelves: Shelves

    def account(self) -> Account:
        return self.shelves.accounts.load(self.number)

    def rest(self, why: str) -> None:
        if why:
            self.shelves.accounts.lay_to_rest(self.number, why, NOW)
        else:
            self.shelves.accounts.grant(self.number, "1//again", ())
            again = NOW + timedelta(days=365)
            self.ledger.settle(
                Settlement(
                    account=self.number,
                    seen=self.account().revision,
                    plan=Plan(),
                    mornings=mornings(),
                    at=NOW,
                    plan_again=again,
                )
            )

    def lines(self) -> list[JournalLine]:
        return list(self.shelves.journal.latest(self.number, 1000))


@dataclass
class FakeBooks(Books):
    ledger: FakeLedger

    def account(self) -> Account:
        return self.ledger.accounts[self.number]

    def rest(self, why: str) -> None:
        self.ledger.accounts[self.number] = replace(self.account(), rest=why)

    def lines(self) -> list[JournalLine]:
        return [line for _, line in self.ledger.journal]


class TestTheLedgerInTheDatabase(LedgerContract):
    @pytest.fixture
    def books(self, shelves: Shelves) -> Books:
        account = shelves.amara()
        calendar = shelves.calendars.keep(account.id, "primary", "Amara")
        assert calendar
        return SqlBooks(shelves.touches, account.id, shelves)


class TestTheLedgerInMemory(LedgerContract):
    @pytest.fixture
    def books(self) -> Books:
        return FakeBooks(FakeLedger({1: Account(1, "a@x.example", AMARA, NOW)}), 1)

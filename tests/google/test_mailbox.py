from datetime import UTC, datetime

import pytest

from tests.contracts.mailbox_contract import Desk, Forgets, MailboxContract
from tests.fakes.fake_mailbox import FakeMailbox
from tests.fakes.google_world import GoogleWorld


class TestFakeMailbox(MailboxContract):
    @pytest.fixture
    def forgets(self) -> FakeMailbox:
        return FakeMailbox(clock=lambda: datetime.now(UTC))

    @pytest.fixture
    def desk(self, forgets: FakeMailbox) -> Desk:
        return Desk(forgets, forgets.hand, "resident@gmail.com")


class TestGoogleMailboxOverTheEmulator(MailboxContract):
    @pytest.fixture
    def forgets(self, world: GoogleWorld) -> Forgets:
        return world.proxy

    @pytest.fixture
    def desk(self, world: GoogleWorld) -> Desk:
        me = world.new_user()
        return Desk(world.mailbox(world.connect(me)), world.hand(me), me)

from collections.abc import Iterator

import pytest

from tests.flows.mail_world import MailWorld, open_house
from worker.flows.tools import Tools


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """One store for all tests; each takes an account of its own."""
    return open_house(tmp_path_factory.mktemp("house"))


@pytest.fixture
def mail(house: Tools) -> Iterator[MailWorld]:
    """Amara on the morning after her SICU month."""
    world = MailWorld.of(house)
    yield world
    house.accounts.delete(world.number)

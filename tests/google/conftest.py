from collections.abc import Iterator

import pytest

from tests.fakes.google_world import GoogleWorld, google_world


@pytest.fixture(scope="session")
def whole_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoogleWorld]:
    """One emulator for all tests; every test takes users of its own."""
    with google_world(tmp_path_factory.mktemp("google")) as world:
        yield world


@pytest.fixture
def world(whole_world: GoogleWorld) -> Iterator[GoogleWorld]:
    """The world with nothing broken."""
    whole_world.proxy.mend()
    whole_world.proxy.calls.clear()
    yield whole_world
    whole_world.close()
    whole_world.proxy.mend()

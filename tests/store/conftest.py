"""A real store in a temporary directory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.cast import Shelves
from worker.store.opening import open_directory


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def shelves(directory: Path) -> Iterator[Shelves]:
    database = open_directory(directory)
    yield Shelves.of(directory, database)
    database.close()

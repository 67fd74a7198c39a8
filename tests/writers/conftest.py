"""Parsers in another language that share no code with our writers, installed by npm from a lock file."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.npm import NODE, install

HERE = Path(__file__).parents[1] / "other_parsers"

Read = Callable[[bytes], dict[str, Any]]


@pytest.fixture(scope="session")
def other_parsers() -> Callable[[str, bytes], dict[str, Any]]:
    """Runs one of the scripts on some bytes."""
    install(HERE)

    def read(script: str, data: bytes) -> dict[str, Any]:
        run = subprocess.run([NODE, script], cwd=HERE, input=data, capture_output=True, check=True)
        found: dict[str, Any] = json.loads(run.stdout)
        return found

    return read


@pytest.fixture
def ical_js(other_parsers: Callable[[str, bytes], dict[str, Any]]) -> Read:
    """Mozilla's ical.js."""
    return lambda feed: other_parsers("feed.mjs", feed)


@pytest.fixture
def postal_mime(other_parsers: Callable[[str, bytes], dict[str, Any]]) -> Read:
    """The mail parser postal-mime."""
    return lambda mail: other_parsers("mail.mjs", mail)

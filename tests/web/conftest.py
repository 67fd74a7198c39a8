"""A door on a real store in a temporary directory, with a clock that stands where the cast lives."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.fakes.emulator import free_port
from tests.fakes.fake_calendar import Calendars, FakeCalendar
from tests.fakes.fake_mailbox import FakeMailbox
from tests.fakes.google_world import GoogleWorld, google_world
from tests.store.cast import NOW, Shelves
from tests.web.visit import DOOR, Visitor
from tests.writers.conftest import ical_js, other_parsers
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.flows.tools import Tools
from worker.settings import Settings, settings_from
from worker.store.opening import open_directory
from worker.web.app import create_app
from worker.web.signing import sign_in_link

__all__ = ["ical_js", "other_parsers"]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database, made once: the migrations need no test here."""
    directory = tmp_path_factory.mktemp("empty") / "data"
    open_directory(directory).close()
    return directory


@pytest.fixture
def settings(tmp_path: Path, empty_store: Path) -> Settings:
    shutil.copytree(empty_store, tmp_path / "data")
    clock = tmp_path / "clock"
    found = settings_from({"RAPPORT_DATA": str(tmp_path / "data"), "RAPPORT_CLOCK_FILE": str(clock)})
    turn_to(found, NOW)
    return found


def turn_to(settings: Settings, moment: datetime) -> None:
    """Turn the door's clock."""
    assert settings.clock_file
    seconds = (moment - datetime.now(UTC)).total_seconds()
    settings.clock_file.write_text(str(seconds), encoding="ascii")


@pytest.fixture
def google() -> Calendars:
    """The calendars that everybody here has at Google."""
    return Calendars()


@pytest.fixture
def mailbox(settings: Settings) -> FakeMailbox:
    """The mailbox that everybody here has at Google."""
    return FakeMailbox(settings.clock)


@pytest.fixture
def tools(settings: Settings, google: Calendars, mailbox: FakeMailbox) -> Tools:
    return replace(
        open_tools(settings, {}),
        open_calendars=lambda _: FakeCalendar(google),
        open_mailbox=lambda _: mailbox,
    )


@pytest.fixture
def app(tools: Tools, settings: Settings) -> Flask:
    return create_app(tools, settings, {})


@pytest.fixture
def somebody(app: Flask) -> Visitor:
    """A browser without a session."""
    return Visitor.of(app)


@pytest.fixture
def shelves(settings: Settings) -> Shelves:
    return Shelves.of(settings.data, open_directory(settings.data))


@pytest.fixture
def amara(shelves: Shelves) -> Account:
    """Her account, with something in every table."""
    return shelves.furnish()


SignIn = Callable[[Account], Visitor]


@pytest.fixture
def signed_in(app: Flask, settings: Settings, tools: Tools) -> SignIn:
    """A browser with the session of an account."""

    def enter(account: Account) -> Visitor:
        visitor = Visitor.of(app)
        visitor.open(sign_in_link(settings, {}).removeprefix(settings.door), follow=False)
        if len(tools.accounts.all()) > 1:
            visitor.open("/sign-in/account")
            visitor.press("", {"address": account.address}, follow=False)
        return visitor

    return enter


@pytest.fixture(scope="session")
def world_port() -> int:
    """The port of the door that a real browser visits."""
    return free_port()


@pytest.fixture(scope="session")
def whole_world(tmp_path_factory: pytest.TempPathFactory, world_port: int) -> Iterator[GoogleWorld]:
    """One emulator for all tests; every test takes users of its own."""
    redirects = [f"{door}/connected" for door in (DOOR, f"http://127.0.0.1:{world_port}")]
    with google_world(tmp_path_factory.mktemp("google"), redirects) as world:
        yield world


@pytest.fixture
def world(whole_world: GoogleWorld, settings: Settings) -> Iterator[GoogleWorld]:
    """The world with nothing broken, and its client's file where the door looks for it."""
    lay_down_client(settings, whole_world)
    yield whole_world
    whole_world.proxy.mend()


def lay_down_client(settings: Settings, world: GoogleWorld, kind: str = "web") -> None:
    """The client's file as Google's console gives it out."""
    client = world.client
    fields = {
        "client_id": client.id,
        "client_secret": client.secret,
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
        "revoke_uri": client.revoke_uri,
        "redirect_uris": list(client.redirect_uris),
    }
    settings.client_file.parent.mkdir(exist_ok=True)
    settings.client_file.write_text(json.dumps({kind: fields}), encoding="utf-8")

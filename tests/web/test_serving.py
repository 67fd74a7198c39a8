"""The door as a process serves it, and as a person sees it in a real browser."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import requests

from tests.browser import Tab, browser
from tests.fakes.google_world import GoogleWorld
from tests.store.cast import Shelves
from tests.web.conftest import lay_down_client
from worker.bootstrap.workshop import open_tools
from worker.domain.errors import Refused
from worker.settings import Settings
from worker.web.serve import open_server
from worker.web.signing import sign_in_link

__all__ = ["browser"]

PAGES = ("queue", "events", "people", "story", "feeds", "account", "connect")
SERVE = """
import os
from worker.settings import settings_from
from worker.web.serve import serve
serve(settings_from(os.environ), os.environ)
"""
PATIENCE = 30
BUILT_IN = "data:image/svg+xml"
"""The browser's own picture in a field for a day."""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
TINY = """[...document.querySelectorAll('button, input:not([type=hidden]), select, nav a')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 20).map(e => e.outerHTML)"""


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The door at its port, in a process of its own that ends cleanly when it is told to."""
    variables = {
        "RAPPORT_DATA": str(settings.data),
        "RAPPORT_CLOCK_FILE": str(settings.clock_file),
        "RAPPORT_PORT": str(settings.port),
        "RAPPORT_GOOGLE_ROOT": settings.google_root,
    }
    process = subprocess.Popen([sys.executable, "-c", SERVE], env={**os.environ, **variables})
    try:
        wait_for(settings.port, process)
        yield settings.door
    finally:
        process.terminate()
        status = process.wait(15)
    assert status == 0


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until somebody listens there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the door did not open")


def test_a_taken_port_is_said_with_the_remedy(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = replace(settings, port=other.getsockname()[1])
        with pytest.raises(Refused, match=f"Port {taken.port} is taken.*RAPPORT_PORT"):
            open_server(taken, {})


def test_an_address_of_another_machine_is_refused(settings: Settings, world_port: int) -> None:
    with pytest.raises(Refused, match="no address of this machine"):
        open_server(replace(settings, host="192.0.2.1", port=world_port), {})


@pytest.mark.usefixtures("amara")
def test_the_door_answers_over_http(settings: Settings, world_port: int) -> None:
    with served(replace(settings, port=world_port)) as door:
        answer = requests.get(f"{door}/healthz", timeout=10)
        assert (answer.status_code, answer.json()["database"]) == (200, "ok")
        assert "waitress" not in str(answer.headers).lower()
        strange = requests.get(f"{door}/healthz", headers={"Host": "evil.example"}, timeout=10)
        assert strange.status_code == 400


def test_a_person_connects_in_a_browser(
    browser: Tab, world: GoogleWorld, settings: Settings, world_port: int
) -> None:
    mine = replace(settings, port=world_port, google_root=world.proxy.url)
    lay_down_client(mine, world)
    email = world.new_user()
    with served(mine) as door:
        browser.visit(f"{door}/", 1280, 900)
        assert browser.evaluate("location.pathname") == "/connect"
        browser.follow("[...document.forms].at(-1).querySelector('button').click()")
        assert browser.evaluate("location.origin") == world.proxy.url, "the policy lets the form lead there"
        browser.follow(
            f"[...document.forms].find(f => f.elements.email?.value === {json.dumps(email)}).submit()"
        )
        assert browser.evaluate("location.href") == f"{door}/calendars"
        assert browser.evaluate("document.querySelectorAll('[name=calendar]').length") >= 1
        browser.evaluate("document.querySelectorAll('[name=calendar]').forEach(box => box.checked = true)")
        browser.follow("document.forms[0].querySelector('button').click()")
        assert browser.evaluate("location.pathname") == "/story"
        for field, value in (
            ("me.name", "Amara Osei"),
            ("me.stage", "prelim"),
            ("program_director.email", "x"),
        ):
            browser.evaluate(f"document.forms[0].elements[{field!r}].value = {value!r}")
        browser.follow("document.forms[0].querySelector('.press button').click()")
        assert browser.evaluate("document.querySelectorAll('.fault').length") == 2
        browser.evaluate("document.forms[0].elements['program_director.email'].value = ''")
        browser.evaluate("document.querySelector('[value=research]').click()")
        browser.follow("document.forms[0].querySelector('.press button').click()")
        assert browser.evaluate("location.pathname") == "/feeds"
        assert browser.complaints == []
    account = open_tools(mine, {}).accounts.all()[0]
    assert (account.address, account.me.told) == (email, True)


@pytest.mark.usefixtures("amara")
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_window(
    browser: Tab, settings: Settings, world_port: int, width: int
) -> None:
    mine = replace(settings, port=world_port)
    with served(mine) as door:
        browser.visit(sign_in_link(mine, {}), width, 900)
        for page in PAGES:
            browser.visit(f"{door}/{page}", width, 900)
            assert browser.evaluate("location.pathname") == f"/{page}"
            assert browser.evaluate(FITS), page
            assert browser.evaluate(TINY) == [], page
            assert browser.complaints == [], page
            asked = [one for one in browser.requested if not one.startswith(BUILT_IN)]
            assert [one for one in asked if not one.startswith(f"{door}/")] == [], page


def test_a_buttons_word_copies_the_address(
    browser: Tab, settings: Settings, world_port: int, shelves: Shelves
) -> None:
    shelves.furnish()
    mine = replace(settings, port=world_port)
    with served(mine) as door:
        browser.visit(sign_in_link(mine, {}), 1280, 900)
        browser.visit(f"{door}/feeds", 1280, 900)
        assert browser.evaluate("document.querySelector('[data-copy]').hidden") is False
        assert browser.complaints == []

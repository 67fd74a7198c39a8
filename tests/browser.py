"""A page's file goes in; what a real browser makes of it (widths, complaints, a picture) comes out.

Run as a program (`python tests/browser.py PAGE.html PICTURE.png [WIDTH [HEIGHT [dark]]]`) it takes a picture.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 30
REMEDY = "no Chromium on this machine: install it (Debian: apt-get install chromium) and run the tests again"


class Tab:
    """One open page, spoken to over the pipe of the DevTools protocol (NUL after every JSON message)."""

    def __init__(self, orders: int, answers: int) -> None:
        """Open an empty page and listen to everything that it complains about."""
        self._orders, self._answers = orders, answers
        self._heard = b""
        self._number = 0
        self._session = ""
        self._events: list[dict[str, Any]] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Log", "Runtime", "Network"):
            self._call(f"{domain}.enable")

    def open(self, page: Path, width: int, height: int, *, dark: bool = False) -> None:
        """Show a file in a window of this size; wait until it is there."""
        self.visit(page.resolve().as_uri(), width, height, dark=dark)

    def visit(self, address: str, width: int, height: int, *, dark: bool = False) -> None:
        """Show what lies at an address in a window of this size; wait until it is there."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[theme])
        self._events.clear()
        self._call("Page.navigate", url=address)
        self._wait_for_load()

    def follow(self, expression: str) -> None:
        """Do in the page what leads to another one, and wait until that is there."""
        self._events.clear()
        self.evaluate(expression)
        self._wait_for_load()

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    @property
    def complaints(self) -> list[str]:
        """What the page logged since it was opened: CSP violations, errors, console messages."""
        logged = [
            event["params"]["entry"]["text"] for event in self._events if event["method"] == "Log.entryAdded"
        ]
        return logged + [str(e["params"]) for e in self._events if e["method"] == "Runtime.consoleAPICalled"]

    @property
    def requested(self) -> list[str]:
        """Every address that the page asked for since it was opened."""
        sent = (event for event in self._events if event["method"] == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in sent]

    def _wait_for_load(self) -> None:
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._hear()

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        order = {"id": self._number, "method": method, "params": params}
        if self._session:
            order["sessionId"] = self._session
        message = json.dumps(order).encode() + b"\0"
        assert os.write(self._orders, message) == len(message)
        while (answer := self._hear()).get("id") != self._number:
            pass
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            assert select([self._answers], [], [], PATIENCE)[0], "the browser is silent"
            chunk = os.read(self._answers, 1 << 16)
            assert chunk, "the browser went away"
            self._heard += chunk
        heard, _, self._heard = self._heard.partition(b"\0")
        message: dict[str, Any] = json.loads(heard)
        if "method" in message:
            self._events.append(message)
        return message


def find_chromium() -> str:
    """The path of a Chromium; installed first if this is root on a Debian; else the test fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], check=True)
        found = shutil.which("chromium")
    if found is None:
        pytest.fail(REMEDY)
    return found


@contextmanager
def started_browser() -> Iterator[Tab]:
    """A browser of its own, with an empty profile, closed afterwards."""
    their_orders, orders = os.pipe()
    answers, their_answers = os.pipe()
    # The protocol's pipe is fixed to the descriptors 3 and 4, which only a shell can promise.
    shell = 'exec "$0" "$@" 3<&"$ORDERS" 4>&"$ANSWERS"'
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            ["bash", "-c", shell, find_chromium(), *FLAGS, f"--user-data-dir={profile}"],
            env={**os.environ, "ORDERS": str(their_orders), "ANSWERS": str(their_answers)},
            pass_fds=(their_orders, their_answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(their_orders)
        os.close(their_answers)
        try:
            yield Tab(orders, answers)
        finally:
            os.close(orders)
            os.close(answers)
            browser.terminate()
            browser.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Tab]:
    """One browser for all tests that import this fixture."""
    with started_browser() as tab:
        yield tab


def take_picture(
    page: str, picture: str, width: str = "1280", height: str = "900", theme: str = "light"
) -> None:
    """Save what a window of this size shows of the page."""
    with started_browser() as tab:
        tab.open(Path(page), int(width), int(height), dark=theme == "dark")
        Path(picture).write_bytes(tab.picture())


if __name__ == "__main__":
    take_picture(*sys.argv[1:])

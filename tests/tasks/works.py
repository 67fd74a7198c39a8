"""A directory goes in; a machine comes out: store, broker, a small Google, workers and beats at will."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.broker import Broker, broker_in
from tests.house import AMARA
from worker.bootstrap.workshop import open_tools
from worker.domain.account import CalendarSource
from worker.flows.tools import Tools
from worker.settings import Settings, settings_from

PATIENCE = 40.0
"""Seconds; a machine with other work to do may need them."""
TICK = 1.0


class SmallGoogle:
    """Gives tokens and empty calendars; holds its answers back while told to."""

    def __init__(self) -> None:
        self.read: list[str] = []
        """The calendars asked for, in order, answered or not."""
        self.flowing = threading.Event()
        self.flowing.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def client_file(self) -> dict[str, Any]:
        fields = {"client_id": "client", "client_secret": "secret", "token_uri": f"{self.url}/token"}
        return {"installed": fields}

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/token":
            return {"access_token": "access", "expires_in": 3600, "token_type": "Bearer"}
        if path.endswith("/events"):
            self.read.append(unquote(path.split("/")[-2]))
            self.flowing.wait(PATIENCE)
            return {"kind": "calendar#events", "timeZone": "UTC", "items": [], "nextSyncToken": "1"}
        return {"historyId": "1", "emailAddress": "amara@example.edu"}

    def stop(self) -> None:
        self.flowing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler_for(google: SmallGoogle) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.dumps(google.answer(urlsplit(self.path).path)).encode()
            try:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - same

        def log_message(self, *_: Any) -> None:
            return  # nobody reads it

    return Handler


@dataclass
class Works:
    """One data directory with everything that runs on it."""

    directory: Path
    broker: Broker
    google: SmallGoogle
    environment: dict[str, str]
    settings: Settings
    tools: Tools
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A part of the machine, in a process of its own."""
        words = [sys.executable, "-m", "worker.cli", *command]
        with (self.directory / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen(words, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def turn_clock(self, ahead: timedelta) -> None:
        (self.directory / "clock").write_text(str(ahead.total_seconds()), "ascii")

    def add_calendars(self, *names: str) -> None:
        """Each is somebody else's, who has just connected."""
        for name in names:
            account = self.tools.accounts.connect(f"{name}@example.edu", AMARA, self.settings.clock())
            self.tools.accounts.grant(account.id, "1//refresh", ())
            self.tools.calendars.keep(account.id, name, name)

    def calendars(self) -> tuple[CalendarSource, ...]:
        accounts = self.tools.accounts.all()
        return tuple(calendar for one in accounts for calendar in self.tools.calendars.of(one.id))

    def unread(self) -> list[str]:
        return [calendar.name for calendar in self.calendars() if calendar.checked is None]

    def said(self, part: str) -> str:
        return (self.directory / f"{part}.log").read_text("utf-8")

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(timeout=10)


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether it comes true in time."""
    late = time.monotonic() + seconds
    while time.monotonic() < late:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


@contextmanager
def small_google() -> Iterator[SmallGoogle]:
    google = SmallGoogle()
    try:
        yield google
    finally:
        google.stop()


@contextmanager
def works_in(directory: Path) -> Iterator[Works]:
    """Everything but workers and beats runs; nobody is connected."""
    data = directory / "data"
    with small_google() as google, broker_in(data) as broker:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")},
            "RAPPORT_DATA": str(data),
            "RAPPORT_TICK_SECONDS": str(TICK),
            "RAPPORT_CLOCK_FILE": str(directory / "clock"),
            "RAPPORT_GOOGLE_ROOT": f"{google.url}/",
        }
        (data / "google-client.json").write_text(json.dumps(google.client_file()), "utf-8")
        settings = settings_from(environment)
        tools = open_tools(settings, environment, upgrade=True)
        works = Works(directory, broker, google, environment, settings, tools)
        try:
            yield works
        finally:
            works.stop()

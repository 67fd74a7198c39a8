"""A data directory full of due letters goes in; broker, beat and a worker that may be killed come out."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from tests.fakes.google_world import GoogleWorld
from tests.house import AMARA, NEW_YORK, conversation, met, mornings
from worker.bootstrap.workshop import open_tools
from worker.domain.engagement import Engagement
from worker.domain.ledger import Settlement
from worker.domain.person import Person, Role
from worker.domain.plan import Plan
from worker.domain.touch import Key, State, Touch, Window
from worker.flows.tools import Tools
from worker.google.oauth import Client
from worker.machine.broker import answers, private_broker
from worker.machine.part import Running
from worker.settings import settings_from

SABOTAGE = Path(__file__).parent / "sabotage"
SPEED = 20
"""How many seconds of the worker's clock pass in one of ours: pauses of a minute need not be sat out."""
MORNING = clock_time(7)


@dataclass
class Turned:
    """A clock in a file that runs faster than ours, from a working morning on."""

    file: Path
    _first: float = 0.0
    _began: float = field(default_factory=time.monotonic)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        now = datetime.now(UTC)
        day = now.astimezone(NEW_YORK).date()
        while day.weekday() != 1:
            day += timedelta(days=1)
        self._first = (datetime.combine(day, MORNING, NEW_YORK) - now).total_seconds()
        self.turn()

    @property
    def today(self) -> date:
        return (datetime.now(UTC) + timedelta(seconds=self.offset)).astimezone(NEW_YORK).date()

    @property
    def offset(self) -> float:
        return self._first + (time.monotonic() - self._began) * (SPEED - 1)

    def turn(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{self.offset:.1f}", "ascii")
        fresh.replace(self.file)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.25):
            self.turn()


@dataclass
class Crew:
    """The processes of one machine, and the hand that kills them."""

    environment: Mapping[str, str]
    log: Path
    worker: subprocess.Popen[bytes] | None = None
    beat: subprocess.Popen[bytes] | None = None
    broker: Running | None = None
    kills: int = 0

    def start(self) -> None:
        self.start_broker()
        self.beat = self._started("beat")
        self.tend()

    def start_broker(self) -> None:
        settings = settings_from(self.environment)
        self.broker = Running(private_broker(settings, os.environ), lambda *_: None)
        self.broker.start()
        while not answers(settings.broker_socket):
            time.sleep(0.02)

    def kill_broker(self) -> None:
        assert self.broker is not None
        self.broker.kill()
        while not self.broker.has_ended():
            time.sleep(0.01)
        self.start_broker()

    def kill_worker(self) -> None:
        if self.worker is not None and self.worker.poll() is None:
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()
            self.kills += 1

    def tend(self) -> None:
        """Start again what has died."""
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self._started("worker")
        if self.beat is None or self.beat.poll() is not None:
            self.beat = self._started("beat")

    def stop(self) -> None:
        for process in (self.beat, self.worker):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        if self.broker is not None:
            self.broker.kill()
            while not self.broker.has_ended():
                time.sleep(0.01)

    def _started(self, part: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            command = [sys.executable, "-P", "-m", "worker.cli", part]
            return subprocess.Popen(command, env=dict(self.environment), stdout=log, stderr=subprocess.STDOUT)


def environment_for(folder: Path, world: GoogleWorld, *, sabotage: str) -> dict[str, str]:
    """What the processes are told."""
    client = folder / "client.json"
    client.write_text(json.dumps({"web": _fields(world.client)}), "utf-8")
    told = {
        "RAPPORT_DATA": str(folder / "data"),
        "RAPPORT_GOOGLE_CLIENT": str(client),
        "RAPPORT_GOOGLE_ROOT": world.proxy.url,
        "RAPPORT_CLOCK_FILE": str(folder / "clock"),
        "RAPPORT_TICK_SECONDS": "0.5",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    extra = {"PYTHONPATH": str(SABOTAGE)} if sabotage else {}
    return {**kept, **told, **extra}


def _fields(client: Client) -> dict[str, object]:
    return {
        "client_id": client.id,
        "client_secret": client.secret,
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
        "redirect_uris": list(client.redirect_uris),
    }


def fill(tools: Tools, world: GoogleWorld, now: datetime, users: int, letters: int) -> dict[str, set[str]]:
    """Connect users and give each that many letters due now; whom each user has to write to."""
    return {
        user: _fill_one(tools, world, now, user, letters) for user in (world.new_user() for _ in range(users))
    }


def opened(environment: Mapping[str, str]) -> Tools:
    """The tools, with the schema of today."""
    return open_tools(settings_from(environment), environment, upgrade=True)


def _fill_one(tools: Tools, world: GoogleWorld, now: datetime, user: str, letters: int) -> set[str]:
    grant = world.connect(user)
    me = replace(AMARA, addresses=(user,), hold_recipient=False)
    account = tools.accounts.connect(user, me, now - timedelta(days=30))
    tools.accounts.grant(account.id, grant.refresh_token, tuple(grant.scopes))
    people = [_person(number) for number in range(letters)]
    day = now.astimezone(NEW_YORK).date()
    engagements = tuple(
        conversation(day - timedelta(days=2), met(p, topic="the registry"), title=f"Clinic {n}")
        for n, p in enumerate(people)
    )
    plan = Plan(add=tuple(_touch(p, e, day) for p, e in zip(people, engagements, strict=True)))
    tools.touches.settle(
        Settlement(
            account=account.id,
            seen=tools.accounts.load(account.id).revision,
            plan=plan,
            mornings=mornings(me),
            at=now,
            engagements=engagements,
            plan_again=now + timedelta(days=365),
        )
    )
    return {person.email for person in people}


def _person(number: int) -> Person:
    name = f"Colleague {chr(65 + number // 26)}{chr(97 + number % 26)}nders"
    email = f"colleague{number:03}@outside.example.org"
    return Person(email, name, email, "Dr.", Role.MET)


def _touch(person: Person, engagement: Engagement, day: date) -> Touch:
    key = Key("conversation", "follow-up", person.key, engagement.id)
    window = Window(day - timedelta(days=1), day + timedelta(days=5))
    return Touch(
        key,
        person,
        window,
        State.PLANNED,
        due=day,
        serves=(key,),
        why=("due for the crash test",),
        subject=f"conversation {engagement.subject}",
        anchor_day=engagement.end,
    )

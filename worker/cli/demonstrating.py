"""A sample calendar goes in; the whole machine lives through one morning with it, and a summary comes out."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import click

from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.domain.narrative import Narrative
from worker.domain.touch import State
from worker.flows.connect_folder import connect_folder
from worker.flows.tools import Tools
from worker.local.mail_index import furnish_folder
from worker.settings import Settings, settings_from

ADDRESS = "amara.osei@lakeside.example.edu"
KEPT = ("RAPPORT_CONFIG", "RAPPORT_TEMPLATES")
"""What the demonstration takes over of a user's own settings; everything else is its own."""
PATIENCE = 60.0
GLANCE = 0.2
TICK = "1"
WRITTEN = frozenset({State.DRAFTED, State.SENT})


@dataclass(frozen=True, slots=True)
class Machine:
    """A Rapport that runs on a directory of its own."""

    tools: Tools
    settings: Settings
    account: Account
    log: Path

    def wait_for(self, what: str, look: Callable[[], bool]) -> None:
        """Look until it is so. Raises Refused, with the machine's last words, if it takes too long."""
        late = time.monotonic() + PATIENCE
        while not look():
            if time.monotonic() > late:
                said = self.log.read_text("utf-8", "replace").splitlines()[-5:]
                raise Refused(f"{what} did not come about within {PATIENCE:.0f} s: {' / '.join(said)}")
            time.sleep(GLANCE)

    def turn_to(self, moment: datetime) -> None:
        """Let the machine's clock show that moment from now on."""
        ahead = moment - self.settings.clock() + self.settings.turned
        clock = self.settings.data / "clock"
        fresh = clock.with_suffix(".new")
        fresh.write_text(f"{ahead.total_seconds():.1f}", "ascii")
        fresh.replace(clock)

    def has_read(self) -> bool:
        """Whether every calendar was read, the year planned, and the feeds are written."""
        calendars = self.tools.calendars.of(self.account.id)
        read = bool(calendars) and all(calendar.checked for calendar in calendars)
        return read and self.tools.feeds.find(self.account.id, "all") is not None and bool(self.due_days())

    def due_days(self) -> list[date]:
        """The mornings on which something is planned, in order."""
        touches = [touch.kept.touch for touch in self.tools.touches.of(self.account.id)]
        return sorted({touch.due for touch in touches if touch.due and touch.state is State.PLANNED})

    def has_written(self, day: date) -> bool:
        """Whether everything of that morning lies in the mailbox."""
        touches = [touch for touch in self.tools.touches.of(self.account.id) if touch.kept.touch.due == day]
        return bool(touches) and all(touch.state in WRITTEN for touch in touches)


def live_once(calendar: bytes, me: Narrative, mailbox: Path) -> None:
    """Start everything on a temporary directory, wait for the next morning with letters, and tell of it.

    The clock of the machine is turned to that morning; drafts lie in `mailbox` afterwards. Raises Refused
    if something of it does not come about.
    """
    with tempfile.TemporaryDirectory(prefix="rapport-") as name:
        environment = _environment(Path(name))
        settings = settings_from(environment)
        tools = open_tools(settings, environment, upgrade=True)
        _furnish(mailbox, calendar)
        account, _ = connect_folder(tools, ADDRESS, str(mailbox.absolute()), me, settings.clock())
        machine = Machine(tools, settings, account, Path(name) / "machine.log")
        click.echo("starting broker, worker, beat and web door on a directory of their own")
        with _running(environment, machine.log):
            _live(machine)
    click.echo("everything was stopped again")


def _live(machine: Machine) -> None:
    machine.wait_for("the first reading", machine.has_read)
    touches = machine.tools.touches.of(machine.account.id)
    click.echo(f"calendar read: {len(touches)} letters planned, feeds written")
    zone = ZoneInfo(machine.account.me.time_zone)
    day = machine.due_days()[0]
    morning = datetime.combine(day, machine.tools.rules.limits.morning, zone) + timedelta(minutes=1)
    if morning > machine.settings.clock():
        machine.turn_to(morning)
        click.echo(
            f"the machine's clock is turned to its next morning with a letter: {morning:%A %d %B, %H:%M}"
        )
    machine.wait_for("the morning's drafts", lambda: machine.has_written(day))
    folder = Path(machine.account.folder) / "drafts"
    drafts = sorted(folder.glob("*.eml"))
    click.echo(f"drafts written: {len(drafts)}, in {folder}")
    for draft in drafts:
        message = message_from_bytes(draft.read_bytes(), policy=default)
        click.echo(f"  {message['Subject']}")
    address = f"{machine.settings.door}/feeds/{machine.tools.accounts.feed_token(machine.account.id)}/all.ics"
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own door, on loopback
        entries = answer.read().count(b"BEGIN:VEVENT")
        click.echo(f"feed address answered {answer.status}: {entries} entries, {address}")


def _environment(folder: Path) -> dict[str, str]:
    """What the parts are told: nothing of the user's own account, broker or database."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    told |= {name: os.environ[name] for name in KEPT if name in os.environ}
    return told | {
        "RAPPORT_DATA": str(folder / "data"),
        "RAPPORT_PORT": str(_free_port()),
        "RAPPORT_TICK_SECONDS": TICK,
        "RAPPORT_CLOCK_FILE": str(folder / "data" / "clock"),
    }


def _furnish(mailbox: Path, calendar: bytes) -> None:
    """An empty mailbox beside a calendar; what an earlier demonstration left in it goes."""
    shutil.rmtree(mailbox, ignore_errors=True)
    furnish_folder(mailbox)
    (mailbox / "sample.ics").write_bytes(calendar)


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
    return port


@contextmanager
def _running(environment: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "worker.cli", "up"],
            env=dict(environment),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()

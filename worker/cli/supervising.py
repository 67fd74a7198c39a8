"""The whole machine: options go in, and broker, worker, beat and web door run together until Ctrl-C."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from tasks.start import reach_broker
from worker.bootstrap.workshop import open_tools
from worker.cli.running import door_options, told
from worker.domain.errors import Refused
from worker.machine.broker import dismiss_orphan, private_broker
from worker.machine.lock import alone
from worker.machine.part import Part
from worker.machine.supervisor import Supervisor
from worker.settings import EVERYWHERE, Settings, settings_from
from worker.web.signing import sign_in_link

COLOURS = {"broker": "magenta", "worker": "green", "web": "cyan", "beat": "yellow", "rapport": "bold"}


@click.command()
@door_options
def up(data: Path | None, port: int | None, host: str | None) -> None:
    """Run everything in this terminal: broker, worker, beat and web door. Ctrl-C ends it."""
    os.environ.update(told(data=data, port=port, host=host))
    settings = settings_from(os.environ)
    with alone(settings.data):
        _run_all(settings, os.environ)


def _run_all(settings: Settings, environment: Mapping[str, str]) -> None:
    _refuse_taken_port(settings)
    open_tools(settings, environment, upgrade=True)
    child = {**environment, "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-P", "-m", "worker.cli")

    def part(name: str, is_ready: Callable[[], bool] = lambda: True) -> Part:
        return Part(name, (*command, name, "--supervised"), child, Path.cwd(), is_ready)

    show = Lines()
    parts = (part("worker"), part("web", partial(_is_open, settings)), part("beat"))
    supervisor = Supervisor((*_brokers(settings, environment), *parts), show)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.stop())
    supervisor.run(lambda: show("rapport", _welcome(settings, environment)))


def _brokers(settings: Settings, environment: Mapping[str, str]) -> tuple[Part, ...]:
    """Ours, unless the user has one that answers."""
    if settings.broker_url:
        reach_broker(settings)
        return ()
    broker = private_broker(settings, environment)
    dismiss_orphan(settings)
    return (broker,)


def _refuse_taken_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((settings.host, settings.port))
        except OSError as fault:
            raise Refused(
                f"The web door cannot open at {settings.host}, port {settings.port} ({fault.strerror}): stop "
                f"what uses it, or choose another with --port N or --host ADDRESS."
            ) from fault


def _is_open(settings: Settings) -> bool:
    host = EVERYWHERE.get(settings.host, settings.host)
    try:
        with socket.create_connection((host, settings.port), timeout=1):
            return True
    except OSError:
        return False


def _welcome(settings: Settings, environment: Mapping[str, str]) -> str:
    return f"runs on {settings.data}; Ctrl-C ends it. Sign in: {sign_in_link(settings, environment)}"


class Lines:
    """Shows what each part says, its name before it, in a colour of its own where a person looks."""

    def __init__(self) -> None:
        """Lines go to stdout, one at a time."""
        self._out = Console(highlight=False, soft_wrap=True)

    def __call__(self, part: str, line: str) -> None:
        """Show one line."""
        name = Text(f"{part:<7} | ", style=COLOURS.get(part, ""))
        self._out.print(name + Text(line))

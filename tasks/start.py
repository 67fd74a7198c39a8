"""A process that was told what to be goes in, and is a worker or the beat until it is told to stop."""

import logging
import os
import socket
import sys
import warnings
from urllib.parse import urlsplit

from celery.exceptions import CPendingDeprecationWarning, SecurityWarning
from celery.signals import after_setup_logger
from kombu.exceptions import OperationalError

from tasks.app import app, settings_here, tools
from worker.domain.errors import Refused
from worker.settings import Settings

QUIET = ("celery.app.trace", "celery.beat", "celery.worker.request", "celery.worker.strategy")
"""Where Celery says something of every single job."""


def start_worker(threads: int) -> None:
    """Work until the process is told to stop. Raises Refused where it could do nothing."""
    reach_broker(settings_here())
    tools()
    # Celery warns whoever is root; it is right where jobs may be code (pickle), and ours are JSON alone.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    # And it asks what becomes of running jobs when the broker is lost: they go on, and are begun once.
    warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)
    worker = app.Worker(
        hostname=f"rapport-{os.getpid()}@{socket.gethostname()}",
        pool="threads",
        concurrency=threads,
        loglevel="INFO",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    sys.exit(worker.exitcode)


def start_beat() -> None:
    """Tick until the process is told to stop. Raises Refused where nobody could hear it."""
    reach_broker(settings_here())
    app.Beat(loglevel="INFO", quiet=True).run()


def reach_broker(settings: Settings) -> None:
    """Raise Refused, with the remedy, unless the broker answers."""
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    except (OperationalError, OSError, ValueError) as fault:
        raise Refused(_unreachable(settings, fault)) from fault


def _unreachable(settings: Settings, fault: Exception) -> str:
    if not settings.broker_url:
        return (
            f"No broker runs for {settings.data}: start `rapport up` there, or set RAPPORT_BROKER_URL to "
            f"a Redis or Valkey of your own."
        )
    place = urlsplit(settings.broker_url)
    where = f"{place.scheme}://{place.hostname or ''}{f':{place.port}' if place.port else ''}{place.path}"
    return f"The broker {where} does not answer ({fault}): start it, or correct or unset RAPPORT_BROKER_URL."


def _hush(**_: object) -> None:
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


after_setup_logger.connect(_hush)

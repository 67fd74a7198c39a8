"""A directory goes in; a real Valkey comes out, as `rapport up` starts it, ended with the test."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from worker.machine.broker import answers, private_broker
from worker.settings import Settings, settings_from


@dataclass
class Broker:
    """One private Valkey."""

    settings: Settings
    process: subprocess.Popen[bytes]

    @property
    def redis(self) -> Redis:
        return Redis.from_url(self.settings.broker)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)


@contextmanager
def broker_in(directory: Path) -> Iterator[Broker]:
    """A broker in that data directory."""
    directory.mkdir(parents=True, exist_ok=True)
    settings = settings_from({"RAPPORT_DATA": str(directory)})
    part = private_broker(settings, {})
    process = subprocess.Popen(part.command, cwd=part.folder, stdout=subprocess.DEVNULL)
    broker = Broker(settings, process)
    try:
        late = time.monotonic() + 10
        while not answers(settings.broker_socket) and time.monotonic() < late:
            time.sleep(0.01)
        yield broker
    finally:
        broker.stop()

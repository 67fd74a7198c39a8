"""Parts go in, in the order in which they need each other; they run until the stop comes."""

import threading
import time
from collections.abc import Callable, Sequence

from worker.machine.part import KILL_AFTER, Part, Running, Show

GLANCE = 0.1
"""Seconds between two looks at the parts."""
READY_WITHIN = 20.0
"""Seconds that the others wait for a part at the first start."""


class Supervisor:
    """Starts parts one after the other, starts again what dies, and stops them in reverse order."""

    def __init__(self, parts: Sequence[Part], show: Show) -> None:
        """Nothing runs yet. `show` may be called from any thread."""
        self._parts = [Running(part, show) for part in parts]
        self._stop = threading.Event()
        self._hurry = threading.Event()

    def stop(self) -> None:
        """Let `run` come to its end; told twice, it kills. Safe in a signal handler."""
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    def run(self, on_ready: Callable[[], None]) -> None:
        """Keep every part alive until `stop`. `on_ready` is called once all have been started."""
        try:
            for part in self._parts:
                self._start(part)
            if not self._stop.is_set():
                on_ready()
            while not self._stop.wait(GLANCE):
                for part in self._parts:
                    part.tend()
        finally:
            for part in reversed(self._parts):
                self._end(part)

    def _start(self, running: Running) -> None:
        """Start it and wait until it can be used; one that does not come is left to `tend`."""
        if self._stop.is_set():
            return
        running.start()
        late = time.monotonic() + READY_WITHIN
        while running.is_alive and not running.part.is_ready() and time.monotonic() < late:
            if self._stop.wait(GLANCE / 2):
                return

    def _end(self, running: Running) -> None:
        running.end()
        late = time.monotonic() + KILL_AFTER
        while not running.has_ended():
            if self._hurry.wait(GLANCE / 2) or time.monotonic() > late:
                running.kill()

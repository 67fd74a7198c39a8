"""A command goes in; one watched process comes out: its lines are passed on, its deaths made good."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

SOONEST, LATEST = 0.5, 30.0
"""Seconds before a part that died is started again: doubled each time, up to the latest."""
SOUND = 60.0
"""Seconds that a part has to live for its next death to count as the first."""
KILL_AFTER = 20.0
"""Seconds that a part has to end by itself; whatever it had in hand is done by the next one."""

Show = Callable[[str, str], None]
"""Takes a part's name and one line that it said."""


@dataclass(frozen=True, slots=True)
class Part:
    """One program of several that belong together."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    """Where it runs."""
    is_ready: Callable[[], bool] = lambda: True
    """Whether it can be used."""


@dataclass
class Running:
    """A part and its process."""

    part: Part
    show: Show
    process: subprocess.Popen[bytes] | None = None
    _began: float = 0.0
    _again: float = 0.0
    _pause: float = SOONEST
    _reader: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Begin the process, in a session of its own: Ctrl-C reaches us alone, and parts end in order."""
        # Its stdin is a pipe that closes when we die: that is how it notices (see `end_with_parent`).
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.part.command,
            env={**self.part.environment},
            cwd=self.part.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._began = time.monotonic()
        if self.process.stdout:
            self._reader = threading.Thread(target=self._pass_on, args=(self.process.stdout,), daemon=True)
            self._reader.start()

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def tend(self) -> None:
        """Start it again if it has died and its pause is over. Call this often."""
        if self.is_alive:
            return
        if self.process is not None:
            self._mourn(self.process)
        if time.monotonic() >= self._again:
            self.start()

    def end(self) -> None:
        """Ask it to end."""
        if self.process and self.is_alive:
            self.process.terminate()

    def kill(self) -> None:
        """End it at once, with everything that it started."""
        if self.process and self.is_alive:
            os.killpg(self.process.pid, signal.SIGKILL)

    def has_ended(self) -> bool:
        """Whether it is over and everything it said was passed on."""
        if self.is_alive:
            return False
        self._let_go()
        return True

    def _mourn(self, process: subprocess.Popen[bytes]) -> None:
        """Say that it died, and when it comes again."""
        self._let_go()
        self._pause = SOONEST if time.monotonic() - self._began > SOUND else self._pause
        self.show(self.part.name, f"ended with {_how(process.returncode)}; again in {self._pause:g} s")
        self._again = time.monotonic() + self._pause
        self._pause = min(LATEST, 2 * self._pause)

    def _let_go(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
        if self._reader:
            self._reader.join(timeout=1)
        self.process = self._reader = None

    def _pass_on(self, lines: IO[bytes]) -> None:
        with lines:
            for line in lines:
                if text := line.decode("utf-8", "replace").rstrip():
                    self.show(self.part.name, text)


def _how(code: int) -> str:
    return f"status {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"

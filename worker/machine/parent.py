"""A process that was started by `rapport up` goes in, and ends when that one is gone, however it went."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Watch the pipe that the parent holds: it closes with the parent, even when that one is killed."""
    threading.Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(pipe: int) -> None:
    while os.read(pipe, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)

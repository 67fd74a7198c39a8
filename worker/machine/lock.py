"""A data directory goes in; it is this process's alone until it ends, or Refused says whose it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from worker.domain.errors import Refused
from worker.store.opening import make_private

FILE = "up.lock"


@contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Hold the directory. The lock goes with the process, however it ends; the file stays."""
    make_private(directory)
    descriptor = _open(directory / FILE)
    try:
        _lock(descriptor, directory)
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def _open(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise Refused(
            f"{file.parent} cannot be written ({fault.strerror}): make it writable for you, or choose "
            f"another directory with --data DIR."
        ) from fault


def _lock(descriptor: int, directory: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError as fault:
        raise Refused("`rapport up` runs on Linux and macOS; on Windows start it inside WSL.") from fault
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace")
        raise Refused(
            f"Rapport runs already on {directory} (process {holder}): stop it first, or choose another "
            f"directory with --data DIR."
        ) from fault

"""A refresh token goes in; bytes that only the key opens come out. Keys are made, read and replaced here."""

import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from worker.domain.errors import Reconnect, Refused

VARIABLE = "RAPPORT_KEY"
FILE = "key"
OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Permissions that nobody but the owner may have."""

ReadKeys = Callable[[], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Secrets:
    """Seals and opens with the keys of this moment.

    The keys are read at each use: another process may be changing them. A seal is made inside the write
    transaction that stores it; so it is either re-encrypted by a rotation or made with the new key.
    """

    keys: ReadKeys
    """The keys, newest first: the first seals, every one opens."""

    def seal(self, secret: str) -> bytes:
        """The secret, encrypted and authenticated (Fernet: AES-128-CBC, HMAC-SHA256)."""
        return self._ring().encrypt(secret.encode())

    def unseal(self, sealed: bytes) -> str:
        """The secret. Raises Reconnect where no key opens it."""
        try:
            return self._ring().decrypt(sealed).decode()
        except InvalidToken as fault:
            raise Reconnect(
                "The key does not open what is stored: put the right key back, or connect again."
            ) from fault

    def reseal(self, sealed: bytes) -> bytes:
        """The same secret under the newest key. Raises Reconnect where no key opens it."""
        try:
            return self._ring().rotate(sealed)
        except InvalidToken as fault:
            raise Reconnect(
                "The key does not open what is stored: put the right key back, or connect again."
            ) from fault

    def _ring(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self.keys()])


def secrets_in(directory: Path, environment: Mapping[str, str]) -> Secrets:
    """The secrets of a data directory: the key from RAPPORT_KEY, else from its file, made at the first start.

    Raises Refused where the key is half-written, readable by others, or cannot be read or made.
    """
    if VARIABLE in environment:
        given = _checked(tuple(environment[VARIABLE].replace(",", " ").split()), VARIABLE)
        return Secrets(lambda: given)
    file = directory / FILE
    make_key(file)
    read_keys(file)
    return Secrets(lambda: read_keys(file))


def make_key(file: Path) -> None:
    """Make a key file for its owner alone, unless there is one. It appears whole or not at all."""
    if file.exists():
        return
    draft = _written(file, (new_key(),))
    try:
        with suppress(FileExistsError):  # another process was faster: its key holds
            os.link(draft, file)
    finally:
        draft.unlink()


def read_keys(file: Path) -> tuple[str, ...]:
    """The keys in a file, newest first. Raises Refused with the remedy where it cannot be trusted."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text("ascii", "replace")
    except OSError as fault:
        raise Refused(
            f"The key {file} cannot be read ({fault.strerror}): put your copy of it back."
        ) from fault
    if mode & OTHERS:
        raise Refused(
            f"The key {file} is open to other users (mode {mode:o}): run `chmod 600 {file}`, then "
            f"`rapport key rotate` if anybody may have read it."
        )
    return _checked(tuple(text.split()), str(file))


def replace_keys(file: Path, keys: tuple[str, ...]) -> None:
    """Write the keys in one step: a crash leaves the old file or the new one."""
    _written(file, keys).replace(file)
    _synced(file.parent)


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()


def _checked(keys: tuple[str, ...], where: str) -> tuple[str, ...]:
    try:
        MultiFernet([Fernet(key) for key in keys])
    except ValueError as fault:
        raise Refused(
            f"The key in {where} is half-written or no key: put your copy of it back; "
            f"if there is none, remove it and connect the account again."
        ) from fault
    return keys


def _written(file: Path, keys: tuple[str, ...]) -> Path:
    """A new file beside it, mode 600 from its first moment, safely on disk."""
    draft = file.with_name(f"{file.name}.{token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write("".join(f"{key}\n" for key in keys))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        raise Refused(
            f"The key {file} cannot be written ({fault.strerror}): make {file.parent} writable for you."
        ) from fault
    return draft


def _synced(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

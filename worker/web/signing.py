"""The data directory's key goes in; what signs sessions, and a sign-in link that works once, come out."""

import hmac
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex, token_urlsafe
from urllib.parse import quote

from worker.domain.errors import Refused
from worker.settings import Settings
from worker.store.opening import make_private
from worker.store.secrets import secrets_in

FILE = "sign-in"
GOOD_FOR = timedelta(hours=12)
"""How long a sign-in link works, unless it was used before."""


def session_keys(settings: Settings, environment: Mapping[str, str]) -> list[str]:
    """What signs sessions, newest first; derived from the store's keys, so that no second secret needs care.

    Raises Refused where the key cannot be trusted.
    """
    make_private(settings.data)
    keys = secrets_in(settings.data, environment).keys()
    return [hmac.new(key.encode(), b"rapport web session", sha256).hexdigest() for key in keys]


def sign_in_link(settings: Settings, environment: Mapping[str, str]) -> str:
    """An address that signs in once, for whoever runs this machine; earlier links die.

    Raises Refused where the data directory cannot be written.
    """
    token = token_urlsafe(32)
    seal = _seal(settings, environment, token)
    _write(settings.data / FILE, f"{seal} {settings.clock().isoformat()}\n")
    return f"{settings.door}/sign-in?token={quote(token)}"


def take_link(settings: Settings, environment: Mapping[str, str], token: str, now: datetime) -> bool:
    """Whether the token is that of the link that waits; if so it is used up."""
    file = settings.data / FILE
    try:
        seal, made = file.read_text("ascii").split()
    except (OSError, ValueError):
        return False
    if not hmac.compare_digest(seal, _seal(settings, environment, token)):
        return False
    try:
        file.unlink()  # of two who come at once, one alone can
    except FileNotFoundError:
        return False
    return now - datetime.fromisoformat(made) <= GOOD_FOR


def _seal(settings: Settings, environment: Mapping[str, str], token: str) -> str:
    """What the file keeps of a token: whoever reads the file has no link."""
    key = session_keys(settings, environment)[0]
    return hmac.new(key.encode(), token.encode("utf-8", "replace"), sha256).hexdigest()


def _write(file: Path, text: str) -> None:
    """In one step, for the owner's eyes alone."""
    draft = file.with_name(f"{file.name}.{token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(text)
        draft.replace(file)
    except OSError as fault:
        with suppress(OSError):
            draft.unlink()
        raise Refused(
            f"{file} cannot be written ({fault.strerror}): make {file.parent} writable for you."
        ) from fault

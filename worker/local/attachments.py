"""Paths of the user's own files go in; what goes with a letter comes out."""

from collections.abc import Sequence
from pathlib import Path

from worker.domain.errors import Refused
from worker.domain.letter import Attachment


def load_attachments(paths: Sequence[str]) -> tuple[Attachment, ...]:
    """The files, in order. Raises Refused where one is gone since the profile was read."""
    return tuple(_attachment(Path(path)) for path in paths)


def _attachment(path: Path) -> Attachment:
    try:
        return Attachment(path.name, path.read_bytes())
    except OSError as fault:
        remedy = "put the file back, or take it out of your profile"
        raise Refused(f"{path.name} cannot be read ({fault.strerror}): {remedy}.") from fault

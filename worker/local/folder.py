"""Named files go in; a folder that holds them comes out. What an earlier run left there is cleared first."""

from collections.abc import Mapping
from pathlib import Path

from worker.domain.errors import Refused

MANIFEST = ".rapport-files"
"""Lists what the last run wrote: only that is ever removed."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, by relative name. Files of an earlier run that are no longer wanted go; others stay.

    Raises Refused where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder, keep=frozenset(files))
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (folder / MANIFEST).write_text("".join(f"{name}\n" for name in files), encoding="utf-8")
    except OSError as fault:
        raise Refused(
            f"Cannot write to {folder} ({fault.strerror}): choose another folder with --out."
        ) from fault


def _clear(folder: Path, keep: frozenset[str]) -> None:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return
    for name in manifest.read_text(encoding="utf-8").splitlines():
        path = (folder / name).resolve()
        if name not in keep and path.is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)

"""Named files go in; a folder that holds them comes out. What an earlier run left there is cleared first."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

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


@dataclass(frozen=True, slots=True)
class FeedFolder:
    """Feeds as files for a static host (RAPPORT_FEED_DIR): `<token>/<feed>.ics`."""

    root: Path

    def lay_down(self, token: str, files: Mapping[str, bytes]) -> None:
        """Write the files whose bytes have changed, each at once as a whole. Raises Refused."""
        with self._told():
            folder = self.root / token
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                if not (folder / name).is_file() or (folder / name).read_bytes() != content:
                    _replace(folder / name, content)

    def remove(self, token: str) -> None:
        """Take everything under a token away. Raises Refused."""
        with self._told():
            if token and (self.root / token).is_dir():
                shutil.rmtree(self.root / token)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise Refused(
                f"Cannot write feeds to {self.root} ({fault.strerror}): set RAPPORT_FEED_DIR to a folder "
                f"that this user may write to, or unset it."
            ) from fault


def _replace(path: Path, content: bytes) -> None:
    """The file with this content: who reads it meanwhile gets the old one or the new one, never half."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
    # A temporary file is its owner's alone; a static host is somebody else.
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(path)

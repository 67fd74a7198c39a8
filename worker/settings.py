"""The environment goes in; what differs between machines comes out (RAPPORT_… variables)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_data_path

from worker.domain.errors import Refused

PACKAGE = Path(__file__).parent
NEEDED = ("config", "templates")
PORT = 8725
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound to
"""Addresses to listen at that are none to go to."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie on this machine, and where others are reached."""

    config: Path
    """The folder of rules (RAPPORT_CONFIG, default: the one that ships)."""
    templates: Path
    """The folder of words (RAPPORT_TEMPLATES, default: the one that ships)."""
    data: Path
    """Database, key and sockets (RAPPORT_DATA or --data; default: the platform's folder for user data)."""
    database_url: str = ""
    """Another database than the one in `data` (RAPPORT_DATABASE_URL, an SQLAlchemy URL)."""
    broker_url: str = ""
    """A Redis or Valkey of the user's own (RAPPORT_BROKER_URL); empty: `rapport up` starts a private one."""
    host: str = "127.0.0.1"
    """Where the web door listens (RAPPORT_HOST)."""
    port: int = PORT
    """And at which port (RAPPORT_PORT)."""
    public_url: str = ""
    """How others reach the web door, behind HTTPS (RAPPORT_PUBLIC_URL); no slash at the end."""
    feed_dir: Path | None = None
    """Where feeds are laid down as files for a static host (RAPPORT_FEED_DIR)."""
    google_client: Path | None = None
    """The OAuth client's JSON file (RAPPORT_GOOGLE_CLIENT; default: google-client.json in `data`)."""
    google_root: str = ""
    """Another address instead of Google's own (RAPPORT_GOOGLE_ROOT): an emulator, in tests."""
    tick_seconds: float = 60.0
    """How often due work is looked for (RAPPORT_TICK_SECONDS)."""
    clock_file: Path | None = None
    """A file with seconds by which the clock is turned (RAPPORT_CLOCK_FILE): for tests and `make story`."""

    @property
    def door(self) -> str:
        """The web door's address, as links show it; where it listens everywhere, by this machine's name."""
        host = EVERYWHERE.get(self.host, self.host)
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def broker_socket(self) -> Path:
        """Where the private broker listens."""
        return self.data / "broker.sock"

    @property
    def broker(self) -> str:
        """The broker's URL, as Redis clients take it (redis://, rediss:// or unix://)."""
        return self.broker_url or f"unix://{quote(str(self.broker_socket.absolute()))}"

    @property
    def client_file(self) -> Path:
        """Where the OAuth client's file is looked for."""
        return self.google_client or self.data / "google-client.json"

    def clock(self) -> datetime:
        """The moment, aware, UTC. The one clock of every door."""
        return datetime.now(UTC) + self.turned

    @property
    def turned(self) -> timedelta:
        """By how much the clock is turned; nothing, unless a clock file says so."""
        if self.clock_file is None or not self.clock_file.exists():
            return timedelta()
        return timedelta(seconds=float(self.clock_file.read_text("ascii")))


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings an environment asks for. Raises Refused if one cannot be."""
    shipped = PACKAGE / "_data" if (PACKAGE / "_data").is_dir() else PACKAGE.parent
    folders = {name: _folder(environment, name, shipped / name) for name in NEEDED}
    return Settings(
        **folders,
        data=Path(environment.get("RAPPORT_DATA") or user_data_path("rapport", appauthor=False)),
        database_url=environment.get("RAPPORT_DATABASE_URL", ""),
        broker_url=environment.get("RAPPORT_BROKER_URL", ""),
        host=environment.get("RAPPORT_HOST") or "127.0.0.1",
        port=int(_number(environment, "RAPPORT_PORT", PORT, most=65535)),
        public_url=_public(environment.get("RAPPORT_PUBLIC_URL", "")),
        feed_dir=_path(environment, "RAPPORT_FEED_DIR"),
        google_client=_path(environment, "RAPPORT_GOOGLE_CLIENT"),
        google_root=environment.get("RAPPORT_GOOGLE_ROOT", ""),
        tick_seconds=_number(environment, "RAPPORT_TICK_SECONDS", 60.0, most=3600),
        clock_file=_path(environment, "RAPPORT_CLOCK_FILE"),
    )


def _folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    variable = f"RAPPORT_{name.upper()}"
    folder = Path(environment.get(variable) or default)
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder; set {variable} to the folder of {name}, or unset it.")
    return folder


def _path(environment: Mapping[str, str], variable: str) -> Path | None:
    text = environment.get(variable)
    return Path(text) if text else None


def _number(environment: Mapping[str, str], variable: str, default: float, *, most: float) -> float:
    text = environment.get(variable)
    try:
        number = float(text) if text else default
    except ValueError:
        number = -1
    if not 0 < number <= most:
        raise Refused(f"{variable} is {text!r}: give a number between 0 and {most:g}, or unset it.")
    return number


def _public(url: str) -> str:
    if url and not url.startswith("https://"):
        raise Refused(f"RAPPORT_PUBLIC_URL is {url!r}: give an address that begins with https://.")
    return url.rstrip("/")

"""Users' addresses go in; a running emulator of Google's OAuth and Gmail comes out (npm `emulate`)."""

import json
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.npm import NODE, install

HOME = Path(__file__).parent / "emulate"
PROGRAM = HOME / "node_modules" / "emulate" / "dist" / "index.js"
READY_SECONDS = 30


@dataclass(frozen=True)
class Emulator:
    """A process that plays Google on one port, with everything in memory."""

    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        """End it; what it knew is gone."""
        self.process.terminate()
        self.process.wait(timeout=10)


def start_emulator(
    directory: Path, users: Sequence[str], *, client_id: str, client_secret: str, redirect_uris: Sequence[str]
) -> Emulator:
    """Start it with empty mailboxes and one OAuth client. `directory` takes its seed and log."""
    install(HOME)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    client = {"client_id": client_id, "client_secret": client_secret, "redirect_uris": list(redirect_uris)}
    seed = {"google": {"users": [{"email": user} for user in users], "oauth_clients": [client]}}
    seed_file = directory / "seed.json"
    seed_file.write_text(json.dumps(seed), encoding="utf-8")
    options = ["--service", "google", "--host", "127.0.0.1", "--port", str(port), "--base-url", url]
    with (directory / "emulate.log").open("wb") as log:
        process = subprocess.Popen(
            [NODE, PROGRAM, "start", *options, "--seed", seed_file], stdout=log, stderr=subprocess.STDOUT
        )
    _wait_for(port, process)
    return Emulator(process, url)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError("the emulator did not start; see emulate.log")

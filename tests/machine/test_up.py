"""`rapport up`: one command starts everything, keeps it running, and ends it; nothing is left behind."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from worker.cli import main
from worker.machine.broker import answers, dismiss_orphan
from worker.settings import settings_from
from worker.store.opening import open_directory

PATIENCE = 40.0
RUNS = "Ctrl-C ends it"


def run(command: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """A program to its end, with what it said."""
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


class Up:
    """A `rapport up` in a process of its own."""

    def __init__(self, directory: Path, **more: str) -> None:
        with socket.socket() as line:
            line.bind(("127.0.0.1", 0))
            self.port = line.getsockname()[1]
        self.data = directory / "my data"
        self._log = directory / "up.log"
        plain = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
        self.environment = {**plain, "RAPPORT_TICK_SECONDS": "1", **more}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def command(self) -> list[str]:
        words = ["up", "--data", str(self.data), "--port", str(self.port)]
        return [sys.executable, "-m", "worker.cli", *words]

    def again(self) -> "subprocess.CompletedProcess[str]":
        """A second one on the same directory."""
        return subprocess.run(
            self.command(),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def parts(self) -> dict[str, int]:
        """The parts that run on the directory, by name, with their process numbers."""
        table = subprocess.check_output(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], text=True)
        found = re.findall(rf"^\s*(\d+)\s+{self.process.pid}\s+(.*)$", table, re.MULTILINE)
        return {_name_of(command): int(pid) for pid, command in found}

    def until(self, condition: Callable[[], object]) -> bool:
        late = time.monotonic() + PATIENCE
        while time.monotonic() < late:
            if condition():
                return True
            time.sleep(0.05)
        return bool(condition())


def _name_of(command: str) -> str:
    if "valkey-server" in command:
        return "broker"
    return command.rpartition("worker.cli ")[2].split()[0]


def _is_there(process: int) -> bool:
    """Whether it runs; a dead one that nobody has buried does not."""
    return run(["ps", "-o", "stat=", "-p", str(process)], dict(os.environ)).stdout.strip()[:1] not in {
        "",
        "Z",
    }


@pytest.fixture
def start_up(tmp_path: Path) -> Iterator[Callable[[], Up]]:
    """Starts one, as often as asked; whatever a failing test leaves behind is ended."""
    started: list[Up] = []

    def start() -> Up:
        started.append(Up(tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()  # its parts notice, but for the broker
        one.process.wait(PATIENCE)
        dismiss_orphan(settings_from({"RAPPORT_DATA": str(one.data)}))


@pytest.fixture
def up(start_up: Callable[[], Up]) -> Up:
    return start_up()


def test_it_starts_all_mends_what_dies_and_ends_clean(up: Up) -> None:
    assert up.until(lambda: RUNS in up.said), up.said
    assert requests.get(f"http://127.0.0.1:{up.port}/healthz", timeout=PATIENCE).status_code == 200
    assert f"http://127.0.0.1:{up.port}/sign-in?token=" in up.said
    parts = up.parts()
    assert set(parts) == {"broker", "worker", "web", "beat"}

    second = up.again()
    assert second.returncode == 2
    assert second.stderr.startswith(f"rapport: Rapport runs already on {up.data} (process {up.process.pid})")
    assert "Traceback" not in second.stderr

    os.kill(parts["worker"], signal.SIGKILL)
    assert up.until(lambda: up.parts().get("worker", parts["worker"]) != parts["worker"]), up.said
    assert "worker  | ended with signal SIGKILL; again in 0.5 s" in up.said

    parts = up.parts()
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(PATIENCE) == 0
    assert not [part for part, number in parts.items() if _is_there(number)]
    assert "Traceback" not in up.said


def test_when_it_is_killed_its_parts_end_and_the_next_one_starts(up: Up, start_up: Callable[[], Up]) -> None:
    assert up.until(lambda: RUNS in up.said), up.said
    parts = up.parts()
    up.process.kill()
    up.process.wait(PATIENCE)
    orphans = [number for name, number in parts.items() if name != "broker"]
    assert up.until(lambda: not any(map(_is_there, orphans))), up.said
    assert answers(up.data / "broker.sock"), "the broker has no ear for its parent"
    again = start_up()
    assert again.until(lambda: again.said.count(RUNS) == 2), again.said
    assert not _is_there(parts["broker"])
    again.process.terminate()
    assert again.process.wait(PATIENCE) == 0
    assert not answers(up.data / "broker.sock")


def sentence_of(stderr: str, status: int) -> str:
    """The one sentence with which a command was refused."""
    assert status == 2, stderr
    (line,) = stderr.splitlines()
    return line


def refusal_outside(data: Path, *words: str, **more: str) -> str:
    """How a process of its own is refused."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    command = [sys.executable, "-m", "worker.cli", *words, "--data", str(data)]
    done = run(command, {**plain, **more})
    return sentence_of(done.stderr, done.returncode)


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int], str]:
    """How `rapport up` is refused on a directory and a port."""
    for name in ("RAPPORT_DATA", "RAPPORT_PORT"):
        monkeypatch.setenv(name, "")  # so that what the command writes there is taken back

    def refuse(data: Path, port: int = 1024) -> str:
        done = CliRunner().invoke(main, ["up", "--data", str(data), "--port", str(port)])
        return sentence_of(done.stderr, done.exit_code)

    return refuse


Refusal = Callable[..., str]


def test_a_taken_port_is_refused_with_the_way_out(tmp_path: Path, refusal: Refusal) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        assert "--port N" in refusal(tmp_path / "data", line.getsockname()[1])


def test_a_broker_that_does_not_answer_is_refused_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        url = f"redis://:secret@127.0.0.1:{line.getsockname()[1]}/0"
        said = refusal_outside(tmp_path / "data", "up", RAPPORT_BROKER_URL=url, RAPPORT_PORT="1024")
    assert "does not answer" in said
    assert "RAPPORT_BROKER_URL" in said
    assert "secret" not in said


def test_a_worker_alone_needs_a_broker_and_says_so(tmp_path: Path) -> None:
    assert "start `rapport up`" in refusal_outside(tmp_path / "data", "worker")


def test_a_path_too_long_for_a_socket_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    said = refusal(tmp_path / ("long" * 30) / "data")
    assert "too long for a socket" in said
    assert "--data DIR" in said


def test_a_half_written_key_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "key").write_text("half", "ascii")
    (data / "key").chmod(0o600)
    assert "half-written" in refusal(data)


def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    (tmp_path / "file").write_text("", "ascii")
    assert "--data DIR" in refusal(tmp_path / "file" / "data")


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path, refusal: Refusal) -> None:
    data = tmp_path / "data"
    open_directory(data).close()
    with closing(sqlite3.connect(data / "rapport.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = (data / "rapport.db").read_bytes()
    assert "newer" in refusal(data)
    assert (data / "rapport.db").read_bytes() == before

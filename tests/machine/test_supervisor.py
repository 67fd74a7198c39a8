"""Parts start in order, come again when they die, and end in reverse order."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from worker.machine.part import Part
from worker.machine.supervisor import Supervisor

PATIENCE = 30.0
POLITE = "import signal, sys, time; print('here', flush=True); signal.signal(signal.SIGTERM, lambda *_: "
POLITE += "(print('bye', flush=True), sys.exit(0))); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); "
DEAF += "time.sleep(600)"
BRIEF = "import os; print(os.getpid(), flush=True)"


class Said:
    """What the parts said, in the order in which it came."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, part: str, line: str) -> None:
        self.lines.append(f"{part}: {line}")

    def has(self, line: str) -> bool:
        late = time.monotonic() + PATIENCE
        while line not in self.lines and time.monotonic() < late:
            time.sleep(0.01)
        return line in self.lines


def part(name: str, program: str, is_ready: Callable[[], bool] = lambda: True) -> Part:
    return Part(name, (sys.executable, "-S", "-c", program), dict(os.environ), Path.cwd(), is_ready)


@contextmanager
def running(supervisor: Supervisor, ready: threading.Event | None = None) -> Iterator[threading.Thread]:
    on_ready = ready.set if ready else lambda: None
    thread = threading.Thread(target=supervisor.run, args=(on_ready,))
    thread.start()
    try:
        yield thread
    finally:
        supervisor.stop()
        supervisor.stop()
        thread.join()


def test_parts_start_in_order_and_end_in_reverse_order() -> None:
    said, ready = Said(), threading.Event()
    first = part("first", POLITE, lambda: "first: here" in said.lines)
    supervisor = Supervisor((first, part("second", POLITE, lambda: "second: here" in said.lines)), said)
    with running(supervisor, ready) as thread:
        assert ready.wait(PATIENCE)
        supervisor.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert said.lines == ["first: here", "second: here", "second: bye", "first: bye"]


def test_a_part_that_dies_comes_again_after_a_pause_that_grows() -> None:
    said = Said()
    with running(Supervisor((part("worker", BRIEF),), said)):
        assert said.has("worker: ended with status 0; again in 0.5 s")
        assert said.has("worker: ended with status 0; again in 1 s")
    numbers = [line for line in said.lines if "ended" not in line]
    assert len(set(numbers)) == len(numbers) >= 2


def test_the_death_of_one_part_leaves_the_others_alone() -> None:
    said = Said()
    supervisor = Supervisor((part("broker", POLITE), part("worker", BRIEF)), said)
    with running(supervisor):
        assert said.has("worker: ended with status 0; again in 1 s")
        assert said.lines.count("broker: here") == 1


def test_a_part_that_was_killed_is_said_by_its_signal() -> None:
    said = Said()
    kill_self = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with running(Supervisor((part("web", kill_self),), said)):
        assert said.has("web: ended with signal SIGKILL; again in 0.5 s")


def test_told_twice_it_waits_for_nobody() -> None:
    said = Said()
    supervisor = Supervisor((part("worker", DEAF),), said)
    with running(supervisor) as thread:
        assert said.has("worker: here")
        supervisor.stop()
        thread.join(0.5)
        assert thread.is_alive(), "it gives its parts time to end by themselves"
        supervisor.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_stop_during_the_start_starts_nothing_more() -> None:
    said = Said()
    supervisor = Supervisor((part("broker", POLITE, lambda: False), part("worker", POLITE)), said)
    with running(supervisor) as thread:
        assert said.has("broker: here")
        supervisor.stop()
        thread.join(PATIENCE)
    assert not [line for line in said.lines if line.startswith("worker")]


def test_a_part_ends_when_its_parent_is_killed() -> None:
    child = "from worker.machine.parent import end_with_parent; import time; end_with_parent(); "
    child += "print('here', flush=True); time.sleep(600)"
    parent = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', sys.argv[1]], "
    parent += "stdin=subprocess.PIPE, start_new_session=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", parent, child], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"here\n"
        process.kill()
        assert process.stdout.read() == b"", "the pipe closes when the last of them has ended"

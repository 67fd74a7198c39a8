"""The queue carries who is meant and nothing that has to last: no dates, no long waits, no results."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.app import app
from tasks.schedule import QUEUES, timetable
from tests.house import ROOT
from worker.store.opening import open_directory

LONGEST = 30
DATES = {"eta", "countdown"}
ROOMS = {"app", "retry", "schedule", "start", "__init__"}
"""Modules of tasks/ that hold no task."""


def sources() -> list[Path]:
    return [path for room in ("tasks", "worker") for path in sorted((ROOT / room).rglob("*.py"))]


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name by which an argument or an option could be given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, ast.Attribute):
            yield node.attr


def tasks() -> list[Any]:
    app.loader.import_default_modules()
    return [task for name, task in sorted(app.tasks.items()) if name.startswith("tasks.")]


def run(*command: str, **more: str) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**plain, **more},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_no_source_names_a_date_for_a_job() -> None:
    found = {
        path.name: DATES & set(names_in(ast.parse(path.read_text("utf-8"))))
        for path in sources()
        if DATES & set(names_in(ast.parse(path.read_text("utf-8"))))
    }
    assert found == {}


def test_only_the_tick_goes_stale() -> None:
    named = [path.name for path in (ROOT / "tasks").glob("*.py") if "expires" in path.read_text("utf-8")]
    assert named == ["schedule.py"]


def test_every_task_is_late_to_acknowledge_and_soon_tired_of_trying() -> None:
    assert len(tasks()) == 7
    for task in tasks():
        assert task.acks_late
        assert task.ignore_result
        assert task.max_retries <= 3
        assert task.default_retry_delay <= LONGEST
        assert not getattr(task, "autoretry_for", ())
        assert task.rate_limit is None


def test_every_module_with_a_task_is_listed() -> None:
    files = {path.stem for path in (ROOT / "tasks").glob("*.py")} - ROOMS
    assert set(app.conf.include) == {f"tasks.{name}" for name in files}


def test_a_task_has_the_name_of_its_flow() -> None:
    flows = {
        node.name
        for path in (ROOT / "worker" / "flows").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {task.name.rpartition(".")[2] for task in tasks()} - {"tick"} <= flows


def test_the_configuration_keeps_what_was_measured() -> None:
    conf = app.conf
    assert conf.worker_pool == "threads"
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_acks_late
    assert conf.task_ignore_result
    assert conf.result_backend is None
    assert (conf.task_serializer, conf.accept_content) == ("json", ["json"])
    assert {queue.name for queue in conf.task_queues} == {"calendars", "drafts", "mailboxes", "clock"}
    assert not conf.task_create_missing_queues
    assert conf.beat_scheduler == "celery.beat:Scheduler"
    assert conf.broker_transport_options["unacked_restore_throttle"] == 1


def test_the_timetable_ticks_and_does_nothing_else() -> None:
    assert list(timetable(60)) == ["tick"]
    assert timetable(60)["tick"]["schedule"] == 60


def test_importing_the_tasks_opens_nothing(tmp_path: Path) -> None:
    program = "import tasks.tick, tasks.start, tasks.app; print(tasks.app.app.configured)"
    assert run("-c", program, RAPPORT_DATA=str(tmp_path / "data")) == "False"
    assert not (tmp_path / "data").exists()


def test_a_fault_is_met_as_the_one_policy_says(tmp_path: Path) -> None:
    open_directory(tmp_path / "data").close()
    said = run("-m", "tests.tasks.retrying", RAPPORT_DATA=str(tmp_path / "data"))
    assert said.splitlines() == [
        "transient FAILURE token+ token++ token+++",
        "not yours SUCCESS token+",
        "overtaken SUCCESS token+",
        "bug FAILURE token+",
    ]


def test_every_task_has_its_queue() -> None:
    for task in tasks():
        queue = app.amqp.router.route({}, task.name)["queue"]
        assert queue.name in QUEUES
        assert (queue.name == "clock") == (task.name == "tasks.tick.tick")

"""Rows are the truth: workers are killed, the broker forgets, and every calendar is read all the same."""

import json
import time
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.broker import broker_in
from tests.tasks.works import TICK, Works, until, works_in
from worker.flows.find_due import LEASE

PAST_THE_LEASE = LEASE + timedelta(seconds=1)
NAMES = ("primary", "clinic", "rota")


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    with works_in(tmp_path) as made:
        yield made


def waiting_in(works: Works, queue: str) -> list[dict[str, Any]]:
    """The messages in a queue, as the broker holds them."""
    messages = works.broker.redis.lrange(f"rapport:{queue}", 0, -1)
    return [json.loads(message) for message in messages]


def holds_no_date(message: dict[str, Any]) -> bool:
    """Whether it names whose row is meant, under which claim, and nothing else."""
    args, kwargs, _ = json.loads(b64decode(message["body"]))
    whose = [type(arg) for arg in args]
    dates = [message["headers"][name] for name in ("eta", "expires")]
    return whose in ([int, int, str], [int]) and kwargs == {} and dates == [None, None]


def test_a_flushed_broker_loses_nothing(works: Works) -> None:
    works.add_calendars(*NAMES)
    works.google.flowing.clear()
    works.start("worker", "--threads", "1")
    works.start("beat")
    assert until(lambda: len(works.google.read) == 1), works.said("worker")
    assert until(lambda: len(waiting_in(works, "calendars")) >= 2)
    for message in waiting_in(works, "calendars"):
        assert holds_no_date(message)
    works.broker.redis.flushall()
    works.google.flowing.set()
    assert until(lambda: len(works.unread()) == 2), works.said("worker")
    time.sleep(2 * TICK)
    assert len(works.unread()) == 2, "their claims have not expired yet"
    works.turn_clock(PAST_THE_LEASE)
    assert until(lambda: not works.unread()), works.said("worker")
    assert set(works.google.read) == set(NAMES)


def test_what_a_killed_worker_had_in_hand_is_done_by_another(works: Works) -> None:
    works.add_calendars("primary")
    works.google.flowing.clear()
    first = works.start("worker")
    works.start("beat")
    assert until(lambda: works.google.read), works.said("worker")
    first.kill()
    works.google.flowing.set()
    works.start("worker")
    works.turn_clock(PAST_THE_LEASE)
    assert until(lambda: not works.unread()), works.said("worker")
    assert works.google.read == ["primary", "primary"]


def test_two_beats_read_every_calendar_once(works: Works) -> None:
    names = [f"resident{number}" for number in range(3)]
    works.add_calendars(*names)
    for part in ("worker", "beat", "beat"):
        works.start(part)
    assert until(lambda: not works.unread()), works.said("worker")
    time.sleep(2 * TICK)
    assert sorted(works.google.read) == sorted(names)


def test_a_broker_that_dies_and_comes_back_is_found_again(works: Works) -> None:
    works.add_calendars("primary")
    works.start("worker")
    works.start("beat")
    assert until(lambda: not works.unread()), "one calendar read: worker and beat have both begun"
    works.broker.stop()
    works.add_calendars("clinic")
    time.sleep(2 * TICK)
    assert works.unread() == ["clinic"]
    with broker_in(works.settings.data):
        works.turn_clock(PAST_THE_LEASE)
        assert until(lambda: not works.unread()), works.said("worker") + works.said("beat")

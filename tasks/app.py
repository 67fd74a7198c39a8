"""The environment goes in; Celery's app comes out, and the tools that each process opens for itself."""

import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from threading import RLock
from typing import Any

from celery import Celery
from kombu.entity import Queue

from tasks.schedule import CLOCK, QUEUES, ROUTES, timetable
from worker.bootstrap.workshop import open_tools
from worker.flows.find_due import LEASE
from worker.flows.tools import Tools
from worker.settings import Settings, settings_from

_opening = RLock()

TRANSPORT: Mapping[str, Any] = {
    "global_keyprefix": "rapport:",
    # What a worker has taken and not finished comes back after this. A job that is begun twice does nothing.
    "visibility_timeout": int(LEASE.total_seconds()),
    # The sweep for that: every 10 seconds, at each of them. kombu's own default is about every 100.
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CONFIG: Mapping[str, Any] = {
    "accept_content": ["json"],
    "beat_scheduler": "celery.beat:Scheduler",  # in memory: nothing of it needs to survive
    "broker_connection_max_retries": None,  # the broker comes back some day
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": TRANSPORT,
    "enable_utc": True,
    "result_backend": None,
    "task_acks_late": True,
    "task_create_missing_queues": False,
    "task_default_queue": CLOCK,
    "task_ignore_result": True,
    "task_publish_retry": False,  # claims that cannot be queued expire, and are claimed again
    "task_queues": tuple(Queue(name, routing_key=name) for name in QUEUES),  # type: ignore[no-untyped-call]
    "task_routes": ROUTES,
    "task_serializer": "json",
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "worker_enable_remote_control": False,
    "worker_hijack_root_logger": True,
    "worker_log_format": "%(levelname)s %(message)s",
    "worker_pool": "threads",
    "worker_prefetch_multiplier": 1,
    "worker_send_task_events": False,
    "worker_task_log_format": "%(levelname)s %(message)s",
}


def _config() -> dict[str, Any]:
    """Everything Celery asks. Raises Refused where the environment is wrong."""
    settings = settings_here()
    return {
        **CONFIG,
        "broker_url": settings.broker.replace("unix://", "redis+socket://", 1),
        "beat_schedule": timetable(settings.tick_seconds),
    }


app = Celery(
    "rapport",
    include=["tasks.tick", "tasks.calendars", "tasks.touches", "tasks.mailboxes", "tasks.feeds"],
    set_as_current=True,
)
app.add_defaults(_config)  # asked at first use, not at import


@cache
def settings_here() -> Settings:
    """This process's settings. Raises Refused."""
    return settings_from(os.environ)


def now() -> datetime:
    """The moment, by this process's clock."""
    return settings_here().clock()


def tools() -> Tools:
    """This process's tools, opened at first use and never shared over a fork. Raises Refused, RuleFault."""
    with _opening:
        return _opened()


@cache
def _opened() -> Tools:
    return open_tools(settings_here(), os.environ)


os.register_at_fork(after_in_child=_opened.cache_clear)

"""All that happens by itself, and in which queue it waits."""

from collections.abc import Mapping
from typing import Any

CALENDARS, DRAFTS, MAILBOXES, CLOCK = "calendars", "drafts", "mailboxes", "clock"
QUEUES = (CALENDARS, DRAFTS, MAILBOXES, CLOCK)
"""Three for work, each with its turn however long the others are; and one for the ticks alone."""
ROUTES: Mapping[str, Mapping[str, str]] = {
    "tasks.calendars.*": {"queue": CALENDARS},
    "tasks.feeds.*": {"queue": CALENDARS},
    "tasks.touches.*": {"queue": DRAFTS},
    "tasks.mailboxes.*": {"queue": MAILBOXES},
    "tasks.tick.*": {"queue": CLOCK},
}


def timetable(tick_seconds: float) -> Mapping[str, Mapping[str, Any]]:
    """What beat puts into which queue, and how often. When anything is due is written in rows, not here.

    tick, every minute: claims what is due and queues it: calendars to read, years to plan, feeds to write,
    letters to draft, notes about them, mailboxes to look into. A tick that still waits when the next one
    comes is dropped: nothing piles up while no worker runs.
    """
    return {
        "tick": {
            "task": "tasks.tick.tick",
            "schedule": tick_seconds,
            "options": {"expires": tick_seconds},
        },
    }

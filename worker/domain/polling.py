"""When a calendar was read, and whether that brought anything, go in; when it is read again comes out."""

from datetime import datetime, timedelta
from hashlib import sha256

READ_BACK = timedelta(days=90)
"""How far back a full reading goes: past every window and the pause after a follow-up."""
READ_ON = timedelta(days=366)
"""How far ahead a full reading goes: a day more than the year that is planned."""
HOT = timedelta(minutes=5)
"""Between two readings of a calendar that has just changed: people change several things in a row."""
COLD = timedelta(minutes=60)
"""Between two readings of a calendar in which nothing happens."""
COOLING = 1.5
"""How much longer each quiet pause is than the one before."""
FULL_EVERY = timedelta(days=30)
"""A bookmark tells only changes: what time itself brings into the span is told by a full reading."""
SPREAD = 0.2
"""By how much of itself a pause may be shortened, calendar by calendar, so that they do not come at once."""
RETRY = timedelta(minutes=1)
"""The shortest wait after a failure."""
REST = timedelta(days=1)
"""After a refusal that will not change by itself."""
TROUBLE = timedelta(hours=6)
"""Failing for as long as this is told to the user: until then it is one of Google's bad hours."""


def pause_after(checked: datetime | None, now: datetime, *, changed: bool) -> timedelta:
    """The pause after a good reading. `checked` is the good reading before it, None for a first one.

    A pause grows out of the one before, so nothing but the last reading need be remembered.
    """
    if changed or checked is None:
        return HOT
    return min(COLD, max(HOT, (now - checked) * COOLING))


def wait_after_failure(checked: datetime | None, now: datetime) -> timedelta:
    """The wait after a failure: half of the time since the last good reading, so that it grows."""
    grown = (now - checked) / 2 if checked else HOT
    return min(COLD, max(RETRY, grown))


def spread(pause: timedelta, account: int, calendar: int) -> timedelta:
    """The pause as this calendar keeps it: shorter by up to SPREAD, the same part each time."""
    digest = sha256(f"{account}/{calendar}".encode()).digest()
    return pause * (1 - SPREAD * int.from_bytes(digest[:4]) / 2**32)


def is_full_due(full_read: datetime | None, now: datetime, account: int, calendar: int) -> bool:
    """Whether everything is to be read again; also where the clock stands before the last full reading."""
    if full_read is None:
        return True
    return not timedelta() <= now - full_read < spread(FULL_EVERY, account, calendar)

"""A feed goes in; what vobject reads in it comes out."""

from typing import Any

import vobject


def read_by_vobject(feed: bytes) -> Any:
    """The calendar as vobject understands it, by the zone rules of this feed alone.

    vobject keeps the first VTIMEZONE of a name for the life of the process; forgetting it makes every
    reading the first.
    """
    vars(vobject.icalendar)["__tzidMap"].clear()
    return vobject.readOne(feed.decode())

"""Events as their calendars tell them go in; one `Reading` comes out: sorted, distinct, safe to print."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from worker.domain.event import Event

MAX_TEXT = 32_768
"""Characters kept of one text. Longer ones are no notes of a person; reading on would only cost memory."""

# C0 and C1 controls except tab and newline, and lone surrogates, which no encoder takes (RFC 5545, 3.1).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# A path must follow the host: "noreply@zoom.us" or a bare home page is no meeting.
_VIDEO = re.compile(
    r"\b(?:zoom\.us|zoom\.com|zoomgov\.com|teams\.microsoft\.com|teams\.microsoft\.us|teams\.live\.com"
    r"|meet\.google\.com|webex\.com|gotomeeting\.com|gotomeet\.me|meet\.goto\.com)/[\w?]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: events sorted by (starts, id), and one sentence for everything that was left out."""

    events: tuple[Event, ...]
    warnings: tuple[str, ...] = ()
    zone: str = ""
    """The calendar's own zone (X-WR-TIMEZONE) where we know it; of several sources the zone used."""
    name: str = ""
    """What the calendar calls itself (X-WR-CALNAME, RFC 7986 NAME), or empty."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A program that publishes other people's words (rota, travel plans), known by its marks.

    A mark is text found, without regard to case, in PRODID, in X-WR-CALNAME or in an event's UID.
    """

    name: str
    marks: tuple[str, ...]


def clean(text: str) -> str:
    """The text without what cannot be printed or stored; its words and line ends stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text[:MAX_TEXT]
    return _UNPRINTABLE.sub("", text[: 2 * MAX_TEXT])[:MAX_TEXT]


def clean_line(text: str) -> str:
    """The same on one line: titles, names, places of a header."""
    return " ".join(clean(text).split())


def has_video_link(*texts: str) -> bool:
    """Whether one of the texts holds the address of a video meeting."""
    return any(_VIDEO.search(text) for text in texts if text)


def distinct(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events sorted by (starts, id), equal ones once; other events under a used id get `#2`, `#3`, ..."""
    by_id: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_id[event.id].append(event)
    named = (event for same in by_id.values() for event in _numbered(same))
    return tuple(sorted(named, key=lambda event: (event.starts, event.id)))


def _numbered(same: list[Event]) -> Iterator[Event]:
    """Events of one id, each under an id of its own."""
    if len(same) == 1:
        yield same[0]
        return
    ordered = {repr(event): event for event in sorted(same, key=lambda event: (event.starts, repr(event)))}
    for number, event in enumerate(ordered.values(), 1):
        yield event if number == 1 else replace(event, id=f"{event.id}#{number}")

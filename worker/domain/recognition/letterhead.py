"""All events go in; the lines with which an office closes whatever it sends come out."""

import re
from collections.abc import Iterable, Iterator

from worker.domain.event import Event
from worker.domain.recognition.plain import plain_text

LAST_LINES = 5
"""Lines at the end of a description among which a letterhead stands."""
ENOUGH = 3
"""Different titles under which a line stands, from which on it is the sender's."""
RUNS = re.compile(
    r"\b(?:a?pd|(?:program(?:me)?|residency|clerkship|fellowship|training|department|division|education) "
    r"(?:director|chair|chief|head|manager|coordinator|administrator)|chair(?:man|woman|person)?|dean)\b",
    re.IGNORECASE,
)
"""Offices that a letterhead names."""
TELLS = re.compile(
    r"\b(?:with|w|met|meet\w*|attending|attg|preceptor|host\w*|speaker|moderator|panel\w*|mentor|supervisor)\b",
    re.IGNORECASE,
)
"""Words of a line that is about the event, however often it comes back."""
NUMBER = re.compile(r"[\W\d_]+")


def letterhead_of(events: Iterable[Event]) -> frozenset[str]:
    """The closing lines that stand under several different titles of others and name who runs a programme."""
    titles: dict[str, set[str]] = {}
    for title, description in sorted({(e.title, e.description) for e in events if _is_sent(e)}):
        if RUNS.search(description):
            for line in _closing(description):
                titles.setdefault(line, set()).add(NUMBER.sub(" ", title).casefold())
    return frozenset(line for line, under in titles.items() if len(under) >= ENOUGH)


def without_letterhead(notes: str, letterhead: frozenset[str]) -> str:
    """A description without the lines of the sender's letterhead."""
    lines = notes.split("\n")
    kept = [line for line in lines if line.strip() not in letterhead]
    return notes if len(kept) == len(lines) else "\n".join(kept).strip()


def _is_sent(event: Event) -> bool:
    return bool(event.description) and event.organizer is not None and not event.organizer.is_self


def _closing(description: str) -> Iterator[str]:
    """The last lines of a description, its first one aside, that name an office and nobody's address."""
    lines = [line.strip() for line in plain_text(description).split("\n") if line.strip()]
    last = (line for line in lines[1:][-LAST_LINES:] if "@" not in line)
    yield from (line for line in last if RUNS.search(line) and not TELLS.search(line))

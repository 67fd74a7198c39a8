"""A title or a note goes in; whether it says that a meeting did not take place comes out."""

import re
from collections.abc import Iterator

from worker.domain.event import Event

_LATER = (
    r"(?:\s+(?:to|for|till?|until)\s+(?:(?:the|early|late|mid|some\s?time in)[\s-]+)?"
    r"(?:next|later|another|spring|summer|fall|autumn|winter|tbd|tomorrow"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|ober)?\b"
    r"|\d{1,2}[/.]\d|\d{1,2}(?:st|nd|rd|th)\b|\d{4}-\d).*)"
)
_OFF = (
    r"canx?(?:'?d)?|cancel(?:l?ed|s)?|cxl'?e?d?|cx'?e?d|called off|no[- ]?show(?:ed)?|fell through|"
    r"not happening|"
    r"did(?:n'?t| not) (?:happen|show(?: up)?|come|go|work out|make it|take place|meet)|"
    r"could(?:n'?t| not) (?:make it|come|go|meet|join)|"
    r"never (?:happened|showed(?: up)?|came|met(?: him| her| them)?|took place)|"
    r"ghosted me|forgot to (?:go|call|join)|missed (?:it|the (?:call|meeting))|stood me up|bailed(?: on me)?|"
    r"postponed|(?:has )?to be rescheduled"
)
_MOVED = r"re-?scheduled|resched|moved|pushed(?: back)?|put off|delayed"
_WHO = (
    r"(?:(?:it|this|that|we|i|he|she|they|(?:dr|prof)\.? \w+|both|sadly|unfortunately|meeting|call|coffee|"
    r"lunch|dinner|zoom|chat|visit|was|were|is|got|been|has|had|have|to|be|needs|sick|again|then|so|but|and|"
    r"last minute)\s+)*"
)
_BEHIND = (
    r"(?:\s+(?:on|by)\s+(?:me|us|him|her|them|(?:his|her|their) \w+|\w+))?"
    r"(?:\s+(?:it|again|this time|today|last min(?:ute)?|same day|day of|sadly"
    r"|(?:due to|because|bc|since|so|will) .+))?"
)
NOT_HELD = re.compile(rf"{_WHO}(?:(?:{_OFF}){_BEHIND}{_LATER}?|(?:{_MOVED}){_LATER})", re.IGNORECASE)
"""A whole phrase: "cases cancelled by COVID" is a matter to talk about, and "moved to Zoom" took place."""
BARELY_MOVED = re.compile(r"(?:was |got |is )?(?:rescheduled|resched|delayed|put off)", re.IGNORECASE)
"""Of a conversation it says that there was none; in a title it may stand for the second appointment."""
ENDS_OFF = re.compile(
    r"\b(?:cancell?ed|no[- ]show|postponed|called off|did(?:n'?t| not) happen)\W*$", re.IGNORECASE
)
_MAYBE = r"tentative(?:ly)?|tbc|maybe|unconfirmed|to be confirmed|pencil+ed in"
UNSURE = re.compile(
    rf"^\W*(?:{_MAYBE}|tent)\W*[:\-\u2013\u2014]\s"
    rf"|[\[({{]\s*(?:{_MAYBE}|re-?sched(?:ule)?\s*\?)\s*[\])}}]"
    rf"|(?:\s[-\u2013\u2014]|[,;])\s*(?:{_MAYBE})\W*$"
    r"|\bre-?sched(?:ule|uling)?\s*\?+\W*$"
    r"|\b(?:needs?|has|have) to (?:be )?re-?schedul\w*\W*$",
    re.IGNORECASE,
)
"""How a title says that its day may not hold: "tentative: coffee", "coffee - reschedule?"."""
ABOUT_SOMEBODY = re.compile(r"[@:]|\s[-\u2013\u2014]\s")
"""In a line with a mark or an address: who did not come is one of several."""
PARTS = re.compile(r"(?i:(?<!\bdr)(?<!\bprof))[.]|[,;!?\n()\[\]|:]|\s[-\u2013\u2014]\s|^[-\u2013\u2014]\s")


def did_not_happen(note: str) -> bool:
    """Whether a note on somebody says that they were not met: "no show", "cancelled, never happened"."""
    return any(NOT_HELD.fullmatch(part) or BARELY_MOVED.fullmatch(part) for part in _parts(note))


def is_called_off(event: Event) -> bool:
    """Whether an event's title, or a line of the user's own about it, says that it did not take place."""
    if ENDS_OFF.search(event.title) or any(NOT_HELD.fullmatch(part) for part in _parts(event.title)):
        return True
    if not (event.speaks_for_user and event.day_count == 1):
        return False
    plain = (line for line in event.description.splitlines() if not ABOUT_SOMEBODY.search(line))
    return any(NOT_HELD.fullmatch(part) for line in plain for part in _parts(line))


def is_unsure(event: Event) -> bool:
    """Whether an event's title says that it may not take place as it stands there."""
    return UNSURE.search(event.title) is not None


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip(" .!?-\u2013\u2014*") for part in PARTS.split(text))

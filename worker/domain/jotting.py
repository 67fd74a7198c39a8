"""An event's description goes in; what the user promised in it, and whom they want to meet, comes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from worker.domain.event import ONE_DAY, Event
from worker.domain.names import compatible, full_name, parse_name
from worker.domain.promising import said_of_promise
from worker.domain.recognition.plain import plain_text
from worker.domain.topic import to_you

PROMISE = re.compile(
    r"(?:^|[.;!]\s+)[\s*\u2022-]*(?:i\s+)?promised\b\s*(?P<whom>[^:]{0,120}?)\s*:\s*(?P<what>\S.*)$",
    re.IGNORECASE,
)
WILL_SEND = re.compile(
    r"(?:^|[.;!]\s+|\s[-\u2013]\s+)(?P<whom>)i(?:['\u2019]ll|\s+will)\s+"
    r"(?P<what>(?:send|share|forward|email)\s[^;!]*[^;!\s])",
    re.IGNORECASE,
)
"""A promise that is not called one: "I will send him the abstract by Friday"."""
WANTED = re.compile(
    r"^[\s*\u2022-]*(?:want(?:s|ed)?|would like|hope|hoping)\s+to\s+meet\s*:\s*(?P<who>\S.*)$", re.IGNORECASE
)
ADVICE = re.compile(
    r"(?:^[\s*\u2022-]*(?:advice|take-?aways?|notes?|discussed)\s*:\s*(?=\S)|"
    r"(?:^[\s*\u2022-]*|[.;!]\s+)"
    r"(?=(?:(?:she|he|they)\s+)?(?:advised|recommended|suggested|encouraged|told\s+me)\s+\S|"
    r"(?:we\s+)?(?:talked|spoke)\s+about\s|(?:we\s+)?discussed\s))"
    r"(?P<said>.+)$",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[<(\[]?\b(?P<address>[^\s<>()\[\],;]+@[^\s<>()\[\],;]+\.[^\s<>()\[\],;.]+)\b[>)\]]?")
SESSION = re.compile(r"\s+[-\u2013\u2014]\s*|\s*[:\u2013\u2014]\s+")
NAMED_AFTER = re.compile(
    r"\b(?:to|for|with|send|give|show|call|email|mail|tell|forward|write|bring|text)\s+"
    r"(?P<name>(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx)\b\.?\s+)?[A-Z][\w.'\u2019-]*(?:\s+[A-Z][\w'\u2019-]+){0,2})"
)
WHOM = re.compile(r"^(?:to\s+|by\s.*)", re.IGNORECASE)
OWN_WORDS = re.compile(r"^(?:that\s+)?(?:i(?:['\u2019]ll|\s+will|\s+would)?\s+|to\s+)", re.IGNORECASE)
TITLED = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx)\b", re.IGNORECASE)

UNDATED = timedelta(days=7)
"""A promise that names no day is kept within this."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_BY = r"\b(?:by|before|until|till|on|no later than|due)\s+(?:the\s+)?"
_WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?"
NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
DATES = tuple(
    re.compile(looks, re.IGNORECASE)
    for looks in (
        rf"{_BY}(?:{_WEEKDAY},?\s+)?(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b",
        rf"{_BY}(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}\b{_YEAR}",
        rf"{_BY}(?:{_WEEKDAY},?\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}\b",
        rf"{_BY}(?:{_WEEKDAY},?\s+)?(?P<us_month>\d{{1,2}})/(?P<us_day>\d{{1,2}})(?:/(?P<us_year>\d{{2,4}}))?\b",
        rf"{_BY}(?P<next>next\s+)?(?:this\s+)?{_WEEKDAY}",
        rf"{_BY}(?P<tomorrow>tomorrow|tmrw?)\b",
        rf"{_BY}(?P<today>today|tonight)\b",
        rf"{_BY}(?:the\s+)?(?P<end>end|close)\s+of\s+(?:the\s+|this\s+|next\s+)?(?P<of>week|month|year)\b",
        r"\b(?:in|within)\s+(?P<count>\d{1,2}|a|one|two|three|four|five|six|ten)\s+(?P<unit>day|week|month)s?\b",
        r"\b(?P<next_unit>next)\s+(?P<unit>week|month)\b",
        r"\b(?P<tomorrow>tomorrow|tmrw?)\b",
        r"\b(?P<today>today|tonight)\b",
    )
)  # fmt: skip
"""Ways in which people name the day a promise is due, the surest first."""


@dataclass(frozen=True, slots=True)
class Jotted:
    """A name as a note has it. Both are empty where it names nobody."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it is noted."""

    what: str
    """Completes "I promised to ...", without the day it is due and, where that is sure, without a name.

    Empty where no letter may say it: an errand, or words that complete no sentence.
    """
    to: Jotted
    due: date
    """The day it names, else UNDATED after the note."""
    words: str
    """The line as it stands in the calendar."""
    own: str = ""
    """What was promised in the user's own words, without the day."""


@dataclass(frozen=True, slots=True)
class WantedThere:
    """Somebody whom the user wants to meet, and at which session."""

    who: Jotted
    session: str = ""


def promises_in(event: Event, known: Sequence[str] = ()) -> tuple[Promised, ...]:
    """The promises of an event that speaks for the user. `known` are names that its texts may mention."""
    if not event.speaks_for_user:
        return ()
    matches = (PROMISE.search(line) or WILL_SEND.search(line) for line in _lines(event.description))
    return tuple(_promise(found, event.last_day, known) for found in matches if found)


def wanted_in(event: Event) -> tuple[WantedThere, ...]:
    """Those whom the user notes as wanted, several on a line parted by semicolons."""
    if not (event.speaks_for_user and "meet" in event.description.casefold()):
        return ()
    matches = (WANTED.match(line) for line in _lines(event.description))
    return tuple(
        _wanted(one) for found in matches if found for one in found["who"].split(";") if one.strip(" .,")
    )


def advice_in(event: Event) -> str:
    """What was said in a meeting of two, as the user noted it without naming anybody; empty if nothing is.

    "Advice: apply early", "advised to apply early", "we talked about fellowships": the first such line.
    """
    if not event.speaks_for_user:
        return ""
    found = (ADVICE.search(line) for line in _lines(event.description))
    return next((match["said"].strip() for match in found if match), "")


def is_wish_alone(event: Event, name: str, email: str) -> bool:
    """Whether an event names this person only in the lines that say whom the user wants to meet."""
    if "meet" not in event.description.casefold():
        return False
    wanted = [one.who for one in wanted_in(event)]
    if not any(_is_same(one, name, email) for one in wanted):
        return False
    others = " ".join(line for line in _lines(event.description) if not WANTED.match(line))
    surname = parse_name(name).surname or name
    named = bool(surname) and re.search(rf"\b{re.escape(surname)}\b", others, re.IGNORECASE)
    return not (named or (email and email in others.casefold()))


def _is_same(one: Jotted, name: str, email: str) -> bool:
    if one.email and email:
        return one.email == email
    return compatible(one.name, name)


def _lines(description: str) -> list[str]:
    return plain_text(description).splitlines()


def _promise(found: re.Match[str], given: date, known: Sequence[str]) -> Promised:
    whole = found["what"].strip()
    what, due = _without_day(whole, given)
    whom, email = _without_address(WHOM.sub("", found["whom"].strip()))
    what, mailed = _without_address(what)
    name = whom or _named_in(what, known)
    jotted = Jotted(name, email or mailed)
    said = said_of_promise(_to_reader(what, name))
    own = OWN_WORDS.sub("", what).strip(" ,.;")
    return Promised(said, jotted, due or given + UNDATED, found[0].strip(" .;!-\u2013"), own)


def _without_address(text: str) -> tuple[str, str]:
    found = ADDRESS.search(text)
    if found is None:
        return text.strip(" ,."), ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(rest.split()).strip(" ,."), found["address"].lower()


def _named_in(what: str, known: Sequence[str]) -> str:
    """Who a promise names: somebody with a title, or somebody known."""
    for found in NAMED_AFTER.finditer(what):
        name = found["name"].rstrip(".'")
        if name.endswith(("'s", "\u2019s")):
            continue
        if TITLED.match(name) or any(compatible(name, other) for other in known):
            return name
    return ""


def _to_reader(what: str, name: str) -> str:
    """The promise as its reader is told of it: "send Dr. Kim the abstract" is "send you the abstract"."""
    text = OWN_WORDS.sub("", what.replace(name, "you", 1) if name else what).strip(" ,.;")
    return to_you(text) or text


def _wanted(text: str) -> WantedThere:
    plain, email = _without_address(text)
    name, *session = SESSION.split(plain, maxsplit=1)
    return WantedThere(Jotted(full_and_title(name), email), session[0].strip(" .,") if session else "")


def full_and_title(name: str) -> str:
    """The name with its title, without what else people write beside it."""
    parts = parse_name(name.strip(" ,.-"))
    return f"{parts.title} {full_name(parts)}".strip() or name.strip(" ,.-")


def _without_day(text: str, given: date) -> tuple[str, date | None]:
    """The text without the day it names, and that day, counted from the one on which it was noted."""
    for looks in DATES:
        if (found := looks.search(text)) and (due := _day_of(found, given)):
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return re.sub(r"\s+([,.])", r"\1", " ".join(rest.split())).strip(" ,.;("), due
    return text.strip(" ,.;"), None


def _day_of(found: re.Match[str], given: date) -> date | None:
    told = {key: text.lower() for key, text in found.groupdict().items() if text}
    readers = (_calendar_day, _weekday, _relative_day)
    return next((day for read in readers if (day := read(told, given))), None)


def _calendar_day(told: dict[str, str], given: date) -> date | None:
    if "iso" in told:
        return _valid(*map(int, told["iso"].split("-")))
    month = MONTHS.index(told["month"][:3]) + 1 if "month" in told else int(told.get("us_month", 0))
    day = int(told.get("day", told.get("us_day", 0)))
    if not (month and day):
        return None
    year = int(told.get("year", told.get("us_year", 0)))
    if year:
        return _valid(year + 2000 if year < 100 else year, month, day)
    this_year = _valid(given.year, month, day)
    return this_year if this_year is None or this_year >= given else _valid(given.year + 1, month, day)


def _weekday(told: dict[str, str], given: date) -> date | None:
    """The first such day after the note; with "next", the one of the coming week."""
    if "weekday" not in told:
        return None
    number = WEEKDAYS.index(told["weekday"][:3])
    if "next" in told:
        monday = given - timedelta(days=given.weekday()) + timedelta(days=7)
        return monday + timedelta(days=number)
    return given + timedelta(days=(number - given.weekday() - 1) % 7 + 1)


def _relative_day(told: dict[str, str], given: date) -> date | None:
    if "today" in told:
        return given
    if "tomorrow" in told:
        return given + ONE_DAY
    if "end" in told:
        return _end_of(told["of"], given)
    if "unit" not in told:
        return None
    count = NUMBERS.get(told.get("count", "one"), 0) or int(told["count"])
    return given + timedelta(days=count * {"day": 1, "week": 7, "month": 30}[told["unit"]])


def _end_of(span: str, given: date) -> date:
    """The Friday of the week, the last day of the month or of the year."""
    if span == "week":
        return given + timedelta(days=(4 - given.weekday()) % 7)
    if span == "year":
        return date(given.year, 12, 31)
    return (given.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""An event goes in; the name under which a scheduler or a feed has the user in it comes out."""

import re
from collections.abc import Iterable

from worker.domain.event import Event, Guest
from worker.domain.names import compatible
from worker.domain.person import Role
from worker.domain.recognition.mention import Mention
from worker.domain.recognition.spelling import belongs
from worker.domain.recognition.words import folded

SCHEDULER = re.compile(
    r"\bcalendly\b|\bcal\.com\b|\bsavvycal\b|\byoucanbook|\bacuity\b|\bdoodle\b|\bhubspot\b|\bkoalendar\b"
    r"|\bevent name:|\bbooked by\b|\bappointment schedul",
    re.IGNORECASE,
)
"""What the invitations of schedulers say of themselves."""
WHOLE = r"[^\W\d_][\w'\u2019.-]*(?: [^\W\d_][\w'\u2019.-]*){1,3}"
PAIR = re.compile(
    rf"(?:[^:]{{2,40}}:\s*)?(?P<one>{WHOLE})\s*(?:\s(?:and|with|x|y|et|und|e)\s|<>|<->|[/|&+])\s*(?P<other>{WHOLE})"
    r"\s*(?:[,(:|\u2013-].*)?"
)
"""The title a scheduler gives to a meeting of two people ("Meera Sandhu and Aiko Brandvold, 30 min")."""
INVITEE = re.compile(rf"^\s*Invitee:\s*(?P<name>{WHOLE})\s*$", re.MULTILINE)
SURNAME = r"[^\W\d_a-z][^\W\d_]*[a-z][^\W\d_]*(?:[-'\u2019][^\W\d_]+)*"
SLOT = re.compile(rf"(?:[:\u2013\u2014-]\s+|\()(?P<name>{SURNAME})(?:,\s*[A-Z]\.?)?\)?\s*$")
"""Who is evaluated, at the end of a title ("Semiannual review - Halvorsen, E.")."""
OF_TWO = re.compile(
    rf"(?:^|[:\u2013-]\s)(?:[Dd]r\.? )?(?P<one>{SURNAME})\s*(?:/|<>| x | & )\s*(?P<other>{SURNAME})\b(?!\s*/)"
)
"""Two surnames that meet ("Check in - Dr. Achebe / Marchetti")."""
ENOUGH = 2
"""Titles that name somebody who is not invited, from which on it is the user; an evaluation counts twice."""
IMPORTED = ("@import.calendar.google.com", "unknownorganizer@calendar.google.com")
"""Organisers that Google gives to what it reads from an address, or from a file without organisers."""
ASSIGNED = re.compile(
    r"(?im)^\s*(?:task|assignment|shift|duty)\s*[:=]\s*(?P<task>[^\n]+)\n"
    r"\s*(?:(?P<staff>staff|person|name)|assigned(?: to)?|resident)\s*[:=]\s*(?P<name>[^\n,;/&]+?)\s*$"
)
"""How schedulers export a shift: what is to be done, and who is to do it."""
OF_TRAINEE = re.compile(
    r"\b(?:intern|pgy[\s-]?\d|r[1-7]|resident|junior|jr|trainee|house officer|ho\d)\b", re.IGNORECASE
)
"""A task of residents; whoever staffs another may be the attending."""
LEVEL_BEHIND = re.compile(r"(?:,?\s+(?:MD|DO|MBBS)\b)?,?\s*\(?(?:PGY[\s-]?\d|R[1-7]|MS[\s-]?\d|intern)\b")
CALLED_AFTER = re.compile(r"(?:^|[-\u2013:]\s*)(?P<last>[^\W\d_][\w'\u2019-]+),?\s+(?P<initial>[A-Z])\.?\s*$")
"""A feed that bears a surname with an initial ("LightningBolt - Tran-Ochoa M")."""


def paired_name(event: Event, others: Iterable[Guest]) -> str:
    """Of the two names in a scheduler's title the one that is not the only other guest's; else empty."""
    known = [guest for guest in others if guest.email]
    match = PAIR.fullmatch(event.title.strip()) if len(known) == 1 else None
    if match is None or not SCHEDULER.search(event.description):
        return ""
    names = match["one"], match["other"]
    theirs = [_bears(known[0], name) for name in names]
    if theirs.count(True) != 1 or not all(_is_written_whole(name) for name in names):
        return ""
    return names[theirs.index(False)]


def invitee_name(event: Event) -> str:
    """Whom a scheduler says that somebody else's page was used by; else empty."""
    match = INVITEE.search(event.description) if not event.owned else None
    return match["name"] if match and SCHEDULER.search(event.description) else ""


def feed_name(event: Event, notes: str, named: Iterable[Mention]) -> str:
    """The name in a feed's notes that the feed bears, too ("LB - ORTEGA V"), or a resident; else empty."""
    feed = event.organizer
    if feed is None or not feed.email.endswith(IMPORTED):
        return ""
    assigned = ASSIGNED.search(notes)
    own = assigned and (not assigned["staff"] or OF_TRAINEE.search(event.title))
    if assigned and own and folded(assigned["task"]) == folded(event.title):
        return assigned["name"]
    words = set(folded(feed.name).split())
    for mention in named:
        parts = folded(mention.name).split()
        level = mention.role is not Role.CHIEF and LEVEL_BEHIND.match(notes, mention.end)
        if len(parts) > 1 and (level or set(parts) <= words):
            return max(parts, key=len)
    return ""


def feed_owner(feed: Guest | None) -> tuple[str, str]:
    """The surname and the initial, both folded, that an imported feed is called after; else empty."""
    if feed is None or not feed.email.endswith(IMPORTED):
        return "", ""
    match = CALLED_AFTER.search(feed.name)
    return (folded(match["last"]), folded(match["initial"])) if match else ("", "")


def evaluated_name(event: Event, others: Iterable[Guest]) -> str:
    """The surname at the end of an evaluation's title that none of those invited bears; else empty."""
    match = SLOT.search(event.title)
    known = list(others)
    if match is None or not known or not all(map(_is_readable, known)):
        return ""
    if any(_bears(guest, match["name"]) for guest in known):
        return ""
    return match["name"]


def met_name(event: Event, others: Iterable[Guest]) -> str:
    """Of two surnames in a title the one that is not the only other guest's; else empty."""
    known = list(others)
    match = OF_TWO.search(event.title) if len(known) == 1 else None
    if match is None:
        return ""
    names = match["one"], match["other"]
    theirs = [_bears(known[0], name) for name in names]
    return names[theirs.index(False)] if theirs.count(True) == 1 else ""


def _is_readable(guest: Guest) -> bool:
    """Whether one can tell how a guest is called: "abf12@..." may be anybody."""
    return bool(guest.name) or not re.search(r"\d", guest.email.partition("@")[0])


def _bears(guest: Guest, name: str) -> bool:
    return (bool(guest.name) and compatible(guest.name, name)) or belongs(guest.email, name)


def _is_written_whole(name: str) -> bool:
    """Whether each word of a name is written with a capital, and none is a doctor's title."""
    words = name.split()
    return all(word[0].isupper() for word in words) and folded(words[0]) not in {"dr", "prof", "professor"}

"""An event goes in; which of its guests its words show to be staff, or peers of the user, comes out."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from worker.domain.event import Guest
from worker.domain.recognition.circle import BESIDE, DOCTOR, TRAINEE, Mailboxes
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.spelling import belongs, leveled, tidy
from worker.domain.recognition.words import folded

FAR = 160
"""Characters behind a name among which a signature says what its bearer does."""
PRONOUNS = re.compile(r"\s*[(\[]\s*(?:she|he|they|ella|elle|lui)\b[^)\]\n]*[)\]]")
SHORTENED = re.compile(r"\b(sr|jr|admin|adm|asst|exec|assoc|dept|div|coord|prog)\.")
BRACKETED = re.compile(r"\s*[(\[]([^)\]\n]{2,40})[)\]]")
DEGREE = r"(?:,?\s+(?:mba|mph|mha|mpa|m\.?ed|m[as]|b[as]|msw|phd|c-tagme)\b\.?)*"
SAME_LINE = re.compile(rf"{DEGREE}\s*[,|\u2013\u2014-]\s*([^\n;:.)]{{2,50}})")
NEXT_LINES = re.compile(rf"{DEGREE},?[ \t]*((?:\n[ \t]*[^\n:]{{2,60}}(?=\n|$)){{1,3}})")
MIDDLE = re.compile(r" (?:\w\.? )?")
OPENS_LINE = re.compile(r"(?:^|\n)[\s\u2013\u2014*-]*$")
ANOTHER = re.compile(r"\b(?:and|with|for you and|cc|about)\b")
"""Behind it, a line speaks of somebody else."""
ACADEMIC = re.compile(
    r"\b(?:prof(?:essor)?|surgeon|physician|attending|chair(?:man|woman)?|director|dean|fellow|chief|m\.?d|do|facs)\b"
)
SERVING = re.compile(r"\b(?:to|for) (?:the|our|dr|prof)\b")
"""Whom somebody assists may be a chair; that makes the assistant none."""
HELPS = re.compile(
    r"\s*(?:r\.?a|crc|e\.?a|irb|regulatory|scheduling(?: for\b.*)?|(?:on behalf of|for (?:dr|prof))\b.*)\s*"
)
"""What brackets or a signature say of those who prepare a meeting or keep its data."""
SENIOR = re.compile(r"\b(?:of|prof|professor|dean|director|chair|advis\w+|teach\w*)\b")
"""In brackets it says that somebody has to do with students, and is none ("dean of students")."""
ASKED = re.compile(
    r"\b(?:re)?(?:schedul|cancel|chang|questions)\w*[^.\n]{0,40}\b(?:contact|call|e-?mail|text|page|to)\s+([^\n.,;]{3,40})"
)
"""Whom an invitation says to turn to ("for scheduling changes please contact Ann Roe")."""
GIVEN = r"[^\W\d_a-z][^\W\d_]+"
AND = r"\s*(?:,|&|\+|/|\b(?:and|y|et|und|e)\b)\s*"
ADDRESSED = re.compile(
    rf"(?:^|[\n.!?(]\s*)(?:(?i:hi|hello|dear|hey|hola|bonjour|hallo|ciao|good morning|good afternoon)[ ,]+)?"
    rf"(?P<names>{GIVEN}(?:{AND}{GIVEN})+)\s*(?:[:!\n]|,\s|\s[\u2013\u2014-]\s)"
)
"""Several given names that an invitation speaks to: "Trevor, Maya: happy to talk to both of you"."""
WITH_ME = re.compile(rf"\(\s*(?:me|yo|ich|moi|eu|io)(?P<names>(?:{AND}{GIVEN})+)\s*\)")
"""Those who come along with the user, in brackets: "Falk: chiefs' meeting (me + Pruett + Tackett)"."""
HEAD = re.compile(r"(?P<names>[^\W\d_]+(?:\s?[/,+&]\s?[^\W\d_]+){0,3})\s*(?:\s[\u2013\u2014-]\s|:\s)")
"""Who has the duty, at the beginning of a roster's title: "Wes/Lindy - Trauma weekend"."""
DUTY = ("service", "code", "shift", "call", "leave")
TITLED = re.compile(r"\b(?:dr|prof|professor)\.? ")


class Company:
    """What the words beside their names tell of the guests of one event."""

    def __init__(self, naming: Naming, mailboxes: Mailboxes) -> None:
        self.naming = naming
        self.mailboxes = mailboxes

    def staff_of(self, reading: Reading) -> set[str]:
        """Addresses of guests behind whose names it says that they assist ("Ann Roe, EA to Dr. Falk")."""
        return {
            guest.email
            for guest in _invited(reading)
            if any(self._serves(said) for said in _said_of(guest, reading))
        }

    def peers_of(self, reading: Reading) -> set[str]:
        """Addresses of guests who are residents or students like the user, by what stands beside them."""
        guests = _invited(reading)
        beside = _beside_user(reading)
        if not guests:
            return beside
        found = {g.email for g in guests if any(map(self._is_junior, _in_brackets(g, reading)))}
        return found | beside | _on_duty(guests, reading) | _addressed(guests, reading)

    def sender_of(self, reading: Reading) -> Guest | None:
        """The organiser, where the words name another guest as the one who is met: an assistant."""
        host = reading.event.organizer
        if host is None or host.is_self or not self.mailboxes.is_human(host) or DOCTOR.search(host.name):
            return None
        others = [guest for guest in reading.event.guests if self._may_be_met(guest, host)]
        if not others or _is_titular(host, reading):
            return None
        notes = leveled(reading.notes)
        met = any(_is_titular(guest, reading) for guest in others)
        told = any(_is_titled(guest, notes) for guest in others) and not _is_titled(host, notes)
        return host if met or told or _is_contact(host, notes) else None

    def met_in(self, reading: Reading) -> set[str]:
        """Addresses of those whom a title names: no mere senders."""
        return {guest.email for guest in _invited(reading) if _is_titular(guest, reading)}

    def _may_be_met(self, guest: Guest, host: Guest) -> bool:
        return not guest.is_self and guest.email != host.email and self.mailboxes.is_human(guest)

    def _serves(self, said: str) -> bool:
        served = SERVING.split(said, maxsplit=1)[0]
        if ACADEMIC.search(served):
            return False
        return bool(self.naming.staff.search(said) or HELPS.fullmatch(said))

    def _is_junior(self, said: str) -> bool:
        told = self.naming.names.peer.search(said) or TRAINEE.search(said)
        return bool(told) and not SENIOR.search(said)


def _invited(reading: Reading) -> tuple[Guest, ...]:
    """The guests with a name and an address, and the organiser; none with a doctor's title."""
    event = reading.event
    everybody = (*event.guests, *((event.organizer,) if event.organizer else ()))
    return tuple(
        guest
        for guest in everybody
        if guest.email and guest.name and "@" not in guest.name and not guest.is_self
        if not (guest.is_resource or guest.is_group) and not DOCTOR.search(guest.name)
    )


def _said_of(guest: Guest, reading: Reading) -> Iterator[str]:
    """What brackets, the rest of the line or a signature say behind a guest's name, in lower case."""
    yield from _in_brackets(guest, reading)
    level = _spaced(reading.notes)
    for start, end in _mentions_of(guest, level):
        if " " not in level[start:end]:
            continue
        behind = _behind(end, level)
        if line := SAME_LINE.match(behind):
            yield ANOTHER.split(line[1], maxsplit=1)[0]
        lines = NEXT_LINES.match(behind)
        if lines and OPENS_LINE.search(level[:start]):
            yield lines[1].strip()


def _in_brackets(guest: Guest, reading: Reading) -> Iterator[str]:
    """What brackets say behind a guest's name, or given name, in the title or the description."""
    for text in (reading.headline, reading.notes):
        if "(" not in text and "[" not in text:
            continue
        level = _spaced(text)
        for _, end in _mentions_of(guest, level):
            if brackets := BRACKETED.match(_behind(end, level)):
                yield brackets[1]


def _behind(end: int, level: str) -> str:
    """The text behind a name, and behind its pronouns."""
    pronouns = PRONOUNS.match(level, end)
    begin = pronouns.end() if pronouns else end
    return level[begin : begin + FAR]


@lru_cache(maxsize=2048)
def _spaced(text: str) -> str:
    """The text in lower case, without the full stops of shortened offices ("Sr. Admin. Asst.")."""
    return SHORTENED.sub(r"\1 ", leveled(text))


def _mentions_of(guest: Guest, level: str) -> Iterator[tuple[int, int]]:
    """Where a guest's given name stands, with the surname if that follows it."""
    first, last = _first_and_last(guest.name)
    start = level.find(first) if first else -1
    while start >= 0:
        end = start + len(first)
        middle = MIDDLE.match(level, end)
        if middle and level.startswith(last, middle.end()):
            end = middle.end() + len(last)
        if not (
            level[:start][-1:].isalnum() or level[end : end + 1].isalnum() or level[end : end + 1] == "@"
        ):
            yield start, end
        start = level.find(first, end)


@lru_cache(maxsize=2048)
def _first_and_last(name: str) -> tuple[str, str]:
    words = leveled(tidy(BESIDE.sub(" ", name))).split()
    return (words[0], words[-1]) if words else ("", "")


def _is_titular(guest: Guest, reading: Reading) -> bool:
    """Whether a title names a guest, by any word of the name, or by what the address is spelt from."""
    if not guest.name:
        return any(belongs(guest.email, token.text) for token in reading.tokens if token.text.istitle())
    words = leveled(tidy(BESIDE.sub(" ", guest.name))).split()
    title = leveled(reading.headline)
    return any(_stands_in(word, title) for word in words if len(word) > len("li"))


def _stands_in(word: str, level: str) -> bool:
    at = level.find(word)
    while at >= 0:
        end = at + len(word)
        if not (level[max(0, at - 1) : at].isalnum() or level[end : end + 1].isalnum()):
            return True
        at = level.find(word, at + 1)
    return False


def _is_contact(guest: Guest, level: str) -> bool:
    """Whether it is to this guest that one turns to change the hour."""
    first, last = _first_and_last(guest.name)
    if not first or first not in level or not ASKED.search(level):
        return False
    return any(match[1].startswith(f"{first} {last}") for match in ASKED.finditer(level))


def _is_titled(guest: Guest, level: str) -> bool:
    """Whether the words call a guest a doctor: "Dr. Falk can meet you on Friday"."""
    last = _first_and_last(guest.name)[1]
    return (
        bool(last)
        and last in level
        and any(
            level.startswith(last, title.end()) and not level[title.end() + len(last) :][:1].isalnum()
            for title in TITLED.finditer(level)
        )
    )


def _on_duty(guests: Sequence[Guest], reading: Reading) -> set[str]:
    """Those with whose given names the title of a shift or block opens: it is their duty."""
    head = HEAD.match(reading.headline)
    if head is None or reading.shape is Shape.MEETING or not any(reading.title.of(sign) for sign in DUTY):
        return set()
    names = {folded(name) for name in re.split(r"\s?[/,+&]\s?", head["names"])}
    return {guest.email for guest in guests if _first_and_last(guest.name)[0] in names}


def _beside_user(reading: Reading) -> set[str]:
    """Those whom brackets in a title name in one breath with the user."""
    match = WITH_ME.search(reading.headline) if "(" in reading.headline else None
    if match is None:
        return set()
    names = [name for name in re.split(AND, match["names"]) if name]
    others = [guest for guest in reading.event.guests if not guest.is_self and guest.email]
    return {
        guest.email
        for guest in others
        if any(belongs(guest.email, name) or name in guest.name.split() for name in names)
    }


def _addressed(guests: Sequence[Guest], reading: Reading) -> set[str]:
    """Those whom an invitation addresses by given name in one breath with the user, who is no other guest."""
    host = reading.event.organizer
    if host is None or host.is_self or len(guests) < len(("host", "peer")):
        return set()
    surnames = {_first_and_last(guest.name)[1] for guest in guests}
    juniors: set[str] = set()
    for match in ADDRESSED.finditer(reading.notes):
        names = {folded(name) for name in re.split(AND, match["names"])}
        spoken_to = {g.email for g in guests if _first_and_last(g.name)[0] in names}
        strangers = names - {_first_and_last(guest.name)[0] for guest in guests}
        if len(strangers) == 1 and not surnames & names and host.email not in spoken_to:
            juniors |= spoken_to
    return juniors


def is_along(guest: Guest, guests: Sequence[Guest], mailboxes: Mailboxes) -> bool:
    """Whether a guest without a title writes from a private address beside somebody from an institution."""
    if not mailboxes.is_private_mail(guest) or DOCTOR.search(guest.name) or guest.is_organizer:
        return False
    return any(other.email and not mailboxes.is_private_mail(other) for other in guests)

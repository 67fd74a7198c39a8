"""All readings go in; which events are somebody else's, on a calendar people share, comes out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from worker.domain.event import Event
from worker.domain.recognition.glossary import Glossary
from worker.domain.recognition.people import People
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.words import folded

PREFIX = re.compile(
    r"^\W*(?P<who>[^\W\d_]+(?:\s[^\W\d_]\.?(?!\w))?)\s*(?P<mark>['\u2019]s\b|\s[-\u2013\u2014|@]\s?|[:(/])"
)
SUFFIX = re.compile(r"(?:\s[-\u2013\u2014|]\s|\s?\(|:\s)(?P<who>[^\W\d_]+)\)?\W*$")
ELSEWHERE = re.compile(
    r"^\W*(?P<title>(?:dr|prof)\b\.?\s*)?(?P<who>[^\W\d_]+)\s+(?:at|@|presents|presenting|attending|flies|flying|covers?|covering|off|out|works|working|"
    r"leads|leading|sick|away|vac|->)(?!\w)",
    re.IGNORECASE,
)
"""Somebody, and what they do."""
GOING = re.compile(
    r"(?P<who>[^\W\d_]{3,})\s+(?:is\s+|are\s+)?(?:going|goes|attends|attending|presents|presenting)\b"
)
"""Somebody who goes, anywhere in a title: "ACS - Sanjay + Priya going"."""
BESIDE = frozenset(
    {
        "w",
        "with",
        "to",
        "for",
        "from",
        "dr",
        "drs",
        "prof",
        "mr",
        "ms",
        "miss",
        "by",
        "con",
        "avec",
        "mit",
        "com",
    }
)
"""Words behind which a name is not whose event it is."""
SELF = frozenset({"me", "my", "i", "myself", "we", "us", "our"})
SPOKEN = frozenset({"my", "i", "we", "us", "our"})
"""Of these, words that also stand in titles of somebody else's event ("Priya going, I cover")."""
WORKING = (
    "service",
    "code",
    "shift",
    "duty",
    "call",
    "placement",
    "block",
    "letters",
    "name",
    "meeting",
    "webinar",
    "against:leave",
    "against:off-duty",
    "alone:leave",
)
MISSING = ("against:leave", "alone:leave", "opening:leave", "against:off-duty", "alone:off-duty")
"""Signs of who is not there, or waits at home."""
ROSTERED = ("service", "code", "shift", "duty", "call", "placement", *MISSING)
"""Signs of what stands in rosters."""
ROSTER = 3
"""Names in each other's way from which on a calendar holds a roster."""
OPENINGS = 2
"""Titles that open with one name from which on it is looked at whose it is."""
HANDOVER = 2
"""Hours for which two shifts may overlap."""
JUDGED = ("director", "director-code", "evaluation")
MEETING_THEM = ("purpose", "occasion", "director", "director-code", "evaluation", "faculty")


@dataclass(slots=True)
class Sharing:
    """Who else writes into the calendar."""

    people: People
    names: set[str] = field(default_factory=set)
    """Folded given names, and initials, of others."""
    initials: set[str] = field(default_factory=set)
    marks: Mapping[str, str] = field(default_factory=dict)
    """Capital letters that a legend gives to others: who."""
    mine: frozenset[str] = frozenset()
    """The user's own."""
    roster: frozenset[str] = frozenset()
    """Folded names of colleagues whose shifts, blocks and leave stand in the calendar, too."""
    home: frozenset[str] = frozenset()
    """Folded given names of those at home: who writes into the calendar with the user, and children."""
    everybody: frozenset[str] = frozenset()
    """Given names of anybody, and all that stands for others; never the user's."""

    @classmethod
    def of(
        cls,
        readings: Sequence[Reading],
        people: People,
        glossary: Glossary,
        institutions: frozenset[str] = frozenset(),
    ) -> "Sharing":
        """Learn from all titles and organisers, and from what the calendar says itself."""
        marks = {mark: who for mark, who in glossary.others.items() if mark.isupper()}
        sharing = cls(people, marks=marks, mine=glossary.mine)
        own = sharing._own()
        for reading in readings:
            sharing._learn(reading)
        for peer in people.circle.peers:
            sharing._learn_peer(peer)
        sharing.home = (people.circle.housemates | _family(readings, people, frozenset(marks))) - own
        sharing.roster = rostered(readings, people, institutions) - own - sharing.home
        people.circle.peers |= sharing.roster | sharing.home
        sharing.names |= _rivals(readings) | sharing.roster | sharing.home
        sharing.names -= own
        writers = {
            (name, reading.event.organizer.email)
            for reading in readings
            if reading.event.organizer and (name := sharing._organizer(reading.event)) in sharing.names
        }
        sharing.initials = {name[0] for name, _ in writers} - {name[0] for name in own if name}
        people.circle.peers |= {email for _, email in writers} - {""}
        sharing.everybody = (people.naming.given | sharing.names) - own
        return sharing

    def reason(self, reading: Reading) -> str:
        """Why the event is somebody else's, or empty."""
        if reading.headline != reading.event.title:
            return ""
        marked = next((t.text for t in reading.tokens if t.text in self.marks), "")
        if marked and not self.mine & {token.text for token in reading.tokens}:
            return f"it is {self.marks[marked]}'s, on a shared calendar"
        organizer = self._organizer(reading.event)
        first = reading.tokens[0].folded if reading.tokens else ""
        if written := self._written_by(reading):
            return written
        if organizer and first in {organizer, organizer[0]}:
            return f"it is {reading.event.organizer.name}'s" if reading.event.organizer else ""
        looks = (self._at_home, self._on_roster, self._prefix, self._suffix, self._last, self._absent)
        who = next(filter(None, (look(reading) for look in looks)), "")
        return f"it is {who}'s, on a shared calendar" if who else ""

    def _written_by(self, reading: Reading) -> str:
        """Whether somebody at home put it there, without a word that it is the user's."""
        maker = reading.event.maker
        if maker is None or maker.email not in self.people.circle.writers or self._is_mine(reading):
            return ""
        if self.people.guests(reading.event):
            return ""
        return f"{maker.name or maker.email} wrote it, and nothing says that it is the user's"

    def _is_mine(self, reading: Reading) -> bool:
        """Whether the title names the user."""
        own, tokens = self._own() - SPOKEN, reading.tokens
        return any(
            token.folded in own and not (place and tokens[place - 1].folded in BESIDE)
            for place, token in enumerate(tokens)
        )

    def _at_home(self, reading: Reading) -> str:
        """Somebody at home whose name opens the title: "Theo allergy f/u Dr. Kim"."""
        first = reading.tokens[0] if reading.tokens else None
        if first is None or first.folded not in self.home or self._is_mine(reading):
            return ""
        return "" if self.people.guests(reading.event) else first.text

    def _on_roster(self, reading: Reading) -> str:
        """A colleague of the roster whose shift, block, leave or evaluation it is."""
        if not self.roster or reading.event.guests or self._is_mine(reading):
            return ""
        told = (*ROSTERED, *JUDGED)
        at_work = reading.shape in {Shape.SHIFT, Shape.BLOCK}
        if not at_work and not any(reading.title.of(sign) for sign in told):
            return ""
        named = [n for n, token in enumerate(reading.tokens) if token.folded in self.roster]
        apart = (n for n in named if not n or reading.tokens[n - 1].folded not in BESIDE)
        place = next(apart, None)
        return "" if place is None else reading.tokens[place].text

    def _prefix(self, reading: Reading) -> str:
        tokens = reading.tokens
        if not tokens or tokens[0].folded not in self.everybody:
            if tokens and len(tokens) > 1 and tokens[0].folded in self.initials and self._is_marked(reading):
                return tokens[0].text
            return ""
        if self._is_mine(reading):
            return ""
        is_faculty = tokens[0].folded in self.people.circle.surnames and tokens[0].folded not in self.names
        if is_faculty or self._is_surname_too(reading) or self._meets(reading, tokens[0].folded):
            return ""
        marked = PREFIX.match(reading.event.title) or ELSEWHERE.match(reading.event.title)
        works = any(reading.title.of(sign) for sign in (*WORKING, *JUDGED))
        return tokens[0].text if marked or works else ""

    def _meets(self, reading: Reading, name: str) -> bool:
        """Whether the title tells a meeting with that person, not that person's meeting with another."""
        if not self.people.guests(reading.event) and any(reading.title.of(sign) for sign in JUDGED):
            return name not in self.people.naming.given or self.people.circle.is_known(name)
        if any(reading.title.of(sign) for sign in MEETING_THEM):
            return name not in self.names or bool(self.people.guests(reading.event))
        return (
            len(reading.tokens) > 1
            and reading.tokens[1].text[0].isupper()
            and reading.tokens[1] in reading.rest
        )

    def _absent(self, reading: Reading) -> str:
        """Somebody nobody knows, at a congress ("Dev at CHEST")."""
        away = any(reading.title.of(sign) for sign in ("letters", "name", "meeting"))
        going = GOING.search(reading.event.title)
        if away and going and folded(going["who"]) in self.everybody and not reading.event.guests:
            return going["who"]
        match = ELSEWHERE.match(reading.event.title)
        if not match or not match["who"][0].isupper() or folded(match["who"]) in self._own():
            return ""
        unknown = bool(reading.rest) and reading.rest[0] == reading.tokens[0]
        unknown = unknown or bool(match["title"] and reading.event.all_day)
        return match["who"] if unknown and away else ""

    def _suffix(self, reading: Reading) -> str:
        match = SUFFIX.search(reading.event.title)
        if (
            not match
            or folded(match["who"]) not in self.people.naming.given
            or folded(match["who"]) in self._own()
        ):
            return ""
        works = any(reading.title.of(sign) for sign in ("service", "code", "shift", "gathering"))
        meets = any(reading.title.of(sign) for sign in MEETING_THEM)
        return (
            match["who"]
            if works and not meets and not self.people.circle.is_known(folded(match["who"]))
            else ""
        )

    def _last(self, reading: Reading) -> str:
        """Somebody whose name closes the title of a shift, a service or leave: "SICU nights Tariq"."""
        last = reading.tokens[-1] if len(reading.tokens) > 1 else None
        if last is None or last.folded not in self.names or reading.event.guests:
            return ""
        before = reading.headline[: last.start].casefold().replace("/", " ").split()
        together = bool(before) and before[-1].rstrip(".") in BESIDE
        return last.text if _works(reading) and not together else ""

    def _own(self) -> frozenset[str]:
        names = [folded(name).split() for name in self.people.circle.own_names]
        initials = {"".join(word[0] for word in words) for words in names}
        return frozenset(word for words in names for word in words) | initials | SELF

    def _is_surname_too(self, reading: Reading) -> bool:
        """Whether the first word is part of the full name of somebody on the faculty."""
        guests = self.people.guests(reading.event)
        return any(
            reading.tokens[0].folded in folded(g.name).split() and self.people.is_faculty(g) for g in guests
        )

    def _is_marked(self, reading: Reading) -> bool:
        return bool(PREFIX.match(reading.event.title)) or any(reading.title.of(sign) for sign in WORKING)

    def _organizer(self, event: Event) -> str:
        """The given name of an organiser who is a private person writing for themselves."""
        who = event.organizer
        if who is None or event.owned or not who.name or self.people.is_self(who) or who.is_group:
            return ""
        words = folded(who.name).split()
        alone = all(guest.email == who.email for guest in event.guests)
        known = self.people.is_faculty(who) or not self.people.is_human(who)
        return words[0] if words and not known and (alone or len(words) == 1) else ""

    def _learn(self, reading: Reading) -> None:
        organizer = self._organizer(reading.event)
        if organizer and reading.tokens and reading.tokens[0].folded in {organizer, organizer[0]}:
            self.names.add(organizer)

    def _learn_peer(self, peer: str) -> None:
        """A peer's given name, surname and initials stand for them."""
        words = [word for word in peer.split() if word.isalpha()]
        if "@" not in peer and words:
            self.names |= {word for word in words if len(word) > 2}
            if len(words) > 1:
                self.names.add(words[0][0] + words[-1][0])


def _works(reading: Reading) -> bool:
    return any(reading.title.of(sign) for sign in WORKING)


def rostered(readings: Sequence[Reading], people: People, institutions: frozenset[str]) -> frozenset[str]:
    """Words that open or close the titles of shifts and blocks which overlap: nobody is in two places.

    One such pair may be a site and a service; in a roster, several names stand in each other's way.
    """
    entries: list[tuple[str, Event]] = []
    for reading in readings:
        name = _lone_name(reading, people, institutions)
        if name:
            entries.append((name, reading.event))
    rivals: dict[str, set[str]] = {}
    for place, (name, event) in enumerate(entries):
        for other, there in entries[place + 1 :]:
            if there.starts >= event.ends:
                break
            if name != other and _is_same_time(event, there):
                rivals.setdefault(name, set()).add(other)
                rivals.setdefault(other, set()).add(name)
    if len(rivals) < ROSTER:
        return frozenset()
    titles: dict[str, set[str]] = {}
    for name, event in entries:
        titles.setdefault(name, set()).add(folded(event.title))
    return frozenset(rivals) | {name for name, found in titles.items() if len(found) >= OPENINGS}


def _lone_name(reading: Reading, people: People, institutions: frozenset[str]) -> str:
    """The only name in the title of a shift, a block or leave, where it opens or closes a short title."""
    if (
        not any(reading.title.of(sign) for sign in ROSTERED)
        or reading.event.guests
        or reading.shape is Shape.MEETING
    ):
        return ""
    unknown = [t for t in reading.tokens if t in reading.rest or t.folded in people.naming.given]
    names = [t for t in unknown if t.text[0].isupper() and (len(t.text) > 2) is not t.text.isupper()]
    if len(names) != 1 or len(unknown) > len(names) + 1:
        return ""
    word = names[0]
    outer = word in (reading.tokens[0], reading.tokens[-1])
    known = word.folded in institutions or people.circle.is_sure(word.folded) or "title" in reading.title
    return word.folded if outer and not known else ""


def _family(readings: Iterable[Reading], people: People, marks: frozenset[str]) -> frozenset[str]:
    """Names that open several titles, some of them of private life or with the letter of somebody else.

    One such title is enough for a given name; a word that nobody knows needs as many of them as of others.
    """
    titles: dict[str, dict[str, bool]] = {}
    for reading in readings:
        first = reading.tokens[0] if len(reading.tokens) > 1 else None
        if first is None or reading.event.guests or not _is_given(first.text):
            continue
        if first in reading.rest or first.folded in people.naming.given:
            private = "against:private" in reading.title or "patient" in reading.title
            titles.setdefault(first.folded, {})[reading.key] = private or first.text[0] in marks
    return frozenset(
        name
        for name, told in titles.items()
        if len(told) >= OPENINGS and not people.circle.is_known(name)
        if sum(told.values()) >= (1 if name in people.naming.given else len(told) / 2)
    )


def _is_given(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word[1:].islower()


def _is_same_time(one: Event, other: Event) -> bool:
    """Whether two entries of about the same length are on at the same time for more than a handover."""
    shared = (min(one.ends, other.ends) - max(one.starts, other.starts)).total_seconds() / 3600
    shorter, longer = sorted((one.hours, other.hours))
    return shared > HANDOVER and longer <= 2 * shorter


def _rivals(readings: Iterable[Reading]) -> set[str]:
    """Unknown words before a dash that share the same days with different services: people, not places."""
    seen: list[tuple[str, frozenset[str], Event]] = []
    for reading in readings:
        match = PREFIX.match(reading.event.title)
        services = frozenset(h.sign for kind in ("service", "code") for h in reading.title.of(kind))
        if (
            match
            and services
            and reading.rest
            and reading.rest[0] == reading.tokens[0]
            and match["who"][0].isupper()
        ):
            seen.append((folded(match["who"]).split()[0], services, reading.event))
    found: set[str] = set()
    for n, (name, services, event) in enumerate(seen):
        for other, theirs, there in seen[n + 1 :]:
            if (
                name != other
                and services != theirs
                and event.starts < there.ends
                and there.starts < event.ends
            ):
                found |= {name, other}
    return found

"""All readings go in; which events are somebody else's, on a calendar people share, comes out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from worker.domain.event import Event
from worker.domain.recognition.glossary import Glossary
from worker.domain.recognition.people import People
from worker.domain.recognition.reading import Reading
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
SELF = frozenset({"me", "my", "i", "myself", "we", "us", "our"})
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
    everybody: frozenset[str] = frozenset()
    """Given names of anybody, and all that stands for others; never the user's."""

    @classmethod
    def of(cls, readings: Sequence[Reading], people: People, glossary: Glossary) -> "Sharing":
        """Learn from all titles and organisers, and from what the calendar says itself."""
        marks = {mark: who for mark, who in glossary.others.items() if mark.isupper()}
        sharing = cls(people, marks=marks, mine=glossary.mine)
        own = sharing._own()
        for reading in readings:
            sharing._learn(reading)
        for peer in people.circle.peers:
            sharing._learn_peer(peer)
        sharing.names |= _rivals(readings) | people.circle.housemates
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
        if organizer and first in {organizer, organizer[0]}:
            return f"it is {reading.event.organizer.name}'s" if reading.event.organizer else ""
        who = self._prefix(reading) or self._suffix(reading) or self._absent(reading)
        if who:
            return f"it is {who}'s, on a shared calendar"
        return ""

    def _prefix(self, reading: Reading) -> str:
        tokens = reading.tokens
        if not tokens or tokens[0].folded not in self.everybody:
            if tokens and len(tokens) > 1 and tokens[0].folded in self.initials and self._is_marked(reading):
                return tokens[0].text
            return ""
        if self._is_surname_too(reading) or self._meets(reading, tokens[0].folded):
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
        match = ELSEWHERE.match(reading.event.title)
        if not match or not match["who"][0].isupper() or folded(match["who"]) in self._own():
            return ""
        unknown = bool(reading.rest) and reading.rest[0] == reading.tokens[0]
        unknown = unknown or bool(match["title"] and reading.event.all_day)
        away = any(reading.title.of(sign) for sign in ("letters", "name", "meeting"))
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

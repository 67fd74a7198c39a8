"""All readings go in; which events are somebody else's, on a calendar people share, comes out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from worker.domain.event import Event
from worker.domain.recognition.elsewhere import agreeing_in, owner_of_roster, strangers_in
from worker.domain.recognition.glossary import Glossary
from worker.domain.recognition.people import People
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.subscribed import feeds_of_others, names_of_user
from worker.domain.recognition.weighing import PAIRED, own_words
from worker.domain.recognition.words import Token, folded, tokens_of

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
WITH_ANOTHER = re.compile(
    r"^\W*[^\W\d_]+\s+(?:[^\W\d_]+\s)?(?:mtg|meeting|meet|call|coffee|lunch|appt|interview|zoom|talk|1:1)\s+"
    r"(?:w/?|with)\s*(?!me\b|us\b)",
    re.IGNORECASE,
)
"""Somebody's meeting with another: "Sanna mtg w/ Dr Oakes"."""
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
OUTSIDE = ("body", "letters", "name", "meeting", "gathering", "session", "webinar")
"""Signs of what no roster holds."""
LISTED = re.compile(
    r"(?:^|[:(-]\s*|\s)(?P<who>[^\W\d_]{2,}(?:\s*(?:,|/|\+|&|\band\b)\s*[^\W\d_]{2,})+)\)?\s*$"
)
"""Names in a row at the end of a title."""
ROSTER = 3
"""Names in each other's way from which on a calendar holds a roster."""
OPENINGS = 2
"""Titles that open with one name from which on it is looked at whose it is."""
SURNAME_FIRST = re.compile(r"\s*(?P<who>[A-Z][\w'\u2019-]+),\s[A-Z](?:[a-z]+|\.)?\s?[:\u2013-]\s?\S")
"""How rosters name people: "Whitlow, B: TRA"."""
SURNAME_LAST = re.compile(r"[-\u2013:|]\s(?P<who>[A-Z][\w'\u2019-]+),\s[A-Z]\b\.?\s*$")
"""The same behind the shift: "Peds Surg Night - Okonjo, R"."""
HOSTED = re.compile(r"['\u2019]s (?:zoom|personal meeting|webex|teams)", re.IGNORECASE)
"""A meeting as its program calls it, by who opened it."""
WHO = r"(?P<who>[^\W\d_][\w'\u2019-]+(?:\s?[,/+&]\s?[^\W\d_][\w'\u2019-]+)*)"
SLOT_BEHIND = re.compile(
    rf"^(?P<what>[^:]{{2,40}}?)(?::\s*|\s[-\u2013\u2014|]\s|\s?\()\s*{WHO}\)?"
    r"\s*(?:[/|(]\s*(?:att|attg|attending|chief|staff|fellow)\b.*|\([^)]*\))?$",
    re.IGNORECASE,
)
"""Whose duty a roster says it is: "Trauma Day: Cho, Feld / Att Blum", "NF - Cho"."""
SLOT_BEFORE = re.compile(rf"^\W*{WHO}(?:\s[-\u2013\u2014|]|:)?\s+(?P<what>\S.{{1,40}})$", re.IGNORECASE)
"""The same with the name first: "Cho - SICU", "Cho/Feld - Trauma wknd", "Cho VAC"."""
SLOTS = 3
"""Kinds of duty, and services, that one name must bear to be the user's on a roster that names everybody."""
GROUP = re.compile(
    r"\b(?:group|grp|gruppe|groupe|grupo|gruppo|grupa|csoport|cohort|stream|\u05e7\u05d1\u05d5\u05e6\u05d4)"
    r"\s?#?(?P<mark>\d{1,2}|[A-H])(?!\w)",
    re.IGNORECASE,
)
"""Which part of a class it is for: "Pediatrics - group 2"."""
MY_PLACE = re.compile(
    r"(?:^|[:,/+&|]\s*|\s[-\u2013\u2014]\s)(?:ME|me|Me)(?=\s*(?:$|[,/+&|(]|[-\u2013\u2014]\s))|\((?:me|ME)\)"
)
"""The user's place in a roster: "Blue: ME / Cho", "SICU (me)"."""
OTHER_TRADE = re.compile(r"\b(?:RN|BSN|LPN|LVN|CRNA|CNA|PharmD|DPT|RRT|CST|RT\(R\))(?=\s*$|[,)])")
"""A feed that is called after a nurse, pharmacist or therapist."""
EVERYBODY = re.compile(r"\s*(?://|\||;|\u2022|\u00b7)\s*")
"""What parts the duties of several people in one title."""
HOUSEHOLD = 3
"""Titles that a name must open to be one of two people who mark theirs."""
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
    own: frozenset[str] = frozenset()
    """What stands for the user: names, initials, "me"; where two people mark their own, the user's mark."""
    listed_alone: frozenset[str] = frozenset()
    """The folded surname before all shifts of the calendar: the user's."""
    feeds: Mapping[str, str] = field(default_factory=dict)
    """Addresses of feeds that are somebody else's, and how they are called."""
    slotted: str = ""
    """The folded name under which a roster that names everybody has the user."""
    rivals: frozenset[str] = frozenset()
    """The others on it."""
    group: str = ""
    """The part of the class that the user belongs to, where a calendar is for several."""
    apart: frozenset[str] = frozenset()
    """Of those at home those whose entries show it: they work elsewhere, or write on the home's calendar."""
    towns: frozenset[str] = frozenset()
    """Folded words for the places of rotations; nobody's names."""
    everybody: frozenset[str] = frozenset()
    """Given names of anybody, and all that stands for others; never the user's."""

    @classmethod
    def of(
        cls,
        readings: Sequence[Reading],
        people: People,
        glossary: Glossary,
        institutions: frozenset[str] = frozenset(),
        named: frozenset[str] = frozenset(),
    ) -> "Sharing":
        """Learn from all titles and organisers, and from what the calendar says itself.

        `named`: words under which lists of shifts name the user.
        """
        marks = {mark: who for mark, who in glossary.others.items() if mark.isupper()}
        known = own_words(people) | named
        at_home = people.circle.housemates | _elsewhere(readings, people, institutions, known)
        slotted, rivals = _slotted(readings, people, at_home)
        own = known | _user_by_services(readings, people) | SELF | ({slotted} - {""})
        own |= _other_names(slotted, rivals, readings, people) if slotted else frozenset()
        under = names_of_user(readings, people)
        people.circle.own_names = (*people.circle.own_names, *under, *filter(None, (slotted,)))
        sharing = cls(
            people,
            marks=marks,
            mine=glossary.mine,
            own=own,
            listed_alone=_listed_alone(readings),
            slotted=slotted,
            feeds=feeds_of_others(readings, people),
            rivals=rivals,
            home=at_home,
            apart=at_home,
            towns=_destinations(readings),
            group=_own_group(readings),
        )
        sharing._learn_all(readings)
        sharing._meet_home_and_roster(readings, institutions)
        sharing._meet_writers(readings)
        sharing.everybody = (people.naming.given | sharing.names) - own
        return sharing

    def _learn_all(self, readings: Sequence[Reading]) -> None:
        for reading in readings:
            self._learn(reading)
        for peer in self.people.circle.peers:
            self._learn_peer(peer)

    def _meet_home_and_roster(self, readings: Sequence[Reading], institutions: frozenset[str]) -> None:
        """Those at home and on the roster are peers wherever they are met."""
        circle, marks = self.people.circle, frozenset(self.marks)
        self.home = (self.home | _family(readings, self.people, marks)) - self.own
        self.roster = rostered(readings, self.people, institutions) - self.own - self.home - self.towns
        circle.peers |= self.roster | self.home
        self.names |= _rivals(readings) | self.roster | self.home
        self.names -= self.own

    def _meet_writers(self, readings: Sequence[Reading]) -> None:
        """Others under whose address events stand: their initials mark what is theirs."""
        writers = {
            (name, reading.event.organizer.email)
            for reading in readings
            if reading.event.organizer and (name := self._organizer(reading.event)) in self.names
        }
        self.initials = {name[0] for name, _ in writers} - {name[0] for name in self.own if name}
        self.people.circle.peers |= {email for _, email in writers} - {""}

    def reason(self, reading: Reading) -> str:
        """Why the event is somebody else's, or empty."""
        if reading.headline != reading.event.title:
            return ""
        if fed := self._fed_by(reading):
            return fed
        marked = next(
            (t.text for t in reading.tokens if t.text in self.marks and not _is_of_code(t, reading)), ""
        )
        if marked and not self.mine & {token.text for token in reading.tokens}:
            return f"it is {self.marks[marked]}'s, on a shared calendar"
        organizer = self._organizer(reading.event)
        first = reading.tokens[0].folded if reading.tokens else ""
        if written := self._written_by(reading) or self._opens_with_maker(reading):
            return written
        if organizer and first in {organizer, organizer[0]} and not HOSTED.search(reading.headline):
            return f"it is {reading.event.organizer.name}'s" if reading.event.organizer else ""
        return self._for_another_group(reading) or self._named_in(reading)

    def _fed_by(self, reading: Reading) -> str:
        """Whether the feed is called after somebody at home, or after somebody in another trade."""
        who = reading.event.organizer
        if who is None:
            return ""
        if who.email in self.feeds:
            return f"it stands in the feed '{self.feeds[who.email]}', which is somebody else's"
        if not reading.event.guests and OTHER_TRADE.search(who.name):
            return f"it stands in the feed '{who.name}', which is of somebody in another trade"
        return ""

    def part_of_user(self, reading: Reading) -> str:
        """Of a title that tells everybody's duty ("SICU Cho // NF Feld") the user's part; else empty."""
        parts = EVERYBODY.split(reading.headline)
        if len(parts) < len(("mine", "theirs")) or reading.event.guests:
            return ""
        words = [{token.folded for token in tokens_of(part)} for part in parts]
        names = {token.folded for token in reading.rest if _is_given(token.text)} | self.everybody
        mine = [n for n, said in enumerate(words) if said & (self.own - SPOKEN)]
        theirs = [n for n, said in enumerate(words) if said & (names | self.roster | self.rivals)]
        alone = len(mine) == 1 and set(theirs) - set(mine)
        return parts[mine[0]] if alone and _is_rostered(reading) else ""

    def _named_in(self, reading: Reading) -> str:
        """The same, by the names in the title."""
        if self._is_named_at_work(reading):
            return ""
        looks = (self._in_slot, self._at_home, self._on_roster, self._listed, self._prefix, self._suffix)
        who = next(filter(None, (look(reading) for look in (*looks, self._last, self._absent))), "")
        return f"it is {who}'s, on a shared calendar" if who else ""

    def _written_by(self, reading: Reading) -> str:
        """Whether somebody at home put it there, without a word that it is the user's."""
        maker = reading.event.maker
        if maker is None or maker.email not in self.people.circle.writers or self._is_mine(reading):
            return ""
        if self.people.guests(reading.event):
            return ""
        return f"{maker.name or maker.email} wrote it, and nothing says that it is the user's"

    def _opens_with_maker(self, reading: Reading) -> str:
        """Whether whoever made the entry put the own given name before it, and invited nobody."""
        maker, first = reading.event.maker, reading.tokens[0].folded if reading.tokens else ""
        if maker is None or maker.is_self or reading.event.guests or not self.people.is_human(maker):
            return ""
        given = folded(maker.name).split()[:1]
        theirs = given == [first] and first not in self.own and len(first) > len("Al")
        return f"it is {maker.name}'s, who made the entry" if theirs else ""

    def _is_mine(self, reading: Reading) -> bool:
        """Whether the title names the user."""
        own, tokens = self.own - SPOKEN, reading.tokens
        first = tokens[0] if tokens else None
        if first and first.text[0] in self.mine and first.folded in self.people.naming.given - self.home:
            return True
        return any(
            token.folded in own and not (place and tokens[place - 1].folded in BESIDE)
            for place, token in enumerate(tokens)
        )

    def _is_named_at_work(self, reading: Reading) -> bool:
        """Whether the user's own name or initials stand with others' on a shift or block: "NF MV / AO"."""
        rostered = any(reading.title.of(sign) for sign in ROSTERED)
        own = self.own - SELF
        return (
            rostered
            and not reading.event.guests
            and any(
                token.folded in own and (len(token.text) > len("AB") or token.text.isupper())
                for token in reading.tokens
            )
        ) or (rostered and self._is_marked_mine(reading))

    def _is_marked_mine(self, reading: Reading) -> bool:
        """Whether a list of several names the user as "ME", or brackets say "(me)"."""
        return MY_PLACE.search(reading.headline) is not None

    def _listed(self, reading: Reading) -> str:
        """Whose shift a list names surname first, where the user's own need no name or bear another."""
        match = SURNAME_FIRST.match(reading.headline) or SURNAME_LAST.search(reading.headline)
        if not match or not any(reading.title.of(sign) for sign in ROSTERED):
            return ""
        place = match.start("who")
        if any(hit.start == place for hit in reading.title.of("operation")):
            return ""
        return "" if folded(match["who"]) in self.own | self.listed_alone else match["who"]

    def _in_slot(self, reading: Reading) -> str:
        """Whose duty or talk it is on a roster that names everybody, where it is not the user's."""
        if not self.slotted or self._is_mine(reading):
            return ""
        if _is_rostered(reading):
            names = (n for n in _in_slots(reading, self.people) if n != self.slotted and n not in self.towns)
            theirs = (n for n in names if n in self.rivals or _may_be_peer(n, self.people))
            return next((name.title() for name in theirs), "")
        if not any(reading.title.of(sign) for sign in (*JUDGED, *MEETING_THEM)):
            return ""
        named = [n for n, token in enumerate(reading.tokens) if token.folded in self.rivals]
        apart = (n for n in named if not n or reading.tokens[n - 1].folded not in BESIDE)
        place = next(apart, None)
        return "" if place is None else reading.tokens[place].text

    def _for_another_group(self, reading: Reading) -> str:
        """Whether a block or day is for a part of a class that is not the user's."""
        match = GROUP.search(reading.headline) if self.group else None
        if not match or match["mark"].casefold() == self.group:
            return ""
        return f"it is for {match[0]}, and the user's is another"

    def _at_home(self, reading: Reading) -> str:
        """Somebody at home whose name opens the title: "Theo allergy f/u Dr. Kim"."""
        first = reading.tokens[0] if reading.tokens else None
        if first is None or first.folded not in self.home or self._is_mine(reading):
            return ""
        if self._may_be_place(reading):
            return ""
        return "" if self.people.guests(reading.event) else first.text

    def _may_be_place(self, reading: Reading) -> bool:
        """Whether the first word of a body's or congress's title is no given name: "Idaho Chapter, ..."."""
        outside = any(reading.title.of(sign) for sign in ("letters", "name", "meeting", "body", "gathering"))
        return outside and reading.tokens[0].folded not in self.people.naming.given | self.apart

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
        if tokens and any(hit.start == tokens[0].start for hit in reading.title.of("operation")):
            return ""
        if not tokens or tokens[0].folded not in self.everybody:
            if tokens and len(tokens) > 1 and tokens[0].folded in self.initials and self._is_marked(reading):
                return tokens[0].text
            return ""
        paired = self.people.guests(reading.event) and any(mark in reading.headline for mark in PAIRED)
        if paired or self._is_mine(reading) or self._may_be_place(reading):
            return ""
        is_faculty = tokens[0].folded in self.people.circle.surnames and tokens[0].folded not in self.names
        if is_faculty or self._is_surname_too(reading) or self._meets(reading, tokens[0].folded):
            return ""
        marked = PREFIX.match(reading.event.title) or ELSEWHERE.match(reading.event.title)
        works = any(reading.title.of(sign) for sign in (*WORKING, *JUDGED))
        return tokens[0].text if marked or works else ""

    def _meets(self, reading: Reading, name: str) -> bool:
        """Whether the title tells a meeting with that person, not that person's meeting with another."""
        if WITH_ANOTHER.match(reading.headline) and not self.people.circle.is_known(name):
            return False
        if not self.people.guests(reading.event) and any(reading.title.of(sign) for sign in JUDGED):
            return name not in self.people.naming.given or self.people.circle.is_known(name)
        if any(reading.title.of(sign) for sign in MEETING_THEM):
            return name not in self.names or bool(self.people.guests(reading.event))
        if len(reading.tokens) == 1:
            return False
        first, second = reading.tokens[:2]
        apart = reading.headline[first.end : second.start].strip() in {"@", "-", "\u2013", "\u2014", ":"}
        return second.text[0].isupper() and second in reading.rest and not apart

    def _absent(self, reading: Reading) -> str:
        """Somebody nobody knows, at a congress ("Dev at CHEST")."""
        away = any(reading.title.of(sign) for sign in ("letters", "name", "meeting", "body"))
        going = GOING.search(reading.event.title)
        if away and going and folded(going["who"]) in self.everybody and not reading.event.guests:
            return going["who"]
        match = ELSEWHERE.match(reading.event.title)
        if not match or not match["who"][0].isupper() or folded(match["who"]) in self.own:
            return ""
        unknown = bool(reading.rest) and reading.rest[0] == reading.tokens[0]
        unknown = unknown or bool(match["title"] and reading.event.all_day)
        return match["who"] if unknown and away else ""

    def _suffix(self, reading: Reading) -> str:
        match = SUFFIX.search(reading.event.title)
        if (
            not match
            or folded(match["who"]) not in self.people.naming.given
            or folded(match["who"]) in self.own
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
        if (
            last is None
            or last.folded not in self.names
            or reading.event.guests
            or _is_of_code(last, reading)
        ):
            return ""
        before = reading.headline[: last.start].casefold().replace("/", " ").split()
        together = bool(before) and before[-1].rstrip(".") in BESIDE
        return last.text if _works(reading) and not together else ""

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
            self.names |= {w for w in words if len(w) > 2 and w not in self.people.naming.known_words}
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
        entries += ((name, reading.event) for name in _names_on(reading, people, institutions))
    rivals: dict[str, set[str]] = {}
    for place, (name, event) in enumerate(entries):
        for other, there in entries[place + 1 :]:
            if there.starts >= event.ends:
                break
            if name != other and event != there and _is_same_time(event, there):
                rivals.setdefault(name, set()).add(other)
                rivals.setdefault(other, set()).add(name)
    if len(rivals) < ROSTER:
        return frozenset()
    titles: dict[str, set[str]] = {}
    for name, event in entries:
        titles.setdefault(name, set()).add(folded(event.title))
    often = {name for name, found in titles.items() if len(found) >= OPENINGS}
    return frozenset(rivals) | often | _on_group_roster(readings, people, institutions)


def _on_group_roster(
    readings: Sequence[Reading], people: People, institutions: frozenset[str]
) -> frozenset[str]:
    """All names beside services on a calendar that a group keeps for several people."""
    named: dict[str, set[str]] = {}
    for reading in readings:
        who = reading.event.organizer
        if who and who.is_group and who.email:
            named.setdefault(who.email, set()).update(_names_on(reading, people, institutions))
    kept = (names for names in named.values() if len(names) >= ROSTER)
    return frozenset().union(*kept)


def _names_on(reading: Reading, people: People, institutions: frozenset[str]) -> tuple[str, ...]:
    """The names in the title of a shift, a block or leave: one, or several in a list ("EGS: Cho, Feld")."""
    lone = _lone_name(reading, people, institutions)
    if lone:
        return (lone,)
    if not any(reading.title.of(sign) for sign in ROSTERED) or reading.event.guests:
        return ()
    match = LISTED.search(reading.headline)
    if not match or reading.shape is Shape.MEETING or "title" in reading.title:
        return ()
    words = tokens_of(match["who"])
    unknown = {token.folded for token in reading.rest} | people.naming.given
    return tuple(word.folded for word in words if word.folded in unknown - institutions)


def _lone_name(reading: Reading, people: People, institutions: frozenset[str]) -> str:
    """The only name in the title of a shift, a block or leave, where it opens or closes a short title."""
    if (
        not any(reading.title.of(sign) for sign in ROSTERED)
        or reading.event.guests
        or reading.shape is Shape.MEETING
        or "operation" in reading.title
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
    readings = tuple(readings)
    places = _place_names(readings)
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
        if len(told) >= OPENINGS and not people.circle.is_known(name) and name not in places
        if sum(told.values()) >= (1 if name in people.naming.given else len(told) / 2)
    )


def _user_by_services(readings: Iterable[Reading], people: People) -> frozenset[str]:
    """The given name that opens nearly all titles of services, beside another that opens other titles."""
    if people.circle.own_names:
        return frozenset()
    opened: dict[str, list[bool]] = {}
    unmarked = 0
    for reading in readings:
        first = reading.tokens[0].folded if reading.tokens else ""
        works = any(reading.title.of(sign) for sign in ("service", "code", "shift"))
        if first in people.naming.given and not reading.event.guests:
            opened.setdefault(first, []).append(works)
        else:
            unmarked += works and reading.shape in {Shape.SHIFT, Shape.BLOCK, Shape.DAYS}
    often = {name: sum(told) for name, told in opened.items() if len(told) >= HOUSEHOLD}
    name = max(often, key=lambda n: (often[n], n), default="")
    rivals = [count for other, count in often.items() if other != name]
    alone = bool(rivals) and often[name] >= HOUSEHOLD and often[name] > 2 * max(rivals)
    return frozenset({name}) if alone and unmarked < often[name] / 2 else frozenset()


def _listed_alone(readings: Iterable[Reading]) -> frozenset[str]:
    """The one surname that stands before nearly all shifts ("Quintana, L: TRA")."""
    listed: dict[str, int] = {}
    plain = 0
    for reading in readings:
        match = SURNAME_FIRST.match(reading.headline)
        if match:
            listed[folded(match["who"])] = listed.get(folded(match["who"]), 0) + 1
        elif any(reading.title.of(sign) for sign in ("service", "code", "shift")):
            plain += reading.shape is Shape.SHIFT
    most = max(listed, key=lambda name: (listed[name], name), default="")
    return frozenset({most}) if most and listed[most] > plain else frozenset()


def _in_slots(reading: Reading, people: People) -> tuple[str, ...]:
    """The folded names, if any, of those whose duty a title says it is."""
    unknown = {token.folded for token in reading.rest} | people.naming.given
    if "title" in reading.title or "operation" in reading.title:
        return ()
    for pattern in (SLOT_BEHIND, SLOT_BEFORE):
        match = pattern.match(reading.headline)
        words = re.split(r"\s?[,/+&]\s?", match["who"]) if match else []
        if any(not word[0].isupper() for word in words):
            continue
        names = tuple(folded(word) for word in words)
        known = all(part in unknown for name in names for part in name.split())
        if names and known and not any(_is_category(word, reading.headline) for word in words):
            return names
    return ()


def _may_be_peer(name: str, people: People) -> bool:
    """Whether a name on a roster may be a resident's: by the given name, or nobody of the faculty has it."""
    return name in people.naming.given or not people.circle.is_sure(name)


def _is_rostered(reading: Reading) -> bool:
    """Whether it is what rosters hold: duty or leave of some length, and nothing of a body outside."""
    duty = any(reading.title.of(sign) for sign in ROSTERED) and reading.shape is not Shape.MEETING
    return duty and not any(reading.title.of(sign) for sign in OUTSIDE)


def _is_category(word: str, title: str) -> bool:
    """Whether a word is what people sort their entries by: "WORK: nights", "APP: zoom"."""
    return word.isupper() and len(word) > len("AB") and any(letter.islower() for letter in title)


def _elsewhere(
    readings: Sequence[Reading], people: People, institutions: frozenset[str], own: frozenset[str]
) -> frozenset[str]:
    """Names that open the titles of somebody who works elsewhere, or lives with the user."""
    circle = people.circle
    return strangers_in(readings, own, institutions | circle.surnames.keys() | circle.given.keys())


def _slotted(
    readings: Sequence[Reading], people: People, at_home: frozenset[str]
) -> tuple[str, frozenset[str]]:
    """The one name that a roster has on most duties, and the others on it.

    It is the user's where it stands on several services: an attending stays on one. Each calendar that
    holds a roster is looked at by itself, then all of them; nobody at home is the user.
    """
    slots = _Slots()
    by_source: dict[str, _Slots] = {}
    towns = _destinations(readings)
    for reading in readings:
        names = _in_slots(reading, people) if _is_rostered(reading) else ()
        names = tuple(name for name in names if name not in towns)
        if names:
            slots.add(reading, names)
            by_source.setdefault(_source(reading), _Slots()).add(reading, names)
    owners = [one.owner(at_home) for one in (slots, *by_source.values())]
    name = next(filter(None, owners), "") or _fitting(readings, people, slots.duties.keys() - at_home)
    if not name:
        return "", frozenset()
    rotating = {other for other in slots.duties if len(slots.services[other]) > 1}
    rivals = (other for other in slots.duties if other in rotating or _may_be_peer(other, people))
    return name, frozenset(rivals) - {name} - _names_beside(name, readings, people)


def _fitting(readings: Sequence[Reading], people: People, names: AbstractSet[str]) -> str:
    """The name on a roster of several whose blocks are those that the user's own entries agree with."""
    if len(names) < ROSTER or names & own_words(people):
        return ""
    blocks: dict[str, list[Reading]] = {}
    entries: list[Reading] = []
    for reading in readings:
        slots = names & set(_in_slots(reading, people)) if _is_rostered(reading) else frozenset[str]()
        for name in slots:
            blocks.setdefault(name, []).append(reading)
        if not slots and not names & {token.folded for token in reading.tokens}:
            entries.append(reading)
    return owner_of_roster(blocks, entries)


@dataclass(slots=True)
class _Slots:
    """The duties on which a roster names people."""

    duties: dict[str, list[str]] = field(default_factory=dict)
    services: dict[str, set[str]] = field(default_factory=dict)
    count: int = 0

    def add(self, reading: Reading, names: Iterable[str]) -> None:
        """One duty, and who has it."""
        self.count += 1
        signs = {hit.sign for kind in ("service", "code") for hit in reading.title.of(kind)}
        for name in names:
            self.duties.setdefault(name, []).append(reading.key)
            self.services.setdefault(name, set()).update(signs)

    def owner(self, housemates: frozenset[str]) -> str:
        """Who has most duties, of several kinds and on several services, beside somebody else; else empty."""
        name = max(self.duties, key=lambda n: (len(self.duties[n]), n), default="")
        if not name or name in housemates or len(self.duties) == 1:
            return ""
        most = len(set(self.duties[name])) >= SLOTS and 2 * len(self.duties[name]) > self.count
        return name if most and len(self.services[name]) >= SLOTS else ""


def _source(reading: Reading) -> str:
    """Under which address an event stands."""
    return reading.event.organizer.email if reading.event.organizer else ""


def _names_beside(name: str, readings: Iterable[Reading], people: People) -> frozenset[str]:
    """Given names that stand right before a surname anywhere: they are of the same person."""
    found = (
        before.folded
        for reading in readings
        for before, after in pairwise(reading.tokens)
        if after.folded == name and _is_given(before.text) and after.start - before.end == 1
    )
    return frozenset(word for word in found if word in people.naming.given)


def _other_names(
    slotted: str, rivals: frozenset[str], readings: Sequence[Reading], people: People
) -> frozenset[str]:
    """What else the user is called: a given name before the surname, or on shifts in the user's blocks."""
    own = [r for r in readings if slotted in _in_slots(r, people)]
    sources = {_source(reading) for reading in own}
    elsewhere = [reading for reading in readings if _source(reading) not in sources]
    return _names_beside(slotted, readings, people) | agreeing_in(elsewhere, own, rivals)


def _destinations(readings: Iterable[Reading]) -> frozenset[str]:
    """Words behind the beginning of the titles of placements, which are towns and hospitals."""
    placed = (reading for reading in readings if "placement" in reading.title or "away" in reading.title)
    return frozenset(t.folded for reading in placed for t in reading.rest if t is not reading.tokens[0])


def _own_group(readings: Sequence[Reading]) -> str:
    """The mark of the group of a class in whose blocks the user's own entries lie; empty if unclear."""
    marked = [(match["mark"].casefold(), r) for r in readings if (match := GROUP.search(r.headline))]
    blocks = [(mark, r) for mark, r in marked if r.shape in {Shape.BLOCK, Shape.DAYS}]
    told = dict.fromkeys((mark for mark, _ in blocks), 0)
    if len(told) < len(("one", "other")):
        return ""
    for reading in readings:
        if reading.shape in {Shape.BLOCK, Shape.DAYS}:
            continue
        match = GROUP.search(reading.headline)
        around = {mark for mark, block in blocks if _is_about(reading, block)}
        for mark in {match["mark"].casefold()} if match else around:
            told[mark] = told.get(mark, 0) + 1
    ranked = sorted(told, key=lambda mark: (-told[mark], mark))
    return ranked[0] if told[ranked[0]] > told[ranked[1]] else ""


def _is_about(reading: Reading, block: Reading) -> bool:
    """Whether an entry in the days of a block names what the block is."""
    days = block.event.first_day <= reading.event.first_day <= block.event.last_day
    return days and bool(
        {t.folded for t in reading.tokens} & {t.folded for t in block.tokens if len(t.text) > len("for")}
    )


def _place_names(readings: Iterable[Reading]) -> frozenset[str]:
    """Words of locations, and of the titles of placements and journeys, which are towns and hospitals."""
    texts = {reading.event.location for reading in readings}
    texts |= {r.headline for r in readings if "placement" in r.title or "away" in r.title}
    return frozenset(token.folded for text in texts for token in tokens_of(text))


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
            and not _is_category(match["who"], reading.headline)
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


def _is_of_code(token: Token, reading: Reading) -> bool:
    """Whether a hyphen ties a letter to a code before it: "TRAUMA-D" is a day shift, not D's."""
    return reading.headline[: token.start][-1:] == "-" and token.start > 1

"""One event goes in; what its words and its shape say, each by itself, comes out as `Reading`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from worker.domain.event import Event
from worker.domain.recognition.glossary import Glossary
from worker.domain.recognition.letterhead import without_letterhead
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.plain import plain_text
from worker.domain.recognition.words import Hit, Token, Vocabulary, bare, folded, longest, tokens_of
from worker.domain.season import Conference

BODIES = frozenset(
    {"college", "society", "association", "academy", "board", "congress", "surgery", "surgical"}
)
"""Words of which one alone tells no society."""
LETTERS = 7
"""Society letters are at most this long ("AAPM&R", "ISMICS")."""
TAIL_OF_NAME = re.compile(
    r"\s+(?:annual|scientific|clinical|international|critical care|spring|winter|\w+\s+annual)\s+"
    r"(?:meeting|congress|assembly|sessions?|conference|symposium|scientific\s\w+).*$",
    re.IGNORECASE,
)
YEAR = re.compile(
    r"\b20\d\d\b|\b\d{1,3}(?:st|nd|rd|th)\b|(?<=[A-Za-z])[.'\u2019]?\d\d\b|['\u2019]\d\d\b", re.IGNORECASE
)
ROUTE = re.compile(
    r"\b(?P<one>[A-Z]{3})\s?(?:->|-|\u2013|\u2014|\u2192|>|to|/|\u2708\ufe0f?)\s?(?P<other>[A-Z]{3})\b"
)
FLIGHT = re.compile(r"^\W*(?P<airline>[A-Z][A-Z0-9]|\d[A-Z])\s?(?!20\d\d)\d{3,4}\b")
BOOKED = re.compile(
    r"\b(?:conf(?:irmation)?|booking|reservation|resv|pnr|record locator|confirmaci[oó]n|reserva|buchung)\b"
    r"\.?\s*(?:#|no\.?|nr\.?|:|code|number)?\s*[A-Z]{0,4}-?\d[A-Z\d-]{3,}",
    re.IGNORECASE,
)
"""A ticket's or room's number: "conf 88172"."""
JOINED = re.compile(r"(?:[A-Z][a-z]{2,}|[A-Z]{3,})[A-Z][a-z]{2,}|[a-z]{3,}[A-Z][a-z]{2,}$")
"""A word with a capital inside, each part of it long enough to stand for something."""
HUMP = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
"""Its parts."""
BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
SPELT_OUT = re.compile(r"\b(?P<code>[A-Z]{2,5}) ?(?:\(|= ?)(?P<means>[^)=]+)")
"""A code with its meaning behind it: "PD (Police Dept)", "PD = Port Diner"."""
SENTENCE = re.compile(r"[^.;:!?\n()]+")
SPELT_NEAR = 80
"""Characters of a description in which a code of the title is looked for, spelt out."""
UNIVERSAL = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"})
"""Zones that tell nothing of where an event takes place."""
BEHIND = 2
"""Characters between a title and the name."""
VISITS = frozenset({"appt", "appointment", "visit", "checkup"})
"""What stands behind "Dr" and is no name."""
LEVELS = frozenset({"pgy", "prelim", "intern", "resident"})
"""Whose line of a feed it is: no part of what it says."""
ELSEWHERE_A_WORD = frozenset({"als"})
"""Codes that are little words of other languages where they are written small."""
LITTLE = frozenset({"of", "the", "and", "for", "de", "la", "du", "der", "in", "on"})
TERSE = (2, 4)
"""A title of so many words of so many letters is a code; its description says what it means."""
TOLD = 160
"""Characters of a description that are read as if they stood in such a title."""


class Shape(StrEnum):
    """What an event looks like from its length alone."""

    MEETING = "meeting"
    HALF_DAY = "half-day"
    SHIFT = "shift"
    DAY = "day"
    DAYS = "days"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Signs:
    """The phrases found in one text, by sign."""

    by_sign: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)
    by_kind: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)
    """The same by what stands before the colon of a sign: "service" for all services."""

    def __contains__(self, sign: str) -> bool:
        """Whether a phrase with that sign stands in the text."""
        return sign in self.by_sign

    def of(self, kind: str) -> tuple[Hit, ...]:
        """The hits for a sign, or for all signs "kind:..."."""
        return self.by_kind.get(kind) or self.by_sign.get(kind, ())

    def word(self, sign: str) -> str:
        """The words that gave the sign, for a reason."""
        return self.by_sign[sign][0].text


@dataclass(frozen=True, slots=True)
class Reading:
    """What one event says by itself."""

    event: Event
    headline: str
    """The title, without the user's own initial on a shared calendar."""
    tokens: tuple[Token, ...]
    title: Signs
    notes: str
    noted: Signs
    """In the description."""
    placed: Signs
    """In the location."""
    rest: tuple[Token, ...]
    """Words of the title that nothing explains."""
    key: str
    """The folded title without digits: the same for the days of one series."""
    shape: Shape

    @property
    def around(self) -> tuple[Signs, Signs]:
        """Description and location."""
        return self.noted, self.placed

    @property
    def core(self) -> str:
        """What may be the name of an unknown service: the folded title without shifts, levels and sites."""
        if not self.rest or self.title.of("service") or self.title.of("code"):
            return self.key
        return " ".join(token.folded for token in self.rest)

    @property
    def begins(self) -> datetime:
        """When it begins, on the clock of its own zone: a list in London begins at eight there.

        Feeds write their hours in UTC wherever they are made; then it is the clock of the calendar.
        """
        zone = None if self.event.all_day or self.event.zone in UNIVERSAL else zone_named(self.event.zone)
        return self.event.starts.astimezone(zone) if zone else self.event.starts

    def anywhere(self, sign: str) -> bool:
        """Whether the sign stands in title, description or location."""
        return sign in self.title or sign in self.noted or sign in self.placed

    @property
    def is_online(self) -> bool:
        """Whether it takes place over a wire."""
        if "venue" in self.placed and "http" not in self.event.location and not self.event.online:
            return "online" in self.title
        return self.event.online or self.anywhere("online") or "http" in self.event.location


@dataclass(frozen=True, slots=True)
class Heading:
    """What a title says by itself."""

    text: str
    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]
    signs: Signs
    rest: tuple[Token, ...]
    key: str

    @property
    def is_terse(self) -> bool:
        """Whether it is no more than a code."""
        count, letters = TERSE
        if "given" in self.signs:
            return False
        return len(self.tokens) <= count and all(len(token.text) <= letters for token in self.tokens)


class Reader:
    """A lexicon, a catalogue and the calendar's own dictionary, arranged for reading many events."""

    def __init__(
        self, lexicon: Lexicon, catalogue: Sequence[Conference], glossary: Glossary | None = None
    ) -> None:
        self.lexicon = lexicon
        self.catalogue = {conference.id: conference for conference in catalogue}
        self.vocabulary = _vocabulary(lexicon, tuple(catalogue))
        self.rules = {rule.name: rule for rule in lexicon.against}
        self.profession = frozenset(map(folded, lexicon.webinar.profession))
        self.glossary = glossary or Glossary()
        self.long_services = frozenset(folded(s.name) for s in lexicon.services if s.long)
        self._codes = _by_first_word(self.glossary)
        self._found: dict[str, tuple[tuple[Token, ...], tuple[Hit, ...]]] = {}
        self._titles: dict[str, Heading] = {}
        self._texts: dict[str, tuple[str, Signs]] = {}
        self._merged: dict[tuple[str, str], Signs] = {}

    def knowing(self, glossary: Glossary) -> "Reader":
        """The same with a calendar's own dictionary; what was read is not read twice."""
        reader = Reader(self.lexicon, tuple(self.catalogue.values()), glossary)
        reader._found = self._found
        return reader

    def read(self, event: Event) -> Reading:
        """What one event says by itself."""
        heading = self._heading(event.title)
        notes, noted = self._text(event.description)
        _, placed = self._text(event.location)
        shape = shape_of(event, self.lexicon)
        signs = self._told(heading, notes, shape) if notes else heading.signs
        return Reading(
            event, heading.text, heading.tokens, signs, notes, noted, placed, heading.rest, heading.key, shape
        )

    def retitled(self, reading: Reading, title: str) -> Reading:
        """The same event read as if a part of its title were all of it."""
        heading = self._heading(title)
        return replace(
            reading,
            headline=heading.text,
            tokens=heading.tokens,
            title=heading.signs,
            rest=heading.rest,
            key=heading.key,
        )

    def hits(self, text: str) -> tuple[Hit, ...]:
        """The longest phrases in any text."""
        return longest(self._all_hits(text)[1])

    def _all_hits(self, text: str) -> tuple[tuple[Token, ...], tuple[Hit, ...]]:
        """The words of a text, and every phrase in it."""
        if text not in self._found:
            tokens = tuple(part for token in tokens_of(text) for part in self._parted(token))
            self._found[text] = tokens, self.vocabulary.hits(text, tokens)
        return self._found[text]

    def _parted(self, token: Token) -> Sequence[Token]:
        """The words of which a code is made ("BlueCall"), where all of them are known and it is not."""
        if not JOINED.match(token.text) or token.folded in self.vocabulary.words:
            return (token,)
        parts = [
            Token(m[0], bare(m[0]), token.start + m.start(), token.start + m.end())
            for m in HUMP.finditer(token.text)
        ]
        known = self.vocabulary.words
        return parts if all(part.folded in known for part in parts) else (token,)

    def signs(self, text: str) -> Signs:
        """The signs in any text."""
        return _by_sign(self.hits(text))

    def titled(self, text: str) -> Signs:
        """The signs in a text that is read like a title."""
        return self._heading(text).signs

    def _heading(self, title: str) -> Heading:
        if title not in self._titles:
            text = self.glossary.headline(title)
            tokens, phrases = self._all_hits(text)
            found = [hit for hit in phrases if _counts(hit, tokens) and not _is_a_name(hit, phrases)]
            hits = self._spelt_out(text, longest(self._known(text, tokens, found)))
            hits = (*hits, *self._tickets(text))
            key = " ".join(token.folded for token in tokens if not token.text.isdigit())
            self._titles[title] = Heading(text, tokens, hits, _by_sign(hits), _unexplained(tokens, hits), key)
        return self._titles[title]

    def _tickets(self, text: str) -> Iterator[Hit]:
        """Flights, routes and bookings by the look of their codes: "UA 544", "EWR-SAN", "conf 88172"."""
        travel = self.lexicon.travel
        found = [m for m in ROUTE.finditer(text) if {m["one"], m["other"]} <= travel.airports]
        found += [m for m in FLIGHT.finditer(text) if self._is_flight(m, text)]
        found += BOOKED.finditer(text)
        yield from (Hit("against:travel", match[0], match.start(), match.end()) for match in found)

    def _is_flight(self, match: re.Match[str], text: str) -> bool:
        """Whether a number behind an airline's code is a flight's, not a session's: little follows it."""
        behind = tokens_of(text[match.end() :])
        travel = self.lexicon.travel
        bare_number = len(behind) <= TERSE[0] or any(token.text in travel.airports for token in behind)
        return match["airline"] in travel.airlines and bare_number

    def _known(self, text: str, tokens: Sequence[Token], found: Sequence[Hit]) -> list[Hit]:
        """With the calendar's own codes in place of what the lexicon takes them for."""
        own: list[Hit] = []
        for place, token in enumerate(tokens):
            for words, signs in self._codes.get(token.folded, ()):
                last = place + len(words)
                if tuple(t.folded for t in tokens[place:last]) != words:
                    continue
                start, end = token.start, tokens[last - 1].end
                if len("".join(words)) > TERSE[0] or text[start:end] in self.glossary.exact:
                    own += (Hit(sign, text[start:end], start, end) for sign in signs)
        if not own:
            return list(found)
        covered = {(hit.start, hit.end) for hit in own}
        return [*(hit for hit in found if (hit.start, hit.end) not in covered), *own]

    def _spelt_out(self, text: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Codes that the title itself explains mean what it says: "PD (Police Dept)"."""
        for match in SPELT_OUT.finditer(text):
            size = len(match["code"]) if "=" in match[0] else None
            if _initials(tokens_of(match["means"])[:size]) == match["code"].casefold():
                hits = tuple(hit for hit in hits if not match.start() <= hit.start < match.start("means") - 1)
        return hits

    def _told(self, heading: Heading, notes: str, shape: Shape) -> Signs:
        """The signs of a title with those of its description, where the title is a mere code."""
        key = (heading.text, notes + shape)
        if key not in self._merged:
            self._merged[key] = self._with_notes(heading, notes, shape)
        return self._merged[key]

    def _with_notes(self, heading: Heading, notes: str, shape: Shape) -> Signs:
        if not heading.is_terse:
            return heading.signs
        hits = heading.hits
        if len(heading.tokens) == 1 and (told := _spelt_near(heading.tokens[0], notes)):
            hits = tuple(hit for hit in hits if hit.end <= heading.tokens[0].start)
            return _by_sign((*hits, *self.hits(told)))
        if shape in {Shape.BLOCK, Shape.SHIFT} and heading.tokens and not heading.tokens[0].text.isdigit():
            return heading.signs
        apart = ("opening:", "alone:") if shape is Shape.MEETING else ("opening:", "alone:", "against:")
        noted = (hit for hit in self.hits(notes[:TOLD]) if not hit.sign.startswith(apart))
        return _by_sign((*hits, *noted))

    def _text(self, text: str) -> tuple[str, Signs]:
        if text not in self._texts:
            plain = plain_text(text)
            if self.glossary.letterhead:
                plain = without_letterhead(plain, self.glossary.letterhead)
            hits = (h for h in self.hits(plain) if not _is_marginal(h))
            self._texts[text] = (plain, _by_sign(hits))
        return self._texts[text]


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name (IANA); None for no name, and for names of other systems."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _is_marginal(hit: Hit) -> bool:
    """What counts only at the beginning, or as the whole, of a title."""
    return hit.sign.startswith(("opening:", "alone:"))


Code = tuple[tuple[str, ...], tuple[str, ...]]
"""The words of a code, and what it is a sign for."""


def _by_first_word(glossary: Glossary) -> dict[str, list[Code]]:
    found: dict[str, list[Code]] = {}
    for words, signs in glossary.signs.items():
        found.setdefault(words[0], []).append((words, signs))
    return found


def _initials(tokens: Iterable[Token]) -> str:
    return "".join(token.folded[0] for token in tokens if token.folded not in LITTLE)


def _spelt_near(code: Token, notes: str) -> str:
    """The words near the beginning of a description of which a code is the initials."""
    size = len(code.text)
    if size <= TERSE[0] or not code.text.isupper():
        return ""
    for sentence in SENTENCE.finditer(notes[:SPELT_NEAR]):
        tokens = tokens_of(sentence[0])
        for first in range(len(tokens) - size + 1):
            words = tokens[first : first + size]
            if _initials(words) == code.folded:
                return sentence[0][words[0].start : words[-1].end]
    return ""


def shape_of(event: Event, lexicon: Lexicon) -> Shape:
    """The shape of an event."""
    lengths = lexicon.lengths
    if event.all_day or event.hours > lengths.shift_hours[1]:
        if event.day_count >= lengths.block_days:
            return Shape.BLOCK
        return Shape.DAY if event.day_count == 1 else Shape.DAYS
    if event.hours >= lengths.shift_hours[0]:
        return Shape.SHIFT
    return Shape.HALF_DAY if event.hours >= lengths.half_day_hours else Shape.MEETING


def without_brackets(text: str) -> str:
    """A title without what stands in brackets."""
    return BRACKETED.sub(" ", text)


def overlapping(conference: Conference, event: Event, slack: int) -> bool:
    """Whether an edition of the meeting, give or take `slack` days, is on while the event is."""
    margin = timedelta(days=slack)
    return any(
        edition.start - margin <= event.last_day and event.first_day <= edition.end + margin
        for edition in conference.editions
    )


def cities_of(conference: Conference, event: Event) -> frozenset[str]:
    """The towns, folded, of the editions that are on around the event."""
    month = timedelta(days=31)
    return frozenset(
        folded(re.split(r"[(,]", edition.city)[0])
        for edition in conference.editions
        if edition.city and edition.start - month <= event.last_day and event.first_day <= edition.end + month
    ) - {""}


@lru_cache(maxsize=2)
def _vocabulary(lexicon: Lexicon, catalogue: tuple[Conference, ...]) -> Vocabulary:
    return Vocabulary.of(
        (*_phrases(lexicon), *_meetings(catalogue, lexicon.congress.regions)), dict(lexicon.abbreviations)
    )


def _by_sign(hits: Iterable[Hit]) -> Signs:
    found: dict[str, tuple[Hit, ...]] = {}
    kinds: dict[str, tuple[Hit, ...]] = {}
    for hit in hits:
        kind = hit.sign.split(":", 1)[0]
        found[hit.sign] = (*found.get(hit.sign, ()), hit)
        kinds[kind] = (*kinds.get(kind, ()), hit)
    return Signs(found, kinds)


def _counts(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Openings count only at the beginning, `alone` only as the whole title (digits and levels aside)."""
    if hit.text in ELSEWHERE_A_WORD:
        return False
    if hit.sign.startswith("opening:"):
        return hit.start == tokens[0].start
    if hit.sign.startswith("alone:"):
        words = [token for token in tokens if not (token.text.isdigit() or token.folded in LEVELS)]
        return bool(words) and hit.start == words[0].start and hit.end == words[-1].end
    return True


def _is_a_name(hit: Hit, phrases: Sequence[Hit]) -> bool:
    """Whether one capital word stands right behind a title: "Dr. Church" is no church."""
    if not hit.sign.startswith(("against:", "code:")) or not hit.text.istitle() or " " in hit.text:
        return False
    behind = any(one.sign == "title" and 0 < hit.start - one.end <= BEHIND for one in phrases)
    return behind and folded(hit.text) not in VISITS


def _unexplained(tokens: Sequence[Token], hits: Sequence[Hit]) -> tuple[Token, ...]:
    """Words that no phrase covers; a name after a title, and figures, are explained."""
    titles = [hit.end for hit in hits if hit.sign == "title"]
    return tuple(
        token
        for token in tokens
        if not token.text.isdigit()
        and not any(hit.start <= token.start and token.end <= hit.end for hit in hits)
        and not any(0 <= token.start - end <= 2 for end in titles)
    )


def _phrases(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for service in lexicon.services:
        yield from ((phrase, f"service:{service.name}") for phrase in service.phrases)
        yield from ((phrase, f"code:{service.name}") for phrase in service.codes)
    for rule in lexicon.against:
        yield from ((phrase, f"against:{rule.name}") for phrase in rule.phrases)
        yield from ((phrase, f"opening:{rule.name}") for phrase in rule.opening)
        yield from ((phrase, f"alone:{rule.name}") for phrase in rule.alone)
    for kind in lexicon.fields:
        yield from ((phrase, f"field:{kind.name}") for phrase in kind.phrases)
    for sign, phrases in _signs(lexicon).items():
        yield from ((phrase, sign) for phrase in phrases)


def _signs(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    rotation, congress, people = lexicon.rotation, lexicon.congress, lexicon.people
    return {
        "placement": rotation.placement,
        "block": rotation.block,
        "away": rotation.away,
        "shift": rotation.shift,
        "call": rotation.call,
        "duty": (*rotation.duty, *rotation.operation),
        "operation": rotation.operation,
        "part": rotation.parts,
        "meeting": congress.meeting,
        "gathering": congress.gathering,
        "session": congress.session,
        "venue": congress.venue,
        "body": (*congress.bodies, *congress.letters, *congress.societies),
        "letters": congress.letters,
        "society": congress.societies,
        "open": congress.open,
        "webinar": lexicon.webinar.strong,
        "talk": (*lexicon.webinar.talk, *lexicon.webinar.visits),
        "visit": lexicon.webinar.visits,
        "lecture": lexicon.webinar.lectures,
        "online": lexicon.webinar.online,
        "aired": lexicon.webinar.aired,
        "registered": lexicon.webinar.registered,
        "purpose": lexicon.mentor.purpose,
        "occasion": lexicon.mentor.occasion,
        "faculty": lexicon.mentor.faculty,
        "guide": lexicon.mentor.guide,
        "director": lexicon.director.phrases,
        "director-code": lexicon.director.codes,
        "evaluation": lexicon.director.evaluation,
        "affairs": lexicon.director.affairs,
        "title": people.titles,
        "staff": people.staff,
        "peer": people.peers,
        "given": people.given,
        "patient": people.patient,
    }


def _short_names(catalogue: Sequence[Conference], regions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The words that tell one society from another ("Southern Thoracic"), where they do."""
    owners: dict[str, set[str]] = {}
    for conference in catalogue:
        words = folded(conference.name).split()
        known = (folded(region).split() for region in regions)
        region = next((found for found in known if words[: len(found)] == found), [])
        if region and len(words) > len(region) + 1 and words[len(region)] not in BODIES:
            owners.setdefault(" ".join(words[: len(region) + 1]), set()).add(conference.id)
    yield from ((name, min(ids)) for name, ids in owners.items() if len(ids) == 1)


def _meetings(catalogue: Sequence[Conference], regions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names and aliases; letters apart, because they stand for other things, too."""
    for name, meeting in _short_names(catalogue, regions):
        yield name, f"name:{meeting}"
    for conference in catalogue:
        for name in (conference.name, conference.short, *conference.aliases):
            for part in re.split(r"[()]", name):
                yield from _spellings(part.strip(), conference.id)
        yield from ((words, "collision") for words in conference.collisions if len(tokens_of(words)) > 1)


def _spellings(name: str, meeting: str) -> Iterator[tuple[str, str]]:
    undated = YEAR.sub("", name).strip()
    for words in dict.fromkeys((name, undated, TAIL_OF_NAME.sub("", undated))):
        size = len(tokens_of(words))
        if size > 1 and words.upper() != words:
            yield words, f"name:{meeting}"
        elif words and words.upper() == words and len(words) <= LETTERS:
            yield words, f"letters:{meeting}"
        elif words[1:] != words[1:].lower():
            yield words, f"name:{meeting}"

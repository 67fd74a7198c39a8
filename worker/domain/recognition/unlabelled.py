"""A title goes in; the words in it that must be names, though nothing says so, come out."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from worker.domain.person import Named
from worker.domain.recognition.circle import Circle
from worker.domain.recognition.learning import INITIALS
from worker.domain.recognition.mention import Mention
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.reading import Reading
from worker.domain.recognition.spelling import belongs, tidy
from worker.domain.recognition.surnames import WITH
from worker.domain.recognition.words import Token, folded

ALUMNUS = re.compile(
    r"\b(?:[eE]x-(?=[A-Z])|(?i:formerly at|ehemalig\w*|antigu[oa] residente|ancien(?:ne)? interne)\b)"
)
"""Somebody who was trained where the user is ("ex-UFMG")."""
OPENS = re.compile(r"[\w'\u2019-]*\s*(?:[(:\u2013\u2014]|-\s|re\b|about\b)")
"""What follows a name that opens a title: "Osei (PD)", "Hargreave - letter"."""
MEETING_WORDS = ("occasion", "duty")
FACULTY_WORDS = ("purpose", "faculty")
"""Signs of words behind which names stand; behind the latter, capital surnames only."""
JOINT = re.compile(r"\s|\s?[,&+/]\s?|[-'\u2019]|\s(?:and|y|et|und|e)\s")
APART = re.compile(r"\s*[,&+/]\s*|\s(?:and|y|et|und|e)\s")
"""Between the words of names, and between names."""
PIECE = re.compile(r"[,;:()]|\.(?=\s|$)|\s[-\u2013\u2014/|]\s|\s(?:w/|with)\s")
SURNAME = re.compile(r"[^\W\d_a-z][^\W\d_]{3,}(?:[-'\u2019][^\W\d_]{2,})*")
"""A word long enough to be believed to be a surname without any other sign."""
PART = re.compile(r"[,()|]|\s[-\u2013\u2014/]\s|:\s")
AGAIN = re.compile(r"\s+(?:again|part 2|pt 2|#?2)$", re.IGNORECASE)
"""Behind a name that is all there is in its part of a title."""
BRACKETS = re.compile(r"[(\[](?P<names>[^()\[\]]{5,80})[)\]]")


class Unlabelled:
    """Finds names without any cue."""

    def __init__(self, circle: Circle, naming: Naming, institutions: frozenset[str]) -> None:
        self.circle = circle
        self.naming = naming
        self.institutions = institutions

    def spelt_out(self, reading: Reading, found: Sequence[Named], *, whole: bool) -> list[Named]:
        """Names without any cue in a title: those of guests without one, or anybody's where none is found.

        `whole`: only where nothing else stands in that part of the title ("Erik Sandvik, booth 7").
        """
        title = reading.headline
        parts = [AGAIN.sub("", part.strip()) for part in PART.split(title)]
        nameless = [person.email for person in found if not person.name]
        return [
            Named(tidy(mention.name), title=mention.title)
            for mention in self.naming.full_names(title)
            if any(belongs(address, mention.name) for address in nameless)
            or (not found and (not whole or mention.name in parts or self._is_met_there(mention, reading)))
        ]

    def speaking(self, reading: Reading) -> list[Named]:
        """Two or more whole names that fill brackets in the title of a session held by others."""
        for brackets in BRACKETS.finditer(reading.headline):
            found = self.naming.full_names(brackets["names"])
            listed = [name.strip() for name in APART.split(brackets["names"])]
            if len(found) > 1 and [mention.name for mention in found] == listed:
                return [Named(tidy(mention.name), title=mention.title) for mention in found]
        return []

    def _is_met_there(self, mention: Mention, reading: Reading) -> bool:
        """Whether a name stands right behind the occasion: "hallway chat K. Aldridge"."""
        return any(
            not reading.headline[hit.end : mention.start].strip(" -:@")
            for hit in reading.title.of("occasion")
            if hit.end <= mention.start
        )

    def is_about_work(self, reading: Reading) -> bool:
        """Whether a reason to meet a mentor stands in the title or the description."""
        return "purpose" in reading.title or "purpose" in reading.noted

    def is_told_of_faculty(self, reading: Reading) -> bool:
        """Whether the words say that somebody who can advise is met."""
        signs = ("faculty", "director", "director-code")
        told = any(sign in text for sign in signs for text in (reading.title, reading.noted))
        return told or ALUMNUS.search(reading.headline) is not None

    def unspelt(self, reading: Reading) -> list[Named]:
        """The words nothing explains behind "with" or "coffee": "coffee w firth ?", "zoom: Hsu, Ito"."""
        tokens = reading.tokens
        free = [token in reading.rest or token.folded in self.naming.given for token in tokens]
        told = self.is_told_of_faculty(reading)
        for first in range(len(tokens)):
            met = self._stands_behind(first, reading, MEETING_WORDS)
            if free[first] and (met or self._stands_behind(first, reading, FACULTY_WORDS)):
                sure = told and met
                names = APART.split(_run_of_names(first, free, reading))
                people = [Named(name) for name in names if self._may_be_name(name, sure=sure)]
                if people:
                    return people
        return []

    def operating(self, reading: Reading) -> list[Named]:
        """The surgeon whose name stands alone behind the word for it: "OR Malik", "OR: Malik / Osei"."""
        match = self.naming.operating.search(reading.headline)
        if match is None:
            return []
        free = {token.start for token in reading.rest}
        names = [name for name in APART.split(match["names"]) if self._may_be_name(name, sure=False)]
        unknown = all(match.start("names") + match["names"].find(name) in free for name in names)
        return [Named(name) for name in names if unknown and folded(name) not in self.institutions]

    def beside_operation(self, reading: Reading) -> list[Named]:
        """The only unknown surname that fills a part of an operation's title: "VATS lobe, Hale"."""
        if "operation" not in reading.title:
            return []
        told = [(hit.start, hit.end) for hit in reading.title.of("operation")]
        free = {token.folded for token in reading.rest}
        alone = "".join(
            " " if any(start <= place < end for start, end in told) else letter
            for place, letter in enumerate(reading.headline)
        )
        parts = [part.strip(" -") for part in PIECE.split(alone)]
        found = [part for part in parts if SURNAME.fullmatch(part) and not part.isupper()]
        names = [
            name for name in found if set(folded(name).split()) <= free and self._is_surname(name, reading)
        ]
        return [Named(names[0])] if len(names) == 1 else []

    def _is_surname(self, name: str, reading: Reading) -> bool:
        word = folded(name)
        known = self.naming.known_words | self.naming.given | self.institutions | self.circle.peers
        return word not in known and name not in reading.event.location

    def behind_with(self, reading: Reading) -> list[Named]:
        """The word nothing explains behind "with" in the title of a shift: "burn w abernathy"."""
        tokens = reading.tokens
        return [
            Named(token.text)
            for before, token in pairwise(tokens)
            if before.folded in {"w", "with"} and token in reading.rest and len(token.text) > INITIALS[1]
            if not {token.folded} & (self.circle.peers | self.naming.known_words | self.naming.given)
            if token.folded not in self.institutions
        ]

    def evaluating(self, reading: Reading) -> list[Named]:
        """The only name in the title of an evaluation: "Semi-annual eval (Beaudry)"."""
        free = [token for token in reading.rest if token.text.istitle() and len(token.text) > INITIALS[0]]
        if "evaluation" not in reading.title or len(free) != 1 or self._is_no_name(free[0]):
            return []
        around = reading.headline[: free[0].start].rstrip()[-1:], reading.headline[free[0].end :].lstrip()[:1]
        return [Named(free[0].text)] if around[0] in ("(", "-", ":") or around[1] == "(" else []

    def _is_no_name(self, token: Token) -> bool:
        words = self.naming.known_words | self.naming.given | self.institutions | self.circle.peers
        return token.folded in words

    def _may_be_name(self, name: str, *, sure: bool) -> bool:
        """Whether unexplained words may name somebody; `sure`: the event tells of faculty."""
        words = folded(name).split()
        if len(name) <= len("Li") or len(words) > len(("Ana", "Ortiz", "Vega")):
            return False
        if {folded(name), *words} & (self.circle.peers | self.naming.known_words):
            return False
        return sure or (name[0].isupper() and not name.isupper() and words[0] not in self.naming.given)

    def _stands_behind(self, place: int, reading: Reading, signs: Iterable[str]) -> bool:
        """Whether a word stands where names do: behind such words, or "with", or opening the title."""
        token = reading.tokens[place]
        hits = [hit for sign in signs for hit in reading.title.of(sign)]
        if not place:
            opens = signs is FACULTY_WORDS and OPENS.match(reading.headline, token.end)
            return bool(opens) or any(hit.end <= token.start for hit in hits)
        before = reading.tokens[place - 1]
        return before.folded in WITH or any(h.start <= before.start and before.end <= h.end for h in hits)


def _run_of_names(first: int, free: Sequence[bool], reading: Reading) -> str:
    """The unexplained words from a place on that stand together, or are listed."""
    tokens, last = reading.tokens, first
    while last + 1 < len(tokens) and free[last + 1]:
        if not JOINT.fullmatch(reading.headline[tokens[last].end : tokens[last + 1].start]):
            break
        last += 1
    return reading.headline[tokens[first].start : tokens[last].end]

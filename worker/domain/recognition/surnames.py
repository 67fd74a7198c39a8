"""A reading goes in; the names of people whom the calendar knows from elsewhere come out."""

import re

from worker.domain.person import Named
from worker.domain.recognition.circle import Circle
from worker.domain.recognition.learning import INITIALS
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.reading import Reading
from worker.domain.recognition.words import Token, folded, is_slip, tokens_of, whole_word

WITH = frozenset({"w", "with", "con", "avec", "mit", "com", "z", "met"})
BESIDE_WITH = re.compile(r"(?<!\w)(?:w/|w|with|con|avec|mit|com)\s*(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)")
OPENING_NAME = re.compile(
    r"(?:^|[.!?;\n]\s*)(?P<name>[A-Z][^\W\d_]+(?:['\u2019-][A-Z][^\W\d_]+)?)"
    r"(?= (?:let|lets|taught|teaches|showed|walked|pimped|was|is|likes|had|made|gave me|praised|offered)\b"
    r"|\s*(?:$|[,\n/&])| only\b)"
)
"""A surname that opens a sentence: "Sloane let me close"."""
BESIDE_PLUS = re.compile(r"(?<![\w@.])(?P<name>[A-Z][^\W\d_]{2,}(?:-[^\W\d_]+)?)(?= ?[+&] ?[^\W\d_])")
"""Somebody who is there together with another: "Sadeghi + clerkship director"."""
SHORTEST = 2
"""A word of so few letters, written small, is no name."""


class Surnames:
    """Finds known surnames, given names and initials."""

    def __init__(self, circle: Circle, naming: Naming) -> None:
        self.circle = circle
        self.naming = naming
        self.things_before = frozenset(map(folded, naming.people.things_before))
        self._known: dict[str, tuple[str, ...]] = {}

    def known_in(self, reading: Reading) -> tuple[str, ...]:
        """Unexplained words of a title that are surnames or given names of known faculty, well spelt."""
        if reading.headline not in self._known:
            free = [t for t in reading.tokens if t in reading.rest or self._is_both(t.folded)]
            found = (
                self._known_as(token, reading.headline)
                for token in free
                if not self.naming.is_only_named(reading.headline, token.start, token.end)
            )
            self._known[reading.headline] = tuple(dict.fromkeys(name for name in found if name))
        return self._known[reading.headline]

    def _is_both(self, word: str) -> bool:
        """Whether a given name is a surname of the faculty, too ("Nasser")."""
        return word in self.naming.given and word in self.circle.surnames

    def _known_as(self, token: Token, headline: str) -> str:
        """The known name a word of a title stands for, as written, or without its slip; else empty."""
        word = whole_word(headline, token)
        if name := self._of_initials(token, headline):
            return name
        start = headline.find(word, max(0, token.end - len(word))) if word else token.start
        before = tokens_of(headline[: min(start, token.start) if start >= 0 else token.start])[-1:]
        if before and before[0].folded in self.things_before:
            return ""
        small, spelt = token.text.islower(), {token.folded, folded(word)}
        known = any(name in self.circle.surnames for name in spelt)
        known = known or (not small and any(name in self.circle.given for name in spelt))
        if known and (len(token.text) > SHORTEST or not small):
            return word
        return self._without_slip(token.folded)

    def _of_initials(self, token: Token, headline: str) -> str:
        """The only known name that capitals are the initials of: "RAM - sit down", "coffee w TB"."""
        names = self.circle.initials.get(token.folded, set()) if token.text.isupper() else set()
        if len(names) != 1:
            return ""
        if headline[token.end : token.end + 2].strip("'\u2019") != headline[token.end : token.end + 2]:
            return ""
        before = headline[: token.start].casefold().replace("/", " ").split()
        alone = not before and len(headline[token.end :].strip()) == 0
        sure = len(token.text) > INITIALS[0] or alone or bool(before and before[-1] in WITH)
        return min(names) if sure else ""

    def is_known_word(self, token: Token, headline: str) -> bool:
        """Whether a word of a title stands for somebody on the faculty."""
        return bool(self._known_as(token, headline))

    def _without_slip(self, word: str) -> str:
        """The only known surname that a word misspells by one letter, else empty."""
        if len(word) <= SHORTEST + 2:
            return ""
        meant = [
            name
            for name in self.circle.surnames
            if name[0] == word[0]
            and abs(len(name) - len(word)) <= 1
            and len(name) > SHORTEST + 2
            and is_slip(word, name)
        ]
        return meant[0].title() if len(meant) == 1 else ""

    def known_beside(self, reading: Reading) -> list[Named]:
        """Known surnames behind "with" in a description, however they are written."""
        found = [match["name"] for match in BESIDE_WITH.finditer(reading.notes)]
        found += [match["name"] for match in BESIDE_PLUS.finditer(reading.notes)]
        found += [
            match["name"]
            for match in OPENING_NAME.finditer(reading.notes)
            if self.circle.is_sure(folded(match["name"])) and folded(match["name"]) not in self.naming.given
        ]
        return [Named(name) for name in found if folded(name) in self.circle.surnames]

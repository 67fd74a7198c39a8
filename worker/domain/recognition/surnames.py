"""A reading goes in; the names of people whom the calendar knows from elsewhere come out."""

import re
from collections.abc import Iterator

from worker.domain.person import Named
from worker.domain.recognition.circle import Circle
from worker.domain.recognition.cues import AT_HOME
from worker.domain.recognition.learning import INITIALS
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.reading import Reading
from worker.domain.recognition.spelling import leveled
from worker.domain.recognition.words import Token, folded, is_slip, tokens_of, whole_word

WITH = frozenset({"w", "with", "con", "avec", "mit", "com", "z", "met"})
BESIDE_WITH = re.compile(r"(?<!\w)(?:w/|w|with|con|avec|mit|com)\s*(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)")
OPENING_NAME = re.compile(
    r"(?:^|(?<!\b[Dd]r)(?<!\b[Pp]rof)[.!?;\n]\s*)(?P<name>[A-Z][^\W\d_]+(?:['\u2019-][A-Z][^\W\d_]+)?)"
    r"(?= (?:let|lets|taught|teaches|showed|walked|pimped|was|is|likes|had|made|gave me|praised|offered)\b"
    r"|\s*(?:$|[,\n/&])| only\b)"
)
"""A surname that opens a sentence: "Sloane let me close"."""
BESIDE_PLUS = re.compile(r"(?<![\w@.])(?P<name>[A-Z][^\W\d_]{2,}(?:-[^\W\d_]+)?)(?= ?[+&] ?[^\W\d_])")
"""Somebody who is there together with another: "Sadeghi + clerkship director"."""
SURNAME = (
    r"(?!(?:Dra?|Prof|Miss|Mr|Mrs|Ms|Sir|Dame)\b)(?:[A-Z]\.\s?)?[A-Z][^\W\d_]{2,}(?:[-'\u2019][^\W\d_]+)?"
)
TOGETHER = re.compile(
    rf"(?<![\w@.])(?P<names>{SURNAME}(?:\s*[/+&]\s*{SURNAME}){{1,3}}"
    rf"|(?m:(?<=^)){SURNAME}(?:,\s(?:and\s)?{SURNAME}){{2,4}})(?![\w@]| [A-Z][a-z])"
)
"""Surnames in one breath: "Hall / Osei", "Hall + J. Lund service"."""
AT_PLACE = re.compile(r"(?:@|\bat)\s*$", re.IGNORECASE)
"""Before the owner of a place: "dinner @ Rao's"."""
OWNED = re.compile(r"['\u2019]s\s*(?:$|[,;:(-])")
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
                name
                for token in free
                if (name := self._known_as(token, reading.headline))
                and not self._is_away(reading.headline, token.end)
                and not self.naming.is_only_named(reading.headline, token.start, token.end)
            )
            whole = (self._whole(name, reading.headline) for name in found)
            self._known[reading.headline] = tuple(dict.fromkeys(whole))
        return self._known[reading.headline]

    def _is_away(self, headline: str, end: int) -> bool:
        """Whether it says right behind a name that they are not there: "Hall home, fellow in house"."""
        return bool(AT_HOME.match(headline, end) or self.naming.names.absent.match(leveled(headline), end))

    def _whole(self, word: str, headline: str) -> str:
        """A known word with the other half of its name, where that stands beside it in either order."""
        names = self.circle.surnames.get(folded(word), set()) | self.circle.given.get(folded(word), set())
        said = f" {folded(headline)} "
        for name in sorted(names):
            first, *others = folded(name).split()
            if others and any(
                f" {' '.join(order)} " in said for order in ((first, *others), (*others, first))
            ):
                return name
        return word

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
        if AT_PLACE.search(headline[: token.start]) and OWNED.match(headline, token.end):
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
        known = [Named(name) for name in found if folded(name) in self.circle.surnames]
        return [*known, *self._together(reading)]

    def _together(self, reading: Reading) -> Iterator[Named]:
        """Everybody named in one breath with somebody whom the calendar knows: "Hall + Osei service"."""
        for match in TOGETHER.finditer(reading.notes) if self.circle.surnames else ():
            names = re.split(r"\s*(?:[/+&]|,(?:\sand)?)\s*", match["names"])
            lasts = [folded(name).split()[-1] for name in names]
            if not any(last in self.circle.surnames for last in lasts):
                continue
            no_names = self.naming.known_words | self.naming.given | self.circle.peers
            yield from (Named(name) for name, last in zip(names, lasts, strict=True) if last not in no_names)

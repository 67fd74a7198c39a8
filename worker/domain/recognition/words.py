"""A text goes in; its words and the lexicon's phrases found in them come out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+|\d+")
JOINED_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
"""Scripts that are written without spaces between words (or, Korean, with endings on them)."""
PICTOGRAM = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
"""A picture that stands for a word ("\u2615 Dr. Moss")."""
SOLID = 3
"""In so many phrases a word must stand to be taken for no name ("ann" stands in "ann mtg" alone)."""
FORGIVING_LENGTH = 6
"""From this length on a word may be misspelt by one letter."""
STEM = 4
"""Letters that a stem has at least."""
EXTRA_LETTERS = str.maketrans(
    {"\u0111": "d", "\u00f8": "o", "\u0142": "l", "\u00e6": "ae", "\u0153": "oe", "\u0131": "i"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as written, folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon in a text: what it is a sign for, and where it stands (characters)."""

    sign: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """A word for comparing: without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(c for c in plain if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFKC", letters.translate(EXTRA_LETTERS))


@lru_cache(maxsize=20_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text in order; digits part from letters, so that "PGY1" is two words."""
    return tuple(Token(m[0], bare(m[0]), m.start(), m.end()) for m in WORD.finditer(text))


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text as its folded words, parted by single spaces."""
    return " ".join(token.folded for token in tokens_of(text))


def _is_plain(phrase: str) -> bool:
    """Whether its words are their own folded form, as those of most phrases are."""
    return phrase.isascii() and phrase.islower() and phrase.replace(" ", "").isalpha()


@dataclass(slots=True)
class Vocabulary:
    """All phrases with their signs, arranged so that one walk over a text finds every one of them."""

    phrases: dict[str, dict[tuple[str, ...], list[str]]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    weight: dict[str, int] = field(default_factory=dict)
    """In how many phrases a word stands; a phrase of its own counts as many."""
    joined: dict[str, list[str]] = field(default_factory=dict)
    pictures: dict[str, list[str]] = field(default_factory=dict)
    short_for: Mapping[str, str] = field(default_factory=dict)
    """Common abbreviations, each with the word it stands for."""
    endings: dict[str, list[str]] = field(default_factory=dict)
    beginnings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Stems with their signs, by their first letters: what is inflected or compounded is found by them."""
    slips: dict[str, str] = field(default_factory=dict)
    joined_pattern: re.Pattern[str] | None = None
    no_names: frozenset[str] = frozenset()
    """Words that are not names of people where they stand alone."""

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]], short_for: Mapping[str, str]) -> "Vocabulary":
        """Arrange (phrase, sign) pairs."""
        vocabulary = cls(short_for=short_for)
        for phrase, sign in entries:
            vocabulary._add(phrase, sign)
        if vocabulary.joined:
            longest_first = sorted(vocabulary.joined, key=lambda p: (-len(p), p))
            vocabulary.joined_pattern = re.compile("|".join(map(re.escape, longest_first)))
        vocabulary._forgive()
        solid = (word for word, weight in vocabulary.weight.items() if weight >= SOLID)
        vocabulary.no_names = frozenset(solid)
        return vocabulary

    def _add(self, phrase: str, sign: str) -> None:
        if phrase.startswith("*"):
            self.endings.setdefault(bare(phrase[1:]), []).append(sign)
        elif phrase.endswith("*"):
            stem = bare(phrase[:-1])
            self.beginnings.setdefault(stem[:STEM], []).append((stem, sign))
        elif _is_plain(phrase):
            self._keep(tuple(phrase.split()), sign)
        elif PICTOGRAM.match(phrase):
            self.pictures.setdefault(phrase, []).append(sign)
        elif JOINED_SCRIPT.search(phrase):
            self.joined.setdefault(bare(phrase), []).append(sign)
        else:
            self._keep(tuple(token.folded for token in tokens_of(phrase)), sign)

    def _keep(self, words: tuple[str, ...], sign: str) -> None:
        signs = self.phrases.setdefault(words[0], {}).setdefault(words, [])
        if sign not in signs:
            signs.append(sign)
        self.words.update(words)
        for word in words:
            self.weight[word] = self.weight.get(word, 0) + (SOLID if len(words) == 1 else 1)

    def _forgive(self) -> None:
        """Every long word with one letter missing leads to the word, if to one only."""
        seen: dict[str, set[str]] = {}
        for word in self.words:
            if len(word) >= FORGIVING_LENGTH and word.isascii():
                for short in _shortened(word):
                    seen.setdefault(short, set()).add(word)
        self.slips = {short: next(iter(words)) for short, words in seen.items() if len(words) == 1}

    def spelt(self, word: str) -> str:
        """The word as it should be spelt, or as it is."""
        if word in self.words or len(word) < FORGIVING_LENGTH - 1 or not word.isascii():
            return word
        for swapped in _swapped(word) if len(word) >= FORGIVING_LENGTH else ():
            if swapped in self.words:
                return swapped
        for short in (word, *_shortened(word)):
            meant = self.slips.get(short, "")
            if meant and meant[0] == word[0] and meant[-1] == word[-1] and is_slip(word, meant):
                return meant
        return word

    def hits(self, text: str, tokens: Sequence[Token]) -> tuple[Hit, ...]:
        """Every phrase in the text, also those within longer ones, in order."""
        words = [self.spelt(token.folded) for token in tokens]
        found = list(self._phrases_in(text, tokens, words))
        whole = [self.short_for.get(word, word) for word in words]
        if whole != words:
            found += (hit for hit in self._phrases_in(text, tokens, whole) if hit not in found)
        for token in tokens:
            if not token.text.isascii() or len(token.text) > FORGIVING_LENGTH:
                found += self._inside(token)
        if not text.isascii():
            found += self._pictured(text)
        return tuple(found)

    def _phrases_in(self, text: str, tokens: Sequence[Token], words: Sequence[str]) -> Iterator[Hit]:
        for place, token in enumerate(tokens):
            for phrase, signs in self.phrases.get(words[place], {}).items():
                size = len(phrase)
                if size == 1 or tuple(words[place : place + size]) == phrase:
                    end = tokens[place + size - 1].end
                    for sign in signs:
                        yield Hit(sign, text[token.start : end], token.start, end)

    def _pictured(self, text: str) -> Iterator[Hit]:
        for match in PICTOGRAM.finditer(text):
            for sign in self.pictures.get(match[0], ()):
                yield Hit(sign, match[0], match.start(), match.end())

    def _inside(self, token: Token) -> Iterable[Hit]:
        for ending, signs in self.endings.items():
            if token.folded.endswith(ending):
                yield from (Hit(sign, token.text, token.start, token.end) for sign in signs)
        if token.folded not in self.words:
            for stem, sign in self.beginnings.get(token.folded[:STEM], ()):
                if token.folded.startswith(stem):
                    yield Hit(sign, token.text, token.start, token.end)
        if self.joined_pattern and JOINED_SCRIPT.search(token.text):
            for match in self.joined_pattern.finditer(token.folded):
                start = token.start + match.start()
                for sign in self.joined[match[0]]:
                    yield Hit(sign, match[0], start, start + len(match[0]))


def whole_word(text: str, token: Token) -> str:
    """The word a token is part of, hyphens and apostrophes with it ("Ortiz-Vega")."""
    before = re.search(r"[\w'\u2019-]*$", text[: token.start])
    after = re.match(r"[\w-]*", text[token.end :])
    return ((before[0] if before else "") + token.text + (after[0] if after else "")).strip("-'\u2019")


def longest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Without the phrases that stand inside a longer one: a "nerve block" is no block."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not any(
            other.start <= hit.start
            and hit.end <= other.end
            and (other.start, other.end) != (hit.start, hit.end)
            for other in kept
        ):
            kept.append(hit)
    return tuple(kept)


def _shortened(word: str) -> Iterable[str]:
    return dict.fromkeys(word[:n] + word[n + 1 :] for n in range(1, len(word) - 1))


def _swapped(word: str) -> Iterable[str]:
    """The word with two neighbouring letters exchanged, the first kept."""
    return (word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, len(word) - 1))


def is_slip(word: str, meant: str) -> bool:
    """One letter more, less, other, or two neighbours exchanged."""
    if abs(len(word) - len(meant)) > 1:
        return False
    if len(word) == len(meant):
        wrong = [n for n in range(len(word)) if word[n] != meant[n]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and sorted(word[n] for n in wrong) == sorted(meant[n] for n in wrong)
        )
        return len(wrong) == 1 or swapped
    longer, shorter = sorted((word, meant), key=len, reverse=True)
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))

"""Labelled calendars go in; how each is read by a lexicon without the words found in it alone comes out.

usage: python tests/recognition/own_words.py FILE...

Words that were added to the lexicon because of one calendar help no other. Without them, a calendar that was
read while the rules were written tells nearly as much as one that nobody has seen.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.recognition.measure import OWNER, Tally, calendar_of, measured, report, rules
from worker.domain.recognition import recognise
from worker.domain.recognition.words import folded

KEPT = frozenset({"points", "lengths", "abbreviations", "homeward", "name", "reason", "spares", "softens"})
"""Fields of the lexicon that hold no phrases of their own."""
NAMES = frozenset({"titles", "honorifics", "degrees", "particles", "given", "services", "personal_mail"})
"""Fields of its table of people that are about no calendar."""
Words = TypeVar("Words")


def text_of(path: Path) -> str:
    """All titles, descriptions and places of a calendar, folded."""
    _, events = calendar_of(path)
    texts = {text for event in events for text in (event.title, event.description, event.location)}
    return " | ".join(f" {folded(text)} " for text in sorted(texts))


def own_words(phrases: Iterable[str], texts: Sequence[str], place: int) -> frozenset[str]:
    """The phrases that stand in one of the texts and in no other."""
    found = set()
    for phrase in phrases:
        words = folded(phrase) if "*" in phrase or not phrase.isascii() else f" {folded(phrase)} "
        standing = [n for n, text in enumerate(texts) if words.strip() and words in text]
        if standing == [place]:
            found.add(phrase)
    return frozenset(found)


def phrases_of(table: object) -> frozenset[str]:
    """Every phrase of a lexicon, or of a table in it."""
    if isinstance(table, str):
        return frozenset({table})
    if isinstance(table, tuple):
        return frozenset().union(*map(phrases_of, table))
    if is_dataclass(table):
        return frozenset().union(*(phrases_of(getattr(table, name)) for name in _worded(table)))
    return frozenset()


def without(table: Words, words: frozenset[str]) -> Words:
    """The same without some phrases."""
    if isinstance(table, tuple):
        parts = (part for part in table if not (isinstance(part, str) and part in words))
        return tuple(without(part, words) for part in parts)  # type: ignore[return-value] # still a tuple
    if is_dataclass(table) and not isinstance(table, type):
        return replace(table, **{name: without(getattr(table, name), words) for name in _worded(table)})
    return table


def _worded(table: object) -> list[str]:
    people = hasattr(table, "honorifics")
    names = [one.name for one in fields(table)]  # type: ignore[arg-type] # asked before
    return [name for name in names if name not in KEPT and not (people and name in NAMES)]


def main(paths: Sequence[Path]) -> None:
    """Print the figures of each calendar, and of all together."""
    lexicon, catalogue = rules()
    phrases = phrases_of(lexicon)
    texts = [text_of(path) for path in paths]
    total = Tally()
    for place, path in enumerate(paths):
        small = without(lexicon, own_words(phrases, texts, place))
        tally = measured(path, partial(recognise, lexicon=small, catalogue=catalogue, owner=OWNER))
        print(report(path.name, tally))
        total += tally
    print(report("all", total))


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]])

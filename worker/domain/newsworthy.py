"""News and achievements as the user types them go in; the narrative with them, or a refusal, comes out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from worker.domain.errors import Refused
from worker.domain.names import fold
from worker.domain.narrative import Achievement, Narrative, News
from worker.domain.note_words import SMALL_WORDS
from worker.domain.patient_data import looks_like_patient_data

DOTTED = re.compile(r"\b(?:\w\.){2,}\w?")
"""Letters that stand for words: "S.T.S."."""


def told_key(text: str) -> str:
    """What two tellings of the same thing share: no case, marks, articles, possessives or auxiliaries."""
    plain = DOTTED.sub(lambda letters: letters[0].replace(".", ""), fold(text).replace("'", ""))
    words = re.findall(r"[^\W_]+", plain)
    return " ".join(word for word in words if word not in SMALL_WORDS) or fold(text)


def told_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each thing in the words in which it was told first."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(told_key(text), text)
    return tuple(first.values())


def news_in_order(me: Narrative) -> tuple[News, ...]:
    """The news as they are numbered for the user, the oldest first."""
    return tuple(sorted(me.news, key=lambda one: (one.day, one.text)))


def with_news(me: Narrative, text: str, day: date, today: date) -> Narrative:
    """The narrative with one more piece of news.

    Raises Refused where it has not happened yet, is told already, or looks like patient data.
    """
    plain = _plain(text, day, today)
    for number, one in enumerate(news_in_order(me), 1):
        if told_key(one.text) == told_key(plain):
            raise Refused(f"That is told already: number {number}, of {one.day.isoformat()}.")
    return replace(me, news=(*me.news, News(day, plain)))


def without_news(me: Narrative, number: int) -> tuple[Narrative, News]:
    """The narrative without the news of that number, and these news. Raises Refused: no such number."""
    news = news_in_order(me)
    if not 1 <= number <= len(news):
        raise Refused(f"There is no number {number}: {_count(news)}; see `rapport news list`.")
    gone = news[number - 1]
    return replace(me, news=tuple(one for one in me.news if one != gone)), gone


def with_achievement(me: Narrative, person: str, what: str, day: date, today: date) -> Narrative:
    """The narrative with something that somebody else achieved. Raises Refused as `with_news` does."""
    plain = _plain(what, day, today)
    whom = " ".join(person.split())
    if not whom:
        raise Refused("Say whom: a name or an address.")
    key = told_key(plain)
    told = (told_key(one.what) == key and fold(one.person) == fold(whom) for one in me.achievements)
    if any(told):
        raise Refused(f"{whom} is congratulated on that already: once is enough.")
    return replace(me, achievements=(*me.achievements, Achievement(whom, day, plain)))


def _plain(text: str, day: date, today: date) -> str:
    """The text on one line. Raises Refused where no letter may say it."""
    plain = " ".join(text.split()).rstrip(".")
    if not plain:
        raise Refused("Say what happened, in a few words.")
    if why := looks_like_patient_data(plain):
        raise Refused(f"This looks like {why}: tell it without anything about a patient.")
    if day > today:
        raise Refused(f"{day.isoformat()} is still to come: tell it once it has happened.")
    return plain


def _count(news: Sequence[News]) -> str:
    return f"numbers 1 to {len(news)} are told" if news else "no news is told"

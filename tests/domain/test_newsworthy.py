"""One piece of news is one, in whatever words, and goes to nobody twice."""

from dataclasses import replace
from datetime import date

import pytest

from tests.house import AMARA
from worker.domain.directory import Directory
from worker.domain.engagement import Kind
from worker.domain.errors import Refused
from worker.domain.narrative import Achievement, Mentor, Narrative, News
from worker.domain.newsworthy import told_key, told_once, with_achievement, with_news
from worker.domain.retelling import retold
from worker.domain.telling import Teller

DAY = date(2026, 11, 10)
SAME = [
    "My abstract was accepted at STS",
    "the abstract was accepted at STS.",
    "The Abstract was accepted at S.T.S.!",
    "Our abstract accepted at STS",
    "abstract is accepted at STS...",
]


def told(me: Narrative, kind: Kind) -> list[str]:
    teller = Teller(me, Directory.of((), me), ())
    return [one.title for one in teller.told() if one.kind is kind]


@pytest.mark.parametrize("text", SAME)
def test_case_dots_articles_and_possessives_make_no_other_news(text: str) -> None:
    assert told_key(text) == told_key(SAME[0])


@pytest.mark.parametrize(
    "text", ["My abstract was accepted at AATS", "My abstract was not accepted at STS", "接受"]
)
def test_other_news_are_other_news(text: str) -> None:
    assert told_key(text) not in {"", told_key(SAME[0])}


@pytest.mark.parametrize("text", SAME)
def test_news_that_are_told_are_refused_in_other_words(text: str) -> None:
    me = replace(AMARA, news=(News(DAY, SAME[1]),))
    with pytest.raises(Refused, match="told already: number 1"):
        with_news(me, text, DAY, DAY)


def test_an_achievement_is_congratulated_on_once_in_whatever_words() -> None:
    me = replace(AMARA, achievements=(Achievement("Helen Marsh", DAY, "the promotion to full professor."),))
    with pytest.raises(Refused, match="once is enough"):
        with_achievement(me, "helen marsh", "Her promotion to Full Professor", DAY, DAY)
    twice = replace(
        me, achievements=(*me.achievements, Achievement("Helen Marsh", DAY, "promotion to full professor"))
    )
    assert len(told(twice, Kind.ACHIEVEMENT)) == 1


def test_news_told_in_two_ways_are_one_reason_to_write() -> None:
    mentor = Mentor("Helen Marsh", "hmarsh@lakeside.example.edu")
    me = replace(AMARA, mentors=(mentor,), news=tuple(News(DAY, text) for text in SAME))
    assert len(told(me, Kind.NEWS)) == 1
    assert told(me, Kind.NEWS) == told(replace(me, news=me.news[::-1]), Kind.NEWS)


def test_a_story_told_anew_in_other_words_is_no_news() -> None:
    before = replace(AMARA, news=(News(DAY, SAME[0]), News(DAY, "Passed Step 3")))
    now = replace(AMARA, news=(News(date(2026, 11, 1), SAME[1]), News(DAY, SAME[2])))
    assert [one.text for one in retold(now, before).news] == [SAME[0], "Passed Step 3"]


def test_of_two_tellings_the_first_is_said() -> None:
    assert told_once([*SAME, "Passed Step 3"]) == (SAME[0], "Passed Step 3")

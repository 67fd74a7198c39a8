"""A profile told again keeps what was said since at the terminal or on the page."""

from dataclasses import replace
from datetime import date

from tests.house import AMARA, PATEL
from worker.domain.narrative import Mentor, MentorType, News, Prospect
from worker.domain.retelling import retold

NEVER = replace(PATEL, do_not_contact=True)


def test_whom_the_user_never_wants_to_write_to_stays_so_whatever_the_profile_says() -> None:
    assert retold(AMARA, replace(AMARA, people=(NEVER,))).people == (NEVER,)
    assert retold(replace(AMARA, people=(PATEL,)), replace(AMARA, people=(NEVER,))).people == (NEVER,)


def test_a_mentor_told_since_stays_and_one_in_both_is_told_by_the_profile() -> None:
    since = Mentor("Helen Marsh", "hmarsh@lakeside.example.edu", MentorType.CLINICAL)
    told = replace(since, type=MentorType.RESEARCH)
    assert retold(AMARA, replace(AMARA, mentors=(since,))).mentors == (since,)
    assert retold(replace(AMARA, mentors=(told,)), replace(AMARA, mentors=(since,))).mentors == (told,)


def test_a_pause_goes_on() -> None:
    until = date(2026, 12, 1)
    assert retold(AMARA, replace(AMARA, pause_until=until)).pause_until == until


def test_programs_and_news_told_since_stay_and_none_is_there_twice() -> None:
    bay, north = Prospect("Bay General", "Lena Voss"), Prospect("North", "Karl Ude")
    heard = News(date(2026, 9, 1), "The abstract was accepted")
    before = replace(AMARA, prospects=(bay, north), news=(heard,))
    story = retold(replace(AMARA, prospects=(bay,), news=(heard,)), before)
    assert set(story.prospects) == {bay, north}
    assert story.news == (heard,)


def test_what_the_profile_says_of_the_user_holds() -> None:
    assert retold(replace(AMARA, name="Amara O. Osei"), AMARA).name == "Amara O. Osei"

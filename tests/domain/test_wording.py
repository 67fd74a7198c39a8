"""People who are written to for one reason compare notes: they do not hold the same letter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import LEE, PATEL, met, rotation, rules
from tests.writers.letter_cast import AMARA, LETTERS
from worker.domain.engagement import Engagement, Kind
from worker.domain.letter import Letter
from worker.domain.person import Person
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.wording import ALL, own_wording, wordings_among
from worker.flows.write_letters import Known, write_letters

DAY = date(2026, 9, 1)
TWINS = [key for key in (f"person{n}@x.org" for n in range(200)) if own_wording(key) == (0, 0)]
"""Alone, each of them would get the same wording."""
keys = st.lists(st.sampled_from(TWINS), unique=True, min_size=1, max_size=9)


def members(chosen: list[str]) -> list[tuple[str, date]]:
    return [(key, DAY + timedelta(days=n)) for n, key in enumerate(chosen)]


@given(keys)
def test_nobody_shares_a_wording_while_one_is_free(chosen: list[str]) -> None:
    found = wordings_among(members(chosen), {})
    assert len(set(found.values())) == len(chosen)


@given(keys)
def test_the_order_of_reading_changes_nothing(chosen: list[str]) -> None:
    told = members(chosen)
    assert wordings_among(told[::-1], {}) == wordings_among(told, {})


@given(keys)
def test_who_comes_later_changes_nobody_elses_wording(chosen: list[str]) -> None:
    before = wordings_among(members(chosen)[:-1], {})
    after = wordings_among(members(chosen), {})
    assert {key: after[key] for key in before} == before


@given(keys, st.sampled_from(ALL))
def test_what_is_written_keeps_its_wording(chosen: list[str], held: tuple[int, int]) -> None:
    found = wordings_among(members(chosen), {chosen[-1]: held})
    assert found[chosen[-1]] == held
    assert len(set(found.values())) == len(chosen)


def test_three_people_share_neither_opening_nor_ending() -> None:
    found = wordings_among(members(TWINS[:3]), {}).values()
    assert {one for one, _ in found} == {other for _, other in found} == {0, 1, 2}


def test_the_first_of_a_group_has_the_wording_of_a_person_alone() -> None:
    assert wordings_among(members(TWINS[:1]), {}) == {TWINS[0]: (0, 0)}


def thanks(to: Person, about: Engagement, cadence: str = "rotation", step: str = "thank-you") -> Touch:
    key = Key(cadence, step, to.key, about.id)
    window = Window(DAY, DAY + timedelta(days=6))
    return Touch(key, to, window, State.PLANNED, DAY, asks=True, serves=(key,), anchor_day=about.end)


def twins() -> tuple[Person, Person]:
    one, other = TWINS[:2]
    return replace(PATEL, key=one, email=one), replace(LEE, key=other, email=other)


def written(touches: list[Touch], *engagements: Engagement, **known: object) -> dict[str, Letter]:
    return write_letters(LETTERS, rules(), Known(AMARA, engagements, ()), touches, **known)  # type: ignore[arg-type]


def opening(letter: Letter) -> str:
    return letter.text.partition("\n\n")[2].partition(".")[0]


def test_two_attendings_of_one_service_hold_different_letters() -> None:
    one, other = twins()
    sicu = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(one, DAY), met(other, DAY))
    touches = [thanks(one, sicu), thanks(other, sicu)]
    first, second = written(touches, sicu).values()
    assert opening(first) != opening(second)
    assert written(touches[::-1], sicu) == written(touches, sicu)


def test_a_draft_that_lies_there_keeps_its_words_and_is_avoided() -> None:
    one, other = twins()
    sicu = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(one, DAY), met(other, DAY))
    drafted = thanks(other, sicu)
    letter = written([drafted], sicu)[drafted.id]
    found = written([thanks(one, sicu), drafted], sicu, written={drafted.key: (drafted, letter)})
    assert found[drafted.id] == letter
    assert found[thanks(one, sicu).id].wording != letter.wording


def test_two_directors_of_one_program_hold_different_letters() -> None:
    one, other = twins()
    programs = [
        replace(
            rotation("Bay General", DAY, DAY, met(person, DAY)),
            id=f"prospect-{person.key}",
            kind=Kind.PROSPECT,
            subject=f"bay general {person.key}",
        )
        for person in (one, other)
    ]
    touches = [
        thanks(person, about, "cold-outreach", "first-letter")
        for person, about in zip((one, other), programs, strict=True)
    ]
    first, second = written(touches, *programs).values()
    assert first.subject != second.subject
    assert opening(first) != opening(second)


@pytest.mark.parametrize("noted", ["told me to read the Yale paper", "the database", "great teaching"])
def test_what_a_note_said_is_said_in_one_letter_of_a_conversation_alone(noted: str) -> None:
    congress = replace(
        rotation("STS Annual Meeting", DAY, DAY, met(LEE, DAY, topic=noted)), kind=Kind.CONFERENCE
    )
    first = thanks(LEE, congress, "conference")
    later = replace(thanks(LEE, congress, "research", "enquiry"), due=DAY + timedelta(days=30))
    found = written([later, first], congress)
    words = noted.removeprefix("great ")
    assert words in found[first.id].text
    assert words not in found[later.id].text
    assert found[later.id].gaps == ()
    assert "STS Annual Meeting" in found[later.id].text

"""Promises as users jot them down go in; only what completes "I promised ..." may stand in a letter."""

from datetime import date, timedelta

import pytest

from tests.playbook_world import hour, lived
from worker.domain.promising import is_to_be_sent, said_of_promise
from worker.domain.touch import State

TUESDAY = date(2026, 8, 18)
MET = "Met: Dr. Bea Holloway <bh@uni.edu> - her study\n"

SAID = [
    ("send you the abstract", "send you the abstract", True),
    ("send CV", "send my CV", True),
    ("send CV + PS", "send my CV and personal statement", True),
    ("QI draft", "the QI draft", True),
    ("abstract", "my abstract", True),
    ("slides from the talk", "my slides from the talk", True),
    ("finish the REDCap form", "finish the REDCap form", True),
    ("read your book", "read your book", False),
    ("introduce you to my PI", "introduce you to my PI", False),
]


@pytest.mark.parametrize(("noted", "said", "sent"), SAID)
def test_a_promise_is_said_where_it_completes_the_sentence(noted: str, said: str, sent: bool) -> None:
    assert said_of_promise(noted) == said
    assert is_to_be_sent(said) is sent


@pytest.mark.parametrize(
    "noted",
    [
        *("call mom", "book flights", "buy wife flowers", "pay the rent", "send kids to the gym"),
        *("the moon", "figure 2", "dinner", "chart review", "email coordinator", "call Dr. Wu", "send", ""),
    ],
)
def test_errands_and_jottings_are_said_to_nobody(noted: str) -> None:
    assert said_of_promise(noted) == ""


@pytest.mark.parametrize("noted", ["call mom", "book flights", "chart review"])
def test_an_errand_stands_in_the_feed_alone_whoever_was_met(noted: str) -> None:
    found = lived(hour("Tumor board", TUESDAY, f"{MET}Promised: {noted} by Friday"))
    assert found.touches("promise / delivery") == []
    (entry,) = found.entries("promise")
    assert (entry.start, entry.title) == (date(2026, 8, 21), f"Promised: {noted}")


def test_what_is_not_sent_leaves_no_gap_for_an_attachment() -> None:
    found = lived(hour("Tumor board", TUESDAY, f"{MET}Promised: read her book by Friday"))
    letter = found.letter("promise / delivery")
    assert "read your book" in letter.text
    assert not any("attach" in gap for gap in letter.gaps)


def test_i_will_send_is_a_promise_too() -> None:
    found = lived(hour("Tumor board", TUESDAY, MET.strip() + "; I will send her the abstract by Friday"))
    assert "send you the abstract" in found.letter("promise / delivery").text


@pytest.mark.parametrize("day", [date(2026, 8, 22), date(2026, 8, 23), date(2026, 9, 7)])
def test_a_promise_for_a_weekend_or_holiday_is_drafted_on_the_working_day_before(day: date) -> None:
    found = lived(hour("Tumor board", TUESDAY, f"{MET}Promised: send her the abstract by {day}"))
    touch = found.touch("promise / delivery")
    friday = day - timedelta(days=(day.weekday() - 4) % 7)
    assert (touch.state, touch.due) == (State.PLANNED, friday)
    assert [entry.start for entry in found.entries("promise")] == [day]

"""Titles and notes go in; what did not take place must be seen, and what did must not be lost."""

import pytest

from tests.recognition.measure import an_event, recognised
from worker.domain.called_off import did_not_happen, is_called_off

HOUR = ("2026-12-07T10:00", "0.5h")


@pytest.mark.parametrize(
    "note",
    [
        *("cancelled", "CANCELED", "cancelled, never happened", "sick, cancelled", "canx"),
        "meeting got cancelled",
        *("had to cancel", "she cancelled last minute", "Dr. Kane cancelled", "canceled by her office"),
        *("no show", "No-show", "dr lee no show", "didn't show up", "didnt happen", "did not happen"),
        "never met him",
        *("rescheduled to May", "rescheduled", "resched to Jan", "moved to next week"),
        *("pushed to 5/3", "postponed till spring"),
        *("couldn't make it", "called off", "fell through", "she bailed", "ghosted me"),
        "was cancelled due to OR",
    ],
)
def test_a_note_that_a_meeting_came_to_nothing_is_understood(note: str) -> None:
    assert did_not_happen(note)


@pytest.mark.parametrize(
    "note",
    [
        *("", "TAVR", "elective cases cancelled by COVID", "cancelled elective cases"),
        "why her trial was cancelled",
        *("no show rates in clinic", "moved to Zoom", "moved to room 204", "moved to Mayo in July"),
        "delayed sternal closure",
        *("rescheduled from Nov 3", "postponed repair"),
    ],
)
def test_a_meeting_that_was_held_elsewhere_or_spoke_of_it_took_place(note: str) -> None:
    assert not did_not_happen(note)


@pytest.mark.parametrize(
    "title",
    [
        *("Coffee w/ Dr Bo Gee - CANCELLED", "Coffee w/ Dr Cy Hay (no show)", "Coffee w/ Dr Kane cancelled"),
        *("Coffee w/ Dr Kane [canceled]", "CANCELLED: Coffee w/ Dr Kane", "Coffee w/ Dr Kane - moved to May"),
    ],
)
def test_an_event_whose_title_says_so_is_nobodys_reason_to_write(title: str) -> None:
    (found,) = recognised([an_event(title, *HOUR, description="Met: Bo Gee <bg@z6.edu> - TAVR")])
    assert found.people == ()
    assert "it is cancelled" in found.why


@pytest.mark.parametrize(
    "line", ["cancelled", "She had to cancel.", "he couldn't make it, rescheduled", "No show!"]
)
def test_a_line_of_its_own_in_the_description_says_so_too(line: str) -> None:
    assert is_called_off(an_event("Coffee w/ Dr Kane", *HOUR, description=f"Room 4\n{line}"))


@pytest.mark.parametrize(
    ("title", "notes"),
    [
        ("Coffee w/ Dr Kane (rescheduled)", ""),
        ("Coffee w/ Dr Kane", "moved to Zoom"),
        ("Dinner", "Met: Jane Lee - TAVR\nMet: Tom Fox - no show"),
    ],
)
def test_a_second_appointment_or_one_absent_guest_calls_nothing_off(title: str, notes: str) -> None:
    assert not is_called_off(an_event(title, *HOUR, description=notes))

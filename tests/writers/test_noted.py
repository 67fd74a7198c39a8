"""What a user noted about somebody goes in; the letter must say it, or leave a gap that the user fills."""

from dataclasses import replace

import pytest

from tests.writers.letter_cast import LETTERS, TOPIC, brief_of
from worker.domain.letter import Letter

THANKING = [
    ("conference", "thank-you"),
    ("conversation", "follow-up"),
    ("rotation", "thank-you"),
    ("mentor-meeting", "thank-you"),
    ("pd-mid-year-meeting", "thank-you"),
    ("webinar", "note"),
]


def written(cadence: str, step: str, note: str) -> Letter:
    """The letter with that note."""
    return LETTERS.write_letter(replace(brief_of(cadence, step), topic=note))


@pytest.mark.parametrize(("cadence", "step"), THANKING)
@pytest.mark.parametrize("note", ["no interest in IMGs", "15 min chat", "her kids", "PD at Duke"])
def test_a_note_that_gives_no_sentence_leaves_a_gap_like_no_note_at_all(
    cadence: str, step: str, note: str
) -> None:
    letter = written(cadence, step, note)
    assert len(letter.gaps) == 1
    assert note not in letter.text
    assert letter == written(cadence, step, "")


@pytest.mark.parametrize(("cadence", "step"), THANKING)
def test_a_note_that_gives_a_sentence_leaves_none(cadence: str, step: str) -> None:
    letter = written(cadence, step, TOPIC)
    assert letter.gaps == ()
    assert TOPIC in letter.text


@pytest.mark.parametrize("note", ["will send me her slides", "gave me his card", "ECMO"])
def test_what_is_no_advice_is_not_acted_upon(note: str) -> None:
    text = written("mentor-meeting", "thank-you", note).text
    assert not any(words in text for words in ("act on it", "put it to use", "work on it"))


def test_what_the_other_will_send_is_never_told_as_a_promise_of_the_user() -> None:
    text = written("conversation", "follow-up", "will send me her slides").text
    assert "your offer to send me your slides" in text

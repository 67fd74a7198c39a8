"""What a feed says of a letter is what the plan knows of it; a story of last year is said on the status."""

from datetime import date, timedelta

from tests.playbook_world import block, hour, lived
from worker.domain.touch import State

AUTUMN = date(2026, 9, 1)
MARSH = '[[mentors]]\nname = "Helen Marsh"\nemail = "hmarsh@lakeside.example.edu"\n'
SICU = block(
    "SICU rotation", date(2026, 9, 7), 26, "Attending: Dr. Helen Marsh <hmarsh@lakeside.example.edu>"
)
PROMISED = "spoke w/ Dr Kim (kim@x.org) about the database\nPromised: send the abstract by Friday"
DAY = date(2026, 9, 8)


def test_whom_to_ask_names_a_mentor_whose_request_is_planned() -> None:
    found = lived(SICU, more=MARSH + '[[letters]]\nperson = "Helen Marsh"\n', today=AUTUMN)
    assert "knows your story: your mentor" in found.touch("letter / request").why
    (entry,) = found.entries("letter")
    assert "knows your story: your mentor" in entry.description.partition("Not yet")[0]
    assert "Nobody qualifies" not in entry.description


def test_who_did_not_react_well_qualifies_neither_in_the_feed_nor_for_a_request() -> None:
    told = '[[letters]]\nperson = "Helen Marsh"\nreacted_well = false\n'
    found = lived(SICU, more=MARSH + told, today=AUTUMN)
    assert "did not react well" in found.why_not("letter / request")
    (entry,) = found.entries("letter")
    assert "- Helen Marsh: did not react well, as you noted" in entry.description


def test_a_draft_lies_ready_on_the_day_of_a_promise_where_one_does() -> None:
    (entry,) = lived(hour("Coffee w/ Dr Kim", DAY, PROMISED), today=AUTUMN).entries("promise")
    assert "A draft to Kim lies ready on this day" in entry.description


def test_no_draft_is_said_to_lie_ready_that_never_comes() -> None:
    quiet = f"[quiet]\npause_until = {DAY + timedelta(days=30)}\n"
    found = lived(hour("Coffee w/ Dr Kim", DAY, PROMISED), more=quiet, today=AUTUMN)
    assert found.touch("promise / delivery").state is State.LAPSED
    (entry,) = found.entries("promise")
    assert "lies ready" not in entry.description
    assert "No draft to Kim waits for this" in entry.description

"""Notes on people go in: to whom each note belongs, who holds an office, and who was not met at all."""

from dataclasses import replace
from datetime import date

import pytest

from tests.house import AMARA, plan_year
from tests.recognition.measure import an_event, recognised
from worker.domain.engagement import FELL_THROUGH, Engagement, Kind
from worker.domain.event import Event, Guest
from worker.domain.gathering import gather_engagements
from worker.domain.names import compatible
from worker.domain.narrative import Narrative, Stage
from worker.domain.recognition.recognised import Label
from worker.domain.touch import State, Touch

HOUR = ("2026-12-07T10:00", "0.5h")
BLOCK = ("SICU rotation", "2026-12-07", "14d")
TODAY = date(2026, 12, 1)
UNTOLD = replace(AMARA, program_director=None)


def met(title: str, notes: str) -> Event:
    return an_event(title, *HOUR, description=notes)


def gathered(event: Event, me: Narrative = AMARA) -> tuple[Engagement, ...]:
    return gather_engagements(recognised([event]), me, lambda _: False, 5)


def letter(event: Event, me: Narrative = AMARA) -> Touch:
    """The only letter that has to do with an event."""
    found = gathered(event, me)
    ids = {one.id for one in found}
    (touch,) = (one for one in plan_year(*found, today=TODAY, me=me).touches if one.key.engagement in ids)
    return touch


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (
            "Attendings: Dr. T. Lowry <t@m.edu> - taught me tubes; Dr. Mei Sato (let me close a sternum)",
            {"T. Lowry": "taught me tubes", "Mei Sato": "let me close a sternum"},
        ),
        (
            "Attendings: Dr. Ana Reyes <ar@m.edu> - liver; Dr. Bo Frank <bf@m.edu>",
            {"Ana Reyes": "liver", "Bo Frank": ""},
        ),
        (
            "Attendings: Dr. Ana Reyes <ar@m.edu> - liver, Dr. Bo Frank <bf@m.edu> - aorta",
            {"Ana Reyes": "liver", "Bo Frank": "aorta"},
        ),
        (
            "Attendings: Dr. Ana Reyes <ar@m.edu> and Dr. Bo Frank <bf@m.edu> - liver",
            {"Ana Reyes": "liver", "Bo Frank": "liver"},
        ),
    ],
)
def test_a_note_belongs_to_the_name_before_it(notes: str, told: dict[str, str]) -> None:
    people = recognised([an_event(*BLOCK, description=notes)])[0].people
    assert {one.name: one.topic for one in people} == told


@pytest.mark.parametrize(
    "note",
    [
        "congrats on his new job as chair at Tulane",
        "former chair at Tulane, told me to write more",
        "is leaving because of the chair",
        "will be PD at Tulane next year",
        "used to be the program director at Tulane",
        "he will email his program director about me",
    ],
)
def test_an_office_told_of_another_or_of_another_time_makes_no_director(note: str) -> None:
    found = recognised([met("Coffee Dr Holt", f"Met: Dr. Ira Holt <ih@tulane.edu> - {note}")])[0]
    assert found.label is Label.MENTOR
    assert [one.role.value for one in found.people] == ["met"]


@pytest.mark.parametrize("note", ["PD at Tulane, kind", "APD, read my paper", "program director at Tulane"])
def test_an_office_that_somebody_holds_makes_a_director(note: str) -> None:
    found = recognised([met("Coffee Dr Holt", f"Met: Dr. Ira Holt <ih@tulane.edu> - {note}")])[0]
    assert found.label is Label.PD


@pytest.mark.parametrize("me", [AMARA, UNTOLD, replace(UNTOLD, stage=Stage.STUDENT)])
def test_a_director_of_another_house_who_was_met_gets_the_follow_up_of_a_conversation(me: Narrative) -> None:
    touch = letter(met("zoom Dr. Holt", "met Dr. Ira Holt ih@tulane.edu, PD at Tulane. very kind"), me)
    assert (touch.key.cadence, touch.state) == ("conversation", State.PLANNED)


def test_a_director_of_another_house_who_is_only_invited_is_prepared_for_like_a_mentor() -> None:
    guests = (Guest("ih@tulane.edu", "Ira Holt"),)
    event = an_event("Zoom with Dr. Ira Holt, PD Tulane", *HOUR, guests=guests)
    assert [one.kind for one in gathered(event)] == [Kind.MENTOR_MEETING]


@pytest.mark.parametrize("me", [AMARA, UNTOLD, replace(UNTOLD, stage=Stage.STUDENT)])
def test_a_director_who_gets_no_letter_has_a_reason(me: Narrative) -> None:
    touch = letter(met("PD meeting Dr. Holt", ""), me)
    assert touch.state is State.DROPPED
    assert "own director" in touch.why[-1]


@pytest.mark.parametrize(
    ("notes", "name"),
    [
        ("met: lars orr lorr@bay.org - apply early", "Lars Orr"),
        ("met: p. varga pvarga@bay.org / cardiac fellowship", "P. Varga"),
        (
            "Met: Dr. Ula Bay <ub@bay.org> - program coordinator Kay Lund <kl@bay.org> sends the dates",
            "Ula Bay",
        ),
        ("Met: Dr. Ula Bay <ub@bay.org> - her secretary will send the dates", "Ula Bay"),
    ],
)
def test_whoever_a_plain_note_names_was_met(notes: str, name: str) -> None:
    assert [one.name for one in recognised([met("lunch", notes)])[0].people] == [name]


@pytest.mark.parametrize(
    "office", ["residency coordinator", "program coordinator at Bay", "will send the link"]
)
def test_whoever_is_staff_by_the_note_is_nobody_to_thank(office: str) -> None:
    assert not recognised([met("lunch", f"Met: Kay Lund <kl@bay.org> - {office}")])[0].people


def test_an_address_of_mere_initials_makes_a_name_of_a_short_word() -> None:
    notes = "Chief: Ed Park <ep@m.edu> - taught me knots"
    assert [one.name for one in recognised([an_event(*BLOCK, description=notes)])[0].people] == ["Ed Park"]


def test_saint_and_one_word_are_a_surname() -> None:
    assert compatible("St. Clair", "Noa St. Clair")
    assert not compatible("St. Clair", "Noa Clair")
    people = recognised([met("coffee w/ Dr St. Clair", "Met: Noa St. Clair <nsc@bay.org> - ECMO")])[0].people
    assert [one.email for one in people] == ["nsc@bay.org"]


@pytest.mark.parametrize(
    "title",
    [
        "Coffee w/ Dr. Ira Holt - reschedule?",
        "tentative: Coffee w/ Dr. Ira Holt",
        "Coffee w/ Dr. Ira Holt (tbc)",
        "Coffee w/ Dr. Ira Holt - maybe",
    ],
)
def test_what_a_title_calls_unsure_waits(title: str) -> None:
    assert letter(met(title, "")).state is State.HELD


def test_a_sure_title_does_not_wait() -> None:
    assert letter(met("Coffee w/ Dr. Ira Holt - rescheduled", "")).state is State.PLANNED


def test_a_no_show_is_told_under_not_written_and_not_prepared_for() -> None:
    event = met("Coffee Dr Holt", "Met: Dr. Ira Holt <ih@tulane.edu> - never showed up")
    assert [one.held for one in gathered(event)] == [FELL_THROUGH]
    touch = letter(event)
    assert (touch.state, touch.why[-1]) == (State.DROPPED, FELL_THROUGH)

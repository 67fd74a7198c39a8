"""The user says what an event is: that wins for its series and for equal titles, and can be taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.recognition.measure import an_event, by_title, recognised
from worker.domain.engagement import Kind
from worker.domain.event import Event, Response, Status
from worker.domain.recognition import Correction, Label, Recognised

DAY = date(2026, 11, 21)
WEDNESDAYS = "Blue huddle"


def said(label: Kind | None, *, day: date = DAY, **about: str) -> Correction:
    """A correction in the calendar of all test events."""
    return Correction(calendar="test", label=label, day=day, **about)


def only(event: Event, *corrections: Correction) -> Recognised:
    """What one event is after corrections."""
    (answer,) = recognised([event], corrections=corrections)
    return answer


def test_a_correction_wins_over_the_rules_and_says_when_it_was_made() -> None:
    answer = only(an_event("Widget week", "2026-11-02", "5d"), said(Kind.ROTATION, title="Widget week"))
    assert answer.label is Label.ROTATION
    assert answer.why[0] == "you said so on 21 November 2026"
    assert "the rules alone say nothing to write about" in answer.why[1]


def test_without_the_correction_the_rules_speak_again() -> None:
    event = an_event("SICU", "2026-11-02", "28d")
    assert only(event, said(None, title="SICU")).label is Label.NONE
    assert only(event).label is Label.ROTATION


def test_the_same_series_is_meant_whatever_its_titles() -> None:
    events = [
        an_event(title, f"2026-11-{day:02}T12:00", "1h", series="weekly")
        for title, day in ((WEDNESDAYS, 4), ("Blue huddle (moved)", 12))
    ]
    answers = recognised(events, corrections=[said(Kind.MENTOR_MEETING, series="weekly")])
    assert {answer.label for answer in answers} == {Label.MENTOR}


@pytest.mark.parametrize("again", ["dr. ráo office", "DR RAO  Office!", "Dr. Rao (office)"])
def test_equal_titles_survive_new_ids_case_accents_and_punctuation(again: str) -> None:
    event = an_event(again, "2027-02-03T12:00", "0.5h", id="issued-anew", series="other")
    assert only(event, said(Kind.PD_MEETING, title="Dr Rao office", series="old")).label is Label.PD


def test_another_title_and_another_calendar_are_not_meant() -> None:
    correction = said(Kind.CONFERENCE, title="SICU")
    assert only(an_event("SICU nights", "2026-11-02T19:00", "12h"), correction).label is Label.ROTATION
    elsewhere = replace(an_event("SICU", "2026-11-02", "28d"), calendar="another")
    assert only(elsewhere, correction).label is Label.ROTATION


def test_a_title_of_pictures_alone_is_compared_as_it_is() -> None:
    correction = said(Kind.ROTATION, title="🔪")
    assert only(an_event("🔪", "2026-11-02T06:00", "12h"), correction).label is Label.ROTATION
    assert only(an_event("🎂", "2026-11-02T06:00", "12h"), correction).label is Label.NONE


def test_an_empty_correction_is_about_nothing() -> None:
    assert only(an_event("", "2026-11-02T06:00", "1h"), said(Kind.ROTATION)).label is Label.NONE


def test_of_two_corrections_the_later_holds() -> None:
    event = an_event("Grand plan", "2026-11-02T12:00", "1h")
    earlier = said(Kind.WEBINAR, title="Grand plan")
    later = said(Kind.MENTOR_MEETING, title="Grand plan", day=DAY + timedelta(days=1))
    assert only(event, later, earlier).label is Label.MENTOR


@pytest.mark.parametrize("gone", [{"status": Status.CANCELLED}, {"response": Response.DECLINED}])
def test_what_does_not_take_place_stays_none(gone: dict[str, str]) -> None:
    event = an_event("SICU", "2026-11-02", "28d", **gone)
    assert only(event, said(Kind.ROTATION, title="SICU")).label is Label.NONE


def test_somebody_elses_event_is_the_users_when_the_user_says_so() -> None:
    event = an_event("Priya - SICU", "2026-11-02", "28d")
    assert only(event).label is Label.NONE
    assert only(event, said(Kind.ROTATION, title="Priya - SICU")).label is Label.ROTATION


def test_neighbours_do_not_overrule_the_user() -> None:
    dinner = an_event("Reception", "2027-01-29T19:00", "2h", location="Marriott Marquis")
    meeting = an_event("STS Annual Meeting", "2027-01-28", "4d", location="Marriott Marquis, San Diego")
    assert by_title([meeting, dinner])["Reception"].label is Label.CONFERENCE
    none = by_title([meeting, dinner], corrections=[said(None, title="Reception")])
    assert none["Reception"].label is Label.NONE


def test_events_corrected_to_a_rotation_are_one_group() -> None:
    days = [an_event("Team Walnut", f"2026-11-{day:02}", "1d") for day in (2, 3, 4)]
    answers = recognised(days, corrections=[said(Kind.ROTATION, title="Team Walnut")])
    assert len({answer.group for answer in answers}) == 1
    assert answers[0].group

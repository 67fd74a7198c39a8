"""The user says what an event is: letters follow, whatever the feed does, and all of it can be undone."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.reading_cast import AMION, KIM, PATEL, Desk, attending
from tests.house import NEW_YORK
from worker.domain.engagement import Kind
from worker.domain.errors import Refused
from worker.domain.ledger import LedgerTouch
from worker.domain.touch import State
from worker.flows.correct_event import (
    Foreseen,
    correct_event,
    correction_of,
    foresee,
    kind_said,
    undo_correction,
)
from worker.flows.plan_year import plan_again
from worker.flows.show_events import Holding, Line, holding_of

AUGUST = date(2026, 8, 3)
WALNUT = "Walnut"
"""A team's name that nobody can know."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path / "data")


def connected(desk: Desk) -> None:
    desk.connect()
    desk.read()


def holding(desk: Desk) -> Holding:
    return holding_of(desk.tools, desk.account.id, desk.now)


def line(desk: Desk, words: str) -> Line:
    return holding(desk).find(words)


def say(desk: Desk, words: str, kind: Kind | None) -> int:
    """Correct an event, and plan as the clock does."""
    known = correct_event(desk.tools, desk.account.id, line(desk, words).event, kind, desk.now)
    plan_again(desk.tools, desk.account.id, desk.now)
    return known


def undo(desk: Desk, known: int) -> None:
    undo_correction(desk.tools, desk.account.id, known, desk.now)
    plan_again(desk.tools, desk.account.id, desk.now)


def walnut(desk: Desk, calendar: str = "", first: date = AUGUST) -> list[str]:
    """A month on a team, written down as its days with the attendings. The ids."""
    days = [first + timedelta(days=n) for n in range(26) if (first + timedelta(days=n)).weekday() < 5]
    return [
        desk.google.add(WALNUT, day, day + timedelta(days=1), description=attending(PATEL), calendar=calendar)
        for day in days
    ]


def thanks(desk: Desk) -> list[LedgerTouch]:
    rows = desk.tools.touches.of(desk.account.id)
    return [row for row in rows if row.kept.touch.key.step == "thank-you"]


def foreseen(desk: Desk, words: str, kind: Kind | None) -> Foreseen:
    account, event = desk.account.id, line(desk, words).event
    correction = correction_of(desk.tools, account, event, kind, desk.now)
    return foresee(desk.tools, account, lambda said: said.say(account, correction, desk.now), desk.now)


# --- what follows from it --------------------------------------------------------------------------------


def test_what_is_no_rotation_gets_no_letter(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    desk.service("Vascular surgery", AUGUST + timedelta(weeks=4), KIM)
    connected(desk)
    assert {who for _, who, _ in desk.planned()} == {PATEL, KIM}
    say(desk, "SICU rotation", None)
    assert {who for _, who, _ in desk.planned()} == {KIM}
    assert desk.said("corrected") == ["“SICU rotation” is nothing to write about"]


def test_an_untouched_draft_is_taken_back(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    desk.draft(desk.rows(State.PLANNED)[0])
    say(desk, "SICU", None)
    assert [row.state for row in thanks(desk)] == [State.RECALLED]
    assert desk.planned() == []


def test_an_edited_draft_stays_and_is_flagged(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    desk.draft(desk.rows(State.PLANNED)[0], edited=True)
    say(desk, "SICU", None)
    (row,) = thanks(desk)
    assert row.state is State.DRAFTED
    assert "the plan no longer wants it" in row.kept.touch.why
    assert len(desk.said("flagged")) == 1


def test_a_rotation_that_nobody_could_know_gets_its_thank_you(desk: Desk) -> None:
    desk.google.add("Blue huddle", AUGUST, AUGUST + timedelta(days=26), description=attending(PATEL))
    connected(desk)
    assert line(desk, "Blue huddle").kind is not Kind.ROTATION
    assert desk.planned() == []
    say(desk, "Blue huddle", Kind.ROTATION)
    assert desk.planned()[0][:2] == ("thank-you", PATEL)
    assert line(desk, "Blue huddle").why[0] == "you said so on 6 July 2026"


def test_without_anybody_named_a_rotation_gets_no_letter_to_anybody(desk: Desk) -> None:
    desk.google.add("Blue huddle", AUGUST, AUGUST + timedelta(days=26))
    connected(desk)
    say(desk, "Blue huddle", Kind.ROTATION)
    (service,) = desk.tools.engagements.all(desk.account.id)
    assert (service.kind, service.encounters) == (Kind.ROTATION, ())


def test_undone_everything_is_as_the_rules_would_have_it(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    before = desk.planned()
    known = say(desk, "SICU", None)
    assert desk.planned() == []
    undo(desk, known)
    assert desk.planned() == before
    assert desk.said("correction undone") == ["“SICU rotation” is nothing to write about"]


def test_undone_the_earlier_word_of_the_same_day_holds_again(desk: Desk) -> None:
    desk.google.add("Blue huddle", AUGUST, AUGUST + timedelta(days=26))
    connected(desk)
    say(desk, "Blue huddle", Kind.ROTATION)
    later = say(desk, "Blue huddle", Kind.CONFERENCE)
    assert line(desk, "Blue huddle").kind is Kind.CONFERENCE
    undo(desk, later)
    assert line(desk, "Blue huddle").kind is Kind.ROTATION


def test_a_draft_that_was_taken_back_is_planned_again_under_a_new_reference(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    desk.draft(desk.rows(State.PLANNED)[0])
    known = say(desk, "SICU", None)
    (before,) = thanks(desk)
    desk.tools.touches.record(before.id, State.CANCELLED)
    undo(desk, known)
    (after,) = thanks(desk)
    assert (after.id, after.state) == (before.id, State.PLANNED)
    assert after.ref != before.ref


# --- whatever the calendar does --------------------------------------------------------------------------


def test_it_holds_when_the_feed_issues_every_id_anew(desk: Desk) -> None:
    desk.google.open(AMION, "Amion", role="reader")
    days = walnut(desk, AMION)
    connected(desk)
    say(desk, WALNUT, Kind.ROTATION)
    before = desk.planned()
    assert before[0][:2] == ("thank-you", PATEL)
    for day in days:
        desk.google.delete(day, calendar=AMION)
    walnut(desk, AMION)
    desk.later(hours=13)
    assert desk.said("read")[-1].startswith("Amion: 20 new or changed, 20 gone")
    assert line(desk, WALNUT).kind is Kind.ROTATION
    assert desk.planned() == before


def test_it_holds_for_what_comes_later_under_that_title(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    say(desk, "SICU", None)
    desk.service("SICU", AUGUST + timedelta(weeks=12), KIM)
    desk.later(hours=13)
    assert desk.planned() == []
    assert len(line(desk, "SICU").events) == 2


def test_it_holds_for_a_series_that_is_renamed(desk: Desk) -> None:
    at = datetime(2026, 8, 5, 12, tzinfo=NEW_YORK)
    weekly = desk.google.add_series("Coffee with Ravi", at, every=timedelta(days=28), times=3)
    connected(desk)
    say(desk, "Coffee with Ravi", Kind.MENTOR_MEETING)
    for one in weekly:
        desk.google.rename(one, "Ravi again")
    desk.later(hours=13)
    assert line(desk, "Ravi again").kind is Kind.MENTOR_MEETING


def test_another_calendar_is_not_meant(desk: Desk) -> None:
    desk.google.open(AMION, "Amion", role="reader")
    desk.service("SICU", AUGUST, PATEL)
    desk.service("SICU", AUGUST + timedelta(weeks=12), KIM, calendar=AMION)
    connected(desk)
    mine = next(one for one in holding(desk).lines if one.calendar == "My calendar")
    correct_event(desk.tools, desk.account.id, mine.event, None, desk.now)
    kinds = {one.calendar: one.kind for one in holding(desk).lines}
    assert kinds == {"My calendar": None, "Amion": Kind.ROTATION}


# --- what it would do ------------------------------------------------------------------------------------


def test_what_a_correction_would_do_is_told_and_nothing_changes(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    desk.google.add("Blue huddle", date(2026, 10, 5), date(2026, 10, 31), description=attending(KIM))
    connected(desk)
    desk.draft(desk.rows(State.PLANNED)[0])
    before = (desk.tools.touches.of(desk.account.id), desk.account, desk.tools.journal.latest(1, 99))
    none = foreseen(desk, "SICU", None)
    assert [touch.person.name for touch in none.withdrawn] == [PATEL]
    assert (none.planned, none.flagged) == ((), ())
    more = foreseen(desk, "Blue huddle", Kind.ROTATION)
    assert (more.planned[0].key.step, more.planned[0].person.name) == ("thank-you", KIM)
    assert more.cancelled == ()
    assert before == (desk.tools.touches.of(desk.account.id), desk.account, desk.tools.journal.latest(1, 99))


def test_what_is_foreseen_is_what_comes(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    cancelled = foreseen(desk, "SICU", None).cancelled
    planned = {touch.key for touch in cancelled}
    assert planned == {row.kept.touch.key for row in desk.rows(State.PLANNED)}
    known = say(desk, "SICU", None)
    account = desk.account.id
    back = foresee(desk.tools, account, lambda said: said.take_back(account, known), desk.now)
    assert {touch.key for touch in back.planned} == planned
    assert list(desk.tools.corrections.of(account)) == [known]


# --- what is meant ---------------------------------------------------------------------------------------


def test_equal_titles_of_one_calendar_are_one_line(desk: Desk) -> None:
    walnut(desk)
    desk.google.add("walnut!", datetime(2026, 9, 7, 12, tzinfo=NEW_YORK))
    desk.google.add("Dentist", datetime(2026, 9, 8, 12, tzinfo=NEW_YORK))
    connected(desk)
    lines = holding(desk).lines
    assert [(one.number, one.event.title, len(one.events)) for one in lines] == [
        (1, WALNUT, 21),
        (2, "Dentist", 1),
    ]
    assert (lines[0].start, lines[0].end) == (AUGUST, date(2026, 9, 7))


def test_an_event_is_found_by_its_id_its_number_and_a_piece_of_its_title(desk: Desk) -> None:
    desk.google.add("Dentist", datetime(2026, 8, 7, 12, tzinfo=NEW_YORK))
    sicu = desk.service("SICU", AUGUST + timedelta(weeks=2), PATEL)
    connected(desk)
    assert {line(desk, words).event.title for words in (sicu, "2", "#2", "sicu", " Sícu rot")} == {
        "SICU rotation"
    }


def test_a_whole_title_comes_before_a_piece_of_one(desk: Desk) -> None:
    for title in ("SICU nights", "SICU", "Before SICU"):
        desk.google.add(title, datetime(2026, 8, 7, 12, tzinfo=NEW_YORK))
    connected(desk)
    assert line(desk, "sicu").event.title == "SICU"


def test_several_that_fit_are_named_with_their_ids(desk: Desk) -> None:
    ids = [desk.google.add(f"Huddle {n}", datetime(2026, 8, 7, 12, tzinfo=NEW_YORK)) for n in range(25)]
    connected(desk)
    with pytest.raises(Refused, match="“huddle” fits 25 entries: name one by its number") as refusal:
        line(desk, "huddle")
    first, *lines = str(refusal.value).splitlines()
    assert first.startswith("“huddle”")
    assert len(lines) == 21
    assert all(any(one in row for one in ids) for row in lines[:-1])
    assert lines[-1].strip() == "and 5 more"


@pytest.mark.parametrize("words", ["nothing like it", "", "0", "99", "—"])
def test_what_fits_nothing_is_refused_with_the_remedy(desk: Desk, words: str) -> None:
    desk.google.add("Dentist", datetime(2026, 8, 7, 12, tzinfo=NEW_YORK))
    connected(desk)
    with pytest.raises(Refused, match="rapport events --all"):
        line(desk, words)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("rotaton", "did you mean rotation"),
        ("meeting_mentor", "did you mean mentor-meeting"),
        ("meeting_pd", "did you mean pd-meeting"),
        ("congress", "conference, rotation, webinar"),
        ("", "none of conference"),
    ],
)
def test_an_unknown_word_is_refused_with_what_was_meant(word: str, meant: str) -> None:
    with pytest.raises(Refused, match=meant):
        kind_said(word)


def test_words_are_read_as_people_write_them() -> None:
    said = [kind_said(word) for word in ("Rotation", " mentor meeting", "NONE", "pd-meeting")]
    assert said == [Kind.ROTATION, Kind.MENTOR_MEETING, None, Kind.PD_MEETING]


def test_the_same_is_not_said_twice(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    known = say(desk, "SICU", None)
    with pytest.raises(Refused, match=f"correction {known}"):
        say(desk, "SICU", None)


def test_what_could_not_be_known_again_is_refused(desk: Desk) -> None:
    name = desk.google.add("", datetime(2026, 8, 7, 12, tzinfo=NEW_YORK))
    connected(desk)
    with pytest.raises(Refused, match="give it one"):
        say(desk, name, Kind.ROTATION)


def test_what_was_never_said_cannot_be_undone(desk: Desk) -> None:
    connected(desk)
    with pytest.raises(Refused, match="no correction 7"):
        undo(desk, 7)


def test_a_listing_tells_what_was_said_and_about_how_many(desk: Desk) -> None:
    walnut(desk)
    connected(desk)
    known = say(desk, WALNUT, Kind.ROTATION)
    found = holding(desk)
    assert [(one.id, one.calendar, one.events) for one in found.said] == [(known, "My calendar", 20)]
    assert [one.said for one in found.lines] == [known]


def test_what_is_nothing_to_write_about_brings_no_letter_no_promise_and_nobody_met(desk: Desk) -> None:
    note = (
        f"{attending(PATEL)}\nMet: {KIM} <kim@harbor.example.org> - the registry\nPromised Dr. Kim: the draft"
    )
    desk.google.add("SICU rotation", AUGUST, AUGUST + timedelta(days=26), description=note)
    connected(desk)
    assert desk.planned()
    assert {touch.key.step for touch in foreseen(desk, "SICU", None).planned} == set()
    say(desk, "SICU", None)
    assert desk.planned() == []
    assert desk.tools.engagements.all(desk.account.id) == ()


def test_taking_back_that_it_is_nothing_brings_everything_back(desk: Desk) -> None:
    desk.service("SICU", AUGUST, PATEL)
    connected(desk)
    before = desk.planned()
    known = say(desk, "SICU", None)
    undo(desk, known)
    assert desk.planned() == before

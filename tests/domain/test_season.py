"""What concerns one user of all the dates in config/."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.season import Almanac, Certainty, Milestone, YearDay, milestones_for, months_later
from worker.rules.load import load_rules

BOOK = load_rules(Path(__file__).parents[2] / "config")
ALMANAC = BOOK.almanac
EVER = (date.min, date.max)
PRELIM = Narrative(
    name="Maya",
    stage=Stage.PRELIM,
    pathways=(Pathway.CATEGORICAL_HOME,),
    year_start=date(2026, 7, 1),
    fields=("surgery",),
)
STUDENT = Narrative(name="Ana", stage=Stage.STUDENT, pathways=(Pathway.CT_APPLICANT,), fields=("CT surgery",))


def found(me: Narrative, since: date = date.min, until: date = date.max) -> dict[str, Milestone]:
    return {milestone.id: milestone for milestone in milestones_for(me, ALMANAC, since, until)}


def test_a_prelim_year_has_its_marks_on_their_days() -> None:
    year = found(PRELIM)
    assert year["pgy1-start-2026"].start == date(2026, 7, 1)
    assert year["pgy1-end-2026"].start == date(2027, 6, 30)
    assert (year["months-1-3-2026"].start, year["months-1-3-2026"].end) == (
        date(2026, 7, 1),
        date(2026, 9, 30),
    )
    assert (year["months-7-12-2026"].start, year["months-7-12-2026"].end) == (
        date(2027, 1, 1),
        date(2027, 6, 30),
    )
    assert year["mid-year-meeting-2026"].start == date(2026, 12, 15)
    assert year["mid-year-meeting-2026"].checklist
    assert (year["absite-2026"].start, year["absite-2026"].end) == (date(2027, 1, 28), date(2027, 2, 1))


def test_the_next_years_marks_need_no_new_data() -> None:
    year = found(replace(PRELIM, year_start=date(2031, 7, 1)))
    assert year["absite-2031"].start == date(2032, 1, 29)
    assert year["pgy1-end-2031"].start == date(2032, 6, 30)


def test_a_day_the_program_named_is_no_expectation() -> None:
    mid_year = found(replace(PRELIM, mid_year_day=date(2026, 12, 9)))["mid-year-meeting-2026"]
    assert (mid_year.start, mid_year.end, mid_year.certainty) == (
        date(2026, 12, 9),
        date(2026, 12, 9),
        Certainty.PUBLISHED,
    )
    assert mid_year.mark == "mid-year-meeting"
    assert mid_year.checklist
    assert set(mid_year.source) <= set(BOOK.sources)


def test_a_student_has_no_training_year() -> None:
    assert not any(m.category == "training-year" for m in found(replace(STUDENT, year_start=None)).values())
    assert not any(
        m.category == "training-year" for m in found(replace(STUDENT, year_start=date(2026, 7, 1))).values()
    )


def test_the_fellowship_match_concerns_those_on_the_way_there() -> None:
    assert "thoracic-2027-match-day" in found(STUDENT)
    assert "thoracic-2027-match-day" not in found(PRELIM)


def test_ecfmg_pathways_concern_those_without_a_certificate() -> None:
    assert "ecfmg-2027-pathways-application" in found(STUDENT)
    assert "ecfmg-2027-pathways-application" not in found(PRELIM)


def test_off_cycle_openings_concern_those_who_seek_a_categorical_place() -> None:
    assert "off-cycle-search-2026" in found(PRELIM)
    assert "off-cycle-search-2026" not in found(replace(PRELIM, pathways=(Pathway.PIVOT,)))


def test_meetings_of_other_fields_are_left_out() -> None:
    year = found(STUDENT)
    assert "sts-2027" in year
    assert "aats-abstract-2027" in year
    assert not {"acs-2027", "rsna-2026"} & set(year)


def test_without_fields_every_meeting_is_shown() -> None:
    assert {"sts-2027", "acs-2027", "rsna-2026"} <= set(found(Narrative()))


def test_a_meeting_known_from_memory_alone_has_no_date() -> None:
    everything = found(Narrative())
    assert not any(milestone.startswith(("wtsa-", "elso-", "aap-phys-")) for milestone in everything)


def test_what_overlaps_the_range_counts() -> None:
    week = found(PRELIM, date(2027, 3, 19), date(2027, 3, 19))
    assert {"nrmp-2027-match-week", "nrmp-2027-match-day", "months-7-12-2026"} <= set(week)
    assert "nrmp-2027-soap-rounds" not in week


def test_an_expected_date_says_so_in_its_title() -> None:
    everything = found(Narrative(year_start=date(2026, 7, 1)))
    assert everything["sts-2027"].told_title == "STS Annual Meeting 2027"
    assert everything["nrmp-2027-match-day"].told_title == "Match Day 2027 (expected)"


@given(
    me=st.builds(
        Narrative,
        stage=st.none() | st.sampled_from(Stage),
        pathways=st.lists(st.sampled_from(Pathway), unique=True).map(tuple),
        year_start=st.none() | st.dates(date(2020, 1, 1), date(2035, 12, 31)),
        fields=st.lists(st.sampled_from(["surgery", "trauma", "CT surgery", "nonsense"])).map(tuple),
    ),
    since=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 800),
)
def test_milestones_are_in_range_in_order_and_unique(me: Narrative, since: date, length: int) -> None:
    until = since + timedelta(days=length)
    year = milestones_for(me, ALMANAC, since, until)
    assert all(m.start <= m.end and m.start <= until and m.end >= since for m in year)
    assert list(year) == sorted(year, key=lambda m: (m.start, m.id))
    assert len({m.id for m in year}) == len(year)


@given(
    year_start=st.dates(date(2000, 1, 1), date(2090, 1, 1)), month=st.integers(1, 12), day=st.integers(1, 31)
)
def test_a_day_of_the_training_year_lies_in_it(year_start: date, month: int, day: int) -> None:
    then = YearDay(month=month, day=day).after(year_start)
    assert year_start <= then < months_later(year_start, 12)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
        (date(2026, 7, 1), 12, date(2027, 7, 1)),
    ],
)
def test_months_later_stays_in_the_month(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


def test_the_order_of_the_data_does_not_matter() -> None:
    backwards = Almanac(ALMANAC.milestones[::-1], ALMANAC.marks[::-1], ALMANAC.conferences[::-1])
    assert milestones_for(PRELIM, backwards, *EVER) == milestones_for(PRELIM, ALMANAC, *EVER)

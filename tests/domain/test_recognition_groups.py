"""Which events are one rotation or one congress, and which are not."""

import pytest

from tests.recognition.measure import an_event, recognised
from worker.domain.event import Event


def groups(*events: Event) -> list[int]:
    """For each event, in the order given, the number of its group; 0 = alone."""
    found = {one.event.id: one.group for one in recognised(events)}
    numbers: dict[str, int] = {}
    return [numbers.setdefault(g, len(numbers) + 1) if (g := found[event.id]) else 0 for event in events]


def shifts(title: str, *days: str) -> list[Event]:
    """Day shifts of one title."""
    return [an_event(title, f"{day}T06:00", "12h") for day in days]


def test_a_call_that_names_another_service_belongs_to_the_block_it_lies_in() -> None:
    block = an_event("Transplant", "2026-02-02", "28d")
    rounds = an_event("txp - Dr. Bhargava list", "2026-02-09T07:00", "12h")
    call = an_event("liver call, in house", "2026-02-27T18:00", "14h")
    assert groups(block, rounds, call) == [1, 1, 1]


def test_a_general_icu_day_belongs_to_the_block_in_the_sicu() -> None:
    block = an_event("Blk 2 - PGY1 Prelim - FUH - SICU", "2026-07-29", "28d")
    first = an_event("icu d1", "2026-07-29T06:00", "12h")
    night = an_event("SICU night", "2026-08-15T18:00", "12h")
    assert groups(block, first, night) == [1, 1, 1]


def test_days_that_bear_the_name_of_the_blocks_place_belong_to_it() -> None:
    block = an_event("away from home!! Burn unit, Ashford", "2027-03-01", "28d")
    days = shifts("Ashford", "2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05")
    assert groups(block, *days) == [1] * 5


def test_a_row_of_shifts_on_another_service_is_a_rotation_of_its_own() -> None:
    block = an_event("Vascular Surgery", "2026-09-01", "28d")
    others = shifts("SICU", "2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11")
    clinic = an_event("vascular clinic", "2026-09-02T08:00", "8h")
    found = groups(block, *others, clinic)
    assert found == [1, 2, 2, 2, 2, 2, 1]


def test_nights_of_a_night_float_block_are_its_own_whatever_else_they_name() -> None:
    block = an_event("NIGHTS (night float)", "2026-09-01", "30d")
    nights = [
        an_event("Surg NF Intern", f"2026-09-{day}T19:00", "12h")
        for day in ("07", "08", "09", "10", "21", "22")
    ]
    assert groups(block, *nights) == [1] * 7


def test_two_services_on_alternating_weeks_are_two_rotations() -> None:
    blue = shifts("EGS", "2026-09-07", "2026-09-08", "2026-09-09", "2026-09-21", "2026-09-22", "2026-09-23")
    gold = shifts("SICU", "2026-09-14", "2026-09-15", "2026-09-16", "2026-09-28", "2026-09-29", "2026-09-30")
    assert groups(*blue, *gold) == [1] * 6 + [2] * 6


@pytest.mark.parametrize("other", ["SICU", "Surgical ICU", "Surgical Intensive Care Unit", "surg icu"])
def test_spellings_of_a_service_are_one_rotation(other: str) -> None:
    block = an_event("SICU", "2026-09-01", "28d")
    assert groups(block, *shifts(other, "2026-09-02", "2026-09-03")) == [1, 1, 1]


def test_a_second_month_of_a_service_is_another_rotation() -> None:
    first = an_event("Vascular Surgery", "2026-09-01", "28d")
    second = an_event("Vascular Surgery", "2027-01-04", "28d")
    days = (*shifts("vascular OR", "2026-09-03"), *shifts("vascular OR", "2027-01-06"))
    assert groups(first, second, *days) == [1, 2, 1, 2]


def test_a_call_during_a_research_year_is_no_part_of_it() -> None:
    year = an_event("Research year", "2026-07-01", "365d")
    assert groups(year, an_event("Trauma call in house", "2026-10-10T18:00", "14h"))[1] == 0


def test_the_fields_of_a_feed_explain_no_codes_and_its_unit_is_the_blocks() -> None:
    block = an_event("Thoracic", "2026-07-29", "28d")
    fields = "Unit: LGTS\nRole: R1\nHours: 12.00\nDay: Mon"
    days = [an_event("D12 LGTS", f"2026-08-{n:02}T06:00", "12h", description=fields) for n in (3, 4, 5, 6)]
    clinic = an_event("CC-PM", "2026-08-12T13:00", "4h", description="Unit: Continuity clinic\nHours: 4.00")
    assert groups(block, *days, clinic) == [1] * 5 + [0]


def test_hours_that_a_feed_tells_in_universal_time_are_those_of_the_calendar() -> None:
    block = an_event("Teal surgery", "2026-08-01", "28d")
    days = [an_event("LGH-QRT-D R1", f"2026-08-{n:02}T07:00", "12h", zone="UTC") for n in (7, 14)]
    assert groups(block, *days) == [1, 1, 1]


def test_a_call_between_two_weeks_of_a_service_belongs_to_it() -> None:
    first = shifts("EGS", "2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10")
    second = shifts("EGS", "2026-09-16", "2026-09-17", "2026-09-18", "2026-09-19")
    call = an_event("24h in house", "2026-09-13T07:00", "24h")
    assert groups(*first, *second, call) == [1] * 9


def test_nights_in_the_unit_belong_to_the_block_in_the_icu_and_other_nights_do_not() -> None:
    block = an_event("SICU", "2026-09-01", "30d")
    unit = [an_event("unit nights", f"2026-09-{n}T18:00", "12h") for n in (21, 22, 23, 24)]
    float_ = [an_event("NF", f"2026-10-{n:02}T18:00", "12h") for n in (5, 6, 7, 8)]
    assert groups(block, *unit, *float_) == [1] * 5 + [2] * 4


def test_nights_with_two_weeks_of_another_service_in_between_are_two_rotations() -> None:
    first = shifts("NF", "2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08")
    between = shifts("Vascular", "2026-10-12", "2026-10-13", "2026-10-14", "2026-10-19", "2026-10-20")
    second = shifts("NF", "2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29")
    assert groups(*first, *between, *second) == [1] * 4 + [2] * 5 + [3] * 4

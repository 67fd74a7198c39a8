"""Who was noted as met during a service: whether they work on it, or were met for a talk of their own."""

from dataclasses import replace
from datetime import date

import pytest

from tests.playbook_world import Found, block, hour, lived
from tests.years.calendar_text import Entry
from worker.domain.engagement import Kind
from worker.domain.hosting import Staff
from worker.domain.narrative import Narrative
from worker.domain.person import Named

HOME = Narrative(home_domains=("lakeside.example.edu",))
TRAUMA = block(
    "Trauma Surgery rotation", date(2027, 7, 5), 26, "Attending: Dr. Home Guy <hguy@lakeside.example.edu>"
)
WEDNESDAY = date(2027, 7, 7)
YEAR = date(2027, 6, 10)


def year(*entries: Entry) -> Found:
    return lived(*entries, today=YEAR)


def met_as(found: Found, name: str) -> set[Kind]:
    return {e.kind for e in found.outlook.engagements for x in e.encounters if x.person.name == name}


@pytest.mark.parametrize("title", ["Coffee with Dr. Lou Hart", "Zoom call", "Clinic", "Tumor board"])
def test_somebody_from_elsewhere_is_thanked_for_the_talk_and_never_for_teaching(title: str) -> None:
    found = year(TRAUMA, hour(title, WEDNESDAY, "Met: Dr. Lou Hart <lhart@out.edu> - the registry"))
    assert met_as(found, "Lou Hart") == {Kind.CONVERSATION}
    assert found.touch("conversation / follow-up", "Hart").window.earliest == date(2027, 7, 8)
    assert all("Hart" not in touch.person.name for touch in found.touches("rotation / thank-you"))


def test_a_colleague_noted_on_a_day_of_service_is_thanked_with_the_service() -> None:
    found = year(TRAUMA, hour("Clinic", WEDNESDAY, "Met: Dr. Ann Berg <aberg@lakeside.example.edu> - knots"))
    assert met_as(found, "Ann Berg") == {Kind.ROTATION}


def test_a_meeting_that_bears_a_colleagues_name_is_no_part_of_the_service() -> None:
    note = "Met: Dr. Ann Berg <aberg@lakeside.example.edu> - a research year"
    found = year(TRAUMA, hour("Coffee with Dr. Berg", WEDNESDAY, note))
    assert met_as(found, "Ann Berg") == {Kind.CONVERSATION}


def test_whoever_the_service_names_belongs_to_it_wherever_they_are_met() -> None:
    note = "Met: Dr. Home Guy <hguy@lakeside.example.edu> - a research year"
    found = year(TRAUMA, hour("Coffee with Dr. Guy", WEDNESDAY, note))
    assert met_as(found, "Home Guy") == {Kind.ROTATION}


def test_of_two_people_at_one_table_each_is_thanked_for_their_own() -> None:
    note = "Met: Dr. Ann Berg <aberg@lakeside.example.edu> - knots\nMet: Dr. Lou Hart <lhart@out.edu> - a job"
    found = year(TRAUMA, hour("Grand rounds", WEDNESDAY, note))
    assert met_as(found, "Ann Berg") == {Kind.ROTATION}
    assert met_as(found, "Lou Hart") == {Kind.CONVERSATION}


def test_at_a_congress_everybody_met_belongs_to_it() -> None:
    sts = block("STS Annual Meeting", date(2028, 1, 28), 4)
    coffee = hour("Coffee with Dr. Lou Hart", date(2028, 1, 29), "Met: Dr. Lou Hart <lhart@out.edu> - a job")
    found = lived(sts, coffee, today=date(2027, 7, 1))
    assert met_as(found, "Lou Hart") == {Kind.CONFERENCE}


@pytest.mark.parametrize(
    ("address", "works_there"),
    [
        ("x@lakeside.example.edu", True),
        ("x@surgery.lakeside.example.edu", True),
        ("x@annex.example.org", True),
        ("x@gmail.com", True),
        ("", True),
        ("x@out.edu", False),
    ],
)
def test_an_address_tells_who_works_on_a_service_at_home(address: str, works_there: bool) -> None:
    staff = Staff.of([Named("Home Guy", "hguy@annex.example.org")], HOME, external=False)
    assert staff.has(Named("Ann Berg", address)) is works_there


@pytest.mark.parametrize(
    ("address", "works_there"),
    [("x@bay.example.org", True), ("x@lakeside.example.edu", False), ("x@out.edu", False), ("", True)],
)
def test_an_address_tells_who_works_on_an_away_rotation(address: str, works_there: bool) -> None:
    staff = Staff.of([Named("Lena Voss", "lvoss@bay.example.org")], HOME, external=True)
    assert staff.has(Named("Ann Berg", address)) is works_there


def test_where_no_house_is_known_only_ones_own_is_told_from_it() -> None:
    staff = Staff.of([Named("Lena Voss")], HOME, external=True)
    assert staff.has(Named("Ann Berg", "x@out.edu"))
    assert not staff.has(Named("Ann Berg", "x@lakeside.example.edu"))


def test_without_a_home_nobody_is_from_elsewhere() -> None:
    staff = Staff.of([], replace(HOME, home_domains=()), external=False)
    assert staff.has(Named("Ann Berg", "x@out.edu"))

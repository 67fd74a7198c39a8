"""From recognised events to engagements: their days, their people, their names."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from tests.house import AMARA, DESAI, NEW_YORK
from worker.domain.engagement import FELL_THROUGH, Engagement, Kind
from worker.domain.event import ONE_DAY, Event, Response, Status
from worker.domain.gathering import adopt_ids, gather_engagements, slug
from worker.domain.person import Named, Person, Role
from worker.domain.recognition.recognised import Label, Recognised


def all_day(title: str, first: date, last: date | None = None, **more: object) -> Event:
    starts = datetime.combine(first, time(), NEW_YORK)
    ends = datetime.combine((last or first) + ONE_DAY, time(), NEW_YORK)
    event = Event(f"{title} {first}", "test", title, starts, ends, all_day=True)
    return replace(event, **more)  # type: ignore[arg-type]


def timed(title: str, day: date, at: int, hours: float, **more: object) -> Event:
    starts = datetime.combine(day, time(at), NEW_YORK)
    event = Event(f"{title} {day} {at}", "test", title, starts, starts + timedelta(hours=hours))
    return replace(event, **more)  # type: ignore[arg-type]


def as_(
    label: Label, event: Event, *people: Named, group: str | None = None, umbrella: bool = False
) -> Recognised:
    return Recognised(
        event, label, ("a reason",), people, group, slug(event.title), event.title, umbrella=umbrella
    )


def gathered(*recognised: Recognised) -> tuple[Engagement, ...]:
    return gather_engagements(recognised, AMARA, lambda title: "home" in title.lower())


PATEL = Named("Ravi Patel", "rpatel@lakeside.example.edu", Role.ATTENDING, noted=True)
LEE = Named("Jane Lee", "jlee@harbor.example.edu", Role.MET, "aortic root outcomes", noted=True)
MONDAY = date(2026, 10, 5)


def test_the_shifts_of_one_group_are_one_rotation() -> None:
    shifts = [
        as_(Label.ROTATION, timed("SICU", MONDAY + timedelta(days=n), 7, 12), group="g") for n in range(5)
    ]
    (sicu,) = gathered(*shifts)
    assert (sicu.kind, sicu.start, sicu.end, len(sicu.days)) == (Kind.ROTATION, MONDAY, date(2026, 10, 9), 5)


def test_the_last_day_of_a_night_is_the_day_it_begins() -> None:
    nights = [
        as_(Label.ROTATION, timed("NF", MONDAY + timedelta(days=n), 19, 12), group="g") for n in range(5)
    ]
    assert gathered(*nights)[0].end == date(2026, 10, 9)


def test_an_all_day_end_is_the_last_day_inclusive() -> None:
    (block,) = gathered(as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1)), umbrella=True))
    assert block.end == date(2026, 11, 1)


def test_a_congress_left_early_ends_with_the_last_event_there() -> None:
    congress = as_(Label.CONFERENCE, all_day("STS", MONDAY, date(2026, 10, 8)), group="g", umbrella=True)
    poster = as_(Label.CONFERENCE, timed("Poster", date(2026, 10, 6), 12, 1), group="g")
    home = as_(Label.NONE, timed("Flight home", date(2026, 10, 7), 9, 4))
    assert gathered(congress, poster)[0].end == date(2026, 10, 8)
    assert gathered(congress, poster, home)[0].end == date(2026, 10, 6)


def test_a_shift_at_home_shows_that_the_congress_was_left() -> None:
    congress = as_(Label.CONFERENCE, all_day("STS", MONDAY, date(2026, 10, 8)), umbrella=True)
    shift = as_(Label.ROTATION, timed("SICU", date(2026, 10, 7), 7, 12))
    (sts, _) = gathered(congress, shift)
    assert sts.end == date(2026, 10, 7)


def test_somebody_met_on_a_day_of_service_belongs_to_that_rotation() -> None:
    block = as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1)), umbrella=True)
    corridor = as_(Label.NONE, timed("Lunch", date(2026, 10, 7), 12, 1), replace(PATEL, role=Role.MET))
    (sicu,) = gathered(block, corridor)
    assert [e.person.name for e in sicu.encounters] == ["Ravi Patel"]


def test_somebody_met_at_a_congress_belongs_to_it_before_a_service() -> None:
    block = as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1)), umbrella=True)
    congress = as_(Label.CONFERENCE, all_day("STS", date(2026, 10, 8), date(2026, 10, 11)), umbrella=True)
    hallway = as_(Label.NONE, timed("Coffee", date(2026, 10, 9), 12, 1), LEE)
    by_kind = {e.kind: [x.person.name for x in e.encounters] for e in gathered(block, congress, hallway)}
    assert by_kind == {Kind.ROTATION: [], Kind.CONFERENCE: ["Jane Lee"]}


@pytest.mark.parametrize("note", ["no show", "cancelled, never happened", "rescheduled to May"])
def test_somebody_of_whom_a_note_says_that_it_came_to_nothing_was_not_met(note: str) -> None:
    event = timed("Coffee", MONDAY, 10, 1)
    held = [one.held for one in gathered(as_(Label.NONE, event, replace(LEE, topic=note)))]
    assert held == [FELL_THROUGH]


def test_somebody_met_elsewhere_is_a_conversation() -> None:
    (talk,) = gathered(as_(Label.NONE, timed("Clinic", MONDAY, 13, 4), LEE))
    assert (talk.kind, talk.start, talk.encounters[0].topic) == (
        Kind.CONVERSATION,
        MONDAY,
        "aortic root outcomes",
    )


def test_a_surname_is_the_one_colleague_of_that_name_on_the_service() -> None:
    events = [
        as_(Label.ROTATION, timed("SICU", MONDAY, 7, 12), PATEL, group="g"),
        as_(Label.ROTATION, timed("SICU", date(2026, 10, 6), 7, 12), Named("Patel", title="Dr."), group="g"),
        as_(
            Label.ROTATION, timed("SICU", date(2026, 10, 7), 7, 12), Named("R. Patel", title="Dr."), group="g"
        ),
    ]
    (encounter,) = gathered(*events)[0].encounters
    assert (encounter.person.email, len(encounter.days)) == ("rpatel@lakeside.example.edu", 3)


def test_two_colleagues_of_one_surname_stay_two() -> None:
    ravi, meena = PATEL, Named("Meena Patel", "mpatel@lakeside.example.edu")
    block = as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1)), ravi, meena, Named("Patel"))
    assert len(gathered(block)[0].encounters) == 3


def test_the_address_of_a_full_name_is_known_from_another_event() -> None:
    first = as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 10, 9)), PATEL)
    later = as_(Label.NONE, timed("Clinic", date(2026, 12, 1), 13, 4), Named("Ravi Patel", role=Role.MET))
    assert {e.encounters[0].person.key for e in gathered(first, later)} == {"rpatel@lakeside.example.edu"}


def test_patient_data_in_a_note_is_withheld_and_said() -> None:
    noted = replace(LEE, topic="pt MRN 4432817 aortic dissection")
    (talk,) = gathered(as_(Label.NONE, timed("Clinic", MONDAY, 13, 4), noted))
    assert talk.encounters[0].topic == ""
    assert talk.encounters[0].withheld


def test_a_tentative_event_is_held_and_a_firm_session_in_it_frees_it() -> None:
    maybe = all_day("STS", MONDAY, date(2026, 10, 8), status=Status.TENTATIVE)
    firm = timed("Poster", MONDAY, 12, 1)
    assert gathered(as_(Label.CONFERENCE, maybe, group="g"))[0].held == "the event is tentative"
    both = gathered(as_(Label.CONFERENCE, maybe, group="g"), as_(Label.CONFERENCE, firm, group="g"))
    assert both[0].held == ""


def test_an_invitation_not_yet_accepted_is_held() -> None:
    asked = timed("Advice", MONDAY, 12, 1, response=Response.NEEDS_ACTION)
    assert "not accepted" in gathered(as_(Label.MENTOR, asked))[0].held


def test_the_director_of_the_profile_is_known_by_name_alone() -> None:
    sit_down = as_(Label.PD, timed("Sit-down", MONDAY, 14, 1), Named("Vikram Desai", title="Dr."))
    (meeting,) = gathered(sit_down)
    assert meeting.encounters[0].person.key == DESAI.key
    assert meeting.encounters[0].role is Role.PROGRAM_DIRECTOR


def test_ids_are_readable_and_never_made_from_event_ids() -> None:
    block = all_day("SICU", MONDAY, date(2026, 11, 1))
    reissued = replace(block, id="something else entirely")
    assert gathered(as_(Label.ROTATION, block)) == gathered(as_(Label.ROTATION, reissued))
    assert gathered(as_(Label.ROTATION, block))[0].id == "rotation-sicu-2026-10-05"


def test_a_shifted_block_keeps_the_id_it_had() -> None:
    before = gathered(as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1))))
    after = gathered(as_(Label.ROTATION, all_day("SICU", date(2026, 10, 7), date(2026, 11, 3))))
    assert adopt_ids(after, before)[0].id == before[0].id
    other = gathered(as_(Label.ROTATION, all_day("SICU", date(2027, 1, 4), date(2027, 1, 31))))
    assert adopt_ids(other, before)[0].id == other[0].id


def test_leaving_on_the_last_day_is_not_leaving_early() -> None:
    congress = as_(Label.CONFERENCE, all_day("STS", MONDAY, date(2026, 10, 8)), group="g", umbrella=True)
    poster = as_(Label.CONFERENCE, timed("Poster", date(2026, 10, 6), 12, 1), group="g")
    home = as_(Label.NONE, timed("Flight home", date(2026, 10, 8), 9, 4))
    assert gathered(congress, poster, home)[0].end == date(2026, 10, 8)


def test_a_single_shift_is_no_service_that_somebody_met_belongs_to() -> None:
    shift = as_(Label.ROTATION, timed("SICU", MONDAY, 7, 12))
    reception = as_(Label.NONE, timed("Reception", MONDAY, 19, 2), LEE)
    found = gather_engagements([shift, reception], AMARA, lambda _: False, service_days=5)
    assert {e.kind: len(e.encounters) for e in found} == {Kind.ROTATION: 0, Kind.CONVERSATION: 1}


def test_somebody_met_on_a_lone_clinic_day_is_a_conversation() -> None:
    clinic = as_(Label.ROTATION, timed("Surgery clinic", MONDAY, 13, 4), LEE)
    (talk,) = gather_engagements([clinic], AMARA, lambda _: False, service_days=5)
    assert talk.kind is Kind.CONVERSATION


def test_a_met_note_is_a_conversation_whatever_the_topic_sounds_like() -> None:
    (talk,) = gathered(as_(Label.MENTOR, timed("Clinic", MONDAY, 13, 4), LEE))
    assert talk.kind is Kind.CONVERSATION


def test_a_note_in_a_tentative_event_waits_even_on_a_firm_service() -> None:
    block = as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1)), umbrella=True)
    maybe = as_(Label.NONE, timed("Reception", date(2026, 10, 7), 19, 2, status=Status.TENTATIVE), LEE)
    (sicu, talk) = gathered(block, maybe)
    assert sicu.encounters == ()
    assert (talk.kind, talk.held) == (Kind.CONVERSATION, "the event is tentative")


def test_one_full_name_under_two_addresses_of_one_organisation_is_one_person() -> None:
    other = replace(LEE, email=f"jane.lee@surgery.{LEE.email.partition('@')[2]}")
    talks = gathered(
        as_(Label.NONE, timed("Clinic", MONDAY, 13, 4), LEE),
        as_(Label.NONE, timed("Dinner", date(2026, 12, 1), 19, 2), other),
    )
    assert len({e.encounters[0].person.key for e in talks}) == 1
    assert {e.encounters[0].person.email for e in talks} == {LEE.email, other.email}


@pytest.mark.parametrize("email", ["jane.lee@gmail.com", "jlee@elsewhere.example.org"])
def test_one_full_name_under_two_addresses_that_have_nothing_in_common_is_two_people(email: str) -> None:
    talks = gathered(
        as_(Label.NONE, timed("Clinic", MONDAY, 13, 4), LEE),
        as_(Label.NONE, timed("Dinner", date(2026, 12, 1), 19, 2), replace(LEE, email=email)),
    )
    assert [e.encounters[0].person.key for e in talks] == [LEE.email, email]


def test_a_do_not_contact_mark_holds_in_doubt() -> None:
    weber = Person("jweber@x.example.org", "Jonas Weber", "jweber@x.example.org", do_not_contact=True)
    block = as_(Label.ROTATION, all_day("SICU", MONDAY, date(2026, 11, 1)), Named("Weber", title="Dr."))
    (sicu,) = gather_engagements([block], replace(AMARA, people=(weber,)), lambda _: False)
    assert sicu.encounters[0].person.do_not_contact

"""What lies around an event decides: neighbours, habits of the calendar, other people's entries."""

import pytest

from tests.recognition.measure import HOME, an_event, by_title, invited, recognised
from worker.domain.event import Event, Guest, Response, Status
from worker.domain.recognition import Label


def daily(
    title: str, first: int, count: int, hour: str = "06:00", length: str = "12h", **more: str
) -> list[Event]:
    """The same title on many days of November 2026."""
    days = range(first, first + count)
    return [an_event(title, f"2026-11-{day:02}T{hour}", length, id=f"{title}-{day}", **more) for day in days]


def test_conference_three_times_a_week_is_local_teaching() -> None:
    events = [
        an_event("Spring Conference", f"2026-03-{day:02}T07:00", "1h") for day in (2, 4, 9, 11, 16, 18, 23)
    ]
    assert {one.label for one in recognised(events)} == {Label.NONE}


def test_an_unknown_code_is_a_service_only_when_it_stands_on_many_long_days() -> None:
    run = recognised(daily("SURG-Q7", 2, 10))
    assert {one.label for one in run} == {Label.ROTATION}
    assert len({one.group for one in run}) == 1
    assert [one.label for one in recognised(daily("SURG-Q7", 2, 1))] == [Label.NONE]


def test_daycare_and_work_on_many_long_days_are_no_service() -> None:
    found = recognised([*daily("Daycare", 2, 5), *daily("work", 9, 5, "09:00", "8h")])
    assert {one.label for one in found} == {Label.NONE}


def test_a_feed_code_takes_its_service_and_attending_from_the_description() -> None:
    notes = "Rotation: Vascular Surgery / Attending: Okafor, Grace; Stone, Ann"
    found = recognised(daily("QX1", 2, 5, description=notes))
    assert {one.subject for one in found} == {"vascular surgery"}
    assert [person.name for person in found[0].people] == ["Grace Okafor", "Ann Stone"]


@pytest.mark.parametrize(
    "what", ["Continuity Clinic", "Jeopardy", "Orientation", "Home Call - Plastics", "Vacation"]
)
def test_a_feed_code_that_the_description_calls_off_duty_is_none(what: str) -> None:
    found = recognised(daily("QX2", 2, 5, description=f"Rotation: {what} / Attending: -"))
    assert {one.label for one in found} == {Label.NONE}


def test_a_colleagues_block_on_a_shared_calendar_is_not_the_users() -> None:
    found = by_title(
        [
            an_event("Priya - SICU", "2026-11-02", "28d"),
            an_event("Jake's vacation", "2026-11-02", "7d"),
            an_event("Marcus SICU nights", "2026-11-02T19:00", "12h"),
            an_event("Trauma", "2026-11-02", "28d"),
        ]
    )
    assert [title for title, one in found.items() if one.label is not Label.NONE] == ["Trauma"]


def test_unknown_words_before_a_dash_are_people_when_they_share_days_with_different_services() -> None:
    blocks = [
        an_event("Zsofka - SICU", "2026-11-02", "28d"),
        an_event("Oluchi - Trauma", "2026-11-02", "28d"),
    ]
    assert {one.label for one in recognised(blocks)} == {Label.NONE}
    assert recognised([an_event("Lakeside - Trauma", "2026-11-02", "28d")])[0].label is Label.ROTATION


def test_a_spouses_shift_and_evaluation_are_hers() -> None:
    elena = Guest("elena@example.net", "Elena", is_organizer=True, response=Response.ACCEPTED)
    hers = [
        an_event(
            title, f"2026-11-0{day}T09:00", "1h", organizer=elena, owned=False, guests=(*invited(), elena)
        )
        for day, title in ((2, "E mid-year eval"), (3, "E - mentor lunch"), (4, "Elena webinar"))
    ]
    assert {one.label for one in recognised(hers)} == {Label.NONE}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": Status.CANCELLED}, "cancelled"),
        ({"response": Response.DECLINED}, "declined"),
        ({"kind": "outOfOffice"}, "out-of-office"),
        ({"kind": "fromGmail"}, "booking"),
    ],
)
def test_what_was_cancelled_declined_or_made_by_a_machine_is_none(
    change: dict[str, str], reason: str
) -> None:
    (found,) = recognised([an_event("STS Annual Meeting", "2027-01-28", "4d", **change)])
    assert found.label is Label.NONE
    assert reason in found.why[0]


def test_a_tentative_event_keeps_its_kind() -> None:
    event = an_event("STS Annual Meeting", "2027-01-28", "4d", status=Status.TENTATIVE)
    assert recognised([event])[0].label is Label.CONFERENCE


CONGRESS = an_event("STS 2027", "2027-01-28", "4d", location="San Diego Convention Center")


@pytest.mark.parametrize(
    ("title", "starts", "length", "place", "notes"),
    [
        ("Poster session", "2027-01-29T12:00", "1h", "", ""),
        ("Residents reception", "2027-01-29T18:00", "2h", "", ""),
        ("Coffee with Dr. Vale", "2027-01-30T10:00", "0.5h", "San Diego Convention Center", ""),
        ("J. M. Chamberlain papers", "2027-01-30T08:00", "1h", "ballroom 20", ""),
        ("#44.08", "2027-01-30T14:00", "0.25h", "", "my oral at STS, room 29"),
        ("Ferguson lecture", "2027-01-30T14:00", "0.5h", "Convention Center, hall 3", ""),
    ],
)
def test_what_lies_in_a_congress_and_shows_it_belongs_to_it(
    title: str, starts: str, length: str, place: str, notes: str
) -> None:
    session = an_event(title, starts, length, location=place, description=notes)
    umbrella, found = sorted(recognised([session, CONGRESS]), key=lambda one: not one.umbrella)
    assert (found.label, found.group, found.title) == (Label.CONFERENCE, umbrella.group, "STS Annual Meeting")
    assert umbrella.umbrella
    assert not found.umbrella


@pytest.mark.parametrize(
    ("title", "starts", "length"),
    [
        ("Flight BOS-SAN", "2027-01-28T08:00", "6h"),
        ("Hotel: Hilton Bayfront", "2027-01-28", "4d"),
        ("STS registration", "2027-01-28T08:00", "1h"),
        ("Tacos with friends", "2027-01-29T19:00", "2h"),
        ("ABSITE", "2027-01-28T07:00", "6h"),
        ("Gym", "2027-01-29T06:00", "1h"),
        ("Rent due", "2027-01-31", "1d"),
        ("Practice talk for STS", "2027-01-28T16:00", "1h"),
        ("Call mom", "2027-01-29T20:00", "0.5h"),
    ],
)
def test_travel_lodging_tasks_and_private_life_during_a_congress_stay_none(
    title: str, starts: str, length: str
) -> None:
    found = by_title([CONGRESS, an_event(title, starts, length)])
    assert found[title].label is Label.NONE
    assert found["STS 2027"].label is Label.CONFERENCE


def test_a_town_alone_is_a_congress_when_the_description_names_it() -> None:
    named = an_event("Chicago", "2026-11-06", "4d", description="AHA Scientific Sessions, poster on Saturday")
    plain = an_event("Chicago", "2026-07-03", "4d", description="fireworks, see parents")
    assert [one.label for one in recognised([named, plain])] == [Label.NONE, Label.CONFERENCE]


def test_clinic_and_operating_days_belong_to_the_block_they_lie_in() -> None:
    found = by_title(
        [
            an_event("Vascular Surgery", "2026-11-02", "28d", description="Attending: Dr. Grace Okafor"),
            an_event("OR w/ Okafor", "2026-11-04T06:30", "10h"),
            an_event("Clinic - Dr. Okafor", "2026-11-05T13:00", "4h"),
            an_event("Night shift", "2026-11-06T19:00", "12h"),
            an_event("Continuity clinic", "2026-11-09T13:00", "4h"),
        ]
    )
    assert found.pop("Continuity clinic").label is Label.NONE
    assert {one.subject for one in found.values()} == {"vascular surgery"}
    assert len({one.group for one in found.values()}) == 1


def test_a_split_block_is_one_and_the_same_service_months_later_another() -> None:
    found = recognised(
        [
            an_event("Urology - first half", "2026-04-06", "14d"),
            an_event("Vacation", "2026-04-20", "7d"),
            an_event("Urology - second half", "2026-04-27", "14d"),
            an_event("Urology", "2026-09-07", "28d"),
            an_event("Urology day", "2026-09-08T06:00", "12h"),
        ]
    )
    groups = [one.group for one in found if one.label is Label.ROTATION]
    assert groups == ["rotation-urology-2026-04-06"] * 2 + ["rotation-urology-2026-09-07"] * 2


def test_other_block_numbers_make_other_blocks() -> None:
    found = recognised(
        [
            an_event("SICU Block 3", "2026-09-07", "28d"),
            an_event("SICU Block 4", "2026-10-05", "28d"),
            an_event("SICU N", "2026-10-06T19:00", "12h"),
        ]
    )
    assert [one.group for one in found] == [None, "rotation-sicu-2026-10-05", "rotation-sicu-2026-10-05"]


def test_day_and_night_shifts_of_one_service_are_one_block_and_other_services_another() -> None:
    found = recognised(
        [
            *daily("MICU Day", 2, 4, "07:00"),
            *daily("MICU Night", 9, 4, "19:00"),
            *daily("STICU", 16, 4, "07:00"),
        ]
    )
    assert {(one.subject, one.group) for one in found} == {
        ("micu", "rotation-micu-2026-11-02"),
        ("sticu", "rotation-sticu-2026-11-16"),
    }


def test_an_event_alone_has_no_group() -> None:
    assert recognised([an_event("Trauma Surgery", "2026-11-02", "28d")])[0].group is None


def test_the_order_of_the_input_changes_nothing() -> None:
    events = [CONGRESS, *daily("SICU D", 2, 6), an_event("Poster session", "2027-01-29T12:00", "1h")]
    assert recognised(events) == recognised(events[::-1])


@pytest.mark.parametrize(
    ("title", "external"),
    [("Away rotation - Duke CT", True), ("VSLO: Sub-I Surgery", True), ("CT Surgery", False)],
)
def test_an_away_rotation_is_external(title: str, external: bool) -> None:
    assert recognised([an_event(title, "2026-09-07", "28d")])[0].external is external


@pytest.mark.parametrize(
    ("title", "subject", "called"),
    [
        ("Surgical ICU rotation", "sicu", "SICU"),
        ("PGY1 Blk 4 CT Surg @ UH", "cardiothoracic surgery", "Cardiothoracic Surgery"),
        ("Cardiothoracic Surgery", "cardiothoracic surgery", "Cardiothoracic Surgery"),
        ("TICU", "ticu", "TICU"),
        ("trama surgery", "trauma surgery", "Trauma Surgery"),
        ("Away rotation: Heart Institute", "away rotation heart institute", "Away rotation: Heart Institute"),
    ],
)
def test_a_service_has_one_name_however_it_is_written(title: str, subject: str, called: str) -> None:
    (found,) = recognised([an_event(title, "2026-09-07", "28d")])
    assert (found.subject, found.title) == (subject, called)


@pytest.mark.parametrize(
    ("title", "subject", "called", "fields"),
    [
        ("63rd STS annual mtg", "sts", "STS Annual Meeting", ("CT surgery",)),
        (
            "Midwest Trauma Symposium 2027",
            "midwest trauma symposium",
            "Midwest Trauma Symposium",
            ("trauma",),
        ),
    ],
)
def test_a_meeting_has_one_name_without_its_year(
    title: str, subject: str, called: str, fields: tuple[str, ...]
) -> None:
    (found,) = recognised([an_event(title, "2027-01-28", "3d")])
    assert (found.subject, found.title, found.fields, found.external) == (subject, called, fields, True)


def test_dates_of_the_edition_make_bare_letters_a_congress() -> None:
    found = recognised([an_event("EAST", "2027-01-12", "5d"), an_event("EAST", "2026-08-04T09:00", "2h")])
    assert [one.label for one in found] == [Label.NONE, Label.CONFERENCE]


def test_reasons_say_what_decided() -> None:
    run = recognised(daily("SICU", 2, 14))
    assert "it stands on 10 days close together" in run[0].why
    assert "'SICU' is a service" in run[0].why
    (noon,) = recognised([an_event("Noon conference", "2026-11-02T12:00", "1h")])
    assert noon.why == ("it is local teaching ('Noon conference')",)


def test_all_answers_are_sorted_by_start_in_the_users_zone() -> None:
    found = recognised([an_event("b", "2026-11-02", "1d"), an_event("a", "2026-11-01", "1d")])
    assert [one.event.title for one in found] == ["a", "b"]
    assert found[0].event.starts.tzinfo is HOME


OF_SOCIETIES = [
    ("Lakeland Surgical Society Trainee Research Day", "2026-10-09T08:00", "8h", Label.CONFERENCE),
    ("SVS trainee webinar: credentialing abroad", "2026-10-07T19:00", "1h", Label.WEBINAR),
    ("NAAMA convention, Dearborn (hotel booked)", "2026-10-08", "4d", Label.CONFERENCE),
    ("VA OR closed", "2026-11-11", "1d", Label.NONE),
    ("SVS webinar registration due", "2026-10-07T19:00", "1h", Label.NONE),
]


@pytest.mark.parametrize(("title", "starts", "length", "label"), OF_SOCIETIES)
def test_what_a_societys_event_is_about_does_not_speak_against_it(
    title: str, starts: str, length: str, label: Label
) -> None:
    """A webinar's subject, a hotel in brackets, the name that departments, too, give to a day."""
    (found,) = recognised([an_event(title, starts, length)])

    assert found.label is label, found.why


def test_shifts_of_the_service_that_a_blocks_notes_name_belong_to_it() -> None:
    """However many they are."""
    notes = "You will be hosted on the Blue service."
    block = an_event("Visiting elective: General Surgery (Westmoor)", "2026-07-06", "26d", description=notes)
    shifts = [an_event("Blue team", f"2026-07-{day:02d}T05:00", "12h") for day in range(7, 18)]

    assert len({one.group for one in recognised([block, *shifts])}) == 1


def test_a_legend_without_equals_signs_explains_its_codes() -> None:
    """Where nearly all of its parts are a code in capitals with its meaning."""
    notes = "TRA trauma; TRN trauma nights; GSW general surgery west; NF night float; PED pediatrics"
    legend = an_event("codes, read me", "2026-06-30", "1d", description=notes)
    days = [an_event("TRA 0530-1800", f"2026-07-{day:02d}", "1d") for day in (1, 2, 3)]
    nights = [an_event("TRN 1800-0600", f"2026-07-{day:02d}", "1d") for day in (7, 8)]

    found = [one for one in recognised([legend, *days, *nights]) if one.label is Label.ROTATION]

    assert len(found) == len([*days, *nights])
    assert len({one.group for one in found}) == 1

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.contracts.calendar_contract import (
    MONDAY,
    NOW,
    SINCE,
    UNTIL,
    WEEK,
    CalendarContract,
    CalendarDesk,
)
from tests.fakes.fake_calendar import (
    NEVER_WITH_A_TOKEN,
    CalendarFace,
    Calendars,
    FakeCalendar,
    calendar_face,
    schema_faults,
)
from tests.fakes.proxy import Break, Fault, Proxy
from worker.domain.bookmark import CalendarGone
from worker.domain.errors import Expired, Permanent, Reconnect, Transient
from worker.google.calendar import GoogleCalendar, open_calendar
from worker.google.errors import MissingScope
from worker.google.oauth import CALENDARS, COMPOSE, EVENTS, Client

REFRESH = "refresh-of-the-resident"
EVENTS_PATH = "/events"


@pytest.fixture(scope="module")
def whole_face() -> Iterator[CalendarFace]:
    with calendar_face(Calendars()) as face:
        yield face


@pytest.fixture
def face(whole_face: CalendarFace) -> Iterator[CalendarFace]:
    """The face over calendars of this test alone; whatever it answers keeps to Google's schemas."""
    whole_face.google = Calendars()
    whole_face.answers.clear()
    whole_face.asked.clear()
    yield whole_face
    assert [fault for schema, found in whole_face.answers for fault in schema_faults(schema, found)] == []


@pytest.fixture(scope="module")
def whole_proxy(whole_face: CalendarFace) -> Iterator[Proxy]:
    proxy = Proxy(whole_face.url)
    yield proxy
    proxy.stop()


@pytest.fixture
def proxy(whole_proxy: Proxy) -> Iterator[Proxy]:
    """Google's scopes and bad days before the face."""
    whole_proxy.tokens.granted[REFRESH] = frozenset({EVENTS, CALENDARS, COMPOSE})
    whole_proxy.calls.clear()
    yield whole_proxy
    whole_proxy.mend()
    whole_proxy.tokens.access.clear()


@pytest.fixture
def reader(face: CalendarFace, proxy: Proxy) -> Iterator[GoogleCalendar]:
    client = Client("rapport-test", "no secret", is_web=False, token_uri=f"{proxy.url}/oauth2/token")
    reader = open_calendar(
        client,
        REFRESH,
        owner=frozenset({face.google.me}),
        clock=lambda: NOW,
        root=proxy.url,
        answer_seconds=5,
    )
    yield reader
    reader.close()


@pytest.fixture
def desk(face: CalendarFace, reader: GoogleCalendar) -> CalendarDesk:
    return CalendarDesk(reader, face.google)


class TestFakeCalendar(CalendarContract):
    @pytest.fixture
    def desk(self) -> CalendarDesk:
        fake = FakeCalendar()
        return CalendarDesk(fake, fake.google)


class TestGoogleCalendarOverTheFace(CalendarContract):
    @pytest.fixture
    def desk(self, face: CalendarFace, reader: GoogleCalendar) -> CalendarDesk:
        return CalendarDesk(reader, face.google)


def test_a_fake_refuses_when_told_and_remembers_what_was_read() -> None:
    fake = FakeCalendar()
    fake.refusals.append(Transient("not now"))
    desk = CalendarDesk(fake, fake.google)
    with pytest.raises(Transient, match="not now"):
        desk.read()
    desk.read(desk.read().bookmark)
    me = fake.google.me
    assert fake.readings == [(me, False), (me, False), (me, True)]


def test_a_first_reading_is_bounded_and_a_later_one_asks_the_same_without_bounds(
    desk: CalendarDesk, face: CalendarFace
) -> None:
    desk.read(desk.read().bookmark)
    first, later = face.asked
    assert (first.pop("timeMin"), first.pop("timeMax")) == (SINCE.isoformat(), UNTIL.isoformat())
    assert later.pop("syncToken")
    assert first == later == {"singleEvents": "true", "showDeleted": "true", "maxResults": "2500"}


def test_the_last_word_about_an_event_counts(desk: CalendarDesk, face: CalendarFace) -> None:
    """It may change while its pages are read."""
    face.google.page_size = 1
    event = face.google.add("Clinic", MONDAY)
    face.google.add("Rounds", MONDAY)
    bookmark = desk.read().bookmark
    face.google.tell_twice(event, {"status": "cancelled"})
    found = desk.read(bookmark)
    assert (found.events, found.gone) == ((), (event,))


def test_primary_is_the_users_own_calendar(desk: CalendarDesk, face: CalendarFace) -> None:
    face.google.add("Clinic", MONDAY)
    assert [event.owned for event in desk.read(calendar="primary").events] == [True]


def test_a_calendar_whose_id_has_a_number_sign_is_read(desk: CalendarDesk, face: CalendarFace) -> None:
    name = face.google.open("en.usa#holiday@group.v.calendar.google.com", "Holidays", role="reader")
    face.google.add("Labor Day", MONDAY.date(), calendar=name)
    assert [event.title for event in desk.read(calendar=name).events] == ["Labor Day"]


def test_a_bookmark_of_other_parameters_is_expired(desk: CalendarDesk, proxy: Proxy) -> None:
    bookmark = desk.read().bookmark
    proxy.plan("GET", EVENTS_PATH, Fault(Break.REFUSE, 400, "invalid", "Sync token of other parameters"))
    with pytest.raises(Expired):
        desk.read(bookmark)
    assert desk.read().afresh


def test_a_refusal_without_a_bookmark_is_permanent(desk: CalendarDesk, proxy: Proxy) -> None:
    proxy.plan("GET", EVENTS_PATH, Fault(Break.REFUSE, 400, "badRequest", "Bad Request"))
    with pytest.raises(Permanent) as refused:
        desk.read()
    assert not isinstance(refused.value, CalendarGone)


def test_a_limit_says_how_long_to_wait(desk: CalendarDesk, proxy: Proxy) -> None:
    limit = Fault(Break.REFUSE, 403, "rateLimitExceeded", "Rate Limit", (("Retry-After", "40"),))
    proxy.plan("GET", EVENTS_PATH, limit)
    with pytest.raises(Transient) as refused:
        desk.read()
    assert refused.value.retry_after == timedelta(seconds=40)


@pytest.mark.parametrize("fault", [Fault(Break.REFUSE, 503), Fault(Break.CUT_BEFORE)])
def test_a_page_that_fails_leaves_the_bookmark_good(
    desk: CalendarDesk, face: CalendarFace, proxy: Proxy, fault: Fault
) -> None:
    face.google.page_size = 1
    bookmark = desk.read().bookmark
    events = {face.google.add("Clinic", MONDAY + WEEK * number) for number in range(3)}
    asked = iter([None, fault])
    proxy.chooser = lambda _method, _path: next(asked, None)
    with pytest.raises(Transient):
        desk.read(bookmark)
    assert {event.id for event in desk.read(bookmark).events} == events


@pytest.mark.parametrize("page", ["<html>Log in</html>", "{}", "[]", '{"items": []}', ""])
def test_a_page_of_somebody_else_is_never_taken_for_an_empty_calendar(
    desk: CalendarDesk, proxy: Proxy, page: str
) -> None:
    for _ in range(2):
        proxy.plan("GET", f"{EVENTS_PATH}|/calendarList", Fault(Break.STRANGER, 200, message=page))
    with pytest.raises(Transient):
        desk.read()
    with pytest.raises(Transient):
        desk.reader.calendars()


def test_a_last_page_without_a_bookmark_asks_for_everything_next_time(
    desk: CalendarDesk, proxy: Proxy
) -> None:
    page = '{"kind": "calendar#events", "items": [{"id": "e1", "status": "cancelled"}]}'
    proxy.plan("GET", EVENTS_PATH, Fault(Break.STRANGER, 200, message=page))
    found = desk.read()
    assert (found.gone, found.bookmark) == (("e1",), "")
    assert desk.read(found.bookmark).afresh


def test_the_token_for_calendars_may_do_nothing_else(desk: CalendarDesk, proxy: Proxy) -> None:
    desk.reader.calendars()
    desk.read()
    assert [call.scopes for call in proxy.calls] == [{EVENTS, CALENDARS}] * 2


@pytest.mark.parametrize("downscoping", ["ignored", "refused"])
def test_it_works_however_google_takes_narrow_tokens(
    desk: CalendarDesk, proxy: Proxy, downscoping: str
) -> None:
    proxy.downscoping = downscoping
    assert desk.reader.calendars()
    assert desk.read(desk.read().bookmark).events == ()


def test_a_narrow_token_that_was_refused_once_is_not_tried_again(desk: CalendarDesk, proxy: Proxy) -> None:
    refusal = Fault(Break.REFUSE, 403, "insufficientPermissions", "Insufficient scopes")
    proxy.plan("GET", EVENTS_PATH, refusal)
    desk.read(desk.read().bookmark)
    assert [call.scopes == {EVENTS, CALENDARS} for call in proxy.calls] == [True, False, False]


def test_an_unticked_list_leaves_the_events_readable(desk: CalendarDesk, proxy: Proxy) -> None:
    proxy.tokens.granted[REFRESH] = frozenset({EVENTS})
    with pytest.raises(MissingScope, match="Connect the account again"):
        desk.reader.calendars()
    assert desk.read().afresh


def test_an_expired_access_token_is_renewed_unseen(desk: CalendarDesk, proxy: Proxy) -> None:
    bookmark = desk.read().bookmark
    proxy.expire_access_tokens()
    assert desk.read(bookmark).bookmark


def test_an_api_that_is_switched_off_says_so(desk: CalendarDesk, proxy: Proxy) -> None:
    bookmark = desk.read().bookmark
    proxy.plan("GET", EVENTS_PATH, Fault(Break.REFUSE, 403, "accessNotConfigured", "Calendar API is off"))
    with pytest.raises(Reconnect, match="Switch the API on"):
        desk.read(bookmark)


def ask(face: CalendarFace, **query: str) -> requests.Response:
    place = f"{face.url}/calendar/v3/calendars/{face.google.me}/events"
    return requests.get(place, params=query, timeout=5)


@pytest.mark.parametrize("name", sorted(NEVER_WITH_A_TOKEN))
def test_the_face_refuses_with_a_token_what_google_refuses(face: CalendarFace, name: str) -> None:
    value = {"orderBy": "startTime"}.get(name, datetime(2026, 7, 1, tzinfo=UTC).isoformat())
    token = ask(face).json()["nextSyncToken"]
    assert ask(face, **{name: value}).status_code == 200
    assert ask(face, syncToken=token).status_code == 200
    assert ask(face, syncToken=token, **{name: value}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [{"showDeleted": "false"}, {"singleEvents": "true"}, {"pageToken": "foreign"}, {"maxResults": "9"}],
)
def test_the_face_wants_the_parameters_of_the_first_reading(
    face: CalendarFace, query: dict[str, str]
) -> None:
    token = ask(face).json()["nextSyncToken"]
    assert ask(face, syncToken=token, **query).status_code == 400


@pytest.mark.parametrize(
    "query", [{"colour": "red"}, {"singleEvents": "yes"}, {"maxResults": "0"}, {"timeMin": "2026-07-01"}]
)
def test_the_face_refuses_parameters_that_google_does_not_know(
    face: CalendarFace, query: dict[str, str]
) -> None:
    assert ask(face, **query).status_code == 400


def test_the_face_shows_deleted_events_only_when_asked(face: CalendarFace) -> None:
    face.google.delete(face.google.add("Clinic", MONDAY))
    assert ask(face).json()["items"] == []
    assert len(ask(face, showDeleted="true").json()["items"]) == 1


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ({"items": [{"id": 7}]}, "Events.items[0].id: no string"),
        ({"items": {}}, "Events.items: no array"),
        ({"items": [{"start": {"date": "2026-7-1"}}]}, "Events.items[0].start.date: no date"),
        ({"items": [{"updated": "2026-07-01T07:00:00"}]}, "Events.items[0].updated: no date-time"),
        ({"items": [{"attendees": [{"self": "yes"}]}]}, "Events.items[0].attendees[0].self: no boolean"),
        ({"items": [{"sequence": True}]}, "Events.items[0].sequence: no integer"),
        ({"items": [{"titel": "Clinic"}]}, "Events.items[0].titel: unknown"),
        ({"items": ["event"]}, "Events.items[0]: no object"),
    ],
)
def test_a_departure_from_googles_schema_is_named(found: object, fault: str) -> None:
    assert schema_faults("Events", found) == [fault]


def test_a_rich_event_keeps_to_googles_schema() -> None:
    shared = {"extendedProperties": {"private": {"key": "value"}}, "sequence": 1}
    entry = {"entryPointType": "video", "uri": "https://meet.google.com/abc"}
    event = shared | {
        "id": "e",
        "conferenceData": {"entryPoints": [entry]},
        "updated": "2026-07-01T07:00:00Z",
    }
    assert schema_faults("Event", event) == []

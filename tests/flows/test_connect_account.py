"""An account is connected, connected again, given other calendars, and forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.flows.reading_cast import ADDRESS, AMION, LEASE, NOW, Desk
from tests.house import AMARA
from worker.domain.errors import Reconnect, Refused, Transient
from worker.domain.narrative import Narrative
from worker.flows.connect_account import choose_calendars, connect_account, disconnect, list_calendars
from worker.flows.publish_feed import publish_feeds

COLLEAGUE = "colleague@gmail.com"
DEPARTMENT = "dept@group.calendar.google.com"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.at(tmp_path / "data")
    desk.google.open(AMION, "Amion", role="reader")
    desk.google.open(COLLEAGUE, "Colleague", role="reader")
    desk.google.open(DEPARTMENT, "Department", role="owner")
    return desk


def selected(desk: Desk) -> set[str]:
    return {source.name for source in desk.tools.calendars.of(desk.account.id) if source.selected}


def test_at_first_the_own_calendar_and_subscribed_schedules_are_read(desk: Desk) -> None:
    account = desk.connect()
    assert selected(desk) == {ADDRESS, AMION}
    assert len(desk.tools.calendars.of(account.id)) == 4
    assert (account.address, account.subject, account.connected) == (ADDRESS, "sub-1", NOW)
    assert desk.tools.accounts.refresh_token(account.id) == "1//token"
    assert desk.said("connected") == [ADDRESS]


def test_the_google_address_is_one_of_the_users_own(desk: Desk) -> None:
    account = desk.connect(replace(AMARA, addresses=("amara@home.example.org",)))
    assert account.me.addresses == (ADDRESS, "amara@home.example.org")
    assert desk.connect().me.addresses == (ADDRESS, "amara@home.example.org")


@pytest.mark.parametrize(
    ("me", "zone"),
    [
        (Narrative(), "America/Chicago"),
        (Narrative(time_zone=""), "America/Chicago"),
        (AMARA, "America/New_York"),
    ],
)
def test_until_the_story_is_told_the_own_calendar_tells_the_clock(
    desk: Desk, me: Narrative, zone: str
) -> None:
    desk.google.rezone(ADDRESS, "America/Chicago")
    assert desk.connect(me).me.time_zone == zone


def test_a_clock_that_nobody_knows_is_not_taken(desk: Desk) -> None:
    desk.google.rezone(ADDRESS, "Mars/Olympus")
    assert desk.connect(Narrative()).me.time_zone == "America/New_York"


def test_connecting_again_keeps_everything(desk: Desk) -> None:
    account = desk.connect()
    choose_calendars(desk.tools, account, [DEPARTMENT], NOW)
    desk.read()
    before = (desk.tools.calendars.of(account.id), desk.account.connected, desk.account.me)
    desk.tools.accounts.lay_to_rest(account.id, "Access was revoked: connect again.", NOW)
    desk.google.open("new@import.calendar.google.com", "New", role="reader")
    again = connect_account(desk.tools, ADDRESS.upper(), "sub-1", "1//new", ["a"], Narrative(), desk.now)
    assert (desk.tools.calendars.of(account.id), again.connected, again.me) == before
    assert (again.id, again.rest, again.scopes) == (account.id, "", ("a",))
    assert desk.tools.accounts.refresh_token(account.id) == "1//new"
    assert desk.said("reconnected") == [ADDRESS]


def test_an_account_whose_address_has_changed_is_still_the_same(desk: Desk) -> None:
    account = desk.connect()
    again = connect_account(desk.tools, "amara@new.example.edu", "sub-1", "1//t", ["a"], AMARA, desk.now)
    assert again.id == account.id
    assert again.me.addresses == ("amara@new.example.edu", *account.me.addresses)


def test_where_google_does_not_answer_connecting_again_goes_on_from_there(desk: Desk) -> None:
    desk.fake.refusals.append(Transient("Google answered 503."))
    with pytest.raises(Transient):
        desk.connect()
    assert desk.connect().scopes
    assert selected(desk) == {ADDRESS, AMION}


def test_without_the_permission_for_calendars_the_account_rests_at_once(desk: Desk) -> None:
    desk.fake.refusals.append(Reconnect("The box for calendars was not ticked: connect again."))
    assert desk.connect().rest == "The box for calendars was not ticked: connect again."


def test_a_calendar_that_comes_later_waits_to_be_chosen(desk: Desk) -> None:
    account = desk.connect()
    desk.google.open("new@import.calendar.google.com", "New", role="reader")
    listed = list_calendars(desk.tools, account, NOW)
    assert [one.name for one in listed] == ["My calendar", "Amion", "Colleague", "Department", "New"]
    assert selected(desk) == {ADDRESS, AMION}


def test_what_is_chosen_is_read_and_nothing_else(desk: Desk) -> None:
    account = desk.connect()
    desk.read()
    choose_calendars(desk.tools, account, [DEPARTMENT, AMION], NOW)
    assert selected(desk) == {DEPARTMENT, AMION}
    assert (desk.said("chosen"), desk.said("left out")) == (["Department"], ["My calendar"])
    claimed = desk.tools.calendars.claim(NOW, 10, LEASE)
    assert [desk.tools.calendars.load(claim.id).name for claim in claimed] == [DEPARTMENT]
    assert desk.account.plan_due is not None
    assert desk.account.plan_due < NOW


def test_choosing_what_is_chosen_changes_nothing(desk: Desk) -> None:
    account = desk.connect()
    desk.read()
    due = desk.account.plan_due
    choose_calendars(desk.tools, account, [ADDRESS, AMION], NOW)
    assert (desk.account.plan_due, desk.said("chosen", "left out")) == (due, [])


def test_a_calendar_that_is_not_on_the_list_cannot_be_chosen(desk: Desk) -> None:
    account = desk.connect()
    with pytest.raises(Refused, match="elsewhere"):
        choose_calendars(desk.tools, account, [DEPARTMENT, "elsewhere"], NOW)
    assert selected(desk) == {ADDRESS, AMION}


# --- disconnecting ------------------------------------------------------------------------------------


def test_disconnecting_gives_the_access_back_and_forgets_everything(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path / "data", {"RAPPORT_FEED_DIR": str(tmp_path / "public")})
    account = desk.connect()
    desk.read()
    publish_feeds(desk.tools, account.id, desk.now)
    assert list((tmp_path / "public").rglob("*.ics"))
    given: list[str] = []
    assert disconnect(desk.tools, account, lambda token: not given.append(token)) == ""  # type: ignore[func-returns-value]
    assert given == ["1//token"]
    assert desk.tools.accounts.all() == ()
    assert list((tmp_path / "public").iterdir()) == []


def fails(_: str) -> bool:
    raise Transient("Google could not be reached.")


@pytest.mark.parametrize("revoke", [fails, lambda _: False])
def test_what_could_not_be_given_back_is_said_and_all_the_same_forgotten(
    desk: Desk, revoke: Sequence[str]
) -> None:
    account = desk.connect()
    said = disconnect(desk.tools, account, revoke)  # type: ignore[arg-type]
    assert "myaccount.google.com" in said
    assert desk.tools.accounts.all() == ()

"""From the connect page through Google's consent to the story, and back again where access was lost."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.fakes.fake_calendar import Calendars
from tests.fakes.google_world import GoogleWorld, consent
from tests.house import AMARA
from tests.store.cast import NOW
from tests.web.conftest import SignIn, lay_down_client
from tests.web.visit import DOOR, UNCHANGED, Page, Visitor
from worker.flows.tools import Tools
from worker.google.oauth import INSERT, METADATA
from worker.settings import Settings
from worker.web.app import create_app
from worker.web.signing import sign_in_link

AMION = "a1b2c3@import.calendar.google.com"


def come_back(visitor: Visitor, email: str) -> Page:
    """Say yes at Google as that user, and come back from there."""
    brought = consent(visitor.answer.headers["Location"], email)
    visitor.answer = visitor.client.get(
        "/connected", query_string=brought, base_url=DOOR, follow_redirects=True
    )
    return visitor.page


def connect(visitor: Visitor, email: str, fields: Mapping[str, object] = UNCHANGED) -> Page:
    """The whole way from the button on."""
    visitor.open("/connect")
    visitor.press("/connect", fields, follow=False)
    assert visitor.answer.status_code == 303
    return come_back(visitor, email)


@pytest.mark.usefixtures("world")
def test_the_page_says_exactly_what_is_seen_and_no_more(somebody: Visitor) -> None:
    text = somebody.open("/connect").text
    assert (
        "cannot read the body of received or sent mail; of drafts it opens only those it made "
        "(others by headers alone)" in text
    )
    assert "would permit sending: so the code has no send call, and a test proves it" in text
    assert "It never sends" in text


def test_without_a_client_file_it_says_what_to_do(somebody: Visitor) -> None:
    page = somebody.open("/connect")
    assert "docs/google-setup.md" in page.text
    assert next(found for tag, found in page.tags if tag == "button")["disabled"] == ""
    page = somebody.press("/connect")
    assert somebody.answer.status_code == 400
    assert "google-setup.md" in page.text


def test_a_new_user_is_led_through_all_pages(
    somebody: Visitor, world: GoogleWorld, google: Calendars, tools: Tools
) -> None:
    email = world.new_user()
    google.open(AMION, "Amion", role="reader")
    page = connect(somebody, email)
    assert "Which calendars may it read?" in page.text
    somebody.press("")
    assert "Your story, told once" in somebody.page.text
    answers = {"me.name": "Amara Osei", "me.stage": "prelim", "me.pathways": ["categorical-home"]}
    page = somebody.press("", answers)
    assert "Your dates, in your calendar" in page.text
    account = tools.accounts.all()[0]
    assert (account.address, account.me.name, account.me.told) == (email, "Amara Osei", True)
    assert INSERT in account.scopes
    assert tools.accounts.refresh_token(account.id)
    assert "Nothing waits for you" in somebody.open("/").text


def test_google_is_asked_in_the_right_way(somebody: Visitor, world: GoogleWorld) -> None:
    somebody.open("/connect")
    somebody.press("/connect", follow=False)
    where = somebody.answer.headers["Location"]
    assert where.startswith(world.client.auth_uri)
    assert "code_challenge_method=S256" in where
    assert "access_type=offline" in where
    assert f"redirect_uri={DOOR.replace(':', '%3A').replace('/', '%2F')}%2Fconnected" in where
    policy = somebody.open("/connect").html, somebody.answer.headers["Content-Security-Policy"]
    assert f"form-action 'self' {world.proxy.url};" in policy[1], (
        "browsers hold redirects of forms against it"
    )


def test_the_note_can_be_unticked(somebody: Visitor, world: GoogleWorld, tools: Tools) -> None:
    connect(somebody, world.new_user(), {"note": None})
    assert INSERT not in tools.accounts.all()[0].scopes
    boxes = [found for tag, found in somebody.open("/connect").tags if found.get("name") == "note"]
    assert "checked" not in boxes[0], "it stays as it was left"


def test_a_missing_box_is_named_and_offered_again(
    somebody: Visitor, world: GoogleWorld, tools: Tools
) -> None:
    email = world.new_user()
    world.proxy.unticked = frozenset({METADATA})
    page = connect(somebody, email)
    assert "a box was left unticked" in page.text
    assert "see the headers of mail" in page.text
    assert "manage drafts (" not in page.text
    assert tools.accounts.all() == ()
    world.proxy.unticked = frozenset()
    somebody.press("/connect", follow=False)
    assert "Which calendars" in come_back(somebody, email).text


def test_an_answer_to_another_browsers_attempt_is_refused(
    somebody: Visitor, world: GoogleWorld, tools: Tools, app_visitor: Visitor
) -> None:
    email = world.new_user()
    for browser in (somebody, app_visitor):
        browser.open("/connect")
        browser.press("/connect", follow=False)
    brought = consent(somebody.answer.headers["Location"], email)
    answer = app_visitor.client.get("/connected", query_string=brought, base_url=DOOR)
    assert answer.status_code == 400
    assert "another attempt to connect" in answer.get_data(as_text=True)
    nobody = app_visitor.client.get("/connected", query_string=brought, base_url=DOOR)
    assert "no attempt to connect from this browser" in nobody.get_data(as_text=True)
    assert tools.accounts.all() == ()


def test_an_answer_counts_once(somebody: Visitor, world: GoogleWorld) -> None:
    somebody.open("/connect")
    somebody.press("/connect", follow=False)
    brought = consent(somebody.answer.headers["Location"], world.new_user())
    first = somebody.client.get("/connected", query_string=brought, base_url=DOOR)
    again = somebody.client.get("/connected", query_string=brought, base_url=DOOR)
    assert (first.status_code, again.status_code) == (303, 400)


def test_who_says_no_at_google_is_told_that_nothing_was_connected(
    somebody: Visitor, world: GoogleWorld, tools: Tools
) -> None:
    somebody.open("/connect")
    somebody.press("/connect", follow=False)
    state = consent(somebody.answer.headers["Location"], world.new_user())["state"]
    page = somebody.open(f"/connected?error=access_denied&state={state}")
    assert "Nothing was connected" in page.text
    assert tools.accounts.all() == ()


def test_reconnecting_wakes_the_account_and_keeps_everything(
    somebody: Visitor, world: GoogleWorld, tools: Tools
) -> None:
    email = world.new_user()
    connect(somebody, email)
    account = tools.accounts.all()[0]
    tools.accounts.tell(account.id, AMARA)
    tools.accounts.lay_to_rest(account.id, "Access was taken back at Google: connect again.", NOW)
    page = somebody.open("/queue")
    assert "Rapport has no access" in page.text
    assert "Access was taken back at Google: connect again." in page.text
    somebody.press("/connect", follow=False)
    assert f"login_hint={email.replace('@', '%40')}" in somebody.answer.headers["Location"]
    page = come_back(somebody, email)
    assert "is connected again" in page.text
    assert "Rapport has no access" not in page.text
    after = tools.accounts.load(account.id)
    assert (after.rest, after.connected, after.me.name) == ("", account.connected, "Amara Osei")


def test_somebody_elses_account_is_not_taken_for_the_users(
    somebody: Visitor, world: GoogleWorld, tools: Tools
) -> None:
    email, other = world.new_user(), world.new_user()
    connect(somebody, email)
    page = connect(somebody, other)
    assert f"At Google {other} was chosen, but you are signed in as {email}" in page.text
    assert [account.address for account in tools.accounts.all()] == [email]


def test_consent_signs_a_known_account_in(
    app_visitor: Visitor, somebody: Visitor, world: GoogleWorld
) -> None:
    email = world.new_user()
    connect(somebody, email)
    connect(app_visitor, email)
    assert email in app_visitor.open("/account").text


def test_in_public_a_stranger_needs_an_invitation(
    world: GoogleWorld, tools: Tools, settings: Settings
) -> None:
    open_to_all = replace(settings, host="0.0.0.0")  # noqa: S104 - listened at by nobody here
    visitor = Visitor.of(create_app(tools, open_to_all, {}))
    stranger = world.new_user()
    page = connect(visitor, stranger)
    assert f"Nobody has invited {stranger} here" in page.text
    assert tools.accounts.all() == ()
    visitor.open(sign_in_link(open_to_all, {}).removeprefix(open_to_all.door))
    assert "Which calendars" in connect(visitor, stranger).text
    assert "Which calendars" in connect(Visitor.of(create_app(tools, open_to_all, {})), stranger).text


def test_a_desktop_client_cannot_come_back_to_a_public_address(
    world: GoogleWorld, tools: Tools, settings: Settings
) -> None:
    lay_down_client(settings, world, kind="installed")
    public = "https://rapport.example.org"
    client = create_app(tools, replace(settings, public_url=public), {}).test_client()
    page = Page(client.get("/connect", base_url=public).get_data(as_text=True))
    answer = client.post("/connect", data=dict(page.form("/connect").fields), base_url=public)
    assert answer.status_code == 400
    assert "make one of the type" in answer.get_data(as_text=True)


def test_calendars_can_be_chosen_anew(
    somebody: Visitor, world: GoogleWorld, google: Calendars, tools: Tools
) -> None:
    google.open(AMION, "Amion", role="reader")
    google.open("colleague@hospital.example", "A colleague")
    page = connect(somebody, world.new_user())
    ticked = [found["value"] for tag, found in page.tags if "checked" in found]
    assert ticked == [google.me, AMION]
    somebody.press("", {"calendar": ["colleague@hospital.example"]})
    account = tools.accounts.all()[0]
    chosen = [source.name for source in tools.calendars.of(account.id) if source.selected]
    assert chosen == ["colleague@hospital.example"]
    somebody.open("/calendars")
    page = somebody.press("", {"calendar": None})
    assert "No calendar is ticked" in page.text


def test_deleting_takes_the_access_back_and_leaves_nothing(
    somebody: Visitor, world: GoogleWorld, tools: Tools
) -> None:
    email = world.new_user()
    connect(somebody, email)
    account = tools.accounts.all()[0]
    refresh = tools.accounts.refresh_token(account.id)
    somebody.open("/account")
    page = somebody.press("/account/delete", {"address": "somebody@else.example"})
    assert f"To confirm, type {email}" in page.text
    assert len(tools.accounts.all()) == 1
    somebody.open("/account")
    page = somebody.press("/account/delete", {"address": email.upper()})
    assert f"{email} is disconnected, and everything of it is deleted" in page.text
    assert tools.accounts.all() == ()
    assert refresh not in world.proxy.tokens.granted
    assert "Connect Google once" in somebody.open("/queue").text


def test_deleting_works_without_google_and_says_what_is_left_to_do(
    amara_at_google: Visitor, tools: Tools
) -> None:
    amara_at_google.open("/account")
    address = tools.accounts.all()[0].address
    page = amara_at_google.press("/account/delete", {"address": address})
    assert tools.accounts.all() == ()
    assert "myaccount.google.com/connections" in page.text


@pytest.fixture
def app_visitor(tools: Tools, settings: Settings) -> Visitor:
    """A second browser at the same door."""
    return Visitor.of(create_app(tools, settings, {}))


@pytest.fixture
def amara_at_google(tools: Tools, signed_in: SignIn) -> Visitor:
    """Her browser, at a door whose client file is gone."""
    account = tools.accounts.connect("aosei@lakeside.example.edu", AMARA, NOW)
    tools.accounts.grant(account.id, "1//refresh", ())
    return signed_in(tools.accounts.load(account.id))

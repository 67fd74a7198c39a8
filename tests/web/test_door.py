"""The door as such: who is let in, under which name, with which headers, and how it refuses."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.store.cast import NOW, Shelves
from tests.web.conftest import SignIn, turn_to
from tests.web.visit import DOOR, Visitor
from worker.domain.account import Account
from worker.domain.errors import Reconnect, Refused, Transient
from worker.flows.tools import Tools
from worker.settings import Settings
from worker.web.app import create_app
from worker.web.signing import GOOD_FOR, sign_in_link

PAGES = ("/queue", "/events", "/people", "/story", "/calendars", "/feeds", "/account")
BUTTONS = (
    "/connect",
    "/story",
    "/calendars",
    "/feeds/renew",
    "/account/delete",
    "/sign-out",
    "/queue/pause",
    "/queue/resume",
    "/queue/past/wanted",
    "/queue/touch/1/skip",
    "/queue/touch/1/postpone",
    "/queue/touch/1/wrote",
    "/queue/calendar/1/believe",
    "/events/0123456789abcdef/correct",
    "/events/undo/1",
    "/people/0123456789abcdef/never",
    "/people/0123456789abcdef/mentor",
    "/people/0123456789abcdef/fedcba9876543210/accept",
    "/people/0123456789abcdef/fedcba9876543210/part",
    "/sign-in/account",
)


def path_of(link: str, settings: Settings) -> str:
    return link.removeprefix(settings.door)


def test_somebody_without_a_session_is_led_to_the_connect_page(somebody: Visitor) -> None:
    for page in ("/", *PAGES):
        assert "Connect Google once" in somebody.open(page).text, page


def test_a_sign_in_link_works_once(app: Flask, settings: Settings, amara: Account) -> None:
    link = path_of(sign_in_link(settings, {}), settings)
    first, second = Visitor.of(app), Visitor.of(app)
    first.open(link)
    assert amara.address in first.open("/account").text
    assert "This link was used" in second.open(link).text
    assert "Connect Google once" in second.open("/account").text


def test_a_new_sign_in_link_ends_the_one_before(
    somebody: Visitor, settings: Settings, amara: Account
) -> None:
    before, now = (path_of(sign_in_link(settings, {}), settings) for _ in range(2))
    assert "This link was used" in somebody.open(before).text
    assert "things wait" in somebody.open(now).text or "Nothing waits" in somebody.page.text
    assert amara.address in somebody.open("/account").text


def test_a_wrong_token_does_not_use_the_link_up(
    somebody: Visitor, settings: Settings, amara: Account
) -> None:
    link = path_of(sign_in_link(settings, {}), settings)
    assert "This link was used" in somebody.open("/sign-in?token=guessed").text
    somebody.open(link)
    assert amara.address in somebody.open("/account").text


def test_a_sign_in_link_grows_old(somebody: Visitor, settings: Settings, amara: Account) -> None:
    link = path_of(sign_in_link(settings, {}), settings)
    turn_to(settings, NOW + GOOD_FOR + timedelta(minutes=1))
    assert "too old" in somebody.open(link).text
    assert amara.address not in somebody.open("/account").text


@pytest.mark.usefixtures("amara")
def test_who_reads_the_data_directory_finds_no_link_in_it(settings: Settings) -> None:
    token = sign_in_link(settings, {}).partition("token=")[2]
    file = settings.data / "sign-in"
    assert token not in file.read_text("ascii")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_session_survives_a_restart(app: Flask, tools: Tools, settings: Settings, amara: Account) -> None:
    before = Visitor.of(app)
    before.open(path_of(sign_in_link(settings, {}), settings))
    cookie = before.client.get_cookie("rapport", domain="127.0.0.1")
    assert cookie
    after = Visitor.of(create_app(tools, settings, {}))
    after.client.set_cookie("rapport", cookie.value, domain="127.0.0.1")
    assert amara.address in after.open("/account").text


def test_a_session_of_another_key_is_nobodys(
    app: Flask, tools: Tools, settings: Settings, amara: Account
) -> None:
    before = Visitor.of(app)
    before.open(path_of(sign_in_link(settings, {}), settings))
    cookie = before.client.get_cookie("rapport", domain="127.0.0.1")
    assert cookie
    key = "b2ludGVkIG91dCBieSBub2JvZHkgYXQgYWxsLCAzMmI="
    other = Visitor.of(create_app(tools, settings, {"RAPPORT_KEY": key}))
    other.client.set_cookie("rapport", cookie.value, domain="127.0.0.1")
    assert amara.address not in other.open("/account").text


def test_signing_out_ends_the_session(amara: Account, signed_in: SignIn) -> None:
    visitor = signed_in(amara)
    visitor.open("/account")
    assert "Connect Google once" in visitor.press("/sign-out").text
    assert "Connect Google once" in visitor.open("/queue").text


def test_a_deleted_accounts_session_never_opens_another(
    amara: Account, shelves: Shelves, signed_in: SignIn
) -> None:
    visitor = signed_in(amara)
    shelves.accounts.delete(amara.id)
    again = shelves.furnish("chika@mail.example")
    assert again.id == amara.id, "the store has given the number away again"
    assert "Connect Google once" in visitor.open("/account").text


def test_with_several_accounts_the_link_asks_for_one(
    amara: Account, shelves: Shelves, somebody: Visitor, settings: Settings
) -> None:
    chika = shelves.furnish("chika@mail.example")
    page = somebody.open(path_of(sign_in_link(settings, {}), settings))
    assert amara.address in page.text
    somebody.press("", {"address": chika.address})
    page = somebody.open("/account")
    assert chika.address in page.text
    assert amara.address not in page.text
    assert "There is no such page" in somebody.open("/sign-in/account").text


def test_the_choice_of_an_account_is_for_the_invited_alone(somebody: Visitor, amara: Account) -> None:
    assert amara.address not in somebody.open("/sign-in/account").text
    assert somebody.answer.status_code == 404


def test_one_accounts_session_sees_no_row_of_another(
    amara: Account, shelves: Shelves, tools: Tools, signed_in: SignIn
) -> None:
    chika = shelves.furnish("chika@mail.example")
    theirs = tools.touches.of(chika.id)[0]
    before = tools.touches.of(chika.id)
    calendar = tools.calendars.of(chika.id)[0].id
    visitor = signed_in(amara)
    assert f"/queue/touch/{theirs.id}/" not in visitor.open("/queue").html
    token = visitor.page.form("/queue/pause").fields[0][1]
    for button, fields in (
        (f"/queue/touch/{theirs.id}/skip", {}),
        (f"/queue/touch/{theirs.id}/undo", {}),
        (f"/queue/touch/{theirs.id}/answered", {}),
        (f"/queue/touch/{theirs.id}/look", {}),
        (f"/queue/touch/{theirs.id}/postpone", {"day": "2026-08-07"}),
        (f"/queue/touch/{theirs.id}/wrote", {"day": "2026-08-01"}),
        (f"/queue/calendar/{calendar}/believe", {}),
        ("/queue/touch/987654/skip", {}),
    ):
        answer = visitor.client.post(button, data=fields | {"csrf_token": token}, base_url=DOOR)
        assert answer.status_code == 404, button
    assert tools.touches.of(chika.id) == before
    assert tools.accounts.feed_token(chika.id) not in visitor.open("/feeds").html


def test_no_button_works_without_its_token(amara: Account, tools: Tools, signed_in: SignIn) -> None:
    before = tools.accounts.load(amara.id), tools.touches.of(amara.id), tools.accounts.feed_token(amara.id)
    client = signed_in(amara).client
    for button in BUTTONS:
        answer = client.post(button, data={"address": amara.address, "day": "2026-08-07"}, base_url=DOOR)
        assert answer.status_code == 400, button
        assert "open it again" in answer.get_data(as_text=True)
    after = tools.accounts.load(amara.id), tools.touches.of(amara.id), tools.accounts.feed_token(amara.id)
    assert after == before


def test_a_token_of_one_session_is_of_no_use_in_another(amara: Account, signed_in: SignIn) -> None:
    first, second = signed_in(amara), signed_in(amara)
    first.open("/queue")
    token = first.page.form("/queue/pause").fields[0][1]
    answer = second.client.post("/queue/resume", data={"csrf_token": token}, base_url=DOOR)
    assert answer.status_code == 400


def test_the_door_answers_under_known_names_alone(app: Flask) -> None:
    client = app.test_client()
    for host in ("evil.example", "evil.example:8725", "127.0.0.1.evil.example", "10.0.0.7:8725"):
        for path in ("/", "/queue", "/healthz", "/static/door.css", "/feeds/x/all.ics", "/nowhere"):
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code == 400, (host, path)
            assert "RAPPORT_PUBLIC_URL" in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["localhost:8725", "[::1]:8725"])
def test_pages_are_shown_under_the_doors_own_name(app: Flask, host: str) -> None:
    answer = app.test_client().get("/queue?a=b", headers={"Host": host})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{DOOR}/queue?a=b"
    assert app.test_client().get("/healthz", headers={"Host": host}).status_code == 200


def test_a_door_in_public_answers_under_its_public_name(
    tools: Tools, settings: Settings, amara: Account
) -> None:
    public = replace(settings, public_url="https://rapport.example.org", host="0.0.0.0")  # noqa: S104 - shown only
    client = create_app(tools, public, {}).test_client()
    link = sign_in_link(public, {})
    assert link.startswith("https://rapport.example.org/sign-in?")
    answer = client.get(path_of(link, public), base_url="https://rapport.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-rapport=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    page = client.get("/account", base_url="https://rapport.example.org").get_data(as_text=True)
    assert amara.address in page
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8725"}).status_code == 200


@pytest.mark.usefixtures("amara")
def test_a_cookie_is_out_of_reach_for_scripts_and_other_sites(app: Flask, settings: Settings) -> None:
    visitor = Visitor.of(app)
    visitor.open(path_of(sign_in_link(settings, {}), settings), follow=False)
    cookie = visitor.answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/"))


def test_every_answer_forbids_what_no_page_needs(amara: Account, signed_in: SignIn) -> None:
    visitor = signed_in(amara)
    for path in ("/connect", *PAGES, "/nowhere", "/feeds/x/all.ics", "/healthz", "/static/door.css"):
        visitor.open(path)
        policy = visitor.answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "unsafe" not in policy
        assert visitor.answer.headers["X-Content-Type-Options"] == "nosniff"
        assert visitor.answer.headers["Referrer-Policy"] == "no-referrer"


def test_no_page_is_kept_by_a_cache(amara: Account, signed_in: SignIn) -> None:
    visitor = signed_in(amara)
    for path in PAGES:
        visitor.open(path)
        assert visitor.answer.headers["Cache-Control"] == "no-store", path


def test_no_page_has_a_style_or_script_in_it(amara: Account, signed_in: SignIn) -> None:
    visitor = signed_in(amara)
    for path in ("/connect", *PAGES):
        for tag, found in visitor.open(path).tags:
            assert tag != "style", path
            assert "style" not in found
            assert not any(name.startswith("on") for name in found)
            assert tag != "script" or found["src"].startswith("/static/")


def test_every_field_has_a_label_and_every_page_one_heading(amara: Account, signed_in: SignIn) -> None:
    visitor = signed_in(amara)
    for path in ("/connect", *PAGES):
        page = visitor.open(path)
        assert [tag for tag, _ in page.tags].count("h1") == 1, path
        ids = [found["id"] for _, found in page.tags if "id" in found]
        assert len(ids) == len(set(ids)), path
        labels = {found["for"] for tag, found in page.tags if tag == "label" and "for" in found}
        for tag, found in page.tags:
            if tag in {"input", "select", "textarea"} and found.get("type") not in {"hidden", "checkbox"}:
                assert found.get("id") in labels or found.get("aria-labelledby") in ids, (path, found)


def test_hostile_names_stay_text(amara: Account, tools: Tools, signed_in: SignIn) -> None:
    hostile = '"><script src=//evil.example></script>\u202ereversed'
    tools.accounts.tell(amara.id, replace(amara.me, name=hostile))
    page = signed_in(amara).open("/story")
    assert "<script src=//evil" not in page.html
    assert "\u202e" not in page.html


def test_health_is_told_without_a_session_and_without_secrets(somebody: Visitor, amara: Account) -> None:
    somebody.open("/healthz")
    assert somebody.answer.status_code == 200
    assert somebody.answer.get_json() == {"database": "ok", "rules": "ok", "tick": "unknown"}
    assert "Set-Cookie" not in somebody.answer.headers
    assert amara.address not in somebody.answer.get_data(as_text=True)


@pytest.mark.parametrize(("ago", "status", "tick"), [(-30, 200, "ok"), (5, 200, "ok"), (30, 503, "late")])
def test_health_tells_that_nobody_ticks(
    somebody: Visitor, tools: Tools, amara: Account, ago: int, status: int, tick: str
) -> None:
    revision = tools.accounts.load(amara.id).revision
    tools.accounts.feeds_written(amara.id, NOW - timedelta(minutes=ago), seen=revision)
    somebody.open("/healthz")
    assert (somebody.answer.status_code, somebody.answer.get_json()["tick"]) == (status, tick)


@pytest.mark.usefixtures("amara")
def test_health_tells_of_an_unreadable_database(somebody: Visitor, settings: Settings) -> None:
    for file in settings.data.glob("rapport.db*"):
        file.write_bytes(b"no database at all" * 400)
    somebody.open("/healthz")
    assert (somebody.answer.status_code, somebody.answer.get_json()) == (503, {"database": "unreadable"})


def test_health_tells_of_faulty_rules(tools: Tools, settings: Settings) -> None:
    empty = settings.data / "no-rules"
    empty.mkdir()
    visitor = Visitor.of(create_app(tools, replace(settings, config=empty), {}))
    visitor.open("/healthz")
    assert visitor.answer.status_code == 503
    assert visitor.answer.get_json()["rules"] == "faulty"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            Transient("Google could not be reached; try again in a moment."),
            503,
            "Google could not be reached",
        ),
        (Refused("the folder is gone."), 400, "The folder is gone."),
    ],
)
@pytest.mark.usefixtures("amara")
def test_what_goes_wrong_is_said_in_a_sentence(
    tools: Tools, settings: Settings, error: Exception, status: int, said: str
) -> None:
    def refuse(_: Account) -> None:
        raise error

    app = create_app(replace(tools, open_calendars=refuse), settings, {})  # type: ignore[arg-type]
    visitor = Visitor.of(app)
    visitor.open(path_of(sign_in_link(settings, {}), settings))
    assert said in visitor.open("/calendars").text
    assert visitor.answer.status_code == status


def test_lost_access_is_said_with_the_way_back(
    tools: Tools, settings: Settings, amara: Account, shelves: Shelves
) -> None:
    def refuse(_: Account) -> None:
        raise Reconnect("Access was taken back at Google: connect again.")

    app = create_app(replace(tools, open_calendars=refuse), settings, {})  # type: ignore[arg-type]
    visitor = Visitor.of(app)
    visitor.open(path_of(sign_in_link(settings, {}), settings))
    page = visitor.open("/calendars")
    assert shelves.accounts.load(amara.id).rest
    assert "Rapport has no access" in page.text
    assert "Access was taken back at Google" in page.text
    assert page.form("/connect").method == "post"


@pytest.mark.usefixtures("amara")
def test_a_fault_of_the_program_shows_nothing_of_itself(
    tools: Tools, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_: Account) -> None:
        raise KeyError("a secret in a traceback")

    app = create_app(replace(tools, open_calendars=stumble), settings, {})  # type: ignore[arg-type]
    visitor = Visitor.of(app)
    visitor.open(path_of(sign_in_link(settings, {}), settings))
    page = visitor.open("/calendars")
    assert visitor.answer.status_code == 500
    assert "a secret" not in page.html
    assert "a secret in a traceback" in caplog.text

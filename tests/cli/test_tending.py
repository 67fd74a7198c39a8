"""At the door: connecting, asking how things stand, trying every part, keeping copies."""

import json
import os
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from click.testing import CliRunner, Result

from tests.fakes.emulator import free_port, start_emulator
from tests.fakes.google_world import addresses, consent
from tests.fakes.proxy import Proxy
from tests.house import ROOT
from worker.bootstrap.workshop import open_tools
from worker.cli import main
from worker.cli.consent import Landing, address_at, pasted
from worker.cli.tending import admit, told_story
from worker.domain.errors import Refused
from worker.google.oauth import INSERT, METADATA, ask_consent, load_client, take_consent
from worker.settings import settings_from
from worker.store.accounts import SqlAccounts
from worker.store.opening import open_directory
from worker.store.secrets import secrets_in

PROFILE = ROOT / "config" / "profile.example.toml"
RAPPORT = Path(sys.executable).with_name("rapport")
SECRET = "no secret"  # noqa: S105 - of no account
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:My year\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTART:20260921T110000Z\r\nSUMMARY:Clinic\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True)
class Google:
    """A Google of this module's own: its client is a Desktop client that comes back to one port."""

    proxy: Proxy
    port: int
    users: Iterator[str]

    def client(self, kind: str = "installed") -> dict[str, Any]:
        return {
            kind: {
                "client_id": "rapport-test",
                "client_secret": SECRET,
                "redirect_uris": [address_at(self.port)],
                "auth_uri": f"{self.proxy.url}/o/oauth2/v2/auth",
                "token_uri": f"{self.proxy.url}/oauth2/token",
                "revoke_uri": f"{self.proxy.url}/oauth2/revoke",
            }
        }


@pytest.fixture(scope="module")
def whole_google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    port, directory = free_port(), tmp_path_factory.mktemp("google")
    emulator = start_emulator(
        directory,
        addresses()[:40],
        client_id="rapport-test",
        client_secret=SECRET,
        redirect_uris=[address_at(port)],
    )
    proxy = Proxy(emulator.url)
    yield Google(proxy, port, iter(addresses()))
    proxy.stop()
    emulator.stop()


@dataclass(frozen=True)
class Desk:
    """One installation: its data directory and its environment."""

    data: Path
    google: Google | None = None
    begun: "list[subprocess.Popen[str]]" = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        told = {"RAPPORT_DATA": str(self.data), "RAPPORT_PORT": str(free_port())}
        root = self.google.proxy.url if self.google else "http://127.0.0.1:9/"
        return told | {"RAPPORT_GOOGLE_ROOT": root}

    def __call__(self, *arguments: object, **more: Any) -> Result:
        return CliRunner().invoke(main, [str(one) for one in arguments], env=self.environment, **more)

    def begin(self, *arguments: object) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [RAPPORT, *(str(one) for one in arguments)],
            env=os.environ | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.begun.append(process)
        return process

    def end(self) -> None:
        """Leave no process behind, however a test ended."""
        for process in self.begun:
            process.kill()
            process.communicate()

    def status(self) -> Any:
        answer = self("status", "--json")
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    @contextmanager
    def accounts(self) -> Iterator[SqlAccounts]:
        database = open_directory(self.data)
        yield SqlAccounts(database, secrets_in(self.data, {}))
        database.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "year.ics").write_text(CALENDAR, encoding="utf-8")
    return tmp_path / "mine"


@pytest.fixture
def at_google(whole_google: Google, tmp_path: Path) -> Iterator[Desk]:
    """An installation with its client file."""
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "google-client.json").write_text(json.dumps(whole_google.client()))
    desk = Desk(tmp_path / "data", whole_google)
    yield desk
    desk.end()
    whole_google.proxy.mend()
    whole_google.proxy.unticked = frozenset()


def sentence(result: Result) -> str:
    """The one sentence of a refusal."""
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.strip().splitlines()
    return line


def agree(desk: Desk, *options: object) -> tuple[str, "subprocess.Popen[str]"]:
    """Run `rapport connect` and go through the consent page; the address that the browser then goes to."""
    assert desk.google
    process = desk.begin("connect", *options)
    assert process.stdout
    url = next(line.strip() for line in process.stdout if line.startswith("http"))
    brought = consent(url, next(desk.google.users))
    return requests.Request("GET", address_at(desk.google.port), params=brought).prepare().url or "", process


def let_in(desk: Desk, email: str, *, address: str | None = None, profile: Path | None = None) -> None:
    """Connect without a process of its own: consent given, and the grant brought in."""
    assert desk.google
    settings = settings_from(desk.environment)
    client = load_client(settings.client_file)
    request = ask_consent(client, address_at(desk.google.port), with_note=True)
    grant = take_consent(client, request, consent(request.url, email))
    admit(open_tools(settings, {}), settings, grant, address, partial(told_story, settings, profile))


def ended(process: "subprocess.Popen[str]", text: str | None = None) -> tuple[int, str, str]:
    out, err = process.communicate(text, timeout=60)
    return process.returncode, out, err


# --- connecting ------------------------------------------------------------------------------------------


def test_a_browser_on_this_machine_connects_an_account(at_google: Desk) -> None:
    assert at_google.google
    address, process = agree(at_google, "--port", at_google.google.port, "--no-browser", "--profile", PROFILE)
    assert requests.get(address.replace("state=", "state=x"), timeout=10).status_code == 404
    page = requests.get(address, timeout=10)
    assert "Back to the terminal" in page.text
    code, out, err = ended(process)
    assert (code, err) == (0, "")
    assert "is connected" in out
    assert "not told yet" not in out
    (account,) = at_google.status()["accounts"]
    assert account["address"] in out
    assert account["missing"] == []
    assert [trouble["kind"] for trouble in account["troubles"]] == ["overdue"]
    with at_google.accounts() as accounts:
        (kept,) = accounts.all()
        assert INSERT in kept.scopes
        assert kept.me.name == "Maya Rosen"
        assert accounts.refresh_token(kept.id)


def test_a_browser_elsewhere_connects_by_a_pasted_address(at_google: Desk) -> None:
    assert at_google.google
    address, process = agree(at_google, "--paste", "--port", at_google.google.port, "--no-note")
    code, out, err = ended(process, f"  {address}\n")
    assert (code, err) == (0, "")
    assert "not told yet" in out
    assert "No note comes" in out
    with at_google.accounts() as accounts:
        assert INSERT not in accounts.all()[0].scopes


def test_connecting_again_keeps_the_story_and_the_account(at_google: Desk) -> None:
    assert at_google.google
    email = next(at_google.google.users)
    for profile in (PROFILE, None):
        let_in(at_google, email, address=email.upper(), profile=profile)
    with at_google.accounts() as accounts:
        assert [account.me.name for account in accounts.all()] == ["Maya Rosen"]


def test_a_new_profile_tells_a_new_story(at_google: Desk, tmp_path: Path) -> None:
    assert at_google.google
    email, other = next(at_google.google.users), tmp_path / "other.toml"
    other.write_text(
        PROFILE.read_text(encoding="utf-8").replace("Maya Rosen", "Maja Rosen"), encoding="utf-8"
    )
    for profile in (PROFILE, other):
        let_in(at_google, email, profile=profile)
    with at_google.accounts() as accounts:
        (account,) = accounts.all()
    assert account.me.name == "Maja Rosen"
    assert account.me.addresses.count(email) == 1


def test_an_unticked_box_connects_nothing_and_is_named(at_google: Desk) -> None:
    assert at_google.google
    at_google.google.proxy.unticked = frozenset({METADATA})
    with pytest.raises(Refused, match=r"see the headers of mail.*leave every box ticked"):
        let_in(at_google, next(at_google.google.users))
    assert at_google.status()["accounts"] == []


def test_another_account_than_the_named_one_is_refused(at_google: Desk) -> None:
    assert at_google.google
    with pytest.raises(Refused, match=r"not me@gmail\.com"):
        let_in(at_google, next(at_google.google.users), address="me@gmail.com")
    assert at_google.status()["accounts"] == []


def test_an_answer_that_never_comes_ends_with_a_sentence(at_google: Desk) -> None:
    assert at_google.google
    result = at_google("connect", "--no-browser", "--port", at_google.google.port, "--wait", "0.2")
    assert "No answer from Google's page came" in sentence(result)


def test_google_out_of_reach_is_one_sentence(at_google: Desk) -> None:
    assert at_google.google
    client = at_google.google.client()
    client["installed"] |= {"token_uri": "http://127.0.0.1:9/"}
    (at_google.data / "google-client.json").write_text(json.dumps(client))
    address, process = agree(at_google, "--paste", "--port", at_google.google.port)
    code, _, err = ended(process, f"{address}\n")
    assert (code, err) == (2, "rapport: Google could not be reached; try again in a moment.\n")


def test_a_port_that_is_taken_is_named_with_the_remedy(at_google: Desk) -> None:
    assert at_google.google
    with taken_port() as port:
        assert f"Port {port}" in sentence(at_google("connect", "--no-browser", "--port", port))


def test_a_web_client_is_sent_to_the_connect_page(at_google: Desk) -> None:
    assert at_google.google
    wrong = json.dumps(at_google.google.client("web"))
    (at_google.data / "google-client.json").write_text(wrong)
    assert "Desktop app" in sentence(at_google("connect", "--no-browser"))


def test_a_missing_client_is_named_with_the_remedy(desk: Desk) -> None:
    assert "docs/google-setup.md" in sentence(desk("connect", "--no-browser"))


@pytest.mark.parametrize(
    "text", ["", "code", "http://127.0.0.1:8726/connected", "http://[", "https://x/?a=b"]
)
def test_what_is_no_answer_of_google_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="copy the whole address"):
        pasted(text)


def test_silent_and_foreign_callers_do_not_take_the_place_of_the_browser() -> None:
    landing = Landing(0)
    replies: list[int] = []

    def call() -> None:
        base = landing.address
        for query in ("?state=other&code=x", "", "/more?state=mine&code=x", "?state=mine&code=right"):
            answer = requests.get(f"{base}{query}", timeout=10)
            replies.append(answer.status_code)

    caller = Thread(target=call)
    with socket.create_connection(("127.0.0.1", urlsplit(landing.address).port or 0)):
        caller.start()
        assert landing.wait("mine", 10)["code"] == "right"
    caller.join()
    assert replies == [404, 404, 404, 200]


# --- a folder --------------------------------------------------------------------------------------------


def test_a_folder_is_an_account_without_google(desk: Desk, folder: Path) -> None:
    result = desk("connect", "--folder", folder, "--address", "Me@Hospital.example", "--profile", PROFILE)
    assert result.exit_code == 0, result.output
    assert "My year" in result.stdout
    assert {path.name for path in folder.iterdir() if path.is_dir()} >= {"drafts", "sent", "inbox"}
    (account,) = desk.status()["accounts"]
    assert account["address"] == "me@hospital.example"
    assert account["folder"] == str(folder)
    assert [calendar["name"] for calendar in account["calendars"]] == ["My year"]


def test_a_file_that_came_later_is_read_after_connecting_again(desk: Desk, folder: Path) -> None:
    connect = ("connect", "--folder", folder, "--address", "me@hospital.example")
    assert desk(*connect).exit_code == 0
    (folder / "more.ics").write_text(CALENDAR.replace("My year", "On call"), encoding="utf-8")
    assert "On call" in desk(*connect).stdout
    assert len(desk.status()["accounts"]) == 1


def test_a_folder_without_calendars_waits_for_one(desk: Desk, tmp_path: Path) -> None:
    result = desk("connect", "--folder", tmp_path / "new", "--address", "me@hospital.example")
    assert result.exit_code == 0
    assert "no .ics file" in result.stdout
    assert "unread" in {trouble["kind"] for trouble in desk.status()["accounts"][0]["troubles"]}


def test_a_folder_needs_an_owner(desk: Desk, folder: Path) -> None:
    assert "--address" in sentence(desk("connect", "--folder", folder))


def test_a_folder_that_is_a_file_is_refused(desk: Desk, folder: Path) -> None:
    refusal = sentence(desk("connect", "--folder", folder / "year.ics", "--address", "me@hospital.example"))
    assert "cannot be used" in refusal


def test_a_wrong_profile_connects_nothing(desk: Desk, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "me.toml").write_text("[me]\nstage = 'chief'\n", encoding="utf-8")
    connect = ("connect", "--folder", folder, "--address", "me@hospital.example")
    result = desk(*connect, "--profile", tmp_path / "me.toml")
    assert result.exit_code == 2
    assert "stage" in result.stderr
    assert desk.status()["accounts"] == []


# --- looking after ---------------------------------------------------------------------------------------


@pytest.fixture
def connected(desk: Desk, folder: Path) -> Desk:
    options = ("--folder", folder, "--address", "me@hospital.example", "--profile", PROFILE)
    assert desk("connect", *options).exit_code == 0
    return desk


def test_status_is_plain_text_where_nobody_looks(connected: Desk, tmp_path: Path) -> None:
    (tmp_path / "an-hour").write_text("3600", encoding="ascii")
    turned = connected.environment | {"RAPPORT_CLOCK_FILE": str(tmp_path / "an-hour")}
    result = CliRunner().invoke(main, ["status"], env=turned)
    assert result.exit_code == 0, result.output
    for words in ("me@hospital.example", "what to do about it", "rapport up", "My year", "never"):
        assert words in result.stdout
    assert "\x1b" not in result.stdout


def test_status_without_anybody_says_how_to_begin(desk: Desk) -> None:
    assert "rapport connect" in desk("status").stdout


def test_a_pause_is_told_and_ended(connected: Desk) -> None:
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    assert connected("pause", "--until", day).exit_code == 0
    assert connected.status()["accounts"][0]["paused_until"] == str(day)
    assert "paused until" in connected("status").stdout
    assert connected("resume", "--account", "Me@hospital.example").exit_code == 0
    assert connected.status()["accounts"][0]["paused_until"] is None


@pytest.mark.parametrize(
    "command", [("pause", "--until", "2099-01-01"), ("resume",), ("disconnect", "--yes")]
)
def test_who_is_not_connected_is_named_with_those_who_are(connected: Desk, command: tuple[str, ...]) -> None:
    who = () if command[0] == "disconnect" else ("--account",)
    refusal = sentence(connected(*command, *who, "x@y.example"))
    assert "x@y.example is not connected" in refusal
    assert "me@hospital.example" in refusal


def test_before_anything_is_connected_one_sentence_says_what_to_do(desk: Desk) -> None:
    for command in (("pause", "--until", "2099-01-01"), ("resume",), ("people",), ("news", "list")):
        refusal = sentence(desk(*command))
        assert refusal.endswith("Nothing is connected yet; run `rapport connect` first.")


def test_disconnecting_asks_and_then_forgets_everything(connected: Desk, folder: Path) -> None:
    assert connected("disconnect", "me@hospital.example", input="n\n").exit_code == 1
    assert len(connected.status()["accounts"]) == 1
    assert connected("disconnect", "me@hospital.example", input="y\n").exit_code == 0
    assert connected.status()["accounts"] == []
    assert (folder / "year.ics").exists()


def test_disconnecting_gives_the_access_back(at_google: Desk) -> None:
    assert at_google.google
    email = next(at_google.google.users)
    let_in(at_google, email)
    with at_google.accounts() as accounts:
        token = accounts.refresh_token(accounts.all()[0].id)
    assert token in at_google.google.proxy.tokens.granted
    assert at_google("disconnect", email, "--yes").exit_code == 0
    assert token not in at_google.google.proxy.tokens.granted
    assert at_google.status()["accounts"] == []


# --- doctor ----------------------------------------------------------------------------------------------


def findings(result: Result) -> dict[str, str]:
    """Each part, and how it is."""
    lines = [line.split(None, 1) for line in result.stdout.splitlines() if not line.startswith(" ")]
    return {words.partition(":")[0]: verdict for verdict, words in lines}


def test_the_doctor_finds_nothing_bad_before_the_first_start(desk: Desk) -> None:
    result = desk("doctor")
    assert result.exit_code == 0, result.output
    found = findings(result)
    assert found["packages"] == found["rules"] == found["time zones"] == "well"
    assert {found["data"], found["key"], found["database"], found["broker"], found["web door"]} == {"note"}
    assert not desk.data.exists()


def test_the_doctor_tries_each_account_at_google(at_google: Desk) -> None:
    assert at_google.google
    email = next(at_google.google.users)
    let_in(at_google, email, profile=PROFILE)
    found = at_google("doctor")
    assert f"well  {email}: " in found.stdout
    assert findings(found)["Google client"] == findings(found)["clock"] == "well"
    with at_google.accounts() as accounts:
        token = accounts.refresh_token(accounts.all()[0].id)
    requests.post(f"{at_google.google.proxy.url}/oauth2/revoke", data={"token": token}, timeout=10)
    found = at_google("doctor")
    assert found.exit_code == 1
    assert f"bad   {email}: Google gives no access any more" in found.stdout


def test_the_doctor_knows_our_door_from_anothers(connected: Desk) -> None:
    with taken_port() as port:
        environment = connected.environment | {"RAPPORT_PORT": str(port)}
        result = CliRunner().invoke(main, ["doctor"], env=environment)
    assert findings(result)["web door"] == "bad"
    assert "Another program" in result.stdout


def _open_data(data: Path) -> None:
    data.chmod(0o755)


def _open_key(data: Path) -> None:
    (data / "key").chmod(0o644)


def _halve_key(data: Path) -> None:
    (data / "key").write_text("abc\n", encoding="ascii")


def _tear_database(data: Path) -> None:
    file = data / "rapport.db"
    for tail in ("-wal", "-shm"):
        (data / f"rapport.db{tail}").unlink(missing_ok=True)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + bytes(len(whole) - 4096))


def _turn_clock_back(data: Path) -> None:
    tomorrow = datetime.now(UTC).timestamp() + 86_400
    os.utime(data / "key", (tomorrow, tomorrow))


def _outdate_schema(data: Path) -> None:
    with sqlite3.connect(data / "rapport.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()


def _break_client(data: Path) -> None:
    (data / "google-client.json").write_text("{", encoding="ascii")


@pytest.mark.parametrize(
    ("harm", "part", "words"),
    [
        (_open_data, "data", "chmod 700"),
        (_open_key, "key", "chmod 600"),
        (_halve_key, "key", "half-written"),
        (_tear_database, "database", "rapport restore"),
        (_outdate_schema, "database", "newer Rapport"),
        (_turn_clock_back, "clock", "has not come yet"),
        (_break_client, "Google client", "no JSON"),
    ],
)
def test_the_doctor_names_what_is_bad_with_its_remedy(
    connected: Desk, harm: Any, part: str, words: str
) -> None:
    harm(connected.data)
    result = connected("doctor")
    assert result.exit_code == 1, result.output
    assert findings(result)[part] == "bad"
    assert words in result.stdout


def test_the_doctor_says_that_nobody_works(connected: Desk) -> None:
    result = connected("doctor")
    assert result.exit_code == 1
    assert findings(result)["web door"] == "bad"
    assert "Start `rapport up`" in result.stdout


# --- keeping ---------------------------------------------------------------------------------------------


def test_a_backup_brings_everything_back_but_the_key(connected: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    result = connected("backup", copy)
    assert result.exit_code == 0, result.output
    assert f"{connected.data / 'key'}" in result.stdout
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert connected("disconnect", "me@hospital.example", "--yes").exit_code == 0
    assert connected("restore", copy, "--yes").exit_code == 0
    (account,) = connected.status()["accounts"]
    assert account["restored"]
    assert "backup" in findings(connected("doctor"))


def test_a_backup_overwrites_nothing(connected: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("dear diary", encoding="ascii")
    assert "name a new file" in sentence(connected("backup", copy))
    assert copy.read_text(encoding="ascii") == "dear diary"


def test_a_restore_asks_before_it_replaces(connected: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert connected("backup", copy).exit_code == 0
    assert connected("restore", copy, input="n\n").exit_code == 1
    assert connected.status()["accounts"][0]["restored"] is None


def test_a_restore_elsewhere_says_that_the_key_is_missing(connected: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert connected("backup", copy).exit_code == 0
    elsewhere = Desk(tmp_path / "elsewhere")
    result = elsewhere("restore", copy)
    assert result.exit_code == 0, result.output
    assert "put your copy there" in result.stdout


def test_another_database_is_kept_by_its_own_tools(connected: Desk, tmp_path: Path) -> None:
    other = connected.environment | {"RAPPORT_DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}"}
    for command in (["backup", str(tmp_path / "b")], ["restore", str(tmp_path / "b"), "--yes"]):
        assert "its own tools" in sentence(CliRunner().invoke(main, command, env=other))


def test_a_changed_key_still_opens_what_was_sealed(connected: Desk) -> None:
    before = (connected.data / "key").read_text(encoding="ascii")
    result = connected("key", "rotate")
    assert result.exit_code == 0, result.output
    assert "1 account" in result.stdout
    assert (connected.data / "key").read_text(encoding="ascii") != before
    with connected.accounts() as accounts:
        assert accounts.feed_token(accounts.all()[0].id)


@contextmanager
def taken_port() -> Iterator[int]:
    """A port with a stranger's web server on it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Stranger(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

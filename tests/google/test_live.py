"""The contract at the real Google, where RAPPORT_LIVE=1 asks for it; and the proof that this door works.

Without RAPPORT_LIVE the classes for the real Google do not exist (docs/live-contract.md).
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.contracts.mailbox_contract import Desk, Forgets, MailboxContract
from tests.fakes.fake_calendar import CalendarFace, Calendars, calendar_face, schema_faults
from tests.fakes.google_world import EVERYTHING, KEPT_FOR_TESTS, GoogleWorld
from tests.google.live import (
    CONSENT,
    SETTINGS,
    Live,
    calendars_at,
    connect,
    desk_at,
    is_wanted,
    keep,
    live_from,
    main,
    now,
    refresh_token_of,
)
from tests.house import ROOT
from worker.domain.bookmark import Changes
from worker.domain.errors import Expired, Permanent, Refused
from worker.google.calendar import GoogleCalendar

SINCE, UNTIL = now() - timedelta(days=90), now() + timedelta(days=365)


@contextmanager
def said_plainly() -> Iterator[None]:
    """A refusal is one sentence in pytest's report, without a traceback."""
    try:
        yield
    except Refused as refused:
        pytest.fail(str(refused), pytrace=False)


class LiveMailboxContract(MailboxContract):
    """Subclass it with the fixtures `live` and `forgets`."""

    @pytest.fixture
    def desk(self, live: Live) -> Iterator[Desk]:
        with said_plainly(), desk_at(live) as desk:
            yield desk

    def test_an_old_bookmark_is_expired_and_a_new_one_works(self, desk: Desk, forgets: Forgets) -> None:
        """Nobody can make Google forget; its first bookmark is long forgotten."""
        forgets.forget_history()
        with pytest.raises(Expired):
            desk.mailbox.changes_since("1")
        assert desk.mailbox.changes_since(desk.mailbox.bookmark()).arrivals == ()


class CalendarSmoke:
    """Subclass it with a fixture `live`. It only reads, whatever lies in the calendars."""

    @pytest.fixture
    def reader(self, live: Live) -> Iterator[GoogleCalendar]:
        with calendars_at(live) as reader:
            yield reader

    def test_the_list_has_exactly_one_calendar_of_the_users_own(self, reader: GoogleCalendar) -> None:
        own = [one for one in reader.calendars() if one.primary]
        assert [(one.role, one.subscribed) for one in own] == [("owner", False)]
        assert own[0].zone

    def test_a_bookmark_of_the_own_calendar_tells_only_what_is_new(self, reader: GoogleCalendar) -> None:
        own = next(one.id for one in reader.calendars() if one.primary)
        found = reader.changes(own, since=SINCE, until=UNTIL)
        again = reader.changes(own, found.bookmark, since=SINCE, until=UNTIL)
        assert (found.afresh, again.afresh) == (True, False)
        assert_is_well_formed(found)
        assert_is_well_formed(again)
        # Nobody need be still meanwhile, but what was told is not told again.
        assert len(again.events) < max(len(found.events), 1)


def assert_is_well_formed(changes: Changes) -> None:
    ids = [event.id for event in changes.events]
    assert changes.bookmark
    assert changes.warnings == ()
    assert len({*ids, *changes.gone}) == len(ids) + len(changes.gone)
    assert list(changes.events) == sorted(changes.events, key=lambda event: (event.starts, event.id))
    for event in changes.events:
        assert event.starts <= event.ends
        assert event.ends > SINCE
        assert event.starts < UNTIL


# --- at the real Google ---------------------------------------------------------------------------------


def live_mailbox() -> Live:
    """As the environment says; one sentence where it says too little."""
    try:
        live = live_from(os.environ)
        refresh_token_of(live)
    except Refused as refused:
        raise pytest.Collector.CollectError(str(refused)) from refused
    return live


if is_wanted(os.environ):
    LIVE = live_mailbox()

    class LongAgo:
        """Google forgets by itself."""

        def forget_history(self) -> None:
            """Whoever asks comes too late."""

    class TestRealGmail(LiveMailboxContract):
        @pytest.fixture
        def live(self) -> Live:
            return LIVE

        @pytest.fixture
        def forgets(self) -> Forgets:
            return LongAgo()

    class TestRealCalendar(CalendarSmoke):
        @pytest.fixture
        def live(self) -> Live:
            return LIVE


# --- the same door at the emulator: nothing but the settings differs --------------------------------------


@dataclass(frozen=True)
class Person:
    """Somebody in front of a browser, who agrees to what they are shown as the user they are."""

    email: str = KEPT_FOR_TESTS

    def browse(self, url: str) -> None:
        """Start to read the page, as a browser does: the terminal goes on meanwhile."""
        Thread(target=self.agree, args=(url,), daemon=True).start()

    def agree(self, url: str) -> None:
        asked = dict(parse_qsl(urlsplit(url).query))
        # The emulator's page knows its clients by one address, Google's knows a Desktop client by any.
        callback = url.partition("?")[0] + "/callback"
        requests.post(callback, data=asked | {"email": self.email}, timeout=30)


@pytest.fixture(scope="module")
def environ(whole_world: GoogleWorld, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The settings of a run, with the access got through the consent page."""
    folder = tmp_path_factory.mktemp("live")
    (folder / "client.json").write_text(client_file(whole_world, "installed"), "utf-8")
    environ = {
        "RAPPORT_LIVE": "1",
        "RAPPORT_LIVE_CLIENT": str(folder / "client.json"),
        "RAPPORT_LIVE_ADDRESS": KEPT_FOR_TESTS,
        "RAPPORT_LIVE_TOKEN_FILE": str(folder / "token.json"),
        "RAPPORT_LIVE_ROOT": whole_world.proxy.url,
    }
    connect(live_from(environ), Person().browse)
    return environ


@pytest.fixture
def live(world: GoogleWorld, environ: Mapping[str, str]) -> Live:
    assert world.proxy.url == environ["RAPPORT_LIVE_ROOT"]
    return live_from(environ)


@pytest.fixture
def face(world: GoogleWorld) -> Iterator[CalendarFace]:
    """Calendars with something in them; whatever is answered keeps to Google's schemas."""
    with calendar_face(Calendars(me=KEPT_FOR_TESTS)) as face:
        world.proxy.calendars = face.answer
        yield face
        world.proxy.calendars = None
        faults = [fault for schema, found in face.answers for fault in schema_faults(schema, found)]
    assert faults == []


def client_file(world: GoogleWorld, kind: str) -> str:
    client = world.client
    own = {"client_id": client.id, "client_secret": client.secret, "redirect_uris": ["http://localhost"]}
    return json.dumps({kind: own | {"auth_uri": client.auth_uri, "token_uri": client.token_uri}})


class TestTheSameMailboxDoorAtTheEmulator(LiveMailboxContract):
    @pytest.fixture
    def forgets(self, world: GoogleWorld) -> Forgets:
        return world.proxy


class TestTheSameCalendarDoorAtTheFace(CalendarSmoke):
    @pytest.fixture(autouse=True)
    def _calendars(self, face: CalendarFace) -> None:
        face.google.open("amion@import.calendar.google.com", "Amion", role="reader")
        face.google.add("Clinic", now() + timedelta(days=3))
        face.google.add_series("Journal club", now(), every=timedelta(days=7), times=3)


def test_what_a_test_made_is_taken_away_and_nothing_else(world: GoogleWorld, live: Live) -> None:
    hand = world.hand(live.address)
    with desk_at(live) as desk:
        kept = desk.hand.receive(desk.answer())
        with desk_at(live) as inner:
            inner.hand.receive(inner.answer())
            inner.hand.receive_spam(inner.answer())
            inner.hand.write(inner.letter())
            inner.mailbox.create_draft(inner.letter())
            inner.hand.send(inner.mailbox.create_draft(inner.letter()))
            assert len(hand.messages()) == 6
        assert hand.messages() == {kept}
        assert hand.drafts() == []
    assert hand.messages() == frozenset()


def write_and_fail(desk: Desk) -> None:
    desk.mailbox.create_draft(desk.letter())
    raise Permanent("the test has failed")


def test_a_test_that_fails_leaves_nothing_either(world: GoogleWorld, live: Live) -> None:
    with pytest.raises(Permanent), desk_at(live) as desk:
        write_and_fail(desk)
    assert world.hand(live.address).messages() == frozenset()


def test_a_long_mailbox_is_listed_to_its_end(world: GoogleWorld, live: Live) -> None:
    hand = world.hand(live.address)
    with desk_at(live) as desk:
        letters = {hand.write(desk.letter()) for _ in range(3)}
        short = replace(hand, page=2)
        assert short.messages() == letters


def test_letters_go_to_the_mailbox_itself(live: Live) -> None:
    with desk_at(live) as desk:
        assert desk.chief == "rapport.test+chief@gmail.com"
        assert b"To: rapport.test+chief@gmail.com" in desk.letter()


def test_a_mailbox_with_drafts_is_left_alone(world: GoogleWorld, live: Live) -> None:
    with desk_at(live) as desk:
        draft = desk.mailbox.create_draft(desk.letter())
        with pytest.raises(Refused, match=r"delete them in Gmail"), desk_at(live):
            pytest.fail("it was opened")
        assert world.hand(live.address).drafts() == [draft.draft]


def test_the_access_of_another_mailbox_is_refused_whatever_its_file_says(
    world: GoogleWorld, live: Live, tmp_path: Path
) -> None:
    other = world.new_user()
    letter = world.hand(other).receive(b"Subject: Mine\r\n\r\nKeep me.\r\n")
    grant = replace(world.connect(other), email=live.address)
    file = tmp_path / "token.json"
    keep(grant, file)
    with (
        pytest.raises(Refused, match=f"the mailbox of {re.escape(other)}"),
        desk_at(replace(live, token_file=file)),
    ):
        pytest.fail("it was opened")
    assert world.hand(other).messages() == {letter}


def test_access_that_has_ended_says_how_to_get_it_again(
    world: GoogleWorld, live: Live, tmp_path: Path
) -> None:
    again = replace(live, token_file=tmp_path / "token.json")
    connect(again, Person().browse)
    world.proxy.revoke(refresh_token_of(again))
    with pytest.raises(Refused, match=CONSENT), desk_at(again):
        pytest.fail("it was opened")


# --- the settings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETTINGS)
def test_a_missing_setting_is_named_with_its_meaning(environ: Mapping[str, str], name: str) -> None:
    with pytest.raises(Refused, match=f"^{name} is not set: set it to {re.escape(SETTINGS[name])}"):
        live_from({**environ, name: ""})


@pytest.mark.parametrize("address", ["amara.osei@gmail.com", "rapport.test", "@test.example", ""])
def test_a_mailbox_that_may_be_somebodys_own_is_refused(environ: Mapping[str, str], address: str) -> None:
    with pytest.raises(Refused, match="RAPPORT_LIVE_ADDRESS"):
        live_from({**environ, "RAPPORT_LIVE_ADDRESS": address})


@pytest.mark.parametrize("kept", [None, "", "[]", '{"email": "rapport.test@gmail.com"}'])
def test_a_file_without_access_says_how_to_get_it(live: Live, tmp_path: Path, kept: str | None) -> None:
    file = tmp_path / "token.json"
    if kept is not None:
        file.write_text(kept, "utf-8")
    with pytest.raises(Refused, match=f"holds no access: {CONSENT}"):
        refresh_token_of(replace(live, token_file=file))


def test_the_kept_access_belongs_to_one_address(live: Live) -> None:
    with pytest.raises(Refused, match=r"not of other\.test@gmail\.com"):
        refresh_token_of(replace(live, address="other.test@gmail.com"))


def test_the_access_is_kept_for_its_owner_alone(live: Live, tmp_path: Path) -> None:
    file = tmp_path / "token.json"
    file.write_text("an older one that all may read", "utf-8")
    file.chmod(0o644)
    connect(replace(live, token_file=file), Person().browse)
    assert S_IMODE(file.stat().st_mode) == 0o600
    assert refresh_token_of(replace(live, token_file=file))


def test_whoever_chooses_another_user_at_google_connects_nothing(
    world: GoogleWorld, live: Live, tmp_path: Path
) -> None:
    other, file = world.new_user(), tmp_path / "token.json"
    with pytest.raises(Refused, match=f"At Google {re.escape(other)} was chosen"):
        connect(replace(live, token_file=file), Person(other).browse)
    assert not file.exists()


def test_a_box_left_empty_connects_nothing(world: GoogleWorld, live: Live, tmp_path: Path) -> None:
    world.proxy.unticked = frozenset({EVERYTHING})
    file = tmp_path / "token.json"
    with pytest.raises(Refused, match=f"left out {EVERYTHING}"):
        connect(replace(live, token_file=file), Person().browse)
    assert not file.exists()


def test_a_web_client_is_refused(live: Live) -> None:
    with pytest.raises(Refused, match="Desktop app"):
        connect(replace(live, client=replace(live.client, is_web=True)), Person().browse)


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_google_is_met_only_when_asked_for(value: str, *, wanted: bool) -> None:
    assert is_wanted({"RAPPORT_LIVE": value}) is wanted


# --- the whole way, as it is run --------------------------------------------------------------------------


def test_a_run_takes_the_classes_for_the_real_google(world: GoogleWorld, environ: Mapping[str, str]) -> None:
    world.proxy.forget_history()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    chosen = ["tests/google/test_live.py", "-k", "TestRealGmail and (old_bookmark or found_as_sent)"]
    command = [sys.executable, "-m", "pytest", "-q", *chosen]
    done = subprocess.run(
        command, cwd=ROOT, env={**clean, **environ}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_without_being_asked_for_they_do_not_exist() -> None:
    assert ("TestRealGmail" in globals()) is is_wanted(os.environ)


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("unset")
def test_a_run_without_settings_ends_with_one_sentence() -> None:
    with pytest.raises(pytest.Collector.CollectError, match=r"^RAPPORT_LIVE_CLIENT is not set: [^\n]+$"):
        live_mailbox()


@pytest.mark.usefixtures("unset")
def test_the_command_without_settings_ends_with_one_sentence() -> None:
    with pytest.raises(SystemExit, match=r"^RAPPORT_LIVE_CLIENT is not set: [^\n]+$"):
        main()


def test_a_refusal_fails_a_test_with_its_sentence() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"^There are drafts$"), said_plainly():
        raise Refused("There are drafts")

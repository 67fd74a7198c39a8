"""Drives a whole Rapport from outside (HTTP, the emulator, the clock) and prints each step of its story.

    python tests/story/run_story.py

Nothing is written into the database. A step that does not come about ends the story with exit status 1.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import requests
import vobject

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.fakes.emulator import free_port  # noqa: E402 - run as a script from anywhere
from tests.fakes.fake_calendar import CalendarFace, Calendars, calendar_face  # noqa: E402
from tests.fakes.google_world import GoogleWorld, Hand, consent, google_world  # noqa: E402
from tests.house import NEW_YORK  # noqa: E402
from tests.story.browser import Browser  # noqa: E402
from worker.domain.mailbox import DraftRef  # noqa: E402 - a noun of the tests' hand

GAP = re.compile(r"\[\[[^\]]*\]\]")
PATIENCE = 60.0
"""Seconds of ours in which a step must come about."""
GLANCE = 0.5
BEGIN = datetime(2026, 8, 3, 10, tzinfo=NEW_YORK)
PATEL = "Ravi Patel <rpatel@lakeside.example.edu>"
OKAFOR = "Ngozi Okafor <nokafor@lakeside.example.edu>"
HADDAD = "Samir Haddad <shaddad@lakeside.example.edu>"
LINDQVIST = "Karin Lindqvist <klindqvist@lakeside.example.edu>"
STORY = {
    "me.name": "Amara Osei",
    "me.degree": "MD",
    "me.stage": "prelim",
    "me.pathways": ["categorical-home"],
    "me.time_zone": "America/New_York",
    "training.institution": "Lakeside University Hospital",
    "training.year_start": "2026-07-01",
    "story.goal": "train in categorical general surgery",
}


class StepMissingError(AssertionError):
    """A step of the story did not come about."""


@dataclass
class Clock:
    """The clock of everybody in the story, turned by a file."""

    file: Path
    offset: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def turn_to(self, moment: datetime) -> None:
        self.offset = (moment - datetime.now(UTC)).total_seconds()
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{self.offset:.1f}", "ascii")
        fresh.replace(self.file)


@dataclass(frozen=True)
class Waiting:
    """A draft that lies in the mailbox."""

    place: DraftRef
    message: EmailMessage

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def surname(self) -> str:
        return self.text.splitlines()[0].rstrip(",").rpartition(" ")[2]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def gaps(self) -> list[str]:
        return GAP.findall(self.text)

    def filled(self, to: str) -> bytes:
        """The letter without gaps, to that address."""
        fresh = EmailMessage(policy=SMTP)
        for name in ("From", "Subject", "X-Draft-Ref", "In-Reply-To", "References"):
            if self.message[name]:
                fresh[name] = str(self.message[name])
        fresh["To"] = to
        fresh.set_content(GAP.sub("the night we spent on the open abdomen", self.text))
        return fresh.as_bytes()


@dataclass
class Stage:
    """Everybody and everything that the story needs."""

    folder: Path
    world: GoogleWorld
    google: Calendars
    clock: Clock
    browser: Browser
    user: str
    hand: Hand
    told: int = 0
    tokens: list[str] = field(default_factory=list)
    events: dict[str, str] = field(default_factory=dict)

    def say(self, step: str, detail: str = "") -> None:
        self.told += 1
        print(f"{self.told:2}  {step}{f': {detail}' if detail else ''}", flush=True)

    def wait(self, step: str, look: Callable[[], Any]) -> Any:
        """Look until there is something to see."""
        late = time.monotonic() + PATIENCE
        while not (found := look()):
            if time.monotonic() > late:
                raise StepMissingError(f"{step}: not within {PATIENCE:.0f} s")
            time.sleep(GLANCE)
        return found

    def morning(self, day: date, hour: int = 7) -> None:
        self.clock.turn_to(datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK))

    # --- what lies in Gmail, by the emulator's own listing --------------------------------------------

    def messages(self, label: str) -> list[dict[str, Any]]:
        listed = self._gmail("messages", labelIds=label, maxResults="100").get("messages", [])
        return [self._gmail(f"messages/{one['id']}") for one in listed]

    def drafts(self) -> dict[str, "Waiting"]:
        """The drafts, by the surname that each greets."""
        found = {}
        for name in self.hand.drafts():
            draft = self._gmail(f"drafts/{name}", format="raw")
            mime = urlsafe_b64decode(draft["message"]["raw"] + "==")
            place = DraftRef(name, draft["message"]["id"], draft["message"]["threadId"])
            waiting = Waiting(place, message_from_bytes(mime, policy=SMTP))
            found[waiting.surname] = waiting
        return found

    def send(self, waiting: "Waiting", to: str) -> None:
        """The user fills in what is missing, and presses Send."""
        if waiting.gaps:
            self.hand.edit(waiting.place, waiting.filled(to))
        now = self._gmail(f"drafts/{waiting.place.draft}")["message"]
        self.hand.send(DraftRef(waiting.place.draft, now["id"], now["threadId"]))

    def hear(self, sender: str, about: str, thread: str) -> None:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = sender, self.user, f"Re: {about}"
        message["Message-ID"] = f"<answer{time.monotonic_ns()}@elsewhere.example>"
        message.set_content("Gladly. Come by on Thursday.\n")
        self.hand.receive(message.as_bytes(), thread)

    def _gmail(self, path: str, **query: str) -> dict[str, Any]:
        answer = requests.get(
            f"{self.world.proxy.url}/gmail/v1/users/me/{path}",
            params=query,
            headers={"Authorization": f"Bearer {self.hand.token}"},
            timeout=30,
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    # --- what the door shows --------------------------------------------------------------------------

    def feed(self) -> dict[str, str]:
        """Every entry of the feed by a foreign parser: title to STATUS (or empty)."""
        page = self.browser.open("/feeds")
        address = next(
            (a["value"] for t, a in page.tags if t == "input" and a.get("value", "").endswith("/all.ics")), ""
        )
        if not address:
            return {}
        answer = requests.get(address, timeout=30)
        assert answer.status_code == 200, answer.status_code
        calendar = vobject.readOne(answer.text)
        entries = calendar.contents.get("vevent", [])
        return {str(e.summary.value): (str(e.status.value) if hasattr(e, "status") else "") for e in entries}


def header(message: dict[str, Any], name: str) -> str:
    """A header of a message as Gmail's JSON has it."""
    found = (h["value"] for h in message["payload"]["headers"] if h["name"].lower() == name.lower())
    return str(next(found, ""))


def fill(google: Calendars) -> dict[str, str]:
    """What stands in the calendar."""

    def block(title: str, first: date, last: date, *who: str) -> str:
        people = "\n".join(f"Attending: Dr. {one}" for one in who)
        return google.add(title, first, last + timedelta(days=1), description=people)

    return {
        "SICU": block("SICU rotation", date(2026, 7, 13), date(2026, 8, 7), PATEL, OKAFOR),
        "Trauma": block("Trauma surgery rotation", date(2026, 8, 10), date(2026, 8, 28), HADDAD),
        "Vascular": block("Vascular surgery rotation", date(2026, 8, 31), date(2026, 9, 25), LINDQVIST),
    }


def connect(stage: Stage) -> None:
    browser = stage.browser
    browser.open("/connect")
    address = browser.press_towards_google("/connect")
    browser.come_back(consent(address, stage.user))
    stage.tokens = list(stage.world.proxy.tokens.granted)


def tell(stage: Stage) -> None:
    connect(stage)
    stage.browser.press("")
    page = stage.browser.open("/story")
    assert page.forms
    stage.browser.press("", STORY)
    stage.say("connected", f"{stage.user}, calendars chosen, story told")


def plans(stage: Stage) -> None:
    def seen() -> bool:
        text = stage.browser.open("/queue").text
        return all(name in text for name in ("Ravi Patel", "Ngozi Okafor", "Samir Haddad", "Karin Lindqvist"))

    stage.wait("calendars read, drafts planned", seen)
    stage.say("calendars read")
    stage.say("drafts planned", "Patel, Okafor, Haddad, Lindqvist")
    stage.wait("the feed tells of the drafts", lambda: any("Patel" in title for title in stage.feed()))
    stage.say("feed read by another parser", f"{len(stage.feed())} entries")


def first_morning(stage: Stage) -> None:
    assert not stage.drafts(), "a draft appeared before its morning"
    stage.morning(date(2026, 8, 10))
    stage.say("a morning comes", "Monday, 10 August")
    found = stage.wait("two drafts lie in the mailbox", lambda: d if len(d := stage.drafts()) == 2 else None)
    stage.say(
        "drafts in the mailbox",
        ", ".join(f"{d.surname} ({len(d.gaps)} gap, To is {d.message['To']})" for d in found.values()),
    )
    stage.clock.turn_to(stage.clock.now() + timedelta(minutes=30))
    notes = stage.wait("a note in the inbox", lambda: stage.messages("INBOX"))
    assert len(notes) == 1, notes
    stage.say("inbox message", header(notes[0], "Subject"))


def sent_and_answered(stage: Stage) -> None:
    drafts = stage.drafts()
    stage.morning(date(2026, 8, 10), hour=20)
    stage.send(drafts["Patel"], PATEL)
    stage.send(drafts["Okafor"], OKAFOR)
    stage.clock.turn_to(stage.clock.now() + timedelta(hours=2))
    stage.wait(
        "both are seen as sent",
        lambda: stage.browser.open("/queue").text.count("Sent: rotation") == len(drafts),
    )
    stage.wait(
        "follow-ups are planned for both", lambda: followed(stage, "Patel") and followed(stage, "Okafor")
    )
    stage.say("sent", "both; a follow-up is planned for each")
    thread = drafts["Patel"].place.thread
    stage.morning(date(2026, 8, 12), hour=9)
    stage.hear(PATEL, drafts["Patel"].subject, thread)
    stage.clock.turn_to(stage.clock.now() + timedelta(hours=2))
    stage.say("an answer arrives", "from Dr. Patel")
    stage.wait("his follow-up vanishes", lambda: followed(stage, "Okafor") and not followed(stage, "Patel"))
    stage.say("follow-up vanishes", "Dr. Okafor's stays")


def followed(stage: Stage, surname: str) -> bool:
    """Whether a follow-up to somebody is planned, as the feed tells it."""
    planned = [title for title, status in stage.feed().items() if status != "CANCELLED" and "Re:" in title]
    return any(surname in title for title in planned)


def silence(stage: Stage) -> None:
    stage.morning(date(2026, 8, 20))
    found = stage.wait("one follow-up lies in the mailbox", stage.drafts)
    assert list(found) == ["Okafor"], list(found)
    follow_up = found["Okafor"]
    first = next(m for m in stage.messages("SENT") if "nokafor" in header(m, "To"))
    assert follow_up.place.thread == first["threadId"], "another thread"
    assert header(first, "Message-ID") in str(follow_up.message["References"]), "no References"
    assert follow_up.subject.removeprefix("Re: ") == header(first, "Subject"), "another subject"
    stage.say("silence: a follow-up in the same thread", follow_up.subject)
    stage.send(follow_up, OKAFOR)
    stage.morning(date(2026, 8, 21), hour=12)
    stage.wait("the follow-up was seen as sent", lambda: not stage.drafts())
    time.sleep(3)
    assert not stage.drafts(), "a second follow-up"
    stage.say("exactly one follow-up")


def cancelled(stage: Stage) -> None:
    stage.google.cancel(stage.events["Vascular"])
    stage.clock.turn_to(stage.clock.now() + timedelta(hours=3))
    stage.say("an event is cancelled", "the vascular month")
    gone = stage.wait(
        "its letter is withdrawn",
        lambda: [t for t, s in stage.feed().items() if "Lindqvist" in t and s == "CANCELLED"],
    )
    stage.say("its letter is withdrawn", f"{gone[0]} (STATUS:CANCELLED in the feed)")


def revoked(stage: Stage) -> None:
    for token in stage.tokens:
        stage.world.proxy.revoke(token)
    stage.world.proxy.expire_access_tokens()
    stage.morning(date(2026, 8, 25), hour=9)
    stage.wait(
        "the page says that access is lost", lambda: "has no access" in stage.browser.open("/queue").text
    )
    stage.say("access revoked", "the page says what to do")
    stage.wait("the feed says so too", lambda: any("access" in title for title in stage.feed()))
    connect(stage)
    stage.wait("work goes on", lambda: "has no access" not in stage.browser.open("/queue").text)
    stage.hand = stage.world.hand(stage.user)
    stage.say("access restored")
    stage.morning(date(2026, 8, 31))
    found = stage.wait("the next letter comes", stage.drafts)
    assert list(found) == ["Haddad"], list(found)
    stage.say("the next morning's draft is there", found["Haddad"].subject)
    feed = stage.feed()
    stage.say("feed read by another parser", f"{len(feed)} entries")


STEPS = (tell, plans, first_morning, sent_and_answered, silence, cancelled, revoked)


@contextmanager
def running(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`rapport up`, stopped in the end."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "worker.cli", "up"],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def environment_for(folder: Path, world: GoogleWorld, port: int) -> dict[str, str]:
    client = folder / "google-client.json"
    fields = {
        "client_id": world.client.id,
        "client_secret": world.client.secret,
        "auth_uri": world.client.auth_uri,
        "token_uri": world.client.token_uri,
        "redirect_uris": list(world.client.redirect_uris),
    }
    client.write_text(json.dumps({"web": fields}), "utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "RAPPORT_DATA": str(folder / "data"),
        "RAPPORT_PORT": str(port),
        "RAPPORT_GOOGLE_CLIENT": str(client),
        "RAPPORT_GOOGLE_ROOT": world.proxy.url,
        "RAPPORT_CLOCK_FILE": str(folder / "clock"),
        "RAPPORT_TICK_SECONDS": "1",
    }


def tell_story(folder: Path) -> None:
    """The whole story. Raises StepMissingError, or AssertionError where a step went wrong."""
    port = free_port()
    door = f"http://127.0.0.1:{port}"
    with google_world(folder, [f"{door}/connected", "http://127.0.0.1:8725/connected"]) as world:
        clock = Clock(folder / "clock")
        clock.turn_to(BEGIN)
        world.proxy.clock = clock.now
        user = world.new_user()
        google = Calendars(me=user)
        with calendar_face(google) as face:
            _act(Stage(folder, world, google, clock, Browser(door), user, world.hand(user)), face, port)


def _act(stage: Stage, face: CalendarFace, port: int) -> None:
    stage.world.proxy.calendars = face.answer
    stage.events = fill(stage.google)
    log = stage.folder / "rapport.log"
    with running(environment_for(stage.folder, stage.world, port), log):
        try:
            stage.wait("rapport up", lambda: is_up(stage.browser.door))
            stage.say("rapport up", stage.browser.door)
            for step in STEPS:
                step(stage)
        except Exception:
            print(log.read_text("utf-8", "replace")[-6000:], file=sys.stderr)
            print(stage.browser.open("/queue").text, file=sys.stderr)
            print([title for title in stage.feed() if "raft" in title], file=sys.stderr)
            raise


def is_up(door: str) -> bool:
    """Whether the web door answers."""
    try:
        return requests.get(f"{door}/healthz", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def main() -> int:
    """Tell it."""
    with tempfile.TemporaryDirectory() as name:
        try:
            tell_story(Path(name))
        except AssertionError as fault:
            print(f"the story ends here: {fault}")
            return 1
    print("the story is whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())

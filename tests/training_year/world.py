"""A resident's year in simulated time: real store, real flows, calendars and mailbox in memory, a clock."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.fakes.fake_calendar import Calendars, FakeCalendar
from tests.fakes.fake_mailbox import FakeMailbox
from tests.training_year.truth import Happened, Truth
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.errors import Reconnect, Unclear
from worker.domain.mailbox import REF_HEADER, DraftRef
from worker.domain.narrative import Narrative
from worker.flows.connect_account import connect_account
from worker.flows.draft_touch import draft_touch
from worker.flows.find_due import LEASE, find_due
from worker.flows.note_drafts import note_drafts
from worker.flows.plan_year import plan_if_due
from worker.flows.publish_feed import publish_feeds
from worker.flows.read_calendar import read_calendar
from worker.flows.tools import Tools
from worker.flows.watch_mailbox import watch_mailbox
from worker.google.oauth import CALENDARS, COMPOSE, EVENTS, INSERT, METADATA
from worker.settings import settings_from
from worker.store.touches import SqlTouches

SCOPES = (COMPOSE, METADATA, INSERT, EVENTS, CALENDARS)
GAP = re.compile(r"\[\[[^\]]*\]\]")
FIRST, MORNING, NOTE = time(6, 0), time(6, 31), time(6, 50)
"""When the clock looks, on the user's wall clock: a minute's tick all year long would only be slower. Where
nothing is due in the morning, the clock would find nothing; where nothing was drafted, there is no note."""
ROUNDS = 6
"""How often one moment is looked at until nothing is due any more."""
EVENING = time(20, 30)


@dataclass
class Remembering(FakeMailbox):
    """A mailbox that writes down what happens to it."""

    truth: Truth | None = None

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef:
        try:
            made = super().create_draft(mime, thread)
        except Unclear:  # it was made all the same: only the answer was lost
            (place, _) = list(self.drafts())[-1]
            self.say("drafted", mime, place.thread)
            raise
        self.say("drafted", mime, made.thread)
        return made

    def delete_draft(self, draft: DraftRef, written: bytes) -> bool:
        was_there = draft.draft in self.hand.drafts()
        deleted = super().delete_draft(draft, written)
        if deleted and was_there:
            self.say("withdrawn", written, draft.thread)
        return deleted

    def insert_note(self, mime: bytes) -> str:
        self.say("noted", mime)
        return super().insert_note(mime)

    def say(self, what: str, mime: bytes, thread: str = "") -> None:
        message = message_from_bytes(mime, policy=default)
        part = message.get_body(("plain",))
        text = str(part.get_content()) if part else ""
        lines = [line for line in text.splitlines() if line]
        assert self.truth is not None
        self.truth.happened.append(
            Happened(
                at=self.clock(),
                what=what,
                ref=str(message[REF_HEADER] or ""),
                to=", ".join(a.addr_spec for a in message["To"].addresses) if message["To"] else "",
                greets=lines[0] if lines else "",
                subject=str(message["Subject"] or ""),
                thread=thread,
                references=str(message["References"] or ""),
                words=len(text.split("\n-- \n")[0].split()),
                gaps=len(GAP.findall(text)),
            )
        )


@dataclass
class World:
    """One account, its calendars, its mailbox, and the hands of everybody in it."""

    me: Narrative
    truth: Truth
    now: datetime
    tools: Tools
    google: Calendars
    mailbox: Remembering
    shelf: SqlTouches
    account: Account | None = None
    revoked: bool = False
    later: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    habits: Callable[["World", DraftRef, EmailMessage], None] | None = None
    """What the user does with a waiting draft in the evening."""

    def at(self, moment: datetime, deed: Callable[[], None]) -> None:
        """Something that will happen then."""
        self.later.append((moment, len(self.later), deed))
        self.later.sort()

    def in_days(self, days: float, deed: Callable[[], None]) -> None:
        self.at(self.now + timedelta(days=days), deed)

    def connect(self) -> None:
        """The user connects Google, for the first time or again."""
        self.revoked = False
        self.account = connect_account(
            self.tools, self.google.me, "sub-1", "1//token", SCOPES, self.me, self.now
        )

    def live_until(self, end: datetime) -> None:
        """Let the clock run."""
        for moment in moments(self.now, end, self.truth.zone):
            self.now = moment
            while self.later and self.later[0][0] <= moment:
                self.later.pop(0)[2]()
            clock = moment.astimezone(self.truth.zone).time()
            if clock == EVENING:
                self._evening()
            elif clock == FIRST or self._has_work(clock):
                self._work()
        self.now = end

    def _has_work(self, clock: time) -> bool:
        if clock == MORNING:
            return bool(self.shelf.due(self.now, 1, LEASE))
        return any(one.what == "drafted" and one.at.date() == self.now.date() for one in self.truth.happened)

    def _work(self) -> None:
        """What the clock finds due now, until nothing is."""
        for _ in range(ROUNDS):
            due = find_due(self.tools, self.now)
            for calendar in due.calendars:
                read_calendar(self.tools, calendar, self.now)
            for account in due.plans:
                plan_if_due(self.tools, account, self.now)
            for mailbox in due.mailboxes:
                watch_mailbox(self.tools, mailbox, self.now)
            for touch in due.touches:
                draft_touch(self.tools, touch, self.now)
            for account in due.feeds:
                publish_feeds(self.tools, account, self.now)
            for account in due.notes:
                note_drafts(self.tools, account, self.now)
            if not (due.calendars or due.plans or due.mailboxes or due.touches):
                return

    def _evening(self) -> None:
        assert self.habits is not None
        for draft, head in list(self.mailbox.drafts()):
            if head.ref:
                mime = self.mailbox.open_draft(draft.draft)
                assert mime is not None
                assert mime.mime is not None
                message = message_from_bytes(mime.mime, policy=default)
                assert isinstance(message, EmailMessage)
                self.habits(self, draft, message)

    # --- hands ---------------------------------------------------------------------------------------

    def send(self, draft: DraftRef, message: EmailMessage, to: str = "") -> None:
        """The user fills what is missing and presses Send."""
        place = self.fill(draft, message, to)
        place_now = next(p for p, _ in self.mailbox.drafts() if p.draft == place.draft)
        mime = self.mailbox.open_draft(place.draft)
        assert mime is not None
        assert mime.mime is not None
        self.mailbox.hand.send(place_now)
        self.mailbox.say("sent", mime.mime, place.thread)

    def fill(self, draft: DraftRef, message: EmailMessage, to: str = "") -> DraftRef:
        """The user fills the gaps, and the empty To."""
        text = str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        if not (GAP.search(text) or (to and not message["To"])):
            return draft
        fresh = EmailMessage(policy=SMTP)
        for name, value in message.items():
            if name.lower() not in {"content-type", "content-transfer-encoding", "mime-version"}:
                fresh[name] = str(value)
        if to and not message["To"]:
            fresh["To"] = to
        fresh.set_content(GAP.sub("the valve case we did together", text))
        self.mailbox.hand.edit(draft, fresh.as_bytes())
        self.mailbox.say("edited", fresh.as_bytes(), draft.thread)
        return next(p for p, _ in self.mailbox.drafts() if p.draft == draft.draft)

    def hear(self, what: str, sender: str, *, thread: str = "", about: str = "", **headers: str) -> None:
        """Mail comes in."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = sender, self.google.me
        message["Subject"] = f"Re: {about}"
        message["Message-ID"] = f"<{what}.{self.now:%y%m%d%H%M}@elsewhere.example>"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content("Words that nobody reads.\n")
        self.mailbox.hand.receive(message.as_bytes(), thread)
        self.truth.happened.append(Happened(self.now, what, to=sender, thread=thread))

    def write(self, to: str) -> None:
        """The user writes a letter of their own."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = self.google.me, to, "Thank you"
        message.set_content("A word of my own.\n")
        self.mailbox.hand.write(message.as_bytes())
        self.truth.happened.append(Happened(self.now, "written", to=to))


def moments(first: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every moment at which something may happen."""
    day = first.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        for clock in (FIRST, MORNING, NOTE, EVENING):
            moment = datetime.combine(day, clock, zone)
            if first <= moment < end:
                yield moment
        day += timedelta(days=1)


def furnished(directory: Path, me: Narrative, truth: Truth, now: datetime) -> World:
    """The world before anything has happened."""
    settings = settings_from({"RAPPORT_DATA": str(directory)})
    google = Calendars()
    world: World

    def clock() -> datetime:
        return world.now

    mailbox, calendars = Remembering(clock, truth=truth), FakeCalendar(google)

    def guarded(thing: Remembering | FakeCalendar) -> Callable[[Account], Remembering | FakeCalendar]:
        def opened(_: Account) -> Remembering | FakeCalendar:
            if world.revoked:
                raise Reconnect("Access was revoked: connect the account again.")
            return thing

        return opened

    tools = replace(
        open_tools(settings, {}),
        open_mailbox=guarded(mailbox),  # type: ignore[arg-type]
        open_calendars=guarded(calendars),  # type: ignore[arg-type]
    )
    assert isinstance(tools.touches, SqlTouches)
    world = World(me, truth, now, tools, google, mailbox, tools.touches)
    return world


def day(text: str) -> date:
    """A day, as people write it in a plot."""
    return date.fromisoformat(text)

"""Amara connected for real: the shipped rules, a store on disk, her calendars in memory, a clock to turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.fakes.fake_calendar import Calendars, FakeCalendar
from tests.house import AMARA
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account, CalendarSource
from worker.domain.ledger import Facts, LedgerTouch
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.touch import State
from worker.flows.connect_account import connect_account
from worker.flows.read_calendar import read_calendar
from worker.flows.tools import Tools
from worker.google.oauth import NEEDED
from worker.settings import settings_from

ADDRESS = "aosei@lakeside.example.edu"
NOW = datetime(2026, 7, 6, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)
AMION = "k3v9@import.calendar.google.com"
SERVICES = ("SICU", "Trauma surgery", "Vascular surgery", "Colorectal surgery", "Transplant surgery")
FROM_CALENDARS = ("rotation", "conference", "conversation")
PATEL, KIM = "Ravi Patel", "Minjun Kim"


def mail(name: str) -> str:
    return f"{name[0]}{name.rsplit(maxsplit=1)[-1]}@lakeside.example.edu".lower()


def attending(*names: str) -> str:
    return "\n".join(f"Attending: Dr. {name} <{mail(name)}>" for name in names)


@dataclass
class Desk:
    """One account, and the hands on its calendars and its clock."""

    tools: Tools
    fake: FakeCalendar
    now: datetime = NOW

    @classmethod
    def at(cls, directory: Path, more: Mapping[str, str] | None = None) -> "Desk":
        fake = FakeCalendar(Calendars(me=ADDRESS))
        settings = settings_from({"RAPPORT_DATA": str(directory), **(more or {})})
        return cls(replace(open_tools(settings, {}), open_calendars=lambda _: fake), fake)

    @property
    def google(self) -> Calendars:
        return self.fake.google

    @property
    def account(self) -> Account:
        return self.tools.accounts.all()[0]

    def connect(self, me: Narrative = AMARA, scopes: Sequence[str] = NEEDED) -> Account:
        return connect_account(self.tools, ADDRESS, "sub-1", "1//token", scopes, me, self.now)

    def service(self, title: str, first: date, *names: str, days: int = 26, calendar: str = "") -> str:
        """A block of a service with its attendings, as one all-day event. Its id."""
        end = first + timedelta(days=days)
        return self.google.add(
            f"{title} rotation", first, end, description=attending(*names), calendar=calendar
        )

    def blocks(self, number: int, calendar: str = "", first: date = date(2026, 8, 3)) -> list[str]:
        """So many services, a month each, every one with an attending of its own."""
        starts = [first + timedelta(weeks=4 * n) for n in range(number)]
        return [
            self.service(title, start, f"Nora {title.split()[0].capitalize()}", calendar=calendar)
            for title, start in zip(SERVICES, starts, strict=False)
        ]

    def read(self) -> None:
        """Read what is due now."""
        for claim in self.tools.calendars.claim(self.now, 10, LEASE):
            read_calendar(self.tools, claim, self.now)

    def later(self, **pause: float) -> None:
        """Turn the clock and read what is due then."""
        self.now += timedelta(**pause)
        self.read()

    def source(self, name: str = ADDRESS) -> CalendarSource:
        return next(one for one in self.tools.calendars.of(self.account.id) if one.name == name)

    def rows(self, *states: State) -> list[LedgerTouch]:
        """The letters that her calendars lead to; her profile and the season lead to others."""
        found = [row for row in self.tools.touches.of(self.account.id) if row.state in states]
        return [row for row in found if row.kept.touch.key.cadence in FROM_CALENDARS]

    def planned(self) -> list[tuple[str, str, str]]:
        """Step, person and day of everything planned, in order of the days."""
        touches = [row.kept.touch for row in self.rows(State.PLANNED)]
        return [(touch.key.step, touch.person.name, str(touch.due)) for touch in touches]

    def said(self, *what: str) -> list[str]:
        """What the journal says under these words, oldest first."""
        lines = reversed(self.tools.journal.latest(self.account.id, 1000))
        return [line.text or line.about for line in lines if line.what in what]

    def draft(self, row: LedgerTouch, *, edited: bool = False, sent: datetime | None = None) -> None:
        """The touch's draft lies in the mailbox, or was sent."""
        assert row.due_at is not None
        self.now = row.due_at
        self.read()
        claim = next(claim for claim in self.tools.touches.claim(row.due_at, 50, LEASE) if claim.id == row.id)
        letter = Letter("Thank you", "Dear Dr. Patel,\n\nthank you.", (), 4, row.kept.touch.person)
        made = Facts(letter=letter, mime=b"Subject: Thank you\r\n\r\n", draft_id="d1", drafted_at=row.due_at)
        self.tools.touches.record(row.id, State.CREATING, made, claim=claim)
        self.tools.touches.record(row.id, State.DRAFTED, Facts(edited=edited), claim=claim)
        if sent:
            self.tools.touches.record(row.id, State.SENT, Facts(sent_at=sent))

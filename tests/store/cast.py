"""Amara's store: her account, her calendar, her SICU rotation and the plan it leads to."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.house import AMARA, LEE, NEW_YORK, PATEL, conversation, met, mornings, plan_year, rotation
from worker.domain.account import Account, JournalLine, Published, Thread
from worker.domain.engagement import Kind
from worker.domain.event import Event, Guest
from worker.domain.feed import Entry
from worker.domain.ledger import Settlement
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.plan import Contact, Plan
from worker.domain.recognition import Correction
from worker.store.accounts import SqlAccounts
from worker.store.calendars import SqlCalendars
from worker.store.corrections import SqlCorrections
from worker.store.engagements import SqlEngagements
from worker.store.feeds import SqlFeeds
from worker.store.journal import SqlJournal
from worker.store.opening import Database
from worker.store.people import SqlPeople
from worker.store.secrets import secrets_in
from worker.store.threads import SqlThreads
from worker.store.touches import SqlTouches

TODAY = date(2026, 8, 3)
NOW = datetime(2026, 8, 3, 11, tzinfo=UTC)
LEASE = timedelta(minutes=5)
SICU = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(PATEL, topic="the registry"), met(LEE))
CLINIC = conversation(date(2026, 8, 5), met(LEE, topic="aortic root outcomes"))
LETTER = Letter("Thank you", "Dear Dr. Patel,\n\nthank you.\n\nAmara Osei", ("one detail",), 6, PATEL)
MIME = b"Subject: Thank you\r\nX-Draft-Ref: abc\r\n\r\nDear Dr. Patel\r\n"
SHIFT = Event(
    id="evt1",
    calendar="primary",
    title="SICU",
    starts=datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1),
    ends=datetime(2026, 11, 1, 18, tzinfo=NEW_YORK),
    guests=(Guest("rpatel@lakeside.example.edu", "Ravi Patel"),),
    updated=datetime(2026, 7, 1, tzinfo=UTC),
)


@dataclass(frozen=True)
class Shelves:
    """Every part of one store."""

    directory: Path
    database: Database
    accounts: SqlAccounts
    calendars: SqlCalendars
    corrections: SqlCorrections
    engagements: SqlEngagements
    people: SqlPeople
    touches: SqlTouches
    threads: SqlThreads
    feeds: SqlFeeds
    journal: SqlJournal

    @classmethod
    def of(cls, directory: Path, database: Database) -> "Shelves":
        return cls(
            directory,
            database,
            SqlAccounts(database, secrets_in(directory, {})),
            SqlCalendars(database),
            SqlCorrections(database),
            SqlEngagements(database),
            SqlPeople(database),
            SqlTouches(database),
            SqlThreads(database),
            SqlFeeds(database),
            SqlJournal(database),
        )

    def amara(self, address: str = "aosei@lakeside.example.edu", me: Narrative = AMARA) -> Account:
        return self.accounts.connect(address, me, NOW)

    def furnish(self, address: str = "aosei@lakeside.example.edu") -> Account:
        """An account with something in every table."""
        account = self.amara(address)
        self.accounts.grant(account.id, "1//refresh", ("gmail.compose",))
        self.corrections.say(account.id, CORRECTION, NOW)
        calendar = self.calendars.keep(account.id, "primary", "Amara")
        self.touches.settle(settlement(self.accounts.load(account.id), year(), calendar=calendar))
        self.people.learn_address(account.id, PATEL.key, "Ravi.Patel@mail.example", bad_since=NOW)
        self.people.note_contact(account.id, Contact(LEE.key, TODAY), "seen")
        self.threads.keep(account.id, Thread("thread1", PATEL.key, "Thank you", ("<1@mail.example>",)))
        self.feeds.publish(account.id, Published("all", b"BEGIN:VCALENDAR", '"e1"', NOW), [ENTRY])
        return self.accounts.load(account.id)


CORRECTION = Correction(
    calendar="primary", label=Kind.ROTATION, day=TODAY, series="series1", title="Dr. Ráo's huddle"
)
ENTRY = Entry(
    uid="draft-1@rapport",
    title="Draft for Dr. Patel",
    start=datetime(2026, 8, 31, 7, tzinfo=NEW_YORK),
    end=datetime(2026, 8, 31, 7, 30, tzinfo=NEW_YORK),
    stamp=NOW,
    revision=3,
    categories=("Rapport", "draft"),
    alarms=(7, 1),
)


def year(today: date = TODAY) -> Plan:
    """What Amara's summer leads to."""
    return plan_year(SICU, CLINIC, today=today, connected=TODAY).plan


def settlement(account: Account, plan: Plan, **more: object) -> Settlement:
    """A reading that found the SICU shift, and its plan."""
    whole = Settlement(
        account=account.id,
        seen=account.revision,
        plan=plan,
        mornings=mornings(),
        at=NOW,
        sync_token="token-1",  # noqa: S106 - a bookmark
        not_before=NOW + timedelta(minutes=10),
        events=(SHIFT,),
        engagements=(SICU, CLINIC),
        journal=(JournalLine(NOW, "read", "primary", "1 event"),),
        plan_again=NOW + timedelta(days=365),
    )
    return replace(whole, **more)  # type: ignore[arg-type]

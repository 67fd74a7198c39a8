"""Wiring of what runs by itself: settings go in, the tools of every flow come out."""

from collections.abc import Mapping
from dataclasses import dataclass

from worker.domain.account import Account
from worker.flows.tools import Tools
from worker.google.calendar import open_calendar
from worker.google.gmail import open_mailbox
from worker.google.oauth import load_client
from worker.ports import Calendars, Mailbox
from worker.rules.load import load_rules
from worker.settings import Settings
from worker.store.accounts import SqlAccounts
from worker.store.calendars import SqlCalendars
from worker.store.engagements import SqlEngagements
from worker.store.feeds import SqlFeeds
from worker.store.journal import SqlJournal
from worker.store.opening import open_database, open_directory
from worker.store.people import SqlPeople
from worker.store.secrets import secrets_in
from worker.store.threads import SqlThreads
from worker.store.touches import SqlTouches
from worker.writers.ics import write_feed
from worker.writers.letter import Letters
from worker.writers.mime import write_mime
from worker.writers.notes import Notes


def open_tools(settings: Settings, environment: Mapping[str, str], *, upgrade: bool = False) -> Tools:
    """Everything the flows need: the store of the data directory, the writers, and the ways to Google.

    Call it once per process, after any fork. Raises Refused or RuleFault, each with the remedy.
    """
    rules = load_rules(settings.config)
    url = settings.database_url
    database = open_database(url, upgrade=upgrade) if url else open_directory(settings.data, upgrade=upgrade)
    accounts = SqlAccounts(database, secrets_in(settings.data, environment))
    ways = Ways(settings, accounts)
    return Tools(
        rules=rules,
        letters=Letters(settings.templates / "letters"),
        notes=Notes(settings.templates / "feeds"),
        write_mime=write_mime,
        write_feed=write_feed,
        accounts=accounts,
        calendars=SqlCalendars(database),
        touches=SqlTouches(database),
        engagements=SqlEngagements(database),
        people=SqlPeople(database),
        threads=SqlThreads(database),
        feeds=SqlFeeds(database),
        journal=SqlJournal(database),
        open_mailbox=ways.mailbox,
        open_calendars=ways.calendars,
        door=settings.door,
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """How an account's mailbox and calendars are reached: at Google, or in a folder."""

    settings: Settings
    accounts: SqlAccounts

    def mailbox(self, account: Account) -> Mailbox:
        """The account's mailbox. Raises Reconnect where no access is stored, Refused without a client."""
        return open_mailbox(
            load_client(self.settings.client_file),
            self.accounts.refresh_token(account.id),
            clock=self.settings.clock,
            root=self.settings.google_root,
        )

    def calendars(self, account: Account) -> Calendars:
        """The account's calendars. Raises as `mailbox` does."""
        return open_calendar(
            load_client(self.settings.client_file),
            self.accounts.refresh_token(account.id),
            owner=frozenset((account.address, *account.me.addresses)),
            clock=self.settings.clock,
            root=self.settings.google_root,
        )

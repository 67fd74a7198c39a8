"""Wiring of what runs by itself: settings go in, the tools of every flow come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from worker.bootstrap.attaching import write_whole_mime
from worker.domain.account import Account
from worker.domain.reading import Publisher
from worker.flows.tools import Tools
from worker.google.calendar import open_calendar
from worker.google.gmail import open_mailbox
from worker.google.oauth import IN_WORDS, NEEDED, load_client
from worker.google.quota import Governor, open_governor
from worker.local.calendars import LocalCalendars
from worker.local.folder import FeedFolder
from worker.local.mailbox import LocalMailbox
from worker.ports import Calendars, Mailbox
from worker.rules.load import load_rules
from worker.rules.telling import material_faults
from worker.settings import Settings
from worker.store.accounts import SqlAccounts
from worker.store.calendars import SqlCalendars
from worker.store.corrections import SqlCorrections
from worker.store.engagements import SqlEngagements
from worker.store.feeds import SqlFeeds
from worker.store.journal import SqlJournal
from worker.store.opening import Database, open_database, open_directory
from worker.store.people import SqlPeople
from worker.store.secrets import secrets_in
from worker.store.threads import SqlThreads
from worker.store.touches import SqlTouches
from worker.writers.ics import write_feed
from worker.writers.inbox_note import InboxNotes
from worker.writers.letter import Letters
from worker.writers.notes import Notes


def open_tools(settings: Settings, environment: Mapping[str, str], *, upgrade: bool = False) -> Tools:
    """Everything the flows need: the store of the data directory, the writers, and the ways to Google.

    Call it once per process, after any fork. Raises Refused or RuleFault, each with the remedy.
    """
    rules = load_rules(settings.config)
    database = open_store(settings, upgrade=upgrade)
    accounts = SqlAccounts(database, secrets_in(settings.data, environment))
    governor = open_governor(rules.quotas, settings.broker)
    ways = Ways(settings, accounts, governor, rules.publishers)
    return Tools(
        rules=rules,
        letters=Letters(settings.templates / "letters"),
        notes=Notes(settings.templates / "feeds"),
        write_mime=write_whole_mime,
        write_feed=write_feed,
        write_inbox_note=InboxNotes(settings.templates / "notes"),
        accounts=accounts,
        calendars=SqlCalendars(database),
        touches=SqlTouches(database),
        corrections=SqlCorrections(database),
        engagements=SqlEngagements(database),
        people=SqlPeople(database),
        threads=SqlThreads(database),
        feeds=SqlFeeds(database),
        journal=SqlJournal(database),
        open_mailbox=ways.mailbox,
        open_calendars=ways.calendars,
        door=settings.door,
        feed_files=FeedFolder(settings.feed_dir) if settings.feed_dir else None,
        check_materials=material_faults,
        permissions={scope: IN_WORDS[scope] for scope in NEEDED},
    )


def open_store(settings: Settings, *, upgrade: bool = False) -> Database:
    """The database that the settings name. Raises Refused with the remedy."""
    url = settings.database_url
    return open_database(url, upgrade=upgrade) if url else open_directory(settings.data, upgrade=upgrade)


@dataclass(frozen=True, slots=True)
class Ways:
    """How an account's mailbox and calendars are reached: at Google, or in a folder."""

    settings: Settings
    accounts: SqlAccounts
    governor: Governor
    publishers: tuple[Publisher, ...] = ()

    def mailbox(self, account: Account) -> Mailbox:
        """The account's mailbox. Raises Reconnect where no access is stored, Refused without a client."""
        if account.folder:
            return LocalMailbox(Path(account.folder), self.settings.clock)
        client = load_client(self.settings.client_file)
        return open_mailbox(
            client,
            self.accounts.refresh_token(account.id),
            clock=self.settings.clock,
            root=self.settings.google_root,
            allowance=self.governor.allow("gmail", client.id, account.address),
        )

    def calendars(self, account: Account) -> Calendars:
        """The account's calendars. Raises as `mailbox` does."""
        owner = frozenset((account.address, *account.me.addresses))
        if account.folder:
            return LocalCalendars(Path(account.folder), owner, self.publishers)
        client = load_client(self.settings.client_file)
        return open_calendar(
            client,
            self.accounts.refresh_token(account.id),
            owner=owner,
            clock=self.settings.clock,
            root=self.settings.google_root,
            allowance=self.governor.allow("calendar", client.id, account.address),
        )

"""A grant of access goes in; an account with its calendars comes out, to be worked for from then on."""

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from zoneinfo import available_timezones

from worker.domain.account import Account, JournalLine
from worker.domain.bookmark import ListedCalendar
from worker.domain.errors import Reconnect, Refused, Transient
from worker.domain.narrative import Narrative, with_address
from worker.flows.access import resting
from worker.flows.tools import Tools

HOME = Narrative().time_zone
"""The user's clock until a calendar tells another."""
BY_HAND = "remove Rapport at myaccount.google.com/connections"


def connect_account(
    tools: Tools,
    email: str,
    subject: str,
    refresh_token: str,
    scopes: Collection[str],
    me: Narrative,
    now: datetime,
) -> Account:
    """Connect an account, or connect it again: then everything stays as it is, and work goes on.

    `me` counts at the first time alone. Then the default calendars are chosen too (`list_calendars`). Raises
    Transient where Google does not answer; calling it again goes on from there.
    """
    before = _known(tools, email, subject)
    address = before.address if before else email.lower()
    account = tools.accounts.connect(address, _with_own(_with_zone(me), email), now, subject=subject)
    if before and before.me != (more := _with_own(before.me, email)):
        tools.accounts.tell(account.id, more)
    tools.accounts.grant(account.id, refresh_token, tuple(scopes))
    what = "reconnected" if before and (before.rest or before.scopes) else "connected"
    tools.journal.note(account.id, JournalLine(now, what, "", email.lower()))
    if not tools.calendars.of(account.id):
        list_calendars(tools, account, now)
    return tools.accounts.load(account.id)


def list_calendars(tools: Tools, account: Account, now: datetime) -> tuple[ListedCalendar, ...]:
    """The user's list at Google, and every calendar of it remembered; empty where there is no access.

    At the first time the primary one and the subscribed schedules are selected, and the primary one's clock
    becomes the user's where the story is not told yet; what comes later waits to be chosen. Raises Transient
    or Permanent.
    """
    listed: tuple[ListedCalendar, ...] = ()
    with resting(tools, account, now), closing(tools.open_calendars(account)) as calendars:
        listed = calendars.calendars()
    known = {source.name: source for source in tools.calendars.of(account.id)}
    for one in listed:
        before = known.get(one.id)
        selected = before.selected if before else not known and (one.primary or one.subscribed)
        tools.calendars.keep(account.id, one.id, one.name, zone=one.zone, selected=selected)
    if listed and not known:
        _adopt_zone(tools, account.id, listed)
    return listed


def choose_calendars(tools: Tools, account: Account, names: Collection[str], now: datetime) -> None:
    """Read these calendars, by Google's ids, and no others; the year is planned again.

    What was planned from one that is left out is taken back, without doubt: it is the user's wish. Raises
    Refused, with nothing changed, for a name that is not on the list.
    """
    known = tools.calendars.of(account.id)
    if strange := sorted(set(names) - {source.name for source in known}):
        raise Refused(
            f"{strange[0]} is not among your calendars at Google: open the list again, choose from it."
        )
    wrong = [source for source in known if source.selected != (source.name in names)]
    for source in wrong:
        chosen = source.name in names
        tools.calendars.keep(account.id, source.name, source.title, zone=source.zone, selected=chosen)
    if wrong:
        lines = [JournalLine(now, _verb(source.name in names), source.name, source.title) for source in wrong]
        tools.journal.note(account.id, *lines)
        tools.accounts.plan_soon(account.id)


def disconnect(tools: Tools, account: Account, revoke: Callable[[str], bool]) -> str:
    """Give the access back and forget everything of the account; drafts in the mailbox stay where they are.

    `revoke` gives a refresh token back, and may raise Transient. What could not be done, and how to do it by
    hand, comes out as one sentence; empty where all was done.
    """
    fault = "" if account.folder else _revoked(tools, account, revoke)
    try:
        if tools.feed_files:
            tools.feed_files.remove(tools.accounts.feed_token(account.id))
    finally:
        tools.accounts.delete(account.id)
    return fault


def _revoked(tools: Tools, account: Account, revoke: Callable[[str], bool]) -> str:
    try:
        known = revoke(tools.accounts.refresh_token(account.id))
    except (Transient, Reconnect) as fault:
        return f"Everything is deleted here, but the access was not given back ({fault}): {BY_HAND}."
    return "" if known else f"Google no longer knew of the access; to be sure, {BY_HAND}."


def _known(tools: Tools, email: str, subject: str) -> Account | None:
    """Whose account it is: by Google's own id, which outlives an address, else by the address."""
    accounts = tools.accounts.all()
    by_subject = (account for account in accounts if subject and account.subject == subject)
    by_address = (account for account in accounts if account.address == email.lower())
    return next(by_subject, None) or next(by_address, None)


def _with_own(me: Narrative, email: str) -> Narrative:
    return me if email.lower() in me.addresses else with_address(me, email)


def _with_zone(me: Narrative) -> Narrative:
    return me if me.time_zone else replace(me, time_zone=HOME)


def _adopt_zone(tools: Tools, account_id: int, listed: Sequence[ListedCalendar]) -> None:
    """Take the primary calendar's clock for the user's, until the user tells the story."""
    account = tools.accounts.load(account_id)
    zone = next((one.zone for one in listed if one.primary), "")
    if zone in available_timezones() - {account.me.time_zone} and not account.me.told:
        tools.accounts.tell(account_id, replace(account.me, time_zone=zone))


def _verb(chosen: bool) -> str:  # noqa: FBT001 - the one thing it tells
    return "chosen" if chosen else "left out"

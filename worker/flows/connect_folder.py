"""A folder and whose it is go in; an account without Google comes out: calendars and drafts are its files."""

from collections.abc import Sequence
from datetime import datetime

from worker.domain.account import Account, JournalLine
from worker.domain.bookmark import ListedCalendar
from worker.domain.errors import Refused
from worker.domain.narrative import Narrative
from worker.flows.connect_account import choose_calendars, list_calendars
from worker.flows.tools import Tools


def connect_folder(
    tools: Tools, address: str, folder: str, me: Narrative, now: datetime
) -> tuple[Account, Sequence[ListedCalendar]]:
    """Connect a folder, or look through it again: every calendar file in it is read from then on.

    `me` counts at the first time alone. Raises Refused where the address belongs to an account at Google,
    and Transient where the folder cannot be read.
    """
    before = next((one for one in tools.accounts.all() if one.address == address.lower()), None)
    if before and not before.folder:
        raise Refused(f"{address} is connected at Google: disconnect it first, or give another --address.")
    account = tools.accounts.connect(address, me, now, folder=folder)
    tools.journal.note(account.id, JournalLine(now, "reconnected" if before else "connected", "", folder))
    listed = list_calendars(tools, account, now)
    choose_calendars(tools, account, [one.id for one in listed], now)
    return tools.accounts.load(account.id), listed

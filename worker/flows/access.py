"""An account and what is done for it go in; where Google gives no access any more, its work rests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from worker.domain.account import Account, JournalLine
from worker.domain.errors import Reconnect
from worker.flows.tools import Tools


@contextmanager
def resting(tools: Tools, account: Account, now: datetime) -> Iterator[None]:
    """Do an account's work. Where it raises Reconnect the work ends here, and the account rests.

    That is said once, in the journal; whoever claimed something keeps it until the lease ends. The only
    place that takes a Reconnect: the next thing that happens to the account is `accounts.grant`.
    """
    try:
        yield
    except Reconnect as lost:
        if tools.accounts.lay_to_rest(account.id, str(lost), now):
            tools.journal.note(account.id, JournalLine(now, "rested", "", str(lost)))

"""Due calendars and plans go in; what happened in them, and the year that follows, is in the rows."""

from tasks.app import tools
from tasks.retry import Job, job
from worker.domain.ledger import Claim
from worker.flows import plan_year as planning
from worker.flows import read_calendar as reading


@job
def read_calendar(self: Job, calendar: int, account: int, token: str) -> None:
    """Read a claimed calendar and plan the year anew."""
    self.do_claimed(tools().calendars.begin, reading.read_calendar, Claim(calendar, account, token))


@job
def plan_again(self: Job, account: int) -> None:
    """Plan an account's year anew, from what was read before."""
    self.do_for_account(planning.plan_if_due, account)

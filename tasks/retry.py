"""A piece of due work goes in; it is done once, or tried again soon, or left to the row it came from.

The one policy: a fault that may pass is met again after a few seconds, twice. Whatever takes longer is no
matter of the queue: a claim's lease ends, a row stays due, and a later tick finds it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from celery import Task, shared_task
from celery.utils.log import get_task_logger

from tasks.app import now, tools
from worker.domain.errors import Refused, Transient
from worker.domain.ledger import Claim, NotYours, Overtaken
from worker.flows.tools import Tools

LOG = get_task_logger(__name__)
PAUSE = 10
"""Seconds between two tries; never more than 30: longer waits are written in rows."""
TRIES_MORE = 2

Begin = Callable[[Claim, datetime], Claim | None]
ForClaim = Callable[[Tools, Claim, datetime], object]
ForAccount = Callable[[Tools, int, datetime], object]


class Job(Task):  # type: ignore[misc]
    """A task that does one piece of due work."""

    acks_late = True
    ignore_result = True
    default_retry_delay = PAUSE
    max_retries = TRIES_MORE
    throws = (Transient, Refused)
    """Said in one line, without a traceback."""

    def do_claimed(self, begin: Begin, flow: ForClaim, claimed: Claim) -> None:
        """Begin a claim and work on it, unless another has begun it."""
        claim = begin(claimed, now())
        if claim is None:
            LOG.debug("%s %s is somebody else's by now", self.name, claimed.id)
            return
        again = (claim.id, claim.account, claim.token)
        self._try(lambda: flow(tools(), claim, now()), again)

    def do_for_account(self, flow: ForAccount, account: int) -> None:
        """Work that may be done twice without harm."""
        self._try(lambda: flow(tools(), account, now()), (account,))

    def _try(self, work: Callable[[], object], again: tuple[int | str, ...]) -> None:
        try:
            work()
        except (NotYours, Overtaken) as done:
            LOG.debug("%s ends here: %s", self.name, done)
        except Transient as fault:
            raise self.retry(args=again, exc=fault) from fault


def job(work: Callable[..., None]) -> Any:
    """Make a function a task under the one policy; its queue stands in the timetable."""
    return shared_task(base=Job, bind=True)(work)

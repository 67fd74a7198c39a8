"""Due mailboxes go in; what was sent, answered or thrown away is in the rows."""

from tasks.app import tools
from tasks.retry import Job, job
from worker.domain.ledger import Claim
from worker.flows import watch_mailbox as watching


@job
def watch_mailbox(self: Job, mailbox: int, account: int, token: str) -> None:
    """Look into a claimed mailbox."""
    self.do_claimed(tools().accounts.begin_mailbox, watching.watch_mailbox, Claim(mailbox, account, token))

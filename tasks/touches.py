"""Due touches go in; drafts lie in mailboxes, and a note tells of them."""

from tasks.app import tools
from tasks.retry import Job, job
from worker.domain.ledger import Claim
from worker.flows import draft_touch as drafting
from worker.flows import note_drafts as noting


@job
def draft_touch(self: Job, touch: int, account: int, token: str) -> None:
    """Write a claimed touch's draft, or take it back."""
    self.do_claimed(tools().touches.begin, drafting.draft_touch, Claim(touch, account, token))


@job
def note_drafts(self: Job, account: int) -> None:
    """Tell an account of its new drafts, at most once a day."""
    self.do_for_account(noting.note_drafts, account)

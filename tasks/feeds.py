"""Accounts whose feeds are due go in; the feeds stand as they are to be served."""

from tasks.retry import Job, job
from worker.flows import publish_feed as publishing


@job
def publish_feeds(self: Job, account: int) -> None:
    """Write an account's feeds anew."""
    self.do_for_account(publishing.publish_feeds, account)

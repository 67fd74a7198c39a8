"""A tick goes in; what is due is claimed, and a small job for each piece of it comes out."""

from celery import Celery
from celery.signals import beat_init
from celery.utils.log import get_task_logger

from tasks.app import app, now, tools
from tasks.calendars import plan_again, read_calendar
from tasks.feeds import publish_feeds
from tasks.mailboxes import watch_mailbox
from tasks.retry import Job, job
from tasks.schedule import CALENDARS, DRAFTS, MAILBOXES
from tasks.touches import draft_touch, note_drafts
from worker.flows import find_due as finding
from worker.flows.find_due import BATCH, Due, Room

LOG = get_task_logger(__name__)


@job
def tick(_: Job) -> None:
    """Find what is due and queue it. Where the queue fails, the claims expire and are claimed again."""
    due = finding.find_due(tools(), now(), _room(app))
    for work, claims in (
        (read_calendar, due.calendars),
        (draft_touch, due.touches),
        (watch_mailbox, due.mailboxes),
    ):
        for claim in claims:
            work.delay(claim.id, claim.account, claim.token)
    for work, accounts in ((plan_again, due.plans), (publish_feeds, due.feeds), (note_drafts, due.notes)):
        for account in accounts:
            work.delay(account)
    _tell(due)


def tick_at_once(**_: object) -> None:
    """Who starts Rapport need not wait for the first tick."""
    tick.delay()


beat_init.connect(tick_at_once)


def _room(celery: Celery) -> Room:
    """What each queue takes until it is full; a long queue means that workers are behind."""
    with celery.connection_for_write() as connection:
        channel = connection.default_channel
        waiting = {name: channel.queue_declare(name).message_count for name in (CALENDARS, DRAFTS, MAILBOXES)}
    return Room(**{name: max(0, BATCH - count) for name, count in waiting.items()})


def _tell(due: Due) -> None:
    """One line where there is something to do."""
    parts = {name: len(getattr(due, name)) for name in Due.__slots__}
    if any(parts.values()):
        LOG.info("due: %s", ", ".join(f"{count} {name}" for name, count in parts.items() if count))

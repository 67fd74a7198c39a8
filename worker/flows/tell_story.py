"""A change to what the user tells goes in; the story as it stands then is remembered, and planned by."""

from collections.abc import Callable
from datetime import datetime

from worker.domain.narrative import Narrative
from worker.flows.renew_drafts import renew_drafts
from worker.flows.tools import Tools


def tell_story(
    tools: Tools, account_id: int, change: Callable[[Narrative], Narrative], now: datetime
) -> Narrative:
    """Remember what `change` makes of the story as it stands now, not as it stood when a command began.

    Drafts that tell the old story are brought up to date (`renew_drafts`). Raises Refused if there is no
    such account.
    """
    before = tools.accounts.load(account_id).me
    me = change(before)
    if me != before:
        tools.accounts.tell(account_id, me)
        renew_drafts(tools, account_id, before, now)
    return me

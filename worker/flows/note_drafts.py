"""An account goes in; on a morning with new drafts one unread note about them lies in its inbox."""

from contextlib import closing
from datetime import date, datetime, timedelta

from worker.domain.account import Account, JournalLine
from worker.domain.errors import Transient, Unclear
from worker.domain.inbox_note import InboxNote, NewDraft
from worker.domain.ledger import LedgerTouch
from worker.domain.touch import State
from worker.domain.touch_states import UNWRITTEN
from worker.flows.access import resting
from worker.flows.plan_year import today_of
from worker.flows.tools import Tools

INSERT = "gmail.insert"
"""How the scope ends that permits it; the user may have refused it."""


def note_drafts(tools: Tools, account_id: int, now: datetime) -> None:
    """Put the day's one note into the inbox, as soon as the morning's drafts are made.

    Nothing happens without drafts, without the permission, or twice a day. A note whose insertion got no
    answer counts as inserted. Raises Transient and Permanent; what was clearly refused may be tried again.
    """
    account = tools.accounts.load(account_id)
    today = today_of(account, now)
    if account.rest or account.noted_on == today or not may_note(account):
        return
    drafts = _new_drafts(tools, account, today)
    if not drafts or _more_to_come(tools, account, drafts, now):
        return
    if tools.accounts.note_once(account_id, today):
        with resting(tools, account, now):
            _insert(tools, account, _note_for(tools, account, drafts, now))
            what = f"{len(drafts)} new {'draft' if len(drafts) == 1 else 'drafts'}"
            tools.journal.note(account_id, JournalLine(now, "noted", "", what))


def may_note(account: Account) -> bool:
    """Whether the user has given the permission for it."""
    return any(scope.endswith(INSERT) for scope in account.scopes)


def _insert(tools: Tools, account: Account, note: InboxNote) -> None:
    with closing(tools.open_mailbox(account)) as mailbox:
        try:
            mailbox.insert_note(tools.write_inbox_note(note))
        except Unclear:
            raise
        except Transient:
            tools.accounts.give_note_back(account.id, account.noted_on)
            raise


def _new_drafts(tools: Tools, account: Account, today: date) -> list[LedgerTouch]:
    """What was drafted today and still lies there, in the order of making."""
    made = [touch for touch in tools.touches.of(account.id) if touch.state is State.DRAFTED]
    new = [t for t in made if t.drafted_at and today_of(account, t.drafted_at) == today]
    return sorted(new, key=lambda touch: (touch.drafted_at or touch.due_at, touch.id))


def _more_to_come(tools: Tools, account: Account, drafts: list[LedgerTouch], now: datetime) -> bool:
    """Whether others of this morning are still in the making; nobody waits for them longer than that."""
    first = min(touch.drafted_at or now for touch in drafts)
    if now - first >= timedelta(minutes=tools.rules.limits.note_minutes):
        return False
    return any(
        touch.state in UNWRITTEN | {State.CREATING}
        and not touch.trouble
        and touch.due_at is not None
        and touch.due_at <= now
        and (touch.not_before is None or touch.not_before <= now + timedelta(hours=1))
        for touch in tools.touches.of(account.id)
    )


def _note_for(tools: Tools, account: Account, drafts: list[LedgerTouch], now: datetime) -> InboxNote:
    return InboxNote(
        name=account.me.name,
        address=account.address,
        at=now,
        drafts=tuple(_new_draft(account, touch) for touch in drafts),
        door=tools.door,
    )


def _new_draft(account: Account, touch: LedgerTouch) -> NewDraft:
    planned, letter = touch.kept.touch, touch.letter
    gaps = letter.gaps if letter else ()
    to = letter.to if letter else planned.person
    return NewDraft(
        subject=letter.subject if letter else "",
        whom=planned.person.name or planned.person.email,
        why=planned.why,
        gaps=gaps,
        unaddressed=not to.email or bool(gaps and account.me.hold_recipient),
    )

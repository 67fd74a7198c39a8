"""A story as it stood and as it stands go in; drafts that tell the old one are taken back or marked.

Taken back means: deleted where nobody has changed it, and planned anew, so that it is written in the new
words under the same protocol as any draft (domain/drafting.py). An edited draft is never touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from worker.domain.account import Account, JournalLine
from worker.domain.ledger import Facts, LedgerTouch
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.touch import Key, State
from worker.flows.plan_year import AHEAD, planner_for, today_of
from worker.flows.tools import Tools
from worker.flows.write_letters import BriefMaker, Known, earlier_key, writable

CHANGED = "your story has changed since this was written: "
RENEWED = f"{CHANGED}it is taken back and written anew"
LEFT_AS_IT_IS = f"{CHANGED}it is not written anew, so correct what it says of you before you send it"
EDITED = f"{CHANGED}you have edited it, so correct what it says of you yourself"
THERE = frozenset({State.CREATING, State.DRAFTED})


def renew_drafts(tools: Tools, account_id: int, before: Narrative, now: datetime) -> None:
    """Bring up to date what lies unsent in the mailbox, or mark it where the plan has no morning for it.

    Raises RuleFault where a template is wrong.
    """
    account = tools.accounts.load(account_id)
    outdated = tuple(_outdated(tools, account, before))
    if not outdated:
        return
    untouched = [row for row in outdated if not row.kept.edited]
    again = _planned_again(tools, account, untouched, now)
    for row in outdated:
        if not row.kept.edited and row.kept.touch.key in again:
            tools.touches.stop(row.id, RENEWED)
            _say(tools, row, "withdrawn", RENEWED, now)
        else:
            why = EDITED if row.kept.edited else LEFT_AS_IT_IS
            tools.touches.note(row.id, Facts(why=why))
            _say(tools, row, "flagged", why, now)


def _say(tools: Tools, row: LedgerTouch, what: str, why: str, now: datetime) -> None:
    tools.journal.note(row.account, JournalLine(now, what, row.kept.touch.id, why))


def _outdated(tools: Tools, account: Account, before: Narrative) -> Iterator[LedgerTouch]:
    """Drafts that would be written in other words today, and not because anything but the story changed."""
    then, today = (_Writer.of(tools, account, me) for me in (before, account.me))
    for row in tools.touches.of(account.id):
        if row.state in THERE and row.letter is not None:
            old, new = then.words(row, row.letter), today.words(row, row.letter)
            if old is not None and new is not None and old != new:
                yield row


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes letters again, by one story."""

    tools: Tools
    known: Known
    maker: BriefMaker

    @classmethod
    def of(cls, tools: Tools, account: Account, me: Narrative) -> "_Writer":
        known = Known.of(tools, account.id, me)
        return cls(tools, known, BriefMaker.of(known, (), {}))

    def words(self, row: LedgerTouch, letter: Letter) -> Letter | None:
        """The letter of a row in its own wording; None where its reasons are gone: the plan sees to it."""
        touch = row.kept.touch
        if not writable(touch, self.tools.rules, self.known):
            return None
        follows = earlier_key(touch.key, self.tools.rules) is not None
        earlier = (touch, letter) if follows else (None, None)  # The same by both stories.
        brief = replace(self.maker.brief(touch, {}, *earlier), wording=letter.wording)
        return self.tools.letters.write_letter(brief)


def _planned_again(
    tools: Tools, account: Account, gone: Sequence[LedgerTouch], now: datetime
) -> frozenset[Key]:
    """Which of these drafts the plan would want again, with a morning for them: no letter is lost."""
    today, ids = today_of(account, now), {row.id for row in gone}
    known = Known.of(tools, account.id, account.me)
    year = planner_for(account.me, tools.rules, known.milestones, today).plan_year(
        known.engagements,
        today=today,
        until=today + AHEAD,
        connected=today_of(account, account.connected),
        have=[row.kept for row in tools.touches.of(account.id) if row.id not in ids],
        contacts=tools.people.contacts(account.id),
    )
    return frozenset(touch.key for touch in year.touches if touch.state is State.PLANNED and touch.due)

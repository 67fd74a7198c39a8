"""A claimed touch goes in; its one draft is in the mailbox, or taken out of it, and the ledger knows.

The protocol is domain/drafting.py's; here its deeds are done and remembered. Whatever happens in between (a
crash, a lost answer, a lease that ends), the next claim goes on from the rows.
"""

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from worker.domain.account import JournalLine
from worker.domain.drafting import (
    Adopt,
    AdoptSent,
    CreateOnce,
    Deed,
    Known,
    Look,
    Rest,
    Scan,
    Sought,
    StopForUser,
    WaitUntil,
    next_deed,
    wait_after,
)
from worker.domain.errors import Permanent, Transient, Unclear
from worker.domain.ledger import Claim, Facts, LedgerTouch, NotYours
from worker.domain.mailbox import DraftRef, HeaderMessage
from worker.domain.reply import find_sent
from worker.domain.touch import State
from worker.flows.access import resting
from worker.flows.find_due import LEASE
from worker.flows.outcome import Desk, addresses_of, adopt, awaited_for, record_drafted, record_sent
from worker.flows.tools import Tools
from worker.flows.write_draft import GiveUp, PlanAnew, PutOff, Written, write_draft

BUSY = timedelta(seconds=5)
"""Before the mailbox is asked for again while somebody else has it."""
LOOK_AFTER = timedelta(seconds=15)
"""Before the first look for a creation that got no answer."""
PLANNED_AGAIN = 3
"""How often a touch is planned anew before that is taken for a disagreement."""
EDITED = "you have changed this draft, so it stays"
TWICE = (
    "Your mailbox holds this letter {count} times: delete all but one in Gmail, then have it looked at again."
)
REFUSED = (
    "Gmail does not take this letter: {error}. Copy its text from here, or have it looked at again later."
)


def draft_touch(tools: Tools, claim: Claim, now: datetime) -> None:
    """Do the next thing for a touch: draft it, look for its draft, or take the draft back.

    Nothing is done where the claim is lost. Raises RuleFault where a template is wrong.
    """
    if not tools.touches.renew(claim, now):
        return
    account = tools.accounts.load(claim.account)
    lock = tools.accounts.lock_mailbox(account.id, now, LEASE)
    if lock is None:
        with suppress(NotYours):  # somebody else has it by now, and goes on from the rows
            tools.touches.release(claim, now + BUSY, failed=False)
        return
    try:
        with resting(tools, account, now), closing(tools.open_mailbox(account)) as mailbox:
            _work(Desk(tools, account, mailbox, now), claim)
    finally:
        soon = now + timedelta(minutes=tools.rules.limits.look_soon_minutes)
        tools.accounts.unlock_mailbox(lock, not_before=min(account.mailbox_not_before or soon, soon))


def _work(desk: Desk, claim: Claim) -> None:
    with suppress(NotYours):  # as above
        drafting = _Drafting(desk, claim, desk.tools.touches.load(claim.id))
        try:
            drafting.go_on()
        except Transient as busy:
            drafting.put_off(busy)
        except Permanent as refusal:
            drafting.show(REFUSED.format(error=_bare(refusal)))


@dataclass(frozen=True, slots=True)
class _Drafting:
    """One touch under work."""

    desk: Desk
    claim: Claim
    touch: LedgerTouch

    def go_on(self) -> None:
        """The next thing, whatever it is."""
        if self.touch.state is State.RECALLED:
            self._recall()
        else:
            known = self._known()
            self._do(next_deed(known, self.desk.now), known)

    def put_off(self, busy: Transient, facts: Facts | None = None) -> None:
        """Try again later: when we are told to, or after a wait that grows."""
        wait = busy.retry_after or wait_after(self.touch.tries, self.touch.ref)
        self.desk.tools.touches.release(self.claim, self.desk.now + wait, facts or Facts())

    def show(self, sentence: str, *, refused: bool = False) -> None:
        """A person must look: the touch rests until then."""
        line = JournalLine(self.desk.now, "stopped", self.touch.kept.touch.id, sentence)
        facts = Facts(trouble=sentence, refused=refused, journal=(line,))
        self.desk.tools.touches.release(self.claim, self.desk.now, facts)

    def _do(self, deed: Deed, known: Known) -> None:
        match deed:
            case CreateOnce():
                self._begin()
            case Look():
                self._look(known)
            case Adopt(draft):
                self._adopt(draft)
            case AdoptSent(message):
                adopt(self.desk, self.touch, self.claim)
                self._sent(message)
            case StopForUser(found):
                self.show(TWICE.format(count=len(found)))
            case WaitUntil(moment):
                self._wait(moment)
            case Rest():
                self._wait(self.desk.now)

    def _known(self) -> Known:
        """What the rows say. After a restore any creation is in doubt: the backup may be older than it."""
        touch, restored = self.touch, self.desk.account.restored
        if restored and (touch.in_doubt_since is None or touch.in_doubt_since < restored):
            self.desk.tools.touches.note(touch.id, Facts(in_doubt_since=restored), claim=self.claim)
            return Known(in_doubt_since=restored)
        scans = (Scan(*touch.scan, complete=True),) if touch.scan else ()
        return Known(in_doubt_since=touch.in_doubt_since, scans=scans)

    def _look(self, known: Known) -> None:
        scan = self.desk.mailbox.scan(self._sought(known))
        after = max(self.desk.now, scan.ended)
        seen = replace(known, scans=(*known.scans, scan))
        deed = next_deed(seen, after)
        if isinstance(deed, Look):
            self._wait(after + LOOK_AFTER)
        elif isinstance(deed, WaitUntil):
            self._wait(deed.moment, Facts(scan=(scan.started, scan.ended)))
        else:
            self._do(deed, seen)

    def _sought(self, known: Known) -> Sought:
        """What was lost by a restore may be as old as its reason, and is known by its ref alone."""
        planned, restored = self.touch.kept.touch, self.desk.account.restored
        since = known.in_doubt_since or self.desk.now
        if restored and since <= restored:
            day = min(planned.window.earliest, self.touch.kept.anchor_day, self.desk.day_of(restored))
            return Sought(self.touch.ref, datetime.combine(day, time(), self.desk.zone))
        people = addresses_of(self.desk.tools, self.touch.account, planned.person)
        return Sought(self.touch.ref, since, people)

    def _begin(self) -> None:
        """Nothing is in the mailbox: write it, if it is still to be written and this is its morning."""
        match write_draft(self.desk, self.touch):
            case Written() as written:
                self._create(written)
            case PlanAnew():
                self.desk.tools.accounts.plan_soon(self.touch.account)
                self.desk.tools.touches.release(self.claim, self._after_plan())
            case PutOff(moment):
                self._wait(moment)
            case GiveUp(why):
                line = JournalLine(self.desk.now, "expired", self.touch.kept.touch.id, why)
                facts = Facts(why=why, journal=(line,))
                self.desk.tools.touches.record(self.touch.id, State.EXPIRED, facts, claim=self.claim)

    def _create(self, written: Written) -> None:
        """The one creation; that it is under way, and what it is, stands in the ledger before."""
        touches = self.desk.tools.touches
        facts = Facts(letter=written.letter, mime=written.mime, in_doubt_since=self.desk.now)
        if self.touch.state is State.CREATING:
            touches.note(self.touch.id, facts, claim=self.claim)
        else:
            touches.record(self.touch.id, State.CREATING, facts, claim=self.claim)
        try:
            draft = self.desk.mailbox.create_draft(written.mime, written.thread)
        except Unclear:
            wait = max(LOOK_AFTER, wait_after(self.touch.tries, self.touch.ref))
            touches.release(self.claim, self.desk.now + wait)
        except Transient as busy:
            self.put_off(busy, Facts(refused=True))
        except Permanent as refusal:
            self.show(REFUSED.format(error=_bare(refusal)), refused=True)
        else:
            self._made(draft, written)

    def _made(self, draft: DraftRef, written: Written) -> None:
        """It is there. Where our lease ended meanwhile and another has made it too, ours is one too many."""
        try:
            self._drafted(draft, written.letter.subject)
        except NotYours:
            present = self.desk.tools.touches.load(self.touch.id)
            if present.state is not State.CREATING and present.draft_id != draft.draft:
                self.desk.mailbox.delete_draft(draft, written.mime)
            raise

    def _adopt(self, draft: DraftRef) -> None:
        """Made before, and found. Where we no longer know what we wrote it counts as the user's."""
        mime, letter = self.touch.mime, self.touch.letter
        untouched = bool(mime) and self.desk.mailbox.draft_is_untouched(draft, mime)
        adopt(self.desk, self.touch, self.claim)
        self._drafted(draft, letter.subject if letter else "", edited=not untouched)

    def _drafted(self, draft: DraftRef, subject: str, *, edited: bool = False) -> None:
        record_drafted(self.desk, self.touch, draft, subject, edited=edited, claim=self.claim)

    def _sent(self, message: HeaderMessage) -> None:
        record_sent(self.desk, self.touch, message, self.claim)
        self.desk.tools.accounts.plan_soon(self.touch.account)

    def _recall(self) -> None:
        """Take the draft away, unless the user has changed or sent it."""
        touch, mailbox, touches = self.touch, self.desk.mailbox, self.desk.tools.touches
        place = DraftRef(touch.draft_id, touch.draft_message, touch.thread_id)
        was_there = mailbox.open_draft(touch.draft_id) is not None
        if not mailbox.delete_draft(place, touch.mime):
            line = JournalLine(self.desk.now, "flagged", touch.kept.touch.id, EDITED)
            facts = Facts(edited=True, why=EDITED, journal=(line,))
            touches.record(touch.id, State.DRAFTED, facts, claim=self.claim)
        elif sent := self._find_sent(draft_gone=not was_there):
            self._sent(sent)
        else:
            state = State.SKIPPED if touch.given_up else State.CANCELLED
            line = JournalLine(self.desk.now, "taken away", touch.kept.touch.id)
            touches.record(touch.id, state, Facts(journal=(line,)), claim=self.claim)
            self.desk.tools.accounts.plan_soon(touch.account)

    def _find_sent(self, *, draft_gone: bool) -> HeaderMessage | None:
        """By its ref or in its own thread: mail of the user's own may be why the draft is recalled."""
        mailbox, touch = self.desk.mailbox, self.touch
        thread = mailbox.find_thread(touch.thread_id)
        sent = mailbox.sent_since(touch.drafted_at or self.desk.now)
        awaited = awaited_for(self.desk, touch, draft_gone=draft_gone, by_recipient=False)
        return find_sent(awaited, (*(thread.messages if thread else ()), *sent))

    def _after_plan(self) -> datetime:
        """At once: the plan comes first anyway. Where the two keep disagreeing, less and less often."""
        often = self.touch.tries > PLANNED_AGAIN
        return self.desk.now + (wait_after(self.touch.tries, self.touch.ref) if often else timedelta())

    def _wait(self, moment: datetime, facts: Facts | None = None) -> None:
        self.desk.tools.touches.release(self.claim, moment, facts or Facts(), failed=False)


def _bare(refusal: Permanent) -> str:
    return str(refusal).rstrip(". ")

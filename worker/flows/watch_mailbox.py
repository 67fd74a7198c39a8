"""A claimed mailbox goes in; what was sent, edited, thrown away, answered or bounced is known afterwards.

Only headers are read, and our own drafts. What changed is asked for first (2 units); threads of ours that
changed, and new mail outside of them, are looked at one by one; a thread in which nothing was seen for a day
is read once anyway. Every deed may be done twice: a look that is cut off is simply done again.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from worker.domain.account import JournalLine
from worker.domain.account import Thread as KeptThread
from worker.domain.drafting import PAUSE, part_of
from worker.domain.errors import Expired, Permanent, Transient
from worker.domain.ledger import Claim, Facts, LedgerTouch, NotYours
from worker.domain.mailbox import Arrival, Changes, DraftRef, HeaderMessage
from worker.domain.plan import Contact
from worker.domain.reply import addresses, find_sent, is_own_mail, mailbox_key, read_mail
from worker.domain.touch import State
from worker.domain.touch_states import IN_MAILBOX, UNWRITTEN
from worker.flows.access import resting
from worker.flows.outcome import (
    Desk,
    adopt,
    awaited_for,
    keep_thread,
    note_contact,
    record_drafted,
    record_outcome,
    record_sent,
)
from worker.flows.tools import Tools

STALE = timedelta(days=1)
"""A thread not read for so long is read although nothing of it was told."""
FRESH = timedelta(days=2)
"""A letter sent or drafted within this is looked after more often."""
MOST_ARRIVALS = 300
"""New messages looked at one by one; of more at once (after weeks without access) the newest."""
RETRY = timedelta(minutes=2)
SPREAD = 0.2
"""By how much of itself a pause may be shortened, account by account."""
OUT = frozenset({State.SENT, State.BOUNCED})
TAKEN_AWAY = frozenset({State.DISCARDED, State.CANCELLED, State.SKIPPED})
"""Nothing is there as far as we know; a letter sent after all (schedule send) revives it."""


def watch_mailbox(tools: Tools, claim: Claim, now: datetime) -> None:
    """Look once what has become of the letters, and give the mailbox back with its next look.

    Raises Permanent where the mailbox refuses for good; it is looked at seldom then.
    """
    account = tools.accounts.load(claim.account)
    unlock = tools.accounts.unlock_mailbox
    try:
        with resting(tools, account, now), closing(tools.open_mailbox(account)) as mailbox:
            desk = Desk(tools, account, mailbox, now)
            bookmark, live = _Look(desk).around()
            unlock(claim, history_id=bookmark, checked=now, not_before=_next_look(desk, live))
    except Transient as busy:
        unlock(claim, not_before=now + (busy.retry_after or RETRY))
    except Permanent:
        unlock(claim, not_before=now + timedelta(minutes=tools.rules.limits.look_seldom_minutes))
        raise
    finally:
        unlock(claim, not_before=now + RETRY)  # does nothing where it is given back already


def _next_look(desk: Desk, live: Iterable[LedgerTouch]) -> datetime:
    """Soon while a letter is fresh, later while one is open, else seldom; each account a little apart."""
    limits, now, account = desk.tools.rules.limits, desk.now, desk.account
    moments = [max(filter(None, (t.drafted_at, t.sent_at)), default=now) for t in live]
    minutes = limits.look_seldom_minutes
    if any(touch.state in IN_MAILBOX | OUT for touch in live):
        minutes = limits.look_minutes
    if account.restored or any(now - moment < FRESH for moment in moments):
        minutes = limits.look_soon_minutes
    return now + timedelta(minutes=minutes) * (1 - SPREAD * part_of(f"mailbox/{account.id}"))


def _live(desk: Desk) -> tuple[LedgerTouch, ...]:
    """The letters of which the mail may still tell something."""
    limits = desk.tools.rules.limits
    since = desk.now - timedelta(days=limits.open_without_follow_up + limits.away_days)

    def is_live(touch: LedgerTouch) -> bool:
        if touch.state in IN_MAILBOX:
            return True
        last = touch.sent_at if touch.state in OUT else touch.drafted_at
        return touch.state in OUT | TAKEN_AWAY and last is not None and last > since

    return tuple(touch for touch in desk.tools.touches.of(desk.account.id) if is_live(touch))


@dataclass
class _Look:
    """One look around a mailbox that is ours."""

    desk: Desk
    news: bool = False
    """Something was learnt that the plan depends on."""
    _mail: dict[str, HeaderMessage] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def around(self) -> tuple[str, tuple[LedgerTouch, ...]]:
        """Everything once: the bookmark for the next look, and the letters that are live now."""
        changes, missed = self._changes()
        letters = _live(self.desk)
        told = (
            frozenset(one.thread_id for one in letters) if missed else changes.threads | self._stale(letters)
        )
        self._gather(letters, changes, told, missed=missed)
        touched = [one for one in letters if self._mail or one.thread_id in told or one.gone_at is not None]
        for letter in touched:
            with suppress(NotYours):  # it moved on under another hand: the next look sees it
                self._look_after(letter, told=letter.thread_id in told)
        self._note_contacts()
        self._find_lost()
        if self.news:
            self.desk.tools.accounts.plan_soon(self.desk.account.id)
        if not touched and not self.news:
            return changes.bookmark, letters
        after = _live(self.desk)
        self._keep_threads(after, told)
        return changes.bookmark, after

    def _changes(self) -> tuple[Changes, bool]:
        """What happened since the last look, and whether that is unknown: then everything is read."""
        mailbox, bookmark = self.desk.mailbox, self.desk.account.history_id
        if bookmark:
            with suppress(Expired):
                return mailbox.changes_since(bookmark), False
        return Changes(mailbox.bookmark()), True

    def _stale(self, letters: Iterable[LedgerTouch]) -> frozenset[str]:
        """Threads in which nothing was told for long: nobody promises that a history is complete."""
        read = {kept.id: kept.read for kept in self._watched()}
        since = self.desk.now - STALE
        return frozenset(one.thread_id for one in letters if (read.get(one.thread_id) or since) <= since)

    def _gather(
        self, letters: Iterable[LedgerTouch], changes: Changes, told: frozenset[str], *, missed: bool
    ) -> None:
        """The headers that may tell something: threads of letters that are out, and new mail beside them."""
        out = [letter for letter in letters if letter.state in OUT]
        for letter in out:
            if letter.thread_id in told:
                self._read_thread(letter.thread_id)
        for arrival in self._worth_reading(changes.arrivals, answers=bool(out)):
            self._keep(self.desk.mailbox.find_message(arrival.message))
        if missed and (letters or self.desk.account.mailbox_checked):
            for message in self.desk.mailbox.sent_since(self._unseen_since(letters)):
                self._keep(message)

    def _worth_reading(self, arrivals: Iterable[Arrival], *, answers: bool) -> list[Arrival]:
        """What the user sent, and, where a letter is out, what came in."""
        known = bool(self._persons)
        worth = [
            one
            for one in arrivals
            if one.thread not in self._read and not one.draft and (known if one.sent else answers)
        ]
        return worth[-MOST_ARRIVALS:]

    def _unseen_since(self, letters: Iterable[LedgerTouch]) -> datetime:
        moments = [one.sent_at or one.in_doubt_since or one.drafted_at for one in letters]
        return min(filter(None, (*moments, self.desk.account.mailbox_checked)), default=self.desk.now)

    def _read_thread(self, thread: str) -> None:
        """Its headers, once; a thread that was deleted has none."""
        if thread and thread not in self._read:
            self._read.add(thread)
            found = self.desk.mailbox.find_thread(thread)
            for message in found.messages if found else ():
                self._keep(message)

    def _keep(self, message: HeaderMessage | None) -> None:
        if message is not None:
            self._mail[message.id] = message

    def _look_after(self, letter: LedgerTouch, *, told: bool) -> None:
        if letter.state in IN_MAILBOX:
            if told or letter.gone_at is not None:
                self._look_at_draft(letter)
        elif letter.state in OUT:
            self._look_at_sent(letter)
        else:
            self._find_sent(letter, by_recipient=False)

    def _look_at_draft(self, letter: LedgerTouch) -> None:
        present = self.desk.mailbox.open_draft(letter.draft_id)
        if present is not None:
            self._note_place(letter, present.place)
            return
        self._read_thread(letter.thread_id)
        if self._find_sent(letter) or letter.state is not State.DRAFTED:
            return
        if letter.gone_at is None:
            self.desk.tools.touches.note(letter.id, Facts(gone_at=self.desk.now))
        elif self.desk.now - letter.gone_at >= timedelta(hours=self.desk.tools.rules.limits.gone_hours):
            self._discard(letter)

    def _note_place(self, letter: LedgerTouch, place: DraftRef) -> None:
        """The draft is there; whether a person has changed it, and whether its thread is another now."""
        touches, before = self.desk.tools.touches, (letter.draft_message, letter.thread_id)
        if letter.gone_at is not None:
            touches.note(letter.id, Facts(there=True))
        if letter.kept.edited or before == (place.message, place.thread):
            return
        known = DraftRef(letter.draft_id, letter.draft_message, letter.thread_id)
        if self.desk.mailbox.draft_is_untouched(known, letter.mime):
            facts = Facts(draft_message=place.message, thread_id=place.thread)
        else:
            line = JournalLine(self.desk.now, "edited", letter.kept.touch.id)
            facts = Facts(edited=True, thread_id=place.thread, journal=(line,))
        touches.note(letter.id, facts)
        if place.thread != letter.thread_id:
            subject = letter.letter.subject if letter.letter else ""
            keep_thread(self.desk, place.thread, letter.kept.touch.person, subject)

    def _discard(self, letter: LedgerTouch) -> None:
        """Thrown away, unless it shows among everything sent since: only then is that certain."""
        for message in self.desk.mailbox.sent_since(letter.drafted_at or self.desk.now):
            self._keep(message)
        if not self._find_sent(letter):
            line = JournalLine(self.desk.now, "discarded", letter.kept.touch.id)
            self.desk.tools.touches.record(letter.id, State.DISCARDED, Facts(journal=(line,)))
            self.news = True

    def _find_sent(self, letter: LedgerTouch, *, by_recipient: bool = True) -> bool:
        """Whether the letter, of which no draft is left, was sent; and then what became of it."""
        awaited = awaited_for(self.desk, letter, draft_gone=True, by_recipient=by_recipient)
        known = self._sent_letters()
        unknown = [m for m in self._mail.values() if m.headers.first("Message-ID") not in known]
        message = find_sent(awaited, unknown)
        if message is None:
            return False
        record_sent(self.desk, letter, message)
        self.news = True
        self._look_at_sent(self.desk.tools.touches.load(letter.id))
        return True

    def _look_at_sent(self, letter: LedgerTouch) -> None:
        outcome = read_mail(awaited_for(self.desk, letter), self._mail.values())
        self.news |= record_outcome(self.desk, letter, outcome)

    def _note_contacts(self) -> None:
        """The user's own mail to people they know, and in the threads of letters that are out."""
        if not self._mail:
            return
        tools, account, letters = self.desk.tools, self.desk.account, self._sent_letters()
        touches = tools.touches.of(account.id)
        for message in self._mail.values():
            if is_own_mail(message, letters):
                for person in {*self._addressees(message), *_spoken_to(message, touches)}:
                    contact = Contact(person, self.desk.day_of(message.at))
                    self.news |= note_contact(tools, account, contact, "seen", self.desk.now)

    def _sent_letters(self) -> frozenset[str]:
        """The Message-IDs of our letters: each is one letter, and no contact."""
        return frozenset(t.message_id for t in self.desk.tools.touches.of(self.desk.account.id)) - {""}

    def _addressees(self, message: HeaderMessage) -> Iterator[str]:
        for address in addresses(message.headers, "To", "Cc", "Bcc"):
            if person := self._persons.get(mailbox_key(address)):
                yield person

    @cached_property
    def _persons(self) -> dict[str, str]:
        """Everybody the account knows, by each of their addresses."""
        people, number = self.desk.tools.people, self.desk.account.id
        further = {mailbox_key(one.address): one.person for one in people.addresses(number)}
        main = {mailbox_key(one.email): one.key for one in people.all(number).values() if one.email}
        mine = frozenset(map(mailbox_key, self.desk.mine))
        return {address: person for address, person in (further | main).items() if address not in mine}

    def _find_lost(self) -> None:
        """After a restore: letters made after the backup, of which the ledger knows nothing, by ref."""
        desk, restored = self.desk, self.desk.account.restored
        if restored is None:
            return
        unbegun = {t.ref: t for t in desk.tools.touches.of(desk.account.id) if t.state in UNWRITTEN}
        limits = desk.tools.rules.limits
        since = restored - timedelta(days=limits.open_without_follow_up + limits.away_days)
        drafts = {head.ref: place for place, head in desk.mailbox.drafts() if head.ref in unbegun}
        sent = {message.ref: message for message in desk.mailbox.sent_since(since) if message.ref in unbegun}
        for ref in drafts.keys() | sent.keys():
            with suppress(NotYours):
                self._adopt(unbegun[ref], drafts.get(ref), sent.get(ref))
        if not drafts and not sent and self._is_read_again(restored):
            desk.tools.accounts.mark_scanned(desk.account.id)

    def _adopt(self, touch: LedgerTouch, draft: DraftRef | None, sent: HeaderMessage | None) -> None:
        """What was written is no longer known: a draft counts as the user's."""
        self.news = True
        adopt(self.desk, touch)
        if sent is not None:
            record_sent(self.desk, touch, sent)
        elif draft is not None:
            record_drafted(self.desk, touch, draft, "", edited=True, claim=None)

    def _is_read_again(self, restored: datetime) -> bool:
        """Whether the plan stands on calendars read since, and nothing can still be on its way."""
        desk = self.desk
        calendars = [source for source in desk.tools.calendars.of(desk.account.id) if source.selected]
        read = all(source.checked is not None and source.checked > restored for source in calendars)
        due = desk.account.plan_due
        return read and (due is None or due > desk.now) and desk.now >= restored + PAUSE and not self.news

    def _watched(self) -> tuple[KeptThread, ...]:
        return self.desk.tools.threads.watched(self.desk.account.id)

    def _keep_threads(self, letters: Iterable[LedgerTouch], told: frozenset[str]) -> None:
        """Which threads were looked at now, and which nobody waits for any more."""
        alive = frozenset(letter.thread_id for letter in letters)
        for kept in self._watched():
            if kept.id not in alive:
                self.desk.tools.threads.keep(self.desk.account.id, replace(kept, closed=True))
            elif kept.id in told | self._read:
                self.desk.tools.threads.keep(self.desk.account.id, replace(kept, read=self.desk.now))
        watched = {kept.id for kept in self._watched()}
        for letter in letters:
            if letter.thread_id not in watched:
                keep_thread(self.desk, letter.thread_id, letter.kept.touch.person, "", letter.message_id)


def _spoken_to(message: HeaderMessage, touches: Iterable[LedgerTouch]) -> Iterator[str]:
    """To whom the user goes on writing in the thread of a letter that is out."""
    for touch in touches:
        if touch.sent_at and touch.thread_id == message.thread and message.at >= touch.sent_at:
            yield touch.kept.touch.person.key

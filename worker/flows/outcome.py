"""What the mail says of one letter goes in; ledger, addresses, threads and journal know it afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from worker.domain.account import Account, JournalLine
from worker.domain.account import Thread as KeptThread
from worker.domain.cadence import Anchor, Step
from worker.domain.ledger import Claim, Facts, LedgerTouch
from worker.domain.mailbox import DraftRef, HeaderMessage
from worker.domain.person import Person
from worker.domain.plan import Contact
from worker.domain.reply import Awaited, Bounce, Outcome, Verdict, addresses, mailbox_key, subject_of
from worker.domain.touch import State
from worker.flows.tools import Tools
from worker.ports import Mailbox

ANSWERED_FROM = "answered from"
"""Said in the journal, with the address."""
STOPPABLE = frozenset({State.PLANNED, State.CLAIMED, State.CREATING, State.DRAFTED})


@dataclass(frozen=True, slots=True)
class Desk:
    """One account's letters under work: its mailbox is locked."""

    tools: Tools
    account: Account
    mailbox: Mailbox
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The user's wall clock."""
        return ZoneInfo(self.account.me.time_zone)

    @property
    def mine(self) -> frozenset[str]:
        """Every address of the user's."""
        return frozenset((self.account.address, *self.account.me.addresses))

    def day_of(self, moment: datetime) -> date:
        """The day on the user's wall clock."""
        return moment.astimezone(self.zone).date()

    def note(self, what: str, about: str, text: str = "") -> None:
        """One line of the journal."""
        self.tools.journal.note(self.account.id, JournalLine(self.now, what, about, text))


def step_of(tools: Tools, touch: LedgerTouch) -> Step | None:
    """The step that a touch carries out; None where its cadence has left config/ since."""
    key = touch.kept.touch.key
    steps = {(c.name, s.name): s for c in tools.rules.cadences for s in c.steps}
    return steps.get((key.cadence, key.step))


def find_earlier(tools: Tools, touch: LedgerTouch) -> LedgerTouch | None:
    """The letter that a follow-up follows."""
    step = step_of(tools, touch)
    return _letter_at(tools, touch, step.after) if step else None


def find_opening(tools: Tools, touch: LedgerTouch) -> LedgerTouch | None:
    """The letter whose conversation it goes on with, however that was answered."""
    step = step_of(tools, touch)
    return _letter_at(tools, touch, step.thread) if step else None


def _letter_at(tools: Tools, touch: LedgerTouch, step: str) -> LedgerTouch | None:
    before = replace(touch.kept.touch.key, step=step)
    known = tools.touches.of(touch.account) if step else ()
    return next((one for one in known if one.kept.touch.key == before), None)


def follow_ups_of(tools: Tools, letter: LedgerTouch) -> Iterator[LedgerTouch]:
    """What the ledger has of the letters that follow this one."""
    key = letter.kept.touch.key
    for touch in tools.touches.of(letter.account):
        step = step_of(tools, touch)
        if step and step.after == key.step and replace(touch.kept.touch.key, step=key.step) == key:
            yield touch


def addresses_of(tools: Tools, account: int, person: Person) -> frozenset[str]:
    """Every known address of a person, good or bad."""
    further = (known.address for known in tools.people.addresses(account) if known.person == person.key)
    return frozenset((person.email, *further)) - {""}


def awaited_for(
    desk: Desk, touch: LedgerTouch, *, draft_gone: bool = False, by_recipient: bool = True
) -> Awaited:
    """What is known about a letter, to be compared with the mail.

    Without `by_recipient` only its ref and its own thread tell: a mail of the user's own is not taken for it.
    """
    person, step = touch.kept.touch.person, step_of(desk.tools, touch)
    recipients = addresses_of(desk.tools, desk.account.id, person) if by_recipient else frozenset[str]()
    return Awaited(
        ref=touch.ref,
        thread=touch.thread_id,
        since=touch.in_doubt_since or touch.drafted_at or desk.now,
        recipients=recipients,
        mine=desk.mine,
        draft_gone=draft_gone,
        began_thread=bool(touch.thread_id) and not (step and (step.after or step.thread)),
        sent_at=touch.sent_at,
        message_id=touch.message_id,
    )


def record_drafted(
    desk: Desk, touch: LedgerTouch, place: DraftRef, subject: str, *, edited: bool, claim: Claim | None
) -> None:
    """Its draft is there, and where; its thread is watched from now on. Raises NotYours."""
    line = JournalLine(desk.now, "drafted", touch.kept.touch.id, subject)
    facts = Facts(
        draft_id=place.draft,
        draft_message=place.message,
        thread_id=place.thread,
        drafted_at=desk.now,
        edited=edited,
        journal=(line,),
    )
    desk.tools.touches.record(touch.id, State.DRAFTED, facts, claim=claim)
    keep_thread(desk, place.thread, touch.kept.touch.person, subject)


def record_sent(desk: Desk, touch: LedgerTouch, message: HeaderMessage, claim: Claim | None = None) -> None:
    """The letter was sent: when, as what, to whom, in which thread. Raises NotYours."""
    line = JournalLine(desk.now, "sent", touch.kept.touch.id, subject_of(message))
    message_id = message.headers.first("Message-ID")
    facts = Facts(
        sent_at=message.at, message_id=message_id, thread_id=message.thread, there=True, journal=(line,)
    )
    desk.tools.touches.record(touch.id, State.SENT, facts, claim=claim)
    keep_thread(desk, message.thread, touch.kept.touch.person, subject_of(message), message_id)
    _learn_recipient(desk, touch.kept.touch.person, message)


def keep_thread(desk: Desk, thread: str, person: Person, subject: str, message_id: str = "") -> None:
    """Watch a thread from now on, and remember one more letter of ours in it."""
    if not thread:
        return
    known = {kept.id: kept for kept in desk.tools.threads.watched(desk.account.id)}
    before = known[thread].references if thread in known else ()
    more = (message_id,) if message_id and message_id not in before else ()
    kept = KeptThread(thread, person.key, subject, (*before, *more), desk.now)
    desk.tools.threads.keep(desk.account.id, kept)


def record_outcome(desk: Desk, letter: LedgerTouch, outcome: Outcome) -> bool:
    """Remember what became of a sent letter; whether that is news. Raises NotYours."""
    if outcome.bounce:
        _learn_bad(desk, letter, outcome.bounce)
    match outcome.verdict:
        case Verdict.ANSWERED if outcome.answer:
            return _record_answer(desk, letter, outcome.answer)
        case Verdict.BOUNCED if outcome.bounce:
            return _record_bounce(desk, letter, outcome.bounce)
        case Verdict.AUTOMATIC if outcome.away:
            return _record_away(desk, letter, outcome.away)
    return False


def _record_answer(desk: Desk, letter: LedgerTouch, answer: HeaderMessage) -> bool:
    _note_other_sender(desk, letter.kept.touch.person, answer)
    when = desk.day_of(answer.at).isoformat()
    return end_conversation(desk.tools, letter, desk.now, f"they answered on {when}")


def _note_other_sender(desk: Desk, person: Person, answer: HeaderMessage) -> None:
    """That an answer came from an address not known as the person's may show who else they are."""
    known = frozenset(map(mailbox_key, addresses_of(desk.tools, desk.account.id, person)))
    for sender in addresses(answer.headers, "From"):
        if known and mailbox_key(sender) not in known:
            desk.note(ANSWERED_FROM, person.key, sender)


def end_conversation(tools: Tools, letter: LedgerTouch, now: datetime, why: str) -> bool:
    """A letter is answered: nothing follows it any more. False where that is known. Raises NotYours."""
    if letter.state not in {State.SENT, State.BOUNCED}:
        return False
    line = JournalLine(now, "answered", letter.kept.touch.id, why)
    tools.touches.record(letter.id, State.ANSWERED, Facts(why=why, journal=(line,)))
    _stop_what_follows(tools, letter, now, why)
    return True


def _record_bounce(desk: Desk, letter: LedgerTouch, bounce: Bounce) -> bool:
    if letter.state is not State.SENT:
        return False
    where = ", ".join(bounce.addresses) or letter.kept.touch.person.email or "the address"
    why = f"it did not arrive: {where} bounced. Find another address and write to it yourself"
    line = JournalLine(desk.now, "bounced", letter.kept.touch.id, why)
    desk.tools.touches.record(letter.id, State.BOUNCED, Facts(why=why, journal=(line,)))
    _stop_what_follows(desk.tools, letter, desk.now, why)
    return True


def _record_away(desk: Desk, letter: LedgerTouch, away: HeaderMessage) -> bool:
    """Once for each letter (playbook: "it moves the clock by a week"). A follow-up already drafted waits."""
    if letter.away_at is not None or letter.state is not State.SENT:
        return False
    day, days = desk.day_of(away.at).isoformat(), desk.tools.rules.limits.away_days
    why = f"an automatic reply came on {day}: what follows waits {days} days longer"
    line = JournalLine(desk.now, "away", letter.kept.touch.id, why)
    desk.tools.touches.note(letter.id, Facts(away_at=away.at, why=why, journal=(line,)))
    for follow_up in follow_ups_of(desk.tools, letter):
        if follow_up.state in {State.CREATING, State.DRAFTED}:
            stop(desk.tools, follow_up, desk.now, why)
    return True


def _stop_what_follows(tools: Tools, letter: LedgerTouch, now: datetime, why: str) -> None:
    for follow_up in follow_ups_of(tools, letter):
        stop(tools, follow_up, now, why)


def stop(tools: Tools, touch: LedgerTouch, now: datetime, why: str) -> None:
    """Take a touch out of the plan or the mailbox, as far as that may be, and say so. Raises NotYours."""
    if touch.state in STOPPABLE:
        state = tools.touches.stop(touch.id, why)
        what = "flagged" if state is State.DRAFTED else "withdrawn"
        tools.journal.note(touch.account, JournalLine(now, what, touch.kept.touch.id, why))


def note_contact(tools: Tools, account: Account, contact: Contact, how: str, now: datetime) -> bool:
    """The user wrote to somebody of their own accord: what that satisfies goes. False where it is known.

    Planned letters are the planner's: it knows the contact too. Raises NotYours.
    """
    if contact in tools.people.contacts(account.id):
        return False
    why = f"you wrote yourself on {contact.day.isoformat()}"
    tools.people.note_contact(account.id, contact, how)
    tools.journal.note(account.id, JournalLine(now, "contact", contact.person, why))
    for touch in tools.touches.of(account.id):
        if touch.kept.touch.key.person == contact.person and _satisfies(tools, contact.day, touch):
            stop(tools, touch, now, why)
    return True


def _satisfies(tools: Tools, day: date, touch: LedgerTouch) -> bool:
    """Whether the user's own mail of that day stands in for a letter that is drafted."""
    step = step_of(tools, touch)
    if step is None or touch.state not in {State.CREATING, State.DRAFTED}:
        return False
    if step.after:
        earlier = find_earlier(tools, touch)
        return bool(earlier and earlier.kept.sent and earlier.kept.sent <= day)
    return step.anchor is Anchor.END and touch.kept.anchor_day < day


def _learn_recipient(desk: Desk, person: Person, message: HeaderMessage) -> None:
    """The address the user wrote to, where we knew none or another."""
    mine = frozenset(map(mailbox_key, desk.mine))
    to = [one for one in addresses(message.headers, "To") if mailbox_key(one) not in mine]
    people = desk.tools.people.all(desk.account.id).values()
    taken = {mailbox_key(other.email) for other in people if other.email}
    known = {mailbox_key(one) for one in addresses_of(desk.tools, desk.account.id, person)} | taken
    if len(to) == 1 and mailbox_key(to[0]) not in known:
        desk.tools.people.learn_address(desk.account.id, person.key, to[0])
        desk.note("learnt", person.key, f"you wrote to {to[0]}")


def _learn_bad(desk: Desk, letter: LedgerTouch, bounce: Bounce) -> None:
    person = letter.kept.touch.person
    own = addresses_of(desk.tools, desk.account.id, person)
    failed = frozenset(map(mailbox_key, bounce.addresses))
    bad = [one for one in own if mailbox_key(one) in failed] or (list(own) if len(own) == 1 else [])
    for address in bad:
        desk.tools.people.learn_address(desk.account.id, person.key, address, bad_since=bounce.message.at)


def adopt(desk: Desk, touch: LedgerTouch, claim: Claim | None = None) -> None:
    """A letter that the ledger has not begun is there: it goes the way that every letter goes.

    Only `CREATING` afterwards, and in doubt: a crash before the rest looks for it again. Raises NotYours.
    """
    facts = Facts(in_doubt_since=touch.in_doubt_since or desk.now)
    if touch.state is State.PLANNED:
        desk.tools.touches.record(touch.id, State.CLAIMED)
    if touch.state in {State.PLANNED, State.CLAIMED}:
        desk.tools.touches.record(touch.id, State.CREATING, facts, claim=claim)

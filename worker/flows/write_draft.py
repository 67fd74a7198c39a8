"""A touch that is due goes in; its letter as it will go out comes out, or what stands against writing it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from worker.domain.cadence import Anchor
from worker.domain.event import ONE_DAY
from worker.domain.ledger import LedgerTouch
from worker.domain.letter import Letter
from worker.domain.mailbox import HeaderMessage, Thread
from worker.domain.mornings import Mornings
from worker.domain.person import Person
from worker.domain.plan import Contact
from worker.domain.reply import MESSAGE_ID, addresses, is_own_mail, read_mail, subject_of, writes_to
from worker.domain.touch import State, Touch, Window
from worker.flows.outcome import (
    Desk,
    addresses_of,
    awaited_for,
    find_earlier,
    find_opening,
    note_contact,
    record_outcome,
    step_of,
)
from worker.flows.plan_year import planner_for
from worker.flows.write_letters import BriefMaker, Known, writable, written_in


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, exactly as it will go out, and where it belongs."""

    letter: Letter
    mime: bytes
    thread: str = ""


@dataclass(frozen=True, slots=True)
class PlanAnew:
    """What it was planned from is no longer so: the plan decides."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Not before that moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It is not to be written any more."""

    why: str


STANDING = frozenset({State.PLANNED, State.DRAFTED, State.SENT, State.ANSWERED})
"""Letters that are or will be read: no two of them for one reason share a wording."""
Obstacle = PlanAnew | PutOff | GiveUp


@dataclass(frozen=True, slots=True)
class _Opening:
    """To whom a letter goes, and what it goes on from; a first letter goes on from nothing."""

    to: Person
    earlier: Touch | None = None
    letter: Letter | None = None
    """The earlier one, with the subject under which it was really sent."""
    thread: str = ""
    references: tuple[str, ...] = ()


def write_draft(desk: Desk, touch: LedgerTouch) -> Written | Obstacle:
    """The letter of a touch of which nothing is in the mailbox.

    It is put into words once; after that it stays as it was. A follow-up's conversation is read once more,
    and before a first letter the mail that the user has sent since. Raises RuleFault where a template is
    wrong, Transient, Permanent, Reconnect and NotYours.
    """
    if obstacle := _untimely(desk, touch):
        return obstacle
    step = step_of(desk.tools, touch)
    if step and step.after:
        opening = _follow_up(desk, touch)
    elif step and step.thread:
        opening = _in_conversation(desk, touch)
    else:
        opening = _first_letter(desk, touch)
    return _in_words(desk, touch, opening) if isinstance(opening, _Opening) else opening


def _untimely(desk: Desk, touch: LedgerTouch) -> Obstacle | None:
    """Whether this is not its morning. What was begun cannot be planned anew; it waits for a morning."""
    begun = touch.state is State.CREATING
    today, planned = desk.day_of(desk.now), touch.kept.touch
    if touch.stopped:
        return GiveUp(touch.stopped)
    if today > planned.window.latest:
        return GiveUp(f"its last day, {planned.window.latest.isoformat()}, passed before it could be drafted")
    mornings = planner_for(desk.account.me, desk.tools.rules, (), today).mornings
    left = Window(max(planned.window.earliest, today), planned.window.latest)
    may_appear = today in mornings.open_days(left, outside=planned.outside)
    if begun:
        return None if may_appear else PutOff(_next_morning(desk, mornings))
    outdated = desk.account.plan_due is not None and desk.account.plan_due <= desk.now
    missed = planned.due is None or planned.due < today
    return None if may_appear and not outdated and not missed else PlanAnew()


def _next_morning(desk: Desk, mornings: Mornings) -> datetime:
    return datetime.combine(desk.day_of(desk.now) + ONE_DAY, mornings.at, mornings.zone)


def _first_letter(desk: Desk, touch: LedgerTouch) -> _Opening | Obstacle:
    """Unless the user has written to the person of their own accord, before we knew that one may have."""
    person, step = touch.kept.touch.person, step_of(desk.tools, touch)
    if step and step.anchor is Anchor.END:
        for message in _own_mail_to(desk, person, touch):
            if _is_news(desk, person, message):
                return PlanAnew()
    return _Opening(_reachable(desk, person))


def _own_mail_to(desk: Desk, person: Person, touch: LedgerTouch) -> Iterator[HeaderMessage]:
    """What they sent since the day that the letter is about."""
    own, letters = addresses_of(desk.tools, desk.account.id, person), _letters(desk)
    since = datetime.combine(touch.kept.anchor_day + ONE_DAY, time(), desk.zone)
    for message in desk.mailbox.sent_since(since) if own else ():
        if message.at >= since and writes_to(message, own) and is_own_mail(message, letters):
            yield message


def _is_news(desk: Desk, person: Person, message: HeaderMessage) -> bool:
    contact = Contact(person.key, desk.day_of(message.at))
    return note_contact(desk.tools, desk.account, contact, "seen", desk.now)


def _follow_up(desk: Desk, touch: LedgerTouch) -> _Opening | Obstacle:
    """Unless the letter before it was answered, did not arrive, or has not even been sent."""
    earlier = find_earlier(desk.tools, touch)
    if earlier is None or earlier.sent_at is None or earlier.kept.closed:
        over = "the letter before it needs no follow-up any more"
        return GiveUp(over) if touch.state is State.CREATING else PlanAnew()
    thread = desk.mailbox.find_thread(earlier.thread_id)
    if thread is None:
        return GiveUp("the conversation is no longer in your mailbox")
    if record_outcome(desk, earlier, read_mail(awaited_for(desk, earlier), thread.messages)):
        return PlanAnew()
    return _broken_silence(desk, touch, earlier, thread) or _reply(desk, earlier, thread)


def _broken_silence(
    desk: Desk, touch: LedgerTouch, earlier: LedgerTouch, thread: Thread
) -> PlanAnew | PutOff | None:
    """Whether the user has written there themself since, or is about to."""
    letters, person = _letters(desk), earlier.kept.touch.person
    for message in thread.messages:
        later = earlier.sent_at is not None and message.at >= earlier.sent_at
        if later and is_own_mail(message, letters) and _is_news(desk, person, message):
            return PlanAnew()
    return PutOff(desk.now + ONE_DAY) if _is_being_written(thread, touch) else None


def _is_being_written(thread: Thread, touch: LedgerTouch) -> bool:
    """Whether the user has a draft of their own in it."""
    return any(message.draft and message.ref != touch.ref for message in thread.messages)


def _in_conversation(desk: Desk, touch: LedgerTouch) -> _Opening | Obstacle:
    """Where the letter before it was talked about; a new one where that was elsewhere, or is gone."""
    earlier = find_opening(desk.tools, touch)
    thread = desk.mailbox.find_thread(earlier.thread_id) if earlier and earlier.sent_at else None
    if earlier is None or thread is None:
        return _first_letter(desk, touch)
    if _is_being_written(thread, touch):
        return PutOff(desk.now + ONE_DAY)
    said = " ".join(m.headers.first("Message-ID") for m in thread.messages if not m.draft)
    return replace(_reply(desk, earlier, thread), references=_message_ids(said))


def _message_ids(text: str) -> tuple[str, ...]:
    return tuple(one for one in MESSAGE_ID.findall(text) if "@" in one)


def _reply(desk: Desk, earlier: LedgerTouch, thread: Thread) -> _Opening:
    """In the same thread, under the same subject, to whom the user really wrote."""
    person, day = earlier.kept.touch.person, earlier.kept.sent
    sent = [m for m in thread.messages if m.headers.first("Message-ID") == earlier.message_id]
    subject = next(map(subject_of, sent), "") or (earlier.letter.subject if earlier.letter else "")
    letter = earlier.letter or Letter(subject, "", (), 0, person)
    to = [address for message in sent for address in addresses(message.headers, "To")]
    return _Opening(
        to=replace(person, email=to[0]) if len(to) == 1 else _reachable(desk, person),
        earlier=replace(earlier.kept.touch, due=day),
        letter=replace(letter, subject=subject),
        thread=thread.id,
        references=_message_ids(earlier.message_id),
    )


def _in_words(desk: Desk, touch: LedgerTouch, opening: _Opening) -> Written | PlanAnew:
    if touch.letter and touch.mime:
        return Written(touch.letter, touch.mime, opening.thread)
    tools, me = desk.tools, desk.account.me
    planned = replace(touch.kept.touch, person=opening.to)
    known = Known.of(tools, desk.account.id, me)
    if not writable(planned, tools.rules, known):
        return PlanAnew()
    ledger = tools.touches.of(desk.account.id)
    written = written_in(ledger, desk.zone)
    touches = (row.kept.touch for row in ledger if row.kept.touch.state in STANDING)
    maker = BriefMaker.of(known, touches, written)
    brief = maker.brief(planned, written, opening.earlier, opening.letter)
    letter = tools.letters.write_letter(brief)
    mime = tools.write_mime(
        letter,
        me,
        ref=touch.ref,
        hold_recipient=me.hold_recipient,
        references=opening.references,
        unsent=False,
    )
    return Written(letter, mime, opening.thread)


def _reachable(desk: Desk, person: Person) -> Person:
    """The person with an address that mail reaches; with none where none is known."""
    known = [one for one in desk.tools.people.addresses(desk.account.id) if one.person == person.key]
    bad = {one.address for one in known if one.bad_since}
    if person.email and person.email.lower() not in bad:
        return person
    return replace(person, email=next((one.address for one in known if not one.bad_since), ""))


def _letters(desk: Desk) -> frozenset[str]:
    """The Message-IDs of every letter of ours that was sent."""
    return frozenset(touch.message_id for touch in desk.tools.touches.of(desk.account.id)) - {""}

"""What the user says of one touch, one calendar or everything goes in; rows change, the clock does the rest.

Each flow says in the journal what was done. None of them asks Google anything, and none makes a burst:
the plan is made anew first, at the usual pace. Raises Refused, with one sentence for the user, where it is
too late or cannot be meant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from worker.domain.account import JournalLine, Past
from worker.domain.errors import Refused
from worker.domain.ledger import Facts, LedgerTouch, NotYours
from worker.domain.plan import Contact
from worker.domain.touch import State
from worker.domain.touch_states import UNWRITTEN
from worker.flows.outcome import end_conversation, note_contact
from worker.flows.plan_year import today_of
from worker.flows.tools import Tools

SKIPPED = "you skipped it"
UNSENT = UNWRITTEN | {State.CREATING, State.DRAFTED, State.RECALLED}


def skip_touch(tools: Tools, touch_id: int, now: datetime) -> None:
    """This letter shall not be written; a draft that nobody has changed is taken out of the mailbox."""
    with _loaded(tools, touch_id) as touch:
        if touch.state not in UNSENT:
            raise Refused(f"It is {touch.state.value} already: there is nothing to skip.")
        if touch.kept.edited:
            raise Refused("You have changed this draft, so it is yours: delete it in Gmail.")
        tools.touches.stop(touch_id, SKIPPED, for_good=True)
        _tell(tools, touch, now, "skipped", SKIPPED)


def undo_skip(tools: Tools, touch_id: int, now: datetime) -> None:
    """Take a skip back: the letter is planned again, as far as its days allow."""
    with _loaded(tools, touch_id) as touch:
        tools.touches.unskip(touch_id)
        _tell(tools, touch, now, "restored", "you took your skip back")


def postpone_touch(tools: Tools, touch_id: int, until: date, now: datetime) -> None:
    """Leave an unwritten letter alone until a day within its window."""
    with _loaded(tools, touch_id) as touch:
        account, window = tools.accounts.load(touch.account), touch.kept.touch.window
        if until <= today_of(account, now):
            raise Refused("Choose a day from tomorrow on.")
        if until > window.latest:
            raise Refused(f"Its last day is {window.latest.isoformat()}: choose an earlier one, or skip it.")
        zone = ZoneInfo(account.me.time_zone)
        tools.touches.postpone(touch_id, datetime.combine(until, tools.rules.limits.morning, zone))
        _tell(tools, touch, now, "postponed", f"until {until.isoformat()}")


def tell_wrote_elsewhere(tools: Tools, touch_id: int, day: date, now: datetime) -> None:
    """The user wrote to this person where Rapport sees nothing: that stands in for the letter."""
    with _loaded(tools, touch_id) as touch:
        account = tools.accounts.load(touch.account)
        if day > today_of(account, now):
            raise Refused("That day has not come yet.")
        why = f"you wrote elsewhere on {day.isoformat()}"
        if touch.state in UNSENT:
            tools.touches.stop(touch_id, why, for_good=True)
        note_contact(tools, account, Contact(touch.kept.touch.person.key, day), "told", now)
        _tell(tools, touch, now, "told", why)


def tell_answered(tools: Tools, touch_id: int, now: datetime) -> None:
    """They answered where Rapport sees nothing: nothing follows."""
    with _loaded(tools, touch_id) as touch:
        if not end_conversation(tools, touch, now, "you said that they answered"):
            raise Refused("Only a letter that was sent, and is not answered yet, can be answered.")
        tools.accounts.plan_soon(touch.account)


def look_again(tools: Tools, touch_id: int, now: datetime) -> None:
    """The user has looked at what was wrong: the touch is work again."""
    with _loaded(tools, touch_id) as touch:
        if not touch.trouble:
            raise Refused("Nothing is wrong with it.")
        tools.touches.note(touch_id, Facts(trouble=""))
        tools.journal.note(touch.account, JournalLine(now, "looked", touch.kept.touch.id, touch.trouble))


def confirm_past(tools: Tools, account_id: int, wanted: bool, now: datetime) -> None:  # noqa: FBT001 - an answer
    """Whether letters shall be written for what had ended before the account was connected."""
    tools.accounts.answer_past(account_id, Past.WANTED if wanted else Past.UNWANTED)
    text = "letters for what lay in the past: " + ("yes" if wanted else "no")
    tools.journal.note(account_id, JournalLine(now, "told", "", text))


def believe_calendar(tools: Tools, calendar_id: int, now: datetime) -> None:
    """What a calendar showed, and was not believed, is meant."""
    source = tools.calendars.load(calendar_id)
    if not source.doubt:
        raise Refused(f"Nothing of {source.title or source.name} is doubted.")
    tools.calendars.lift_doubt(calendar_id)
    tools.journal.note(source.account, JournalLine(now, "believed", source.name, source.doubt))


def pause(tools: Tools, account_id: int, until: date, now: datetime) -> None:
    """No draft before that day."""
    account = tools.accounts.load(account_id)
    if until <= today_of(account, now):
        raise Refused("Choose a day from tomorrow on: until then nothing is drafted.")
    tools.accounts.tell(account_id, replace(account.me, pause_until=until))
    tools.journal.note(account_id, JournalLine(now, "paused", "", f"until {until.isoformat()}"))


def resume(tools: Tools, account_id: int, now: datetime) -> None:
    """Drafts may appear again, at the usual pace. Nothing changes where nothing is paused."""
    account = tools.accounts.load(account_id)
    if account.me.pause_until is not None:
        tools.accounts.tell(account_id, replace(account.me, pause_until=None))
        tools.journal.note(account_id, JournalLine(now, "resumed", ""))


@contextmanager
def _loaded(tools: Tools, touch_id: int) -> Iterator[LedgerTouch]:
    """The touch as it stands now. Where it moves on meanwhile, or is gone, that is said."""
    try:
        yield tools.touches.load(touch_id)
    except NotYours as moved:
        raise Refused("It has moved on in the meantime: look at the queue again.") from moved


def _tell(tools: Tools, touch: LedgerTouch, now: datetime, what: str, text: str) -> None:
    tools.journal.note(touch.account, JournalLine(now, what, touch.kept.touch.id, text))
    tools.accounts.plan_soon(touch.account)

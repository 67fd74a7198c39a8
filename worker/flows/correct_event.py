"""What the user says an event is goes in, or is taken back; it is remembered, and the year planned by it.

Nothing here touches a letter: what is no longer wanted is cancelled, or taken out of the mailbox where
nobody has changed it, by the plan that is made next. Each flow says in the journal what was done.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from worker.domain.account import JournalLine
from worker.domain.engagement import Kind
from worker.domain.errors import Refused
from worker.domain.event import Event
from worker.domain.recognition import Correction, Label
from worker.domain.recognition.corrections import LABELS
from worker.domain.touch import Key, State, Touch
from worker.flows.plan_year import Planned, plan_year, today_of
from worker.flows.tools import Tools
from worker.ports import KeepsCorrections

IN_WORDS: Mapping[Kind | None, str] = {
    Kind.CONFERENCE: "a conference",
    Kind.ROTATION: "a rotation",
    Kind.WEBINAR: "a webinar",
    Kind.MENTOR_MEETING: "a mentor meeting",
    Kind.PD_MEETING: "a meeting with a program director",
    None: "nothing to write about",
}
"""What an event can be said to be."""
WORDS: Mapping[str, Kind | None] = {kind.value if kind else "none": kind for kind in IN_WORDS}
"""The same, as it is written at a terminal and in a form."""
OTHER_WORDS = {label.value: kind.value for kind, label in LABELS.items() if label is not Label.NONE}
"""What `rapport recognise` calls them."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change of mind would do to the year's letters."""

    planned: tuple[Touch, ...]
    cancelled: tuple[Touch, ...]
    moved: tuple[Touch, ...]
    """To another morning, as it would be."""
    withdrawn: tuple[Touch, ...]
    """Their drafts would be taken out of the mailbox, as nobody has changed them."""
    flagged: tuple[Touch, ...]
    """The user has changed their drafts: they stay, marked as no longer wanted."""


def kind_said(word: str) -> Kind | None:
    """The kind behind a word. Raises Refused for an unknown one, with the word that was meant."""
    plain = word.strip().lower().replace(" ", "-")
    if plain in WORDS:
        return WORDS[plain]
    near = difflib.get_close_matches(plain, (*WORDS, *OTHER_WORDS), n=1)
    meant = f"; did you mean {OTHER_WORDS.get(near[0], near[0])}?" if near else "."
    raise Refused(f"“{word}” is none of {', '.join(WORDS)}{meant}")


def correct_event(tools: Tools, account_id: int, event: Event, kind: Kind | None, now: datetime) -> int:
    """Remember that an event, its series and equal titles in its calendar are of a kind. The correction's id.

    Raises Refused as `correction_of` does.
    """
    correction = correction_of(tools, account_id, event, kind, now)
    known = tools.corrections.say(account_id, correction, now)
    line = JournalLine(now, "corrected", event.calendar, f"{_quoted(correction)} is {IN_WORDS[kind]}")
    tools.journal.note(account_id, line)
    return known


def correction_of(
    tools: Tools, account_id: int, event: Event, kind: Kind | None, now: datetime
) -> Correction:
    """What would be remembered. Raises Refused where it was said already, or would not be known again."""
    if not (event.title.strip() or event.series):
        raise Refused("This event has no title, so it could not be known again: give it one in the calendar.")
    before = tools.corrections.of(account_id)
    same = next((key for key, one in before.items() if one.is_about(event)), None)
    if same is not None and before[same].label is kind:
        raise Refused(f"You have said so already: it is correction {same}.")
    day = today_of(tools.accounts.load(account_id), now)
    return Correction(event.calendar, kind, day, event.series, event.title.strip())


def undo_correction(tools: Tools, account_id: int, known: int, now: datetime) -> Correction:
    """Take a correction back: what was said before it holds again, or else the rules. Raises Refused."""
    correction = correction_known(tools, account_id, known)
    if tools.corrections.take_back(account_id, known):
        text = f"{_quoted(correction)} is {IN_WORDS[correction.label]}"
        line = JournalLine(now, "correction undone", correction.calendar, text)
        tools.journal.note(account_id, line)
    return correction


def correction_known(tools: Tools, account_id: int, known: int) -> Correction:
    """A correction by its id. Raises Refused if the account has none of that id."""
    said = tools.corrections.of(account_id)
    if known not in said:
        raise Refused(f"There is no correction {known}: `rapport correct --list` shows those you made.")
    return said[known]


# --- what it would lead to -------------------------------------------------------------------------------


@dataclass(slots=True)
class Supposed:
    """The user's word as it would be; nothing of it is remembered."""

    said: dict[int, Correction]

    def of(self, _: int) -> Mapping[int, Correction]:
        """What is supposed to be said."""
        return self.said

    def say(self, _: int, correction: Correction, at: datetime) -> int:  # noqa: ARG002 - its protocol
        """Suppose that it was said, too."""
        known = max(self.said, default=0) + 1
        self.said = {known: correction, **self.said}
        return known

    def take_back(self, _: int, correction: int) -> bool:
        """Suppose that it was not said."""
        return self.said.pop(correction, None) is not None


def foresee(
    tools: Tools, account_id: int, change: Callable[[KeepsCorrections], object], now: datetime
) -> Foreseen:
    """What the year's letters would be after a change to the corrections. Changes nothing."""
    supposed = Supposed(dict(tools.corrections.of(account_id)))
    before = _year(tools, account_id, now)
    change(supposed)
    after = _year(replace(tools, corrections=supposed), account_id, now)
    had, wanted = _with_a_morning(before), _with_a_morning(after)
    taken, kept = _drafts_in(before.plan.cancel), _drafts_in(before.plan.flag)
    return Foreseen(
        planned=tuple(touch for key, touch in wanted.items() if key not in had),
        cancelled=tuple(touch for key, touch in had.items() if key not in wanted),
        moved=tuple(touch for key, touch in wanted.items() if key in had and had[key].due != touch.due),
        withdrawn=tuple(touch for key, touch in _drafts_in(after.plan.cancel).items() if key not in taken),
        flagged=tuple(touch for key, touch in _drafts_in(after.plan.flag).items() if key not in kept),
    )


def _year(tools: Tools, account_id: int, now: datetime) -> Planned:
    account = tools.accounts.load(account_id)
    return plan_year(tools, account, tools.calendars.events(account_id), now)


def _with_a_morning(year: Planned) -> dict[Key, Touch]:
    planned = (touch for touch in year.touches if touch.state is State.PLANNED)
    return {touch.key: touch for touch in sorted(planned, key=lambda touch: (str(touch.due), touch.key))}


def _drafts_in(touches: Iterable[Touch]) -> dict[Key, Touch]:
    return {touch.key: touch for touch in touches if touch.state is State.DRAFTED}


def _quoted(correction: Correction) -> str:
    return f"“{correction.title}”" if correction.title else "a series without a title"

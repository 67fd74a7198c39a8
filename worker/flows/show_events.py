"""An account goes in; what its calendars hold comes out, line by line: what each is taken for, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from worker.domain.account import Account
from worker.domain.engagement import Kind
from worker.domain.errors import Refused
from worker.domain.event import Event
from worker.domain.gathering import KINDS
from worker.domain.recognition import Correction, Label, Recognised
from worker.domain.recognition.corrections import title_key
from worker.flows.plan_year import recognised_in, today_of
from worker.flows.tools import Tools

NAMED = 20
"""How many of the lines that fit are named in a refusal."""
HANDLE = 16
"""Hexadecimal digits: 64 bits tell the lines of one account apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """The events of one calendar that have one title: what a correction is about."""

    number: int
    """Its place among all lines of the account, from 1."""
    events: tuple[Recognised, ...]
    """In order of time; at least one."""
    calendar: str
    """How people call the calendar."""
    kind: Kind | None
    """What it is taken for: what most of its events are, beside those that are nothing. None: nothing."""
    said: int | None
    """The correction that holds for it, or None."""

    @property
    def event(self) -> Event:
        """The first of its events that is what the line is taken for: it stands for all of them."""
        return self._example.event

    @property
    def handle(self) -> str:
        """What it is known by: the same after each reading, unlike its number."""
        known_by = f"{self.event.calendar}\n{_known_by(self.event)}"
        return sha256(known_by.encode("utf-8", "replace")).hexdigest()[:HANDLE]

    @property
    def taken(self) -> int:
        """How many of its events are taken for that."""
        return sum(kind_of(one) is self.kind for one in self.events)

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons, in words."""
        return self._example.why

    @property
    def start(self) -> date:
        """The day on which the first of its events begins."""
        return min(one.event.first_day for one in self.events)

    @property
    def end(self) -> date:
        """The last day of the last of its events."""
        return max(one.event.last_day for one in self.events)

    def lies_in(self, since: date, until: date) -> bool:
        """Whether any of its events covers one of these days."""
        return any(one.event.first_day <= until and one.event.last_day >= since for one in self.events)

    @property
    def _example(self) -> Recognised:
        return next(one for one in self.events if kind_of(one) is self.kind)


@dataclass(frozen=True, slots=True)
class Said:
    """A correction that the user made."""

    id: int
    correction: Correction
    calendar: str
    """How people call the calendar; its id where it is no longer read."""
    events: int
    """How many events it is about."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What an account's calendars hold, as far as the year is planned from it."""

    account: Account
    today: date
    lines: tuple[Line, ...]
    """By their first day."""
    said: tuple[Said, ...]
    """The user's corrections, the newest first."""

    def at(self, handle: str) -> Line:
        """The line of that handle. Raises Refused where it has left the calendar since."""
        for line in self.lines:
            if line.handle == handle:
                return line
        raise Refused("That event is no longer in your calendars: look at the list again.")

    def called(self, words: str) -> tuple[Line, ...]:
        """The lines with a piece of a title in theirs; all of them for no words."""
        key = title_key(words)
        return tuple(line for line in self.lines if key in title_key(line.event.title))

    def find(self, words: str) -> Line:
        """The one line that is meant by an event's id, a line's number, or a piece of a title.

        A whole title comes before a piece of one. Raises Refused where none fits, or several do.
        """
        words = words.strip()
        fitting = self._by_id(words) or self._by_number(words) or self._by_title(words)
        if not fitting:
            raise Refused(
                f"No event is called “{words}” or has that id: `rapport events --all` lists what there is."
            )
        if len(fitting) > 1:
            more = f"\n  and {len(fitting) - NAMED} more" if len(fitting) > NAMED else ""
            named = "".join(f"\n  {_named(line)}" for line in fitting[:NAMED])
            raise Refused(f"“{words}” fits {len(fitting)} entries: name one by its number.{named}{more}")
        return fitting[0]

    def _by_id(self, words: str) -> list[Line]:
        return [line for line in self.lines if any(words == one.event.id for one in line.events)]

    def _by_number(self, words: str) -> list[Line]:
        return [line for line in self.lines if words.removeprefix("#") == str(line.number)]

    def _by_title(self, words: str) -> list[Line]:
        key, titles = title_key(words), {line.number: title_key(line.event.title) for line in self.lines}
        whole = [line for line in self.lines if key and key == titles[line.number]]
        return whole or [line for line in self.lines if key and key in titles[line.number]]


def holding_of(tools: Tools, account_id: int, now: datetime) -> Holding:
    """What an account's calendars hold now. Changes nothing. Raises Refused if there is no such account."""
    account = tools.accounts.load(account_id)
    found = recognised_in(tools, account, tools.calendars.events(account_id), now)
    said = tools.corrections.of(account_id)
    names = {one.name: one.title for one in tools.calendars.of(account_id)}
    return Holding(
        account=account,
        today=today_of(account, now),
        lines=tuple(_lines(found, said, names)),
        said=tuple(_said(found, said, names)),
    )


def kind_of(one: Recognised) -> Kind | None:
    """The kind of engagement that an event leads to; None where it leads to none."""
    return KINDS[one.label] if one.label is not Label.NONE or one.people else None


def _lines(
    found: Sequence[Recognised], said: Mapping[int, Correction], names: Mapping[str, str]
) -> Iterator[Line]:
    groups: dict[tuple[str, str], list[Recognised]] = defaultdict(list)
    for one in found:
        groups[one.event.calendar, _known_by(one.event)].append(one)
    for number, ((calendar, _), events) in enumerate(groups.items(), 1):
        kinds = Counter(kind for kind in map(kind_of, events) if kind)
        holds = (key for key, correction in said.items() if any(correction.is_about(e.event) for e in events))
        yield Line(
            number=number,
            events=tuple(events),
            calendar=names.get(calendar) or calendar,
            kind=kinds.most_common(1)[0][0] if kinds else None,
            said=next(holds, None),
        )


def _known_by(event: Event) -> str:
    """What a correction would know it by."""
    return title_key(event.title) or event.series or event.id


def _said(
    found: Sequence[Recognised], said: Mapping[int, Correction], names: Mapping[str, str]
) -> Iterator[Said]:
    for key, correction in said.items():
        reach = sum(correction.is_about(one.event) for one in found)
        yield Said(key, correction, names.get(correction.calendar) or correction.calendar, reach)


def _named(line: Line) -> str:
    """A line in one line."""
    event, kind = line.event, line.kind.value if line.kind else "none"
    return (
        f"{line.number}  {event.first_day:%a %d %b %Y}  {event.title} ({kind}, {line.calendar})  {event.id}"
    )

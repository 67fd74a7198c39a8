"""A preview's JSON and the truth of its calendar go in; a sentence for every broken limit comes out.

Knows nothing of the program under test: the windows, the paces and the days are written down here again.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from tests.years.truth import Human, Occasion, Standing, Tie, Year

WINDOWS = {
    "conference": (3, 7),
    "rotation": (1, 7),
    "conversation": (1, 7),
    "pd-meeting": (1, 3),
    "mentor-meeting": (1, 3),
    "webinar": (1, 3),
}
"""Days after the last day in which the first letter belongs (playbook, "Cadences")."""
CADENCES = {
    "conference": "conference",
    "rotation": "rotation",
    "conversation": "conversation",
    "pd-meeting": "pd-mid-year-meeting",
    "mentor-meeting": "mentor-meeting",
    "webinar": "webinar",
}
FIRST = {
    ("conference", "thank-you"),
    ("rotation", "thank-you"),
    ("conversation", "follow-up"),
    ("pd-mid-year-meeting", "thank-you"),
    ("mentor-meeting", "thank-you"),
    ("webinar", "note"),
}
SECOND = {("conference", "follow-up"), ("rotation", "follow-up"), ("cold-outreach", "follow-up")}
OPENS = {"thank-you", "first-letter"}
"""Steps that a follow-up may follow."""
REQUEST = ("pd-mid-year-meeting", "request")
ONE_TO_ONE = {
    ("conversation", "follow-up"),
    ("pd-mid-year-meeting", "thank-you"),
    ("mentor-meeting", "thank-you"),
}
OUTREACH, COLD = ("conference", "outreach"), ("cold-outreach", "first-letter")
INTRODUCTION, RESEARCH = ("introduction", "request"), ("research", "enquiry")
UPDATE, PROMISE = ("mentor", "update"), ("promise", "delivery")
ASKING = {REQUEST, OUTREACH, COLD, INTRODUCTION, RESEARCH}
TOLD = {OUTREACH, COLD, INTRODUCTION, RESEARCH, UPDATE, PROMISE}
"""Letters that no occasion asks for: the user has told what they are for."""
PACED = {COLD, RESEARCH}
"""They have a pace of their own, and an order of their own."""
MONTHS = {COLD: (4, 12), INTRODUCTION: (4, 9), RESEARCH: (4, 9)}
WANTED_AT_MOST, UPDATE_EVERY, NEWS_AT_ONCE = 5, 30, 5
STATES = {"planned", "held", "lapsed", "dropped"}
PUBLIC = {"gmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.com"}
MATCH_WEEKS = [date(2026, 3, 16), date(2027, 3, 15), date(2028, 3, 13)]
EASTERN = ZoneInfo("America/New_York")
A_MORNING, A_WEEK, WORDS, SUBJECT = 3, 8, 200, 78
MERGE, MONTH, FOLLOW_EVERY, BACK = 14, 28, 30, 21
CLOSED_AFTER_FOLLOW_UP, CLOSED_ALONE = 14, 28
DAY = timedelta(days=1)

Span = tuple[date, date]


@dataclass(frozen=True)
class Letter:
    """A touch as the preview tells it, with the person and the occasion it means."""

    raw: Mapping[str, Any]
    human: Human | None
    occasion: Occasion | None

    @property
    def step(self) -> tuple[str, str]:
        return self.raw["cadence"], self.raw["step"]

    @property
    def planned(self) -> bool:
        return bool(self.raw["state"] == "planned")

    @cached_property
    def due(self) -> date:
        return date.fromisoformat(self.raw["due"])

    @cached_property
    def window(self) -> Span:
        first, last = (date.fromisoformat(day) for day in self.raw["window"])
        return first, last

    def __str__(self) -> str:
        who = self.raw["person"]["name"] or self.raw["person"]["email"]
        return f"{self.raw['cadence']}/{self.raw['step']} to {who} ({self.raw['engagement']})"


@dataclass(frozen=True)
class Bond:
    """One person in one occasion, after everything named there is put together."""

    human: Human
    occasion: Occasion
    tie: Tie

    @property
    def duty(self) -> str:
        """Whether a first letter is promised ("must"), left open ("may"), or forbidden ("never")."""
        if self.occasion.standing is not Standing.FIRM or self.tie.declined or self.human.barred:
            return "never"
        if self.occasion.kind not in CADENCES:
            return "never"
        if self.occasion.kind == "rotation":
            return self._rotation_duty()
        if self.occasion.kind == "conversation" and not self.tie.noted:
            return "never"
        return "may" if self.tie.vague else "must"

    def _rotation_duty(self) -> str:
        if len(self.occasion.days) < 5:
            return "never"
        named = len(set(self.tie.days or self.occasion.days))
        if named < 3 and not self.tie.noted:
            return "never"
        return "may" if self.tie.vague else "must"

    @property
    def window(self) -> Span:
        """Where the first letter belongs."""
        first, last = WINDOWS[self.occasion.kind]
        return self.occasion.end + first * DAY, self.occasion.end + last * DAY

    @property
    def asks(self) -> bool:
        """Whether its first letter expects a reply."""
        kind = self.occasion.kind
        return kind == "rotation" or (kind == "conference" and bool(self.tie.topic))


class Case:
    """One answer beside its truth."""

    def __init__(self, answer: Mapping[str, Any], year: Year) -> None:
        """Bring both to one table."""
        self.answer, self.year, self.me = answer, year, year.me
        self.bonds = _bonds(year)
        self.holidays = {day for n in range(-1, 4) for day in federal_holidays(year.today.year + n)}
        self.engagements = {e["id"]: e for e in answer["engagements"]}
        self.letters = [self._letter(raw) for raw in answer["touches"]]
        self.planned = sorted((one for one in self.letters if one.planned), key=lambda one: one.due)
        self.per_day = Counter(one.due for one in self.planned)
        self.per_week = Counter(_monday(one.due) for one in self.planned)

    def _letter(self, raw: Mapping[str, Any]) -> Letter:
        human = self._human(raw["person"])
        told = self.engagements.get(raw["engagement"])
        return Letter(raw, human, self._occasion(told, human) if told else None)

    def _human(self, person: Mapping[str, str]) -> Human | None:
        known = {bond.human for bond in self.bonds} | ({self.me.director} if self.me.director else set())
        known |= set(self.me.mentors) | {program.human for program in self.me.programs}
        known |= {human for _, human in self.year.wanted}
        known |= {promise.human for promise in self.year.promises if promise.human}
        for human in sorted(known, key=lambda one: one.name):
            if person["email"] and human.email == person["email"]:
                return human
            if not (person["email"] and human.email) and _fold(human.name) == _fold(person["name"]):
                return human
        return None

    def _occasion(self, told: Mapping[str, Any], human: Human | None) -> Occasion | None:
        first, last = date.fromisoformat(told["start"]), date.fromisoformat(told["end"])
        mine = [
            bond.occasion
            for bond in self.bonds
            if bond.human == human
            and bond.occasion.kind == told["kind"]
            and bond.occasion.days[0] <= last
            and first <= bond.occasion.end
        ]
        return min(mine, key=lambda o: (abs((o.end - last).days), o.title)) if mine else None

    def frozen(self, day: date) -> bool:
        """Monday 00:00 to Friday 24:00 Eastern of Match Week, for a draft at 6:30 on the user's clock."""
        eastern = datetime.combine(day, time(6, 30), ZoneInfo(self.me.zone)).astimezone(EASTERN).date()
        return any(monday <= eastern <= monday + 4 * DAY for monday in MATCH_WEEKS)

    def paused(self, day: date) -> bool:
        """Whether the profile stops everything on that day."""
        return self.me.pause_until is not None and day < self.me.pause_until

    def working(self, day: date) -> bool:
        """No weekend, federal holiday or quiet day, and no pause."""
        free = day in self.holidays or day in self.me.quiet_days or self.paused(day)
        return day.weekday() < 5 and not free

    def is_outside(self, human: Human, occasion: Occasion | None) -> bool:
        """By the address; without a telling one by where they were met."""
        domain = human.email.rpartition("@")[2]
        if domain and domain not in PUBLIC:
            return domain not in self.me.home_domains
        return occasion is not None and (occasion.outside or occasion.kind in {"conference", "webinar"})

    def mornings(self, window: Span, *, outside: bool) -> list[date]:
        """The days on which a draft may appear; the last day alone where no other is left."""
        days = [day for day in _days(window) if day >= self.year.today]
        thawed = [day for day in days if not (outside and self.frozen(day))]
        found = [day for day in thawed if self.working(day)]
        if not found and window[1] in thawed and not self.paused(window[1]):
            return [window[1]]
        return found

    def thawed(self, window: Span, *, outside: bool) -> Span:
        """The window, or up to three working days after a freeze that takes its last free working day."""
        days = [day for day in _days(window) if day >= self.year.today]
        frozen = [day for day in days if outside and self.frozen(day)]
        if not frozen or any(self.working(day) for day in days if day not in frozen):
            return window
        day, left = frozen[-1], 3
        while left:
            day += DAY
            left -= self.working(day) and not self.frozen(day)
        return window[0], day

    def bonds_of(self, human: Human | None) -> list[Bond]:
        """Everything a person may be written to about."""
        return [bond for bond in self.bonds if bond.human == human and bond.duty != "never"]

    def bond_of(self, letter: Letter) -> Bond | None:
        """The person in the occasion that a letter names."""
        return next((b for b in self.bonds if (b.human, b.occasion) == (letter.human, letter.occasion)), None)

    def served(self, letter: Letter) -> list[Bond]:
        """The bond a first letter is for, and those that may share it."""
        own = self.bond_of(letter)
        if own is None:
            return []
        near = [b for b in self.bonds_of(letter.human) if b is not own and _near(b, own)]
        return [own, *(b for b in near if _meet(b.window, own.window))]

    def one(self, human: Human | None) -> object:
        """Who counts as one person: the directors of one listed program, or somebody alone."""
        return next((p.name for p in self.me.programs if p.human == human), human)

    def is_open_question(self, letter: Letter) -> bool:
        """Whether an event of that day with the person is not firm yet: what it will be is left open."""
        told = self.engagements.get(letter.raw["engagement"])
        days = {told["start"], told["end"]} if told else set()
        return any(
            bond.human == letter.human
            and bond.occasion.standing is Standing.TENTATIVE
            and days & {day.isoformat() for day in bond.occasion.days}
            for bond in self.bonds
        )

    def asks(self, letter: Letter) -> bool:
        """Whether a letter expects a reply, by the truth."""
        if letter.step in ASKING:
            return True
        merged = [b for b in self.served(letter) if _within(letter.window, b.window)] or self.served(letter)[
            :1
        ]
        return letter.step in FIRST and any(bond.asks for bond in merged)

    def closes(self, letter: Letter) -> date:
        """The day on which the conversation that a letter opened is over."""
        for other in self.planned:
            if other.step in SECOND and _follows(other, letter):
                return other.due + CLOSED_AFTER_FOLLOW_UP * DAY
        if letter.step == OUTREACH:
            starts = [congress.days[0] for congress, human in self.year.wanted if human == letter.human]
            ahead = [day for day in starts if day > letter.due]
            return min([letter.due + CLOSED_ALONE * DAY, *(day - DAY for day in ahead[:1])])
        return letter.due + CLOSED_ALONE * DAY

    def full(self, day: date) -> bool:
        """Whether the pace leaves no room that morning."""
        return self.per_day[day] >= A_MORNING or self.per_week[_monday(day)] >= A_WEEK


def broken_limits(answer: Mapping[str, Any], year: Year) -> list[str]:
    """Every limit that an answer breaks, in words; an empty list is an answer without fault."""
    case = Case(answer, year)
    rules: tuple[Callable[[Case], Iterator[str]], ...] = (
        _form,
        _addressees,
        _standing,
        _engagement_ends,
        _windows,
        _days_chosen,
        _first_morning,
        _pace,
        _freeze,
        _open_conversations,
        _follow_ups,
        _merging,
        _monthly,
        _director,
        _wording,
        _past,
        _promised_letters,
        _promised_follow_ups,
        _wanted,
        _programs,
        _updates,
        _promises,
        _months,
    )
    return [sentence for rule in rules for sentence in rule(case)]


def _form(case: Case) -> Iterator[str]:
    for raw_id, times in Counter(one.raw["id"] for one in case.letters).items():
        if times > 1:
            yield f"two touches bear the id {raw_id}"
    for one in case.letters:
        if one.raw["state"] not in STATES:
            yield f"{one}: unknown state {one.raw['state']}"
        if not one.raw["why"] or not all(one.raw["why"]):
            yield f"{one}: no reason is shown"
        if one.planned is not bool(one.raw["due"]):
            yield f"{one}: {one.raw['state']} with due {one.raw['due']}"


def _addressees(case: Case) -> Iterator[str]:
    never = {address.casefold() for address in (*case.year.nobodies, *case.me.own)}
    for one in case.letters:
        if one.raw["person"]["email"].casefold() in never:
            yield f"{one}: a room, a list or the user is addressed"
        elif _fold(one.raw["person"]["name"]) == _fold(case.me.name):
            yield f"{one}: the user is addressed"
        elif one.human is None and one.raw["state"] in {"planned", "held"}:
            yield f"{one}: nobody of that name and address was met"
    for told in case.answer["engagements"]:
        for person in told["people"]:
            if person["email"].casefold() in never:
                yield f"{told['id']}: {person['email']} counts as somebody met"


def _standing(case: Case) -> Iterator[str]:
    for one in case.letters:
        if one.step not in FIRST or one.human is None or one.raw["state"] not in {"planned", "held"}:
            continue
        bond = case.bond_of(one)
        if bond is None and one.raw["state"] == "held" and case.is_open_question(one):
            continue
        if bond is None:
            loose = {b.occasion.standing.value for b in case.bonds if b.human == one.human} - {"firm"}
            yield f"{one}: the person was not met there (their other events are {sorted(loose) or 'firm'})"
        elif one.raw["state"] == "planned" and bond.duty == "never" and not bond.tie.vague:
            yield f"{one}: no letter may go: {_why_never(bond)}"
        elif bond.occasion.standing is Standing.OFF or bond.tie.declined or bond.human.barred:
            yield f"{one}: held, though no letter may ever go: {_why_never(bond)}"


def _why_never(bond: Bond) -> str:
    if bond.tie.declined:
        return "the person declined"
    if bond.human.barred:
        return "the profile forbids it"
    if bond.occasion.standing is not Standing.FIRM:
        return f"the occasion is {bond.occasion.standing.value}"
    return "too short a service, or named on too few days"


def _engagement_ends(case: Case) -> Iterator[str]:
    for one in case.letters:
        told, truth = case.engagements.get(one.raw["engagement"]), one.occasion
        firm = truth is not None and truth.standing is Standing.FIRM and truth.end <= case.year.until
        if told and truth and firm and told["end"] != truth.end.isoformat():
            yield f"{one}: its engagement ends on {truth.end}, not on {told['end']}"


def _windows(case: Case) -> Iterator[str]:
    for one in case.planned:
        if not one.window[0] <= one.due <= one.window[1]:
            yield f"{one}: due {one.due} lies outside its window {_told(one.window)}"
        if one.due < case.year.today:
            yield f"{one}: due {one.due} lies before today"
        if one.step in FIRST and one.human is not None:
            allowed = _allowed_windows(case, one)
            if allowed and one.window not in allowed:
                right = " or ".join(map(_told, sorted(allowed)))
                yield f"{one}: window {_told(one.window)}, where {right} is right"


def _allowed_windows(case: Case, letter: Letter) -> set[Span]:
    served = case.served(letter)
    spans = {bond.window for bond in served[:1]}
    for _ in served[1:]:
        spans |= {both for span in spans for bond in served[1:] if (both := _meet(span, bond.window))}
    outside = {case.is_outside(bond.human, bond.occasion) for bond in served}
    return {case.thawed(span, outside=side) for span in spans for side in outside}


def _days_chosen(case: Case) -> Iterator[str]:
    for one in case.planned:
        if case.paused(one.due):
            yield f"{one}: drafted on {one.due}, in the pause"
        elif not case.working(one.due):
            outside = one.human is not None and case.is_outside(one.human, one.occasion)
            better = [day for day in case.mornings(one.window, outside=outside) if case.working(day)]
            if better or one.due != one.window[1]:
                yield f"{one}: drafted on {one.due:%A %Y-%m-%d}, a weekend, holiday or quiet day"


def _first_morning(case: Case) -> Iterator[str]:
    for one in case.planned:
        if one.human is None or one.step in PACED | {UPDATE, INTRODUCTION}:
            continue
        outside = case.is_outside(one.human, one.occasion) or one.step == INTRODUCTION
        bond = case.bond_of(one)
        asks = case.asks(one) or (bond is not None and one.step in FIRST and _may_ask(case, bond))
        for day in case.mornings(one.window, outside=outside):
            if day < one.due and not _excused(case, one.human, day, asks=asks, besides=one):
                if one.step in SECOND and _followed_lately(case, one, day):
                    continue
                yield f"{one}: drafted on {one.due}, though {day} was free"
                break


def _followed_lately(case: Case, letter: Letter, day: date) -> bool:
    others = (o for o in case.planned if o is not letter and o.step in SECOND and o.human == letter.human)
    return any(0 <= (day - other.due).days < FOLLOW_EVERY for other in others)


def _excused(case: Case, human: Human, day: date, *, asks: bool, besides: Letter | None = None) -> bool:
    """Whether some rule kept a letter to that person from that morning."""
    if case.full(day):
        return True
    others = [one for one in case.planned if case.one(one.human) == case.one(human) and one is not besides]
    if any(one.due == day for one in others):
        return True
    return asks and any(case.asks(one) and one.due <= day <= case.closes(one) for one in others)


def _pace(case: Case) -> Iterator[str]:
    yield from (f"{n} drafts on {day}" for day, n in sorted(case.per_day.items()) if n > A_MORNING)
    yield from (f"{n} drafts in the week of {day}" for day, n in sorted(case.per_week.items()) if n > A_WEEK)
    whom = Counter((one.raw["person"]["email"] or one.raw["person"]["name"], one.due) for one in case.planned)
    yield from (f"{n} drafts to {who} on {day}" for (who, day), n in sorted(whom.items()) if n > 1)


def _freeze(case: Case) -> Iterator[str]:
    for one in case.planned:
        if one.step == INTRODUCTION and case.frozen(one.due):
            yield f"{one}: an introduction is asked for on {one.due}, in Match Week"
        if one.human and case.is_outside(one.human, one.occasion) and case.frozen(one.due):
            yield f"{one}: drafted on {one.due}, in Match Week, to somebody at an outside program"


def _open_conversations(case: Case) -> Iterator[str]:
    for first, second in combinations((one for one in case.planned if case.asks(one)), 2):
        if case.one(first.human) == case.one(second.human) and second.due < case.closes(first):
            until = case.closes(first)
            yield f"{second}: asks on {second.due} while the letter of {first.due} is open until {until}"


def _follow_ups(case: Case) -> Iterator[str]:
    seconds = [one for one in case.planned if one.step in SECOND]
    for one in seconds:
        before = [first for first in case.planned if _follows(one, first)]
        if len(before) != 1:
            yield f"{one}: follows {len(before)} letters"
            continue
        if not case.asks(before[0]):
            yield f"{one}: follows a letter that asked for nothing"
        span = (before[0].due + 10 * DAY, before[0].due + 14 * DAY)
        outside = one.human is not None and case.is_outside(one.human, one.occasion)
        right = case.thawed(span, outside=outside)
        if one.window != right:
            yield f"{one}: window {_told(one.window)}, where {_told(right)} is right"
    for first, second in combinations(seconds, 2):
        if first.human == second.human and (second.due - first.due).days < FOLLOW_EVERY:
            yield f"{second}: two follow-ups to one person within 30 days"
        if first.human == second.human and first.raw["engagement"] == second.raw["engagement"]:
            yield f"{second}: a second follow-up to one request"


def _follows(second: Letter, first: Letter) -> bool:
    shared = ("person", "engagement", "cadence")
    return (
        first.raw["step"] in OPENS
        and first.step not in SECOND
        and all(first.raw[key] == second.raw[key] for key in shared)
    )


def _merging(case: Case) -> Iterator[str]:
    firsts = [one for one in case.planned if one.step in FIRST and one.occasion]
    for one, other in combinations(firsts, 2):
        if one.human == other.human and one.occasion and other.occasion:
            apart = abs((one.occasion.end - other.occasion.end).days)
            if apart <= MERGE:
                yield f"{one} and {other}: two letters for engagements that end {apart} days apart"


def _monthly(case: Case) -> Iterator[str]:
    thanks = [one for one in case.planned if one.step in ONE_TO_ONE]
    for first, second in combinations(thanks, 2):
        if first.human == second.human and (second.due - first.due).days < MONTH:
            yield f"{second}: a second one-to-one thank-you within a month of {first.due}"


def _director(case: Case) -> Iterator[str]:
    for one in case.letters:
        if one.raw["state"] not in {"planned", "held"} or one.raw["cadence"] != "pd-mid-year-meeting":
            continue
        if one.human is None or one.human != case.me.director:
            yield f"{one}: a program-director letter to somebody else"
        mid = case.me.mid_year_day
        if one.step == REQUEST and mid and one.window != (mid - 21 * DAY, mid - 14 * DAY):
            yield f"{one}: window {_told(one.window)} does not fit a mid-year meeting on {mid}"
    yield from _mid_year_request(case)


def _mid_year_request(case: Case) -> Iterator[str]:
    mid, director = case.me.mid_year_day, case.me.director
    if mid is None or director is None:
        return
    asked = [one for one in case.planned if one.step == REQUEST]
    meetings = [
        bond.occasion for bond in case.bonds if bond.human == director and bond.occasion.kind == "pd-meeting"
    ]
    seen = [m for m in meetings if m.days[0] <= case.year.until]
    about = [m for m in seen if -30 <= (m.days[0] - mid).days <= 30]
    if asked and any(m.standing is Standing.FIRM for m in about):
        yield f"{asked[0]}: a meeting with the own program director is booked already"
    window = (mid - 21 * DAY, mid - 14 * DAY)
    near = [m for m in meetings if -60 <= (m.days[0] - mid).days <= 60]
    if asked or near or director.barred or window[0] < case.year.today or window[1] > case.year.until:
        return
    if any(not _excused(case, director, day, asks=True) for day in case.mornings(window, outside=False)):
        yield f"no request to {director.name} for the mid-year meeting of {mid}"


def _wording(case: Case) -> Iterator[str]:
    for one in case.letters:
        if one.raw["state"] not in {"planned", "held"}:
            continue
        if not 0 < one.raw["words"] <= WORDS:
            yield f"{one}: {one.raw['words']} words"
        subject = one.raw["subject"] or ""
        if not subject or len(subject) > SUBJECT or not subject.isprintable():
            yield f"{one}: subject {subject!r}"
        yield from _gaps(case, one)


def _gaps(case: Case, letter: Letter) -> Iterator[str]:
    gaps = len(letter.raw["gaps"])
    if letter.step in TOLD - {UPDATE}:
        if gaps > 1 or (letter.step == PROMISE and gaps != 1):
            yield f"{letter}: {gaps} gaps"
        return
    if letter.step not in FIRST:
        if gaps:
            yield f"{letter}: a gap where nothing specific is needed"
        return
    served = case.served(letter)
    own = [bond for bond in served[:1] if bond.tie.topic]
    if own and gaps:
        yield f"{letter}: a gap, though the note says {own[0].tie.topic!r}"
    if served and not any(bond.tie.topic for bond in served) and gaps != 1:
        yield f"{letter}: {gaps} gaps, though nothing specific is known"


def _past(case: Case) -> Iterator[str]:
    today = case.year.today
    for one in case.letters:
        if one.step not in FIRST or one.occasion is None or one.occasion.end >= today:
            continue
        back = (today - one.occasion.end).days
        if one.raw["state"] in {"planned", "held"} and back > BACK:
            yield f"{one}: {one.raw['state']}, though it ended {back} days before today"
        elif one.planned:
            yield f"{one}: planned, though it ended before today and nobody confirmed it"


def _promised_letters(case: Case) -> Iterator[str]:
    for bond in case.bonds:
        if bond.duty != "must" or (bond.occasion.kind == "pd-meeting" and bond.human != case.me.director):
            continue
        back = (case.year.today - bond.occasion.end).days
        if 0 < back <= BACK:
            if not any(_is_for(one, bond) and one.raw["state"] == "held" for one in case.letters):
                yield f"{_promise(bond)} is not held for confirmation"
        elif back <= 0 and not _is_written(case, bond) and not _may_be_missing(case, bond):
            yield f"{_promise(bond)} is missing"


def _promise(bond: Bond) -> str:
    return f"the letter to {bond.human.name} for {bond.occasion.title} (ended {bond.occasion.end})"


def _is_for(letter: Letter, bond: Bond) -> bool:
    return letter.step in FIRST and letter.human == bond.human and letter.occasion == bond.occasion


def _is_written(case: Case, bond: Bond) -> bool:
    """By its own letter, or by one for an engagement that ended within 14 days of it."""
    firsts = [one for one in case.planned if one.step in FIRST and one.human == bond.human]
    return any(
        other.occasion is bond.occasion or _near(other, bond) for one in firsts for other in case.served(one)
    )


def _may_be_missing(case: Case, bond: Bond) -> bool:
    window = case.thawed(bond.window, outside=case.is_outside(bond.human, bond.occasion))
    days = case.mornings(window, outside=case.is_outside(bond.human, bond.occasion))
    if window[1] > case.year.until or not days:
        return True
    if bond.occasion.kind in {"conversation", "pd-meeting", "mentor-meeting"} and _thanked_lately(
        case, bond, days[0]
    ):
        return True
    return all(_excused(case, bond.human, day, asks=_may_ask(case, bond)) for day in days)


def _may_ask(case: Case, bond: Bond) -> bool:
    """Whether its letter asks, or may be one with a letter that does."""
    near = (b for b in case.bonds_of(bond.human) if _near(b, bond) and _meet(b.window, bond.window))
    return bond.asks or any(b.asks for b in near)


def _thanked_lately(case: Case, bond: Bond, day: date) -> bool:
    thanks = (one for one in case.planned if one.step in ONE_TO_ONE and one.human == bond.human)
    return any(0 <= (day - one.due).days <= 31 for one in thanks)


def _promised_follow_ups(case: Case) -> Iterator[str]:
    for first in case.planned:
        if (
            (first.raw["cadence"], "follow-up") not in SECOND
            or first.step not in FIRST
            or not case.asks(first)
        ):
            continue
        human = first.human
        if human is None or any(_follows(one, first) for one in case.planned if one.step in SECOND):
            continue
        outside = case.is_outside(human, first.occasion)
        window = case.thawed((first.due + 10 * DAY, first.due + 14 * DAY), outside=outside)
        days = case.mornings(window, outside=outside)
        free = [
            d
            for d in days
            if not _excused(case, human, d, asks=False) and not _followed_lately(case, first, d)
        ]
        if free and window[1] <= case.year.until and not _meets(case, human, first.due, window[1]):
            yield f"{first}: asks on {first.due}, but no follow-up stands by"


def _meets(case: Case, human: Human, after: date, until: date) -> bool:
    """Whether a one-to-one with the person lies between two days: that may count as an answer."""
    alone = {"conversation", "pd-meeting", "mentor-meeting"}
    mine = [bond.occasion for bond in case.bonds if bond.human == human and bond.occasion.kind in alone]
    return any(after <= occasion.end <= until for occasion in mine)


def _wanted(case: Case) -> Iterator[str]:
    """Outreach: to people wanted at that conference, at most five, two to one weeks before it."""
    for one in (letter for letter in case.planned if letter.step == OUTREACH):
        congresses = [congress for congress, human in case.year.wanted if human == one.human]
        right = {(c.days[0] - 14 * DAY, c.days[0] - 7 * DAY) for c in congresses}
        if one.human is None or one.human.barred or not right:
            yield f"{one}: nobody whom the user wants to meet"
        elif one.window not in right:
            spans = " or ".join(map(_told, sorted(right)))
            yield f"{one}: window {_told(one.window)}, where {spans} is right"
    per_conference = Counter(one.raw["engagement"] for one in case.planned if one.step == OUTREACH)
    yield from (
        f"{n} people are written to before {e}" for e, n in per_conference.items() if n > WANTED_AT_MOST
    )


def _programs(case: Case) -> Iterator[str]:
    """Cold outreach: to directors on the list, one of a program, at the user's own pace."""
    cold = [one for one in case.planned if one.step == COLD]
    for one in cold:
        if one.human is None or one.human.barred or one.human not in {p.human for p in case.me.programs}:
            yield f"{one}: not on the list of programs, or never to be written to"
    for program, times in Counter(case.one(one.human) for one in cold).items():
        if times > 1:
            yield f"{times} first letters to {program}"
    mornings = Counter(one.due for one in cold)
    yield from (f"{n} first letters to programs on {day}" for day, n in mornings.items() if n > 1)
    weeks = Counter(_monday(one.due) for one in cold)
    yield from (f"{n} first letters in the week of {day}" for day, n in weeks.items() if n > case.me.a_week)


def _updates(case: Case) -> Iterator[str]:
    """Mentors hear news every 30 days at the soonest, none of it twice."""
    for human in case.me.mentors:
        letters = [one for one in case.planned if one.step == UPDATE and one.human == human]
        for first, second in combinations(letters, 2):
            if 0 <= (second.due - first.due).days < UPDATE_EVERY:
                yield f"{second}: {(second.due - first.due).days} days after the update before"
        told = Counter(text for one in letters for _, text in case.me.news if _tells(one, text))
        yield from (f"{human.name} hears {text!r} {n} times" for text, n in told.items() if n > 1)
        alone = sorted({b.occasion.end for b in case.bonds if b.human == human and _is_alone(b)})
        yield from (sentence for one in letters for sentence in _update(case, one, alone))
    for one in case.planned:
        if one.step == UPDATE and (one.human not in case.me.mentors or one.human.barred):
            yield f"{one}: no mentor of the profile"


def _update(case: Case, letter: Letter, alone: Sequence[date]) -> Iterator[str]:
    """What one update tells, and how it stands to the meetings alone with the mentor."""
    news = [(day, text) for day, text in case.me.news if _tells(letter, text)]
    if not 1 <= len(news) <= NEWS_AT_ONCE or any(day > letter.due for day, _ in news):
        yield f"{letter}: tells {len(news)} news, or news before it happened"
    for met in alone:
        if 0 <= (letter.due - met).days < UPDATE_EVERY:
            yield f"{letter}: {(letter.due - met).days} days after a meeting with them"
        if any(day <= met <= letter.due for day, _ in news):
            yield f"{letter}: tells what was told at the meeting of {met}"


def _is_alone(bond: Bond) -> bool:
    alone = {"conversation", "pd-meeting", "mentor-meeting"}
    return bond.occasion.kind in alone and bond.occasion.standing is Standing.FIRM and not bond.tie.vague


def _tells(letter: Letter, text: str) -> bool:
    return any(reason.endswith(f": {text}") for reason in letter.raw["why"])


def _promises(case: Case) -> Iterator[str]:
    """A promise to somebody is a draft on its day, whatever day that is."""
    letters = [one for one in case.planned if one.step == PROMISE]
    for one in letters:
        days = [promise.day for promise in case.year.promises if promise.human == one.human]
        outside = one.human is not None and case.is_outside(one.human, None)
        spans = {case.thawed((day, day), outside=outside) for day in days}
        if one.human is None or one.human.barred or one.window not in spans:
            yield f"{one}: nothing was promised for {_told(one.window)}"
    for promise in case.year.promises:
        human, day = promise.human, promise.day
        if human is None or human.barred or not case.year.today <= day <= case.year.until:
            continue
        written = any(one.human == human and one.window[0] == day for one in letters)
        outside = case.is_outside(human, None)
        free = case.mornings((day, day), outside=outside)
        if not written and free and not _excused(case, human, day, asks=False):
            yield f"the promise to {human.name} for {day} is missing"


def _months(case: Case) -> Iterator[str]:
    """Letters that belong to months of the training year go in no other."""
    for one in case.planned:
        if one.step in MONTHS:
            first, last = (_month(case.me.year_start, n) for n in MONTHS[one.step])
            if not first[0] <= one.due <= last[1]:
                yield f"{one}: drafted on {one.due}, outside its months"
        if one.step == INTRODUCTION and "categorical-away" not in case.me.pathways:
            yield f"{one}: an introduction on another pathway"
        if one.step == RESEARCH and "research" not in case.me.pathways:
            yield f"{one}: a research enquiry on another pathway"


def _month(year_start: date, number: int) -> Span:
    """First and last day of a month of the training year that begins on the first of one."""
    ahead = year_start.month + number - 1
    first = date(year_start.year + (ahead - 1) // 12, (ahead - 1) % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after - DAY


def _bonds(year: Year) -> list[Bond]:
    """Every person in every occasion; whoever was met on a day of service or at a congress belongs there."""
    ties: dict[tuple[Occasion, Human], Tie] = {}
    for occasion in year.occasions:
        for tie in occasion.ties:
            for home, tied in _homes(occasion, tie, year.occasions):
                have = ties.get((home, tie.human))
                ties[home, tie.human] = _joined(have, tied) if have else tied
    return [Bond(human, occasion, tie) for (occasion, human), tie in ties.items()]


def _homes(occasion: Occasion, tie: Tie, everything: Sequence[Occasion]) -> list[tuple[Occasion, Tie]]:
    """Where somebody belongs who was met on that occasion; both places where its host is not firm."""
    if occasion.kind != "conversation" or occasion.standing is not Standing.FIRM:
        return [(occasion, tie)]
    here = [o for o in everything if set(o.days) & set(occasion.days) and o.standing is not Standing.OFF]
    hosts = [
        host
        for kind in ("conference", "rotation")
        for host in here
        if host.kind == kind and (kind == "conference" or len(host.days) >= 5)
    ]
    if not hosts:
        return [(occasion, tie)]
    there = replace(tie, days=occasion.days)
    if hosts[0].standing is Standing.FIRM:
        return [(hosts[0], there)]
    return [(occasion, replace(tie, vague=True)), (hosts[0], replace(there, vague=True))]


def _joined(one: Tie, other: Tie) -> Tie:
    return Tie(
        one.human,
        tuple(sorted({*one.days, *other.days})) if one.days and other.days else (),
        one.noted or other.noted,
        one.topic or other.topic,
        one.declined and other.declined,
        one.vague and other.vague,
    )


def _near(one: Bond, other: Bond) -> bool:
    return abs((one.occasion.end - other.occasion.end).days) <= MERGE


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _meet(one: Span, other: Span) -> Span | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _days(span: Span) -> list[date]:
    return [span[0] + n * DAY for n in range((span[1] - span[0]).days + 1)]


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _told(span: Span) -> str:
    return f"{span[0]}..{span[1]}"


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def federal_holidays(year: int) -> set[date]:
    """5 U.S.C. 6103, with Friday for a Saturday and Monday for a Sunday."""
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    fixed.append(date(year + 1, 1, 1))
    kept = {day + {5: -1, 6: 1}.get(day.weekday(), 0) * DAY for day in fixed}
    floating = {_nth(year, 1, 0, 3), _nth(year, 2, 0, 3), _nth(year, 9, 0, 1), _nth(year, 10, 0, 2)}
    last_of_may = _monday(date(year, 5, 31))
    return kept | floating | {_nth(year, 11, 3, 4), last_of_may}


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY

"""A preview's JSON and the truth of its year go in; both come out on one table, letter beside occasion.

Knows nothing of the program under test: the windows, the paces and the days are written down here again.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
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
FOLLOWED = ("conference", "rotation", "cold-outreach", "elective", "alumni")
SECOND = {(cadence, "follow-up") for cadence in FOLLOWED}
OPENS = {"thank-you", "first-letter", "enquiry", "note"}
"""Steps that a follow-up may follow."""
REQUEST = ("pd-mid-year-meeting", "request")
ONE_TO_ONE = {
    ("conversation", "follow-up"),
    ("pd-mid-year-meeting", "thank-you"),
    ("mentor-meeting", "thank-you"),
}
OUTREACH, COLD = ("conference", "outreach"), ("cold-outreach", "first-letter")
INTRODUCTION, RESEARCH, PIVOT = ("introduction", "request"), ("research", "enquiry"), ("pivot", "enquiry")
ELECTIVE, ALUMNI = ("elective", "enquiry"), ("alumni", "note")
UPDATE, PROMISE, CONGRATULATION = ("mentor", "update"), ("promise", "delivery"), ("mentor", "congratulation")
LETTER_REQUEST, MATERIALS = ("letter", "request"), ("letter", "materials")
REMINDER, LETTER_THANKS = ("letter", "reminder"), ("letter", "thank-you")
ASKING = {REQUEST, OUTREACH, COLD, INTRODUCTION, RESEARCH, PIVOT, ELECTIVE, ALUMNI, LETTER_REQUEST}
TOLD = {OUTREACH, COLD, INTRODUCTION, RESEARCH, PIVOT, ELECTIVE, ALUMNI, UPDATE, PROMISE, MATERIALS}
"""Letters that no occasion asks for: the user has told what they are for."""
PACED = {COLD, RESEARCH, PIVOT, ELECTIVE, ALUMNI}
"""They have a pace of their own, and an order of their own."""
MONTHS = {
    COLD: (4, 12),
    INTRODUCTION: (4, 9),
    RESEARCH: (4, 9),
    PIVOT: (4, 6),
    **dict.fromkeys((ELECTIVE, ALUMNI), (1, 12)),
}
WANTED_AT_MOST, UPDATE_EVERY, NEWS_AT_ONCE = 5, 30, 5
ROWS = FIRST | SECOND | ASKING | TOLD | {CONGRATULATION, REMINDER, LETTER_THANKS}
"""Every row of the playbook's cadences: a run in which one of them is never planned proves nothing of it."""
STATES = {"planned", "held", "lapsed", "dropped"}
PUBLIC = {"gmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.com"}
MATCH_WEEKS = [date(2026, 3, 16), date(2027, 3, 15), date(2028, 3, 13)]
EASTERN = ZoneInfo("America/New_York")
A_MORNING, A_WEEK, WORDS, SUBJECT = 3, 8, 200, 78
MERGE, MONTH, FOLLOW_EVERY, BACK = 14, 28, 30, 21
APART = 3
"""Days between two letters to one person, where the second can wait so long."""
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
        self.per_week = Counter(monday_of(one.due) for one in self.planned)

    def _letter(self, raw: Mapping[str, Any]) -> Letter:
        human = self._human(raw["person"])
        told = self.engagements.get(raw["engagement"])
        return Letter(raw, human, self._occasion(told, human) if told else None)

    def _human(self, person: Mapping[str, str]) -> Human | None:
        known = {bond.human for bond in self.bonds} | ({self.me.director} if self.me.director else set())
        known |= {achieved.human for achieved in self.me.achievements}
        known |= {referee.human for referee in self.me.referees}
        known |= set(self.me.mentors) | {program.human for program in self.me.programs}
        known |= {human for _, human in self.year.wanted}
        known |= {promise.human for promise in self.year.promises if promise.human}
        for human in sorted(known, key=lambda one: one.name):
            if person["email"] and human.email == person["email"]:
                return human
            if not (person["email"] and human.email) and fold(human.name) == fold(person["name"]):
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
        return self.works(day) and not self.paused(day)

    def works(self, day: date) -> bool:
        """No weekend, federal holiday or quiet day."""
        return day.weekday() < 5 and day not in self.holidays and day not in self.me.quiet_days

    def is_outside(self, human: Human, occasion: Occasion | None) -> bool:
        """By the address; without a telling one by where they were met."""
        domain = human.email.rpartition("@")[2]
        if domain and domain not in PUBLIC:
            return domain not in self.me.home_domains
        return occasion is not None and (occasion.outside or occasion.kind in {"conference", "webinar"})

    def mornings(self, window: Span, *, outside: bool) -> list[date]:
        """The days on which a draft may appear; the last day alone where no other is left."""
        days = [day for day in days_of(window) if day >= self.year.today]
        thawed = [day for day in days if not (outside and self.frozen(day))]
        found = [day for day in thawed if self.working(day)]
        if not found and window[1] in thawed and not self.paused(window[1]):
            return [window[1]]
        return found

    def thawed(self, window: Span, *, outside: bool) -> Span:
        """The window, or up to three working days after a freeze that takes its last free working day."""
        days = [day for day in days_of(window) if day >= self.year.today]
        frozen = [day for day in days if outside and self.frozen(day)]
        if not frozen or any(self.working(day) for day in days if day not in frozen):
            return window
        day, left = frozen[-1], 3
        while left:
            day += DAY
            left -= self.works(day) and not self.frozen(day)
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
        beside = [b for b in self.bonds_of(letter.human) if b is not own and near(b, own)]
        return [own, *(b for b in beside if shared(b.window, own.window))]

    def one(self, human: Human | None) -> object:
        """Who counts as one person: the directors of one listed program, or somebody alone."""
        return next((p.name for p in self.me.programs if p.directs and p.human == human), human)

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
        merged = [b for b in self.served(letter) if within(letter.window, b.window)] or self.served(letter)[
            :1
        ]
        return letter.step in FIRST and any(bond.asks for bond in merged)

    def closes(self, letter: Letter) -> date:
        """The day on which the conversation that a letter opened is over."""
        for other in self.planned:
            if other.step in SECOND and follows(other, letter):
                return other.due + CLOSED_AFTER_FOLLOW_UP * DAY
        if letter.step == OUTREACH:
            starts = [congress.days[0] for congress, human in self.year.wanted if human == letter.human]
            ahead = [day for day in starts if day > letter.due]
            return min([letter.due + CLOSED_ALONE * DAY, *(day - DAY for day in ahead[:1])])
        return letter.due + CLOSED_ALONE * DAY

    def just_written(self, letter: Letter) -> set[date]:
        """The days on which another letter to the same person is fresh: a second one may wait until after."""
        one = self.one(letter.human)
        others = [other for other in self.planned if self.one(other.human) == one and other is not letter]
        return {other.due + n * DAY for other in others for n in range(APART)}

    def full(self, day: date) -> bool:
        """Whether the pace leaves no room that morning."""
        return self.per_day[day] >= A_MORNING or self.per_week[monday_of(day)] >= A_WEEK


def followed_lately(case: Case, letter: Letter, day: date) -> bool:
    others = (o for o in case.planned if o is not letter and o.step in SECOND and o.human == letter.human)
    return any(0 <= (day - other.due).days < FOLLOW_EVERY for other in others)


def allowed_windows(case: Case, letter: Letter) -> set[Span]:
    """The windows a first letter may have: its own, or what it shares with one it stands for too."""
    served = case.served(letter)
    spans = {bond.window for bond in served[:1]}
    for _ in served[1:]:
        spans |= {both for span in spans for bond in served[1:] if (both := shared(span, bond.window))}
    outside = {case.is_outside(bond.human, bond.occasion) for bond in served}
    return {case.thawed(span, outside=side) for span in spans for side in outside}


def excused(case: Case, human: Human, day: date, *, asks: bool, besides: Letter | None = None) -> bool:
    """Whether some rule kept a letter to that person from that morning."""
    if case.full(day):
        return True
    others = [one for one in case.planned if case.one(one.human) == case.one(human) and one is not besides]
    if any(one.due == day for one in others):
        return True
    return asks and any(case.asks(one) and one.due <= day <= case.closes(one) for one in others)


def follows(second: Letter, first: Letter) -> bool:
    alike = ("person", "engagement", "cadence")
    return (
        first.raw["step"] in OPENS
        and first.step not in SECOND
        and all(first.raw[key] == second.raw[key] for key in alike)
    )


def may_ask(case: Case, bond: Bond) -> bool:
    """Whether its letter asks, or may be one with a letter that does."""
    beside = (b for b in case.bonds_of(bond.human) if near(b, bond) and shared(b.window, bond.window))
    return bond.asks or any(b.asks for b in beside)


def thanked_lately(case: Case, bond: Bond, day: date) -> bool:
    thanks = (one for one in case.planned if one.step in ONE_TO_ONE and one.human == bond.human)
    return any(0 <= (day - one.due).days <= 31 for one in thanks)


def meets(case: Case, human: Human, after: date, until: date) -> bool:
    """Whether a one-to-one with the person lies between two days: that may count as an answer."""
    alone = {"conversation", "pd-meeting", "mentor-meeting"}
    mine = [bond.occasion for bond in case.bonds if bond.human == human and bond.occasion.kind in alone]
    return any(after <= occasion.end <= until for occasion in mine)


def month_of(year_start: date, number: int) -> Span:
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
            for home, tied in _homes(occasion, tie, year):
                have = ties.get((home, tie.human))
                ties[home, tie.human] = _joined(have, tied) if have else tied
    return [Bond(human, occasion, tie) for (occasion, human), tie in ties.items()]


def _homes(occasion: Occasion, tie: Tie, year: Year) -> list[tuple[Occasion, Tie]]:
    """Where somebody belongs who was met on that occasion; both places where its host is not firm."""
    if occasion.kind != "conversation" or occasion.standing is not Standing.FIRM:
        return [(occasion, tie)]
    here = [o for o in year.occasions if set(o.days) & set(occasion.days) and o.standing is not Standing.OFF]
    hosts = [
        host
        for kind in ("conference", "rotation")
        for host in here
        if host.kind == kind and (kind == "conference" or _works_there(tie.human, host, year))
    ]
    if not hosts:
        return [(occasion, tie)]
    there = replace(tie, days=occasion.days)
    if hosts[0].standing is Standing.FIRM:
        return [(hosts[0], there)]
    return [(occasion, replace(tie, vague=True)), (hosts[0], replace(there, vague=True))]


def _works_there(human: Human, service: Occasion, year: Year) -> bool:
    """Whether somebody belongs to a service: named there, or not known to be of another house."""
    staff, home = [tie.human for tie in service.ties if not tie.declined], set(year.me.home_domains)
    if len(service.days) < 5 or human in staff or not _house(human):
        return len(service.days) >= 5
    theirs = {_house(one) for one in staff} - {""}
    if service.outside and not theirs:
        return _house(human) not in home
    return _house(human) in theirs | (set() if service.outside else home)


def _house(human: Human) -> str:
    domain = human.email.rpartition("@")[2]
    return "" if domain in PUBLIC else domain


def _joined(one: Tie, other: Tie) -> Tie:
    return Tie(
        one.human,
        tuple(sorted({*one.days, *other.days})) if one.days and other.days else (),
        one.noted or other.noted,
        one.topic or other.topic,
        one.declined and other.declined,
        one.vague and other.vague,
    )


def near(one: Bond, other: Bond) -> bool:
    return abs((one.occasion.end - other.occasion.end).days) <= MERGE


def within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def shared(one: Span, other: Span) -> Span | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def days_of(span: Span) -> list[date]:
    return [span[0] + n * DAY for n in range((span[1] - span[0]).days + 1)]


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def told_span(span: Span) -> str:
    return f"{span[0]}..{span[1]}"


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def federal_holidays(year: int) -> set[date]:
    """5 U.S.C. 6103, with Friday for a Saturday and Monday for a Sunday."""
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    fixed.append(date(year + 1, 1, 1))
    kept = {day + {5: -1, 6: 1}.get(day.weekday(), 0) * DAY for day in fixed}
    floating = {_nth(year, 1, 0, 3), _nth(year, 2, 0, 3), _nth(year, 9, 0, 1), _nth(year, 10, 0, 2)}
    last_of_may = monday_of(date(year, 5, 31))
    return kept | floating | {_nth(year, 11, 3, 4), last_of_may}


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY

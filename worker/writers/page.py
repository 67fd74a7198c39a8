"""The outlook of a year goes in; one self-contained HTML page with a drawn timeline comes out."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TypeVar
from unicodedata import combining, east_asian_width

from markupsafe import Markup

from worker.domain.engagement import Engagement, Kind
from worker.domain.feed import Entry
from worker.domain.letter import Letter
from worker.domain.outlook import Outlook
from worker.domain.season import Certainty, Milestone
from worker.domain.touch import State, Touch
from worker.writers.jinja import visible, web_environment

PACKAGE = Path(__file__).parents[1]
SHIPPED = (PACKAGE / "_data" if (PACKAGE / "_data").is_dir() else PACKAGE.parent) / "templates" / "web"
"""The words that ship, installed or in a checkout."""

T = TypeVar("T")
K = TypeVar("K")

# The drawing, in SVG user units: one unit is one CSS pixel at the page's full width.
GUTTER = 104.0
YEAR = 1040.0
MONTH = 62.0
HEAD = 46.0
PAD = 9.0
GAP = 5.0
NARROWEST = 3.0
DOT = 9.0
SIZE = 11.0
INSIDE = 58.0
INNER = 3.5
BESIDE = 168.0
LETTERS = 120
MONTH_NAME = 54.0
LABELLED_ROWS = 7
LOOK_BACK = timedelta(days=92)
LONGEST = timedelta(days=3 * 366)

NARROW = frozenset("iljtfrI.,:;'|!()[] -·")
BROAD = frozenset("mwMW@%…")
LETTER_GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
FOLLOW_UP = "follow-up"
QUESTION = "question"
NEVER_WRITTEN = (State.LAPSED, State.DROPPED, State.CANCELLED)
MEETINGS = (Kind.WEBINAR, Kind.MENTOR_MEETING, Kind.PD_MEETING, Kind.CONVERSATION)


def write_page(outlook: Outlook, templates: Path = SHIPPED) -> str:
    """The page as text, in the words of a folder templates/web/; the same outlook gives the same page."""
    environment = web_environment(templates)
    css = environment.get_template("preview.css").render()
    page = environment.get_template("preview.html").render(
        outlook=outlook,
        me=outlook.me,
        view=view_of(outlook),
        css=Markup(css),  # noqa: S704 - our own file, not calendar text
        css_hash=hash_source(css),
    )
    return visible(page)


def hash_source(text: str) -> str:
    """The source expression that allows exactly this inline text (CSP Level 3, section 2.3.1)."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


# What the page shows


@dataclass(frozen=True, slots=True)
class Draft:
    """A touch with all that is said about it. `number` is its place in the page and its anchor."""

    number: int
    touch: Touch
    engagement: Engagement | None
    letter: Letter | None
    is_follow_up: bool
    also: tuple[str, ...] = ()
    """Titles of the other engagements it serves."""

    @property
    def anchor(self) -> str:
        """Its id in the page; never made from calendar text."""
        return f"draft-{self.number}"

    @property
    def day(self) -> date:
        """The morning of the draft, or the first on which it could appear."""
        return self.touch.due or self.touch.window.earliest

    @property
    def pieces(self) -> list[str]:
        """The letter's text, cut at its gaps: every second piece stands between `[[` and `]]`."""
        return LETTER_GAP.split(self.letter.text) if self.letter else []


@dataclass(frozen=True, slots=True)
class View:
    """The outlook, sorted into the sections of the page."""

    mornings: tuple[tuple[date, tuple[Draft, ...]], ...]
    planned: tuple[Draft, ...]
    held: tuple[Draft, ...]
    unwritten: tuple[Draft, ...]
    kinds: tuple[tuple[Kind, tuple[tuple[str, Engagement], ...]], ...]
    """By kind: anchor and engagement."""
    months: tuple[tuple[date, tuple[tuple[str, Milestone], ...]], ...]
    """By the first day of the month: anchor and milestone."""
    questions: tuple[Entry, ...]
    timeline: "Timeline"


Thing = Engagement | Draft | Milestone
"""What can be drawn."""


def view_of(outlook: Outlook) -> View:
    """Sort the outlook into sections, and draw it."""
    drafts = drafts_of(outlook)
    planned = tuple(sorted((d for d in drafts if is_written(d.touch)), key=lambda draft: draft.day))
    held = tuple(draft for draft in drafts if draft.touch.state is State.HELD)
    engagements = anchored("engagement", outlook.engagements)
    milestones = anchored("date", sorted(outlook.milestones, key=lambda milestone: milestone.start))
    return View(
        mornings=grouped(planned, lambda draft: draft.day),
        planned=planned,
        held=held,
        unwritten=tuple(draft for draft in drafts if draft.touch.state in NEVER_WRITTEN),
        kinds=grouped(sorted(engagements, key=lambda pair: kind_order(pair[1])), lambda pair: pair[1].kind),
        months=grouped(milestones, lambda pair: pair[1].start.replace(day=1)),
        questions=tuple(e for e in outlook.feeds.get("follow-ups", ()) if QUESTION in e.categories),
        timeline=timeline_of(outlook, engagements, (*planned, *held), milestones),
    )


def is_written(touch: Touch) -> bool:
    """Whether a draft of it appears on a known morning."""
    return touch.state is not State.HELD and touch.state not in NEVER_WRITTEN


def drafts_of(outlook: Outlook) -> tuple[Draft, ...]:
    """Every touch, in the outlook's order, with its letter and what it is about."""
    about = {engagement.id: engagement for engagement in outlook.engagements}
    opened = {step_before(touch) for touch in outlook.touches if touch.key.step != FOLLOW_UP}
    return tuple(
        Draft(
            number=number,
            touch=touch,
            engagement=about.get(touch.key.engagement),
            letter=outlook.letters.get(touch.id),
            is_follow_up=touch.key.step == FOLLOW_UP and step_before(touch) in opened,
            also=tuple(about[key.engagement].title for key in touch.serves[1:] if key.engagement in about),
        )
        for number, touch in enumerate(outlook.touches, 1)
    )


def step_before(touch: Touch) -> tuple[str, str, str]:
    """What a follow-up shares with the letter it follows: a conversation's own first letter has none."""
    return touch.key.cadence, touch.key.person, touch.key.engagement


def kind_order(engagement: Engagement) -> int:
    """Kinds stand in the page as they stand in the domain."""
    return list(Kind).index(engagement.kind)


def anchored(name: str, things: Iterable[T]) -> tuple[tuple[str, T], ...]:
    """Each thing with its id in the page."""
    return tuple((f"{name}-{number}", thing) for number, thing in enumerate(things, 1))


def grouped(things: Iterable[T], key: Callable[[T], K]) -> tuple[tuple[K, tuple[T, ...]], ...]:
    """Neighbours with the same key, together."""
    return tuple((name, tuple(group)) for name, group in groupby(things, key))


# How the year is drawn


class Shape(StrEnum):
    """What tells two marks apart for whoever sees no colours."""

    BAR = "bar"
    RING = "ring"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are drawn, both inclusive, and how wide they are."""

    first: date
    last: date

    right: float
    """Where the last day ends."""

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every month that is drawn."""
        return tuple(
            month_after(self.first, number) for number in range(months_between(self.first, self.last))
        )

    def x(self, day: date) -> float:
        """Where a day begins; a day outside is moved to the nearer edge."""
        days = (self.last - self.first).days + 1
        gone = min(max((day - self.first).days, 0), days)
        return round(GUTTER + (self.right - GUTTER) * gone / days, 1)

    def names_month(self, left: float, right: float) -> bool:
        """Whether a month drawn from here to there is wide enough to be named."""
        return right - left >= MONTH_NAME

    def shows(self, start: date, end: date) -> bool:
        """Whether any of these days is drawn."""
        return start <= self.last and end >= self.first


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark or inside it, in at most two lines, and the room they take."""

    lines: tuple[str, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing in a lane: where it lies, which place of the page it leads to, and its label."""

    thing: Thing
    anchor: str
    left: float
    right: float
    label: Label | None = None
    row: int = 0
    shape: Shape = Shape.BAR
    hollow: bool = False
    """Not certain yet: a held draft, an expected date."""

    @property
    def width(self) -> float:
        """How wide it is drawn."""
        return round(self.right - self.left, 1)

    @property
    def middle(self) -> float:
        """Where a dot has its centre."""
        return round((self.left + self.right) / 2, 1)

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where it and its label cover their row."""
        if self.label is None or self.left <= self.label.left <= self.label.right <= self.right:
            return self.left, self.right
        return min(self.left, self.label.left - GAP), max(self.right, self.label.right + GAP)


@dataclass(frozen=True, slots=True)
class Lane:
    """One band of the drawing: rows of marks that do not touch each other."""

    name: str
    top: float
    row_height: float
    marks: tuple[Mark, ...]

    @property
    def bottom(self) -> float:
        """Where the next lane begins."""
        return self.top + 2 * PAD + self.row_height * (1 + max((mark.row for mark in self.marks), default=0))

    def y(self, mark: Mark) -> float:
        """The middle of the mark's row."""
        return self.top + PAD + self.row_height * (mark.row + 0.5)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawn year."""

    axis: Axis
    today: float
    lanes: tuple[Lane, ...]

    @property
    def bottom(self) -> float:
        """How high the drawing is."""
        return self.lanes[-1].bottom if self.lanes else HEAD


def timeline_of(
    outlook: Outlook,
    engagements: Sequence[tuple[str, Engagement]],
    drafts: Sequence[Draft],
    milestones: Sequence[tuple[str, Milestone]],
) -> Timeline:
    """Lay out every lane that has something in it."""
    axis = axis_for(outlook)
    seen = [(anchor, e) for anchor, e in engagements if axis.shows(e.start, e.end)]
    lanes = stacked_lanes(
        ("rotations", 40.0, stacked(bar_marks(axis, seen, Kind.ROTATION, label_in))),
        ("conferences", 21.0, stacked(bar_marks(axis, seen, Kind.CONFERENCE, label_beside))),
        ("meetings", 12.0, stacked(meeting_marks(axis, seen))),
        ("drafts", 13.0, stacked(draft_marks(axis, drafts))),
        ("dates", 18.0, stacked(milestone_marks(axis, milestones), LABELLED_ROWS)),
    )
    return Timeline(axis, axis.x(outlook.today), lanes)


def axis_for(outlook: Outlook) -> Axis:
    """From the month of the oldest engagement that still matters to the last day of the outlook."""
    starts = (engagement.start for engagement in outlook.engagements)
    first = max(min(starts, default=outlook.today), outlook.today - LOOK_BACK)
    last = min(max(outlook.until, outlook.today), outlook.today + LONGEST)
    first = min(first, outlook.today).replace(day=1)
    return Axis(first, last, GUTTER + max(YEAR, months_between(first, last) * MONTH))


def months_between(first: date, last: date) -> int:
    """How many months have a day between these two, both inclusive."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def month_after(day: date, number: int) -> date:
    """The first day of the month that comes `number` months after the day's own."""
    years, month = divmod(day.month - 1 + number, 12)
    return date(day.year + years, month + 1, 1)


def stacked_lanes(*bands: tuple[str, float, tuple[Mark, ...]]) -> tuple[Lane, ...]:
    """Put the lanes that have marks below each other."""
    lanes: list[Lane] = []
    for name, row_height, marks in bands:
        if marks:
            lanes.append(Lane(name, lanes[-1].bottom if lanes else HEAD, row_height, marks))
    return tuple(lanes)


def stacked(marks: Iterable[Mark], labelled_rows: int | None = None) -> tuple[Mark, ...]:
    """Give every mark the first row where it touches nobody.

    With `labelled_rows`, whatever would need one row more gives up its label before its place.
    """
    edges: list[float] = []
    placed = []
    for mark in marks:
        row = free_row(edges, mark.extent[0])
        if labelled_rows is not None and row >= labelled_rows:
            mark = replace(mark, label=None)  # noqa: PLW2901 - the mark that is placed, not the one wished for
            row = free_row(edges, mark.left)
        edges[row : row + 1] = [mark.extent[1]]
        placed.append(replace(mark, row=row))
    return tuple(placed)


def free_row(edges: Sequence[float], left: float) -> int:
    """The first row that is free from `left` on; one more than there are, if none is."""
    return next((row for row, edge in enumerate(edges) if edge <= left), len(edges))


def bar_marks(
    axis: Axis,
    engagements: Iterable[tuple[str, Engagement]],
    kind: Kind,
    label: Callable[[Axis, float, float, str], Label],
) -> list[Mark]:
    """Engagements of a kind as bars with a label, in order of their first day."""
    marks = []
    for anchor, engagement in engagements:
        if engagement.kind is kind:
            left, right = bar_edges(axis, engagement.start, engagement.end)
            marks.append(Mark(engagement, anchor, left, right, label(axis, left, right, engagement.title)))
    return sorted(marks, key=lambda mark: mark.left)


def bar_edges(axis: Axis, start: date, end: date) -> tuple[float, float]:
    """From the start of the first day to the end of the last, wide enough to be seen."""
    left, right = axis.x(start), axis.x(end + timedelta(days=1))
    left = min(left, axis.right - NARROWEST)
    return left, max(right, left + NARROWEST)


def meeting_marks(axis: Axis, engagements: Iterable[tuple[str, Engagement]]) -> list[Mark]:
    """Meetings, conversations and webinars as dots on their first day."""
    marks = []
    for anchor, engagement in engagements:
        if engagement.kind in MEETINGS:
            shape = Shape.SQUARE if engagement.kind is Kind.WEBINAR else Shape.RING
            left, right = dot_edges(axis, engagement.start)
            marks.append(Mark(engagement, anchor, left, right, shape=shape, hollow=bool(engagement.held)))
    return sorted(marks, key=lambda mark: mark.left)


def draft_marks(axis: Axis, drafts: Iterable[Draft]) -> list[Mark]:
    """Drafts on their morning, held ones on the first on which they could appear."""
    marks = []
    for draft in drafts:
        if axis.shows(draft.day, draft.day):
            shape = Shape.TRIANGLE if draft.is_follow_up else Shape.RING
            left, right = dot_edges(axis, draft.day)
            held = draft.touch.state is State.HELD
            marks.append(Mark(draft, draft.anchor, left, right, shape=shape, hollow=held))
    return sorted(marks, key=lambda mark: mark.left)


def milestone_marks(axis: Axis, milestones: Iterable[tuple[str, Milestone]]) -> list[Mark]:
    """Milestones as diamonds on their first day, with their title."""
    marks = []
    for anchor, milestone in milestones:
        if axis.shows(milestone.start, milestone.start):
            left, right = dot_edges(axis, milestone.start)
            label = label_beside(axis, left, right, milestone.title)
            expected = milestone.certainty is Certainty.EXPECTED
            marks.append(Mark(milestone, anchor, left, right, label, shape=Shape.DIAMOND, hollow=expected))
    return marks


def dot_edges(axis: Axis, day: date) -> tuple[float, float]:
    """A mark of one size around the middle of a day, kept inside the drawing."""
    middle = (axis.x(day) + axis.x(day + timedelta(days=1))) / 2
    left = round(min(max(middle - DOT / 2, GUTTER), axis.right - DOT), 1)
    return left, round(left + DOT, 1)


# Where the words go


def label_in(axis: Axis, left: float, right: float, text: str) -> Label:
    """Inside the mark if that is wide enough, else beside it."""
    text = text[:LETTERS]
    lines = in_two_lines(text, right - left - 2 * INNER)
    if right - left >= INSIDE or " ".join(lines) == " ".join(text.split()):
        return Label(lines, left + INNER, right - INNER)
    return label_beside(axis, left, right, text)


def label_beside(axis: Axis, left: float, right: float, text: str) -> Label:
    """To the right of the mark, or to its left where the year ends."""
    line = shortened(text[:LETTERS], BESIDE)
    width = text_width(line)
    if right + GAP + width <= axis.right:
        return Label((line,), right + GAP, right + GAP + width)
    return Label((line,), left - GAP - width, left - GAP)


def in_two_lines(text: str, room: float) -> tuple[str, ...]:
    """The text in one line or two, broken between words; what still does not fit ends in an ellipsis."""
    words = text.split()
    first = next((n for n in range(len(words), 0, -1) if text_width(" ".join(words[:n])) <= room), 1)
    rest = " ".join(words[first:])
    lines = (" ".join(words[:first]), rest) if rest else (" ".join(words[:first]),)
    return tuple(shortened(line, room) for line in lines)


def shortened(text: str, room: float) -> str:
    """The text if it fits, else as much of it as does, with an ellipsis."""
    if text_width(text) <= room:
        return text
    room -= text_width("…")
    end = 0
    for character in text:
        room -= advance(character)
        if room < 0:
            break
        end += 1
    return f"{text[:end].rstrip()}…"


def text_width(text: str) -> float:
    """About how wide a label's words are; a page without script has no way to measure its reader's font."""
    return round(sum(advance(character) for character in text), 1)


def advance(character: str) -> float:
    """About how wide a character is in a sans-serif of the labels' size, rather too wide than too narrow."""
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF":
        return SIZE
    if character in NARROW:
        return SIZE * 0.4
    if character in BROAD:
        return SIZE * 0.98
    return SIZE * (0.77 if character.isupper() else 0.62)

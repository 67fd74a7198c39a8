"""The page that a preview leaves: readable, self-contained, without collisions, deaf to hostile text."""

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.browser import Tab, browser
from tests.writers import page_cast as cast
from worker.domain.engagement import Kind
from worker.domain.narrative import Narrative
from worker.domain.outlook import Outlook
from worker.domain.touch import State
from worker.writers.jinja import period_text
from worker.writers.page import (
    GUTTER,
    Lane,
    Mark,
    Timeline,
    drafts_of,
    in_two_lines,
    shortened,
    stacked,
    text_width,
    view_of,
    write_page,
)

__all__ = ["browser"]

CASTS = (cast.furnished, cast.empty, cast.hostile, cast.huge)
VOID = frozenset(("meta", "br", "link", "img", "input", "hr"))
HERE = Path(__file__)


class Parsed(HTMLParser):
    """A page as its elements: which there are, whether they close, which text stands in which."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: dict[str, list[str]] = {}
        self.marked: list[str] = []
        self.feed(page)
        self.close()
        self.texts = {name: "".join(pieces) for name, pieces in self.pieces.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "mark":
            self.marked.append(data)
        for tag, attributes in self.open:
            for name in (tag, attributes.get("id")):
                if name:
                    self.pieces.setdefault(name, []).append(data)

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]

    def ids(self, prefix: str) -> list[str]:
        return [name for name in self.all("id") if name.startswith(prefix)]


@cache
def parsed(make: Callable[[], Outlook]) -> Parsed:
    return Parsed(write_page(make()))


@pytest.fixture
def furnished() -> Parsed:
    return parsed(cast.furnished)


each_cast = pytest.mark.parametrize("make", CASTS, ids=lambda make: make.__name__)


@each_cast
def test_every_element_is_closed_and_every_id_is_there_once(make: Callable[[], Outlook]) -> None:
    page = parsed(make)
    assert page.open == []
    assert len(page.all("id")) == len(set(page.all("id")))


@each_cast
def test_every_link_leads_to_a_place_of_the_page_itself(make: Callable[[], Outlook]) -> None:
    page = parsed(make)
    assert page.all("src") == []
    assert {link for link in page.all("href") if link.removeprefix("#") not in page.all("id")} == set()
    assert set(re.findall(r"url\([^)]*\)|@import", page.texts["style"])) == {"url(#hatch)"}


@each_cast
def test_the_policy_allows_the_one_style_and_nothing_else(make: Callable[[], Outlook]) -> None:
    page = parsed(make)
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    allowed = b64encode(sha256(page.texts["style"].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    assert [
        tag for tag, _ in page.elements if tag in {"script", "iframe", "object", "form", "link", "base"}
    ] == []
    assert [name for _, a in page.elements for name in a if name == "style" or name.startswith("on")] == []


@pytest.mark.parametrize("make", [cast.furnished, cast.huge], ids=lambda make: make.__name__)
def test_every_planned_draft_stands_on_its_morning_with_its_letter_and_its_reasons(
    make: Callable[[], Outlook],
) -> None:
    outlook = make()
    page = parsed(make)
    for number, touch in enumerate(outlook.touches, 1):
        if touch.state is State.PLANNED:
            shown, letter = page.texts[f"draft-{number}"], outlook.letters[touch.id]
            assert letter.text in shown
            assert letter.subject in shown
            assert (touch.person.name or touch.person.email) in shown
            assert all(reason in shown for reason in touch.why)
            assert touch.due
            assert f"{touch.due:%a} {touch.due.day} {touch.due:%b %Y}" in page.texts["drafts"]


def test_drafts_stand_in_the_order_of_their_mornings() -> None:
    outlook = cast.furnished()
    shuffled = view_of(replace(outlook, touches=outlook.touches[::-1]))
    mornings = [day for day, _ in shuffled.mornings]
    assert mornings == sorted(set(mornings))


def test_gaps_are_marked_in_the_letter(furnished: Parsed) -> None:
    assert set(furnished.marked) == {"[[one thing you remember]]"}
    assert "1 gap for you to fill" in furnished.texts["drafts"]


def test_a_letter_without_a_known_address_says_so(furnished: Parsed) -> None:
    planned = [touch for touch in cast.furnished().touches if touch.state is State.PLANNED]
    unknown = sum(not touch.person.email for touch in planned)
    assert 0 < unknown < len(planned)
    assert furnished.texts["drafts"].count("no address known") == unknown


def test_a_held_draft_says_what_would_release_it(furnished: Parsed) -> None:
    assert "Held: you have not accepted it yet. Released when that changes" in furnished.texts["waiting"]
    assert "up to Tue 11 May 2027" in furnished.texts["waiting"]


def test_what_is_not_written_gives_its_reason(furnished: Parsed) -> None:
    assert "eight drafts already stand in this week" in furnished.texts["unwritten"]
    assert "the letter for the elective serves both" in furnished.texts["unwritten"]
    assert "lapsed" in furnished.texts["unwritten"]
    assert "dropped" in furnished.texts["unwritten"]


def test_every_engagement_is_listed_with_its_people_and_reasons(furnished: Parsed) -> None:
    assert len(furnished.ids("engagement-")) == len(cast.ENGAGEMENTS)
    for number, engagement in enumerate(cast.ENGAGEMENTS, 1):
        shown = furnished.texts[f"engagement-{number}"]
        assert period_text(engagement.start, engagement.end) in shown
        assert all((met.person.name or met.person.email) in shown for met in engagement.encounters)
        assert all(met.topic in shown for met in engagement.encounters)
        assert all(reason in shown for reason in (engagement.title, engagement.held, *engagement.why))


def test_an_engagement_without_people_asks_whom_the_user_met(furnished: Parsed) -> None:
    assert "Whom did you meet at Trauma?" in furnished.texts["recognised"]
    assert "Nobody is named yet." in furnished.texts["recognised"]


def test_dates_say_how_sure_they_are_and_where_they_come_from(furnished: Parsed) -> None:
    shown = {name: furnished.texts[name] for name in furnished.ids("date-")}
    assert len(shown) == len(cast.MILESTONES)
    absite = next(text for text in shown.values() if "ABSITE" in text)
    assert "expected" in absite
    assert "Rule: last week of January" in absite
    assert "Source: TRAINING-YEAR, checked Wed 1 Jul 2026" in absite
    assert "21:00 New York" in next(text for text in shown.values() if "Rank order list" in text)
    assert "feeds/follow-ups.ics" in furnished.texts["dates"]


def test_the_head_counts_and_warns(furnished: Parsed) -> None:
    head = " ".join(furnished.texts["header"].split())
    assert "Maya Rivera: the year ahead" in head
    assert "Mon 13 Jul 2026 to Mon 12 Jul 2027" in head
    planned = sum(touch.state is State.PLANNED for touch in cast.furnished().touches)
    assert f"24 engagements recognised {planned} drafts planned 1 waiting for you 16 dates" in head
    assert "sample person" in head
    assert "has no start and was left out" in head


def test_a_profile_of_ones_own_brings_no_note() -> None:
    page = write_page(replace(cast.furnished(), sample_profile=False, warnings=()))
    assert 'role="note"' not in page
    assert "warning while reading" not in page


def test_a_story_that_is_not_told_says_why_nothing_is_planned() -> None:
    assert "Letters need your name" in write_page(replace(cast.empty(), me=Narrative()))


# Hostile text


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
        page = Parsed(write_page(cast.hostile(text)))
        return [(tag, tuple(attributes)) for tag, attributes in page.elements if tag != "text"]

    assert shape(cast.HOSTILE) == shape("plain words")


def test_hostile_text_is_readable_and_without_invisible_characters() -> None:
    page = write_page(cast.hostile())
    assert "<script" not in page
    assert "49" not in Parsed(page).texts["h1"]
    assert "</title></style><script>alert(1)</script>" in Parsed(page).texts["h1"]
    assert re.findall("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\ud800-\udfff]", page) == []
    page.encode()


@given(st.text(max_size=60))
def test_any_title_leaves_the_page_whole(text: str) -> None:
    outlook = replace(cast.hostile(text), letters={}, touches=())
    assert Parsed(write_page(outlook)).open == []


# Determinism and speed


def test_the_same_outlook_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        page = tmp_path / f"{seed}.html"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.parents[2])}
        subprocess.run([sys.executable, HERE.parent / "page_cast.py", page], check=True, env=environment)
        pages.append(page.read_bytes())
    assert pages[0] == pages[1] == write_page(cast.furnished()).encode()


# The drawing


def lanes_of(timeline: Timeline) -> dict[str, Lane]:
    return {lane.name: lane for lane in timeline.lanes}


def overlapping(lane: Lane) -> list[tuple[Mark, Mark]]:
    return [
        (one, other)
        for one, other in combinations(lane.marks, 2)
        if one.row == other.row and one.extent[0] < other.extent[1] and other.extent[0] < one.extent[1]
    ]


@each_cast
def test_marks_and_labels_of_a_lane_never_overlap(make: Callable[[], Outlook]) -> None:
    for lane in view_of(make()).timeline.lanes:
        assert overlapping(lane) == []
        for mark in lane.marks:
            if mark.label:
                assert max(map(text_width, mark.label.lines)) <= mark.label.right - mark.label.left + 0.1


@each_cast
def test_everything_drawn_lies_in_the_view_box(make: Callable[[], Outlook]) -> None:
    timeline = view_of(make()).timeline
    for lane in timeline.lanes:
        for mark in lane.marks:
            assert GUTTER <= mark.left < mark.right <= timeline.axis.right
            assert mark.extent[0] >= GUTTER
            assert lane.top < lane.y(mark) < lane.bottom <= timeline.bottom
    assert GUTTER <= timeline.today <= timeline.axis.right


def test_lanes_lie_below_each_other() -> None:
    lanes = view_of(cast.furnished()).timeline.lanes
    assert [lane.name for lane in lanes] == ["rotations", "conferences", "meetings", "drafts", "dates"]
    assert all(upper.bottom == lower.top for upper, lower in pairwise(lanes))


def test_a_bar_is_as_long_as_its_days() -> None:
    timeline = view_of(cast.furnished()).timeline
    per_day = (timeline.axis.right - GUTTER) / ((timeline.axis.last - timeline.axis.first).days + 1)
    month, fortnight = (
        next(mark for mark in lanes_of(timeline)["rotations"].marks if mark.anchor == f"engagement-{number}")
        for number in (1, next(n for n, e in enumerate(cast.ENGAGEMENTS, 1) if e.title == "Burn"))
    )
    assert month.width == pytest.approx(28 * per_day, abs=0.2)
    assert fortnight.width == pytest.approx(14 * per_day, abs=0.2)


def test_neighbouring_rotations_share_a_row() -> None:
    blocks = tuple(
        cast.engagement(Kind.ROTATION, "SICU", date(2026, 8, 3) + timedelta(days=28 * n), 28)
        for n in range(6)
    )
    timeline = view_of(cast.outlook_of(blocks, ())).timeline
    assert {mark.row for mark in timeline.lanes[0].marks} == {0}


def test_every_planned_and_held_draft_of_the_year_is_drawn_and_leads_to_its_letter() -> None:
    view = view_of(cast.furnished())
    drawn = {mark.anchor for mark in lanes_of(view.timeline)["drafts"].marks}
    wanted = {draft.anchor for draft in (*view.planned, *view.held) if draft.day <= cast.UNTIL}
    assert drawn == wanted


def test_a_conversations_first_letter_is_no_follow_up() -> None:
    drafts = drafts_of(cast.furnished())
    assert {draft.touch.key.cadence for draft in drafts if draft.is_follow_up} == {"rotation", "conference"}
    assert any(draft.touch.key.cadence == "conversation" for draft in drafts)


def test_shapes_tell_apart_what_colours_tell_apart() -> None:
    lanes = lanes_of(view_of(cast.furnished()).timeline)
    assert {(mark.shape, mark.hollow) for mark in lanes["drafts"].marks} == {
        ("ring", False),
        ("ring", True),
        ("triangle", False),
    }
    assert {(mark.shape, mark.hollow) for mark in lanes["dates"].marks} == {
        ("diamond", False),
        ("diamond", True),
    }
    assert {mark.shape for mark in lanes["meetings"].marks} == {"ring", "square"}


def test_what_lies_outside_the_drawn_year_is_listed_but_not_drawn() -> None:
    long_ago = cast.engagement(Kind.ROTATION, "Old service", date(2024, 1, 1), 28)
    far_off = cast.engagement(Kind.ROTATION, "Far service", date(2029, 1, 1), 28)
    outlook = cast.outlook_of((long_ago, far_off), ())
    assert view_of(outlook).timeline.lanes == ()
    assert "Old service" in Parsed(write_page(outlook)).texts["recognised"]


def test_milestones_without_room_lose_their_label_and_keep_their_mark() -> None:
    marks = lanes_of(view_of(cast.huge()).timeline)["dates"].marks
    assert {mark.row for mark in marks if mark.label} == set(range(7))
    assert any(mark.label is None for mark in marks)
    assert len(marks) == 120


def test_the_drawing_has_a_name_and_a_description_in_words(furnished: Parsed) -> None:
    assert "Timeline from Mon 1 Jun 2026 to Mon 12 Jul 2027" in furnished.texts["timeline-title"]
    assert "Rotations: 14." in furnished.texts["timeline-desc"]


def test_periods_are_as_short_as_they_can_be() -> None:
    assert period_text(date(2026, 7, 6), date(2026, 7, 6)) == "Mon 6 Jul 2026"
    assert period_text(date(2026, 7, 6), date(2026, 7, 31)) == "6 \N{EN DASH} 31 Jul 2026"
    assert period_text(date(2026, 7, 6), date(2026, 8, 2)) == "6 Jul \N{EN DASH} 2 Aug 2026"
    assert period_text(date(2026, 12, 28), date(2027, 1, 3)) == "28 Dec 2026 \N{EN DASH} 3 Jan 2027"


places = st.floats(0, 1000).map(lambda x: round(x, 1))


@given(st.lists(st.tuples(places, st.floats(1, 90)), max_size=40))
def test_stacking_never_lets_two_marks_touch(spans: list[tuple[float, float]]) -> None:
    marks = [Mark(cast.ROTATIONS[0], "a", left, left + width) for left, width in spans]
    placed = stacked(marks)
    assert len(placed) == len(marks)
    assert overlapping(Lane("any", 0, 10, placed)) == []


@given(st.text(max_size=80), st.floats(20, 300))
def test_shortened_words_fit(text: str, room: float) -> None:
    assert text_width(shortened(text, room)) <= room + 0.1
    assert all(text_width(line) <= room + 0.1 for line in in_two_lines(text, room))
    assert len(in_two_lines(text, room)) <= 2


# In a real browser

TOUCHING_LABELS = """
[...document.querySelectorAll('.timeline g')].flatMap(lane => {
  const boxes = [...lane.querySelectorAll('text')].map(label => [label.textContent, label.getBBox()]);
  return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
    .filter(([_, b]) => a.x < b.x + b.width && b.x < a.x + a.width)
    .filter(([_, b]) => a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height)
    .map(([other]) => [one, other]));
})
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    files = [folder / f"{make.__name__}.html" for make in CASTS]
    for make, file in zip(CASTS, files, strict=True):
        file.write_text(write_page(make()), "utf-8")
    return files


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_a_browser_shows_the_page_without_sideways_scrolling(
    browser: Tab,
    pages: list[Path],
    width: int,
) -> None:
    for page in pages:
        browser.open(page, width, 800)
        assert browser.evaluate("document.documentElement.scrollWidth") <= width, page.name
        assert browser.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "1200px"


def test_a_browser_complains_about_nothing_and_asks_for_nothing_else(
    browser: Tab,
    pages: list[Path],
) -> None:
    for page in pages:
        browser.open(page, 1280, 900)
        assert browser.evaluate(TOUCHING_LABELS) == [], page.name
        assert browser.complaints == []
        assert browser.requested == [page.resolve().as_uri()]


def test_a_browser_that_meets_a_forbidden_script_does_complain(
    browser: Tab,
    tmp_path: Path,
) -> None:
    page = tmp_path / "forbidden.html"
    page.write_text(
        write_page(cast.empty()).replace("<main>", "<main><script>document.title = 'x'</script>"), "utf-8"
    )
    browser.open(page, 1280, 900)
    assert any("Content Security Policy" in complaint for complaint in browser.complaints)

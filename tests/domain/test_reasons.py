"""Everything that a preview says of itself, in reasons, feeds and its page, read as a strict reader would."""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from tests.playbook_world import Found, block, hour, lived
from worker.domain.calendar_days import counted_days

DAY = re.compile(r"\b(?:(?P<d>\d{1,2}) (?P<m>[A-Z][a-z]{2}) (?P<y>20\d\d)|(?P<iso>20\d\d-\d\d-\d\d))\b")
PAST = re.compile(
    r"\b(?:met|heard|wrote|noted|ended|began|was|were|had|has seen)\b[^.;:,]{0,40}$", re.IGNORECASE
)
"""What is said to have happened, right before a day."""
WEEKDAY = re.compile(r"\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s)?$")
DOUBLED = re.compile(r"\b([a-z]{2,}) \1\b", re.IGNORECASE)
ONE_OF_MANY = re.compile(r"(?<![\d.-])1 (?:days|letters|drafts|gaps|words|programs|people|months|events)\b")
STOPS = re.compile(r"(?<!\.)\.\.(?!\.)|[,;:]\.|\s[.,;]|!\.|\?\.|;;")
TAGS = re.compile(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
MORE = """
[[mentors]]
name = "Helen Marsh"
email = "hmarsh@lakeside.example.edu"
type = "research"
[[news]]
day = 2026-11-10
text = "The abstract was accepted at STS."
[[news]]
day = 2026-11-12
text = "Step 3 is passed"
[[achievements]]
person = "Ravi Patel"
day = 2026-11-20
what = "promotion to professor."
[[prospects]]
program = "Bay General"
person = "Lena Voss"
address = "lvoss@bay.example.org"
[[letters]]
person = "Ravi Patel"
[[letters]]
person = "Ann Cox"
[[letters]]
person = "Helen Marsh"
asked = 2026-11-02
promised = 2026-11-04
"""
CALENDAR = (
    block("SICU rotation", date(2026, 9, 7), 26, "Attending: Dr. Ravi Patel <rpatel@lakeside.example.edu>"),
    block(
        "Cardiac surgery rotation", date(2027, 3, 1), 14, "Attending: Dr. Tom Hale <thale@out.example.org>"
    ),
    block("Away rotation: Burns", date(2026, 12, 7), 3, "Attending: Dr. Bea Lux <blux@out.example.org>"),
    block("STS Annual Meeting", date(2027, 1, 28), 4, "Met: Jo Marx <jmarx@uni.edu> - the outcomes database"),
    block("Houston Aortic Symposium", date(2027, 3, 12), 2),
    hour("Coffee with Dr. Ann Cox", date(2026, 12, 1), "Met: Dr. Ann Cox <acox@out.edu> - her registry."),
    hour("Mentor meeting with Dr. Helen Marsh", date(2026, 11, 30), "Promised: send the abstract by Friday."),
    hour("STS Webinar: Aortic dissection", date(2026, 12, 3), "Speaker: Dr. Wes Web <web@out.edu>"),
    hour("Meeting with PD Dr. Desai", date(2027, 2, 8)),
)
DAYS = (date(2026, 7, 1), date(2026, 11, 22), date(2027, 3, 20))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def world(request: pytest.FixtureRequest) -> tuple[date, Found]:
    return request.param, lived(*CALENDAR, more=MORE, pathways=("research",), today=request.param)


def told(found: Found) -> Iterator[str]:
    """Every sentence."""
    outlook = found.outlook
    yield from (why for touch in outlook.touches for why in touch.why)
    yield from (why for engagement in outlook.engagements for why in engagement.why)
    yield from outlook.warnings
    for entries in outlook.feeds.values():
        for entry in entries:
            yield entry.title
            yield from entry.description.splitlines()


def page(found: Found) -> Iterator[str]:
    """Every line of the page, without its markup."""
    plain = TAGS.sub("\n", found.files["index.html"].decode())
    yield from (line.strip() for line in plain.splitlines() if line.strip())


def days_in(text: str) -> Iterator[tuple[str, date]]:
    """Each day that a sentence names, with the words before it."""
    for match in DAY.finditer(text):
        spoken = f"{match['d']} {match['m']} {match['y']}"
        plain = match["iso"] or datetime.strptime(spoken, "%d %b %Y").date().isoformat()  # noqa: DTZ007
        yield WEEKDAY.sub("", text[: match.start()]), date.fromisoformat(plain)


def test_no_sentence_tells_as_past_what_is_still_to_come(world: tuple[date, Found]) -> None:
    today, found = world
    untrue = [
        text for text in told(found) for said, day in days_in(text) if day > today and PAST.search(said)
    ]
    assert untrue == []


def test_no_sentence_has_a_doubled_word_stop_or_a_plural_of_one(world: tuple[date, Found]) -> None:
    _, found = world
    texts = [*told(found), *page(found)]
    faults = [text for text in texts for rule in (DOUBLED, ONE_OF_MANY, STOPS) if rule.search(text)]
    assert faults == []


def test_a_letter_counted_in_months_is_said_to_be_in_months(world: tuple[date, Found]) -> None:
    _, found = world
    enquiries = found.touches("research / enquiry")
    assert {touch.person.name for touch in enquiries} >= {"Helen Marsh"}
    assert all("days after" not in why for touch in enquiries for why in touch.why)
    assert any("months 4 to 9 of your year" in why for touch in enquiries for why in touch.why)


def test_the_rules_for_sentences_find_their_faults() -> None:
    said, day = next(days_in("you met on Mon 30 Nov 2026"))
    assert (day, bool(PAST.search(said))) == (date(2026, 11, 30), True)
    assert STOPS.search("accepted at STS..")
    assert not STOPS.search("and so on...")
    assert DOUBLED.search("the the letter")
    assert ONE_OF_MANY.search("named on 1 days only")
    assert [counted_days(number) for number in (0, 1, 14)] == ["0 days", "1 day", "14 days"]


def test_match_week_says_what_waits_and_asks_for_no_decision() -> None:
    spring = block("AATS Annual Meeting", date(2027, 3, 12), 2, "Met: Jane Lee <jlee@uni.edu> - the registry")
    (entry,) = [entry for entry in lived(spring).entries("conflict") if "Match Week" in entry.title]
    assert "letters that wait: to Jane Lee" in entry.title
    assert "Decide" not in entry.description
    (exam,) = [
        one
        for one in lived(block("STS Annual Meeting", date(2027, 1, 28), 4)).entries("conflict")
        if "ABSITE" in one.title
    ]
    assert "Decide early" in exam.description

"""News and congratulations at the terminal: who hears them, who has, and what no letter may say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.house import ROOT
from worker.domain.briefing import brief_for
from worker.domain.ledger import Facts, LedgerTouch
from worker.domain.touch import State
from worker.flows.list_news import Spread, news_of
from worker.flows.plan_year import plan_again
from worker.flows.tools import Tools

ADDRESS = "mrosen@lakeside.example.edu"
NOW = datetime(2026, 10, 5, 16, tzinfo=UTC)
TODAY = NOW.date()
WEEK = timedelta(days=7)
MENTORS = """
[[mentors]]
name = "Helen Marsh"
email = "hmarsh@lakeside.example.edu"
type = "career"

[[mentors]]
name = "Bo Li"
email = "bli@uni.example.edu"
type = "research"
"""


def connected(desk: Desk, more: str = MENTORS) -> Desk:
    """With the example's profile, and more told in it."""
    told = (ROOT / "config" / "profile.example.toml").read_text(encoding="utf-8")
    desk.connect(ADDRESS, desk.file(told + more, "me.toml"))
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return connected(Desk.at(tmp_path, NOW))


def spread(desk: Desk, now: datetime) -> tuple[Spread, ...]:
    tools = desk.tools
    return news_of(tools, tools.accounts.all()[0], now)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


def sent_by(desk: Desk, first: date) -> list[LedgerTouch]:
    """Live through a week: plan each morning and send each update that is due; the letters that went."""
    tools = desk.tools
    return [gone for n in range(7) for gone in sent_on(tools, noon(first + timedelta(days=n)))]


def sent_on(tools: Tools, now: datetime) -> Iterator[LedgerTouch]:
    (account,) = tools.accounts.all()
    assert plan_again(tools, account.id, now)
    reasons = {one.id: one for one in tools.engagements.all(account.id)}
    for claim in tools.touches.claim(now, 20, timedelta(minutes=5)):
        touch = tools.touches.load(claim.id)
        if touch.kept.touch.key.step != "update":
            continue
        assert touch.due_at
        letter = tools.letters.write_letter(brief_for(touch.kept.touch, reasons, {}, account.me))
        facts = Facts(letter=letter, mime=b"x", drafted_at=touch.due_at)
        tools.touches.record(claim.id, State.CREATING, facts, claim=claim)
        tools.touches.record(claim.id, State.DRAFTED, Facts(draft_id=f"d{claim.id}"), claim=claim)
        tools.touches.record(claim.id, State.SENT, Facts(sent_at=touch.due_at))
        yield tools.touches.load(claim.id)


def test_news_are_listed_with_who_will_hear_them(desk: Desk) -> None:
    assert desk("news", "list").stdout.strip() == f"{ADDRESS}: no news"
    assert desk("news", "add", "The abstract was accepted at STS.").exit_code == 0
    assert [(one.text, one.day) for one in desk.me.news] == [("The abstract was accepted at STS", TODAY)]
    shown = desk("news", "list").stdout
    assert "  1. " in shown
    assert "Helen Marsh hears it with the draft of" in shown
    assert "Bo Li hears it with the draft of" in shown


def test_news_stay_unheard_without_a_mentor(tmp_path: Path) -> None:
    desk = connected(Desk.at(tmp_path, NOW), "")
    assert "no mentor is named" in desk("news", "add", "Passed Step 3").stdout
    assert "nobody hears it" in desk("news", "list").stdout


def test_the_same_news_is_told_once(desk: Desk) -> None:
    desk("news", "add", "Passed Step 3")
    again = desk("news", "add", "passed  step 3.", "--day", (TODAY - WEEK).isoformat())
    assert (again.exit_code, "told already: number 1" in again.stderr) == (2, True)
    assert len(desk.me.news) == 1


@pytest.mark.parametrize("text", ["Operated on the 72 yo F in bed 4", "MRN 1234567 went home well"])
def test_news_about_a_patient_are_refused_with_a_sentence(desk: Desk, text: str) -> None:
    answer = desk("news", "add", text)
    assert answer.exit_code == 2
    assert "tell it without anything about a patient" in answer.stderr
    assert not desk.me.news
    praise = desk("congratulate", "Helen Marsh", text)
    assert (praise.exit_code, "about a patient" in praise.stderr) == (2, True)
    assert not desk.me.achievements


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [(" ", TODAY, "Say what happened"), ("A paper is out", TODAY + WEEK, "still to come")],
)
def test_news_that_are_none_yet_are_refused(desk: Desk, text: str, day: date, words: str) -> None:
    answer = desk("news", "add", text, "--day", day.isoformat())
    assert (answer.exit_code, words in answer.stderr) == (2, True)


def test_news_are_taken_back_by_their_number(desk: Desk) -> None:
    desk("news", "add", "The poster won")
    desk("news", "add", "Passed Step 3", "--day", (TODAY - WEEK).isoformat())
    assert '"Passed Step 3" is taken back' in desk("news", "remove", "1").stdout
    assert [one.text for one in desk.me.news] == ["The poster won"]
    assert desk("news", "remove", "2").exit_code == 2


def test_the_same_news_never_goes_twice_to_one_person_through_an_account(desk: Desk) -> None:
    told: dict[str, list[str]] = {}
    day = TODAY
    for number in range(1, 9):
        if number < 5:
            first = f"Paper number {number} is out"
            desk("news", "add", first, "--day", (TODAY - timedelta(days=9 - number)).isoformat())
        for touch in sent_by(desk, day):
            assert touch.letter
            text = touch.letter.text.casefold()
            found = [f"paper number {n} is out" for n in range(1, 5) if f"paper number {n} is out" in text]
            told.setdefault(touch.kept.touch.person.email, []).extend(found)
        day += timedelta(days=31)
    assert set(told) == {"hmarsh@lakeside.example.edu", "bli@uni.example.edu"}
    for heard in told.values():
        assert sorted(heard) == [f"paper number {n} is out" for n in range(1, 5)]
    for one in spread(desk, noon(day)):
        assert [hearer.heard is not None for hearer in one.hearers] == [True, True]


def test_news_taken_back_and_told_again_are_not_heard_again(desk: Desk) -> None:
    desk("news", "add", "Passed Step 3", "--day", (TODAY - WEEK).isoformat())
    assert len(sent_by(desk, TODAY)) == 2
    assert "heard it on" in desk("news", "list").stdout
    desk("news", "remove", "1")
    assert sent_by(desk, TODAY + 2 * WEEK) == []
    desk("news", "add", "Passed Step 3")
    assert sent_by(desk, TODAY + timedelta(days=70)) == []
    assert all(hearer.heard for one in spread(desk, noon(TODAY + WEEK)) for hearer in one.hearers)


def test_a_congratulation_says_when_its_draft_comes(desk: Desk) -> None:
    answer = desk("congratulate", "Helen Marsh", "promotion to associate professor")
    assert answer.exit_code == 0, answer.output
    assert "Helen Marsh: draft on" in answer.stdout
    assert [(one.person, one.day) for one in desk.me.achievements] == [("Helen Marsh", TODAY)]
    again = desk("congratulate", "helen marsh", "Promotion to associate professor")
    assert (again.exit_code, "once is enough" in again.stderr) == (2, True)


def test_a_congratulation_that_comes_too_late_says_so(desk: Desk) -> None:
    day = (TODAY - 4 * WEEK).isoformat()
    answer = desk("congratulate", "Helen Marsh", "promotion to associate professor", "--day", day)
    assert answer.exit_code == 0
    assert "no letter: " in answer.stdout

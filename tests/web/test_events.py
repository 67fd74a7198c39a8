"""The events page: what is taken for what, and every button of the user's word on it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from tests.fakes.fake_calendar import Calendars
from tests.house import AMARA, NEW_YORK
from tests.store.cast import LEASE, NOW
from tests.web.conftest import SignIn
from tests.web.visit import DOOR, Page, Visitor
from worker.domain.account import Account
from worker.domain.engagement import Kind
from worker.domain.touch import State
from worker.flows.connect_account import connect_account
from worker.flows.plan_year import plan_again
from worker.flows.read_calendar import read_calendar
from worker.flows.show_events import Line, holding_of
from worker.flows.tools import Tools
from worker.google.oauth import COMPOSE
from worker.web.events import MOST

PATEL = "Attending: Dr. Ravi Patel <rpatel@lakeside.example.edu>"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Life:
    """Amara, her browser, and the clock that reads and plans."""

    tools: Tools
    google: Calendars
    account: Account
    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.open("/events")

    def tick(self, moment: datetime = NOW) -> None:
        for claim in self.tools.calendars.claim(moment, 9, LEASE):
            read_calendar(self.tools, claim, moment)
        for account in self.tools.accounts.claim_plans(moment, 9):
            plan_again(self.tools, account, moment)

    def line(self, words: str) -> Line:
        return holding_of(self.tools, self.account.id, NOW).find(words)

    def button(self, words: str) -> str:
        return f"/events/{self.line(words).handle}/correct"

    def correct(self, words: str, label: str) -> Page:
        self.visitor.open("/events")
        return self.visitor.press(self.button(words), {"as": label})

    def thanked(self) -> set[str]:
        rows = self.tools.touches.of(self.account.id)
        planned = [row.kept.touch for row in rows if row.state is State.PLANNED]
        return {touch.person.name for touch in planned if touch.key.cadence == "rotation"}


@pytest.fixture
def life(tools: Tools, google: Calendars, signed_in: SignIn) -> Life:
    """A month of SICU, twenty days of a team nobody can know, and a party."""
    google.add("SICU rotation", date(2026, 8, 10), date(2026, 9, 5), description=PATEL)
    for n in range(20):
        google.add("Walnut huddle", datetime(2026, 10, 5, 12, tzinfo=NEW_YORK) + n * DAY)
    google.add("Party", datetime(2026, 11, 3, 20, tzinfo=NEW_YORK))
    account = connect_account(tools, google.me, "", "1//refresh", (COMPOSE,), AMARA, NOW)
    found = Life(tools, google, account, signed_in(account))
    found.tick()
    return found


def parts(page: Page) -> tuple[str, str]:
    """What is something, and what is nothing."""
    something, nothing = page.text.split("Nothing to write about", 1)
    return something[something.index("Something to write about") :], nothing


def test_what_is_taken_for_something_stands_first_with_its_reasons(life: Life) -> None:
    something, nothing = parts(life.page)
    for words in ("SICU rotation", "A rotation", "in My calendar", "Why", "'SICU' is a service"):
        assert words in something
    assert "Party" in nothing
    assert "it is private life" in nothing


def test_many_events_of_one_title_are_one_line(life: Life) -> None:
    assert life.page.text.count("Walnut huddle") == 1
    assert "20 events" in life.page.text


def test_what_is_nothing_is_folded_away(life: Life) -> None:
    html = life.page.html
    assert html.index("<details><summary>2 titles</summary>") < html.index("Party")


def test_a_wrong_rotation_is_put_right_and_its_letters_go(life: Life) -> None:
    assert life.thanked() == {"Ravi Patel"}
    page = life.correct("SICU", "none")
    assert "“SICU rotation” is nothing to write about from now on" in page.text
    assert "SICU rotation" in parts(page)[1]
    assert "you said so on 3 August 2026" in page.text
    assert "What you corrected" in page.text
    life.tick(NOW + timedelta(minutes=1))
    assert life.thanked() == set()


def test_a_team_that_nobody_could_know_is_told(life: Life) -> None:
    page = life.correct("Walnut", "rotation")
    something, _ = parts(page)
    assert "Walnut huddle" in something
    assert "you said so" in something
    life.tick(NOW + timedelta(minutes=1))
    kinds = {one.kind for one in life.tools.engagements.all(life.account.id) if "alnut" in one.title}
    assert kinds == {Kind.ROTATION}


def test_the_choice_stands_at_what_it_is_now(life: Life) -> None:
    page = life.page
    assert ("as", "rotation") in page.form(life.button("SICU")).fields
    assert ("as", "none") in page.form(life.button("Party")).fields


def test_a_correction_is_undone(life: Life) -> None:
    life.correct("SICU", "none")
    (known,) = life.tools.corrections.of(life.account.id)
    page = life.visitor.press(f"/events/undo/{known}")
    assert "Taken back: “SICU rotation” is recognised as before" in page.text
    assert "What you corrected" not in page.text
    life.tick(NOW + timedelta(minutes=1))
    assert life.thanked() == {"Ravi Patel"}
    assert "Correction undone: My calendar" in life.visitor.open("/queue").text


def test_after_a_button_the_page_is_at_the_line_and_shows_the_same_titles(life: Life) -> None:
    page = life.visitor.open("/events?q=party")
    assert "SICU" not in page.text
    assert "<details open>" in page.html
    life.visitor.press(life.button("Party"), {"as": "webinar"}, follow=False)
    where = life.visitor.answer.headers["Location"]
    assert where == f"/events?q=party#e-{life.line('Party').handle}"


def test_words_that_no_title_has_say_so(life: Life) -> None:
    page = life.visitor.open("/events?q=nothing+<b>")
    assert "No event with “nothing <b>” in its title is taken for anything" in page.text
    assert "<b>”" not in page.html


def test_an_empty_calendar_says_what_comes(tools: Tools, google: Calendars, signed_in: SignIn) -> None:
    account = connect_account(tools, google.me, "", "1//refresh", (COMPOSE,), AMARA, NOW)
    assert "Nothing has been read yet" in signed_in(account).open("/events").text


def test_of_very_many_titles_the_rest_is_found_by_a_word(life: Life) -> None:
    for n in range(MOST):
        life.google.add(f"Errand {n}", datetime(2026, 11, 4, 20, tzinfo=NEW_YORK))
    life.tick(NOW + timedelta(hours=13))
    assert f"{MOST + 2} titles" in life.page.text
    assert "2 more titles: find them by a word" in life.page.text
    assert f"Errand {MOST - 1}" not in life.page.text
    assert f"Errand {MOST - 1}" in life.visitor.open(f"/events?q=errand+{MOST - 1}").text


@pytest.mark.parametrize("label", ["", "rotaton", "x" * 5000])
def test_a_label_that_cannot_be_is_refused_in_a_sentence(life: Life, label: str) -> None:
    page = life.correct("SICU", label)
    assert life.visitor.answer.status_code == 400
    assert "That was not done" in page.text
    assert life.tools.corrections.of(life.account.id) == {}


def test_an_event_that_has_left_the_calendar_is_refused_in_a_sentence(life: Life) -> None:
    party = next(one for one in life.tools.calendars.events(life.account.id) if one.title == "Party")
    action = life.button("Party")
    life.visitor.open("/events")
    life.google.delete(party.id)
    life.tick(NOW + timedelta(hours=13))
    page = life.visitor.press(action, {"as": "rotation"})
    assert "no longer in your calendars" in page.text


def test_nobody_undoes_what_another_said(life: Life, tools: Tools, signed_in: SignIn) -> None:
    life.correct("SICU", "none")
    (known,) = tools.corrections.of(life.account.id)
    other = tools.accounts.connect("other@lakeside.example.edu", AMARA, NOW)
    visitor = signed_in(other)
    token = dict(visitor.open("/queue").form("/queue/pause").fields)["csrf_token"]
    undo = f"/events/undo/{known}"
    answer = visitor.client.post(undo, data={"csrf_token": token}, base_url=DOOR)
    assert answer.status_code == 400
    assert "There is no correction" in answer.get_data(as_text=True)
    assert list(tools.corrections.of(life.account.id)) == [known]


def test_looking_changes_nothing(life: Life) -> None:
    before = (life.tools.touches.of(life.account.id), life.tools.accounts.load(life.account.id))
    assert life.page.html
    assert (life.tools.touches.of(life.account.id), life.tools.accounts.load(life.account.id)) == before

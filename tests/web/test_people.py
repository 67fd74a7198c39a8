"""The people page: who is known, who may be one person, and every button of the user's word on them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from tests.fakes.fake_calendar import Calendars
from tests.house import AMARA, NEW_YORK
from tests.store.cast import LEASE, NOW
from tests.web.conftest import SignIn, turn_to
from tests.web.visit import DOOR, Page, Visitor
from worker.domain.account import Account
from worker.domain.narrative import MentorType
from worker.domain.person import Person
from worker.flows.connect_account import connect_account
from worker.flows.know_people import Acquaintance, people_known, person_meant
from worker.flows.plan_year import plan_again
from worker.flows.read_calendar import read_calendar
from worker.flows.tools import Tools
from worker.google.oauth import COMPOSE
from worker.settings import Settings
from worker.web.people import MOST, handle

LEE, SHORT = "jane.lee@harbor.example.edu", "jlee@harbor.example.edu"
ONE, OTHER = handle(LEE), handle(SHORT)


@dataclass(frozen=True)
class Life:
    """Amara, her browser, and the clock that reads and plans."""

    tools: Tools
    google: Calendars
    account: Account
    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.open("/people")

    def tick(self) -> None:
        for claim in self.tools.calendars.claim(NOW, 9, LEASE):
            read_calendar(self.tools, claim, NOW)
        for account in self.tools.accounts.claim_plans(NOW, 9):
            plan_again(self.tools, account, NOW)

    def press(self, action: str, fields: dict[str, object] | None = None) -> Page:
        self.visitor.open("/people")
        return self.visitor.press(f"/people/{action}", fields or {})

    def who(self, words: str) -> Acquaintance:
        return person_meant(people_known(self.tools, self.tools.accounts.load(self.account.id), NOW), words)


@pytest.fixture
def life(tools: Tools, google: Calendars, signed_in: SignIn) -> Life:
    """Jane Lee in the clinic, and J. Lee, from the same hospital, two days later."""
    google.add("Clinic", datetime(2026, 8, 3, 9, tzinfo=NEW_YORK), description=f"Met: Jane Lee <{LEE}>")
    google.add("Journal", datetime(2026, 8, 5, 9, tzinfo=NEW_YORK), description=f"Met: J. Lee <{SHORT}>")
    account = connect_account(tools, google.me, "", "1//refresh", (COMPOSE,), AMARA, NOW)
    found = Life(tools, google, account, signed_in(account))
    found.tick()
    return found


def test_everybody_stands_there_with_addresses_and_reason(life: Life) -> None:
    text = life.page.text
    assert "Jane Lee jane.lee@harbor.example.edu" in text
    assert "From Clinic, Mon 3 Aug 2026" in text
    assert "You have no clinical, no research, no career mentor yet." in text


def test_a_pair_is_proposed_with_its_evidence(life: Life) -> None:
    text = life.page.text
    assert "Jane Lee and J. Lee" in text
    assert "J. Lee and Jane Lee may be one name, both at harbor.example.edu" in text
    assert not life.tools.accounts.load(life.account.id).me.same


def test_a_pair_is_joined_by_a_button_and_parted_by_another(life: Life) -> None:
    page = life.press(f"{ONE}/{OTHER}/accept")
    assert "Jane Lee and J. Lee are one person from now on." in page.text
    assert "Who may be one person" not in page.text
    assert f"Joined with {SHORT}" in page.text
    life.tick()
    assert life.who(SHORT).called == "Jane Lee"
    page = life.visitor.press(f"/people/{ONE}/{OTHER}/part")
    assert "What was written stays with Jane Lee" in page.text
    life.tick()
    assert life.who(SHORT).called == "J. Lee"


def test_a_dismissed_pair_is_not_asked_again(life: Life) -> None:
    page = life.press(f"{ONE}/{OTHER}/dismiss")
    assert "are two people: nobody asks again" in page.text
    assert "Who may be one person" not in life.page.text


def test_nothing_is_written_to_who_is_marked_until_that_is_undone(life: Life) -> None:
    page = life.press(f"{OTHER}/never")
    assert "never written to" in page.text
    assert life.who(SHORT).person.do_not_contact
    life.visitor.press(f"/people/{OTHER}/undo")
    assert not life.who(SHORT).person.do_not_contact


def test_a_mark_that_may_mean_another_is_said(life: Life) -> None:
    """In doubt a mark holds: J. Lee may be Jane Lee."""
    life.press(f"{ONE}/never")
    assert life.who(SHORT).person.do_not_contact
    page = life.press(f"{OTHER}/undo")
    assert "J. Lee stays unwritten: Jane Lee is marked, too" in page.text


def test_a_mentor_is_told_and_taken_back(life: Life) -> None:
    page = life.press(f"{ONE}/mentor", {"kind": "research"})
    assert "Jane Lee is your research mentor." in page.text
    assert "You have no clinical, no career mentor yet." in page.text
    assert life.who(LEE).mentor is MentorType.RESEARCH
    page = life.press(f"{ONE}/mentor", {"kind": ""})
    assert "no mentor of yours" in page.text
    assert life.who(LEE).mentor is None


def test_an_unknown_type_of_mentor_is_refused(life: Life) -> None:
    page = life.press(f"{ONE}/mentor", {"kind": "spiritual"})
    assert "'spiritual' is no type of mentor: choose one of clinical, research, career." in page.text


def test_long_silence_shows(life: Life, settings: Settings) -> None:
    life.press(f"{ONE}/mentor", {"kind": "research"})
    turn_to(settings, datetime(2026, 10, 20, 12, tzinfo=UTC))
    text = life.page.text
    assert "Who has not heard from you for long" in text
    assert "has not heard from you since" in text


def test_people_are_found_by_words(life: Life) -> None:
    page = life.visitor.open("/people?q=jane")
    assert f'id="p-{ONE}"' in page.html
    assert f'id="p-{OTHER}"' not in page.html
    page = life.visitor.press(f"/people/{ONE}/mentor", {"kind": "career"})
    assert f'id="p-{OTHER}"' not in page.html, "the page stays as it was"
    assert "Nobody is known by “xyz”" in life.visitor.open("/people?q=xyz").text


def test_who_is_not_known_does_not_exist(life: Life) -> None:
    token = dict(life.page.form(f"/people/{ONE}/never").fields)["csrf_token"]
    for action in (f"{'0' * 16}/never", f"{ONE}/{'0' * 16}/accept", f"{ONE}/{OTHER}/part"):
        answer = life.visitor.client.post(f"/people/{action}", data={"csrf_token": token}, base_url=DOOR)
        assert answer.status_code == 404


def test_a_form_without_its_token_changes_nothing(life: Life) -> None:
    answer = life.visitor.client.post(f"/people/{ONE}/never", base_url=DOOR)
    assert answer.status_code == 400
    assert not life.who(LEE).person.do_not_contact


def test_what_stands_in_a_calendar_is_text_on_the_page(life: Life) -> None:
    life.google.add(
        "Lab",
        datetime(2026, 8, 6, 9, tzinfo=NEW_YORK),
        description="Met: Eva <b>Roth</b> <eva@x.example.org>",
    )
    life.tick()
    assert "<b>" not in life.page.html


def test_only_so_many_are_shown_at_once(life: Life) -> None:
    crowd = tuple(Person(f"p{n}@x.example.org", "", f"p{n}@x.example.org") for n in range(MOST))
    me = life.tools.accounts.load(life.account.id).me
    life.tools.accounts.tell(life.account.id, replace(me, people=crowd))
    everybody = people_known(life.tools, life.tools.accounts.load(life.account.id), NOW)
    page = life.page
    assert page.html.count('<article class="entry" id="p-') == MOST < len(everybody)
    assert f"{len(everybody) - MOST} more: find them by name." in page.text

"""The narrative's one form: what is told, what is wrong with it, and what stays as it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.house import AMARA, LEE
from tests.store.cast import NOW
from tests.web.conftest import SignIn
from tests.web.visit import Visitor
from worker.domain.account import Account
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.flows.tools import Tools
from worker.web.story_form import LABELS, narrative_told, told_by

MINE = "amara@gmail.com"
TOLD: Mapping[str, object] = {
    "me.name": "Amara Osei",
    "me.degree": "MD",
    "me.stage": "prelim",
    "me.pathways": ["categorical-home", "research"],
    "me.addresses": "AOsei@lakeside.example.edu\n\n  amara@school.example  ",
    "me.time_zone": "America/Chicago",
    "training.institution": "Lakeside University Hospital",
    "training.year_start": "2026-07-01",
    "story.goal": "train in categorical general surgery",
    "story.interest": "aortic surgery",
    "story.one_liner": "I went abroad and came home to operate.",
    "signature.lines": "PGY-1, Preliminary General Surgery\nLakeside University Hospital",
    "program_director.name": "Vikram Desai",
    "program_director.email": "VDesai@lakeside.example.edu",
    "quiet.days": "2026-12-24\n2026-12-26",
}


@pytest.fixture
def untold(tools: Tools) -> Account:
    """Somebody who has just connected."""
    return tools.accounts.connect(MINE, Narrative(addresses=(MINE,)), NOW)


@pytest.fixture
def visitor(untold: Account, signed_in: SignIn) -> Visitor:
    return signed_in(untold)


def test_everything_that_is_told_is_remembered(visitor: Visitor, untold: Account, tools: Tools) -> None:
    visitor.open("/story")
    page = visitor.press("", TOLD)
    assert "Your story is remembered" in page.text
    me = tools.accounts.load(untold.id).me
    assert (me.name, me.degree, me.stage) == ("Amara Osei", "MD", Stage.PRELIM)
    assert me.pathways == (Pathway.CATEGORICAL_HOME, Pathway.RESEARCH)
    assert me.addresses == (MINE, "aosei@lakeside.example.edu", "amara@school.example")
    assert me.home_domains == ("lakeside.example.edu", "school.example")
    assert (me.time_zone, me.year_start) == ("America/Chicago", date(2026, 7, 1))
    assert me.institution == "Lakeside University Hospital"
    assert (me.goal, me.interest) == ("train in categorical general surgery", "aortic surgery")
    assert me.one_liner == "I went abroad and came home to operate."
    assert me.signature == ("PGY-1, Preliminary General Surgery", "Lakeside University Hospital")
    assert me.program_director
    assert (me.program_director.name, me.program_director.key) == (
        "Vikram Desai",
        "vdesai@lakeside.example.edu",
    )
    assert me.quiet_days == {date(2026, 12, 24), date(2026, 12, 26)}
    assert tools.accounts.load(untold.id).plan_due, "the year is planned again"


def test_what_was_told_stands_in_the_form(visitor: Visitor) -> None:
    visitor.open("/story")
    visitor.press("", TOLD)
    fields = visitor.open("/story").form("").fields
    assert ("me.name", "Amara Osei") in fields
    assert ("me.stage", "prelim") in fields
    assert [value for name, value in fields if name == "me.pathways"] == ["categorical-home", "research"]
    assert ("quiet.days", "2026-12-24\n2026-12-26") in fields


def test_what_the_form_does_not_ask_stays(visitor: Visitor, untold: Account, tools: Tools) -> None:
    more = replace(AMARA, addresses=(MINE,), people=(LEE,), skip=(LEE.key,), school="Semmelweis University")
    tools.accounts.tell(untold.id, replace(more, pause_until=date(2027, 1, 1), hold_recipient=False))
    visitor.open("/story")
    visitor.press("", {"me.name": "Amara N. Osei"})
    me = tools.accounts.load(untold.id).me
    assert me.name == "Amara N. Osei"
    assert (me.people, me.skip, me.school) == ((LEE,), (LEE.key,), "Semmelweis University")
    assert (me.pause_until, me.hold_recipient) == (date(2027, 1, 1), False)
    assert me.program_director == AMARA.program_director, "the title, too"


def test_a_narrative_goes_through_the_form_unchanged() -> None:
    account = Account(1, "aosei@lakeside.example.edu", AMARA, NOW)
    assert narrative_told(told_by(AMARA, account.address), account) == AMARA
    assert set(told_by(AMARA, account.address)) == set(LABELS)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("me.name", "", "Give your name: it stands under every letter."),
        ("me.name", "   ", "Give your name: it stands under every letter."),
        ("me.stage", "", "Choose where you stand: what is right to write depends on it."),
        ("me.stage", "boss", "Must be one of student, graduate, prelim, research-year."),
        ("me.pathways", None, "Tick at least one: it decides what you are reminded of."),
        ("me.pathways", ["fame"], "Must be one of categorical-home"),
        ("me.addresses", "aosei at lakeside", "'aosei at lakeside' is no e-mail address such as"),
        ("me.time_zone", "Mars/Olympus", "'Mars/Olympus' is no zone such as America/New_York"),
        ("me.time_zone", "", "Name your time zone"),
        ("training.year_start", "July", "'July' is no day: write it as 2026-12-24."),
        ("quiet.days", "2026-12-24\nChristmas", "'Christmas' is no day: write it as 2026-12-24."),
        ("program_director.email", "desai@", "'desai@' is no e-mail address such as"),
        ("story.goal", "train\u2028here", "Must be one line."),
    ],
)
def test_a_wrong_field_gets_one_sentence(
    visitor: Visitor, untold: Account, tools: Tools, field: str, value: object, sentence: str
) -> None:
    visitor.open("/story")
    page = visitor.press("", {**TOLD, field: value})
    assert visitor.answer.status_code == 422
    assert sentence in page.text
    name = field.replace(".", "-")
    assert [found.get("id") for _, found in page.tags if found.get("aria-invalid") == "true"] == [name]
    assert f"{name}-fault" in {found.get("id") for _, found in page.tags}
    assert not tools.accounts.load(untold.id).me.told, "nothing is remembered of a wrong form"


def test_every_wrong_field_is_told_at_once_and_what_was_typed_stays(visitor: Visitor) -> None:
    visitor.open("/story")
    page = visitor.press("", {**TOLD, "me.name": "", "me.time_zone": "Mars", "quiet.days": "never"})
    assert "3 fields to look at again" in page.text
    assert ("me.time_zone", "Mars") in page.form("").fields
    assert ("quiet.days", "never") in page.form("").fields
    assert ("me.degree", "MD") in page.form("").fields


def test_the_order_of_pathways_stays(visitor: Visitor, untold: Account, tools: Tools) -> None:
    ordered = (Pathway.RESEARCH, Pathway.CATEGORICAL_HOME)
    tools.accounts.tell(untold.id, replace(AMARA, addresses=(MINE,), pathways=ordered))
    visitor.open("/story")
    visitor.press("", {"me.degree": "MD, MPH"})
    assert tools.accounts.load(untold.id).me.pathways == ordered


def test_the_running_training_year_is_proposed(visitor: Visitor) -> None:
    assert ("training.year_start", "2026-07-01") in visitor.open("/story").form("").fields

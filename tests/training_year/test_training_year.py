"""A training year in simulated time: nothing forgotten, nothing doubled, every limit kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.training_year.checker import broken_limits, drafted
from tests.training_year.plot import EMPTIED, REVOKED, happened_lines, ledger_of, lived
from tests.training_year.world import World

GOLDEN = Path(__file__).parent / "ledger.golden.txt"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> World:
    return lived(tmp_path_factory.mktemp("year"))


def test_a_checker_that_knows_nothing_of_the_worker_finds_every_limit_kept(year: World) -> None:
    assert broken_limits(year.truth) == [], happened_lines(year.truth.happened)


def test_the_ledger_of_the_year_is_the_one_that_was_agreed_upon(year: World) -> None:
    assert ledger_of(year) == GOLDEN.read_text("utf-8")


def test_the_calendar_emptied_by_mistake_was_doubted_and_took_nothing_away(year: World) -> None:
    assert year.account is not None
    lines = year.tools.journal.latest(year.account.id, 100_000)
    doubted = [line for line in lines if line.what == "doubted"]
    assert len(doubted) == 1
    assert EMPTIED[0] <= doubted[0].at < EMPTIED[1]
    withdrawn = [one for one in year.truth.happened if one.what == "withdrawn"]
    assert not [one for one in withdrawn if EMPTIED[0] <= one.at < EMPTIED[1]]


def test_lost_access_was_said_once(year: World) -> None:
    assert year.account is not None
    lines = year.tools.journal.latest(year.account.id, 100_000)
    rested = [line for line in lines if line.what == "rested"]
    assert len(rested) == 1
    assert REVOKED[0] <= rested[0].at < REVOKED[1]


def test_the_checker_sees_a_second_draft_a_weekend_and_a_draft_in_match_week(year: World) -> None:
    truth = replace(year.truth, happened=list(year.truth.happened))
    one = next(o for o in drafted(truth) if o.greets.endswith("Sato,"))
    monday = replace(one, at=one.at.replace(day=15))
    truth.happened = [*truth.happened, monday, replace(one, at=one.at.replace(day=13))]
    found = " ".join(broken_limits(truth))
    assert "Match Week" in found
    assert "weekend" in found
    assert "drafts with the ref" in found

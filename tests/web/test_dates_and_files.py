"""The queue page names dates that have grown stale, and files that cannot go with a letter."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.web.conftest import SignIn, turn_to
from worker.domain.account import Account
from worker.domain.narrative import Materials
from worker.flows.tools import Tools
from worker.settings import Settings

AUTUMN = datetime(2026, 11, 22, 12, tzinfo=UTC)
SPRING = datetime(2027, 2, 25, 12, tzinfo=UTC)


def test_a_stale_date_stands_on_the_page_with_its_source(
    settings: Settings, amara: Account, signed_in: SignIn
) -> None:
    assert amara.me.told
    turn_to(settings, AUTUMN)
    assert "Dates to be checked again" not in signed_in(amara).open("/queue").text
    turn_to(settings, SPRING)
    page = signed_in(amara).open("/queue").text
    assert "Dates to be checked again" in page
    assert "Match Week 2027 (expected)" in page
    assert "NRMPWEEK" in page


def test_a_cv_that_is_gone_waits_for_the_user(
    tools: Tools, amara: Account, signed_in: SignIn, tmp_path: Path
) -> None:
    gone = Materials(cv=str(tmp_path / "cv.pdf"))
    tools.accounts.tell(amara.id, replace(amara.me, materials=gone))
    page = signed_in(amara).open("/queue").text
    assert "cv.pdf cannot be read" in page
    assert "wait" in page

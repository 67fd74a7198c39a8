"""What the documents promise is there."""

import re
from pathlib import Path

import pytest

from tests.house import ROOT, rules

PLAYBOOK = (ROOT / "docs" / "playbook.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_playbook_names_every_letter_with_its_window() -> None:
    for cadence in rules().cadences:
        for step in cadence.steps:
            earliest, latest = (abs(days) for days in step.window)
            row = re.search(rf"^\| {cadence.name} / {step.name} \| (\d+) to (\d+) ", PLAYBOOK, re.MULTILINE)
            assert row, (cadence.name, step.name)
            assert (int(row[1]), int(row[2])) == (earliest, latest)


def test_every_row_of_the_playbook_links_its_rule_its_words_and_a_test() -> None:
    steps = {
        f"{cadence.name} / {step.name}": cadence.name
        for cadence in rules().cadences
        for step in cadence.steps
    }
    rows = {
        line.split(" | ")[0].strip("| "): line
        for line in PLAYBOOK.splitlines()
        if " / " in line.split(" | ")[0]
    }
    assert set(rows) - {"cadence / step"} == set(steps)
    for row, cadence in steps.items():
        assert f"`[{cadence}]`" in rows[row]
        assert f"](../templates/letters/{row.replace(' / ', '/')})" in rows[row]
        assert "`test_" in rows[row].rpartition(" | ")[2]


def test_every_limit_of_the_playbook_names_its_place_and_its_proof() -> None:
    table = PLAYBOOK.partition("## Limits that hold for every draft")[2]
    limits = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(limits) >= 25
    for limit in limits:
        assert len(limit) == 3, limit
        assert "`" in limit[1], limit
        assert "test" in limit[2], limit
        for place in re.findall(r"`((?:domain|rules|writers)/\w+\.py)`", limit[1]):
            assert (ROOT / "worker" / place).is_file(), place


def test_the_playbook_names_tests_that_exist() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", PLAYBOOK))
    assert len(named) >= 15
    assert {name for name in named if f"def {name}(" not in tests} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link

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


def test_the_playbook_names_tests_that_exist() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", PLAYBOOK))
    assert len(named) >= 15
    assert {name for name in named if f"def {name}(" not in tests} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link

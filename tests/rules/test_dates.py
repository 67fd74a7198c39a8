"""No date without source, check day and certainty; sources that disagree are kept, with the reason."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import AMARA, ROOT, rules
from worker.domain.errors import RuleFault
from worker.domain.season import Contradiction, Milestone, deadline_milestone, edition_milestone
from worker.rules.load import load_rules

DATES = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
SEASON = "[nrmp-2027-match-day]"
MEETING = "[[sts.edition]]\nstart = 2027-01-28"
DEADLINE = '[[sts.deadline]]\nid = "abstract-2027"'
MARK = "[absite]"
PLACES = {
    "seasons.toml": (SEASON, "[nrmp-2027-match-day]"),
    "conferences.toml": (MEETING, "[sts] edition 2:"),
    "milestones.toml": (MARK, "[absite]"),
}


def faults_without(folder: Path, file: str, table: str, key: str) -> tuple[str, ...]:
    """What the loader says once a table has lost a line."""
    shutil.copytree(ROOT / "config", folder / "config")
    path = folder / "config" / file
    head, found, rest = path.read_text(encoding="utf-8").partition(table)
    assert found, table
    own, gap, more = rest.partition("\n\n")
    kept = "\n".join(line for line in own.splitlines() if not line.startswith(f"{key} ="))
    assert kept != own
    path.write_text(head + found + kept + gap + more, encoding="utf-8")
    with pytest.raises(RuleFault) as raised:
        load_rules(folder / "config")
    return raised.value.faults


@pytest.mark.parametrize("key", ["source", "checked"])
@pytest.mark.parametrize("file", PLACES)
def test_an_entry_without_source_or_check_day_is_refused(tmp_path: Path, file: str, key: str) -> None:
    table, place = PLACES[file]
    assert f"{file}: {place} {key} is missing" in faults_without(tmp_path, file, table, key)


@pytest.mark.parametrize(
    ("file", "table", "place"),
    [
        ("seasons.toml", SEASON, "[nrmp-2027-match-day]"),
        ("conferences.toml", MEETING, "[sts] edition 2:"),
        ("conferences.toml", DEADLINE, "[sts] deadline 1:"),
    ],
)
def test_an_entry_without_certainty_is_refused(tmp_path: Path, file: str, table: str, place: str) -> None:
    assert f"{file}: {place} certainty is missing" in faults_without(tmp_path, file, table, "certainty")


@pytest.mark.parametrize(("file", "table"), [("seasons.toml", SEASON), ("conferences.toml", DEADLINE)])
def test_an_expected_entry_without_its_rule_is_refused(tmp_path: Path, file: str, table: str) -> None:
    faults = faults_without(tmp_path, file, table, "rule")
    assert any("rule is missing: an expected date says by which rule" in fault for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('says = "4 June 2026"', 'says = ""', "says must not be empty"),
        ('{ source = ["APP27"], says', "{ source = [], says", "must name at least one key"),
        ('{ source = ["APP27"], says', '{ source = ["NOWHERE"], says', "'NOWHERE' is not in sources.toml"),
        ("check_by = 2026-12-01", "check_by = 2026-11-21", "check_by must lie after checked"),
    ],
)
def test_a_contradiction_and_a_check_day_must_make_sense(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    path = tmp_path / "config" / "seasons.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleFault) as raised:
        load_rules(tmp_path / "config")
    assert any(words in fault for fault in raised.value.faults), raised.value.faults


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[nrmp-registration]", "[nrmp-nothing]", "is no entry of seasons.toml"),
        ('after = "eras-open"', 'after = "eras-opening"', "is no table of rolling.toml"),
        ("day = 15\nrule", "day = 31\nrule", "there is no such day"),
        ("workday = -1", "workday = -1\nday = 3", "one of them alone"),
        ('source = ["WIKI"]', 'source = ["NOWHERE"]', "'NOWHERE' is not in sources.toml"),
    ],
)
def test_a_row_of_the_next_season_must_make_sense(tmp_path: Path, old: str, new: str, words: str) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    path = tmp_path / "config" / "rolling.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleFault) as raised:
        load_rules(tmp_path / "config")
    assert any(words in fault for fault in raised.value.faults), raised.value.faults


def dated() -> Iterator[Milestone]:
    """Every date there is, as a feed would show it."""
    book = rules()
    yield from book.milestones
    assert AMARA.year_start
    yield from (mark.in_year(AMARA.year_start) for mark in book.training_year)
    for conference in book.conferences:
        yield from (edition_milestone(conference, edition) for edition in conference.editions)
        yield from (deadline_milestone(conference, deadline) for deadline in conference.deadlines)


def test_every_contradiction_that_is_kept_stands_in_the_documents() -> None:
    kept = {(one.id, other) for one in dated() for other in one.contradicted}
    assert len(kept) >= 8
    for entry, other in kept:
        row = f"| {', '.join(other.source)} | {other.says} | {other.why} |"
        assert re.search(rf"^\| `{entry}` \|.*{re.escape(row)}$", DATES, re.MULTILINE), (entry, row)
    assert len(re.findall(r"^\| `", DATES, re.MULTILINE)) == len(kept)


def test_a_contradiction_travels_with_its_entry() -> None:
    other = Contradiction(("WIKI",), "another day", "a slip")
    mark = replace(rules().training_year[0], contradicted=(other,))
    assert AMARA.year_start
    assert mark.in_year(AMARA.year_start).contradicted == (other,)
    assert next(one for one in dated() if one.id == "sts-2027").contradicted[0].source == ("STSOTHERS",)

"""`rapport seasons roll`: a season's expected days, shown, left in a file, or put into config/."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.house import ROOT
from worker.cli import main
from worker.domain.rolling import season_of
from worker.rules.load import load_rules

GOLDEN = ROOT / "tests" / "golden" / "season-2028.toml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the rules that may be written to."""
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config"))


def roll(config: Path, *arguments: str) -> Result:
    told = {"RAPPORT_CONFIG": str(config), "RAPPORT_DATA": str(config.parent / "data")}
    return CliRunner().invoke(main, ["seasons", "roll", *arguments], env=told)


def test_2028_is_derived_as_it_was_looked_over(config: Path) -> None:
    before = (config / "seasons.toml").read_bytes()
    answer = roll(config, "2028")
    assert answer.exit_code == 0, answer.output
    assert answer.stdout == GOLDEN.read_text(encoding="utf-8")
    assert "eras-2028-fellowship-token is not derived: no rule is stated" in answer.stderr
    assert (config / "seasons.toml").read_bytes() == before


def test_what_is_written_can_be_read_and_stands_there_once(config: Path) -> None:
    before = load_rules(config)
    assert roll(config, "2028", "--write").exit_code == 0
    after = load_rules(config)
    added = {one.id for one in after.milestones} - {one.id for one in before.milestones}
    assert len(added) >= 15
    assert all(one.rolled for one in after.milestones if one.id in added)
    text = (config / "seasons.toml").read_text(encoding="utf-8")
    assert text.count("[nrmp-2028-ranking]") == 1
    assert text.startswith((ROOT / "config" / "seasons.toml").read_text(encoding="utf-8").rstrip())
    again = roll(config, "2028", "--write")
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_a_rolled_season_rolls_on(config: Path) -> None:
    roll(config, "2028", "--write")
    assert roll(config, "2029", "--write").exit_code == 0
    seasons = {season_of(one) for one in load_rules(config).milestones}
    assert {2027, 2028, 2029} <= seasons
    weeks = load_rules(config).match_weeks
    assert weeks[-1][0].isoformat() == "2029-03-12"


def test_it_is_left_in_a_new_file(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "2028.toml"
    assert roll(config, "2028", "--out", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("# Season 2028")
    taken = roll(config, "2028", "--out", str(out))
    assert (taken.exit_code, "name a new file" in taken.stderr) == (2, True)


@pytest.mark.parametrize("season", ["2019", "2031"])
def test_a_season_that_nothing_leads_up_to_is_refused(config: Path, season: str) -> None:
    answer = roll(config, season)
    assert (answer.exit_code, "roll 2029 first" in answer.stderr) == (2, True)


def test_a_file_that_cannot_be_written_is_said(config: Path, tmp_path: Path) -> None:
    answer = roll(config, "2028", "--out", str(tmp_path / "nowhere" / "2028.toml"))
    assert (answer.exit_code, "name another file" in answer.stderr) == (2, True)


def test_the_status_names_dates_that_have_grown_stale_and_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    clock = tmp_path / "clock"
    told = {"RAPPORT_DATA": str(tmp_path / "data"), "RAPPORT_CLOCK_FILE": str(clock)}
    run = CliRunner()
    profile = tmp_path / "me.toml"
    profile.write_text('[me]\nname = "Maya Rosen"\nstage = "student"\npathways = ["ct-applicant"]\n')
    connect = [
        "connect",
        "--folder",
        str(tmp_path / "mine"),
        "--address",
        "m@x.org",
        "--profile",
        str(profile),
    ]
    assert run.invoke(main, connect, env=told).exit_code == 0
    soon = datetime(2027, 9, 1, tzinfo=UTC) - datetime.now(UTC)
    clock.write_text(str(soon.total_seconds()), encoding="ascii")
    shown = run.invoke(main, ["status"], env=told).stdout
    assert "dates to be checked again (" in shown
    assert "look at" in shown
    stale = json.loads(run.invoke(main, ["status", "--json"], env=told).stdout)["accounts"][0]["stale"]
    assert {"title", "start", "checked", "check_by", "look_at"} == set(stale[0])
    assert len(stale) >= 5

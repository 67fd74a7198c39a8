"""At a terminal: what the calendars hold and why, and the user's word on it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.house import AMARA
from worker.domain.touch import State
from worker.flows.connect_folder import connect_folder

NOW = datetime(2026, 7, 6, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:My year\r\nX-WR-TIMEZONE:America/New_York\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\nSUMMARY:{title}\r\n"
    "DESCRIPTION:Attending: Dr. Ravi Patel <rpatel@lakeside.example.edu>\r\nEND:VEVENT\r\n"
)
YEAR = (
    ("sicu", "20260803", "20260829", "SICU rotation"),
    ("huddle", "20261005", "20261031", "Walnut huddle"),
    ("party", "20261201", "20261202", "Party"),
)


def planned(desk: Desk) -> set[str]:
    desk.tick(NOW)
    rows = desk.tools.touches.of(1)
    return {row.kept.touch.key.engagement for row in rows if row.state is State.PLANNED}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.at(tmp_path, NOW)
    connect(desk, desk.folder, AMARA.addresses[0])
    return desk


def connect(desk: Desk, folder: Path, address: str) -> None:
    """An account whose folder holds the year, read once."""
    folder.mkdir(exist_ok=True)
    entries = "".join(
        EVENT.format(uid=uid, start=start, end=end, title=title) for uid, start, end, title in YEAR
    )
    (folder / "year.ics").write_text(f"{HEAD}{entries}END:VCALENDAR\r\n", encoding="utf-8")
    connect_folder(desk.tools, address, str(folder), AMARA, NOW)
    desk.tick(NOW)


def test_events_are_listed_with_what_they_are_taken_for_and_why(desk: Desk) -> None:
    text = desk.said("events")
    (row,) = (line for line in text.splitlines() if "SICU" in line)
    assert row.startswith("1 ")
    assert all(words in row for words in ("Mon 03 Aug 2026", "rotation", "sicu"))
    assert "Party" not in text
    assert "--all" in text
    assert "Party" in desk.said("events", "--all")


def test_events_are_listed_for_some_days_under_the_same_numbers(desk: Desk) -> None:
    found = json.loads(desk.said("events", "--all", "--since", "2026-10-31", "--json"))
    assert [(one["number"], one["title"]) for one in found["events"]] == [(3, "Party")]
    found = json.loads(desk.said("events", "--all", "--until", "2026-08-03", "--json"))
    assert [(one["number"], one["label"], one["ids"]) for one in found["events"]] == [
        (1, "rotation", ["sicu"])
    ]


def test_a_dry_run_says_what_would_change_and_changes_nothing(desk: Desk) -> None:
    before = planned(desk)
    text = desk.said("correct", "sicu", "--as", "none", "--dry-run")
    assert "“SICU rotation” (My year, Mon 03 Aug 2026): nothing to write about. Nothing is changed" in text
    assert "- no longer planned" in text
    assert "rotation thank-you to Ravi Patel" in text
    assert planned(desk) == before
    assert "corrected nothing yet" in desk.said("correct", "--list")


def test_a_correction_is_made_listed_and_undone(desk: Desk) -> None:
    before = planned(desk)
    text = desk.said("correct", "walnut", "--as", "rotation")
    assert "a rotation from now on (`rapport correct --undo 1` takes that back)" in text
    assert "+ planned" in text
    assert planned(desk) - before == {"rotation-walnut-huddle-2026-10-05"}
    assert "Walnut huddle" in desk.said("correct", "--list")
    (said,) = json.loads(desk.said("correct", "--list", "--json"))["corrections"]
    assert (said["id"], said["title"], said["label"], said["events"]) == (1, "Walnut huddle", "rotation", 1)
    (blue,) = (one for one in json.loads(desk.said("events", "--json"))["events"] if one["number"] == 2)
    assert (blue["correction"], blue["why"][0]) == (1, "you said so on 6 July 2026")
    assert "would be taken back" in desk.said("correct", "--undo", 1, "--dry-run")
    assert "is taken back" in desk.said("correct", "--undo", 1)
    assert planned(desk) == before


def test_what_is_said_of_nothing_stays_in_the_list(desk: Desk) -> None:
    desk.said("correct", "sicu", "--as", "none")
    assert "SICU" in desk.said("events")


def test_what_changes_no_letter_says_so(desk: Desk) -> None:
    assert "No letter changes." in desk.said("correct", "party", "--as", "none")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("sicu", "--as", "rotaton"), "did you mean rotation"),
        (("sicu",), "--as LABEL belong together"),
        (("--as", "rotation"), "Say one thing"),
        ((), "Say one thing"),
        (("--list", "--undo", "1"), "Say one thing"),
        (("--undo", "1", "--as", "none"), "belong together"),
        (("--undo", "7"), "There is no correction 7"),
        (("midnight", "--as", "none"), "rapport events --all"),
        (("r", "--as", "none"), "fits 2 entries"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_remedy(
    desk: Desk, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in desk.refused("correct", *arguments)


def test_with_several_accounts_one_is_to_be_named(desk: Desk, tmp_path: Path) -> None:
    connect(desk, tmp_path / "other", "other@lakeside.example.edu")
    assert "name one with --account" in desk.refused("events")
    assert "SICU" in desk.said("events", "--account", "other@lakeside.example.edu")
    desk.said("correct", "sicu", "--as", "none", "--account", "other@lakeside.example.edu")
    assert "corrected nothing yet" in desk.said("correct", "--list", "--account", AMARA.addresses[0])


def test_before_anything_is_read_the_list_says_so(tmp_path: Path) -> None:
    unread = Desk.at(tmp_path, NOW)
    connect_folder(unread.tools, AMARA.addresses[0], str(unread.folder), AMARA, NOW)
    assert "not been read yet" in unread.said("events")
    assert "not been read" not in unread.said("events", "--json")


def test_with_nobody_connected_that_is_said(tmp_path: Path) -> None:
    nobody = Desk.at(tmp_path, NOW)
    assert "run `rapport connect`" in nobody.refused("events")

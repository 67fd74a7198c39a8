"""Feeds as files: whole, readable by a static host, gone when they are taken away."""

import stat
from pathlib import Path

import pytest

from worker.domain.errors import Refused
from worker.local.folder import FeedFolder


def test_a_file_is_written_whole_and_for_others_to_read(tmp_path: Path) -> None:
    FeedFolder(tmp_path / "public").lay_down("token", {"all.ics": b"BEGIN:VCALENDAR"})
    path = tmp_path / "public" / "token" / "all.ics"
    assert path.read_bytes() == b"BEGIN:VCALENDAR"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [file.name for file in path.parent.iterdir()] == ["all.ics"]


def test_a_file_that_is_right_is_left_alone(tmp_path: Path) -> None:
    folder = FeedFolder(tmp_path)
    folder.lay_down("token", {"all.ics": b"one", "milestones.ics": b"two"})
    before = {path.name: path.stat().st_ino for path in (tmp_path / "token").iterdir()}
    folder.lay_down("token", {"all.ics": b"one", "milestones.ics": b"changed"})
    after = {path.name: path.stat().st_ino for path in (tmp_path / "token").iterdir()}
    assert before["all.ics"] == after["all.ics"]
    assert before["milestones.ics"] != after["milestones.ics"]


def test_what_is_taken_away_is_gone_and_may_be_gone_already(tmp_path: Path) -> None:
    folder = FeedFolder(tmp_path)
    folder.lay_down("token", {"all.ics": b"one"})
    folder.lay_down("other", {"all.ics": b"one"})
    folder.remove("token")
    folder.remove("token")
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_folder_that_cannot_be_written_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refused, match="RAPPORT_FEED_DIR"):
        FeedFolder(tmp_path / "file").lay_down("token", {"all.ics": b"one"})

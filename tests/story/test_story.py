"""The whole life of an account, seen from outside."""

from pathlib import Path

from tests.story.run_story import tell_story


def test_the_story_is_whole(tmp_path: Path) -> None:
    tell_story(tmp_path)

"""Workers that die in the middle of drafting lose nothing and double nothing; a blind retry would."""

from pathlib import Path

import pytest

from tests.crash.run_crash import crash


@pytest.mark.parametrize("seed", [3])
def test_workers_killed_at_every_stage_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    found = crash(tmp_path, kills=6, seed=seed, users=6, letters=6, sabotage="")
    assert (found["lost"], found["twice"]) == (0, 0), found
    assert found["kills"] == 6


def test_a_worker_that_asks_again_blindly_is_found_out(tmp_path: Path) -> None:
    found = crash(tmp_path, kills=2, seed=5, users=6, letters=5, sabotage="blind-retry")
    assert found["twice"], found

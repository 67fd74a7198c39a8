import json
import os
import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).with_name("fuzz_ics.py")


def run(folder: Path, n: int, **environment: str) -> tuple[int, dict[str, float]]:
    done = subprocess.run(
        [sys.executable, FUZZ, "--n", str(n), "--seed", "7"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=300,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return done.returncode, found


def test_mutated_calendars_are_read_or_refused(tmp_path: Path) -> None:
    status, found = run(tmp_path, 150, PLANT="0")
    assert found["inputs"] == 150
    assert (status, found["tracebacks"]) == (0, 0)


def test_a_planted_crash_is_found_and_its_input_kept(tmp_path: Path) -> None:
    status, found = run(tmp_path, 20, PLANT="1")
    assert (status, found["tracebacks"]) == (1, 1)
    assert [path.name for path in (tmp_path / "out/fuzz").iterdir()] == ["7-19.ics"]

"""A number of years and a seed go in; each is previewed and judged, and one JSON object of counts comes out.

    python tests/years/run_years.py --n 50 --seed 7

Exit status 1 if a limit of the playbook is broken.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.years.checker import broken_limits  # noqa: E402 - run as a script from anywhere
from tests.years.drafts import broken_drafts  # noqa: E402
from tests.years.generator import MadeYear, made_year  # noqa: E402
from worker.cli import main as rapport  # noqa: E402

SHOWN = 12


class PreviewFailedError(Exception):
    """The command gave no answer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One year's verdict."""

    seed: int
    touches: int
    broken: tuple[str, ...]


def judged(seed: int) -> Judged:
    """Preview the year of that seed with the real command and judge what comes out."""
    made = made_year(seed)
    with tempfile.TemporaryDirectory() as name:
        try:
            answer, files = previewed(made, Path(name))
        except PreviewFailedError as fault:
            return Judged(seed, 0, (str(fault),))
    held = made.truth.me.hold_recipient
    broken = [*broken_limits(answer, made.truth), *broken_drafts(answer, files, hold_recipient=held)]
    return Judged(seed, len(answer["touches"]), tuple(broken))


def previewed(made: MadeYear, folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What `rapport preview --json --out` says of a year: the JSON, and the drafts by name."""
    (folder / "year.ics").write_text(made.calendar, encoding="utf-8", newline="")
    (folder / "me.toml").write_text(made.profile, encoding="utf-8")
    options = ["--profile", str(folder / "me.toml"), "--out", str(folder / "out"), "--json"]
    days = ["--today", made.truth.today.isoformat(), "--until", made.truth.until.isoformat()]
    result = CliRunner().invoke(rapport, ["preview", str(folder / "year.ics"), *options, *days])
    if result.exit_code or result.exception:
        raise PreviewFailedError(f"preview failed: {result.exception!r} {result.stderr}".strip())
    drafts = (folder / "out" / "drafts").glob("*.eml")
    return json.loads(result.stdout), {f"drafts/{path.name}": path.read_bytes() for path in drafts}


def all_judged(first: int, count: int) -> Iterator[Judged]:
    """The verdicts of so many years from a seed on."""
    return (judged(seed) for seed in range(first, first + count))


def main() -> int:
    """Judge the years asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    verdicts = list(all_judged(asked.seed, asked.n))
    broken = [(one.seed, sentence) for one in verdicts for sentence in one.broken]
    touches = sum(one.touches for one in verdicts)
    print(json.dumps({"years": len(verdicts), "touches": touches, "broken": len(broken)}))
    for seed, sentence in broken[:SHOWN]:
        print(f"seed {seed}: {sentence}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

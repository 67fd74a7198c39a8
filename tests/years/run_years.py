"""Years go in; each is previewed, every fifth is lived night by night, all are judged, and counts come out.

    python tests/years/run_years.py --n 500 --seed 7

Exit status 1 if a limit of the playbook is broken, or if a row of its cadences was never planned: then its
limits were not tried (runs of fewer than ENOUGH years only say so).
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.years.case import ROWS  # noqa: E402 - run as a script from anywhere
from tests.years.checker import broken_limits  # noqa: E402
from tests.years.drafts import broken_drafts  # noqa: E402
from tests.years.generator import MadeYear, made_year  # noqa: E402
from tests.years.life_checker import broken_in_life  # noqa: E402
from tests.years.lives import lived  # noqa: E402
from tests.years.living import life_of  # noqa: E402
from worker.cli import main as rapport  # noqa: E402

SHOWN = 12
ENOUGH = 40
"""Years in which every row of the playbook is to be met with."""
EVERY = 5
"""Of so many years one is lived night by night: that takes five times as long as looking ahead."""
PDF = b"%PDF-1.4\n%%EOF\n"
STATES = ("planned", "held", "lapsed", "dropped")
HAPPENED = ("drafted", "sent", "answered", "withdrawn")


class PreviewFailedError(Exception):
    """The command gave no answer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One year's verdict."""

    seed: int
    touches: int
    broken: tuple[str, ...]
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often each cadence and step was in each state."""
    lived: bool = False


def judged(seed: int, *, alive: bool | None = None) -> Judged:
    """Preview the year of that seed with the real command, perhaps live it, and judge what comes out.

    `alive` says whether to live it; without a word the seed decides.
    """
    made = made_year(seed)
    with tempfile.TemporaryDirectory() as name:
        try:
            answer, files = previewed(made, Path(name))
        except PreviewFailedError as fault:
            return Judged(seed, 0, (str(fault),))
    broken = [*broken_limits(answer, made.truth), *broken_drafts(answer, files, made.truth)]
    counts = Counter((t["cadence"], t["step"], t["state"]) for t in answer["touches"])
    is_lived = made.truth.me.told and (is_for_living(seed) if alive is None else alive)
    if is_lived:
        more, happened = judged_life(made)
        broken += more
        counts += happened
    return Judged(seed, len(answer["touches"]), tuple(broken), counts, is_lived)


def is_for_living(seed: int) -> bool:
    """Whether the year of that seed is lived, too: a property of the seed, so that it can be run alone."""
    return seed % EVERY == 2


def judged_life(made: MadeYear) -> tuple[list[str], Counter[tuple[str, str, str]]]:
    """What was broken in a life, and how often which letter went which way."""
    life = life_of(made)
    with tempfile.TemporaryDirectory() as name:
        happened = lived(life, Path(name))
    letters = ((one.letter["cadence"], one.letter["step"], one.what) for one in happened if one.letter)
    return [f"lived: {sentence}" for sentence in broken_in_life(life, happened)], Counter(letters)


def previewed(made: MadeYear, folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What `rapport preview --json --out` says of a year: the JSON, and the drafts by name."""
    (folder / "year.ics").write_text(made.calendar, encoding="utf-8", newline="")
    (folder / "me.toml").write_text(made.profile, encoding="utf-8")
    (folder / "cv.pdf").write_bytes(PDF)
    options = ["--profile", str(folder / "me.toml"), "--out", str(folder / "out"), "--json"]
    days = ["--today", made.truth.today.isoformat(), "--until", made.truth.until.isoformat()]
    result = CliRunner().invoke(rapport, ["preview", str(folder / "year.ics"), *options, *days])
    if result.exit_code or result.exception:
        raise PreviewFailedError(f"preview failed: {result.exception!r} {result.stderr}".strip())
    drafts = (folder / "out" / "drafts").glob("*.eml")
    return json.loads(result.stdout), {f"drafts/{path.name}": path.read_bytes() for path in drafts}


def all_judged(first: int, count: int, processes: int = 1) -> Iterator[Judged]:
    """The verdicts of so many years from a seed on, in order, whoever worked them out."""
    seeds = range(first, first + count)
    if processes == 1:
        yield from map(judged, seeds)
        return
    with ProcessPoolExecutor(max_workers=processes) as pool:
        yield from pool.map(judged, seeds, chunksize=EVERY)


def with_progress(verdicts: Iterable[Judged], count: int) -> Iterator[Judged]:
    """The same verdicts, while the terminal shows how far they are and what is broken; a file, each tenth."""
    began, shown = time.monotonic(), -1
    for done, one in enumerate(verdicts, start=1):
        percent = 100 * done // count
        if sys.stderr.isatty():
            bar = "#" * (percent // 4)
            sys.stderr.write(f"\r[{bar:25}] {percent:3} %  year {done} of {count} ")
        elif percent // 10 > shown:
            shown = percent // 10
            sys.stderr.write(f"{percent:3} %  {done} of {count} years, {time.monotonic() - began:.0f} s\n")
        sys.stderr.writelines(f"\nseed {one.seed}: {sentence}\n" for sentence in one.broken)
        sys.stderr.flush()
        yield one
    sys.stderr.write("\n" if sys.stderr.isatty() else "")


def told_counts(counts: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """A line for each row of the playbook: what the previews said, and what happened in the lives."""
    yield " " * 34 + "".join(f"{name:>10}" for name in (*STATES, *HAPPENED))
    for row in sorted(ROWS):
        yield f"{'/'.join(row):34}" + "".join(f"{counts[*row, name]:10}" for name in (*STATES, *HAPPENED))


def never_planned(counts: Counter[tuple[str, str, str]]) -> list[str]:
    """The rows that no year came to, neither looking ahead nor lived."""
    return ["/".join(row) for row in sorted(ROWS) if not counts[*row, "planned"]]


def report(verdicts: Sequence[Judged]) -> int:
    """Print what was found; the exit status."""
    broken = [(one.seed, sentence) for one in verdicts for sentence in one.broken]
    counts = sum((one.counts for one in verdicts), Counter[tuple[str, str, str]]())
    missing = never_planned(counts)
    print("\n".join(told_counts(counts)))
    for seed, sentence in broken[:SHOWN]:
        print(f"seed {seed}: {sentence}\n    alone: make years N=1 SEED={seed}")
    if missing:
        print(f"never planned: {', '.join(missing)}")
    found = {
        "years": len(verdicts),
        "lived": sum(one.lived for one in verdicts),
        "touches": sum(one.touches for one in verdicts),
        "drafted": sum(n for (_, _, what), n in counts.items() if what == "drafted"),
        "broken": len(broken),
    }
    print(json.dumps(found))
    return 1 if broken or (missing and len(verdicts) >= ENOUGH) else 0


def main() -> int:
    """Judge the years asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    asked = parser.parse_args()
    processes = asked.processes if asked.n > EVERY else 1
    verdicts = all_judged(asked.seed, asked.n, processes)
    return report(list(with_progress(verdicts, asked.n)))


if __name__ == "__main__":
    sys.exit(main())

"""Each named fault is planted in a process of its own; whether the checker of years catches it comes out.

    python tests/years/run_mutants.py [--years 60] [--seed 7] [NAME ...]

Exit status 1 if a fault lives.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.years.mutants import LIVED, MUTANTS  # noqa: E402 - run as a script from anywhere
from tests.years.run_years import is_for_living, judged  # noqa: E402

CAUGHT, LIVES = 0, 3
LIVES_FOR = 3
"""Few years are lived: a fault that only a life shows is looked for in so many times the years."""


def main() -> int:
    """Judge the faults asked for, else all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[[], *MUTANTS])
    parser.add_argument("--years", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--planted", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.planted:
        return planted(asked.names[0], asked.seed, asked.years)
    names = asked.names or list(MUTANTS)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        answers = pool.map(lambda name: _judge(name, asked.seed, asked.years), names)
        caught = sum(_told(*one) for one in zip(names, answers, strict=True))
    print(f"{caught}/{len(names)} caught")
    return 0 if caught == len(names) else 1


def _told(name: str, answer: tuple[bool, str]) -> bool:
    """Whether it was caught, said as soon as it is known."""
    is_caught, words = answer
    print(f"{'caught' if is_caught else 'LIVES '}  {name}: {words}", flush=True)
    return is_caught


def planted(name: str, seed: int, years: int) -> int:
    """Plant the fault in this process and live through years until one breaks a limit."""
    MUTANTS[name]()
    seeds = range(seed, seed + years)
    if name in LIVED:
        seeds = range(seed, seed + LIVES_FOR * years)
    for one in filter(is_for_living, seeds) if name in LIVED else seeds:
        if broken := judged(one, alive=name in LIVED).broken:
            print(f"seed {one}: {broken[0]}")
            return CAUGHT
    print(f"nothing broken in {years} years")
    return LIVES


def _judge(name: str, seed: int, years: int) -> tuple[bool, str]:
    """The verdict of a process of its own. Raises where it fails for another reason."""
    command = [
        sys.executable,
        str(Path(__file__)),
        "--planted",
        "--years",
        str(years),
        "--seed",
        str(seed),
        name,
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in {CAUGHT, LIVES}:
        raise RuntimeError(f"{name}: {run.stderr}")
    return run.returncode == CAUGHT, run.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())

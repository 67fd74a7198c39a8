"""A year of 2,000 events goes through `rapport preview`; its seconds of one core and its memory come out.

usage: bench_preview.py [--events N] [--runs N]; exits 1 over 2 s (median) or 150 MB.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

MAX_SECONDS = 2.0
MAX_MEGABYTES = 150.0
TITLES = ("SICU", "Noon conference", "M&M", "Surgery clinic", "Gym", "Dinner with friends", "Trauma", "Study")


def calendar(events: int) -> str:
    """A busy year: shifts, teaching, clinics with notes, private life, four congresses."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", "X-WR-TIMEZONE:America/New_York"]
    start = datetime(2026, 7, 1, 7, tzinfo=UTC)
    for number in range(events):
        begins = start + timedelta(hours=number * 365 * 24 / events)
        title = TITLES[number % len(TITLES)]
        note = (
            f"Met: Dr. Given{number} Family{number} <p{number}@example.org> - outcomes"
            if number % 97 == 0
            else "see intranet"
        )
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@bench",
            "DTSTAMP:20260601T000000Z",
            f"DTSTART;TZID=America/New_York:{begins:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=America/New_York:{begins + timedelta(hours=1 + number % 11):%Y%m%dT%H%M%S}",
            f"SUMMARY:{title}",
            f"DESCRIPTION:{note}",
            "LOCATION:Main building",
            "STATUS:CONFIRMED",
            "LAST-MODIFIED:20260601T000000Z",
            "END:VEVENT",
        ]
    for month, name in (
        (9, "ACS Clinical Congress"),
        (11, "AHA Scientific Sessions"),
        (1, "STS Annual Meeting"),
    ):
        year = 2026 if month > 6 else 2027
        lines += [
            "BEGIN:VEVENT",
            f"UID:congress{month}@bench",
            f"DTSTART;VALUE=DATE:{year}{month:02d}20",
            f"DTEND;VALUE=DATE:{year}{month:02d}24",
            f"SUMMARY:{name}",
            "DESCRIPTION:Met: Jane Lee <jlee@example.edu> - aortic root outcomes",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def measured(source: Path, out: Path) -> tuple[float, float]:
    """Seconds of CPU and megabytes of one run, start-up included."""
    command = ["rapport", "preview", str(source), "--today", "2026-07-01", "--out", str(out), "--json"]
    program = Path(sys.executable).with_name("rapport")
    with subprocess.Popen([program, *command[1:]], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"rapport preview failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Measure, print one JSON object, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "year.ics"
        source.write_text(calendar(asked.events), encoding="utf-8")
        runs = [measured(source, Path(folder) / "out") for _ in range(asked.runs)]
    seconds = statistics.median(seconds for seconds, _ in runs)
    megabytes = max(megabytes for _, megabytes in runs)
    result = {
        "events": asked.events,
        "runs": asked.runs,
        "cpu_s": round(seconds, 2),
        "max_mb": round(megabytes, 1),
    }
    print(json.dumps(result))
    sys.exit(seconds > MAX_SECONDS or megabytes > MAX_MEGABYTES)


if __name__ == "__main__":
    main()

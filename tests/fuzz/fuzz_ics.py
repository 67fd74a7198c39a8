"""A seed number goes in; mutated calendars attack the preview, and one JSON object of counts comes out.

    python tests/fuzz/fuzz_ics.py --n 10000 --seed 7

Each batch runs in a child process under a memory limit. Exit status 1 on any traceback (anything but
Refused), any input over 5 seconds or over 500 MB; such inputs are kept in out/fuzz/. With PLANT=1 in the
environment (or --plant) a crash is planted, which must be found.
"""

import argparse
import importlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from worker.bootstrap.house import House  # noqa: E402 - run as a script from anywhere
from worker.domain.errors import Refused  # noqa: E402
from worker.local.read_ics import read_ics  # noqa: E402
from worker.settings import settings_from  # noqa: E402
from worker.writers.outlook_json import write_json  # noqa: E402

ATTACK = "tests.fuzz.fuzz_ics:attack_preview"
"""What is attacked: `module:callable`, which takes the bytes and may raise nothing but Refused."""
BATCH = 250
MAX_SECONDS = 5.0
MAX_MB = 500
ADDRESS_SPACE = 2_000_000_000
"""Bytes a child may map: far above MAX_MB, since libraries map more than they use."""
KEPT = Path("out/fuzz")
TODAY, UNTIL = date(2026, 8, 3), date(2027, 8, 3)

SEEDS = [
    """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Google Inc//Google Calendar 70.9054//EN\r
METHOD:PUBLISH\r
X-WR-CALNAME:rotations\r
X-WR-TIMEZONE:America/New_York\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260706\r
DTEND;VALUE=DATE:20260801\r
DTSTAMP:20260601T120000Z\r
UID:block1@google.com\r
SUMMARY:SICU\r
DESCRIPTION:Attending: Dr. R. Patel <rpatel@uni.edu>\\nMet: Jane Lee\\, MD - \r
 aortic root outcomes\r
STATUS:CONFIRMED\r
TRANSP:TRANSPARENT\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;TZID=America/New_York:20260108T120000\r
DTEND;TZID=America/New_York:20260108T130000\r
RRULE:FREQ=WEEKLY;UNTIL=20261231T045959Z;BYDAY=TH\r
EXDATE;TZID=America/New_York:20260115T120000\r
UID:noon@google.com\r
SUMMARY:Noon conference\r
ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN="Lee, Jane";X-NUM-GUESTS=0:mailto:jlee@uni.edu\r
ORGANIZER;CN=Chief:mailto:chief@uni.edu\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;TZID=America/New_York:20260122T130000\r
DURATION:PT1H\r
RECURRENCE-ID;TZID=America/New_York:20260122T120000\r
UID:noon@google.com\r
SUMMARY:Noon conference (moved)\r
BEGIN:VALARM\r
ACTION:DISPLAY\r
TRIGGER:-PT10M\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
""",
    """BEGIN:VCALENDAR
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY;LANGUAGE=en-us:Mid-year meeting with Dr. Alvarez
DTSTART;TZID=Customized Time Zone:20261214T150000
DTEND;TZID=Customized Time Zone:20261214T153000
UID:040000008200E00074C5B7101A82E008
CLASS:PUBLIC
SEQUENCE:2
LOCATION;LANGUAGE=en-us:Microsoft Teams Meeting
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Join https://teams.microsoft.com/l/meetup-join/1</p></body></html>
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="'Alvarez, M'":MAILTO:ALVAREZ@UNI.EDU
END:VEVENT
BEGIN:VEVENT
SUMMARY:STS Annual Meeting
DTSTART;TZID=Eastern Standard Time:20260124T000000
DTEND;TZID=Eastern Standard Time:20260128T000000
X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
UID:sts
LAST-MODIFIED:20251101T101112Z
CATEGORIES:Travel,Red Category
END:VEVENT
END:VCALENDAR
""",
    """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Amion//Schedule//EN
X-WR-CALNAME:Amion
BEGIN:VEVENT
DTSTART:20260713T110000Z
DTEND:20260713T230000Z
SUMMARY:CT Surg Day
RDATE:20260714T110000Z,20260716T110000Z
END:VEVENT
BEGIN:VEVENT
DTSTART:20260802T190000
DTEND:20260803T070000
UID:nf-1
SUMMARY:Night Float
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260209
RRULE:FREQ=MONTHLY;BYDAY=2MO;COUNT=6
UID:mm
SUMMARY:M&M
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260511
RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260511
UID:mm
SUMMARY:M&M, new room
END:VEVENT
END:VCALENDAR
""",
]

HOSTILE = [
    "{{ 7*7 }}{% for x in range(10**9) %}",
    "${7*7}",
    "{0.__class__.__mro__}",
    "%s%n%x",
    "\\n\\nBcc: all@x.org",
    "a\r\nBcc: b@x.org\r\n\r\nbody",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><!--",
    "\u202eevil\u202c",
    "\u200b\u200d\ufeff",
    "Ω" * 200,
    "e" + "\u0301" * 500,
    "\x00\x01\x02\x7f",
    "\x1b[2J",
    "=?utf-8?b?QmNjOiB4?=",
    "'; DROP TABLE events; --",
    "../../../../etc/passwd",
    "A" * 100_000,
    '"' * 2_001,
    "\\" * 1_001,
    ";" * 3_000,
    ":" * 3_000,
    "," * 3_000,
    "[[ gap ]]",
    "mailto:" * 300,
    "\u2028\u2029\x85",
    "Dr. Dr. Dr. " * 50,
    "👩🏽‍⚕️🏥",
    "﷽" * 100,
]
LONE_SURROGATES = [
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf\xed\xa0\x80",
    b"\xff\xfe",
    b"\xf4\x90\x80\x80",
    b"\x81\x8d\x9d",
]
DATES = [
    "00010101T000000",
    "99991231T235959Z",
    "99991231",
    "00010101",
    "20260230T120000",
    "20261301",
    "20260706T2561",
    "20260706T240000",
    "20260706T235960",
    "-0010101T000000",
    "2026-07-06T12:00:00",
    "P1D",
    "PT0S",
    "now",
    "",
    "16010101T020000",
    "20260308T023000",
    "20261101T013000",
    "2026070",
    "20260706T120000ZZ",
    "99999999999999999",
]
RULES = [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=10",
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=1",
    "FREQ=HOURLY;COUNT=1000000",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=999999999999999999999",
    "FREQ=WEEKLY;INTERVAL=2147483647;BYDAY=MO",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=99999999999",
    "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;BYSETPOS=-366",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
    "FREQ=DAILY;UNTIL=00010101T000000Z",
    "FREQ=DAILY;UNTIL=99991231T235959Z",
    "FREQ=MONTHLY;BYMONTHDAY=-31",
    "FREQ=YEARLY;BYWEEKNO=53,-53;BYDAY=SU",
    "FREQ=DAILY;BYDAY=XX",
    "FREQ=",
    "FREQ=DAILY;FREQ=WEEKLY",
    ";;;",
    "=",
    "FREQ=WEEKLY;BYDAY=99MO;WKST=ZZ",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
    "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L",
    "FREQ=DAILY;BYSETPOS=0",
    "FREQ=YEARLY;BYMONTH=" + ",".join(["2"] * 300),
    "FREQ=WEEKLY;UNTIL=PT1H",
]
ZONES = [
    "Mars/Olympus",
    "../../etc/passwd",
    "America",
    "localtime",
    "",
    "/",
    "Eastern Standard Time",
    "GMT-0500",
    "posix",
    "/freeassociation.sourceforge.net/Europe/Berlin",
    "\x00",
    "(UTC-05:00) Eastern Time (US & Canada)",
    "A" * 5_000,
    "tzone://Microsoft/Custom",
    "Customized Time Zone",
    "america/new_york",
    "Etc/GMT+25",
]


@dataclass
class Result:
    """What a run found; printed as JSON."""

    inputs: int = 0
    tracebacks: int = 0
    max_s: float = 0.0
    max_mb: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the bar is missed."""
        return self.tracebacks > 0 or self.max_s > MAX_SECONDS or self.max_mb > MAX_MB

    def add(self, other: "Result") -> None:
        """Take in what a batch found."""
        self.inputs += other.inputs
        self.tracebacks += other.tracebacks
        self.max_s = max(self.max_s, other.max_s)
        self.max_mb = max(self.max_mb, other.max_mb)


@cache
def _house() -> House:
    return House.furnish(settings_from({}))


def attack_preview(data: bytes) -> None:
    """Read, plan and word a year; one in four also becomes files, which cost most of the time."""
    house = _house()
    me = house.narrative(owner="user@example.com")
    reading = read_ics(
        data,
        name="fuzz.ics",
        zone=ZoneInfo(me.time_zone),
        since=TODAY - timedelta(days=366),
        until=UNTIL,
        owner=frozenset(me.addresses),
        publishers=house.rules.publishers,
    )
    outlook = house.preview.look_ahead(reading, me, today=TODAY, until=UNTIL, sample_profile=True)
    write_json(outlook).encode()
    if zlib.crc32(data) % 4 == 0 and not all(name and content for name, content in house.files(outlook)):
        raise ValueError("an empty file")


def input_for(seed: int, index: int) -> bytes:
    """The attack of that number; the same for the same seed."""
    chance = random.Random(f"{seed}/{index}")  # noqa: S311 - repeatable, not secret
    data = chance.choice(SEEDS).encode()
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(MUTATIONS)(chance, data)
    return data[:6_000_000]


def _truncated(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _bits_flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _on_lines(
    change: Callable[[random.Random, list[bytes]], None],
) -> Callable[[random.Random, bytes], bytes]:
    def mutate(chance: random.Random, data: bytes) -> bytes:
        lines = data.splitlines(keepends=True) or [b""]
        change(chance, lines)
        return b"".join(lines)

    return mutate


def _swap(chance: random.Random, lines: list[bytes]) -> None:
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]


def _double(chance: random.Random, lines: list[bytes]) -> None:
    i = chance.randrange(len(lines))
    times = chance.choice((1, 1, 2, 50, 2_000) if len(lines) < 5_000 else (1, 2))
    lines[i:i] = [lines[i]] * times


def _drop(chance: random.Random, lines: list[bytes]) -> None:
    lines.pop(chance.randrange(len(lines)))


def _repeat_part(chance: random.Random, lines: list[bytes]) -> None:
    i = chance.randrange(len(lines))
    part = lines[i : i + chance.randint(1, 30)]
    lines[i:i] = part * chance.choice((1, 3, 100 if len(lines) < 2_000 else 1))


def _nest(chance: random.Random, lines: list[bytes]) -> None:
    kind = chance.choice((b"VEVENT", b"VCALENDAR", b"VALARM", b"VTIMEZONE", b"STANDARD", b"X-" + b"N" * 50))
    depth = chance.choice((10, 10, 1_000, 20_000))
    i = chance.randrange(len(lines) + 1)
    lines[i:i] = [b"BEGIN:" + kind + b"\n"] * depth + chance.choice(([], [b"END:" + kind + b"\n"] * depth))


def _mangle_value(values: list[str]) -> Callable[[random.Random, list[bytes]], None]:
    def change(chance: random.Random, lines: list[bytes]) -> None:
        i = chance.randrange(len(lines))
        head = lines[i].rpartition(b":")[0] or b"SUMMARY"
        lines[i] = head + b":" + chance.choice(values).encode() + b"\r\n"

    return change


def _surrogates(chance: random.Random, lines: list[bytes]) -> None:
    i = chance.randrange(len(lines))
    lines[i] = lines[i].rstrip() + chance.choice(LONE_SURROGATES) + b"\n"


def _property(name: str, values: list[str]) -> Callable[[random.Random, list[bytes]], None]:
    """Put one more, evil property into an event, in front of the true one."""

    def change(chance: random.Random, lines: list[bytes]) -> None:
        begins = [i for i, line in enumerate(lines) if line.upper().startswith(b"BEGIN:VEVENT")]
        at = chance.choice(begins) + 1 if begins else 0
        lines.insert(at, f"{name}:{chance.choice(values)}\n".encode())

    return change


def _zone(chance: random.Random, lines: list[bytes]) -> None:
    at = [i for i, line in enumerate(lines) if b"TZID" in line[:40].upper()] or [0]
    i = chance.choice(at)
    zone = chance.choice(ZONES)
    lines[i] = chance.choice((f"DTSTART;TZID={zone}:20260706T070000\n", f"TZID:{zone}\n")).encode()


def _many_dates(chance: random.Random, lines: list[bytes]) -> None:
    name = chance.choice(("RDATE", "EXDATE", "RDATE;VALUE=PERIOD"))
    days = ",".join(
        f"20{n % 60:02}{n % 12 + 1:02}{n % 28 + 1:02}T0{n % 10}0000Z"
        for n in range(chance.choice((9, 9, 9, 9_000)))
    )
    _property(name, [days])(chance, lines)


def _many_events(chance: random.Random, lines: list[bytes]) -> None:
    rule = chance.choice(RULES)
    for n in range(chance.choice((5, 5, 5, 300))):
        times = f"DTSTART:2026{n % 12 + 1:02}01T{n % 24:02}0000\nRRULE:{rule}\n"
        event = f"BEGIN:VEVENT\nUID:m{n % 290}\n{times}END:VEVENT\n"
        lines.insert(max(len(lines) - 1, 0), event.encode())


def _encoded(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    code = chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "cp500"))
    return text.encode(code, "replace")


def _broken_fold(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice((b"\r\n ", b"\n\t", b"\r", b"\n", b"\r\r\n \n ")) + data[at:]


MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [
    _truncated,
    _bits_flipped,
    _encoded,
    _broken_fold,
    *map(
        _on_lines,
        (
            _swap,
            _double,
            _drop,
            _repeat_part,
            _nest,
            _surrogates,
            _zone,
            _many_dates,
            _many_events,
            _mangle_value(HOSTILE),
            _mangle_value(HOSTILE),
            _mangle_value(DATES),
            _property("RRULE", RULES),
            _property("RRULE", RULES),
            _property("DTSTART", DATES),
            _property("DTEND", DATES),
            _property("DURATION", ["P99999999999D", "-P1D", "PT1H", "P1Y", "P9999D"]),
            _property("RECURRENCE-ID", DATES),
            _property("SEQUENCE", ["-1", "9" * 50, "x"]),
            _property("ATTENDEE", HOSTILE),
            _property("SUMMARY", HOSTILE),
            _property("UID", HOSTILE),
        ),
    ),
]


def _attack(name: str) -> Callable[[bytes], None]:
    module, _, function = name.partition(":")
    found: Callable[[bytes], None] = getattr(importlib.import_module(module), function)
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_batch(attack: Callable[[bytes], None], seed: int, indexes: range, *, plant: bool) -> Result:
    """Attack with these inputs, in this process."""
    result = Result()
    for index in indexes:
        data = input_for(seed, index)
        begun = time.perf_counter()
        fault = _tried(_crash if plant and index == indexes[-1] else attack, data)
        spent = time.perf_counter() - begun
        result.add(Result(1, int(bool(fault)), spent, _peak_mb()))
        if fault or spent > MAX_SECONDS:
            keep(seed, index, data, fault or f"{spent:.1f} s")
    return result


def _tried(attack: Callable[[bytes], None], data: bytes) -> str:
    """The traceback an input causes, or empty."""
    signal.setitimer(signal.ITIMER_REAL, 2 * MAX_SECONDS)
    try:
        attack(data)
    except Refused:
        return ""
    except BaseException:  # noqa: BLE001 - finding whatever comes out is the whole purpose
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


class OverTime(BaseException):
    """An input took twice the time it may; no code under attack can catch this as an error of its own."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise OverTime


def _crash(_data: bytes) -> None:
    raise ZeroDivisionError("planted")


def keep(seed: int, index: int, data: bytes, why: str) -> None:
    """Save a failing input, and say how to get it again."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{seed}-{index}.ics"
    path.write_bytes(data)
    sys.stderr.write(f"seed {seed} index {index}: {path}\n{why[-2_000:]}\n")


def batches(n: int) -> Iterator[range]:
    """The indexes, in parts."""
    return (range(start, min(start + BATCH, n)) for start in range(0, n, BATCH))


def attack_in_children(options: argparse.Namespace) -> Result:
    """Run every batch in a child process; a child that dies counts as a traceback."""
    total = Result()
    for indexes in batches(options.n):
        total.add(_child(options, indexes))
        sys.stderr.write(f"\r{indexes[-1] + 1}/{options.n} {json.dumps(asdict(total))}")
        sys.stderr.flush()
    sys.stderr.write("\n")
    return total


def _child(options: argparse.Namespace, indexes: range) -> Result:
    command = [
        sys.executable,
        __file__,
        "--child",
        f"{indexes.start}-{indexes.stop}",
        "--seed",
        str(options.seed),
    ]
    command += [
        "--attack",
        options.attack,
        *(["--plant"] if options.plant and indexes.stop == options.n else []),
    ]
    wall = 60 + 2 * MAX_SECONDS * len(indexes)
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=wall, check=False)
        found: dict[str, float] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as fault:
        sys.stderr.write(
            f"seed {options.seed}, inputs {indexes.start}-{indexes.stop}: the child died ({fault})\n"
        )
        return Result(len(indexes), 1, 0.0, 0.0)
    return Result(int(found["inputs"]), int(found["tracebacks"]), found["max_s"], found["max_mb"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--n", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--attack", default=ATTACK)
    parser.add_argument("--plant", action="store_true", default=os.environ.get("PLANT") == "1")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Run, print the result, and tell by the exit status."""
    options = _options()
    if options.child:
        signal.signal(signal.SIGALRM, _stop)
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        start, stop = map(int, options.child.split("-"))
        result = run_batch(_attack(options.attack), options.seed, range(start, stop), plant=options.plant)
    else:
        result = attack_in_children(options)
    sys.stdout.write(json.dumps(asdict(result)) + "\n")
    return int(result.failed and not options.child)


if __name__ == "__main__":
    sys.exit(main())

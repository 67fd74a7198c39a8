"""Settings go in; what was found by really trying each part of this installation comes out, with remedies."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import requests

from worker.bootstrap.house import House
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.errors import Permanent, Reconnect, Refused, RuleFault, Transient
from worker.flows.report_status import status_of
from worker.flows.tools import Tools
from worker.google.clock import time_at_google
from worker.google.oauth import load_client
from worker.settings import Settings
from worker.store.opening import FILE as DATABASE
from worker.store.opening import url_of
from worker.store.schema import AGES, Age
from worker.store.secrets import FILE as KEY
from worker.store.secrets import VARIABLE, read_keys, secrets_in
from worker.store.soundness import OK, soundness_of

OLDEST_PYTHON = (3, 11)
LEAST_FREE = 200_000_000
"""Bytes: a year of letters, the journal and a backup beside them."""
CLOCKS_APART = timedelta(minutes=2)
"""Tokens are refused, and mornings missed, where clocks differ by more."""
BACKUP_AGE = timedelta(days=30)
DOOR_SECONDS = 5.0
LAST_BACKUP = "last-backup"
"""In the data directory: when a backup was last made."""
ZONES = ("America/New_York", "America/Los_Angeles", "UTC")
START = "Start `rapport up`."


class Verdict(StrEnum):
    """How a part is."""

    WELL = "well"
    NOTE = "note"
    """Worth knowing; nothing is broken."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What trying one part showed."""

    part: str
    verdict: Verdict
    words: str
    remedy: str = ""


def check_up(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Try part after part, the ground first. Raises nothing: a fault is a finding."""
    yield _python()
    yield from _packages()
    yield _rules(settings)
    yield _zones()
    yield _directory(settings.data)
    if settings.data.exists() and not os.access(settings.data, os.R_OK | os.X_OK):
        return
    yield _key(settings, environment)
    yield _clock(settings)
    database = _database(settings)
    yield database
    if database.verdict is Verdict.WELL:
        yield from _inside(settings, environment)
    else:
        yield _client(settings, needed=False)
        yield _door(settings, expected=False)


def _inside(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """What can be tried only where the store opens."""
    try:
        tools = open_tools(settings, environment)
    except (Refused, RuleFault) as fault:
        yield Finding("store", Verdict.BAD, str(fault))
        return
    accounts, now = tools.accounts.all(), settings.clock()
    yield _client(settings, needed=any(not account.folder for account in accounts))
    yield _door(settings, expected=bool(accounts))
    for account in accounts:
        yield _account(tools, account)
    for trouble in status_of(tools, now).troubles:
        yield Finding(trouble.about, Verdict.BAD, trouble.text, trouble.remedy)
    yield _backup(settings, now, expected=bool(accounts))


def _python() -> Finding:
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("Python", Verdict.BAD, f"This is Python {here}.", "Install Python 3.11 or newer.")
    return Finding("Python", Verdict.WELL, here)


def _packages() -> Iterator[Finding]:
    """One finding for each library that is missing or too old; one for all where none is."""
    wanted = [line for line in requires("rapport") or () if "extra ==" not in line and _is_for_here(line)]
    faults = [fault for line in wanted if (fault := _package_fault(line))]
    for fault in faults:
        yield Finding("packages", Verdict.BAD, fault, "Run `make` again, or install the locked requirements.")
    if not faults:
        yield Finding("packages", Verdict.WELL, f"{len(wanted)} libraries are there.")


def _is_for_here(requirement: str) -> bool:
    platforms = re.findall(r"sys_platform == [\"'](\w+)[\"']", requirement)
    return not platforms or sys.platform in platforms


def _package_fault(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    least = re.search(r">=\s*([\d.]+)", requirement)
    try:
        there = version(name[0]) if name else ""
    except PackageNotFoundError:
        return f"{requirement} is not installed."
    if least and _numbers(there) < _numbers(least[1]):
        return f"{requirement} is wanted, {there} is installed."
    return ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _rules(settings: Settings) -> Finding:
    try:
        House.furnish(settings).check()
    except RuleFault as fault:
        words = f"{len(fault.faults)} faults, the first: {fault.faults[0]}"
        return Finding("rules", Verdict.BAD, words, "Run `rapport rules check`, which lists them all.")
    return Finding("rules", Verdict.WELL, f"{settings.config} is sound.")


def _zones() -> Finding:
    try:
        for name in ZONES:
            ZoneInfo(name)
    except ZoneInfoNotFoundError as fault:
        return Finding("time zones", Verdict.BAD, f"{fault}.", "Install the package tzdata.")
    return Finding("time zones", Verdict.WELL, f"tzdata {version('tzdata')}")


def _directory(folder: Path) -> Finding:
    if folder.exists() and not folder.is_dir():
        return Finding("data", Verdict.BAD, f"{folder} is no folder.", "Choose another with --data DIR.")
    if not folder.is_dir():
        return Finding("data", Verdict.NOTE, f"{folder} is made at the first start.")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        words = f"{folder} is open to other users (mode {mode:o})."
        return Finding("data", Verdict.BAD, words, f"Run `chmod 700 {folder}`.")
    return _writable(folder)


def _writable(folder: Path) -> Finding:
    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(b"probe")
        free = shutil.disk_usage(folder).free
    except OSError as fault:
        words = f"{folder} cannot be written ({fault.strerror})."
        return Finding(
            "data", Verdict.BAD, words, "Make it writable for you, or choose another with --data DIR."
        )
    words = f"{folder} is writable, {free // 1_000_000:,} MB are free."
    if free < LEAST_FREE:
        return Finding(
            "data", Verdict.BAD, words, "Make room on that disk: a full one loses nothing, but rests."
        )
    return Finding("data", Verdict.WELL, words)


def _key(settings: Settings, environment: Mapping[str, str]) -> Finding:
    file = settings.data / KEY
    try:
        if VARIABLE in environment:
            secrets_in(settings.data, environment)
            return Finding("key", Verdict.WELL, f"It comes from {VARIABLE}.")
        if not file.exists():
            return Finding("key", Verdict.NOTE, f"{file} is made at the first start.")
        keys = read_keys(file)
    except Refused as fault:
        return Finding("key", Verdict.BAD, str(fault))
    if len(keys) > 1:
        return Finding(
            "key", Verdict.NOTE, "A change of keys has not come to its end.", "`rapport key rotate`."
        )
    return Finding("key", Verdict.WELL, f"{file} is yours alone.")


def _database(settings: Settings) -> Finding:
    file = settings.data / DATABASE
    if not settings.database_url and not file.is_file():
        return Finding("database", Verdict.NOTE, f"{file} is made at the first start.")
    found = soundness_of(settings.database_url or url_of(file))
    if found.verdict != OK:
        remedy = "Stop `rapport up`, then bring a backup back with `rapport restore FILE`."
        return Finding("database", Verdict.BAD, f"It is damaged: {found.verdict}.", remedy)
    if found.age in AGES:
        return Finding("database", Verdict.BAD, AGES[found.age].format(what="It", schema=found.schema))
    if found.age is Age.NONE:
        return Finding(
            "database", Verdict.BAD, f"{file} is not Rapport's.", "Choose another with --data DIR."
        )
    return Finding("database", Verdict.WELL, f"Every page is sound, schema {found.schema}.")


def _client(settings: Settings, *, needed: bool) -> Finding:
    try:
        client = load_client(settings.client_file)
    except Refused as fault:
        absent = not needed and not settings.client_file.exists()
        return Finding("Google client", Verdict.NOTE if absent else Verdict.BAD, str(fault))
    kind = 'a "Web application"' if client.is_web else 'a "Desktop app"'
    return Finding("Google client", Verdict.WELL, f"{settings.client_file} is {kind}.")


def _door(settings: Settings, *, expected: bool) -> Finding:
    """Whether our own door answers. Nobody at all is bad only where accounts wait for it."""
    address = f"{settings.door}/healthz"
    try:
        answer = requests.get(address, timeout=DOOR_SECONDS, allow_redirects=False)
    except requests.RequestException as fault:
        words = f"Nobody answers at {address} ({type(fault).__name__})."
        return Finding("web door", Verdict.BAD if expected else Verdict.NOTE, words, START)
    if answer.status_code == requests.codes.ok and "database" in answer.text:
        return Finding("web door", Verdict.WELL, f"{address} answers.")
    words = f"{address} answers {answer.status_code}, and not as Rapport does."
    return Finding(
        "web door", Verdict.BAD, words, "Another program has the port: choose one by RAPPORT_PORT."
    )


def _clock(settings: Settings) -> Finding:
    """Against Google's clock, and against the newest file here. Looked at before anything here is opened."""
    now = settings.clock()
    if settings.clock_file:
        words = f"It is turned by {settings.clock_file} to {now:%Y-%m-%d %H:%M} UTC."
        return Finding("clock", Verdict.NOTE, words, "Unset RAPPORT_CLOCK_FILE unless this is a test.")
    written = _last_written(settings.data)
    if written and written > now + CLOCKS_APART:
        words = f"A file in {settings.data} is of {written:%Y-%m-%d %H:%M} UTC, which has not come yet."
        return Finding("clock", Verdict.BAD, words, "Set this machine's clock.")
    theirs = time_at_google(settings.google_root)
    if theirs is None:
        return Finding("clock", Verdict.NOTE, "Google's clock cannot be reached.", "Check the connection.")
    if abs(theirs - now) > CLOCKS_APART:
        words = f"It is {now:%Y-%m-%d %H:%M} UTC here and {theirs:%Y-%m-%d %H:%M} at Google."
        return Finding("clock", Verdict.BAD, words, "Set this machine's clock; let it follow a time server.")
    return Finding("clock", Verdict.WELL, f"It is {now:%Y-%m-%d %H:%M} UTC, as it is at Google.")


def _last_written(folder: Path) -> datetime | None:
    moments = [path.stat().st_mtime for path in folder.iterdir()] if folder.is_dir() else []
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def _account(tools: Tools, account: Account) -> Finding:
    """Ask for a fresh token, the list of calendars, and where the mailbox stands."""
    try:
        with closing(tools.open_calendars(account)) as calendars:
            count = len(calendars.calendars())
        with closing(tools.open_mailbox(account)) as mailbox:
            mailbox.bookmark()
    except (Reconnect, Permanent, Refused) as fault:
        return Finding(account.address, Verdict.BAD, str(fault), "Connect it again: `rapport connect`.")
    except Transient as fault:
        return Finding(account.address, Verdict.BAD, str(fault), "Try again in a few minutes.")
    where = "in its folder" if account.folder else "at Google"
    return Finding(
        account.address, Verdict.WELL, f"The mailbox and the list of calendars ({count}) answer {where}."
    )


def _backup(settings: Settings, now: datetime, *, expected: bool) -> Finding:
    made = last_backup(settings.data)
    remedy = "`rapport backup FILE`; keep a copy of the key beside it, not in it."
    if made is None:
        verdict = Verdict.NOTE if expected else Verdict.WELL
        return Finding("backup", verdict, "None was made yet.", remedy if expected else "")
    old = now - made > BACKUP_AGE
    words = f"The last one was made on {made:%Y-%m-%d}."
    return Finding("backup", Verdict.NOTE if old else Verdict.WELL, words, remedy if old else "")


def note_backup(folder: Path, at: datetime) -> None:
    """Remember that a backup was made."""
    (folder / LAST_BACKUP).write_text(at.isoformat(), encoding="ascii")


def last_backup(folder: Path) -> datetime | None:
    """When a backup was last made; None for never, and where that is not known."""
    try:
        return datetime.fromisoformat((folder / LAST_BACKUP).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None

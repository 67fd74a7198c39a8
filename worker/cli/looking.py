"""Looking ahead without an account: calendars and days go in; what would be written, and when, comes out."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from worker.bootstrap.house import House
from worker.domain.errors import Refused
from worker.domain.narrative import Narrative, in_year_of
from worker.domain.outlook import Outlook
from worker.local.folder import write_folder
from worker.settings import settings_from
from worker.terminal import Terminal
from worker.writers.outlook_json import write_json

A_YEAR = timedelta(days=365)
LONGEST = timedelta(days=5 * 365)
"""Nobody plans further; recurring events would be read without end."""
FIRST_YEAR, LAST_YEAR = 1990, 2199
DAY = click.DateTime(formats=["%Y-%m-%d"])


def preview_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `preview` and `demo` share."""
    for option in (
        click.option("--today", type=DAY, help="Look ahead from this day (default: today)."),
        click.option("--until", type=DAY, help="Look ahead to this day (default: a year on)."),
        click.option(
            "--out",
            type=click.Path(path_type=Path, file_okay=False),
            help="Leave drafts, feeds and page here.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--profile", type=click.Path(path_type=Path), help="Your narrative (see config/profile.example.toml)."
)
@click.option("--owner", metavar="ADDRESS", help="Your own address, so that you are never thanked yourself.")
@preview_options
def preview(
    sources: Sequence[str],
    profile: Path | None,
    owner: str | None,
    today: datetime | None,
    until: datetime | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show the year ahead of any calendar.

    SOURCE is an .ics file, a folder of them, an https or webcal address, or a .jsonl of Google events.
    """
    house = furnished()
    me = house.narrative(profile, owner)
    days = days_asked(today, until, ZoneInfo(me.time_zone))
    look_ahead(house, Wanted(tuple(sources), me, days, out, as_json, sample_profile=profile is None))


@click.command()
@preview_options
@click.option("--once", is_flag=True, help="Also let the whole machine live through its next morning.")
def demo(today: datetime | None, until: datetime | None, out: Path | None, as_json: bool, once: bool) -> None:
    """Run the main job on a sample year, placed around today."""
    if once and (today or as_json):
        raise Refused("--once lives through a morning of the real calendar: leave out --today and --json.")
    house = furnished()
    me = house.narrative(None, None)
    days = days_asked(today, until, ZoneInfo(me.time_zone))
    folder = out or Path("out/demo")
    calendar = folder / "sample-calendar" / "sample.ics"
    sample = house.sample_calendar(days[0], ZoneInfo(me.time_zone))
    write_folder(calendar.parent, {calendar.name: sample})
    look_ahead(house, Wanted((str(calendar),), me, days, folder, as_json, sample_profile=True))
    if once:
        from worker.cli.demonstrating import live_once  # noqa: PLC0415 - loads the whole machine

        live_once(sample, in_year_of(me, days[0]), folder / "mailbox")


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--owner", metavar="ADDRESS", multiple=True, help="Your own address; may be given several times."
)
@click.option("--zone", default="America/New_York", show_default=True, help="Your time zone.")
def recognise(file: BinaryIO, owner: Sequence[str], zone: str) -> None:
    """Say what each event is, and why.

    FILE has one Google Calendar event a line, alone or as {"id", "event"}; "-" is standard input.
    """
    house = furnished()
    own = frozenset(address.lower() for address in owner)
    for line in house.recognised_lines(file.read(), zone_named(zone), own):
        sys.stdout.buffer.write(line.encode() + b"\n")


@click.group()
def rules() -> None:
    """Look after the rules in config/."""


@rules.command()
def check() -> None:
    """Load all of config/ and list every fault with file, table and position."""
    furnished().check()
    click.echo("config/ is sound: every file read, every reference found, a template for every letter.")


def furnished() -> House:
    """The house for one run."""
    return House.furnish(settings_from(os.environ))


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name. Raises Refused if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise Refused(f"{name} is no time zone: give a name such as America/Chicago with --zone.") from fault


def days_asked(today: datetime | None, until: datetime | None, zone: ZoneInfo) -> tuple[date, date]:
    """First and last day to look at; the clock is read here and nowhere else."""
    first = today.date() if today else datetime.now(zone).date()
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise Refused(f"--today {first} is too far away: give a day between {FIRST_YEAR} and {LAST_YEAR}.")
    last = until.date() if until else first + A_YEAR
    if last < first:
        raise Refused(f"--until {last} lies before {first}: give a later day.")
    if last > first + LONGEST:
        raise Refused(f"--until {last} is more than {LONGEST.days // 365} years on: give an earlier day.")
    return first, last


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a preview was asked for."""

    sources: tuple[str, ...]
    me: Narrative
    days: tuple[date, date]
    out: Path | None
    as_json: bool
    sample_profile: bool


def look_ahead(house: House, wanted: Wanted) -> None:
    """Read, decide, show, and leave the files."""
    today, until = wanted.days
    terminal = Terminal()
    with terminal.progress(stages=3 if wanted.out else 2) as begin:
        begin("reading the calendar")
        me = in_year_of(wanted.me, today) if wanted.sample_profile else wanted.me
        reading, me = house.read(wanted.sources, me, wanted.days, own_zone=not wanted.sample_profile)
        begin("planning the year")
        outlook = house.preview.look_ahead(
            reading, me, today=today, until=until, sample_profile=wanted.sample_profile
        )
        drafts = leave_files(house, outlook, wanted.out, begin) if wanted.out else 0
    if wanted.as_json:
        sys.stdout.buffer.write(write_json(outlook).encode() + b"\n")
        return
    terminal.show(outlook)
    if wanted.out:
        terminal.show_files(wanted.out, outlook, drafts)


def leave_files(house: House, outlook: Outlook, out: Path, begin: Callable[[str], None]) -> int:
    """Write drafts, feeds and page; how many drafts there are."""
    begin("writing drafts and feeds")
    files = dict(house.files(outlook))
    write_folder(out, files)
    return sum(name.startswith("drafts/") for name in files)

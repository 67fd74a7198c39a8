"""How everything stands goes in; a table for a person, or JSON for a program, comes out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from worker.bootstrap.checkup import Finding, Verdict
from worker.flows.report_status import AccountStatus, StaleDate, Status, Waiting, Watched

DAY = "%a %d %b %Y"
MOMENT = f"{DAY} %H:%M"
STYLES = {Verdict.WELL: "green", Verdict.NOTE: "yellow", Verdict.BAD: "bold red"}
NEAREST = 5
"""How many dates that have grown stale are shown; JSON has them all."""
WIDTH = 110
"""Where nobody looks: no line is broken for a window that is not there."""


def show_status(status: Status) -> None:
    """Account by account; what is wrong first."""
    console = _console()
    if not status.accounts:
        console.print("Nobody is connected yet: run `rapport connect`, or `rapport connect --folder DIR`.")
    for account in status.accounts:
        console.print(Text(account.address, style="bold underline"))
        for part in _parts(account, ZoneInfo(account.zone)):
            console.print(Padding(part, (0, 0, 1, 2), expand=False))


def show_findings(findings: Iterable[Finding]) -> bool:
    """Each finding as it is made; whether none was bad."""
    console, sound = _console(), True
    for finding in findings:
        sound = sound and finding.verdict is not Verdict.BAD
        line = Text(f"{finding.verdict.value:<6}", style=STYLES[finding.verdict])
        console.print(Text.assemble(line, f"{finding.part}: {finding.words}"), soft_wrap=True)
        if finding.remedy and finding.verdict is not Verdict.WELL:
            console.print(Text(f"      -> {finding.remedy}"), soft_wrap=True)
    return sound


def status_json(status: Status) -> str:
    """The same as one JSON object; moments in UTC (RFC 3339)."""
    return json.dumps({"is_worked_at": status.is_worked_at, **asdict(status)}, default=_plain, indent=2)


def _plain(value: object) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def _parts(account: AccountStatus, zone: ZoneInfo) -> Iterator[RenderableType]:
    if account.troubles:
        yield _table("what is wrong", "what to do about it", rows=_troubles(account))
    yield Group(*_lines(account, zone))
    watched = (*account.calendars, account.mailbox)
    yield _table("looked at", "last", "next", rows=(_watched(one, zone) for one in watched))
    yield _letters(f"coming next ({account.coming_in_all} in all)", "morning", account.coming, zone)
    yield _letters("drafts that wait for you", "since", account.drafts, zone)
    yield _letters("letters that wait for an answer", "sent", account.unanswered, zone)
    if account.stale:
        title = f"dates to be checked again ({len(account.stale)} in all)"
        yield _table(title, "last", "look at", rows=map(_stale, account.stale[:NEAREST]))


def _lines(account: AccountStatus, zone: ZoneInfo) -> Iterator[Text]:
    where = f"the folder {account.folder}" if account.folder else "Google"
    yield Text(f"connected to {where} since {_at(account.connected, zone)}")
    if account.paused_until:
        yield Text(f"paused until {account.paused_until:{DAY}}: no draft before", style="yellow")
    if account.restored:
        restored = _at(account.restored, zone)
        yield Text(f"a backup came back on {restored}: each letter is looked for before it is written")
    yield from _people(account)
    if account.past:
        yield Text(f"letters for what had ended before wait for your word: {account.past}", style="yellow")


def _people(account: AccountStatus) -> Iterator[Text]:
    """Who is missing, who waits for a word, and who gets none."""
    if account.mentors_missing:
        yield Text(f"no mentor yet of this type: {', '.join(account.mentors_missing)}", style="yellow")
    for one in account.long_unwritten:
        yield Text(f"{one.whom} has not heard from you since {one.since:{DAY}}", style="yellow")
    if account.never:
        yield Text(f"never to be written to: {', '.join(account.never)}")
    if account.proposed_merges:
        count = account.proposed_merges
        pairs = "1 pair of people" if count == 1 else f"{count} pairs of people"
        yield Text(f"{pairs} may be one person: see `rapport people merges`", style="yellow")


def _troubles(account: AccountStatus) -> Iterator[tuple[RenderableType, ...]]:
    for trouble in account.troubles:
        about = "" if trouble.about == account.address else f"{trouble.about}: "
        yield Text(f"{about}{trouble.text}", style="red"), Text(trouble.remedy)


def _watched(one: Watched, zone: ZoneInfo) -> tuple[RenderableType, ...]:
    last = _at(one.checked, zone) if one.checked else "never"
    due = _at(one.due, zone) if one.due else "at once"
    overdue = Text(f"should have been {_at(one.due, zone) if one.due else 'long ago'}", style="red")
    return Text(one.name), Text(last), overdue if one.late else Text(due)


def _letters(title: str, when: str, letters: Iterable[Waiting], zone: ZoneInfo) -> RenderableType:
    rows = [_letter(one, zone) for one in letters]
    return _table(title, "about", when, rows=rows) if rows else Text(f"{title}: none", style="dim")


def _letter(one: Waiting, zone: ZoneInfo) -> tuple[RenderableType, ...]:
    gaps = f", {one.gaps} to fill in" if one.gaps else ""
    when = _at(one.at, zone) if one.at else ""
    return Text(f"{one.whom} ({one.what}{gaps})"), Text(one.about), Text(when)


def _stale(one: StaleDate) -> tuple[RenderableType, ...]:
    title = Text(f"{one.title}, {one.start:{DAY}}", style="yellow")
    return title, Text(f"{one.checked:{DAY}}"), Text("; ".join(one.look_at), overflow="fold")


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):{MOMENT}}"


def _table(*titles: str, rows: Iterable[tuple[RenderableType, ...]]) -> Table:
    table = Table(*titles, box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*row)
    return table

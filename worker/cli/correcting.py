"""What calendars hold, and the user's word on it: a title or an id goes in; tables and answers come out."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.bootstrap.workshop import open_tools
from worker.cli.running import data_option
from worker.cli.tending import DAY, chosen, settings_at
from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.domain.touch import Touch
from worker.flows.correct_event import (
    IN_WORDS,
    WORDS,
    Foreseen,
    correct_event,
    correction_known,
    correction_of,
    foresee,
    kind_said,
    undo_correction,
)
from worker.flows.show_events import Holding, Line, Said, holding_of
from worker.flows.tools import Tools
from worker.ports import KeepsCorrections
from worker.terminal import KIND_STYLE

DATE = "%a %d %b %Y"
WIDTH = 160
"""Where nobody looks: ids are long, and half of one is of no use."""
whose_option = click.option(
    "--account", metavar="ADDRESS", help="Whose calendars, where several are connected."
)


@click.command()
@click.option("--since", type=DAY, help="Only what ends on this day or later.")
@click.option("--until", type=DAY, help="Only what begins on this day or earlier.")
@click.option("--all", "everything", is_flag=True, help="Also what is nothing to write about.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@whose_option
@data_option
def events(
    *,
    since: datetime | None,
    until: datetime | None,
    everything: bool,
    as_json: bool,
    account: str | None,
    data: Path | None,
) -> None:
    """List what your calendars hold, what it is taken for, and why. Equal titles are one line."""
    desk = Desk.at(data, account)
    found = desk.holding
    first, last = since.date() if since else date.min, until.date() if until else date.max
    dated = [line for line in found.lines if line.lies_in(first, last)]
    shown = [line for line in dated if line.kind or line.said or everything]
    if as_json:
        click.echo(
            json.dumps({"account": desk.account.address, "events": [*map(_line_json, shown)]}, indent=2)
        )
        return
    if not found.lines and _is_unread(desk):
        click.echo("Your calendars have not been read yet: `rapport up` reads them.")
        return
    _show_lines(shown, len(dated) - len(shown))


@click.command()
@click.argument("event", required=False)
@click.option("--as", "label", metavar="LABEL", help=f"What it is: {', '.join(WORDS)}.")
@click.option("--list", "listing", is_flag=True, help="List the corrections you made.")
@click.option("--undo", type=int, metavar="N", help="Take correction N back.")
@click.option("--dry-run", is_flag=True, help="Only say what would change in the plan.")
@click.option("--json", "as_json", is_flag=True, help="With --list: print one JSON object.")
@whose_option
@data_option
def correct(
    *,
    event: str | None,
    label: str | None,
    listing: bool,
    undo: int | None,
    dry_run: bool,
    as_json: bool,
    account: str | None,
    data: Path | None,
) -> None:
    """Say what an event really is; that holds for its series and for equal titles in its calendar.

    EVENT is its number or id in `rapport events --all`, or a piece of its title.
    """
    _check_asked(event, label, undo=undo, listing=listing)
    desk = Desk.at(data, account)
    if listing:
        desk.list_said(as_json=as_json)
    elif undo is not None:
        desk.undo(undo, dry_run=dry_run)
    else:
        desk.correct(event or "", label or "", dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class Desk:
    """One account at the terminal."""

    tools: Tools
    account: Account
    now: datetime

    @classmethod
    def at(cls, data: Path | None, address: str | None) -> "Desk":
        """The one account that is meant. Raises Refused where there is none, or several could be."""
        settings = settings_at(data)
        tools = open_tools(settings, os.environ)
        accounts = chosen(tools, address)
        if len(accounts) > 1:
            known = ", ".join(one.address for one in accounts)
            raise Refused(f"Several accounts are connected: name one with --account ({known}).")
        return cls(tools, accounts[0], settings.clock())

    @property
    def holding(self) -> Holding:
        """What its calendars hold."""
        return holding_of(self.tools, self.account.id, self.now)

    def correct(self, words: str, label: str, *, dry_run: bool) -> None:
        """Say what an event is, and what follows from it."""
        kind, account = kind_said(label), self.account.id
        line = self.holding.find(words)
        correction = correction_of(self.tools, account, line.event, kind, self.now)
        foreseen = self._foresee(lambda said: said.say(account, correction, self.now))
        about = f"{_about(line)}: {IN_WORDS[kind]}"
        if dry_run:
            click.echo(f"{about}. Nothing is changed yet.")
        else:
            known = correct_event(self.tools, account, line.event, kind, self.now)
            click.echo(f"{about} from now on (`rapport correct --undo {known}` takes that back).")
        _show_foreseen(foreseen, dry_run=dry_run)

    def undo(self, known: int, *, dry_run: bool) -> None:
        """Take a correction back, and say what follows from it."""
        account = self.account.id
        correction = correction_known(self.tools, account, known)
        foreseen = self._foresee(lambda said: said.take_back(account, known))
        about = f"“{correction.title}” as {IN_WORDS[correction.label]}"
        if dry_run:
            click.echo(f"Correction {known}, {about}, would be taken back. Nothing is changed yet.")
        else:
            undo_correction(self.tools, account, known, self.now)
            click.echo(f"Correction {known}, {about}, is taken back.")
        _show_foreseen(foreseen, dry_run=dry_run)

    def list_said(self, *, as_json: bool) -> None:
        """The corrections that were made, the newest first."""
        said = self.holding.said
        if as_json:
            corrections = [_said_json(one) for one in said]
            click.echo(json.dumps({"account": self.account.address, "corrections": corrections}, indent=2))
        elif said:
            _show_said(said)
        else:
            click.echo("You have corrected nothing yet: `rapport events` lists what was recognised.")

    def _foresee(self, change: Callable[[KeepsCorrections], object]) -> Foreseen:
        return foresee(self.tools, self.account.id, change, self.now)


def _check_asked(event: str | None, label: str | None, *, undo: int | None, listing: bool) -> None:
    """Raise Refused unless exactly one thing is asked for."""
    if sum((event is not None, undo is not None, listing)) != 1:
        raise Refused("Say one thing: an event and --as LABEL, or --list, or --undo N.")
    if (event is None) is not (label is None):
        raise Refused(f"An event and --as LABEL belong together; a label is one of {', '.join(WORDS)}.")


def _about(line: Line) -> str:
    many = f", {len(line.events)} events" if len(line.events) > 1 else ""
    return f"“{line.event.title}” ({line.calendar}, {line.start:{DATE}}{many})"


# --- tables ----------------------------------------------------------------------------------------------


def _is_unread(desk: "Desk") -> bool:
    """Whether none of the chosen calendars has been looked at since it was connected."""
    chosen_ones = [one for one in desk.tools.calendars.of(desk.account.id) if one.selected]
    return not any(one.checked or one.full_read for one in chosen_ones)


def _show_lines(lines: list[Line], left_out: int) -> None:
    console = _console()
    if lines:
        table = _table("no", "first day", "times", "title", "taken for", "why", "id")
        for line in lines:
            table.add_row(*_cells(line))
        console.print(table)
    else:
        console.print("No event is taken for anything to write about.")
    if left_out:
        console.print(Text(f"{left_out} more are nothing to write about: --all lists them too.", style="dim"))
    console.print(Text("A wrong answer? `rapport correct NO --as LABEL`", style="dim"))


def _cells(line: Line) -> Iterator[Text]:
    label = line.kind.value if line.kind else "none"
    part = f" ({line.taken} of {len(line.events)})" if line.kind and line.taken < len(line.events) else ""
    yield Text(str(line.number))
    yield Text(f"{line.start:{DATE}}")
    yield Text(str(len(line.events)))
    yield Text(line.event.title or "(no title)")
    yield Text(label + part, style=KIND_STYLE.get(label, "dim"))
    yield Text("; ".join(line.why), style="dim")
    yield Text(line.event.id, style="dim")


def _show_said(said: tuple[Said, ...]) -> None:
    table = _table("no", "said on", "title", "is", "calendar", "events")
    for one in said:
        correction = one.correction
        cells = (
            str(one.id),
            f"{correction.day:{DATE}}",
            correction.title,
            IN_WORDS[correction.label],
            one.calendar,
            str(one.events),
        )
        table.add_row(*map(Text, cells))
    _console().print(table)


def _show_foreseen(foreseen: Foreseen, *, dry_run: bool) -> None:
    told = [row for mark, touches in _marked(foreseen) for row in ((mark, touch) for touch in touches)]
    for mark, touch in told:
        day = f"{touch.due:{DATE}}" if touch.due else ""
        whom = touch.person.name or touch.person.email
        click.echo(f"  {mark:<28} {day}  {touch.key.cadence} {touch.key.step} to {whom}")
    if not told:
        click.echo("  No letter changes.")
    elif not dry_run:
        click.echo("The plan follows within a minute while Rapport runs.")


def _marked(foreseen: Foreseen) -> Iterator[tuple[str, tuple[Touch, ...]]]:
    yield "+ planned", foreseen.planned
    yield "- no longer planned", foreseen.cancelled
    yield "- draft taken back", foreseen.withdrawn
    yield "! edited by you, so it stays", foreseen.flagged
    yield "~ another morning", foreseen.moved


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in titles:
        table.add_column(title, overflow="fold", no_wrap=title in {"no", "first day", "said on", "times"})
    return table


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


# --- JSON ------------------------------------------------------------------------------------------------


def _line_json(line: Line) -> dict[str, object]:
    return {
        "number": line.number,
        "id": line.event.id,
        "ids": [one.event.id for one in line.events],
        "calendar": line.calendar,
        "title": line.event.title,
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "label": line.kind.value if line.kind else "none",
        "taken": line.taken,
        "why": list(line.why),
        "correction": line.said,
    }


def _said_json(one: Said) -> dict[str, object]:
    label = one.correction.label
    return {
        "id": one.id,
        "day": one.correction.day.isoformat(),
        "title": one.correction.title,
        "label": label.value if label else "none",
        "calendar": one.calendar,
        "events": one.events,
    }

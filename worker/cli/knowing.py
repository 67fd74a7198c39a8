"""People: words about them, or a file, go in; who is known, with everything about them, comes out."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.bootstrap.workshop import open_tools
from worker.cli.reaching import the_account
from worker.cli.running import data_option
from worker.cli.tending import PATH, chosen, of_account, settings_at, yes_option
from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.domain.likeness import Likeness
from worker.domain.narrative import MentorType
from worker.domain.newcomer import Introduction, PeopleFile
from worker.domain.touch import State
from worker.flows.know_people import Acquaintance, Meeting, alike_among, people_known, person_meant
from worker.flows.plan_year import plan_year
from worker.flows.tell_people import (
    accept_likeness,
    dismiss_likeness,
    join_people,
    part_people,
    preview_people,
    take_in_people,
    tell_mentor,
    tell_never,
    tell_role,
)
from worker.flows.tools import Tools
from worker.local.cards import people_on_cards
from worker.rules.people import people_in_table, role_called

DATE = "%d %b %Y"
WIDTH = 140
"""Where nobody looks: no line is broken for a window that is not there."""
UNWRITTEN_STATES = frozenset({State.HELD, State.LAPSED, State.DROPPED})
READERS: dict[str, Callable[[bytes, str], PeopleFile]] = {".csv": people_in_table, ".vcf": people_on_cards}
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


class ListFirst(click.Group):
    """Without a command's name it lists."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with `list` in front where no command is named."""
        named = args and (not args[0].startswith("-") or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["list", *args])


@dataclass(frozen=True, slots=True)
class Desk:
    """One account, and everybody it knows."""

    tools: Tools
    account: Account
    now: datetime
    people: tuple[Acquaintance, ...]

    @classmethod
    def at(cls, data: Path | None, address: str | None) -> "Desk":
        """The only account, or the one that is named. Raises Refused."""
        settings = settings_at(data)
        tools, now = open_tools(settings, os.environ), settings.clock()
        account = the_account(tools, address)
        return cls(tools, account, now, people_known(tools, account, now))

    def meant(self, who: str) -> Acquaintance:
        """Who is meant. Raises Refused, with the candidates."""
        return person_meant(self.people, who)


@click.group(cls=ListFirst)
def people() -> None:
    """Everybody you know: who they are to you, how they stand, and who is one person."""


# --- looking ---------------------------------------------------------------------------------------------


@people.command("list")
@click.option("--mentors", is_flag=True, help="Only mentors.")
@click.option("--never", is_flag=True, help="Only those who are never to be written to.")
@click.option("--quiet", is_flag=True, help="Only those who have not been written to for too long.")
@json_option
@of_account
@data_option
def list_people(
    *, mentors: bool, never: bool, quiet: bool, as_json: bool, account: str | None, data: Path | None
) -> None:
    """List everybody: addresses, role, mentor type, last contact, open conversation, marks."""
    settings = settings_at(data)
    tools, now = open_tools(settings, os.environ), settings.clock()
    listed = {}
    for one in chosen(tools, account):
        everybody = people_known(tools, one, now)
        listed[one.address] = [
            who
            for who in everybody
            if (not mentors or who.mentor)
            and (not never or who.person.do_not_contact)
            and (not quiet or who.quiet_since)
        ]
    if as_json:
        click.echo(_json({address: [_fields(one) for one in found] for address, found in listed.items()}))
        return
    for address, found in listed.items():
        _show_list(address, found)


@people.command()
@click.argument("who")
@json_option
@of_account
@data_option
def show(who: str, *, as_json: bool, account: str | None, data: Path | None) -> None:
    """Show everything about one person: where met, letters, contacts, addresses, and why not written to."""
    desk = Desk.at(data, account)
    one = desk.meant(who)
    why = tuple(_why_not(desk, one))
    if as_json:
        met = [
            {"what": m.engagement.title, "first": m.engagement.start, "note": m.encounter.topic}
            for m in one.met
        ]
        letters = [{"id": row.kept.touch.id, "state": row.state.value} for row in one.letters]
        whole = {**_fields(one), "met": met, "letters": letters, "contacts": one.contacts, "why_not": why}
        click.echo(_json(whole))
        return
    for line in _whole(one, why):
        click.echo(line)


def _show_list(address: str, found: list[Acquaintance]) -> None:
    console = _console()
    if not found:
        console.print(f"{address}: nobody.")
        return
    console.print(Text(address, style="bold underline"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("name", "addresses", "role", "you wrote", "marks"):
        table.add_column(title, overflow="fold")
    for one in found:
        wrote = f"{one.wrote:{DATE}}" if one.wrote else ""
        cells = (one.called, ", ".join(_addresses(one)), _role(one), wrote, "; ".join(_marks(one)))
        table.add_row(*map(Text, cells))
    console.print(table)


def _whole(one: Acquaintance, why: Iterable[str]) -> Iterator[str]:
    title = f"{one.person.title} " if one.person.title and one.person.name else ""
    yield f"{title}{one.called}: {_role(one)}"
    yield from (f"  {mark}" for mark in _marks(one))
    yield from (f"  address: {address}" for address in _addresses(one))
    yield from (f"  joined with: {key}" for key in one.joined)
    yield from (f"  {_meeting(met)}" for met in one.met)
    for row in one.letters:
        touch = row.kept.touch
        day = row.kept.sent or touch.due
        when = f", {day:{DATE}}" if day else ""
        yield f"  letter: {touch.key.cadence} {touch.key.step}, {row.state.value}{when}"
    yield from (f"  you wrote yourself on {day:{DATE}}" for day in one.contacts)
    yield from (f"  not written: {reason}" for reason in why)


def _meeting(met: Meeting) -> str:
    note = f": {met.encounter.topic}" if met.encounter.topic else ""
    held = f" (held: {met.engagement.held})" if met.engagement.held else ""
    return f"{met.engagement.kind.value}: {met.engagement.title}, {met.engagement.start:{DATE}}{note}{held}"


def _why_not(desk: Desk, one: Acquaintance) -> Iterator[str]:
    """Letters that some rule asks for and another forbids, each with its last reason."""
    tools, events = desk.tools, desk.tools.calendars.events(desk.account.id)
    written = {row.kept.touch.key for row in one.letters if row.state is not State.CANCELLED}
    for touch in plan_year(tools, desk.account, events, desk.now).touches:
        is_theirs = touch.key.person == one.person.key and touch.key not in written
        if is_theirs and touch.state in UNWRITTEN_STATES and touch.why:
            yield f"{touch.key.cadence} {touch.key.step}: {touch.why[-1]}"


def _fields(one: Acquaintance) -> dict[str, Any]:
    return {
        "key": one.person.key,
        "name": one.person.name,
        "email": one.person.email,
        "addresses": sorted(one.addresses),
        "bad_addresses": one.bad,
        "role": one.person.role.value,
        "mentor": one.mentor.value if one.mentor else None,
        "do_not_contact": one.person.do_not_contact,
        "skip": one.skipped,
        "joined": one.joined,
        "wrote": one.wrote,
        "open_until": one.open_until,
        "quiet_since": one.quiet_since,
    }


def _addresses(one: Acquaintance) -> list[str]:
    bad = set(one.bad)
    ordered = dict.fromkeys(filter(None, (one.person.email, *sorted(one.addresses))))
    return [f"{address} (bounced)" if address in bad else address for address in ordered]


def _role(one: Acquaintance) -> str:
    return f"{one.mentor.value} mentor" if one.mentor else one.person.role.value.replace("-", " ")


def _marks(one: Acquaintance) -> Iterator[str]:
    if one.person.do_not_contact:
        yield "never to be written to"
    if one.skipped:
        yield "no thank-you: you said skip"
    if one.open_until:
        yield f"conversation open until {one.open_until:{DATE}}"
    if one.quiet_since:
        yield f"has not heard from you since {one.quiet_since:{DATE}}"


# --- one person ------------------------------------------------------------------------------------------


@people.command()
@click.argument("who")
@click.argument("other")
@click.option("--undo", is_flag=True, help="They are two people again.")
@of_account
@data_option
def merge(who: str, other: str, *, undo: bool, account: str | None, data: Path | None) -> None:
    """Say that two are one person; the first is kept. Nothing is written twice, neither now nor undone."""
    desk = Desk.at(data, account)
    kept = desk.meant(who)
    if undo:
        entry = part_people(desk.tools, desk.account.id, kept, other, desk.now)
        click.echo(f"{entry.also[0]} is another person again; what was written stays with {kept.called}.")
        return
    gone = desk.meant(other)
    join_people(desk.tools, desk.account.id, kept, gone, desk.now)
    click.echo(f"{gone.called} is {kept.called} from now on ({kept.person.key} is kept).")


@people.command()
@click.option("--accept", type=click.IntRange(min=1), metavar="N", help="Number N is one person.")
@click.option("--dismiss", type=click.IntRange(min=1), metavar="N", help="Number N are two: never ask again.")
@json_option
@of_account
@data_option
def merges(
    *, accept: int | None, dismiss: int | None, as_json: bool, account: str | None, data: Path | None
) -> None:
    """Show who may be one person, with all that speaks for and against it."""
    desk = Desk.at(data, account)
    pairs = alike_among(desk.tools, desk.account, desk.people)
    if accept and dismiss:
        raise Refused("Say --accept or --dismiss, one at a time: the numbers change with each answer.")
    if accept:
        pair = _numbered(pairs, accept)
        accept_likeness(desk.tools, desk.account.id, pair, desk.now)
        click.echo(f"{pair.gone.called} is {pair.kept.called} from now on ({pair.kept.person.key} is kept).")
    elif dismiss:
        pair = _numbered(pairs, dismiss)
        dismiss_likeness(desk.tools, desk.account.id, pair, desk.now)
        click.echo(f"{pair.kept.called} and {pair.gone.called} are two people; nobody asks again.")
    elif as_json:
        click.echo(_json([_pair(number, pair) for number, pair in enumerate(pairs, 1)]))
    else:
        _show_pairs(pairs)


def _numbered(pairs: tuple[Likeness, ...], number: int) -> Likeness:
    if number > len(pairs):
        raise Refused(f"There is no number {number}: `rapport people merges` shows {len(pairs)}.")
    return pairs[number - 1]


def _show_pairs(pairs: tuple[Likeness, ...]) -> None:
    if not pairs:
        click.echo("Nobody seems to be known twice.")
    for number, pair in enumerate(pairs, 1):
        click.echo(f"{number}. {_named(pair.kept.person.key, pair.kept.called)}")
        click.echo(f"   {_named(pair.gone.person.key, pair.gone.called)}")
        for words in pair.speaks_for:
            click.echo(f"   for: {words}")
        for words in pair.speaks_against:
            click.echo(f"   against: {words}")
    if pairs:
        click.echo("`--accept N` joins the second to the first, `--dismiss N` says that they are two.")


def _named(key: str, called: str) -> str:
    return called if called == key else f"{called} ({key})"


def _pair(number: int, pair: Likeness) -> dict[str, Any]:
    return {
        "number": number,
        "kept": pair.kept.person.key,
        "gone": pair.gone.person.key,
        "weight": pair.weight.name.lower(),
        "for": pair.speaks_for,
        "against": pair.speaks_against,
    }


# --- marks -----------------------------------------------------------------------------------------------


@people.command()
@click.argument("who")
@click.argument("role")
@of_account
@data_option
def role(who: str, role: str, account: str | None, data: Path | None) -> None:
    """Say what somebody is to you: attending, chief, pd, speaker, ..., in any word a CSV may use.

    What your calendar says more of them still holds.
    """
    desk = Desk.at(data, account)
    one, what = desk.meant(who), role_called(role)
    tell_role(desk.tools, desk.account.id, one, what, desk.now)
    click.echo(f"{one.called}: {what.value.replace('-', ' ')}.")


@people.command("do-not-contact")
@click.argument("who")
@click.option("--undo", is_flag=True, help="They may be written to again.")
@of_account
@data_option
def do_not_contact(who: str, *, undo: bool, account: str | None, data: Path | None) -> None:
    """Never write to somebody. A draft to them that you have not changed is taken out of your mailbox."""
    desk = Desk.at(data, account)
    one = desk.meant(who)
    barred = tell_never(desk.tools, desk.account.id, one, desk.now, never=not undo)
    click.echo(f"{one.called}: {'may be written to again' if undo else 'never written to'}.")
    if barred:
        click.echo(f"But {barred} is marked, too, and may mean {one.called}: they stay unwritten.")


@people.command()
@click.argument("who")
@click.argument(
    "kind", metavar="TYPE", type=click.Choice([kind.value for kind in MentorType]), required=False
)
@click.option("--none", "none", is_flag=True, help="They are no mentor (any more).")
@of_account
@data_option
def mentor(who: str, kind: str | None, *, none: bool, account: str | None, data: Path | None) -> None:
    """Say that somebody is your clinical, research or career mentor: they hear your news."""
    if none == bool(kind):
        raise Refused("Name a type (clinical, research or career), or say --none.")
    desk = Desk.at(data, account)
    one = desk.meant(who)
    tell_mentor(desk.tools, desk.account.id, one, MentorType(kind) if kind else None, desk.now)
    click.echo(f"{one.called}: {kind} mentor." if kind else f"{one.called}: no mentor.")


# --- import ----------------------------------------------------------------------------------------------


@people.command("import")
@click.argument("file", type=PATH)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@yes_option
@of_account
@data_option
def import_people(file: Path, *, dry_run: bool, yes: bool, account: str | None, data: Path | None) -> None:
    """Know everybody in a table (.csv) or on cards (.vcf).

    Every bad line is named, and then nobody is taken in. Who is known already is not taken twice.
    """
    desk = Desk.at(data, account)
    read = _read(file)
    for theirs, ours in read.columns:
        click.echo(f"  {theirs or '(no name)'} -> {ours or 'ignored'}")
    preview = preview_people(desk.tools, desk.account.id, read, desk.now)
    for line in read.joined:
        click.echo(f"joined   {line}")
    for line in read.left_out:
        click.echo(f"left out {line}")
    for one in preview.people:
        click.echo(_introduction(one))
    changing = [one for one in preview.people if one.is_new or one.changes]
    if not changing or dry_run:
        click.echo("Nothing was changed (--dry-run)." if changing else "Everybody is known already.")
        return
    if not yes:
        click.confirm(f"Take {_count(len(changing))} in for {desk.account.address}?", abort=True)
    take_in_people(desk.tools, desk.account.id, read, desk.now)
    click.echo(f"{_count(len(changing))} taken in for {desk.account.address}.")


def _read(file: Path) -> PeopleFile:
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise Refused(f"{file.name} is neither a table (.csv) nor cards (.vcf): export one of these.")
    try:
        return reader(file.read_bytes(), file.name)
    except OSError as fault:
        raise Refused(f"{file} cannot be read ({fault.strerror}): name a .csv or .vcf file.") from fault


def _introduction(one: Introduction) -> str:
    who = one.newcomer
    if not one.is_new:
        return (
            f"{'changed' if one.changes else 'known':<8} {who.called}: {', '.join(one.changes) or 'the same'}"
        )
    told = (
        *who.addresses,
        *([who.role.value] if who.role else []),
        *([f"{who.mentor.value} mentor"] if who.mentor else []),
        *(["do not contact"] if who.never else []),
    )
    doubt = f"; may be {' or '.join(one.may_be)}: see `rapport people merges`" if one.may_be else ""
    return f"new      {who.name or '(no name)'}: {', '.join(told) or 'no address'}{doubt}"


def _count(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def _json(value: object) -> str:
    return json.dumps(value, default=_plain, indent=2, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")

"""The programs that the user writes to: a list and words about it go in; the order, and why, comes out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from worker.bootstrap.workshop import open_tools
from worker.cli.running import data_option
from worker.cli.tending import PATH, chosen, of_account, settings_at, yes_option
from worker.domain.account import Account
from worker.domain.engagement import Kind
from worker.domain.errors import Refused, RuleFault
from worker.domain.names import fold
from worker.domain.narrative import Narrative, Prospect
from worker.domain.prospecting import Changed, ListChange, compared, confirmed, with_prospects, without
from worker.flows.list_outreach import Listed, outreach_of
from worker.flows.tell_story import tell_story
from worker.flows.tools import Tools
from worker.rules.prospects import ProgramList, program_list
from worker.rules.telling import material_faults, told_faults, top_choice_faults

DAY = "%a %d %b %Y"
SHOWN = {"takes_outsiders": "takes outsiders", "top_choice": "top choice"}
"""Field names that are no words."""


def the_account(tools: Tools, address: str | None) -> Account:
    """The account that a command tells something of. Raises Refused where it is not the only one."""
    found = chosen(tools, address)
    if len(found) > 1:
        known = ", ".join(account.address for account in found)
        raise Refused(f"Several accounts are connected: add --account and one of {known}.")
    return found[0]


def say_materials(me: Narrative) -> None:
    """Say at once what is wrong with the files that go with letters."""
    for fault in material_faults(me.materials):
        click.echo(f"rapport: {fault}.", err=True)


@click.group()
def outreach() -> None:
    """Look after the programs you write to."""


# --- import ----------------------------------------------------------------------------------------------


@outreach.command("import")
@click.argument("file", type=PATH)
@of_account
@data_option
@yes_option
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
def import_list(file: Path, account: str | None, data: Path | None, *, yes: bool, dry_run: bool) -> None:
    """Take in a list of programs (CSV): program, person, role, address, specialty, takes-outsiders, note.

    Every bad line is named, and then nothing is taken. Who is on the list already is not taken twice.
    """
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one = the_account(tools, account)
    listed = _read(file)
    _show_columns(listed)
    if listed.faults:
        raise RuleFault((*listed.faults, f"{file.name}: nothing was taken; put these lines right first"))
    change = _change(one.me, listed)
    _show_change(change, listed)
    say_materials(one.me)
    if not change or dry_run:
        click.echo("Nothing changes." if not change else "Nothing was changed (--dry-run).")
        return
    if not yes:
        click.confirm(f"Take this into the list of {one.address}?", abort=True)
    tell_story(tools, one.id, lambda me: with_prospects(me, _change(me, listed).prospects), settings.clock())
    click.echo(f"{_programs(change.prospects)} on the list of {one.address}; see `rapport outreach list`.")


def _read(file: Path) -> ProgramList:
    try:
        return program_list(file.read_bytes(), file.name)
    except OSError as fault:
        raise Refused(f"{file} cannot be read ({fault.strerror}): name a CSV file.") from fault


def _change(me: Narrative, listed: ProgramList) -> ListChange:
    """What the list does to a story. Raises RuleFault where the outcome cannot be meant."""
    change = compared(me.prospects, listed.prospects, listed.told)
    if faults := (*told_faults("prospects", change.prospects), *top_choice_faults(change.prospects)):
        raise RuleFault(faults)
    return change


def _show_columns(listed: ProgramList) -> None:
    for theirs, ours in listed.columns:
        click.echo(f"  {theirs or '(no name)'} -> {SHOWN.get(ours, ours) if ours else 'ignored'}")


def _show_change(change: ListChange, listed: ProgramList) -> None:
    for line in listed.merged:
        click.echo(f"merged   {line}")
    for one in change.new:
        click.echo(f"new      {_who(one)}, {one.role.value}, {one.address or 'no address'}")
    for pair in change.changed:
        click.echo(f"changed  {_who(pair.before)}: {_differences(pair)}")
    click.echo(
        f"{len(change.new)} new, {len(change.changed)} changed, {len(change.same)} the same, "
        f"{len(listed.merged)} merged; {len(change.unlisted)} known and not in the file stay."
    )


def _who(one: Prospect) -> str:
    return f"{one.person} at {one.program}"


def _differences(pair: Changed) -> str:
    told = (f"{SHOWN.get(name, name)} {_said(was)} -> {_said(will)}" for name, was, will in pair.differences)
    return ", ".join(told)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f'"{value}"' if value else "nothing"


def _programs(prospects: Iterable[Prospect]) -> str:
    count = len({fold(one.program) for one in prospects})
    return f"{count} program{'s' * (count != 1)}"


# --- the list --------------------------------------------------------------------------------------------


@outreach.command("list")
@of_account
@data_option
def show_list(account: str | None, data: Path | None) -> None:
    """Show the programs in the order in which they are written to, why so, and how each matter stands."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    for one in chosen(tools, account):
        click.echo(f"{one.address}: {_programs(one.me.prospects)}, {_pace(tools, one.me)}")
        for listed in outreach_of(tools, one, settings.clock()):
            click.echo("\n".join(_lines(listed)))


def _pace(tools: Tools, me: Narrative) -> str:
    own = (cadence.steps for cadence in tools.rules.cadences if cadence.kind is Kind.PROSPECT)
    usual = max(step.a_week for steps in own for step in steps)
    return f"at most {me.outreach_a_week or usual} first letters a week"


def _lines(listed: Listed) -> Iterator[str]:
    one = listed.prospect
    place = f"{listed.rank + 1}." if listed.rank is not None else "-"
    day = f" ({listed.day:{DAY}})" if listed.day else ""
    yield f"{place:>4} {_who(one)}: {listed.standing.value}{day}"
    address = f"{one.address}{'' if one.confirmed else ', not confirmed'}" if one.address else "no address"
    yield f"     {one.role.value}, {address}"
    if listed.why:
        yield f"     {'; '.join(listed.why)}"


@outreach.command()
@click.argument("program")
@click.option("--person", default="", metavar="NAME", help="Only this person there.")
@of_account
@data_option
def remove(program: str, person: str, account: str | None, data: Path | None) -> None:
    """Take a program off the list. A draft to it that you have not changed is taken out of your mailbox."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one = the_account(tools, account)
    gone = len(one.me.prospects) - len(without(one.me.prospects, program, person))
    if not gone:
        known = ", ".join(dict.fromkeys(prospect.program for prospect in one.me.prospects)) or "none"
        raise Refused(f"{person + ' at ' if person else ''}{program} is not on the list; on it: {known}.")
    tell_story(
        tools,
        one.id,
        lambda me: with_prospects(me, without(me.prospects, program, person)),
        settings.clock(),
    )
    click.echo(f"{one.address}: {gone} {'person' if gone == 1 else 'people'} taken off the list.")


@outreach.command()
@click.argument("address")
@of_account
@data_option
def confirm(address: str, account: str | None, data: Path | None) -> None:
    """Say that you have checked an address on the list: your CV may go there."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one = the_account(tools, account)
    if address.lower() not in {prospect.address.lower() for prospect in one.me.prospects}:
        raise Refused(f"{address} is not on the list: see `rapport outreach list`.")
    me = tell_story(
        tools, one.id, lambda me: with_prospects(me, confirmed(me.prospects, address)), settings.clock()
    )
    named = "your CV may go there" if me.materials.cv else "but no CV is named in your profile ([materials])"
    click.echo(f"{address} is confirmed: {named}.")
    say_materials(me)


@outreach.command()
@click.argument("a_week", type=click.IntRange(min=0), metavar="N")
@of_account
@data_option
def pace(a_week: int, account: str | None, data: Path | None) -> None:
    """Write at most N first letters a week; 0 is the usual pace again."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one = the_account(tools, account)
    me = tell_story(tools, one.id, partial(replace, outreach_a_week=a_week), settings.clock())
    click.echo(f"{one.address}: {_pace(tools, me)}.")

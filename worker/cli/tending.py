"""Looking after connected accounts: connect, pause, ask how they stand, check, back up; answers come out."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from worker.bootstrap.checkup import Finding, Verdict, check_up, note_backup
from worker.bootstrap.house import House
from worker.bootstrap.workshop import open_store, open_tools
from worker.cli.consent import ANY, NOBODY, Landing, address_at, pasted
from worker.cli.running import data_option
from worker.cli.standing import show_findings, show_status, status_json
from worker.domain.account import Account
from worker.domain.errors import Permanent, Reconnect, Refused, Transient
from worker.domain.narrative import Narrative, with_address
from worker.domain.retelling import retold
from worker.flows import connect_account as connecting
from worker.flows.connect_folder import connect_folder
from worker.flows.report_status import status_of
from worker.flows.tell_story import tell_story
from worker.flows.tend_queue import pause as pause_account
from worker.flows.tend_queue import resume as resume_account
from worker.flows.tools import Tools
from worker.google.oauth import Client, Grant, Request, ask_consent, load_client, revoke, take_consent
from worker.local.mail_index import furnish_folder
from worker.settings import Settings, settings_from
from worker.store.backup import REPLACED, back_up
from worker.store.backup import restore as bring_back
from worker.store.opening import FILE as DATABASE
from worker.store.rotation import rotate as rotate_key
from worker.store.secrets import FILE as KEY
from worker.store.secrets import VARIABLE

PATIENCE_SECONDS = 300.0
"""How long the consent page may be read."""
DAY = click.DateTime(formats=["%Y-%m-%d"])
PATH = click.Path(path_type=Path)
of_account = click.option("--account", metavar="ADDRESS", help="Only this account (default: every one).")
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


def settings_at(data: Path | None) -> Settings:
    """The settings of this run. Whatever else this process loads is told the same."""
    if data:
        os.environ["RAPPORT_DATA"] = str(data)
    return settings_from(os.environ)


def chosen(tools: Tools, address: str | None) -> tuple[Account, ...]:
    """The account of an address, or every one. Raises Refused where there is none."""
    accounts = tools.accounts.all()
    found = tuple(one for one in accounts if address is None or one.address == address.lower())
    if found:
        return found
    if not accounts:
        raise Refused("Nothing is connected yet; run `rapport connect` first.")
    known = ", ".join(one.address for one in accounts)
    raise Refused(f"{address} is not connected; connected here: {known}.")


@contextmanager
def plainly() -> Iterator[None]:
    """At a terminal, whatever Google or a disk answers ends the command with its one sentence."""
    try:
        yield
    except (Transient, Reconnect, Permanent) as fault:
        raise Refused(str(fault)) from fault


# --- connecting ------------------------------------------------------------------------------------------


@click.command()
@data_option
@click.option("--paste", is_flag=True, help="The browser is elsewhere: paste the address it ends at.")
@click.option("--no-note", is_flag=True, help="Leave out gmail.insert: no note on mornings with drafts.")
@click.option("--profile", type=PATH, metavar="FILE", help="Your story (see config/profile.example.toml).")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where the browser comes back to on this machine."
)
@click.option("--no-browser", is_flag=True, help="Open no browser; only print the address.")
@click.option("--wait", type=click.FloatRange(min=0, min_open=True), default=PATIENCE_SECONDS, hidden=True)
@click.option("--folder", type=PATH, metavar="DIR", help="Without Google: .ics files in, mail files out.")
@click.option("--address", metavar="ADDRESS", help="Whose account: the one to choose, or the folder's owner.")
def connect(
    *,
    data: Path | None,
    paste: bool,
    no_note: bool,
    profile: Path | None,
    port: int | None,
    no_browser: bool,
    wait: float,
    folder: Path | None,
    address: str | None,
) -> None:
    """Connect a Google account, or a folder; connecting again loses and repeats nothing.

    At Google you agree to what docs/google-setup.md explains, and Rapport works from then on by itself.
    """
    settings = settings_at(data)
    tell = partial(told_story, settings, profile)
    with plainly():
        if folder:
            connect_a_folder(settings, folder, address, tell)
            return
        client = load_client(settings.client_file)
        refuse_web(client, settings)
        tools = open_tools(settings, os.environ)
        ask = partial(ask_consent, client, with_note=not no_note, email=address or "")
        if paste:
            request, brought = by_hand(ask, port or NOBODY)
        else:
            request, brought = by_browser(ask, port or ANY, wait, opens=not no_browser)
        admit(tools, settings, take_consent(client, request, brought), address, tell)


def told_story(settings: Settings, profile: Path | None, address: str) -> Narrative | None:
    """The story in a profile; None where none was given. Raises Refused or RuleFault."""
    if profile is None:
        return None
    me = House.furnish(settings).narrative(profile)
    return me if address.lower() in me.addresses else with_address(me, address)


def refuse_web(client: Client, settings: Settings) -> None:
    """Raise Refused for a client that cannot come back to a terminal."""
    if client.is_web:
        raise Refused(
            f'{settings.client_file.name} is a client of the type "Web application", which only the connect '
            f'page can use: open {settings.door}/connect, or make a client of the type "Desktop app" for the '
            f"terminal (docs/google-setup.md)."
        )


Ask = Callable[[str], Request]
Tell = Callable[[str], Narrative | None]


def by_browser(ask: Ask, port: int, seconds: float, *, opens: bool) -> tuple[Request, Mapping[str, str]]:
    """Through a browser on this machine."""
    landing = Landing(port)
    request = ask(landing.address)
    click.echo(f"Agree on Google's page. If no browser opens, open this address in one here:\n{request.url}")
    if opens:
        click.launch(request.url)
    return request, landing.wait(request.state, seconds)


def by_hand(ask: Ask, port: int) -> tuple[Request, Mapping[str, str]]:
    """Through a browser on any machine: nobody listens, the last address is carried back by hand."""
    request = ask(address_at(port))
    click.echo(f"Open this address in any browser, and agree:\n{request.url}\n")
    click.echo("It ends at a page that cannot be reached. That is right: its address holds the answer.")
    return request, pasted(click.prompt("Paste that address", prompt_suffix=": "))


def admit(tools: Tools, settings: Settings, grant: Grant, address: str | None, tell: Tell) -> None:
    """Connect what was granted. Raises Refused where a needed box was left empty, or another user chosen."""
    if grant.missing:
        raise Refused(
            f"Google was not allowed to let Rapport {'; '.join(grant.missing)}: nothing was connected. Run "
            f"it again and leave every box ticked."
        )
    if address and grant.email != address.lower():
        raise Refused(f"At Google {grant.email} was chosen, not {address}: run it again and choose that one.")
    story, now = tell(grant.email), settings.clock()
    me = story or with_address(Narrative(), grant.email)
    scopes = tuple(sorted(grant.scopes))
    try:
        account = connecting.connect_account(tools, grant.email, "", grant.refresh_token, scopes, me, now)
    except Transient as fault:
        raise Refused(
            f"{grant.email} is connected, but its calendars are not chosen: {fault} Run it again."
        ) from fault
    welcome(tools, account, story, now)
    if not grant.may_insert:
        click.echo("No note comes into your inbox on mornings with drafts (gmail.insert was left out).")


def connect_a_folder(settings: Settings, folder: Path, address: str | None, tell: Tell) -> None:
    """Connect a folder of calendar files."""
    if not address:
        raise Refused("A folder has an owner: add --address and your own mail address.")
    story = tell(address)
    try:
        furnish_folder(folder)
    except OSError as fault:
        raise Refused(
            f"{folder} cannot be used ({fault.strerror}): name a folder that you may write."
        ) from fault
    tools = open_tools(settings, os.environ)
    me = story or with_address(Narrative(), address)
    account, listed = connect_folder(tools, address, str(folder.resolve()), me, settings.clock())
    welcome(tools, account, story, settings.clock())
    click.echo(
        f"Drafts will lie in {folder / 'drafts'}: open one with your mail program, send it, and move the "
        f"file to {folder / 'sent'}. What is answered belongs into {folder / 'inbox'}, as .eml files."
    )
    if not listed:
        click.echo(f"There is no .ics file in {folder} yet: put one there, and run this again.")


def welcome(tools: Tools, account: Account, story: Narrative | None, now: datetime) -> None:
    """Say what is connected, and what comes next."""
    story = retold(story, account.me) if story else None
    if story and story != account.me:
        tell_story(tools, account.id, lambda _: story, now)
    titles = [source.title for source in tools.calendars.of(account.id) if source.selected]
    click.echo(f"{account.address} is connected. Calendars that are read: {', '.join(titles) or 'none yet'}.")
    if not (story or account.me).told:
        click.echo(
            f"Your story is not told yet, and without it no letter is written: tell it at {tools.door}, or "
            f"run this again with --profile FILE."
        )
    click.echo("Start `rapport up` if it does not run yet; `rapport status` says how everything stands.")


@click.command()
@click.argument("address")
@data_option
@yes_option
def disconnect(address: str, data: Path | None, yes: bool) -> None:
    """Give an account's access back and delete everything of it. Drafts in the mailbox stay."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    (account,) = chosen(tools, address)
    if not yes:
        click.confirm(f"Delete everything that Rapport knows for {account.address}?", abort=True)
    client = None if account.folder else load_client(settings.client_file)
    give_back = partial(revoke, client) if client else lambda _: True
    left_undone = connecting.disconnect(tools, account, give_back)
    click.echo(f"{account.address} is disconnected, and everything of it is deleted here.")
    if left_undone:
        raise Refused(left_undone)


# --- looking after ---------------------------------------------------------------------------------------


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def status(data: Path | None, as_json: bool) -> None:
    """Say how every account stands: looked at when, what comes, what waits, what is wrong and what helps."""
    settings = settings_at(data)
    found = status_of(open_tools(settings, os.environ), settings.clock())
    if as_json:
        click.echo(status_json(found))
    else:
        show_status(found)


@click.command()
@data_option
@click.pass_context
def doctor(ctx: click.Context, data: Path | None) -> None:
    """Try each part of this installation for real. Exit status 1 where one is bad."""
    settings = settings_at(data)
    if not show_findings(all_findings(settings)):
        ctx.exit(1)


def all_findings(settings: Settings) -> Iterator[Finding]:
    """What can be tried anywhere, and the broker, which only tasks/ knows."""
    yield from check_up(settings, os.environ)
    yield _broker(settings)


def _broker(settings: Settings) -> Finding:
    """A private broker that was never started is no fault of its own: the web door tells of that."""
    from tasks.start import reach_broker  # noqa: PLC0415 - Celery is slow to load

    try:
        reach_broker(settings)
    except Refused as fault:
        is_bad = bool(settings.broker_url) or settings.broker_socket.exists()
        return Finding("broker", Verdict.BAD if is_bad else Verdict.NOTE, str(fault))
    return Finding("broker", Verdict.WELL, "It answers.")


@click.command()
@click.option("--until", type=DAY, required=True, help="The first day on which drafts may appear again.")
@of_account
@data_option
def pause(until: datetime, account: str | None, data: Path | None) -> None:
    """Write no draft before a day. Calendars and mailboxes are watched on."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    for one in chosen(tools, account):
        pause_account(tools, one.id, until.date(), settings.clock())
        click.echo(f"{one.address}: no draft before {until:%A, %d %B %Y}; `rapport resume` ends it.")


@click.command()
@of_account
@data_option
def resume(account: str | None, data: Path | None) -> None:
    """End a pause. What fell into it is planned anew, a few letters each morning."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    for one in chosen(tools, account):
        resume_account(tools, one.id, settings.clock())
        click.echo(f"{one.address}: drafts appear again.")


# --- keeping ---------------------------------------------------------------------------------------------


@click.group()
def key() -> None:
    """Look after the key that seals what gives access."""


@key.command()
@data_option
def rotate(data: Path | None) -> None:
    """Seal everything under a new key, also while Rapport runs."""
    settings = settings_at(data)
    database = open_store(settings)
    try:
        count = rotate_key(settings.data, os.environ, database)
    finally:
        database.close()
    where = f"Take the old key out of {VARIABLE} now." if VARIABLE in os.environ else _key_words(settings)
    click.echo(f"The access of {count} accounts is sealed under the new key. {where}")


@click.command()
@click.argument("file", type=PATH)
@data_option
def backup(file: Path, data: Path | None) -> None:
    """Write everything that is remembered to FILE, consistent while Rapport runs. The key is not in it."""
    settings = settings_at(data)
    _refuse_other_database(settings)
    if file.exists():
        raise Refused(f"{file} is there already and stays as it is: name a new file.")
    back_up(settings.data, file)
    note_backup(settings.data, settings.clock())
    click.echo(f"Everything is in {file}. {_key_words(settings)}")


@click.command()
@click.argument("file", type=PATH)
@data_option
@yes_option
@click.option("--upgrade", is_flag=True, help="Take a backup of an older Rapport, and bring it up to date.")
def restore(file: Path, data: Path | None, yes: bool, upgrade: bool) -> None:
    """Bring a backup back. What was drafted after it is looked for before anything is drafted."""
    settings = settings_at(data)
    _refuse_other_database(settings)
    there = settings.data / DATABASE
    if there.exists() and not yes:
        click.confirm(f"Replace what {settings.data} remembers by {file}?", abort=True)
    kept = f"; what was there lies in {REPLACED}" if there.exists() else ""
    bring_back(settings.data, file, settings.clock(), upgrade=upgrade)
    click.echo(f"{file} is back in {settings.data}{kept}.")
    if not (settings.data / KEY).exists() and VARIABLE not in os.environ:
        click.echo(f"The key {settings.data / KEY} is missing: put your copy there, or connect again.")


def _refuse_other_database(settings: Settings) -> None:
    if settings.database_url:
        raise Refused(
            "RAPPORT_DATABASE_URL names another database: back it up and restore it with its own tools."
        )


def _key_words(settings: Settings) -> str:
    if VARIABLE in os.environ:
        return f"The key is not in it: keep what stands in {VARIABLE} in another safe place."
    return (
        f"Keep a copy of the key {settings.data / KEY} in another safe place: without it a restored account "
        f"has to be connected again."
    )

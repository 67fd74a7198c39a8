"""What happened, to the user or to others, goes in as a sentence; who is written to about it comes out."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from worker.bootstrap.workshop import open_tools
from worker.cli.reaching import the_account
from worker.cli.running import data_option
from worker.cli.tending import DAY, chosen, of_account, settings_at
from worker.domain.newsworthy import with_achievement, with_news, without_news
from worker.flows.list_news import Hearer, congratulation_of, news_of
from worker.flows.plan_year import today_of
from worker.flows.tell_story import tell_story

SHOWN = "%a %d %b %Y"
when_option = click.option("--day", type=DAY, help="When it happened (default: today).")


@click.group()
def news() -> None:
    """What your mentors would like to hear: they get it in one letter every 30 to 60 days."""


@news.command()
@click.argument("text")
@when_option
@of_account
@data_option
def add(text: str, day: datetime | None, account: str | None, data: Path | None) -> None:
    """Tell one piece of news, as you would say it: "The abstract was accepted at STS"."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one, now = the_account(tools, account), settings.clock()
    today = today_of(one, now)
    me = tell_story(tools, one.id, lambda me: with_news(me, text, day.date() if day else today, today), now)
    click.echo(f"{one.address}: {len(me.news)} told; `rapport news list` says who hears it, and when.")
    if not me.mentors:
        click.echo("Nobody hears it yet: no mentor is named in your profile ([[mentors]]).")


@news.command("list")
@of_account
@data_option
def show_news(account: str | None, data: Path | None) -> None:
    """Show what is told, who has heard it, and who will."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    for one in chosen(tools, account):
        found = news_of(tools, one, settings.clock())
        click.echo(f"{one.address}: {f'{len(found)} told' if found else 'no news'}")
        for number, spread in enumerate(found, 1):
            click.echo(f"{number:>3}. {spread.news.day:{SHOWN}}: {spread.news.text}")
            click.echo("\n".join(_hearers(spread.hearers)))


def _hearers(hearers: tuple[Hearer, ...]) -> Iterator[str]:
    if not hearers:
        yield "     nobody hears it: no mentor is named"
    for one in hearers:
        if one.heard:
            yield f"     {one.name} heard it on {one.heard:{SHOWN}}"
        elif one.hears:
            yield f"     {one.name} hears it with the draft of {one.hears:{SHOWN}}"
        else:
            yield f"     {one.name}: {one.why_not}"


@news.command()
@click.argument("number", type=int)
@of_account
@data_option
def remove(number: int, account: str | None, data: Path | None) -> None:
    """Take a piece of news back, by its number in `rapport news list`."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one = the_account(tools, account)
    _, gone = without_news(one.me, number)
    tell_story(tools, one.id, lambda me: without_news(me, number)[0], settings.clock())
    click.echo(f'{one.address}: "{gone.text}" is taken back. A letter that is out stays out.')


@click.command()
@click.argument("who")
@click.argument("what")
@when_option
@of_account
@data_option
def congratulate(who: str, what: str, day: datetime | None, account: str | None, data: Path | None) -> None:
    """Congratulate WHO (a name or an address) on WHAT: "promotion to associate professor"."""
    settings = settings_at(data)
    tools = open_tools(settings, os.environ)
    one, now = the_account(tools, account), settings.clock()
    today = today_of(one, now)
    on = day.date() if day else today
    me = tell_story(tools, one.id, lambda me: with_achievement(me, who, what, on, today), now)
    told = replace(one, me=me)
    found = congratulation_of(tools, told, me.achievements[-1], now)
    when = f"draft on {found.hears:{SHOWN}}" if found.hears else f"no letter: {found.why_not}"
    click.echo(f"{found.name}: {when}.")

"""A season's number goes in; the days expected of it come out, and into config/ where that is wanted."""

import os
from pathlib import Path

import click

from worker.bootstrap.house import House
from worker.cli.tending import PATH
from worker.domain.errors import Refused
from worker.domain.rolling import Rolled, roll_season, season_of
from worker.domain.rulebook import RuleBook
from worker.settings import settings_from
from worker.writers.seasons_toml import write_seasons

SEASONS = "seasons.toml"


@click.group()
def seasons() -> None:
    """Look after the application seasons in config/."""


@seasons.command()
@click.argument("season", type=int, metavar="SEASON")
@click.option("--out", type=PATH, metavar="FILE", help="Leave the tables in this file.")
@click.option("--write", is_flag=True, help="Put them at the end of config/seasons.toml.")
def roll(season: int, out: Path | None, *, write: bool) -> None:
    """Derive what is expected of a season (2029: training starts in July 2029) from the last one known.

    Each day follows its own rule in config/rolling.toml and is marked as expected. Nothing is changed without
    --write, and what config/seasons.toml has already stays as it is.
    """
    settings = settings_from(os.environ)
    book = House.furnish(settings).rules
    rolled = derived(book, season)
    text = f"# Season {season}, derived by rolling.toml\n\n{write_seasons(rolled.entries)}"
    if write:
        _append(settings.config / SEASONS, text)
    elif out:
        _keep(out, text)
    else:
        click.echo(text)
    for entry, why in rolled.underived:
        click.echo(f"rapport: {entry} is not derived: {why}.", err=True)
    click.echo(_summary(rolled, season, SEASONS if write else str(out or "")), err=True)


def derived(book: RuleBook, season: int) -> Rolled:
    """The season. Raises Refused where it is known already, or the one before it is not."""
    known = sorted({found for one in book.milestones if (found := season_of(one))})
    if not known or not known[0] < season <= known[-1] + 1:
        last = known[-1] if known else season
        raise Refused(
            f"Season {season} cannot be derived: {SEASONS} leads up to {last}; roll {last + 1} first."
        )
    rolled = roll_season(season, book.milestones, book.rolling, book.holidays)
    if not rolled.entries:
        raise Refused(
            f"Season {season} is there already, with {len(rolled.there)} entries: put its days right in "
            f"{SEASONS}."
        )
    return rolled


def _append(path: Path, text: str) -> None:
    """Put text at the end of a file: whole, or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{text}", encoding="utf-8")
        fresh.replace(path)
    except OSError as fault:
        raise Refused(f"{path} cannot be written ({fault.strerror}): use --out FILE.") from fault


def _keep(path: Path, text: str) -> None:
    if path.exists():
        raise Refused(f"{path} is there already and stays as it is: name a new file.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise Refused(f"{path} cannot be written ({fault.strerror}): name another file.") from fault


def _summary(rolled: Rolled, season: int, place: str) -> str:
    where = f" in {place}" if place else "; --write puts them into config/"
    return (
        f"Season {season}: {len(rolled.entries)} derived{where}; {len(rolled.there)} were there already, "
        f"{len(rolled.underived)} have no rule. Run `rapport rules check` after changing any of them."
    )

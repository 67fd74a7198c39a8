"""The web templates go in; a Jinja2 environment that escapes everything and fails on a hole comes out."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

DASH = "\N{EN DASH}"

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, and the bidirectional overrides with which a name could turn its line around
(Unicode TR 36, section 2.6)."""


def visible(page: str) -> str:
    """The page without characters that nobody sees, whatever text they came in."""
    return INVISIBLE.sub("", page)


def day_text(day: date) -> str:
    """'Mon 6 Jul 2026': the weekday is what a resident plans by, and no two countries read it differently."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def period_text(start: date, end: date) -> str:
    """'6-31 Jul 2026' (with a proper dash), as short as it can be without becoming ambiguous."""
    if start == end:
        return day_text(start)
    until = f"{DASH} {end.day} {end:%b %Y}"
    if start.year != end.year:
        return f"{start.day} {start:%b %Y} {until}"
    if start.month != end.month:
        return f"{start.day} {start:%b} {until}"
    return f"{start.day} {until}"


@cache
def web_environment(templates: Path) -> Environment:
    """The environment of a folder templates/web/: compiled once, used for every page."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = day_text
    environment.globals["period"] = period_text
    return environment

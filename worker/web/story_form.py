"""A submitted form goes in; the narrative it tells, or one sentence for every wrong field, comes out.

A field is called after its place in a profile ("me.name"), and is judged by the rules of profiles.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from worker.domain.account import Account
from worker.domain.errors import RuleFault
from worker.domain.narrative import Narrative
from worker.rules.profile import narrative_from
from worker.rules.toml import Tables

FILE = "story"
FAULT = re.compile(rf"{FILE}: \[(?P<table>\w+)\] (?P<key>\w+)(?: \d+)?:? (?P<text>.*)")
LABELS: Mapping[str, str] = {
    "me.name": "Your name",
    "me.degree": "Degree",
    "me.stage": "Where you stand",
    "me.pathways": "Where you want to go",
    "me.addresses": "Your other addresses",
    "me.time_zone": "Time zone",
    "training.institution": "Institution",
    "training.year_start": "First day of your training year",
    "story.goal": "Your goal",
    "story.interest": "Sub-interest",
    "story.one_liner": "One sentence that people remember",
    "signature.lines": "Signature",
    "program_director.name": "Name of your own program director",
    "program_director.email": "Their address",
    "quiet.days": "Quiet days",
}
LISTS = frozenset({"me.addresses", "signature.lines", "quiet.days"})
"""One item a line."""
DAYS = frozenset({"training.year_start", "quiet.days"})
NEEDED = {
    "me.name": "Give your name: it stands under every letter.",
    "me.stage": "Choose where you stand: what is right to write depends on it.",
    "me.pathways": "Tick at least one: it decides what you are reminded of.",
    "me.time_zone": "Name your time zone: drafts appear on your mornings.",
}
"""Without these no letter is made (Narrative.told), or nobody knows when."""

Told = dict[str, Any]
"""Field to text, or to several texts for "me.pathways"."""


class Fault(Exception):  # noqa: N818 - named after what it is
    """A form that cannot be taken."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """`sentences`: field to what it needs."""
        super().__init__("; ".join(sentences.values()))
        self.sentences = sentences


def told_by(me: Narrative, address: str) -> Told:
    """The narrative as the form's fields show it. `address` is the account's own, which needs no field."""
    director = me.program_director
    return {
        "me.name": me.name,
        "me.degree": me.degree,
        "me.stage": me.stage or "",
        "me.pathways": me.pathways,
        "me.addresses": "\n".join(own for own in me.addresses if own != address),
        "me.time_zone": me.time_zone,
        "training.institution": me.institution,
        "training.year_start": me.year_start.isoformat() if me.year_start else "",
        "story.goal": me.goal,
        "story.interest": me.interest,
        "story.one_liner": me.one_liner,
        "signature.lines": "\n".join(me.signature),
        "program_director.name": director.name if director else "",
        "program_director.email": director.email if director else "",
        "quiet.days": "\n".join(day.isoformat() for day in sorted(me.quiet_days)),
    }


def narrative_told(told: Told, account: Account) -> Narrative:
    """The account's narrative with what the form tells. Raises Fault with a sentence for each wrong field."""
    faults: dict[str, str] = {}
    tables: Tables = {}
    for name, value in told.items():
        table, _, key = name.partition(".")
        if (found := _value(name, value, faults)) not in (None, []):
            tables.setdefault(table, {})[key] = found
        elif name in NEEDED:
            faults[name] = NEEDED[name]
    _name_own_address(tables, account.address)
    _keep_title(tables, account.me)
    narrative = _judged(tables, faults)
    if narrative is None or faults:
        raise Fault(faults)
    return _merged(account.me, narrative)


def _value(name: str, value: Any, faults: dict[str, str]) -> Any:
    """A field's text as the profile has it: a list, a day, a text without space around it, or None."""
    if not isinstance(value, str):
        return list(value)
    lines = [line.strip() for line in (value.splitlines() if name in LISTS else [value]) if line.strip()]
    items: list[Any] = [_day(name, line, faults) for line in lines] if name in DAYS else list(lines)
    if name in faults:
        return None
    return items if name in LISTS else next(iter(items), None)


def _day(name: str, text: str, faults: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[name] = f"'{text}' is no day: write it as 2026-12-24."
        return None


def _name_own_address(tables: Tables, address: str) -> None:
    """The account's own address is the first: letters come from it."""
    me = tables.setdefault("me", {})
    me["addresses"] = [address, *(own for own in me.get("addresses", ()) if own.lower() != address)]


def _keep_title(tables: Tables, me: Narrative) -> None:
    """The form asks for no title: what is known of the same director stays."""
    director = tables.get("program_director")
    if director and me.program_director and director.get("name", "") == me.program_director.name:
        director["title"] = me.program_director.title


def _judged(tables: Tables, faults: dict[str, str]) -> Narrative | None:
    """The story by the rules of profiles; None where they find faults, which are added field by field."""
    try:
        return narrative_from(tables, FILE, ())
    except RuleFault as fault:
        for line in fault.faults:
            found = FAULT.fullmatch(line)
            if found is None:
                raise
            faults.setdefault(f"{found['table']}.{found['key']}", _sentence(found["text"]))
    return None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _merged(before: Narrative, told: Narrative) -> Narrative:
    """What the form does not ask stays as it was; so does the order of pathways, whose first counts most."""
    order = {pathway: place for place, pathway in enumerate(before.pathways)}
    return replace(
        before,
        name=told.name,
        degree=told.degree,
        stage=told.stage,
        pathways=tuple(sorted(told.pathways, key=lambda pathway: order.get(pathway, len(order)))),
        addresses=told.addresses,
        time_zone=told.time_zone,
        institution=told.institution,
        year_start=told.year_start,
        goal=told.goal,
        interest=told.interest,
        one_liner=told.one_liner,
        signature=told.signature,
        program_director=told.program_director,
        quiet_days=told.quiet_days,
        home_domains=tuple(dict.fromkeys((*before.home_domains, *told.home_domains))),
    )

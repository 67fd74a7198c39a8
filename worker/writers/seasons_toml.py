"""Milestones go in; the tables of seasons.toml that say the same come out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from datetime import date, time
from enum import Enum
from typing import Any

from worker.domain.season import Milestone

ORDER = (
    *("title", "mark", "start", "end", "at", "zone", "certainty", "rule", "rolled", "note", "checklist"),
    *("category", "deadline", "place", "pathways", "stages", "source", "checked", "check_by", "revision"),
)
"""Every key that a derived entry may have, as people read them."""


def write_seasons(milestones: Iterable[Milestone]) -> str:
    """One table for each milestone, as config/seasons.toml has them; what is usual is left out."""
    return "\n".join("\n".join(_table(milestone)) + "\n" for milestone in milestones)


def _table(milestone: Milestone) -> Iterator[str]:
    usual = {f.name: f.default for f in fields(Milestone) if f.default is not MISSING}
    usual["end"] = milestone.start
    yield f"[{milestone.id}]"
    for key in ORDER:
        value = getattr(milestone, key)
        if key not in usual or value != usual[key]:
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """A value as TOML writes it (TOML 1.0). A JSON string is a TOML basic string."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    text = value.value if isinstance(value, Enum) else value
    return json.dumps(text, ensure_ascii=False)

"""Frozen dataclasses of the domain go in; plain JSON values come out, and the other way round."""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

T = TypeVar("T")

_ZONED = re.compile(r"(?P<moment>[^\[\]]+)(?:\[(?P<zone>[^\[\]]+)\])?")


def encoded(value: Any) -> Any:
    """The value as JSON can hold it. A datetime keeps its zone (RFC 9557): days are counted on its clock."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset):
        return sorted(encoded(item) for item in value)
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    return _bare(value)


def decoded(kind: type[T], data: Any) -> T:
    """The noun that `encoded` wrote. Fields it did not know yet take their defaults."""
    value: T = _decoder(cast("Hashable", kind))(data)
    return value


def _bare(value: Any) -> Any:
    if isinstance(value, datetime):
        return _zoned(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _zoned(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"a datetime without a zone is no moment: {value!r}")
    key = getattr(value.tzinfo, "key", None)
    return f"{value.isoformat()}[{key}]" if key else value.isoformat()


def _moment(text: str) -> datetime:
    found = _ZONED.fullmatch(text)
    if found is None:
        raise ValueError(f"no moment: {text!r}")
    moment = datetime.fromisoformat(found["moment"])
    return moment.astimezone(ZoneInfo(found["zone"])) if found["zone"] else moment


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """What reads that kind: found once, for a year's plan reads thousands of nouns."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {tuple, frozenset}:
        of_item = _decoder(inner[0])
        return lambda data: origin(map(of_item, data))
    if origin is UnionType:
        of_noun = _decoder(_only_noun(inner))
        return lambda data: None if data is None else of_noun(data)
    if is_dataclass(kind) and isinstance(kind, type):
        return partial(_noun, kind, _parts_of(kind))
    made: Callable[[Any], Any] = kind
    return made


def _only_noun(kinds: tuple[Any, ...]) -> Any:
    (kind,) = (kind for kind in kinds if kind is not type(None))
    return kind


def day_or_moment(text: str) -> date | datetime:
    """A day, or a moment with its zone."""
    return _moment(text) if "T" in text else date.fromisoformat(text)


_PLAIN: Mapping[Any, Callable[[Any], Any]] = {
    datetime: _moment,
    date: date.fromisoformat,
    date | datetime: day_or_moment,
}
"""Every other kind (str, int, bool, an Enum) is made by calling it."""

Part = tuple[str, Callable[[Any], Any], bool]
"""A field's name, what reads it, and whether it may be missing."""


def _parts_of(kind: type[Any]) -> tuple[Part, ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, _decoder(hints[f.name]), _has_default(f)) for f in fields(kind))


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _noun(kind: Any, parts: tuple[Part, ...], data: Mapping[str, Any]) -> Any:
    return kind(**{name: read(data[name]) for name, read, optional in parts if name in data or not optional})

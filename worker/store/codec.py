"""Frozen dataclasses of the domain go in; plain JSON values come out, and the other way round."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
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
    value: T = _decoded(kind, data)
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


def _decoded(kind: Any, data: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {tuple, frozenset}:
        return origin(_decoded(inner[0], item) for item in data)
    if origin is UnionType:
        return None if data is None else _decoded(_only_noun(inner), data)
    if is_dataclass(kind) and isinstance(kind, type):
        return _noun(kind, data)
    return _plain(kind, data)


def _only_noun(kinds: tuple[Any, ...]) -> Any:
    (kind,) = (kind for kind in kinds if kind is not type(None))
    return kind


def _plain(kind: Any, data: Any) -> Any:
    if kind is datetime:
        return _moment(data)
    if kind is date:
        return date.fromisoformat(data)
    return kind(data)


def _noun(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    known = {f.name: _decoded(hints[f.name], data[f.name]) for f in fields(kind) if _is_there(f, data)}
    return kind(**known)


def _is_there(field: Field[Any], data: Mapping[str, Any]) -> bool:
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return field.name in data or not has_default


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)

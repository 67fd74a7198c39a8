"""A TOML table goes in; a frozen noun comes out, or one line for every fault in it, with its place."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import GenericAlias
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.cols import (
    homogenous_tuple_structure_factory,
    is_frozenset,
    is_mapping,
    mapping_structure_factory,
)
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
)
from cattrs.gen import make_dict_structure_fn, override

from worker.domain.cadence import Cadence
from worker.domain.season import Conference
from worker.rules.checks import alone

Noun = TypeVar("Noun")
Hook = Callable[[Any, Any], Any]
Path = tuple[str | int, ...]
Fault = tuple[Path, str]

SINGULAR: Mapping[type, Mapping[str, str]] = {
    Cadence: {"steps": "step"},
    Conference: {"editions": "edition", "deadlines": "deadline"},
}
"""Where a list of tables is written one table at a time, its key is the singular: [[conference.step]]."""

SCALARS: Mapping[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number with a point",
    bool: "true or false",
    date: "a day such as 2027-01-28, without quotes",
    time: "a time such as 06:30:00, without quotes",
    datetime: "a moment such as 2027-01-28T09:00:00Z, without quotes",
}


class Unfit(ValueError):  # noqa: N818 - named after what is wrong, not after its type
    """A value that cannot be used; the text completes "<key> ..."."""


def structured(kind: type[Noun], table: object, place: str, faults: list[str]) -> Noun | None:
    """One table as a noun of this kind; None when it has faults, which are added behind `place`."""
    noun, found = _structured(kind, table)
    faults += [f"{place} {' '.join((*_words(path), text))}" for path, text in found]
    return noun


def structured_file(kind: type[Noun], tables: object, file: str, faults: list[str]) -> Noun | None:
    """A whole file as one noun whose fields are its tables; None when it has faults, which are added."""
    noun, found = _structured(kind, tables)
    for path, text in found:
        table, *words = (*_words(path), text)
        faults.append(f"{file}: {' '.join((_header(table), *words) if words else (table,))}")
    return noun


def _header(table: str) -> str:
    """A table's line in the file: "[points]", or "[[people]] 2:" for one of several."""
    name, several, position = table.partition(" ")
    return f"[[{name}]] {position}" if several else f"[{name}]"


def _structured(kind: type[Noun], table: object) -> tuple[Noun | None, list[Fault]]:
    try:
        return _converter().structure(table, kind), []
    except BaseValidationError as group:
        return None, list(_faults(group, ()))
    except Unfit as fault:
        return None, [((), str(fault))]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or at all of them where none is near."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f"; did you mean '{near[0]}'?" if near else f"; known here: {', '.join(words)}"


@cache
def _converter() -> Converter:
    """The one converter: nothing is coerced, nothing unknown is let through."""
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    for kind, wanted in SCALARS.items():
        converter.register_structure_hook(kind, _exactly(kind, wanted))
    converter.register_structure_hook(StrEnum, _member)
    converter.register_structure_hook_factory(_is_pair, _pair_hook)
    converter.register_structure_hook_factory(_is_list, _list_hook)
    converter.register_structure_hook_factory(is_frozenset, _set_hook)
    converter.register_structure_hook_factory(is_mapping, _mapping_hook)
    converter.register_structure_hook_factory(is_dataclass, _table_hook)
    return converter


def _exactly(kind: type, wanted: str) -> Hook:
    """A hook that takes this very type: true is no number, a moment is no day."""

    def hook(value: object, _: object) -> object:
        if type(value) is not kind:
            raise Unfit(f"must be {wanted}")
        return value

    return hook


def _member(value: object, kind: type[StrEnum]) -> StrEnum:
    words = [member.value for member in kind]
    if value not in words:
        raise Unfit(f"must be one of {', '.join(words)}")
    return kind(value)


def _is_pair(kind: object) -> bool:
    return get_origin(kind) is tuple and len(get_args(kind)) == 2 and get_args(kind)[-1] is not Ellipsis


def _pair_hook(kind: Any) -> Hook:
    """A hook for two numbers of one kind."""
    kinds = list(get_args(kind))
    wanted = "two whole numbers" if kinds == [int, int] else "two numbers with a point"

    def hook(value: object, _: object) -> tuple[Any, ...]:
        if isinstance(value, list) and [type(item) for item in value] == kinds:
            return tuple(value)
        raise Unfit(f"must be {wanted}")

    return hook


def _is_list(kind: object) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis


def _list_hook(kind: Any, converter: Converter) -> Hook:
    return _shaped(list, "a list in [ ]", homogenous_tuple_structure_factory(kind, converter))


def _set_hook(kind: Any, converter: Converter) -> Hook:
    items = _list_hook(GenericAlias(tuple, (get_args(kind)[0], ...)), converter)
    return lambda value, _: frozenset(items(value, _))


def _mapping_hook(kind: Any, converter: Converter) -> Hook:
    return _shaped(dict, "a table", mapping_structure_factory(kind, converter))


def _table_hook(kind: Any, converter: Converter) -> Hook:
    """A hook that builds the noun and then asks whether it can be meant so."""
    renamed = {name: override(rename=key) for name, key in SINGULAR.get(kind, {}).items()}
    structure = make_dict_structure_fn(kind, converter, **renamed)  # type: ignore[arg-type]

    def hook(value: dict[str, Any], _: object) -> object:
        noun = structure(value, kind)
        if wrong := [Unfit(line) for line in alone(noun)]:
            raise ClassValidationError("cannot be meant so", wrong, kind)
        return noun

    return _shaped(dict, "a table", hook)


def _shaped(shape: type, wanted: str, structure: Hook) -> Hook:
    """Look at the outer shape first: cattrs would take a text for a list of its letters."""

    def hook(value: object, kind: object) -> object:
        if type(value) is not shape:
            raise Unfit(f"must be {wanted}")
        return structure(value, kind)

    return hook


def _faults(fault: BaseException, path: Path) -> Iterator[Fault]:
    """Every leaf of the tree of faults, with the path to it."""
    for note in getattr(fault, "__notes__", ()):
        path = (*path, note.name if isinstance(note, AttributeValidationNote) else note.index)
    if isinstance(fault, BaseValidationError):
        for inner in fault.exceptions:
            yield from _faults(inner, path)
    elif isinstance(fault, ForbiddenExtraKeysError):
        yield from ((path, _unknown(key, fault.cl)) for key in sorted(fault.extra_fields))
    elif isinstance(fault, KeyError):
        yield (*path[:-1], _key_of(path[-1])), "is missing"
    elif isinstance(fault, Unfit):
        yield path, str(fault)
    else:
        raise fault


def _unknown(key: str, kind: type) -> str:
    """What to say of a key that its table does not know."""
    renamed = SINGULAR.get(kind, {})
    known = (renamed.get(name, name) for name in get_type_hints(kind))
    return f"unknown key '{key}'{did_you_mean(key, known)}"


def _key_of(name: str | int) -> str | int:
    """The key as it is written in the file."""
    return next((keys[name] for keys in SINGULAR.values() if isinstance(name, str) and name in keys), name)


def _words(path: Path) -> list[str]:
    """The path as a reader counts: ("steps", 1, "window") is "step 2:", "window"."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1] = f"{_key_of(words[-1])} {part + 1}:"
        else:
            words.append(part)
    return words

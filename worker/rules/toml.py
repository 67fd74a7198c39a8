"""A path goes in; the tables of a TOML file come out, or the fault with line and column."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Tables = dict[str, Any]


def read_toml(path: Path, faults: list[str]) -> Tables:
    """The file's top-level keys; empty when it cannot be read, with the fault added."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        faults.append(f"{path.name}: the file is missing")
    except OSError as error:
        faults.append(f"{path.name}: cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        faults.append(f"{path.name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8")
    except ValueError as error:
        faults.append(f"{path.name}: {_placed(str(error), path)}")
    except RecursionError:
        faults.append(f"{path.name}: is nested too deeply")
    return {}


def _placed(message: str, path: Path) -> str:
    """The reader's own words, with a line and column also where it only says that the file ends."""
    *lines, last = path.read_text(encoding="utf-8-sig").split("\n")
    end = f"at line {len(lines) + 1}, column {len(last) + 1}, the end of the file"
    return message.replace("at end of document", end)


def named_tables(tables: Tables, name_key: str, file: str, faults: list[str]) -> Iterator[tuple[str, Tables]]:
    """Each top-level table with its place, its own name put in under `name_key`."""
    for name, table in tables.items():
        place = f"{file}: [{name}]"
        if not isinstance(table, dict):
            faults.append(f"{file}: '{name}' stands outside a table; put it under a line such as [{name}]")
        elif name_key in table:
            faults.append(f"{place} {name_key} is the table's own name; remove the line")
        else:
            yield place, {**table, name_key: name}

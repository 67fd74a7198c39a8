"""What the user names (files, folders, addresses) goes in; one `Reading` of all of it comes out."""

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from worker.domain.errors import Refused
from worker.domain.event import Event
from worker.domain.reading import Reading, distinct
from worker.local.content import MAX_BYTES
from worker.local.zones import declared_zone

TIMEOUT = 20
"""Seconds without an answer."""
PATIENCE = 60
"""Seconds for a whole download."""
_ADDRESS = re.compile(r"(?:https?|webcals?)://", re.IGNORECASE)
_LARGE = f"is larger than {MAX_BYTES // 1_000_000} MB; export a shorter period or fewer calendars."
_NEVER = datetime.min.replace(tzinfo=UTC)


class Reader(Protocol):
    """Reads one kind of file."""

    def __call__(
        self, data: bytes, *, name: str, zone: ZoneInfo, since: date, until: date, owner: frozenset[str]
    ) -> Reading:
        """The events of the file that touch a day from `since` to `until`, both inclusive."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class _File:
    """What stands at one source."""

    name: str
    data: bytes
    suffix: str
    in_folder: bool = False
    """One of several: if it is no calendar, the others are read all the same."""


def read_sources(  # noqa: PLR0913 - what is asked, and of whom
    sources: Sequence[str],
    *,
    readers: Mapping[str, Reader],
    zone: ZoneInfo | None,
    default_zone: ZoneInfo,
    since: date,
    until: date,
    owner: frozenset[str],
    fetch: Callable[[str], bytes] | None = None,
) -> Reading:
    """Read every source: a file, a folder (one level deep) or an http(s) or webcal address.

    `readers` has the reader for each suffix, such as ".ics"; an address without a known suffix is read as
    ".ics". Where `zone` is None, it is the first that a file declares (X-WR-TIMEZONE), by the files' names,
    else `default_zone`; `Reading.zone` tells which. An event that stands in several sources (same id, same
    start) is read once, as it was changed last. The order of sources changes nothing. Raises Refused, one
    sentence with the remedy, where a source cannot be read.
    """
    if not sources:
        raise Refused("no calendar was named; give a file, a folder or an address.")
    files = sorted({file for source in sources for file in _files(source, readers, fetch or fetch_address)})
    chosen = zone or next(filter(None, (declared_zone(file.data) for file in files)), default_zone)

    def read(file: _File) -> Reading:
        return readers[file.suffix](
            file.data, name=file.name, zone=chosen, since=since, until=until, owner=owner
        )

    readings = _read_all(files, read)
    warnings = dict.fromkeys(warning for reading in readings for warning in reading.warnings)
    return Reading(
        _merged(event for reading in readings for event in reading.events),
        tuple(warnings),
        zone=chosen.key,
        name=next(filter(None, (reading.name for reading in readings)), ""),
    )


def _read_all(files: Sequence[_File], read: Callable[[_File], Reading]) -> list[Reading]:
    """The readings of all files. A bad one among others in a folder is left out with its sentence."""
    readings, left_out = list[Reading](), list[str]()
    for file in files:
        try:
            readings.append(read(file))
        except Refused as refusal:
            if not file.in_folder:
                raise
            left_out.append(str(refusal))
    if not readings:
        raise Refused(left_out[0])
    return [*readings, Reading((), tuple(left_out))]


def _merged(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once; of several copies the one changed last, however they are ordered."""
    newest: dict[tuple[str, datetime], Event] = {}
    for event in events:
        key = (event.id, event.starts.astimezone(UTC))
        held = newest.get(key)
        if held is None or _age(event) > _age(held):
            newest[key] = event
    return distinct(newest.values())


def _age(event: Event) -> tuple[datetime, str]:
    return event.updated or _NEVER, repr(event)


def _files(source: str, readers: Mapping[str, Reader], fetch: Callable[[str], bytes]) -> list[_File]:
    """What a source stands for."""
    if _ADDRESS.match(source):
        return [_fetched(source, readers, fetch)]
    path = Path(source)
    try:
        if path.is_dir():
            return [replace(_loaded(one, readers), in_folder=True) for one in _calendars_in(path, readers)]
        return [_loaded(path, readers)]
    except FileNotFoundError as fault:
        raise Refused(f"{source} does not exist; check the path.") from fault
    except PermissionError as fault:
        raise Refused(f"{source} may not be read; change its permissions or copy it elsewhere.") from fault
    except (OSError, ValueError) as fault:
        raise Refused(f"{source[:200]!r} cannot be read ({fault}); check the path.") from fault


def _calendars_in(folder: Path, readers: Mapping[str, Reader]) -> list[Path]:
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in readers and path.is_file() and not path.name.startswith(".")
    ]
    if not found:
        raise Refused(f"{folder} holds no calendar; put {' or '.join(sorted(readers))} files into it.")
    return sorted(found)


def _loaded(path: Path, readers: Mapping[str, Reader]) -> _File:
    suffix = path.suffix.lower()
    if path.stat().st_size > MAX_BYTES:
        raise Refused(f"{path.name} {_LARGE}")
    if suffix not in readers:
        raise Refused(
            f"{path.name} is no calendar by its name; give {' or '.join(sorted(readers))}, unpacked."
        )
    return _File(path.name, path.read_bytes(), suffix)


def _fetched(address: str, readers: Mapping[str, Reader], fetch: Callable[[str], bytes]) -> _File:
    """What an address answers. Named by its host alone: the rest of a private address is a secret."""
    try:
        parts = urlsplit(address)
        name, suffix = parts.hostname or "", Path(parts.path).suffix.lower()
    except ValueError:
        name, suffix = "", ""
    if not name:
        raise Refused("an address has no host; copy the whole https:// or webcal:// address of the calendar.")
    secure = re.sub(r"^webcals?://", "https://", address, flags=re.IGNORECASE)
    return _File(name, fetch(secure), suffix if suffix in readers else ".ics")


def fetch_address(address: str) -> bytes:
    """Download one http(s) address; raise Refused where that fails. Its words never show the address."""
    import requests  # noqa: PLC0415 - a tenth of a second that only addresses need

    host = urlsplit(address).hostname or "the address"
    try:
        with requests.get(
            address, timeout=TIMEOUT, stream=True, headers={"Accept": "text/calendar, */*"}
        ) as answer:
            if answer.status_code >= 400:
                raise Refused(_answered(host, answer.status_code))
            return _body(answer.iter_content(65_536), host)
    except requests.RequestException as fault:
        kind = type(fault).__name__
        raise Refused(f"{host} cannot be reached ({kind}); check the address and the connection.") from None


def _answered(host: str, status: int) -> str:
    if status in (401, 403, 404, 410):
        return f"{host} gives no calendar there (HTTP {status}); copy its secret .ics address again."
    return f"{host} is out of order (HTTP {status}); try again later."


def _body(chunks: Iterable[bytes], host: str) -> bytes:
    """The whole answer, unless it is too large or takes too long."""
    body, end = bytearray(), time.monotonic() + PATIENCE
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_BYTES:
            raise Refused(f"{host} {_LARGE}")
        if time.monotonic() > end:
            raise Refused(f"{host} takes longer than {PATIENCE} seconds; try again later.")
    return bytes(body)

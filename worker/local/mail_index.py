"""The mail files of a folder go in; each with an id, a thread and a moment, and what changed, come out.

The files are the truth: a person moves, edits and deletes them. The index beside them (JSON) remembers when
each was first seen and in which order things happened; a lost index costs bookmarks, nothing else.
"""

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from worker.domain.errors import Transient, Unclear
from worker.domain.mailbox import Headers

BOXES = ("drafts", "sent", "inbox", "junk")
"""The folders that hold mail, each with its meaning."""
HIDDEN = ".rapport"
HEADER_BYTES = 262_144
"""Read of each file: no header is longer."""
MOST_HISTORY = 5_000
"""Changes remembered; who has not asked for longer reads everything again."""
SHORT = 24
HOST = re.compile(r"[A-Za-z0-9.-]+")

Mark = tuple[int, int, int]
Where = tuple[str, str]
"""Box and file name."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One mail file."""

    box: str
    name: str
    mark: Mark
    """Inode, time of change, size: whether it has to be read again."""
    id: str
    """Another one after every change of its bytes."""
    thread: str
    at: datetime
    headers: Headers


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to one message."""

    id: str
    thread: str
    box: str
    """Where it came; empty: it is gone."""


@dataclass(frozen=True, slots=True)
class Index:
    """What is known of the folder."""

    epoch: str
    """Drawn when the index was made: bookmarks of an earlier one mean nothing."""
    first: int = 0
    """Position of the first change that is still remembered."""
    history: tuple[Change, ...] = ()
    files: Mapping[Where, Filed] = field(default_factory=dict)

    @property
    def position(self) -> int:
        """Where the history stands now."""
        return self.first + len(self.history)

    @property
    def messages(self) -> tuple[Filed, ...]:
        """Every message, one that lies there under several names once."""
        return tuple({one.id: one for one in self.files.values()}.values())


def furnish_folder(folder: Path) -> None:
    """Make the boxes. Done once, when a folder is connected: later a missing box is a fault, not a wish."""
    for name in (*BOXES, HIDDEN):
        (folder / name).mkdir(parents=True, exist_ok=True)


@contextmanager
def at_hand(folder: Path, *, writing: bool = False) -> Iterator[None]:
    """Turn what the file system refuses into one sentence. Raises Transient: a disk may come back.

    `writing`: a file may have been put there before the refusal, so it is Unclear.
    """
    try:
        yield
    except OSError as fault:
        kind = Unclear if writing else Transient
        raise kind(
            f"The mail folder {folder} cannot be used ({fault.strerror}: {fault.filename}): bring it back, "
            f"and make it readable and writable for you."
        ) from fault


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Own the index; the lock goes with its process."""
    with (folder / HIDDEN / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def look_into(folder: Path, now: datetime, threads: Mapping[Where, str]) -> Index:
    """The index as the folder stands now, remembered. Call it under the lock.

    `threads` has the thread of files that were just written, where their headers alone do not tell it.
    """
    place = folder / HIDDEN / "index.json"
    before = _load(place)
    files = _files(folder, before, now, threads)
    gone = [Change(one.id, one.thread, "") for where, one in before.files.items() if _left(files, where, one)]
    new = [one for where, one in files.items() if _left(before.files, where, one)]
    if files == before.files and place.exists():
        return before
    came = [Change(one.id, one.thread, one.box) for one in sorted(new, key=lambda one: (one.at, one.id))]
    history = (*before.history, *gone, *came)
    kept = history[-MOST_HISTORY:]
    after = Index(before.epoch, before.first + len(history) - len(kept), kept, files)
    write_whole(place, json.dumps(_as_json(after), indent=0).encode())
    return after


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, safely on disk."""
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """A new name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def message_id_of(name: str, headers: Headers) -> str:
    """Its Message-ID; where a draft has lost it in an edit, the one that its file's name was made with."""
    if told := headers.first("Message-ID"):
        return told
    host = parseaddr(headers.first("From"))[1].rpartition("@")[2]
    named = sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:SHORT]
    return f"<{named}@{host if HOST.fullmatch(host) else 'localhost'}>"


def headers_in(content: bytes) -> Headers:
    """The header fields of a message, unfolded."""
    parsed = BytesHeaderParser(policy=compat32).parsebytes(content)
    return Headers(tuple((name, " ".join(str(value).split())) for name, value in parsed.items()))


def _left(files: Mapping[Where, Filed], where: Where, one: Filed) -> bool:
    """Whether that message does not lie at its place there."""
    there = files.get(where)
    return there is None or there.id != one.id


def _files(folder: Path, before: Index, now: datetime, threads: Mapping[Where, str]) -> dict[Where, Filed]:
    known = {message_id_of(one.name, one.headers): one.thread for one in before.files.values()}
    found: dict[Where, Filed] = {}
    for path in sorted(path for box in BOXES for path in _mail_in(folder / box)):
        where = (path.parent.name, path.name)
        with suppress(FileNotFoundError):  # moved by its owner since it was listed
            mark = _mark(path)
            old = before.files.get(where)
            one = old if old and old.mark == mark else _read(path, mark, now)
            if one is not old:
                one = replace(one, thread=threads.get(where) or _thread_of(one, old, known))
            found[where] = one
            known[message_id_of(one.name, one.headers)] = one.thread
    return found


def _mail_in(box: Path) -> Iterator[Path]:
    for path in box.iterdir():
        if path.suffix.lower() == ".eml" and not path.name.startswith(".") and path.is_file():
            yield path


def _mark(path: Path) -> Mark:
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _read(path: Path, mark: Mark, now: datetime) -> Filed:
    content, box = path.read_bytes(), path.parent.name
    # Two drafts of the same bytes are two drafts; one letter saved twice was sent once.
    named = path.name.encode("utf-8", "surrogateescape") if box == "drafts" else b""
    name = sha256(b"\0".join((box.encode(), named, content))).hexdigest()[:SHORT]
    headers = headers_in(content[:HEADER_BYTES])
    return Filed(box, path.name, mark, name, "", _dated(headers) or now, headers)


def _dated(headers: Headers) -> datetime | None:
    """When it was sent, by its Date field (RFC 5322, 3.6.1); a draft moved by hand has none."""
    try:
        moment = parsedate_to_datetime(headers.first("Date"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _thread_of(one: Filed, old: Filed | None, known: Mapping[str, str]) -> str:
    """The conversation of what it answers, or of itself under another name; else one of its own."""
    if old is not None:
        return old.thread
    own = message_id_of(one.name, one.headers)
    answered = f"{one.headers.first('References')} {one.headers.first('In-Reply-To')}".split()
    for message in (own, *reversed(answered)):
        if message in known:
            return known[message]
    return sha256((answered or [own])[0].encode("utf-8", "replace")).hexdigest()[:SHORT]


def _load(path: Path) -> Index:
    """The index as it was left; a lost or damaged one begins anew."""
    try:
        return _from_json(json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Index(token_hex(8), files={})


def _as_json(index: Index) -> dict[str, Any]:
    return {
        "epoch": index.epoch,
        "first": index.first,
        "history": [[change.id, change.thread, change.box] for change in index.history],
        "files": [
            [one.box, one.name, one.mark, one.id, one.thread, one.at.isoformat(), one.headers.fields]
            for one in index.files.values()
        ],
    }


def _from_json(found: Any) -> Index:
    files = [
        Filed(
            box, name, (mark[0], mark[1], mark[2]), id_, thread, datetime.fromisoformat(at),
            Headers(tuple((field, value) for field, value in fields)),
        )
        for box, name, mark, id_, thread, at, fields in found["files"]
    ]  # fmt: skip
    history = tuple(Change(*change) for change in found["history"])
    return Index(found["epoch"], found["first"], history, {(one.box, one.name): one for one in files})

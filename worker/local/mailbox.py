"""A folder of mail files goes in; a mailbox comes out: drafts to open with any mail program, nothing sent.

`drafts/` holds what Rapport wrote; its owner opens a file, sends it from their own program and moves it (or
the sent copy) to `sent/`; what came in goes to `inbox/`. It takes the contract that Gmail takes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from worker.domain.drafting import CLOCKS_APART, Scan, Sought, find_among
from worker.domain.errors import Expired
from worker.domain.gathering import slug
from worker.domain.mailbox import Arrival, Changes, Draft, DraftRef, Found, HeaderMessage, Headers, Thread
from worker.domain.untouched import is_same_letter, is_same_sender
from worker.local.mail_index import (
    Filed,
    Index,
    Where,
    at_hand,
    headers_in,
    locked,
    look_into,
    message_id_of,
    write_whole,
)

NO_THREADS: Mapping[Where, str] = {}


@dataclass(frozen=True, slots=True)
class LocalMailbox:
    """One folder as a mailbox, for any number of threads and processes. A call raises Transient or Permanent.

    Make its boxes first (mail_index.furnish_folder). `clock` dates what its owner does in it.
    """

    folder: Path
    clock: Callable[[], datetime]

    def close(self) -> None:
        """Nothing is open."""

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef:
        """Put a draft into the folder, marked as unsent so that mail programs open it for writing."""
        with at_hand(self.folder, writing=True), locked(self.folder):
            name = self._new_name(mime)
            where = ("drafts", name)
            write_whole(self._path(where), _as_draft(mime, name))
            return _place(self._look({where: thread}).files[where])

    def open_draft(self, draft: str) -> Draft | None:
        """A draft as it stands; None if it is gone, sent or deleted."""
        with at_hand(self.folder), locked(self.folder):
            found = self._look().files.get(("drafts", draft))
            return Draft(_place(found), self._path(("drafts", draft)).read_bytes()) if found else None

    def draft_is_untouched(self, draft: DraftRef, written: bytes) -> bool:
        """Whether it is still there as we wrote it."""
        present = self.open_draft(draft.draft)
        return present is not None and _is_untouched(present, draft, written)

    def delete_draft(self, draft: DraftRef, written: bytes) -> bool:
        """Delete our own draft unless a person has changed it (False). One already gone counts as deleted."""
        present = self.open_draft(draft.draft)
        if present is not None and not _is_untouched(present, draft, written):
            return False
        with at_hand(self.folder):
            self._path(("drafts", draft.draft)).unlink(missing_ok=True)
        return True

    def scan(self, sought: Sought) -> Scan:
        """Look through all drafts, and the mail sent since, for one letter."""
        started = self.clock()
        found = self.find(sought)
        return Scan(started, self.clock(), complete=True, found=found)

    def find(self, sought: Sought) -> Found:
        """Where that letter is, however often."""
        index = self._index()
        return find_among(sought, _drafts(index), _sent_since(index, sought.since))

    def drafts(self) -> Iterator[tuple[DraftRef, HeaderMessage]]:
        """Every draft, by its headers alone."""
        return _drafts(self._index())

    def sent_since(self, moment: datetime) -> Iterator[HeaderMessage]:
        """What the user has sent since, newest first."""
        return _sent_since(self._index(), moment)

    def find_message(self, message: str) -> HeaderMessage | None:
        """One message's headers; None if it is gone."""
        return next((_message(one) for one in self._index().messages if one.id == message), None)

    def find_thread(self, thread: str) -> Thread | None:
        """A conversation's headers, oldest first; None if nothing is left of it."""
        inside = [_message(one) for one in self._index().messages if one.thread == thread]
        in_order = tuple(sorted(inside, key=lambda one: (one.at, one.draft, one.id)))
        return Thread(thread, in_order) if in_order else None

    def bookmark(self) -> str:
        """Where the folder stands now."""
        return _bookmark(self._index())

    def changes_since(self, bookmark: str) -> Changes:
        """What happened since. Expired where the index was lost, or has forgotten so much."""
        index = self._index()
        epoch, _, position = bookmark.partition("/")
        known = epoch == index.epoch and position.isdecimal()
        if not known or not index.first <= int(position) <= index.position:
            raise Expired(f"What happened in {self.folder} since is not known any more.")
        since = index.history[int(position) - index.first :]
        return Changes(
            bookmark=_bookmark(index),
            threads=frozenset(change.thread for change in since),
            arrivals=tuple(Arrival(c.id, c.thread, **_marks(c.box)) for c in since if c.box),
        )

    def insert_note(self, mime: bytes) -> str:
        """Put one message into the inbox. Its id."""
        with at_hand(self.folder), locked(self.folder):
            where = ("inbox", self._new_name(mime))
            write_whole(self._path(where), mime)
            return self._look().files[where].id

    def _index(self) -> Index:
        with at_hand(self.folder), locked(self.folder):
            return self._look()

    def _look(self, threads: Mapping[Where, str] = NO_THREADS) -> Index:
        return look_into(self.folder, self.clock(), threads)

    def _path(self, where: Where) -> Path:
        return self.folder.joinpath(*where)

    def _new_name(self, mime: bytes) -> str:
        """For a person who looks into the folder: the day, and what it is about."""
        about = slug(headers_in(mime).first("Subject"))[:50].strip("-")
        return "-".join(filter(None, (f"{self.clock():%Y-%m-%d}", about, token_hex(6)))) + ".eml"


def _as_draft(mime: bytes, name: str) -> bytes:
    """The message with what a mail program needs to open it as unsent, and an identity to be answered to."""
    headers = headers_in(mime)
    lines = [] if "X-Unsent" in headers else [b"X-Unsent: 1\r\n"]
    if "Message-ID" not in headers:
        lines.append(f"Message-ID: {message_id_of(name, headers)}\r\n".encode("ascii"))
    return b"".join((*lines, mime))


def _is_untouched(present: Draft, draft: DraftRef, written: bytes) -> bool:
    mime = present.mime or b""
    is_same_message = present.place.message == draft.message
    return is_same_letter(written, mime) and (is_same_message or is_same_sender(written, mime))


def _drafts(index: Index) -> Iterator[tuple[DraftRef, HeaderMessage]]:
    return ((_place(one), _message(one)) for one in index.messages if one.box == "drafts")


def _sent_since(index: Index, moment: datetime) -> Iterator[HeaderMessage]:
    sent = (_message(one) for one in index.messages if one.box == "sent")
    recent = (message for message in sent if message.at >= moment - CLOCKS_APART)
    return iter(sorted(recent, key=lambda message: message.at, reverse=True))


def _place(one: Filed) -> DraftRef:
    return DraftRef(one.name, one.id, one.thread)


def _message(one: Filed) -> HeaderMessage:
    told = one.headers.fields
    named = () if "Message-ID" in one.headers else (("Message-ID", message_id_of(one.name, one.headers)),)
    return HeaderMessage(one.id, one.thread, one.at, Headers((*told, *named)), **_marks(one.box))


def _marks(box: str) -> dict[str, bool]:
    return {"sent": box == "sent", "draft": box == "drafts", "junk": box == "junk"}


def _bookmark(index: Index) -> str:
    return f"{index.epoch}/{index.position}"

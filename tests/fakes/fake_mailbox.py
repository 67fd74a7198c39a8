"""Drafts and mail go in; the nouns that Gmail gives come out, from memory, with a hand for the user.

It takes the same contract as GoogleMailbox (tests/contracts/mailbox_contract.py).
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from worker.domain.drafting import CLOCKS_APART, Scan, Sought, find_among
from worker.domain.errors import Expired, Unclear
from worker.domain.mailbox import (
    Arrival,
    Changes,
    Draft,
    DraftRef,
    Found,
    HeaderMessage,
    Headers,
    Thread,
)
from worker.domain.untouched import is_same_letter, is_same_sender


@dataclass(frozen=True)
class Kept:
    """One message with its body."""

    head: HeaderMessage
    mime: bytes


@dataclass
class FakeMailbox:
    """A mailbox in memory. `clock` gives the time at which things happen in it."""

    clock: Callable[[], datetime]
    lost_answers: int = 0
    """How many of the next creations are carried out without an answer."""
    refusals: deque[Exception] = field(default_factory=deque)
    """Raised by the next calls, one each, before anything is done."""
    creations: int = 0
    """How many creations were asked for, whatever became of them."""
    notes: list[bytes] = field(default_factory=list)
    _kept: dict[str, Kept] = field(default_factory=dict)
    _drafts: dict[str, str] = field(default_factory=dict)
    _history: list[tuple[Arrival, bool]] = field(default_factory=list)
    """What changed and whether it was something new; a bookmark is a position in it."""
    _forgotten: int = 0
    _names: int = 0

    @property
    def hand(self) -> "FakeHand":
        """The user's own hand in it."""
        return FakeHand(self)

    def close(self) -> None:
        """Nothing is open."""

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef:
        """A new draft; Unclear after it was made, where an answer is to be lost."""
        self.creations += 1
        self._refuse()
        name = self._name("draft")
        self._drafts[name] = self._keep(mime, thread, draft=True).id
        if self.lost_answers:
            self.lost_answers -= 1
            raise Unclear("the connection broke before an answer came")
        return self._place(name)

    def open_draft(self, draft: str) -> Draft | None:
        """The draft as it stands, or None."""
        self._refuse()
        if draft not in self._drafts:
            return None
        return Draft(self._place(draft), self._kept[self._drafts[draft]].mime)

    def draft_is_untouched(self, draft: DraftRef, written: bytes) -> bool:
        """Whether it is there as it was written."""
        present = self.open_draft(draft.draft)
        if present is None or present.mime is None:
            return False
        is_same_message = present.place.message == draft.message
        return is_same_letter(written, present.mime) and (
            is_same_message or is_same_sender(written, present.mime)
        )

    def delete_draft(self, draft: DraftRef, written: bytes) -> bool:
        """Gone, unless a person has changed it."""
        if draft.draft in self._drafts and not self.draft_is_untouched(draft, written):
            return False
        self._refuse()
        self._discard(draft.draft)
        return True

    def scan(self, sought: Sought) -> Scan:
        """A complete look for one letter."""
        started = self.clock()
        return Scan(started, self.clock(), complete=True, found=self.find(sought))

    def find(self, sought: Sought) -> Found:
        """Where that letter is."""
        return find_among(sought, self.drafts(), self.sent_since(sought.since))

    def drafts(self) -> Iterator[tuple[DraftRef, HeaderMessage]]:
        """Every draft."""
        self._refuse()
        for name, message in list(self._drafts.items()):
            yield self._place(name), self._kept[message].head

    def sent_since(self, moment: datetime) -> Iterator[HeaderMessage]:
        """What was sent since, newest first."""
        self._refuse()
        sent = [kept.head for kept in self._kept.values() if kept.head.sent]
        recent = [head for head in sent if head.at >= moment - CLOCKS_APART]
        yield from sorted(recent, key=lambda head: head.at, reverse=True)

    def find_message(self, message: str) -> HeaderMessage | None:
        """One message, or None."""
        self._refuse()
        kept = self._kept.get(message)
        return kept.head if kept else None

    def find_thread(self, thread: str) -> Thread | None:
        """A conversation, or None."""
        self._refuse()
        inside = [kept.head for kept in self._kept.values() if kept.head.thread == thread]
        in_order = tuple(sorted(inside, key=lambda head: (head.at, head.id)))
        return Thread(thread, in_order) if in_order else None

    def bookmark(self) -> str:
        """Where it stands now."""
        self._refuse()
        return str(len(self._history))

    def changes_since(self, bookmark: str) -> Changes:
        """What happened since, or Expired."""
        self._refuse()
        if int(bookmark) < self._forgotten:
            raise Expired("the bookmark is too old")
        since = self._history[int(bookmark) :]
        return Changes(
            bookmark=str(len(self._history)),
            threads=frozenset(arrival.thread for arrival, _ in since),
            arrivals=tuple(arrival for arrival, is_new in since if is_new),
        )

    def insert_note(self, mime: bytes) -> str:
        """One unread message in the inbox."""
        self._refuse()
        self.notes.append(mime)
        return self._keep(mime, "").id

    def forget_history(self) -> None:
        """Every bookmark given out until now is too old."""
        self._forgotten = len(self._history) + 1
        self._history.append((Arrival("", ""), False))

    def _refuse(self) -> None:
        if self.refusals:
            raise self.refusals.popleft()

    def _name(self, kind: str) -> str:
        self._names += 1
        return f"{kind}-{self._names}"

    def _place(self, draft: str) -> DraftRef:
        head = self._kept[self._drafts[draft]].head
        return DraftRef(draft, head.id, head.thread)

    def _keep(
        self, mime: bytes, thread: str, *, sent: bool = False, draft: bool = False, junk: bool = False
    ) -> HeaderMessage:
        name = self._name("message")
        headers = self._headers(mime, name, is_ours=sent or draft)
        place = thread or self._thread_of(headers) or self._name("thread")
        head = HeaderMessage(name, place, self.clock(), headers, sent=sent, draft=draft, junk=junk)
        self._kept[name] = Kept(head, mime)
        self._history.append((Arrival(name, place, sent=sent, draft=draft, junk=junk), True))
        return head

    def _headers(self, mime: bytes, name: str, *, is_ours: bool) -> Headers:
        """A Message-ID of the mailbox's own for what is written in it, as Gmail does."""
        parsed = message_from_bytes(mime, policy=default)
        fields = [(key, " ".join(str(value).split())) for key, value in parsed.items()]
        if is_ours:
            fields = [field for field in fields if field[0].lower() != "message-id"]
            fields.append(("Message-ID", f"<{name}@mail.example>"))
        return Headers(tuple(fields))

    def _thread_of(self, headers: Headers) -> str:
        named = f"{headers.first('In-Reply-To')} {headers.first('References')}"
        heads = (kept.head for kept in self._kept.values())
        return next((h.thread for h in heads if h.headers.first("Message-ID") in named.split()), "")

    def _drop(self, message: str) -> Kept:
        kept = self._kept.pop(message)
        self._history.append((Arrival(message, kept.head.thread), False))
        return kept

    def _discard(self, draft: str) -> None:
        if draft in self._drafts:
            self._drop(self._drafts.pop(draft))


@dataclass(frozen=True)
class FakeHand:
    """What the user does, and what the world sends them."""

    mailbox: FakeMailbox

    def send(self, draft: DraftRef) -> None:
        """Press "Send"."""
        box = self.mailbox
        before = box._drop(box._drafts.pop(draft.draft))  # noqa: SLF001 - the fake's own other half
        box._keep(before.mime, before.head.thread, sent=True)  # noqa: SLF001 - same

    def edit(self, draft: DraftRef, mime: bytes) -> None:
        """Change a draft: a new message lies inside it."""
        box = self.mailbox
        before = box._drop(box._drafts[draft.draft])  # noqa: SLF001 - same
        box._drafts[draft.draft] = box._keep(mime, before.head.thread, draft=True).id  # noqa: SLF001 - same

    def discard(self, draft: DraftRef) -> None:
        """Throw a draft away."""
        self.mailbox._discard(draft.draft)  # noqa: SLF001 - same

    def write(self, mime: bytes, thread: str = "") -> str:
        """Send a letter of one's own."""
        return self.mailbox._keep(mime, thread, sent=True).id  # noqa: SLF001 - same

    def receive(self, mime: bytes, thread: str = "") -> str:
        """Somebody's letter comes in."""
        return self.mailbox._keep(mime, thread).id  # noqa: SLF001 - same

    def receive_spam(self, mime: bytes, thread: str = "") -> str:
        """Somebody's letter comes into spam."""
        return self.mailbox._keep(mime, thread, junk=True).id  # noqa: SLF001 - same

    def drafts(self) -> list[str]:
        """The ids of all drafts."""
        return list(self.mailbox._drafts)  # noqa: SLF001 - same

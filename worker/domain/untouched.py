"""The letter as we wrote it and as it stands now go in; whether a person has changed it comes out.

A mailbox may give a letter a new Message-ID, date, boundary, encoding or line ends without anybody's doing.
Words, people, links and attachments change by a person's hand alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import getaddresses
from hashlib import sha256
from html.parser import HTMLParser

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
UNSEEN_ELEMENTS = frozenset({"style", "script", "title"})
TARGETS = frozenset({"href", "src"})


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: str
    people: tuple[frozenset[str], ...]
    text: str | None
    html: str | None
    attachments: tuple[tuple[str, str], ...]


def is_same_letter(written: bytes, present: bytes) -> bool:
    """Whether both say the same to the same people. A form that one side lacks is not compared."""
    ours, theirs = _letter_from(written), _letter_from(present)
    forms = [(ours.text, theirs.text), (ours.html, theirs.html)]
    shared = [(one, other) for one, other in forms if one is not None and other is not None]
    return (
        (ours.subject, ours.people, ours.attachments) == (theirs.subject, theirs.people, theirs.attachments)
        and bool(shared)
        and all(one == other for one, other in shared)
    )


def is_same_sender(written: bytes, present: bytes) -> bool:
    """Whether both come from the same address."""
    ours, theirs = (message_from_bytes(mime, policy=default) for mime in (written, present))
    return _people(ours, "From") == _people(theirs, "From")


def _letter_from(mime: bytes) -> _Letter:
    message = message_from_bytes(mime, policy=default)
    return _Letter(
        subject=_words(str(message["Subject"] or "")),
        people=tuple(_people(message, field) for field in ("To", "Cc", "Bcc")),
        text=_text(message.get_body(("plain",))),
        html=_html(message.get_body(("html",))),
        attachments=tuple(sorted(_attachments(message))),
    )


def _people(message: EmailMessage, field: str) -> frozenset[str]:
    values = [str(value) for value in message.get_all(field, [])]
    return frozenset(address.lower() for _, address in getaddresses(values) if address)


def _attachments(message: EmailMessage) -> Iterator[tuple[str, str]]:
    bodies = {id(message.get_body((form,))) for form in ("plain", "html")}
    for part in message.walk():
        if not part.is_multipart() and id(part) not in bodies:
            yield part.get_filename("") or part.get_content_type(), sha256(_bytes(part)).hexdigest()


def _text(part: MIMEPart | None) -> str | None:
    return None if part is None else _words(_decoded(part))


def _html(part: MIMEPart | None) -> str | None:
    if part is None:
        return None
    seen = _Seen()
    seen.feed(_decoded(part))
    seen.close()
    return _words(" ".join(seen.words))


def _decoded(part: MIMEPart) -> str:
    charset = part.get_content_charset("utf-8")
    try:
        return _bytes(part).decode(charset, "replace")
    except LookupError:
        return _bytes(part).decode("utf-8", "replace")


def _bytes(part: object) -> bytes:
    payload = part.get_payload(decode=True) if isinstance(part, MIMEPart) else b""
    return payload if isinstance(payload, bytes) else b""


def _words(text: str) -> str:
    """One space for any white space (no-break spaces too), nothing for what cannot be seen."""
    return " ".join(text.translate(INVISIBLE).split())


class _Seen(HTMLParser):
    """What a reader of HTML sees: words, and where links and pictures lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN_ELEMENTS
        self.words += [f"[{value}]" for name, value in attrs if name in TARGETS and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN_ELEMENTS

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)

"""A letter goes in; an unsent message (RFC 5322, MIME) comes out: same letter, same bytes."""

import html
import re
import unicodedata
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from hashlib import sha256

from worker.domain.letter import Attachment, Letter
from worker.domain.names import full_name, parse_name
from worker.domain.narrative import Narrative

TOKEN = re.compile(r"[A-Za-z0-9._-]{1,60}")
MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>", re.ASCII)
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
"""dot-atom addr-specs alone (RFC 5322, 3.4.1): quoted local parts and domain literals are no colleague's."""
ADDRESS_LENGTH = 254
"""Octets of an address at most (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
NAME_LENGTH = 60
SUBJECT_LENGTH = 200
SUBJECT_LINE = 100
"""Characters of a Subject header that stays on one line: folded behind its colon, as the library folds it,
some programs show it with a space in front. The hard limit is 998 (RFC 5322, 2.1.1)."""
SPECIALS = re.compile(r"[()<>\[\]:;@\\,\"]")
"""RFC 5322, 3.2.3, less the dot: a name without them needs no quoting that a mail program could undo."""


def write_mime(
    letter: Letter,
    me: Narrative,
    *,
    ref: str,
    hold_recipient: bool,
    references: Sequence[str] = (),
    unsent: bool = True,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The letter as a message: plain text, and the same as HTML so that mail programs reflow it.

    `ref` names the draft and makes the boundary; it reaches the recipient, so one that is no plain token
    is replaced by its digest. With `hold_recipient`, To is left out while a gap is open, as it is where no
    usable address is known. Date and Message-ID are left to the program that sends. Lines end in CRLF.
    `references` are the Message-IDs of the thread it continues, oldest first (RFC 5322, 3.6.4). Raises
    ValueError if one is no message id.
    """
    message = EmailMessage(policy=SMTP)
    if sender := _mailbox(_header_text(me.name), me.addresses[0] if me.addresses else ""):
        message["From"] = sender
    recipient = _mailbox(full_name(parse_name(letter.to.name)), letter.to.email)
    if recipient and not (hold_recipient and letter.gaps):
        message["To"] = recipient
    message["Subject"] = _header_text(letter.subject)[:SUBJECT_LENGTH]
    _mark(message, ref, references, unsent=unsent)
    text = _body_text(letter.text)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(_html(text), subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{_digest(ref)}")
    for attachment in attachments:
        _attach(message, attachment, ref)
    return message.as_bytes(policy=Lines(linesep="\r\n"))


class Lines(EmailPolicy):
    """Folds headers as the library does, but for a subject of ASCII that may stand on one line."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header as it stands in the message."""
        line = f"{name}: {value}"
        if name == "Subject" and line.isascii() and len(line) <= SUBJECT_LINE:
            return f"{line}\r\n".encode()
        return super().fold_binary(name, value)


def _attach(message: EmailMessage, attachment: Attachment, ref: str) -> None:
    """Add a PDF (RFC 2183); its boundary, too, is made from the ref alone."""
    name = _header_text(attachment.name)
    message.add_attachment(attachment.data, maintype="application", subtype="pdf", filename=name)
    message.set_boundary(f"=_mixed_{_digest(ref)}")


def _mark(message: EmailMessage, ref: str, references: Sequence[str], *, unsent: bool) -> None:
    for reference in references:
        if not MESSAGE_ID.fullmatch(reference):
            raise ValueError(f"not a message id: {reference!r}")
    if unsent:
        message["X-Unsent"] = "1"
    message["X-Draft-Ref"] = ref if TOKEN.fullmatch(ref) else _digest(ref)
    if references:
        message["In-Reply-To"] = references[-1]
        message["References"] = " ".join(references)


def _digest(ref: str) -> str:
    return sha256(ref.encode("utf-8", "replace")).hexdigest()[:32]


def _mailbox(name: str, email: str) -> Address | None:
    """Name and address; nothing where the address could not be sent to."""
    if len(email) > ADDRESS_LENGTH or not ADDRESS.fullmatch(email):
        return None
    plain = " ".join(SPECIALS.sub(" ", name).split())
    return Address(display_name=plain[:NAME_LENGTH].strip(), addr_spec=email)


def _header_text(text: str) -> str:
    """One line of visible characters, without anything a reader could take for an encoded word (RFC 2047)."""
    visible = "".join(" " if _is_hidden(c) else c for c in text)
    return " ".join(visible.replace("=?", "= ?").replace("?=", "? =").split())


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _body_text(text: str) -> str:
    """The text with plain line ends, without control characters, lone surrogates or direction overrides."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(c for c in line if c in "\u200c\u200d" or not _is_hidden(c)).rstrip() for line in lines)
    return "\n".join(kept).strip("\n") + "\n"


def _html(text: str) -> str:
    """The same paragraphs as HTML: escaped, line ends kept, nothing added."""
    paragraphs = (part for part in re.split(r"\n{2,}", text.strip("\n")) if part)
    body = "\n".join(f"<p>{html.escape(part).replace(chr(10), '<br>' + chr(10))}</p>" for part in paragraphs)
    return f'<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"></head>\n<body>\n{body}\n</body>\n</html>\n'

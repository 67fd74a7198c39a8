"""A morning's new drafts go in; one message from the user to the user comes out (templates/notes/)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from worker.domain.inbox_note import InboxNote
from worker.writers.jinja import visible


class InboxNotes:
    """Notes in the words of `drafts.txt`: its first line is the subject, the rest the text."""

    def __init__(self, templates: Path) -> None:
        """Take the folder templates/notes/."""
        self._environment = Environment(  # noqa: S701 - plain text for a mail, no markup
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def __call__(self, note: InboxNote) -> bytes:
        """The message (RFC 5322), marked as made by a program (RFC 3834); the same note, the same bytes."""
        words = self._environment.get_template("drafts.txt").render(
            drafts=note.drafts, address=note.address, door=note.door
        )
        subject, _, text = visible(words).partition("\n")
        message = EmailMessage(policy=SMTP)
        message["From"] = message["To"] = Address(_plain(note.name), addr_spec=note.address)
        message["Subject"] = subject.strip()
        message["Date"] = format_datetime(note.at)
        message["Message-ID"] = _message_id(note)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text.strip("\n") + "\n", cte="quoted-printable")
        return message.as_bytes()


def _plain(name: str) -> str:
    return " ".join(visible(name).split())


def _message_id(note: InboxNote) -> str:
    name = sha256(f"{note.address}/{note.at.isoformat()}".encode("utf-8", "replace")).hexdigest()[:32]
    return f"<{name}@{note.address.rpartition('@')[2]}>"

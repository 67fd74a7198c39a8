"""A letter goes in; its message comes out, with the user's own files that go with it."""

from collections.abc import Sequence

from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.local.attachments import load_attachments
from worker.writers.mime import write_mime


def write_whole_mime(
    letter: Letter,
    me: Narrative,
    *,
    ref: str,
    hold_recipient: bool,
    references: Sequence[str] = (),
    unsent: bool = True,
) -> bytes:
    """As `write_mime`, with the files that the letter names. Raises Refused where one of them is gone."""
    return write_mime(
        letter,
        me,
        ref=ref,
        hold_recipient=hold_recipient,
        references=references,
        unsent=unsent,
        attachments=load_attachments(letter.attached),
    )

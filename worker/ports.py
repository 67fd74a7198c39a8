"""What a flow may ask of the rooms above it, in our words."""

from typing import Protocol

from worker.domain.letter import Brief, Letter


class WritesLetters(Protocol):
    """Puts one letter into words (writers/letter.py)."""

    def write_letter(self, brief: Brief) -> Letter:
        """The letter for a brief; the same brief always gives the same letter."""
        ...


class WritesNotes(Protocol):
    """Puts one feed entry into words (writers/notes.py)."""

    def write_note(self, name: str, **facts: object) -> tuple[str, str]:
        """Title and description of the entry called `name` (a file in templates/feeds/)."""
        ...

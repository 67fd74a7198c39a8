"""What a letter may say goes in as `Brief`; the words come out as `Letter` (made in writers/letter.py)."""

from dataclasses import dataclass
from datetime import date

from worker.domain.engagement import Kind
from worker.domain.narrative import Narrative
from worker.domain.person import Person
from worker.domain.wording import Wording


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it will stand in the draft."""

    subject: str
    text: str
    """The plain text, paragraphs parted by one empty line, signature included."""
    gaps: tuple[str, ...]
    """What the user must fill: the words between `[[` and `]]`, in order."""
    words: int
    """Words of the text without the signature."""
    to: Person
    note: str = ""
    """A note of at most 300 characters to paste elsewhere (LinkedIn), or empty."""
    attached: tuple[str, ...] = ()
    """Paths of the files that go with it."""
    wording: Wording | None = None
    """In which wording it is written; None where that was not remembered yet."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Brief:
    """All that one letter may know. What is empty here is unknown, and is not invented."""

    cadence: str
    step: str
    me: Narrative
    to: Person
    kind: Kind
    about: str
    """How people call the engagement: "SICU", "STS Annual Meeting", "Surgery Clinic"."""
    first_day: date
    last_day: date
    on: date
    """The morning the draft appears."""
    place: str = ""
    topic: str = ""
    """What was discussed, in the user's own words, checked for patient data."""
    asks: bool = False
    """Whether this step expects a reply, and so contains its one request."""
    external: bool = False
    also: str = ""
    """A second engagement that the same letter serves, or empty."""
    earlier: Letter | None = None
    """The letter this one follows up."""
    earlier_day: date | None = None
    program: str = ""
    """The program or department written to; `topic` then says why this one."""
    programs: tuple[str, ...] = ()
    """Programs for which an introduction is asked."""
    news: tuple[str, ...] = ()
    """News since last time, the oldest first."""
    what: str = ""
    """What the addressee achieved, or what the user promised."""
    worked: bool = False
    """`about` is the service on which the addressee saw the user work."""
    needed: date | None = None
    """The day by which a letter of recommendation is needed."""
    top_choice: bool = False
    """This program alone is the user's first choice."""
    introduces: bool = False
    """The addressee may not know the user yet."""
    files: tuple[str, ...] = ()
    """Paths of files that may go with it: the address is confirmed."""
    missing: tuple[str, ...] = ()
    """What should go with it and is not there."""
    wording: Wording | None = None
    """None: the one that the person has alone."""
    said: bool = False
    """An earlier letter of this conversation has said what `topic` says."""
    evening: bool = False
    """It is known to have begun in the evening, on the user's wall clock."""

"""Guests and names go in; whether they are people at all, and what the calendar knows of them, comes out."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from worker.domain.event import Guest
from worker.domain.names import compatible
from worker.domain.recognition.lexicon import PeopleWords
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.spelling import belongs, leveled, tidy
from worker.domain.recognition.words import bare, folded

DOCTOR = re.compile(r"(?i:\b(?:dr|dra|prof|professor)\b\.?)|\b(?:MD|M\.D\.|DO|FACS|MBBS|MBChB|FRCS)\b")
TRAINEE = re.compile(
    r"\b(?:pgy|ms)[\s-]?\d\b|\bintern\b|\bco-?resident\b|\b(?:yr|year) \d\b|\bstudents?\b", re.IGNORECASE
)
BESIDE = re.compile(r"\(.*?\)|\bPGY[\s-]?\d\b|\bMS\s?\d\b", re.IGNORECASE)
"""What people write beside a name in a guest list."""
PROVIDER = len("gmail")
"""Letters from which on a provider's name is no word that institutions use ("live", "mail")."""
ASSISTS = re.compile(r"[,(\[]\s*(?:C?CRC|CCRP|EA|RA|C-TAGME)\s*(?:$|[)\]])")
"""Letters behind a name in a guest list that stand for an office, no degree."""
STUDENT_ADDRESS = re.compile(
    r"@(?:stu|students?|stud|residents?|housestaff|interns?)\."
    r"|(?:^|[._-])(?:r[1-7]|pgy-?\d|ms-?[1-4]|m[1-4]|intern|student)(?=[._@-])"
    r"|[._-]res(?:ident)?@"
)
"""Addresses of peers: "anya.r3@...", "...@students...."."""


@dataclass(slots=True)
class Circle:
    """What the whole calendar tells about people."""

    owner: frozenset[str]
    own_names: tuple[str, ...] = ()
    faculty: set[str] = field(default_factory=set)
    """Addresses, and folded names, of people with a doctor's title or a teaching role somewhere."""
    peers: set[str] = field(default_factory=set)
    """Addresses, and folded names, of peers, friends and family."""
    juniors: set[str] = field(default_factory=set)
    """Addresses of guests beside whose names it says that they are residents or students like the user."""
    senders: dict[str, str] = field(default_factory=dict)
    """Addresses and names of those who invite the user to meet somebody else."""
    met: set[str] = field(default_factory=set)
    """Addresses of guests whom the title of a meeting names."""
    staff: set[str] = field(default_factory=set)
    """Addresses, and folded names, of coordinators, assistants and the like."""
    surnames: dict[str, set[str]] = field(default_factory=dict)
    """Folded surname -> names of faculty who bear it."""
    given: dict[str, set[str]] = field(default_factory=dict)
    initials: dict[str, set[str]] = field(default_factory=dict)
    """Folded initials -> names of faculty."""
    colleagues: set[str] = field(default_factory=set)
    """Addresses of those who share another job with the user, outside any hospital."""
    physicians: set[str] = field(default_factory=set)
    """Folded surnames of the user's own, or the family's, doctors."""
    housemates: frozenset[str] = frozenset()
    """Folded given names of others who write into the calendar."""
    writers: frozenset[str] = frozenset()
    """Addresses of those at home who put entries of their own into the calendar."""
    sure: set[str] = field(default_factory=set)
    """Folded words of names that a title, a degree, an address or a full name shows to be faculty's."""

    def is_sure(self, word: str) -> bool:
        """Whether a word is part of a name that more than a mere label shows to be faculty's."""
        return word in self.sure

    def is_known(self, word: str) -> bool:
        """Whether a single word is the surname or given name of somebody on the faculty."""
        return word in self.surnames or word in self.given

    def is_self(self, guest: Guest) -> bool:
        """Whether the guest is the user, under any of their addresses or names."""
        if guest.is_self or guest.email in self.owner:
            return True
        return bool(guest.name) and any(same(guest.name, name) for name in self.own_names)

    def is_peer(self, guest: Guest) -> bool:
        """Whether a guest is a peer, friend or relative."""
        if self.is_housemate(guest) or guest.email in self.juniors:
            return True
        if guest.email in self.faculty or self.is_faculty(guest):
            return False
        if guest.email in self.colleagues:
            return True
        trainee = TRAINEE.search(guest.name) or STUDENT_ADDRESS.search(guest.email)
        return bool(trainee) or guest.email in self.peers or folded(guest.name) in self.peers

    def is_housemate(self, guest: Guest) -> bool:
        """Whether a guest lives with the user."""
        if guest.email in self.writers:
            return True
        return bool(set(folded(guest.name).split()[:1]) & self.housemates)

    def is_faculty(self, guest: Guest) -> bool:
        """Whether a guest has a doctor's title, or is known as faculty elsewhere in the calendar."""
        if DOCTOR.search(guest.name) and not TRAINEE.search(guest.name):
            return True
        return guest.email in self.faculty or folded(tidy(guest.name)) in self.faculty

    def is_colleague(self, name: str) -> bool:
        """Whether a named doctor is one of the faculty, not the family's doctor."""
        last = folded(name).split()[-1:]
        return bool(last) and last[0] in self.surnames and not self.is_physician(name)

    def is_physician(self, name: str) -> bool:
        """Whether it is the user's own doctor, or the family's."""
        return bool(set(folded(name).split()[-1:]) & self.physicians)


class Mailboxes:
    """Tells people from rooms, lists, shared mailboxes, machines and staff."""

    def __init__(self, people: PeopleWords, naming: Naming) -> None:
        self.staff = naming.staff
        self.mailboxes = frozenset(map(bare, people.mailboxes))
        self.mailbox_endings = people.mailbox_endings
        self.services = people.services
        self.personal = frozenset(people.personal_mail)
        first = (domain.partition(".")[0] for domain in people.personal_mail)
        self.providers = frozenset(name for name in first if len(name) >= PROVIDER)
        self._human: dict[Guest, bool] = {}

    def is_human(self, guest: Guest) -> bool:
        """Whether it is a person: no room, list, shared mailbox, machine or staff."""
        if guest not in self._human:
            self._human[guest] = self._looks_human(guest)
        return self._human[guest]

    def _looks_human(self, guest: Guest) -> bool:
        if guest.is_resource or guest.is_group:
            return False
        if guest.email and self.is_mailbox(guest.email, guest.name):
            return False
        if set(folded(BESIDE.sub(" ", guest.name)).split()) & self.mailboxes and not DOCTOR.search(
            guest.name
        ):
            return False
        if not guest.email and not guest.name:
            return False
        return not (self.staff.search(leveled(guest.name)) or ASSISTS.search(guest.name))

    def is_mailbox(self, email: str, name: str) -> bool:
        """Whether an address is a list, a shared mailbox or a machine, not a person."""
        local, _, domain = email.casefold().partition("@")
        if any(service in domain for service in self.services):
            return True
        if re.fullmatch(r"c_[0-9a-z]+|[0-9a-z]{20,}", local):
            return True
        words = re.split(r"[^a-z]+", bare(local.split("+")[0]))
        if (
            name
            and "@" not in name
            and belongs(email, name)
            and not set(folded(name).split()) & self.mailboxes
        ):
            return bool({"assistant", "noreply", "admin", "office", "secretary", "scheduling"} & set(words))
        if set(words) & self.mailboxes or "".join(words) in self.mailboxes:
            return True
        return any("".join(words).endswith(ending) for ending in self.mailbox_endings)

    def is_private_mail(self, guest: Guest) -> bool:
        """Whether the address tells no institution."""
        return self.is_provider(guest.email.rpartition("@")[2])

    def is_provider(self, domain: str) -> bool:
        """Whether anybody may have an address there, in whatever country ("yahoo.com.br")."""
        return domain in self.personal or domain.partition(".")[0] in self.providers


@lru_cache(maxsize=8192)
def same(one: str, other: str) -> bool:
    """Whether two names are one, or may be two spellings of one."""
    return folded(one) == folded(other) or (
        len(one.split()) > 1 < len(other.split()) and compatible(one, other)
    )

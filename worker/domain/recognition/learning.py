"""The readings of a calendar go in; who is faculty, peer, staff, housemate or the user fills its `Circle`."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from worker.domain.event import Guest
from worker.domain.names import parse_name
from worker.domain.person import Role
from worker.domain.recognition.circle import BESIDE, DOCTOR, TRAINEE, Circle, Mailboxes
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.spelling import WORD, belongs, leveled, tidy
from worker.domain.recognition.words import folded, tokens_of

INITIALS = (2, 4)
"""Letters that initials of a person have; two are believed only behind "with" or alone."""
PRIVATE_LIFE = ("against:private", "patient")
"""Signs of what people at home write down."""
AT_WORK = ("service", "code", "duty", "shift", "placement", "purpose", "director", "evaluation")
"""Signs of events at which Mr. Fairweather is a surgeon."""
ON_BEHALF = re.compile(
    r"\b(?:on behalf of|schedul(?:ed|ing) (?:by|for) (?:dr|prof)|im auftrag von|au nom d[eu]|en nombre de"
    r"|em nome d[eo]|per conto di)\b",
    re.IGNORECASE,
)
"""What the assistant who sends an invitation writes."""
GREETED = re.compile(
    rf"\s*(?i:(?:hi|hello|dear|hey)\s+)?(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+(?P<name>{WORD}(?: {WORD})?)\s*[,:]?\s*\n"
)
"""An invitation that opens with the user's name on a line of its own."""
SHIFTS = (Shape.SHIFT, Shape.DAY, Shape.HALF_DAY)
OWN_SHIFTS = 12
OWN_SERVICES = 3
OWN_SHARE = 0.4
"""Shifts, services, and share of all shifts on which a name stands from which on it is the user's."""
ENTRIES = 3
"""Entries that somebody put into the calendar from which on they may live with the user."""
COLLEAGUES = 3
"""Others with addresses of the same domain from which on it is a workplace's."""
PRIVATE_SHARE = 0.2
"""The share of them that is about private life, at least."""
PEERS_ONLY = frozenset({"against:peers", "against:private"})


class Learner:
    """Reads one event after the other; each tells something of its people once."""

    def __init__(
        self, circle: Circle, naming: Naming, mailboxes: Mailboxes, institutions: frozenset[str]
    ) -> None:
        self.circle = circle
        self.naming = naming
        self.mailboxes = mailboxes
        self.institutions = institutions
        self._learned: set[tuple[str, ...]] = set()

    def learn_all(self, readings: Sequence[Reading]) -> None:
        """Who writes into the calendar first, then whom each event names."""
        self._learn_writers(readings)
        for reading in readings:
            self._learn(reading)
        circle = self.circle
        self._learn_own_name(readings)
        circle.peers -= circle.faculty
        circle.colleagues -= circle.faculty | {""}
        circle.physicians -= {
            surname for surname, names in circle.surnames.items() if any(" " in name for name in names)
        }

    def _learn_own_name(self, readings: Sequence[Reading]) -> None:
        """The user's surname: it stands on the shifts of many services, or invitations greet it."""
        days: dict[str, set[date]] = {}
        services: dict[str, set[str]] = {}
        total = 0
        for reading in readings:
            greeted = GREETED.match(reading.notes)
            if greeted and not any(belongs(g.email, greeted["name"]) for g in _everybody(reading)):
                self._own(greeted["name"])
            if reading.shape in SHIFTS:
                total += 1
                for name in self._on_shift(reading):
                    days.setdefault(name, set()).add(reading.event.first_day)
                    services.setdefault(name, set()).update(_services(reading))
        for name, found in days.items():
            if len(services[name]) >= OWN_SERVICES and len(found) >= max(OWN_SHIFTS, OWN_SHARE * total):
                self._own(parse_name(name).surname or name)

    def _on_shift(self, reading: Reading) -> Iterator[str]:
        """The names that stand on a shift."""
        for token in reading.rest:
            if token.text.istitle() and len(token.text) > INITIALS[0]:
                yield token.text
        for mention in self.naming.in_notes(reading.notes):
            if not mention.title and not mention.email:
                yield tidy(mention.name)

    def _own(self, name: str) -> None:
        """A name is the user's; nobody on the faculty is known by it alone."""
        if name not in self.circle.own_names:
            self.circle.own_names = (*self.circle.own_names, name)
        last = folded(name).split()[-1]
        if all(len(whole.split()) == 1 for whole in self.circle.surnames.get(last, set())):
            self.circle.surnames.pop(last, None)
            self.circle.faculty.discard(last)

    def _learn_writers(self, readings: Sequence[Reading]) -> None:
        """Those who put entries without guests there, some of them about private life, live with the user."""
        entries: dict[str, list[bool]] = {}
        names: dict[str, str] = {}
        for reading in readings:
            maker = reading.event.maker
            if (
                maker is None
                or self.circle.is_self(maker)
                or not maker.email
                or not self.mailboxes.is_human(maker)
            ):
                continue
            if any(not guest.is_self and guest.email != maker.email for guest in reading.event.guests):
                continue
            entries.setdefault(maker.email, []).append(
                any(bool(reading.title.of(sign)) for sign in PRIVATE_LIFE)
            )
            names[maker.email] = maker.name
        at_home = {
            email
            for email, private in entries.items()
            if len(private) >= ENTRIES and sum(private) >= max(2, PRIVATE_SHARE * len(private))
            if not DOCTOR.search(names[email]) and not self._is_workplace(email, readings)
        }
        self.circle.writers = frozenset(at_home)
        self.circle.peers |= at_home
        given = {folded(names[email]).split()[0] for email in at_home if folded(names[email])}
        self.circle.housemates |= given

    def _is_workplace(self, email: str, readings: Sequence[Reading]) -> bool:
        """Whether several others in the calendar have addresses of the same institution."""
        domain = email.rpartition("@")[2]
        if domain in self.mailboxes.personal:
            return False
        people = (guest for r in readings for guest in (*r.event.guests, r.event.organizer) if guest)
        return len({g.email for g in people if g.email.endswith(f"@{domain}")} - {email}) >= COLLEAGUES

    def _learn(self, reading: Reading) -> None:
        event = reading.event
        self._learn_assistants(reading)
        makers = (one for one in (event.organizer, event.maker) if one)
        for guest in (*event.guests, *makers):
            if self._is_new(guest.email, guest.name, event.title):
                self._learn_guest(guest, reading)
        if not self._is_new(event.title, event.description):
            return
        patient = "patient" in reading.title and reading.shape is Shape.MEETING
        private = "against:private" in reading.title
        for mention in self.naming.mentions(reading.headline, reading.notes):
            if patient and mention.title and not mention.met:
                self.circle.physicians.add(folded(mention.name).split()[-1])
            elif mention.peer:
                self.circle.peers.add(folded(mention.name))
            elif private or (mention.is_single and folded(mention.name) in self.institutions):
                continue
            elif (
                self.naming.is_doctor(mention)
                or (mention.title and any(reading.title.of(sign) for sign in AT_WORK))
                or mention.doctor
                or mention.role not in {Role.GUEST, Role.MET}
                or (mention.met and not mention.is_single)
            ):
                self._learn_faculty(mention.name, mention.email, sure=bool(mention.title or mention.doctor))

    def _learn_assistants(self, reading: Reading) -> None:
        """Staff by their signature, and whoever sends an invitation on behalf of somebody."""
        event = reading.event
        names = self.naming.staff_in(reading.notes)
        self.circle.staff |= {folded(name) for name in names if " " in name}
        self.circle.staff |= {
            guest.email
            for guest in (*event.guests, *((event.organizer,) if event.organizer else ()))
            if guest.email and any(_is_named(guest, name) for name in names)
        }
        juniors = self.naming.trainees_in(reading.notes)
        self.circle.peers |= {
            g.email for g in event.guests for name in juniors if g.email and _is_named(g, name)
        }
        who = event.organizer
        behalf = ON_BEHALF.search(reading.notes)
        if (
            who
            and behalf
            and not _begins_with(reading.notes[behalf.end() :], who)
            and not self.circle.is_self(who)
            and not self.circle.is_faculty(who)
        ):
            self.circle.staff.add(who.email)

    def _is_new(self, *told: str) -> bool:
        """Whether this has not been learned from before."""
        fresh = told not in self._learned
        self._learned.add(told)
        return fresh

    def _learn_guest(self, guest: Guest, reading: Reading) -> None:
        if guest.is_self or guest.email in self.circle.owner:
            plain = guest.name and not re.search(r"[@\d]", guest.name)
            person = guest.email in self.circle.owner or self.mailboxes.is_human(guest)
            if plain and person and guest.name not in self.circle.own_names:
                self.circle.own_names = (*self.circle.own_names, guest.name)
        elif self.naming.staff.search(leveled(guest.name)):
            self.circle.staff.add(guest.email)
        elif not self.mailboxes.is_human(guest) or self.circle.is_housemate(guest):
            return
        elif "against:business" in reading.title and not DOCTOR.search(guest.name):
            self.circle.colleagues.add(guest.email)
        elif DOCTOR.search(guest.name) and not TRAINEE.search(guest.name):
            self._learn_faculty(guest.name, guest.email)
        elif TRAINEE.search(guest.name) or any(sign in reading.title for sign in PEERS_ONLY):
            self.circle.peers |= {guest.email, folded(BESIDE.sub(" ", guest.name))} - {""}
        elif len(guest.name.split()) > 1 and any(
            sign in reading.title for sign in ("purpose", "director", "evaluation")
        ):
            self._learn_faculty(guest.name, guest.email)

    def _learn_faculty(self, name: str, email: str, *, sure: bool = True) -> None:
        if not self._is_new("faculty", name, email, str(sure)):
            return
        whole = tidy(name)
        if sure or email or len(whole.split()) > 1:
            self.circle.sure |= set(folded(whole).split())
        parts = parse_name(whole)
        self.circle.faculty |= {folded(whole), email} - {""}
        for initials in _initials_of(whole):
            self.circle.initials.setdefault(initials, set()).add(whole)
        surname = parts.surname or parts.given
        words = [token.folded for token in tokens_of(surname)]
        if words and len(words[-1]) > 1:
            for key in {words[-1], folded(surname)}:
                self.circle.surnames.setdefault(key, set()).add(whole)
        if parts.surname and parts.given and len(parts.given) > 2:
            first = folded(parts.given).split()[0]
            self.circle.given.setdefault(first, set()).add(whole)


def _initials_of(name: str) -> set[str]:
    """The initials of a whole name, with the halves of a double name apart and together."""
    whole = [word for word in folded(name.replace("-", "")).split() if word]
    halves = [word for word in folded(name).split() if word]
    found = {"".join(word[0] for word in words) for words in (whole, halves)}
    return {letters for letters in found if INITIALS[0] <= len(letters) <= INITIALS[1]}


def _begins_with(text: str, guest: Guest) -> bool:
    """Whether a text begins with the guest's own name: "on behalf of Kirsten Haugen"."""
    return any(
        belongs(guest.email, word) for word in text.replace(",", " ").split()[:4] if len(word) > INITIALS[0]
    )


def _services(reading: Reading) -> set[str]:
    return {hit.sign for kind in ("service", "code") for hit in reading.title.of(kind)}


def _everybody(reading: Reading) -> Iterator[Guest]:
    yield from reading.event.guests
    if reading.event.organizer:
        yield reading.event.organizer


def _is_named(guest: Guest, name: str) -> bool:
    """Whether a guest bears a name, or a given name, that stands in the words of the invitation."""
    return belongs(guest.email, name) or folded(name) in folded(guest.name).split()

"""The readings of a calendar go in; who is faculty, peer, staff, housemate or the user fills its `Circle`."""

import re
from collections.abc import Iterator, Sequence

from worker.domain.event import Event, Guest
from worker.domain.names import parse_name
from worker.domain.person import Role
from worker.domain.recognition.circle import BESIDE, DOCTOR, STUDENT_ADDRESS, TRAINEE, Circle, Mailboxes
from worker.domain.recognition.company import Company, is_along
from worker.domain.recognition.mention import Mention
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.owner import Owner
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.spelling import belongs, leveled, tidy
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
ON_SERVICE = (Shape.BLOCK, Shape.DAYS, Shape.DAY, Shape.SHIFT)
ENTRIES = 3
"""Entries that somebody put into the calendar from which on they may live with the user."""
COLLEAGUES = 3
"""Others with addresses of the same domain from which on it is a workplace's."""
PRIVATE_SHARE = 0.2
"""The share of them that is about private life, at least."""
PEERS_ONLY = frozenset({"against:peers", "against:private"})
ADVISING = ("purpose", "director", "evaluation")
"""Signs of meetings to which faculty is invited; beside them "kickoff" is no football."""


class Learner:
    """Reads one event after the other; each tells something of its people once."""

    def __init__(
        self, circle: Circle, naming: Naming, mailboxes: Mailboxes, institutions: frozenset[str]
    ) -> None:
        self.circle = circle
        self.naming = naming
        self.mailboxes = mailboxes
        self.institutions = institutions
        self.company = Company(naming, mailboxes)
        self._learned: set[tuple[str, ...]] = set()
        self._beside: list[str] = []

    def learn_all(self, readings: Sequence[Reading]) -> None:
        """Who writes into the calendar first, then whom each event names."""
        self._learn_writers(readings)
        for reading in readings:
            self._learn_company(reading)
        for reading in readings:
            self._learn(reading)
        circle = self.circle
        Owner(circle, self.naming, self.mailboxes, self.institutions).learn_all(readings)
        self._learn_beside()
        self._unlearn_places()
        circle.staff |= {
            email for email, name in circle.senders.items() if not self._is_on_faculty(email, name)
        }
        circle.peers -= circle.faculty
        circle.colleagues -= circle.faculty | {""}
        circle.physicians -= {
            surname for surname, names in circle.surnames.items() if any(" " in name for name in names)
        }

    def _is_on_faculty(self, email: str, name: str) -> bool:
        """Whether the calendar knows somebody as faculty by more than an invitation that they sent."""
        last = folded(tidy(BESIDE.sub(" ", name))).split()[-1:]
        return (
            email in self.circle.faculty | self.circle.met
            or self.circle.surnames.keys() >= set(last) != set()
        )

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
            private = any(bool(reading.title.of(sign)) for sign in PRIVATE_LIFE)
            entries.setdefault(maker.email, []).append(private or _is_of_its_maker(reading, maker))
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
        if self.mailboxes.is_provider(domain):
            return False
        people = (guest for r in readings for guest in (*r.event.guests, r.event.organizer) if guest)
        return len({g.email for g in people if g.email.endswith(f"@{domain}")} - {email}) >= COLLEAGUES

    def _learn_company(self, reading: Reading) -> None:
        """Guests of whom the words of an event say that they assist somebody, or are the user's peers."""
        event = reading.event
        alone = not event.guests and (event.organizer is None or event.organizer.is_self)
        if not alone and self._is_new("company", event.title, event.description, *_addresses(event)):
            self.circle.staff |= self.company.staff_of(reading)
            self.circle.juniors |= self.company.peers_of(reading) - {""}
            if sender := self.company.sender_of(reading):
                self.circle.senders[sender.email] = sender.name
            self.circle.met |= self.company.met_in(reading)

    def _learn(self, reading: Reading) -> None:
        event = reading.event
        everybody = (*event.guests, *((event.organizer,) if event.organizer else ()))
        if reading.notes and self._is_new("signed", reading.notes, *(guest.email for guest in everybody)):
            self._learn_assistants(reading, everybody)
        for guest in (*event.guests, *_hosts(reading)):
            if self._is_new(guest.email, guest.name, event.title):
                self._learn_guest(guest, reading)
        if not self._is_new(event.title, event.description):
            return
        for mention in self.naming.mentions(reading.headline, reading.notes):
            self._learn_mention(mention, reading)

    def _learn_mention(self, mention: Mention, reading: Reading) -> None:
        """Somebody's own doctor, a peer, one of the faculty, or a surname beside a service."""
        patient = "patient" in reading.title and reading.shape is Shape.MEETING
        private = "against:private" in reading.title
        if patient and mention.title and not mention.met:
            self.circle.physicians.add(folded(mention.name).split()[-1])
        elif mention.peer:
            self.circle.peers |= set() if self.naming.is_doctor(mention) else {folded(mention.name)}
        elif private or (mention.is_single and folded(mention.name) in self.institutions):
            return
        elif self._tells_faculty(mention, reading):
            self._learn_faculty(mention.name, mention.email, sure=bool(mention.title or mention.doctor))
        elif mention.is_single and mention.cued and _is_on_service(reading):
            self._beside.append(mention.name)

    def _tells_faculty(self, mention: Mention, reading: Reading) -> bool:
        """Whether a title, a degree, a role, or a note of having met them shows somebody as faculty."""
        return bool(
            self.naming.is_doctor(mention)
            or (mention.title and any(reading.title.of(sign) for sign in AT_WORK))
            or mention.doctor
            or mention.role not in {Role.GUEST, Role.MET}
            or (mention.met and not mention.is_single)
        )

    def _unlearn_places(self) -> None:
        """The word behind a surname is a place where the calendar knows its bearer: "Dr. Hall Leiden PD"."""
        circle = self.circle
        wholes = [folded(name).split() for names in circle.surnames.values() for name in names]
        surnames = {words[1] for words in wholes if len(words) > 1 and words[0] in self.naming.given}
        for last, names in list(circle.surnames.items()):
            first = {word for name in names for word in folded(name).split()[:-1]}
            if (
                first
                and first <= surnames - self.naming.given
                and all(len(name.split()) > 1 for name in names)
            ):
                del circle.surnames[last]

    def _learn_beside(self) -> None:
        """The surnames behind "w/" in what is noted of a service, unless a peer or the user is called so."""
        own = {word for name in self.circle.own_names for word in folded(name).split()}
        no_names = self.circle.peers | self.circle.housemates | self.naming.given | self.institutions | own
        for name in dict.fromkeys(self._beside):
            if folded(name) not in no_names and folded(name) not in self.naming.known_words:
                self._learn_faculty(name, "", sure=False)

    def _learn_assistants(self, reading: Reading, everybody: Sequence[Guest]) -> None:
        """Staff by their signature, and whoever sends an invitation on behalf of somebody."""
        event = reading.event
        names = self.naming.staff_in(reading.notes)
        self.circle.staff |= {folded(name) for name in names if " " in name}
        self.circle.staff |= {
            guest.email
            for guest in everybody
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
        elif TRAINEE.search(guest.name) or _is_among_peers(reading):
            self.circle.peers |= {guest.email, folded(BESIDE.sub(" ", guest.name))} - {""}
        elif self._may_advise(guest, reading):
            self._learn_faculty(guest.name, guest.email)

    def _may_advise(self, guest: Guest, reading: Reading) -> bool:
        """Whether whoever is invited to such a meeting is faculty, as far as one can tell."""
        circle = self.circle
        if STUDENT_ADDRESS.search(guest.email):
            return False
        others = circle.juniors | circle.staff | (circle.senders.keys() - circle.met)
        if guest.email in others or len(guest.name.split()) < len(("given", "surname")):
            return False
        told = any(sign in reading.title for sign in ADVISING)
        along = guest.email not in circle.met and is_along(guest, reading.event.guests, self.mailboxes)
        return told and not along

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


def _addresses(event: Event) -> Iterator[str]:
    """The addresses of the organiser and of all guests."""
    yield event.organizer.email if event.organizer else ""
    yield from (guest.email for guest in event.guests)


def _hosts(reading: Reading) -> Iterator[Guest]:
    """The organiser, and whoever wrote the event down, unless it stands in a calendar that is shared."""
    event = reading.event
    if event.organizer:
        yield event.organizer
    shared = event.organizer is not None and event.organizer.is_group and not event.guests
    if event.maker and not shared:
        yield event.maker


def _is_on_service(reading: Reading) -> bool:
    """Whether a title is, by a service or its code, that of a block, some days or a shift, and no other."""
    if reading.shape not in ON_SERVICE or any(sign in reading.title for sign in (*PEERS_ONLY, "occasion")):
        return False
    return bool(reading.title.of("service") or reading.title.of("code"))


def _is_among_peers(reading: Reading) -> bool:
    """Whether only peers, friends and family are invited to such an event, as far as its title tells."""
    told = any(sign in reading.title for sign in PEERS_ONLY)
    return told and not any(sign in reading.title for sign in (*ADVISING, "title"))


def _is_of_its_maker(reading: Reading, maker: Guest) -> bool:
    """Whether a title on a shared calendar opens with the given name of its writer: "Dani SICU", by Dani."""
    host = reading.event.organizer
    if reading.event.guests or host is None or not host.is_group or not reading.tokens:
        return False
    return reading.tokens[0].folded in folded(maker.name).split()[:1]


def _is_named(guest: Guest, name: str) -> bool:
    """Whether a guest bears a name, or a given name, that stands in the words of the invitation."""
    return belongs(guest.email, name) or folded(name) in folded(guest.name).split()

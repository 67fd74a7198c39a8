"""All events go in; who is faculty, peer, staff or the user in them, and whom each event names, come out."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from worker.domain.event import Event, Guest, Response
from worker.domain.names import compatible, parse_name
from worker.domain.person import Named, Role
from worker.domain.recognition.circle import Circle, Mailboxes, same
from worker.domain.recognition.company import is_along
from worker.domain.recognition.learning import Learner
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.mention import Mention
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.spelling import MAIL, belongs, tidy
from worker.domain.recognition.surnames import Surnames
from worker.domain.recognition.told_of import as_noted, is_patient, without_named_in_passing
from worker.domain.recognition.unlabelled import Unlabelled
from worker.domain.recognition.words import JOINED_SCRIPT, Token, folded

SUBJECT = re.compile(r"(?im)^\s*(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|件名)\s*:")
HEADER = re.compile(r"(?im)^\s*(?:from|to|cc|von|an|de|à|para|da|van|aan|差出人|宛先)\s*:.*$")
"""The lines of a mail's header that hold people (RFC 5322), as mail programs write them into invitations."""
OPAQUE = re.compile(r"[a-z]{2,4}\d{1,5}|[a-z]\d{4,}")
"""An address made of initials and a number ("abf12@"): no name can be read in it."""
INITIAL = re.compile(r"[A-Za-z]\.?|[A-Z]\.?-[A-Z]\.?")
HONORIFIC_BEHIND = re.compile(r"-(?:sensei|san|sama|hoca|ji|sir|ssi)$", re.IGNORECASE)
"""What is written behind a name in Latin letters ("Castellane-sensei")."""


class People:
    """Whom events name; knows the user's circle from the whole calendar."""

    def __init__(
        self,
        naming: Naming,
        lexicon: Lexicon,
        readings: Sequence[Reading],
        owner: frozenset[str],
        housemates: Iterable[str] = (),
        institutions: frozenset[str] = frozenset(),
    ) -> None:
        self.institutions = institutions
        self.naming = naming
        self.mailboxes = Mailboxes(lexicon.people, naming)
        addresses = frozenset(word.casefold() for word in owner if "@" in word)
        self.circle = Circle(addresses, tuple(sorted(word for word in owner if "@" not in word)))
        self.circle.housemates = frozenset(map(folded, housemates))
        self._guests: dict[str, tuple[Guest, ...]] = {}
        self._named: dict[tuple[Hashable, ...], tuple[Named, ...]] = {}
        Learner(self.circle, naming, self.mailboxes, institutions).learn_all(readings)
        self.surnames = Surnames(self.circle, naming)
        self.unlabelled = Unlabelled(self.circle, naming, institutions)

    def guests(self, event: Event) -> tuple[Guest, ...]:
        """The human guests and organiser who may be thanked: no user, list, room, staff, nor who declined."""
        if event.id not in self._guests:
            self._guests[event.id] = self._invited(event)
        return self._guests[event.id]

    def _invited(self, event: Event) -> tuple[Guest, ...]:
        everybody = (*event.guests, *((event.organizer,) if event.organizer else ()))
        declined = {guest.email for guest in event.guests if guest.response is Response.DECLINED}
        kept: dict[str, Guest] = {}
        for guest in everybody:
            key = guest.email or folded(guest.name)
            if (
                self.is_human(guest)
                and guest.email not in declined
                and not self.is_self(guest)
                and key not in kept
            ):
                kept[key] = guest
        return tuple(
            guest
            for guest in kept.values()
            if guest.email not in self.circle.staff and folded(guest.name) not in self.circle.staff
        )

    def has_list(self, event: Event) -> bool:
        """Whether a list or shared mailbox is invited, not only rooms and single people."""
        return any(
            not guest.is_self and not guest.is_resource and guest.email and not self.is_human(guest)
            for guest in event.guests
            if not (event.organizer and guest.email == event.organizer.email)
        )

    def is_self(self, guest: Guest) -> bool:
        """Whether the guest is the user, under any of their addresses or names."""
        return self.circle.is_self(guest)

    def is_peer(self, guest: Guest) -> bool:
        """Whether a guest is a peer, friend or relative."""
        return self.circle.is_peer(guest)

    def is_faculty(self, guest: Guest) -> bool:
        """Whether a guest has a doctor's title, or is known as faculty elsewhere in the calendar."""
        return self.circle.is_faculty(guest)

    def is_human(self, guest: Guest) -> bool:
        """Whether it is a person: no room, list, shared mailbox, machine or staff."""
        return self.mailboxes.is_human(guest)

    def is_colleague(self, name: str) -> bool:
        """Whether a named doctor is one of the faculty, not the family's doctor."""
        return self.circle.is_colleague(name)

    def is_private_mail(self, guest: Guest) -> bool:
        """Whether the address tells no institution."""
        return self.mailboxes.is_private_mail(guest)

    def known_in(self, reading: Reading) -> tuple[str, ...]:
        """Unexplained words of a title that are surnames or given names of known faculty, well spelt."""
        return self.surnames.known_in(reading)

    def is_known_word(self, token: Token, headline: str) -> bool:
        """Whether a word of a title stands for somebody on the faculty."""
        return self.surnames.is_known_word(token, headline)

    def is_told_of_faculty(self, reading: Reading) -> bool:
        """Whether the words say that somebody who can advise is met."""
        return self.unlabelled.is_told_of_faculty(reading)

    def mentions(self, reading: Reading) -> tuple[Mention, ...]:
        """Everybody the title and the description name, the title first."""
        return self.naming.mentions(reading.headline, reading.notes)

    def named_in(self, reading: Reading, label: Label) -> tuple[Named, ...]:
        """Those a thank-you could go to; for NONE only those the user noted as met."""
        label = Label.MENTOR if label is Label.PD else label
        event = reading.event
        key = (
            event.title,
            event.description,
            event.guests,
            event.organizer,
            event.owned,
            reading.shape,
            label,
        )
        if key not in self._named:
            self._named[key] = self._whom(reading, label)
        return self._named[key]

    def _whom(self, reading: Reading, label: Label) -> tuple[Named, ...]:
        if label is Label.NONE:
            return self._merged(self._met(reading), reading)
        found = [_as_guest(guest) for guest in self._thanked(reading.event)]
        found += self._in_words(reading, label)
        brief = len(reading.tokens) <= len(("breakfast", "w", "Haldane"))
        if label is not Label.CONFERENCE or "occasion" in reading.title or brief:
            named = {word for person in found for word in folded(person.name).split()}
            words = [word for word in self.known_in(reading) if not set(folded(word).split()) <= named]
            words = [HONORIFIC_BEHIND.sub("", word) for word in words]
            found += [Named(word) for word in words if not self._is_invited(word, reading.event)]
        if label is Label.CONFERENCE and reading.event.speaks_for_user and not found:
            found += [_named(m, label, noted=True) for m in self.naming.listed(reading.notes)]
        if label in {Label.CONFERENCE, Label.WEBINAR} and not found:
            found += self.unlabelled.speaking(reading)
        small = label is Label.MENTOR
        if small or (label is Label.CONFERENCE and reading.shape is Shape.MEETING):
            found += self.unlabelled.spelt_out(reading, found, whole=not small)
        if label is Label.ROTATION and not found:
            found += (
                self.unlabelled.operating(reading)
                or self.unlabelled.behind_with(reading)
                or self.unlabelled.beside_operation(reading)
            )
        if small and not found:
            found += self.unlabelled.evaluating(reading)
        operating = label is Label.ROTATION and "duty" in reading.title and reading.shape is not Shape.MEETING
        told = self.is_told_of_faculty(reading) or (small and self.unlabelled.is_about_work(reading))
        if not found and (small or operating) and told:
            found += self.unlabelled.unspelt(reading)
        if small:
            found = [person for person in found if not self.circle.is_physician(person.name)]
        return self._merged(found, reading)

    def _thanked(self, event: Event) -> list[Guest]:
        """The guests who are no peers, nor came along with a private address."""
        guests = [guest for guest in self.guests(event) if not self.is_peer(guest)]
        return [
            guest
            for guest in guests
            if self.is_faculty(guest)
            or guest.email in self.circle.met
            or not is_along(guest, guests, self.mailboxes)
        ]

    def _met(self, reading: Reading) -> list[Named]:
        """Those the user noted as met; a single given name is too little to go by."""
        if not reading.event.speaks_for_user:
            return []
        mentions = as_noted(self.naming.in_notes(reading.notes), reading.notes)
        return [
            _named(mention, Label.NONE, noted=True)
            for mention in mentions
            if mention.met and not mention.peer and (mention.email or not mention.is_single)
        ]

    def _in_words(self, reading: Reading, label: Label) -> list[Named]:
        """Those named in the description, then those named in the title."""
        noted = reading.event.speaks_for_user
        notes = as_noted(_below_header(self.naming.in_notes(reading.notes), reading.notes), reading.notes)
        title = self.naming.in_title(reading.headline)
        if label is Label.MENTOR and title:
            notes = without_named_in_passing(notes, reading.notes)
        return [
            *(_named(mention, label, noted=noted) for mention in notes if self._may(mention, reading, label)),
            *self.surnames.known_beside(reading),
            *(_named(mention, label, noted=False) for mention in title if self._may(mention, reading, label)),
        ]

    def _is_invited(self, word: str, event: Event) -> bool:
        """Whether a single name is one of the guests', whom the calendar knows in full elsewhere."""
        names = self.circle.given.get(folded(word), set()) | self.circle.surnames.get(folded(word), set())
        return any(guest.email and belongs(guest.email, name) for guest in event.guests for name in names)

    def _may(self, mention: Mention, reading: Reading, label: Label) -> bool:
        """Whether somebody mentioned can be thanked: no peer, nor one word that could be anybody."""
        if self._is_nobody(mention) or self._is_spelt_otherwise(mention, reading.event):
            return False
        name = folded(mention.name)
        plain = mention.role is Role.GUEST or (mention.role is Role.MET and not mention.met)
        if not (mention.is_single and plain) or self.circle.is_known(name):
            return True
        clinical = label is Label.ROTATION or (label is Label.MENTOR and self._is_formal(reading))
        return clinical and mention.cued and name.split()[0] not in self.naming.given

    def _patients(self, reading: Reading) -> frozenset[str]:
        """The names of those whom the title or the notes show to be patients."""
        named = (mention for mention in self.mentions(reading) if mention.title)
        return frozenset(
            folded(tidy(m.name)) for m in named if is_patient(m, reading.headline, reading.notes)
        )

    def _is_nobody(self, mention: Mention) -> bool:
        """Whether a mention is a peer, a mailbox or a place."""
        name, email = folded(mention.name), mention.email
        peer = mention.peer or (name in self.circle.peers and not mention.title)
        if peer and (not mention.met or (mention.peer and mention.is_single)):
            return True
        if email and (self.mailboxes.is_mailbox(email, mention.name) or email in self.circle.staff):
            return True
        return mention.is_single and name in self.institutions and not self.circle.is_known(name)

    def _is_left_out(self, person: Named, event: Event) -> bool:
        """Whether a name without a title is that of a guest who is staff, or a peer who does not invite."""
        words = set(folded(person.name).split())
        if person.title or person.email or not words:
            return False
        host = event.organizer.email if event.organizer else ""
        return any(
            guest.email in self.circle.staff or (guest.email != host and self.is_peer(guest))
            for guest in event.guests
            if not guest.is_self and words <= set(folded(guest.name).split())
        )

    def _is_spelt_otherwise(self, mention: Mention, event: Event) -> bool:
        """Whether a name in another script is, as far as one can tell, a guest's in Latin letters."""
        guests = [guest for guest in self.guests(event) if not self.is_peer(guest)]
        foreign = JOINED_SCRIPT.search(mention.name) is not None
        return foreign and len(guests) == 1 and not JOINED_SCRIPT.search(guests[0].name)

    def _is_formal(self, reading: Reading) -> bool:
        signs = ("director", "director-code", "evaluation")
        return any(sign in text for sign in signs for text in (reading.title, reading.noted))

    def _merged(self, found: Iterable[Named], reading: Reading) -> tuple[Named, ...]:
        people: list[Named] = []
        patients = self._patients(reading)
        for person in found:
            if folded(person.name) in patients:
                continue
            if self._is_own(person) or _has_declined(person, reading.event) or _is_initial(person):
                continue
            if self._is_left_out(person, reading.event):
                continue
            same = next((n for n, other in enumerate(people) if _one_person(person, other)), None)
            if same is None:
                people.append(person)
            else:
                people[same] = _joined(people[same], person)
        people = [self._completed(p, reading, alone=len(people) == 1) for p in people]
        return tuple(self._without_doubles(_with_opaque(people)))

    def _completed(self, person: Named, reading: Reading, *, alone: bool) -> Named:
        """Give a name the address in the description that is plainly theirs.

        One in a script that no address is spelt in is given the only address, where nobody else is named.
        """
        if person.email or not person.name:
            return person
        addresses = list(dict.fromkeys(MAIL.findall(f"{reading.headline}\n{reading.notes}")))
        foreign = alone and len(addresses) == 1 and JOINED_SCRIPT.search(person.name)
        for address in addresses:
            theirs = foreign or belongs(address, person.name)
            if theirs and not self.mailboxes.is_mailbox(address, person.name):
                return replace(person, email=address.casefold())
        return person

    def _without_doubles(self, people: Sequence[Named]) -> list[Named]:
        """Join "Vikram" and "Dr. Desai" of one event where the calendar knows a Vikram Desai."""
        kept: list[Named] = []
        for person in people:
            words = folded(person.name).split()
            twin = next(
                (n for n, other in enumerate(kept) if self._are_halves(words, folded(other.name).split())),
                None,
            )
            if twin is None:
                kept.append(person)
            else:
                kept[twin] = replace(
                    _joined(kept[twin], person), name=self._whole(words, folded(kept[twin].name).split())
                )
        return kept

    def _are_halves(self, one: Sequence[str], other: Sequence[str]) -> bool:
        return len(one) == len(other) == 1 and bool(self._whole(one, other))

    def _whole(self, one: Sequence[str], other: Sequence[str]) -> str:
        for first, last in ((one[0], other[0]), (other[0], one[0])):
            both = self.circle.given.get(first, set()) & self.circle.surnames.get(last, set())
            if both:
                return min(both)
        return ""

    def _is_own(self, person: Named) -> bool:
        if person.email in self.circle.owner:
            return True
        words = folded(person.name).split()
        owned = (folded(own).split() for own in self.circle.own_names)
        return any(words and (words in (own, own[:1]) or words[-1:] == own) for own in owned) or any(
            words and same(person.name, own) for own in self.circle.own_names
        )


def _below_header(mentions: Iterable[Mention], notes: str) -> list[Mention]:
    """Without those who only sent, or got, a mail that was put into the description."""
    if not SUBJECT.search(notes):
        return list(mentions)
    spans = [match.span() for match in HEADER.finditer(notes)]
    return [m for m in mentions if not any(start <= m.start < end for start, end in spans)]


def _has_declined(person: Named, event: Event) -> bool:
    return any(
        _one_person(person, Named(guest.name, guest.email))
        for guest in event.guests
        if guest.response is Response.DECLINED
    )


def _with_opaque(people: Sequence[Named]) -> Sequence[Named]:
    """Give the only name the only address, where that is letters and a number: "Dr. Falk" is abf12@."""
    if len(people) != len(("guest", "name")):
        return people
    guest, other = people
    local = guest.email.partition("@")[0]
    last = folded(other.name).split()[-1:]
    fits = OPAQUE.fullmatch(local) and not guest.name and not other.email and last
    return [replace(other, email=guest.email)] if fits and last[0][0] in local else people


@lru_cache(maxsize=8192)
def _one_person(one: Named, other: Named) -> bool:
    if one.email and other.email:
        return one.email == other.email
    if one.name and other.name:
        if JOINED_SCRIPT.search(one.name) and JOINED_SCRIPT.search(other.name):
            short, whole = sorted((one.name, other.name), key=len)
            return whole.split()[0] == short or whole.replace(" ", "") == short.replace(" ", "")
        return folded(one.name) == folded(other.name) or compatible(one.name, other.name)
    address, name = (one.email, other.name) if one.email else (other.email, one.name)
    return bool(address and name) and belongs(address, name)


def _joined(one: Named, other: Named) -> Named:
    name = max((one.name, other.name), key=lambda n: (len(n.split()), len(n)))
    role = other.role if one.role in {Role.GUEST, Role.MET} and other.role is not Role.GUEST else one.role
    return Named(
        name=name,
        email=one.email or other.email,
        role=role,
        topic=one.topic or other.topic,
        noted=one.noted or other.noted,
        title=one.title or other.title,
    )


def _is_initial(person: Named) -> bool:
    """Whether nothing but a letter, or the letters of a double name, is known ("Dr V", "Dr. K-B")."""
    return not person.email and INITIAL.fullmatch(person.name) is not None


def _as_guest(guest: Guest) -> Named:
    name = "" if "@" in guest.name else re.sub(r"\(.*?\)", "", guest.name).strip()
    parts = parse_name(name)
    return Named(tidy(name) if name else "", guest.email, title=parts.title)


def _named(mention: Mention, label: Label, *, noted: bool) -> Named:
    role = mention.role
    if role is Role.ATTENDING and label in {Label.CONFERENCE, Label.WEBINAR}:
        role = Role.SPEAKER
    elif role is Role.SPEAKER and label is Label.ROTATION:
        role = Role.ATTENDING
    elif role is Role.MET and not mention.met:
        role = Role.GUEST
    topic = mention.topic if noted else ""
    return Named(
        tidy(HONORIFIC_BEHIND.sub("", mention.name)),
        mention.email,
        role,
        topic,
        noted and (mention.cued or mention.met),
        mention.title,
    )

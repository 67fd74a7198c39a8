"""All events go in; who is faculty, peer, staff or the user in them, and whom each event names, come out."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from worker.domain.event import Event, Guest, Response
from worker.domain.names import compatible, parse_name
from worker.domain.person import Named, Role
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.naming import MAIL, Mention, Naming, belongs, leveled, tidy
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.words import JOINED_SCRIPT, Token, bare, folded, is_slip, tokens_of, whole_word

DOCTOR = re.compile(r"(?i:\b(?:dr|dra|prof|professor)\b\.?)|\b(?:MD|M\.D\.|DO|FACS|MBBS|MBChB|FRCS)\b")
TRAINEE = re.compile(
    r"\b(?:pgy|ms)[\s-]?\d\b|\bintern\b|\bco-?resident\b|\b(?:yr|year) \d\b|\bstudents?\b", re.IGNORECASE
)
BESIDE = re.compile(r"\(.*?\)|\bPGY[\s-]?\d\b|\bMS\s?\d\b", re.IGNORECASE)
"""What people write beside a name in a guest list."""
STUDENT_ADDRESS = re.compile(
    r"@(?:stu|students?|stud|residents?|housestaff|interns?)\."
    r"|(?:^|[._-])(?:r[1-7]|pgy-?\d|ms-?[1-4]|m[1-4]|intern|student)(?=[._@-])"
)
"""Addresses of peers: "anya.r3@...", "...@students...."."""
ALUMNUS = re.compile(
    r"\b(?:[eE]x-(?=[A-Z])|(?i:formerly at|ehemalig\w*|antigu[oa] residente|ancien(?:ne)? interne)\b)"
)
"""Somebody who was trained where the user is ("ex-UFMG")."""
INITIALS = (2, 4)
"""Letters that initials of a person have; two are believed only behind "with" or alone."""
OPENS = re.compile(r"[\w'\u2019-]*\s*(?:[(:\u2013\u2014]|-\s|re\b|about\b)")
"""What follows a name that opens a title: "Osei (PD)", "Hargreave - letter"."""
MEETING_WORDS = ("occasion", "duty")
FACULTY_WORDS = ("purpose", "faculty")
"""Signs of words behind which names stand; behind the latter, capital surnames only."""
JOINT = re.compile(r"\s|\s?[,&+/]\s?|[-'\u2019]|\s(?:and|y|et|und|e)\s")
APART = re.compile(r"\s*[,&+/]\s*|\s(?:and|y|et|und|e)\s")
"""Between the words of names, and between names."""
WITH = frozenset({"w", "with", "con", "avec", "mit", "com", "z", "met"})
BESIDE_WITH = re.compile(r"(?<!\w)(?:w/|w|with|con|avec|mit|com)\s*(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)")
BESIDE_PLUS = re.compile(r"(?<![\w@.])(?P<name>[A-Z][^\W\d_]{2,}(?:-[^\W\d_]+)?)(?= ?[+&] ?[^\W\d_])")
"""Somebody who is there together with another: "Sadeghi + clerkship director"."""
PART = re.compile(r"[,(|]|\s[-\u2013\u2014]\s|:\s")
SHORTEST = 2
"""A word of so few letters, written small, is no name."""
PRIVATE_LIFE = ("against:private", "patient")
"""Signs of what people at home write down."""
AT_WORK = ("service", "code", "duty", "shift", "placement", "purpose", "director", "evaluation")
"""Signs of events at which Mr. Fairweather is a surgeon."""
ON_BEHALF = re.compile(
    r"\b(?:on behalf of|scheduled (?:by|for) (?:dr|prof)|im auftrag von|au nom d[eu]|en nombre de"
    r"|em nome d[eo]|per conto di)\b",
    re.IGNORECASE,
)
"""What the assistant who sends an invitation writes."""
ENTRIES = 3
"""Entries that somebody put into the calendar from which on they may live with the user."""
COLLEAGUES = 3
"""Others with addresses of the same domain from which on it is a workplace's."""
PRIVATE_SHARE = 0.2
"""The share of them that is about private life, at least."""
PEERS_ONLY = frozenset({"against:peers", "against:private"})


@dataclass(slots=True)
class Circle:
    """What the whole calendar tells about people."""

    owner: frozenset[str]
    own_names: tuple[str, ...] = ()
    faculty: set[str] = field(default_factory=set)
    """Addresses, and folded names, of people with a doctor's title or a teaching role somewhere."""
    peers: set[str] = field(default_factory=set)
    """Addresses, and folded names, of peers, friends and family."""
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
        self.things_before = frozenset(map(folded, lexicon.people.things_before))
        self.naming = naming
        self.mailboxes = frozenset(map(bare, lexicon.people.mailboxes))
        self.mailbox_endings = lexicon.people.mailbox_endings
        self.services = lexicon.people.services
        self.personal = frozenset(lexicon.people.personal_mail)
        addresses = frozenset(word.casefold() for word in owner if "@" in word)
        self.circle = Circle(addresses, tuple(sorted(word for word in owner if "@" not in word)))
        self.circle.housemates = frozenset(map(folded, housemates))
        self._human: dict[Guest, bool] = {}
        self._guests: dict[str, tuple[Guest, ...]] = {}
        self._named: dict[tuple[Hashable, ...], tuple[Named, ...]] = {}
        self._learned: set[tuple[str, ...]] = set()
        self._known: dict[str, tuple[str, ...]] = {}
        self._learn_writers(readings)
        for reading in readings:
            self._learn(reading)
        self._known.clear()
        self.circle.peers -= self.circle.faculty
        self.circle.colleagues -= self.circle.faculty | {""}
        self.circle.physicians -= {
            surname for surname, names in self.circle.surnames.items() if any(" " in name for name in names)
        }

    def _learn_writers(self, readings: Sequence[Reading]) -> None:
        """Those who put entries without guests there, some of them about private life, live with the user."""
        entries: dict[str, list[bool]] = {}
        names: dict[str, str] = {}
        for reading in readings:
            maker = reading.event.maker
            if maker is None or self.is_self(maker) or not maker.email or not self.is_human(maker):
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
        if domain in self.personal:
            return False
        people = (guest for r in readings for guest in (*r.event.guests, r.event.organizer) if guest)
        return len({g.email for g in people if g.email.endswith(f"@{domain}")} - {email}) >= COLLEAGUES

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
        if guest.is_self or guest.email in self.circle.owner:
            return True
        return bool(guest.name) and any(_same(guest.name, name) for name in self.circle.own_names)

    def is_peer(self, guest: Guest) -> bool:
        """Whether a guest is a peer, friend or relative."""
        if self._is_housemate(guest):
            return True
        if guest.email in self.circle.faculty or self.is_faculty(guest):
            return False
        if guest.email in self.circle.colleagues:
            return True
        trainee = TRAINEE.search(guest.name) or STUDENT_ADDRESS.search(guest.email)
        return bool(trainee) or guest.email in self.circle.peers or folded(guest.name) in self.circle.peers

    def _is_housemate(self, guest: Guest) -> bool:
        if guest.email in self.circle.writers:
            return True
        return bool(set(folded(guest.name).split()[:1]) & self.circle.housemates)

    def is_faculty(self, guest: Guest) -> bool:
        """Whether a guest has a doctor's title, or is known as faculty elsewhere in the calendar."""
        if DOCTOR.search(guest.name) and not TRAINEE.search(guest.name):
            return True
        return guest.email in self.circle.faculty or folded(tidy(guest.name)) in self.circle.faculty

    def is_colleague(self, name: str) -> bool:
        """Whether a named doctor is one of the faculty, not the family's doctor."""
        last = folded(name).split()[-1:]
        return bool(last) and last[0] in self.circle.surnames and not self._is_physician(name)

    def _is_physician(self, name: str) -> bool:
        """Whether it is the user's own doctor, or the family's."""
        return bool(set(folded(name).split()[-1:]) & self.circle.physicians)

    def is_private_mail(self, guest: Guest) -> bool:
        """Whether the address tells no institution."""
        return guest.email.rpartition("@")[2] in self.personal

    def known_in(self, reading: Reading) -> tuple[str, ...]:
        """Unexplained words of a title that are surnames or given names of known faculty, well spelt."""
        if reading.headline not in self._known:
            free = [t for t in reading.tokens if t in reading.rest or self._is_both(t.folded)]
            found = (self._known_as(token, reading.headline) for token in free)
            self._known[reading.headline] = tuple(dict.fromkeys(name for name in found if name))
        return self._known[reading.headline]

    def _is_both(self, word: str) -> bool:
        """Whether a given name is a surname of the faculty, too ("Nasser")."""
        return word in self.naming.given and word in self.circle.surnames

    def _known_as(self, token: Token, headline: str) -> str:
        """The known name a word of a title stands for, as written, or without its slip; else empty."""
        word = whole_word(headline, token)
        if name := self._of_initials(token, headline):
            return name
        start = headline.find(word, max(0, token.end - len(word))) if word else token.start
        before = tokens_of(headline[: min(start, token.start) if start >= 0 else token.start])[-1:]
        if before and before[0].folded in self.things_before:
            return ""
        small, spelt = token.text.islower(), {token.folded, folded(word)}
        known = any(name in self.circle.surnames for name in spelt)
        known = known or (not small and any(name in self.circle.given for name in spelt))
        if known and (len(token.text) > SHORTEST or not small):
            return word
        return self._without_slip(token.folded)

    def _of_initials(self, token: Token, headline: str) -> str:
        """The only known name that capitals are the initials of: "RAM - sit down", "coffee w TB"."""
        names = self.circle.initials.get(token.folded, set()) if token.text.isupper() else set()
        if len(names) != 1:
            return ""
        if headline[token.end : token.end + 2].strip("'\u2019") != headline[token.end : token.end + 2]:
            return ""
        before = headline[: token.start].casefold().replace("/", " ").split()
        alone = not before and len(headline[token.end :].strip()) == 0
        sure = len(token.text) > INITIALS[0] or alone or bool(before and before[-1] in WITH)
        return min(names) if sure else ""

    def is_known_word(self, token: Token, headline: str) -> bool:
        """Whether a word of a title stands for somebody on the faculty."""
        return bool(self._known_as(token, headline))

    def _without_slip(self, word: str) -> str:
        """The only known surname that a word misspells by one letter, else empty."""
        if len(word) <= SHORTEST + 2:
            return ""
        meant = [
            name
            for name in self.circle.surnames
            if name[0] == word[0]
            and abs(len(name) - len(word)) <= 1
            and len(name) > SHORTEST + 2
            and is_slip(word, name)
        ]
        return meant[0].title() if len(meant) == 1 else ""

    def mentions(self, reading: Reading) -> tuple[Mention, ...]:
        """Everybody the title and the description name, the title first."""
        return (*self.naming.in_title(reading.headline), *self.naming.in_notes(reading.notes))

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
        found = [_as_guest(guest) for guest in self.guests(reading.event) if not self.is_peer(guest)]
        found += self._in_words(reading, label)
        brief = len(reading.tokens) <= len(("breakfast", "w", "Haldane"))
        if label is not Label.CONFERENCE or "occasion" in reading.title or brief:
            named = {word for person in found for word in folded(person.name).split()}
            words = [word for word in self.known_in(reading) if not set(folded(word).split()) <= named]
            found += [Named(word) for word in words if not self._is_invited(word, reading.event)]
        if label is Label.CONFERENCE and reading.event.speaks_for_user and not found:
            found += [_named(m, label, noted=True) for m in self.naming.listed(reading.notes)]
        small = label is Label.MENTOR
        if small or (label is Label.CONFERENCE and reading.shape is Shape.MEETING):
            found += self._spelt_out(reading, found, whole=not small)
        operating = label is Label.ROTATION and "duty" in reading.title and reading.shape is not Shape.MEETING
        told = self.is_told_of_faculty(reading) or (small and self._is_about_work(reading))
        if not found and (small or operating) and told:
            found += self._unspelt(reading)
        if small:
            found = [person for person in found if not self._is_physician(person.name)]
        return self._merged(found, reading)

    def _met(self, reading: Reading) -> list[Named]:
        """Those the user noted as met; a single given name is too little to go by."""
        if not reading.event.speaks_for_user:
            return []
        mentions = self.naming.in_notes(reading.notes)
        return [
            _named(mention, Label.NONE, noted=True)
            for mention in mentions
            if mention.met and not mention.peer and (mention.email or not mention.is_single)
        ]

    def _in_words(self, reading: Reading, label: Label) -> list[Named]:
        """Those named in the description, then those named in the title."""
        noted = reading.event.speaks_for_user
        notes = self.naming.in_notes(reading.notes)
        title = self.naming.in_title(reading.headline)
        return [
            *(_named(mention, label, noted=noted) for mention in notes if self._may(mention, reading, label)),
            *self._known_beside(reading),
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

    def _is_nobody(self, mention: Mention) -> bool:
        """Whether a mention is a peer, a mailbox or a place."""
        name, email = folded(mention.name), mention.email
        peer = mention.peer or (name in self.circle.peers and not mention.title)
        if peer and not mention.met:
            return True
        if email and (self._is_mailbox(email, mention.name) or email in self.circle.staff):
            return True
        return mention.is_single and name in self.institutions and not self.circle.is_known(name)

    def _is_spelt_otherwise(self, mention: Mention, event: Event) -> bool:
        """Whether a name in another script is, as far as one can tell, a guest's in Latin letters."""
        guests = [guest for guest in self.guests(event) if not self.is_peer(guest)]
        foreign = JOINED_SCRIPT.search(mention.name) is not None
        return foreign and len(guests) == 1 and not JOINED_SCRIPT.search(guests[0].name)

    def _is_formal(self, reading: Reading) -> bool:
        signs = ("director", "director-code", "evaluation")
        return any(sign in text for sign in signs for text in (reading.title, reading.noted))

    def _spelt_out(self, reading: Reading, found: Sequence[Named], *, whole: bool) -> list[Named]:
        """Names without any cue in a title: those of guests without one, or anybody's where none is found.

        `whole`: only where nothing else stands in that part of the title ("Erik Sandvik, booth 7").
        """
        title = reading.headline
        parts = [part.strip() for part in PART.split(title)]
        nameless = [person.email for person in found if not person.name]
        return [
            Named(tidy(mention.name), title=mention.title)
            for mention in self.naming.full_names(title)
            if any(belongs(address, mention.name) for address in nameless)
            or (not found and (not whole or mention.name in parts))
        ]

    def _is_about_work(self, reading: Reading) -> bool:
        return "purpose" in reading.title or "purpose" in reading.noted

    def is_told_of_faculty(self, reading: Reading) -> bool:
        """Whether the words say that somebody who can advise is met."""
        signs = ("faculty", "director", "director-code")
        told = any(sign in text for sign in signs for text in (reading.title, reading.noted))
        return told or ALUMNUS.search(reading.headline) is not None

    def _unspelt(self, reading: Reading) -> list[Named]:
        """The words nothing explains behind "with" or "coffee": "coffee w firth ?", "zoom: Hsu, Ito"."""
        tokens = reading.tokens
        free = [token in reading.rest or token.folded in self.naming.given for token in tokens]
        told = self.is_told_of_faculty(reading)
        for first in range(len(tokens)):
            met = self._stands_behind(first, reading, MEETING_WORDS)
            if free[first] and (met or self._stands_behind(first, reading, FACULTY_WORDS)):
                sure = told and met
                names = APART.split(_run_of_names(first, free, reading))
                people = [Named(name) for name in names if self._may_be_name(name, sure=sure)]
                if people:
                    return people
        return []

    def _may_be_name(self, name: str, *, sure: bool) -> bool:
        """Whether unexplained words may name somebody; `sure`: the event tells of faculty."""
        words = folded(name).split()
        if len(name) <= len("Li") or len(words) > len(("Ana", "Ortiz", "Vega")):
            return False
        if {folded(name), *words} & (self.circle.peers | self.naming.known_words):
            return False
        return sure or (name[0].isupper() and not name.isupper() and words[0] not in self.naming.given)

    def _stands_behind(self, place: int, reading: Reading, signs: Iterable[str]) -> bool:
        """Whether a word stands where names do: behind such words, or "with", or opening the title."""
        token = reading.tokens[place]
        hits = [hit for sign in signs for hit in reading.title.of(sign)]
        if not place:
            opens = signs is FACULTY_WORDS and OPENS.match(reading.headline, token.end)
            return bool(opens) or any(hit.end <= token.start for hit in hits)
        before = reading.tokens[place - 1]
        return before.folded in WITH or any(h.start <= before.start and before.end <= h.end for h in hits)

    def _known_beside(self, reading: Reading) -> list[Named]:
        """Known surnames behind "with" in a description, however they are written."""
        found = [match["name"] for match in BESIDE_WITH.finditer(reading.notes)]
        found += [match["name"] for match in BESIDE_PLUS.finditer(reading.notes)]
        return [Named(name) for name in found if folded(name) in self.circle.surnames]

    def _merged(self, found: Iterable[Named], reading: Reading) -> tuple[Named, ...]:
        people: list[Named] = []
        for person in found:
            if self._is_own(person) or _has_declined(person, reading.event):
                continue
            same = next((n for n, other in enumerate(people) if _one_person(person, other)), None)
            if same is None:
                people.append(person)
            else:
                people[same] = _joined(people[same], person)
        people = [self._completed(p, reading) for p in people]
        return tuple(self._without_doubles(people))

    def _completed(self, person: Named, reading: Reading) -> Named:
        """Give a name the address in the description that is plainly theirs."""
        if person.email or not person.name:
            return person
        for address in MAIL.findall(f"{reading.headline}\n{reading.notes}"):
            if belongs(address, person.name) and not self._is_mailbox(address, person.name):
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
        return any(
            words and (_same(person.name, own) or words == folded(own).split()[:1])
            for own in self.circle.own_names
        )

    def is_human(self, guest: Guest) -> bool:
        """Whether it is a person: no room, list, shared mailbox, machine or staff."""
        if guest not in self._human:
            self._human[guest] = self._looks_human(guest)
        return self._human[guest]

    def _looks_human(self, guest: Guest) -> bool:
        if guest.is_resource or guest.is_group:
            return False
        if guest.email and self._is_mailbox(guest.email, guest.name):
            return False
        if set(folded(BESIDE.sub(" ", guest.name)).split()) & self.mailboxes and not DOCTOR.search(
            guest.name
        ):
            return False
        if not guest.email and not guest.name:
            return False
        return not self.naming.staff.search(leveled(guest.name))

    def _is_mailbox(self, email: str, name: str) -> bool:
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

    def _learn(self, reading: Reading) -> None:
        event = reading.event
        makers = (one for one in (event.organizer, event.maker) if one)
        for guest in (*event.guests, *makers):
            if self._is_new(guest.email, guest.name, event.title):
                self._learn_guest(guest, reading)
        if not self._is_new(event.title, event.description):
            return
        self.circle.staff |= {folded(name) for name in self.naming.staff_in(reading.notes)}
        who = event.organizer
        if who and ON_BEHALF.search(reading.notes) and not self.is_self(who) and not self.is_faculty(who):
            self.circle.staff.add(who.email)
        patient = "patient" in reading.title and reading.shape is Shape.MEETING
        private = "against:private" in reading.title
        for mention in self.mentions(reading):
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

    def _is_new(self, *told: str) -> bool:
        """Whether this has not been learned from before."""
        fresh = told not in self._learned
        self._learned.add(told)
        return fresh

    def _learn_guest(self, guest: Guest, reading: Reading) -> None:
        if guest.is_self or guest.email in self.circle.owner:
            plain = guest.name and not re.search(r"[@\d]", guest.name)
            person = guest.email in self.circle.owner or self.is_human(guest)
            if plain and person and guest.name not in self.circle.own_names:
                self.circle.own_names = (*self.circle.own_names, guest.name)
        elif self.naming.staff.search(leveled(guest.name)):
            self.circle.staff.add(guest.email)
        elif not self.is_human(guest) or self._is_housemate(guest):
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


def _run_of_names(first: int, free: Sequence[bool], reading: Reading) -> str:
    """The unexplained words from a place on that stand together, or are listed."""
    tokens, last = reading.tokens, first
    while last + 1 < len(tokens) and free[last + 1]:
        if not JOINT.fullmatch(reading.headline[tokens[last].end : tokens[last + 1].start]):
            break
        last += 1
    return reading.headline[tokens[first].start : tokens[last].end]


@lru_cache(maxsize=8192)
def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other) or (
        len(one.split()) > 1 < len(other.split()) and compatible(one, other)
    )


def _has_declined(person: Named, event: Event) -> bool:
    return any(
        _one_person(person, Named(guest.name, guest.email))
        for guest in event.guests
        if guest.response is Response.DECLINED
    )


@lru_cache(maxsize=8192)
def _one_person(one: Named, other: Named) -> bool:
    if one.email and other.email:
        return one.email == other.email
    if one.name and other.name:
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
        tidy(mention.name),
        mention.email,
        role,
        topic,
        noted and (mention.cued or mention.met),
        mention.title,
    )

"""A place in a text goes in; the person named there, or the list of people that begins there, comes out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from worker.domain.person import Role
from worker.domain.recognition.cues import (
    ATTENDING,
    BEHIND,
    CHIEF,
    DIRECTING,
    OFFICE_BEHIND,
    ON_DUTY,
    OWN_TEAM,
    OWNING,
    PHYSICIAN,
    PROGRAM,
    ROLES,
    SINGULAR,
    any_of,
    cue_pattern,
)
from worker.domain.recognition.lexicon import PeopleWords
from worker.domain.recognition.mention import Mention
from worker.domain.recognition.spelling import (
    AFFILIATION,
    COMPOUND,
    DEGREES,
    FAR_MAIL,
    HONOURED,
    JUNIOR,
    LABEL_LENGTH,
    LOWER,
    MAIL,
    NAMED,
    NEAR_MAIL,
    NEXT_ITEM,
    NEXT_LABEL,
    NEXT_NAME,
    NO_NAME,
    OPENING,
    OWN_LINE,
    PLACE,
    REVERSED,
    SAID_IN_BRACKETS,
    SCRIPT,
    SEPARATOR,
    SHORT,
    SMALL,
    SMALL_BESIDE,
    SPAN,
    TAIL,
    TOPIC,
    TYPED_SMALL,
    WEAK,
    WEEKDAY,
    belongs,
    is_loud,
    is_spelt_beside,
    leveled,
    role_mark,
)
from worker.domain.recognition.words import JOINED_SCRIPT, bare, folded, tokens_of

OF_RANK = (
    r"[\s-]+(?:(?:clinical|adjunct|teaching|residency|fellowship|program|clerkship|medical|division|section)\s+){0,2}"
    r"(?:prof(?:essor)?|director|dean|chief|chair|attending|surgeon|pd)\b"
)
"""Behind "assistant": it is a rank of the faculty."""
IN_FULL = frozenset({Role.SPEAKER, Role.MET, Role.MENTOR, Role.PROGRAM_DIRECTOR})
"""Roles whose bearers are written with both names, as a rule."""
SEAT = re.compile(
    r"\s+(?:(?:gs|ct|surg(?:ery)?|gen surg) )?(?:a?pd|chair(?:man|woman)?|program director)\b"
    r"(?P<named>,?\s*\(?(?:dra?|prof)\b)?"
)
"""Behind the name of a place: the office that somebody named beside it holds there."""
THEIR_STAFF = re.compile(r"\s*(?:h(?:er|is)|their|the)\s")
ANOTHERS_DEED = re.compile(
    r"\s+(?:(?:dr|mr|ms|mrs)\.?\s)?(?!(?:at|for|of|in|from|and|who|that|there|here|to)\b)[^\W\d_]"
)
"""Behind an office in a note: a name, or what its holder does."""
NAMED_BEFORE = re.compile(r"(?i:\b(?:dra?|prof)\.? )(?:[^\W\d_]+[ -]){0,2}[^\W\d_]+,\s*$")
LONGEST_LIST = 40
"""So many people are no company that a user meets; the rest of a longer list is not read with it."""


class NameReader:
    """Reads names where they begin; `vocabulary`: words that are no names where they stand alone."""

    def __init__(self, people: PeopleWords, vocabulary: Iterable[str]) -> None:
        self.people = people
        self.given = frozenset(map(bare, people.given))
        roles = (
            people.attending,
            people.chief,
            people.speaker,
            people.director,
            people.mentor,
            people.nobody,
        )
        self.nobody = frozenset(folded(word) for words in roles for word in words)
        self.known_words = (frozenset(vocabulary) | self.nobody) - self.given
        self.cue = re.compile(cue_pattern(people))
        self.things = re.compile(rf"\s*['\u2019]?\s*(?:{any_of(people.things)})(?!\w)")
        self.staff = re.compile(rf"(?<!\w)(?:{any_of(people.staff)})(?!\w)(?!{OF_RANK})")
        self.peer = re.compile(rf"(?<!\w)(?:{any_of(people.peers)})(?!\w)(?!{OF_RANK})")
        self.absent = re.compile(rf"\s*(?:was\s+|is\s+)?(?:{any_of(people.absent)})(?!\w)")
        self.homonyms = frozenset(map(bare, people.homonyms))
        self.mailboxes = frozenset(map(bare, people.mailboxes))
        self.honorific = re.compile("|".join(map(re.escape, people.honorifics)))

    def chain(self, text: str, at: int, role: Role, *, labelled: bool = False) -> Iterator[Mention]:
        """The names from a place on, as a person lists them, each with what is said of it."""
        found: list[Mention] = []
        at, joined, begun = self._past_when(text, at), "join", at
        while joined and len(found) < LONGEST_LIST:
            swapped = bool(found) and found[-1].swapped
            mention = self.one(text, at, role, labelled=labelled, swapped=swapped)
            if (
                mention is None
                or (joined == "list" and self._is_place(mention, found, text, labelled=labelled))
                or (
                    found
                    and not mention.title
                    and bare(mention.name.split()[0]) not in self.given
                    and PROGRAM.search(leveled(text[found[-1].end : mention.start]))
                )
            ):
                at, joined = _next_item(text, found[-1].end, at) if found and labelled else (at, "")
                continue
            mention = self._titled_alike(mention, found, joined)
            topic = TOPIC.match(text, mention.end)
            if topic and self.cue.match(leveled(topic["topic"])):
                topic = None
            found.append(replace(mention, topic=_clean_topic(topic["topic"]) if topic else mention.topic))
            at, joined, role = self._onwards(text, topic.end() if topic else mention.end, role)
            if (
                not joined
                and labelled
                and "\n" in text[max(0, begun - 2) : found[0].start]
                and OWN_LINE.match(text, at)
            ):
                at, joined = at + len(text[at:]) - len(text[at:].lstrip()), "list"
        if found and _is_plural(found[0].title):
            found = [replace(mention, title=mention.title or "Dr.") for mention in found]
        yield from _sharing_topic(found, text, at)

    def _titled_alike(self, mention: Mention, found: Sequence[Mention], joined: str) -> Mention:
        """With the title of the one before it: "Dr. Bell & Feld" are two doctors."""
        alike = found and joined == "join" and mention.is_single and bare(mention.name) not in self.given
        return replace(mention, title=found[-1].title) if alike and mention.name[0].isupper() else mention

    def _past_when(self, text: str, at: int) -> int:
        """Behind the week, or the number, that opens a list ("attg wk1 Nair wk2 Lund")."""
        when = OPENING.match(text, at)
        return when.end() if when else at

    def _onwards(self, text: str, at: int, role: Role) -> tuple[int, str, Role]:
        """Where the next name of a list would begin, how it is joined to this one, and its role."""
        span = SPAN.match(text, at)
        at = span.end() if span else at
        separator = SEPARATOR.match(text, at)
        if separator is None:
            return at, "", role
        at, role = self._past_label(text, separator.end(), role)
        return at, separator.lastgroup or "", role

    def _is_place(self, mention: Mention, found: Sequence[Mention], text: str, *, labelled: bool) -> bool:
        """Whether a single word in a list says where the one before it works, or could be anything."""
        if not mention.is_single or mention.email:
            return False
        before = found[-1]
        several = _is_plural(found[0].title)
        if not (labelled or several):
            return not (before.is_single or mention.role not in {Role.GUEST, Role.MET})
        if text[before.end : mention.start].strip() != ",":
            return False
        return len(before.name.split()) > 1 or (
            bool(before.title) and not several and text[mention.end : mention.end + 1] == ";"
        )

    def _past_label(self, text: str, at: int, role: Role) -> tuple[int, Role]:
        """Skip a label in the middle of a list ("PD Marcus Bell, chief resident Tina Orsini")."""
        begin = max(0, at - 1)
        match = self.cue.match(leveled(text[begin : at + LABEL_LENGTH * 3]), at - begin)
        if match is None or match.lastgroup in {"met", "together", None}:
            return at, role
        return begin + match.end(), ROLES[match.lastgroup]

    def one(self, text: str, at: int, role: Role, *, labelled: bool, swapped: bool) -> Mention | None:
        """One name with its address, if one begins here; `swapped`: the one before it was "Moreno, Elisa"."""
        comma = REVERSED.match(text, at) if labelled else None
        if comma and (swapped or self._is_reversed(comma, text)):
            name = f"{comma['first']} {comma['last']}"
            return self._with_tail(Mention(name, role=role, swapped=True, start=at, end=comma.end()), text)
        for pattern in (NAMED, LOWER, SMALL):
            match = pattern.match(text, at)
            mention = self.mention(match, text, role) if match else None
            if mention:
                return self._with_tail(mention, text)
        small = self._typed_small(text, at, role, labelled=labelled) or self._small_beside(text, at, role)
        if small:
            return self._with_tail(small, text)
        return self.scripted(text, at, role) if labelled or JOINED_SCRIPT.match(text, at) else None

    def _typed_small(self, text: str, at: int, role: Role, *, labelled: bool) -> Mention | None:
        """A name without capitals, behind a mark ("attending: patel") or with a known given name."""
        match = TYPED_SMALL.match(text, at)
        words = match["name"].split() if match else []
        if match is None or set(words[-1:]) & self.known_words or words[-1].endswith(NO_NAME):
            return None
        believed = words[0] in self.given and (len(words) > 1 or role is Role.CHIEF)
        single = len(words) == 1 and role is not Role.SPEAKER
        believed = believed or (single and self._is_marked(text, at, labelled=labelled))
        return Mention(match["name"], role=role, start=at, end=match.end()) if believed else None

    def _small_beside(self, text: str, at: int, role: Role) -> Mention | None:
        """A name without capitals before a bare address that is spelt from it ("met: lu orr lorr@...")."""
        match = SMALL_BESIDE.match(text, at) if role is not Role.GUEST else None
        spelt = match and belongs(text[match.end() :].lstrip(", ").partition(" ")[0], match["name"])
        return self.mention(match, text, role) if match and spelt else None

    def typed_alone(self, text: str, at: int, role: Role) -> Mention | None:
        """A single name without capitals that is all there is behind a role ("apd lindh")."""
        match = TYPED_SMALL.match(text, at)
        if match is None or " " in match["name"] or text[match.end() :].strip():
            return None
        word = bare(match["name"])
        if word in self.known_words or word.endswith(NO_NAME):
            return None
        return Mention(match["name"], role=role, start=at, end=match.end())

    def _is_marked(self, text: str, at: int, *, labelled: bool) -> bool:
        return labelled and role_mark(text[max(0, at - LABEL_LENGTH * 3) : at]) is not None

    def _is_reversed(self, match: re.Match[str], text: str) -> bool:
        """Whether "Moreno, Elisa" is one person: a known given name, or only such pairs on the line."""
        first = tokens_of(match["first"])[0].folded
        if first in self.given or "." in match["first"].split()[0] or DEGREES.match(text, match.end()):
            return True
        if {bare(match["last"]), first} & self.known_words:
            return False
        line = text[match.start() :].split("\n", 1)[0].split(" - ", 1)[0]
        pairs = [part for part in re.split(r"[;<(]", line) if part.strip()]
        return (
            len(pairs) > 0
            and all(part.count(",") == 1 for part in pairs[: 1 + line.count(";")])
            and (";" in line or SINGULAR.search(leveled(text[: match.start()])[-14:]) is not None)
        )

    def scripted(self, text: str, at: int, role: Role) -> Mention | None:
        """A name in Chinese, Japanese or Korean, with the title behind it."""
        match = SCRIPT.match(text, at)
        if not match:
            return None
        name = match["name"]
        honorific = self.honorific.search(name) or self.honorific.match(text, match.end())
        if honorific and honorific[0] in name:
            name = name.split(honorific[0])[0]
        end = at + len(name) + (len(honorific[0]) if honorific else 0)
        if not name or name in self.nobody:
            return None
        return self._with_tail(
            Mention(name.strip(), honorific[0] if honorific else "", role=role, start=at, end=end), text
        )

    def mention(self, match: re.Match[str], text: str, role: Role) -> Mention | None:
        """The name that a match holds, cut where the lexicon's words begin; None if nothing is left."""
        title = (match["title"] or "").strip()
        written = match["name"] or match["plain"]
        words = written.split()
        if not (is_spelt_beside(text, match, written) or self._is_in_full(words, role)):
            if title and words[0].islower() and WEAK.fullmatch(title):
                return None
            sure, loud = title and not WEAK.fullmatch(title), self._is_loud(text, match.start(), words, role)
            words = self._cut(words, titled=bool(sure), loud=loud)
        if words and (polite := HONOURED.fullmatch(" ".join(words))):
            words = polite["name"].split()
        saint = not title and role is Role.GUEST and words[:1] in (["St."], ["Ste."])
        code = title == "DR" and text[: match.start()].endswith("/")
        nobody = folded(" ".join(words)) in self.nobody and not (title and words[0].istitle())
        if not words or saint or code or nobody:
            return None
        end = _end(match.start("name" if match["name"] else "plain"), written, words)
        after = leveled(text[end : end + 30]).partition("\n")[0]
        if OWNING.match(after) and not OWN_TEAM.match(after):
            return None
        if not title and (self.things.match(after) or _is_seat(words, text[: match.start()], after)):
            return None
        if _is_label(words, after) and bare(words[-1]) in self.nobody:
            return None
        return Mention(" ".join(words), title, role=role, start=match.start(), end=end)

    def _is_in_full(self, words: Sequence[str], role: Role) -> bool:
        """Whether a word that means something else is half of a name: "Moderator: Grant Lund"."""
        if role not in IN_FULL or len(words) != len(("Grant", "Lund")) or not all(w.istitle() for w in words):
            return False
        first, last = map(bare, words)
        return (first in self.homonyms and last not in self.known_words) or (
            last in self.homonyms and first not in self.known_words
        )

    def _is_loud(self, text: str, at: int, words: Sequence[str], role: Role) -> bool:
        """Whether capitals are a way to write the name: as in its label, or behind "Attending:"."""
        if is_loud(text, at, words):
            return True
        word = bare(words[0]) if words else ""
        named = (
            role in {Role.ATTENDING, Role.CHIEF}
            and role_mark(text[max(0, at - LABEL_LENGTH * 3) : at].lower()) is not None
        )
        return named and len(word) > SHORT and any(letter in word for letter in "aeiouy")

    def _cut(self, words: list[str], *, titled: bool, loud: bool) -> list[str]:
        kept: list[str] = []
        for place, word in enumerate(words):
            letters = bare(word.strip("."))
            shout = len(letters) > 1 and word.isupper() and (place or not titled or len(letters) < SHORT)
            shout = shout and "." not in letters and not (loud and len(letters) >= SHORT)
            is_word = letters in self.known_words and letters not in self.people.particles
            certain = (
                (titled and (not is_word or word[0].isupper()))
                if not kept
                else (
                    len(kept) == 1 and (bare(kept[0].strip(".")) in self.given or _is_letter(kept[0], word))
                )
            )
            shout = (
                shout
                or bool(COMPOUND.match(word))
                or bool(place and WEEKDAY.fullmatch(word))
                or (word == "y" and place == 1)
            )
            if shout or (is_word and not certain and len(letters) > 1):
                break
            kept.append(word)
        while kept and kept[-1].casefold() in self.people.particles and kept[-1].islower():
            kept.pop()
        return kept

    def _with_tail(self, mention: Mention, text: str) -> Mention | None:
        """With what follows the name: degrees, affiliation, address; None if it is staff, or was absent."""
        mention, said = self._with_address(mention, text)
        after = MAIL.sub(" ", leveled(text[mention.end : mention.end + 60]).split("\n")[0])[:40]
        match = BEHIND.match(after)
        behind = match[1] if match and not self._is_next_name(text[mention.end + match.start(1) :]) else ""
        listed = after.lstrip()[:1] not in ("-", "\u2013")
        if self.staff.search(said) or (self.staff.search(behind) if listed else self._is_staff(behind)):
            return None
        if self.absent.match(said) and not any(letter.isdigit() for letter in said):
            return None
        junior = mention.role is Role.ATTENDING and JUNIOR.match(text, mention.end)
        others = match and NEXT_LABEL.match(text, mention.end + match.start(1))
        beside = listed and not others and self.peer.match(behind.strip())
        is_peer = bool(junior or beside or self.peer.search(said))
        return replace(mention, peer=is_peer, role=self._role_of(mention.role, said, behind, after))

    def _is_staff(self, note: str) -> bool:
        """Whether a note says that somebody is staff; it may tell of theirs: "her secretary will call"."""
        if THEIR_STAFF.match(note):
            return False
        return any(not ANOTHERS_DEED.match(note, found.end()) for found in self.staff.finditer(note))

    def _with_address(self, mention: Mention, text: str) -> tuple[Mention, str]:
        """The same with its degrees and its address, and what brackets say of it, in lower case."""
        end, email, said, doctor = mention.end, "", "", mention.doctor
        topic = mention.topic
        for _ in range(3):
            if degrees := DEGREES.match(text, end):
                end = degrees.end()
                doctor = doctor or bool(PHYSICIAN.search(degrees[0]))
            if told := SAID_IN_BRACKETS.match(text, end):
                topic, end = told["in"], told.end()
            elif brackets := AFFILIATION.match(text, end):
                said, end = said + " " + leveled(brackets["in"]), brackets.end()
            if place := PLACE.match(text, end):
                end = place.end()
            mail = None if email else NEAR_MAIL.match(text, end)
            if mail and not ("\n" in text[end : mail.start("mail")] and self._is_office(mail["mail"])):
                email, end = mail["mail"], mail.end()
        far = FAR_MAIL.match(text, end)
        if not email and far and belongs(far["mail"], mention.name):
            said, email, end = said + " " + leveled(text[end : far.start("mail")]), far["mail"], far.end()
        email = email.casefold().strip(".'-")
        return replace(mention, email=email, end=end, doctor=doctor, topic=topic), said

    def _is_office(self, address: str) -> bool:
        """Whether an address is nobody's, so that it does not belong to the name in the line before it."""
        return bool(set(re.split(r"[^a-z]+", bare(address.partition("@")[0]))) & self.mailboxes)

    def _role_of(self, role: Role, said: str, behind: str, after: str) -> Role:
        """The role that brackets, an apposition or a bare word behind the name tell, else the label's."""
        office = OFFICE_BEHIND.match(after)
        for words in (said, behind, office[1] if office else ""):
            if told := self._role_behind(words, role):
                return told
        return Role.ATTENDING if role is Role.GUEST and ON_DUTY.match(after) else role

    def _is_next_name(self, text: str) -> bool:
        """Whether another person's name begins here, so that what follows is about them."""
        match = NEXT_NAME.match(text)
        return bool(match) and not set(folded(match[0] if match else "").split()) & self.known_words

    def _role_behind(self, words: str, role: Role) -> Role | None:
        """The role that words behind a name tell; None where they tell none, or a label has told it."""
        if role not in {Role.GUEST, Role.MET}:
            return None
        if DIRECTING.match(words):
            return Role.PROGRAM_DIRECTOR
        if role is Role.GUEST and CHIEF.match(words):
            return Role.CHIEF
        return Role.ATTENDING if role is Role.GUEST and ATTENDING.match(words) else None


def _sharing_topic(found: Sequence[Mention], text: str, end: int) -> Iterator[Mention]:
    """What is said behind several names is for all of them; never for the next name, nor past a semicolon."""
    shared, behind = "", end
    told = []
    for mention in reversed(found):
        apart = "\n" in text[mention.start : end] or ";" in text[mention.end : behind]
        shared = mention.topic or ("" if apart else shared)
        told.append(replace(mention, topic=shared))
        behind = mention.start
    yield from reversed(told)


def _is_seat(words: Sequence[str], before: str, after: str) -> bool:
    """Whether one word is where somebody holds office: "w/ Leiden PD Dr. Hall", "Dr. Hall, Leiden PD"."""
    if len(words) > 1 or not (office := SEAT.match(after)):
        return False
    return bool(office["named"] or NAMED_BEFORE.search(before))


def _is_label(words: Sequence[str], after: str) -> bool:
    """Whether the letter of a team was read as the initial of a label: "team B. Staff: Hall"."""
    return len(words) > 1 and TAIL.fullmatch(words[0]) is not None and after.lstrip()[:1] in (":", "=")


def _is_letter(initial: str, word: str) -> bool:
    """Whether a word written large stands behind the initial of a given name: "H. Coe"."""
    return bool(TAIL.fullmatch(initial)) and initial.endswith(".") and word.istitle()


def _is_plural(title: str) -> bool:
    return title.casefold().startswith(("drs", "dres", "dras", "profs"))


def _next_item(text: str, end: int, at: int) -> tuple[int, str]:
    """Where the next name of a list begins, behind what is said of the one before it; else the list ends."""
    behind = NEXT_ITEM.match(text, end)
    return (behind.end(), "list") if behind and behind.end() > at else (at, "")


def _end(start: int, written: str, words: list[str]) -> int:
    found = re.search(r"\s+".join(map(re.escape, words)), written)
    return start + (found.end() if found else len(written))


def _clean_topic(topic: str) -> str:
    without = MAIL.sub("", topic)
    return re.sub(r"\s*[<(\[]\s*[>)\]]", "", without).strip(" \t.,;:-\u2013\u2014")

"""Free text goes in; the people named in it, with role, address and topic, come out as `Mention`s."""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from worker.domain.person import Role
from worker.domain.recognition.cues import (
    APPOSED,
    ASSOCIATE,
    AT_HOME,
    BY_DAY,
    BY_WEEK,
    HOLDER,
    HOLDS_OFFICE,
    IN_BRACKETS,
    LABEL,
    LABELLED,
    LETTER,
    MODERATES,
    NURSE,
    ON_ARRIVAL,
    PARTING,
    PHYSICIAN,
    PLACE_BEHIND,
    PRESENT,
    ROLES,
    SAID,
    SPEAKS,
    STAFF_BEFORE,
    STAFF_BEHIND,
    STANDS,
    TALK,
    TIED,
    TIGHT,
    TRAINEE_BEHIND,
    any_of,
    errands,
    is_docent,
    label_pattern,
    office_pattern,
)
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.mention import Mention, first_of_each
from worker.domain.recognition.name_reader import NameReader
from worker.domain.recognition.spelling import (
    AGAIN,
    CASELESS,
    DEGREES,
    HAN_BEFORE,
    HONOURED,
    INITIALS_ALONE,
    LOWER,
    MAIL,
    NAMED,
    POLITE,
    SCRIPT,
    SHORT,
    SMALL,
    TOLD,
    WORD,
    leveled,
)
from worker.domain.recognition.words import bare, folded

NEAR = 120
"""Characters before an address among which the name it belongs to begins."""
REACH = 30
"""Characters before a name among which the words stand that say it is only mentioned."""
LONGEST_HAN = 3
"""Characters of a family name in Chinese or Japanese, at most; what is longer is an office."""
ALSO_NAMES = frozenset({"hall", "house", "park", "law", "ward", "wing", "sign"})
"""Words of places and things that are surnames behind a given name."""
OFFICES = frozenset({"chief", "attending", "mentor"})
"""Kinds of cues behind which brackets hold whoever bears the office."""
TALKS = ("talk", "lecture", "keynote")
ONE_WORD = re.compile(r"[^\W\d_][\w'-]*")
__all__ = ["Naming", "is_docent", "leveled"]


class Naming:
    """The lexicon's words around names, arranged for reading many texts."""

    def __init__(self, lexicon: Lexicon, vocabulary: Iterable[str]) -> None:
        people = lexicon.people
        self.names = NameReader(people, vocabulary)
        self.people = people
        self.given = self.names.given
        self.known_words = self.names.known_words
        self.staff = self.names.staff
        self.things = self.names.things
        self.things_alone = frozenset(word for word in people.things if " " not in word)
        self.places_before = frozenset(people.particles) - self.given | {"uc", "ut", "las", "los"}
        self.lay = frozenset(map(folded, people.lay))
        self.mentioned = re.compile(rf"(?<!\w)(?:{any_of(people.mentioned)})\s*:?\s*$")
        tasks = [words for words in people.mentioned if words not in people.in_titles]
        tied = [words for words in people.mentioned if words.endswith(" of")]
        self.only_named = re.compile(rf"(?<!\w)(?:{any_of(tied)})\s*$")
        self.not_met = re.compile(
            r"\s*['\u2019]?s?\s*(?:lab|laboratory|db|database|dataset|cohort|lecture|award|scholarship|forum|fund)\b"
            r"|\s*[,(]\s*(?:r[1-7]|pgy[\s-]?\d)\s*[\])]"
            r"|\s*['\u2019]s\s+(?:boss|friend|fellow|postdoc|wife|husband|partner|resident|student|nurse|secretary|assistant)\b"
        )
        names = rf"{WORD}(?:\s?[/&+,]\s?{WORD})*"
        self.operating = re.compile(
            rf"(?<!\w)(?i:{any_of(people.operating)})\s*[:\u2013-]?\s*(?:w/?\s*|with\s+)?(?P<names>{names})(?![\w-]|\s+[\dA-Z])"
        )
        self.away = re.compile(
            rf"(?:[^\s.,;:()]+\s+){{1,3}}?(?:was\s+|is\s+)?(?:{any_of(people.absent)})(?!\w|\s+to\s)"
        )
        self.other = re.compile(label_pattern(people))
        self.approached = re.compile(rf"\s+(?:{any_of(people.approached)})(?!\w)")
        self.errand = re.compile(errands(people.mentioned))
        self.office = re.compile(office_pattern(people))
        self.mentioned_in_title = re.compile(rf"(?<!\w)(?:{any_of(tasks)})\s*:?\s*$")
        self._notes: dict[str, tuple[Mention, ...]] = {}
        self._titles: dict[str, tuple[Mention, ...]] = {}

    def afresh(self) -> "Naming":
        """The same patterns, with nothing remembered of the texts of another calendar."""
        other = copy(self)
        other._notes, other._titles = {}, {}  # noqa: SLF001 - its own class
        return other

    def in_notes(self, text: str) -> tuple[Mention, ...]:
        """Everybody a description names in words that make them somebody met, or worked with."""
        if text not in self._notes:
            level = leveled(text)
            cues = tuple(self.names.cue.finditer(level))
            found = [
                *self._cued(text, level, cues),
                *self._standing(text, level),
                *self._addressed(text, level),
            ]
            found += (*self._met_again(text), *self._caseless(text), *self._by_week(text))
            found += (*self._tied(text, level), *self._present(text, level))
            found += (*self._bracketed(text, level, cues), *self._polite(text, level))
            found += (m for m in self._honoured(text) if STANDS.search(level[: m.start].rstrip(" -•*·")))
            known = (m for m in found if m.email or not INITIALS_ALONE.fullmatch(m.name))
            self._notes[text] = first_of_each(known)
        return self._notes[text]

    def in_title(self, title: str) -> tuple[Mention, ...]:
        """Everybody a title names with a title of their own, after "with", or in a label."""
        if title not in self._titles:
            self._titles[title] = self._read_title(title)
        return self._titles[title]

    def _read_title(self, title: str) -> tuple[Mention, ...]:
        level = leveled(title)
        cues = tuple(self.names.cue.finditer(level))
        cued = self._cued(title, level, cues, in_title=True)
        found = [replace(m, met=m.met and bool(SAID.match(level))) for m in cued]
        for match in (*NAMED.finditer(title), *LOWER.finditer(title)):
            if match["title"] and self._is_away(level, match.start("name")):
                continue
            if match["title"] and not self.mentioned_in_title.search(level[: match.start()][-30:]):
                found += self.names.chain(title, match.start(), Role.GUEST)
        found += self._tied(title, level)
        found += (*self._in_office(title, level), *self._polite(title, level), *self._introduced(title))
        found += (m for m in self._bracketed(title, level, cues) if m.role is Role.CHIEF and not m.is_single)
        found += (*self._honoured(title), *self._caseless(title))
        return first_of_each(found)

    def is_only_named(self, title: str, start: int, end: int) -> bool:
        """Whether a name in a title is only mentioned ("friend of Nair") or a thing's ("Dubois lab")."""
        level = leveled(title)
        return bool(self.only_named.search(level[:start][-REACH:]) or self.not_met.match(level, end))

    def is_doctor(self, mention: Mention) -> bool:
        """Whether the title before a name is a doctor's or professor's, not one that anybody bears."""
        return bool(mention.title) and folded(mention.title) not in self.lay

    def mentions(self, title: str, notes: str) -> tuple[Mention, ...]:
        """Everybody the title and the description name, the title first."""
        return (*self.in_title(title), *self.in_notes(notes))

    def full_names(self, text: str) -> tuple[Mention, ...]:
        """Names of two or more words that stand in a text without any cue."""
        found = []
        for match in NAMED.finditer(text):
            at = self._past_words(match)
            begun = NAMED.match(text, at)
            mention = self.names.mention(begun, text, Role.GUEST) if begun else None
            if mention and (mention.title or self._may_be_whole(mention, text)):
                found.append(replace(mention, cued=False))
        return tuple(found)

    def _past_words(self, match: re.Match[str]) -> int:
        """Where a name begins behind a word of the lexicon written large: "Zoom Jane Lee"."""
        words = match["name"].split(" ")
        if match["title"] or len(words) <= len(("Jane", "Lee")) or bare(words[0]) not in self.known_words:
            return match.start()
        return match.start("name") + len(words[0]) + 1

    def _may_be_whole(self, mention: Mention, text: str) -> bool:
        """Whether two words or more are no place ("La Fonda", "UC Merced"), no fund, and no nurse."""
        words = mention.name.split()
        if len(words) < len(("Jane", "Lee")) or words[0].casefold() in self.places_before:
            return False
        last = bare(words[-1])
        if last in self.things_alone and not (last in ALSO_NAMES and bare(words[0]) in self.given):
            return False
        before = leveled(text[: mention.start])[-REACH:]
        return not NURSE.search(before)

    def listed(self, text: str) -> tuple[Mention, ...]:
        """Two or more full names behind a label nobody knows ("tables: Gideon Falk, Mercy Adjei-Blake")."""
        found: list[Mention] = []
        for label in LABEL.finditer(text):
            before = leveled(label["label"])
            if (
                self.names.peer.search(before)
                or self.staff.search(before)
                or self.mentioned.search(before + ":")
            ):
                continue
            chain = [m for m in self.names.chain(text, label.end(), Role.GUEST) if len(m.name.split()) > 1]
            found += chain if len(chain) > 1 else []
        return first_of_each(found)

    def staff_in(self, text: str) -> tuple[str, ...]:
        """Names behind which a text says that they are staff: "Lupe Garza, program coordinator"."""
        level, found = leveled(text), []
        for match in NAMED.finditer(text):
            behind = STAFF_BEHIND.match(level, match.end())
            before = STAFF_BEFORE.search(level[: match.start()][-REACH:])
            if any(said and self.staff.search(said[1]) for said in (behind, before)):
                found.append(match["name"])
        return tuple(found)

    def trainees_in(self, text: str) -> tuple[str, ...]:
        """Names behind which a text says that they are residents or students: "Soren (R4)"."""
        return tuple(m["name"] for m in NAMED.finditer(text) if TRAINEE_BEHIND.match(text, m.end()))

    def _cued(
        self, text: str, level: str, cues: Sequence[re.Match[str]], *, in_title: bool = False
    ) -> Iterator[Mention]:
        docent = is_docent(level, self.people.docent_beside)
        for cue in cues:
            kind = cue.lastgroup or "together"
            role = ROLES[kind]
            if docent and kind == "director" and cue[0].strip() == "pd":
                role = Role.GUEST
            if kind in {"met", "together"} and self._is_task(level, cue, in_title=in_title):
                continue
            marked = _is_marked(kind, cue[0])
            apposed = not marked and self._is_apposed(kind, cue, text)
            for mention in self._behind(cue, text, role):
                if kind == "director" and not marked and self._is_programme(mention, cue[0]):
                    continue
                if apposed and self._may_be_place(mention):
                    continue
                sure = marked or self._is_certain(kind, cue, level, mention)
                if sure or mention.title or len(mention.name.split()) > 1:
                    yield replace(mention, met=kind == "met")

    def _behind(self, cue: re.Match[str], text: str, role: Role) -> tuple[Mention, ...]:
        """The names behind a cue; behind the place of an office, whoever holds it there."""
        kind = cue.lastgroup or "together"
        labelled = kind not in {"met", "together"}
        chain = tuple(self.names.chain(text, cue.end(), role, labelled=labelled))
        if kind == "director" and len(chain) == 1 and self._may_be_place(chain[0]):
            holder = HOLDER.match(text, text.find(chain[0].name, chain[0].start) + len(chain[0].name))
            holders = tuple(self.names.chain(text, holder.end(), role)) if holder else ()
            if holders and (holders[0].title or holders[0].doctor or self._is_whole(holders[0])):
                return holders
        if not chain and not cue.start():
            small = self.names.typed_alone(text, cue.end(), role) if labelled else None
            return (small,) if small else ()
        return chain

    def _is_certain(self, kind: str, cue: re.Match[str], level: str, mention: Mention) -> bool:
        """Whether a role without any mark behind it stands for whoever is named next."""
        if kind == "chief" and bare(mention.name) in self.given:
            return True
        deputy = kind == "director" and (
            ASSOCIATE.search(level[: cue.start()]) or cue[0].strip() == "apd" or "-" in mention.name
        )
        certain = kind in {"attending", "chief"} or _is_personal(kind, cue[0]) or bool(deputy)
        if mention.name.islower():
            return not cue.start() and mention.end == len(level.rstrip())
        return certain and mention.name[0].isupper() and len(mention.name) >= SHORT

    def _is_apposed(self, kind: str, cue: re.Match[str], text: str) -> bool:
        """Whether an office is said of the name before it, so that a place follows ("a fellow Leiden")."""
        if kind not in {"attending", "chief", "director", "mentor"}:
            return False
        before = APPOSED.search(text[max(0, cue.start() - NEAR) : cue.start()])
        if before is None or "chief" in cue[0] or "senior" in cue[0]:
            return False
        if before["name"] and {bare(word) for word in before["name"].split()[-2:]} & self.known_words:
            return False
        return bool(before["field"] or not before["name"] or before["mark"] == "(")

    def _may_be_place(self, mention: Mention) -> bool:
        """Whether a name without title and address may be that of a place."""
        return not (mention.title or mention.email or bare(mention.name.split()[0]) in self.given)

    def _is_whole(self, mention: Mention) -> bool:
        """Whether a known given name and a surname are written."""
        words = mention.name.split()
        return len(words) > 1 and bare(words[0]) in self.given

    def _is_programme(self, mention: Mention, office: str) -> bool:
        """Whether it is rather the programme that follows: "PD Permian Basin"; "director" says "of" then."""
        words = mention.name.split()
        if office.strip() == "director":
            return False
        return not mention.title and not mention.email and len(words) > 1 and bare(words[0]) not in self.given

    def _by_week(self, text: str) -> Iterator[Mention]:
        """Who is on in which week, or on which days, where all of them say so."""
        for pattern in (BY_WEEK, BY_DAY):
            places = [match.start("name") for match in pattern.finditer(text)]
            found = [self.names.one(text, at, Role.ATTENDING, labelled=False, swapped=False) for at in places]
            people = [mention for mention in found if mention]
            if len(people) > 1 and len(people) == len(found):
                yield from people

    def _tied(self, text: str, level: str) -> Iterator[Mention]:
        """A whole name that a dash ties to its role, and a speaker with an initial behind "talk"."""
        for match in TIGHT.finditer(text) if "-" in text or "\u2013" in text else ():
            role = ROLES[match.lastgroup or "attending"]
            chain = tuple(self.names.chain(text, match.end(), role))
            yield from chain if chain and not chain[0].is_single else ()
        for match in TALK.finditer(text) if any(word in level for word in TALKS) else ():
            yield from (m for m in self.names.chain(text, match.end(), Role.SPEAKER) if not m.is_single)

    def _present(self, text: str, level: str) -> Iterator[Mention]:
        """Somebody copied in, of whom it says that they were there: "cc Hale (sat in)"."""
        for match in NAMED.finditer(text) if PRESENT.search(level) else ():
            if PRESENT.match(level, match.end()):
                mention = self.names.mention(match, text, Role.MET)
                yield from (replace(mention, met=True),) if mention and mention.end == match.end() else ()

    def _is_task(self, level: str, cue: re.Match[str], *, in_title: bool) -> bool:
        """Whether the person is only mentioned ("swap with", "scheduled by")."""
        before, whole = level[: cue.start()][-REACH:], level[: cue.end()].rstrip()[-REACH:]
        only = self.mentioned_in_title if in_title else self.mentioned
        return bool(only.search(before) or only.search(whole) or self.errand.search(before + " "))

    def _standing(self, text: str, level: str) -> Iterator[Mention]:
        """A name with a title or a degree, or one that opens a part of a line, with the office behind it."""
        small = SMALL.finditer(text) if "@" in text or TOLD.search(text) else ()
        for match in (*NAMED.finditer(text), *LOWER.finditer(text), *small):
            before = level[: match.start()].rstrip(" -•*·")
            if not self._stands(match, text, level, before):
                continue
            if SPEAKS.match(level, match.end()):
                told = self.names.one(text, match.start(), Role.SPEAKER, labelled=False, swapped=False)
                yield from (told,) if told else ()
            else:
                yield from (replace(m, cued=False) for m in self.names.chain(text, match.start(), Role.GUEST))

    def _stands(self, match: re.Match[str], text: str, level: str, before: str) -> bool:
        """Whether a name is believed where it stands, and is not only mentioned there."""
        arrives = ON_ARRIVAL.search(before) and self.office.match(level, match.end())
        if self._only_named(before) and not arrives:
            return False
        if match.re is SMALL:
            told = match["plain"] and (
                DEGREES.match(text, match.end()) or bare(match["plain"].split()[0]) in self.given
            )
            return bool(told) and STANDS.search(before) is not None
        if match["title"]:
            return not self._is_away(level, match.start("name"))
        if self._is_spelt_doctor(match, text) or self._came_up(match, level):
            return True
        opens = STANDS.search(before) is not None and before[-1:] not in LETTER
        return opens and bool(self.office.match(level, match.end()))

    def _is_away(self, level: str, start: int) -> bool:
        """Whether it says right behind a name that they are not there ("Dr. Lee out this week")."""
        if self.away.match(level, start):
            return True
        name = ONE_WORD.match(level, start)
        return name is not None and AT_HOME.match(level, name.end()) is not None

    def _is_spelt_doctor(self, match: re.Match[str], text: str) -> bool:
        """Whether a whole name has a doctor's degree behind it ("- Tom Fox, MD")."""
        degrees = DEGREES.match(text, match.end())
        return " " in match["name"] and degrees is not None and bool(PHYSICIAN.search(degrees[0]))

    def _came_up(self, match: re.Match[str], level: str) -> bool:
        """Whether a whole name is that of somebody who came up to the user ("Jane Lee gave me her card")."""
        words = match["name"].split()
        place = PLACE_BEHIND.match(level, match.end())
        met = self.approached.match(level, place.end() if place else match.end())
        return met is not None and len(words) > 1 and bare(words[0]) in self.given

    def _in_office(self, title: str, level: str) -> Iterator[Mention]:
        """A name in a part of a title with the office behind it: "SICU (Malik attg)", "wk 3 - Malik on"."""
        for match in NAMED.finditer(title):
            before = level[: match.start()].rstrip(" -•*·")
            opens = not before or before[-1] in PARTING
            moderates = MODERATES.match(level, match.end()) if opens else None
            if opens and (moderates or HOLDS_OFFICE.match(level, match.end())):
                role = Role.SPEAKER if moderates else Role.GUEST
                mention = self.names.one(title, match.start(), role, labelled=False, swapped=False)
                if mention and folded(mention.name) not in self.given:
                    yield replace(mention, cued=True)

    def _bracketed(self, text: str, level: str, cues: Sequence[re.Match[str]]) -> Iterator[Mention]:
        """Names in brackets behind who they are: "dinner w/ alumni (Tom Fox, Ana Ruiz)"."""
        for cue in cues:
            kind = cue.lastgroup or "together"
            behind = IN_BRACKETS.match(level, cue.end())
            if (
                behind is None
                or kind not in {"met", "together", "chief", "attending", "mentor"}
                or self._is_task(level, cue, in_title=False)
            ):
                continue
            if self.names.peer.search(behind[0]) or self.staff.search(behind[0]):
                continue
            chain = tuple(self.names.chain(text, behind.end(), ROLES[kind]))
            whole = [
                m for m in chain if m.title or (folded(m.name).split()[0] in self.given and " " in m.name)
            ]
            tight = (
                len(chain) == 1 and kind in OFFICES and not chain[0].is_single and behind[0].strip() == "("
            )
            if tight or (whole and len(whole) * 2 >= len(chain)):
                yield from (replace(mention, met=kind == "met") for mention in chain)

    def _only_named(self, before: str) -> bool:
        """Whether the words before a colon say that the person is only mentioned."""
        line = before.rsplit("\n", 1)[-1]
        label = line.split(":", maxsplit=1)[0] if LABELLED.fullmatch(line) else ""
        return bool(
            self.mentioned.search(line[-40:])
            or self.staff.search(line[-40:])
            or self.other.search(line)
            or (label and self.mentioned.search(label))
        )

    def _addressed(self, text: str, level: str) -> Iterator[Mention]:
        """A name directly beside an address, at the beginning of a line or sentence."""
        for mail in MAIL.finditer(text):
            line = text.rfind("\n", 0, mail.start()) + 1
            label = level[line : mail.start()].split(":", maxsplit=1)[0]
            if self.staff.search(level[line : mail.start()]) or self.mentioned.search(label):
                continue
            if ":" in level[line : mail.start()] and (
                self.other.search(label + ":") or self.names.peer.search(label)
            ):
                continue
            for match in NAMED.finditer(text, max(line, mail.start() - NEAR), mail.start()):
                before = level[line : match.start()].rstrip(" -•*·")
                if not before or before[-1] in ".;,!?:|/":
                    yield from (m for m in self.names.chain(text, match.start(), Role.GUEST) if m.email)

    def _caseless(self, text: str) -> Iterator[Mention]:
        """Doctors in scripts without capitals."""
        for match in CASELESS.finditer(text):
            words = [word for word in match["name"].split() if word not in self.names.nobody]
            yield Mention(" ".join(words), match["title"], start=match.start(), end=match.end())

    def _met_again(self, text: str) -> Iterator[Mention]:
        """A single name, where the words say that it is known: "Idris again"."""
        for match in AGAIN.finditer(text):
            mention = self.names.mention(match, text, Role.MET)
            if mention:
                yield replace(mention, met=True)

    def _honoured(self, text: str) -> Iterator[Mention]:
        """In scripts where the title follows the name."""
        for match in self.names.honorific.finditer(text):
            found = re.search(SCRIPT.pattern + r"\s?$", text[: match.start()])
            if found and not self._is_cue(text, found.start(), match.end()):
                words = [w for w in found["name"].split() if not self.names.honorific.fullmatch(w)]
                words = words[1:] if len(words) > 1 and len(words[0]) > LONGEST_HAN else words
                name = HAN_BEFORE.sub("", " ".join(words) or found["name"].strip())
                yield Mention(name, match[0], start=found.start(), end=match.end())

    def _introduced(self, title: str) -> Iterator[Mention]:
        """Somebody whose tie to another is told: "coffee Dr. Bell's friend Jane Lee"."""
        for match in TIED.finditer(title):
            yield from (m for m in self.names.chain(title, match.end(), Role.GUEST) if not m.is_single)

    def _polite(self, text: str, level: str) -> Iterator[Mention]:
        """In Latin letters, a name with a teacher's title behind it ("Tanaka-sensei")."""
        if not POLITE.search(level):
            return
        for match in HONOURED.finditer(text):
            away = self._is_away(level, match.start("title") + 1)
            if not (away or bare(match["name"]) in self.known_words or match["name"].isupper()):
                yield Mention(match["name"], match["title"][1:], start=match.start(), end=match.end())

    def _is_cue(self, text: str, start: int, end: int) -> bool:
        """Whether a title in another script is part of a label: "带教老师"."""
        cue = self.names.cue.match(text, start)
        return cue is not None and cue.end() >= end


def _is_marked(kind: str, cue: str) -> bool:
    """Whether names must follow a cue: behind "with", a colon, a dash."""
    return kind in {"met", "together"} or any(mark in cue for mark in ":\uff1a=-\u2013\u306f") or " is" in cue


def _is_personal(kind: str, cue: str) -> bool:
    """Whether a word for a speaker stands for one person ("moderatrice Zorzi"), not for a panel or a body."""
    word = cue.strip()
    return (
        kind == "speaker"
        and word.isalpha()
        and (word.endswith(("er", "or", "ora", "ice", "ore", "kr")) or word == "mod")
        and word != "chair"
    )

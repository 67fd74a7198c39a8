"""Free text goes in; the people named in it, with role, address and topic, come out as `Mention`s."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace

from worker.domain.person import Role
from worker.domain.recognition.cues import (
    ASSOCIATE,
    BY_DAY,
    BY_WEEK,
    HOLDS_OFFICE,
    IN_BRACKETS,
    LABEL,
    LABELLED,
    LETTER,
    MODERATES,
    ON_ARRIVAL,
    PARTING,
    PHYSICIAN,
    PLACE_BEHIND,
    ROLES,
    SAID,
    STAFF_BEFORE,
    STAFF_BEHIND,
    STANDS,
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
    LOWER,
    MAIL,
    NAMED,
    SCRIPT,
    SHORT,
    SMALL,
    WORD,
    leveled,
)
from worker.domain.recognition.words import bare, folded

NEAR = 120
"""Characters before an address among which the name it belongs to begins."""
REACH = 30
"""Characters before a name among which the words stand that say it is only mentioned."""
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
        self.lay = frozenset(map(folded, people.lay))
        self.mentioned = re.compile(rf"(?<!\w)(?:{any_of(people.mentioned)})\s*:?\s*$")
        tasks = [words for words in people.mentioned if words not in people.in_titles]
        tied = [words for words in people.mentioned if words.endswith(" of")]
        self.only_named = re.compile(rf"(?<!\w)(?:{any_of(tied)})\s*$")
        self.not_met = re.compile(
            r"\s*['\u2019]?s?\s*(?:lab|laboratory|db|database|dataset|cohort|lecture|award|scholarship|forum|fund)\b"
        )
        names = rf"{WORD}(?:\s?[/&+,]\s?{WORD})*"
        self.operating = re.compile(
            rf"(?<!\w)(?i:{any_of(people.operating)})\s*[:\u2013-]?\s*(?:w/?\s*|with\s+)?(?P<names>{names})(?![\w-]|\s+[\dA-Z])"
        )
        self.away = re.compile(
            rf"(?:[^\s.,;:()]+\s+){{1,3}}?(?:was\s+|is\s+)?(?:{any_of(people.absent)})(?!\w)"
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
            found = [*self._cued(text, level), *self._standing(text, level), *self._addressed(text, level)]
            found += (*self._met_again(text), *self._caseless(text), *self._by_week(text))
            found += self._bracketed(text, level)
            found += (m for m in self._honoured(text) if STANDS.search(level[: m.start].rstrip(" -•*·")))
            self._notes[text] = first_of_each(found)
        return self._notes[text]

    def in_title(self, title: str) -> tuple[Mention, ...]:
        """Everybody a title names with a title of their own, after "with", or in a label."""
        if title not in self._titles:
            self._titles[title] = self._read_title(title)
        return self._titles[title]

    def _read_title(self, title: str) -> tuple[Mention, ...]:
        level = leveled(title)
        found = [
            replace(m, met=m.met and bool(SAID.match(level))) for m in self._cued(title, level, in_title=True)
        ]
        for match in (*NAMED.finditer(title), *LOWER.finditer(title)):
            if match["title"] and self._is_away(level, match.start("name")):
                continue
            if match["title"] and not self.mentioned_in_title.search(level[: match.start()][-30:]):
                found += self.names.chain(title, match.start(), Role.GUEST)
        found += self._in_office(title, level)
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
            mention = self.names.mention(match, text, Role.GUEST)
            if mention and (len(mention.name.split()) > 1 or mention.title):
                found.append(replace(mention, cued=False))
        return tuple(found)

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

    def _cued(self, text: str, level: str, *, in_title: bool = False) -> Iterator[Mention]:
        docent = is_docent(level, self.people.docent_beside)
        for cue in self.names.cue.finditer(level):
            kind = cue.lastgroup or "together"
            role = ROLES[kind]
            if docent and kind == "director" and cue[0].strip() == "pd":
                role = Role.GUEST
            if kind in {"met", "together"} and self._is_task(level, cue, in_title=in_title):
                continue
            marked = (
                kind in {"met", "together"}
                or any(mark in cue[0] for mark in ":\uff1a=-\u2013")
                or " is" in cue[0]
            )
            chain = tuple(self.names.chain(text, cue.end(), role, labelled=kind not in {"met", "together"}))
            for mention in chain:
                if kind == "director" and not marked and self._is_programme(mention):
                    continue
                certain = (
                    kind in {"attending", "chief"}
                    or _is_personal(kind, cue[0])
                    or (
                        kind == "director"
                        and (
                            ASSOCIATE.search(level[: cue.start()])
                            or cue[0].strip() == "apd"
                            or "-" in mention.name
                        )
                    )
                )
                certain = bool(certain) and mention.name[0].isupper() and len(mention.name) >= SHORT
                certain = certain or (kind == "chief" and bare(mention.name) in self.given)
                if marked or certain or mention.title or len(mention.name.split()) > 1:
                    yield replace(mention, met=kind == "met")

    def _is_programme(self, mention: Mention) -> bool:
        """Whether it is rather the programme that follows: "PD Permian Basin"."""
        words = mention.name.split()
        return not mention.title and not mention.email and len(words) > 1 and bare(words[0]) not in self.given

    def _by_week(self, text: str) -> Iterator[Mention]:
        """Who is on in which week, or on which days, where all of them say so."""
        for pattern in (BY_WEEK, BY_DAY):
            places = [match.start("name") for match in pattern.finditer(text)]
            found = [self.names.one(text, at, Role.ATTENDING, labelled=False, swapped=False) for at in places]
            people = [mention for mention in found if mention]
            if len(people) > 1 and len(people) == len(found):
                yield from people

    def _is_task(self, level: str, cue: re.Match[str], *, in_title: bool) -> bool:
        """Whether the person is only mentioned ("swap with", "scheduled by")."""
        before, whole = level[: cue.start()][-REACH:], level[: cue.end()].rstrip()[-REACH:]
        only = self.mentioned_in_title if in_title else self.mentioned
        return bool(only.search(before) or only.search(whole) or self.errand.search(before + " "))

    def _standing(self, text: str, level: str) -> Iterator[Mention]:
        """A name with a title or a degree, or one that opens a part of a line, with the office behind it."""
        for match in (*NAMED.finditer(text), *LOWER.finditer(text), *SMALL.finditer(text)):
            before = level[: match.start()].rstrip(" -•*·")
            if self._stands(match, text, level, before):
                yield from (replace(m, cued=False) for m in self.names.chain(text, match.start(), Role.GUEST))

    def _stands(self, match: re.Match[str], text: str, level: str, before: str) -> bool:
        """Whether a name is believed where it stands, and is not only mentioned there."""
        arrives = ON_ARRIVAL.search(before) and self.office.match(level, match.end())
        if self._only_named(before) and not arrives:
            return False
        if match.re is SMALL:
            return bool(match["plain"]) and STANDS.search(before) is not None
        if match["title"]:
            return not self._is_away(level, match.start("name"))
        if self._is_spelt_doctor(match, text) or self._came_up(match, level):
            return True
        opens = STANDS.search(before) is not None and before[-1:] not in LETTER
        return opens and self.office.match(level, match.end()) is not None

    def _is_away(self, level: str, start: int) -> bool:
        """Whether it says right behind a name that they are not there ("Dr. Lee out this week")."""
        return self.away.match(level, start) is not None

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
            office = HOLDS_OFFICE.match(level, match.end())
            moderates = MODERATES.match(level, match.end())
            if opens and (office or moderates):
                role = Role.SPEAKER if moderates else Role.GUEST
                mention = self.names.one(title, match.start(), role, labelled=False, swapped=False)
                if mention and folded(mention.name) not in self.given:
                    yield replace(mention, cued=True)

    def _bracketed(self, text: str, level: str) -> Iterator[Mention]:
        """Names in brackets behind who they are: "dinner w/ alumni (Tom Fox, Ana Ruiz)"."""
        for cue in self.names.cue.finditer(level):
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
            if whole and len(whole) * 2 >= len(chain):
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
                name = HAN_BEFORE.sub("", " ".join(words) or found["name"].strip())
                yield Mention(name, match[0], start=found.start(), end=match.end())

    def _is_cue(self, text: str, start: int, end: int) -> bool:
        """Whether a title in another script is part of a label: "带教老师"."""
        cue = self.names.cue.match(text, start)
        return cue is not None and cue.end() >= end


def _is_personal(kind: str, cue: str) -> bool:
    """Whether a word for a speaker stands for one person ("moderatrice Zorzi"), not for a panel or a body."""
    word = cue.strip()
    return (
        kind == "speaker"
        and word.isalpha()
        and word.endswith(("er", "or", "ora", "ice", "ore", "kr"))
        and word != "chair"
    )

"""Free text goes in; the people named in it, with role, address and topic, come out as `Mention`s."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from worker.domain.names import full_name, parse_name
from worker.domain.person import Role
from worker.domain.recognition.lexicon import Lexicon, PeopleWords
from worker.domain.recognition.words import JOINED_SCRIPT, bare, folded, tokens_of

UPPER = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())
TITLE = (
    r"(?:(?:(?i:drs?|dra|prof|profs|profa|professor|professora|profesora?|professorin|docteure?|doctora?|priv-doz|"
    r"univ-prof|assoc\.? prof|asst\.? prof|mr|mrs|ms|mx|herr|frau|sra?|mme|dott(?:\.?ssa)?|dottoressa|oa|oä|"
    r"\u0434-\u0440|\u043f\u0440\u043e\u0444|\u0434\u043e\u043a\u0442\u043e\u0440|\u03b4\u03c1|\u03ba\u03b1\u03b8)"
    r"|Pr|Doc|Miss)(?:\.\s*|\s+))"
    r"(?:(?i:dr|dra|med|hab|prof|rer|nat|h\.c|ssa|univ)(?:\.\s*|\s+))*"
)
WORD = (
    rf"(?:[{UPPER}]\.(?:[ -]?[{UPPER}]\.)*"
    rf"|(?:[dDlL]['\u2019]|(?:al|el|Al|El)-)?[{UPPER}][^\W\d_]*(?:['\u2019\-](?!s\b)[^\W\d_]+)*)"
)
PARTICLE = (
    r"(?:de|da|do|dos|das|del|della|di|du|la|le|van|von|der|den|ter|ten|bin|ben|ibn|al|el|abu|y|af|zu|zur|'t)"
)
CORE = rf"(?:{PARTICLE}\s+){{0,3}}{WORD}(?:[ ]+(?:{PARTICLE}[ ]+){{0,3}}{WORD}){{0,3}}"
ADDRESS = r"[\w.+'\-]+@[\w\-]+(?:\.[\w\-]+)+"
DEGREE = (
    r"(?:,?\s+(?:M\.?D\.?|D\.?O\.?|Ph\.?D\.?|M\.?P\.?H\.?|MBA|FACS|MBBS|MBChB|MBBCh|FRCS|FRCSC|FACC|FCCP|FCCM|MSc?|MSCR|"
    r"MHS|FASA|MBE|PA-C|NP|RN|DNP|Jr\.?|Sr\.?|I{2,3}|IV)(?![\w]))"
)
NAMED = re.compile(rf"(?<![\w@])(?P<title>{TITLE})?(?P<name>{CORE})")
OFFICES = r"(?i:a?pd|program director|prog dir|chair|attending|attg|fellow)"
SMALL = re.compile(
    rf"(?P<title>)(?P<name>[^\W\d_]+(?:[ -][^\W\d_]+){{0,2}})(?=\s*[<(]\s*{ADDRESS})"
    rf"|(?P<plain>[^\W\d_]{{2,}} [^\W\d_]{{2,}}(?:-[^\W\d_]+)?)(?=,?\s+(?:M\.?D|D\.?O|PhD|{OFFICES})\b)"
)
"""A name typed small is believed beside an address, a degree or an office."""
LOWER = re.compile(
    rf"(?<![\w@])(?P<title>{TITLE})(?P<name>[^\W\d_]{{2,}}(?:-[^\W\d_]+)?(?: [^\W\d_]{{2,}})?)"
)
REVERSED = re.compile(
    rf"(?P<last>(?:{PARTICLE}\s+)*{WORD}),\s*(?P<first>{WORD}(?:\s+[{UPPER}]\.?(?!\w))?)(?![\w.])"
)
SCRIPT = re.compile(
    "(?P<name>[\u3400-\u9fff\u30a0-\u30ff\uac00-\ud7af\u3005]{1,6}"
    "(?:[ \u3000\u30fb][\u3400-\u9fff\u3040-\u30ff]{1,6})?)"
)
AGAIN = re.compile(rf"(?<![\w@])(?P<title>)(?P<name>{WORD})(?= again\b)")
MAIL = re.compile(ADDRESS)
NEAR_MAIL = re.compile(rf"\s*[,:\-\u2013\u2014]?\s*[<(\[]?\s*(?:mailto:)?(?P<mail>{ADDRESS})\s*[>)\]]?")
FAR_MAIL = re.compile(
    rf"(?:,(?!\s*[\w.+\-]+@)[^,;\n@<>()]{{1,40}}){{1,2}},?\s+[<(\[]?(?P<mail>{ADDRESS})\s*[>)\]]?"
)
AFFILIATION = re.compile(r"\s*\((?P<in>[^()@\n]{1,60})\)")
DEGREES = re.compile(rf"{DEGREE}+")
SEPARATOR = re.compile(
    r"\s*(?:(?P<list>,\s*(?:and|&)?|;|/|\n\s*[-•*·\u2013])|(?P<join>\b(?:and|y|et|und|e|i|oraz)\b|&|\+|、|と|和))\s*"
    r"(?:(?:wk|week)s?\s*\d+\s*[:\-]?\s*)?"
)
SHORT = 3
"""A single word of so few letters is hardly a surname."""
WEEK = (
    r"(?:\s*(?:wk|week|wks|weeks)s?\s*\d+(?:\s*[-\u2013]\s*\d+)?"
    r"|\s+(?:for\s+|on\s+)?(?:this|the|next|of)\s+(?:wk|week|month|block|mo|service))?"
)
TOPIC = re.compile(
    r"[ \t]*[.)\]]?[ \t]*(?:[-\u2013\u2014:]+[ \t]*|,?[ \t]*"
    r"(?:about|re:?|regarding|discussed|concerning|sobre|über|ueber|à propos de|om)\s+)"
    r"(?P<topic>[^\n;]{2,200})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody as a text names them."""

    name: str
    title: str = ""
    email: str = ""
    role: Role = Role.GUEST
    topic: str = ""
    met: bool = False
    """By a phrase that says so ("Met:", "spoke with")."""
    cued: bool = True
    """By a label or verb; else a bare titled name."""
    peer: bool = False
    doctor: bool = False
    """With a doctor's degree behind the name."""
    swapped: bool = False
    """Written "Moreno, Elisa"."""
    start: int = 0
    end: int = 0

    @property
    def is_single(self) -> bool:
        """Whether only one word of the name is known, and no title."""
        return not self.title and len(self.name.split()) == 1


class Naming:
    """The lexicon's words around names, arranged for reading many texts."""

    def __init__(self, lexicon: Lexicon, vocabulary: Iterable[str]) -> None:
        people = lexicon.people
        self.people = people
        self.given = frozenset(map(bare, people.given))
        self.nobody = frozenset(map(folded, people.nobody))
        self.lay = frozenset(map(folded, people.lay))
        self.known_words = (frozenset(vocabulary) | self.nobody) - self.given
        self.cue = re.compile(_cue_pattern(people))
        self.mentioned = re.compile(rf"(?<!\w)(?:{_any_of(people.mentioned)})\s*:?\s*$")
        tasks = [words for words in people.mentioned if words not in people.in_titles]
        self.mentioned_in_title = re.compile(rf"(?<!\w)(?:{_any_of(tasks)})\s*:?\s*$")
        self.things = re.compile(rf"\s*['\u2019]?\s*(?:{_any_of(people.things)})(?!\w)")
        self.staff = re.compile(rf"(?<!\w)(?:{_any_of(people.staff)})(?!\w)")
        self.peer = re.compile(rf"(?<!\w)(?:{_any_of(people.peers)})(?!\w)")
        self.honorific = re.compile("|".join(map(re.escape, people.honorifics)))
        self._notes: dict[str, tuple[Mention, ...]] = {}
        self._titles: dict[str, tuple[Mention, ...]] = {}

    def in_notes(self, text: str) -> tuple[Mention, ...]:
        """Everybody a description names in words that make them somebody met, or worked with."""
        if text not in self._notes:
            level = leveled(text)
            found = [*self._cued(text, level), *self._standing(text, level), *self._addressed(text, level)]
            found += self._met_again(text)
            self._notes[text] = _first_of_each(found)
        return self._notes[text]

    def in_title(self, title: str) -> tuple[Mention, ...]:
        """Everybody a title names with a title of their own, after "with", or in a label."""
        if title not in self._titles:
            self._titles[title] = self._read_title(title)
        return self._titles[title]

    def _read_title(self, title: str) -> tuple[Mention, ...]:
        level = leveled(title)
        found = [replace(m, met=m.met and bool(SAID.match(level))) for m in self._cued(title, level)]
        for match in (*NAMED.finditer(title), *LOWER.finditer(title)):
            if match["title"] and not self.mentioned_in_title.search(level[: match.start()][-30:]):
                found += self._chain(title, match.start(), Role.GUEST)
        found += self._honoured(title)
        return _first_of_each(found)

    def is_doctor(self, mention: Mention) -> bool:
        """Whether the title before a name is a doctor's or professor's, not one that anybody bears."""
        return bool(mention.title) and folded(mention.title) not in self.lay

    def full_names(self, text: str) -> tuple[Mention, ...]:
        """Names of two or more words that stand in a text without any cue."""
        found = []
        for match in NAMED.finditer(text):
            mention = self._mention(match, text, Role.GUEST)
            if mention and (len(mention.name.split()) > 1 or mention.title):
                found.append(replace(mention, cued=False))
        return tuple(found)

    def listed(self, text: str) -> tuple[Mention, ...]:
        """Two or more full names behind a label nobody knows ("tables: Gideon Falk, Mercy Adjei-Blake")."""
        found: list[Mention] = []
        for label in LABEL.finditer(text):
            before = leveled(label["label"])
            if self.peer.search(before) or self.staff.search(before) or self.mentioned.search(before + ":"):
                continue
            chain = [m for m in self._chain(text, label.end(), Role.GUEST) if len(m.name.split()) > 1]
            found += chain if len(chain) > 1 else []
        return _first_of_each(found)

    def staff_in(self, text: str) -> tuple[str, ...]:
        """Names behind which a text says that they are staff: "Lupe Garza, program coordinator"."""
        level, found = leveled(text), []
        for match in NAMED.finditer(text):
            behind = re.match(r"\s*[,(\u2013-]\s*([^,;.)\n]{1,40})", level[match.end() :])
            if behind and self.staff.search(behind[1]) and len(match["name"].split()) > 1:
                found.append(match["name"])
        return tuple(found)

    def _cued(self, text: str, level: str) -> Iterator[Mention]:
        docent = is_docent(level, self.people.docent_beside)
        for cue in self.cue.finditer(level):
            kind = cue.lastgroup or "together"
            role = ROLES[kind]
            if docent and kind == "director" and cue[0].strip() == "pd":
                role = Role.GUEST
            if kind in {"met", "together"} and self._is_task(level, cue):
                continue
            marked = (
                kind in {"met", "together"}
                or any(mark in cue[0] for mark in ":\uff1a=-\u2013")
                or " is" in cue[0]
            )
            chain = tuple(self._chain(text, cue.end(), role, labelled=kind not in {"met", "together"}))
            for mention in chain:
                certain = kind in {"attending", "chief"} or (
                    kind == "director" and ASSOCIATE.search(level[: cue.start()])
                )
                certain = bool(certain) and mention.name[0].isupper() and len(mention.name) > SHORT
                if marked or certain or mention.title or len(mention.name.split()) > 1:
                    yield replace(mention, met=kind == "met")

    def _is_task(self, level: str, cue: re.Match[str]) -> bool:
        """Whether the person is only mentioned ("swap with", "scheduled by")."""
        before, whole = level[: cue.start()][-30:], level[: cue.end()].rstrip()[-30:]
        return bool(self.mentioned.search(before) or self.mentioned.search(whole))

    def _standing(self, text: str, level: str) -> Iterator[Mention]:
        """A name that opens a line, or a part of one, with a title before it or the office behind it."""
        for match in (*NAMED.finditer(text), *LOWER.finditer(text)):
            before = level[: match.start()].rstrip(" -•*·")
            if not STANDS.search(before) or self._only_named(before):
                continue
            if match["title"] or (before[-1:] not in LETTER and OFFICE.match(level, match.end())):
                yield from (replace(m, cued=False) for m in self._chain(text, match.start(), Role.GUEST))
        for match in SMALL.finditer(text):
            before = level[: match.start()].rstrip(" -•*·")
            if match["plain"] and STANDS.search(before) and not self._only_named(before):
                yield from (replace(m, cued=False) for m in self._chain(text, match.start(), Role.GUEST))

    def _only_named(self, before: str) -> bool:
        """Whether the words before a colon say that the person is only mentioned."""
        line = before.rsplit("\n", 1)[-1]
        return bool(self.mentioned.search(line[-40:]) or self.staff.search(line[-40:]))

    def _addressed(self, text: str, level: str) -> Iterator[Mention]:
        """A name directly beside an address, at the beginning of a line or sentence."""
        for mail in MAIL.finditer(text):
            line = text.rfind("\n", 0, mail.start()) + 1
            if self.staff.search(level[line : mail.start()]) or self.mentioned.search(
                level[line : mail.start()]
            ):
                continue
            for match in NAMED.finditer(text, line, mail.start()):
                before = level[line : match.start()].rstrip(" -•*·")
                if not before or before[-1] in ".;,!?:|/":
                    yield from (m for m in self._chain(text, match.start(), Role.GUEST) if m.email)

    def _met_again(self, text: str) -> Iterator[Mention]:
        """A single name, where the words say that it is known: "Idris again"."""
        for match in AGAIN.finditer(text):
            mention = self._mention(match, text, Role.MET)
            if mention:
                yield replace(mention, met=True)

    def _honoured(self, text: str) -> Iterator[Mention]:
        """In scripts where the title follows the name."""
        for match in self.honorific.finditer(text):
            found = re.search(SCRIPT.pattern + r"\s?$", text[: match.start()])
            if found:
                yield Mention(found["name"].strip(), match[0], start=found.start(), end=match.end())

    def _chain(self, text: str, at: int, role: Role, *, labelled: bool = False) -> Iterator[Mention]:
        """The names from a place on, as a person lists them; the last topic of a line is for all on it."""
        found: list[Mention] = []
        joined, swapped = "join", False
        while joined and (mention := self._one(text, at, role, labelled=labelled, swapped=swapped)):
            several = bool(found) and found[0].title.casefold().startswith("drs")
            if joined == "list" and mention.is_single and not (labelled or several or mention.email):
                break
            town = found and len(found[-1].name.split()) > 1 and mention.is_single and not mention.email
            if joined == "list" and town and text[found[-1].end : at].strip() == ",":
                break
            swapped = mention.swapped
            topic = TOPIC.match(text, mention.end)
            found.append(replace(mention, topic=_clean_topic(topic["topic"]) if topic else ""))
            at = topic.end() if topic else mention.end
            separator = SEPARATOR.match(text, at)
            joined = (separator.lastgroup or "") if separator else ""
            at, role = self._past_label(text, separator.end() if separator else at, role)
        if found and found[0].title.casefold().startswith("drs"):
            found = [replace(mention, title=mention.title or "Dr.") for mention in found]
        last = next((mention.topic for mention in reversed(found) if mention.topic), "")
        yield from (replace(m, topic=m.topic or ("" if "\n" in text[m.start : at] else last)) for m in found)

    def _past_label(self, text: str, at: int, role: Role) -> tuple[int, Role]:
        """Skip a label in the middle of a list ("PD Marcus Bell, chief resident Tina Orsini")."""
        match = self.cue.match(leveled(text), at)
        if match is None or match.lastgroup in {"met", "together", None}:
            return at, role
        return match.end(), ROLES[match.lastgroup]

    def _one(self, text: str, at: int, role: Role, *, labelled: bool, swapped: bool) -> Mention | None:
        """One name with its address, if one begins here; `swapped`: the one before it was "Moreno, Elisa"."""
        comma = REVERSED.match(text, at) if labelled else None
        if comma and (swapped or self._is_reversed(comma, text)):
            name = f"{comma['first']} {comma['last']}"
            return self._with_tail(Mention(name, role=role, swapped=True, start=at, end=comma.end()), text)
        for pattern in (NAMED, LOWER, SMALL):
            match = pattern.match(text, at)
            mention = self._mention(match, text, role) if match else None
            if mention:
                return self._with_tail(mention, text)
        return self._scripted(text, at, role) if labelled or JOINED_SCRIPT.match(text, at) else None

    def _is_reversed(self, match: re.Match[str], text: str) -> bool:
        """Whether "Moreno, Elisa" is one person: a known given name, or only such pairs on the line."""
        first = tokens_of(match["first"])[0].folded
        if first in self.given:
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

    def _scripted(self, text: str, at: int, role: Role) -> Mention | None:
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

    def _mention(self, match: re.Match[str], text: str, role: Role) -> Mention | None:
        """The name that a match holds, cut where the lexicon's words begin; None if nothing is left."""
        title = (match["title"] or "").strip()
        written = match["name"] or match["plain"]
        words = written.split()
        if not _is_spelt_beside(text, match, written):
            words = self._cut(words, titled=bool(title))
        if not words or folded(" ".join(words)) in self.nobody:
            return None
        end = _end(match.start("name" if match["name"] else "plain"), written, words)
        after = leveled(text[end : end + 30])
        if OWNING.match(after) and not OWN_TEAM.match(after):
            return None
        if not title and self.things.match(after):
            return None
        return Mention(" ".join(words), title, role=role, start=match.start(), end=end)

    def _cut(self, words: list[str], *, titled: bool) -> list[str]:
        kept: list[str] = []
        for place, word in enumerate(words):
            letters = bare(word.strip("."))
            shout = len(letters) > 1 and word.isupper() and (place or not titled or len(letters) < SHORT)
            is_word = letters in self.known_words and word.casefold() not in self.people.particles
            certain = (
                (titled and (not is_word or word[0].isupper()))
                if not kept
                else (bare(kept[0].strip(".")) in self.given and len(kept) == 1)
            )
            shout = shout or bool(COMPOUND.match(word))
            if shout or (is_word and not certain and len(letters) > 1):
                break
            kept.append(word)
        while kept and kept[-1].casefold() in self.people.particles and kept[-1].islower():
            kept.pop()
        return kept

    def _with_tail(self, mention: Mention, text: str) -> Mention | None:
        """Take what follows the name: degrees, affiliation, address; None if it is staff."""
        end, email, said, doctor = mention.end, "", "", mention.doctor
        for _ in range(3):
            if degrees := DEGREES.match(text, end):
                end = degrees.end()
                doctor = doctor or bool(PHYSICIAN.search(degrees[0]))
            if brackets := AFFILIATION.match(text, end):
                said, end = said + " " + leveled(brackets["in"]), brackets.end()
            if not email and (mail := NEAR_MAIL.match(text, end)):
                email, end = mail["mail"], mail.end()
        far = FAR_MAIL.match(text, end)
        if not email and far and belongs(far["mail"], mention.name):
            said, email, end = said + " " + leveled(text[end : far.start("mail")]), far["mail"], far.end()
        after = MAIL.sub(" ", leveled(text[end : end + 60]).split("\n")[0])[:40]
        behind = re.match(r"\s*(?:[,(=\u2013-]|\.\s+(?:s?he|they)\b|(?=is\b|was\b))\s*([^,;.)]{1,40})", after)
        if behind and self._is_next_name(text[end + behind.start(1) :]):
            behind = None
        if self.staff.search(said) or (behind and self.staff.search(behind[1])):
            return None
        is_peer = bool(self.peer.search(said) or (behind and self.peer.match(behind[1].strip())))
        bare_office = re.match(r"\s+((?:a?pd|program director|attending)\b)(?!\?)(?!\s+[a-z]+ing)", after)
        role = self._role_behind(
            behind[1] if behind else bare_office[1] if bare_office else said, mention.role
        )
        email = email.casefold().strip(".'-")
        return replace(mention, email=email, end=end, peer=is_peer, role=role, doctor=doctor)

    def _is_next_name(self, text: str) -> bool:
        """Whether another person's name begins here, so that what follows is about them."""
        match = re.match(rf"(?:{TITLE})?{WORD}\s+{WORD}", text)
        return bool(match) and not set(folded(match[0] if match else "").split()) & self.known_words

    def _role_behind(self, words: str, role: Role) -> Role:
        if role not in {Role.GUEST, Role.MET}:
            return role
        if DIRECTING.match(words):
            return Role.PROGRAM_DIRECTOR
        return Role.ATTENDING if role is Role.GUEST and ATTENDING.match(words) else role


DIRECTING = re.compile(
    r"\s*(?:(?:the|our|his|her|is)\s+)*(?:p|ap)d\b(?!\?)|.*program director"
    r"|.*\bchair(?:man|woman)?\b(?! of session)"
)
"""What stands behind the name of a program director or chair."""
ATTENDING = re.compile(
    r"\s*(?:(?:the|our|my|his|her|is|was|a|new|\w+)\s+){0,3}(?:attending|attg|consultant|faculty|surgeon)\b"
)
ROLES = {
    "met": Role.MET,
    "director": Role.PROGRAM_DIRECTOR,
    "chief": Role.CHIEF,
    "mentor": Role.MENTOR,
    "attending": Role.ATTENDING,
    "speaker": Role.SPEAKER,
    "together": Role.GUEST,
}
STANDS = re.compile(r"(?:^|[\n.;,!?:|/(=])(?:\s*[a-z]+)?$")
"""What stands before a name that opens a line or a part of it, one word aside ("dean Dr. Brzoza")."""
LETTER = frozenset("abcdefghijklmnopqrstuvwxyz")
OFFICE = re.compile(
    r"\s*(?:[,(\u2013=-]|is\b|was\b)\s*(?:(?:the|our|their|my|new|assoc\w*|asst)\s+)*"
    r"(?:a?pd\b|program director|chair\b|chief of|attending|faculty|fellow\b|professor|surgeon|alum)"
    r"|\s+(?:attending|attg|a?pd)\s*(?:$|[.,;)\n])"
)
"""What people write behind a name to say who it is."""
ASSOCIATE = re.compile(r"\b(?:assoc|asst|associate|assistant)\.? $")
OWNING = re.compile(r"\s*['\u2019]s?\b")
OWN_TEAM = re.compile(r"\s*['\u2019]s?\s+(?:\w+\s+)?(?:team|service|or|clinic)\b")
"""Whose team it is, is the attending."""
SAID = re.compile(r"\W*(?:i\s+)?(?:met|spoke|talked|ran into|chatted)\b")
PHYSICIAN = re.compile(r"\b(?:M\.?D|D\.?O|FACS|MBBS|MBBCh|MBChB|FRCSC?)\b")
COMPOUND = re.compile(r"[A-Z]{2,}-")
"""A noun made with letters ("PJ-Beauftragter") is no name."""
LABEL = re.compile(r"(?:^|[\n.;])\s*(?P<label>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(?=[^\W\d_])")
DOCENT = re.compile(r"\bpd\s+(?:dr|prof)\b")
SINGULAR = re.compile(r"(?:attending|preceptor|speaker|mentor|moderator|supervisor|staff|faculty)\s*[:=]\s*$")


def is_docent(level: str, beside: frozenset[str]) -> bool:
    """Whether "PD Dr." in a text (lower case) is the German title: German words stand beside it."""
    return bool(DOCENT.search(level)) and any(token.folded in beside for token in tokens_of(level))


def leveled(text: str) -> str:
    """The text in lower case without accents, of the same length."""
    if text.isascii():
        return text.lower()
    return "".join(_leveled(char) for char in text)


@lru_cache(maxsize=4096)
def _leveled(char: str) -> str:
    plain = bare(char)
    return plain if len(plain) == 1 else char


def _is_spelt_beside(text: str, match: re.Match[str], written: str) -> bool:
    """Whether an address right behind a whole name is spelt from it: "Kay Long <klong@...>" is no length."""
    mail = NEAR_MAIL.match(text, match.end())
    return mail is not None and len(written.split()) > 1 and belongs(mail["mail"], written)


@lru_cache(maxsize=4096)
def belongs(address: str, name: str) -> bool:
    """Whether an address is spelt from that name: whole words of it, or a surname with initials.

    "rcollins" is no Lin, though the letters stand in it.
    """
    parts = [
        re.sub(r"[^a-z]", "", part) for part in re.split(r"[._+\-]", bare(address.split("@", maxsplit=1)[0]))
    ]
    local = "".join(parts)
    words = [word for word in (re.sub(r"[^a-z]", "", bare(word)) for word in name.split()) if word]
    if any(len(word) > 2 and word in parts for word in words):
        return True
    surnames = {"".join(words[start:]) for start in range(len(words))}
    return any(_is_spelt_from(local, "".join(words)[: -len(end)], end) for end in surnames if len(end) > 1)


def _is_spelt_from(local: str, given: str, surname: str) -> bool:
    """Given name, or its beginning, and surname in either order; one initial where no given name is known."""
    if local.endswith(surname):
        rest = local.removesuffix(surname)
    elif local.startswith(surname):
        rest = local.removeprefix(surname)
    else:
        return bool(given) and len(given) > 2 and local == given + surname[:1]
    return given.startswith(rest) if given else len(rest) <= 1


@lru_cache(maxsize=4096)
def tidy(name: str) -> str:
    """A name in its usual order, without title and degrees."""
    return full_name(parse_name(name)) or name.strip()


def _cue_pattern(people: PeopleWords) -> str:
    groups = {
        "met": people.met,
        "director": people.director,
        "chief": people.chief,
        "mentor": people.mentor,
        "speaker": people.speaker,
        "attending": people.attending,
        "together": people.together,
    }
    either = "|".join(f"(?P<{kind}>{_any_of(words)})" for kind, words in groups.items())
    before, after = r"(?<![\w@.-])", r"(?:s|\(s\))?(?![\w@]|-\w)"
    mark = r"(?:\s*(?:[:\uff1a=]|[-\u2013](?=\s)|\bis\b|\bare\b|\bwas\b))?[\s\-•*]*"
    article = r"(?:(?:the|la|el|le|il|den|dem|der)\s+(?=(?:dra?|profa?|pr|professora?)\b))?"
    aside = rf"(?:(?:\s+(?:{_any_of(people.duties)}))+(?=\s*[:\uff1a]|\s+(?:dr|dra|prof|pr)\b))?"
    return f"{before}(?:{either}){after}{WEEK}{aside}{mark}{article}"


def _any_of(phrases: Iterable[str]) -> str:
    """Phrases as alternatives, the longest first; "w" also as "w/"."""
    ordered = sorted({folded(p) or p for p in phrases}, key=lambda p: (-len(p), p))
    return "|".join(
        r"[\s\-/'\u2019.]*".join(r"w/?" if word == "w" else re.escape(word) for word in phrase.split())
        for phrase in ordered
    )


def _end(start: int, written: str, words: list[str]) -> int:
    found = re.search(r"\s+".join(map(re.escape, words)), written)
    return start + (found.end() if found else len(written))


def _clean_topic(topic: str) -> str:
    without = MAIL.sub("", topic)
    return re.sub(r"\s*[<(\[]\s*[>)\]]", "", without).strip(" \t.,;:-\u2013\u2014")


def _first_of_each(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Overlapping finds are one; the one with most knowledge wins."""
    kept: list[Mention] = []
    for mention in sorted(found, key=_knowledge, reverse=True):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.start, m.end)))


def _knowledge(mention: Mention) -> tuple[bool, bool, bool, int, int]:
    return (mention.met, mention.cued, bool(mention.email), mention.end - mention.start, -mention.start)

"""All events go in; what the calendar itself says that its codes and initials stand for comes out."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from worker.domain.event import Event
from worker.domain.recognition.letterhead import letterhead_of
from worker.domain.recognition.plain import plain_text
from worker.domain.recognition.words import Hit, folded, tokens_of

CODE = r"[^\W_][\w&+/'\u2019-]{0,11}(?: [^\W_][\w&+-]{0,7})?"
EXPLAINED = re.compile(
    rf"(?:^|[\n,;.(/|])\s*(?P<code>{CODE})\s*=\s*"
    rf"(?P<means>[^=\n;|]{{2,60}}?)\s*(?=$|[\n;|]|[,.]?\s+{CODE}\s*=|,\s*{CODE}\s*=|\.(?:\s|$))"
)
"""A code with its meaning: "B = blue (foregut)"."""
LISTED = re.compile(
    r"(?:^|\n)\W*(?P<code>[^\W_]\w{0,4})\s*(?:[:\u2013\u2014-]|->|\u2192)\s+(?P<means>[^\n:]{2,60})"
)
"""The same on a line of its own, in a list of several."""
SLASHED = re.compile(
    r"(?:^|[\n/;])\s*(?P<code>[A-Z]{2,4}\d?)\s+(?P<means>[a-z][a-z -]{2,30}?)\s*(?=$|[\n/;])"
)
"""The same in one line: "PC post call / HC home call / LV leave"."""
PARTS = re.compile(r"[;/\n]")
NEARLY = 0.7
"""The share of all parts of a text that explain codes, from which on it does nothing else."""
LIST = 3
"""Lines from which on they are a list."""
LABELLED = re.compile(
    r"(?:^|[\n/;|])\s*(?:rotation|service|servicio|rotaci[oó]n|assignment|dienst|service name)\s*[:=]"
    r"\s*(?P<what>[^\n/;|]+)",
    re.IGNORECASE,
)
SOMEBODY = re.compile(r"(?P<who>[^\W\d_]{2,})\s*(?:$|[(,.])")
MYSELF = re.compile(r"\b(?:me|myself|mine|moi|ich|yo|eu)\b", re.IGNORECASE)
MARK = re.compile(r"^\W*(?P<who>[^\W\d_]{1,2})(?=\s*[:\u2013\u2014|/-]\s|[:]|\s+\S)")
TELLING = ("service:", "code:")
MISSING = ("against:", "alone:", "opening:")
MARKED = re.compile(r"^\W*(?P<who>[A-Z])(?:\s?:|\s[\u2013\u2014|-])\s")
"""A letter before a title that may say whose it is: "M: dentist"."""
SPACED = re.compile(r"^(?P<who>[B-HJ-Z])\s[^\W_]")
"""A letter that opens a title without any mark: "L work"."""
SHIFTS = frozenset("DNEXWCT")
"""Letters that stand for shifts, teams and kinds of care, too, where nothing tells a name."""
MARKS = 3
"""Titles with the same letter from which on it stands for somebody."""
INITIALS = 3
"""Letters from which on initials are taken for a service's."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The calendar's own dictionary."""

    signs: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """The words of a code, folded, to what it is a sign for."""
    exact: frozenset[str] = frozenset()
    """Codes so short that they count only as they are written."""
    mine: frozenset[str] = frozenset()
    """Letters before a title that stand for the user."""
    legends: frozenset[str] = frozenset()
    """Descriptions that do nothing but explain codes."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Letters, and given names, that stand for somebody else who writes into the calendar: who."""
    letterhead: frozenset[str] = frozenset()
    """Lines with which an office closes whatever it sends."""

    def headline(self, title: str) -> str:
        """A title without the letter that says whose it is, where it is the user's."""
        match = MARK.match(title) if self.mine else None
        if not match or match["who"] not in self.mine:
            return title
        return title[match.end() :].lstrip(" :\u2013\u2014|/-") or title


Signing = Callable[[str], Iterable[Hit]]
"""What a text is a sign for, by the lexicon."""


def glossary_of(
    events: Sequence[Event], signing: Signing, given: frozenset[str], cues: frozenset[str]
) -> Glossary:
    """Read the explanations in all descriptions.

    `given` holds given names; `cues` holds role words, which are no codes ("attending = ...").
    """
    described = sorted({event.description for event in events} - {""})
    explained = {text: tuple(_pairs(plain_text(text))) for text in described}
    pairs = dict.fromkeys(pair for found in explained.values() for pair in found)
    told = _Told()
    for code, means in pairs:
        if folded(code) not in cues:
            told.learn(code, means, tuple(signing(means)), given)
    _learn_titles(events, signing, told.signs)
    if not told.mine and not told.others:
        told.mine, told.others = _inferred(events, signing)
    used = {token.folded for event in events for token in tokens_of(event.title)}
    legends = frozenset(text for text, found in explained.items() if _is_legend(found, used))
    exact, mine = frozenset(told.exact), frozenset(told.mine)
    return Glossary(told.signs, exact, mine, legends, told.others, letterhead_of(events))


@dataclass(slots=True)
class _Told:
    """A glossary in the making."""

    signs: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    exact: set[str] = field(default_factory=set)
    mine: set[str] = field(default_factory=set)
    others: dict[str, str] = field(default_factory=dict)

    def learn(self, code: str, means: str, hits: Sequence[Hit], given: frozenset[str]) -> None:
        """Take one code with its meaning: a person's letter, or a service's or an absence's code."""
        known = any(hit.start == 0 and hit.sign.startswith((*TELLING, *MISSING)) for hit in hits)
        who = "" if known else _somebody(code, means, given)
        meant = _meant(hits)
        if who and MYSELF.search(means):
            self.mine.add(code)
        elif who:
            self.others |= {code: who, folded(who): who}
        elif meant:
            self.signs.setdefault(_words(code), meant)
            self.exact |= {code} if len(code) <= len("PD") else set()


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens_of(text))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    if "=" in text:
        yield from ((m["code"].strip(), m["means"].strip()) for m in EXPLAINED.finditer(text))
    listed = [(m["code"], m["means"].strip()) for m in LISTED.finditer(text)]
    if len(listed) >= LIST:
        yield from listed
    short = [(m["code"], m["means"].strip()) for m in SLASHED.finditer(text)]
    short = short if "=" in text or len(short) > max(LIST, NEARLY * len(PARTS.split(text))) else []
    if len(short) >= LIST:
        yield from short


def _is_legend(found: Sequence[tuple[str, str]], used: Container[str]) -> bool:
    """Whether a list explains codes that stand in titles; the fields of a feed ("Unit: ...") do not."""
    codes = [word for code, _ in found for word in _words(code)[:1]]
    return len(found) >= LIST and any(word in used for word in codes)


def _meant(hits: Iterable[Hit]) -> tuple[str, ...]:
    """What the meaning is a sign for: the first service it names, else what speaks against."""
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    service = next((hit.sign.split(":", 1)[1] for hit in ordered if hit.sign.startswith(TELLING)), "")
    against = [hit for hit in ordered if hit.sign.startswith(MISSING)]
    if against and (not service or against[0].start == 0):
        return (f"against:{against[0].sign.split(':', 1)[1]}",)
    return (f"service:{service}",) if service else ()


def _somebody(code: str, means: str, given: frozenset[str]) -> str:
    """Whom a letter stands for: a name that begins with it."""
    match = SOMEBODY.match(means)
    if not match or len(code) > len("AB") or folded(match["who"])[:1] != folded(code)[:1]:
        return ""
    known = folded(match["who"]) in given or bool(MYSELF.search(means))
    return match["who"] if known or (match["who"][0].isupper() and "(" in means) else ""


def _inferred(events: Iterable[Event], signing: Signing) -> tuple[set[str], dict[str, str]]:
    """The letters that several people put before their titles; the user's is the one with the services.

    Where the calendar shows who made its entries, the letters are their initials.
    """
    own, theirs = _initials(events)
    counts: Counter[str] = Counter()
    services: dict[str, set[str]] = {}
    for title in sorted({event.title for event in events}):
        spaced = SPACED.match(title)
        match = MARKED.match(title) or spaced
        if match and (match is not spaced or match["who"] not in SHIFTS - own - theirs):
            found = {hit.sign for hit in signing(title[match.end("who") :]) if hit.sign.startswith(TELLING)}
            counts[match["who"]] += 1
            services.setdefault(match["who"], set()).update(found or ())
    letters = [letter for letter, count in counts.items() if count >= MARKS]
    known = sorted(own.intersection(letters))
    mine = known[0] if known else max(letters, key=lambda x: (len(services[x]), counts[x], x), default="")
    others = [x for x in letters if x != mine and (x in theirs or _is_another(x, mine, counts, services))]
    if not others or len(services[mine]) < 2:
        return set(), {}
    return {mine}, {letter: letter for letter in others}


def _initials(events: Iterable[Event]) -> tuple[set[str], set[str]]:
    """The first letters of the names of the user, and of others who put entries into the calendar."""
    own, theirs = set(), set()
    for event in events:
        people = (*event.guests, *((event.maker,) if event.maker else ()))
        own |= {guest.name[0] for guest in people if guest.is_self and guest.name}
        if event.maker and event.maker.name and not event.maker.is_self and not event.guests:
            theirs.add(event.maker.name[0])
    return own, theirs - own


def _is_another(letter: str, mine: str, counts: Counter[str], services: Mapping[str, set[str]]) -> bool:
    """Whether a letter has titles of another life: besides services, and with fewer of these."""
    return counts[letter] - len(services[letter]) >= 2 and len(services[letter]) < len(services[mine])


def _learn_titles(
    events: Iterable[Event], signing: Signing, signs: dict[tuple[str, ...], tuple[str, ...]]
) -> None:
    """A code whose event says its service once, and the initials of services named in full elsewhere."""
    used = Counter(t.folded for e in events for t in tokens_of(e.title) if t.text.isupper())
    for title, description in sorted({(event.title, event.description) for event in events}):
        labelled = LABELLED.search(description)
        if labelled:
            _learn_labelled(title, labelled["what"], signing, signs)
        for hit in signing(title):
            initials = "".join(word[0] for word in _words(hit.text))
            if hit.sign.startswith("service:") and len(initials) >= INITIALS and initials in used:
                signs.setdefault((initials,), (hit.sign,))


def _learn_labelled(
    title: str, what: str, signing: Signing, signs: dict[tuple[str, ...], tuple[str, ...]]
) -> None:
    meant = _meant(signing(plain_text(what)))
    code = title.split("|", maxsplit=1)[0].strip()
    if (
        meant
        and meant[0].startswith("service:")
        and not any(
            hit.sign.startswith((*TELLING, "block", "shift", "call", "part")) for hit in signing(code)
        )
    ):
        words = tuple(word for word in _words(code) if not word.isdigit())
        if 0 < len(words) <= LIST and len("".join(words)) > 1:
            signs.setdefault(words, meant)

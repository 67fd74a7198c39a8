"""Settled verdicts go in; the same come out with each congress under the name that its own words give it.

A meeting of the catalogue lends its name only to what is written like it and held on its days; symposia,
chapters and courses of the same society, and societies with the same letters, keep the title they have.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.domain.recognition.deciding import Verdict
from worker.domain.recognition.reading import Reading, Shape, overlapping
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import Scales
from worker.domain.recognition.words import folded, tokens_of
from worker.domain.season import Conference

UNNAMED = "the meeting"
"""What a congress is called whose title is no name that may stand in a letter."""
WHOLE = frozenset({Shape.DAY, Shape.DAYS, Shape.BLOCK})
GENERIC = frozenset(
    {
        "annual",
        "scientific",
        "meeting",
        "meetings",
        "mtg",
        "mtng",
        "conference",
        "conf",
        "congress",
        "cong",
        "convention",
        "assembly",
        "sessions",
        "session",
        "ann",
        "am",
        "the",
        "of",
        "and",
        "for",
        "at",
        "in",
        "world",
        "national",
        "international",
        "intl",
        "event",
    }
)
"""Words of a meeting's title that tell no meeting from another one."""
OTHERS = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|mid-?year|interim|regional|chapter|state|local|section|council|"
    r"young|junior|residents?|fellows?|students?|trainees?|foundations?|fundamentals|satellite|week|advocacy|"
    r"leadership|quality|safety|database|registry|university|academy|school|course|summit|symposi\w+|conclave|"
    r"forum|workshop|master\s?class|boot\s?camp|retreat|seminar|colloquium|update|review|day)\b",
    re.IGNORECASE,
)
"""Words that tell a society's other meetings from its annual one."""
NOUN = re.compile(
    r"\b(?:meetings?|mtg|conference|congress|convention|assembly|sessions|summit|symposi(?:um|a)|conclave|"
    r"forum|workshop|master\s?class|boot\s?camp|seminar|colloquium|course|courses|academy|school|week|retreat|"
    r"days?|update|kongress|jahrestagung|tagung|congreso|congr[eè]s|congresso|jornadas|simposio|kurs|curso)\b",
    re.IGNORECASE,
)
"""What a meeting's name says that it is."""
BOUND = frozenset(
    {
        "of",
        "on",
        "for",
        "in",
        "and",
        "&",
        "de",
        "del",
        "da",
        "do",
        "der",
        "des",
        "für",
        "the",
        "sur",
        "en",
        "et",
        "und",
        "-",
        ":",
        "y",
        "e",
    }
)
"""Words behind such a noun with which the name goes on: "Congress of Cardiology"."""
SOCIETY = re.compile(r"[A-Z][A-Za-z&]*[A-Z](?![\w&])")
"""The letters of a society."""
PROFESSIONAL = ("field", "service", "gathering", "meeting", "body", "letters", "name")
"""Signs of words that may be a part of a meeting's name."""
THE = re.compile(r"^the\s+", re.IGNORECASE)
SESSION = re.compile(r"\W*[A-Z]{1,4}-?\d{1,4}[a-z]?\b")
"""A session by its number: "PC210 ..."."""
DATED = re.compile(
    r"\b(?:19|20)\d\d\b|['\u2019]\d\d\b|\b\d{1,3}(?:st|nd|rd|th)\b|(?<=[A-Za-z]{2})[.'\u2019]?\d\d\b"
    r"|^\W*\d{1,3}\.\s|\bday\s*(?:\d+|one|two|three)(?:\s*(?:of|/)\s*\d+)?\b|\bd\d\b|\b\d{1,2}[./-]\d{1,2}\b|#\s?\w*\d\w*",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|\{[^}]*\}?")
PICTURES = re.compile(r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]")
BREAK = re.compile(r"\s+[-\u2013\u2014|/@\u00b7\u2022>]+\s*|:\s+|[,;|]\s*|\n|\s@")
ON_THE_WAY = re.compile(
    r"^(?:(?:my|me|i'm|im|we|the|a|off|going|go|travel(?:ling|ing)?|trip|fly(?:ing)?|flight|drive|driving|"
    r"train|leave|leaving|head(?:ing)?|attend(?:ing)?|present(?:ing|ation)?|poster|talk|abstract|speak(?:ing)?|"
    r"oral|podium|virtual|online|zoom|hybrid|conference|conf|congress|cme|tentative|tbc|hold|confirmed|re|fwd|fw)"
    r"\b[\s:]*(?:(?:to|at|for|in)\b\s*)?)+(?=\S)",
    re.IGNORECASE,
)
"""What a calendar says of the user before the name: "flight to ...", "my poster at ..."."""
BEHIND = re.compile(
    r"(?:\s+(?:trip|travel|flights?|hotel|hybrid|virtual|online|registration|registered|booked|confirmed|tbc|"
    r"tentative|abstract|poster|cme|week off|!+|\?+|[A-Z]{2,3}\s?\d{2,5}))+$"
)
COMPANY = re.compile(r"\s+(?:w/|with\b|mit\b|avec\b|con\b).*$", re.IGNORECASE)
UNSOUND = re.compile(
    r"\b(?:flights?|fly|flying|hotel|airbnb|travel|drive|trip|my|me|i|we|us|off|tbd|tbc|busy|untitled|pto|"
    r"vacation|ask|swap|call|return|home|arrive|depart)\b|[@#_=<>]|\d{4,}|https?:",
    re.IGNORECASE,
)
"""What stands in a jotting, and in no meeting's name."""
SHORT_FORMS = {
    "mtg": "meeting",
    "mtng": "meeting",
    "conf": "conference",
    "conv": "convention",
    "cong": "congress",
    "symp": "symposium",
    "ann": "annual",
    "intl": "international",
    "natl": "national",
    "sci": "scientific",
    "assn": "association",
    "assoc": "association",
    "soc": "society",
    "surg": "surgical",
    "clin": "clinical",
}
"""What calendars shorten, and no letter does."""
PART_ALONE = re.compile(r"\b(?:regional|chapter|spring|summer|autumn|fall|winter|annual)$", re.IGNORECASE)
"""What stands for such a meeting without the noun: "STS regional"."""
SHORTEST, LONGEST = 2, 90
LOUD = 5
"""Letters from which on a word written in capitals is no abbreviation where the whole title is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A congress with a name of its own, and its days."""

    before: str
    """The subject it was taken for."""
    subject: str
    title: str
    first: date
    last: date
    is_society: bool = False
    """Its own words name a society, or say that it is a meeting."""

    def is_on(self, reading: Reading) -> bool:
        """Whether an event lies in its days; an hour, on the eve of them, too."""
        event = reading.event
        if reading.shape in WHOLE:
            longer = event.day_count <= (self.last - self.first).days
            return longer and self.first <= event.first_day and event.last_day <= self.last
        return self.first - timedelta(days=1) <= event.first_day <= self.last


def with_own_names(verdicts: Sequence[Verdict], scales: Scales) -> list[Verdict]:
    """The verdicts with every congress, and whatever is held there, under its own name."""
    congresses = [v for v in verdicts if v.label is Label.CONFERENCE]
    whole = [_named(v, scales) for v in congresses if v.reading.shape in WHOLE]
    whole.sort(key=lambda one: (one.subject != one.before, one.first, one.title))
    names = {id(v): _there(v, whole) for v in congresses}
    hours = [v for v in congresses if names[id(v)] is None]
    for together in _by_days(hours, scales.lexicon.lengths.congress_gap_days):
        named = [_named(v, scales) for v in together]
        best = max(named, key=lambda one: (one.subject == one.before, one.is_society, one.title != UNNAMED))
        whole_days = [v.reading.shape in WHOLE for v in together]
        names |= {
            id(v): own if is_whole else best
            for v, own, is_whole in zip(together, named, whole_days, strict=True)
        }
    return [_called(v, name) if (name := names.get(id(v))) else v for v in verdicts]


def _by_days(verdicts: Sequence[Verdict], gap: int) -> list[list[Verdict]]:
    """What was taken for one meeting, close together."""
    found: list[list[Verdict]] = []
    for verdict in sorted(verdicts, key=lambda v: (v.subject, v.reading.event.first_day, v.reading.event.id)):
        last = found[-1][-1] if found else None
        near = last and verdict.reading.event.first_day - last.reading.event.last_day <= timedelta(
            days=gap + 1
        )
        if last and near and last.subject == verdict.subject:
            found[-1].append(verdict)
        else:
            found.append([verdict])
    return found


def _there(verdict: Verdict, named: Sequence[Named]) -> Named | None:
    """The congress that an hour or a day belongs to, if it was taken for a part of one."""
    return next((one for one in named if one.before == verdict.subject and one.is_on(verdict.reading)), None)


def _called(verdict: Verdict, named: Named) -> Verdict:
    """The verdict under that name, its reasons too."""
    if named.title == verdict.title and named.subject == verdict.subject:
        return verdict
    before = verdict.title
    why = tuple(said.replace(before, named.title) for said in verdict.why) if before else verdict.why
    return replace(verdict, subject=named.subject, title=named.title, why=why)


def _named(verdict: Verdict, scales: Scales) -> Named:
    reading, event = verdict.reading, verdict.reading.event
    own = own_title(reading.headline, scales)
    conference = scales.reader.catalogue.get(verdict.subject) or _in_title(reading, own, scales)
    if conference and _is_that_meeting(conference, reading, own, scales):
        subject, title = conference.id, conference.short or conference.name
    else:
        title = own or UNNAMED
        subject = _own_subject(verdict, own, scales)
    told = bool(own) and (bool(scales.meetings_in(reading.title)) or "body" in reading.title)
    return Named(verdict.subject, subject, title, event.first_day, event.last_day, is_society=told)


def _in_title(reading: Reading, own: str, scales: Scales) -> Conference | None:
    """The meeting of the catalogue that a title names, of whatever else it was recognised."""
    named = sorted(scales.meetings_in(reading.title))
    found = (scales.reader.catalogue[meeting] for meeting in named)
    return next((one for one in found if _is_that_meeting(one, reading, own, scales)), None)


def _own_subject(verdict: Verdict, own: str, scales: Scales) -> str:
    """What it is known by: as before, but for another meeting of a society of the catalogue."""
    conference, year = scales.reader.catalogue.get(verdict.subject), verdict.reading.event.first_day.year
    if conference is None or (
        not conference.collisions
        and all(edition.start.year != year for edition in conference.editions)
        and _is_worded_like(conference, verdict.reading, own, scales)
    ):
        return verdict.subject
    return folded(own or verdict.reading.headline) or verdict.subject


def _is_that_meeting(conference: Conference, reading: Reading, own: str, scales: Scales) -> bool:
    """Whether the words name a meeting of the catalogue, and no other, on the days of an edition."""
    if not overlapping(conference, reading.event, scales.lexicon.lengths.catalogue_slack_days):
        return False
    if conference.id not in scales.meetings_in(reading.title):
        noted = scales.meetings_in(reading.noted) | scales.meetings_in(reading.placed)
        return conference.id in noted and (not own or SESSION.match(reading.headline) is not None)
    return reading.shape not in WHOLE or _is_worded_like(conference, reading, own, scales)


def _is_worded_like(conference: Conference, reading: Reading, own: str, scales: Scales) -> bool:
    """Whether a title names a meeting of the catalogue, and nothing that tells another one from it."""
    if conference.id not in scales.meetings_in(reading.title):
        return False
    known = _words_of(conference)
    beside = " ".join(token.text for token in tokens_of(own) if token.folded not in known)
    fields = scales.reader.titled(own).of("field")
    return not OTHERS.search(beside) and all(known.issuperset(folded(hit.text).split()) for hit in fields)


def _words_of(conference: Conference) -> frozenset[str]:
    """Every word of the names that a meeting goes by."""
    names = (conference.name, conference.short, *conference.aliases)
    return frozenset(token.folded for name in names for token in tokens_of(name))


def own_title(headline: str, scales: Scales) -> str:
    """A title as a meeting's name in a sentence, without years and codes; empty where it is none."""
    plain = BRACKETS.sub(" ", PICTURES.sub(" ", headline))
    parts = [_trimmed(part) for part in BREAK.split(plain)]
    parts = [part for part in parts if part and not _is_about_travel(part, scales)]
    names = [_quieter(_without_tail(_in_short(part, scales), scales), scales) for part in parts]
    place = next((place for place, name in enumerate(names) if _is_sound(name, scales)), None)
    return "" if place is None else _with_society(names, place)


def _with_society(names: Sequence[str], place: int) -> str:
    """A name, with the society before or the meeting behind that a colon or a dash parts from it."""
    name, before = names[place], names[place - 1] if place else ""
    if before and (name[:1].islower() or name.startswith("Annual ")) and not UNSOUND.search(before):
        return f"{before} {name}"
    behind = "".join(names[place + 1 : place + 2])
    proper = NOUN.search(behind) and behind[:1].isupper() and not _is_generic(behind)
    if SOCIETY.fullmatch(name) and proper and name not in behind.split():
        return f"{name} {THE.sub('', behind)}"
    return name


def _trimmed(part: str) -> str:
    """A part of a title without dates, and without what the user does there."""
    undated = " ".join(COMPANY.sub("", DATED.sub(" ", part)).split()).strip(" -\u2013\u2014:,.!?*~+\"'")
    undated = " ".join(map(_in_full, undated.split()))
    if not ON_THE_WAY.sub("", undated) or GENERIC.issuperset(folded(undated).split()):
        return undated
    return BEHIND.sub("", ON_THE_WAY.sub("", undated)).strip(" -\u2013\u2014:,.!?*~+\"'")


def _is_about_travel(part: str, scales: Scales) -> bool:
    signs = scales.reader.titled(part)
    return "against:travel" in signs.by_sign and not NOUN.search(part)


def _is_generic(part: str) -> bool:
    return GENERIC.issuperset(folded(part).split())


def _in_short(name: str, scales: Scales) -> str:
    """A name too long for a sentence up to its first noun, and with the letters of its society."""
    if len(name) <= LONGEST:
        return name
    noun = NOUN.search(name)
    cut = name[: noun.end()] if noun else name
    if len(cut) <= LONGEST:
        return cut
    for hit in scales.reader.titled(cut).of("name"):
        aliases = scales.reader.catalogue[hit.sign.split(":", 1)[1]].aliases
        letters = next((alias for alias in aliases if SOCIETY.fullmatch(alias)), "")
        if letters:
            return " ".join(f"{cut[: hit.start]} {letters} {cut[hit.end :]}".split())
    return cut


def _without_tail(name: str, scales: Scales) -> str:
    """Without what stands behind the name and is not of the profession: a town, a jotting."""
    nouns = list(NOUN.finditer(name))
    if not nouns:
        return _letters_alone(name, scales)
    end = nouns[-1].end()
    behind = name[end:].split()
    told = scales.reader.titled(name[end:])
    hits = [hit for kind in PROFESSIONAL for hit in told.of(kind)]
    alone = " " not in name[:end] and not hits
    if not behind or behind[0].casefold() in BOUND or alone or _is_generic(name[:end]):
        return name
    return name[: end + max((hit.end for hit in hits), default=0)]


def _letters_alone(name: str, scales: Scales) -> str:
    """A society's letters without the town behind them: "ISMICS Rome"."""
    letters = SOCIETY.match(name)
    behind = name[letters.end() :] if letters else ""
    told = scales.reader.titled(behind)
    named = OTHERS.search(behind) or any(told.of(kind) for kind in PROFESSIONAL)
    return name if letters is None or named or not behind else letters[0]


def _quieter(name: str, scales: Scales) -> str:
    """Not shouted, and societies' letters in capitals."""
    letters = {alias for c in scales.reader.catalogue.values() for alias in c.aliases if alias.isupper()}
    known = {bare.casefold() for bare in letters if bare.isalpha() and len(bare) > SHORTEST}
    known |= {*scales.lexicon.congress.letters}
    shouted = [word for word in name.split() if len(word) > LOUD and word.isupper() and word.isalpha()]
    loud = (name.isupper() and " " in name) or len(shouted) > 1
    spoken = " ".join(_spoken(word, known, loud=loud) for word in name.split())
    return f"{spoken} meeting" if PART_ALONE.search(spoken) else spoken


def _in_full(word: str) -> str:
    """A word of which calendars write the beginning."""
    whole = SHORT_FORMS.get(word.casefold().rstrip("."))
    return word if whole is None or (word.isupper() and len(word) < LOUD) else _as_large(whole, word)


def _as_large(whole: str, word: str) -> str:
    return whole if word[:1].islower() else whole.capitalize()


def _spoken(word: str, letters: set[str], *, loud: bool) -> str:
    if word.islower() and word in letters and not NOUN.fullmatch(word):
        return word.upper()
    if loud and len(word) >= LOUD and word.isalpha() and word.isupper() and word.casefold() not in letters:
        return word.capitalize()
    return word


def _is_sound(name: str, scales: Scales) -> bool:
    """Whether it may stand behind "at the": it says of a meeting or a society which one it is."""
    if not SHORTEST <= len(name) <= LONGEST or _is_generic(name) or UNSOUND.search(name):
        return False
    if not any(letter.isalpha() for letter in name) or SESSION.match(name):
        return False
    signs = scales.reader.titled(name)
    society = SOCIETY.match(name)
    letters = society is not None and len(society[0]) > SHORTEST
    told = any(signs.of(kind) for kind in ("body", "letters", "name", "society", "gathering", "meeting"))
    return bool(NOUN.search(name) or letters) or told

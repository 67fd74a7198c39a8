"""How people write names: a text goes in; where names, titles, degrees and addresses stand comes out."""

import re
from collections.abc import Sequence
from functools import lru_cache

from worker.domain.names import full_name, parse_name
from worker.domain.recognition.words import bare

CAPITALS = ((0x41, 0x180), (0x1A0, 0x1B1), (0x218, 0x21C), (0x386, 0x3AC), (0x400, 0x430), (0x490, 0x4F0))
"""Where the capitals of living Latin, Greek and Cyrillic alphabets stand in Unicode."""


def _capitals() -> str:
    """The inside of a character class: each letter costs time in every pattern that names a word."""
    runs: list[list[int]] = []
    for point in (point for first, end in CAPITALS for point in range(first, end) if chr(point).isupper()):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(chr(one) if one == last else f"{chr(one)}-{chr(last)}" for one, last in runs)


UPPER = _capitals()
RANK = (
    r"(?:CPT|MAJ|LTC|COL|CDR|LCDR|CAPT|LTJG|[12]?LT|BG|RADM|L[Tt]\.? [Cc](?:ol|dr|OL|DR)|Col|Maj|Capt|Cdr"
    r"|Brig|Surg\.? (?:Cdr|Lt)|Wg\.? Cdr|Sqn\.? Ldr|Flt\.? Lt)"
)
WEAK = re.compile(rf"(?:{RANK}|(?i:sr)|Kuya)\.?(?:\s*\(.*)?")
"""Titles of others, too, that also mean something else (billing codes, "Sr. Specialist")."""
RANKED = re.compile(rf"^{RANK}\.?\s+(?=\w+ \w)")
TITLE = (
    rf"(?:{RANK}(?:\.? ?\((?i:dr|ret|doctor)\.?\) ?|\. ?| +)"
    r"|(?:(?i:drs?|dra|dre?s|dras|lek|inż|prof|profs|profa|professor|professora|profesora?|professorin|professeure?|docteure?|doctora?|priv-doz|"
    r"univ-prof|assoc\.? prof|asst\.? prof|mr|mrs|ms|mx|herrn?|frau|sra|sr(?=\.)|mme|"
    r"dott(?:\.?ssa)?|dottor|dottoressa|oa|oä|"
    r"op\. dr|uzm\. dr|doç\. dr|"
    r"\u0434-\u0440|\u043f\u0440\u043e\u0444|\u0434\u043e\u043a\u0442\u043e\u0440|\u03b4\u03c1|\u03ba\u03b1\u03b8\w*"
    r"|\u03ba(?:\u03bf[\u03c2\u03c5\u03bd]|\u03b1\u03c2?)?|(?:th?s\.\s?)?bs(?=\.)|pgs(?:\.ts)?(?=\.)|bác sĩ)"
    r"|Pr|Doc|Miss|Sir|Dame|Kuya)(?:\.[ \t\xa0]*|[ \t\xa0]+))"
    r"(?:(?i:dr|dra|med|hab|habil|prof|rer|nat|h\.c|ssa|univ|n(?=\.))(?:\.\s*|\s+))*"
)
WORD = (
    rf"(?:[{UPPER}]\.(?:[ -]?[{UPPER}]\.)*"
    rf"|(?:Wm|Chas|Geo|Jas|Jos|Thos|Robt|Edw|Chr|Fco|Ma|Mª|St|Ste)\.(?=[ ]+[{UPPER}])"
    rf"|(?:[dDlL]['\u2019]|(?:al|el|Al|El)-)?[{UPPER}][^\W\d_]*(?:['\u2019\-](?!s\b)[^\W\d_]+)*(?!\w|-\d))"
)
PARTICLE = (
    r"(?:de|da|do|dos|das|del|della|di|du|la|le|van|von|der|den|ter|ten|bin|ben|ibn|al|el|abu|af|zu|zur|'t"
    r"|vd|v/d|v\.\s?d\.|v\.)"
)
SHORTENED = re.compile(r"\bv(?:/d|\.\s?d\.) |['\u2019]t ")
"""Dutch particles as they are shortened."""
AND = rf"y(?=[ ]+{WORD}(?![ ]+{WORD}))"
"""In "Ortega y Gasset" a part of the name; in "Lucía Peña y Andrés Gil" between two."""
CORE = rf"(?:{PARTICLE}\s+){{0,3}}{WORD}(?:[ ]+(?:(?:{PARTICLE}|{AND})[ ]+){{0,3}}{WORD}){{0,3}}"
ADDRESS = r"[\w.+'\-]+@[\w\-]+(?:\.[\w\-]+)+"
DEGREE = (
    r"(?:,?\s+(?:M\.?D\.?|D\.?O\.?|Ph\.?D\.?|M\.?P\.?H\.?|MBA|FACS|MBBS|MBChB|MBBCh|FRCS|FRCSC|FACC|FCCP|FCCM|MSc?|MSCR|"
    r"MHS|FASA|MBE|PA-C|NP|RN|DNP|Jr\.?|Sr\.?|I{2,3}|IV)(?![\w]))"
)
NAMED = re.compile(rf"(?<![\w@])(?P<title>{TITLE})?(?P<name>{CORE})")
OFFICES = r"(?i:a?pd|program director|prog dir|chair|attending|attg|fellow)"
TOLD = re.compile(rf"\b(?:M\.?D|D\.?O|PhD|{OFFICES})\b")
"""Without any of these, or an address, no name typed small is believed."""
SMALL = re.compile(
    r"(?P<title>)(?P<name>(?:[^\W\d_]\.[ ]?){0,2}[^\W\d_]+(?:[ -][^\W\d_]+){0,2})"
    rf"(?=\s*[<(]\s*{ADDRESS})"
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
TYPED_SMALL = re.compile(
    r"(?P<title>)(?P<name>[a-z\u00df-\u024f]{3,}(?:[ -][a-z\u00df-\u024f]{2,})?)"
    r"(?=[ ]*(?:$|[,;:(\n&+/.!\u2013-])|[ ]+(?:and|re|from|at|about|w|then|until|til|till|thru)\b)"
)
"""A name without capitals, as much of a list or line as the name may be."""
NO_NAME = ("ing", "ed", "ly", "ion", "day", "ous")
"""Endings of words that are no surnames when typed small."""
HAN_BEFORE = re.compile("^[\u4e0e\u548c\u8ddf\u540c\u5411\u89c1\u627e\u8bf7\u7ed9\u7ea6\u5bf9\u4e86]+(?=.)")
"""Chinese words written right before a name: "with", "and", "to see", "to ask"."""
CASELESS = re.compile(
    '(?P<title>(?:\u0627\u0644)?\u062f\u0643\u062a\u0648\u0631\u0629?|(?:\u0623\\.)?\u062f\\.|\u0628\u0631\u0648\u0641\u064a\u0633\u0648\u0631|\u0921\u0949\\.?|\u092a\u094d\u0930\u094b\\.?|\u05d3["\u05f4]\u05e8|\u05e4\u05e8\u05d5\u05e4[\u0027\u05f3]?|\u0e19\u0e1e\\.|\u0e1e\u0e0d\\.)'
    "\\s*(?P<name>[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f](?:-?[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f]){2,}"
    "(?: [\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f](?:-?[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f]){2,})?)"
)
"""A doctor in scripts without capitals: Arabic, Devanagari, Hebrew, Thai."""
POLITE = re.compile(
    r"[ -](?:sensei|senpai|hocam?|sir|ma'?am|madam|saab|seonsaengnim|gyosunim|ssaem)(?!\w)", re.IGNORECASE
)
HONOURED = re.compile(rf"(?P<name>{WORD})(?P<title>(?i:{POLITE.pattern}))")
"""A teacher's title behind a name: "Tanaka-sensei", "Demir hocam", "Rao sir"."""
INITIALS_ALONE = re.compile(rf"[{UPPER}]\.?(?:[.-][{UPPER}]\.?){{1,3}}")
"""Somebody of whom initials alone are written ("Dr. K-B")."""
AGAIN = re.compile(rf"(?<![\w@])(?P<title>)(?P<name>{WORD})(?= again\b)")
MAIL = re.compile(ADDRESS)
NEAR_MAIL = re.compile(rf"\s*[,:\-\u2013\u2014]?\s*[<(\[]?\s*(?:mailto:)?(?P<mail>{ADDRESS})\s*[>)\]]?")
FAR_MAIL = re.compile(
    rf"(?:,(?!\s*[\w.+\-]+@)[^,;\n@<>()]{{1,40}}){{1,2}},?\s+[<(\[]?(?P<mail>{ADDRESS})\s*[>)\]]?"
)
JUNIOR = re.compile(
    r"(?:,?\s*M\.?[DB]\.?)?\s*,?\s*[(\[]?(?:PGY[\s-]?[1-4]|R[1-4]|CA-?[1-3]|MS-?[34])(?=\s*(?:$|[\n;.)\]]))"
)
"""Behind the name of a resident whom a feed calls "staff"."""
PLACE = re.compile(
    rf"[ ]+(?:of|from|at|@)[ ]+(?:the[ ]+)?{WORD}(?:[ ]+(?:of[ ]+)?{WORD}){{0,4}}"
    r"(?=\s*(?:$|[,;|/&+\n.]|and\b))"
)
"""Behind a name: where they work."""
AFFILIATION = re.compile(r"\s*[(\[](?P<in>[^()\[\]@\n]{1,60})[)\]]")
DEGREES = re.compile(rf"{DEGREE}+")
BESIDES = (
    r"(?:(?:(?:his|her|their|my|our)\s+)?(?:(?:research|clinical)\s+)?"
    r"(?:postdoc(?:toral fellow)?|fellow|colleague|collaborator|mentor|co-?author|co-?pi)\s+(?=[A-Z][a-z]))?"
)
"""Before a name: who it is to whoever is named before it ("Dr. Hall and her postdoc Wim Bos")."""
ARTICLE = (
    rf"{BESIDES}"
    r"(?:(?:the|la|el|le|il|lo|a|o|den|dem|der|die|das)\s+(?:frau\s+|herrn?\s+)?"
    r"(?=(?i:dra?|profa?|pr|professora?|docteure?)\b))?"
)
"""Before a title in a list: "le Pr Lemoine et le Dr Aubry"."""
WHEN = (
    r"(?:(?:(?:wk|week|wks|weeks)s?\s*\d+(?:\s*[-\u2013&]\s*\d+)?|\d{1,2}/\d{1,2}(?:\s*[-\u2013]\s*\d{1,2}(?:/\d{1,2})?)?"
    r"|\d{1,2}[.)](?=\s))\s*[:=\-\u2013]?\s*)?"
)
"""Before a name in a list: the week it is about, or its number."""
SEPARATOR = re.compile(
    r"\s*(?:(?P<list>,?\s*\b(?:then|dann|puis|luego|depois|poi)\b|,\s*(?:and\b|&)?|[;/|\u2192]|->"
    r"|\n\s*(?:[-•*·\u2013]|\d+[.)])|\s(?=(?:wk|week|wks)s?\s*\d)|\s(?=\d[.)]\s))"
    r"|(?P<join>\b(?:and|y|et|und|e|i|oraz)\b|&|\+|、|と|和))\s*"
    rf"{WHEN}{ARTICLE}"
)
OPENING = re.compile(WHEN + BESIDES)
OWN_LINE = re.compile(
    rf"\s*\n\s*(?=(?:{TITLE})?{WORD}(?: {WORD}){{1,3}}{DEGREE}*\s*(?:[,(\u2013-][^\n]*)?(?:\n|$))"
)
"""The next line holds nothing but a name and what is said of it."""
SPAN = re.compile(
    r"\s*\(?(?:(?:until|thru|through|till|til|from|since|starting|ab|bis|desde|hasta|jusqu['\u2019]au|ate)\s+"
    r"[\d./-]+(?:st|nd|rd|th)?\b"
    r"|\d{1,2}/\d{1,2}(?:\s*[-\u2013]\s*\d{1,2}(?:/\d{1,2})?)?|(?:wk|week|wks|weeks)s?\s*\d+(?:\s*[-\u2013]\s*\d+)?(?=\)|\s*(?:$|[,;/&+\n.]|(?:and|then)\b)))\)?",
    re.IGNORECASE,
)
"""Behind a name: when they are there ("Bell until 9/20 then Feld")."""
NEXT_NAME = re.compile(rf"(?:{TITLE})?{WORD}(?:\s+{WORD}|\s*(?:[(,;&/+=]|-\s|$))")
"""Another person begins here."""
SMALL_BESIDE = re.compile(
    r"(?P<title>)(?P<name>(?:[^\W\d_]\.[ ]?|[^\W\d_]{2,} )[^\W\d_]{2,}(?:-[^\W\d_]+)?)"
    rf"(?=,?\s+{ADDRESS})"
)
"""A name typed small before a bare address: believed where that is spelt from it."""
SAID_IN_BRACKETS = re.compile(
    r"\s*\((?P<in>(?:(?:s?he|they)\s)?(?:let|taught|showed|gave|told|sent|[a-z]{3,}ed)\s+(?:me|us|my|our)\b"
    r"[^()@\n]{3,120})\)",
    re.IGNORECASE,
)
"""What is told of somebody, not where they work: "(let me do the whole case)"."""
NEXT_LABEL = re.compile(r"[^\W\d_]+(?: [1-7])?(?:\s+(?:me|myself)\b|\s*[:=]|\s+[A-Z][a-z]+\s*(?:$|[,;.\n]))")
"""A word that is said of the next one in a list ("Bell, intern me")."""
NEXT_ITEM = re.compile(r"[^;|\n@]{1,70}?(?:[;|]|\n\s*[-•*·\u2013])\s*")
"""What else is said of somebody in a list, up to the next one ("Jane Lee, Duke; Tom Fox, Mayo")."""
LABEL_LENGTH = 20
"""Characters before a name among which its label stands."""
SHORT = 3
"""A single word of so few letters is hardly a surname."""
WEEKDAY = re.compile(
    r"(?:[MTWRF](?=-)|Th|Mo|Tu|We|Fr|Sa|Su|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)(?:-(?:T|W|Th|F|Tu|We|Fr|Sa|Su|Mon|Tue|Wed|Thu|Thurs|Fri|Sat|Sun))?"
)
TAIL = re.compile(rf"[{UPPER}]\.?")
"""The initial of a second surname, or of the only one ("Ximena Lozano V.")."""
COMPOUND = re.compile(r"[A-Z]{2,}-")
"""A noun made with letters ("PJ-Beauftragter") is no name."""
TOPIC = re.compile(
    r"[ \t]*[.)\]]?[ \t]*(?:[-\u2013\u2014:]+[ \t]*|,?[ \t]*"
    r"(?:about|re:?|regarding|discussed|concerning|sobre|über|ueber|à propos de|om)\s+)"
    r"(?P<topic>[^\n;]{2,200})",
    re.IGNORECASE,
)


def role_mark(before: str) -> re.Match[str] | None:
    """The colon, or the list behind a colon, with which a text ends."""
    return re.search(r"[:=]\s*(?:[a-z\u00df-\u024f -]+[,/&+]\s*)*$", before[-LABEL_LENGTH * 2 :])


def leveled(text: str) -> str:
    """The text in lower case without accents and with plain apostrophes, of the same length."""
    if text.isascii():
        return text.lower()
    return "".join(_leveled(char) for char in text)


@lru_cache(maxsize=4096)
def _leveled(char: str) -> str:
    plain = "'" if char == "\u2019" else bare(char)
    return plain if len(plain) == 1 else char


def is_loud(text: str, at: int, words: Sequence[str]) -> bool:
    """Whether a name in capitals is no code: the label before it is written so, too ("ATTENDING: PATEL")."""
    before = re.search(r"[^\W\d_]{3,}[^\w\n]*$", text[max(0, at - LABEL_LENGTH) : at])
    return bool(words) and words[0].isupper() and before is not None and before[0].isupper()


NOTED_MET = re.compile(r"\W*met(?:\s+with)?\s*:", re.IGNORECASE)
"""What opens a line on somebody whom the user met."""


def is_spelt_beside(text: str, match: re.Match[str], written: str) -> bool:
    """Whether an address right behind a whole name is spelt from it: "Kay Long <klong@...>" is no length.

    Behind "Met:" any address will do, elsewhere mere initials, too.
    """
    mail = NEAR_MAIL.match(text, match.end())
    if mail is None or len(written.split()) == 1:
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    initials = "".join(word[0] for word in bare(written).split())
    labelled = NOTED_MET.match(line) is not None or mail["mail"].casefold().startswith(f"{initials}@")
    return labelled or belongs(mail["mail"], written)


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
    parts_of = [bare(word) for word in re.split(r"[\s-]+", name) if word]
    if len(parts_of) > 2 and local == "".join(word[0] for word in parts_of[:-1]) + parts_of[-1]:
        return True
    if len(parts_of) > 2 and local == "".join(word[0] for word in parts_of):
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
    """A name in its usual order, without title and degrees.

    "Lozano V" alone is written surname first; shortened particles ("v/d") stay as they are.
    """
    name = RANKED.sub("", name)
    if SHORTENED.search(name):
        return name.strip()
    parts = parse_name(name)
    words = name.split()
    if len(words) > 2 and TAIL.fullmatch(words[-1]) and TAIL.sub("", words[0]) and not words[0].islower():
        return " ".join(words) if not parts.title else full_name(parts)
    return full_name(parts) or name.strip()

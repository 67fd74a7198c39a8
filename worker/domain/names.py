"""A name as people write it goes in; its parts, a form to compare, and a greeting come out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from worker.domain.person import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = {
    **dict.fromkeys(_words("prof profs profa professor professorin"), "Professor"),
    **dict.fromkeys(_words("dr drs dra doc dott doctor"), "Dr."),
    **dict.fromkeys(
        _words(
            "\u05e4\u05e8\u05d5\u05e4 \u043f\u0440\u043e\u0444 "
            "\u0628\u0631\u0648\u0641\u064a\u0633\u0648\u0631"
        ),
        "Professor",
    ),
    **dict.fromkeys(
        _words(
            "\u062f \u062f\u0643\u062a\u0648\u0631 \u0627\u0644\u062f\u0643\u062a\u0648\u0631 \u0921\u0949"
        ),
        "Dr.",
    ),
    "mr": "Mr.",
    "mrs": "Mrs.",
    "ms": "Ms.",
    "miss": "Ms.",
    "mx": "Mx.",
}
TITLE_TRAIL = _words("med habil rer nat hc univ asst assoc assistant associate")
"""Words that only belong to a title: "Prof. Dr. med.", "Asst. Prof."."""

DOCTORATES = _words(
    "md do phd mbbs mbbch mbchb mbbchir bmbs mdcm dmd dds dvm pharmd scd dsc drph dnp dpt edd psyd dphil mudr"
)
DEGREES = DOCTORATES | _words(
    "facs frcs frcsc frcsed fracs facc faha fccp fccm fasa faap frcp frcpc mrcs mrcp fesc febs fics dabs "
    "mph mba mhs ms msc mscr mshs mha mhpe med ma mpp msed bs bsc ba bsn rn msn np aprn acnp agacnp fnp crna "
    "pa pac rd lcsw jd esq jr sr ii iii iv pgy"
)
WORDS_TOO = _words("do ms ma pa ba np med bs rd sr")
"""Degrees that are also surnames or words: believed only in capitals, with dots, or behind a comma."""

PARTICLES = _words(
    "de del della di da dos das do du la le las los van von vom der den ter ten zu zur al el bin ibn bint "
    "abu st ó"
)
GIVEN_TOO = _words("al di bin")
"""Particles that are given names as well: believed to be one at the beginning, with a capital."""
SAINTS = frozenset({"st", "ste"})
"""With one word behind them they may be a surname: "St. John"."""
ALWAYS_PARTICLES = _words("de del della da dos das du von vom der den zu zur ibn bint")
SHORT_SURNAMES = _words("li wu xu hu ma lu yu he ho le ng oh su do vo ko gu du fu ku qi yi an ba lo bo ye")
"""Two-letter surnames: "Mei LI" is no "Li, M."."""
FAMILY_FIRST = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn"
)
"""Vietnamese surnames as written in Vietnamese, and so in Vietnamese order."""
NO_GIVEN_NAME = _words(
    "chief professor attending director resident fellow chair surgeon surgery medicine cardiology "
    "anesthesiology department dept division hospital university medical center centre clinic college school "
    "institute program service team office coordinator intern student moderator speaker mentor faculty host"
)
"""Words behind a comma that tell an office, not a given name: "Jane Lee, Chief of Surgery"."""
PLACEHOLDERS = _words("none null undefined unknown tbd tba")
"""What programs and people write where they have no name."""
SUFFIXES = _words("jr sr ii iii iv")

HEBREW_DOCTOR = re.compile('\u05d3["\u05f4]\u05e8\\s')
"""Written with a mark that is no quotation mark."""
LONGEST_GREETING = 40
"""Longer than this it is no name that one would write after "Dear" (a reader's limit)."""
EXTRA_LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i", "ð": "d", "þ": "th"}
)
APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "\u2018": "'"})
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013", "-"))


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name.

    A single word without title or degree stands in `given`; a name in another script in `surname`, whole.
    """

    title: str = ""
    """"Dr.", "Professor", "Mr.", "Ms.", "Mrs.", "Mx." or empty; the highest where several are written."""
    given: str = ""
    surname: str = ""
    degrees: tuple[str, ...] = ()
    """Degrees, fellowships and generational suffixes, as written without dots."""
    family_first: bool = False


def fold(text: str) -> str:
    """The text for comparing: casefolded, Latin, Greek and Cyrillic accents stripped, single spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    bare = "".join(c for c in plain if not "\u0300" <= c <= "\u036f").casefold()
    joined = unicodedata.normalize("NFKC", bare.translate(EXTRA_LETTERS))
    return " ".join(joined.split())


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """The parts of a name in any common order, with title and degrees taken off; empty parts are unknown.

    A bare e-mail address is no name and gives an empty one; "jane.lee" and "jane_lee" are read as two words.
    """
    parts = [part.split() for part in _cleaned(text).split(",")]
    title, parts = _without_titles([_split_dots(part) for part in parts])
    degrees, parts = _without_degrees(parts)
    if not parts or (len(parts[0]) == 1 and fold(parts[0][0]) in PLACEHOLDERS):
        return Name(title=title, degrees=degrees)
    words, family = _in_order(parts)
    words = _cased(words)
    if any(_is_other_script(word) for word in words):
        return Name(title, "", " ".join(words), degrees)
    given, surname, family_first = _parted(words, family, titled=bool(title or degrees))
    return Name(title, " ".join(map(_dotted, given)), " ".join(surname), degrees, family_first)


def full_name(name: Name) -> str:
    """Given name and surname in the order of their language, without title and degrees; may be empty."""
    both = (name.surname, name.given) if name.family_first else (name.given, name.surname)
    return " ".join(part for part in both if part)


def folded_name(name: str) -> str:
    """A name for comparing, without title and degrees."""
    return fold(full_name(parse_name(name)))


def folded_full(name: str) -> str:
    """The same if it has both parts, else nothing: a surname alone identifies nobody."""
    parts = parse_name(name)
    return fold(full_name(parts)) if parts.given and parts.surname else ""


def compatible(a: str, b: str) -> bool:
    """Whether two spellings may be one person: same surname; given names equal, an initial, or missing."""
    one, other = parse_name(a), parse_name(b)
    if not (full_name(one) and full_name(other)):
        return False
    if _is_whole(one, other.surname) or _is_whole(other, one.surname):
        return True
    if _is_half(one.surname, other.surname) or _is_half(other.surname, one.surname):
        return True
    if one.surname and other.surname:
        return _comparable(one.surname) == _comparable(other.surname) and _given_agree(one.given, other.given)
    alone, whole = (one, other) if not one.surname else (other, one)
    word = _comparable(alone.given)
    firsts = _comparable(whole.given).split()[:1]
    return word in {_comparable(whole.surname), _comparable(whole.given), *firsts}


def _is_whole(name: Name, surname: str) -> bool:
    """Whether a whole name is a surname alone: "Dr. Al Rashid" may be Omar Al Rashid."""
    first = name.given.casefold() in GIVEN_TOO | SAINTS
    return first and _comparable(full_name(name)) == _comparable(surname)


def _is_half(word: str, whole: str) -> bool:
    """Whether a word in another script is the first or last of a whole name written in it."""
    parts = whole.split()
    return len(parts) > 1 and _is_other_script(whole) and fold(word) in {fold(parts[0]), fold(parts[-1])}


def greeting(name: str, role: Role) -> str:
    """How to address somebody after "Dear": "Dr. Patel", "Professor Ito", "Priya"; empty for no name.

    Doctors by surname; chief residents, who work beside the user, by given name; coordinators, nurses and
    others with a degree that is no doctorate by their whole name.
    """
    parts = parse_name(name)
    words = _addressed(parts, role, shown=_cleaned(name))
    return words if len(words) <= LONGEST_GREETING else ""


def _addressed(parts: Name, role: Role, shown: str) -> str:
    first = _first_name(parts)
    if role is Role.CHIEF and parts.title != "Professor" and (first or _is_other_script(parts.surname)):
        return first or parts.surname
    if role is Role.COORDINATOR and first and not (parts.title or _has_doctorate(parts)):
        return full_name(parts)
    if parts.surname:
        return _by_surname(parts)
    if not first:
        return ""
    return f"Dr. {parts.given}" if _is_surname_alone(parts, role, shown) else parts.given


def _by_surname(parts: Name) -> str:
    if parts.title and not _has_doctorate(parts):
        return f"{parts.title} {parts.surname}"
    if parts.title == "Professor":
        return f"Professor {parts.surname}"
    return full_name(parts) if _is_no_doctor(parts) else f"Dr. {parts.surname}"


def _is_surname_alone(parts: Name, role: Role, shown: str) -> bool:
    """Whether it is a surname, as in "Attending: Patel"; "priya" is how one types a given name."""
    return bool(parts.given) and role in {Role.ATTENDING, Role.PROGRAM_DIRECTOR} and not shown.islower()


def _has_doctorate(parts: Name) -> bool:
    return any(_letters(degree) in DOCTORATES for degree in parts.degrees)


def _is_no_doctor(parts: Name) -> bool:
    told = [d for d in parts.degrees if _letters(d) not in SUFFIXES]
    return (
        bool(told)
        and not _has_doctorate(parts)
        and not any(_letters(d).startswith(("f", "pgy")) for d in told)
    )


def _first_name(parts: Name) -> str:
    """The given name one is called by: never a bare initial."""
    spoken = [word for word in parts.given.split() if len(word.strip(".")) > 1]
    if not spoken or _are_initials(spoken[0]):
        return ""
    return spoken[-1] if parts.family_first else spoken[0]


def _cleaned(text: str) -> str:
    """Letters, marks and name punctuation alone; no address, no brackets, no emoji, no quotation marks."""
    plain = unicodedata.normalize("NFC", text).translate(APOSTROPHES).translate(HYPHENS)
    plain = HEBREW_DOCTOR.sub("Dr. ", plain)
    plain = re.sub(
        r"\([^)]*\)?|\[[^\]]*\]?|<[^>]*>?|(?<=\s)[\"“][^\"”]*[\"”](?=\s)|(?<=\s)'\w+'(?=\s)", " ", plain
    )
    plain = re.sub(r"\S+@\S*", " ", plain)
    plain = re.split(r"[|;]|\s[-/]\s", plain, maxsplit=1)[0]
    kept = "".join(c if _belongs(c) else " " for c in plain)
    words = (word.strip("'-_·") for word in kept.replace(",", " , ").split() if not re.search(r"\d", word))
    return " ".join(word for word in words if word and (word == "," or any(c.isalpha() for c in word)))


def _belongs(char: str) -> bool:
    """Variation selectors are marks, too, but only emoji carry them in names."""
    if char in "'-._,·\u200c\u200d":
        return True
    return unicodedata.category(char)[0] in "LMN" and not "\ufe00" <= char <= "\ufe0f"


def _split_dots(words: list[str]) -> list[str]:
    split: list[str] = []
    for word in words:
        split += [word] if _letters(word) in DEGREES and "_" not in word else re.split(r"[._]+", word)
    return [word.strip("'-") for word in split if word.strip("'-.")]


def _without_titles(parts: list[list[str]]) -> tuple[str, list[list[str]]]:
    """Titles stand first, or alone behind a comma ("Patel, Dr.")."""
    found: list[str] = []
    rest: list[list[str]] = []
    for words in parts:
        left = list(words)
        while left and _is_title(left[0], alone=len(left) == 1, first=not rest):
            found.append(TITLES.get(_letters(left.pop(0)), ""))
        rest.append(left)
    for title in ("Professor", "Dr.", "Mrs.", "Mx.", "Mr.", "Ms."):
        if title in found:
            return title, rest
    return "", rest


def _is_title(word: str, *, alone: bool, first: bool) -> bool:
    """Whether a word is a title here: "Ms" leads a name, "MS" follows one."""
    letters = _letters(word)
    if letters == "ms" and (not first or (word == "MS" and alone)):
        return False
    return letters in TITLES or (first and letters in TITLE_TRAIL)


def _without_degrees(parts: list[list[str]]) -> tuple[tuple[str, ...], list[list[str]]]:
    degrees: list[str] = []
    rest = []
    for place, words in enumerate(parts):
        left = list(words)
        tail: list[str] = []
        while left and _is_degree(left, behind_comma=place > 0):
            tail.insert(0, left.pop().replace(".", ""))
        degrees += tail
        if left:
            rest.append(left)
    return tuple(degrees), rest


def _is_degree(words: list[str], *, behind_comma: bool) -> bool:
    word = words[-1]
    if not all(part in DEGREES for part in _letters(word, keep="/").split("/")):
        return False
    if _letters(word) not in WORDS_TOO or (behind_comma and len(words) == 1):
        return True
    return "." in word or (word.isupper() and len(words) > 2)


def _in_order(parts: list[list[str]]) -> tuple[list[str], int]:
    """The words, given name first, and how many at the end are surely the surname (0 = not known)."""
    first, *others = parts
    behind = next((part for part in others if not {fold(word) for word in part} & NO_GIVEN_NAME), None)
    if behind is None or len(behind) > 3:
        return first, 0
    return behind + first, len(first)


def _parted(words: list[str], family: int, *, titled: bool) -> tuple[list[str], list[str], bool]:
    """Given names and surname, and whether the surname is written first."""
    if family:
        return words[:-family], words[-family:], False
    if len(words) == 1:
        return ([], words, False) if titled else (words, [], False)
    if words[0].casefold() in FAMILY_FIRST and len(words) > 2:
        return words[1:], words[:1], True
    if _are_initials(words[-1]) and not _are_initials(words[0]):
        return _spread(words[-1]), words[:-1], False
    at = _surname_at(words, titled=titled)
    return words[:at], words[at:], False


def _surname_at(words: list[str], *, titled: bool) -> int:
    for place, word in enumerate(words[:-1]):
        if word.strip(".").casefold() in PARTICLES and (place or _leads(words, titled=titled)):
            return place
    return len(words) - 1


def _leads(words: list[str], *, titled: bool) -> bool:
    """Whether it is one at the very beginning: "Van Morrison" has a given name, "van der Berg" has none.

    Behind a title it is one ("Dr. De Luca"), unless it is as often a given name ("Dr. Al Fry").
    """
    first = words[0].strip(".")
    if first[:1].isupper() and first.casefold() in GIVEN_TOO:
        return False
    return (
        titled
        or words[0].islower()
        or words[0] == "Ó"
        or {words[0].casefold(), words[1].casefold()} <= PARTICLES
    )


def _are_initials(word: str) -> bool:
    bare = word.replace(".", "")
    return (
        bare.isupper()
        and bare.isalpha()
        and (len(bare) == 1 or (len(bare) == 2 and fold(bare) not in SHORT_SURNAMES))
    )


def _spread(initials: str) -> list[str]:
    return list(initials.replace(".", ""))


def _dotted(word: str) -> str:
    return f"{word}." if len(word) == 1 and word.isupper() else word


def _cased(words: list[str]) -> list[str]:
    """Shouted and lower-case words as a person would write them; everything mixed stays."""
    shouting = all(word.isupper() for word in words) and any(len(word) > 2 for word in words)
    *front, last = words
    cased = [_recased(word, place, shouting=shouting) for place, word in enumerate(front)]
    if last.casefold() in PARTICLES | SHORT_SURNAMES and len(last) < 4:
        return [*cased, last.capitalize() if words[1:] else last]
    return [*cased, _recased(last, len(front), shouting=shouting)]


def _recased(word: str, place: int, *, shouting: bool) -> str:
    folded = word.casefold()
    if word.islower() and folded in PARTICLES:
        return word
    if shouting and folded in PARTICLES and (place or folded in ALWAYS_PARTICLES):
        return word.lower()
    if word.isupper() and (len(word) < 3 if not shouting else len(word) == 1 or _are_consonants(word)):
        return word
    return _capitals(word.lower()) if word.islower() or word.isupper() else word


def _are_consonants(word: str) -> bool:
    return len(word) == 2 and not set(fold(word)) & set("aeiouy") and fold(word) not in SHORT_SURNAMES


def _capitals(word: str) -> str:
    """Capitals as in "O'Neill-McDonald"; "al-Rashid" keeps its article."""
    parts = re.split(r"([-'·])", word)
    lead = parts[0] in {"al", "el"} and len(parts) > 1
    capital = "".join(
        part if lead and not place else part[:1].upper() + part[1:] for place, part in enumerate(parts)
    )
    return re.sub(r"\bMc(\w)(?=\w)", lambda m: "Mc" + m[1].upper(), capital)


def _is_other_script(word: str) -> bool:
    return any(
        c.isalpha() and not unicodedata.name(c, "LATIN").startswith(("LATIN", "MODIFIER")) for c in word
    )


def _letters(word: str, keep: str = "") -> str:
    return "".join(c for c in word.casefold() if c.isalpha() or c in keep)


def _comparable(text: str) -> str:
    return " ".join(re.sub(r"[-.·]", " ", fold(text)).replace("'", "").split())


def _given_agree(one: str, other: str) -> bool:
    pairs = zip_longest(_given_words(one), _given_words(other), fillvalue="")
    return all(_same_or_initial(a, b) for a, b in pairs)


def _given_words(given: str) -> Iterable[str]:
    spread = (" ".join(word) if len(word) == 2 and word.isupper() else word for word in given.split())
    return _comparable(" ".join(spread)).split()


def _same_or_initial(a: str, b: str) -> bool:
    if not (a and b) or a == b:
        return True
    return (len(a) == 1 or len(b) == 1) and a[0] == b[0]

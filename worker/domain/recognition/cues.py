"""The lexicon's words around names go in; the patterns that find and weigh them come out."""

import re
from collections.abc import Iterable, Iterator

from worker.domain.person import Role
from worker.domain.recognition.lexicon import PeopleWords
from worker.domain.recognition.spelling import ADDRESS, DEGREE, TITLE, WORD
from worker.domain.recognition.words import folded, tokens_of

IDEOGRAM = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Scripts without spaces: a cue needs no gap beside it."""
BEING = (
    r"is|are|was|were|include[sd]?|including|will be|should be|prob(?:ably)?|likely|maybe"
    r"|e|est|ist|era|es|sera"
)
THEIR = (
    r"(?:(?:the|la|el|le|il|a|o|den|dem|der)\s+(?:frau\s+|herrn?\s+)?(?=(?:dra?|profa?|pr|professora?|docteure?)\b))?"
    r"(?:(?:my|our|the|their|your)\s+(?:[a-z]+\s+){0,2}?(?:attending|attg|pd|apd|chair|chief|fellow|mentor|director|speaker"
    r"|moderator|program director)\s*[,:(-]?\s*)?"
)
"""An article before a title; "the PD, Dr. Fox"."""
NEVER = "(?!)"
WEEK = (
    r"(?:\s*(?:wk|week|wks|weeks)s?\s*\d+(?:\s*[-\u2013]\s*\d+)?"
    r"|\s+(?:for\s+|on\s+)?(?:this|the|next|of)\s+(?:wk|week|month|block|mo|service))?"
)
ONLY_TOLD = (
    r"\b(?:former|formerly|ex|previous|previously|past|old|onetime|retired|used to|was|were|wants|hopes|"
    r"going|will|would|next|future|becom\w+|became|congrat\w*|job|knows|know|said|says|because|bc|b/c|about|from|by|"
    r"left|leaving|ask|email|emailed|call|introduce\w*|intro|his|her|their|likes|hates|under|no|not|to|for|with|"
    r"via|cc|thank|tell|told|talk|replaced|succeeded)\b"
)
"""Before an office in a note: not whoever was met holds it now, or another does."""
DIRECTING = re.compile(
    r"\s*(?:(?:the|our|his|her|is)\s+)*(?:p|ap)d\b(?!\?)"
    rf"|(?:(?!{ONLY_TOLD}).)*(?:program director|\bchair(?:man|woman)?\b(?! of session))"
)
"""What stands behind the name of a program director or chair."""
ATTENDING = re.compile(
    r"\s*(?:(?:the|our|my|his|her|is|was|a|new|\w+)\s+){0,3}(?:attending|attg|consultant|faculty|surgeon)\b"
)
PLACE_BEHIND = re.compile(r"\s*(?:\([^()\n]{1,40}\)|(?:from|of|at|@)\s+[\w.' -]{2,30}?(?=\s))")
APPOSED = re.compile(
    rf"(?:(?:(?P<name>{WORD}(?: {WORD})+){DEGREE}*|{ADDRESS}[>)\]]?)\s*(?P<mark>,|\(|\s[-\u2013])"
    r"|\b(?:now|currently)\s)"
    r"\s*(?P<field>(?:(?:[^\W\d_A-Z]+|[A-Z]{2,5})[\s/-]+){0,3})$"
)
"""Before an office that is said of the name before it ("Nora Hall, breast fellow ...")."""
HOLDER = re.compile(rf"\s*(?:[-\u2013\u2014:]\s|\()\s*(?=(?:{TITLE})?{WORD} {WORD})")
"""Behind the place of an office, before whoever holds it ("APD Toledo - Nora Hall MD")."""
PROGRAM = re.compile(r"[,(-]\s*(?:a?pd|program director)\s+$")
"""Before the name of a programme, behind that of its director ("Farouk Idris, PD Stonebrook")."""
CHIEF = re.compile(r"\s*(?:the\s+|our\s+|my\s+)?(?:chief|chief resident|fellow)\s*$")
ROLES = {
    "met": Role.MET,
    "director": Role.PROGRAM_DIRECTOR,
    "chief": Role.CHIEF,
    "mentor": Role.MENTOR,
    "attending": Role.ATTENDING,
    "speaker": Role.SPEAKER,
    "together": Role.GUEST,
}
BARE_OFFICE = r"attending|attg|attd|att|a?pd|chief|fellow"
ON_SERVICE = (
    r"\s+(?:is\s+)?on(?:\s+(?:service|duty)|\s+(?:for\s+)?(?:this|the)\s+(?:wk|week|month|block))?"
    r"\s*(?=$|[.,;)\n]|(?:wk|week)s?\s*\d)"
)
"""Behind a name: who is on is the attending."""
BEHIND = re.compile(r"\s*(?:[,(=\u2013-]|\.\s+(?:s?he|they)\b|(?=is\b|was\b))\s*([^,;.)]{1,40})")
"""Behind a name, in lower case: what is said of whoever bears it."""
OFFICE_BEHIND = re.compile(rf"\s+((?:{BARE_OFFICE})\b)(?!\?)(?!\s+[a-z]+ing)")
ON_DUTY = re.compile(ON_SERVICE)
HOLDS_OFFICE = re.compile(
    rf"\s+(?:attending|attg|attd|att|chief|fellow)\s*(?:$|[),;/-])|{ON_SERVICE}"
    r"|\s*\((?:(?:my|our|the|\w+) ){0,2}(?:attending|attg|attd|chief|chief resident|fellow|consultant)\)"
)
"""Behind a name in a title; "Columbia PD" is no Dr. Columbia."""
STAFF_BEHIND = re.compile(
    r"(?:\s*\[[^\]\n]*\]|\s*\((?:s?he|they)\b[^)\n]*\)|,\s*[a-z-]{2,10}(?=\s*\n))?"
    r"\s*(?:[,(\u2013-]|\n(?![^\n:]{1,40}:)|(?=\b(?:will|can|handles|manages|schedules)\b))\s*(?:[sj]r\.\s*)?((?:admin|asst|exec)\.?[^,;)\n]{1,40}|[^,;.)\n]{1,40})"
)
ON_ARRIVAL = re.compile(r"\b(?:ask for|report to|meet)\s*$")
"""Words before a name that is only mentioned, unless it is the attending's."""
STAFF_BEFORE = re.compile(r"(?:^|[\n.;])\s*([^:.;\n]{3,30}):\s*$")
TRAINEE_BEHIND = re.compile(
    r"\s*\(\s*(?:(?:my|our|the|other|another|a)\s+)?(?:R[1-7]|PGY[\s-]?\d|MS[\s-]?\d|M[1-4]|CA[\s-]?\d"
    r"|RA|co-?(?:intern|resident|fellow|sub-?i)|sub-?i|classmate|(?:med )?student"
    r"|(?:fellow )?(?:intern|resident))\s*\)"
)
NURSE = re.compile(
    r"\b(?:nurse|rn|crna|scrub tech|pharmacist|perfusionist|dietitian|statistician|librarian)\s*[:,-]?\s*$"
)
"""Before the name of somebody who is no doctor."""
MODERATES = re.compile(r"\s+(?:moderates|moderating|presiding|speaks|speaking|presents)\b")
BY_DAY = re.compile(
    rf"(?P<name>{WORD}(?: {WORD})?)\s*\((?:(?:M|T|W|Th|R|F|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|[/,&\s-])+)\)"
)
"""Who is on on which days ("Fontaine-Abara (M/W), Szeto (T/Th)")."""
BY_WEEK = re.compile(
    r"(?:^|[\n,;/])\s*(?i:wk|week|wks)s?\s*\d+(?:\s*[-\u2013]\s*\d+)?\s*[:=\u2013-]?\s*"
    rf"(?P<name>{WORD}(?: {WORD})?)(?=\s*(?:$|[\n,;/]))"
)
"""Who is on in which week, without a word for it ("wk1 Feinberg, wk2 Obi")."""
STANDS = re.compile(r"(?:^|[\n.;,!?:|/(=])(?:\s*[a-z]+)?$")
"""What stands before a name that opens a line or a part of it, one word aside ("dean Dr. Brzoza")."""
IN_BRACKETS = re.compile(r"[^().,;:\n@]{0,40}?(?:\(\s*|\s[-\u2013]\s|:\s|,\s)")
PARTING = "([-+&\u2013\u2014|/,:;.\u00b7" + "0123456789"
"""Before a name that opens a part of a title."""
LETTER = frozenset("abcdefghijklmnopqrstuvwxyz")
TIGHT = re.compile(
    r"(?<![\w-])(?:(?P<chief>(?i:chief|fellow))|(?P<attending>(?i:attending|attg|preceptor|consultant))"
    r"|(?P<speaker>(?i:speaker|moderator|panelist)))s?[-\u2013]"
    rf"(?=(?:{TITLE})?{WORD} {WORD})"
)
"""A role that a dash without spaces ties to a whole name ("fellow-Piotr Halas")."""
TALK = re.compile(rf"\b(?i:talk|lecture|keynote)\s+(?=(?:[^\W\d_a-z]\.\s?){{1,2}}{WORD})")
"""Before a speaker who is written with an initial ("talk J. Hale on valves")."""
PRESENT = re.compile(
    r"\s*[(\[,][^()\n;.]{0,40}?\b(?:sat in|(?:was|were|is) (?:also )?there|there too|also there"
    r"|took (?:the )?notes"
    r"|stopped by|dropped (?:in|by)|popped in|staffed|scrubbed|came (?:along|too|by)|joined (?:us|in|late)"
    r"|on the call)\b"
)
"""Behind the name of somebody who was there, too ("cc Hale (sat in)")."""
ASSOCIATE = re.compile(r"\b(?:assoc|asst|associate|assistant)\.? $")
AT_HOME = re.compile(r"\s+(?:(?:is )?(?:at |from )?home|off)\s*(?:$|[,;)])", re.IGNORECASE)
"""Behind the name of somebody who is on, but not there."""
OWNING = re.compile(r"\s*['\u2019]s?\b")
OWN_TEAM = re.compile(
    r"\s*['\u2019]s?\s+(?:\w+\s+)?(?:team|service|or|clinic|unit|firm|ward|list|half[ -]day|cases"
    r"|block (?:day|time)|office(?=\s*(?:$|[-\u2013:,]))|table)\b"
)
"""Whose team it is, is the attending."""
TIED = re.compile(
    r"['\u2019]s\s+(?:\w+\s+)?(?:friend|fellow|colleague|postdoc|partner|collaborator|mentor|successor)\s+"
    r"(?=\S+ \S)"
)
PANELLIST = r"pan[ei]l+ist\w*|moderat(?:or|eur|rice)\w*|moderador\w*"
SPEAKS = re.compile(rf"\s+(?:is|es|est|ist|e)\s+(?:(?:the|our|a|el|la|le|der|die)\s+)?(?:{PANELLIST})")
SAID = re.compile(r"\W*(?:i\s+)?(?:met|spoke|talked|ran into|chatted)\b")
PHYSICIAN = re.compile(r"\b(?:M\.?D|D\.?O|FACS|MBBS|MBBCh|MBChB|FRCSC?)\b")
LABELLED = re.compile(r"(?!\s*re\b)[^:.!?]+:(?:[^.!?;]|(?<=\bdr|\bpr)\.|(?<=\bprof)\.|(?<=\b[a-z])\.)*")
"""A line with a label that is about everybody on it ("Authors: ...")."""
LABEL = re.compile(r"(?:^|[\n.;])\s*(?P<label>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(?=[^\W\d_])")
DOCENT = re.compile(r"\bpd\s+(?:dr|prof)\b")
SINGULAR = re.compile(r"(?:attending|preceptor|speaker|mentor|moderator|supervisor|staff|faculty)\s*[:=]\s*$")


def is_docent(level: str, beside: frozenset[str]) -> bool:
    """Whether "PD Dr." in a text (lower case) is the German title: German words stand beside it."""
    return bool(DOCENT.search(level)) and any(token.folded in beside for token in tokens_of(level))


def cue_pattern(people: PeopleWords) -> str:
    """What stands before names: roles and verbs, with the week, the duty and the mark behind them."""
    groups = {
        "met": people.met,
        "director": people.director,
        "chief": people.chief,
        "mentor": people.mentor,
        "speaker": people.speaker,
        "attending": people.attending,
        "together": people.together,
    }
    either = "|".join(f"(?P<{kind}>{any_of(words)})" for kind, words in groups.items())
    before = rf"(?:(?<![\w@.-])|(?<={IDEOGRAM})|(?={IDEOGRAM}))"
    after = rf"(?:s|\(s\))?(?:(?![\w@]|-\w)|(?<={IDEOGRAM}))"
    mark = rf"(?:\s*(?:[:\uff1a=\u306f]|\.{{2,}}|\?|\]|\*+:?|[-\u2013](?=\s)|\b(?:{BEING})\b))?[\s\-•*]*"
    duty = rf"(?:[\s(/,-]+(?:{any_of(people.duties)})(?:\(s\))?\)?)"
    aside = rf"(?:{duty}+(?=\s*[:\uff1a=]|\s*[-\u2013]\s|\s+(?:(?:{BEING})\s+)?(?:dr|dra|prof|pr)\b))"
    titular = rf"(?:\s+(?:{any_of(people.titular)})(?!\w))"
    label = rf"(?:(?:[ \t]+(?!(?:{any_of(people.beside_roles)})\b)[^\W\d_][\w/&]*){{1,2}}(?=\s*[:\uff1a=]))"
    counted = r"(?:\s*#?\d{1,2}(?=\s*[:.)-])|\s*\((?:in order|tentative|tbc|alphabetical|cont)\)(?=\s*:))"
    return f"{before}(?:{either}){after}{WEEK}(?:{aside}|{label}|{titular}|{counted})?{mark}{THEIR}"


def office_pattern(people: PeopleWords) -> str:
    """What people write behind a name to say who it is: "= attending", "(chief of ...", "on service"."""
    offices = any_of((*people.director, *people.chief, *people.attending))
    modest = r"(?:(?:the|our|their|my|new|assoc\w*|asst|\w+)\s+){0,2}?"
    return (
        r"\s*(?:[,(\u2013=-]|is\b|was\b|es\b|est\b|ist\b|era\b)\s*"
        rf"{modest}(?:{offices}|{PANELLIST}|chair|chief of|professor|alum)(?!\w)"
        rf"|\s+(?:{BARE_OFFICE})\s*(?:$|[.,;)\n])|{ON_SERVICE}"
    )


def label_pattern(people: PeopleWords) -> str:
    """The label before somebody who is a peer or a nurse ("resident: ", "NP: ")."""
    return rf"(?:^|[\\n.;,|/(])\s*(?:\w+\s)?(?:{any_of(people.other_labels)})s?\s*:\s*$"


def errands(mentioned: Iterable[str]) -> str:
    """Verbs of what is done with somebody who is only mentioned: "swap" of "swap with"."""
    verbs = {phrase.removesuffix(" with") for phrase in mentioned if phrase.endswith(" with")}
    return rf"(?<!\w)(?:{any_of(verbs)})\s[^.;\n]{{0,30}}$"


def any_of(phrases: Iterable[str]) -> str:
    """Phrases as alternatives, the longest first; "w" also as "w/"; "att." with its full stop or without.

    One that ends in a colon ("cr:") is believed only where one stands behind it.
    """
    ordered = sorted({_marked(p) for p in phrases}, key=lambda p: (-len(p), p))
    return NEVER if not ordered else _by_letter([r"[\s\-/'.]*".join(_words(p.split())) for p in ordered])


def _by_letter(patterns: Iterable[str]) -> str:
    """Patterns as alternatives, those that begin alike together: a letter then rules out all the others."""
    alike: dict[str, list[str]] = {}
    for pattern in patterns:
        first = pattern[0] if pattern[0].isalpha() else ""
        alike.setdefault(first, []).append(pattern.removeprefix(first))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in alike.items())


def _marked(phrase: str) -> str:
    """A phrase as its words, with the full stop or the colon that it ends in."""
    return (folded(phrase) or phrase) + (phrase[-1] if phrase[-1:] in {".", ":"} else "")


def _words(words: list[str]) -> Iterator[str]:
    for word in words:
        if word in {"w", "c"}:
            yield word + ("/" if words == ["c"] else "/?")
        else:
            mark = {".": r"\.?", ":": r"(?=\s*[:=])"}.get(word[-1:], "")
            yield re.escape(word.rstrip(".:")) + mark
